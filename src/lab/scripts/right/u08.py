import numpy as np


class MLPRegressor:
    """Multi-layer perceptron regressor trained with Nesterov momentum."""

    def __init__(self, hidden_layer_sizes=(16, 8), alpha=1e-3, batch_size=32, learning_rate_init=0.1,
                 power_t=0.25, max_iter=60, momentum=0.9, random_state=None):
        self.hidden_layer_sizes = hidden_layer_sizes
        self.alpha = alpha
        self.batch_size = batch_size
        self.learning_rate_init = learning_rate_init
        self.power_t = power_t
        self.max_iter = max_iter
        self.momentum = momentum
        self.random_state = random_state

    def _init_coef(self, fan_in, fan_out):
        bound = np.sqrt(6.0 / (fan_in + fan_out))
        return self.rng_.uniform(-bound, bound, (fan_in, fan_out)), np.zeros(fan_out)

    def _forward(self, X):
        activations = [X]
        for i in range(self.n_layers_ - 1):
            z = activations[i] @ self.coefs_[i] + self.intercepts_[i]
            if i != self.n_layers_ - 2:
                z = np.tanh(z)
            activations.append(z)
        return activations

    def _loss(self, X, y):
        n_samples = X.shape[0]
        y_pred = self._forward(X)[-1]
        loss = ((y - y_pred) ** 2).mean() / 2
        values = sum(np.dot(s.ravel(), s.ravel()) for s in self.coefs_)
        return loss + 0.5 * self.alpha * values

    def _backprop(self, X, y):
        n_samples = X.shape[0]
        activations = self._forward(X)
        coef_grads = [None] * (self.n_layers_ - 1)
        intercept_grads = [None] * (self.n_layers_ - 1)
        last = self.n_layers_ - 2
        delta = (activations[-1] - y) / y.shape[1]
        for i in range(last, -1, -1):
            coef_grads[i] = activations[i].T @ delta / n_samples + self.alpha * self.coefs_[i]
            intercept_grads[i] = delta.mean(axis=0)
            if i > 0:
                delta = delta @ self.coefs_[i].T
                delta *= 1 - activations[i] ** 2
        return coef_grads, intercept_grads

    def _update_params(self, params, grads, lr):
        for idx, (param, grad) in enumerate(zip(params, grads)):
            velocity = self.momentum * self.velocities_[idx] - lr * grad
            self.velocities_[idx] = velocity
            param += self.momentum * velocity - lr * grad

    def fit(self, X, y):
        self.rng_ = np.random.default_rng(self.random_state)
        layer_units = [X.shape[1], *self.hidden_layer_sizes, y.shape[1]]
        self.n_layers_ = len(layer_units)
        self.coefs_, self.intercepts_ = [], []
        for fan_in, fan_out in zip(layer_units[:-1], layer_units[1:]):
            coef, intercept = self._init_coef(fan_in, fan_out)
            self.coefs_.append(coef)
            self.intercepts_.append(intercept)
        self.velocities_ = [np.zeros_like(p) for p in self.coefs_ + self.intercepts_]
        self.loss_curve_ = []
        for it in range(self.max_iter):
            lr = self.learning_rate_init / (it + 1) ** self.power_t
            idx = self.rng_.permutation(len(X))
            for start in range(0, len(X), self.batch_size):
                batch = idx[start:start + self.batch_size]
                coef_grads, intercept_grads = self._backprop(X[batch], y[batch])
                self._update_params(self.coefs_ + self.intercepts_, coef_grads + intercept_grads, lr)
            self.loss_curve_.append(self._loss(X, y))
            if it % 10 == 0:
                print(f"Iteration {it}, loss = {self.loss_curve_[-1]:.8f}")
        return self

    def predict(self, X):
        return self._forward(X)[-1]

    def score(self, X, y):
        u = ((y - self.predict(X)) ** 2).sum()
        v = ((y - y.mean(axis=0)) ** 2).sum()
        return 1 - u / v


rng = np.random.default_rng(5)
X = rng.uniform(-1.5, 1.5, size=(250, 3))
y = np.column_stack([np.sin(2 * X[:, 0]) + X[:, 1], X[:, 1] * X[:, 2]]) + 0.05 * rng.normal(size=(250, 2))
X_train, X_test, y_train, y_test = X[:200], X[200:], y[:200], y[200:]
reg = MLPRegressor(random_state=1).fit(X_train, y_train)
print("Training loss:", reg.loss_curve_[-1])
print("R^2 test: %.5f" % reg.score(X_test, y_test))
