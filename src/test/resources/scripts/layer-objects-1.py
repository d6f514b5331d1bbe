import numpy as np

np.random.seed(123)


class Layer:
    def forward(self, x):
        raise NotImplementedError

    def backward(self, grad):
        raise NotImplementedError

    def step(self, lr):
        pass


class Dense(Layer):
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * np.sqrt(2 / n_in)
        self.b = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad):
        self.dW = self.x.T @ grad
        self.db = grad.sum(axis=0)
        return grad @ self.W.T

    def step(self, lr):
        self.W -= lr * self.dW
        self.b -= lr * self.db


class ReLU(Layer):
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, grad):
        return grad * self.mask


class Sigmoid(Layer):
    def forward(self, x):
        self.out = 1 / (1 + np.exp(-x))
        return self.out

    def backward(self, grad):
        return grad * self.out * (1 - self.out)


class MSE:
    def __call__(self, pred, target):
        return np.mean((pred - target) ** 2)

    def grad(self, pred, target):
        return 2 * (pred - target) / pred.size


# checkerboard
X = np.random.rand(128, 2)
y = ((X[:, :1] > .5) ^ (X[:, 1:] > .5)).astype(float)
X = X * 2 - 1

net = [Dense(2, 12), ReLU(), Dense(12, 6), ReLU(), Dense(6, 1), Sigmoid()]
criterion = MSE()

for it in range(250):
    out = X
    for layer in net:
        out = layer.forward(out)

    grad = criterion.grad(out, y)
    for layer in reversed(net):
        grad = layer.backward(grad)

    for layer in net:
        layer.step(lr=0.5)

    if it % 300 == 0:
        print(it, "mse:", criterion(out, y))

print("final mse:", criterion(out, y))
