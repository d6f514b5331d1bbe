from math import exp
from random import seed, random, shuffle

# Backprop network without numpy. The last weight of each neuron is its bias.


def initialize_network(n_inputs, n_hidden, n_outputs):
    network = []
    hidden_layer = [{'weights': [random() - 0.5 for _ in range(n_inputs + 1)]} for _ in range(n_hidden)]
    network.append(hidden_layer)
    hidden_layer2 = [{'weights': [random() - 0.5 for _ in range(n_hidden + 1)]} for _ in range(n_hidden)]
    network.append(hidden_layer2)
    output_layer = [{'weights': [random() - 0.5 for _ in range(n_hidden + 1)]} for _ in range(n_outputs)]
    network.append(output_layer)
    return network


def activate(weights, inputs):
    activation = weights[-1]
    for i in range(len(weights) - 1):
        activation += weights[i] * inputs[i]
    return activation


def transfer(activation):
    return 1.0 / (1.0 + exp(-activation))


def transfer_derivative(output):
    return output * (1.0 - output)


def forward_propagate(network, row):
    inputs = row[:-1]
    for layer in network:
        new_inputs = []
        for neuron in layer:
            neuron['output'] = transfer(activate(neuron['weights'], inputs))
            new_inputs.append(neuron['output'])
        inputs = new_inputs
    return inputs


def backward_propagate_error(network, expected):
    for i in reversed(range(len(network))):
        layer = network[i]
        errors = []
        if i == len(network) - 1:
            for j in range(len(layer)):
                errors.append(layer[j]['output'] - expected[j])
        else:
            for j in range(len(layer)):
                error = 0.0
                for neuron in network[i + 1]:
                    error += neuron['weights'][j] * neuron['delta']
                errors.append(error)
        for j in range(len(layer)):
            layer[j]['delta'] = errors[j] * transfer_derivative(layer[j]['output'])


def update_weights(network, row, l_rate):
    for i in range(len(network)):
        inputs = row[:-1]
        if i != 0:
            inputs = [neuron['output'] for neuron in network[i - 1]]
        for neuron in network[i]:
            for j in range(len(inputs)):
                neuron['weights'][j] -= l_rate * neuron['delta'] * inputs[j]
            neuron['weights'][-1] -= l_rate * neuron['delta']


def train_network(network, train, l_rate, n_epoch, n_outputs):
    for epoch in range(n_epoch):
        shuffle(train)
        sum_error = 0.0
        for row in train:
            outputs = forward_propagate(network, row)
            expected = [0.0] * n_outputs
            expected[row[-1]] = 1.0
            sum_error += 0.5 * sum((expected[i] - outputs[i]) ** 2 for i in range(n_outputs))
            backward_propagate_error(network, expected)
            update_weights(network, row, l_rate)
        if epoch % 200 == 0:
            print('>epoch=%d, lrate=%.3f, error=%.3f' % (epoch, l_rate, sum_error))


seed(1)
dataset = [
    [2.78, 2.55, 0], [1.47, 2.36, 0], [3.40, 4.40, 1], [1.39, 1.85, 0], [3.06, 3.01, 0],
    [7.63, 2.76, 2], [5.33, 2.09, 2], [6.92, 1.77, 2], [8.68, -0.24, 2], [7.67, 3.51, 2],
    [2.10, 5.20, 1], [3.90, 6.10, 1], [1.80, 4.90, 1], [4.40, 5.70, 1],
]
network = initialize_network(2, 4, 3)
train_network(network, dataset, 0.5, 1200, 3)
for row in dataset[:5]:
    out = forward_propagate(network, row)
    print('Expected=%d, Got=%d' % (row[-1], out.index(max(out))))
