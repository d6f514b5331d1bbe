import numpy as np


class Adam:
    """Kingma & Ba, algorithm 1."""

    def __init__(self, params, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
        self.params = params
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m = [np.zeros_like(p) for p in params]
        self.v = [np.zeros_like(p) for p in params]
        self.t = 0

    def step(self, grads):
        self.t += 1
        for i, (p, g) in enumerate(zip(self.params, grads)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g * g
            m_hat = self.m[i] / (1 - self.beta1 ** self.t)
            v_hat = self.v[i] / (1 - self.beta2 ** self.t)
            p -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


def forward(params, x):
    """tanh in the hidden layers, linear at the end; returns all activations"""
    acts = [x]
    n_layers = len(params) // 2
    for k in range(n_layers):
        z = acts[-1] @ params[2 * k] + params[2 * k + 1]
        acts.append(np.tanh(z) if k < n_layers - 1 else z)
    return acts


def loss_fn(pred, target):
    return np.mean((pred - target) ** 2)


def backward(params, acts, target):
    grads = [None] * len(params)
    delta = 2 * (acts[-1] - target) / target.size
    for k in reversed(range(len(params) // 2)):
        grads[2 * k] = acts[k].T @ delta
        grads[2 * k + 1] = delta.sum(axis=0)
        if k > 0:
            delta = (delta @ params[2 * k].T) * (1 - acts[k] ** 2)
    return grads


rng = np.random.default_rng(42)
x = np.linspace(-np.pi, np.pi, 40).reshape(-1, 1)
y = np.sin(x) + 0.1 * rng.standard_normal(x.shape)

sizes = [1, 8, 8, 1]
params = []
for a, b in zip(sizes[:-1], sizes[1:]):
    params.append(rng.standard_normal((a, b)) / np.sqrt(a))
    params.append(np.zeros(b))

opt = Adam(params, lr=0.02)
for step in range(300):
    acts = forward(params, x)
    grads = backward(params, acts, y)
    opt.step(grads)
    if step % 60 == 0:
        print(step, loss_fn(acts[-1], y))
