"""minidl - a very small deep learning library (forward/backward layers + Adam)."""
import numpy as np


class Dense:
    def __init__(self, n_in, n_out, rng):
        self.W = rng.normal(0.0, np.sqrt(2.0 / n_in), size=(n_in, n_out))
        self.b = np.zeros(n_out)
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)

    def forward(self, x, training):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad):
        self.dW += self.x.T @ grad
        self.db += grad.sum(axis=0)
        return grad @ self.W.T


class ReLU:
    def forward(self, x, training):
        self.mask = x > 0
        return x * self.mask

    def backward(self, grad):
        return grad * self.mask


class Dropout:
    def __init__(self, rate, rng):
        self.keep = 1.0 - rate
        self.rng = rng

    def forward(self, x, training):
        if not training:
            self.mask = 1.0
            return x
        self.mask = (self.rng.random(x.shape) < self.keep) / self.keep
        return x * self.mask

    def backward(self, grad):
        return grad * self.mask


def softmax_cross_entropy(logits, labels):
    """Mean loss and its gradient with respect to the logits."""
    n = logits.shape[0]
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    probs = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(probs[np.arange(n), labels] + 1e-12).mean()
    grad = probs.copy()
    grad[np.arange(n), labels] -= 1
    return loss, grad / n


class Adam:
    def __init__(self, layers, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
        self.layers = [l for l in layers if isinstance(l, Dense)]
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m = [(np.zeros_like(l.W), np.zeros_like(l.b)) for l in self.layers]
        self.v = [(np.zeros_like(l.W), np.zeros_like(l.b)) for l in self.layers]
        self.t = 0

    def zero_grad(self):
        for l in self.layers:
            l.dW[:] = 0
            l.db[:] = 0

    def step(self):
        self.t += 1
        for l, ms, vs in zip(self.layers, self.m, self.v):
            for p, g, m, v in zip((l.W, l.b), (l.dW, l.db), ms, vs):
                m[:] = self.beta1 * m + (1 - self.beta1) * g
                v[:] = self.beta2 * v + (1 - self.beta2) * g ** 2
                m_hat = m / (1 - self.beta1 ** self.t)
                v_hat = v / (1 - self.beta2 ** self.t)
                p -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


rng = np.random.default_rng(42)
y = rng.integers(0, 4, 320)
X = rng.normal(0, 0.9, (320, 2)) + 2.0 * np.stack([np.cos(y * np.pi / 2), np.sin(y * np.pi / 2)], axis=1)
X_test, y_test = X[240:], y[240:]
X, y = X[:240], y[:240]

layers = [Dense(2, 24, rng), ReLU(), Dropout(0.2, rng), Dense(24, 12, rng), ReLU(), Dense(12, 4, rng)]
opt = Adam(layers)

for epoch in range(30):
    training = True
    order = rng.permutation(len(X))
    for start in range(0, len(X), 32):
        idx = order[start:start + 32]
        out = X[idx]
        for layer in layers:
            out = layer.forward(out, training)
        loss, grad = softmax_cross_entropy(out, y[idx])
        opt.zero_grad()
        for layer in reversed(layers):
            grad = layer.backward(grad)
        opt.step()
    if epoch % 6 == 5:
        training = False
        out = X_test
        for layer in layers:
            out = layer.forward(out, training)
        test_loss, _ = softmax_cross_entropy(out, y_test)
        print(f"epoch {epoch + 1:3d}  test loss {test_loss:.6f}  acc {(out.argmax(1) == y_test).mean():.3f}")
