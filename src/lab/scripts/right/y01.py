# 3 layer neural network for XOR, only numpy
import numpy as np

np.random.seed(42)

# sigmoid, if deriv=True then x must already be the sigmoid output
def nonlin(x, deriv=False):
    if deriv:
        return x * (1 - x)
    return 1 / (1 + np.exp(-x))

# input data (last column of ones = bias input)
X = np.array([[0, 0, 1],
              [0, 1, 1],
              [1, 0, 1],
              [1, 1, 1]])
y = np.array([[0],
              [1],
              [1],
              [0]])

alpha = 0.8

# random weights with mean 0
syn0 = 2 * np.random.random((3, 5)) - 1
syn1 = 2 * np.random.random((5, 5)) - 1
syn2 = 2 * np.random.random((5, 1)) - 1
bias1 = np.zeros((1, 5))
bias2 = np.zeros((1, 1))

for j in range(6000):
    # feed forward through layers 0, 1, 2 and 3
    l0 = X
    l1 = nonlin(np.dot(l0, syn0))
    l2 = nonlin(np.dot(l1, syn1) + bias1)
    l3 = nonlin(np.dot(l2, syn2) + bias2)

    # how much did we miss the target value?
    l3_error = y - l3

    if j % 500 == 0:
        print("Error after", j, "iterations:", round(0.5 * np.sum(l3_error ** 2), 8))

    # in what direction is the target value?
    l3_delta = l3_error * nonlin(l3, deriv=True)

    # how much did each l2 value contribute to the l3 error
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

print("Output after training:")
for row, out in zip(X, l3):
    print(row[:2], "->", round(float(out[0]), 4))
