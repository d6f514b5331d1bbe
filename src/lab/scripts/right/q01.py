# My first "deep" net, after reading the 11-lines-of-python post.
# 2 hidden layers instead of 1, to see if I understood the backprop part.
import numpy as np

np.random.seed(1)

# sigmoid. if deriv=True then x has to be the OUTPUT of the sigmoid already!
def nonlin(x, deriv=False):
    if deriv == True:
        return x * (1 - x)
    return 1 / (1 + np.exp(-x))

# all the 4 bit patterns
X = np.array([[int(c) for c in format(i, '04b')] for i in range(16)])

# output 1: first bit XOR second bit,  output 2: at least 3 bits are on
y = np.array([[r[0] ^ r[1], int(r.sum() >= 3)] for r in X])

# randomly initialize our weights with mean 0
syn0 = 2 * np.random.random((4, 8)) - 1
syn1 = 2 * np.random.random((8, 8)) - 1
syn2 = 2 * np.random.random((8, 2)) - 1
bias0 = np.zeros((1, 8))
bias1 = np.zeros((1, 8))
bias2 = np.zeros((1, 2))

alpha = 0.3

for j in range(8000):

    # Feed forward through layers 0, 1, 2 and 3
    l0 = X
    l1 = nonlin(np.dot(l0, syn0) + bias0)
    l2 = nonlin(np.dot(l1, syn1) + bias1)
    l3 = nonlin(np.dot(l2, syn2) + bias2)

    # how much did we miss the target value? (loss = 1/2 sum of squares)
    l3_error = y - l3

    if j % 1000 == 0:
        print("Error after", j, "steps:", 0.5 * np.sum(l3_error ** 2))

    # in what direction is the target value?
    l3_delta = l3_error * nonlin(l3, deriv=True)

    # how much did each l2 value contribute to the l3 error
    l2_error = l3_delta.dot(syn2.T)
    l2_delta = l2_error * nonlin(l2, deriv=True)

    # and the same for l1
    l1_error = l2_delta.dot(syn1.T)
    l1_delta = l1_error * nonlin(l1, deriv=True)

    syn2 += alpha * l2.T.dot(l3_delta)
    syn1 += alpha * l1.T.dot(l2_delta)
    syn0 += alpha * l0.T.dot(l1_delta)
    bias2 += alpha * np.sum(l3_delta, axis=0, keepdims=True)
    bias1 += alpha * np.sum(l2_delta, axis=0, keepdims=True)
    bias0 += alpha * np.sum(l1_delta, axis=0, keepdims=True)

print("Output after training:")
for row, target, out in zip(X, y, l3):
    print(row, target, np.round(out, 3))
