# Port of ex4.m (MATLAB) to Python
# Neural network with one hidden layer, regularized cost function,
# unrolled parameter vector, batch gradient descent
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoidGradient(z):
    g = sigmoid(z)
    return g * (1 - g)


def randInitializeWeights(L_in, L_out):
    epsilon_init = 0.5
    return np.random.rand(L_out, 1 + L_in) * 2 * epsilon_init - epsilon_init


def unroll(Theta1, Theta2):
    return np.concatenate([Theta1.ravel(), Theta2.ravel()])


def rollup(nn_params, n_in, n_hid, n_lab):
    k = n_hid * (n_in + 1)
    Theta1 = nn_params[:k].reshape(n_hid, n_in + 1)
    Theta2 = nn_params[k:].reshape(n_lab, n_hid + 1)
    return Theta1, Theta2


def nnCostFunction(nn_params, n_in, n_hid, n_lab, X, y, lam):
    Theta1, Theta2 = rollup(nn_params, n_in, n_hid, n_lab)
    m = X.shape[0]

    # Y(i, y(i)) = 1
    Y = np.zeros((m, n_lab))
    Y[np.arange(m), y - 1] = 1

    # feedforward
    a1 = np.hstack([np.ones((m, 1)), X])
    z2 = a1.dot(Theta1.T)
    a2 = np.hstack([np.ones((m, 1)), sigmoid(z2)])
    z3 = a2.dot(Theta2.T)
    h = sigmoid(z3)

    J = np.sum(-Y * np.log(h) - (1 - Y) * np.log(1 - h)) / m
    J = J + lam / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))

    # backpropagation
    delta3 = h - Y
    delta2 = delta3.dot(Theta2[:, 1:]) * sigmoidGradient(z2)
    Theta1_grad = delta2.T.dot(a1) / m
    Theta2_grad = delta3.T.dot(a2) / m

    # regularization, not for the bias column
    Theta1_grad[:, 1:] += lam / m * Theta1[:, 1:]
    Theta2_grad[:, 1:] += lam / m * Theta2[:, 1:]
    return J, unroll(Theta1_grad, Theta2_grad)


def predict(Theta1, Theta2, X):
    m = X.shape[0]
    h1 = sigmoid(np.hstack([np.ones((m, 1)), X]).dot(Theta1.T))
    h2 = sigmoid(np.hstack([np.ones((m, 1)), h1]).dot(Theta2.T))
    return np.argmax(h2, axis=1) + 1


# ---------- main ----------
np.random.seed(1)
m = 150
y = np.repeat([1, 2, 3], m // 3)                # labels 1..3 as in MATLAB
centers = np.array([[0.0, 2.0, 0.5, -1.0], [1.5, -1.0, 0.0, 1.0], [-1.5, -0.5, -1.0, 0.5]])
X = centers[y - 1] + 0.9 * np.random.randn(m, 4)

input_layer_size = 4
hidden_layer_size = 7
num_labels = 3
lam = 0.5
alpha = 0.8
MaxIter = 400

nn_params = unroll(randInitializeWeights(input_layer_size, hidden_layer_size),
                   randInitializeWeights(hidden_layer_size, num_labels))

for it in range(1, MaxIter + 1):
    J, grad = nnCostFunction(nn_params, input_layer_size, hidden_layer_size,
                             num_labels, X, y, lam)
    nn_params = nn_params - alpha * grad
    if it == 1 or it % 100 == 0:
        print("Iteration %4d | Cost: %.6e" % (it, J))

Theta1, Theta2 = rollup(nn_params, input_layer_size, hidden_layer_size, num_labels)
pred = predict(Theta1, Theta2, X)
print("Training Set Accuracy: %.2f" % (np.mean(pred == y) * 100))
