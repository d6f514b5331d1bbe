"""Deep(ish) classifier with inverted dropout and gradient accumulation.

A step of the optimiser uses ACCUM micro-batches; the gradient of the step is
that of the mean cross-entropy over all the examples in those micro-batches.
"""
import numpy as np

rng = np.random.default_rng(2024)


class Net:
    def __init__(self, sizes, keep=0.8):
        self.L = len(sizes) - 1
        self.keep = keep
        self.W = []
        self.b = []
        for fan_in, fan_out in zip(sizes[:-1], sizes[1:]):
            self.W.append(rng.standard_normal((fan_in, fan_out)) * np.sqrt(2.0 / fan_in))
            self.b.append(np.zeros(fan_out))
        self.zero_grad()

    def zero_grad(self):
        self.gW = [np.zeros_like(w) for w in self.W]
        self.gb = [np.zeros_like(b) for b in self.b]
        self.seen = 0

    def forward(self, x, training):
        self.a = [x]
        self.z = []
        self.masks = []
        for l in range(self.L):
            z = self.a[l] @ self.W[l] + self.b[l]
            self.z.append(z)
            if l == self.L - 1:
                shifted = np.exp(z - z.max(axis=1, keepdims=True))
                self.a.append(shifted / shifted.sum(axis=1, keepdims=True))
            else:
                act = np.maximum(z, 0)
                if training:
                    mask = (rng.random(act.shape) < self.keep) / self.keep
                    act = act * mask
                    self.masks.append(mask)
                self.a.append(act)
        return self.a[-1]

    def accumulate(self, onehot):
        delta = self.a[-1] - onehot
        for l in range(self.L - 1, -1, -1):
            self.gW[l] += self.a[l].T @ delta
            self.gb[l] += delta.sum(axis=0)
            if l > 0:
                delta = delta @ self.W[l].T
                delta = delta * self.masks[l - 1]
                delta = delta * (self.z[l - 1] > 0)
        self.seen += len(onehot)

    def step(self, lr):
        for l in range(self.L):
            self.W[l] -= lr * self.gW[l] / self.seen
            self.b[l] -= lr * self.gb[l] / self.seen


def make_rings(n_per_class):
    xs, ys = [], []
    for c, radius in enumerate((0.5, 1.3, 2.1)):
        ang = rng.uniform(0, 2 * np.pi, n_per_class)
        rad = radius + rng.normal(0, 0.12, n_per_class)
        xs.append(np.stack([rad * np.cos(ang), rad * np.sin(ang)], axis=1))
        ys.append(np.full(n_per_class, c))
    return np.concatenate(xs), np.concatenate(ys)


def cross_entropy(p, onehot):
    return -np.mean(np.sum(onehot * np.log(p + 1e-12), axis=1))


X, labels = make_rings(80)
Y = np.eye(3)[labels]

MICRO = 15
ACCUM = 4
net = Net([2, 20, 20, 12, 3])

for epoch in range(151):
    order = rng.permutation(len(X))
    micro_count = 0
    for s in range(0, len(X), MICRO):
        take = order[s:s + MICRO]
        net.forward(X[take], training=True)
        net.accumulate(Y[take])
        micro_count += 1
        if micro_count % ACCUM == 0:
            net.step(lr=0.15)
            net.zero_grad()
    if epoch % 25 == 0:
        p = net.forward(X, training=False)
        hits = np.mean(p.argmax(axis=1) == labels)
        print(f"epoch {epoch:3d}: loss {cross_entropy(p, Y):.4f}, accuracy {hits:.3f}")
