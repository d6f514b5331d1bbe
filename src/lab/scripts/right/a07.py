# my own neural network, recognising 5x3 digits (no bias nodes, like in the book)
import numpy as np

GLYPHS = ["111101101101111", "010110010010111", "111001111100111", "111001011001111",
          "101101111001001", "111100111001111", "111100111101111", "111001010010010"]


class neuralNetwork:

    # initialise the neural network
    def __init__(self, inputnodes, hiddennodes, outputnodes, learningrate):
        self.inodes = inputnodes
        self.hnodes = hiddennodes
        self.onodes = outputnodes
        # link weight matrices, wih and who
        self.wih = np.random.normal(0.0, pow(self.inodes, -0.5), (self.hnodes, self.inodes))
        self.who = np.random.normal(0.0, pow(self.hnodes, -0.5), (self.onodes, self.hnodes))
        self.lr = learningrate
        # activation function is the sigmoid function
        self.activation_function = lambda x: 1.0 / (1.0 + np.exp(-x))

    # train the neural network
    def train(self, inputs_list, targets_list):
        # convert inputs list to 2d array
        inputs = np.array(inputs_list, ndmin=2).T
        targets = np.array(targets_list, ndmin=2).T

        # signals into and out of the hidden layer
        hidden_inputs = np.dot(self.wih, inputs)
        hidden_outputs = self.activation_function(hidden_inputs)
        # signals into and out of the final output layer
        final_inputs = np.dot(self.who, hidden_outputs)
        final_outputs = self.activation_function(final_inputs)

        # output layer error is the (target - actual)
        output_errors = targets - final_outputs
        output_delta = output_errors * final_outputs * (1.0 - final_outputs)
        # hidden layer error is the output_delta, split by weights
        hidden_errors = np.dot(self.who.T, output_delta)
        hidden_delta = hidden_errors * hidden_outputs * (1.0 - hidden_outputs)

        # update the weights
        self.who += self.lr * np.dot(output_delta, np.transpose(hidden_outputs))
        self.wih += self.lr * np.dot(hidden_delta, np.transpose(inputs))
        return np.sum(output_errors ** 2)

    # query the neural network
    def query(self, inputs_list):
        inputs = np.array(inputs_list, ndmin=2).T
        hidden_outputs = self.activation_function(np.dot(self.wih, inputs))
        return self.activation_function(np.dot(self.who, hidden_outputs))


def noisy(label):
    pixels = np.array([int(c) for c in GLYPHS[label]]) * 255.0
    return np.clip(pixels + np.random.normal(0, 70, 15), 0, 255)


np.random.seed(11)
training_data = [(noisy(k), k) for k in range(8) for _ in range(12)]
test_data = [(noisy(k), k) for k in range(8) for _ in range(10)]

n = neuralNetwork(15, 12, 8, 0.5)

for e in range(30):
    sse = 0.0
    # go through all records in the training data set in random order
    for i in np.random.permutation(len(training_data)):
        pixels, label = training_data[i]
        inputs = (pixels / 255.0 * 0.99) + 0.01
        targets = np.zeros(8) + 0.01
        targets[label] = 0.99
        sse += n.train(inputs, targets)
    if e % 5 == 4:
        print("epoch", e + 1, "sse", round(sse, 5))

scorecard = []
for pixels, label in test_data:
    outputs = n.query((pixels / 255.0 * 0.99) + 0.01)
    scorecard.append(1 if np.argmax(outputs) == label else 0)
print("performance =", sum(scorecard) / len(scorecard))
print("weights", round(float(np.abs(n.wih).sum()), 4), round(float(np.abs(n.who).sum()), 4))
