from dataclasses import dataclass, field
from typing import Callable

import numpy as np


@dataclass
class Activation:
    f: Callable
    df: Callable      # derivative with respect to the pre-activation


ACTIVATIONS = {
    "tanh": Activation(np.tanh, lambda z: 1.0 - np.tanh(z) ** 2),
    "elu": Activation(
        lambda z: np.where(z > 0, z, np.exp(np.minimum(z, 0)) - 1),
        lambda z: np.where(z > 0, 1.0, np.exp(np.minimum(z, 0))),
    ),
    "linear": Activation(lambda z: z, lambda z: np.ones_like(z)),
}


@dataclass
class Layer:
    weights: np.ndarray
    bias: np.ndarray
    activation: Activation
    vel_w: np.ndarray = field(init=False)
    vel_b: np.ndarray = field(init=False)

    def __post_init__(self):
        self.vel_w = np.zeros_like(self.weights)
        self.vel_b = np.zeros_like(self.bias)

    def forward(self, inp):
        self.inp = inp
        self.z = inp @ self.weights + self.bias
        return self.activation.f(self.z)

    def backward(self, upstream):
        delta = upstream * self.activation.df(self.z)
        self.grad_w = self.inp.T @ delta
        self.grad_b = delta.sum(axis=0)
        return delta @ self.weights.T


@dataclass
class Config:
    learning_rate: float = 0.05
    momentum: float = 0.8
    max_norm: float = 0.5
    steps: int = 150


def build(widths, kinds, rng):
    return [
        Layer(rng.normal(0, 1 / np.sqrt(a), (a, b)), rng.normal(0, 0.1, b), ACTIVATIONS[k])
        for a, b, k in zip(widths, widths[1:], kinds)
    ]


def clip_gradients(layers, max_norm):
    """Rescale all the gradients so that their joint L2 norm is <= max_norm."""
    norm = np.sqrt(sum((l.grad_w ** 2).sum() + (l.grad_b ** 2).sum() for l in layers))
    if norm > max_norm:
        for l in layers:
            l.grad_w *= max_norm / norm
            l.grad_b *= max_norm / norm


def update(layers, cfg):
    for l in layers:
        l.vel_w = cfg.momentum * l.vel_w + l.grad_w
        l.vel_b = cfg.momentum * l.vel_b + l.grad_b
        l.weights -= cfg.learning_rate * l.vel_w
        l.bias -= cfg.learning_rate * l.vel_b


def main():
    rng = np.random.default_rng(31)
    x = rng.uniform(-2, 2, (30, 2))
    y = np.abs(x[:, :1]) - 0.5 * x[:, 1:] ** 2 + 3.0
    cfg = Config()
    layers = build([2, 7, 5, 4, 1], ["tanh", "elu", "tanh", "linear"], rng)
    for step in range(cfg.steps):
        out = x
        for l in layers:
            out = l.forward(out)
        mae = np.abs(out - y).mean()
        grad = np.sign(out - y) / y.size
        for l in layers[::-1]:
            grad = l.backward(grad)
        clip_gradients(layers, cfg.max_norm)
        update(layers, cfg)
        if step % 30 == 0:
            print(f"step {step}: mean absolute error {mae:.4f}")


main()
