import numpy as np


class MLPRegressor:
    """Fully connected net, tanh hidden layers, linear output, mean squared error.

    Trained with Adam on mini-batches; the gradient is rescaled when its global
    norm (over all parameters together) is above `max_norm`.
    """

    def __init__(self, sizes, lr=0.005, max_norm=1.0, seed=0):
        self.rng = np.random.default_rng(seed)
        self.W = [self.rng.normal(0, 1 / np.sqrt(a), (a, b)) for a, b in zip(sizes[:-1], sizes[1:])]
        self.b = [np.zeros((1, b)) for b in sizes[1:]]
        self.lr, self.max_norm = lr, max_norm
        self.beta1, self.beta2, self.eps = 0.9, 0.999, 1e-8
        self.m = [np.zeros_like(p) for p in self.W + self.b]
        self.v = [np.zeros_like(p) for p in self.W + self.b]
        self.t = 0

    def _forward(self, X):
        acts = [X]
        last = len(self.W) - 1
        for i, (W, b) in enumerate(zip(self.W, self.b)):
            z = acts[-1] @ W + b
            acts.append(z if i == last else np.tanh(z))
        return acts

    def _gradients(self, X, y):
        acts = self._forward(X)
        n = X.shape[0]
        dW = [None] * len(self.W)
        db = [None] * len(self.b)
        delta = 2.0 * (acts[-1] - y) / n
        for i in reversed(range(len(self.W))):
            dW[i] = acts[i].T @ delta
            db[i] = delta.sum(axis=0, keepdims=True)
            if i > 0:
                delta = (delta @ self.W[i].T) * (1.0 - acts[i] ** 2)
        return dW + db

    def _clip(self, grads):
        norm = np.sqrt(sum(np.sum(g ** 2) for g in grads))
        if norm > self.max_norm:
            grads = [g * (self.max_norm / norm) for g in grads]
        return grads

    def _adam(self, grads):
        self.t += 1
        for i, (p, g) in enumerate(zip(self.W + self.b, grads)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g * g
            m_hat = self.m[i] / (1 - self.beta1 ** self.t)
            v_hat = self.v[i] / (1 - self.beta2 ** self.t)
            p -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)

    def fit(self, X, y, epochs=150, batch_size=25, verbose=30):
        # work with standardised targets, undone again in predict()
        self.y_mean, self.y_std = y.mean(), y.std()
        target = (y - self.y_mean) / self.y_std
        n = len(X)
        for epoch in range(1, epochs + 1):
            order = self.rng.permutation(n)
            for s in range(0, n, batch_size):
                rows = order[s:s + batch_size]
                grads = self._gradients(X[rows], target[rows])
                self._adam(self._clip(grads))
            if epoch % verbose == 0:
                mse = np.mean((self._forward(X)[-1] - target) ** 2)
                print(f"epoch {epoch:4d}   mse (standardised) {mse:.6f}")
        return self

    def predict(self, X):
        return self._forward(X)[-1] * self.y_std + self.y_mean


def target_function(X):
    return 50 + 20 * np.sin(2 * X[:, :1]) * X[:, 1:] + 8 * X[:, 1:] ** 2


if __name__ == "__main__":
    rng = np.random.default_rng(11)
    X = rng.uniform(-2, 2, (400, 2))
    y = target_function(X) + rng.normal(0, 2, (400, 1))
    X_test = rng.uniform(-2, 2, (100, 2))
    y_test = target_function(X_test)

    model = MLPRegressor([2, 20, 20, 1]).fit(X, y)
    pred = model.predict(X_test)
    rmse = np.sqrt(np.mean((pred - y_test) ** 2))
    r2 = 1 - np.sum((y_test - pred) ** 2) / np.sum((y_test - y_test.mean()) ** 2)
    print(f"test rmse {rmse:.5f}")
    print(f"test R2   {r2:.5f}")
