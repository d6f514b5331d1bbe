import numpy as np


class Net:
    def __init__(self, hidden, lr):
        rng = np.random.default_rng(4)
        self.W1, self.b1 = rng.normal(size=(2, hidden)), np.zeros(hidden)
        self.W2, self.b2 = rng.normal(size=(hidden, 1)), np.zeros(1)
        self.lr = lr

    def forward(self, x):
        self.h = np.tanh(x @ self.W1 + self.b1)
        return 1 / (1 + np.exp(-(self.h @ self.W2 + self.b2)))

    def fit(self, x, y, epochs):
        for epoch in range(epochs):
            p = self.forward(x)
            loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
            d2 = (p - y) / len(x)
            d1 = (d2 @ self.W2.T) * (1 - self.h)
            self.W2 -= self.lr * (self.h.T @ d2)
            self.b2 -= self.lr * d2.sum(axis=0)
            self.W1 -= self.lr * (x.T @ d1)
            self.b1 -= self.lr * d1.sum(axis=0)
        print(f"loss {loss:.4f}")


inputs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
Net(hidden=6, lr=0.5).fit(inputs, np.array([[0], [1], [1], [0]]), epochs=400)
