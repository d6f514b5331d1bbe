"""
network.py -- my take on the network from Nielsen's online book.
Column vectors, a list of (x, y) tuples, cross-entropy cost,
stochastic gradient descent with weight decay.
"""
import random
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


def vectorized_result(j, k=3):
    e = np.zeros((k, 1))
    e[j] = 1.0
    return e


class Network(object):

    def __init__(self, sizes):
        self.num_layers = len(sizes)
        self.sizes = sizes
        rng = np.random.RandomState(42)
        self.biases = [rng.randn(y, 1) for y in sizes[1:]]
        self.weights = [rng.randn(y, x) / np.sqrt(x)
                        for x, y in zip(sizes[:-1], sizes[1:])]

    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a) + b)
        return a

    def SGD(self, training_data, epochs, mini_batch_size, eta, lmbda):
        n = len(training_data)
        for j in range(epochs):
            random.shuffle(training_data)
            mini_batches = [training_data[k:k + mini_batch_size]
                            for k in range(0, n, mini_batch_size)]
            for mini_batch in mini_batches:
                self.update_mini_batch(mini_batch, eta, lmbda, n)
            if (j + 1) % 5 == 0:
                print("Epoch {0}: cost {1:.5f}".format(
                    j + 1, self.total_cost(training_data, lmbda)))

    def update_mini_batch(self, mini_batch, eta, lmbda, n):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in mini_batch:
            delta_nabla_b, delta_nabla_w = self.backprop(x, y)
            nabla_b = [nb + dnb for nb, dnb in zip(nabla_b, delta_nabla_b)]
            nabla_w = [nw + dnw for nw, dnw in zip(nabla_w, delta_nabla_w)]
        self.weights = [(1 - eta * (lmbda / n)) * w - (eta / len(mini_batch)) * nw
                        for w, nw in zip(self.weights, nabla_w)]
        self.biases = [b - (eta / len(mini_batch)) * nb
                       for b, nb in zip(self.biases, nabla_b)]

    def backprop(self, x, y):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        # feedforward
        activation = x
        activations = [x]   # all the activations, layer by layer
        zs = []             # all the z vectors, layer by layer
        for b, w in zip(self.biases, self.weights):
            z = np.dot(w, activation) + b
            zs.append(z)
            activation = sigmoid(z)
            activations.append(activation)
        # backward pass
        delta = activations[-1] - y
        nabla_b[-1] = delta
        nabla_w[-1] = np.dot(delta, activations[-2].transpose())
        for l in range(2, self.num_layers):
            sp = sigmoid_prime(zs[-l])
            delta = np.dot(self.weights[-l + 1].transpose(), delta) * sp
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l - 1].transpose())
        return nabla_b, nabla_w

    def total_cost(self, data, lmbda):
        cost = 0.0
        for x, y in data:
            a = self.feedforward(x)
            cost -= np.sum(y * np.log(a) + (1 - y) * np.log(1 - a)) / len(data)
        cost += 0.5 * (lmbda / len(data)) * sum(np.sum(w ** 2) for w in self.weights)
        return cost

    def accuracy(self, data):
        return np.mean([np.argmax(self.feedforward(x)) == np.argmax(y) for x, y in data])


if __name__ == "__main__":
    random.seed(7)
    gen = np.random.RandomState(0)
    centers = np.array([[1.0, 1.0, 0.0, -1.0], [-1.0, 1.0, 1.0, 0.5], [0.0, -1.0, -0.5, 1.0]])
    data = []
    for i in range(150):
        label = i % 3
        point = centers[label] + 0.7 * gen.randn(4)
        data.append((point.reshape(4, 1), vectorized_result(label)))
    random.shuffle(data)
    train, test = data[:110], data[110:]
    net = Network([4, 8, 6, 3])
    net.SGD(train, 25, 10, 0.5, 0.1)
    print("train acc", round(float(net.accuracy(train)), 4))
    print("test acc", round(float(net.accuracy(test)), 4))
