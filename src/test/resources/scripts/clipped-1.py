import numpy as np
rng = np.random.default_rng(8)
X = rng.normal(size=(20, 3)) * 3
Y = np.stack([X[:, 0] - X[:, 1], X[:, 2] * 2], axis=1)
W1, b1 = rng.normal(size=(3, 6)), np.zeros(6)
W2, b2 = rng.normal(size=(6, 2)), np.zeros(2)
max_norm = 1.0
eta = 0.05

def clip_by_norm(dW, db):
    norm = np.sqrt(np.sum(dW ** 2) + np.sum(db ** 2))
    if norm > max_norm:
        return dW * (max_norm / norm), db * (max_norm / norm)
    return dW, db

for step in range(80):
    h = np.tanh(X @ W1 + b1)
    out = h @ W2 + b2
    delta2 = (out - Y) / len(X)
    gW2, gb2 = h.T @ delta2, delta2.sum(0)
    delta1 = delta2 @ W2.T * (1 - h * h)
    gW1, gb1 = X.T @ delta1, delta1.sum(0)
    gW1, gb1 = clip_by_norm(gW1, gb1)
    gW2, gb2 = clip_by_norm(gW2, gb2)
    W1 -= eta * gW1; b1 -= eta * gb1
    W2 -= eta * gW2; b2 -= eta * gb2
