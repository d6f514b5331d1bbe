# Fit of a damped oscillation with a small neural network.
# x -> NH tanh neurons -> NH tanh neurons -> linear output
# Energy: E = 1/2 * sum over points (y - t)^2, gradient descent with inertia.
import numpy as np
from math import tanh, exp, cos

np.random.seed(7)

NP = 25         # data points
NH = 6          # neurons per hidden layer
ETA = 0.003     # step length
MU = 0.8        # inertia
STEPS = 300

xs = np.linspace(-1.0, 1.0, NP)
ts = np.array([exp(-0.8 * (x + 1)) * cos(4.0 * x) for x in xs])

# weights and thresholds
a = np.random.normal(0, 1.0, NH)                 # input -> layer 1
a0 = np.random.normal(0, 0.5, NH)
w = np.random.normal(0, 0.5, (NH, NH))           # w[j, k]: layer 1 neuron k -> layer 2 neuron j
w0 = np.random.normal(0, 0.1, NH)
c = np.random.normal(0, 0.5, NH)                 # layer 2 -> output
c0 = 0.0

va = np.zeros(NH)
va0 = np.zeros(NH)
vw = np.zeros((NH, NH))
vw0 = np.zeros(NH)
vc = np.zeros(NH)
vc0 = 0.0


def network(x):
    h = np.zeros(NH)
    g = np.zeros(NH)
    for k in range(NH):
        h[k] = tanh(a[k] * x + a0[k])
    for j in range(NH):
        s = w0[j]
        for k in range(NH):
            s += w[j, k] * h[k]
        g[j] = tanh(s)
    y = c0
    for j in range(NH):
        y += c[j] * g[j]
    return h, g, y


for step in range(STEPS):
    E = 0.0
    da, da0 = np.zeros(NH), np.zeros(NH)
    dw, dw0 = np.zeros((NH, NH)), np.zeros(NH)
    dc, dc0 = np.zeros(NH), 0.0

    for n in range(NP):
        h, g, y = network(xs[n])
        err = y - ts[n]
        E += 0.5 * err * err
        # output
        dc0 += err
        for j in range(NH):
            dc[j] += err * g[j]
        # layer 2
        d2 = np.zeros(NH)
        for j in range(NH):
            d2[j] = err * c[j] * (1.0 - g[j] * g[j])
            dw0[j] += d2[j]
            for k in range(NH):
                dw[j, k] += d2[j] * h[k]
        # layer 1
        for k in range(NH):
            s = 0.0
            for j in range(NH):
                s += d2[j] * w[j, k]
            d1 = s * (1.0 - h[k] * h[k])
            da0[k] += d1
            da[k] += d1 * xs[n]

    # move everything
    for j in range(NH):
        va[j] = MU * va[j] - ETA * da[j]
        a[j] += va[j]
        va0[j] = MU * va0[j] - ETA * da0[j]
        a0[j] += va0[j]
        vw0[j] = MU * vw0[j] - ETA * dw0[j]
        w0[j] += vw0[j]
        vc[j] = MU * vc[j] - ETA * dc[j]
        c[j] += vc[j]
        for k in range(NH):
            vw[j, k] = MU * vw[j, k] - ETA * dw[j, k]
            w[j, k] += vw[j, k]
    vc0 = MU * vc0 - ETA * dc0
    c0 += vc0

    if step % 50 == 0:
        print("step %4d   E = %.7f" % (step, E))

E = 0.0
for n in range(NP):
    h, g, y = network(xs[n])
    E += 0.5 * (y - ts[n]) ** 2
print("final      E = %.7f" % E)
print("y(0.3) = %.7f   exact %.7f" % (network(0.3)[2], exp(-0.8 * 1.3) * cos(1.2)))
