"""Fit a noisy sine with mean absolute error, leaky ReLU and RMSprop."""
from dataclasses import dataclass, field
from typing import List

import numpy as np


@dataclass
class Config:
    sizes: List[int] = field(default_factory=lambda: [1, 24, 16, 1])
    learning_rate: float = 0.004
    rho: float = 0.9
    epsilon: float = 1e-7
    slope: float = 0.05
    batch_size: int = 32
    epochs: int = 150
    seed: int = 5


@dataclass
class Layer:
    weight: np.ndarray
    bias: np.ndarray
    sq_weight: np.ndarray
    sq_bias: np.ndarray
    inputs: np.ndarray = None
    pre: np.ndarray = None
    grad_weight: np.ndarray = None
    grad_bias: np.ndarray = None


def build(cfg: Config, rng) -> List[Layer]:
    layers = []
    for fan_in, fan_out in zip(cfg.sizes[:-1], cfg.sizes[1:]):
        w = rng.standard_normal((fan_in, fan_out)) * np.sqrt(2.0 / fan_in)
        b = np.zeros(fan_out)
        layers.append(Layer(w, b, np.zeros_like(w), np.zeros_like(b)))
    return layers


def leaky_relu(z, slope):
    return np.where(z > 0, z, slope * z)


def leaky_relu_prime(z, slope):
    return np.where(z > 0, 1.0, slope)


def forward(layers, x, cfg):
    out = x
    for i, layer in enumerate(layers):
        layer.inputs = out
        layer.pre = out @ layer.weight + layer.bias
        is_last = i == len(layers) - 1
        out = layer.pre if is_last else leaky_relu(layer.pre, cfg.slope)
    return out


def mae(pred, target):
    return np.mean(np.abs(pred - target))


def backward(layers, pred, target, cfg):
    grad = np.sign(pred - target) / pred.size
    for i in reversed(range(len(layers))):
        layer = layers[i]
        if i < len(layers) - 1:
            grad = grad * leaky_relu_prime(layer.pre, cfg.slope)
        layer.grad_weight = layer.inputs.T @ grad
        layer.grad_bias = grad.sum(axis=0)
        grad = grad @ layer.weight.T


def rmsprop(layers, cfg):
    for layer in layers:
        layer.sq_weight = cfg.rho * layer.sq_weight + (1 - cfg.rho) * layer.grad_weight ** 2
        layer.sq_bias = cfg.rho * layer.sq_bias + (1 - cfg.rho) * layer.grad_bias ** 2
        layer.weight -= cfg.learning_rate * layer.grad_weight / (np.sqrt(layer.sq_weight) + cfg.epsilon)
        layer.bias -= cfg.learning_rate * layer.grad_bias / (np.sqrt(layer.sq_bias) + cfg.epsilon)


def train(cfg: Config):
    rng = np.random.default_rng(cfg.seed)
    x = rng.uniform(-3, 3, size=(256, 1))
    y = np.sin(1.5 * x) + 0.3 * x + 0.05 * rng.standard_normal(x.shape)
    layers = build(cfg, rng)

    for epoch in range(cfg.epochs):
        perm = rng.permutation(x.shape[0])
        x_shuf, y_shuf = x[perm], y[perm]
        running = 0.0
        n_batches = 0
        for s in range(0, x.shape[0], cfg.batch_size):
            xb = x_shuf[s:s + cfg.batch_size]
            yb = y_shuf[s:s + cfg.batch_size]
            pred = forward(layers, xb, cfg)
            running += mae(pred, yb)
            n_batches += 1
            backward(layers, pred, yb, cfg)
            rmsprop(layers, cfg)
        if epoch % 15 == 0 or epoch == cfg.epochs - 1:
            print(f"[{epoch:4d}] train mae = {running / n_batches:.5f}")
    return layers


if __name__ == "__main__":
    config = Config()
    net = train(config)
    grid = np.linspace(-2.5, 2.5, 6).reshape(-1, 1)
    guess = forward(net, grid, config)
    for xi, gi in zip(grid[:, 0], guess[:, 0]):
        print(f"x = {xi:5.2f}  net = {gi:7.4f}  true = {np.sin(1.5 * xi) + 0.3 * xi:7.4f}")
