"""Tiny layer library: Dense / ReLU / softmax loss, trained with RMSprop."""
import numpy as np

rng = np.random.RandomState(11)


class Dense:
    def __init__(self, n_in, n_out):
        self.W = rng.randn(n_in, n_out) * np.sqrt(2.0 / n_in)
        self.b = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T

    def params(self):
        return [('W', self.W, self.dW), ('b', self.b, self.db)]


class ReLU:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, dout):
        return dout * self.mask

    def params(self):
        return []


class SoftmaxCrossEntropy:
    def forward(self, scores, labels):
        shifted = scores - scores.max(axis=1, keepdims=True)
        e = np.exp(shifted)
        self.p = e / e.sum(axis=1, keepdims=True)
        self.labels = labels
        return -np.log(self.p[np.arange(len(labels)), labels] + 1e-12).mean()

    def backward(self):
        n = len(self.labels)
        d = self.p.copy()
        d[np.arange(n), self.labels] -= 1
        return d / n


class RMSprop:
    def __init__(self, lr=0.003, decay=0.9, eps=1e-6):
        self.lr, self.decay, self.eps = lr, decay, eps
        self.cache = {}

    def step(self, layers):
        for idx, layer in enumerate(layers):
            for name, p, g in layer.params():
                key = (idx, name)
                old = self.cache.get(key, np.zeros_like(p))
                self.cache[key] = self.decay * old + (1 - self.decay) * g ** 2
                p -= self.lr * g / (np.sqrt(self.cache[key]) + self.eps)


class Net:
    def __init__(self, sizes):
        self.layers = []
        for i in range(len(sizes) - 1):
            self.layers.append(Dense(sizes[i], sizes[i + 1]))
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
        self.loss = SoftmaxCrossEntropy()

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def train_step(self, x, y, opt):
        value = self.loss.forward(self.forward(x), y)
        d = self.loss.backward()
        for layer in reversed(self.layers):
            d = layer.backward(d)
        opt.step(self.layers)
        return value


# XOR quadrants, plus a third class in the middle
X = rng.uniform(-1, 1, (240, 2))
y = ((X[:, 0] * X[:, 1]) > 0).astype(int)
y[(X ** 2).sum(axis=1) < 0.2] = 2

net = Net([2, 24, 16, 3])
opt = RMSprop()
batch = 24
for epoch in range(61):
    perm = rng.permutation(len(X))
    Xs, ys = X[perm], y[perm]
    total = 0.0
    for start in range(0, len(X), batch):
        xb = Xs[start:start + batch]
        yb = ys[start:start + batch]
        total += net.train_step(xb, yb, opt) * len(xb)
    if epoch % 10 == 0:
        print('epoch %3d  loss %.4f' % (epoch, total / len(X)))

scores = net.forward(X)
print('final loss %.4f' % net.loss.forward(scores, y))
print('accuracy   %.4f' % (scores.argmax(axis=1) == y).mean())
