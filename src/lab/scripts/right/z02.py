"""Three-arm spiral, classified with a small layer library and Adam."""
import numpy as np


class Dense:
    def __init__(self, n_in, n_out, rng):
        self.W = rng.normal(0, np.sqrt(2.0 / n_in), size=(n_in, n_out))
        self.b = np.zeros((1, n_out))

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad_out):
        self.dW = self.x.T @ grad_out
        self.db = grad_out.sum(axis=0, keepdims=True)
        return grad_out @ self.W.T


class ReLU:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, grad_out):
        return grad_out * self.mask


class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        shifted = logits - logits.max(axis=1, keepdims=True)
        e = np.exp(shifted)
        self.probs = e / e.sum(axis=1, keepdims=True)
        self.labels = labels
        n = logits.shape[0]
        return -np.log(self.probs[np.arange(n), labels] + 1e-12).mean()

    def backward(self):
        n = self.probs.shape[0]
        grad = self.probs.copy()
        grad[np.arange(n), self.labels] -= 1
        return grad / n


class Adam:
    def __init__(self, layers, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
        self.layers = [l for l in layers if isinstance(l, Dense)]
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.t = 0
        self.m = [[np.zeros_like(l.W), np.zeros_like(l.b)] for l in self.layers]
        self.v = [[np.zeros_like(l.W), np.zeros_like(l.b)] for l in self.layers]

    def step(self):
        self.t += 1
        for i, layer in enumerate(self.layers):
            for k, (p, g) in enumerate([(layer.W, layer.dW), (layer.b, layer.db)]):
                self.m[i][k] = self.beta1 * self.m[i][k] + (1 - self.beta1) * g
                self.v[i][k] = self.beta2 * self.v[i][k] + (1 - self.beta2) * g ** 2
                m_hat = self.m[i][k] / (1 - self.beta1 ** self.t)
                v_hat = self.v[i][k] / (1 - self.beta2 ** self.t)
                p -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


class Model:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad):
        for layer in reversed(self.layers):
            grad = layer.backward(grad)


def make_spirals(n_per_class, n_classes, rng):
    xs, ys = [], []
    for c in range(n_classes):
        r = np.linspace(0.05, 1, n_per_class)
        t = np.linspace(c * 4, (c + 1) * 4, n_per_class) + rng.normal(0, 0.2, n_per_class)
        xs.append(np.c_[r * np.sin(t), r * np.cos(t)])
        ys.append(np.full(n_per_class, c))
    return np.vstack(xs), np.concatenate(ys)


def main():
    rng = np.random.default_rng(0)
    X, y = make_spirals(100, 3, rng)
    model = Model([Dense(2, 32, rng), ReLU(), Dense(32, 32, rng), ReLU(), Dense(32, 3, rng)])
    criterion = SoftmaxCrossEntropy()
    optimizer = Adam(model.layers, lr=0.01)
    batch_size = 50

    for epoch in range(1, 101):
        order = rng.permutation(len(X))
        total = 0.0
        for start in range(0, len(X), batch_size):
            idx = order[start:start + batch_size]
            loss = criterion.forward(model.forward(X[idx]), y[idx])
            model.backward(criterion.backward())
            optimizer.step()
            total += loss * len(idx)
        if epoch % 10 == 0:
            print(f"epoch {epoch:3d}  loss {total / len(X):.5f}")

    pred = model.forward(X).argmax(axis=1)
    print(f"training accuracy: {(pred == y).mean():.4f}")


if __name__ == "__main__":
    main()
