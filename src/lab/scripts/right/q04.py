# L-layer neural network (LINEAR->RELU)*(L-1) -> LINEAR -> SIGMOID
# with inverted dropout and L2 regularization. Examples are the COLUMNS of X.
import numpy as np


def load_flower(m=240):
    np.random.seed(3)
    N = m // 2
    X = np.zeros((2, m))
    Y = np.zeros((1, m))
    for j in range(2):
        ix = range(N * j, N * (j + 1))
        t = np.linspace(j * 3.12, (j + 1) * 3.12, N) + np.random.randn(N) * 0.15
        r = 2 * np.sin(4 * t) + np.random.randn(N) * 0.15
        X[0, ix], X[1, ix] = r * np.sin(t), r * np.cos(t)
        Y[0, ix] = j
    return X, Y


def initialize_parameters_he(layer_dims):
    np.random.seed(5)
    parameters = {}
    L = len(layer_dims)
    for l in range(1, L):
        parameters['W' + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * np.sqrt(2. / layer_dims[l - 1])
        parameters['b' + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters


def forward_propagation(X, parameters, keep_prob=1.0):
    L = len(parameters) // 2
    cache = {'A0': X}
    A = X
    for l in range(1, L):
        Z = np.dot(parameters['W' + str(l)], A) + parameters['b' + str(l)]
        A = np.maximum(0, Z)
        D = (np.random.rand(A.shape[0], A.shape[1]) < keep_prob).astype(float)
        A = A * D / keep_prob
        cache['Z' + str(l)] = Z
        cache['D' + str(l)] = D
        cache['A' + str(l)] = A
    ZL = np.dot(parameters['W' + str(L)], A) + parameters['b' + str(L)]
    AL = 1 / (1 + np.exp(-ZL))
    return AL, cache


def compute_cost(AL, Y, parameters, lambd):
    m = Y.shape[1]
    L = len(parameters) // 2
    logprobs = Y * np.log(AL + 1e-12) + (1 - Y) * np.log(1 - AL + 1e-12)
    cross_entropy_cost = -np.sum(logprobs) / m
    L2_cost = 0
    for l in range(1, L + 1):
        L2_cost += np.sum(np.square(parameters['W' + str(l)]))
    return cross_entropy_cost + lambd / (2 * m) * L2_cost


def backward_propagation(AL, Y, cache, parameters, lambd, keep_prob):
    grads = {}
    m = Y.shape[1]
    L = len(parameters) // 2
    dZ = AL - Y
    for l in range(L, 0, -1):
        W = parameters['W' + str(l)]
        A_prev = cache['A' + str(l - 1)]
        grads['dW' + str(l)] = 1. / m * np.dot(dZ, A_prev.T) + (lambd / m) * W
        grads['db' + str(l)] = 1. / m * np.sum(dZ, axis=1, keepdims=True)
        if l > 1:
            dA = np.dot(W.T, dZ)
            dA = dA * cache['D' + str(l - 1)] / keep_prob
            dZ = dA * (cache['Z' + str(l - 1)] > 0)
    return grads


def update_parameters(parameters, grads, learning_rate):
    L = len(parameters) // 2
    for l in range(1, L + 1):
        parameters['W' + str(l)] = parameters['W' + str(l)] - learning_rate * grads['dW' + str(l)]
        parameters['b' + str(l)] = parameters['b' + str(l)] - learning_rate * grads['db' + str(l)]
    return parameters


def model(X, Y, layer_dims, learning_rate=0.3, num_iterations=3000, lambd=0.05, keep_prob=0.95, print_cost=True):
    parameters = initialize_parameters_he(layer_dims)
    for i in range(num_iterations):
        AL, cache = forward_propagation(X, parameters, keep_prob)
        cost = compute_cost(AL, Y, parameters, lambd)
        grads = backward_propagation(AL, Y, cache, parameters, lambd, keep_prob)
        parameters = update_parameters(parameters, grads, learning_rate)
        if print_cost and i % 500 == 0:
            print("Cost after iteration {}: {:.6f}".format(i, cost))
    return parameters


X, Y = load_flower()
layers_dims = [2, 16, 16, 1]
parameters = model(X, Y, layers_dims)
AL, _ = forward_propagation(X, parameters)      # no dropout at test time
predictions = (AL > 0.5)
print("Cost without dropout:", compute_cost(AL, Y, parameters, 0.05))
print("Accuracy: %.1f %%" % (100 * np.mean(predictions == Y)))
