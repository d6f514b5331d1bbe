# Bias trick: a column of ones is glued to each layer's input, so the last
# row of each weight matrix is the bias. Nesterov momentum, linear output.
import numpy as np

R = np.random.RandomState(10)


def add_ones(M):
    return np.hstack([M, np.ones((M.shape[0], 1))])


def sig(t):
    return 1 / (1 + np.exp(-t))


n = 70
X = R.uniform(-2, 2, (n, 2))
Y = (np.cos(X[:, 0]) + 0.5 * X[:, 1] ** 2 - 1 + 0.05 * R.randn(n))[:, np.newaxis]

W1 = R.randn(3, 9)
W2 = R.randn(10, 6) * 0.7
W3 = R.randn(7, 1) * 0.5
V1 = np.zeros((3, 9))
V2 = np.zeros((10, 6))
V3 = np.zeros((7, 1))

rate = 0.05
mom = 0.9
A0 = add_ones(X)

for k in range(800):
    # look ahead
    P1 = W1 + mom * V1
    P2 = W2 + mom * V2
    P3 = W3 + mom * V3

    # activations at the looked-ahead point
    S1 = sig(A0 @ P1)
    A1 = add_ones(S1)
    S2 = sig(A1 @ P2)
    A2 = add_ones(S2)
    out = A2 @ P3

    E = out - Y
    J = (E ** 2).sum() / (2 * n)

    # errors; the bias row has nothing below it
    D3 = E / n
    D2 = (D3 @ P3[:-1].T) * S2 * (1 - S2)
    D1 = (D2 @ P2[:-1].T) * S1 * (1 - S1)
    G3 = A2.T @ D3
    G2 = A1.T @ D2
    G1 = A0.T @ D1

    V1 = mom * V1 - rate * G1
    V2 = mom * V2 - rate * G2
    V3 = mom * V3 - rate * G3
    W1 = W1 + V1
    W2 = W2 + V2
    W3 = W3 + V3

    if k % 160 == 0:
        print("%4d   J = %.8f" % (k, J))

fit = add_ones(sig(add_ones(sig(A0 @ W1)) @ W2)) @ W3
print("J at the end: %.8f" % (((fit - Y) ** 2).sum() / (2 * n)))
print("largest miss: %.6f" % np.abs(fit - Y).max())
