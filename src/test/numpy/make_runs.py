"""Writes src/test/resources/numpy/runs.txt: whole trainings in plain NumPy, for NumpyRunsTests.

Run from the root of the repository: /usr/bin/python3 src/test/numpy/make_runs.py
One line is "name = values"; a double is written by float.hex(), so nothing is rounded. Every training is written out as
one would write it by hand after the tutorial; it shares nothing with the code that it tests. The first steps, and the
first that has a short batch, are kept whole: z, a, the loss, delta (one row for each example, not yet summed), the
gradients and the new weights. Of the rest only the last weights are kept, and the outputs and loss that follow from them.
"""

import numpy as np

lines = []


def write(name, values):
    values = np.asarray(values)
    shape = "x".join(str(s) for s in values.shape)
    lines.append(f"{name} = {shape} {' '.join(float(v).hex() for v in values.ravel())}")


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


ACTIVATIONS = {
    "identity": (lambda z: z, lambda z: np.ones_like(z)),
    "sigmoid": (sigmoid, lambda z: sigmoid(z) * (1 - sigmoid(z))),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
}

LOSSES = {  # of each example, and its derivative with respect to the output
    "half_squared_error": (lambda o, y: 0.5 * ((o - y) ** 2).sum(axis=1), lambda o, y: o - y),
    "squared_error": (lambda o, y: ((o - y) ** 2).sum(axis=1), lambda o, y: 2 * (o - y)),
    "mean_squared_error": (lambda o, y: ((o - y) ** 2).mean(axis=1), lambda o, y: 2 * (o - y) / y.shape[1]),
}

INITIALIZERS = {
    "zeros": lambda i, o: np.zeros((i, o)),
    "ones": lambda i, o: np.ones((i, o)),
    "glorot_uniform": lambda i, o: np.random.uniform(-np.sqrt(6 / (i + o)), np.sqrt(6 / (i + o)), (i, o)),
    "glorot_normal": lambda i, o: np.random.normal(0, np.sqrt(2 / (i + o)), (i, o)),
    "he_uniform": lambda i, o: np.random.uniform(-np.sqrt(6 / i), np.sqrt(6 / i), (i, o)),
    "he_normal": lambda i, o: np.random.normal(0, np.sqrt(2 / i), (i, o)),
}


def train(name, seed, examples, layers, loss, reduction, rate, batch, epochs, shuffle, keep):
    """layers: the number of inputs, then (units, activation, bias, initializer) of each layer."""
    lines.append(f"{name} run = {seed} {loss} {reduction} {rate!r} {batch} {epochs} {str(shuffle).lower()}")
    lines.append(f"{name} layers = {' '.join(f'{u},{a},{str(b).lower()},{i}' for u, a, b, i in layers[1:])}")
    widths = [layers[0]] + [layer[0] for layer in layers[1:]]
    data = np.random.RandomState(seed + 1000)
    X = data.normal(0.2, 1.0, (examples, widths[0])).round(3)
    Y = data.uniform(-0.3, 1.2, (examples, widths[-1])).round(3)
    write(f"{name} X", X)
    write(f"{name} Y", Y)

    np.random.seed(seed)
    W = [INITIALIZERS[init](widths[i], units) for i, (units, _, _, init) in enumerate(layers[1:])]
    b = [np.zeros(units) for units, _, _, _ in layers[1:]]
    for i, w in enumerate(W):
        write(f"{name} initial W{i + 1}", w)

    step = 0
    short_seen = False
    for epoch in range(epochs):
        order = np.random.permutation(examples) if shuffle else np.arange(examples)
        for start in range(0, examples, batch):
            rows = order[start : start + batch]
            x, y = X[rows], Y[rows]
            is_short = len(rows) < batch and not short_seen
            short_seen = short_seen or is_short
            kept = step < keep or is_short

            z, a = [], [x]
            for w, c, (_, activation, bias, _) in zip(W, b, layers[1:]):
                z.append(a[-1].dot(w) + (c if bias else 0))
                a.append(ACTIVATIONS[activation][0](z[-1]))
            losses = LOSSES[loss][0](a[-1], y)
            total = losses.mean() if reduction == "mean" else losses.sum()

            delta = LOSSES[loss][1](a[-1], y) * ACTIVATIONS[layers[-1][1]][1](z[-1])
            deltas = [delta]
            for i in range(len(W) - 1, 0, -1):
                delta = delta.dot(W[i].T) * ACTIVATIONS[layers[i][1]][1](z[i - 1])
                deltas.insert(0, delta)
            divisor = len(rows) if reduction == "mean" else 1
            dW = [a[i].T.dot(deltas[i]) / divisor for i in range(len(W))]
            db = [deltas[i].sum(axis=0) / divisor for i in range(len(W))]
            W = [w - rate * g for w, g in zip(W, dW)]
            b = [c - rate * g if layers[i + 1][2] else c for i, (c, g) in enumerate(zip(b, db))]

            if kept:
                write(f"{name} step {step} loss", [[total]])
                for i in range(len(W)):
                    tensors = {"Z": z[i], "A": a[i + 1], "dZ": deltas[i], "dW": dW[i], "W": W[i]}
                    tensors["uW"] = rate * dW[i]
                    if layers[i + 1][2]:
                        tensors.update({"db": db[i][None], "ub": rate * db[i][None], "b": b[i][None]})
                    for symbol, tensor in tensors.items():
                        write(f"{name} step {step} {symbol}{i + 1}", tensor)
            step += 1

    lines.append(f"{name} steps = {step}")
    o = X
    for i, (w, c, (_, activation, bias, _)) in enumerate(zip(W, b, layers[1:])):
        write(f"{name} final W{i + 1}", w)
        if bias:
            write(f"{name} final b{i + 1}", c[None])
        o = ACTIVATIONS[activation][0](o.dot(w) + (c if bias else 0))
    write(f"{name} final outputs", o)
    losses = LOSSES[loss][0](o, Y)
    write(f"{name} final loss", [[losses.mean() if reduction == "mean" else losses.sum()]])


# Widths, examples and batches are different primes, so that nothing fits where it does not belong.
train("sigmoid", 1, 7, [3, (5, "sigmoid", False, "glorot_uniform"), (2, "sigmoid", False, "glorot_uniform")],
      "half_squared_error", "sum", 0.37, 7, 500, False, 2)
train("biases", 2, 11, [3, (5, "tanh", True, "glorot_normal"), (2, "sigmoid", True, "glorot_uniform")],
      "squared_error", "mean", 0.37, 11, 500, False, 2)
train("batches", 3, 13, [5, (7, "sigmoid", True, "he_uniform"), (3, "identity", True, "he_normal")],
      "mean_squared_error", "mean", 0.23, 5, 100, False, 2)
train("shuffled", 4, 17, [3, (7, "tanh", True, "he_normal"), (5, "tanh", False, "glorot_normal"),
                          (2, "sigmoid", True, "glorot_uniform")],
      "half_squared_error", "mean", 0.7, 5, 100, True, 3)
train("summed", 5, 11, [2, (3, "identity", True, "glorot_uniform"), (1, "tanh", True, "he_uniform")],
      "mean_squared_error", "sum", 0.031, 3, 100, True, 2)
train("single", 6, 1, [1, (1, "tanh", True, "ones")], "squared_error", "sum", 0.19, 1, 20, False, 2)
train("symmetric", 7, 5, [3, (2, "sigmoid", True, "zeros"), (2, "identity", True, "zeros")],
      "half_squared_error", "mean", 0.37, 2, 100, False, 2)
train("deep", 8, 7, [5, (11, "tanh", True, "glorot_uniform"), (7, "sigmoid", True, "glorot_normal"),
                     (5, "identity", False, "he_uniform"), (3, "sigmoid", True, "he_normal"),
                     (2, "tanh", True, "glorot_uniform")],
      "squared_error", "sum", 0.05, 3, 100, True, 0)
train("wide", 9, 19, [29, (31, "sigmoid", True, "glorot_uniform"), (3, "sigmoid", True, "glorot_uniform")],
      "squared_error", "mean", 0.9, 19, 200, False, 0)

with open("src/test/resources/numpy/runs.txt", "w", encoding="utf-8") as file:
    file.write("\n".join(lines) + "\n")
