import numpy as np

def sigmoid(x):
    return 1.0/(1.0 + np.exp(-x))

def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1.0 - s)

class NeuralNet:
    def __init__(self, n_in, n_hidden, n_out, lr=0.5):
        rng = np.random.default_rng(11)
        self.lr = lr
        self.W1 = rng.normal(0, 1, (n_in, n_hidden))
        self.b1 = np.zeros(n_hidden)
        self.W2 = rng.normal(0, 1, (n_hidden, n_out))
        self.b2 = np.zeros(n_out)

    def feedforward(self, X):
        self.z1 = X @ self.W1 + self.b1
        self.a1 = sigmoid(self.z1)
        self.z2 = self.a1 @ self.W2 + self.b2
        self.a2 = sigmoid(self.z2)
        return self.a2

    def backprop(self, X, y):
        d2 = (self.a2 - y) * sigmoid_derivative(self.z2)
        d1 = (d2 @ self.W2.T) * sigmoid_derivative(self.a1)
        self.W2 -= self.lr * self.a1.T @ d2
        self.b2 -= self.lr * d2.sum(axis=0)
        self.W1 -= self.lr * X.T @ d1
        self.b1 -= self.lr * d1.sum(axis=0)

    def fit(self, X, y, epochs):
        for e in range(epochs):
            out = self.feedforward(X)
            self.backprop(X, y)
            if e % 500 == 0:
                print("epoch", e, "loss", 0.5*np.sum((y - out)**2))

    def predict(self, X):
        return np.round(self.feedforward(X))

X = np.array([[0,0],[0,1],[1,0],[1,1]], dtype=float)
y = np.array([[0],[1],[1],[0]], dtype=float)
net = NeuralNet(2, 3, 1)
net.fit(X, y, 250)
print(net.predict(X))
