"""
A small multilayer perceptron for binary problems, written so that it feels
like scikit-learn (fit / predict / predict_proba / score).
"""
import numpy as np


class MLPBinary:

    def __init__(self, hidden=(12, 12), lr=0.4, decay=0.02, alpha=1e-3,
                 batch_size=32, n_epochs=150, random_state=0, verbose=True):
        self.hidden = hidden
        self.lr = lr
        self.decay = decay
        self.alpha = alpha              # strength of the L2 penalty
        self.batch_size = batch_size
        self.n_epochs = n_epochs
        self.random_state = random_state
        self.verbose = verbose

    def _init_weights(self, n_features):
        sizes = [n_features] + list(self.hidden) + [1]
        self.coefs_, self.intercepts_ = [], []
        for fan_in, fan_out in zip(sizes[:-1], sizes[1:]):
            limit = np.sqrt(6.0 / (fan_in + fan_out))
            self.coefs_.append(self.rng_.uniform(-limit, limit, (fan_in, fan_out)))
            self.intercepts_.append(np.zeros(fan_out))

    def _forward(self, X):
        """Return the list of activations of all layers (the input included)."""
        acts = [X]
        last = len(self.coefs_) - 1
        for i, (W, b) in enumerate(zip(self.coefs_, self.intercepts_)):
            z = acts[-1] @ W + b
            if i == last:
                acts.append(1.0 / (1.0 + np.exp(-z)))
            else:
                acts.append(np.tanh(z))
        return acts

    def _loss(self, X, y):
        p = np.clip(self.predict_proba(X), 1e-12, 1 - 1e-12)
        log_loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
        penalty = 0.5 * self.alpha * sum(np.sum(W ** 2) for W in self.coefs_)
        return log_loss + penalty

    def _backprop(self, X, y):
        n_samples = X.shape[0]
        acts = self._forward(X)
        n_layers = len(self.coefs_)
        grad_W = [None] * n_layers
        grad_b = [None] * n_layers

        # sigmoid + log loss: the error at the output is simply p - y
        delta = (acts[-1] - y.reshape(-1, 1)) / n_samples
        for i in range(n_layers - 1, -1, -1):
            grad_W[i] = acts[i].T @ delta + self.alpha * self.coefs_[i]
            grad_b[i] = delta.sum(axis=0)
            if i > 0:
                delta = (delta @ self.coefs_[i].T) * (1.0 - acts[i] ** 2)
        return grad_W, grad_b

    def fit(self, X, y):
        self.rng_ = np.random.RandomState(self.random_state)
        self._init_weights(X.shape[1])
        n = X.shape[0]
        for epoch in range(self.n_epochs):
            eta = self.lr / (1.0 + self.decay * epoch)
            order = self.rng_.permutation(n)
            X_shuf, y_shuf = X[order], y[order]
            for start in range(0, n, self.batch_size):
                stop = start + self.batch_size
                grad_W, grad_b = self._backprop(X_shuf[start:stop], y_shuf[start:stop])
                for i in range(len(self.coefs_)):
                    self.coefs_[i] -= eta * grad_W[i]
                    self.intercepts_[i] -= eta * grad_b[i]
            if self.verbose and epoch % 25 == 0:
                print("epoch %3d  loss %.5f" % (epoch, self._loss(X, y)))
        return self

    def predict_proba(self, X):
        return self._forward(X)[-1].ravel()

    def predict(self, X):
        return (self.predict_proba(X) >= 0.5).astype(int)

    def score(self, X, y):
        return np.mean(self.predict(X) == y)


def two_moons(n, noise, rng):
    t = rng.uniform(0, np.pi, n)
    upper = np.c_[np.cos(t), np.sin(t)]
    lower = np.c_[1 - np.cos(t), 0.5 - np.sin(t)]
    X = np.r_[upper, lower] + rng.normal(0, noise, (2 * n, 2))
    y = np.r_[np.zeros(n, dtype=int), np.ones(n, dtype=int)]
    return X, y


if __name__ == "__main__":
    rng = np.random.RandomState(42)
    X_train, y_train = two_moons(150, 0.15, rng)
    X_test, y_test = two_moons(100, 0.15, rng)
    clf = MLPBinary().fit(X_train, y_train)
    print("final loss    ", clf._loss(X_train, y_train))
    print("train accuracy", clf.score(X_train, y_train))
    print("test accuracy ", clf.score(X_test, y_test))
