from math import exp
from random import seed, random
seed(2)
def make(i, h, o):
    return [[{'weights': [random() - 0.5 for _ in range(i)], 'bias': random()} for _ in range(h)],
            [{'weights': [random() - 0.5 for _ in range(h)], 'bias': random()} for _ in range(o)]]
def forward(net, x):
    for layer in net:
        out = []
        for neuron in layer:
            z = sum([w * v for w, v in zip(neuron['weights'], x)]) + neuron['bias']
            neuron['output'] = 1 / (1 + exp(-z))
            out.append(neuron['output'])
        x = out
    return x
def backward(net, target):
    for k, neuron in enumerate(net[1]):
        o = neuron['output']
        neuron['delta'] = (o - target[k]) * o * (1 - o)
    for j, neuron in enumerate(net[0]):
        e = sum([n['weights'][j] * n['delta'] for n in net[1]])
        neuron['delta'] = e
def update(net, x, rate):
    for layer in net:
        for neuron in layer:
            for j in range(len(x)):
                neuron['weights'][j] -= rate * neuron['delta'] * x[j]
            neuron['bias'] -= rate * neuron['delta']
        x = [n['output'] for n in layer]
net = make(2, 3, 1)
data = [([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [1])]
for epoch in range(60):
    for x, t in data:
        forward(net, x)
        backward(net, t)
        update(net, x, 0.5)
print([forward(net, x) for x, _ in data])
