import numpy as np


class MLPClassifier:
    """Multi layer perceptron with tanh hidden layers and a softmax output."""

    def __init__(self, sizes, lr=0.1, decay=0.5, decay_every=20, l2=1e-3, batch_size=32, seed=0):
        self.rng = np.random.default_rng(seed)
        self.lr = lr
        self.decay = decay
        self.decay_every = decay_every
        self.l2 = l2
        self.batch_size = batch_size
        self.W = []
        self.b = []
        for n_in, n_out in zip(sizes[:-1], sizes[1:]):
            self.W.append(self.rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)))
            self.b.append(np.zeros(n_out))

    def _softmax(self, z):
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def _forward(self, X):
        acts = [X]
        for W, b in zip(self.W[:-1], self.b[:-1]):
            acts.append(np.tanh(acts[-1] @ W + b))
        acts.append(self._softmax(acts[-1] @ self.W[-1] + self.b[-1]))
        return acts

    def _loss(self, probs, T):
        data_loss = -np.sum(T * np.log(probs + 1e-12)) / len(T)
        reg_loss = 0.5 * self.l2 * sum(np.sum(W * W) for W in self.W)
        return data_loss + reg_loss

    def _backward(self, acts, T):
        n = T.shape[0]
        dW = [None] * len(self.W)
        db = [None] * len(self.b)
        delta = (acts[-1] - T) / n
        for i in range(len(self.W) - 1, -1, -1):
            dW[i] = acts[i].T @ delta + self.l2 * self.W[i]
            db[i] = delta.sum(axis=0)
            if i > 0:
                delta = (delta @ self.W[i].T) * (1 - acts[i] ** 2)
        return dW, db

    def fit(self, X, y, epochs=60):
        T = np.eye(y.max() + 1)[y]
        n = len(X)
        lr = self.lr
        for epoch in range(epochs):
            if epoch > 0 and epoch % self.decay_every == 0:
                lr *= self.decay
            perm = self.rng.permutation(n)
            Xs, Ts = X[perm], T[perm]
            total = 0.0
            for start in range(0, n, self.batch_size):
                xb = Xs[start:start + self.batch_size]
                tb = Ts[start:start + self.batch_size]
                acts = self._forward(xb)
                total += self._loss(acts[-1], tb) * len(xb)
                dW, db = self._backward(acts, tb)
                for i in range(len(self.W)):
                    self.W[i] -= lr * dW[i]
                    self.b[i] -= lr * db[i]
            if (epoch + 1) % 10 == 0:
                acc = np.mean(self.predict(X) == y)
                print(f"epoch {epoch + 1:3d}  loss {total / n:.5f}  acc {acc:.3f}  lr {lr:.4f}")
        return self

    def predict(self, X):
        return self._forward(X)[-1].argmax(axis=1)


def make_spirals(n_per_class, n_classes, seed=7):
    rng = np.random.default_rng(seed)
    X, y = [], []
    for k in range(n_classes):
        r = np.linspace(0.05, 1, n_per_class)
        theta = np.linspace(4 * k, 4 * (k + 1), n_per_class) + rng.normal(0, 0.15, n_per_class)
        X.append(np.column_stack([r * np.sin(theta), r * np.cos(theta)]))
        y.append(np.full(n_per_class, k))
    return np.concatenate(X), np.concatenate(y)


X, y = make_spirals(80, 3)
clf = MLPClassifier([2, 24, 16, 3], lr=0.5)
clf.fit(X, y, epochs=60)
