import numpy as np

# three-layer toy net, full batch: do the bits contain exactly two ones?
def nonlin(x, deriv=False):
    if deriv:
        return x * (1 - x)      # x is already the sigmoid's output
    return 1 / (1 + np.exp(-x))

X = np.array([[0, 0, 0],
              [0, 0, 1],
              [0, 1, 0],
              [0, 1, 1],
              [1, 0, 0],
              [1, 0, 1],
              [1, 1, 0],
              [1, 1, 1]])
y = np.array([[0], [0], [0], [1], [0], [1], [1], [0]])

np.random.seed(1)
syn0 = 2 * np.random.random((3, 6)) - 1
syn1 = 2 * np.random.random((6, 5)) - 1
syn2 = 2 * np.random.random((5, 1)) - 1
bias0 = np.zeros((1, 6))
bias1 = np.zeros((1, 5))
bias2 = np.zeros((1, 1))
alpha = 0.8

for j in range(500):
    # forward
    l0 = X
    l1 = nonlin(np.dot(l0, syn0) + bias0)
    l2 = nonlin(np.dot(l1, syn1) + bias1)
    l3 = nonlin(np.dot(l2, syn2) + bias2)

    # how much did we miss?
    l3_error = y - l3
    if j % 100 == 0:
        print("Error:", round(0.5 * np.sum(l3_error ** 2), 8))

    # backpropagate
    l3_delta = l3_error * nonlin(l3, deriv=True)
    l2_error = l3_delta.dot(syn2.T)
    l2_delta = l2_error * nonlin(l2, deriv=True)
    l1_error = l2_delta.dot(syn1.T)
    l1_delta = l1_error * nonlin(l1, deriv=True)

    syn2 += alpha * l2.T.dot(l3_delta)
    syn1 += alpha * l1.T.dot(l2_delta)
    syn0 += alpha * l0.T.dot(l1_delta)
    bias2 += alpha * l3_delta.sum(axis=0, keepdims=True)
    bias1 += alpha * l2_delta.sum(axis=0, keepdims=True)
    bias0 += alpha * l1_delta.sum(axis=0, keepdims=True)

print("Output after training:")
print(l3.ravel())
print("sum of squared weights", (syn0 ** 2).sum(), (syn1 ** 2).sum(), (syn2 ** 2).sum())
