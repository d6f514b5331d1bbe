"""Robust regression with a small SiLU MLP: Huber loss, AdamW, warm-up + cosine, clipping."""
from dataclasses import dataclass
import numpy as np


@dataclass(frozen=True)
class Config:
    sizes: tuple = (3, 32, 32, 1)
    n_samples: int = 320
    batch_size: int = 32
    epochs: int = 80
    peak_lr: float = 1e-2
    warmup_steps: int = 50
    weight_decay: float = 1e-2
    betas: tuple = (0.9, 0.99)
    eps: float = 1e-8
    max_norm: float = 0.2
    huber_delta: float = 0.5
    seed: int = 0


def make_data(rng, n):
    x = rng.uniform(-1.0, 1.0, size=(n, 3))
    y = np.sin(np.pi * x[:, 0] * x[:, 1]) + 0.5 * x[:, 2] ** 2
    outliers = rng.random(n) < 0.05
    y = y + 0.05 * rng.standard_normal(n) + outliers * rng.normal(0.0, 2.0, n)
    return x, y[:, None]


def init_params(rng, sizes):
    params = []
    for fan_in, fan_out in zip(sizes[:-1], sizes[1:]):
        params.append(rng.standard_normal((fan_in, fan_out)) * np.sqrt(1.0 / fan_in))
        params.append(np.zeros(fan_out))
    return params


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def silu_grad(z):
    s = sigmoid(z)
    return s + z * s * (1.0 - s)


def huber(r, delta):
    a = np.abs(r)
    return np.where(a <= delta, 0.5 * r ** 2, delta * (a - 0.5 * delta)).mean()


def loss_and_grads(params, x, y, delta):
    n_layers = len(params) // 2
    acts, pre = [x], []
    for l in range(n_layers):
        pre.append(acts[-1] @ params[2 * l] + params[2 * l + 1])
        acts.append(pre[-1] * sigmoid(pre[-1]) if l < n_layers - 1 else pre[-1])
    r = acts[-1] - y
    grads = [None] * len(params)
    g = np.where(np.abs(r) <= delta, r, delta * np.sign(r)) / len(x)
    for l in reversed(range(n_layers)):
        grads[2 * l] = acts[l].T @ g
        grads[2 * l + 1] = g.sum(axis=0)
        if l > 0:
            g = (g @ params[2 * l].T) * silu_grad(pre[l - 1])
    return huber(r, delta), grads


def learning_rate(step, total, cfg):
    if step <= cfg.warmup_steps:
        return cfg.peak_lr * step / cfg.warmup_steps
    progress = (step - cfg.warmup_steps) / (total - cfg.warmup_steps)
    return 0.5 * cfg.peak_lr * (1.0 + np.cos(np.pi * progress))


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g ** 2) for g in grads))
    scale = min(1.0, max_norm / (norm + 1e-12))
    return [g * scale for g in grads]


def train(cfg):
    rng = np.random.default_rng(cfg.seed)
    x, y = make_data(rng, cfg.n_samples)
    params = init_params(rng, cfg.sizes)
    m, v = [np.zeros_like(p) for p in params], [np.zeros_like(p) for p in params]
    (beta1, beta2), step = cfg.betas, 0
    total = cfg.epochs * (cfg.n_samples // cfg.batch_size)
    for epoch in range(cfg.epochs):
        for idx in rng.permutation(cfg.n_samples).reshape(-1, cfg.batch_size):
            step += 1
            lr = learning_rate(step, total, cfg)
            _, grads = loss_and_grads(params, x[idx], y[idx], cfg.huber_delta)
            grads = clip_by_global_norm(grads, cfg.max_norm)
            for k, g in enumerate(grads):
                m[k] = beta1 * m[k] + (1.0 - beta1) * g
                v[k] = beta2 * v[k] + (1.0 - beta2) * g * g
                m_hat, v_hat = m[k] / (1.0 - beta1 ** step), v[k] / (1.0 - beta2 ** step)
                decay = cfg.weight_decay if params[k].ndim == 2 else 0.0
                params[k] = params[k] - lr * (m_hat / (np.sqrt(v_hat) + cfg.eps) + decay * params[k])
        if (epoch + 1) % 20 == 0:
            print(f"epoch {epoch + 1:3d}  huber {loss_and_grads(params, x, y, cfg.huber_delta)[0]:.6f}")
    return params


if __name__ == "__main__":
    params = train(cfg := Config())
    x_test, y_test = make_data(np.random.default_rng(123), 500)
    test_loss, _ = loss_and_grads(params, x_test, y_test, cfg.huber_delta)
    print(f"test huber {test_loss:.6f}  |theta| {np.sqrt(sum(np.sum(p ** 2) for p in params)):.4f}")
