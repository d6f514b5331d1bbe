# Exercise 4: neural network learning (one hidden layer, sigmoid units)
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_gradient(z):
    g = sigmoid(z)
    return g * (1 - g)


def rand_initialize_weights(L_in, L_out):
    epsilon_init = np.sqrt(6) / np.sqrt(L_in + L_out)
    return np.random.rand(L_out, 1 + L_in) * 2 * epsilon_init - epsilon_init


def nn_cost_function(nn_params, input_layer_size, hidden_layer_size, num_labels, X, y, lambda_):
    split = hidden_layer_size * (input_layer_size + 1)
    theta1 = nn_params[:split].reshape(hidden_layer_size, input_layer_size + 1)
    theta2 = nn_params[split:].reshape(num_labels, hidden_layer_size + 1)
    m = X.shape[0]

    # Part 1: feedforward
    Y = np.eye(num_labels)[y]
    a1 = np.hstack([np.ones((m, 1)), X])
    z2 = a1.dot(theta1.T)
    a2 = np.hstack([np.ones((m, 1)), sigmoid(z2)])
    z3 = a2.dot(theta2.T)
    h = sigmoid(z3)

    J = -np.sum(Y * np.log(h) + (1 - Y) * np.log(1 - h)) / m
    J += lambda_ / (2 * m) * (np.sum(theta1[:, 1:] ** 2) + np.sum(theta2[:, 1:] ** 2))

    # Part 2: backpropagation
    delta3 = h - Y
    delta2 = delta3.dot(theta2)[:, 1:] * sigmoid_gradient(z2)
    theta1_grad = delta2.T.dot(a1) / m
    theta2_grad = delta3.T.dot(a2) / m

    # Part 3: regularization, the bias column is left alone
    theta1_grad[:, 1:] += lambda_ / m * theta1[:, 1:]
    theta2_grad[:, 1:] += lambda_ / m * theta2[:, 1:]

    return J, np.concatenate([theta1_grad.ravel(), theta2_grad.ravel()])


def predict(nn_params, input_layer_size, hidden_layer_size, num_labels, X):
    split = hidden_layer_size * (input_layer_size + 1)
    theta1 = nn_params[:split].reshape(hidden_layer_size, input_layer_size + 1)
    theta2 = nn_params[split:].reshape(num_labels, hidden_layer_size + 1)
    m = X.shape[0]
    h1 = sigmoid(np.hstack([np.ones((m, 1)), X]).dot(theta1.T))
    h2 = sigmoid(np.hstack([np.ones((m, 1)), h1]).dot(theta2.T))
    return np.argmax(h2, axis=1)


def make_data(m):
    y = np.random.randint(0, 3, m)
    centers = np.array([[0.0, 0.0], [1.5, 1.5], [-1.5, 1.2]])
    X = centers[y] + 0.75 * np.random.randn(m, 2)
    return X, y


if __name__ == '__main__':
    np.random.seed(4)
    input_layer_size, hidden_layer_size, num_labels = 2, 6, 3
    X, y = make_data(150)
    Xval, yval = make_data(80)

    nn_params = np.concatenate([
        rand_initialize_weights(input_layer_size, hidden_layer_size).ravel(),
        rand_initialize_weights(hidden_layer_size, num_labels).ravel()])

    lambda_ = 0.5
    alpha = 0.8
    for it in range(401):
        J, grad = nn_cost_function(nn_params, input_layer_size, hidden_layer_size,
                                   num_labels, X, y, lambda_)
        nn_params = nn_params - alpha * grad
        if it % 80 == 0:
            print('Iteration %4d | Cost: %.4f' % (it, J))

    sizes = (input_layer_size, hidden_layer_size, num_labels)
    print('Training set accuracy: %.4f' % np.mean(predict(nn_params, *sizes, X) == y))
    print('Validation accuracy:   %.4f' % np.mean(predict(nn_params, *sizes, Xval) == yval))
