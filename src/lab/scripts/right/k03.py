import numpy as np

rng = np.random.default_rng(2021)


class Dense:
    def __init__(self, n_in, n_out):
        limit = np.sqrt(6.0 / (n_in + n_out))      # Glorot uniform
        self.W = rng.uniform(-limit, limit, size=(n_in, n_out))
        self.b = np.zeros(n_out)
        self.cache_W = np.zeros_like(self.W)
        self.cache_b = np.zeros_like(self.b)

    def forward(self, x, training):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad):
        self.dW = self.x.T @ grad
        self.db = grad.sum(axis=0)
        return grad @ self.W.T


class LeakyReLU:
    def __init__(self, alpha=0.1):
        self.alpha = alpha

    def forward(self, x, training):
        self.x = x
        return np.where(x > 0, x, self.alpha * x)

    def backward(self, grad):
        return grad * np.where(self.x > 0, 1.0, self.alpha)


class Dropout:
    """Inverted dropout, nothing to do at test time."""
    def __init__(self, rate):
        self.keep = 1.0 - rate

    def forward(self, x, training):
        if not training:
            return x
        self.mask = (rng.random(x.shape) < self.keep) / self.keep
        return x * self.mask

    def backward(self, grad):
        return grad * self.mask


class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        shifted = logits - logits.max(axis=1, keepdims=True)
        e = np.exp(shifted)
        self.probs = e / e.sum(axis=1, keepdims=True)
        self.labels = labels
        return -np.log(self.probs[np.arange(len(labels)), labels] + 1e-12).mean()

    def backward(self):
        g = self.probs.copy()
        g[np.arange(len(self.labels)), self.labels] -= 1
        return g / len(self.labels)


class RMSProp:
    def __init__(self, lr=0.003, rho=0.9, eps=1e-7):
        self.lr, self.rho, self.eps = lr, rho, eps

    def step(self, layers):
        for layer in layers:
            if not isinstance(layer, Dense):
                continue
            layer.cache_W = self.rho * layer.cache_W + (1 - self.rho) * layer.dW ** 2
            layer.cache_b = self.rho * layer.cache_b + (1 - self.rho) * layer.db ** 2
            layer.W -= self.lr * layer.dW / (np.sqrt(layer.cache_W) + self.eps)
            layer.b -= self.lr * layer.db / (np.sqrt(layer.cache_b) + self.eps)


def forward(layers, x, training=False):
    for layer in layers:
        x = layer.forward(x, training)
    return x


# rings: class = which ring the point lies on
n = 360
labels = rng.integers(0, 3, n)
radius = 0.6 + labels + 0.15 * rng.standard_normal(n)
angle = rng.uniform(0, 2 * np.pi, n)
X = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
X_train, y_train, X_val, y_val = X[:280], labels[:280], X[280:], labels[280:]

layers = [Dense(2, 24), LeakyReLU(), Dropout(0.1), Dense(24, 16), LeakyReLU(), Dense(16, 3)]
loss_fn, opt = SoftmaxCrossEntropy(), RMSProp()
best, patience, batch = np.inf, 0, 40
for epoch in range(120):
    order = rng.permutation(len(X_train))
    for start in range(0, len(X_train), batch):
        idx = order[start:start + batch]
        loss = loss_fn.forward(forward(layers, X_train[idx], training=True), y_train[idx])
        grad = loss_fn.backward()
        for layer in reversed(layers):
            grad = layer.backward(grad)
        opt.step(layers)
    val_loss = loss_fn.forward(forward(layers, X_val), y_val)
    if epoch % 20 == 0:
        print(f"epoch {epoch:3d}  val loss {val_loss:.5f}")
    if val_loss < best - 1e-4:
        best, patience = val_loss, 0
        best_params = [(l.W.copy(), l.b.copy()) for l in layers if isinstance(l, Dense)]
    else:
        patience += 1
        if patience >= 15:
            print("early stop at epoch", epoch)
            break
for l, (W, b) in zip([l for l in layers if isinstance(l, Dense)], best_params):
    l.W, l.b = W, b
print("val loss best %.5f restored %.5f" % (best, loss_fn.forward(forward(layers, X_val), y_val)))
print("train acc", (forward(layers, X_train).argmax(1) == y_train).mean())
print("val acc", (forward(layers, X_val).argmax(1) == y_val).mean())
