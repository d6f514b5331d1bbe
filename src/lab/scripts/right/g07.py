import numpy as np

rng = np.random.default_rng(0)

class Parameter:
    def __init__(self, data):
        self.data = data
        self.grad = np.zeros_like(data)

class Module:
    def parameters(self):
        return []

    def __call__(self, x):
        return self.forward(x)

class Linear(Module):
    def __init__(self, in_features, out_features):
        k = 1.0 / np.sqrt(in_features)
        self.weight = Parameter(rng.uniform(-k, k, (out_features, in_features)))
        self.bias = Parameter(rng.uniform(-k, k, out_features))

    def forward(self, x):
        self.x = x
        return x @ self.weight.data.T + self.bias.data

    def backward(self, grad):
        self.weight.grad += grad.T @ self.x
        self.bias.grad += grad.sum(axis=0)
        return grad @ self.weight.data

    def parameters(self):
        return [self.weight, self.bias]

class ReLU(Module):
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, grad):
        return grad * self.mask

class Sequential(Module):
    def __init__(self, *modules):
        self.modules = modules

    def forward(self, x):
        for module in self.modules:
            x = module(x)
        return x

    def backward(self, grad):
        for module in reversed(self.modules):
            grad = module.backward(grad)

    def parameters(self):
        return [p for module in self.modules for p in module.parameters()]

class CrossEntropyLoss:
    """log-softmax + negative log likelihood, reduction='mean', integer targets"""
    def __call__(self, logits, target):
        logits = logits - logits.max(axis=1, keepdims=True)
        self.logp = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        self.target = target
        return -self.logp[np.arange(len(target)), target].mean()

    def backward(self):
        n = len(self.target)
        grad = np.exp(self.logp)
        grad[np.arange(n), self.target] -= 1
        return grad / n

class SGD:
    """Same update as torch.optim.SGD(..., nesterov=True)"""
    def __init__(self, params, lr, momentum, weight_decay):
        self.params = list(params)
        self.lr, self.momentum, self.weight_decay = lr, momentum, weight_decay
        self.bufs = [np.zeros_like(p.data) for p in self.params]

    def zero_grad(self):
        for p in self.params:
            p.grad = np.zeros_like(p.data)

    def step(self):
        for p, buf in zip(self.params, self.bufs):
            g = p.grad + self.weight_decay * p.data
            buf[:] = self.momentum * buf + g
            p.data -= self.lr * (g + self.momentum * buf)

class StepLR:
    """Multiplies the learning rate by gamma every step_size epochs; call step() once per epoch."""

    def __init__(self, optimizer, step_size, gamma):
        self.optimizer, self.step_size, self.gamma = optimizer, step_size, gamma
        self.last_epoch = 0

    def step(self):
        self.last_epoch += 1
        if self.last_epoch % self.step_size == 0:
            self.optimizer.lr *= self.gamma

# concentric rings, 4 classes
n = 240
target = rng.integers(0, 4, n)
radius = 0.5 + 0.6 * target + 0.12 * rng.standard_normal(n)
phi = rng.uniform(0, 2 * np.pi, n)
X = np.stack([radius * np.cos(phi), radius * np.sin(phi)], axis=1)

model = Sequential(Linear(2, 24), ReLU(), Linear(24, 24), ReLU(), Linear(24, 4))
criterion = CrossEntropyLoss()
optimizer = SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=1e-4)
scheduler = StepLR(optimizer, step_size=25, gamma=0.5)

for epoch in range(100):
    order = rng.permutation(n)
    running = 0.0
    for i in range(0, n, 40):
        idx = order[i:i + 40]
        loss = criterion(model(X[idx]), target[idx])
        optimizer.zero_grad()
        model.backward(criterion.backward())
        optimizer.step()
        running += loss * len(idx)
    scheduler.step()
    if epoch % 10 == 9:
        print(f"epoch {epoch + 1:3d} lr {optimizer.lr:.5f} loss {running / n:.6f}")

logits = model(X)
print(f"final loss {criterion(logits, target):.6f}")
print(f"final accuracy {(logits.argmax(axis=1) == target).mean():.5f}")
