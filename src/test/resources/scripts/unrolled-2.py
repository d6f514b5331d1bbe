# The same with the step of plain descent, and a mistake.
import numpy as np

rng = np.random.RandomState(8)
inputs = rng.randn(30, 3)
targets = np.sin(inputs[:, :1]) + inputs[:, 1:2] * inputs[:, 2:]
theta = rng.randn(3 * 6 + 6 + 6 + 1) * 0.4
rate = 0.3


def rolled(theta):
    return theta[:18].reshape((6, 3)), theta[18:24], theta[24:30].reshape((1, 6)), theta[30:]


def cost(theta):
    W1, b1, W2, b2 = rolled(theta)
    hidden = np.tanh(inputs @ W1.T + b1)
    error = hidden @ W2.T + b2 - targets
    delta2 = error / len(inputs)
    delta1 = (delta2 @ W2) * (1 - hidden) ** 2
    gradients = delta1.T @ inputs, delta1.sum(axis=0), delta2.T @ hidden, delta2.sum(axis=0)
    return 0.5 * np.mean(error ** 2), np.concatenate([each.ravel() for each in gradients])


for i in range(60):
    loss, gradient = cost(theta)
    theta = theta - rate * gradient
print(loss)
