import numpy as np

rng = np.random.RandomState(99)
keep_prob = 0.8
beta = 0.9
lr0 = 0.3


def init(n):
    P = {}
    for l in range(1, len(n)):
        P['W%d' % l] = rng.randn(n[l], n[l - 1]) * np.sqrt(1.0 / n[l - 1])
        P['b%d' % l] = np.zeros((n[l], 1))
    return P


def softmax(Z):
    E = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return E / np.sum(E, axis=0, keepdims=True)


def forward(X, P, train=True):
    c = {'A0': X}
    c['Z1'] = P['W1'] @ X + P['b1']
    c['A1'] = np.tanh(c['Z1'])
    if train:
        c['D1'] = (rng.rand(*c['A1'].shape) < keep_prob) / keep_prob
        c['H1'] = c['A1'] * c['D1']
    else:
        c['H1'] = c['A1']
    c['Z2'] = P['W2'] @ c['H1'] + P['b2']
    c['A2'] = np.tanh(c['Z2'])
    if train:
        c['D2'] = (rng.rand(*c['A2'].shape) < keep_prob) / keep_prob
        c['H2'] = c['A2'] * c['D2']
    else:
        c['H2'] = c['A2']
    c['Z3'] = P['W3'] @ c['H2'] + P['b3']
    c['A3'] = softmax(c['Z3'])
    return c


def loss(A3, T):
    return -np.sum(T * np.log(A3 + 1e-12)) / T.shape[1]


def backward(c, P, T):
    m = T.shape[1]
    G = {}
    dZ3 = (c['A3'] - T) / m
    G['W3'] = dZ3 @ c['H2'].T
    G['b3'] = dZ3.sum(axis=1, keepdims=True)
    dA2 = (P['W3'].T @ dZ3) * c['D2']
    dZ2 = dA2 * (1 - c['A2'] ** 2)
    G['W2'] = dZ2 @ c['H1'].T
    G['b2'] = dZ2.sum(axis=1, keepdims=True)
    dA1 = (P['W2'].T @ dZ2) * c['D1']
    dZ1 = dA1 * (1 - c['A1'] ** 2)
    G['W1'] = dZ1 @ c['A0'].T
    G['b1'] = dZ1.sum(axis=1, keepdims=True)
    return G


# four noisy blobs, one example per column
m = 120
labels = rng.randint(0, 4, m)
X = np.array([[1, 1, -1, -1], [1, -1, 1, -1]])[:, labels] + 0.6 * rng.randn(2, m)
T = np.zeros((4, m))
T[labels, np.arange(m)] = 1

P = init([2, 14, 10, 4])
V = {k: np.zeros_like(p) for k, p in P.items()}
for epoch in range(41):
    lr = lr0 * 0.98 ** epoch
    order = rng.permutation(m)
    Xs, Ts = X[:, order], T[:, order]
    for s in range(0, m, 32):
        Xb, Tb = Xs[:, s:s + 32], Ts[:, s:s + 32]
        cache = forward(Xb, P)
        G = backward(cache, P, Tb)
        for k in P:
            V[k] = beta * V[k] + (1 - beta) * G[k]
            P[k] = P[k] - lr * V[k]
    if epoch % 10 == 0:
        print('epoch', epoch, 'loss', loss(forward(X, P, train=False)['A3'], T))

A = forward(X, P, train=False)['A3']
print('acc', np.mean(A.argmax(axis=0) == labels), 'p =', A[:, 0])
