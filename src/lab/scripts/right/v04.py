# Neural network from scratch: layers as objects, each with forward() and
# backward(). backward() gets dL/d(output) and returns dL/d(input).
import numpy as np

np.random.seed(12)


class Dense:
    def __init__(self, n_in, n_out):
        self.weights = np.random.randn(n_in, n_out) * np.sqrt(2 / n_in)
        self.biases = np.zeros((1, n_out))

    def forward(self, inputs):
        self.inputs = inputs
        self.output = np.dot(inputs, self.weights) + self.biases
        return self.output

    def backward(self, dvalues):
        self.dweights = np.dot(self.inputs.T, dvalues)
        self.dbiases = np.sum(dvalues, axis=0, keepdims=True)
        return np.dot(dvalues, self.weights.T)


class ReLU:
    def forward(self, inputs):
        self.inputs = inputs
        return np.maximum(0, inputs)

    def backward(self, dvalues):
        dinputs = dvalues.copy()
        dinputs[self.inputs <= 0] = 0
        return dinputs


class SoftmaxCrossEntropy:
    def forward(self, inputs, y):
        exp = np.exp(inputs - np.max(inputs, axis=1, keepdims=True))
        self.probs = exp / np.sum(exp, axis=1, keepdims=True)
        correct = self.probs[range(len(y)), y]
        return np.mean(-np.log(np.clip(correct, 1e-7, 1)))

    def backward(self, y):
        samples = len(y)
        dinputs = self.probs.copy()
        dinputs[range(samples), y] -= 1
        return dinputs / samples


class Adam:
    def __init__(self, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-7):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.t = 0
        self.m = {}
        self.v = {}

    def step(self, layers):
        self.t += 1
        for i, layer in enumerate(layers):
            for name in ("weights", "biases"):
                p = getattr(layer, name)
                g = getattr(layer, "d" + name)
                key = (i, name)
                if key not in self.m:
                    self.m[key] = np.zeros_like(p)
                    self.v[key] = np.zeros_like(p)
                self.m[key] = self.beta1 * self.m[key] + (1 - self.beta1) * g
                self.v[key] = self.beta2 * self.v[key] + (1 - self.beta2) * g ** 2
                m_hat = self.m[key] / (1 - self.beta1 ** self.t)
                v_hat = self.v[key] / (1 - self.beta2 ** self.t)
                p -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


# spiral data
points, classes = 60, 3
X = np.zeros((points * classes, 2))
y = np.zeros(points * classes, dtype=int)
for c in range(classes):
    ix = range(points * c, points * (c + 1))
    r = np.linspace(0.05, 1, points)
    t = np.linspace(c * 4, (c + 1) * 4, points) + np.random.randn(points) * 0.15
    X[ix] = np.c_[r * np.sin(t), r * np.cos(t)]
    y[ix] = c

network = [Dense(2, 16), ReLU(), Dense(16, 16), ReLU(), Dense(16, 3)]
loss_function = SoftmaxCrossEntropy()
optimizer = Adam(lr=0.02)
dense_layers = [l for l in network if isinstance(l, Dense)]

for epoch in range(401):
    out = X
    for layer in network:
        out = layer.forward(out)
    loss = loss_function.forward(out, y)

    if epoch % 50 == 0:
        acc = np.mean(np.argmax(loss_function.probs, axis=1) == y)
        print(f"epoch: {epoch}, acc: {acc:.3f}, loss: {loss:.8f}")

    grad = loss_function.backward(y)
    for layer in reversed(network):
        grad = layer.backward(grad)
    optimizer.step(dense_layers)

print("final loss", loss)
