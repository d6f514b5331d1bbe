# Digit classifier from scratch (tiny 4x4 "digits", one-hot labels)
import numpy as np

np.random.seed(2024)

PROTOTYPES = np.array([
    [1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1],
    [0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0],
    [1, 1, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 1, 1, 1],
    [1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 0, 0, 1, 0],
], dtype=float)
labels = np.arange(40) % 4
x_train = PROTOTYPES[labels] + 0.3 * np.random.randn(40, 16)
y_train = np.eye(4)[labels]

# hyperparameters
epochs = 30
batch_size = 10
lr0 = 0.2
lr_decay = 0.02
mu = 0.8
keep_prob = 0.8

W1 = np.random.randn(16, 10) * np.sqrt(2 / 16)
b1 = np.zeros(10)
W2 = np.random.randn(10, 4) * np.sqrt(1 / 10)
b2 = np.zeros(4)
vW1, vb1, vW2, vb2 = np.zeros_like(W1), np.zeros_like(b1), np.zeros_like(W2), np.zeros_like(b2)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


lr = lr0
step = 0
for epoch in range(epochs):
    perm = np.random.permutation(len(x_train))
    epoch_loss = 0.0
    for k in range(0, len(x_train), batch_size):
        xb = x_train[perm[k:k + batch_size]]
        yb = y_train[perm[k:k + batch_size]]

        # forward pass
        z1 = xb @ W1 + b1
        a1 = np.maximum(z1, 0)
        mask = np.random.rand(*a1.shape) < keep_prob
        a1 = a1 * mask / keep_prob
        z2 = a1 @ W2 + b2
        p = softmax(z2)
        epoch_loss += -np.mean(np.sum(yb * np.log(p + 1e-12), axis=1))

        # backward pass
        dz2 = (p - yb) / len(xb)
        dW2 = a1.T @ dz2
        db2 = dz2.sum(axis=0)
        da1 = dz2 @ W2.T
        da1 = da1 * mask / keep_prob
        dz1 = da1 * (z1 > 0)
        dW1 = xb.T @ dz1
        db1 = dz1.sum(axis=0)

        # momentum update, the rate decays as lr0 / (1 + decay * step)
        lr = lr0 / (1 + lr_decay * step)
        vW1 = mu * vW1 - lr * dW1
        vb1 = mu * vb1 - lr * db1
        vW2 = mu * vW2 - lr * dW2
        vb2 = mu * vb2 - lr * db2
        W1 += vW1
        b1 += vb1
        W2 += vW2
        b2 += vb2
        step += 1

    if epoch % 10 == 0:
        print("epoch", epoch, "loss", epoch_loss / (len(x_train) / batch_size))

acc = np.mean(np.argmax(np.maximum(x_train @ W1 + b1, 0) @ W2 + b2, axis=1) == labels)
print("train accuracy:", acc)
