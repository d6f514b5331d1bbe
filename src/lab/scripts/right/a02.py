# coding: utf-8
"""Deep NN assignment: L-layer classifier with L2 regularization.
[LINEAR -> RELU] * (L-1) -> LINEAR -> SIGMOID, examples are columns."""
import numpy as np


def load_dataset(m):
    np.random.seed(3)
    r = np.concatenate([np.random.uniform(0, 1, m // 2), np.random.uniform(1.3, 2.3, m // 2)])
    t = np.random.uniform(0, 2 * np.pi, m)
    X = np.vstack([r * np.cos(t), r * np.sin(t)])
    Y = np.concatenate([np.zeros(m // 2), np.ones(m // 2)]).reshape(1, m)
    return X, Y


def initialize_parameters(layer_dims):
    np.random.seed(2)
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters["W" + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * np.sqrt(2 / layer_dims[l - 1])
        parameters["b" + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters


def forward_propagation(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L + 1):
        A_prev = A
        W, b = parameters["W" + str(l)], parameters["b" + str(l)]
        Z = np.dot(W, A_prev) + b
        if l < L:
            A = np.maximum(0, Z)
        else:
            A = 1 / (1 + np.exp(-Z))
        caches.append((A_prev, W, Z))
    return A, caches


def compute_cost(AL, Y, parameters, lambd):
    m = Y.shape[1]
    cross_entropy = -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m
    L2 = 0
    for l in range(1, len(parameters) // 2 + 1):
        L2 += np.sum(np.square(parameters["W" + str(l)]))
    return cross_entropy + lambd / (2 * m) * L2


def backward_propagation(AL, Y, caches, lambd):
    grads = {}
    L = len(caches)
    m = Y.shape[1]
    dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    dZ = dAL * AL * (1 - AL)
    for l in reversed(range(1, L + 1)):
        A_prev, W, Z = caches[l - 1]
        if l < L:
            dZ = np.array(dA, copy=True)
            dZ[Z <= 0] = 0
        grads["dW" + str(l)] = 1 / m * np.dot(dZ, A_prev.T) + lambd / m * W
        grads["db" + str(l)] = 1 / m * np.sum(dZ, axis=1, keepdims=True)
        dA = np.dot(W.T, dZ)
    return grads


def update_parameters(parameters, grads, learning_rate):
    L = len(parameters) // 2
    for l in range(L):
        parameters["W" + str(l + 1)] = parameters["W" + str(l + 1)] - learning_rate * grads["dW" + str(l + 1)]
        parameters["b" + str(l + 1)] = parameters["b" + str(l + 1)] - learning_rate * grads["db" + str(l + 1)]
    return parameters


def model(X, Y, layer_dims, learning_rate=0.1, num_iterations=1500, lambd=0.3):
    parameters = initialize_parameters(layer_dims)
    for i in range(num_iterations):
        AL, caches = forward_propagation(X, parameters)
        grads = backward_propagation(AL, Y, caches, lambd)
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 300 == 0:
            print("Cost after iteration %i: %f" % (i, compute_cost(AL, Y, parameters, lambd)))
    return parameters


X, Y = load_dataset(240)
parameters = model(X, Y, [2, 10, 5, 1])
AL, _ = forward_propagation(X, parameters)
print("Final cost: %.6f" % compute_cost(AL, Y, parameters, 0.3))
print("Train accuracy: %.4f" % np.mean((AL > 0.5) == Y))
