import math
import random


class Neuron:
    def __init__(self, n_inputs, rnd):
        self.weights = [rnd.gauss(0, 1) / math.sqrt(n_inputs) for _ in range(n_inputs)]
        self.bias = 0.0
        self.vel_w = [0.0] * n_inputs
        self.vel_b = 0.0
        self.zero_grad()

    def zero_grad(self):
        self.grad_w = [0.0] * len(self.weights)
        self.grad_b = 0.0

    def net_input(self, inputs):
        return sum(w * x for w, x in zip(self.weights, inputs)) + self.bias


class Mlp:
    """tanh hidden layers, softmax output, cross-entropy, plain lists only"""

    def __init__(self, sizes, seed):
        rnd = random.Random(seed)
        self.layers = []
        for n_in, n_out in zip(sizes, sizes[1:]):
            self.layers.append([Neuron(n_in, rnd) for _ in range(n_out)])

    def forward(self, x):
        self.outputs = [x]
        for depth, layer in enumerate(self.layers):
            nets = [neuron.net_input(self.outputs[-1]) for neuron in layer]
            if depth < len(self.layers) - 1:
                out = [math.tanh(s) for s in nets]
            else:
                top = max(nets)
                exps = [math.exp(s - top) for s in nets]
                total = sum(exps)
                out = [e / total for e in exps]
            self.outputs.append(out)
        return self.outputs[-1]

    def accumulate(self, x, label):
        probs = self.forward(x)
        deltas = [p - (1.0 if k == label else 0.0) for k, p in enumerate(probs)]
        for depth in range(len(self.layers) - 1, -1, -1):
            layer = self.layers[depth]
            inputs = self.outputs[depth]
            for neuron, d in zip(layer, deltas):
                for i, value in enumerate(inputs):
                    neuron.grad_w[i] += d * value
                neuron.grad_b += d
            if depth > 0:
                new_deltas = []
                for i, value in enumerate(inputs):
                    back = sum(neuron.weights[i] * d for neuron, d in zip(layer, deltas))
                    new_deltas.append(back * (1.0 - value * value))
                deltas = new_deltas
        return -math.log(max(probs[label], 1e-12))

    def update(self, lr, momentum, count):
        for layer in self.layers:
            for neuron in layer:
                for i in range(len(neuron.weights)):
                    neuron.vel_w[i] = momentum * neuron.vel_w[i] + neuron.grad_w[i] / count
                    neuron.weights[i] -= lr * neuron.vel_w[i]
                neuron.vel_b = momentum * neuron.vel_b + neuron.grad_b / count
                neuron.bias -= lr * neuron.vel_b
                neuron.zero_grad()


def rings(n, seed):
    rnd = random.Random(seed)
    points = []
    for k in range(n):
        label = k % 3
        radius = 0.4 + 0.7 * label + rnd.gauss(0, 0.1)
        angle = rnd.uniform(0, 2 * math.pi)
        points.append(([radius * math.cos(angle), radius * math.sin(angle)], label))
    return points


points = rings(90, 4)
net = Mlp([2, 8, 6, 3], seed=9)
shuffler = random.Random(1)
for epoch in range(1, 81):
    shuffler.shuffle(points)
    loss = 0.0
    for start in range(0, len(points), 15):
        chunk = points[start:start + 15]
        for x, label in chunk:
            loss += net.accumulate(x, label)
        net.update(0.1, 0.9, len(chunk))
    if epoch % 10 == 0 or epoch == 1:
        hits = 0
        for x, label in points:
            out = net.forward(x)
            hits += out.index(max(out)) == label
        print("epoch", epoch, "loss %.5f" % (loss / len(points)), "hits", hits)
