import numpy as np

# XOR with two hidden layers, no frameworks

def nonlin(x, deriv=False):
    if deriv:
        return x * (1 - x)
    return 1 / (1 + np.exp(-x))

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
y = np.array([[0], [1], [1], [0]], dtype=float)

np.random.seed(3)

syn0 = 2 * np.random.random((2, 5)) - 1
syn1 = 2 * np.random.random((5, 5)) - 1
syn2 = 2 * np.random.random((5, 1)) - 1
b0 = np.zeros((1, 5))
b1 = np.zeros((1, 5))
b2 = np.zeros((1, 1))

alpha = 1.0

for j in range(12000):
    l0 = X
    l1 = nonlin(np.dot(l0, syn0) + b0)
    l2 = nonlin(np.dot(l1, syn1) + b1)
    l3 = nonlin(np.dot(l2, syn2) + b2)

    # E = 1/2 * sum((y - l3)^2)
    l3_error = y - l3
    if j % 2000 == 0:
        print("iter", j, "error:", 0.5 * np.sum(l3_error ** 2))

    l3_delta = l3_error * nonlin(l3, deriv=True)
    l2_error = l3_delta.dot(syn2.T)
    l2_delta = l2_error * nonlin(l2, deriv=True)
    l1_error = l2_delta.dot(syn1.T)
    l1_delta = l1_error * nonlin(l1, deriv=True)

    syn2 += alpha * l2.T.dot(l3_delta)
    syn1 += alpha * l1.T.dot(l2_delta)
    syn0 += alpha * l0.T.dot(l1_delta)
    b2 += alpha * np.sum(l3_delta, axis=0, keepdims=True)
    b1 += alpha * np.sum(l2_delta, axis=0, keepdims=True)
    b0 += alpha * np.sum(l1_delta, axis=0, keepdims=True)

print("Output after training:")
print(l3)
