# functional experiment: every layer is a bunch of closures, no classes at all
import numpy as np

rng = np.random.default_rng(8)


def dense(n_in, n_out):
    W = rng.standard_normal((n_in, n_out)) * np.sqrt(2.0 / n_in)
    b = np.zeros(n_out)
    hist_W = np.zeros_like(W)
    hist_b = np.zeros_like(b)
    memo = {}

    def forward(x):
        memo["x"] = x
        return x @ W + b

    def backward(g):
        memo["dW"] = memo["x"].T @ g
        memo["db"] = g.sum(axis=0)
        return g @ W.T

    def adagrad(lr, eps=1e-8):
        hist_W[...] += memo["dW"] ** 2
        hist_b[...] += memo["db"] ** 2
        W[...] -= lr * memo["dW"] / (np.sqrt(hist_W) + eps)
        b[...] -= lr * memo["db"] / (np.sqrt(hist_b) + eps)

    return forward, backward, adagrad


def leaky_relu(slope=0.05):
    memo = {}

    def forward(x):
        memo["x"] = x
        return np.where(x > 0, x, slope * x)

    def backward(g):
        return g * np.where(memo["x"] > 0, 1.0, slope)

    return forward, backward, None


def mean_squared_error(pred, target):
    diff = pred - target
    return np.mean(diff ** 2), 2.0 * diff / diff.size


# data: two smooth functions of two variables
X = rng.uniform(-1, 1, (90, 2))
T = np.stack([np.sin(3 * X[:, 0]) * X[:, 1], X[:, 0] ** 2 - X[:, 1]], axis=1)

stack = [dense(2, 10), leaky_relu(), dense(10, 10), leaky_relu(), dense(10, 2)]
forwards = [f for f, _, _ in stack]
backwards = [b for _, b, _ in stack]
trainable = [k for k in range(len(stack)) if stack[k][2] is not None]
updates = [lambda lr, k=k: stack[k][2](lr) for k in trainable]


def run(x):
    for f in forwards:
        x = f(x)
    return x


def train(steps, lr):
    for step in range(steps):
        loss, g = mean_squared_error(run(X), T)
        for back in reversed(backwards):
            g = back(g)
        for update in updates:
            update(lr)
        if step % 100 == 0:
            print("step %d: %.8f" % (step, loss))


train(500, 0.1)
final, _ = mean_squared_error(run(X), T)
print("final error: %.8f" % final)
