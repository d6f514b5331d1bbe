"""Binary classifier with dropout. 4 dense layers, ReLU, BCE, Adam."""
from dataclasses import dataclass, field
import numpy as np


@dataclass
class Config:
    sizes: list = field(default_factory=lambda: [4, 16, 16, 16, 1])
    keep_prob: float = 0.9
    lr: float = 0.005
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8
    l2: float = 1e-3
    batch_size: int = 25
    epochs: int = 40


def init_params(cfg: Config, rng):
    Ws, bs = [], []
    for fan_in, fan_out in zip(cfg.sizes[:-1], cfg.sizes[1:]):
        Ws.append(rng.normal(size=(fan_in, fan_out)) * np.sqrt(2.0 / fan_in))
        bs.append(np.zeros(fan_out))
    return Ws, bs


def forward(X, Ws, bs, keep_prob, rng=None):
    """rng=None means evaluation mode: no dropout"""
    acts, pres, masks = [X], [], []
    a = X
    for W, b in zip(Ws[:-1], bs[:-1]):
        z = a @ W + b
        a = np.maximum(z, 0.0)
        mask = np.ones_like(a)
        if rng is not None:
            mask = (rng.random(a.shape) < keep_prob) / keep_prob  # inverted dropout
        a = a * mask
        pres.append(z)
        masks.append(mask)
        acts.append(a)
    logits = a @ Ws[-1] + bs[-1]
    return logits, acts, pres, masks


def bce_with_logits(logits, y):
    # log(1 + exp(s)) - y * s, written so that it does not overflow
    return np.mean(np.maximum(logits, 0) - logits * y + np.log1p(np.exp(-np.abs(logits))))


def total_loss(logits, y, Ws, l2):
    return bce_with_logits(logits, y) + 0.5 * l2 * sum((W ** 2).sum() for W in Ws)


def backward(logits, y, acts, pres, masks, Ws, l2):
    prob = 1.0 / (1.0 + np.exp(-logits))
    delta = (prob - y) / y.shape[0]
    gWs, gbs = [], []
    for i in reversed(range(len(Ws))):
        gWs.insert(0, acts[i].T @ delta + l2 * Ws[i])
        gbs.insert(0, delta.sum(axis=0))
        if i > 0:
            da = delta @ Ws[i].T * masks[i - 1]
            delta = da * (pres[i - 1] > 0)
    return gWs, gbs


def make_adam(params, cfg):
    m = [np.zeros_like(p) for p in params]
    v = [np.zeros_like(p) for p in params]
    t = 0

    def step(grads):
        nonlocal t
        t += 1
        lr_t = cfg.lr * np.sqrt(1 - cfg.beta2 ** t) / (1 - cfg.beta1 ** t)
        for i, g in enumerate(grads):
            m[i] += (1 - cfg.beta1) * (g - m[i])
            v[i] += (1 - cfg.beta2) * (g * g - v[i])
            params[i] -= lr_t * m[i] / (np.sqrt(v[i]) + cfg.eps)
    return step


cfg = Config()
rng = np.random.default_rng(2)
X = rng.normal(size=(250, 4))
y = ((X[:, 0] * X[:, 1] + 0.5 * X[:, 2]) > 0).astype(float)[:, None]
X_train, y_train, X_test, y_test = X[:200], y[:200], X[200:], y[200:]

Ws, bs = init_params(cfg, rng)
adam_step = make_adam(Ws + bs, cfg)  # the arrays are shared, updates are in place

for epoch in range(cfg.epochs):
    order = rng.permutation(len(X_train))
    for s in range(0, len(order), cfg.batch_size):
        ids = order[s:s + cfg.batch_size]
        xb, yb = X_train[ids], y_train[ids]
        logits, acts, pres, masks = forward(xb, Ws, bs, cfg.keep_prob, rng)
        gWs, gbs = backward(logits, yb, acts, pres, masks, Ws, cfg.l2)
        adam_step(gWs + gbs)
    if epoch % 5 == 0 or epoch == cfg.epochs - 1:
        train_loss = total_loss(forward(X_train, Ws, bs, 1.0)[0], y_train, Ws, cfg.l2)
        test_acc = np.mean((forward(X_test, Ws, bs, 1.0)[0] > 0) == y_test)
        print(f"epoch {epoch:2d}: train loss {train_loss:.8f}, test accuracy {test_acc:.3f}")
