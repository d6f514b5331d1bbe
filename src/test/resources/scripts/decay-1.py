import numpy as np

np.random.seed(5)


class Net:
    def __init__(self, sizes, lr=0.02, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.9):
        self.W = [np.random.randn(a, b) * np.sqrt(2.0 / a) for a, b in zip(sizes, sizes[1:])]
        self.b = [np.zeros((1, b)) for b in sizes[1:]]
        self.lr, self.beta1, self.beta2, self.eps, self.decay = lr, beta1, beta2, eps, decay
        self.m = [np.zeros_like(p) for p in self.W + self.b]
        self.v = [np.zeros_like(p) for p in self.W + self.b]
        self.t = 0

    def forward(self, X):
        self.a = [X]
        self.z = []
        for i, (W, b) in enumerate(zip(self.W, self.b)):
            z = self.a[-1] @ W + b
            self.z.append(z)
            self.a.append(np.maximum(0, z) if i < len(self.W) - 1 else z)
        return self.a[-1]

    def backward(self, y):
        n = len(y)
        delta = 2 * (self.a[-1] - y) / n
        dW, db = [], []
        for i in reversed(range(len(self.W))):
            dW.insert(0, self.a[i].T @ delta)
            db.insert(0, delta.sum(axis=0, keepdims=True))
            if i:
                delta = (delta @ self.W[i].T) * (self.z[i - 1] > 0)
        return dW + db

    def update(self, grads, lr):
        self.t += 1
        params = self.W + self.b
        for i, (p, g) in enumerate(zip(params, grads)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g ** 2
            mhat = self.m[i] / (1 - self.beta1 ** self.t)
            vhat = self.v[i] / (1 - self.beta2 ** self.t)
            p -= lr * mhat / (np.sqrt(vhat) + self.eps)

    def fit(self, X, y, epochs, batch):
        for epoch in range(epochs):
            lr = self.lr * self.decay ** epoch
            for s in range(0, len(X), batch):
                out = self.forward(X[s:s + batch])
                self.update(self.backward(y[s:s + batch]), lr)
            loss = np.mean((self.forward(X) - y) ** 2)
            if epoch % 5 == 0:
                print(epoch, loss)


X = np.random.uniform(-1, 1, (30, 3))
y = (X[:, :1] * X[:, 1:2]) + 0.3 * X[:, 2:]
Net([3, 10, 1]).fit(X, y, 20, 10)
