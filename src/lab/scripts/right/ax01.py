"""Tiny MLP classifier in plain NumPy: log-softmax head, Adam, L2 penalty."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Params = dict[str, np.ndarray]


@dataclass(frozen=True)
class Config:
    n_per_class: int = 100
    n_classes: int = 3
    hidden: int = 24
    batch_size: int = 32
    epochs: int = 60
    lr: float = 5e-3
    l2: float = 1e-3
    val_fraction: float = 0.2
    seed: int = 7


class Adam:
    def __init__(self, params: Params, lr: float, beta1: float = 0.9,
                 beta2: float = 0.999, eps: float = 1e-8) -> None:
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.t = 0
        self.m = {k: np.zeros_like(p) for k, p in params.items()}
        self.v = {k: np.zeros_like(p) for k, p in params.items()}

    def step(self, params: Params, grads: Params) -> None:
        self.t += 1
        for k, g in grads.items():
            self.m[k] = self.beta1 * self.m[k] + (1 - self.beta1) * g
            self.v[k] = self.beta2 * self.v[k] + (1 - self.beta2) * g * g
            m_hat = self.m[k] / (1 - self.beta1 ** self.t)
            v_hat = self.v[k] / (1 - self.beta2 ** self.t)
            params[k] -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


def make_spirals(cfg: Config, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    xs, ys = [], []
    for c in range(cfg.n_classes):
        r = np.linspace(0.05, 1.0, cfg.n_per_class)
        phi = 4.0 * r + 2 * np.pi * c / cfg.n_classes + rng.normal(0, 0.15, cfg.n_per_class)
        xs.append(np.stack([r * np.sin(phi), r * np.cos(phi)], axis=1))
        ys.append(np.full(cfg.n_per_class, c))
    return np.concatenate(xs), np.concatenate(ys)


def init_params(sizes: list[int], rng: np.random.Generator) -> Params:
    params: Params = {}
    for i, (n_in, n_out) in enumerate(zip(sizes[:-1], sizes[1:]), start=1):
        params[f"W{i}"] = rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))
        params[f"b{i}"] = np.zeros(n_out)
    return params


def log_softmax(z: np.ndarray) -> np.ndarray:
    zmax = z.max(axis=1, keepdims=True)
    lse = zmax + np.log(np.exp(z - zmax).sum(axis=1, keepdims=True))
    return z - lse


def forward(p: Params, x: np.ndarray) -> dict[str, np.ndarray]:
    z1 = x @ p["W1"] + p["b1"]
    h1 = np.maximum(z1, 0)
    z2 = h1 @ p["W2"] + p["b2"]
    h2 = np.maximum(z2, 0)
    return {"x": x, "z1": z1, "h1": h1, "z2": z2, "h2": h2,
            "logp": log_softmax(h2 @ p["W3"] + p["b3"])}


def loss_fn(p: Params, x: np.ndarray, y: np.ndarray, l2: float) -> float:
    nll = -forward(p, x)["logp"][np.arange(len(y)), y].mean()
    return nll + 0.5 * l2 * sum((p[k] ** 2).sum() for k in ("W1", "W2", "W3"))


def gradients(p: Params, x: np.ndarray, y: np.ndarray, l2: float) -> Params:
    c = forward(p, x)
    d3 = np.exp(c["logp"])
    d3[np.arange(len(y)), y] -= 1
    d3 /= len(y)
    d2 = (d3 @ p["W3"].T) * (c["z2"] > 0)
    d1 = (d2 @ p["W2"].T) * (c["z1"] > 0)
    g = {"W3": c["h2"].T @ d3, "b3": d3.sum(axis=0),
         "W2": c["h1"].T @ d2, "b2": d2.sum(axis=0),
         "W1": c["x"].T @ d1, "b1": d1.sum(axis=0)}
    for k in ("W1", "W2", "W3"):
        g[k] += l2 * p[k]
    return g


def accuracy(p: Params, x: np.ndarray, y: np.ndarray) -> float:
    return float((forward(p, x)["logp"].argmax(axis=1) == y).mean())


def main(cfg: Config = Config()) -> None:
    rng = np.random.default_rng(cfg.seed)
    x, y = make_spirals(cfg, rng)
    perm = rng.permutation(len(x))
    n_val = int(cfg.val_fraction * len(x))
    xv, yv = x[perm[:n_val]], y[perm[:n_val]]
    xt, yt = x[perm[n_val:]], y[perm[n_val:]]

    params = init_params([2, cfg.hidden, cfg.hidden, cfg.n_classes], rng)
    opt = Adam(params, cfg.lr)
    for epoch in range(1, cfg.epochs + 1):
        order = rng.permutation(len(xt))
        for s in range(0, len(xt), cfg.batch_size):
            idx = order[s:s + cfg.batch_size]
            opt.step(params, gradients(params, xt[idx], yt[idx], cfg.l2))
        if epoch == 1 or epoch % 15 == 0:
            print(f"epoch {epoch:3d}  train {loss_fn(params, xt, yt, cfg.l2):.4f}"
                  f"  val {loss_fn(params, xv, yv, 0.0):.4f}")
    print(f"train acc {accuracy(params, xt, yt):.4f}  val acc {accuracy(params, xv, yv):.4f}")


if __name__ == "__main__":
    main()
