import numpy as np
np.random.seed(0)
# 3-arm spiral, softmax, leaky relu, sgd + momentum
K, n = 3, 100
X, y = [], []
for k in range(K):
    for i in range(n):
        r = (i + 1) / n
        a = 4 * r + k * 2 * np.pi / K + np.random.randn() * .15
        X.append([r * np.sin(a), r * np.cos(a)])
        y.append(k)
X, y = np.array(X), np.array(y)
N = len(X)

D = [2, 24, 24, K]
L = len(D) - 1
W = [np.random.randn(D[i], D[i + 1]) * (2 / D[i]) ** .5 for i in range(L)]
b = [np.zeros(D[i + 1]) for i in range(L)]
vW = [np.zeros_like(w) for w in W]
vb = [np.zeros_like(c) for c in b]
al, mu, lr, wd, B = .01, .9, .1, 1e-4, 50


def fwd(x):
    H = [x]
    for i in range(L):
        z = H[-1] @ W[i] + b[i]
        if i < L - 1:
            z = np.where(z > 0, z, al * z)
        H.append(z)
    e = np.exp(H[-1] - H[-1].max(1, keepdims=True))
    return H, e / e.sum(1, keepdims=True)


def loss(x, t):
    p = fwd(x)[1]
    return -np.log(p[np.arange(len(t)), t] + 1e-9).mean(), (p.argmax(1) == t).mean()


for it in range(3000):
    if it == 1500 or it == 2500:
        lr *= .1
    j = np.random.randint(0, N, B)
    x, t = X[j], y[j]
    H, p = fwd(x)
    d = p.copy()
    d[np.arange(B), t] -= 1
    d /= B
    for i in range(L - 1, -1, -1):
        gW = H[i].T @ d + wd * W[i]
        gb = d.sum(0)
        if i:
            d = d @ W[i].T * np.where(H[i] > 0, 1, al)
        vW[i] = mu * vW[i] + gW
        vb[i] = mu * vb[i] + gb
        W[i] -= lr * vW[i]
        b[i] -= lr * vb[i]
    if it % 500 == 0:
        print(it, '%.5f %.4f' % loss(X, y))
print('end %.5f %.4f' % loss(X, y))
