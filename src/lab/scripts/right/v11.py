# CS homework 2: softmax regression (no hidden layer), vectorized
#
# loss = average cross-entropy + 0.5 * reg * sum(W * W)   (bias not regularized)
# optimizer: gradient descent with Nesterov momentum
import numpy as np


def softmax_loss_vectorized(W, b, X, y, reg):
    """
    Inputs:
    - W: (D, C) weights, b: (C,) biases
    - X: (N, D) minibatch of data, y: (N,) labels in 0..C-1
    Returns (loss, dW, db)
    """
    num_train = X.shape[0]
    scores = X.dot(W) + b
    scores -= np.max(scores, axis=1, keepdims=True)  # numeric stability
    exp_scores = np.exp(scores)
    probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)

    loss = -np.sum(np.log(probs[np.arange(num_train), y])) / num_train
    loss += 0.5 * reg * np.sum(W * W)

    dscores = probs.copy()
    dscores[np.arange(num_train), y] -= 1
    dscores /= num_train
    dW = X.T.dot(dscores)
    dW += reg * W
    db = np.sum(dscores, axis=0)
    return loss, dW, db


def make_data(num_per_class, seed):
    np.random.seed(seed)
    means = np.array([[2, 0, 0, 1], [0, 2, 0, -1], [0, 0, 2, 1], [-1, -1, -1, 0]], dtype=float)
    X = np.vstack([m + np.random.randn(num_per_class, 4) for m in means])
    y = np.repeat(np.arange(4), num_per_class)
    return X, y


X_train, y_train = make_data(40, seed=0)
X_val, y_val = make_data(20, seed=1)

# normalize with the statistics of the training set
mean, std = X_train.mean(axis=0), X_train.std(axis=0)
X_train = (X_train - mean) / std
X_val = (X_val - mean) / std

np.random.seed(231)
D, C = X_train.shape[1], 4
W = 0.01 * np.random.randn(D, C)
b = np.zeros(C)
vW = np.zeros_like(W)
vb = np.zeros_like(b)

learning_rate = 0.02
mu = 0.9
reg = 0.01
num_iters = 300
batch_size = 32

for it in range(num_iters):
    batch = np.random.choice(len(X_train), batch_size, replace=False)
    X_batch = X_train[batch]
    y_batch = y_train[batch]

    loss, dW, db = softmax_loss_vectorized(W, b, X_batch, y_batch, reg)

    # Nesterov momentum update (the form of the course notes)
    vW_prev = vW
    vb_prev = vb
    vW = mu * vW - learning_rate * dW
    vb = mu * vb - learning_rate * db
    W += -mu * vW_prev + (1 + mu) * vW
    b += -mu * vb_prev + (1 + mu) * vb

    if it % 50 == 0:
        print("iteration %d / %d: loss %.8f" % (it, num_iters, loss))

loss, _, _ = softmax_loss_vectorized(W, b, X_train, y_train, reg)
y_pred = np.argmax(X_val.dot(W) + b, axis=1)
print("final training loss: %.8f" % loss)
print("validation accuracy: %.4f" % np.mean(y_pred == y_val))
