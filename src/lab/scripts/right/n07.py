"""Robust regression (Huber loss, outliers) in a functional style."""
import numpy as np


def elu(z):
    return np.where(z > 0, z, np.exp(np.minimum(z, 0)) - 1)


def elu_slope(z):
    return np.where(z > 0, 1.0, np.exp(np.minimum(z, 0)))


def identity(z):
    return z


def identity_slope(z):
    return np.ones_like(z)


ACTIVATIONS = {"elu": (elu, elu_slope), "linear": (identity, identity_slope)}


def init_layer(rng, n_in, n_out, kind):
    return {"w": rng.normal(0, np.sqrt(2 / (n_in + n_out)), (n_in, n_out)),
            "b": np.zeros(n_out), "kind": kind}


def huber(width):
    """Return the mean Huber loss and its gradient as two functions of (pred, true)."""
    def loss(pred, true):
        err = pred - true
        small = np.abs(err) <= width
        return np.mean(np.where(small, 0.5 * err ** 2, width * (np.abs(err) - 0.5 * width)))

    def gradient(pred, true):
        err = pred - true
        return np.where(np.abs(err) <= width, err, width * np.sign(err)) / err.size

    return loss, gradient


def predict(layers, x):
    for layer in layers:
        act, _ = ACTIVATIONS[layer["kind"]]
        x = act(x @ layer["w"] + layer["b"])
    return x


def value_and_grads(layers, x, true, loss, loss_gradient):
    trace = []
    for layer in layers:
        act, slope = ACTIVATIONS[layer["kind"]]
        z = x @ layer["w"] + layer["b"]
        trace.append({"input": x, "z": z, "slope": slope})
        x = act(z)
    value = loss(x, true)

    grads = []
    upstream = loss_gradient(x, true)
    for layer, step in zip(reversed(layers), reversed(trace)):
        dz = upstream * step["slope"](step["z"])
        grads.append({"w": step["input"].T @ dz, "b": dz.sum(axis=0)})
        upstream = dz @ layer["w"].T
    grads.reverse()
    return value, grads


def clip(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g[key] ** 2) for g in grads for key in g))
    factor = min(1.0, max_norm / (norm + 1e-12))
    return [{key: factor * g[key] for key in g} for g in grads]


def adagrad(layers, rate, eps=1e-8):
    """Return a function which updates the layers, remembering the squared gradients."""
    history = [{"w": np.zeros_like(l["w"]), "b": np.zeros_like(l["b"])} for l in layers]

    def update(grads):
        for layer, grad, seen in zip(layers, grads, history):
            for key in ("w", "b"):
                seen[key] += grad[key] ** 2
                layer[key] -= rate * grad[key] / (np.sqrt(seen[key]) + eps)

    return update


def minibatches(rng, x, y, size):
    order = rng.permutation(len(x))
    for start in range(0, len(x), size):
        chosen = order[start:start + size]
        yield x[chosen], y[chosen]


def make_data(rng, n):
    x = rng.uniform(-2, 2, (n, 2))
    y = np.sin(1.5 * x[:, :1]) + 0.5 * x[:, 1:] ** 2 + rng.normal(0, 0.05, (n, 1))
    outliers = rng.random((n, 1)) < 0.08
    return x, y + outliers * rng.normal(0, 4, (n, 1))


def main():
    rng = np.random.default_rng(11)
    x, y = make_data(rng, 230)
    layers = [init_layer(rng, 2, 20, "elu"),
              init_layer(rng, 20, 10, "elu"),
              init_layer(rng, 10, 1, "linear")]
    loss, loss_gradient = huber(0.5)
    update = adagrad(layers, rate=0.08)
    for epoch in range(1, 61):
        values = []
        for xb, yb in minibatches(rng, x, y, 32):
            value, grads = value_and_grads(layers, xb, yb, loss, loss_gradient)
            update(clip(grads, 0.2))
            values.append(value)
        if epoch % 15 == 0:
            print(f"epoch {epoch}: batches {np.mean(values):.5f}, "
                  f"all data {loss(predict(layers, x), y):.5f}")
    grid = np.array([[-1.0, 0.0], [0.0, 1.0], [1.0, -1.5]])
    print("predictions:", np.round(predict(layers, grid).ravel(), 4))
    print("median absolute error:", round(float(np.median(np.abs(predict(layers, x) - y))), 5))


main()
