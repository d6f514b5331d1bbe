import numpy as np
np.random.seed(1234)

# ---------- toy data: which ring does the point lie on ----------
N, C = 48, 3
t = np.random.rand(N) * 2 * np.pi
lab = np.random.randint(0, C, N)
X = np.c_[np.cos(t), np.sin(t)] * (0.5 + lab)[:, None] + 0.1 * np.random.randn(N, 2)
T = np.eye(C)[lab]

# ---------- hyper parameters ----------
lr = 0.01
decay = 0.9
eps = 1e-8
keep = 0.8
alpha = 0.1        # slope of the leaky relu for z < 0
bs = 16

P = {'W1': np.random.randn(2, 10) * 0.7, 'b1': np.zeros((1, 10)),
     'W2': np.random.randn(10, 7) * 0.4, 'b2': np.zeros((1, 7)),
     'W3': np.random.randn(7, C) * 0.4, 'b3': np.zeros((1, C))}
cache = {k: np.zeros_like(v) for k, v in P.items()}

def lrelu(z):
    return np.where(z > 0, z, alpha * z)

def dlrelu(z):
    return np.where(z > 0, 1.0, alpha)

def softmax(z):
    e = np.exp(z - np.max(z, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

for epoch in range(40):
    perm = np.random.permutation(N)
    for i in range(0, N, bs):
        x = X[perm[i:i+bs]]
        y = T[perm[i:i+bs]]
        # forward with inverted dropout on the first hidden layer
        z1 = x @ P['W1'] + P['b1']
        a1 = lrelu(z1)
        mask = np.random.rand(*a1.shape) < keep
        a1 = a1 * mask / keep
        z2 = a1 @ P['W2'] + P['b2']
        a2 = lrelu(z2)
        probs = softmax(a2 @ P['W3'] + P['b3'])
        loss = -np.sum(y * np.log(probs)) / len(x)
        # backward
        d3 = (probs - y) / len(x)
        d2 = (d3 @ P['W3'].T) * dlrelu(z2)
        da1 = d2 @ P['W2'].T
        da1 = da1 * mask / keep
        d1 = da1 * dlrelu(z1)
        G = {'W3': a2.T @ d3, 'b3': d3.sum(axis=0, keepdims=True),
             'W2': a1.T @ d2, 'b2': d2.sum(axis=0, keepdims=True),
             'W1': x.T @ d1, 'b1': d1.sum(axis=0, keepdims=True)}
        # RMSprop
        for k in P:
            cache[k] = decay * cache[k] + (1 - decay) * G[k] ** 2
            P[k] -= lr * G[k] / (np.sqrt(cache[k]) + eps)
    if epoch % 10 == 0:
        print('epoch', epoch, 'last batch loss', loss)
