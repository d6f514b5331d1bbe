import numpy as np


class Layer:
    params = ()

    def gradients(self):
        return ()


class Dense(Layer):
    def __init__(self, n_in, n_out, rng):
        self.W = rng.normal(0.0, np.sqrt(1.0 / n_in), size=(n_in, n_out))
        self.b = np.zeros(n_out)
        self.params = (self.W, self.b)

    def forward(self, x, training):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad):
        self.dW = self.x.T @ grad
        self.db = grad.sum(axis=0)
        return grad @ self.W.T

    def gradients(self):
        return (self.dW, self.db)


class ELU(Layer):
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x, training):
        self.x = x
        self.out = np.where(x > 0, x, self.alpha * (np.exp(np.minimum(x, 0)) - 1))
        return self.out

    def backward(self, grad):
        return grad * np.where(self.x > 0, 1.0, self.out + self.alpha)


class Dropout(Layer):
    def __init__(self, rate, rng):
        self.rate, self.rng = rate, rng

    def forward(self, x, training):
        if not training:
            return x
        self.mask = (self.rng.random(x.shape) >= self.rate) / (1.0 - self.rate)
        return x * self.mask

    def backward(self, grad):
        return grad * self.mask


class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        self.probs = e / e.sum(axis=1, keepdims=True)
        self.labels = labels
        return -np.log(self.probs[np.arange(len(labels)), labels] + 1e-12).mean()

    def backward(self):
        grad = self.probs.copy()
        grad[np.arange(len(self.labels)), self.labels] -= 1.0
        return grad / len(self.labels)


class Adam:
    def __init__(self, params, lr=0.01, b1=0.9, b2=0.999, eps=1e-8):
        self.params, self.lr, self.b1, self.b2, self.eps = params, lr, b1, b2, eps
        self.m = [np.zeros_like(p) for p in params]
        self.v = [np.zeros_like(p) for p in params]
        self.t = 0

    def step(self, grads):
        self.t += 1
        for i, (p, g) in enumerate(zip(self.params, grads)):
            self.m[i] = self.b1 * self.m[i] + (1 - self.b1) * g
            self.v[i] = self.b2 * self.v[i] + (1 - self.b2) * g * g
            m_hat = self.m[i] / (1 - self.b1 ** self.t)
            v_hat = self.v[i] / (1 - self.b2 ** self.t)
            p -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


class Model:
    def __init__(self, *layers):
        self.layers = layers
        self.loss = SoftmaxCrossEntropy()
        self.optimizer = Adam([p for layer in layers for p in layer.params])

    def forward(self, x, training=False):
        for layer in self.layers:
            x = layer.forward(x, training)
        return x

    def fit_batch(self, x, y):
        loss = self.loss.forward(self.forward(x, training=True), y)
        grad = self.loss.backward()
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        self.optimizer.step([g for layer in self.layers for g in layer.gradients()])
        return loss


if __name__ == "__main__":
    rng = np.random.default_rng(2024)
    centers = np.array([[5.0, 3.4, 1.5, 0.2], [5.9, 2.8, 4.3, 1.3], [6.6, 3.0, 5.5, 2.0]])
    y = np.repeat(np.arange(3), 50)
    X = centers[y] + rng.normal(size=(150, 4)) * [0.45, 0.35, 0.4, 0.25]
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    model = Model(Dense(4, 16, rng), ELU(), Dropout(0.2, rng), Dense(16, 12, rng), ELU(), Dense(12, 3, rng))
    for epoch in range(30):
        order = rng.permutation(len(X))
        losses = [model.fit_batch(X[idx], y[idx]) for idx in np.array_split(order, 10)]
        if epoch % 5 == 4:
            acc = (model.forward(X).argmax(axis=1) == y).mean()
            print(f"epoch {epoch + 1:3d}  loss {np.mean(losses):.4f}  acc {acc:.3f}")
