# Will the dough rise? Online (one example at a time) gradient descent.
# For every example the loss is
#   -[t*log(p) + (1-t)*log(1-p)] + LAM/2 * (|W1|^2 + |W2|^2 + |w3|^2)
# and the weights move right after the example has been seen.
import numpy as np

# temperature C, hours, yeast g, salt g, did it rise?
data = np.array([
    [22, 2.0, 7, 8, 0], [24, 3.0, 7, 9, 1], [26, 2.5, 8, 10, 1], [18, 4.0, 6, 9, 0],
    [30, 1.5, 9, 8, 1], [28, 1.0, 6, 12, 0], [21, 5.0, 5, 7, 1], [25, 2.0, 5, 11, 0],
    [27, 3.5, 6, 9, 1], [19, 3.0, 9, 10, 0], [23, 4.5, 8, 12, 1], [20, 2.5, 10, 8, 0],
    [29, 2.0, 7, 14, 0], [31, 3.0, 5, 10, 1], [17, 6.0, 8, 8, 1], [24, 1.5, 8, 9, 0],
    [26, 4.0, 4, 13, 0], [22, 3.5, 9, 7, 1], [28, 2.5, 9, 11, 1], [20, 4.0, 5, 12, 0],
    [23, 2.5, 6, 10, 0], [33, 1.5, 8, 9, 1], [25, 5.0, 7, 15, 0], [27, 2.0, 8, 8, 1],
], dtype=float)
X = data[:, :4]
X = (X - X.mean(axis=0)) / X.std(axis=0)
y = data[:, 4]

np.random.seed(99)
N, H = len(X), 5
W1 = np.random.randn(H, 4) * 0.5
b1 = np.zeros(H)
W2 = np.random.randn(H, H) * 0.5
b2 = np.zeros(H)
w3 = np.random.randn(H) * 0.5
b3 = 0.0

LR0 = 0.15
DECAY = 0.0005      # lr = LR0 / (1 + DECAY * number of updates made so far)
LAM = 0.002
EPOCHS = 100


def sig(s):
    return 1.0 / (1.0 + np.exp(-s))


def net(x):
    h1 = np.tanh(W1 @ x + b1)
    h2 = sig(W2 @ h1 + b2)
    p = sig(w3 @ h2 + b3)
    return h1, h2, p


def example_loss(t, p):
    ce = -(t * np.log(p) + (1 - t) * np.log(1 - p))
    return ce + LAM / 2 * (np.sum(W1 ** 2) + np.sum(W2 ** 2) + np.sum(w3 ** 2))


updates = 0
for epoch in range(1, EPOCHS + 1):
    total = 0.0
    for i in np.random.permutation(N):
        x, t = X[i], y[i]
        h1, h2, p = net(x)
        total += example_loss(t, p)

        d3 = p - t
        d2 = d3 * w3 * h2 * (1 - h2)
        d1 = (W2.T @ d2) * (1 - h1 ** 2)

        lr = LR0 / (1 + DECAY * updates)
        w3 -= lr * (d3 * h2 + LAM * w3)
        b3 -= lr * d3
        W2 -= lr * (np.outer(d2, h1) + LAM * W2)
        b2 -= lr * d2
        W1 -= lr * (np.outer(d1, x) + LAM * W1)
        b1 -= lr * d1
        updates += 1
    if epoch % 20 == 0:
        print("epoch", epoch, "lr %.6f" % lr, "mean loss %.6f" % (total / N))

final = np.mean([example_loss(t, net(x)[2]) for x, t in zip(X, y)])
hits = np.mean([(net(x)[2] > 0.5) == (t == 1) for x, t in zip(X, y)])
print("final loss %.6f" % final)
print("hit rate   %.5f" % hits)
