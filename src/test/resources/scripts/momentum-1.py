import numpy as np

class MomentumMLP:
    def __init__(self, sizes, lr=0.1, mu=0.9, seed=0):
        rng = np.random.default_rng(seed)
        self.W = [rng.normal(0, 1 / np.sqrt(a), (a, b)) for a, b in zip(sizes, sizes[1:])]
        self.b = [np.zeros(b) for b in sizes[1:]]
        self.vW = [np.zeros_like(w) for w in self.W]
        self.vb = [np.zeros_like(b) for b in self.b]
        self.lr, self.mu = lr, mu

    def forward(self, X):
        acts = [X]
        for i, (W, b) in enumerate(zip(self.W, self.b)):
            z = acts[-1] @ W + b
            last = i == len(self.W) - 1
            acts.append(1 / (1 + np.exp(-z)) if last else np.tanh(z))
        return acts

    def gradients(self, acts, y):
        gW, gb = [], []
        delta = (acts[-1] - y) / len(y)
        for i in reversed(range(len(self.W))):
            gW.insert(0, acts[i].T @ delta)
            gb.insert(0, delta.sum(axis=0))
            if i > 0:
                delta = (delta @ self.W[i].T) * (1 - acts[i] ** 2)
        return gW, gb

    def step(self, X, y):
        acts = self.forward(X)
        gW, gb = self.gradients(acts, y)
        for i in range(len(self.W)):
            self.vW[i] = self.mu * self.vW[i] - self.lr * gW[i]
            self.vb[i] = self.mu * self.vb[i] - self.lr * gb[i]
            self.W[i] += self.vW[i]
            self.b[i] += self.vb[i]
        p = acts[-1]
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

rng = np.random.default_rng(5)
X = rng.uniform(-1, 1, (100, 2))
y = ((np.sin(3 * X[:, 0]) > X[:, 1])).astype(float)[:, None]

net = MomentumMLP([2, 8, 1])
for it in range(250):
    bce = net.step(X, y)
    if it % 50 == 0:
        acc = np.mean((net.forward(X)[-1] > 0.5) == y)
        print("iter %3d  loss %.4f  accuracy %.2f" % (it, bce, acc))
