"""Softmax regression on a tiny flower table (bias folded into the weights)."""
import numpy as np

MEASURES = [
    (5.1, 3.5, 1.4, 0.2), (4.9, 3.0, 1.4, 0.2), (4.7, 3.2, 1.3, 0.2), (5.0, 3.6, 1.4, 0.2), (5.4, 3.9, 1.7, 0.4),
    (7.0, 3.2, 4.7, 1.4), (6.4, 3.2, 4.5, 1.5), (6.9, 3.1, 4.9, 1.5), (5.5, 2.3, 4.0, 1.3), (6.5, 2.8, 4.6, 1.5),
    (6.3, 3.3, 6.0, 2.5), (5.8, 2.7, 5.1, 1.9), (7.1, 3.0, 5.9, 2.1), (6.3, 2.9, 5.6, 1.8), (6.5, 3.0, 5.8, 2.2),
]
SPECIES = [0] * 5 + [1] * 5 + [2] * 5
LAMBDA = 0.01
ETA0 = 0.3
DECAY = 0.05
N_EPOCHS = 50
SIZE = 5


def prepare():
    raw = np.array(MEASURES)
    raw = (raw - raw.mean(0)) / raw.std(0)
    X = np.hstack([raw, np.ones((len(raw), 1))])       # last column: bias
    T = np.zeros((len(raw), 3))
    T[np.arange(len(raw)), SPECIES] = 1
    return X, T


def softmax(S):
    E = np.exp(S - np.max(S, axis=1, keepdims=True))
    return E / np.sum(E, axis=1, keepdims=True)


def loss(W, X, T):
    P = softmax(X @ W)
    return -np.sum(T * np.log(P)) / len(X) + 0.5 * LAMBDA * np.sum(W[:-1] ** 2)


def gradient(W, X, T):
    P = softmax(X @ W)
    G = X.T @ (P - T) / len(X)
    G[:-1] += LAMBDA * W[:-1]
    return G


X, T = prepare()
rng = np.random.RandomState(4)
W = rng.normal(scale=0.1, size=(X.shape[1], T.shape[1]))

for epoch in range(N_EPOCHS):
    eta = ETA0 / (1 + DECAY * epoch)
    perm = rng.permutation(len(X))
    for k in range(len(X) // SIZE):
        sel = perm[k * SIZE:(k + 1) * SIZE]
        W -= eta * gradient(W, X[sel], T[sel])
    if epoch % 10 == 0:
        print("epoch", epoch, "eta", round(eta, 4), "loss", loss(W, X, T))

hits = np.argmax(X @ W, axis=1) == np.array(SPECIES)
print("correct", hits.sum(), "of", len(hits))
