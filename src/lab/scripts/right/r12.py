"""
Everything is a function that returns (value, pullback).
Objective:  mean_i (f(x_i) - y_i)^2 / 2  +  lam * sum |W|     (weights only)
"""
import numpy as np

LAM = 0.01
LR = 0.1


def dense(x, W, b):
    def pull(g):
        return g @ W.T, x.T @ g, g.sum(0)
    return x @ W + b, pull


def arctan(z):
    def pull(g):
        return g / (1 + z ** 2)
    return np.arctan(z), pull


def half_mse(pred, target):
    diff = pred - target
    def pull():
        return diff / len(diff)
    return 0.5 * np.sum(diff ** 2) / len(diff), pull


def l1(W):
    def pull():
        return LAM * np.sign(W)
    return LAM * np.abs(W).sum(), pull


def value_and_grad(theta, x, y):
    (W1, b1), (W2, b2), (W3, b3) = theta
    z1, back_z1 = dense(x, W1, b1)
    h1, back_h1 = arctan(z1)
    z2, back_z2 = dense(h1, W2, b2)
    h2, back_h2 = arctan(z2)
    out, back_out = dense(h2, W3, b3)
    fit, back_fit = half_mse(out, y)
    penalties = [l1(W) for W, _ in theta]

    g, gW3, gb3 = back_out(back_fit())
    g, gW2, gb2 = back_z2(back_h2(g))
    _, gW1, gb1 = back_z1(back_h1(g))
    gW1 = gW1 + penalties[0][1]()
    gW2 = gW2 + penalties[1][1]()
    gW3 = gW3 + penalties[2][1]()
    total = fit + sum(p for p, _ in penalties)
    return total, [(gW1, gb1), (gW2, gb2), (gW3, gb3)]


def sgd(theta, grads):
    return [(W - LR * gW, b - LR * gb) for (W, b), (gW, gb) in zip(theta, grads)]


def batches(gen, n, size):
    order = gen.permutation(n)
    return [order[i:i + size] for i in range(0, n, size)]


gen = np.random.default_rng(2024)
xs = gen.uniform(-1, 1, (50, 3))
ys = np.stack([xs[:, 0] * xs[:, 1], np.sin(2 * xs[:, 2])], axis=1)
dims = [3, 6, 6, 2]
theta = [(gen.normal(size=(i, o)) / np.sqrt(i), 0.1 * gen.normal(size=o))
         for i, o in zip(dims, dims[1:])]

for epoch in range(30):
    running = 0.0
    for idx in batches(gen, len(xs), 12):
        value, grads = value_and_grad(theta, xs[idx], ys[idx])
        theta = sgd(theta, grads)
        running += value * len(idx)
    if epoch % 10 == 0:
        print(f"{epoch:2d} objective {running / len(xs):.5f}")
