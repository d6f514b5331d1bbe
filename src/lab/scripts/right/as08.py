# Backpropagation in plain Python, the network is a list of layers,
# a layer is a list of neurons and a neuron is a dict.
# Error of one row: 0.5 * sum((expected - output) ** 2)
from math import tanh
from random import gauss, random, seed, shuffle, uniform


# Initialise a network; the last weight of every neuron is its bias
def initialize_network(layer_sizes):
    network = list()
    for n_in, n_out in zip(layer_sizes[:-1], layer_sizes[1:]):
        layer = [{'weights': [uniform(-0.7, 0.7) for _ in range(n_in + 1)]}
                 for _ in range(n_out)]
        network.append(layer)
    return network


# Calculate neuron activation for an input
def activate(weights, inputs):
    activation = weights[-1]
    for i in range(len(weights) - 1):
        activation += weights[i] * inputs[i]
    return activation


# Transfer neuron activation
def transfer(activation):
    return tanh(activation)


# Derivative of the transfer, given the neuron's output
def transfer_derivative(output):
    return 1.0 - output * output


# Forward propagate input to a network output
def forward_propagate(network, row):
    inputs = row
    for layer in network:
        new_inputs = []
        for neuron in layer:
            activation = activate(neuron['weights'], inputs)
            neuron['output'] = transfer(activation)
            new_inputs.append(neuron['output'])
        inputs = new_inputs
    return inputs


# Backpropagate error and store in neurons
def backward_propagate_error(network, expected):
    for i in reversed(range(len(network))):
        layer = network[i]
        errors = list()
        if i != len(network) - 1:
            for j in range(len(layer)):
                error = 0.0
                for neuron in network[i + 1]:
                    error += (neuron['weights'][j] * neuron['delta'])
                errors.append(error)
        else:
            for j in range(len(layer)):
                neuron = layer[j]
                errors.append(neuron['output'] - expected[j])
        for j in range(len(layer)):
            neuron = layer[j]
            neuron['delta'] = errors[j] * transfer_derivative(neuron['output'])


# Update network weights with error
def update_weights(network, row, l_rate):
    for i in range(len(network)):
        inputs = row
        if i != 0:
            inputs = [neuron['output'] for neuron in network[i - 1]]
        for neuron in network[i]:
            for j in range(len(inputs)):
                neuron['weights'][j] -= l_rate * neuron['delta'] * inputs[j]
            neuron['weights'][-1] -= l_rate * neuron['delta']


# Train a network for a fixed number of epochs
def train_network(network, train, l_rate, n_epoch, n_outputs):
    for epoch in range(n_epoch):
        shuffle(train)
        sum_error = 0.0
        for row, label in train:
            outputs = forward_propagate(network, row)
            expected = [-0.8 for _ in range(n_outputs)]
            expected[label] = 0.8
            sum_error += 0.5 * sum((expected[k] - outputs[k]) ** 2
                                   for k in range(n_outputs))
            backward_propagate_error(network, expected)
            update_weights(network, row, l_rate)
        if epoch % 20 == 0 or epoch == n_epoch - 1:
            print('>epoch=%d, lrate=%.3f, error=%.3f'
                  % (epoch, l_rate, sum_error))


# Make a prediction with a network
def predict(network, row):
    outputs = forward_propagate(network, row)
    return outputs.index(max(outputs))


def make_dataset(n):
    dataset = list()
    for k in range(n):
        label = k % 2
        x1, x2 = 2 * random() - 1, 2 * random() - 1
        if label == 1:
            x2 = abs(x2) * (1 if x1 > 0 else -1)
        else:
            x2 = abs(x2) * (-1 if x1 > 0 else 1)
        dataset.append(([x1 + gauss(0, 0.03), x2 + gauss(0, 0.03)], label))
    return dataset


if __name__ == '__main__':
    seed(4)
    dataset = make_dataset(60)
    network = initialize_network([2, 5, 5, 2])
    train_network(network, dataset, 0.05, 121, 2)
    correct = sum(predict(network, row) == label for row, label in dataset)
    print('Accuracy: %d/%d' % (correct, len(dataset)))
