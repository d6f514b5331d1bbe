import numpy as np


class Dropout:
    def __init__(self, rate, rng):
        self.rate, self.rng = rate, rng

    def forward(self, x):
        self.mask = (self.rng.random(x.shape) >= self.rate) / (1.0 - self.rate)
        return x * self.mask

    def backward(self, d):
        return d * self.mask


class Dense:
    def __init__(self, n_in, n_out, rng):
        self.W = rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))
        self.b = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, d):
        self.dW = self.x.T @ d
        self.db = d.sum(axis=0)
        return d @ self.W.T

    def update(self, lr):
        self.W -= lr * self.dW
        self.b -= lr * self.db


class ReLU:
    def forward(self, x):
        self.on = x > 0
        return np.where(self.on, x, 0.0)

    def backward(self, d):
        return d * self.on


rng = np.random.default_rng(13)
X = rng.normal(size=(26, 5))
y = np.eye(3)[np.argmax(X[:, :3], axis=1)]
net = [Dense(5, 16, rng), ReLU(), Dropout(0.25, rng), Dense(16, 8, rng), ReLU(), Dropout(0.5, rng), Dense(8, 3, rng)]

for epoch in range(15):
    order = rng.permutation(26)
    for i in range(0, 26, 8):
        rows = order[i:i + 8]
        a = X[rows]
        for layer in net:
            a = layer.forward(a)
        e = np.exp(a - a.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        d = (p - y[rows]) / len(rows)
        for layer in reversed(net):
            d = layer.backward(d)
        for layer in net:
            if hasattr(layer, "update"):
                layer.update(0.1)
