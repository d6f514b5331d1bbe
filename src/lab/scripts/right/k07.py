from typing import Dict, List, Tuple

import numpy as np

Params = List[Dict[str, np.ndarray]]


def elu(z: np.ndarray, a: float = 1.0) -> np.ndarray:
    return np.where(z > 0, z, a * (np.exp(np.minimum(z, 0)) - 1))


def d_elu(z: np.ndarray, a: float = 1.0) -> np.ndarray:
    return np.where(z > 0, 1.0, a * np.exp(np.minimum(z, 0)))


def init(sizes: List[int], rng: np.random.Generator) -> Params:
    """LeCun normal weights, zero biases."""
    return [
        {"w": rng.normal(0.0, np.sqrt(1.0 / fan_in), (fan_in, fan_out)), "b": np.zeros(fan_out)}
        for fan_in, fan_out in zip(sizes[:-1], sizes[1:])
    ]


def forward(params: Params, x: np.ndarray) -> Tuple[List[np.ndarray], List[np.ndarray]]:
    acts, pres = [x], []
    for i, p in enumerate(params):
        z = acts[-1] @ p["w"] + p["b"]
        pres.append(z)
        acts.append(z if i == len(params) - 1 else elu(z))
    return acts, pres


def huber(pred: np.ndarray, target: np.ndarray, delta: float) -> Tuple[float, np.ndarray]:
    """Mean Huber loss over all entries, and its gradient."""
    r = pred - target
    small = np.abs(r) <= delta
    loss = np.where(small, 0.5 * r ** 2, delta * (np.abs(r) - 0.5 * delta)).mean()
    grad = np.where(small, r, delta * np.sign(r)) / r.size
    return loss, grad


def backward(params: Params, acts, pres, grad: np.ndarray) -> Params:
    grads: Params = [{} for _ in params]
    for i in range(len(params) - 1, -1, -1):
        grads[i] = {"w": acts[i].T @ grad, "b": grad.sum(axis=0)}
        if i > 0:
            grad = (grad @ params[i]["w"].T) * d_elu(pres[i - 1])
    return grads


class AdamW:
    def __init__(self, params: Params, lr=4e-3, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.01):
        self.lr, self.betas, self.eps, self.wd = lr, betas, eps, weight_decay
        self.m = [{k: np.zeros_like(v) for k, v in p.items()} for p in params]
        self.v = [{k: np.zeros_like(v) for k, v in p.items()} for p in params]
        self.t = 0

    def step(self, params: Params, grads: Params, scale: float) -> None:
        self.t += 1
        b1, b2 = self.betas
        lr = self.lr * scale
        for p, g, m, v in zip(params, grads, self.m, self.v):
            for k in p:
                m[k] = b1 * m[k] + (1 - b1) * g[k]
                v[k] = b2 * v[k] + (1 - b2) * g[k] ** 2
                m_hat = m[k] / (1 - b1 ** self.t)
                v_hat = v[k] / (1 - b2 ** self.t)
                if k == "w":
                    p[k] -= lr * self.wd * p[k]
                p[k] -= lr * m_hat / (np.sqrt(v_hat) + self.eps)


def make_data(rng: np.random.Generator, n: int = 256) -> Tuple[np.ndarray, np.ndarray]:
    x = rng.uniform(-2, 2, (n, 3))
    y = np.stack([x[:, 0] * x[:, 1], np.cos(2 * x[:, 2]) + x[:, 0]], axis=1)
    y += 0.05 * rng.normal(size=y.shape)
    outliers = rng.choice(n, 8, replace=False)
    y[outliers] += rng.normal(0, 4, (8, 2))
    return x, y


def main() -> None:
    rng = np.random.default_rng(11)
    x, y = make_data(rng)
    params = init([3, 32, 16, 2], rng)
    opt = AdamW(params)
    batch, epochs, delta, clip_value = 32, 100, 1.0, 0.1
    for epoch in range(epochs):
        scale = 0.5 ** (epoch // 30)
        perm = rng.permutation(len(x))
        total = 0.0
        for s in range(0, len(x), batch):
            sel = perm[s:s + batch]
            acts, pres = forward(params, x[sel])
            loss, grad = huber(acts[-1], y[sel], delta)
            total += loss * len(sel)
            grads = backward(params, acts, pres, grad)
            grads = [{k: np.clip(g, -clip_value, clip_value) for k, g in d.items()} for d in grads]
            opt.step(params, grads, scale)
        if epoch % 20 == 0 or epoch == epochs - 1:
            print(f"{epoch:4d} huber={total / len(x):.6f}")
    x_new, y_new = make_data(np.random.default_rng(99), 200)
    pred = forward(params, x_new)[0][-1]
    print(f"median abs error on new data: {np.median(np.abs(pred - y_new)):.5f}")


if __name__ == "__main__":
    main()
