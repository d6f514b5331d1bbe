# Back-propagation as in the textbook: on-line (pattern by pattern) learning
# with momentum, antisymmetric activation phi(v) = a*tanh(b*v), linear output.
# Each weight matrix has the bias in column 0 (the fixed input is y0 = +1).
# Task: where is the hand of a two-link robot arm, given the two joint angles?
import numpy as np

np.random.seed(31)

a = 1.7159
b = 2.0 / 3.0


def phi(v):
    return a * np.tanh(b * v)


def phi_prime(v):
    return a * b * (1 - np.tanh(b * v) ** 2)


def with_bias(vec):
    return np.concatenate(([1.0], vec))


# training patterns
n_patterns = 120
theta = np.random.uniform(-1, 1, (n_patterns, 2)) * np.array([1.5, 1.2])
hand = np.zeros((n_patterns, 2))
hand[:, 0] = np.cos(theta[:, 0]) + 0.7 * np.cos(theta[:, 0] + theta[:, 1])
hand[:, 1] = np.sin(theta[:, 0]) + 0.7 * np.sin(theta[:, 0] + theta[:, 1])
theta = theta - theta.mean(axis=0)

# network 2-10-10-2
m = [2, 10, 10, 2]
L = len(m) - 1
w = [np.random.randn(m[l + 1], m[l] + 1) / np.sqrt(m[l] + 1) for l in range(L)]
dw_old = [np.zeros_like(w[l]) for l in range(L)]

eta0 = 0.02
tau = 40.0          # search-then-converge schedule
mom = 0.6


def forward(x):
    """Returns the induced local fields v[l] and the function signals y[l]."""
    y = [x]
    v = []
    for l in range(L):
        v.append(np.dot(w[l], with_bias(y[l])))
        if l < L - 1:
            y.append(phi(v[l]))
        else:
            y.append(v[l])
    return v, y


def local_gradients(v, y, d):
    """delta[l] = -dE/dv[l] with E = 1/2 * sum(e^2)"""
    delta = [None] * L
    e = d - y[L]
    delta[L - 1] = e
    for l in range(L - 2, -1, -1):
        back = np.dot(w[l + 1][:, 1:].T, delta[l + 1])
        delta[l] = phi_prime(v[l]) * back
    return delta


def average_energy():
    E = 0.0
    for n in range(n_patterns):
        e = hand[n] - forward(theta[n])[1][L]
        E += 0.5 * np.dot(e, e)
    return E / n_patterns


for epoch in range(80):
    eta = eta0 / (1 + epoch / tau)
    order = np.random.permutation(n_patterns)
    for n in order:
        x = theta[n]
        d = hand[n]
        v, y = forward(x)
        delta = local_gradients(v, y, d)
        for l in range(L):
            # generalized delta rule
            dw = eta * np.outer(delta[l], with_bias(y[l])) + mom * dw_old[l]
            w[l] += dw
            dw_old[l] = dw
    if epoch % 16 == 0:
        print("epoch", epoch, " eta %.4f" % eta, " E_av %.6f" % average_energy())

print("final average energy: %.6f" % average_energy())
for n in range(4):
    print("angles", theta[n].round(3), " wanted", hand[n].round(3),
          " got", forward(theta[n])[1][L].round(3))
