#!/usr/bin/env python3
"""Small three-armed spiral, two leaky-ReLU hidden layers, softmax, Adam.

Loss: mean negative log-likelihood over the whole set (full batch).
"""
import numpy as np

SLOPE = 0.05


def make_spiral(points, arms, rng):
    X = np.zeros((points * arms, 2))
    y = np.zeros(points * arms, dtype=int)
    for arm in range(arms):
        r = np.linspace(0.05, 1, points)
        t = np.linspace(arm * 4, (arm + 1) * 4, points) + rng.normal(0, 0.15, points)
        rows = slice(points * arm, points * (arm + 1))
        X[rows] = np.c_[r * np.sin(t), r * np.cos(t)]
        y[rows] = arm
    return X, y


def leaky(z):
    return np.where(z > 0, z, SLOPE * z)


def leaky_grad(z):
    return np.where(z > 0, 1.0, SLOPE)


def init(sizes, rng):
    p = {}
    for i in range(1, len(sizes)):
        p["W%d" % i] = rng.normal(size=(sizes[i - 1], sizes[i])) * np.sqrt(2 / sizes[i - 1])
        p["b%d" % i] = np.zeros(sizes[i])
    return p


def forward(p, X):
    z1 = X @ p["W1"] + p["b1"]
    h1 = leaky(z1)
    z2 = h1 @ p["W2"] + p["b2"]
    h2 = leaky(z2)
    scores = h2 @ p["W3"] + p["b3"]
    scores = scores - scores.max(axis=1, keepdims=True)
    ex = np.exp(scores)
    probs = ex / ex.sum(axis=1, keepdims=True)
    return probs, (z1, h1, z2, h2)


def nll(probs, y):
    return -np.mean(np.log(probs[np.arange(len(y)), y]))


def gradients(p, X, y, probs, cache):
    z1, h1, z2, h2 = cache
    N = len(y)
    g = {}
    ds = probs.copy()
    ds[np.arange(N), y] -= 1
    ds /= N
    g["W3"] = h2.T @ ds
    g["b3"] = ds.sum(axis=0)
    d2 = (ds @ p["W3"].T) * leaky_grad(z2)
    g["W2"] = h1.T @ d2
    g["b2"] = d2.sum(axis=0)
    d1 = (d2 @ p["W2"].T) * leaky_grad(z1)
    g["W1"] = X.T @ d1
    g["b1"] = d1.sum(axis=0)
    return g


def main():
    rng = np.random.default_rng(8)
    X, y = make_spiral(60, 3, rng)
    p = init([2, 24, 24, 3], rng)

    lr, beta1, beta2, eps = 0.01, 0.9, 0.999, 1e-8
    m = {k: np.zeros_like(v) for k, v in p.items()}
    v = {k: np.zeros_like(w) for k, w in p.items()}

    for t in range(1, 601):
        probs, cache = forward(p, X)
        g = gradients(p, X, y, probs, cache)
        for k in p:
            m[k] = beta1 * m[k] + (1 - beta1) * g[k]
            v[k] = beta2 * v[k] + (1 - beta2) * g[k] ** 2
            m_hat = m[k] / (1 - beta1 ** t)
            v_hat = v[k] / (1 - beta2 ** t)
            p[k] = p[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
        if t == 1 or t % 100 == 0:
            acc = (probs.argmax(axis=1) == y).mean()
            print(f"step {t:4d}  loss {nll(probs, y):.5f}  accuracy {acc:.3f}")


if __name__ == "__main__":
    main()
