# Autoencoder (8 -> 6 -> 6 -> 8) on noisy sine curves, trained with RMSProp.
# Loss: mean over all the entries of (reconstruction - x)^2
import numpy as np

rs = np.random.RandomState(99)

# ---------------------------------------------------------------- data
N, D, H = 80, 8, 6
phase = rs.uniform(0, 2 * np.pi, size=(N, 1))
freq = rs.uniform(0.5, 1.5, size=(N, 1))
grid = np.linspace(0, np.pi, D)[None, :]
X = np.sin(freq * grid + phase) + 0.05 * rs.randn(N, D)

# ---------------------------------------------------------------- model
We = rs.randn(D, H) * 0.3   # encoder
be = np.zeros(H)
Wc = rs.randn(H, H) * 0.3   # code layer
bc = np.zeros(H)
Wd = rs.randn(H, D) * 0.3   # decoder
bd = np.zeros(D)
params = {"We": We, "be": be, "Wc": Wc, "bc": bc, "Wd": Wd, "bd": bd}


def encode(x, p):
    z1 = x @ p["We"] + p["be"]
    a1 = np.tanh(z1)
    z2 = a1 @ p["Wc"] + p["bc"]
    a2 = np.tanh(z2)
    return a1, a2


def decode(code, p):
    # linear output
    return code @ p["Wd"] + p["bd"]


def loss_and_grads(x, p):
    a1, a2 = encode(x, p)
    recon = decode(a2, p)
    diff = recon - x
    loss = np.mean(diff ** 2)

    g = {}
    drecon = 2.0 * diff / diff.size
    g["Wd"] = a2.T @ drecon
    g["bd"] = drecon.sum(axis=0)
    da2 = drecon @ p["Wd"].T
    dz2 = da2 * (1 - a2 ** 2)
    g["Wc"] = a1.T @ dz2
    g["bc"] = dz2.sum(axis=0)
    da1 = dz2 @ p["Wc"].T
    dz1 = da1 * (1 - a1 ** 2)
    g["We"] = x.T @ dz1
    g["be"] = dz1.sum(axis=0)
    return loss, g


# ---------------------------------------------------------------- training
lr = 0.005
rho = 0.9
eps = 1e-8
batch = 20
sq = {k: np.zeros_like(v) for k, v in params.items()}

for epoch in range(60):
    perm = rs.permutation(N)
    total = 0.0
    for s in range(0, N, batch):
        xb = X[perm[s:s + batch]]
        loss, grads = loss_and_grads(xb, params)
        total += loss * len(xb)
        for k in params:
            sq[k] = rho * sq[k] + (1 - rho) * grads[k] ** 2
            params[k] -= lr * grads[k] / (np.sqrt(sq[k]) + eps)
    if (epoch + 1) % 10 == 0:
        print("epoch", epoch + 1, "reconstruction error", total / N)

code = encode(X, params)[1]
print("code of the first example:", code[0])
print("final error:", np.mean((decode(code, params) - X) ** 2))
