# Titanic-like baseline: MLP from scratch (numpy only), Adam + dropout + L2
import numpy as np

SEED = 2024
np.random.seed(SEED)

# ---- synthetic "passengers" ----
n = 480
sex = np.random.randint(0, 2, n)
pclass = np.random.choice([1, 2, 3], n, p=[0.25, 0.2, 0.55])
age = np.clip(np.random.normal(30, 13, n), 1, 75)
fare = np.exp(np.random.normal(4.2 - 0.7 * pclass, 0.5))
sibsp = np.random.poisson(0.5, n)
score = 2.4 * sex - 1.0 * (pclass - 2) - 0.03 * (age - 30) + 0.006 * fare - 0.4 * sibsp - 0.9
y = (np.random.rand(n) < 1 / (1 + np.exp(-score))).astype(float).reshape(-1, 1)
X = np.column_stack([sex, pclass, age, np.log1p(fare), sibsp]).astype(float)

# ---- split + standardize ----
perm = np.random.permutation(n)
tr, va = perm[:384], perm[384:]
mean, std = X[tr].mean(axis=0), X[tr].std(axis=0)
X = (X - mean) / std
X_train, y_train, X_val, y_val = X[tr], y[tr], X[va], y[va]

# ---- hyperparameters ----
EPOCHS = 30
BATCH_SIZE = 32
LR = 0.003
L2 = 1e-3
KEEP = 0.8
BETA1, BETA2, EPS = 0.9, 0.999, 1e-8

sizes = [X.shape[1], 24, 12, 1]
params = {}
for l in range(1, 4):
    params[f"W{l}"] = np.random.randn(sizes[l - 1], sizes[l]) * np.sqrt(2.0 / sizes[l - 1])
    params[f"b{l}"] = np.zeros((1, sizes[l]))
m = {k: np.zeros_like(p) for k, p in params.items()}
v = {k: np.zeros_like(p) for k, p in params.items()}


def forward(X, p, train=False):
    c = {"X": X}
    c["z1"] = X @ p["W1"] + p["b1"]
    c["a1"] = np.maximum(c["z1"], 0)
    if train:
        c["mask"] = (np.random.rand(*c["a1"].shape) < KEEP) / KEEP
        c["a1"] = c["a1"] * c["mask"]
    c["z2"] = c["a1"] @ p["W2"] + p["b2"]
    c["a2"] = np.maximum(c["z2"], 0)
    c["out"] = 1 / (1 + np.exp(-(c["a2"] @ p["W3"] + p["b3"])))
    return c


def backward(c, y, p):
    g = {}
    d3 = (c["out"] - y) / len(y)
    g["W3"] = c["a2"].T @ d3 + L2 * p["W3"]
    g["b3"] = d3.sum(axis=0, keepdims=True)
    d2 = d3 @ p["W3"].T * (c["z2"] > 0)
    g["W2"] = c["a1"].T @ d2 + L2 * p["W2"]
    g["b2"] = d2.sum(axis=0, keepdims=True)
    d1 = d2 @ p["W2"].T * c["mask"] * (c["z1"] > 0)
    g["W1"] = c["X"].T @ d1 + L2 * p["W1"]
    g["b1"] = d1.sum(axis=0, keepdims=True)
    return g


def logloss(y, p):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


t = 0
for epoch in range(EPOCHS):
    idx = np.random.permutation(len(X_train))
    for s in range(0, len(idx), BATCH_SIZE):
        b = idx[s:s + BATCH_SIZE]
        cache = forward(X_train[b], params, train=True)
        grads = backward(cache, y_train[b], params)
        t += 1
        for k in params:
            m[k] = BETA1 * m[k] + (1 - BETA1) * grads[k]
            v[k] = BETA2 * v[k] + (1 - BETA2) * grads[k] ** 2
            m_hat = m[k] / (1 - BETA1 ** t)
            v_hat = v[k] / (1 - BETA2 ** t)
            params[k] -= LR * m_hat / (np.sqrt(v_hat) + EPS)
    if (epoch + 1) % 5 == 0:
        p_tr, p_va = forward(X_train, params)["out"], forward(X_val, params)["out"]
        print(f"epoch {epoch + 1:3d}  train {logloss(y_train, p_tr):.5f}  val {logloss(y_val, p_va):.5f}"
              f"  acc {np.mean((p_va > 0.5) == y_val):.4f}")
