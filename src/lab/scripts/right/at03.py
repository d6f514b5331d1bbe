import numpy as np

# Three binary inputs -> is exactly one of them on?
# The fourth column is always 1 and plays the bias.
# We minimise half the sum of the squared errors over all 8 rows.


def nonlin(x, deriv=False):
    # with deriv=True, x must already be the output of the sigmoid
    if deriv:
        return x * (1 - x)
    return 1 / (1 + np.exp(-x))


X = np.array([[0, 0, 0, 1],
              [0, 0, 1, 1],
              [0, 1, 0, 1],
              [0, 1, 1, 1],
              [1, 0, 0, 1],
              [1, 0, 1, 1],
              [1, 1, 0, 1],
              [1, 1, 1, 1]])

y = np.array([[0, 1, 1, 0, 1, 0, 0, 0]]).T

np.random.seed(1)
alpha = 0.5

syn0 = 2 * np.random.random((4, 5)) - 1
syn1 = 2 * np.random.random((5, 5)) - 1
syn2 = 2 * np.random.random((5, 1)) - 1

for j in range(12000):

    # feed forward
    l0 = X
    l1 = nonlin(np.dot(l0, syn0))
    l2 = nonlin(np.dot(l1, syn1))
    l3 = nonlin(np.dot(l2, syn2))

    l3_error = y - l3
    if j % 2000 == 0:
        print("Error: " + str(0.5 * np.sum(l3_error ** 2)))

    l3_delta = l3_error * nonlin(l3, deriv=True)

    l2_error = l3_delta.dot(syn2.T)
    l2_delta = l2_error * nonlin(l2, deriv=True)

    l1_error = l2_delta.dot(syn1.T)
    l1_delta = l1_error * nonlin(l1, deriv=True)

    syn2 += alpha * l2.T.dot(l3_delta)
    syn1 += alpha * l1.T.dot(l2_delta)
    syn0 += alpha * l0.T.dot(l1_delta)

print("Output after training:")
print(np.round(l3, 3))
