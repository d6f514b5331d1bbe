import numpy as np

rng = np.random.default_rng(42)


class Dense:
    def __init__(self, fan_in, fan_out):
        self.W = rng.normal(0.0, np.sqrt(2.0 / fan_in), size=(fan_in, fan_out))
        self.b = np.zeros(fan_out)
        self.params = [self.W, self.b]
        self.grads = [np.zeros_like(self.W), np.zeros_like(self.b)]

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.grads[0] = self.x.T @ dout
        self.grads[1] = dout.sum(axis=0)
        return dout @ self.W.T


class LeakyReLU:
    params = []
    grads = []

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.slope * x)

    def backward(self, dout):
        return np.where(self.x > 0, dout, self.slope * dout)


class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        self.probs = e / e.sum(axis=1, keepdims=True)
        self.labels = labels
        picked = self.probs[np.arange(len(labels)), labels]
        return -np.mean(np.log(picked + 1e-12))

    def backward(self):
        d = self.probs.copy()
        d[np.arange(len(self.labels)), self.labels] -= 1.0
        return d / len(self.labels)


class RMSprop:
    def __init__(self, layers, lr=0.003, rho=0.9, eps=1e-8):
        self.layers = layers
        self.lr, self.rho, self.eps = lr, rho, eps
        self.cache = [[np.zeros_like(p) for p in layer.params] for layer in layers]

    def step(self):
        for layer, cache in zip(self.layers, self.cache):
            for i in range(len(layer.params)):
                g = layer.grads[i]
                cache[i] = self.rho * cache[i] + (1 - self.rho) * g ** 2
                layer.params[i] -= self.lr * g / (np.sqrt(cache[i]) + self.eps)


class Network:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dout):
        for layer in reversed(self.layers):
            dout = layer.backward(dout)


def spirals(n_per_class=100, classes=3):
    xs, ys = [], []
    for c in range(classes):
        r = np.linspace(0.05, 1.0, n_per_class)
        t = np.linspace(c * 4, (c + 1) * 4, n_per_class) + rng.normal(0, 0.15, n_per_class)
        xs.append(np.stack([r * np.sin(t), r * np.cos(t)], axis=1))
        ys.append(np.full(n_per_class, c))
    return np.concatenate(xs), np.concatenate(ys)


X, y = spirals()
net = Network([Dense(2, 32), LeakyReLU(), Dense(32, 32), LeakyReLU(), Dense(32, 3)])
criterion = SoftmaxCrossEntropy()
optimizer = RMSprop(net.layers)

batch_size = 50
for epoch in range(1, 151):
    order = rng.permutation(len(X))
    running = 0.0
    for start in range(0, len(X), batch_size):
        idx = order[start:start + batch_size]
        loss = criterion.forward(net.forward(X[idx]), y[idx])
        net.backward(criterion.backward())
        optimizer.step()
        running += loss * len(idx)
    if epoch % 30 == 0:
        acc = (net.forward(X).argmax(axis=1) == y).mean()
        print(f"epoch {epoch:3d} | loss {running / len(X):.4f} | acc {acc:.3f}")
