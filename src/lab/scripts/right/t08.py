import numpy as np


def softplus(z):
    return np.log1p(np.exp(z))


def softplus_prime(z):
    return 1.0 / (1.0 + np.exp(-z))


class Network:
    """Fully connected network for regression: softplus units, linear output,
    mean absolute error, Adadelta."""

    def __init__(self, sizes, rho=0.95, eps=1e-4, seed=0):
        rng = np.random.default_rng(seed)
        self.rho = rho
        self.eps = eps
        self.params = []
        for fan_in, fan_out in zip(sizes[:-1], sizes[1:]):
            self.params.append(rng.normal(0, 1 / np.sqrt(fan_in), (fan_in, fan_out)))
            self.params.append(np.zeros((1, fan_out)))
        self.acc_grad = [np.zeros_like(p) for p in self.params]
        self.acc_delta = [np.zeros_like(p) for p in self.params]
        self.n_layers = len(sizes) - 1

    def forward(self, x):
        self.inputs = []
        self.pre = []
        a = x
        for i in range(self.n_layers):
            W, b = self.params[2 * i], self.params[2 * i + 1]
            self.inputs.append(a)
            z = a @ W + b
            self.pre.append(z)
            a = z if i == self.n_layers - 1 else softplus(z)
        return a

    def loss(self, x, y):
        return np.mean(np.abs(self.forward(x) - y))

    def gradients(self, out, y):
        grads = [None] * len(self.params)
        delta = np.sign(out - y) / y.size
        for i in range(self.n_layers - 1, -1, -1):
            grads[2 * i] = self.inputs[i].T @ delta
            grads[2 * i + 1] = delta.sum(axis=0, keepdims=True)
            if i > 0:
                delta = delta @ self.params[2 * i].T
                delta = delta * softplus_prime(self.pre[i - 1])
        return grads

    def apply(self, grads):
        for k, g in enumerate(grads):
            self.acc_grad[k] = self.rho * self.acc_grad[k] + (1 - self.rho) * g * g
            step = -np.sqrt(self.acc_delta[k] + self.eps) / np.sqrt(self.acc_grad[k] + self.eps) * g
            self.acc_delta[k] = self.rho * self.acc_delta[k] + (1 - self.rho) * step * step
            self.params[k] += step

    def train_on_batch(self, x, y):
        out = self.forward(x)
        grads = self.gradients(out, y)
        self.apply(grads)
        return np.mean(np.abs(out - y))


# temperature of a machine as a function of (load, ambient, fan)
table = np.array([
    [0.1, 0.2, 0.9, 0.21], [0.3, 0.2, 0.8, 0.30], [0.5, 0.2, 0.7, 0.44],
    [0.7, 0.2, 0.6, 0.61], [0.9, 0.2, 0.5, 0.83], [0.1, 0.6, 0.9, 0.52],
    [0.3, 0.6, 0.3, 0.78], [0.5, 0.6, 0.5, 0.85], [0.7, 0.6, 0.1, 1.20],
    [0.9, 0.6, 0.2, 1.38], [0.2, 0.9, 0.4, 0.96], [0.4, 0.9, 0.6, 1.02],
    [0.6, 0.9, 0.2, 1.31], [0.8, 0.9, 0.9, 1.22], [1.0, 0.9, 0.1, 1.77],
    [0.0, 0.5, 0.5, 0.43],
])
X, Y = table[:, :3], table[:, 3:]

EPOCHS = 100
BATCH = 8
net = Network([3, 6, 5, 4, 1], seed=8)
for epoch in range(EPOCHS):
    losses = []
    for start in range(0, len(X), BATCH):
        losses.append(net.train_on_batch(X[start:start + BATCH], Y[start:start + BATCH]))
    if epoch % 20 == 0:
        print(f"epoch {epoch}: batch MAE {np.mean(losses):.4f}, MAE {net.loss(X, Y):.4f}")
