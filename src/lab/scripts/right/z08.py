#!/usr/bin/env python3
# 3 hidden layers, everything with einsum, Adagrad, clipped gradients
import numpy as np

rs = np.random.RandomState(8)


def two_moons(n):
    t = rs.rand(n) * np.pi
    upper = np.stack([np.cos(t), np.sin(t)], axis=1)
    t = rs.rand(n) * np.pi
    lower = np.stack([1 - np.cos(t), 0.4 - np.sin(t)], axis=1)
    pts = np.concatenate([upper, lower]) + 0.12 * rs.randn(2 * n, 2)
    lab = np.concatenate([np.zeros(n), np.ones(n)])
    return pts, lab[:, None]


def init(sizes):
    ws = [rs.randn(o, i) * np.sqrt(1.0 / i) for i, o in zip(sizes, sizes[1:])]
    bs = [np.zeros(o) for o in sizes[1:]]
    return ws, bs


def sigm(z):
    return 1 / (1 + np.exp(-z))


def run(ws, bs, x):
    acts = [x]
    for k, (w, b) in enumerate(zip(ws, bs)):
        z = np.einsum('oi,ni->no', w, acts[-1]) + b
        acts.append(np.tanh(z) if k < len(ws) - 1 else sigm(z))
    return acts


def bce(p, t):
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))


def grads(ws, acts, t):
    gws, gbs = [None] * len(ws), [None] * len(ws)
    d = (acts[-1] - t) / len(t)
    for k in range(len(ws) - 1, -1, -1):
        gws[k] = np.einsum('no,ni->oi', d, acts[k])
        gbs[k] = np.einsum('no->o', d)
        if k > 0:
            d = np.einsum('no,oi->ni', d, ws[k]) * (1 - acts[k] ** 2)
    return gws, gbs


def clip_by_norm(gws, gbs, max_norm):
    total = 0.0
    for g in gws + gbs:
        total += np.sum(g ** 2)
    norm = np.sqrt(total)
    if norm > max_norm:
        s = max_norm / norm
        gws = [g * s for g in gws]
        gbs = [g * s for g in gbs]
    return gws, gbs


def adagrad(ps, gs, hs, lr, eps=1e-8):
    for p, g, h in zip(ps, gs, hs):
        h += g ** 2
        p -= lr * g / (np.sqrt(h) + eps)


x, t = two_moons(100)
ws, bs = init([2, 12, 10, 6, 1])
hw = [np.zeros_like(w) for w in ws]
hb = [np.zeros_like(b) for b in bs]

for step in range(401):
    acts = run(ws, bs, x)
    if step % 40 == 0:
        print(f"{step:4d} {bce(acts[-1], t):.6f}")
    gws, gbs = grads(ws, acts, t)
    gws, gbs = clip_by_norm(gws, gbs, 0.25)
    adagrad(ws, gws, hw, 0.05)
    adagrad(bs, gbs, hb, 0.05)

p = run(ws, bs, x)[-1]
print("final loss %.6f" % bce(p, t))
print("accuracy", np.mean((p > 0.5) == (t > 0.5)))
