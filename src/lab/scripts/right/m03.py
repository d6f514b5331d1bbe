"""
minibook.py
~~~~~~~~~~~
Stochastic gradient descent for a feedforward net of sigmoid neurons with the
quadratic cost.  Inputs and targets are column vectors, training data is a list
of tuples (x, y).
"""
import random

import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    s = sigmoid(z)
    return s * (1 - s)


class Net(object):

    def __init__(self, sizes):
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.biases = [np.random.randn(n, 1) for n in sizes[1:]]
        self.weights = [np.random.randn(n, m) / np.sqrt(m) for m, n in zip(sizes[:-1], sizes[1:])]

    def feedforward(self, a):
        for w, b in zip(self.weights, self.biases):
            a = sigmoid(np.dot(w, a) + b)
        return a

    def train(self, data, epochs, size, eta0, half_life, test=None):
        data = list(data)
        for epoch in range(epochs):
            eta = eta0 / (1.0 + epoch / half_life)
            random.shuffle(data)
            batches = [data[k:k + size] for k in range(0, len(data), size)]
            for batch in batches:
                self.step(batch, eta)
            if test and (epoch + 1) % 10 == 0:
                print("epoch %d: cost %.5f, correct %d / %d" % (
                    epoch + 1, self.cost(data), self.evaluate(test), len(test)))

    def step(self, batch, eta):
        """One step of gradient descent on the mean cost of the mini-batch."""
        sum_b = [np.zeros(b.shape) for b in self.biases]
        sum_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in batch:
            grad_b, grad_w = self.backprop(x, y)
            sum_b = [s + g for s, g in zip(sum_b, grad_b)]
            sum_w = [s + g for s, g in zip(sum_w, grad_w)]
        rate = eta / len(batch)
        self.weights = [w - rate * s for w, s in zip(self.weights, sum_w)]
        self.biases = [b - rate * s for b, s in zip(self.biases, sum_b)]

    def backprop(self, x, y):
        """Gradient of the cost of one example, as lists that go with biases and weights."""
        grad_b = [None] * len(self.biases)
        grad_w = [None] * len(self.weights)
        activation = x
        activations = [x]
        zs = []
        for w, b in zip(self.weights, self.biases):
            z = np.dot(w, activation) + b
            zs.append(z)
            activation = sigmoid(z)
            activations.append(activation)
        delta = (activations[-1] - y) * sigmoid_prime(zs[-1])
        grad_b[-1] = delta
        grad_w[-1] = np.dot(delta, activations[-2].T)
        for l in range(2, self.num_layers):
            delta = np.dot(self.weights[-l + 1].T, delta) * sigmoid_prime(zs[-l])
            grad_b[-l] = delta
            grad_w[-l] = np.dot(delta, activations[-l - 1].T)
        return grad_b, grad_w

    def cost(self, data):
        return sum(0.5 * np.sum((self.feedforward(x) - y) ** 2) for x, y in data) / len(data)

    def evaluate(self, data):
        return sum(int(np.argmax(self.feedforward(x)) == np.argmax(y)) for x, y in data)


def make_data(n):
    """Three classes: which of three overlapping blobs a point was drawn from."""
    centres = [(-1.0, 0.0), (1.0, 0.3), (0.0, 1.4)]
    data = []
    for i in range(n):
        x = np.array(centres[i % 3]).reshape(2, 1) + 0.45 * np.random.randn(2, 1)
        y = np.zeros((3, 1))
        y[i % 3] = 1.0
        data.append((x, y))
    return data


random.seed(5)
np.random.seed(5)
training, testing = make_data(155), make_data(90)
net = Net([2, 6, 6, 3])
print("cost before: %.5f" % net.cost(training))
net.train(training, epochs=60, size=20, eta0=3.0, half_life=40.0, test=testing)
print("cost after:  %.5f" % net.cost(training))
print(np.round(net.feedforward(testing[0][0]).ravel(), 4))
