"""Planar classification with one hidden layer (examples are columns)."""
import numpy as np


def make_data(m=30):
    rng = np.random.RandomState(11)
    half = m // 2
    left = rng.randn(2, half) * 0.7 + np.array([[-1.0], [0.5]])
    right = rng.randn(2, m - half) * 0.7 + np.array([[1.0], [-0.3]])
    X = np.hstack([left, right])
    Y = np.hstack([np.zeros((1, half)), np.ones((1, m - half))])
    return X, Y


def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(2)
    return {
        "W1": np.random.randn(n_h, n_x) * 0.5,
        "b1": np.zeros((n_h, 1)),
        "W2": np.random.randn(n_y, n_h) * 0.5,
        "b2": np.zeros((n_y, 1)),
    }


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def forward_propagation(X, parameters):
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
    A2 = sigmoid(Z2)
    cache = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
    return A2, cache


def compute_cost(A2, Y, parameters, lambd):
    m = Y.shape[1]
    logprobs = Y * np.log(A2) + (1 - Y) * np.log(1 - A2)
    cross_entropy = -np.sum(logprobs) / m
    l2 = lambd / (2 * m) * (np.sum(parameters["W1"] ** 2) + np.sum(parameters["W2"] ** 2))
    return cross_entropy + l2


def backward_propagation(parameters, cache, X, Y, lambd):
    m = X.shape[1]
    A1, A2 = cache["A1"], cache["A2"]

    dZ2 = A2 - Y
    dW2 = np.dot(dZ2, A1.T) / m + lambd / m * parameters["W2"]
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = np.dot(parameters["W2"].T, dZ2) * (1 - np.power(A1, 2))
    dW1 = np.dot(dZ1, X.T) / m + lambd / m * parameters["W1"]
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m

    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def update_parameters(parameters, grads, learning_rate):
    parameters["W1"] = parameters["W1"] - learning_rate * grads["dW1"]
    parameters["b1"] = parameters["b1"] - learning_rate * grads["db1"]
    parameters["W2"] = parameters["W2"] - learning_rate * grads["dW2"]
    parameters["b2"] = parameters["b2"] - learning_rate * grads["db2"]
    return parameters


def nn_model(X, Y, n_h, num_iterations=200, learning_rate=0.6, lambd=0.8):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        cost = compute_cost(A2, Y, parameters, lambd)
        grads = backward_propagation(parameters, cache, X, Y, lambd)
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 50 == 0:
            print("Cost after iteration %i: %f" % (i, cost))
    return parameters


if __name__ == "__main__":
    X, Y = make_data()
    parameters = nn_model(X, Y, n_h=5)
    A2, _ = forward_propagation(X, parameters)
    print("accuracy", np.mean((A2 > 0.5) == Y))
