import numpy as np


class DeepNet:
    def __init__(self, dims, activations, seed=None):
        r = np.random.RandomState(seed)
        self.n = len(dims) - 1
        self.W = [r.randn(dims[i], dims[i + 1]) / np.sqrt(dims[i]) for i in range(self.n)]
        self.b = [np.zeros((1, dims[i + 1])) for i in range(self.n)]
        self.act = activations

    F = {
        "tanh": (np.tanh, lambda a: 1 - a ** 2),
        "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda a: a * (1 - a)),
        "linear": (lambda z: z, lambda a: np.ones_like(a)),
    }

    def forward(self, X):
        self.A = [X]
        for W, b, name in zip(self.W, self.b, self.act):
            self.A.append(self.F[name][0](self.A[-1].dot(W) + b))
        return self.A[-1]

    def predict(self, X):
        a = X
        for W, b, name in zip(self.W, self.b, self.act):
            a = self.F[name][0](a.dot(W) + b)
        return a

    def backward(self, grad_out):
        dW, db = [None] * self.n, [None] * self.n
        g = grad_out
        for i in reversed(range(self.n)):
            dZ = g * self.F[self.act[i]][1](self.A[i + 1])
            dW[i] = self.A[i].T.dot(dZ)
            db[i] = dZ.sum(axis=0, keepdims=True)
            g = dZ.dot(self.W[i].T)
        return dW, db

    def apply(self, dW, db, lr):
        for i in range(self.n):
            self.W[i] -= lr * dW[i]
            self.b[i] -= lr * db[i]


rng = np.random.RandomState(11)
X = rng.uniform(-1, 1, (80, 2))
Y = np.c_[np.sin(2 * X[:, 0]), X[:, 0] * X[:, 1]]
X_train, Y_train = X[:40], Y[:40]
X_val, Y_val = X[40:], Y[40:]

net = DeepNet([2, 9, 7, 5, 2], ["tanh", "sigmoid", "tanh", "linear"], seed=3)
for epoch in range(60):
    out = net.forward(X_train)
    train_loss = np.mean((out - Y_train) ** 2)
    val_loss = np.mean((net.forward(X_val) - Y_val) ** 2)
    dW, db = net.backward(2 * (out - Y_train) / out.size)
    net.apply(dW, db, lr=0.3)
    if epoch % 100 == 0:
        print("epoch %3d  train %.4f  val %.4f" % (epoch, train_loss, val_loss))
