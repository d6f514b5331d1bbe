"""Fit of a potential surface with a small network.

All parameters are kept in ONE vector theta (the way scipy.optimize wants it);
loss_and_grad(theta) returns the loss  L = (1/N) sum_n (f(x_n) - v_n)^2  and dL/dtheta.
The minimiser is Adagrad with clipping of the gradient norm.
"""
import numpy as np

D, H1, H2 = 2, 16, 10

# layout of theta: W1 | b1 | W2 | b2 | w3 | b3   (matrices row by row)
SHAPES = [(D, H1), (H1,), (H1, H2), (H2,), (H2,), (1,)]
SIZES = [int(np.prod(s)) for s in SHAPES]
OFFSETS = np.concatenate([[0], np.cumsum(SIZES)])
NPAR = OFFSETS[-1]


def unpack(theta):
    parts = []
    for k, shape in enumerate(SHAPES):
        parts.append(theta[OFFSETS[k]:OFFSETS[k + 1]].reshape(shape))
    return parts


def network(theta, x):
    W1, b1, W2, b2, w3, b3 = unpack(theta)
    u = np.tanh(x @ W1 + b1)
    w = np.tanh(u @ W2 + b2)
    return w @ w3 + b3[0], u, w


def loss_and_grad(theta, x, v):
    W1, b1, W2, b2, w3, b3 = unpack(theta)
    N = len(v)
    f, u, w = network(theta, x)
    residual = f - v
    L = np.mean(residual ** 2)

    df = 2.0 * residual / N
    g_w3 = w.T @ df
    g_b3 = np.array([df.sum()])
    dw = np.outer(df, w3) * (1.0 - w ** 2)
    g_W2 = u.T @ dw
    g_b2 = dw.sum(axis=0)
    du = (dw @ W2.T) * (1.0 - u ** 2)
    g_W1 = x.T @ du
    g_b1 = du.sum(axis=0)
    grad = np.concatenate([g_W1.ravel(), g_b1, g_W2.ravel(), g_b2, g_w3, g_b3])
    return L, grad


def clip_norm(g, limit):
    """Rescale g so that its Euclidean norm is at most `limit`."""
    norm = np.linalg.norm(g)
    if norm > limit:
        g = g * (limit / norm)
    return g


def potential(x):
    # two wells and a ridge
    a = np.exp(-2.0 * np.sum((x - np.array([0.6, 0.5])) ** 2, axis=1))
    b = np.exp(-3.0 * np.sum((x + np.array([0.5, 0.4])) ** 2, axis=1))
    return -2.0 * a - 1.5 * b + 0.5 * x[:, 0] * x[:, 1]


def adagrad(theta, x, v, rate, limit, steps, batch, rng, eps=1e-10):
    G = np.zeros_like(theta)             # sum of all squared gradients so far
    for step in range(1, steps + 1):
        pick = rng.choice(len(v), batch, replace=False)
        _, g = loss_and_grad(theta, x[pick], v[pick])
        g = clip_norm(g, limit)
        G += g ** 2
        theta = theta - rate * g / (np.sqrt(G) + eps)
        if step % 250 == 0:
            L, full = loss_and_grad(theta, x, v)
            print("step %5d   L = %.8f   |grad| = %.8f" % (step, L, np.linalg.norm(full)))
    return theta


def initial_theta(rng):
    theta = np.zeros(NPAR)
    for k, shape in enumerate(SHAPES):
        if k % 2 == 0:                   # weights random, biases zero
            theta[OFFSETS[k]:OFFSETS[k + 1]] = rng.normal(0.0, 1.0 / np.sqrt(shape[0]), SIZES[k])
    return theta


rng = np.random.default_rng(99)
x_fit = rng.uniform(-1.5, 1.5, (300, 2))
v_fit = potential(x_fit) + 0.02 * rng.standard_normal(300)
x_new = rng.uniform(-1.5, 1.5, (500, 2))
v_new = potential(x_new)

theta = initial_theta(rng)
print("start        L = %.8f" % loss_and_grad(theta, x_fit, v_fit)[0])
theta = adagrad(theta, x_fit, v_fit, rate=0.06, limit=1.0, steps=2000, batch=60, rng=rng)

error = network(theta, x_new)[0] - v_new
print("rms error on new points      %.8f" % np.sqrt(np.mean(error ** 2)))
print("fraction of variance left    %.8f" % (np.mean(error ** 2) / np.var(v_new)))
