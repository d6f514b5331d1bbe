import numpy as np


class DataSet:
    """Three noisy spiral arms, one-hot labels."""

    def __init__(self, samplesPerClass, numClasses, seed):
        random = np.random.RandomState(seed)
        rows, labels = [], []
        for c in range(numClasses):
            radius = np.linspace(0.1, 1.0, samplesPerClass)
            angle = 2.5 * radius + 2 * np.pi * c / numClasses + 0.35 * random.randn(samplesPerClass)
            rows.append(np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1))
            labels.append(np.full(samplesPerClass, c))
        self.inputs = 2.0 * np.concatenate(rows)
        self.labels = np.concatenate(labels)
        self.targets = np.eye(numClasses)[self.labels]


class RmsProp:
    """RMSprop for one array: cache = rho*cache + (1-rho)*g^2, p -= rate*g/(sqrt(cache)+eps)"""

    def __init__(self, rate, rho):
        self.rate = rate
        self.rho = rho
        self.epsilon = 1e-8
        self.cache = None

    def apply(self, parameter, gradient):
        if self.cache is None:
            self.cache = np.zeros_like(parameter)
        self.cache = self.rho * self.cache + (1 - self.rho) * gradient ** 2
        parameter -= self.rate * gradient / (np.sqrt(self.cache) + self.epsilon)


class DenseLayer:
    def __init__(self, numInputs, numOutputs, random, rate, rho):
        self.weights = random.randn(numInputs, numOutputs) * np.sqrt(2.0 / numInputs)
        self.biases = np.zeros(numOutputs)
        self.weightOptimizer = RmsProp(rate, rho)
        self.biasOptimizer = RmsProp(rate, rho)
        self.lastInputs = None

    def forward(self, inputs):
        self.lastInputs = inputs
        return np.dot(inputs, self.weights) + self.biases

    def backward(self, gradOutput):
        gradWeights = np.dot(self.lastInputs.T, gradOutput)
        gradBiases = np.sum(gradOutput, axis=0)
        gradInputs = np.dot(gradOutput, self.weights.T)
        self.weightOptimizer.apply(self.weights, gradWeights)
        self.biasOptimizer.apply(self.biases, gradBiases)
        return gradInputs


class ReluLayer:
    def __init__(self):
        self.lastInputs = None

    def forward(self, inputs):
        self.lastInputs = inputs
        return np.maximum(inputs, 0)

    def backward(self, gradOutput):
        return gradOutput * (self.lastInputs > 0)


class SoftmaxCrossEntropy:
    """Mean over the samples of -sum_k target_k * log(softmax(scores)_k)"""

    def computeLoss(self, scores, targets):
        shifted = scores - np.max(scores, axis=1, keepdims=True)
        expScores = np.exp(shifted)
        self.probabilities = expScores / np.sum(expScores, axis=1, keepdims=True)
        self.targets = targets
        return -np.sum(targets * np.log(self.probabilities + 1e-15)) / len(targets)

    def computeGradient(self):
        return (self.probabilities - self.targets) / len(self.targets)


class NeuralNetwork:
    def __init__(self):
        self.layers = []
        self.lossFunction = SoftmaxCrossEntropy()

    def addLayer(self, layer):
        self.layers.append(layer)
        return self

    def predict(self, inputs):
        for layer in self.layers:
            inputs = layer.forward(inputs)
        return inputs

    def trainStep(self, inputs, targets):
        loss = self.lossFunction.computeLoss(self.predict(inputs), targets)
        gradient = self.lossFunction.computeGradient()
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        return loss


class Main:
    @staticmethod
    def main():
        data = DataSet(60, 3, seed=11)
        random = np.random.RandomState(5)
        network = NeuralNetwork()
        network.addLayer(DenseLayer(2, 14, random, 0.002, 0.95)).addLayer(ReluLayer())
        network.addLayer(DenseLayer(14, 14, random, 0.002, 0.95)).addLayer(ReluLayer())
        network.addLayer(DenseLayer(14, 3, random, 0.002, 0.95))
        for iteration in range(401):
            loss = network.trainStep(data.inputs, data.targets)
            if iteration % 50 == 0:
                print("iteration {:4d} loss {:.6f}".format(iteration, loss))
        scores = network.predict(data.inputs)
        print("final loss {:.6f}".format(network.lossFunction.computeLoss(scores, data.targets)))
        print("accuracy {:.5f}".format(np.mean(np.argmax(scores, axis=1) == data.labels)))


if __name__ == "__main__":
    Main.main()
