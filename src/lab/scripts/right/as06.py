import numpy

# a three layer network that classifies tiny 4x4 "pictures"
# error: half the summed squared difference between targets and outputs


class neuralNetwork:

    # initialise the neural network
    def __init__(self, inputnodes, hiddennodes, outputnodes, learningrate):
        self.inodes = inputnodes
        self.hnodes = hiddennodes
        self.onodes = outputnodes

        # link weight matrices, wih and who, and biases of the nodes
        self.wih = numpy.random.normal(0.0, pow(self.inodes, -0.5),
                                       (self.hnodes, self.inodes))
        self.who = numpy.random.normal(0.0, pow(self.hnodes, -0.5),
                                       (self.onodes, self.hnodes))
        self.bh = numpy.zeros((self.hnodes, 1))
        self.bo = numpy.zeros((self.onodes, 1))

        self.lr = learningrate
        self.activation_function = lambda x: 1.0 / (1.0 + numpy.exp(-x))

    # train the neural network with one example
    def train(self, inputs_list, targets_list):
        inputs = numpy.array(inputs_list, ndmin=2).T
        targets = numpy.array(targets_list, ndmin=2).T

        # signals into and out of the hidden layer
        hidden_inputs = numpy.dot(self.wih, inputs) + self.bh
        hidden_outputs = self.activation_function(hidden_inputs)
        # signals into and out of the final output layer
        final_inputs = numpy.dot(self.who, hidden_outputs) + self.bo
        final_outputs = self.activation_function(final_inputs)

        # output layer error is the (target - actual)
        output_errors = targets - final_outputs
        output_grad = output_errors * final_outputs * (1.0 - final_outputs)
        # hidden layer error is the output gradient, split by weights
        hidden_errors = numpy.dot(self.who.T, output_grad)
        hidden_grad = hidden_errors * hidden_outputs * (1.0 - hidden_outputs)

        # update the links between the hidden and output layers
        self.who += self.lr * numpy.dot(output_grad, numpy.transpose(hidden_outputs))
        self.bo += self.lr * output_grad
        # update the links between the input and hidden layers
        self.wih += self.lr * numpy.dot(hidden_grad, numpy.transpose(inputs))
        self.bh += self.lr * hidden_grad

        return 0.5 * float(numpy.sum(output_errors ** 2))

    # query the neural network
    def query(self, inputs_list):
        inputs = numpy.array(inputs_list, ndmin=2).T
        hidden_inputs = numpy.dot(self.wih, inputs) + self.bh
        hidden_outputs = self.activation_function(hidden_inputs)
        final_inputs = numpy.dot(self.who, hidden_outputs) + self.bo
        final_outputs = self.activation_function(final_inputs)
        return final_outputs


PICTURES = [
    "1111100110011111",   # box
    "1001011001101001",   # cross
    "0110011001100110",   # bar
    "0000111111110000",   # belt
]


def noisy(picture):
    pixels = numpy.array([float(c) for c in picture])
    pixels = pixels + numpy.random.normal(0.0, 0.25, pixels.size)
    return numpy.clip(pixels, 0.0, 1.0) * 0.99 + 0.01


if __name__ == "__main__":
    numpy.random.seed(5)
    output_nodes = len(PICTURES)

    training_data_list = []
    for label in range(output_nodes):
        for _ in range(25):
            training_data_list.append((label, noisy(PICTURES[label])))

    n = neuralNetwork(16, 10, output_nodes, 0.2)

    epochs = 30
    for e in range(epochs):
        total = 0.0
        numpy.random.shuffle(order := numpy.arange(len(training_data_list)))
        for k in order:
            label, inputs = training_data_list[k]
            # all 0.01, except the desired label which is 0.99
            targets = numpy.zeros(output_nodes) + 0.01
            targets[label] = 0.99
            total += n.train(inputs, targets)
        if e % 6 == 0 or e == epochs - 1:
            print("epoch", e, "error", round(total, 4))

    # test the neural network
    scorecard = []
    for label in range(output_nodes):
        for _ in range(10):
            outputs = n.query(noisy(PICTURES[label]))
            scorecard.append(1 if numpy.argmax(outputs) == label else 0)
    print("performance =", sum(scorecard) / len(scorecard))
