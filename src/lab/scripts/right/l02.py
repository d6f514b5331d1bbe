"""Small MLP regressor trained with Adam on a synthetic housing-like table."""
from typing import List, Sequence

import numpy as np


def make_data(n: int = 300, seed: int = 7):
    rng = np.random.default_rng(seed)
    size = rng.uniform(40, 200, n)
    age = rng.uniform(0, 60, n)
    dist = rng.exponential(8.0, n)
    price = 2.5 * size - 1.2 * age + 90 * np.exp(-dist / 6) + 0.01 * size * age
    price += rng.normal(0, 12, n)
    return np.column_stack([size, age, dist]), price


class StandardScaler:
    def fit(self, a: np.ndarray) -> "StandardScaler":
        self.mean_ = a.mean(axis=0)
        self.std_ = a.std(axis=0)
        return self

    def transform(self, a: np.ndarray) -> np.ndarray:
        return (a - self.mean_) / self.std_


class MLPRegressor:
    def __init__(self, hidden: Sequence[int] = (16, 16), lr: float = 0.01,
                 alpha: float = 1e-3, batch_size: int = 32, epochs: int = 60,
                 betas=(0.9, 0.999), seed: int = 0):
        self.hidden = list(hidden)
        self.lr, self.alpha = lr, alpha
        self.batch_size, self.epochs = batch_size, epochs
        self.beta1, self.beta2 = betas
        self.rng = np.random.default_rng(seed)
        self.history: List[float] = []

    def _init_params(self, n_in: int, n_out: int) -> None:
        sizes = [n_in] + self.hidden + [n_out]
        self.W, self.b = [], []
        for fan_in, fan_out in zip(sizes[:-1], sizes[1:]):
            limit = np.sqrt(6.0 / (fan_in + fan_out))
            self.W.append(self.rng.uniform(-limit, limit, (fan_in, fan_out)))
            self.b.append(np.zeros(fan_out))
        self.m = [np.zeros_like(p) for p in self.W + self.b]
        self.v = [np.zeros_like(p) for p in self.W + self.b]
        self.t = 0

    def _forward(self, X: np.ndarray) -> List[np.ndarray]:
        acts = [X]
        for i, (W, b) in enumerate(zip(self.W, self.b)):
            z = acts[-1] @ W + b
            acts.append(np.tanh(z) if i < len(self.W) - 1 else z)
        return acts

    def _loss(self, y_hat: np.ndarray, y: np.ndarray) -> float:
        penalty = sum(np.sum(W ** 2) for W in self.W)
        return 0.5 * np.mean((y_hat - y) ** 2) + 0.5 * self.alpha * penalty

    def _gradients(self, acts: List[np.ndarray], y: np.ndarray):
        n = y.shape[0]
        gW, gb = [None] * len(self.W), [None] * len(self.b)
        delta = (acts[-1] - y) / n
        for i in reversed(range(len(self.W))):
            gW[i] = acts[i].T @ delta + self.alpha * self.W[i]
            gb[i] = delta.sum(axis=0)
            if i > 0:
                delta = (delta @ self.W[i].T) * (1.0 - acts[i] ** 2)
        return gW, gb

    def _adam_step(self, grads: List[np.ndarray]) -> None:
        self.t += 1
        params = self.W + self.b
        for i, (p, g) in enumerate(zip(params, grads)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g ** 2
            m_hat = self.m[i] / (1 - self.beta1 ** self.t)
            v_hat = self.v[i] / (1 - self.beta2 ** self.t)
            p -= self.lr * m_hat / (np.sqrt(v_hat) + 1e-8)

    def fit(self, X: np.ndarray, y: np.ndarray) -> "MLPRegressor":
        y = y.reshape(-1, 1)
        n = X.shape[0]
        self._init_params(X.shape[1], 1)
        for epoch in range(self.epochs):
            order = self.rng.permutation(n)
            for start in range(0, n, self.batch_size):
                idx = order[start:start + self.batch_size]
                acts = self._forward(X[idx])
                gW, gb = self._gradients(acts, y[idx])
                self._adam_step(gW + gb)
            self.history.append(self._loss(self._forward(X)[-1], y))
        return self


if __name__ == "__main__":
    X, y = make_data()
    Xs = StandardScaler().fit(X).transform(X)
    ys = StandardScaler().fit(y).transform(y)
    model = MLPRegressor().fit(Xs, ys)
    for e in range(0, 60, 10):
        print(f"epoch {e:3d}  loss {model.history[e]:.6f}")
    pred = model._forward(Xs)[-1].ravel()
    print(f"final {model.history[-1]:.6f}  R2 {1 - np.mean((pred - ys) ** 2):.5f}")
