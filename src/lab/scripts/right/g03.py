# Programming assignment: L-layer network, L2 regularization, momentum, learning rate decay
# [LINEAR->RELU] * (L-1) -> LINEAR->SIGMOID,  examples are stored in columns
import numpy as np


def load_dataset(m):
    np.random.seed(3)
    X = np.random.randn(2, m)
    r = np.sqrt(X[0] ** 2 + X[1] ** 2)
    Y = ((r > 0.9) ^ (np.random.rand(m) < 0.05)).astype(float).reshape(1, m)
    return X, Y


def initialize_parameters(layer_dims):
    np.random.seed(1)
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters["W" + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * np.sqrt(2. / layer_dims[l - 1])
        parameters["b" + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters


def initialize_velocity(parameters):
    v = {}
    for key in parameters:
        v["d" + key] = np.zeros_like(parameters[key])
    return v


def forward_propagation(X, parameters):
    """Returns AL and the list of caches (A_prev, W, Z), caches[l-1] belonging to layer l."""
    L = len(parameters) // 2
    A = X
    caches = []
    for l in range(1, L + 1):
        A_prev = A
        W, b = parameters["W" + str(l)], parameters["b" + str(l)]
        Z = np.dot(W, A_prev) + b
        A = 1 / (1 + np.exp(-Z)) if l == L else np.maximum(0, Z)
        caches.append((A_prev, W, Z))
    return A, caches


def compute_cost(AL, Y, parameters, lambd):
    """Cross-entropy cost plus lambd/(2m) times the sum of all squared weights W1..WL."""
    m = Y.shape[1]
    L = len(parameters) // 2
    cross_entropy = -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m
    L2_cost = 0
    for l in range(1, L + 1):
        L2_cost += np.sum(np.square(parameters["W" + str(l)]))
    return cross_entropy + lambd / (2 * m) * L2_cost


def backward_propagation(AL, Y, caches, lambd):
    grads = {}
    m = Y.shape[1]
    L = len(caches)
    dZ = AL - Y
    for l in reversed(range(1, L + 1)):
        A_prev, W, Z = caches[l - 1]
        grads["dW" + str(l)] = np.dot(dZ, A_prev.T) / m + lambd / m * W
        grads["db" + str(l)] = np.sum(dZ, axis=1, keepdims=True) / m
        if l > 1:
            dA_prev = np.dot(W.T, dZ)
            Z_prev = caches[l - 2][2]
            dZ = dA_prev * (Z_prev > 0)
    return grads


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    for key in parameters:
        v["d" + key] = beta * v["d" + key] + (1 - beta) * grads["d" + key]
        parameters[key] = parameters[key] - learning_rate * v["d" + key]
    return parameters, v


def schedule(learning_rate0, epoch, decay_rate):
    """learning_rate = learning_rate0 / (1 + decay_rate * epoch)"""
    return learning_rate0 / (1 + decay_rate * epoch)


def model(X, Y, layer_dims, learning_rate0=0.8, decay_rate=0.005, beta=0.9, lambd=0.1, num_epochs=600):
    parameters = initialize_parameters(layer_dims)
    v = initialize_velocity(parameters)
    learning_rate = learning_rate0
    for epoch in range(num_epochs):
        AL, caches = forward_propagation(X, parameters)
        cost = compute_cost(AL, Y, parameters, lambd)
        grads = backward_propagation(AL, Y, caches, lambd)
        learning_rate = schedule(learning_rate0, epoch, decay_rate)
        parameters, v = update_parameters_with_momentum(parameters, grads, v, beta, learning_rate)
        if epoch % 100 == 0:
            print("Cost after epoch %i: %.8f" % (epoch, cost))
    return parameters


X, Y = load_dataset(250)
parameters = model(X, Y, [2, 10, 6, 1])
AL, _ = forward_propagation(X, parameters)
print("Final cost: %.8f" % compute_cost(AL, Y, parameters, 0.1))
print("Accuracy: %.5f" % np.mean((AL > 0.5) == Y))
