from __future__ import annotations

from dataclasses import dataclass, fields, replace
import numpy as np
from numpy import ndarray


@dataclass
class Weights:
    """x -> swish -> residual swish block -> linear read-out"""
    w_in: ndarray
    b_in: ndarray
    w_mid: ndarray
    b_mid: ndarray
    w_out: ndarray
    b_out: ndarray

    @staticmethod
    def random(rng: np.random.Generator, d_in: int, width: int, d_out: int) -> Weights:
        return Weights(
            w_in=rng.normal(0, d_in ** -0.5, (d_in, width)), b_in=np.zeros(width),
            w_mid=rng.normal(0, width ** -0.5, (width, width)), b_mid=np.zeros(width),
            w_out=rng.normal(0, width ** -0.5, (width, d_out)), b_out=np.zeros(d_out),
        )

    def zeros_like(self) -> dict[str, ndarray]:
        return {f.name: np.zeros_like(getattr(self, f.name)) for f in fields(self)}


@dataclass
class Trace:
    x: ndarray
    z0: ndarray
    h0: ndarray
    z1: ndarray
    h1: ndarray
    out: ndarray


def sigmoid(z: ndarray) -> ndarray:
    return 1.0 / (1.0 + np.exp(-z))


def swish(z: ndarray) -> ndarray:
    return z * sigmoid(z)


def swish_slope(z: ndarray) -> ndarray:
    s = sigmoid(z)
    return s + z * s * (1.0 - s)


def forward(p: Weights, x: ndarray) -> Trace:
    z0 = np.einsum("bi,io->bo", x, p.w_in) + p.b_in
    h0 = swish(z0)
    z1 = np.einsum("bi,io->bo", h0, p.w_mid) + p.b_mid
    h1 = h0 + swish(z1)
    out = np.einsum("bi,io->bo", h1, p.w_out) + p.b_out
    return Trace(x, z0, h0, z1, h1, out)


def mse(out: ndarray, y: ndarray) -> float:
    return float(np.mean((out - y) ** 2))


def backward(p: Weights, t: Trace, y: ndarray) -> Weights:
    d_out = 2.0 * (t.out - y) / y.size
    d_h1 = np.einsum("bo,io->bi", d_out, p.w_out)
    d_z1 = d_h1 * swish_slope(t.z1)
    d_h0 = d_h1 + np.einsum("bo,io->bi", d_z1, p.w_mid)
    d_z0 = d_h0 * swish_slope(t.z0)
    return Weights(
        w_in=np.einsum("bi,bo->io", t.x, d_z0), b_in=d_z0.sum(axis=0),
        w_mid=np.einsum("bi,bo->io", t.h0, d_z1), b_mid=d_z1.sum(axis=0),
        w_out=np.einsum("bi,bo->io", t.h1, d_out), b_out=d_out.sum(axis=0),
    )


class Adam:
    def __init__(self, p: Weights, lr: float, b1: float = 0.9, b2: float = 0.999, eps: float = 1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, b1, b2, eps
        self.m = p.zeros_like()
        self.v = p.zeros_like()
        self.t = 0

    def step(self, p: Weights, g: Weights) -> Weights:
        self.t += 1
        new = {}
        for f in fields(p):
            k, grad = f.name, getattr(g, f.name)
            self.m[k] = self.b1 * self.m[k] + (1 - self.b1) * grad
            self.v[k] = self.b2 * self.v[k] + (1 - self.b2) * grad * grad
            m_hat = self.m[k] / (1 - self.b1 ** self.t)
            v_hat = self.v[k] / (1 - self.b2 ** self.t)
            new[k] = getattr(p, k) - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)
        return replace(p, **new)


def targets(x: ndarray) -> ndarray:
    return np.stack([np.sin(2 * x[:, 0]) * x[:, 1], x[:, 0] ** 2 - x[:, 1], np.abs(x[:, 2])], axis=1)


def main() -> None:
    rng = np.random.default_rng(31)
    x = rng.uniform(-1.5, 1.5, (192, 3))
    y = targets(x)
    x_new = rng.uniform(-1.5, 1.5, (100, 3))
    p = Weights.random(rng, 3, 16, 3)
    adam = Adam(p, lr=4e-3)
    for epoch in range(1, 101):
        for rows in rng.permutation(192).reshape(-1, 16):
            p = adam.step(p, backward(p, forward(p, x[rows]), y[rows]))
        if epoch % 10 == 0:
            print(f"epoch {epoch:3d} mse {mse(forward(p, x).out, y):.7f}")
    print(f"final train mse {mse(forward(p, x).out, y):.7f}")
    print(f"final new   mse {mse(forward(p, x_new).out, targets(x_new)):.7f}")


if __name__ == "__main__":
    main()
