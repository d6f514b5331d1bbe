import numpy as np

#
# Swish MLP with AdamW. Gradients of several micro batches are added up
# before each step of the optimizer (as if memory was short).
#
# loss of a whole batch = mean over its examples of the binary cross entropy
#

class Param:
    def __init__(self, data, decay):
        self.data = data
        self.grad = np.zeros_like(data)
        self.m = np.zeros_like(data)
        self.v = np.zeros_like(data)
        self.decay = decay        # weights decay, biases don't


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


class MLP:
    def __init__(self, sizes, seed):
        r = np.random.RandomState(seed)
        self.Ws = [Param(r.randn(a, b) * np.sqrt(1.5 / a), True) for a, b in zip(sizes, sizes[1:])]
        self.bs = [Param(np.zeros((1, b)), False) for b in sizes[1:]]

    def params(self):
        return self.Ws + self.bs

    def zero_grad(self):
        for p in self.params():
            p.grad[...] = 0.0

    def forward(self, x):
        self.inputs, self.zs = [], []
        for W, b in zip(self.Ws, self.bs):
            self.inputs.append(x)
            z = x @ W.data + b.data
            self.zs.append(z)
            x = z * sigmoid(z)
        return sigmoid(z)         # the last layer has no swish

    def backward(self, delta):
        last = len(self.Ws) - 1
        for k in range(last, -1, -1):
            if k != last:
                s = sigmoid(self.zs[k])
                delta = delta * (s + self.zs[k] * s * (1 - s))
            self.Ws[k].grad += self.inputs[k].T @ delta
            self.bs[k].grad += delta.sum(axis=0, keepdims=True)
            delta = delta @ self.Ws[k].data.T


class AdamW:
    def __init__(self, params, lr, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.05):
        self.params = params
        self.lr, self.betas, self.eps, self.wd = lr, betas, eps, weight_decay
        self.t = 0

    def step(self):
        self.t += 1
        b1, b2 = self.betas
        for p in self.params:
            p.m = b1 * p.m + (1 - b1) * p.grad
            p.v = b2 * p.v + (1 - b2) * p.grad ** 2
            mhat = p.m / (1 - b1 ** self.t)
            vhat = p.v / (1 - b2 ** self.t)
            if p.decay:
                p.data -= self.lr * self.wd * p.data
            p.data -= self.lr * mhat / (np.sqrt(vhat) + self.eps)


rng = np.random.RandomState(4)
x = rng.randn(60, 2)
y = (np.sum(x ** 2, axis=1, keepdims=True) < 1.3).astype(float)

BATCH, MICRO = 20, 5
net = MLP([2, 6, 6, 4, 1], seed=10)
opt = AdamW(net.params(), lr=0.02)

for epoch in range(20):
    order = rng.permutation(len(x))
    epoch_loss = 0.0
    for start in range(0, len(x), BATCH):
        net.zero_grad()
        for k in range(start, start + BATCH, MICRO):
            rows = order[k:k + MICRO]
            p = net.forward(x[rows])
            epoch_loss += -np.sum(y[rows] * np.log(p) + (1 - y[rows]) * np.log(1 - p))
            net.backward((p - y[rows]) / BATCH)
        opt.step()
    if epoch % 4 == 0:
        print("epoch %2d loss %.4f" % (epoch, epoch_loss / len(x)))
