# Multi-output regression, everything written out by hand (no loops over
# layers), column convention: X is (features, examples).
# Cost J = 1/(2m) * sum of squared errors; gradient descent with momentum
# (exponentially weighted averages) and step decay of the learning rate.
import numpy as np

np.random.seed(8)

n_x, n_h, n_y = 4, 4, 4
m_total = 96
X = np.random.uniform(-1, 1, (n_x, m_total))
M = np.random.randn(n_y, n_x)
Y = np.tanh(M @ X) + 0.3 * X ** 2

sigmoid = lambda z: 1 / (1 + np.exp(-z))


def get_batches(X, Y, size):
    p = np.random.permutation(X.shape[1])
    X, Y = X[:, p], Y[:, p]
    for i in range(0, X.shape[1], size):
        yield X[:, i:i + size], Y[:, i:i + size]


# He / Xavier-like initialization
W1 = np.random.randn(n_h, n_x) / np.sqrt(n_x)
b1 = np.zeros((n_h, 1))
W2 = np.random.randn(n_h, n_h) / np.sqrt(n_h)
b2 = np.zeros((n_h, 1))
W3 = np.random.randn(n_h, n_h) / np.sqrt(n_h)
b3 = np.zeros((n_h, 1))
W4 = np.random.randn(n_y, n_h) / np.sqrt(n_h)
b4 = np.zeros((n_y, 1))

VdW1, Vdb1 = np.zeros_like(W1), np.zeros_like(b1)
VdW2, Vdb2 = np.zeros_like(W2), np.zeros_like(b2)
VdW3, Vdb3 = np.zeros_like(W3), np.zeros_like(b3)
VdW4, Vdb4 = np.zeros_like(W4), np.zeros_like(b4)

alpha, beta = 0.5, 0.9
for epoch in range(1, 81):
    if epoch % 30 == 0:
        alpha *= 0.5  # step decay
    J_epoch = 0
    for x, y in get_batches(X, Y, 16):
        m = x.shape[1]
        # forward: tanh -> sigmoid -> tanh -> identity
        Z1 = W1 @ x + b1
        A1 = np.tanh(Z1)
        Z2 = W2 @ A1 + b2
        A2 = sigmoid(Z2)
        Z3 = W3 @ A2 + b3
        A3 = np.tanh(Z3)
        A4 = W4 @ A3 + b4
        J = np.sum((A4 - y) ** 2) / (2 * m)
        J_epoch += J * m

        # backward
        dZ4 = (A4 - y) / m
        dW4 = dZ4 @ A3.T
        db4 = np.sum(dZ4, axis=1, keepdims=True)
        dA3 = W4.T @ dZ4
        dZ3 = dA3 * (1 - A3 ** 2)
        dW3 = dZ3 @ A2.T
        db3 = np.sum(dZ3, axis=1, keepdims=True)
        dA2 = W3.T @ dZ3
        dZ2 = dA2 * A2 * (1 - A2)
        dW2 = dZ2 @ A1.T
        db2 = np.sum(dZ2, axis=1, keepdims=True)
        dA1 = W2.T @ dZ2
        dZ1 = dA1 * (1 - A1 ** 2)
        dW1 = dZ1 @ x.T
        db1 = np.sum(dZ1, axis=1, keepdims=True)

        # momentum
        VdW1 = beta * VdW1 + (1 - beta) * dW1
        VdW2 = beta * VdW2 + (1 - beta) * dW2
        VdW3 = beta * VdW3 + (1 - beta) * dW3
        VdW4 = beta * VdW4 + (1 - beta) * dW4
        Vdb1 = beta * Vdb1 + (1 - beta) * db1
        Vdb2 = beta * Vdb2 + (1 - beta) * db2
        Vdb3 = beta * Vdb3 + (1 - beta) * db3
        Vdb4 = beta * Vdb4 + (1 - beta) * db4
        W1, b1 = W1 - alpha * VdW1, b1 - alpha * Vdb1
        W2, b2 = W2 - alpha * VdW2, b2 - alpha * Vdb2
        W3, b3 = W3 - alpha * VdW3, b3 - alpha * Vdb3
        W4, b4 = W4 - alpha * VdW4, b4 - alpha * Vdb4

    if epoch % 10 == 0:
        print("epoch", epoch, "cost", J_epoch / m_total)

print("last predictions:", A4[:, 0], "targets:", y[:, 0])
