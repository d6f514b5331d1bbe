"""tinynn: layers with forward/backward, a loss and an Adam optimiser."""
import numpy as np

rng = np.random.default_rng(2024)


class Dense:
    def __init__(self, n_in, n_out):
        limit = np.sqrt(6.0 / (n_in + n_out))
        self.params = [rng.uniform(-limit, limit, (n_in, n_out)), np.zeros((1, n_out))]
        self.grads = [np.zeros_like(p) for p in self.params]

    def forward(self, x, training):
        self.x = x
        W, b = self.params
        return x @ W + b

    def backward(self, grad):
        self.grads[0] = self.x.T @ grad
        self.grads[1] = grad.sum(axis=0, keepdims=True)
        return grad @ self.params[0].T


class ELU:
    params = grads = ()

    def forward(self, x, training):
        self.out = np.where(x > 0, x, np.exp(np.minimum(x, 0)) - 1)
        return self.out

    def backward(self, grad):
        return grad * np.where(self.out > 0, 1.0, self.out + 1.0)


class Dropout:
    params = grads = ()

    def __init__(self, rate):
        self.rate = rate

    def forward(self, x, training):
        if not training:
            return x
        keep = 1.0 - self.rate
        self.mask = (rng.random(x.shape) < keep) / keep
        return x * self.mask

    def backward(self, grad):
        return grad * self.mask


class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        self.probs = e / e.sum(axis=1, keepdims=True)
        self.labels = labels
        return -np.mean(np.log(self.probs[np.arange(len(labels)), labels]))

    def backward(self):
        grad = self.probs.copy()
        grad[np.arange(len(self.labels)), self.labels] -= 1.0
        return grad / len(self.labels)


class Adam:
    def __init__(self, layers, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
        self.layers, self.lr, self.eps = layers, lr, eps
        self.beta1, self.beta2 = beta1, beta2
        self.t = 0
        self.m = [[np.zeros_like(p) for p in layer.params] for layer in layers]
        self.v = [[np.zeros_like(p) for p in layer.params] for layer in layers]

    def step(self):
        self.t += 1
        for layer, m, v in zip(self.layers, self.m, self.v):
            for i, g in enumerate(layer.grads):
                m[i] = self.beta1 * m[i] + (1 - self.beta1) * g
                v[i] = self.beta2 * v[i] + (1 - self.beta2) * g * g
                m_hat = m[i] / (1 - self.beta1 ** self.t)
                v_hat = v[i] / (1 - self.beta2 ** self.t)
                layer.params[i] -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


def run_forward(layers, x, training=False):
    for layer in layers:
        x = layer.forward(x, training)
    return x


def make_spirals(n_per_arm):
    xs, ys = [], []
    for k in range(3):
        r = np.linspace(0.1, 1.0, n_per_arm)
        theta = 3.5 * r + 2 * np.pi * k / 3 + rng.normal(0, 0.12, n_per_arm)
        xs.append(np.c_[r * np.cos(theta), r * np.sin(theta)])
        ys.append(np.full(n_per_arm, k))
    return np.vstack(xs), np.concatenate(ys)


X, y = make_spirals(80)
X_new, y_new = make_spirals(40)
layers = [Dense(2, 32), ELU(), Dropout(0.1), Dense(32, 16), ELU(), Dense(16, 3)]
loss_fn = SoftmaxCrossEntropy()
optim = Adam(layers)
for epoch in range(1, 61):
    perm = rng.permutation(len(X))
    for batch in np.array_split(perm, 6):
        loss_fn.forward(run_forward(layers, X[batch], training=True), y[batch])
        grad = loss_fn.backward()
        for layer in reversed(layers):
            grad = layer.backward(grad)
        optim.step()
    if epoch % 15 == 0:
        print("epoch", epoch, "loss", round(float(loss_fn.forward(run_forward(layers, X), y)), 5))
accuracy = np.mean(run_forward(layers, X_new).argmax(axis=1) == y_new)
print("held-out accuracy", round(float(accuracy), 4))
