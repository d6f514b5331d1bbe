"""network1.py - a list-of-layers net trained by mini-batch SGD (after the online book)."""
import numpy as np

def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))

def sigmoid_prime(z):
    s = sigmoid(z)
    return s * (1 - s)

class NeuralNetwork:
    def __init__(self, layers, seed=0):
        rng = np.random.RandomState(seed)
        self.L = len(layers)
        self.b = [rng.randn(n, 1) for n in layers[1:]]
        self.w = [rng.randn(n, k) / np.sqrt(k) for k, n in zip(layers[:-1], layers[1:])]

    def feedforward(self, a):
        for b, w in zip(self.b, self.w):
            a = sigmoid(w @ a + b)
        return a

    def backprop(self, x, y):
        gb = [None] * len(self.b)
        gw = [None] * len(self.w)
        acts, zs = [x], []
        for b, w in zip(self.b, self.w):
            zs.append(w @ acts[-1] + b)
            acts.append(sigmoid(zs[-1]))
        delta = (acts[-1] - y) * sigmoid_prime(zs[-1])
        gb[-1] = delta
        gw[-1] = delta @ acts[-2].T
        for l in range(2, self.L):
            delta = (self.w[-l + 1].T @ delta) * sigmoid_prime(zs[-l])
            gb[-l] = delta
            gw[-l] = delta @ acts[-l - 1].T
        return gb, gw

    def update_mini_batch(self, batch, eta, n):
        nabla_b = [np.zeros_like(b) for b in self.b]
        nabla_w = [np.zeros_like(w) for w in self.w]
        for x, y in batch:
            gb, gw = self.backprop(x, y)
            nabla_b = [nb + g for nb, g in zip(nabla_b, gb)]
            nabla_w = [nw + g for nw, g in zip(nabla_w, gw)]
        self.w = [w - (eta / n) * nw for w, nw in zip(self.w, nabla_w)]
        self.b = [b - (eta / n) * nb for b, nb in zip(self.b, nabla_b)]

    def SGD(self, data, epochs, size, eta):
        rng = np.random.RandomState(99)
        for ep in range(epochs):
            order = rng.permutation(len(data))
            shuffled = [data[i] for i in order]
            for k in range(0, len(data), size):
                mini_batch = shuffled[k:k + size]
                self.update_mini_batch(mini_batch, eta, len(data))
            if ep % 10 == 0:
                c = np.mean([0.5 * np.sum((self.feedforward(x) - y) ** 2) for x, y in data])
                print("Epoch", ep, "cost", round(float(c), 5))

rng = np.random.RandomState(2)
pts = rng.uniform(-1, 1, (64, 2))
data = [(p.reshape(2, 1), np.array([[1.0 if p[0] * p[1] > 0 else 0.0]])) for p in pts]
NeuralNetwork([2, 6, 1]).SGD(data, 31, 8, 3.0)
