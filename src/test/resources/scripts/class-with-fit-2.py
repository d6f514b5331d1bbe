import numpy as np


class MLP:
    """One hidden layer of tanh units and a logistic output."""

    def __init__(self, hidden=8, eta=0.1, n_iter=500, random_state=None):
        self.hidden = hidden
        self.eta = eta
        self.n_iter = n_iter
        self.random_state = random_state

    def _init_weights(self, n_features):
        r = np.random.RandomState(self.random_state)
        self.W1 = r.normal(scale=0.5, size=(n_features, self.hidden))
        self.b1 = np.zeros((1, self.hidden))
        self.W2 = r.normal(scale=0.5, size=(self.hidden, 1))
        self.b2 = np.zeros((1, 1))

    def _forward(self, X):
        h = np.tanh(X.dot(self.W1) + self.b1)
        p = 1 / (1 + np.exp(-(h.dot(self.W2) + self.b2)))
        return h, p

    def fit(self, X, y):
        n = X.shape[0]
        y = y.reshape(-1, 1)
        self._init_weights(X.shape[1])
        self.losses_ = []
        for _ in range(self.n_iter):
            h, p = self._forward(X)
            self.losses_.append(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))

            err = (p - y) / n
            gW2 = h.T.dot(err)
            gb2 = err.sum(axis=0, keepdims=True)
            back = err.dot(self.W2.T) * (1 - h ** 2)
            gW1 = X.T.dot(back)
            gb1 = back.sum(axis=0, keepdims=True)

            self.W1 -= self.eta * gW1
            self.b1 -= self.eta * gb1
            self.W2 -= self.eta * gW2
            self.b2 -= self.eta * gb2
        return self

    def predict(self, X):
        return (self._forward(X)[1] >= 0.5).astype(int).ravel()


if __name__ == "__main__":
    rs = np.random.RandomState(0)
    a = rs.randn(60, 2) + [1.5, 1.5]
    b = rs.randn(60, 2) - [1.5, 1.5]
    c = rs.randn(60, 2) * 0.6 + [2.5, -2.5]
    X = np.vstack([a, b, c])
    y = np.array([1] * 60 + [0] * 60 + [0] * 60)
    model = MLP(hidden=6, eta=0.8, n_iter=250, random_state=1).fit(X, y)
    print("first loss %.4f, last loss %.4f" % (model.losses_[0], model.losses_[-1]))
    print("train accuracy", (model.predict(X) == y).mean())
