"""minikeras: a toy version of the Sequential API."""
import numpy as np

rng = np.random.default_rng(1234)


class Dense:
    def __init__(self, units, activation=None, input_dim=None):
        self.units, self.activation, self.input_dim = units, activation, input_dim

    def build(self, n_in):
        self.params = {"kernel": rng.normal(size=(n_in, self.units)) * np.sqrt(2 / n_in),
                       "bias": np.zeros(self.units)}
        return self.units

    def call(self, x, training):
        self.x = x
        self.z = x @ self.params["kernel"] + self.params["bias"]
        return np.maximum(self.z, 0) if self.activation == "relu" else self.z

    def gradient(self, g):
        if self.activation == "relu":
            g = g * (self.z > 0)
        self.grads = {"kernel": self.x.T @ g, "bias": g.sum(axis=0)}
        return g @ self.params["kernel"].T


class Dropout:
    params = {}
    grads = {}

    def __init__(self, rate):
        self.rate = rate

    def build(self, n_in):
        return n_in

    def call(self, x, training):
        if not training:
            return x
        keep = 1 - self.rate
        self.mask = (rng.random(x.shape) < keep) / keep
        return x * self.mask

    def gradient(self, g):
        return g * self.mask


class SoftmaxCrossEntropy:
    def __call__(self, logits, y):
        p = np.exp(logits - logits.max(axis=1, keepdims=True))
        self.p = p / p.sum(axis=1, keepdims=True)
        self.onehot = np.zeros_like(self.p)
        self.onehot[np.arange(len(y)), y] = 1
        return -np.log(self.p[np.arange(len(y)), y]).mean()

    def gradient(self):
        return (self.p - self.onehot) / len(self.p)


class Adam:
    def __init__(self, lr=0.01, b1=0.9, b2=0.999):
        self.lr, self.b1, self.b2, self.t = lr, b1, b2, 0
        self.m, self.v = {}, {}

    def apply(self, layers):
        self.t += 1
        for i, layer in enumerate(layers):
            for name, g in layer.grads.items():
                key = (i, name)
                self.m[key] = self.b1 * self.m.get(key, 0) + (1 - self.b1) * g
                self.v[key] = self.b2 * self.v.get(key, 0) + (1 - self.b2) * g * g
                mhat = self.m[key] / (1 - self.b1 ** self.t)
                vhat = self.v[key] / (1 - self.b2 ** self.t)
                layer.params[name] -= self.lr * mhat / (np.sqrt(vhat) + 1e-8)


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def compile(self, loss, optimizer):
        self.loss, self.optimizer = loss, optimizer
        width = self.layers[0].input_dim
        for layer in self.layers:
            width = layer.build(width)

    def predict(self, x, training=False):
        for layer in self.layers:
            x = layer.call(x, training)
        return x

    def fit(self, x, y, epochs, batch_size):
        for epoch in range(epochs):
            perm = rng.permutation(len(x))
            for start in range(0, len(x), batch_size):
                rows = perm[start:start + batch_size]
                self.loss(self.predict(x[rows], training=True), y[rows])
                g = self.loss.gradient()
                for layer in self.layers[::-1]:
                    g = layer.gradient(g)
                self.optimizer.apply(self.layers)
            if epoch % 5 == 0:
                print("epoch", epoch, "loss: %.8f" % self.loss(self.predict(x), y))


x = rng.normal(size=(150, 4))
y = np.argmax(np.stack([x[:, 0] * x[:, 1], x[:, 2], -x[:, 3]], axis=1), axis=1)
model = Sequential([Dense(24, "relu", input_dim=4), Dropout(0.2), Dense(12, "relu"), Dense(3)])
model.compile(SoftmaxCrossEntropy(), Adam(0.01))
model.fit(x, y, epochs=25, batch_size=30)
print("final loss: %.8f" % model.loss(model.predict(x), y))
print("accuracy:", (model.predict(x).argmax(axis=1) == y).mean())
