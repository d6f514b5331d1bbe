import numpy as np

rng = np.random.default_rng(3)
X = np.vstack([rng.normal(c, 0.6, size=(13, 2)) for c in ((0, 0), (2, 1), (0, 3))])
labels = np.repeat([0, 1, 2], 13)
Y = np.eye(3)[labels]

W1 = rng.normal(0, 0.5, (2, 8)); b1 = np.zeros(8)
W2 = rng.normal(0, 0.5, (8, 3)); b2 = np.zeros(3)
lr = 0.3
batch_size = 16

for epoch in range(25):
    perm = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        idx = perm[start:start + batch_size]
        xb, yb = X[idx], Y[idx]
        h = np.tanh(xb @ W1 + b1)
        logits = h @ W2 + b2
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        d2 = (p - yb) / len(xb)
        d1 = (d2 @ W2.T) * (1 - h ** 2)
        W2 -= lr * h.T @ d2
        b2 -= lr * d2.sum(axis=0)
        W1 -= lr * xb.T @ d1
        b1 -= lr * d1.sum(axis=0)
print("accuracy", (p.argmax(axis=1) == yb.argmax(axis=1)).mean())
