"""
Exercise from chapter 3: fully matrix-based backprop over a mini-batch,
tanh hidden layers, softmax output with log-likelihood cost,
momentum and a learning rate that goes down with the epoch.
"""
import numpy as np


def tanh(z):
    return np.tanh(z)


def tanh_prime(z):
    return 1.0 - np.tanh(z)**2


def softmax(z):
    e = np.exp(z - np.max(z, axis=0))
    return e / np.sum(e, axis=0)


class Network:

    def __init__(self, sizes, rng):
        self.sizes = sizes
        self.num_layers = len(sizes)
        self.rng = rng
        self.weights = [rng.randn(n, m)/np.sqrt(m) for m, n in zip(sizes[:-1], sizes[1:])]
        self.biases = [np.zeros((n, 1)) for n in sizes[1:]]
        self.vel_w = [np.zeros_like(w) for w in self.weights]
        self.vel_b = [np.zeros_like(b) for b in self.biases]

    def feedforward(self, a):
        zs, activations = [], [a]
        for w, b in zip(self.weights[:-1], self.biases[:-1]):
            z = np.dot(w, a) + b
            a = tanh(z)
            zs.append(z)
            activations.append(a)
        z = np.dot(self.weights[-1], a) + self.biases[-1]
        zs.append(z)
        activations.append(softmax(z))
        return zs, activations

    def backprop(self, x, y):
        m = x.shape[1]
        nabla_w = [None]*(self.num_layers-1)
        nabla_b = [None]*(self.num_layers-1)
        zs, activations = self.feedforward(x)
        delta = activations[-1] - y
        nabla_w[-1] = np.dot(delta, activations[-2].T)/m
        nabla_b[-1] = np.sum(delta, axis=1, keepdims=True)/m
        for l in range(2, self.num_layers):
            delta = np.dot(self.weights[-l+1].T, delta) * tanh_prime(zs[-l])
            nabla_w[-l] = np.dot(delta, activations[-l-1].T)/m
            nabla_b[-l] = np.sum(delta, axis=1, keepdims=True)/m
        return nabla_w, nabla_b

    def update(self, x, y, eta, mu):
        nabla_w, nabla_b = self.backprop(x, y)
        self.vel_w = [mu*v - eta*nw for v, nw in zip(self.vel_w, nabla_w)]
        self.vel_b = [mu*v - eta*nb for v, nb in zip(self.vel_b, nabla_b)]
        self.weights = [w + v for w, v in zip(self.weights, self.vel_w)]
        self.biases = [b + v for b, v in zip(self.biases, self.vel_b)]

    def SGD(self, x, y, epochs, batch_size, eta, mu, decay):
        n = x.shape[1]
        for epoch in range(epochs):
            eta_t = eta/(1.0 + decay*epoch)
            perm = self.rng.permutation(n)
            for k in range(0, n, batch_size):
                idx = perm[k:k+batch_size]
                self.update(x[:, idx], y[:, idx], eta_t, mu)
            if epoch % 10 == 0 or epoch == epochs-1:
                print("epoch %3d   cost %.4f   acc %.4f" % (
                    (epoch,) + self.evaluate(x, y)))

    def evaluate(self, x, y):
        a = self.feedforward(x)[1][-1]
        cost = -np.mean(np.sum(y*np.log(a), axis=0))
        acc = np.mean(np.argmax(a, axis=0) == np.argmax(y, axis=0))
        return cost, acc


def sectors(n, k, rng):
    angle = rng.uniform(0, 2*np.pi, n)
    radius = rng.uniform(0.5, 1.5, n)
    label = (angle/(2*np.pi)*k).astype(int)
    x = np.vstack([radius*np.cos(angle), radius*np.sin(angle)])
    x += 0.05*rng.randn(2, n)
    return x, np.eye(k)[label].T


if __name__ == "__main__":
    rng = np.random.RandomState(99)
    x, y = sectors(240, 6, rng)
    x_test, y_test = sectors(120, 6, rng)
    net = Network([2, 6, 6, 6], rng)
    net.SGD(x, y, epochs=40, batch_size=12, eta=0.1, mu=0.7, decay=0.02)
    print("test: cost %.4f  acc %.4f" % net.evaluate(x_test, y_test))
