from functools import partial
import numpy as np

sigmoid = lambda z: np.reciprocal(1.0 + np.exp(-z))
bce = lambda p, y: -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def dense(x, w, b):
    return np.add(np.matmul(x, w), b)


def net(theta, x):
    w1, b1, w2, b2, w3, b3 = theta
    u = sigmoid(dense(x, w1, b1))
    v = sigmoid(dense(u, w2, b2))
    return u, v, sigmoid(dense(v, w3, b3))


def backprop(theta, x, y):
    w1, b1, w2, b2, w3, b3 = theta
    u, v, p = net(theta, x)
    n = y.shape[0]
    e3 = np.subtract(p, y) / n
    e2 = np.matmul(e3, np.transpose(w3)) * v * (1 - v)
    e1 = np.matmul(e2, np.transpose(w2)) * u * (1 - u)
    return (
        np.matmul(np.transpose(x), e1), np.sum(e1, axis=0),
        np.matmul(np.transpose(u), e2), np.sum(e2, axis=0),
        np.matmul(np.transpose(v), e3), np.sum(e3, axis=0),
    )


def descend(theta, grads, lr):
    return tuple(t - lr * g for t, g in zip(theta, grads))


rs = np.random.RandomState(48)
x = rs.randint(0, 2, (32, 5)).astype(float)
y = ((x[:, 0] + x[:, 1] + x[:, 2]) >= 2).astype(float).reshape(-1, 1)
shape = [(5, 6), (6, 4), (4, 1)]
theta = tuple(a for s in shape for a in (rs.normal(0, 1, s), np.zeros(s[1])))

step = partial(descend, lr=2.0)
for i in range(250):
    theta = step(theta, backprop(theta, x, y))
    if i % 200 == 0:
        p = net(theta, x)[-1]
        print("iteration", i, "bce", bce(p, y), "correct", int(np.sum((p > 0.5) == y)), "of", len(y))
