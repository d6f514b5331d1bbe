import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

class Adam:
    def __init__(self, lr, b1=0.9, b2=0.999):
        self.lr, self.b1, self.b2 = lr, b1, b2
        self.t = 0
        self.state = {}

    def apply(self, name, value, grad):
        m, v = self.state.get(name, (0.0, 0.0))
        self.t += 1
        m = self.b1 * m + (1 - self.b1) * grad
        v = self.b2 * v + (1 - self.b2) * grad * grad
        self.state[name] = (m, v)
        mh = m / (1 - self.b1 ** self.t)
        vh = v / (1 - self.b2 ** self.t)
        return value - self.lr * mh / (np.sqrt(vh) + 1e-8)

class Classifier:
    def __init__(self, d, h):
        g = np.random.default_rng(31)
        self.p = {"W1": g.normal(0, 0.5, (h, d)), "b1": np.zeros((h, 1)),
                  "W2": g.normal(0, 0.5, (1, h)), "b2": np.zeros((1, 1))}
        self.opt = Adam(lr=0.02)

    def forward(self, X):
        A1 = np.tanh(self.p["W1"] @ X + self.p["b1"])
        A2 = sigmoid(self.p["W2"] @ A1 + self.p["b2"])
        return A1, A2

    def train_step(self, X, Y):
        m = X.shape[1]
        A1, A2 = self.forward(X)
        D2 = (A2 - Y) / m
        D1 = (self.p["W2"].T @ D2) * (1 - A1 ** 2)
        g = {"W1": D1 @ X.T, "b1": D1.sum(1, keepdims=True),
             "W2": D2 @ A1.T, "b2": D2.sum(1, keepdims=True)}
        for name in g:
            self.p[name] = self.opt.apply(name, self.p[name], g[name])
        return -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))

g = np.random.default_rng(13)
X = g.normal(size=(3, 80))
Y = (X[0] + X[1] ** 2 - 0.5 * X[2] > 0.6).astype(float)[None, :]

clf = Classifier(3, 6)
for it in range(300):
    bce = clf.train_step(X, Y)
    if it % 60 == 0:
        print(it, round(float(bce), 4), "train acc", np.mean((clf.forward(X)[1] > 0.5) == Y))
