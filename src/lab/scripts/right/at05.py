# Fit y = sin(x) with a 1-8-8-1 network (tanh, tanh, linear).
# Every example is a COLUMN: X has shape (1, m).
# Cost of a mini-batch: mean squared error, J = 1/m * sum (A3 - Y)^2
# Gradient descent with momentum.
import numpy as np

np.random.seed(11)

M = 200
X = np.random.uniform(-np.pi, np.pi, (1, M))
Y = np.sin(X) + 0.02 * np.random.randn(1, M)

n1 = n2 = 8
W1 = np.random.randn(n1, 1)
b1 = np.zeros((n1, 1))
W2 = np.random.randn(n2, n1) / np.sqrt(n1)
b2 = np.zeros((n2, 1))
W3 = np.random.randn(1, n2) / np.sqrt(n2)
b3 = np.zeros((1, 1))

vW1, vb1 = np.zeros_like(W1), np.zeros_like(b1)
vW2, vb2 = np.zeros_like(W2), np.zeros_like(b2)
vW3, vb3 = np.zeros_like(W3), np.zeros_like(b3)

LR = 0.02
BETA = 0.9
BATCH = 25


def feed(Xb):
    A1 = np.tanh(W1 @ Xb + b1)
    A2 = np.tanh(W2 @ A1 + b2)
    A3 = W3 @ A2 + b3
    return A1, A2, A3


for epoch in range(301):
    perm = np.random.permutation(M)
    for k in range(0, M, BATCH):
        cols = perm[k:k + BATCH]
        Xb = X[:, cols]
        Yb = Y[:, cols]
        m = Xb.shape[1]

        A1, A2, A3 = feed(Xb)

        dZ3 = 2 * (A3 - Yb) / m
        dW3 = dZ3 @ A2.T
        db3 = np.sum(dZ3, axis=1, keepdims=True)

        dZ2 = (W3.T @ dZ3) * (1 - A2 ** 2)
        dW2 = dZ2 @ A1.T
        db2 = np.sum(dZ2, axis=1, keepdims=True)

        dZ1 = (W2.T @ dZ2) * (1 - A1 ** 2)
        dW1 = dZ1 @ Xb.T
        db1 = np.sum(dZ1, axis=1, keepdims=True)

        vW3 = BETA * vW3 - LR * dW3
        vb3 = BETA * vb3 - LR * db3
        vW2 = BETA * vW2 - LR * dW2
        vb2 = BETA * vb2 - LR * db2
        vW1 = BETA * vW1 - LR * dW1
        vb1 = BETA * vb1 - LR * db1

        W3 = W3 + vW3
        b3 = b3 + vb3
        W2 = W2 + vW2
        b2 = b2 + vb2
        W1 = W1 + vW1
        b1 = b1 + vb1

    if epoch % 50 == 0:
        J = np.mean((feed(X)[2] - Y) ** 2)
        print("epoch", epoch, "MSE", J)

for q in (-2.0, -1.0, 0.0, 1.0, 2.0):
    guess = feed(np.array([[q]]))[2].item()
    print("x = %5.2f   net %7.4f   sin %7.4f" % (q, guess, np.sin(q)))
