import numpy as np

SEED = 7
NUM_EPOCHS = 30
BATCH_SIZE = 16
MOMENTUM = 0.9


def spiral(n_per_class, n_classes, rng):
    xs, ys = [], []
    for c in range(n_classes):
        r = np.linspace(0.1, 1, n_per_class)
        th = np.linspace(c * 2.1, c * 2.1 + 2.5, n_per_class) + rng.normal(0, 0.1, n_per_class)
        xs.append(np.c_[r * np.sin(th), r * np.cos(th)])
        ys.append(np.full(n_per_class, c))
    return np.concatenate(xs), np.concatenate(ys)


def batches(x, y, size, rng):
    order = rng.permutation(len(x))
    for i in range(0, len(x), size):
        pick = order[i:i + size]
        yield x[pick], y[pick]


def learning_rate(epoch):
    return 0.2 * 0.5 ** (epoch // 10)


def forward(p, x):
    a1 = np.tanh(x @ p["W1"] + p["b1"])
    a2 = np.tanh(a1 @ p["W2"] + p["b2"])
    scores = a2 @ p["W3"] + p["b3"]
    scores = scores - scores.max(axis=1, keepdims=True)
    ex = np.exp(scores)
    probs = ex / ex.sum(axis=1, keepdims=True)
    return a1, a2, probs


def cross_entropy(probs, y):
    return -np.log(probs[np.arange(len(y)), y]).mean()


def gradients(p, x, y):
    n = len(x)
    a1, a2, probs = forward(p, x)
    g = {}
    d3 = probs.copy()
    d3[np.arange(n), y] -= 1
    d3 /= n
    g["W3"] = a2.T @ d3
    g["b3"] = d3.sum(axis=0)
    d2 = (d3 @ p["W3"].T) * (1 - a2 ** 2)
    g["W2"] = a1.T @ d2
    g["b2"] = d2.sum(axis=0)
    d1 = (d2 @ p["W2"].T) * (1 - a1 ** 2)
    g["W1"] = x.T @ d1
    g["b1"] = d1.sum(axis=0)
    return g, cross_entropy(probs, y)


rng = np.random.default_rng(SEED)
x_all, y_all = spiral(25, 3, rng)
p = {
    "W1": rng.normal(0, 0.8, (2, 12)), "b1": np.zeros(12),
    "W2": rng.normal(0, 0.3, (12, 8)), "b2": np.zeros(8),
    "W3": rng.normal(0, 0.3, (8, 3)), "b3": np.zeros(3),
}
velocity = {name: np.zeros_like(value) for name, value in p.items()}

for epoch in range(NUM_EPOCHS):
    lr = learning_rate(epoch)
    running, seen = 0.0, 0
    for xb, yb in batches(x_all, y_all, BATCH_SIZE, rng):
        g, loss = gradients(p, xb, yb)
        for name in p:
            velocity[name] = MOMENTUM * velocity[name] + g[name]
            p[name] = p[name] - lr * velocity[name]
        running += loss * len(xb)
        seen += len(xb)
    if epoch % 5 == 0:
        print(f"epoch {epoch:3d} lr {lr:.3f} train loss {running / seen:.4f}")

print("final", cross_entropy(forward(p, x_all)[2], y_all))
