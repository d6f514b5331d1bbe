import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def sigmoid_gradient(z):
    g = sigmoid(z)
    return g * (1 - g)

def cost_function(Theta1, Theta2, X, Y, lam):
    """Cost and gradient in the notation of the ML course (Theta, units x inputs, bias first)."""
    m = X.shape[0]
    a1 = np.c_[np.ones(m), X]
    z2 = a1 @ Theta1.T
    a2 = np.c_[np.ones(m), sigmoid(z2)]
    z3 = a2 @ Theta2.T
    h = sigmoid(z3)

    J = -np.sum(Y * np.log(h) + (1 - Y) * np.log(1 - h)) / m
    J += lam / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))

    delta3 = h - Y
    delta2 = (delta3 @ Theta2[:, :-1]) * sigmoid_gradient(z2)
    Theta1_grad = delta2.T @ a1 / m
    Theta2_grad = delta3.T @ a2 / m
    Theta1_grad[:, 1:] += lam / m * Theta1[:, 1:]
    Theta2_grad[:, 1:] += lam / m * Theta2[:, 1:]
    return J, Theta1_grad, Theta2_grad

np.random.seed(16)
centres = np.random.randn(3, 6)
digit = np.arange(90) % 3
X = centres[digit] + 0.6 * np.random.randn(90, 6)
Y = (digit[:, None] == np.arange(3)).astype(int)

epsilon_init = 0.12
Theta1 = np.random.rand(5, 7) * 2 * epsilon_init - epsilon_init
Theta2 = np.random.rand(3, 6) * 2 * epsilon_init - epsilon_init
alpha, lam = 0.9, 0.1

for it in range(1, 401):
    J, g1, g2 = cost_function(Theta1, Theta2, X, Y, lam)
    Theta1 -= alpha * g1
    Theta2 -= alpha * g2
    if it % 100 == 0:
        print("Iteration %4d | Cost: %.6f" % (it, J))
