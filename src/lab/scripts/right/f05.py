# Backprop from scratch, no numpy. Each neuron is a dict, its last weight is the bias.
from math import exp
from random import seed, random


def initialize_network(n_inputs, n_hidden, n_outputs):
    hidden = [{'w': [random() - 0.5 for _ in range(n_inputs + 1)]} for _ in range(n_hidden)]
    output = [{'w': [random() - 0.5 for _ in range(n_hidden + 1)]} for _ in range(n_outputs)]
    return [hidden, output]


def transfer(a):
    return 1.0 / (1.0 + exp(-a))


def transfer_derivative(out):
    # derivative of the sigmoid, written with its output
    return out * (1.0 - out)


def forward(network, features):
    inputs = features
    for layer in network:
        outputs = []
        for neuron in layer:
            w = neuron['w']
            neuron['net'] = sum(wi * xi for wi, xi in zip(w, inputs)) + w[-1]
            neuron['out'] = transfer(neuron['net'])
            outputs.append(neuron['out'])
        inputs = outputs
    return inputs


# error being minimised, per row: E = 1/2 * sum_k (expected_k - out_k)^2
# 'delta' is -dE/dnet of the neuron
def backward(network, expected):
    for i in reversed(range(len(network))):
        layer = network[i]
        if i == len(network) - 1:
            for j in range(len(layer)):
                error = expected[j] - layer[j]['out']
                layer[j]['delta'] = error * transfer_derivative(layer[j]['out'])
        else:
            following = network[i + 1]
            for j in range(len(layer)):
                error = 0.0
                for k in range(len(following)):
                    error += following[k]['w'][j] * following[k]['delta']
                layer[j]['delta'] = error * transfer_derivative(layer[j]['out'])


def update_weights(network, row, l_rate):
    for i in range(len(network)):
        inputs = row[:-1]
        if i > 0:
            inputs = [neuron['out'] for neuron in network[i - 1]]
        for neuron in network[i]:
            for j in range(len(inputs)):
                neuron['w'][j] += l_rate * neuron['delta'] * inputs[j]
            neuron['w'][-1] += l_rate * neuron['delta']


def train(network, rows, l_rate, n_epoch, n_outputs):
    for epoch in range(n_epoch):
        sum_error = 0.0
        for row in rows:
            outputs = forward(network, row[:-1])
            expected = [0.0] * n_outputs
            expected[row[-1]] = 1.0
            sum_error += 0.5 * sum((e - o) ** 2 for e, o in zip(expected, outputs))
            backward(network, expected)
            update_weights(network, row, l_rate)
        if epoch % 60 == 59:
            print('>epoch=%d, lrate=%.2f, error=%.6f' % (epoch + 1, l_rate, sum_error))


def predict(network, features):
    outputs = forward(network, features)
    return outputs.index(max(outputs))


seed(1)
# two measurements and the class
dataset = [
    [0.27, 0.25, 0], [1.46, 0.36, 1], [0.39, 1.84, 2], [0.13, 0.58, 0], [1.30, 0.20, 1],
    [0.88, 1.57, 2], [0.50, 0.44, 0], [1.75, 0.75, 1], [0.20, 1.46, 2], [0.66, 0.10, 0],
    [1.22, 0.82, 1], [0.61, 1.33, 2], [0.05, 0.90, 0], [1.60, 0.05, 1], [1.10, 1.95, 2],
    [0.72, 0.62, 0], [1.95, 0.40, 1], [0.75, 1.15, 2], [0.35, 0.78, 0], [1.05, 0.45, 1],
    [0.10, 1.70, 2], [0.80, 0.33, 0], [1.40, 1.02, 1], [1.31, 1.60, 2],
]
network = initialize_network(2, 3, 3)
train(network, dataset, 0.5, 420, 3)
hits = sum(predict(network, row[:-1]) == row[-1] for row in dataset)
print('accuracy: %.5f' % (hits / float(len(dataset))))
for point in ([0.4, 0.4], [1.5, 0.5], [0.6, 1.6], [0.9, 0.9]):
    print(point, ['%.5f' % o for o in forward(network, point)])
