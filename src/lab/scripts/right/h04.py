import math
import random


class Neuron:
    """One sigmoid unit, trained by online gradient descent with momentum."""

    def __init__(self, numInputs, generator):
        self.weights = [generator.uniform(-1.0, 1.0) for _ in range(numInputs)]
        self.bias = generator.uniform(-1.0, 1.0)
        self.previousSteps = [0.0] * numInputs
        self.previousBiasStep = 0.0
        self.inputs = None
        self.output = 0.0
        self.delta = 0.0

    def activate(self, inputs):
        self.inputs = inputs
        total = self.bias
        for i in range(len(inputs)):
            total += self.weights[i] * inputs[i]
        self.output = 1.0 / (1.0 + math.exp(-total))
        return self.output

    def getDerivative(self):
        # derivative of the sigmoid, written with its output
        return self.output * (1.0 - self.output)

    def update(self, learningRate, momentum):
        for i in range(len(self.weights)):
            step = -learningRate * self.delta * self.inputs[i] + momentum * self.previousSteps[i]
            self.weights[i] += step
            self.previousSteps[i] = step
        biasStep = -learningRate * self.delta + momentum * self.previousBiasStep
        self.bias += biasStep
        self.previousBiasStep = biasStep


class Layer:
    def __init__(self, numInputs, numNeurons, generator):
        self.neurons = [Neuron(numInputs, generator) for _ in range(numNeurons)]

    def activate(self, inputs):
        return [neuron.activate(inputs) for neuron in self.neurons]


class NeuralNetwork:
    def __init__(self, sizes, learningRate, momentum, seed):
        generator = random.Random(seed)
        self.learningRate = learningRate
        self.momentum = momentum
        self.layers = []
        for i in range(1, len(sizes)):
            self.layers.append(Layer(sizes[i - 1], sizes[i], generator))

    def feedForward(self, inputs):
        signal = inputs
        for layer in self.layers:
            signal = layer.activate(signal)
        return signal

    def computeError(self, targets):
        # E = 1/2 * sum (target - output)^2
        error = 0.0
        for neuron, target in zip(self.layers[-1].neurons, targets):
            error += 0.5 * (target - neuron.output) ** 2
        return error

    def backPropagate(self, targets):
        # delta = dE/d(net input)
        for neuron, target in zip(self.layers[-1].neurons, targets):
            neuron.delta = (neuron.output - target) * neuron.getDerivative()
        for k in range(len(self.layers) - 2, -1, -1):
            following = self.layers[k + 1]
            for i, neuron in enumerate(self.layers[k].neurons):
                total = 0.0
                for successor in following.neurons:
                    total += successor.weights[i] * successor.delta
                neuron.delta = total * neuron.getDerivative()

    def updateWeights(self):
        for layer in self.layers:
            for neuron in layer.neurons:
                neuron.update(self.learningRate, self.momentum)

    def train(self, samples, epochs, generator):
        for epoch in range(1, epochs + 1):
            totalError = 0.0
            generator.shuffle(samples)
            for inputs, targets in samples:
                self.feedForward(inputs)
                totalError += self.computeError(targets)
                self.backPropagate(targets)
                self.updateWeights()
            if epoch % 200 == 0 or epoch == 1:
                print("Epoch {:5d}: error per sample {:.7f}".format(epoch, totalError / len(samples)))


class Main:
    @staticmethod
    def createSamples():
        # full adder: three bits in, (sum bit, carry bit) out
        samples = []
        for a in range(2):
            for b in range(2):
                for c in range(2):
                    s = a + b + c
                    samples.append(([float(a), float(b), float(c)], [float(s % 2), float(s // 2)]))
        return samples

    @staticmethod
    def main():
        samples = Main.createSamples()
        network = NeuralNetwork([3, 6, 2], 0.5, 0.8, 11)
        network.train(samples, 1200, random.Random(5))
        correct = 0
        for inputs, targets in sorted(samples):
            outputs = network.feedForward(inputs)
            print(inputs, "->", ["{:.5f}".format(o) for o in outputs], "expected", targets)
            if all((o > 0.5) == (t > 0.5) for o, t in zip(outputs, targets)):
                correct += 1
        print("correct: {:d} of {:d}".format(correct, len(samples)))


if __name__ == "__main__":
    Main.main()
