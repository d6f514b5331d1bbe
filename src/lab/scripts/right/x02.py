import numpy as np


def sigmoid(Z):
    return 1.0 / (1.0 + np.exp(-Z))


def initialize_parameters(layer_dims, rng):
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters['W' + str(l)] = rng.standard_normal((layer_dims[l], layer_dims[l - 1])) * np.sqrt(2.0 / layer_dims[l - 1])
        parameters['b' + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters


def forward_propagation(X, parameters):
    """X has shape (n_x, m): one example per column."""
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L + 1):
        A_prev = A
        W = parameters['W' + str(l)]
        b = parameters['b' + str(l)]
        Z = np.dot(W, A_prev) + b
        if l == L:
            A = sigmoid(Z)
        else:
            A = np.maximum(0, Z)
        caches.append((A_prev, W, Z))
    return A, caches


def compute_cost(AL, Y, parameters, lambd):
    m = Y.shape[1]
    cross_entropy = -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m
    L = len(parameters) // 2
    l2 = 0.0
    for l in range(1, L + 1):
        l2 += np.sum(np.square(parameters['W' + str(l)]))
    return cross_entropy + lambd / (2 * m) * l2


def backward_propagation(AL, Y, caches, lambd):
    grads = {}
    m = Y.shape[1]
    L = len(caches)
    dZ = AL - Y
    for l in reversed(range(L)):
        A_prev, W, Z = caches[l]
        grads['dW' + str(l + 1)] = np.dot(dZ, A_prev.T) / m + lambd / m * W
        grads['db' + str(l + 1)] = np.sum(dZ, axis=1, keepdims=True) / m
        if l > 0:
            dA_prev = np.dot(W.T, dZ)
            Z_prev = caches[l - 1][2]
            dZ = dA_prev * (Z_prev > 0)
    return grads


def update_parameters(parameters, grads, learning_rate):
    L = len(parameters) // 2
    for l in range(1, L + 1):
        parameters['W' + str(l)] = parameters['W' + str(l)] - learning_rate * grads['dW' + str(l)]
        parameters['b' + str(l)] = parameters['b' + str(l)] - learning_rate * grads['db' + str(l)]
    return parameters


def model(X, Y, layer_dims, num_iterations=300, learning_rate=0.3, decay_rate=0.002, lambd=0.1):
    rng = np.random.default_rng(3)
    parameters = initialize_parameters(layer_dims, rng)
    for i in range(num_iterations):
        AL, caches = forward_propagation(X, parameters)
        cost = compute_cost(AL, Y, parameters, lambd)
        grads = backward_propagation(AL, Y, caches, lambd)
        lr = learning_rate / (1 + decay_rate * i)
        parameters = update_parameters(parameters, grads, lr)
        if i % 50 == 0:
            print("Cost after iteration %i: %.8f" % (i, cost))
    return parameters


if __name__ == '__main__':
    rng = np.random.default_rng(0)
    X = rng.standard_normal((2, 150))
    Y = (X[0:1] ** 2 + X[1:2] ** 2 < 1.2).astype(float)
    parameters = model(X, Y, [2, 8, 5, 1])
    AL, _ = forward_propagation(X, parameters)
    print("accuracy: %.4f" % np.mean((AL > 0.5) == Y))
    print("first probabilities:", AL[0, :4])
    print("norms:", [float(round(np.linalg.norm(parameters[k]), 7)) for k in sorted(parameters)])
