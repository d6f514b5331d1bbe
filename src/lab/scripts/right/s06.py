import numpy as np


class SimpleMLPRegressor:
    """Multi-layer perceptron for regression, RMSprop solver.

    Minimises  1/(2n) * sum (f(x) - y)^2  +  alpha/2 * sum ||W||^2
    over mini-batches.
    """

    def __init__(self, hidden_layer_sizes=(6, 6), alpha=0.01, batch_size=16,
                 learning_rate_init=0.01, rho=0.9, max_iter=60, random_state=0):
        self.hidden_layer_sizes = hidden_layer_sizes
        self.alpha = alpha
        self.batch_size = batch_size
        self.learning_rate_init = learning_rate_init
        self.rho = rho
        self.max_iter = max_iter
        self.random_state = random_state

    def _forward_pass(self, X):
        activations = [X]
        for i, (W, b) in enumerate(zip(self.coefs_, self.intercepts_)):
            z = activations[-1] @ W + b
            if i < len(self.coefs_) - 1:
                z = np.tanh(z)
            activations.append(z)
        return activations

    def _loss(self, X, y):
        residual = self._forward_pass(X)[-1] - y
        penalty = sum(np.sum(W ** 2) for W in self.coefs_)
        return 0.5 * np.mean(residual ** 2) + 0.5 * self.alpha * penalty

    def _rmsprop(self, param, grad, cache):
        cache[...] = self.rho * cache + (1 - self.rho) * grad ** 2
        param -= self.learning_rate_init * grad / (np.sqrt(cache) + 1e-8)

    def _step(self, X, y):
        n = X.shape[0]
        activations = self._forward_pass(X)
        delta = (activations[-1] - y) / n
        for i in range(len(self.coefs_) - 1, -1, -1):
            grad_W = activations[i].T @ delta + self.alpha * self.coefs_[i]
            grad_b = delta.sum(axis=0)
            if i > 0:
                delta = (delta @ self.coefs_[i].T) * (1 - activations[i] ** 2)
            self._rmsprop(self.coefs_[i], grad_W, self._cache_W[i])
            self._rmsprop(self.intercepts_[i], grad_b, self._cache_b[i])

    def fit(self, X, y):
        rng = self.rng_ = np.random.RandomState(self.random_state)
        y = y.reshape(-1, 1)
        sizes = [X.shape[1], *self.hidden_layer_sizes, 1]
        self.coefs_ = [rng.uniform(-1, 1, (a, b)) * np.sqrt(6 / (a + b))
                       for a, b in zip(sizes[:-1], sizes[1:])]
        self.intercepts_ = [np.zeros(b) for b in sizes[1:]]
        self._cache_W = [np.zeros_like(W) for W in self.coefs_]
        self._cache_b = [np.zeros_like(b) for b in self.intercepts_]
        n_samples = X.shape[0]
        for it in range(self.max_iter):
            idx = rng.permutation(n_samples)
            for start in range(0, n_samples, self.batch_size):
                batch = idx[start:start + self.batch_size]
                self._step(X[batch], y[batch])
            if it % 20 == 0:
                print("Iteration %d, loss = %.6f" % (it, self._loss(X, y)))
        return self

    def predict(self, X):
        return self._forward_pass(X)[-1].ravel()


data_rng = np.random.RandomState(42)
X = data_rng.uniform(-2, 2, (40, 3))
y = np.sin(X[:, 0]) + 0.5 * X[:, 1] * X[:, 2]

model = SimpleMLPRegressor().fit(X, y)
print("R^2: %.3f" % (1 - np.sum((y - model.predict(X)) ** 2) / np.sum((y - y.mean()) ** 2)))
