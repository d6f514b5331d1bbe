# Fully connected net with any number of layers; examples are columns.
# Loss: Huber, summed over outputs and averaged over examples. Training: AdaGrad, clipped gradients.
import numpy as np

# name -> (function, derivative with respect to z)
ACTIVATIONS = {
    "tanh": (np.tanh, lambda z: 1.0 - np.tanh(z) ** 2),
    "sigmoid": (lambda z: 1.0 / (1.0 + np.exp(-z)),
                lambda z: np.exp(-z) / (1.0 + np.exp(-z)) ** 2),
    "softplus": (lambda z: np.log1p(np.exp(z)), lambda z: 1.0 / (1.0 + np.exp(-z))),
    "linear": (lambda z: z, lambda z: np.ones_like(z)),
}
DELTA = 0.5


def huber(err):
    small = np.abs(err) <= DELTA
    return np.where(small, 0.5 * err ** 2, DELTA * (np.abs(err) - 0.5 * DELTA))


def huber_grad(err):
    return np.clip(err, -DELTA, DELTA)


def build(sizes, rng):
    W = [rng.randn(sizes[i + 1], sizes[i]) * np.sqrt(1.0 / sizes[i]) for i in range(len(sizes) - 1)]
    b = [np.zeros((sizes[i + 1], 1)) for i in range(len(sizes) - 1)]
    return W, b


def forward(x, W, b, names):
    zs, acts = [], [x]
    for i in range(len(W)):
        zs.append(W[i] @ acts[i] + b[i])
        acts.append(ACTIVATIONS[names[i]][0](zs[i]))
    return zs, acts


def gradients(x, t, W, b, names):
    n = x.shape[1]
    zs, acts = forward(x, W, b, names)
    err = acts[-1] - t
    loss = huber(err).sum() / n
    dW, db = [None] * len(W), [None] * len(b)
    delta = huber_grad(err) * ACTIVATIONS[names[-1]][1](zs[-1]) / n
    for i in reversed(range(len(W))):
        dW[i] = delta @ acts[i].T
        db[i] = delta.sum(axis=1, keepdims=True)
        if i > 0:
            delta = (W[i].T @ delta) * ACTIVATIONS[names[i - 1]][1](zs[i - 1])
    return loss, dW, db


def clip_by_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g ** 2) for g in grads))
    if norm > max_norm:
        grads = [g * (max_norm / norm) for g in grads]
    return grads


def fit(x, t, sizes, names, rng, lr=0.08, epochs=200, batch=25, max_norm=1.0):
    W, b = build(sizes, rng)
    hW = [np.zeros_like(w) for w in W]
    hb = [np.zeros_like(v) for v in b]
    for epoch in range(epochs):
        order = rng.permutation(x.shape[1])
        total = 0.0
        for s in range(0, x.shape[1], batch):
            pick = order[s:s + batch]
            loss, dW, db = gradients(x[:, pick], t[:, pick], W, b, names)
            total += loss * len(pick)
            clipped = clip_by_norm(dW + db, max_norm)
            dW, db = clipped[:len(W)], clipped[len(W):]
            for i in range(len(W)):
                hW[i] += dW[i] ** 2
                hb[i] += db[i] ** 2
                W[i] -= lr * dW[i] / (np.sqrt(hW[i]) + 1e-8)
                b[i] -= lr * db[i] / (np.sqrt(hb[i]) + 1e-8)
        if (epoch + 1) % 40 == 0:
            print("epoch %3d  mean loss %.6f" % (epoch + 1, total / x.shape[1]))
    return W, b


rng = np.random.RandomState(17)
x = rng.uniform(-2, 2, size=(2, 210))
t = np.vstack([3 * np.sin(1.5 * x[0]) + x[1], x[0] * x[1]])
x_test = np.array([[0.5, -1.0, 1.5], [1.0, -0.5, -1.5]])
t_test = np.vstack([3 * np.sin(1.5 * x_test[0]) + x_test[1], x_test[0] * x_test[1]])
names = ["tanh", "softplus", "linear"]
W, b = fit(x, t, [2, 20, 12, 2], names, rng)
print("predicted\n", np.round(forward(x_test, W, b, names)[1][-1], 4))
print("true\n", np.round(t_test, 4))
