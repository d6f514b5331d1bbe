# Two-output regression with a few gross outliers in the data.
# Layers are objects; Huber loss; step decay of the learning rate; training
# stops early when the validation loss has not improved (by MIN_GAIN) for
# PATIENCE epochs.
import numpy as np

rnd = np.random.default_rng(17)


class Dense:
    def __init__(self, n_in, n_out):
        self.w = rnd.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))
        self.b = np.zeros((1, n_out))

    def forward(self, inp):
        self.inp = inp
        return inp @ self.w + self.b

    def backward(self, grad):
        self.dw = self.inp.T @ grad
        self.db = grad.sum(axis=0, keepdims=True)
        return grad @ self.w.T

    def update(self, lr):
        self.w -= lr * self.dw
        self.b -= lr * self.db


class Softplus:
    def forward(self, inp):
        self.inp = inp
        return np.logaddexp(0, inp)

    def backward(self, grad):
        s = 1 / (1 + np.exp(-self.inp))
        return grad * s

    def update(self, lr):
        pass


class Huber:
    """Mean over the rows of the Huber losses summed over the outputs."""

    def __init__(self, delta):
        self.delta = delta

    def value(self, pred, target):
        r = np.abs(pred - target)
        inner = 0.5 * r ** 2
        outer = self.delta * (r - 0.5 * self.delta)
        return np.where(r <= self.delta, inner, outer).sum() / len(pred)

    def grad(self, pred, target):
        r = pred - target
        g = np.where(np.abs(r) <= self.delta, r, self.delta * np.sign(r))
        return g / len(pred)


class Model:
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad):
        for layer in reversed(self.layers):
            grad = layer.backward(grad)

    def update(self, lr):
        for layer in self.layers:
            layer.update(lr)

    def snapshot(self):
        return [(d.w.copy(), d.b.copy()) for d in self.layers if isinstance(d, Dense)]

    def restore(self, saved):
        dense = [d for d in self.layers if isinstance(d, Dense)]
        for d, (w, b) in zip(dense, saved):
            d.w, d.b = w.copy(), b.copy()


def make_data(n):
    x = rnd.uniform(-2, 2, (n, 2))
    y = np.c_[np.sin(x[:, 0]) + 0.5 * x[:, 1], x[:, 0] * x[:, 1]]
    y += rnd.normal(0, 0.1, y.shape)
    bad = rnd.random(n) < 0.05
    y[bad] += rnd.normal(0, 6, (bad.sum(), 2))
    return x, y


# half of the data is held out
x_train, y_train = make_data(100)
x_val, y_val = make_data(100)

model = Model(Dense(2, 16), Softplus(), Dense(16, 12), Softplus(), Dense(12, 2))
criterion = Huber(1.0)

LR, PATIENCE, MAX_EPOCHS = 0.2, 150, 3000
MIN_GAIN = 1e-4
lr = LR
best, best_epoch, saved = np.inf, 0, None

for epoch in range(MAX_EPOCHS):
    if epoch > 0 and epoch % 500 == 0:
        lr *= 0.7

    out = model.forward(x_train)
    train_loss = criterion.value(out, y_train)
    model.backward(criterion.grad(out, y_train))
    model.update(lr)
    val_loss = criterion.value(model.forward(x_val), y_val)

    if epoch % 300 == 0:
        print(f"{epoch:5d}  train {train_loss:.4f}  val {val_loss:.4f}  lr {lr:.4f}")

    if val_loss < best - MIN_GAIN:
        best, best_epoch, saved = val_loss, epoch, model.snapshot()
    elif epoch - best_epoch >= PATIENCE:
        print("no improvement since epoch", best_epoch, "- stopping")
        break

model.restore(saved)
print("best validation loss %.4f" % criterion.value(model.forward(x_val), y_val))
