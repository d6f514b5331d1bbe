import numpy as np


class Linear:
    def __init__(self, fan_in, fan_out, rng):
        self.params = {"w": rng.normal(0.0, np.sqrt(2.0 / fan_in), (fan_in, fan_out)),
                       "b": np.zeros((1, fan_out))}
        self.grads = {}

    def forward(self, x):
        self.cache = x
        return np.dot(x, self.params["w"]) + self.params["b"]

    def backward(self, grad):
        self.grads["w"] = np.dot(self.cache.T, grad)
        self.grads["b"] = np.sum(grad, axis=0, keepdims=True)
        return np.dot(grad, self.params["w"].T)


class Relu:
    def forward(self, x):
        self.cache = x
        return np.maximum(x, 0.0)

    def backward(self, grad):
        return np.where(grad > 0, grad, 0.0)


class SoftmaxCrossEntropy:
    def forward(self, logits, onehot):
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        self.p = e / e.sum(axis=1, keepdims=True)
        self.t = onehot
        return -(onehot * np.log(self.p + 1e-15)).sum() / len(onehot)

    def backward(self):
        return (self.p - self.t) / len(self.t)


class Model:
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        for l in self.layers:
            x = l.forward(x)
        return x

    def backward(self, g):
        for l in self.layers[::-1]:
            g = l.backward(g)

    def sgd(self, lr):
        for l in self.layers:
            for name in getattr(l, "params", {}):
                l.params[name] -= lr * l.grads[name]


def blobs(rng, per_class=40):
    centers = np.array([[0.0, 2.0], [-2.0, -1.0], [2.0, -1.0], [0.0, 0.0]])
    xs = np.concatenate([c + 0.5 * rng.normal(size=(per_class, 2)) for c in centers])
    labels = np.repeat(np.arange(4), per_class)
    return xs, labels


if __name__ == "__main__":
    rng = np.random.default_rng(2024)
    xs, labels = blobs(rng)
    t = np.eye(4)[labels]
    model = Model(Linear(2, 9, rng), Relu(), Linear(9, 4, rng))
    ce = SoftmaxCrossEntropy()
    for epoch in range(60):
        logits = model.forward(xs)
        value = ce.forward(logits, t)
        model.backward(ce.backward())
        model.sgd(0.2)
        if epoch % 50 == 0:
            hits = (logits.argmax(1) == labels).mean()
            print(f"[{epoch:03d}] ce={value:.4f} acc={hits:.2%}")
