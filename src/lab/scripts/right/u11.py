from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass
class Dense:
    weight: Array  # (in, out)
    bias: Array  # (out,)
    final: bool = False
    x: Array = field(default=None, repr=False)
    z: Array = field(default=None, repr=False)
    grad_weight: Array = field(default=None, repr=False)
    grad_bias: Array = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.vel_weight = np.zeros_like(self.weight)
        self.vel_bias = np.zeros_like(self.bias)

    def forward(self, x: Array) -> Array:
        self.x = x
        self.z = np.einsum("bi,io->bo", x, self.weight) + self.bias
        return self.z if self.final else np.logaddexp(0.0, self.z)  # softplus

    def backward(self, upstream: Array) -> Array:
        dz = upstream if self.final else upstream / (1.0 + np.exp(-self.z))
        self.grad_weight = np.einsum("bi,bo->io", self.x, dz)
        self.grad_bias = np.einsum("bo->o", dz)
        return np.einsum("bo,io->bi", dz, self.weight)


def build(sizes: list[int], rng: np.random.Generator) -> list[Dense]:
    layers: list[Dense] = []
    for n_in, n_out in zip(sizes, sizes[1:]):
        layers.append(Dense(rng.normal(0.0, np.sqrt(1.0 / n_in), (n_in, n_out)), np.zeros(n_out)))
    layers[-1].final = True
    return layers


def predict(layers: list[Dense], x: Array) -> Array:
    for layer in layers:
        x = layer.forward(x)
    return x


def mse(pred: Array, target: Array) -> tuple[float, Array]:
    diff = pred - target
    return float(np.mean(diff**2)), 2.0 * diff / diff.size


def clip_by_global_norm(layers: list[Dense], max_norm: float) -> float:
    squares = 0.0
    for layer in layers:
        squares += np.sum(layer.grad_weight**2) + np.sum(layer.grad_bias**2)
    norm = float(np.sqrt(squares))
    if norm > max_norm:
        scale = max_norm / norm
        for layer in layers:
            layer.grad_weight *= scale
            layer.grad_bias *= scale
    return norm


def sgd_step(layers: list[Dense], lr: float, momentum: float) -> None:
    for layer in layers:
        layer.vel_weight = momentum * layer.vel_weight + layer.grad_weight
        layer.vel_bias = momentum * layer.vel_bias + layer.grad_bias
        layer.weight -= lr * layer.vel_weight
        layer.bias -= lr * layer.vel_bias


def main() -> None:
    rng = np.random.default_rng(2024)
    x = rng.uniform(-2.0, 2.0, (180, 2))
    target = np.stack([2.0 * np.sin(x[:, 0]) + x[:, 1], 3.0 * x[:, 0] * x[:, 1], x[:, 1] ** 2], axis=1)
    layers = build([2, 20, 12, 3], rng)
    lr = 0.05
    for epoch in range(121):
        if epoch in (60, 100):
            lr *= 0.5
        total, clipped = 0.0, 0
        order = rng.permutation(len(x))
        for batch in np.array_split(order, 5):
            loss, grad = mse(predict(layers, x[batch]), target[batch])
            for layer in reversed(layers):
                grad = layer.backward(grad)
            clipped += clip_by_global_norm(layers, max_norm=2.0) > 2.0
            sgd_step(layers, lr, momentum=0.8)
            total += loss * len(batch)
        if epoch % 20 == 0:
            print(f"epoch {epoch:4d}  loss {total / len(x):.6f}  clipped {clipped}/5")
    print(f"final loss {mse(predict(layers, x), target)[0]:.6f}")


if __name__ == "__main__":
    main()
