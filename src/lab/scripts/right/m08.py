import numpy as np

np.random.seed(28)

# ---------------------------------------------------------------- "digits" data set
FONT = ["111101101101111", "010110010010111", "111001111100111", "111001111001111",
        "101101111001001", "111100111001111", "111100111101111", "111001010010010",
        "111101111101111", "111101111001111"]
GLYPHS = np.array([[int(c) for c in g] for g in FONT])


def make_digits(n):
    label = np.random.randint(0, 10, n)
    pixels = GLYPHS[label] * 150 + np.random.randint(0, 106, (n, 15))
    flip = np.random.rand(n, 15) < 0.04
    pixels = np.where(flip, 255 - pixels, pixels)
    return pixels.astype(np.uint8), label


train_pixels, train_label = make_digits(900)
valid_pixels, valid_label = make_digits(300)
X_train = train_pixels / 255.0 - 0.5
X_valid = valid_pixels / 255.0 - 0.5
Y_train = np.eye(10)[train_label]
Y_valid = np.eye(10)[valid_label]

# ---------------------------------------------------------------- network
sizes = (15, 30, 10)
W1 = np.random.randn(sizes[0], sizes[1]) * np.sqrt(2 / sizes[0])
b1 = np.zeros(sizes[1])
W2 = np.random.randn(sizes[1], sizes[2]) * np.sqrt(2 / sizes[1])
b2 = np.zeros(sizes[2])


def relu(x):
    return np.maximum(x, 0)


def softmax(x):
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


def predict_proba(X):
    return softmax(relu(X @ W1 + b1) @ W2 + b2)


def log_loss(P, Y):
    return -np.mean(np.sum(Y * np.log(np.clip(P, 1e-12, 1.0)), axis=1))


# ---------------------------------------------------------------- training
BATCH, EPOCHS = 64, 25
lr, momentum, decay = 0.1, 0.9, 0.93
velocity = [np.zeros_like(p) for p in (W1, b1, W2, b2)]
best_loss, best = np.inf, None
for epoch in range(EPOCHS):
    shuffle = np.random.permutation(len(X_train))
    X_train, Y_train = X_train[shuffle], Y_train[shuffle]
    n_batches = int(np.ceil(len(X_train) / BATCH))
    for i in range(n_batches):
        x = X_train[i * BATCH:(i + 1) * BATCH]
        t = Y_train[i * BATCH:(i + 1) * BATCH]
        z1 = x @ W1 + b1
        a1 = relu(z1)
        prob = softmax(a1 @ W2 + b2)

        d2 = (prob - t) / len(x)
        grad_W2 = a1.T @ d2
        grad_b2 = np.sum(d2, axis=0)
        d1 = d2 @ W2.T
        d1[z1 <= 0] = 0
        grad_W1 = x.T @ d1
        grad_b1 = np.sum(d1, axis=0)

        params, grads = (W1, b1, W2, b2), (grad_W1, grad_b1, grad_W2, grad_b2)
        for v, param, grad in zip(velocity, params, grads):
            v *= momentum
            v -= lr * grad
            param += v
    lr *= decay
    valid_loss = log_loss(predict_proba(X_valid), Y_valid)
    if valid_loss < best_loss:
        best_loss, best_epoch = valid_loss, epoch
        best = [p.copy() for p in (W1, b1, W2, b2)]
    if epoch % 6 == 0:
        train_loss = log_loss(predict_proba(X_train), Y_train)
        print("epoch %2d  train %.5f  valid %.5f" % (epoch, train_loss, valid_loss))

# back to the best epoch
W1, b1, W2, b2 = best
P = predict_proba(X_valid)
print("best epoch", best_epoch, "valid loss %.5f" % log_loss(P, Y_valid))
print("valid accuracy %.4f" % np.mean(np.argmax(P, axis=1) == valid_label))
print("per digit:", [int(np.sum(np.argmax(P, axis=1)[valid_label == d] == d)) for d in range(10)])
