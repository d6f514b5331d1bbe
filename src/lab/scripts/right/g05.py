"""
Inverse kinematics of a two-link arm, learned by a tanh net.

Everything is a function; a network is a list of (W, b) tuples and so are
its gradient and the Adagrad accumulator.
Loss: mean of the squared error over all samples and both output angles.
Gradients are rescaled so that their global norm (over all W and b) never
exceeds MAX_NORM.
"""
from functools import reduce
import numpy as np

MAX_NORM = 0.25


def sample_arm(rng, n):
    angles = np.column_stack([rng.uniform(0.1, 1.4, n), rng.uniform(0.3, 2.0, n)])
    q1, q2 = angles.T
    xy = np.column_stack([np.cos(q1) + np.cos(q1 + q2), np.sin(q1) + np.sin(q1 + q2)])
    return xy, angles


def init(rng, sizes):
    return [(rng.standard_normal((i, o)) / np.sqrt(i), np.zeros(o))
            for i, o in zip(sizes[:-1], sizes[1:])]


def layer(x, wb, linear):
    z = x @ wb[0] + wb[1]
    return z if linear else np.tanh(z)


def activations(params, x):
    """[x, h1, h2, ..., output]; only the output layer is linear"""
    last = len(params) - 1
    return reduce(lambda acts, iwb: acts + [layer(acts[-1], iwb[1], iwb[0] == last)],
                  enumerate(params), [x])


def mse(params, x, y):
    return np.mean((activations(params, x)[-1] - y) ** 2)


def gradient(params, x, y):
    acts = activations(params, x)
    delta = 2 * (acts[-1] - y) / y.size
    grads = []
    for l in range(len(params) - 1, -1, -1):
        grads.append((acts[l].T @ delta, delta.sum(axis=0)))
        if l > 0:
            delta = (delta @ params[l][0].T) * (1 - acts[l] ** 2)
    return grads[::-1]


def global_norm(grads):
    return np.sqrt(sum(np.sum(gW ** 2) + np.sum(gb ** 2) for gW, gb in grads))


def clip(grads, max_norm):
    scale = min(1.0, max_norm / (global_norm(grads) + 1e-12))
    return [(gW * scale, gb * scale) for gW, gb in grads]


def accumulate(acc, grads):
    return [(aW + gW ** 2, ab + gb ** 2) for (aW, ab), (gW, gb) in zip(acc, grads)]


def adagrad(params, grads, acc, lr, eps=1e-8):
    return [(W - lr * gW / (np.sqrt(aW) + eps), b - lr * gb / (np.sqrt(ab) + eps))
            for (W, b), (gW, gb), (aW, ab) in zip(params, grads, acc)]


def step(state, batch, lr):
    params, acc = state
    grads = clip(gradient(params, *batch), MAX_NORM)
    acc = accumulate(acc, grads)
    return adagrad(params, grads, acc, lr), acc


def batches(x, y, size):
    return [(x[i:i + size], y[i:i + size]) for i in range(0, len(x), size)]


def main():
    rng = np.random.default_rng(2024)
    x, y = sample_arm(rng, 256)
    x_val, y_val = sample_arm(rng, 100)
    params = init(rng, [2, 12, 12, 2])
    acc = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    state = (params, acc)
    for epoch in range(120):
        for batch in batches(x, y, 64):
            state = step(state, batch, lr=0.05)
        if epoch % 20 == 0:
            print(f"{epoch:4d}  train mse {mse(state[0], x, y):.7f}  val mse {mse(state[0], x_val, y_val):.7f}")
    print(f"last train mse {mse(state[0], x, y):.7f}")
    print(f"last val mse   {mse(state[0], x_val, y_val):.7f}")


main()
