import numpy as np

dtype = np.float32
rng = np.random.default_rng(44)


def glorot(units, inputs):
    limit = np.sqrt(6 / (units + inputs))
    return rng.uniform(-limit, limit, (units, inputs)).astype(dtype)


class TinyNet:
    """float32 everywhere, weight matrices stored as units x inputs."""

    def __init__(self):
        self.W1 = glorot(12, 8)
        self.b1 = np.zeros(12, dtype=dtype)
        self.W2 = glorot(4, 12)
        self.b2 = np.zeros(4, dtype=dtype)

    def logits(self, x):
        self.x = x
        self.h = np.tanh(x @ self.W1.T + self.b1)
        return self.h @ self.W2.T + self.b2

    def train_on_batch(self, x, y, lr):
        z = self.logits(x)
        z = z - z.max(axis=1, keepdims=True)
        p = np.exp(z)
        p /= p.sum(axis=1, keepdims=True)
        n = dtype(len(x))
        loss = -np.log(p[np.arange(len(x)), y]).mean()

        p[np.arange(len(x)), y] -= 1
        dz = p / n
        dW2 = dz.T @ self.h
        db2 = dz.sum(axis=0)
        dh = dz @ self.W2
        du = dh * (1 - self.h ** 2)
        dW1 = du.T @ self.x
        db1 = du.sum(axis=0)

        self.W1 -= lr * dW1
        self.b1 -= lr * db1
        self.W2 -= lr * dW2
        self.b2 -= lr * db2
        return loss


codes = rng.choice([-1.0, 1.0], size=(4, 8))
y = rng.integers(0, 4, 128)
x = (codes[y] + 0.7 * rng.normal(size=(128, 8))).astype(dtype)

net = TinyNet()
for epoch in range(20):
    losses = [net.train_on_batch(x[i:i + 32], y[i:i + 32], dtype(0.3)) for i in range(0, 128, 32)]
    if epoch % 4 == 0:
        acc = (net.logits(x).argmax(1) == y).mean()
        print("epoch", epoch, "loss", np.mean(losses), "acc", acc)
