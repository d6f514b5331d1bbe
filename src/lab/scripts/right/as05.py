"""Regression with small modules that know how to run forward and backward."""
import math

import numpy as np


class Module:
    def __call__(self, *args):
        self.args = args
        self.out = self.forward(*args)
        return self.out

    def forward(self, *args):
        raise NotImplementedError

    def backward(self, g):
        return self.bwd(g, *self.args)

    def parameters(self):
        return []


class Parameter:
    def __init__(self, data):
        self.data = data
        self.grad = np.zeros_like(data)

    def zero_grad(self):
        self.grad = np.zeros_like(self.data)


class Lin(Module):
    def __init__(self, rng, n_in, n_out):
        self.w = Parameter(rng.normal(size=(n_in, n_out)) * math.sqrt(1 / n_in))
        self.b = Parameter(np.zeros(n_out))

    def forward(self, inp):
        return inp @ self.w.data + self.b.data

    def bwd(self, g, inp):
        self.w.grad += inp.T @ g
        self.b.grad += g.sum(0)
        return g @ self.w.data.T

    def parameters(self):
        return [self.w, self.b]


class Tanh(Module):
    def forward(self, inp):
        return np.tanh(inp)

    def bwd(self, g, inp):
        return g * (1 - self.out ** 2)


class LeakyRelu(Module):
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, inp):
        return np.where(inp > 0, inp, self.slope * inp)

    def bwd(self, g, inp):
        return g * np.where(inp > 0, 1.0, self.slope)


class Mse(Module):
    """Mean over all the elements of the squared difference."""

    def forward(self, inp, targ):
        return ((inp - targ) ** 2).mean()

    def bwd(self, g, inp, targ):
        return g * 2.0 * (inp - targ) / inp.size


class Model:
    def __init__(self, *layers):
        self.layers = layers
        self.loss = Mse()

    def predict(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def __call__(self, x, targ):
        return self.loss(self.predict(x), targ)

    def backward(self):
        g = self.loss.backward(1.0)
        for layer in reversed(self.layers):
            g = layer.backward(g)

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]


class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = params
        self.lr = lr
        self.momentum = momentum
        self.vel = [np.zeros_like(p.data) for p in params]

    def step(self):
        for i, p in enumerate(self.params):
            self.vel[i] = self.momentum * self.vel[i] + p.grad
            p.data -= self.lr * self.vel[i]

    def zero_grad(self):
        for p in self.params:
            p.zero_grad()


def data_iter(rng, batch_size, features, targets):
    order = rng.permutation(len(features))
    for i in range(0, len(order), batch_size):
        idx = order[i:i + batch_size]
        yield features[idx], targets[idx]


def main():
    rng = np.random.default_rng(7)
    x = rng.uniform(-2, 2, size=(200, 2))
    y = np.stack([np.sin(2 * x[:, 0]) + 0.3 * x[:, 1],
                  x[:, 0] * x[:, 1]], axis=1)
    y += 0.05 * rng.normal(size=y.shape)

    model = Model(Lin(rng, 2, 24), Tanh(), Lin(rng, 24, 16), LeakyRelu(),
                  Lin(rng, 16, 2))
    opt = SGD(model.parameters(), lr=0.05, momentum=0.8)

    for epoch in range(80):
        for xb, yb in data_iter(rng, 20, x, y):
            opt.zero_grad()
            model(xb, yb)
            model.backward()
            opt.step()
        if epoch % 16 == 0 or epoch == 79:
            print(f"epoch {epoch + 1}, loss {model(x, y):.5f}")


if __name__ == "__main__":
    main()
