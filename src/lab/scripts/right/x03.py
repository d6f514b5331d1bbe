"""A small network in the spirit of a well known online book: per-example
backprop inside mini-batches, cross-entropy cost, momentum."""
import random
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


class Network(object):

    def __init__(self, sizes):
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
        self.weights = [np.random.randn(y, x) / np.sqrt(x)
                        for x, y in zip(sizes[:-1], sizes[1:])]
        self.vel_w = [np.zeros(w.shape) for w in self.weights]
        self.vel_b = [np.zeros(b.shape) for b in self.biases]

    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a) + b)
        return a

    def SGD(self, training_data, epochs, mini_batch_size, eta, mu):
        n = len(training_data)
        for j in range(epochs):
            random.shuffle(training_data)
            mini_batches = [training_data[k:k + mini_batch_size]
                            for k in range(0, n, mini_batch_size)]
            for mini_batch in mini_batches:
                self.update_mini_batch(mini_batch, eta, mu)
            if j % 5 == 0:
                print("Epoch {0}: cost {1:.8f}".format(j, self.total_cost(training_data)))

    def update_mini_batch(self, mini_batch, eta, mu):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in mini_batch:
            delta_nabla_b, delta_nabla_w = self.backprop(x, y)
            nabla_b = [nb + dnb for nb, dnb in zip(nabla_b, delta_nabla_b)]
            nabla_w = [nw + dnw for nw, dnw in zip(nabla_w, delta_nabla_w)]
        m = len(mini_batch)
        self.vel_w = [mu * v - eta / m * nw for v, nw in zip(self.vel_w, nabla_w)]
        self.vel_b = [mu * v - eta / m * nb for v, nb in zip(self.vel_b, nabla_b)]
        self.weights = [w + v for w, v in zip(self.weights, self.vel_w)]
        self.biases = [b + v for b, v in zip(self.biases, self.vel_b)]

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
        # output error of the cross-entropy cost
        delta = activations[-1] - y
        nabla_b[-1] = delta
        nabla_w[-1] = np.dot(delta, activations[-2].transpose())
        for l in range(2, self.num_layers):
            z = zs[-l]
            sp = sigmoid_prime(z)
            delta = np.dot(self.weights[-l + 1].transpose(), delta) * sp
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l - 1].transpose())
        return nabla_b, nabla_w

    def total_cost(self, data):
        cost = 0.0
        for x, y in data:
            a = self.feedforward(x)
            cost += np.sum(-y * np.log(a) - (1 - y) * np.log(1 - a)) / len(data)
        return cost


np.random.seed(12)
random.seed(12)
data = []
for _ in range(50):
    x = np.random.uniform(-1, 1, (4, 1))
    y = np.array([[float(x[0, 0] * x[1, 0] > 0)], [float(x[2, 0] > x[3, 0])]])
    data.append((x, y))

net = Network([4, 7, 6, 2])
net.SGD(data, epochs=21, mini_batch_size=8, eta=0.5, mu=0.8)
print("weight norms:", [float(np.linalg.norm(w)) for w in net.weights])
print("bias sums:", [float(np.sum(b)) for b in net.biases])
