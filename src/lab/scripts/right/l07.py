# "Build your own neural network library in 100 lines" -- curve fitting
import numpy as np


class Layer:
    def forward(self, x):
        raise NotImplementedError

    def backward(self, grad):
        raise NotImplementedError

    def params(self):
        return []


class Dense(Layer):
    def __init__(self, n_in, n_out, rng):
        self.W = rng.normal(0.0, np.sqrt(2.0 / (n_in + n_out)), (n_in, n_out))
        self.b = np.zeros((1, n_out))

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad):
        self.dW = self.x.T @ grad
        self.db = grad.sum(axis=0, keepdims=True)
        return grad @ self.W.T

    def params(self):
        return [(self.W, self.dW), (self.b, self.db)]


class Activation(Layer):
    def __init__(self, f, df):
        self.f, self.df = f, df

    def forward(self, x):
        self.x = x
        return self.f(x)

    def backward(self, grad):
        return grad * self.df(self.x)


class LeakyReLU(Activation):
    def __init__(self, slope=0.1):
        super().__init__(lambda x: np.where(x > 0, x, slope * x),
                         lambda x: np.where(x > 0, 1.0, slope))


class Softplus(Activation):
    def __init__(self):
        super().__init__(lambda x: np.log1p(np.exp(x)),
                         lambda x: 1.0 / (1.0 + np.exp(-x)))


class LogCosh:
    def value(self, pred, target):
        return np.mean(np.log(np.cosh(pred - target)))

    def grad(self, pred, target):
        return np.tanh(pred - target) / pred.size


class RMSProp:
    def __init__(self, lr=0.005, rho=0.9, eps=1e-7, clip=0.05):
        self.lr, self.rho, self.eps, self.clip = lr, rho, eps, clip
        self.cache = {}

    def step(self, params):
        for i, (p, g) in enumerate(params):
            g = np.clip(g, -self.clip, self.clip)
            c = self.cache.get(i, np.zeros_like(p))
            c = self.rho * c + (1 - self.rho) * g ** 2
            self.cache[i] = c
            p -= self.lr * g / (np.sqrt(c) + self.eps)


class Model:
    def __init__(self, layers, loss, optimizer):
        self.layers, self.loss, self.optimizer = layers, loss, optimizer

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def train_step(self, x, y):
        grad = self.loss.grad(self.forward(x), y)
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        self.optimizer.step([pg for layer in self.layers for pg in layer.params()])


rng = np.random.default_rng(3)
x = rng.uniform(-3, 3, (200, 1))
y = np.sin(2 * x) + 0.3 * x + rng.normal(0, 0.1, x.shape)
x_train, y_train, x_val, y_val = x[:160], y[:160], x[160:], y[160:]
model = Model([Dense(1, 20, rng), LeakyReLU(), Dense(20, 20, rng), Softplus(),
               Dense(20, 1, rng)], LogCosh(), RMSProp())
for epoch in range(250):
    order = rng.permutation(len(x_train))
    for batch in np.split(order, 4):
        model.train_step(x_train[batch], y_train[batch])
    if (epoch + 1) % 100 == 0:
        model.optimizer.lr *= 0.5
    if epoch % 50 == 49:
        print(epoch + 1, "train %.6f" % model.loss.value(model.forward(x_train), y_train),
              "val %.6f" % model.loss.value(model.forward(x_val), y_val))
