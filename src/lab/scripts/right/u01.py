# Neural network from scratch - learning a ring with numpy
import numpy as np

np.random.seed(1)

# sigmoid function
def nonlin(x, deriv=False):
    if deriv:
        return x * (1 - x)
    return 1 / (1 + np.exp(-x))

# make the data: inside the ring = 1, outside = 0
N = 120
X = np.random.uniform(-2, 2, (N, 2))
r = np.sqrt(X[:, 0] ** 2 + X[:, 1] ** 2)
y = ((r > 0.7) & (r < 1.6)).astype(float).reshape(N, 1)

# two hidden layers
h1_size = 8
h2_size = 6
syn0 = 2 * np.random.random((2, h1_size)) - 1
bias0 = np.zeros((1, h1_size))
syn1 = 2 * np.random.random((h1_size, h2_size)) - 1
bias1 = np.zeros((1, h2_size))
syn2 = 2 * np.random.random((h2_size, 1)) - 1
bias2 = np.zeros((1, 1))

alpha = 0.1

for j in range(6001):

    # forward
    l0 = X
    l1 = nonlin(np.dot(l0, syn0) + bias0)
    l2 = nonlin(np.dot(l1, syn1) + bias1)
    l3 = nonlin(np.dot(l2, syn2) + bias2)

    # how much did we miss?
    l3_error = y - l3
    loss = 0.5 * np.sum(l3_error ** 2)

    if j % 1000 == 0:
        print("Iter %5d  error: %.6f" % (j, loss))

    # backward
    l3_delta = l3_error * nonlin(l3, deriv=True)

    l2_error = l3_delta.dot(syn2.T)
    l2_delta = l2_error * nonlin(l2, deriv=True)

    l1_error = l2_delta.dot(syn1.T)
    l1_delta = l1_error * nonlin(l1, deriv=True)

    # update
    syn2 += alpha * l2.T.dot(l3_delta)
    bias2 += alpha * np.sum(l3_delta, axis=0, keepdims=True)
    syn1 += alpha * l1.T.dot(l2_delta)
    bias1 += alpha * np.sum(l2_delta, axis=0, keepdims=True)
    syn0 += alpha * l0.T.dot(l1_delta)
    bias0 += alpha * np.sum(l1_delta, axis=0, keepdims=True)

l1 = nonlin(np.dot(X, syn0) + bias0)
l2 = nonlin(np.dot(l1, syn1) + bias1)
l3 = nonlin(np.dot(l2, syn2) + bias2)
print("Output after training:")
print(l3[:5])
print("accuracy:", np.mean((l3 > 0.5) == (y > 0.5)))
