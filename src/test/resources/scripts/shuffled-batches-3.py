# Binary classifier on two moons; tanh hidden layer; SGD with mini-batches
import numpy as np

rng = np.random.default_rng(77)

n_samples = 120
theta = rng.uniform(0, np.pi, n_samples)
lab = rng.integers(0, 2, n_samples)
px = np.where(lab == 0, np.cos(theta), 1 - np.cos(theta))
py = np.where(lab == 0, np.sin(theta), 0.5 - np.sin(theta))
data = np.stack([px, py], axis=1) + rng.normal(0, 0.1, (n_samples, 2))
target = lab.reshape(-1, 1).astype(float)

class Net:
    def __init__(self, n_hidden):
        self.W1 = rng.normal(0, 0.3, (2, n_hidden))
        self.b1 = np.zeros(n_hidden)
        self.W2 = rng.normal(0, 0.7, (n_hidden, 1))
        self.b2 = np.zeros(1)

    def forward(self, x):
        self.Z1 = x @ self.W1 + self.b1
        self.A1 = np.tanh(self.Z1)
        self.Z2 = self.A1 @ self.W2 + self.b2
        self.A2 = 1 / (1 + np.exp(-self.Z2))
        return self.A2

    def train_batch(self, x, y, eta):
        m = len(x)
        self.forward(x)
        dZ2 = self.A2 - y
        dW2 = self.A1.T @ dZ2 / m
        db2 = dZ2.mean(axis=0)
        dA1 = dZ2 @ self.W2.T
        dZ1 = dA1 * (1 - self.Z1 ** 2)
        dW1 = x.T @ dZ1 / m
        db1 = dZ1.mean(axis=0)
        self.W1 -= eta * dW1
        self.b1 -= eta * db1
        self.W2 -= eta * dW2
        self.b2 -= eta * db2

net = Net(8)
eta = 0.02
for epoch in range(25):
    idx = rng.permutation(n_samples)
    for part in np.array_split(idx, 6):
        net.train_batch(data[part], target[part], eta)
    if (epoch + 1) % 10 == 0:
        p = net.forward(data)
        ce = -np.mean(target * np.log(p + 1e-9) + (1 - target) * np.log(1 - p + 1e-9))
        print(f"{epoch + 1:3d}  ce={ce:.4f}  acc={np.mean((p > .5) == target):.3f}")
