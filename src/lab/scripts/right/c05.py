# Lecture 9: back-propagation by hand, every sum written as a loop.
# XOR, three inputs (the third is always 1), four hidden neurons, one output.
# Error of one example: E = 1/2 (o - t)^2, total error: sum over the examples.
import numpy as np

np.random.seed(11)

examples = [([0, 0, 1], 0),
            ([0, 1, 1], 1),
            ([1, 0, 1], 1),
            ([1, 1, 1], 0)]

I, J = 3, 4                             # number of inputs, of hidden neurons
w = np.random.uniform(-1, 1, (J, I))    # w[j, i]: input i -> hidden j
v = np.random.uniform(-1, 1, J)         # v[j]: hidden j -> output
eta = 1.0                               # learning rate


def f(net):
    return 1.0 / (1.0 + np.exp(-net))


def forward(x):
    h = np.zeros(J)
    for j in range(J):
        net = 0.0
        for i in range(I):
            net += w[j, i] * x[i]
        h[j] = f(net)
    net = 0.0
    for j in range(J):
        net += v[j] * h[j]
    return h, f(net)


for epoch in range(2001):
    dw = np.zeros((J, I))
    dv = np.zeros(J)
    E = 0.0
    for x, t in examples:
        h, o = forward(x)
        E += 0.5 * (o - t) ** 2

        # output neuron
        delta_o = (o - t) * o * (1 - o)
        for j in range(J):
            dv[j] += delta_o * h[j]

        # hidden neurons
        for j in range(J):
            delta_h = delta_o * v[j] * h[j] * (1 - h[j])
            for i in range(I):
                dw[j, i] += delta_h * x[i]

    # one step downhill
    for j in range(J):
        v[j] -= eta * dv[j]
        for i in range(I):
            w[j, i] -= eta * dw[j, i]

    if epoch % 500 == 0:
        print("epoch", epoch, " E =", round(E, 6))

for x, t in examples:
    print(x[:2], "target", t, "output", round(forward(x)[1], 4))
