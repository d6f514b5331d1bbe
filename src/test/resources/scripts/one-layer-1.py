import numpy as np

class LogisticRegressionGD:
    """Logistic regression = a network with a single sigmoid unit."""

    def __init__(self, alpha=0.1, n_iters=500):
        self.alpha = alpha
        self.n_iters = n_iters

    def fit(self, X, y):
        m, n = X.shape
        self.w = np.zeros(n)
        self.b = 0.0
        for i in range(self.n_iters):
            z = np.dot(X, self.w) + self.b
            h = 1 / (1 + np.exp(-z))
            cost = -np.mean(y * np.log(h) + (1 - y) * np.log(1 - h))

            dz = (h - y) * h * (1 - h)
            dw = np.dot(X.T, dz) / m
            db = np.sum(dz) / m

            self.w = self.w - self.alpha * dw
            self.b = self.b - self.alpha * db
            if i % 100 == 0:
                print("Cost at iteration %d: %.5f" % (i, cost))
        return self

    def predict(self, X):
        return (np.dot(X, self.w) + self.b > 0).astype(int)


np.random.seed(58)
X = np.random.randn(150, 4)
y = (X @ np.array([1.5, -2.0, 0.5, 0.0]) + 0.3 + 0.4 * np.random.randn(150) > 0).astype(int)
clf = LogisticRegressionGD(alpha=0.5, n_iters=250).fit(X[:110], y[:110])
print("accuracy on the test set:", np.mean(clf.predict(X[110:]) == y[110:]))
