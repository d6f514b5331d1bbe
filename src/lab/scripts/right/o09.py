from dataclasses import dataclass, field
from typing import List
import numpy as np


@dataclass
class Layer:
    W: np.ndarray
    b: np.ndarray
    hidden: bool = True
    sW: np.ndarray = field(init=False)
    sb: np.ndarray = field(init=False)
    dW: np.ndarray = field(init=False)
    db: np.ndarray = field(init=False)

    def __post_init__(self):
        self.sW = np.zeros(self.W.shape)
        self.sb = np.zeros(self.b.shape)


@dataclass
class Settings:
    lr: float = 0.005
    rho: float = 0.9
    eps: float = 1e-8
    batch: int = 4
    epochs: int = 25


def build(sizes, gen) -> List[Layer]:
    layers = []
    for i, (a, c) in enumerate(zip(sizes, sizes[1:])):
        W = gen.normal(scale=1.0 / np.sqrt(a), size=(a, c))
        layers.append(Layer(W, np.zeros(c), hidden=i < len(sizes) - 2))
    return layers


def scores(layers, x):
    acts = [x]
    for layer in layers:
        z = acts[-1] @ layer.W + layer.b
        acts.append(np.tanh(z) if layer.hidden else z)
    return acts


def log_loss(layers, x, labels):
    s = scores(layers, x)[-1]
    s = s - s.max(axis=1)[:, None]
    logp = s - np.log(np.exp(s).sum(axis=1))[:, None]
    return -logp[np.arange(len(labels)), labels].mean()


def backprop(layers, x, labels):
    acts = scores(layers, x)
    e = np.exp(acts[-1] - acts[-1].max(axis=1, keepdims=True))
    delta = e / e.sum(axis=1, keepdims=True)
    delta[np.arange(len(labels)), labels] -= 1.0
    delta /= len(labels)
    for i in range(len(layers) - 1, -1, -1):
        layers[i].dW = acts[i].T @ delta
        layers[i].db = delta.sum(axis=0)
        if i > 0:
            delta = delta @ layers[i].W.T
            delta = delta * (1.0 - acts[i] ** 2)


def rmsprop(layers, cfg):
    for layer in layers:
        layer.sW = cfg.rho * layer.sW + (1 - cfg.rho) * layer.dW ** 2
        layer.sb = cfg.rho * layer.sb + (1 - cfg.rho) * layer.db ** 2
        layer.W = layer.W - cfg.lr * layer.dW / (np.sqrt(layer.sW) + cfg.eps)
        layer.b = layer.b - cfg.lr * layer.db / (np.sqrt(layer.sb) + cfg.eps)


def main():
    gen = np.random.default_rng(21)
    cfg = Settings()
    x = gen.uniform(-1, 1, size=(100, 2))
    labels = (x[:, 0] > 0).astype(int) * 2 + (x[:, 1] > 0.3 * x[:, 0]).astype(int)
    layers = build([2, 8, 8, 4], gen)
    for epoch in range(cfg.epochs):
        order = gen.permutation(len(x))
        x, labels = x[order], labels[order]
        for k in range(0, len(x), cfg.batch):
            backprop(layers, x[k:k + cfg.batch], labels[k:k + cfg.batch])
            rmsprop(layers, cfg)
        if epoch % 5 == 0:
            print(f"epoch {epoch}: {log_loss(layers, x, labels):.8f}")
    hit = np.mean(scores(layers, x)[-1].argmax(axis=1) == labels)
    print(f"final: {log_loss(layers, x, labels):.8f}, accuracy {hit:.2f}")


main()
