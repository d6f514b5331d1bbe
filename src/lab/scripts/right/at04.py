# Classify three kinds of "flowers" (made-up measurements, 4 features).
# One hidden ReLU layer, softmax output, mini-batch gradient descent.
# Loss of a batch: mean cross-entropy + reg/2 * (|W1|^2 + |W2|^2)
import numpy as np

rng = np.random.default_rng(42)

centres = np.array([[5.0, 3.4, 1.5, 0.2],
                    [5.9, 2.8, 4.3, 1.3],
                    [6.6, 3.0, 5.5, 2.0]])
features = np.vstack([c + rng.normal(0, 0.35, (50, 4)) for c in centres])
labels = np.repeat([0, 1, 2], 50)

order = rng.permutation(150)
features, labels = features[order], labels[order]
X_train, X_test = features[:120], features[120:]
y_train, y_test = labels[:120], labels[120:]

mu, sd = X_train.mean(axis=0), X_train.std(axis=0)
X_train = (X_train - mu) / sd
X_test = (X_test - mu) / sd
T_train = np.eye(3)[y_train]

hidden = 10
W1 = rng.normal(size=(4, hidden)) * np.sqrt(2 / 4)
b1 = np.zeros((1, hidden))
W2 = rng.normal(size=(hidden, 3)) * np.sqrt(2 / hidden)
b2 = np.zeros((1, 3))

learning_rate = 0.1
reg = 1e-3
batch_size = 20


def softmax(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def predict(x):
    h = np.maximum(0, x @ W1 + b1)
    return softmax(h @ W2 + b2)


for epoch in range(60):
    order = rng.permutation(len(X_train))
    epoch_loss = 0.0
    for start in range(0, len(X_train), batch_size):
        idx = order[start:start + batch_size]
        xb, tb = X_train[idx], T_train[idx]

        # forward
        z = xb @ W1 + b1
        h = np.maximum(0, z)
        probs = softmax(h @ W2 + b2)

        data_loss = -np.sum(tb * np.log(probs + 1e-12)) / len(xb)
        epoch_loss += data_loss + 0.5 * reg * (np.sum(W1 ** 2) + np.sum(W2 ** 2))

        # backward
        dscores = (probs - tb) / len(xb)
        gW2 = h.T @ dscores + reg * W2
        gb2 = dscores.sum(axis=0, keepdims=True)
        dh = dscores @ W2.T
        dh[z <= 0] = 0
        gW1 = xb.T @ dh + reg * W1
        gb1 = dh.sum(axis=0, keepdims=True)

        # update
        W1 -= learning_rate * gW1
        b1 -= learning_rate * gb1
        W2 -= learning_rate * gW2
        b2 -= learning_rate * gb2

    if epoch % 10 == 0:
        acc = np.mean(predict(X_test).argmax(axis=1) == y_test)
        print("epoch %3d  loss %.4f  test accuracy %.3f" % (epoch, epoch_loss / 6, acc))

print("final test accuracy", np.mean(predict(X_test).argmax(axis=1) == y_test))
