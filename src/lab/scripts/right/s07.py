import numpy as np

ALPHA = 1.0


def softplus(x):
    return np.log1p(np.exp(x))


def d_softplus(x):
    return 1 / (1 + np.exp(-x))


def elu(x):
    return np.where(x > 0, x, ALPHA * (np.exp(x) - 1))


def d_elu(x):
    return np.where(x > 0, 1.0, ALPHA * np.exp(x))


def identity(x):
    return x


def d_identity(x):
    return np.ones_like(x)


ACTS = [(softplus, d_softplus), (elu, d_elu), (identity, d_identity)]


def init(sizes, seed):
    rng = np.random.RandomState(seed)
    return [(rng.randn(i, o) * 0.6, np.zeros((1, o))) for i, o in zip(sizes, sizes[1:])]


def predict(params, x):
    """returns the list of layer inputs, the list of pre-activations, the output"""
    ins, zs = [], []
    for (w, b), (f, _) in zip(params, ACTS):
        ins.append(x)
        z = x @ w + b
        zs.append(z)
        x = f(z)
    return ins, zs, x


def loss(params, x, y):
    return np.mean((predict(params, x)[2] - y) ** 2)


def gradients(params, x, y):
    ins, zs, out = predict(params, x)
    g = 2 * (out - y) / y.size
    grads = []
    for k in reversed(range(len(params))):
        g = g * ACTS[k][1](zs[k])
        grads.append((ins[k].T @ g, g.sum(axis=0, keepdims=True)))
        g = g @ params[k][0].T
    return grads[::-1]


def adagrad(params, grads, state, lr=0.1, eps=1e-8):
    new_params, new_state = [], []
    for (w, b), (gw, gb), (sw, sb) in zip(params, grads, state):
        sw, sb = sw + gw ** 2, sb + gb ** 2
        w = w - lr * gw / (np.sqrt(sw) + eps)
        b = b - lr * gb / (np.sqrt(sb) + eps)
        new_params.append((w, b))
        new_state.append((sw, sb))
    return new_params, new_state


# learn a fixed rotation followed by a squash
rng = np.random.RandomState(7)
x = rng.randn(24, 3)
R = np.array([[0.36, 0.48, -0.8], [-0.8, 0.6, 0.0], [0.48, 0.64, 0.6]])
y = np.tanh(x @ R)

params = init([3, 3, 3, 3], 1)
state = [(np.zeros_like(w), np.zeros_like(b)) for w, b in params]
for step in range(150):
    grads = gradients(params, x, y)
    params, state = adagrad(params, grads, state)
    if step % 50 == 0:
        print(step, loss(params, x, y))
