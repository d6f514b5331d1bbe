import numpy as np

R = np.random.RandomState(5)
n, T, lr, b1, b2, l2 = 240, 400, 0.02, 0.9, 0.99, 1e-4
X = R.uniform(0, 3, (n, 2))
y = np.where(np.floor(X).astype(int).sum(1) % 2 == 0, 1.0, -1.0)[:, None]   # 3x3 checkerboard
X = X - X.mean(0)
X = np.c_[np.ones(n), X]

# column 0 of every layer is the bias unit (always 1)
sizes = [3, 31, 21, 1]
Ws = [R.randn(a, b) * (2 / a) ** 0.5 for a, b in zip(sizes, sizes[1:])]
Ms, Vs = [W * 0 for W in Ws], [W * 0 for W in Ws]


def net(X):
    A = [X]
    for W in Ws[:-1]:
        H = np.maximum(A[-1] @ W, 0)
        H[:, 0] = 1
        A.append(H)
    return A, A[-1] @ Ws[-1]


for t in range(1, T + 1):
    A, f = net(X)
    if t % 50 == 0 or t == 1:     # y in {-1, +1}: loss = log(1 + exp(-y f))
        print(t, "loss %.4f" % np.logaddexp(0, -y * f).mean(), "errors", int((f * y <= 0).sum()))
    D = -y / (1 + np.exp(y * f)) / n
    G = []
    for l in (2, 1, 0):
        g = A[l].T @ D
        g[1:] += l2 * Ws[l][1:]
        G.insert(0, g)
        D = D @ Ws[l].T * (A[l] > 0)
        D[:, 0] = 0
    step = lr * (1 - t / (T + 1)) * np.sqrt(1 - b2 ** t) / (1 - b1 ** t)
    for W, M, V, g in zip(Ws, Ms, Vs, G):
        M += (1 - b1) * (g - M)
        V += (1 - b2) * (g * g - V)
        W -= step * M / (np.sqrt(V) + 1e-8)

print("weight norms", *["%.3f" % np.linalg.norm(W) for W in Ws])
