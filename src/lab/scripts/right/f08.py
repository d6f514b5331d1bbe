"""A tiny torch-like library: modules, batch normalisation, SGD with momentum."""
import numpy as np

np.random.seed(5)


class Linear:
    def __init__(self, n_in, n_out):
        self.p = {'W': np.random.randn(n_in, n_out) * np.sqrt(2.0 / n_in), 'b': np.zeros(n_out)}
        self.g = {k: np.zeros_like(v) for k, v in self.p.items()}

    def forward(self, x, training):
        self.x = x
        return x @ self.p['W'] + self.p['b']

    def backward(self, d):
        self.g['W'] += self.x.T @ d
        self.g['b'] += d.sum(axis=0)
        return d @ self.p['W'].T


class ReLU:
    p, g = {}, {}

    def forward(self, x, training):
        self.x = x
        return np.maximum(x, 0)

    def backward(self, d):
        return d * (self.x > 0)


class BatchNorm:
    def __init__(self, n, momentum=0.9, eps=1e-5):
        self.p = {'gamma': np.ones(n), 'beta': np.zeros(n)}
        self.g = {k: np.zeros_like(v) for k, v in self.p.items()}
        self.mean, self.var = np.zeros(n), np.ones(n)     # for evaluation
        self.momentum, self.eps = momentum, eps

    def forward(self, x, training):
        if training:
            mu, var = x.mean(axis=0), x.var(axis=0)
            self.mean = self.momentum * self.mean + (1 - self.momentum) * mu
            self.var = self.momentum * self.var + (1 - self.momentum) * var
        else:
            mu, var = self.mean, self.var
        self.std = np.sqrt(var + self.eps)
        self.xhat = (x - mu) / self.std
        return self.p['gamma'] * self.xhat + self.p['beta']

    def backward(self, d):
        # gradient through the batch mean and the batch variance as well
        dxhat = d * self.p['gamma']
        self.g['gamma'] += (d * self.xhat).sum(axis=0)
        self.g['beta'] += d.sum(axis=0)
        return (dxhat - dxhat.mean(axis=0) - self.xhat * (dxhat * self.xhat).mean(axis=0)) / self.std


class Sequential:
    def __init__(self, *modules):
        self.modules, self.training = modules, True

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def __call__(self, x):
        for mod in self.modules:
            x = mod.forward(x, self.training)
        return x

    def backward(self, d):
        for mod in reversed(self.modules):
            d = mod.backward(d)


class SGD:
    """Minimises loss + wd/2 * sum(W**2): the penalty is on the weight matrices only."""

    def __init__(self, net, lr, momentum, wd):
        self.net, self.lr, self.mu, self.wd = net, lr, momentum, wd
        self.v = [{k: np.zeros_like(a) for k, a in mod.p.items()} for mod in net.modules]

    def zero_grad(self):
        for mod in self.net.modules:
            for k in mod.g:
                mod.g[k][...] = 0

    def step(self):
        for mod, v in zip(self.net.modules, self.v):
            for k in mod.p:
                g = mod.g[k] + self.wd * mod.p[k] if k == 'W' else mod.g[k]
                v[k] = self.mu * v[k] + g
                mod.p[k] -= self.lr * v[k]


def bce_with_logits(z, y):
    loss = np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))
    return loss, (1 / (1 + np.exp(-z)) - y) / len(y)


def checker(n):
    x = np.random.uniform(-2, 2, (n, 2))
    return x, (np.sin(2 * x[:, :1]) * np.sin(2 * x[:, 1:]) > 0).astype(float)


xtr, ytr = checker(400)
xva, yva = checker(200)
net = Sequential(Linear(2, 16), BatchNorm(16), ReLU(),
                 Linear(16, 16), BatchNorm(16), ReLU(), Linear(16, 1))
opt = SGD(net, lr=0.05, momentum=0.9, wd=1e-3)

for epoch in range(1, 61):
    net.train()
    for idx in np.array_split(np.random.permutation(400), 10):
        loss, dz = bce_with_logits(net(xtr[idx]), ytr[idx])
        opt.zero_grad()
        net.backward(dz)
        opt.step()
    net.eval()
    if epoch % 10 == 0:
        print("epoch %d  train %.6f  valid %.6f" % (
            epoch, bce_with_logits(net(xtr), ytr)[0], bce_with_logits(net(xva), yva)[0]))

print("valid accuracy %.5f" % np.mean((net(xva) > 0) == (yva > 0.5)))
print("mean |logit| %.6f" % np.abs(net(xva)).mean())
