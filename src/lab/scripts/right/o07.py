"""Network with a list of weights and a list of biases.

Examples are column vectors; the quadratic cost is used and the gradient of
a mini-batch is the average of the gradients of its examples.
"""
import random
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


class Network(object):

    def __init__(self, sizes):
        self.num_layers = len(sizes)
        self.biases = [np.random.randn(n, 1) for n in sizes[1:]]
        self.weights = [np.random.randn(n, k) for k, n in zip(sizes[:-1], sizes[1:])]

    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a) + b)
        return a

    def backprop(self, x, y):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        activation = x
        activations = [x]
        zs = []
        for b, w in zip(self.biases, self.weights):
            z = np.dot(w, activation) + b
            zs.append(z)
            activation = sigmoid(z)
            activations.append(activation)
        delta = (activations[-1] - y) * sigmoid_prime(zs[-1])
        nabla_b[-1] = delta
        nabla_w[-1] = np.dot(delta, activations[-2].T)
        for l in range(2, self.num_layers):
            delta = np.dot(self.weights[-l + 1].T, delta) * sigmoid_prime(zs[-l])
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l - 1].T)
        return nabla_b, nabla_w

    def update_mini_batch(self, batch, eta):
        sum_b = [np.zeros(b.shape) for b in self.biases]
        sum_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in batch:
            nb, nw = self.backprop(x, y)
            sum_b = [s + n for s, n in zip(sum_b, nb)]
            sum_w = [s + n for s, n in zip(sum_w, nw)]
        for i in range(len(self.weights)):
            self.weights[i] -= eta / len(batch) * sum_w[i]
            self.biases[i] -= eta / len(batch) * sum_b[i]

    def cost(self, data):
        return sum(0.5 * np.sum((self.feedforward(x) - y) ** 2) for x, y in data) / len(data)

    def SGD(self, data, epochs, size, eta):
        for epoch in range(epochs):
            random.shuffle(data)
            for k in range(0, len(data), size):
                self.update_mini_batch(data[k:k + size], eta)
            if epoch % 10 == 0:
                print("Epoch {0}: cost {1:.8f}".format(epoch, self.cost(data)))


random.seed(1)
np.random.seed(1)
training_data = []
for _ in range(90):
    x = np.random.uniform(-1, 1, (3, 1))
    y = np.zeros((3, 1))
    y[np.argmax(x * x)] = 1.0
    training_data.append((x, y))

net = Network([3, 8, 6, 3])
net.SGD(training_data, 60, 10, 4.0)
print("final cost %.8f" % net.cost(training_data))
hits = sum(int(np.argmax(net.feedforward(x)) == np.argmax(y)) for x, y in training_data)
print("hits: %d / %d" % (hits, len(training_data)))
