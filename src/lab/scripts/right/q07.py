"""Functional take on a tanh regression net: everything is a closure, no classes."""
from functools import reduce

import numpy as np


def tanh_layer():
    return np.tanh, lambda a: 1.0 - a ** 2          # derivative in terms of the output


def identity_layer():
    return (lambda z: z), (lambda a: np.ones_like(a))


def dense(act):
    """returns (forward, backward); params of a layer are a tuple (W, b)"""
    f, df = act

    def forward(params, x):
        W, b = params
        return f(x @ W + b)

    def backward(params, x, a, grad_a):
        W, _ = params
        grad_z = grad_a * df(a)
        return (x.T @ grad_z, grad_z.sum(axis=0)), grad_z @ W.T

    return forward, backward


def make_model(layers):
    def run(params, x):
        """activations of every layer, the input first"""
        return reduce(lambda acts, lp: acts + [lp[0][0](lp[1], acts[-1])],
                      zip(layers, params), [x])

    def predict(params, x):
        return run(params, x)[-1]

    def loss_and_grads(params, x, y):
        acts = run(params, x)
        diff = acts[-1] - y
        loss = np.mean(diff ** 2)
        g = 2.0 * diff / diff.size
        grads = []
        for k in reversed(range(len(layers))):
            _, backward = layers[k]
            layer_grads, g = backward(params[k], acts[k], acts[k + 1], g)
            grads.insert(0, layer_grads)
        return loss, grads

    return predict, loss_and_grads


def rmsprop(lr=0.01, rho=0.9, eps=1e-8):
    def init(params):
        return [tuple(np.zeros_like(p) for p in layer) for layer in params]

    def step(params, grads, state):
        new_params, new_state = [], []
        for layer, layer_grads, layer_state in zip(params, grads, state):
            s = tuple(rho * s_old + (1 - rho) * g ** 2
                      for s_old, g in zip(layer_state, layer_grads))
            p = tuple(p_old - lr * g / (np.sqrt(s_new) + eps)
                      for p_old, g, s_new in zip(layer, layer_grads, s))
            new_params.append(p)
            new_state.append(s)
        return new_params, new_state

    return init, step


def init_params(sizes, rng):
    return [(rng.standard_normal((n, m)) / np.sqrt(n), np.zeros(m))
            for n, m in zip(sizes[:-1], sizes[1:])]


def batches(x, y, size, rng):
    perm = rng.permutation(len(x))
    for i in range(0, len(x), size):
        sel = perm[i:i + size]
        yield x[sel], y[sel]


def train(epochs=200):
    rng = np.random.default_rng(2024)
    x = rng.uniform(-2, 2, size=(200, 2))
    y = np.column_stack([np.sin(2 * x[:, 0]) + 0.5 * x[:, 1],
                         np.cos(x[:, 0]) * x[:, 1]])
    layers = [dense(tanh_layer()), dense(tanh_layer()), dense(identity_layer())]
    predict, loss_and_grads = make_model(layers)
    opt_init, opt_step = rmsprop(lr=0.003)
    params = init_params([2, 20, 20, 2], rng)
    state = opt_init(params)
    for epoch in range(epochs):
        for xb, yb in batches(x, y, 25, rng):
            _, grads = loss_and_grads(params, xb, yb)
            params, state = opt_step(params, grads, state)
        if epoch % 40 == 0:
            print(f"epoch {epoch:4d}  mse {loss_and_grads(params, x, y)[0]:.6f}")
    return params, predict, loss_and_grads, x, y


params, predict, loss_and_grads, x, y = train()
print("final mse:", loss_and_grads(params, x, y)[0])
for xi, yi in zip(x[:4], y[:4]):
    print("x", np.round(xi, 2), "target", np.round(yi, 3), "prediction", np.round(predict(params, xi), 3))
