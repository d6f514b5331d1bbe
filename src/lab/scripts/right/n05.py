# Sparse-free autoencoder, ported from my MATLAB script autoenc_main.m
# Examples are the COLUMNS of X, all parameters live in one long vector theta
# (unrolled column by column, like theta = [W1(:); W2(:); W3(:); b1; b2; b3]).
# Layers: nv -> nh (sigmoid) -> nc (tanh) -> nv (linear)
import numpy as np

np.random.seed(5)


def sigm(z):
    return 1.0 / (1.0 + np.exp(-z))


def roll(*mats):
    return np.concatenate([M.ravel(order='F') for M in mats])


def unroll(theta, nv, nh, nc):
    i1 = nh * nv
    i2 = i1 + nc * nh
    i3 = i2 + nv * nc
    W1 = theta[:i1].reshape((nh, nv), order='F')
    W2 = theta[i1:i2].reshape((nc, nh), order='F')
    W3 = theta[i2:i3].reshape((nv, nc), order='F')
    b1 = theta[i3:i3 + nh].reshape(-1, 1)
    b2 = theta[i3 + nh:i3 + nh + nc].reshape(-1, 1)
    b3 = theta[i3 + nh + nc:].reshape(-1, 1)
    return W1, W2, W3, b1, b2, b3


def cost_fun(theta, nv, nh, nc, lam, X):
    W1, W2, W3, b1, b2, b3 = unroll(theta, nv, nh, nc)
    m = X.shape[1]

    # forward propagation
    a2 = sigm(W1 @ X + b1)
    a3 = np.tanh(W2 @ a2 + b2)
    a4 = W3 @ a3 + b3

    # cost: J = 1/(2m) sum ||a4 - x||^2 + lambda/2 sum W.^2
    J = np.sum((a4 - X) ** 2) / (2 * m)
    J = J + lam / 2 * (np.sum(W1 ** 2) + np.sum(W2 ** 2) + np.sum(W3 ** 2))

    # backward propagation
    d4 = -(X - a4)
    d3 = (W3.T @ d4) * (1 - a3 ** 2)
    d2 = (W2.T @ d3) * a2 * (1 - a2)

    W3grad = d4 @ a3.T / m + lam * W3
    W2grad = d3 @ a2.T / m + lam * W2
    W1grad = d2 @ X.T / m + lam * W1
    b3grad = np.sum(d4, axis=1) / m
    b2grad = np.sum(d3, axis=1) / m
    b1grad = np.sum(d2, axis=1) / m

    grad = roll(W1grad, W2grad, W3grad, b1grad, b2grad, b3grad)
    return J, grad


# data: 3 hidden causes seen through 8 sensors
m = 150
causes = np.random.randn(3, m)
mixing = np.random.randn(8, 3)
X = mixing @ causes + 0.1 * np.random.randn(8, m)
X = (X - np.mean(X, axis=1, keepdims=True)) / np.std(X, axis=1, keepdims=True)

nv = X.shape[0]
nh = 7
nc = 3
lam = 1e-4

# initial parameters
r1 = np.sqrt(6) / np.sqrt(nv + nh + 1)
r2 = np.sqrt(6) / np.sqrt(nh + nc + 1)
r3 = np.sqrt(6) / np.sqrt(nc + nv + 1)
W1 = (2 * np.random.rand(nh, nv) - 1) * r1
W2 = (2 * np.random.rand(nc, nh) - 1) * r2
W3 = (2 * np.random.rand(nv, nc) - 1) * r3
theta = roll(W1, W2, W3, np.zeros(nh), np.zeros(nc), np.zeros(nv))

# Nesterov's accelerated gradient
alpha = 0.15
mu = 0.9
vel = np.zeros_like(theta)
for it in range(1, 501):
    ahead = theta + mu * vel
    J, grad = cost_fun(ahead, nv, nh, nc, lam, X)
    vel = mu * vel - alpha * grad
    theta = theta + vel
    if it % 100 == 0:
        print('iter %4d   cost %.6f' % (it, J))

W1, W2, W3, b1, b2, b3 = unroll(theta, nv, nh, nc)
code = np.tanh(W2 @ sigm(W1 @ X + b1) + b2)
Xrec = W3 @ code + b3
print('mean squared reconstruction error: %.6f' % np.mean((Xrec - X) ** 2))
print('code of the first example:', np.round(code[:, 0], 4))
