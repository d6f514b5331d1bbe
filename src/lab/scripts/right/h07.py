# Port of a PyTorch training script to plain numpy (same names, same conventions).
import numpy as np


class Parameter:
    def __init__(self, data):
        self.data = data
        self.grad = np.zeros_like(data)


class Linear:
    def __init__(self, in_features, out_features, gen):
        bound = 1.0 / np.sqrt(in_features)
        self.weight = Parameter(gen.uniform(-bound, bound, (out_features, in_features)))
        self.bias = Parameter(gen.uniform(-bound, bound, out_features))

    def __call__(self, x):
        self.input = x
        return x @ self.weight.data.T + self.bias.data

    def backward(self, grad_output):
        # like autograd: gradients are ACCUMULATED into .grad
        self.weight.grad += grad_output.T @ self.input
        self.bias.grad += grad_output.sum(axis=0)
        return grad_output @ self.weight.data

    def parameters(self):
        return [self.weight, self.bias]


class LeakyReLU:
    def __init__(self, negative_slope=0.1):
        self.negative_slope = negative_slope

    def __call__(self, x):
        self.input = x
        return np.where(x > 0, x, self.negative_slope * x)

    def backward(self, grad_output):
        return grad_output * np.where(self.input > 0, 1.0, self.negative_slope)

    def parameters(self):
        return []


class Sequential:
    def __init__(self, *modules):
        self.modules = modules

    def __call__(self, x):
        for m in self.modules:
            x = m(x)
        return x

    def backward(self, grad):
        for m in reversed(self.modules):
            grad = m.backward(grad)

    def parameters(self):
        return [p for m in self.modules for p in m.parameters()]


class CrossEntropyLoss:
    """softmax + negative log likelihood, reduction='mean'"""

    def __call__(self, logits, target):
        shifted = logits - logits.max(axis=1, keepdims=True)      # numerically safe
        logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.p, self.target = np.exp(logp), target
        return -logp[np.arange(len(target)), target].mean()

    def backward(self):
        grad = self.p.copy()
        grad[np.arange(len(self.target)), self.target] -= 1.0
        return grad / grad.shape[0]


class SGD:
    """torch.optim.SGD(params, lr, momentum, weight_decay, nesterov=True)"""

    def __init__(self, params, lr, momentum, weight_decay):
        self.params, self.lr, self.momentum, self.weight_decay = params, lr, momentum, weight_decay
        self.bufs = [np.zeros_like(p.data) for p in params]

    def zero_grad(self):
        for p in self.params:
            p.grad[...] = 0.0

    def step(self):
        for p, buf in zip(self.params, self.bufs):
            d_p = p.grad + self.weight_decay * p.data
            buf *= self.momentum
            buf += d_p
            p.data -= self.lr * (d_p + self.momentum * buf)


def make_blobs(gen, n):
    # every class consists of two clouds on opposite sides
    y = gen.integers(0, 4, n)
    ang = y * np.pi / 4 + np.pi * gen.integers(0, 2, n)
    x = np.stack([2 * np.cos(ang), 2 * np.sin(ang)], axis=1) + gen.normal(0, 0.4, (n, 2))
    return x, y


gen = np.random.default_rng(0)
x_train, y_train = make_blobs(gen, 400)
x_test, y_test = make_blobs(gen, 200)

model = Sequential(Linear(2, 24, gen), LeakyReLU(), Linear(24, 12, gen), LeakyReLU(), Linear(12, 4, gen))
criterion = CrossEntropyLoss()
optimizer = SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=1e-3)
step_size, gamma = 10, 0.5           # StepLR: lr is halved every 10 epochs

for epoch in range(40):
    running_loss = 0.0
    perm = gen.permutation(len(x_train))
    for i in range(0, len(x_train), 32):
        batch = perm[i:i + 32]
        optimizer.zero_grad()
        loss = criterion(model(x_train[batch]), y_train[batch])
        model.backward(criterion.backward())
        optimizer.step()
        running_loss += loss * len(batch)
    if (epoch + 1) % step_size == 0:
        optimizer.lr *= gamma
    if epoch % 5 == 4:
        print("epoch %2d loss %.6f" % (epoch + 1, running_loss / len(x_train)))

logits = model(x_test)
print("test loss %.6f, test accuracy %.5f" % (criterion(logits, y_test), (logits.argmax(axis=1) == y_test).mean()))
