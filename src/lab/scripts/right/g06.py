# the famous tiny network, grown a bit: 3-bit parity, biases, Nesterov momentum
# loss = 1/2 * sum((y - out)^2)
import numpy as np

def nonlin(x, deriv=False):
    if deriv:               # x is already the output of the sigmoid
        return x * (1 - x)
    return 1 / (1 + np.exp(-x))

def with_bias(a):           # constant 1 in the last column
    return np.hstack([a, np.ones((len(a), 1))])

X = np.array([[i >> 2 & 1, i >> 1 & 1, i & 1] for i in range(8)], dtype=float)
y = (X.sum(axis=1, keepdims=True) % 2)

np.random.seed(1)
syn0 = 2 * np.random.random((4, 8)) - 1      # 3 inputs + bias -> 8
syn1 = 2 * np.random.random((9, 1)) - 1      # 8 hidden + bias -> 1
v0, v1 = np.zeros_like(syn0), np.zeros_like(syn1)
lr, mu = 0.5, 0.8

l0 = with_bias(X)
for j in range(3001):
    # Nesterov: take the gradient at the point where the momentum is about to carry us
    look0, look1 = syn0 + mu * v0, syn1 + mu * v1

    z1 = l0 @ look0
    a1 = nonlin(z1)
    l1 = with_bias(a1)
    z2 = l1 @ look1
    l2 = nonlin(z2)

    l2_error = l2 - y
    l2_delta = l2_error * nonlin(l2, True)
    l1_error = l2_delta @ look1[:-1].T
    l1_delta = l1_error * nonlin(a1, True)

    v1 = mu * v1 - lr * l1.T @ l2_delta
    v0 = mu * v0 - lr * l0.T @ l1_delta
    syn1 = syn1 + v1
    syn0 = syn0 + v0

    if j % 500 == 0:
        print("iter", j, "loss %.8f" % (0.5 * np.sum(l2_error ** 2)))

out = nonlin(with_bias(nonlin(l0 @ syn0)) @ syn1)
print("final loss %.8f" % (0.5 * np.sum((y - out) ** 2)))
print("outputs", " ".join("%.5f" % o for o in out[:, 0]))
