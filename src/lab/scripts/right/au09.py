# Homework 3, problem 2: deep network on handwritten-like patterns (notebook export)
import numpy as np

# %% data: noisy copies of five 4x4 glyphs, m examples in rows
rs = np.random.RandomState(31)
num_classes = 5
glyphs = (rs.rand(num_classes, 16) > 0.5) * 1.0


def sample(m):
    labels = rs.randint(num_classes, size=m)
    flips = rs.rand(m, 16) < 0.12
    return np.abs(glyphs[labels] - flips) + 0.3 * rs.randn(m, 16), labels


X_train, y_train = sample(120)
X_test, y_test = sample(120)
mean, std = X_train.mean(axis=0), X_train.std(axis=0)
X_train = (X_train - mean) / std
X_test = (X_test - mean) / std


# %% helpers
def ones(A):
    """Prepend the column of ones for the intercept."""
    return np.column_stack((np.ones(len(A)), A))


def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def one_hot(labels):
    Y = np.zeros((len(labels), num_classes))
    Y[np.arange(len(labels)), labels] = 1
    return Y


# %% parameters
units = 10
Theta1 = rs.randn(17, units) / 4
Theta2 = rs.randn(units + 1, units) / 3
Theta3 = rs.randn(units + 1, units) / 3
Theta4 = rs.randn(units + 1, num_classes) / 3


# %% forward, cost and gradient
def forward(X, T1, T2, T3, T4):
    a1 = ones(X)
    a2 = ones(np.tanh(a1 @ T1))
    a3 = ones(np.tanh(a2 @ T2))
    a4 = ones(np.tanh(a3 @ T3))
    return a1, a2, a3, a4, softmax(a4 @ T4)


def cost(P, Y, thetas, lam):
    m = len(Y)
    penalty = sum((T[1:] ** 2).sum() for T in thetas)
    return -(Y * np.log(P)).sum() / m + lam / (2 * m) * penalty


def gradient(X, Y, T1, T2, T3, T4, lam):
    m = len(X)
    a1, a2, a3, a4, P = forward(X, T1, T2, T3, T4)
    d5 = P - Y
    d4 = (d5 @ T4[1:].T) * (1 - a4[:, 1:] ** 2)
    d3 = (d4 @ T3[1:].T) * (1 - a3[:, 1:] ** 2)
    d2 = (d3 @ T2[1:].T) * (1 - a2[:, 1:] ** 2)
    grads = [a1.T @ d2 / m, a2.T @ d3 / m, a3.T @ d4 / m, a4.T @ d5 / m]
    for G, T in zip(grads, (T1, T2, T3, T4)):
        G[1:] += lam / m * T[1:]
    return grads


# %% training, step size alpha_t = alpha0 / (1 + decay * t)
lam = 1.0
alpha0 = 0.4
decay = 0.005
Y_train = one_hot(y_train)
alpha = alpha0

for t in range(301):
    thetas = [Theta1, Theta2, Theta3, Theta4]
    if t % 60 == 0:
        P = forward(X_train, *thetas)[-1]
        print('t = %3d   J = %.4f   train acc = %.4f'
              % (t, cost(P, Y_train, thetas, lam), (P.argmax(axis=1) == y_train).mean()))
    G1, G2, G3, G4 = gradient(X_train, Y_train, *thetas, lam)
    alpha = alpha0 / (1 + decay * t)
    Theta1 = Theta1 - alpha * G1
    Theta2 = Theta2 - alpha * G2
    Theta3 = Theta3 - alpha * G3
    Theta4 = Theta4 - alpha * G4

# %% evaluation
P_test = forward(X_test, Theta1, Theta2, Theta3, Theta4)[-1]
print('test cross-entropy: %.4f' % cost(P_test, one_hot(y_test), [], 0.0))
print('test accuracy: %.4f' % (P_test.argmax(axis=1) == y_test).mean())
