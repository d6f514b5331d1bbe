"""Residual MLP, functional style. params = (embed, block_1, ..., block_L, head)."""
import numpy as np

rng = np.random.default_rng(2024)
N, D_IN, WIDTH, K, DEPTH, SMOOTH = 256, 5, 12, 4, 3, 0.1
centers = rng.normal(size=(2 * K, D_IN)) * 1.6
labels = rng.integers(0, 2 * K, N)
X = centers[labels] + 0.7 * rng.normal(size=(N, D_IN))
T = np.eye(K)[labels % K] * (1 - SMOOTH) + SMOOTH / K


def init_linear(n_in, n_out, gain=1.0):
    return gain * rng.normal(size=(n_in, n_out)) / np.sqrt(n_in), np.zeros(n_out)


def linear(x, theta):
    W, b = theta

    def pull(g):
        return g @ W.T, (x.T @ g, g.sum(0))
    return x @ W + b, pull


def swish(x):
    s = 1 / (1 + np.exp(-x))
    return x * s, lambda g: g * (s + x * s * (1 - s))


def block(x, theta):
    z, pull_z = linear(x, theta)
    a, pull_a = swish(z)

    def pull(g):
        gx, gtheta = pull_z(pull_a(g))
        return g + gx, gtheta
    return x + a, pull


def xent(logits, t):
    z = logits - logits.max(1, keepdims=True)
    logp = z - np.log(np.exp(z).sum(1, keepdims=True))
    return -(t * logp).sum(1).mean(), (np.exp(logp) - t) / len(t)


def value_and_grad(params, x, t):
    h, pull = linear(x, params[0])
    pulls = [pull]
    for theta in params[1:-1]:
        h, pull = block(h, theta)
        pulls.append(pull)
    logits, pull = linear(h, params[-1])
    pulls.append(pull)
    value, g = xent(logits, t)
    grads = []
    for pull in reversed(pulls):
        g, gtheta = pull(g)
        grads.append(gtheta)
    return value, tuple(reversed(grads)), logits


def tree_map(f, *trees):
    return tuple(tuple(f(*leaves) for leaves in zip(*pair)) for pair in zip(*trees))


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum((leaf ** 2).sum() for pair in grads for leaf in pair))
    scale = min(1.0, max_norm / (norm + 1e-12))
    return tree_map(lambda g: g * scale, grads)


def schedule(base, warmup, total):
    def lr(t):
        if t <= warmup:
            return base * t / warmup
        return base * 0.5 * (1 + np.cos(np.pi * (t - warmup) / (total - warmup)))
    return lr


def adamw(lr, b1=0.9, b2=0.99, eps=1e-8, wd=0.02):
    def init(params):
        return 0, tree_map(np.zeros_like, params), tree_map(np.zeros_like, params)

    def update(params, grads, state):
        t, m, v = state
        t = t + 1
        m = tree_map(lambda a, g: b1 * a + (1 - b1) * g, m, grads)
        v = tree_map(lambda a, g: b2 * a + (1 - b2) * g * g, v, grads)
        step, c1, c2 = lr(t), 1 - b1 ** t, 1 - b2 ** t
        params = tree_map(
            lambda p, a, s: p - step * (a / c1 / (np.sqrt(s / c2) + eps) + wd * p), params, m, v)
        return params, (t, m, v)
    return init, update


params = (init_linear(D_IN, WIDTH),) + tuple(init_linear(WIDTH, WIDTH, 0.5) for _ in range(DEPTH)) \
    + (init_linear(WIDTH, K, 0.1),)
STEPS = 240
init, update = adamw(schedule(0.02, 20, STEPS))
state = init(params)
for i in range(STEPS):
    idx = rng.choice(N, 64, replace=False)
    value, grads, _ = value_and_grad(params, X[idx], T[idx])
    params, state = update(params, clip_by_global_norm(grads, 0.5), state)
    if i % 40 == 0:
        print(f"{i:4d} {value:.6f}")
value, _, logits = value_and_grad(params, X, T)
print(f"full {value:.6f} acc {(logits.argmax(1) == labels % K).mean():.4f}")
