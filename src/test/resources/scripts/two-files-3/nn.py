import numpy as np

class Parameter:
    def __init__(self, value):
        self.value = value
        self.grad = np.zeros_like(value)

class Dense:
    def __init__(self, n_in, n_out):
        self.w = Parameter(np.random.normal(0, n_in ** -0.5, (n_in, n_out)))
        self.b = Parameter(np.zeros(n_out))

    def parameters(self):
        return [self.w, self.b]

    def __call__(self, x):
        self.x = x
        return x.dot(self.w.value) + self.b.value

    def backward(self, g):
        self.w.grad += self.x.T.dot(g)
        self.b.grad += g.sum(axis=0)
        return g.dot(self.w.value.T)

class Relu:
    def parameters(self):
        return []

    def __call__(self, x):
        self.on = (x > 0).astype(float)
        return x * self.on

    def backward(self, g):
        return g * self.on

class Sequential:
    def __init__(self, *modules):
        self.modules = modules

    def parameters(self):
        return [p for m in self.modules for p in m.parameters()]

    def __call__(self, x):
        for m in self.modules:
            x = m(x)
        return x

    def backward(self, g):
        for m in reversed(self.modules):
            g = m.backward(g)

class SGD:
    def __init__(self, params, lr):
        self.params, self.lr = params, lr

    def zero_grad(self):
        for p in self.params:
            p.grad[...] = 0

    def step(self):
        for p in self.params:
            p.value -= self.lr * p.grad
