#!/usr/bin/env python3
# char-free mini "MNIST": 5x3 digit bitmaps, softmax + categorical cross entropy
# the bias is the last row of each weight matrix (inputs get a column of ones)
import numpy as np

GLYPHS = [
    "111101101101111", "010110010010111", "111001111100111", "111001111001111", "101101111001001",
    "111100111001111", "111100111101111", "111001001001001", "111101111101111", "111101111001111",
]


def load(copies, noise, rs):
    pixels = np.array([[float(c) for c in g] for g in GLYPHS])
    imgs = np.repeat(pixels, copies, axis=0)
    imgs = imgs + noise * rs.standard_normal(imgs.shape)
    labels = np.repeat(np.arange(10), copies)
    return imgs, np.eye(10)[labels]


def add_ones(a):
    return np.hstack([a, np.ones((a.shape[0], 1))])


def elu(z):
    return np.where(z > 0, z, np.exp(np.minimum(z, 0)) - 1)


def elu_grad(z):
    return np.where(z > 0, 1.0, np.exp(np.minimum(z, 0)))


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def forward(ws, x):
    hs, zs = [add_ones(x)], []
    for w in ws[:-1]:
        z = hs[-1] @ w
        zs.append(z)
        hs.append(add_ones(elu(z)))
    zs.append(hs[-1] @ ws[-1])
    return hs, zs, softmax(zs[-1])


def cross_entropy(p, t):
    return -(t * np.log(p + 1e-12)).sum() / len(t)


def gradients(ws, x, t):
    hs, zs, p = forward(ws, x)
    gs = [None] * len(ws)
    err = (p - t) / len(t)
    for k in range(len(ws) - 1, -1, -1):
        gs[k] = hs[k].T @ err
        if k > 0:
            err = (err @ ws[k][:-1].T) * elu_grad(zs[k - 1])
    return gs, cross_entropy(p, t)


def rmsprop(ws, gs, cache, lr=0.003, decay=0.9):
    for k in range(len(ws)):
        cache[k] = decay * cache[k] + (1 - decay) * gs[k] ** 2
        ws[k] -= lr * gs[k] / (np.sqrt(cache[k]) + 1e-7)


def main():
    rs = np.random.default_rng(2024)
    x, t = load(12, 0.25, rs)
    xv, tv = load(4, 0.25, rs)
    dims = [15, 20, 14, 10]
    ws = [rs.standard_normal((a + 1, b)) / np.sqrt(a + 1) for a, b in zip(dims, dims[1:])]
    cache = [np.zeros_like(w) for w in ws]
    for ep in range(60):
        perm = rs.permutation(len(x))
        losses = []
        for part in np.array_split(perm, 8):
            gs, loss = gradients(ws, x[part], t[part])
            rmsprop(ws, gs, cache)
            losses.append(loss)
        if ep % 10 == 0:
            pv = forward(ws, xv)[2]
            hit = (pv.argmax(1) == tv.argmax(1)).mean()
            print(f"{ep:3d} train {np.mean(losses):.4f} valid {cross_entropy(pv, tv):.4f} acc {hit:.2f}")


if __name__ == "__main__":
    main()
