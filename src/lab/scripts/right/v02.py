"""Deep Neural Network, step by step (examples are the COLUMNS of X)."""
import numpy as np


def initialize_parameters(layer_dims, seed=3):
    rng = np.random.RandomState(seed)
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters["W" + str(l)] = rng.randn(layer_dims[l], layer_dims[l - 1]) * np.sqrt(2.0 / layer_dims[l - 1])
        parameters["b" + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters


def model_forward(X, parameters):
    L = len(parameters) // 2
    caches = []
    A = X
    # hidden layers: LINEAR -> RELU
    for l in range(1, L):
        A_prev = A
        Z = np.dot(parameters["W" + str(l)], A_prev) + parameters["b" + str(l)]
        A = np.maximum(0, Z)
        caches.append((A_prev, Z))
    # output layer: LINEAR -> SIGMOID
    ZL = np.dot(parameters["W" + str(L)], A) + parameters["b" + str(L)]
    AL = 1.0 / (1.0 + np.exp(-ZL))
    caches.append((A, ZL))
    return AL, caches


def compute_cost(AL, Y, parameters, lambd):
    m = Y.shape[1]
    L = len(parameters) // 2
    cross_entropy = -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m
    l2 = 0.0
    for l in range(1, L + 1):
        l2 += np.sum(np.square(parameters["W" + str(l)]))
    return cross_entropy + lambd / (2 * m) * l2


def model_backward(AL, Y, parameters, caches, lambd):
    grads = {}
    m = Y.shape[1]
    L = len(caches)
    dZ = AL - Y  # sigmoid + cross-entropy
    for l in range(L, 0, -1):
        A_prev, Z = caches[l - 1]
        W = parameters["W" + str(l)]
        grads["dW" + str(l)] = np.dot(dZ, A_prev.T) / m + lambd / m * W
        grads["db" + str(l)] = np.sum(dZ, axis=1, keepdims=True) / m
        if l > 1:
            Z_prev = caches[l - 2][1]
            dA_prev = np.dot(W.T, dZ)
            dZ = dA_prev * (Z_prev > 0)
    return grads


def update_parameters(parameters, grads, learning_rate):
    L = len(parameters) // 2
    for l in range(1, L + 1):
        parameters["W" + str(l)] = parameters["W" + str(l)] - learning_rate * grads["dW" + str(l)]
        parameters["b" + str(l)] = parameters["b" + str(l)] - learning_rate * grads["db" + str(l)]
    return parameters


def predict(X, parameters):
    AL, _ = model_forward(X, parameters)
    return (AL > 0.5).astype(int)


def L_layer_model(X, Y, layer_dims, learning_rate=0.3, num_iterations=800, lambd=0.7, print_cost=True):
    parameters = initialize_parameters(layer_dims)
    for i in range(num_iterations):
        AL, caches = model_forward(X, parameters)
        cost = compute_cost(AL, Y, parameters, lambd)
        grads = model_backward(AL, Y, parameters, caches, lambd)
        parameters = update_parameters(parameters, grads, learning_rate)
        if print_cost and i % 100 == 0:
            print("Cost after iteration %i: %.8f" % (i, cost))
    return parameters


# two rings of points
rng = np.random.RandomState(0)
m = 200
theta = rng.rand(m) * 2 * np.pi
Y = (np.arange(m) % 2).reshape(1, m)
radius = 0.6 + 0.8 * Y[0] + 0.2 * rng.randn(m)
X = np.vstack([radius * np.cos(theta), radius * np.sin(theta)])

parameters = L_layer_model(X, Y, [2, 8, 8, 1])
print("Train accuracy: %.4f" % np.mean(predict(X, parameters) == Y))
print("|W1| = %.8f" % np.linalg.norm(parameters["W1"]))
