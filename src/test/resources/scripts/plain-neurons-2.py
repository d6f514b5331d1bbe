import math
import random

class Neuron:
    def __init__(self, n_in, act):
        self.weights = [random.gauss(0, 0.5) for _ in range(n_in)]
        self.bias = 0.1
        self.act = act
    def forward(self, inputs):
        self.inputs = inputs
        self.z = self.bias
        for w, x in zip(self.weights, inputs):
            self.z += w * x
        self.out = math.tanh(self.z) if self.act == "tanh" else 1.0 / (1.0 + math.exp(-self.z))
        return self.out
    def update(self, eta):
        for i, x in enumerate(self.inputs):
            self.weights[i] = self.weights[i] - eta * self.delta * x
        self.bias = self.bias - eta * self.delta

class Network:
    def __init__(self, sizes):
        self.layers = []
        for k in range(1, len(sizes)):
            act = "sigmoid" if k == len(sizes) - 1 else "tanh"
            self.layers.append([Neuron(sizes[k - 1], act) for _ in range(sizes[k])])
    def predict(self, x):
        for layer in self.layers:
            x = [n.forward(x) for n in layer]
        return x
    def train(self, x, y, eta):
        out = self.predict(x)
        for n, t in zip(self.layers[-1], y):
            n.delta = n.out - t
        for k in reversed(range(len(self.layers) - 1)):
            for j, n in enumerate(self.layers[k]):
                e = sum(m.weights[j] * m.delta for m in self.layers[k + 1])
                n.delta = e * (1 - n.out)
        for layer in self.layers:
            for n in layer:
                n.update(eta)
        return -sum(t * math.log(o) + (1 - t) * math.log(1 - o) for o, t in zip(out, y))

random.seed(12)
net = Network([3, 4, 3, 2])
points = []
for _ in range(12):
    p = [random.uniform(-1, 1) for _ in range(3)]
    points.append((p, [1 if p[0] > p[1] else 0, 1 if p[2] > 0 else 0]))
for epoch in range(30):
    random.shuffle(points)
    total = 0.0
    for p, y in points:
        total += net.train(p, y, 0.2)
    print(epoch, total / len(points))
