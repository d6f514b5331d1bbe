import numpy as np


class Dense:
    def __init__(self, n_in, n_out, rng):
        self.W = rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))
        self.b = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad):
        self.dW = self.x.T @ grad
        self.db = grad.sum(axis=0)
        return grad @ self.W.T

    def params(self):
        return [(self.W, self.dW), (self.b, self.db)]


class Tanh:
    def forward(self, x):
        self.out = np.tanh(x)
        return self.out

    def backward(self, grad):
        return grad * (1 - self.out ** 2)

    def params(self):
        return []


class LeakyReLU:
    def __init__(self, alpha=0.1):
        self.alpha = alpha

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.alpha * x)

    def backward(self, grad):
        return np.where(self.x > 0, grad, self.alpha * grad)

    def params(self):
        return []


class MSE:
    def forward(self, pred, target):
        self.diff = pred - target
        return np.mean(self.diff ** 2)

    def backward(self):
        return 2 * self.diff / self.diff.size


class Adam:
    def __init__(self, lr=0.02, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.t = 0
        self.m = {}
        self.v = {}

    def step(self, params):
        self.t += 1
        for i, (p, g) in enumerate(params):
            m = self.m.get(i, np.zeros_like(p))
            v = self.v.get(i, np.zeros_like(p))
            self.m[i] = self.beta1 * m + (1 - self.beta1) * g
            self.v[i] = self.beta2 * v + (1 - self.beta2) * g ** 2
            m_hat = self.m[i] / (1 - self.beta1 ** self.t)
            v_hat = self.v[i] / (1 - self.beta2 ** self.t)
            p -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


rng = np.random.default_rng(5)
X = rng.uniform(-1, 1, (30, 2))
T = np.stack([X[:, 0] * X[:, 1], X[:, 0] ** 2 - X[:, 1]], axis=1)

layers = [Dense(2, 8, rng), Tanh(), Dense(8, 5, rng), LeakyReLU(), Dense(5, 2, rng)]
criterion = MSE()
optimizer = Adam()

for epoch in range(200):
    out = X
    for layer in layers:
        out = layer.forward(out)
    loss = criterion.forward(out, T)

    grad = criterion.backward()
    for layer in reversed(layers):
        grad = layer.backward(grad)

    optimizer.step([pg for layer in layers for pg in layer.params()])

    if epoch % 50 == 0:
        print(f"epoch {epoch:4d}  loss {loss:.6f}")
