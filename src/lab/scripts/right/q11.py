"""Minimal MLP trainer: ReLU, dropout, AdamW, warmup + cosine schedule, value clipping."""
import math
from dataclasses import dataclass
from typing import List, Tuple

import numpy as np

Array = np.ndarray


@dataclass
class Config:
    sizes: Tuple[int, ...] = (8, 24, 24, 4)
    base_lr: float = 0.01
    warmup_steps: int = 30
    total_steps: int = 500
    batch_size: int = 32
    dropout: float = 0.1            # probability of dropping a unit
    weight_decay: float = 0.01
    clip_value: float = 0.05
    betas: Tuple[float, float] = (0.9, 0.99)
    eps: float = 1e-8
    seed: int = 99


def lr_at(step: int, cfg: Config) -> float:
    """Linear warmup, then cosine decay to zero. `step` starts at 1."""
    if step <= cfg.warmup_steps:
        return cfg.base_lr * step / cfg.warmup_steps
    progress = (step - cfg.warmup_steps) / (cfg.total_steps - cfg.warmup_steps)
    return 0.5 * cfg.base_lr * (1.0 + math.cos(math.pi * progress))


def softmax(logits: Array) -> Array:
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


class MLP:
    def __init__(self, cfg: Config, rng: np.random.Generator) -> None:
        self.rng = rng
        self.drop = cfg.dropout
        pairs = list(zip(cfg.sizes[:-1], cfg.sizes[1:]))
        self.weights: List[Array] = [rng.normal(0, math.sqrt(2 / i), (i, o)) for i, o in pairs]
        self.biases: List[Array] = [np.zeros(o) for _, o in pairs]

    def forward(self, x: Array, training: bool) -> Array:
        self.inputs, self.pre, self.masks = [], [], []
        n = len(self.weights)
        for k in range(n):
            self.inputs.append(x)
            z = x @ self.weights[k] + self.biases[k]
            if k == n - 1:
                return z
            self.pre.append(z)
            x = np.maximum(z, 0.0)
            if training:
                keep = 1.0 - self.drop
                mask = (self.rng.random(x.shape) < keep) / keep
                self.masks.append(mask)
                x = x * mask

    def backward(self, dlogits: Array) -> Tuple[List[Array], List[Array]]:
        n = len(self.weights)
        dW: List[Array] = [None] * n
        db: List[Array] = [None] * n
        d = dlogits
        for k in range(n - 1, -1, -1):
            dW[k] = self.inputs[k].T @ d
            db[k] = d.sum(axis=0)
            if k > 0:
                d = d @ self.weights[k].T
                d = d * self.masks[k - 1]
                d = d * (self.pre[k - 1] > 0)
        return dW, db


class AdamW:
    def __init__(self, params: List[Array], decay: List[bool], cfg: Config) -> None:
        self.params, self.decay, self.cfg = params, decay, cfg
        self.m = [np.zeros_like(p) for p in params]
        self.v = [np.zeros_like(p) for p in params]
        self.t = 0

    def step(self, grads: List[Array], lr: float) -> None:
        b1, b2 = self.cfg.betas
        self.t += 1
        for i, (p, g) in enumerate(zip(self.params, grads)):
            self.m[i] = b1 * self.m[i] + (1 - b1) * g
            self.v[i] = b2 * self.v[i] + (1 - b2) * g * g
            m_hat = self.m[i] / (1 - b1 ** self.t)
            v_hat = self.v[i] / (1 - b2 ** self.t)
            if self.decay[i]:
                p -= lr * self.cfg.weight_decay * p     # decoupled decay, weights only
            p -= lr * m_hat / (np.sqrt(v_hat) + self.cfg.eps)


def cross_entropy(logits: Array, targets: Array) -> Tuple[float, Array]:
    n = logits.shape[0]
    probs = softmax(logits)
    loss = -np.log(probs[np.arange(n), targets] + 1e-12).mean()
    onehot = np.eye(logits.shape[1])[targets]
    return float(loss), (probs - onehot) / n


cfg = Config()
rng = np.random.default_rng(cfg.seed)
features = rng.normal(size=(400, cfg.sizes[0]))
teacher = rng.normal(size=(cfg.sizes[0], 6)), rng.normal(size=(6, cfg.sizes[-1]))
targets = np.argmax(np.tanh(features @ teacher[0]) @ teacher[1], axis=1)

model = MLP(cfg, rng)
optimizer = AdamW(model.weights + model.biases,
                  [True] * len(model.weights) + [False] * len(model.biases), cfg)

for step in range(1, cfg.total_steps + 1):
    batch = rng.integers(0, len(features), size=cfg.batch_size)
    loss, dlogits = cross_entropy(model.forward(features[batch], True), targets[batch])
    dW, db = model.backward(dlogits)
    grads = [np.clip(g, -cfg.clip_value, cfg.clip_value) for g in dW + db]
    optimizer.step(grads, lr_at(step, cfg))
    if step % 100 == 0:
        print(f"step {step:4d}  lr {lr_at(step, cfg):.5f}  loss {loss:.4f}")

logits = model.forward(features, False)
print("final loss %.4f" % cross_entropy(logits, targets)[0])
print("accuracy   %.3f" % (logits.argmax(axis=1) == targets).mean())
