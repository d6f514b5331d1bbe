"""
Nonlinear regression, two hidden layers, plain gradient descent.
Question: is this a reasonable way to write it or is there something more idiomatic?
"""
import numpy as np

np.random.seed(100)

def leaky(z, slope=0.01):
    return np.where(z > 0, z, slope * z)

def dleaky(z, slope=0.01):
    return np.where(z > 0, 1.0, slope)

n = 120
X = np.random.uniform(-1, 1, (n, 2))
Y = np.column_stack([X[:, 0] * X[:, 1], np.abs(X[:, 0]) - X[:, 1]])

W1, b1 = np.random.randn(2, 10) * np.sqrt(1.0), np.zeros((1, 10))
W2, b2 = np.random.randn(10, 8) * np.sqrt(0.2), np.zeros((1, 8))
W3, b3 = np.random.randn(8, 2) * np.sqrt(0.25), np.zeros((1, 2))

alpha = 0.1
history = []

for k in range(250):
    Z1 = X @ W1 + b1
    A1 = leaky(Z1)
    Z2 = A1 @ W2 + b2
    A2 = leaky(Z2)
    out = A2 @ W3 + b3

    diff = out - Y
    J = np.sum(diff ** 2) / (2 * n)
    history.append(J)

    dOut = diff / n
    dW3 = A2.T @ dOut
    db3 = np.sum(dOut, axis=0, keepdims=True)
    dZ2 = dOut @ W3.T * dleaky(Z2)
    dW2 = A1.T @ dZ2
    db2 = np.sum(dZ2, axis=0, keepdims=True)
    dZ1 = dZ2 @ W2.T * dleaky(Z1)
    dW1 = X.T @ dZ1
    db1 = np.sum(dZ1, axis=0, keepdims=True)

    W3 -= alpha * dW3; b3 -= alpha * db3
    W2 -= alpha * dW2; b2 -= alpha * db2
    W1 -= alpha * dW1; b1 -= alpha * db1

print('cost: first %.4f last %.6f' % (history[0], history[-1]))
