"""minitorch-like toy framework: modules, a loss, RMSprop."""
import numpy as np

rng = np.random.default_rng(2024)

class Module:
    training = True

    def parameters(self):
        return []

class Param:
    def __init__(self, data):
        self.data = data
        self.grad = np.zeros_like(data)

class Linear(Module):
    def __init__(self, fan_in, fan_out):
        self.w = Param(rng.normal(0, 1 / np.sqrt(fan_in), (fan_in, fan_out)))
        self.b = Param(np.zeros(fan_out))

    def parameters(self):
        return [self.w, self.b]

    def forward(self, x):
        self.x = x
        return x @ self.w.data + self.b.data

    def backward(self, gy):
        self.w.grad += self.x.T @ gy
        self.b.grad += gy.sum(axis=0)
        return gy @ self.w.data.T

class LeakyReLU(Module):
    def forward(self, x):
        self.slope = np.where(x > 0, 1.0, 0.01)
        return x * self.slope

    def backward(self, gy):
        return gy * self.slope

class Dropout(Module):
    def __init__(self, p):
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        self.mask = (rng.random(x.shape) > self.p) / (1 - self.p)
        return x * self.mask

    def backward(self, gy):
        return gy * self.mask

class Softmax(Module):
    def forward(self, x):
        e = np.exp(x - x.max(axis=1, keepdims=True))
        self.s = e / e.sum(axis=1, keepdims=True)
        return self.s

    def backward(self, gy):
        return self.s * (gy - (gy * self.s).sum(axis=1, keepdims=True))

class CrossEntropy:
    def __call__(self, probs, onehot):
        self.probs, self.onehot = np.clip(probs, 1e-9, 1.0), onehot
        return -(onehot * np.log(self.probs)).sum() / len(onehot)

    def backward(self):
        return -self.onehot / self.probs / len(self.onehot)

class Sequential(Module):
    def __init__(self, *mods):
        self.mods = mods

    def parameters(self):
        return [p for m in self.mods for p in m.parameters()]

    def mode(self, training):
        for m in self.mods:
            m.training = training

    def forward(self, x):
        for m in self.mods:
            x = m.forward(x)
        return x

    def backward(self, g):
        for m in self.mods[::-1]:
            g = m.backward(g)

class RMSprop:
    def __init__(self, params, lr=0.003, rho=0.9, eps=1e-8):
        self.params, self.lr, self.rho, self.eps = params, lr, rho, eps
        self.sq = [np.zeros_like(p.data) for p in params]

    def zero_grad(self):
        for p in self.params:
            p.grad[...] = 0.0

    def step(self):
        for p, sq in zip(self.params, self.sq):
            sq[...] = self.rho * sq + (1 - self.rho) * p.grad ** 2
            p.data -= self.lr * p.grad / (np.sqrt(sq) + self.eps)

centers = np.array([[0, 0], [1.5, 1.5], [-1.5, 1.5], [0, -2.0]])
labels = rng.integers(0, 4, 240)
X = centers[labels] + rng.normal(0, 0.6, (240, 2))
T = np.eye(4)[labels]
net = Sequential(Linear(2, 20), LeakyReLU(), Dropout(0.2), Linear(20, 4), Softmax())
loss_fn, opt = CrossEntropy(), RMSprop(net.parameters())
for epoch in range(30):
    net.mode(True)
    order = rng.permutation(200)
    for batch in np.split(order, 10):
        opt.zero_grad()
        loss_fn(net.forward(X[batch]), T[batch])
        net.backward(loss_fn.backward())
        opt.step()
    net.mode(False)
    if epoch % 5 == 4:
        print(f"epoch {epoch + 1}: train loss {loss_fn(net.forward(X[:200]), T[:200]):.4f}")
out = net.forward(X[200:])
print(f"valid loss {loss_fn(out, T[200:]):.4f} acc {(out.argmax(1) == labels[200:]).mean():.4f}")
