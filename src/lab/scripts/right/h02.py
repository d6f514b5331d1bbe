"""Three-arm spiral classifier: a small Net class that holds a list of layers."""
import numpy as np


class Dense:
    def __init__(self, n_in, n_out, rng):
        self.W = rng.normal(0.0, np.sqrt(2.0 / n_in), (n_in, n_out))
        self.b = np.zeros(n_out)
        self.dW = None
        self.db = None

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T


class ReLU:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, dout):
        return dout * self.mask


class Net:
    def __init__(self, sizes, weight_decay, rng):
        self.weight_decay = weight_decay
        self.layers = []
        for i in range(len(sizes) - 1):
            self.layers.append(Dense(sizes[i], sizes[i + 1], rng))
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
        self.dense = [l for l in self.layers if isinstance(l, Dense)]

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def loss(self, x, y):
        """mean cross entropy + 0.5 * weight_decay * sum of squared weights"""
        scores = self.forward(x)
        scores = scores - scores.max(axis=1, keepdims=True)
        exps = np.exp(scores)
        self.probs = exps / exps.sum(axis=1, keepdims=True)
        self.y = y
        data = -np.mean(np.log(self.probs[np.arange(len(y)), y]))
        reg = 0.5 * self.weight_decay * sum(np.sum(l.W ** 2) for l in self.dense)
        return data + reg

    def backward(self):
        grad = self.probs.copy()
        grad[np.arange(len(self.y)), self.y] -= 1.0
        grad /= len(self.y)
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        for l in self.dense:
            l.dW += self.weight_decay * l.W

    def params(self):
        return [p for l in self.dense for p in (l.W, l.b)]

    def grads(self):
        return [g for l in self.dense for g in (l.dW, l.db)]


class Adam:
    def __init__(self, params, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
        self.params = params
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m = [np.zeros_like(p) for p in params]
        self.v = [np.zeros_like(p) for p in params]
        self.t = 0

    def step(self, grads):
        self.t += 1
        for i, g in enumerate(grads):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g ** 2
            m_hat = self.m[i] / (1 - self.beta1 ** self.t)
            v_hat = self.v[i] / (1 - self.beta2 ** self.t)
            self.params[i] -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


def make_spiral(rng, per_class=120, classes=3):
    xs, ys = [], []
    for c in range(classes):
        r = np.linspace(0.05, 1.0, per_class)
        t = np.linspace(c * 2.1, c * 2.1 + 4.0, per_class) + rng.normal(0, 0.15, per_class)
        xs.append(np.column_stack([r * np.sin(t), r * np.cos(t)]))
        ys.append(np.full(per_class, c))
    return np.vstack(xs), np.concatenate(ys)


if __name__ == "__main__":
    rng = np.random.default_rng(42)
    X, y = make_spiral(rng)
    net = Net([2, 32, 16, 3], 1e-4, rng)
    opt = Adam(net.params(), lr=0.01)
    batch = 50                    # 360 samples, so the last batch of an epoch is smaller
    n = len(X)
    for epoch in range(1, 61):
        perm = rng.permutation(n)
        total = 0.0
        for s in range(0, n, batch):
            idx = perm[s:s + batch]
            xb, yb = X[idx], y[idx]
            total += net.loss(xb, yb) * len(idx)
            net.backward()
            opt.step(net.grads())
        if epoch % 10 == 0:
            print(f"epoch {epoch:3d} mean loss per sample {total / n:.6f}")
    pred = net.forward(X).argmax(axis=1)
    print(f"final loss {net.loss(X, y):.6f}  training accuracy {np.mean(pred == y):.5f}")
