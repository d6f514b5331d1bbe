"""
network.py - stochastic gradient descent with momentum for a feedforward
network, one example at a time. Inputs and targets are column vectors.
"""
import random
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    """Derivative of the sigmoid function at z."""
    return sigmoid(z) * (1 - sigmoid(z))


class Network(object):

    def __init__(self, sizes, mu=0.8):
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.mu = mu
        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
        self.weights = [np.random.randn(y, x) / np.sqrt(x)
                        for x, y in zip(sizes[:-1], sizes[1:])]
        self.vb = [np.zeros(b.shape) for b in self.biases]
        self.vw = [np.zeros(w.shape) for w in self.weights]

    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a) + b)
        return a

    def fit(self, training_data, epochs, mini_batch_size, eta, test_data=None):
        """The cost is 1/(2n) * sum ||a - y||^2 over the n examples."""
        training_data = list(training_data)
        n = len(training_data)
        for j in range(epochs):
            random.shuffle(training_data)
            for k in range(0, n, mini_batch_size):
                mini_batch = training_data[k:k + mini_batch_size]
                nabla_b = [np.zeros(b.shape) for b in self.biases]
                nabla_w = [np.zeros(w.shape) for w in self.weights]
                for x, y in mini_batch:
                    delta_nabla_b, delta_nabla_w = self.backprop(x, y)
                    nabla_b = [nb + dnb for nb, dnb in zip(nabla_b, delta_nabla_b)]
                    nabla_w = [nw + dnw for nw, dnw in zip(nabla_w, delta_nabla_w)]
                step = eta / len(mini_batch)
                # velocity: v <- mu * v - step * gradient, then move by v
                self.vw = [self.mu * v - step * nw for v, nw in zip(self.vw, nabla_w)]
                self.vb = [self.mu * v - step * nb for v, nb in zip(self.vb, nabla_b)]
                self.weights = [w + v for w, v in zip(self.weights, self.vw)]
                self.biases = [b + v for b, v in zip(self.biases, self.vb)]
            if j % 5 == 4:
                print("Epoch {0}: cost {1:.6f}, {2} / {3} correct".format(
                    j + 1, self.cost(training_data), self.evaluate(test_data), len(test_data)))

    def backprop(self, x, y):
        """Gradient of 1/2 ||a - y||^2 for the single example (x, y)."""
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
        # l = 2 is the second-last layer, and so on backwards
        for l in range(2, self.num_layers):
            sp = sigmoid_prime(zs[-l])
            delta = np.dot(self.weights[-l + 1].T, delta) * sp
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l - 1].T)
        return nabla_b, nabla_w

    def cost(self, data):
        return sum(0.5 * np.sum((self.feedforward(x) - y) ** 2) for x, y in data) / len(data)

    def evaluate(self, data):
        return sum(int(np.argmax(self.feedforward(x)) == np.argmax(y)) for x, y in data)


def make_blobs(n, centres):
    data = []
    for i in range(n):
        c = i % len(centres)
        x = centres[c] + np.random.randn(6)
        y = np.zeros((len(centres), 1))
        y[c] = 1.0
        data.append((x.reshape(6, 1), y))
    return data


random.seed(12)
np.random.seed(12)
centres = np.random.randn(3, 6)
train = make_blobs(150, centres)
test = make_blobs(90, centres)
net = Network([6, 6, 6, 3])
net.fit(train, epochs=30, mini_batch_size=10, eta=1.0, test_data=test)
print("final test cost: {:.6f}".format(net.cost(test)))
print("final test accuracy: {:.5f}".format(net.evaluate(test) / len(test)))
