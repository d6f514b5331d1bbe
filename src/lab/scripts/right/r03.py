# Three-class blobs, tiny layer library.
import numpy as np

rng = np.random.default_rng(7)


class Dense:
    def __init__(self, n_in, n_out):
        self.W = rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))
        self.b = np.zeros(n_out)
        self.vW = np.zeros_like(self.W)
        self.vb = np.zeros_like(self.b)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad):
        self.dW = self.x.T @ grad
        self.db = grad.sum(axis=0)
        return grad @ self.W.T

    def step(self, lr, momentum):
        self.vW = momentum * self.vW - lr * self.dW
        self.vb = momentum * self.vb - lr * self.db
        self.W += self.vW
        self.b += self.vb


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad):
        return grad * (self.x > 0)

    def step(self, lr, momentum):
        pass


class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        shifted = logits - logits.max(axis=1, keepdims=True)
        e = np.exp(shifted)
        self.p = e / e.sum(axis=1, keepdims=True)
        self.labels = labels
        return -np.log(self.p[np.arange(len(labels)), labels]).mean()

    def backward(self):
        n = len(self.labels)
        g = self.p.copy()
        g[np.arange(n), self.labels] -= 1
        return g / n


# --- data -----------------------------------------------------------
centers = np.array([[0.0, 1.5], [-1.5, -1.0], [1.5, -1.0]])
labels = np.arange(45) % 3
points = centers[labels] + rng.normal(0, 0.8, (45, 2))

# --- training: every epoch visits all the points in random order ------
net = [Dense(2, 8), ReLU(), Dense(8, 6), ReLU(), Dense(6, 3)]
criterion = SoftmaxCrossEntropy()
n, batch_size = len(points), 10

for epoch in range(20):
    order = rng.permutation(n)
    total = 0.0
    for start in range(0, n, batch_size):
        idx = order[start:start + batch_size]
        xb, yb = points[idx], labels[idx]
        out = xb
        for layer in net:
            out = layer.forward(out)
        total += criterion.forward(out, yb) * len(idx)
        grad = criterion.backward()
        for layer in reversed(net):
            grad = layer.backward(grad)
        for layer in net:
            layer.step(lr=0.05, momentum=0.9)
    if epoch % 5 == 0:
        print(f"epoch {epoch:3d}  mean loss {total / n:.4f}")

out = points
for layer in net:
    out = layer.forward(out)
print("train accuracy", (out.argmax(axis=1) == labels).mean())
