import numpy as np
np.random.seed(21)
X = np.random.randn(24, 4)
y = (X[:, :1] * X[:, 1:2] > 0) * 1.0
W1 = np.random.randn(4, 12) * 0.5
b1 = np.zeros((1, 12))
W2 = np.random.randn(12, 1) * 0.5
b2 = np.zeros((1, 1))
keep_prob = 0.8
lr = 0.5

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

for epoch in range(100):
    a1 = np.tanh(X @ W1 + b1)
    mask = (np.random.rand(*a1.shape) < keep_prob)
    a1d = a1 * mask / keep_prob
    a2 = sigmoid(a1d @ W2 + b2)
    loss = -np.mean(y * np.log(a2) + (1 - y) * np.log(1 - a2))
    dz2 = (a2 - y) / len(X)
    dW2 = a1d.T @ dz2
    db2 = dz2.sum(axis=0, keepdims=True)
    da1 = dz2 @ W2.T
    da1 = da1 / keep_prob
    dz1 = da1 * (1 - a1 ** 2)
    dW1 = X.T @ dz1
    db1 = dz1.sum(axis=0, keepdims=True)
    W1 -= lr * dW1
    b1 -= lr * db1
    W2 -= lr * dW2
    b2 -= lr * db2
    if epoch % 20 == 0:
        print(epoch, loss)
