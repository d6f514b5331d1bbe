# %% [markdown]
# # Spiral classification from scratch
# Three arms, two hidden layers, softmax. RMSprop because plain SGD was slow for me.

# %%
import numpy as np
np.random.seed(8)

# %% data
K = 3                # arms
n = 80               # points per arm
X = np.zeros((K * n, 2))
y = np.zeros(K * n, dtype=int)
for k in range(K):
    rad = np.linspace(0.05, 1, n)
    ang = np.linspace(0, 4, n) + 2 * np.pi * k / K + 0.15 * np.random.randn(n)
    X[k * n:(k + 1) * n] = np.c_[rad * np.sin(ang), rad * np.cos(ang)]
    y[k * n:(k + 1) * n] = k
X = X / X.std(axis=0)

# %% parameters
H = 24
P = {
    "W1": np.random.randn(2, H) * np.sqrt(2 / 2), "b1": np.zeros(H),
    "W2": np.random.randn(H, H) * np.sqrt(2 / H), "b2": np.zeros(H),
    "W3": np.random.randn(H, K) * np.sqrt(1 / H), "b3": np.zeros(K),
}
S = {name: np.zeros_like(p) for name, p in P.items()}

lr = 0.004
rho = 0.9
l2 = 1e-3
batch = 40
slope = 0.1          # of the leaky relu


# %%
def leaky(z):
    return np.where(z > 0, z, slope * z)


def dleaky(z):
    return np.where(z > 0, 1.0, slope)


def forward(x):
    z1 = x @ P["W1"] + P["b1"]
    h1 = leaky(z1)
    z2 = h1 @ P["W2"] + P["b2"]
    h2 = leaky(z2)
    scores = h2 @ P["W3"] + P["b3"]
    scores = scores - scores.max(axis=1, keepdims=True)
    probs = np.exp(scores)
    probs = probs / probs.sum(axis=1, keepdims=True)
    return z1, h1, z2, h2, probs


# %% training
for epoch in range(121):
    if epoch in (60, 90):
        lr = lr / 3
    perm = np.random.permutation(len(X))
    Xs, ys = X[perm], y[perm]
    for i in range(0, len(X), batch):
        xb = Xs[i:i + batch]
        yb = ys[i:i + batch]
        z1, h1, z2, h2, probs = forward(xb)
        dscores = probs.copy()
        dscores[range(len(yb)), yb] -= 1
        dscores /= len(yb)
        g = {}
        g["W3"] = h2.T @ dscores + l2 * P["W3"]
        g["b3"] = dscores.sum(axis=0)
        dh2 = dscores @ P["W3"].T
        dz2 = dh2 * dleaky(z2)
        g["W2"] = h1.T @ dz2 + l2 * P["W2"]
        g["b2"] = dz2.sum(axis=0)
        dh1 = dz2 @ P["W2"].T
        dz1 = dh1 * dleaky(z1)
        g["W1"] = xb.T @ dz1 + l2 * P["W1"]
        g["b1"] = dz1.sum(axis=0)
        for name in P:
            S[name] = rho * S[name] + (1 - rho) * g[name] ** 2
            P[name] -= lr * g[name] / (np.sqrt(S[name]) + 1e-8)
    if epoch % 20 == 0:
        probs = forward(X)[-1]
        data_loss = -np.log(probs[range(len(y)), y] + 1e-12).mean()
        reg_loss = 0.5 * l2 * sum((P[w] ** 2).sum() for w in ("W1", "W2", "W3"))
        print("epoch", epoch, "loss %.4f" % (data_loss + reg_loss), "train acc %.3f" % (probs.argmax(1) == y).mean())
