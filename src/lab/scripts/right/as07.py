import numpy as np

# Layer objects in the "network from scratch" manner: every object keeps what
# it needs in forward() and leaves dinputs (and dweights, dbiases) in backward().
# Loss: mean categorical cross-entropy + L2 penalty on the weights.


class Layer_Dense:

    def __init__(self, n_inputs, n_neurons, weight_regularizer_l2=0.0):
        self.weights = np.random.randn(n_inputs, n_neurons) / np.sqrt(n_inputs)
        self.biases = np.zeros((1, n_neurons))
        self.weight_regularizer_l2 = weight_regularizer_l2

    def forward(self, inputs):
        self.inputs = inputs
        self.output = np.dot(inputs, self.weights) + self.biases

    def backward(self, dvalues):
        self.dweights = np.dot(self.inputs.T, dvalues)
        self.dbiases = np.sum(dvalues, axis=0, keepdims=True)
        if self.weight_regularizer_l2 > 0:
            self.dweights += 2 * self.weight_regularizer_l2 * self.weights
        self.dinputs = np.dot(dvalues, self.weights.T)


class Activation_ELU:

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, inputs):
        self.inputs = inputs
        self.output = np.where(inputs > 0, inputs,
                               self.alpha * (np.exp(np.minimum(inputs, 0)) - 1))

    def backward(self, dvalues):
        self.dinputs = dvalues * np.where(self.inputs > 0, 1.0,
                                          self.output + self.alpha)


class Activation_Softmax:

    def forward(self, inputs):
        exp_values = np.exp(inputs - np.max(inputs, axis=1, keepdims=True))
        self.output = exp_values / np.sum(exp_values, axis=1, keepdims=True)

    def backward(self, dvalues):
        self.dinputs = np.empty_like(dvalues)
        for index, (single_output, single_dvalues) in enumerate(
                zip(self.output, dvalues)):
            single_output = single_output.reshape(-1, 1)
            jacobian_matrix = (np.diagflat(single_output)
                               - np.dot(single_output, single_output.T))
            self.dinputs[index] = np.dot(jacobian_matrix, single_dvalues)


class Loss_CategoricalCrossentropy:

    def calculate(self, output, y_true):
        samples = len(output)
        clipped = np.clip(output, 1e-12, 1.0)
        return np.mean(-np.log(clipped[range(samples), y_true]))

    def regularization_loss(self, layer):
        return layer.weight_regularizer_l2 * np.sum(layer.weights ** 2)

    def backward(self, dvalues, y_true):
        samples = len(dvalues)
        labels = len(dvalues[0])
        y_onehot = np.eye(labels)[y_true]
        self.dinputs = -y_onehot / np.clip(dvalues, 1e-12, 1.0)
        self.dinputs = self.dinputs / samples


class Optimizer_SGD:

    def __init__(self, learning_rate=1.0, decay=0.0):
        self.learning_rate = learning_rate
        self.current_learning_rate = learning_rate
        self.decay = decay
        self.iterations = 0

    def pre_update_params(self):
        self.current_learning_rate = self.learning_rate / (
            1.0 + self.decay * self.iterations)

    def update_params(self, layer):
        layer.weights += -self.current_learning_rate * layer.dweights
        layer.biases += -self.current_learning_rate * layer.dbiases

    def post_update_params(self):
        self.iterations += 1


def moons(n):
    t = np.random.rand(n) * np.pi
    k = np.arange(n) % 3
    X = np.c_[np.cos(t) + 0.9 * k, np.where(k == 1, -1, 1) * np.sin(t) + 0.3 * k]
    X -= X.mean(axis=0)
    return X + 0.08 * np.random.randn(n, 2), k


if __name__ == "__main__":
    np.random.seed(21)
    X, y = moons(90)

    dense1 = Layer_Dense(2, 16, weight_regularizer_l2=5e-4)
    activation1 = Activation_ELU()
    dense2 = Layer_Dense(16, 16, weight_regularizer_l2=5e-4)
    activation2 = Activation_ELU()
    dense3 = Layer_Dense(16, 3)
    softmax = Activation_Softmax()
    loss_function = Loss_CategoricalCrossentropy()
    optimizer = Optimizer_SGD(learning_rate=0.3, decay=1e-3)

    for epoch in range(801):
        # forward pass
        dense1.forward(X)
        activation1.forward(dense1.output)
        dense2.forward(activation1.output)
        activation2.forward(dense2.output)
        dense3.forward(activation2.output)
        softmax.forward(dense3.output)

        data_loss = loss_function.calculate(softmax.output, y)
        reg_loss = sum(loss_function.regularization_loss(layer)
                       for layer in (dense1, dense2, dense3))
        loss = data_loss + reg_loss
        if epoch % 200 == 0:
            accuracy = np.mean(np.argmax(softmax.output, axis=1) == y)
            print(f"epoch: {epoch}, acc: {accuracy:.3f}, loss: {loss:.4f} "
                  f"(data: {data_loss:.4f}, reg: {reg_loss:.4f})")

        # backward pass
        loss_function.backward(softmax.output, y)
        softmax.backward(loss_function.dinputs)
        dense3.backward(softmax.dinputs)
        activation2.backward(dense3.dinputs)
        dense2.backward(activation2.dinputs)
        activation1.backward(dense2.dinputs)
        dense1.backward(activation1.dinputs)

        # update weights and biases
        optimizer.pre_update_params()
        for layer in (dense1, dense2, dense3):
            optimizer.update_params(layer)
        optimizer.post_update_params()
