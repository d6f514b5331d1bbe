# Two moons with a small neural net, numpy only.
# Loss: mean binary cross-entropy.  Optimiser: Adam, mini-batches.
import numpy as np

rng = np.random.default_rng(42)


def make_moons(n_samples, noise):
    n_upper = n_samples // 2
    n_lower = n_samples - n_upper
    t_up = rng.uniform(0, np.pi, n_upper)
    t_lo = rng.uniform(0, np.pi, n_lower)
    upper = np.column_stack([np.cos(t_up), np.sin(t_up)])
    lower = np.column_stack([1 - np.cos(t_lo), 0.5 - np.sin(t_lo)])
    X = np.vstack([upper, lower]) + rng.normal(scale=noise, size=(n_samples, 2))
    y = np.concatenate([np.zeros(n_upper), np.ones(n_lower)])
    idx = rng.permutation(n_samples)
    return X[idx], y[idx]


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def log_loss(y_true, proba, eps=1e-12):
    p = np.clip(proba.ravel(), eps, 1 - eps)
    return -np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))


def accuracy_score(y_true, proba):
    return np.mean((proba.ravel() > 0.5) == y_true)


def forward(X, params):
    Z1 = X @ params["W1"] + params["b1"]
    H1 = np.tanh(Z1)
    Z2 = H1 @ params["W2"] + params["b2"]
    H2 = np.tanh(Z2)
    proba = sigmoid(H2 @ params["W3"] + params["b3"])     # (n, 1)
    return proba, (X, H1, H2)


def backward(proba, y, cache, params):
    X, H1, H2 = cache
    n = len(y)
    grads = {}
    dZ3 = (proba - y.reshape(-1, 1)) / n
    grads["W3"] = H2.T @ dZ3
    grads["b3"] = dZ3.sum(axis=0)
    dZ2 = (dZ3 @ params["W3"].T) * (1 - H2 ** 2)
    grads["W2"] = H1.T @ dZ2
    grads["b2"] = dZ2.sum(axis=0)
    dZ1 = (dZ2 @ params["W2"].T) * (1 - H1 ** 2)
    grads["W1"] = X.T @ dZ1
    grads["b1"] = dZ1.sum(axis=0)
    return grads


# ---------------------------------------------------------------- data
X, y = make_moons(400, noise=0.22)
X_train, X_test = X[:300], X[300:]
y_train, y_test = y[:300], y[300:]
mu, sd = X_train.mean(axis=0), X_train.std(axis=0)
X_train = (X_train - mu) / sd
X_test = (X_test - mu) / sd

# ---------------------------------------------------------------- model
n_hidden = 16
params = {
    "W1": rng.normal(size=(2, n_hidden)) / np.sqrt(2),
    "b1": np.zeros(n_hidden),
    "W2": rng.normal(size=(n_hidden, n_hidden)) / np.sqrt(n_hidden),
    "b2": np.zeros(n_hidden),
    "W3": rng.normal(size=(n_hidden, 1)) / np.sqrt(n_hidden),
    "b3": np.zeros(1),
}
m = {k: np.zeros_like(p) for k, p in params.items()}
v = {k: np.zeros_like(p) for k, p in params.items()}
lr, beta1, beta2, eps = 3e-3, 0.9, 0.999, 1e-8

# ---------------------------------------------------------------- training
batch_size, n_epochs, t = 50, 80, 0
for epoch in range(1, n_epochs + 1):
    perm = rng.permutation(len(X_train))
    for start in range(0, len(X_train), batch_size):
        batch = perm[start:start + batch_size]
        X_batch, y_batch = X_train[batch], y_train[batch]
        proba, cache = forward(X_batch, params)
        grads = backward(proba, y_batch, cache, params)
        t += 1
        for k in params:
            m[k] = beta1 * m[k] + (1 - beta1) * grads[k]
            v[k] = beta2 * v[k] + (1 - beta2) * grads[k] ** 2
            m_hat = m[k] / (1 - beta1 ** t)
            v_hat = v[k] / (1 - beta2 ** t)
            params[k] -= lr * m_hat / (np.sqrt(v_hat) + eps)
    if epoch % 10 == 0:
        train_loss = log_loss(y_train, forward(X_train, params)[0])
        test_loss = log_loss(y_test, forward(X_test, params)[0])
        print(f"epoch {epoch:3d}  train {train_loss:.6f}  test {test_loss:.6f}")

proba_test = forward(X_test, params)[0]
print(f"final test log loss : {log_loss(y_test, proba_test):.6f}")
print(f"final test accuracy : {accuracy_score(y_test, proba_test):.5f}")
