# Converted from my Octave code (ex4 style): nnCostFunction.m, sigmoid.m, sigmoidGradient.m
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoidGradient(z):
    g = sigmoid(z)
    return g * (1 - g)


def randInitializeWeights(L_in, L_out):
    epsilon_init = np.sqrt(6) / np.sqrt(L_in + L_out)
    return np.random.rand(L_out, 1 + L_in) * 2 * epsilon_init - epsilon_init


def nnCostFunction(nn_params, input_layer_size, hidden_layer_size, num_labels, X, y, lam):
    # reshape nn_params back into the weight matrices
    split = hidden_layer_size * (input_layer_size + 1)
    Theta1 = nn_params[:split].reshape(hidden_layer_size, input_layer_size + 1)
    Theta2 = nn_params[split:].reshape(num_labels, hidden_layer_size + 1)
    m = X.shape[0]

    # feedforward
    a1 = np.hstack([np.ones((m, 1)), X])
    z2 = a1 @ Theta1.T
    a2 = np.hstack([np.ones((m, 1)), sigmoid(z2)])
    z3 = a2 @ Theta2.T
    h = sigmoid(z3)

    # y is 0..num_labels-1
    Y = np.eye(num_labels)[y]
    J = -np.sum(Y * np.log(h) + (1 - Y) * np.log(1 - h)) / m
    J = J + lam / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))

    # backpropagation
    delta3 = h - Y
    delta2 = (delta3 @ Theta2[:, 1:]) * sigmoidGradient(z2)
    Theta1_grad = delta2.T @ a1 / m
    Theta2_grad = delta3.T @ a2 / m

    # regularization, first column is the bias
    Theta1_grad[:, 1:] = Theta1_grad[:, 1:] + lam / m * Theta1[:, 1:]
    Theta2_grad[:, 1:] = Theta2_grad[:, 1:] + lam / m * Theta2[:, 1:]

    grad = np.concatenate([Theta1_grad.ravel(), Theta2_grad.ravel()])
    return J, grad


def predict(nn_params, input_layer_size, hidden_layer_size, num_labels, X):
    split = hidden_layer_size * (input_layer_size + 1)
    Theta1 = nn_params[:split].reshape(hidden_layer_size, input_layer_size + 1)
    Theta2 = nn_params[split:].reshape(num_labels, hidden_layer_size + 1)
    m = X.shape[0]
    h1 = sigmoid(np.hstack([np.ones((m, 1)), X]) @ Theta1.T)
    h2 = sigmoid(np.hstack([np.ones((m, 1)), h1]) @ Theta2.T)
    return np.argmax(h2, axis=1)


# ---------------------------------------------------------------- main script
np.random.seed(3)
input_layer_size = 4
hidden_layer_size = 7
num_labels = 3
lam = 0.3

centers = np.array([[0, 0, 1, 2], [2, 1, 0, -1], [-1, 2, 2, 0]])
y = np.repeat(np.arange(3), 40)
X = centers[y] + 0.8 * np.random.randn(120, 4)
X = (X - X.mean(axis=0)) / X.std(axis=0)

nn_params = np.concatenate([
    randInitializeWeights(input_layer_size, hidden_layer_size).ravel(),
    randInitializeWeights(hidden_layer_size, num_labels).ravel(),
])

# batch gradient descent, step size alpha0 / (1 + decay * iter)
alpha0 = 1.5
decay = 0.01
num_iters = 300
J_history = np.zeros(num_iters)
for it in range(num_iters):
    alpha = alpha0 / (1 + decay * it)
    J, grad = nnCostFunction(nn_params, input_layer_size, hidden_layer_size, num_labels, X, y, lam)
    J_history[it] = J
    nn_params = nn_params - alpha * grad
    if it % 50 == 0:
        print('Iteration %4d | Cost: %f' % (it, J))

pred = predict(nn_params, input_layer_size, hidden_layer_size, num_labels, X)
print('Training Set Accuracy: %.2f' % (np.mean(pred == y) * 100))
