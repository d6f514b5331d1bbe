# Should the text on a coloured button be black or white?
# A tiny neural net, ported from my JavaScript demo.
import numpy as np

np.random.seed(7)


class Dense:
    def __init__(self, nInputs, nOutputs):
        self.weights = np.random.randn(nInputs, nOutputs) * np.sqrt(2 / nInputs)
        self.bias = np.zeros(nOutputs)

    def forward(self, inputs):
        self.inputs = inputs
        return inputs @ self.weights + self.bias

    def backward(self, gradOutput, learningRate):
        gradInput = gradOutput @ self.weights.T
        gradWeights = self.inputs.T @ gradOutput
        gradBias = gradOutput.sum(axis=0)
        self.weights -= learningRate * gradWeights
        self.bias -= learningRate * gradBias
        return gradInput


class ReLU:
    def forward(self, inputs):
        self.inputs = inputs
        return np.maximum(0, inputs)

    def backward(self, gradOutput, learningRate):
        return gradOutput * (self.inputs > 0)


def softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


class Network:
    def __init__(self, layers):
        self.layers = layers

    def predict(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return softmax(x)

    def trainBatch(self, x, labels, learningRate):
        probs = self.predict(x)
        rows = np.arange(len(labels))
        loss = -np.log(probs[rows, labels] + 1e-12).mean()
        grad = probs.copy()
        grad[rows, labels] -= 1
        grad /= len(labels)
        for layer in reversed(self.layers):
            grad = layer.backward(grad, learningRate)
        return loss


# data: random colours, label 1 = "use black text" (bright background)
colors = np.random.randint(0, 256, (400, 3))
luma = colors @ np.array([0.299, 0.587, 0.114])
labels = (luma > 140).astype(int)
X = colors / 255.0

config = {"epochs": 40, "batchSize": 20, "learningRate": 0.1, "decay": 0.98}
net = Network([Dense(3, 10), ReLU(), Dense(10, 10), ReLU(), Dense(10, 2)])

learningRate = config["learningRate"]
for epoch in range(config["epochs"]):
    order = np.random.permutation(len(X))
    total = 0
    for start in range(0, len(X), config["batchSize"]):
        idx = order[start:start + config["batchSize"]]
        total += net.trainBatch(X[idx], labels[idx], learningRate)
    learningRate *= config["decay"]
    if (epoch + 1) % 10 == 0:
        print(f"epoch {epoch + 1}: loss {total / (len(X) / config['batchSize']):.5f}")

accuracy = (net.predict(X).argmax(axis=1) == labels).mean()
print(f"accuracy: {accuracy:.4f}")
for name, rgb in {"tomato": [255, 99, 71], "navy": [0, 0, 128], "gold": [255, 215, 0]}.items():
    p = net.predict(np.array([rgb]) / 255.0)[0, 1]
    print(f"{name}: black text {p:.4f}")
