"""Learn AND, OR and XOR at once: 2 inputs, tanh hidden layer, 3 sigmoid outputs.

The loss is the cross-entropy, summed over the three outputs and averaged
over the four rows of the truth table.
"""
import numpy as np


class GateNet:
    def __init__(self, n_in, n_hidden, n_out, seed=3):
        rng = np.random.default_rng(seed)
        self.W1 = rng.normal(0, 0.8, (n_in, n_hidden))
        self.b1 = np.zeros(n_hidden)
        self.W2 = rng.normal(0, 0.8, (n_hidden, n_out))
        self.b2 = np.zeros(n_out)

    def forward(self, X):
        self.Z1 = X @ self.W1 + self.b1
        self.A1 = np.tanh(self.Z1)
        self.Z2 = self.A1 @ self.W2 + self.b2
        self.P = 1 / (1 + np.exp(-self.Z2))
        return self.P

    def loss(self, Y):
        eps = 1e-12
        ce = -(Y * np.log(self.P + eps) + (1 - Y) * np.log(1 - self.P + eps))
        return ce.sum() / Y.shape[0]

    def backward(self, X, Y):
        n = X.shape[0]
        dZ2 = self.P - Y
        dW2 = self.A1.T @ dZ2 / n
        db2 = dZ2.mean(axis=0)
        dA1 = dZ2 @ self.W2.T
        dZ1 = dA1 * (1 - self.A1 ** 2)
        dW1 = X.T @ dZ1 / n
        db1 = dZ1.mean(axis=0)
        return dW1, db1, dW2, db2

    def step(self, grads, lr):
        dW1, db1, dW2, db2 = grads
        self.W1 -= lr * dW1
        self.b1 -= lr * db1
        self.W2 -= lr * dW2
        self.b2 -= lr * db2


X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
Y = np.array([
    [0, 0, 0],
    [0, 1, 1],
    [0, 1, 1],
    [1, 1, 0],
], dtype=float)

net = GateNet(2, 4, 3)
for it in range(3001):
    net.forward(X)
    if it % 500 == 0:
        print(f"iteration {it:5d}  loss {net.loss(Y):.5f}")
    net.step(net.backward(X, Y), lr=0.5)

print("AND OR XOR")
print(np.round(net.forward(X), 2))
