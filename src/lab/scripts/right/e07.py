"""nanoflow: my 30-line 'framework'. A layer is a tuple (forward, backward, params, grads)."""
import numpy as np

rng = np.random.default_rng(77)


def linear(n_in, n_out):
    W = rng.uniform(-1, 1, (n_in, n_out)) * np.sqrt(3.0 / n_in)
    params, grads, saved = {"W": W, "b": np.zeros((1, n_out))}, {}, {}

    def forward(x):
        saved["x"] = x
        return x @ params["W"] + params["b"]

    def backward(dy):
        grads["W"] = saved["x"].T @ dy
        grads["b"] = dy.sum(axis=0, keepdims=True)
        return dy @ params["W"].T

    return forward, backward, params, grads


def tanh():
    saved = {}

    def forward(x):
        saved["x"] = x
        return np.tanh(x)

    def backward(dy):
        return dy / np.cosh(saved["x"]) ** 2

    return forward, backward, {}, {}


def mse(pred, target):
    diff = pred - target
    return np.mean(diff ** 2), 2.0 * diff / len(target)


def run(layers, x):
    for forward, _, _, _ in layers:
        x = forward(x)
    return x


def backprop(layers, dy):
    for _, backward, _, _ in reversed(layers):
        dy = backward(dy)


def clip(layers, max_norm):
    total = sum((g ** 2).sum() for layer in layers for g in layer[3].values()) ** 0.5
    if total > max_norm:
        for _, _, _, grads in layers:
            for k in grads:
                grads[k] = grads[k] * (max_norm / total)


def adagrad(layers, history, lr, eps=1e-8):
    for i, (_, _, params, grads) in enumerate(layers):
        for k in params:
            history[i, k] = history.get((i, k), 0.0) + grads[k] ** 2
            params[k] = params[k] - lr * grads[k] / (np.sqrt(history[i, k]) + eps)


N = 100
x = rng.uniform(-10, 10, (N, 2))
y = np.sin(x[:, 0] / 3) * np.cos(x[:, 1] / 5) + 0.1 * x[:, 1] + 0.05 * rng.normal(size=N)
y = y.reshape(N, 1)
x = x / 10.0

net = [linear(2, 20), tanh(), linear(20, 15), tanh(), linear(15, 1)]
history = {}
for step in range(801):
    out = run(net, x)
    loss, dout = mse(out, y)
    backprop(net, dout)
    clip(net, 1.0)
    adagrad(net, history, lr=0.08)
    if step % 100 == 0:
        print(f"{step:5d} mse {loss:.5f}")
print("targets    ", np.round(y[:5, 0], 2))
print("predictions", np.round(run(net, x)[:5, 0], 2))
