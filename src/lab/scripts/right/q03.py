import numpy as np

rng = np.random.default_rng(7)


class Dense:
    def __init__(self, n_in, n_out):
        self.W = rng.normal(0.0, np.sqrt(2.0 / n_in), size=(n_in, n_out))
        self.b = np.zeros((1, n_out))

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = np.sum(dout, axis=0, keepdims=True)
        return dout @ self.W.T


class ReLU:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, dout):
        return dout * self.mask


class Tanh:
    def forward(self, x):
        self.out = np.tanh(x)
        return self.out

    def backward(self, dout):
        return dout * (1 - self.out ** 2)


class SoftmaxWithLoss:
    """softmax and the mean cross entropy together, labels are integers"""

    def forward(self, scores, labels):
        shifted = scores - scores.max(axis=1, keepdims=True)
        e = np.exp(shifted)
        self.probs = e / e.sum(axis=1, keepdims=True)
        self.labels = labels
        n = len(labels)
        return -np.mean(np.log(self.probs[np.arange(n), labels] + 1e-15))

    def backward(self):
        n = len(self.labels)
        d = self.probs.copy()
        d[np.arange(n), self.labels] -= 1
        return d / n


class MomentumSGD:
    def __init__(self, layers, lr=0.1, mu=0.9):
        self.layers = [l for l in layers if isinstance(l, Dense)]
        self.lr = lr
        self.mu = mu
        self.vW = [np.zeros_like(l.W) for l in self.layers]
        self.vb = [np.zeros_like(l.b) for l in self.layers]

    def step(self):
        for i, layer in enumerate(self.layers):
            self.vW[i] = self.mu * self.vW[i] - self.lr * layer.dW
            self.vb[i] = self.mu * self.vb[i] - self.lr * layer.db
            layer.W += self.vW[i]
            layer.b += self.vb[i]


class Network:
    def __init__(self, layers):
        self.layers = layers
        self.loss_layer = SoftmaxWithLoss()

    def predict(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def loss(self, x, t):
        return self.loss_layer.forward(self.predict(x), t)

    def backward(self):
        dout = self.loss_layer.backward()
        for layer in reversed(self.layers):
            dout = layer.backward(dout)


# ---- data: 4 gaussian blobs, class is given by the diagonal (so 2 classes + ring)
centers = np.array([[2, 2], [-2, -2], [2, -2], [-2, 2], [0, 0]])
blob_label = np.array([0, 0, 1, 1, 2])
which = rng.integers(0, 5, size=300)
x_train = centers[which] + rng.normal(0, 0.7, size=(300, 2))
t_train = blob_label[which]

net = Network([Dense(2, 10), Tanh(), Dense(10, 10), ReLU(), Dense(10, 3)])
opt = MomentumSGD(net.layers, lr=0.05, mu=0.9)
batch_size = 30
losses = []

for it in range(600):
    idx = rng.choice(len(x_train), batch_size, replace=False)
    xb, tb = x_train[idx], t_train[idx]
    loss = net.loss(xb, tb)
    losses.append(loss)
    net.backward()
    opt.step()
    if it % 100 == 0:
        print("iter", it, "batch loss", round(float(loss), 4))

acc = np.mean(np.argmax(net.predict(x_train), axis=1) == t_train)
print("last 50 batch losses on average:", np.mean(losses[-50:]))
print("train accuracy:", acc)
