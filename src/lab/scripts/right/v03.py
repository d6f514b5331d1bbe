from __future__ import annotations

from typing import List, Tuple

import numpy as np


def softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def one_hot(y: np.ndarray, k: int) -> np.ndarray:
    out = np.zeros((y.size, k))
    out[np.arange(y.size), y] = 1.0
    return out


class MLPClassifier:
    """One hidden tanh layer + softmax, mini-batch SGD with momentum."""

    def __init__(self, hidden: int = 12, lr: float = 0.1, momentum: float = 0.9,
                 batch_size: int = 16, epochs: int = 30, seed: int = 42) -> None:
        self.hidden = hidden
        self.lr = lr
        self.momentum = momentum
        self.batch_size = batch_size
        self.epochs = epochs
        self.rng = np.random.default_rng(seed)
        self.history: List[float] = []

    def _forward(self, X: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
        h = np.tanh(X @ self.W1 + self.b1)
        p = softmax(h @ self.W2 + self.b2)
        return h, p

    def _gradients(self, X: np.ndarray, T: np.ndarray) -> List[np.ndarray]:
        n = X.shape[0]
        h, p = self._forward(X)
        d2 = (p - T) / n
        gW2 = h.T @ d2
        gb2 = d2.sum(axis=0)
        d1 = (d2 @ self.W2.T) * (1.0 - h ** 2)
        gW1 = X.T @ d1
        gb1 = d1.sum(axis=0)
        return [gW1, gb1, gW2, gb2]

    def loss(self, X: np.ndarray, T: np.ndarray) -> float:
        _, p = self._forward(X)
        return float(-np.mean(np.sum(T * np.log(p + 1e-12), axis=1)))

    def fit(self, X: np.ndarray, y: np.ndarray) -> "MLPClassifier":
        n, d = X.shape
        k = int(y.max()) + 1
        T = one_hot(y, k)
        self.W1 = self.rng.normal(0.0, 1.0 / np.sqrt(d), (d, self.hidden))
        self.b1 = np.zeros(self.hidden)
        self.W2 = self.rng.normal(0.0, 1.0 / np.sqrt(self.hidden), (self.hidden, k))
        self.b2 = np.zeros(k)
        params = [self.W1, self.b1, self.W2, self.b2]
        velocity = [np.zeros_like(p) for p in params]

        for epoch in range(self.epochs):
            order = self.rng.permutation(n)
            Xs, Ts = X[order], T[order]
            for start in range(0, n, self.batch_size):
                xb = Xs[start:start + self.batch_size]
                tb = Ts[start:start + self.batch_size]
                grads = self._gradients(xb, tb)
                for p, v, g in zip(params, velocity, grads):
                    v *= self.momentum
                    v -= self.lr * g
                    p += v  # in place, so self.W1 etc. are updated too
            self.history.append(self.loss(X, T))
            if epoch % 5 == 0:
                print(f"epoch {epoch:3d}  loss {self.history[-1]:.8f}")
        return self

    def predict(self, X: np.ndarray) -> np.ndarray:
        return self._forward(X)[1].argmax(axis=1)

    def score(self, X: np.ndarray, y: np.ndarray) -> float:
        return float((self.predict(X) == y).mean())


if __name__ == "__main__":
    rng = np.random.default_rng(7)
    centers = np.array([[0.0, 1.5], [1.5, -1.0], [-1.5, -1.0]])
    y = rng.integers(0, 3, size=150)
    X = centers[y] + 0.7 * rng.normal(size=(150, 2))
    clf = MLPClassifier().fit(X, y)
    print("final loss:", clf.history[-1])
    print("accuracy:", clf.score(X, y))
