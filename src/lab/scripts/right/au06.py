"""Lab 5 - regression with a multilayer perceptron (leaky ReLU, Nesterov momentum)."""
import numpy as np


class MLPRegressor:
    def __init__(self, hidden=(10, 10), alpha=0.02, mu=0.9, lam=0.1, leak=0.1, n_iter=600, seed=0):
        self.hidden = hidden
        self.alpha = alpha      # step size
        self.mu = mu
        self.lam = lam
        self.leak = leak
        self.n_iter = n_iter
        self.rng = np.random.default_rng(seed)

    def _g(self, z):
        return np.where(z > 0, z, self.leak * z)

    def _g_prime(self, z):
        return np.where(z > 0, 1.0, self.leak)

    @staticmethod
    def _add_ones(A):
        return np.c_[np.ones(A.shape[0]), A]

    def _init_theta(self, n, k):
        sizes = [n, *self.hidden, k]
        self.theta = [self.rng.normal(0, np.sqrt(2 / a), (a + 1, b)) for a, b in zip(sizes[:-1], sizes[1:])]
        for th in self.theta:
            th[0] = 0.0
        self.vel = [np.zeros_like(th) for th in self.theta]

    def _forward(self, X):
        self.A, self.Z = [self._add_ones(X)], []
        for l, th in enumerate(self.theta):
            z = self.A[-1] @ th
            self.Z.append(z)
            if l < len(self.theta) - 1:
                self.A.append(self._add_ones(self._g(z)))
        return self.Z[-1]

    def cost(self, X, Y):
        m = len(X)
        J = np.sum((self._forward(X) - Y) ** 2) / (2 * m)
        return J + self.lam / (2 * m) * sum(np.sum(th[1:] ** 2) for th in self.theta)

    def _gradients(self, X, Y):
        m = len(X)
        delta = (self._forward(X) - Y) / m
        grads = [None] * len(self.theta)
        for l in range(len(self.theta) - 1, -1, -1):
            if l < len(self.theta) - 1:
                delta = delta * self._g_prime(self.Z[l])
            grads[l] = self.A[l].T @ delta
            grads[l][1:] += self.lam / m * self.theta[l][1:]
            delta = delta @ self.theta[l][1:].T
        return grads

    def fit(self, X, Y, verbose=0):
        self._init_theta(X.shape[1], Y.shape[1])
        for it in range(self.n_iter):
            grads = self._gradients(X, Y)
            for l, g in enumerate(grads):
                v_prev = self.vel[l].copy()
                self.vel[l] *= self.mu
                self.vel[l] -= self.alpha * g
                self.theta[l] += -self.mu * v_prev + (1 + self.mu) * self.vel[l]
            if verbose and (it + 1) % verbose == 0:
                print("iter %4d  J = %.4f" % (it + 1, self.cost(X, Y)))
        return self

    def predict(self, X):
        return self._forward(X)

    def score(self, X, Y):
        u = np.sum((Y - self.predict(X)) ** 2)
        return 1 - u / np.sum((Y - Y.mean(axis=0)) ** 2)


def target(X):
    return np.c_[np.abs(X[:, 0]) + X[:, 1], np.sin(2 * X[:, 0]) * X[:, 1]]


if __name__ == "__main__":
    rng = np.random.default_rng(12)
    X = rng.uniform(-1.5, 1.5, (150, 2))
    Y = target(X) + rng.normal(0, 0.05, (150, 2))
    Xt = rng.uniform(-1.5, 1.5, (80, 2))

    reg = MLPRegressor(seed=5).fit(X, Y, verbose=120)
    print("R2 train: %.4f" % reg.score(X, Y))
    print("R2 test:  %.4f" % reg.score(Xt, target(Xt)))
