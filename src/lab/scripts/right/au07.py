import numpy as np

# sigmoid, and its slope when the argument is already a sigmoid output
def nonlin(x, deriv=False):
    if deriv:
        return x * (1 - x)
    return 1 / (1 + np.exp(-x))

# parity of four bits
X = np.array([[(i >> b) & 1 for b in range(4)] for i in range(16)], dtype=float)
y = X.sum(axis=1, keepdims=True) % 2

np.random.seed(11)
n_hidden = 8

# weights with mean 0
syn0 = 2 * np.random.random((4, n_hidden)) - 1
syn1 = 2 * np.random.random((n_hidden, n_hidden)) - 1
syn2 = 2 * np.random.random((n_hidden, 1)) - 1
bias0 = np.zeros((1, n_hidden))
bias1 = np.zeros((1, n_hidden))
bias2 = np.zeros((1, 1))

params = [syn0, syn1, syn2, bias0, bias1, bias2]
hist = [np.zeros_like(p) for p in params]
lr = 0.15

for j in range(2001):

    # forward through layers 0, 1, 2 and 3
    l0 = X
    l1 = nonlin(np.dot(l0, syn0) + bias0)
    l2 = nonlin(np.dot(l1, syn1) + bias1)
    l3 = nonlin(np.dot(l2, syn2) + bias2)

    # how much did we miss?
    l3_error = y - l3
    if j % 400 == 0:
        print("Error after %d steps: %.4f" % (j, np.mean(np.abs(l3_error))))

    l3_delta = l3_error * nonlin(l3, deriv=True)
    l2_error = l3_delta.dot(syn2.T)
    l2_delta = l2_error * nonlin(l2, deriv=True)
    l1_error = l2_delta.dot(syn1.T)
    l1_delta = l1_error * nonlin(l1, deriv=True)

    # ascent directions, since error is (y - output)
    steps = [
        l0.T.dot(l1_delta), l1.T.dot(l2_delta), l2.T.dot(l3_delta),
        l1_delta.sum(axis=0, keepdims=True),
        l2_delta.sum(axis=0, keepdims=True),
        l3_delta.sum(axis=0, keepdims=True),
    ]

    # adagrad
    for p, h, s in zip(params, hist, steps):
        h += s ** 2
        p += lr * s / (np.sqrt(h) + 1e-8)

print("Output after training:")
for bits, out in zip(X.astype(int), l3):
    print("".join(map(str, bits)), "%.4f" % out[0])
print("Accuracy: %.4f" % np.mean((l3 > 0.5) == (y > 0.5)))
