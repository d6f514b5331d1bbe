"""Three gaussian blobs, one ReLU layer, softmax, SGD with momentum and L2."""
import numpy as np


def make_blobs(rng, per_class=40):
    centers = np.array([[0.0, 1.2], [-1.0, -0.6], [1.0, -0.6]])
    X = np.vstack([c + 0.6 * rng.randn(per_class, 2) for c in centers])
    labels = np.repeat(np.arange(3), per_class)
    return X, np.eye(3)[labels]


def init_params(rng, n_in, n_hidden, n_out):
    return {
        "W1": rng.randn(n_in, n_hidden) * np.sqrt(2.0 / n_in),
        "b1": np.zeros(n_hidden),
        "W2": rng.randn(n_hidden, n_out) * np.sqrt(2.0 / n_hidden),
        "b2": np.zeros(n_out),
    }


def softmax(s):
    e = np.exp(s - s.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def forward(p, X):
    z1 = X @ p["W1"] + p["b1"]
    a1 = np.maximum(z1, 0)
    probs = softmax(a1 @ p["W2"] + p["b2"])
    return probs, (X, z1, a1)


def compute_loss(p, X, T, reg):
    probs, _ = forward(p, X)
    data = -np.sum(T * np.log(probs + 1e-12)) / len(X)
    penalty = 0.5 * reg * (np.sum(p["W1"] ** 2) + np.sum(p["W2"] ** 2))
    return data + penalty


def backward(p, cache, probs, T, reg):
    X, z1, a1 = cache
    g = {}
    dscores = (probs - T) / len(X)
    g["W2"] = a1.T @ dscores + reg * p["W2"]
    g["b2"] = dscores.sum(axis=0)
    da1 = dscores @ p["W2"].T
    dz1 = da1.copy()
    dz1[z1 <= 0] = 0
    g["W1"] = X.T @ dz1 + reg * p["W1"]
    g["b1"] = dz1.sum(axis=0)
    return g


def momentum_step(p, vel, g, lr, mu):
    for k in p:
        v = mu * vel[k] - lr * g[k]
        vel[k] = v
        p[k] += v


def train(epochs=20, batch=20, lr=0.05, mu=0.9, reg=0.01):
    rng = np.random.RandomState(0)
    X, T = make_blobs(rng)
    p = init_params(rng, 2, 10, 3)
    vel = {k: np.zeros_like(p[k]) for k in p}
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        for s in range(0, len(X), batch):
            idx = order[s:s + batch]
            xb, tb = X[idx], T[idx]
            probs, cache = forward(p, xb)
            grads = backward(p, cache, probs, tb, reg)
            momentum_step(p, vel, grads, lr, mu)
        if epoch % 4 == 0:
            print("epoch %2d  loss %.8f" % (epoch, compute_loss(p, X, T, reg)))
    probs, _ = forward(p, X)
    print("final loss %.8f" % compute_loss(p, X, T, reg))
    print("accuracy", np.mean(probs.argmax(1) == T.argmax(1)))


if __name__ == "__main__":
    train()
