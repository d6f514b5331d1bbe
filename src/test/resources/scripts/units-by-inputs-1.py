import numpy as np

# weights are (units, inputs), one example at a time, everything is a 1-d vector

rng = np.random.RandomState(0)

def f(z):
    return np.tanh(z)

def df(a):
    return 1 - a * a

W = [rng.randn(4, 2) * 0.8, rng.randn(4, 4) * 0.8, rng.randn(1, 4) * 0.8]
b = [np.zeros(4), np.zeros(4), np.zeros(1)]

def forward(x):
    a1 = f(W[0] @ x + b[0])
    a2 = f(W[1] @ a1 + b[1])
    a3 = f(W[2] @ a2 + b[2])
    return a1, a2, a3

X = rng.uniform(-1, 1, (30, 2))
Y = np.sign(X[:, 0] * X[:, 1])[:, None] * 0.9
eta = 0.05

for epoch in range(20):
    E = 0.0
    for x, y in zip(X, Y):
        a1, a2, a3 = forward(x)
        E += 0.5 * np.sum((a3 - y) ** 2)

        d3 = (a3 - y) * df(a3)
        d2 = (W[2].T @ d3) * df(a2)
        d1 = (W[1] @ d2) * df(a1)

        W[2] -= eta * np.outer(d3, a2)
        b[2] -= eta * d3
        W[1] -= eta * np.outer(d2, a1)
        b[1] -= eta * d2
        W[0] -= eta * np.outer(d1, x)
        b[0] -= eta * d1
    if epoch % 10 == 0:
        print("epoch %d  E=%.4f" % (epoch, E))
