# XOR with a tiny 2-layer network, numpy only
import numpy as np

def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))

# input: two bits plus a constant 1 for the bias
X = np.array([[0, 0, 1],
              [0, 1, 1],
              [1, 0, 1],
              [1, 1, 1]], dtype=float)

y = np.array([[0], [1], [1], [0]], dtype=float)

np.random.seed(1)

n_hidden = 5
lr = 0.8
alpha = 0.9      # momentum
epochs = 3000

# weights in [-1, 1]
syn0 = 2 * np.random.random((3, n_hidden)) - 1
syn1 = 2 * np.random.random((n_hidden + 1, 1)) - 1

v0 = np.zeros_like(syn0)
v1 = np.zeros_like(syn1)

for j in range(epochs):

    # forward
    l0 = X
    l1 = sigmoid(np.dot(l0, syn0))
    l1b = np.hstack([l1, np.ones((l1.shape[0], 1))])
    l2 = sigmoid(np.dot(l1b, syn1))

    # how far off are we?
    l2_error = l2 - y
    loss = 0.5 * np.sum(l2_error ** 2)

    if j % 300 == 0:
        print("epoch %5d   error %.6f" % (j, loss))

    # backward
    l2_delta = l2_error * l2 * (1 - l2)
    l1_error = np.dot(l2_delta, syn1[:-1].T)
    l1_delta = l1_error * l1 * (1 - l1)

    grad1 = np.dot(l1b.T, l2_delta)
    grad0 = np.dot(l0.T, l1_delta)

    # update
    v1 = alpha * v1 - lr * grad1
    v0 = alpha * v0 - lr * grad0
    syn1 += v1
    syn0 += v0

print("final error %.6f" % loss)
print("output after training:")
for row, target, out in zip(X, y, l2):
    print(row[:2], "->", target[0], "predicted %.4f" % out[0])
