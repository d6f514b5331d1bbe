"""net.py -- feed-forward net after the well known online book, but with tanh
hidden units, a sigmoid output, the cross-entropy cost and L1 regularization:

    C = 1/n sum_x [ -y ln a - (1-y) ln(1-a) ]  +  lmbda/n sum_w |w|
"""
import random
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def tanh_prime(z):
    return 1.0 - np.tanh(z) ** 2


class Network(object):

    def __init__(self, sizes):
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
        self.weights = [np.random.randn(y, x) / np.sqrt(x)
                        for x, y in zip(sizes[:-1], sizes[1:])]

    def feedforward(self, a):
        for b, w in zip(self.biases[:-1], self.weights[:-1]):
            a = np.tanh(np.dot(w, a) + b)
        return sigmoid(np.dot(self.weights[-1], a) + self.biases[-1])

    def SGD(self, training_data, epochs, mini_batch_size, eta, lmbda=0.0):
        n = len(training_data)
        for j in range(epochs):
            random.shuffle(training_data)
            mini_batches = [training_data[k:k + mini_batch_size]
                            for k in range(0, n, mini_batch_size)]
            for mini_batch in mini_batches:
                self.update_mini_batch(mini_batch, eta, lmbda, n)
            if j % 10 == 0:
                print("Epoch {0}: cost {1:.5f}, {2} / {3} correct".format(
                    j, self.total_cost(training_data, lmbda),
                    self.evaluate(training_data), n))

    def update_mini_batch(self, mini_batch, eta, lmbda, n):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in mini_batch:
            delta_nabla_b, delta_nabla_w = self.backprop(x, y)
            nabla_b = [nb + dnb for nb, dnb in zip(nabla_b, delta_nabla_b)]
            nabla_w = [nw + dnw for nw, dnw in zip(nabla_w, delta_nabla_w)]
        self.weights = [w - eta * (lmbda / n) * np.sign(w) - (eta / len(mini_batch)) * nw
                        for w, nw in zip(self.weights, nabla_w)]
        self.biases = [b - (eta / len(mini_batch)) * nb
                       for b, nb in zip(self.biases, nabla_b)]

    def backprop(self, x, y):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        # feedforward
        activation = x
        activations = [x]
        zs = []
        for i, (b, w) in enumerate(zip(self.biases, self.weights)):
            z = np.dot(w, activation) + b
            zs.append(z)
            if i == self.num_layers - 2:
                activation = sigmoid(z)
            else:
                activation = np.tanh(z)
            activations.append(activation)
        # backward pass
        delta = activations[-1] - y
        nabla_b[-1] = delta
        nabla_w[-1] = np.dot(delta, activations[-2].transpose())
        for l in range(2, self.num_layers):
            z = zs[-l]
            delta = np.dot(self.weights[-l + 1].transpose(), delta) * tanh_prime(z)
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l - 1].transpose())
        return (nabla_b, nabla_w)

    def total_cost(self, data, lmbda):
        cost = 0.0
        for x, y in data:
            a = self.feedforward(x)
            cost += float(np.sum(np.nan_to_num(-y * np.log(a) - (1 - y) * np.log(1 - a)))) / len(data)
        cost += (lmbda / len(data)) * sum(np.sum(np.abs(w)) for w in self.weights)
        return cost

    def evaluate(self, data):
        return sum(int((self.feedforward(x)[0, 0] > 0.5) == (y == 1.0)) for x, y in data)


if __name__ == "__main__":
    random.seed(0)
    np.random.seed(0)
    training_data = []
    for _ in range(150):
        p = np.random.uniform(-1, 1, (2, 1))
        training_data.append((p, 1.0 if p[0, 0] * p[1, 0] > 0 else 0.0))
    net = Network([2, 6, 6, 1])
    net.SGD(training_data, 61, 10, 0.3, lmbda=0.05)
