# tiny regression net, tanh-tanh-linear, AdamW. bias folded into the weights
import numpy as np

g = np.random.default_rng(99)
N, D, H1, H2, K = 300, 4, 20, 12, 2

x = g.normal(size=(N, D))
mix = g.normal(size=(D, 3))
f = np.tanh(x @ mix)
y = np.c_[f[:, 0] * f[:, 1] + 1.0, f[:, 2] - 0.5 * f[:, 0]]
y = y + 0.02 * g.normal(size=y.shape)
xt, yt, xv, yv = x[:240], y[:240], x[240:], y[240:]


def aug(a):
    return np.c_[a, np.ones(len(a))]


def fwd(x, A, B, C):
    h0 = aug(x)
    h1 = aug(np.tanh(h0 @ A))
    h2 = aug(np.tanh(h1 @ B))
    return h0, h1, h2, h2 @ C


def mse(o, t):
    return ((o - t) ** 2).mean()


A = g.normal(size=(D + 1, H1)) / np.sqrt(D + 1)
B = g.normal(size=(H1 + 1, H2)) / np.sqrt(H1 + 1)
C = g.normal(size=(H2 + 1, K)) / np.sqrt(H2 + 1)
P = [A, B, C]
M = [0 * p for p in P]
V = [0 * p for p in P]

b1, b2, eps = 0.9, 0.99, 1e-8
lr0, wd, bs = 0.01, 0.01, 40
n = 0
for ep in range(100):
    lr = lr0 * 0.98 ** ep
    ix = g.permutation(len(xt))
    for k in range(0, len(xt), bs):
        q = ix[k:k + bs]
        h0, h1, h2, o = fwd(xt[q], A, B, C)

        do = 2 * (o - yt[q]) / o.size
        dC = h2.T @ do
        d2 = (do @ C.T)[:, :-1] * (1 - h2[:, :-1] ** 2)
        dB = h1.T @ d2
        d1 = (d2 @ B.T)[:, :-1] * (1 - h1[:, :-1] ** 2)
        dA = h0.T @ d1

        n += 1
        for i, d in enumerate([dA, dB, dC]):
            M[i] = b1 * M[i] + (1 - b1) * d
            V[i] = b2 * V[i] + (1 - b2) * d * d
            mh = M[i] / (1 - b1 ** n)
            vh = V[i] / (1 - b2 ** n)
            # decay not on the bias row
            P[i][:-1] *= 1 - lr * wd
            P[i] -= lr * mh / (np.sqrt(vh) + eps)
    if ep % 10 == 0:
        tr = mse(fwd(xt, A, B, C)[-1], yt)
        va = mse(fwd(xv, A, B, C)[-1], yv)
        print(f"{ep:3d}  train {tr:.6f}  val {va:.6f}")

o = fwd(xv, A, B, C)[-1]
print("final train %.6f val %.6f" % (mse(fwd(xt, A, B, C)[-1], yt), mse(o, yv)))
r2 = 1 - ((o - yv) ** 2).sum(0) / ((yv - yv.mean(0)) ** 2).sum(0)
print("R2 per output", r2.round(4))
