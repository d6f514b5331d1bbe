import numpy as np

rng = np.random.RandomState(7)


class Linear:
    def __init__(self, n_in, n_out):
        self.W = rng.randn(n_in, n_out) / np.sqrt(n_in)
        self.b = np.zeros((1, n_out))
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad):
        self.dW = self.x.T @ grad
        self.db = grad.sum(axis=0, keepdims=True)
        return grad @ self.W.T

    def params(self):
        return [(self.W, self.dW), (self.b, self.db)]


class Tanh:
    def forward(self, x):
        self.x = x
        self.out = np.tanh(x)
        return self.out

    def backward(self, grad):
        return grad * (1.0 - self.out ** 2)

    def params(self):
        return []


class MSELoss:
    def forward(self, pred, target):
        self.diff = pred - target
        return np.mean(self.diff ** 2)

    def backward(self):
        return 2.0 * self.diff / self.diff.size


class Sequential:
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad):
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        return grad

    def params(self):
        return [p for layer in self.layers for p in layer.params()]


class Adam:
    def __init__(self, model, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
        self.model = model
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m = [np.zeros_like(p) for p, _ in model.params()]
        self.v = [np.zeros_like(p) for p, _ in model.params()]
        self.t = 0

    def step(self):
        self.t += 1
        for i, (p, g) in enumerate(self.model.params()):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g ** 2
            m_hat = self.m[i] / (1 - self.beta1 ** self.t)
            v_hat = self.v[i] / (1 - self.beta2 ** self.t)
            p -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


if __name__ == "__main__":
    X = rng.uniform(-2, 2, size=(200, 2))
    Y = np.sin(2 * X[:, :1]) + 0.5 * X[:, 1:] ** 2 + 0.05 * rng.randn(200, 1)
    X_test = rng.uniform(-2, 2, size=(100, 2))
    Y_test = np.sin(2 * X_test[:, :1]) + 0.5 * X_test[:, 1:] ** 2

    net = Sequential(Linear(2, 16), Tanh(), Linear(16, 12), Tanh(), Linear(12, 1))
    loss_fn = MSELoss()
    opt = Adam(net, lr=0.005)
    batch = 25

    for epoch in range(1, 61):
        perm = rng.permutation(len(X))
        total = 0.0
        for start in range(0, len(X), batch):
            idx = perm[start:start + batch]
            total += loss_fn.forward(net.forward(X[idx]), Y[idx])
            net.backward(loss_fn.backward())
            opt.step()
        if epoch == 1 or epoch % 15 == 0:
            print(f"epoch {epoch:3d}  train mse {total / (len(X) // batch):.4f}")

    print(f"test mse {loss_fn.forward(net.forward(X_test), Y_test):.4f}")
