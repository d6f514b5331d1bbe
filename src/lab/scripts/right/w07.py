# two moons, one hidden layer + logit output, full batch gradient descent
import numpy as np

np.random.seed(123)

# make the moons by hand
n_half = 100
theta = np.random.rand(n_half) * np.pi
upper = np.c_[np.cos(theta), np.sin(theta)]
theta = np.random.rand(n_half) * np.pi
lower = np.c_[1 - np.cos(theta), 0.5 - np.sin(theta)]
X = np.r_[upper, lower] + 0.15 * np.random.randn(2 * n_half, 2)
y = np.r_[np.zeros(n_half), np.ones(n_half)].reshape(-1, 1)
X = (X - X.mean(axis=0)) / X.std(axis=0)
n = len(y)

hidden = 16
W1 = np.random.randn(2, hidden) * 0.5
b1 = np.zeros(hidden)
w2 = np.random.randn(hidden, 1) * 0.5
b2 = np.zeros(1)

lr0 = 1.0
decay = 0.002
reg = 1e-3
mu = 0.5

vW1 = np.zeros_like(W1)
vb1 = np.zeros_like(b1)
vw2 = np.zeros_like(w2)
vb2 = np.zeros_like(b2)

for it in range(1501):
    # forward
    h = np.tanh(X @ W1 + b1)
    logits = h @ w2 + b2

    # numerically stable binary cross entropy on logits
    loss = np.mean(np.maximum(logits, 0) - logits * y + np.log1p(np.exp(-np.abs(logits))))
    loss += 0.5 * reg * (np.sum(W1 ** 2) + np.sum(w2 ** 2))

    # backward
    p = 1.0 / (1.0 + np.exp(-logits))
    dlogits = (p - y) / n
    dw2 = h.T @ dlogits + reg * w2
    db2 = dlogits.sum(axis=0)
    dh = dlogits @ w2.T
    dz = dh * (1 - h ** 2)
    dW1 = X.T @ dz + reg * W1
    db1 = dz.sum(axis=0)

    # momentum update with 1/t decay
    lr = lr0 / (1 + decay * it)
    vW1 = mu * vW1 - lr * dW1
    vb1 = mu * vb1 - lr * db1
    vw2 = mu * vw2 - lr * dw2
    vb2 = mu * vb2 - lr * db2
    W1 = W1 + vW1
    b1 = b1 + vb1
    w2 = w2 + vw2
    b2 = b2 + vb2

    if it % 150 == 0:
        acc = np.mean((logits > 0) == (y > 0.5))
        print("iter %4d  lr %.4f  loss %.6f  acc %.3f" % (it, lr, loss, acc))
