import numpy as np

# XOR once more, but the bias is just one more weight:
# a column of ones is glued onto the input and onto the hidden layer.

def sigmoid(a):
    return 1.0 / (1.0 + np.exp(-a))

def add_ones(M):
    return np.hstack((M, np.ones((M.shape[0], 1))))

patterns = np.array([[0., 0.], [0., 1.], [1., 0.], [1., 1.]])
targets = np.array([[0.], [1.], [1.], [0.]])

rng = np.random.RandomState(14)
V = rng.uniform(-1, 1, (3, 4))      # (2 inputs + 1) x 4 hidden
W = rng.uniform(-1, 1, (5, 1))      # (4 hidden + 1) x 1 output
eta = 0.8

for cycle in range(250):
    x = add_ones(patterns)
    h = add_ones(sigmoid(x @ V))
    o = sigmoid(h @ W)

    err = targets - o
    grad_o = err * o * (1 - o)
    grad_h = (grad_o @ W.T) * h * (1 - h)

    W += eta * h.T @ grad_o
    V += eta * x.T @ grad_h[:, :-1]      # nothing flows into the constant unit

    if cycle % 1000 == 0:
        print("cycle", cycle, "SSE", float((err ** 2).sum()))

print(o.round(3).ravel())
