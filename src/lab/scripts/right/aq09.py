import numpy as np


class HuberLoss:
    """mean over the batch of the summed Huber loss of every output"""

    def __init__(self, delta=0.5):
        self.delta = delta

    def value(self, pred, target):
        e = pred - target
        small = np.abs(e) <= self.delta
        per_item = np.where(small, 0.5 * e ** 2, self.delta * (np.abs(e) - 0.5 * self.delta))
        return per_item.sum() / len(pred)

    def gradient(self, pred, target):
        e = pred - target
        small = np.abs(e) <= self.delta
        return np.where(small, e, self.delta * np.sign(e)) / len(pred)


ACTIVATIONS = {
    # name: (function of z, derivative as a function of z and the output a)
    "tanh": (np.tanh, lambda z, a: 1.0 - a ** 2),
    "softplus": (lambda z: np.logaddexp(0.0, z), lambda z, a: 1.0 / (1.0 + np.exp(-z))),
    "linear": (lambda z: z, lambda z, a: np.ones_like(z)),
}


class AdamW:
    def __init__(self, params, lr=0.01, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.0):
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.m = [np.zeros_like(p) for p in params]
        self.v = [np.zeros_like(p) for p in params]
        self.t = 0

    def update(self, params, grads):
        self.t += 1
        beta1, beta2 = self.betas
        for k, (p, g) in enumerate(zip(params, grads)):
            self.m[k] = beta1 * self.m[k] + (1.0 - beta1) * g
            self.v[k] = beta2 * self.v[k] + (1.0 - beta2) * g * g
            m_hat = self.m[k] / (1.0 - beta1 ** self.t)
            v_hat = self.v[k] / (1.0 - beta2 ** self.t)
            if p.ndim == 2:
                p -= self.lr * self.weight_decay * p
            p -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


class MLPRegressor:
    def __init__(self, layer_sizes, activations, seed=0):
        self.rng = np.random.RandomState(seed)
        self.activations = activations
        self.params = []
        for n_in, n_out in zip(layer_sizes, layer_sizes[1:]):
            self.params.append(self.rng.randn(n_in, n_out) / np.sqrt(n_in))
            self.params.append(np.zeros(n_out))
        self.loss = HuberLoss()

    def forward(self, X):
        self.inputs, self.pre = [X], []
        for i, name in enumerate(self.activations):
            W, b = self.params[2 * i], self.params[2 * i + 1]
            z = self.inputs[-1] @ W + b
            self.pre.append(z)
            self.inputs.append(ACTIVATIONS[name][0](z))
        return self.inputs[-1]

    def backward(self, target):
        grads = [None] * len(self.params)
        upstream = self.loss.gradient(self.inputs[-1], target)
        for i in reversed(range(len(self.activations))):
            deriv = ACTIVATIONS[self.activations[i]][1]
            dz = upstream * deriv(self.pre[i], self.inputs[i + 1])
            grads[2 * i] = self.inputs[i].T @ dz
            grads[2 * i + 1] = dz.sum(axis=0)
            upstream = dz @ self.params[2 * i].T
        return grads

    def fit(self, X, T, epochs=100, batch_size=32, verbose=20):
        opt = AdamW(self.params, weight_decay=0.01)
        n = X.shape[0]
        for epoch in range(1, epochs + 1):
            perm = self.rng.permutation(n)
            X, T = X[perm], T[perm]
            for lo in range(0, n, batch_size):
                xb, tb = X[lo:lo + batch_size], T[lo:lo + batch_size]
                self.forward(xb)
                opt.update(self.params, self.backward(tb))
            if epoch % verbose == 0:
                print("[%3d/%3d] huber = %.5f" % (epoch, epochs, self.loss.value(self.forward(X), T)))
        return self


if __name__ == "__main__":
    gen = np.random.RandomState(5)
    X = gen.uniform(-2, 2, size=(256, 2))
    T = np.column_stack([X[:, 0] * X[:, 1], np.cos(X[:, 0]) + X[:, 1] ** 2])
    T[::25] += gen.normal(0, 3, size=T[::25].shape)     # a few outliers
    net = MLPRegressor([2, 24, 16, 2], ["tanh", "softplus", "linear"])
    net.fit(X, T)
    print("prediction at (1, 1):", net.forward(np.array([[1.0, 1.0]]))[0].round(3), "expected ~ [1, 1.54]")
