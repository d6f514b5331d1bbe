from __future__ import annotations

from dataclasses import dataclass
import numpy as np


@dataclass
class Config:
    hidden: tuple[int, ...] = (16, 16)
    lr: float = 0.02
    betas: tuple[float, float] = (0.9, 0.99)
    eps: float = 1e-8
    weight_decay: float = 0.02
    epochs: int = 60
    batch_size: int = 50
    patience: int = 20


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-z))


def swish(z: np.ndarray) -> np.ndarray:
    return z * sigmoid(z)


def swish_prime(z: np.ndarray) -> np.ndarray:
    return sigmoid(z) * (1.0 + z * (1.0 - sigmoid(z)))


def bce_with_logits(logits: np.ndarray, y: np.ndarray) -> float:
    return float(np.mean(np.maximum(logits, 0) - logits * y + np.log1p(np.exp(-np.abs(logits)))))


class AdamW:
    def __init__(self, params: dict[str, np.ndarray], cfg: Config) -> None:
        self.params, self.cfg, self.t = params, cfg, 0
        self.m = {k: np.zeros_like(p) for k, p in params.items()}
        self.v = {k: np.zeros_like(p) for k, p in params.items()}

    def step(self, grads: dict[str, np.ndarray]) -> None:
        b1, b2 = self.cfg.betas
        self.t += 1
        for k, g in grads.items():
            if k.startswith("W"):
                self.params[k] -= self.cfg.lr * self.cfg.weight_decay * self.params[k]
            self.m[k] = b1 * self.m[k] + (1 - b1) * g
            self.v[k] = b2 * self.v[k] + (1 - b2) * g * g
            m_hat = self.m[k] / (1 - b1 ** self.t)
            v_hat = self.v[k] / (1 - b2 ** self.t)
            self.params[k] -= self.cfg.lr * m_hat / (np.sqrt(v_hat) + self.cfg.eps)


def init_params(sizes: list[int], rng: np.random.Generator) -> dict[str, np.ndarray]:
    params = {}
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        params[f"W{i}"] = rng.normal(0.0, np.sqrt(2.0 / a), size=(a, b))
        params[f"b{i}"] = np.zeros((1, b))
    return params


def forward(params: dict[str, np.ndarray], x: np.ndarray) -> tuple[np.ndarray, list]:
    n_layers = len(params) // 2
    cache, a = [], x
    for i in range(n_layers):
        z = a @ params[f"W{i}"] + params[f"b{i}"]
        cache.append((a, z))
        a = swish(z) if i < n_layers - 1 else z
    return a, cache


def backward(params: dict[str, np.ndarray], logits: np.ndarray, y: np.ndarray, cache: list) -> dict[str, np.ndarray]:
    grads = {}
    dz = (sigmoid(logits) - y) / y.shape[0]
    for i in reversed(range(len(cache))):
        a_prev, _ = cache[i]
        grads[f"W{i}"] = a_prev.T @ dz
        grads[f"b{i}"] = dz.sum(axis=0, keepdims=True)
        if i > 0:
            dz = (dz @ params[f"W{i}"].T) * swish_prime(cache[i - 1][1])
    return grads


cfg = Config()
rng = np.random.default_rng(17)
y = rng.integers(0, 2, size=(400, 1)).astype(float)  # two moons
t = rng.uniform(0, np.pi, size=(400, 1))
x = np.hstack([np.cos(t) * (1 - 2 * y) + y, np.sin(t) * (1 - 2 * y) + 0.4 * y]) + rng.normal(0, 0.25, size=(400, 2))
x_tr, y_tr, x_va, y_va = x[:300], y[:300], x[300:], y[300:]
params = init_params([2, *cfg.hidden, 1], rng)
opt = AdamW(params, cfg)
best, best_params, bad = np.inf, None, 0
for epoch in range(cfg.epochs):
    order = rng.permutation(len(x_tr))
    for s in range(0, len(order), cfg.batch_size):
        idx = order[s:s + cfg.batch_size]
        logits, cache = forward(params, x_tr[idx])
        opt.step(backward(params, logits, y_tr[idx], cache))
    val = bce_with_logits(forward(params, x_va)[0], y_va)
    if val < best:
        best, bad = val, 0
        best_params = {k: p.copy() for k, p in params.items()}
    else:
        bad += 1
    if epoch % 10 == 0:
        print(f"epoch {epoch:02d} train {bce_with_logits(forward(params, x_tr)[0], y_tr):.5f} val {val:.5f}")
    if bad > cfg.patience:
        break
logits, _ = forward(best_params, x_va)
print(f"best val loss {bce_with_logits(logits, y_va):.5f} (stored {best:.5f}) acc {np.mean((logits > 0) == (y_va > 0.5)):.3f}")
