import numpy as np
from abc import ABC, abstractmethod


class ActivationFunction(ABC):
    @abstractmethod
    def apply(self, z):
        pass

    @abstractmethod
    def derivative(self, z):
        pass


class Sigmoid(ActivationFunction):
    def apply(self, z):
        return 1.0 / (1.0 + np.exp(-z))

    def derivative(self, z):
        s = self.apply(z)
        return s * (1.0 - s)


class Identity(ActivationFunction):
    def apply(self, z):
        return z

    def derivative(self, z):
        return np.ones_like(z)


class SquaredError:
    def compute(self, prediction, target):
        return np.sum((prediction - target) ** 2)

    def gradient(self, prediction, target):
        return 2.0 * (prediction - target)


class DenseLayer:
    def __init__(self, inputSize, outputSize, activation, random):
        self._weights = random.randn(outputSize, inputSize) / np.sqrt(inputSize)
        self._biases = random.randn(outputSize) * 0.1
        self._weightVelocity = np.zeros((outputSize, inputSize))
        self._biasVelocity = np.zeros(outputSize)
        self._activation = activation

    def getWeights(self):
        return self._weights

    def getBiases(self):
        return self._biases

    def forward(self, inputVector):
        self._input = inputVector
        self._z = np.dot(self._weights, inputVector) + self._biases
        return self._activation.apply(self._z)

    def backward(self, outputGradient):
        delta = outputGradient * self._activation.derivative(self._z)
        self._weightGradient = np.outer(delta, self._input)
        self._biasGradient = delta
        return np.dot(self._weights.T, delta)

    def update(self, learningRate, momentum):
        # Nesterov accelerated gradient (reformulated for the current weights)
        previousWeightVelocity = self._weightVelocity.copy()
        self._weightVelocity = momentum * self._weightVelocity - learningRate * self._weightGradient
        self._weights += -momentum * previousWeightVelocity + (1 + momentum) * self._weightVelocity
        previousBiasVelocity = self._biasVelocity.copy()
        self._biasVelocity = momentum * self._biasVelocity - learningRate * self._biasGradient
        self._biases += -momentum * previousBiasVelocity + (1 + momentum) * self._biasVelocity


class NeuralNetwork:
    def __init__(self, loss):
        self._layers = []
        self._loss = loss

    def addLayer(self, layer):
        self._layers.append(layer)
        return self

    def getLayers(self):
        return self._layers

    def predict(self, inputVector):
        value = inputVector
        for layer in self._layers:
            value = layer.forward(value)
        return value

    def trainExample(self, inputVector, target, learningRate, momentum):
        prediction = self.predict(inputVector)
        gradient = self._loss.gradient(prediction, target)
        for layer in reversed(self._layers):
            gradient = layer.backward(gradient)
        for layer in self._layers:
            layer.update(learningRate, momentum)
        return self._loss.compute(prediction, target)


class Main:
    EPOCHS = 60

    @staticmethod
    def run():
        random = np.random.RandomState(17)
        inputs = random.uniform(-1, 1, (12, 3))
        targets = np.column_stack([inputs[:, 0] * inputs[:, 1], np.abs(inputs[:, 2])])
        network = NeuralNetwork(SquaredError())
        network.addLayer(DenseLayer(3, 6, Sigmoid(), random)) \
               .addLayer(DenseLayer(6, 5, Sigmoid(), random)) \
               .addLayer(DenseLayer(5, 2, Identity(), random))
        for epoch in range(Main.EPOCHS):
            total = 0.0
            for i in range(len(inputs)):
                total += network.trainExample(inputs[i], targets[i], 0.02, 0.8)
            if epoch % 10 == 0:
                print("Epoch " + str(epoch) + " total squared error: " + str(round(total, 5)))
        return network


if __name__ == "__main__":
    trained = Main.run()
