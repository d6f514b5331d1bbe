import numpy as np

np.random.seed(0)


class Module:
    params = []
    grads = []


class Linear(Module):
    def __init__(self, in_features, out_features):
        self.weight = np.random.randn(in_features, out_features) * np.sqrt(2.0 / in_features)
        self.bias = np.zeros((1, out_features))
        self.grad_weight = np.zeros_like(self.weight)
        self.grad_bias = np.zeros_like(self.bias)
        self.params = [self.weight, self.bias]
        self.grads = [self.grad_weight, self.grad_bias]

    def forward(self, x):
        self.x = x
        return x @ self.weight + self.bias

    def backward(self, grad_out):
        self.grad_weight += self.x.T @ grad_out
        self.grad_bias += grad_out.sum(axis=0, keepdims=True)
        return grad_out @ self.weight.T


class ReLU(Module):
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, grad_out):
        return grad_out * self.mask


class Sigmoid(Module):
    def forward(self, x):
        self.out = 1.0 / (1.0 + np.exp(-x))
        return self.out

    def backward(self, grad_out):
        return grad_out * self.out * (1.0 - self.out)


class CrossEntropyLoss:
    def forward(self, logits, target):
        shifted = logits - np.max(logits, axis=1, keepdims=True)
        log_probs = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
        self.probs = np.exp(log_probs)
        self.target = target
        return -np.mean(log_probs[np.arange(len(target)), target])

    def backward(self):
        grad = self.probs.copy()
        grad[np.arange(len(self.target)), self.target] -= 1
        return grad / len(self.target)


class Sequential(Module):
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad):
        for layer in reversed(self.layers):
            grad = layer.backward(grad)

    def params(self):
        return [p for layer in self.layers for p in layer.params]

    def grads(self):
        return [g for layer in self.layers for g in layer.grads]


class SGD:
    def __init__(self, model, lr=0.05, momentum=0.9):
        self.model, self.lr, self.momentum = model, lr, momentum
        self.velocity = [np.zeros_like(p) for p in model.params()]

    def zero_grad(self):
        for g in self.model.grads():
            g.fill(0.0)

    def step(self):
        for p, g, v in zip(self.model.params(), self.model.grads(), self.velocity):
            v *= self.momentum
            v += g
            p -= self.lr * v


centers = np.array([[0, 0], [2, 2], [-2, 2], [2, -1]])
labels = np.random.randint(0, 4, 240)
data = centers[labels] + 0.8 * np.random.randn(240, 2)
model = Sequential(Linear(2, 16), ReLU(), Linear(16, 12), Sigmoid(), Linear(12, 4))
criterion, optimizer = CrossEntropyLoss(), SGD(model, lr=0.05)
for epoch in range(101):
    loss = criterion.forward(model.forward(data), labels)
    optimizer.zero_grad()
    model.backward(criterion.backward())
    optimizer.step()
    if epoch % 20 == 0:
        print(f"Epoch {epoch}: loss = {loss:.6f}, acc = {np.mean(np.argmax(model.forward(data), axis=1) == labels):.4f}")
