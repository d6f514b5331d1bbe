"""minigrad-ish: a very small framework (modules, losses, optimizers)."""
import numpy as np


class Parameter:
    def __init__(self, data):
        self.data = data
        self.grad = np.zeros_like(data)


class Linear:
    def __init__(self, fan_in, fan_out, rng):
        bound = 1.0 / np.sqrt(fan_in)
        self.W = Parameter(rng.uniform(-bound, bound, (fan_in, fan_out)))
        self.b = Parameter(rng.uniform(-bound, bound, fan_out))

    def parameters(self):
        return [self.W, self.b]

    def forward(self, x):
        self.x = x
        return x @ self.W.data + self.b.data

    def backward(self, dout):
        # accumulate, like the big frameworks do
        self.W.grad += self.x.T @ dout
        self.b.grad += dout.sum(axis=0)
        return dout @ self.W.data.T


class Tanh:
    def parameters(self):
        return []

    def forward(self, x):
        self.y = np.tanh(x)
        return self.y

    def backward(self, dout):
        return dout * (1 - self.y * self.y)


class Sequential:
    def __init__(self, *modules):
        self.modules = modules

    def parameters(self):
        return [p for m in self.modules for p in m.parameters()]

    def forward(self, x):
        for m in self.modules:
            x = m.forward(x)
        return x

    def backward(self, dout):
        for m in reversed(self.modules):
            dout = m.backward(dout)
        return dout


class MSELoss:
    """mean over the batch of the squared norm of the error"""
    def forward(self, pred, target):
        self.diff = pred - target
        return (self.diff ** 2).sum(axis=1).mean()

    def backward(self):
        return 2 * self.diff / len(self.diff)


class Optimizer:
    def __init__(self, params):
        self.params = params

    def zero_grad(self):
        for p in self.params:
            p.grad[...] = 0.0


class SGD(Optimizer):
    """SGD with Nesterov momentum and weight decay (L2)."""
    def __init__(self, params, lr, momentum=0.9, weight_decay=0.0):
        super().__init__(params)
        self.lr, self.momentum, self.weight_decay = lr, momentum, weight_decay
        self.buf = [np.zeros_like(p.data) for p in params]

    def step(self):
        for p, v in zip(self.params, self.buf):
            g = p.grad + self.weight_decay * p.data
            v *= self.momentum
            v += g
            p.data -= self.lr * (g + self.momentum * v)


rng = np.random.default_rng(11)
x = rng.uniform(-1, 1, (90, 3))
target = np.stack([x[:, 0] * x[:, 1], np.sin(2 * x[:, 2])], axis=1)

model = Sequential(Linear(3, 16, rng), Tanh(), Linear(16, 16, rng), Tanh(), Linear(16, 2, rng))
criterion = MSELoss()
opt = SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=1e-3)
for step in range(600):
    idx = rng.choice(90, size=30, replace=False)
    opt.zero_grad()
    loss = criterion.forward(model.forward(x[idx]), target[idx])
    model.backward(criterion.backward())
    opt.step()
    if step % 100 == 0:
        print(f"step {step:4d} | batch loss {loss:.8f}")
print("train loss", criterion.forward(model.forward(x), target))
