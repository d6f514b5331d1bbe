import numpy as np


class NeuralNetwork(object):
    def __init__(self, input_nodes, hidden_nodes, output_nodes, learning_rate):
        # Set number of nodes in input, hidden and output layers.
        self.input_nodes = input_nodes
        self.hidden_nodes = hidden_nodes
        self.output_nodes = output_nodes

        # Initialize weights
        self.weights_input_to_hidden = np.random.normal(0.0, self.input_nodes**-0.5,
                                       (self.input_nodes, self.hidden_nodes))
        self.weights_hidden_to_output = np.random.normal(0.0, self.hidden_nodes**-0.5,
                                       (self.hidden_nodes, self.output_nodes))
        self.lr = learning_rate
        self.activation_function = lambda x: 1 / (1 + np.exp(-x))

    def train(self, features, targets):
        ''' Train the network on batch of features and targets. '''
        n_records = features.shape[0]
        delta_weights_i_h = np.zeros(self.weights_input_to_hidden.shape)
        delta_weights_h_o = np.zeros(self.weights_hidden_to_output.shape)
        for X, y in zip(features, targets):
            final_outputs, hidden_outputs = self.forward_pass_train(X)
            delta_weights_i_h, delta_weights_h_o = self.backpropagation(final_outputs, hidden_outputs, X, y,
                                                                        delta_weights_i_h, delta_weights_h_o)
        self.update_weights(delta_weights_i_h, delta_weights_h_o, n_records)

    def forward_pass_train(self, X):
        hidden_inputs = np.dot(X, self.weights_input_to_hidden)
        hidden_outputs = self.activation_function(hidden_inputs)
        final_inputs = np.dot(hidden_outputs, self.weights_hidden_to_output)
        final_outputs = final_inputs  # regression: f(x) = x
        return final_outputs, hidden_outputs

    def backpropagation(self, final_outputs, hidden_outputs, X, y, delta_weights_i_h, delta_weights_h_o):
        # Output error: desired target minus actual output
        error = y - final_outputs
        output_error_term = error * 1

        hidden_error = np.dot(self.weights_hidden_to_output, output_error_term)
        hidden_error_term = hidden_error * hidden_outputs * (1 - hidden_outputs)

        # Weight steps
        delta_weights_i_h += hidden_error_term * X[:, None]
        delta_weights_h_o += output_error_term * hidden_outputs[:, None]
        return delta_weights_i_h, delta_weights_h_o

    def update_weights(self, delta_weights_i_h, delta_weights_h_o, n_records):
        self.weights_hidden_to_output += self.lr * delta_weights_h_o / n_records
        self.weights_input_to_hidden += self.lr * delta_weights_i_h / n_records

    def run(self, features):
        hidden_outputs = self.activation_function(np.dot(features, self.weights_input_to_hidden))
        return np.dot(hidden_outputs, self.weights_hidden_to_output)


def half_MSE(y, Y):
    return 0.5 * np.mean((y - Y)**2)


# fake bike data: hour of day, temperature, weekend
np.random.seed(21)
n = 320
hour = np.random.randint(0, 24, n)
temp = np.random.rand(n)
weekend = np.random.randint(0, 2, n)
cnt = 60 + 50 * np.sin((hour - 6) / 24 * 2 * np.pi) * (1 - 0.5 * weekend) + 80 * temp + 5 * np.random.randn(n)
data = np.column_stack([np.sin(hour / 24 * 2 * np.pi), np.cos(hour / 24 * 2 * np.pi), temp, weekend, np.ones(n)])
targets = ((cnt - cnt.mean()) / cnt.std()).reshape(-1, 1)
train_features, train_targets = data[:260], targets[:260]
val_features, val_targets = data[260:], targets[260:]

iterations = 1000
network = NeuralNetwork(train_features.shape[1], 10, 1, 0.5)
for ii in range(iterations):
    # Go through a random batch of 32 records from the training data set
    batch = np.random.choice(len(train_features), size=32, replace=False)
    X, y = train_features[batch], train_targets[batch]
    network.train(X, y)
    if ii % 100 == 0:
        train_loss = half_MSE(network.run(train_features), train_targets)
        val_loss = half_MSE(network.run(val_features), val_targets)
        print("Progress: {:2.1f}% ... Training loss: {:.5f} ... Validation loss: {:.5f}".format(
            100 * ii / float(iterations), train_loss, val_loss))
print("final validation loss", half_MSE(network.run(val_features), val_targets))
