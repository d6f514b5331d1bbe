import numpy as np


class Layer:
    def params_and_grads(self):
        return []


class Dense(Layer):
    def __init__(self, n_in, n_out, rng):
        self.W = rng.normal(0.0, np.sqrt(2.0 / n_in), (n_in, n_out))
        self.b = np.zeros(n_out)

    def forward(self, inputs):
        self.inputs = inputs
        return inputs @ self.W + self.b

    def backward(self, grad):
        self.dW = self.inputs.T @ grad
        self.db = grad.sum(axis=0)
        return grad @ self.W.T

    def params_and_grads(self):
        return [(self.W, self.dW), (self.b, self.db)]


class ReLU(Layer):
    def forward(self, inputs):
        self.mask = inputs > 0
        return inputs * self.mask

    def backward(self, grad):
        return grad * self.mask


class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        shifted = logits - logits.max(axis=1, keepdims=True)
        exp = np.exp(shifted)
        self.probs = exp / exp.sum(axis=1, keepdims=True)
        self.labels = labels
        return -np.mean(np.log(self.probs[np.arange(len(labels)), labels]))

    def backward(self):
        grad = self.probs.copy()
        grad[np.arange(len(self.labels)), self.labels] -= 1
        return grad / len(self.labels)


class Network:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad):
        for layer in reversed(self.layers):
            grad = layer.backward(grad)


class Adam:
    def __init__(self, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.t = 0
        self.m, self.v = {}, {}

    def step(self, network):
        self.t += 1
        i = 0
        for layer in network.layers:
            for p, g in layer.params_and_grads():
                m = self.beta1 * self.m.get(i, 0.0) + (1 - self.beta1) * g
                v = self.beta2 * self.v.get(i, 0.0) + (1 - self.beta2) * g ** 2
                self.m[i], self.v[i] = m, v
                m_hat = m / (1 - self.beta1 ** self.t)
                v_hat = v / (1 - self.beta2 ** self.t)
                p -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)
                i += 1


def batches(X, y, size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), size):
        idx = order[start:start + size]
        yield X[idx], y[idx]


rng = np.random.default_rng(42)
centers = np.array([[1.5, 0.0], [-1.0, 1.3], [-1.0, -1.3]])
y = rng.integers(0, 3, 90)
X = centers[y] + rng.normal(0, 0.8, (90, 2))

net = Network([Dense(2, 12, rng), ReLU(), Dense(12, 8, rng), ReLU(), Dense(8, 3, rng)])
criterion = SoftmaxCrossEntropy()
optimizer = Adam(lr=0.01)
for epoch in range(25):
    total = 0.0
    for xb, yb in batches(X, y, 20, rng):
        total += criterion.forward(net.forward(xb), yb) * len(xb)
        net.backward(criterion.backward())
        optimizer.step(net)
    if epoch % 6 == 0:
        print(f"epoch {epoch:3d}  loss {total / len(X):.8f}")
print("accuracy", np.mean(net.forward(X).argmax(axis=1) == y))
print("logits of the first example", net.forward(X[:1]))
