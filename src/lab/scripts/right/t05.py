# Chapter 4: two-layer network, examples in columns, Adam
import numpy as np

np.random.seed(5)
m = 30
X = np.random.randn(3, m)
Y = (X[0:1] * X[1:2] + 0.3 * X[2:3] > 0).astype(float)     # shape (1, m)

n_x, n_h, n_y = 3, 7, 1
W1 = np.random.randn(n_h, n_x) * 0.5
b1 = np.zeros((n_h, 1))
W2 = np.random.randn(n_y, n_h) * 0.5
b2 = np.zeros((n_y, 1))

mW1, vW1 = np.zeros_like(W1), np.zeros_like(W1)
mb1, vb1 = np.zeros_like(b1), np.zeros_like(b1)
mW2, vW2 = np.zeros_like(W2), np.zeros_like(W2)
mb2, vb2 = np.zeros_like(b2), np.zeros_like(b2)

alpha = 0.02
beta1 = 0.9
beta2 = 0.999
eps = 1e-8
num_iterations = 300

for t in range(1, num_iterations + 1):
    # forward propagation
    Z1 = np.dot(W1, X) + b1
    A1 = np.tanh(Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = 1 / (1 + np.exp(-Z2))

    # cost
    cost = -(1 / m) * np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))

    # backward propagation
    dZ2 = A2 - Y
    dW2 = (1 / m) * np.dot(dZ2, A1.T)
    db2 = (1 / m) * np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = np.dot(W2.T, dZ2) * (1 - np.power(A1, 2))
    dW1 = (1 / m) * np.dot(dZ1, X.T)
    db1 = (1 / m) * np.sum(dZ1, axis=1, keepdims=True)

    # Adam: first moments
    mW1 = beta1 * mW1 + (1 - beta1) * dW1
    mb1 = beta1 * mb1 + (1 - beta1) * db1
    mW2 = beta1 * mW2 + (1 - beta1) * dW2
    mb2 = beta1 * mb2 + (1 - beta1) * db2
    # Adam: second moments
    vW1 = beta2 * vW1 + (1 - beta2) * dW1 ** 2
    vb1 = beta2 * vb1 + (1 - beta2) * db1 ** 2
    vW2 = beta2 * vW2 + (1 - beta2) * dW2 ** 2
    vb2 = beta2 * vb2 + (1 - beta2) * db2 ** 2
    # bias correction
    c1 = 1 - beta1 ** t
    c2 = 1 - beta2 ** t

    W1 = W1 - alpha * (mW1 / c1) / (np.sqrt(vW1 / c2) + eps)
    b1 = b1 - alpha * (mb1 / c1) / (np.sqrt(vb1 / c2) + eps)
    W2 = W2 - alpha * (mW2 / c1) / (np.sqrt(vW2 / c2) + eps)
    b2 = b2 - alpha * (mb2 / c1) / (np.sqrt(vb2 / c2) + eps)

    if t % 50 == 0:
        print("Cost after iteration %i: %f" % (t, cost))
