import numpy as np

rng = np.random.RandomState(7)


class Dense:
    def __init__(self, n_in, n_out):
        self.W = rng.randn(n_in, n_out) * np.sqrt(2.0 / n_in)
        self.b = np.zeros(n_out)
        self.params = ["W", "b"]

    def forward(self, x, train=True):
        self.x = x
        return x.dot(self.W) + self.b

    def backward(self, dout):
        self.dW = self.x.T.dot(dout)
        self.db = dout.sum(axis=0)
        return dout.dot(self.W.T)


class ReLU:
    params = []

    def forward(self, x, train=True):
        self.on = x > 0
        return x * self.on

    def backward(self, dout):
        return dout * self.on


class Dropout:
    """Inverted dropout; p is the probability of DROPPING a unit."""
    params = []

    def __init__(self, p):
        self.p = p

    def forward(self, x, train=True):
        if not train:
            return x
        self.mask = (rng.rand(*x.shape) >= self.p) / (1.0 - self.p)
        return x * self.mask

    def backward(self, dout):
        return dout * self.mask


class SoftmaxCrossEntropy:
    """Mean cross entropy; y holds integer class labels."""

    def forward(self, scores, y):
        shifted = scores - scores.max(axis=1, keepdims=True)
        e = np.exp(shifted)
        self.probs = e / e.sum(axis=1, keepdims=True)
        self.y = y
        return -np.log(self.probs[np.arange(len(y)), y] + 1e-15).mean()

    def backward(self):
        n = len(self.y)
        d = self.probs.copy()
        d[np.arange(n), self.y] -= 1
        return d / n


class Adam:
    def __init__(self, layers, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
        self.slots = [(layer, name) for layer in layers for name in layer.params]
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m = [np.zeros_like(getattr(layer, name)) for layer, name in self.slots]
        self.v = [np.zeros_like(getattr(layer, name)) for layer, name in self.slots]
        self.t = 0

    def step(self):
        self.t += 1
        for i, (layer, name) in enumerate(self.slots):
            g = getattr(layer, "d" + name)
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g ** 2
            m_hat = self.m[i] / (1 - self.beta1 ** self.t)
            v_hat = self.v[i] / (1 - self.beta2 ** self.t)
            p = getattr(layer, name)
            p -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


def spiral(n_per_class, classes=3):
    X, y = [], []
    for c in range(classes):
        r = np.linspace(0.05, 1, n_per_class)
        t = np.linspace(c * 4, (c + 1) * 4, n_per_class) + rng.randn(n_per_class) * 0.2
        X.append(np.c_[r * np.sin(t), r * np.cos(t)])
        y.append(np.full(n_per_class, c))
    return np.vstack(X), np.concatenate(y)


def run(layers, x, train):
    for layer in layers:
        x = layer.forward(x, train)
    return x


X, y = spiral(80)
X_test, y_test = spiral(40)
net = [Dense(2, 32), ReLU(), Dropout(0.2), Dense(32, 32), ReLU(), Dense(32, 3)]
criterion = SoftmaxCrossEntropy()
optimizer = Adam(net, lr=0.01)
batch = 40

for epoch in range(1, 101):
    order = rng.permutation(len(X))
    total = 0.0
    for start in range(0, len(X), batch):
        idx = order[start:start + batch]
        loss = criterion.forward(run(net, X[idx], True), y[idx])
        total += loss * len(idx)
        grad = criterion.backward()
        for layer in reversed(net):
            grad = layer.backward(grad)
        optimizer.step()
    if epoch % 20 == 0:
        print("epoch %3d  loss %.6f" % (epoch, total / len(X)))

scores = run(net, X_test, False)
print("test loss %.6f" % criterion.forward(scores, y_test))
print("test accuracy %.5f" % (scores.argmax(axis=1) == y_test).mean())
