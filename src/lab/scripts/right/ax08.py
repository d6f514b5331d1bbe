"""Wafer defect classifier (toy data). Momentum SGD, L2, gradient clipping, ELU."""
from typing import List, Sequence

import numpy as np

CONFIG = dict(hidden=(18, 10), lr=0.15, momentum=0.8, l2=2e-3, lr_decay=0.97,
              clip_norm=1.0, batch_size=20, epochs=50, seed=99)


def elu(z: np.ndarray) -> np.ndarray:
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))


def elu_grad(z: np.ndarray) -> np.ndarray:
    return np.where(z > 0, 1.0, np.exp(np.minimum(z, 0)))


class MLPClassifier:
    def __init__(self, hidden: Sequence[int], lr: float, momentum: float, l2: float,
                 lr_decay: float, clip_norm: float, batch_size: int, epochs: int, seed: int):
        self.hidden, self.lr, self.momentum, self.l2 = tuple(hidden), lr, momentum, l2
        self.lr_decay, self.clip_norm = lr_decay, clip_norm
        self.batch_size, self.epochs = batch_size, epochs
        self.rng = np.random.default_rng(seed)

    def _init(self, n_features: int, n_classes: int) -> None:
        sizes = (n_features, *self.hidden, n_classes)
        self.weights = [self.rng.normal(0, 1 / np.sqrt(a), (a, b)) for a, b in zip(sizes, sizes[1:])]
        self.biases = [np.zeros(b) for b in sizes[1:]]
        self.vel = [np.zeros_like(p) for p in self.weights + self.biases]

    def _forward(self, X: np.ndarray):
        acts, zs = [X], []
        for W, b in zip(self.weights[:-1], self.biases[:-1]):
            zs.append(acts[-1] @ W + b)
            acts.append(elu(zs[-1]))
        logits = acts[-1] @ self.weights[-1] + self.biases[-1]
        logits = logits - logits.max(axis=1, keepdims=True)
        probs = np.exp(logits)
        probs /= probs.sum(axis=1, keepdims=True)
        return acts, zs, probs

    def _backward(self, X: np.ndarray, Y: np.ndarray) -> List[np.ndarray]:
        acts, zs, probs = self._forward(X)
        delta = (probs - Y) / len(X)
        grads_w, grads_b = [], []
        for i in reversed(range(len(self.weights))):
            grads_w.insert(0, acts[i].T @ delta + self.l2 * self.weights[i])
            grads_b.insert(0, delta.sum(axis=0))
            if i > 0:
                delta = (delta @ self.weights[i].T) * elu_grad(zs[i - 1])
        return grads_w + grads_b

    def _apply(self, grads: List[np.ndarray], lr: float) -> None:
        norm = np.sqrt(sum((g ** 2).sum() for g in grads))
        scale = min(1.0, self.clip_norm / (norm + 1e-12))
        for p, v, g in zip(self.weights + self.biases, self.vel, grads):
            v *= self.momentum
            v -= lr * scale * g
            p += v

    def loss(self, X: np.ndarray, y: np.ndarray) -> float:
        probs = self._forward(X)[2]
        return float(-np.log(probs[np.arange(len(y)), y] + 1e-12).mean())

    def penalty(self) -> float:
        return 0.5 * self.l2 * float(sum((W ** 2).sum() for W in self.weights))

    def fit(self, X: np.ndarray, y: np.ndarray, X_val: np.ndarray, y_val: np.ndarray) -> "MLPClassifier":
        Y = np.eye(y.max() + 1)[y]
        self._init(X.shape[1], Y.shape[1])
        lr = self.lr
        for epoch in range(self.epochs):
            perm = self.rng.permutation(len(X))
            Xs, Ys = X[perm], Y[perm]
            for s in range(0, len(X), self.batch_size):
                grads = self._backward(Xs[s:s + self.batch_size], Ys[s:s + self.batch_size])
                self._apply(grads, lr)
            lr *= self.lr_decay
            if epoch % 10 == 9:
                print(f"epoch={epoch + 1} loss={self.loss(X, y) + self.penalty():.4f} "
                      f"val_loss={self.loss(X_val, y_val):.4f}")
        return self

    def predict(self, X: np.ndarray) -> np.ndarray:
        return self._forward(X)[2].argmax(axis=1)


def make_wafers(n: int, rng: np.random.Generator):
    X = rng.normal(size=(n, 5))
    score = X[:, 0] * X[:, 1] + np.sin(2 * X[:, 2]) - 0.5 * X[:, 3] + rng.normal(0, 0.1, n)
    return X, np.digitize(score, [-0.6, 0.6])


if __name__ == "__main__":
    rng = np.random.default_rng(5)
    X, y = make_wafers(500, rng)
    X_tr, X_va, y_tr, y_va = X[:360], X[360:], y[:360], y[360:]
    mu, sd = X_tr.mean(axis=0), X_tr.std(axis=0)
    X_tr, X_va = (X_tr - mu) / sd, (X_va - mu) / sd
    clf = MLPClassifier(**CONFIG).fit(X_tr, y_tr, X_va, y_va)
    print(f"train accuracy {np.mean(clf.predict(X_tr) == y_tr):.4f}")
    print(f"val accuracy   {np.mean(clf.predict(X_va) == y_va):.4f}")
