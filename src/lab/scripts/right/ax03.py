"""mininn - layers, a loss and an optimizer, enough for two moons."""
import numpy as np
from typing import List, Tuple

SEED = 21
HIDDEN = 20
KEEP_PROB = 0.85
LEARNING_RATE = 0.03
MOMENTUM = 0.9
N_EPOCHS = 80
BATCH_SIZE = 25


class Linear:
    def __init__(self, n_in: int, n_out: int, rng: np.random.Generator):
        self.W = rng.standard_normal((n_in, n_out)) * np.sqrt(2.0 / n_in)
        self.b = np.zeros((1, n_out))

    def forward(self, x: np.ndarray, training: bool) -> np.ndarray:
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad: np.ndarray) -> np.ndarray:
        self.dW = self.x.T @ grad
        self.db = grad.sum(axis=0, keepdims=True)
        return grad @ self.W.T


class ReLU:
    def forward(self, x, training):
        self.mask = x > 0
        return x * self.mask

    def backward(self, grad):
        return grad * self.mask


class Dropout:
    """Inverted dropout, a no-op at test time."""

    def __init__(self, keep_prob: float, rng: np.random.Generator):
        self.keep_prob = keep_prob
        self.rng = rng

    def forward(self, x, training):
        if not training:
            return x
        self.mask = (self.rng.random(x.shape) < self.keep_prob) / self.keep_prob
        return x * self.mask

    def backward(self, grad):
        return grad * self.mask


class SigmoidBCE:
    def loss(self, logits: np.ndarray, y: np.ndarray) -> float:
        return float(np.mean(np.logaddexp(0.0, logits) - y * logits))

    def grad(self, logits: np.ndarray, y: np.ndarray) -> np.ndarray:
        p = 1.0 / (1.0 + np.exp(-logits))
        return (p - y) / y.shape[0]


class NesterovSGD:
    def __init__(self, layers: List[Linear], lr: float, mu: float):
        self.layers, self.lr, self.mu = layers, lr, mu
        self.v = [(np.zeros_like(l.W), np.zeros_like(l.b)) for l in layers]

    def step(self) -> None:
        for i, l in enumerate(self.layers):
            new_v = []
            for p, g, v in ((l.W, l.dW, self.v[i][0]), (l.b, l.db, self.v[i][1])):
                v_next = self.mu * v - self.lr * g
                p += (1 + self.mu) * v_next - self.mu * v
                new_v.append(v_next)
            self.v[i] = tuple(new_v)


class Network:
    def __init__(self, rng: np.random.Generator):
        self.layers = [Linear(2, HIDDEN, rng), ReLU(), Dropout(KEEP_PROB, rng),
                       Linear(HIDDEN, HIDDEN, rng), ReLU(), Linear(HIDDEN, 1, rng)]

    def forward(self, x: np.ndarray, training: bool = False) -> np.ndarray:
        for layer in self.layers:
            x = layer.forward(x, training)
        return x

    def backward(self, grad: np.ndarray) -> None:
        for layer in reversed(self.layers):
            grad = layer.backward(grad)


def two_moons(n: int, rng: np.random.Generator) -> Tuple[np.ndarray, np.ndarray]:
    t = rng.uniform(0, np.pi, n)
    y = (np.arange(n) % 2).reshape(-1, 1)
    x = np.where(y == 0, np.c_[np.cos(t), np.sin(t)], np.c_[1 - np.cos(t), 0.5 - np.sin(t)])
    return x + rng.normal(0, 0.18, x.shape), y


if __name__ == "__main__":
    rng = np.random.default_rng(SEED)
    x_train, y_train = two_moons(250, rng)
    x_valid, y_valid = two_moons(150, rng)
    net, bce = Network(rng), SigmoidBCE()
    opt = NesterovSGD([l for l in net.layers if isinstance(l, Linear)], LEARNING_RATE, MOMENTUM)
    for epoch in range(N_EPOCHS):
        order = rng.permutation(len(x_train))
        for start in range(0, len(order), BATCH_SIZE):
            batch = order[start:start + BATCH_SIZE]
            logits = net.forward(x_train[batch], training=True)
            net.backward(bce.grad(logits, y_train[batch]))
            opt.step()
        if epoch % 20 == 0 or epoch == N_EPOCHS - 1:
            print(f"[{epoch:3d}] train_loss={bce.loss(net.forward(x_train), y_train):.4f} "
                  f"valid_loss={bce.loss(net.forward(x_valid), y_valid):.4f}")
    hits = (net.forward(x_valid) > 0) == (y_valid == 1)
    print(f"validation accuracy: {hits.mean():.4f}")
