"""
Port of my old Java homework (class NeuralNetwork) to Python.
One hidden layer, sigmoid everywhere, online back propagation with momentum.
Error per pattern: E = 1/2 * sum (target - output)^2
"""
import math
import random


class NeuralNetwork:
    def __init__(self, numInput, numHidden, numOutput, learningRate, momentum):
        self.numInput = numInput
        self.numHidden = numHidden
        self.numOutput = numOutput
        self.learningRate = learningRate
        self.momentum = momentum

        # weightsIH[i][j] : from input i to hidden j,  weightsHO[j][k] : from hidden j to output k
        self.weightsIH = [[random.uniform(-1, 1) for j in range(numHidden)] for i in range(numInput)]
        self.weightsHO = [[random.uniform(-1, 1) for k in range(numOutput)] for j in range(numHidden)]
        self.biasH = [random.uniform(-1, 1) for j in range(numHidden)]
        self.biasO = [random.uniform(-1, 1) for k in range(numOutput)]

        self.prevDeltaIH = [[0.0] * numHidden for i in range(numInput)]
        self.prevDeltaHO = [[0.0] * numOutput for j in range(numHidden)]
        self.prevBiasH = [0.0] * numHidden
        self.prevBiasO = [0.0] * numOutput

        self.hidden = [0.0] * numHidden
        self.output = [0.0] * numOutput

    @staticmethod
    def sigmoid(x):
        return 1.0 / (1.0 + math.exp(-x))

    def feedForward(self, pattern):
        for j in range(self.numHidden):
            total = self.biasH[j]
            for i in range(self.numInput):
                total += pattern[i] * self.weightsIH[i][j]
            self.hidden[j] = self.sigmoid(total)
        for k in range(self.numOutput):
            total = self.biasO[k]
            for j in range(self.numHidden):
                total += self.hidden[j] * self.weightsHO[j][k]
            self.output[k] = self.sigmoid(total)
        return self.output

    def backPropagate(self, pattern, target):
        errorO = [0.0] * self.numOutput
        for k in range(self.numOutput):
            out = self.output[k]
            errorO[k] = (target[k] - out) * out * (1.0 - out)

        errorH = [0.0] * self.numHidden
        for j in range(self.numHidden):
            total = 0.0
            for k in range(self.numOutput):
                total += errorO[k] * self.weightsHO[j][k]
            errorH[j] = total * self.hidden[j] * (1.0 - self.hidden[j])

        for j in range(self.numHidden):
            for k in range(self.numOutput):
                delta = self.learningRate * errorO[k] * self.hidden[j] + self.momentum * self.prevDeltaHO[j][k]
                self.weightsHO[j][k] += delta
                self.prevDeltaHO[j][k] = delta
        for k in range(self.numOutput):
            delta = self.learningRate * errorO[k] + self.momentum * self.prevBiasO[k]
            self.biasO[k] += delta
            self.prevBiasO[k] = delta

        for i in range(self.numInput):
            for j in range(self.numHidden):
                delta = self.learningRate * errorH[j] * pattern[i] + self.momentum * self.prevDeltaIH[i][j]
                self.weightsIH[i][j] += delta
                self.prevDeltaIH[i][j] = delta
        for j in range(self.numHidden):
            delta = self.learningRate * errorH[j] + self.momentum * self.prevBiasH[j]
            self.biasH[j] += delta
            self.prevBiasH[j] = delta

        return 0.5 * sum((target[k] - self.output[k]) ** 2 for k in range(self.numOutput))

    def train(self, data, epochs):
        for epoch in range(epochs):
            random.shuffle(data)
            error = 0.0
            for pattern, target in data:
                self.feedForward(pattern)
                error += self.backPropagate(pattern, target)
            if epoch % 200 == 0:
                print("Epoch", epoch, "error", round(error, 5))


def main():
    random.seed(7)
    # full adder: a, b, carry-in -> sum, carry-out
    data = []
    for a in (0, 1):
        for b in (0, 1):
            for c in (0, 1):
                s = a + b + c
                data.append(([float(a), float(b), float(c)], [float(s % 2), float(s // 2)]))
    net = NeuralNetwork(3, 5, 2, 0.4, 0.8)
    net.train(data, 1601)
    for pattern, target in sorted(data):
        print(pattern, "->", [round(o, 3) for o in net.feedForward(pattern)], target)


if __name__ == "__main__":
    main()
