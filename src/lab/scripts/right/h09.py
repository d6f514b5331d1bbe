"""MLP with batch normalization: linear -> BN -> relu -> linear -> BN -> relu -> linear -> softmax."""
import numpy as np

rs = np.random.RandomState(17)


class BatchNorm:
    def __init__(self, dim, decay=0.9, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
        self.decay, self.eps = decay, eps
        # moving averages of the batch statistics, used at test time
        self.running_mean, self.running_var = np.zeros(dim), np.ones(dim)

    def forward(self, x, training):
        if training:
            mean, var = x.mean(axis=0), x.var(axis=0)
            self.running_mean = self.decay * self.running_mean + (1 - self.decay) * mean
            self.running_var = self.decay * self.running_var + (1 - self.decay) * var
        else:
            mean, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)
        self.xhat = (x - mean) / self.std
        return self.gamma * self.xhat + self.beta

    def backward(self, dy):
        self.dgamma = np.sum(dy * self.xhat, axis=0)
        self.dbeta = np.sum(dy, axis=0)
        dxhat = dy * self.gamma
        return (dxhat - dxhat.mean(axis=0) - self.xhat * np.mean(dxhat * self.xhat, axis=0)) / self.std


class Linear:
    def __init__(self, n_in, n_out):
        self.W = rs.randn(n_in, n_out) * np.sqrt(2.0 / n_in)
        self.b = np.zeros(n_out)

    def forward(self, x, training):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dy):
        self.dW = self.x.T @ dy
        self.db = dy.sum(axis=0)
        return dy @ self.W.T


class Relu:
    def forward(self, x, training):
        self.out = np.maximum(x, 0)
        return self.out

    def backward(self, dy):
        return dy * (self.out > 0)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(p, onehot):
    return -np.mean(np.sum(onehot * np.log(p + 1e-12), axis=1))


layers = [Linear(6, 20), BatchNorm(20), Relu(), Linear(20, 20), BatchNorm(20), Relu(), Linear(20, 5)]
NAMES = {Linear: ["W", "b"], BatchNorm: ["gamma", "beta"], Relu: []}


def run(x, training):
    for layer in layers:
        x = layer.forward(x, training)
    return softmax(x)


def evaluate(x, onehot):
    p = run(x, training=False)
    return cross_entropy(p, onehot), np.mean(p.argmax(axis=1) == onehot.argmax(axis=1))


# data: the label says in which of 5 quantile bins a nonlinear score of the features lies
N = 900
X = rs.randn(N, 6)
score = 2 * X[:, 0] + X[:, 1] * X[:, 2] + np.abs(X[:, 3]) - X[:, 4]
labels = np.digitize(score, np.quantile(score, [0.2, 0.4, 0.6, 0.8]))
Y = np.eye(5)[labels]
Xtr, Ytr, Xte, Yte = X[:700], Y[:700], X[700:], Y[700:]

lr, momentum, batch_size = 0.02, 0.9, 50
velocity = {}
for epoch in range(1, 41):
    if epoch in (25, 35):
        lr *= 0.2                                  # two drops of the learning rate
    perm = rs.permutation(len(Xtr))
    losses = []
    for start in range(0, len(Xtr), batch_size):   # 700 = 14 full batches
        pick = perm[start:start + batch_size]
        p = run(Xtr[pick], training=True)
        losses.append(cross_entropy(p, Ytr[pick]))
        grad = (p - Ytr[pick]) / len(pick)
        for layer in reversed(layers):
            grad = layer.backward(grad)
        for i, layer in enumerate(layers):
            for name in NAMES[type(layer)]:
                g = getattr(layer, "d" + name)
                v = momentum * velocity.get((i, name), 0.0) - lr * g
                velocity[(i, name)] = v
                setattr(layer, name, getattr(layer, name) + v)
    if epoch % 5 == 0:
        print("epoch %2d  mean batch loss %.6f  test loss %.6f" % (epoch, np.mean(losses), evaluate(Xte, Yte)[0]))

test_loss, test_acc = evaluate(Xte, Yte)
print("final: train loss %.6f, test loss %.6f, test accuracy %.5f" % (evaluate(Xtr, Ytr)[0], test_loss, test_acc))
