"""Fit a noisy sine wave with a tanh network trained by Adam (full batch)."""
import numpy as np

rng = np.random.RandomState(12)

N = 120
x = np.sort(rng.uniform(-np.pi, np.pi, N)).reshape(-1, 1)
t = np.sin(2 * x) + 0.3 * x + 0.05 * rng.randn(N, 1)

H1, H2 = 20, 10
LR, BETA1, BETA2, EPS = 0.02, 0.9, 0.999, 1e-8
MAX_NORM = 0.5


def glorot(n_in, n_out):
    lim = np.sqrt(6.0 / (n_in + n_out))
    return rng.uniform(-lim, lim, size=(n_in, n_out))


def init():
    return {
        "w1": glorot(1, H1), "b1": np.zeros(H1),
        "w2": glorot(H1, H2), "b2": np.zeros(H2),
        "w3": glorot(H2, 1), "b3": np.zeros(1),
    }


def predict(p, x):
    h1 = np.tanh(x @ p["w1"] + p["b1"])
    h2 = np.tanh(h1 @ p["w2"] + p["b2"])
    out = h2 @ p["w3"] + p["b3"]
    return out, (x, h1, h2)


def mse(out, t):
    return np.mean((out - t) ** 2)


def gradients(p, out, t, cache):
    x, h1, h2 = cache
    g = {}
    d_out = 2.0 * (out - t) / t.size
    g["w3"] = h2.T @ d_out
    g["b3"] = d_out.sum(axis=0)

    d_h2 = d_out @ p["w3"].T
    d_a2 = d_h2 * (1.0 - h2 ** 2)
    g["w2"] = h1.T @ d_a2
    g["b2"] = d_a2.sum(axis=0)

    d_h1 = d_a2 @ p["w2"].T
    d_a1 = d_h1 * (1.0 - h1 ** 2)
    g["w1"] = x.T @ d_a1
    g["b1"] = d_a1.sum(axis=0)
    return g


def clip(g, max_norm):
    # every array is clipped on its own
    for k in g:
        norm = np.sqrt(np.sum(g[k] ** 2))
        if norm > max_norm:
            g[k] = g[k] * (max_norm / norm)
    return g


params = init()
m = {k: np.zeros_like(v) for k, v in params.items()}
v = {k: np.zeros_like(val) for k, val in params.items()}

for step in range(1, 601):
    out, cache = predict(params, x)
    loss = mse(out, t)
    g = clip(gradients(params, out, t, cache), MAX_NORM)
    for k in params:
        m[k] = BETA1 * m[k] + (1 - BETA1) * g[k]
        v[k] = BETA2 * v[k] + (1 - BETA2) * g[k] ** 2
        m_hat = m[k] / (1 - BETA1 ** step)
        v_hat = v[k] / (1 - BETA2 ** step)
        params[k] -= LR * m_hat / (np.sqrt(v_hat) + EPS)
    if step == 1 or step % 100 == 0:
        print("step %4d   mse %.6f" % (step, loss))

grid = np.linspace(-3, 3, 5).reshape(-1, 1)
for a, b in zip(grid.ravel(), predict(params, grid)[0].ravel()):
    print("f(%+.2f) = %+.4f" % (a, b))
