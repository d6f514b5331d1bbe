"""Programming assignment 2 - planar classification with a three-layer network.

Shapes: X is (n_x, m), Y is (1, m); every column is one example.
LINEAR -> TANH -> LINEAR -> RELU -> LINEAR -> SIGMOID
"""
import numpy as np


def load_planar(m, seed):
    rng = np.random.RandomState(seed)
    X = rng.uniform(-1.0, 1.0, size=(2, m))
    Y = (X[0] ** 2 + 1.5 * X[1] ** 2 < 0.55).astype(float).reshape(1, m)
    return X, Y


def initialize_parameters(layer_dims, seed=3):
    np.random.seed(seed)
    parameters = {}
    for l in range(1, len(layer_dims)):
        fan_in = layer_dims[l - 1]
        parameters["W" + str(l)] = np.random.randn(layer_dims[l], fan_in) * np.sqrt(2.0 / fan_in)
        parameters["b" + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters


def initialize_velocity(parameters):
    return {name: np.zeros_like(value) for name, value in parameters.items()}


def forward(X, parameters):
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    W3, b3 = parameters["W3"], parameters["b3"]
    Z1 = np.dot(W1, X) + b1
    A1 = np.tanh(Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = np.maximum(0, Z2)
    Z3 = np.dot(W3, A2) + b3
    A3 = 1.0 / (1.0 + np.exp(-Z3))
    cache = (Z1, A1, W1, Z2, A2, W2, Z3, A3, W3)
    return A3, cache


def compute_cost(A3, Y, parameters, lambd):
    m = Y.shape[1]
    eps = 1e-12
    cross_entropy = -np.sum(Y * np.log(A3 + eps) + (1 - Y) * np.log(1 - A3 + eps)) / m
    l2 = sum(np.sum(np.square(parameters["W" + str(l)])) for l in (1, 2, 3))
    return cross_entropy + lambd / (2 * m) * l2


def backward(X, Y, cache, lambd):
    m = X.shape[1]
    (Z1, A1, W1, Z2, A2, W2, Z3, A3, W3) = cache

    dZ3 = A3 - Y
    dW3 = np.dot(dZ3, A2.T) / m + lambd / m * W3
    db3 = np.sum(dZ3, axis=1, keepdims=True) / m

    dA2 = np.dot(W3.T, dZ3)
    dZ2 = dA2 * (Z2 > 0)
    dW2 = np.dot(dZ2, A1.T) / m + lambd / m * W2
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m

    dA1 = np.dot(W2.T, dZ2)
    dZ1 = dA1 * (1 - np.power(A1, 2))
    dW1 = np.dot(dZ1, X.T) / m + lambd / m * W1
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m

    return {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3}


def update(parameters, gradients, velocity, learning_rate, beta=0.9):
    for name in parameters:
        velocity[name] = beta * velocity[name] + (1 - beta) * gradients[name]
        parameters[name] = parameters[name] - learning_rate * velocity[name]
    return parameters, velocity


def predict(X, parameters):
    A3, _ = forward(X, parameters)
    return (A3 > 0.5).astype(float)


def model(X, Y, layer_dims, learning_rate=0.3, lambd=0.1, num_iterations=1500):
    parameters = initialize_parameters(layer_dims)
    velocity = initialize_velocity(parameters)
    for i in range(num_iterations):
        A3, cache = forward(X, parameters)
        cost = compute_cost(A3, Y, parameters, lambd)
        gradients = backward(X, Y, cache, lambd)
        parameters, velocity = update(parameters, gradients, velocity, learning_rate)
        if i % 300 == 0:
            print("Cost after iteration %d: %.6f" % (i, cost))
    return parameters


if __name__ == "__main__":
    train_X, train_Y = load_planar(300, seed=1)
    test_X, test_Y = load_planar(200, seed=2)
    parameters = model(train_X, train_Y, [2, 8, 5, 1])
    print("Train accuracy: %.4f" % np.mean(predict(train_X, parameters) == train_Y))
    print("Test accuracy:  %.4f" % np.mean(predict(test_X, parameters) == test_Y))
