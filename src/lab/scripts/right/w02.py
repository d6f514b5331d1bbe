import numpy as np

np.random.seed(42)


class Dense:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * np.sqrt(1.0 / n_in)
        self.b = np.zeros((1, n_out))
        self.vW = np.zeros_like(self.W)
        self.vb = np.zeros_like(self.b)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad):
        self.dW = self.x.T @ grad
        self.db = grad.sum(axis=0, keepdims=True)
        return grad @ self.W.T

    def step(self, lr, momentum):
        self.vW = momentum * self.vW - lr * self.dW
        self.vb = momentum * self.vb - lr * self.db
        self.W += self.vW
        self.b += self.vb


class Tanh:
    def forward(self, x):
        self.out = np.tanh(x)
        return self.out

    def backward(self, grad):
        return grad * (1 - self.out ** 2)

    def step(self, lr, momentum):
        pass


class ReLU:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, grad):
        return grad * self.mask

    def step(self, lr, momentum):
        pass


class SoftmaxCrossEntropy:
    def forward(self, logits, y):
        shifted = logits - logits.max(axis=1, keepdims=True)
        e = np.exp(shifted)
        self.p = e / e.sum(axis=1, keepdims=True)
        self.y = y
        n = len(y)
        return -np.log(self.p[np.arange(n), y] + 1e-12).mean()

    def backward(self):
        n = len(self.y)
        grad = self.p.copy()
        grad[np.arange(n), self.y] -= 1
        return grad / n


class Network:
    def __init__(self, layers):
        self.layers = layers
        self.loss = SoftmaxCrossEntropy()

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def train_batch(self, x, y, lr, momentum):
        loss = self.loss.forward(self.forward(x), y)
        grad = self.loss.backward()
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        for layer in self.layers:
            layer.step(lr, momentum)
        return loss


def make_spirals(n_per_class=100, classes=3):
    X, y = [], []
    for c in range(classes):
        r = np.linspace(0.05, 1, n_per_class)
        t = np.linspace(c * 4, (c + 1) * 4, n_per_class) + np.random.randn(n_per_class) * 0.2
        X.append(np.stack([r * np.sin(t), r * np.cos(t)], axis=1))
        y.append(np.full(n_per_class, c))
    return np.concatenate(X), np.concatenate(y)


X, y = make_spirals()
net = Network([Dense(2, 32), Tanh(), Dense(32, 24), ReLU(), Dense(24, 3)])
batch_size = 30
for epoch in range(1, 151):
    order = np.random.permutation(len(X))
    total = 0.0
    for start in range(0, len(X), batch_size):
        idx = order[start:start + batch_size]
        total += net.train_batch(X[idx], y[idx], 0.05, 0.9) * len(idx)
    if epoch == 1 or epoch % 15 == 0:
        acc = (net.forward(X).argmax(axis=1) == y).mean()
        print(f"epoch {epoch:3d}  loss {total / len(X):.5f}  acc {acc:.4f}")
