import numpy as np

from recorder import Recorder, experiment


class Dense:
    def __init__(self, W, b, activation):
        self.W = W.copy()
        self.b = b.copy()
        self.activation = activation
        self.dW = np.zeros_like(W)
        self.db = np.zeros_like(b)

    def forward(self, x):
        self.x = x
        self.z = x @ self.W + self.b
        self.a = self.activation(self.z)
        return self.a


def relu(z):
    return np.maximum(z, 0)


def relu_prime(z):
    return (z > 0).astype(float)


def tanh_prime(a):
    return 1 - a ** 2


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


given = experiment()
net = [Dense(W, b, f) for W, b, f in zip(given.W, given.b, (relu, np.tanh, softmax))]
lr = given.learning_rate
rec = Recorder()

for X, y in given.batches():
    n = len(X)
    out = X
    for layer in net:
        out = layer.forward(out)
    loss = -np.sum(y * np.log(out)) / n

    net[2].delta = out - y
    net[1].delta = net[2].delta @ net[2].W.T * tanh_prime(net[1].a)
    net[0].delta = net[1].delta @ net[1].W.T * relu_prime(net[0].z)
    for layer in net:
        layer.dW = layer.x.T @ layer.delta / n
        layer.db = layer.delta.sum(axis=0) / n
    for layer in net:
        layer.W -= lr * layer.dW
        layer.b -= lr * layer.db

    rec.step(
        loss=loss,
        Z=[layer.z for layer in net],
        A=[layer.a for layer in net],
        dZ=[layer.delta for layer in net],
        dW=[layer.dW for layer in net],
        db=[layer.db for layer in net],
        W=[layer.W for layer in net],
        b=[layer.b for layer in net],
    )

rec.save()
