import numpy as np

rng = np.random.default_rng(42)


class Dense:
    """Fully connected layer which carries its own Adam state."""

    def __init__(self, n_in, n_out):
        self.W = rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))
        self.b = np.zeros((1, n_out))
        self.gW, self.gb = np.zeros_like(self.W), np.zeros_like(self.b)
        self.mW = np.zeros_like(self.W)
        self.vW = np.zeros_like(self.W)
        self.mb = np.zeros_like(self.b)
        self.vb = np.zeros_like(self.b)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad):
        self.gW = self.x.T @ grad
        self.gb = grad.sum(axis=0, keepdims=True)
        return grad @ self.W.T

    def update(self, lr, t, beta1=0.9, beta2=0.999, eps=1e-8):
        self.mW *= beta1
        self.mW += (1 - beta1) * self.gW
        self.vW *= beta2
        self.vW += (1 - beta2) * self.gW ** 2
        self.mb *= beta1
        self.mb += (1 - beta1) * self.gb
        self.vb *= beta2
        self.vb += (1 - beta2) * self.gb ** 2
        c1 = 1 - beta1 ** t
        c2 = 1 - beta2 ** t
        self.W -= lr * (self.mW / c1) / (np.sqrt(self.vW / c2) + eps)
        self.b -= lr * (self.mb / c1) / (np.sqrt(self.vb / c2) + eps)


class Tanh:
    def forward(self, x):
        self.out = np.tanh(x)
        return self.out

    def backward(self, grad):
        return grad * (1 - self.out ** 2)

    def update(self, lr, t):
        pass


class Network:
    def __init__(self, layers):
        self.layers = layers
        self.t = 0

    def predict(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def fit_step(self, x, y, lr):
        pred = self.predict(x)
        diff = pred - y
        grad = 2 * diff / len(x)
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        self.t += 1
        for layer in self.layers:
            layer.update(lr, self.t)
        return np.sum(diff ** 2) / len(x)


# learn a bent curve
xs = np.linspace(-2, 2, 100).reshape(-1, 1)
ys = np.sin(2 * xs) + 0.3 * xs ** 2 + 0.05 * rng.normal(size=xs.shape)

net = Network([Dense(1, 12), Tanh(), Dense(12, 12), Tanh(), Dense(12, 1)])
for step in range(600):
    loss = net.fit_step(xs, ys, lr=0.01)
    if step % 100 == 0:
        print(f"{step:4d}  mse={loss:.8f}")

print("final mse", round(float(np.mean((net.predict(xs) - ys) ** 2)), 8))
