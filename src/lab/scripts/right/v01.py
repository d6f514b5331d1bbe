import numpy as np

# A small neural network, from scratch, in a few lines of numpy.
# 3 layers of weights, sigmoid everywhere, full batch gradient descent
# on the squared error  E = 1/2 * sum (output - y)^2

np.random.seed(1)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


# note: takes the OUTPUT of the sigmoid, not its input
def sigmoid_deriv(out):
    return out * (1 - out)


# the data set: 4 bits, target is the XOR of the first two
X = np.random.randint(0, 2, size=(48, 4)).astype(float)
y = ((X[:, 0] + X[:, 1]) % 2).reshape(-1, 1)

alpha = 0.15

# initialize weights randomly with mean 0
syn0 = 2 * np.random.random((4, 6)) - 1
syn1 = 2 * np.random.random((6, 6)) - 1
syn2 = 2 * np.random.random((6, 1)) - 1
b0 = np.zeros((1, 6))
b1 = np.zeros((1, 6))
b2 = np.zeros((1, 1))

for j in range(1400):
    # forward propagation
    l0 = X
    l1 = sigmoid(np.dot(l0, syn0) + b0)
    l2 = sigmoid(np.dot(l1, syn1) + b1)
    l3 = sigmoid(np.dot(l2, syn2) + b2)

    # how much did we miss?
    l3_error = l3 - y
    if j % 200 == 0:
        print("Error after", j, "iterations:", 0.5 * np.sum(l3_error ** 2))

    # multiply the error by the slope of the sigmoid at the values in l3
    l3_delta = l3_error * sigmoid_deriv(l3)

    # how much did each l2 value contribute to the error?
    l2_error = l3_delta.dot(syn2.T)
    l2_delta = l2_error * sigmoid_deriv(l2)

    l1_error = l2_delta.dot(syn1.T)
    l1_delta = l1_error * sigmoid_deriv(l1)

    # update the weights
    syn2 -= alpha * l2.T.dot(l3_delta)
    syn1 -= alpha * l1.T.dot(l2_delta)
    syn0 -= alpha * l0.T.dot(l1_delta)
    b2 -= alpha * np.sum(l3_delta, axis=0, keepdims=True)
    b1 -= alpha * np.sum(l2_delta, axis=0, keepdims=True)
    b0 -= alpha * np.sum(l1_delta, axis=0, keepdims=True)

print("Output after training:")
print(l3[:6].ravel())
print("accuracy:", np.mean((l3 > 0.5) == y))
