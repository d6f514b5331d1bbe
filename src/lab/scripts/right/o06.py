# Deep net, "one example per column" notation. ReLU hidden layers and a
# sigmoid unit on top, binary cross entropy with L2, decaying learning rate.
import numpy as np


def load_data(m=120):
    np.random.seed(7)
    r = np.concatenate([0.4 + 0.15 * np.random.randn(m // 2), 1.1 + 0.15 * np.random.randn(m // 2)])
    phi = np.random.rand(m) * 2 * np.pi
    X = np.vstack([r * np.cos(phi), r * np.sin(phi)])
    Y = np.concatenate([np.zeros(m // 2), np.ones(m // 2)]).reshape(1, m)
    return X, Y


def initialize(layer_dims):
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters["W" + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * np.sqrt(2 / layer_dims[l - 1])
        parameters["b" + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters


def forward_propagation(X, parameters, L):
    cache = {"A0": X}
    A = X
    for l in range(1, L):
        Z = np.dot(parameters["W" + str(l)], A) + parameters["b" + str(l)]
        A = np.maximum(0, Z)
        cache["Z" + str(l)] = Z
        cache["A" + str(l)] = A
    Z = np.dot(parameters["W" + str(L)], A) + parameters["b" + str(L)]
    A = 1 / (1 + np.exp(-Z))
    cache["A" + str(L)] = A
    return A, cache


def compute_cost(AL, Y, parameters, lambd, L):
    m = Y.shape[1]
    cross_entropy = -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m
    l2 = sum(np.sum(np.square(parameters["W" + str(l)])) for l in range(1, L + 1))
    return cross_entropy + lambd / (2 * m) * l2


def backward_propagation(AL, Y, cache, parameters, lambd, L):
    m = Y.shape[1]
    grads = {}
    dAL = -Y / AL + (1 - Y) / (1 - AL)
    dZ = dAL * AL * (1 - AL)
    for l in range(L, 0, -1):
        A_prev = cache["A" + str(l - 1)]
        W = parameters["W" + str(l)]
        grads["dW" + str(l)] = np.dot(dZ, A_prev.T) / m
        grads["dW" + str(l)] += lambd / m * W
        grads["db" + str(l)] = np.sum(dZ, axis=1, keepdims=True) / m
        if l > 1:
            dA = np.dot(W.T, dZ)
            dZ = dA * (cache["Z" + str(l - 1)] > 0)
    return grads


def update_parameters(parameters, grads, learning_rate, L):
    for l in range(1, L + 1):
        parameters["W" + str(l)] = parameters["W" + str(l)] - learning_rate * grads["dW" + str(l)]
        parameters["b" + str(l)] = parameters["b" + str(l)] - learning_rate * grads["db" + str(l)]
    return parameters


X, Y = load_data()
layer_dims = [2, 8, 5, 1]
L = len(layer_dims) - 1
parameters = initialize(layer_dims)
lambd = 0.5
alpha0 = 0.5

for i in range(600):
    alpha = alpha0 / (1 + 0.002 * i)
    AL, cache = forward_propagation(X, parameters, L)
    cost = compute_cost(AL, Y, parameters, lambd, L)
    grads = backward_propagation(AL, Y, cache, parameters, lambd, L)
    parameters = update_parameters(parameters, grads, alpha, L)
    if i % 100 == 0:
        print("Cost after iteration %i: %.8f" % (i, cost))

AL, cache = forward_propagation(X, parameters, L)
print("Final cost: %.8f" % compute_cost(AL, Y, parameters, lambd, L))
print("Accuracy:", np.mean((AL > 0.5) == Y))
