"""Layers as closures: dense() hands back (forward, backward, params).

Regression with a Huber loss and RMSprop on the whole data set.
"""
import numpy as np

ALPHA = 0.1  # slope of the leaky relu below zero
DELTA = 0.5  # where the Huber loss turns linear


def dense(n_in, n_out, rng):
    p = {"w": rng.standard_normal((n_in, n_out)) * np.sqrt(2.0 / n_in),
         "b": np.zeros(n_out)}
    saved = {}

    def forward(x):
        saved["x"] = x
        return x @ p["w"] + p["b"]

    def backward(g):
        grads = {"w": saved["x"].T @ g, "b": g.sum(axis=0)}
        return g @ p["w"].T, grads

    return forward, backward, p


def leaky(z):
    return np.where(z > 0, z, ALPHA * z)


def leaky_slope(z):
    return np.where(z > 0, 1.0, ALPHA)


def huber(pred, y):
    e = pred - y
    small = np.abs(e) <= DELTA
    loss = np.where(small, 0.5 * e ** 2, DELTA * (np.abs(e) - 0.5 * DELTA))
    grad = np.where(small, e, DELTA * np.sign(e))
    return loss.mean(), grad / e.size


def rmsprop(lr, rho=0.9, eps=1e-6):
    cache = {}

    def step(params, grads, layer):
        for k in params:
            s = cache.get((layer, k), 0.0)
            s = rho * s + (1 - rho) * grads[k] ** 2
            cache[(layer, k)] = s
            params[k] = params[k] - lr * grads[k] / (np.sqrt(s) + eps)

    return step


rng = np.random.default_rng(5)
X = rng.uniform(-1, 1, (150, 2))
y = (X[:, 0] ** 2 - X[:, 0] * X[:, 1] + 0.5 * np.sin(3 * X[:, 1])).reshape(-1, 1)
y += 0.05 * rng.standard_normal(y.shape)

hidden = [dense(16, 16, rng) for _ in range(2)]
net = [dense(2, 16, rng)] + hidden + [dense(16, 1, rng)]
step = rmsprop(lr=0.002)

for it in range(801):
    h = X
    slopes = []
    for fwd, bwd, p in net[:-1]:
        z = fwd(h)
        slopes.append(lambda g, z=z: g * leaky_slope(z))
        h = leaky(z)
    pred = net[-1][0](h)
    loss, g = huber(pred, y)
    if it % 200 == 0:
        print("%4d  %.6f" % (it, loss))
    all_grads = [None] * len(net)
    g, all_grads[-1] = net[-1][1](g)
    for i in range(len(net) - 2, -1, -1):
        g = slopes[i](g)
        g, all_grads[i] = net[i][1](g)
    for i in range(len(net)):
        step(net[i][2], all_grads[i], i)
