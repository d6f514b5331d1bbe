# ML course homework (ex4) ported from Octave to numpy.
# Bias units are a column of ones; Theta1 and Theta2 are unrolled in one vector.
# Minimised with Nesterov's accelerated gradient instead of fmincg.
import numpy as np

input_layer_size = 6
hidden_layer_size = 9
num_labels = 4


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoidGradient(z):
    g = sigmoid(z)
    return g * (1 - g)


def randInitializeWeights(L_in, L_out):
    epsilon_init = np.sqrt(6) / np.sqrt(L_in + L_out)
    return np.random.rand(L_out, 1 + L_in) * 2 * epsilon_init - epsilon_init


def unroll(nn_params):
    split = hidden_layer_size * (input_layer_size + 1)
    Theta1 = nn_params[:split].reshape(hidden_layer_size, input_layer_size + 1)
    Theta2 = nn_params[split:].reshape(num_labels, hidden_layer_size + 1)
    return Theta1, Theta2


def nnCostFunction(nn_params, X, y, lam):
    Theta1, Theta2 = unroll(nn_params)
    m = X.shape[0]
    ones = np.ones((m, 1))

    # Part 1: feedforward
    a1 = np.hstack([ones, X])
    z2 = a1 @ Theta1.T
    a2 = np.hstack([ones, sigmoid(z2)])
    z3 = a2 @ Theta2.T
    h = sigmoid(z3)

    Y = np.eye(num_labels)[y]
    J = np.sum(-Y * np.log(h) - (1 - Y) * np.log(1 - h)) / m
    # the bias column is not regularized
    J += lam / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))

    # Part 2: backpropagation
    delta3 = h - Y
    delta2 = (delta3 @ Theta2)[:, 1:] * sigmoidGradient(z2)
    Theta1_grad = delta2.T @ a1 / m
    Theta2_grad = delta3.T @ a2 / m

    # Part 3: regularization
    Theta1_grad[:, 1:] += lam / m * Theta1[:, 1:]
    Theta2_grad[:, 1:] += lam / m * Theta2[:, 1:]

    grad = np.concatenate([Theta1_grad.ravel(), Theta2_grad.ravel()])
    return J, grad


def predict(nn_params, X):
    Theta1, Theta2 = unroll(nn_params)
    ones = np.ones((X.shape[0], 1))
    h1 = sigmoid(np.hstack([ones, X]) @ Theta1.T)
    h2 = sigmoid(np.hstack([ones, h1]) @ Theta2.T)
    return np.argmax(h2, axis=1)


# ----- the data: the class depends on two products of the inputs
np.random.seed(4)
X = np.random.randn(250, input_layer_size)
s1 = (X[:, 0] * X[:, 1] > 0).astype(int)
s2 = (X[:, 2] + 0.5 * X[:, 3] > 0).astype(int)
y = 2 * s1 + s2

initial_Theta1 = randInitializeWeights(input_layer_size, hidden_layer_size)
initial_Theta2 = randInitializeWeights(hidden_layer_size, num_labels)
nn_params = np.concatenate([initial_Theta1.ravel(), initial_Theta2.ravel()])

lam = 0.1
alpha = 0.3
mu = 0.9
velocity = np.zeros_like(nn_params)

for it in range(1, 801):
    # gradient at the look-ahead point
    lookahead = nn_params + mu * velocity
    J, grad = nnCostFunction(lookahead, X, y, lam)
    velocity = mu * velocity - alpha * grad
    nn_params = nn_params + velocity
    if it % 100 == 0:
        print('Iteration %4d | Cost: %f' % (it, J))

pred = predict(nn_params, X)
print('Training Set Accuracy: %.2f' % (np.mean(pred == y) * 100))
