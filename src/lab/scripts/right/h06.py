# %% [markdown]
# # Flat prices - simple NN baseline (numpy only)
# numeric + categorical features, dropout, Adam, early stopping on a validation set

# %%
import numpy as np

SEED = 2024
rng = np.random.default_rng(SEED)
N = 700

# %% fake "train.csv"
area = rng.uniform(25, 140, N)
rooms = np.clip(np.round(area / 28 + rng.normal(0, 0.6, N)), 1, 6)
age = rng.uniform(0, 80, N)
age[rng.random(N) < 0.08] = np.nan                     # missing values
district = rng.integers(0, 4, N)
price = (area * np.array([2.0, 3.2, 2.5, 4.1])[district] + 6 * rooms
         - 0.5 * np.nan_to_num(age, nan=40.0) + rng.normal(0, 12, N))

# %% training / validation split
idx = rng.permutation(N)
tr, va = idx[:560], idx[560:]

# %% preprocessing - everything is fitted on the training rows only
age_fill = np.nanmedian(age[tr])
num = np.column_stack([area, rooms, np.where(np.isnan(age), age_fill, age)])
mu, sd = num[tr].mean(axis=0), num[tr].std(axis=0)
onehot = np.eye(4)[district]
X = np.hstack([(num - mu) / sd, onehot])
y_mu, y_sd = price[tr].mean(), price[tr].std()
y = ((price - y_mu) / y_sd).reshape(-1, 1)
X_tr, y_tr, X_va, y_va = X[tr], y[tr], X[va], y[va]

# %% model: 7 -> 32 relu (dropout) -> 16 relu -> 1
P = {
    "W1": rng.normal(0, np.sqrt(2 / 7), (7, 32)), "b1": np.zeros(32),
    "W2": rng.normal(0, np.sqrt(2 / 32), (32, 16)), "b2": np.zeros(16),
    "W3": rng.normal(0, np.sqrt(1 / 16), (16, 1)), "b3": np.zeros(1),
}
KEEP = 0.9          # probability of keeping a hidden unit


def forward(X, train):
    z1 = X @ P["W1"] + P["b1"]
    h1 = np.maximum(z1, 0)
    if train:                                          # inverted dropout
        mask = (rng.random(h1.shape) < KEEP) / KEEP
    else:
        mask = np.ones_like(h1)
    h1 = h1 * mask
    z2 = h1 @ P["W2"] + P["b2"]
    h2 = np.maximum(z2, 0)
    return h2 @ P["W3"] + P["b3"], (X, z1, mask, h1, z2, h2)


def backward(out, y, cache):
    X, z1, mask, h1, z2, h2 = cache
    g = {}
    d = 2 * (out - y) / len(y)                         # loss = mean squared error
    g["W3"], g["b3"] = h2.T @ d, d.sum(axis=0)
    d = d @ P["W3"].T * (z2 > 0)
    g["W2"], g["b2"] = h1.T @ d, d.sum(axis=0)
    d = d @ P["W2"].T
    d = d * mask
    d = d * (z1 > 0)
    g["W1"], g["b1"] = X.T @ d, d.sum(axis=0)
    return g


def mse(X, y):
    out, _ = forward(X, train=False)
    return np.mean((out - y) ** 2)


# %% training loop
LR, B1, B2, EPS, BATCH, PATIENCE = 0.003, 0.9, 0.999, 1e-8, 64, 8
M = {k: np.zeros_like(v) for k, v in P.items()}
V = {k: np.zeros_like(v) for k, v in P.items()}
t = 0
best_val, best_P, bad_epochs = np.inf, None, 0

for epoch in range(1, 151):
    order = rng.permutation(len(X_tr))
    for s in range(0, len(X_tr), BATCH):
        b = order[s:s + BATCH]
        out, cache = forward(X_tr[b], train=True)
        grads = backward(out, y_tr[b], cache)
        t += 1
        for k in P:
            M[k] = B1 * M[k] + (1 - B1) * grads[k]
            V[k] = B2 * V[k] + (1 - B2) * grads[k] ** 2
            P[k] -= LR * (M[k] / (1 - B1 ** t)) / (np.sqrt(V[k] / (1 - B2 ** t)) + EPS)
    val = mse(X_va, y_va)
    if epoch % 5 == 0:
        print(f"epoch {epoch:3d} | train mse {mse(X_tr, y_tr):.6f} | val mse {val:.6f}")
    if val < best_val:
        best_val, bad_epochs = val, 0
        best_P = {k: v.copy() for k, v in P.items()}
    else:
        bad_epochs += 1                                # epochs in a row without improvement
        if bad_epochs >= PATIENCE:
            print("early stopping at epoch", epoch)
            break

# %% back to the best epoch, score in price units
P = best_P
pred = forward(X_va, train=False)[0] * y_sd + y_mu
rmse = np.sqrt(np.mean((pred[:, 0] - price[va]) ** 2))
print(f"best val mse {best_val:.6f} (restored {mse(X_va, y_va):.6f}), validation RMSE {rmse:.5f}")
