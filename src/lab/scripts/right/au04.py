# Two-moons classifier with L2 regularization and inverted dropout. Examples are stacked in columns.
import numpy as np


def load_moons(m, seed):
    r = np.random.RandomState(seed)
    t = np.pi * r.rand(m)
    Y = (np.arange(m) % 2).reshape(1, m)
    X = np.where(Y == 0, np.vstack([np.cos(t), np.sin(t)]), np.vstack([1 - np.cos(t), 0.4 - np.sin(t)]))
    return X + 0.2 * r.randn(2, m), Y


def initialize_parameters(layer_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters["W" + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * np.sqrt(2 / layer_dims[l - 1])
        parameters["b" + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters


def relu(Z):
    return np.maximum(0, Z)


def forward_propagation(X, parameters, keep_prob=1.0):
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    W3, b3 = parameters["W3"], parameters["b3"]

    Z1 = np.dot(W1, X) + b1
    A1 = relu(Z1)
    D1 = np.random.rand(*A1.shape) < keep_prob
    A1 = A1 * D1 / keep_prob
    Z2 = np.dot(W2, A1) + b2
    A2 = relu(Z2)
    D2 = np.random.rand(*A2.shape) < keep_prob
    A2 = A2 * D2 / keep_prob
    Z3 = np.dot(W3, A2) + b3
    A3 = 1 / (1 + np.exp(-Z3))

    return A3, (Z1, D1, A1, Z2, D2, A2, Z3, A3)


def compute_cost(A3, Y, parameters, lambd):
    m = Y.shape[1]
    cross_entropy = -np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / m
    L2 = sum(np.sum(np.square(parameters["W" + str(l)])) for l in (1, 2, 3))
    return cross_entropy + lambd / (2 * m) * L2


def backward_propagation(X, Y, cache, parameters, lambd, keep_prob):
    m = X.shape[1]
    Z1, D1, A1, Z2, D2, A2, Z3, A3 = cache
    W1, W2, W3 = parameters["W1"], parameters["W2"], parameters["W3"]
    grads = {}

    dZ3 = A3 - Y
    grads["dW3"] = 1. / m * np.dot(dZ3, A2.T) + lambd / m * W3
    grads["db3"] = 1. / m * np.sum(dZ3, axis=1, keepdims=True)

    dA2 = np.dot(W3.T, dZ3)
    dA2 = dA2 * D2 / keep_prob
    dZ2 = dA2 * (Z2 > 0)
    grads["dW2"] = 1. / m * np.dot(dZ2, A1.T) + lambd / m * W2
    grads["db2"] = 1. / m * np.sum(dZ2, axis=1, keepdims=True)

    dA1 = np.dot(W2.T, dZ2)
    dA1 = dA1 * D1 / keep_prob
    dZ1 = dA1 * (Z1 > 0)
    grads["dW1"] = 1. / m * np.dot(dZ1, X.T) + lambd / m * W1
    grads["db1"] = 1. / m * np.sum(dZ1, axis=1, keepdims=True)
    return grads


def update_parameters(parameters, grads, learning_rate):
    for key in parameters:
        parameters[key] = parameters[key] - learning_rate * grads["d" + key]
    return parameters


def predict(X, parameters):
    A3, _ = forward_propagation(X, parameters)
    return A3 > 0.5


def model(X, Y, learning_rate=0.3, num_iterations=800, lambd=0.7, keep_prob=0.85):
    parameters = initialize_parameters([X.shape[0], 12, 8, 1])
    for i in range(num_iterations):
        A3, cache = forward_propagation(X, parameters, keep_prob)
        cost = compute_cost(A3, Y, parameters, lambd)
        grads = backward_propagation(X, Y, cache, parameters, lambd, keep_prob)
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 200 == 0:
            print("Cost after iteration {}: {:.4f}".format(i, cost))
    return parameters


if __name__ == "__main__":
    train_X, train_Y = load_moons(160, 1)
    test_X, test_Y = load_moons(100, 2)
    parameters = model(train_X, train_Y)
    A3, _ = forward_propagation(train_X, parameters)
    print("Final cost without dropout: {:.4f}".format(compute_cost(A3, train_Y, parameters, 0.7)))
    print("Train accuracy: {:.4f}".format(np.mean(predict(train_X, parameters) == train_Y)))
    print("Test accuracy: {:.4f}".format(np.mean(predict(test_X, parameters) == test_Y)))
