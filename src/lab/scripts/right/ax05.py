import numpy as np

# Assignment 2: deep network, examples in columns, RMSprop.
# Three classes: rings around the origin.

LAYERS = [2, 12, 12, 12, 3]
ALPHA = 0.05   # slope of leaky relu


def load_rings(m, seed):
    rs = np.random.RandomState(seed)
    labels = rs.randint(0, 3, m)
    radius = 0.4 + 0.6 * labels + 0.12 * rs.randn(m)
    angle = 2 * np.pi * rs.rand(m)
    X = np.vstack([radius * np.cos(angle), 0.7 * radius * np.sin(angle)])
    Y = np.zeros((3, m))
    Y[labels, np.arange(m)] = 1
    return X, Y


def initialize(layers, seed=3):
    rs = np.random.RandomState(seed)
    parameters = {}
    for l in range(1, len(layers)):
        parameters['W' + str(l)] = rs.randn(layers[l], layers[l - 1]) * np.sqrt(2. / layers[l - 1])
        parameters['b' + str(l)] = np.zeros((layers[l], 1))
    return parameters


def leaky_relu(Z):
    return np.where(Z > 0, Z, ALPHA * Z)


def leaky_relu_prime(Z):
    return np.where(Z > 0, 1.0, ALPHA)


def softmax(Z):
    E = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return E / np.sum(E, axis=0, keepdims=True)


def forward_propagation(X, parameters):
    cache = {'A0': X}
    L = len(parameters) // 2
    for l in range(1, L + 1):
        Z = np.dot(parameters['W' + str(l)], cache['A' + str(l - 1)]) + parameters['b' + str(l)]
        cache['Z' + str(l)] = Z
        cache['A' + str(l)] = softmax(Z) if l == L else leaky_relu(Z)
    return cache['A' + str(L)], cache


def compute_cost(AL, Y):
    m = Y.shape[1]
    return -np.sum(Y * np.log(AL + 1e-12)) / m


def backward_propagation(Y, parameters, cache):
    grads = {}
    m = Y.shape[1]
    L = len(parameters) // 2
    dZ = cache['A' + str(L)] - Y
    for l in range(L, 0, -1):
        grads['W' + str(l)] = np.dot(dZ, cache['A' + str(l - 1)].T) / m
        grads['b' + str(l)] = np.sum(dZ, axis=1, keepdims=True) / m
        if l > 1:
            dA = np.dot(parameters['W' + str(l)].T, dZ)
            dZ = dA * leaky_relu_prime(cache['Z' + str(l - 1)])
    return grads


def rmsprop(parameters, grads, S, lr, rho=0.9, eps=1e-8):
    for key in parameters:
        S[key] = rho * S[key] + (1 - rho) * grads[key] ** 2
        parameters[key] = parameters[key] - lr * grads[key] / (np.sqrt(S[key]) + eps)


def accuracy(X, Y, parameters):
    AL, _ = forward_propagation(X, parameters)
    return np.mean(np.argmax(AL, axis=0) == np.argmax(Y, axis=0))


def train(X, Y, num_iterations=400, lr0=0.004, decay=0.01):
    parameters = initialize(LAYERS)
    S = {key: np.zeros(parameters[key].shape) for key in parameters}
    for i in range(num_iterations):
        AL, cache = forward_propagation(X, parameters)
        if i % 80 == 0:
            print("Cost after iteration %i: %.4f" % (i, compute_cost(AL, Y)))
        grads = backward_propagation(Y, parameters, cache)
        rmsprop(parameters, grads, S, lr0 / (1 + decay * i))
    return parameters


X_train, Y_train = load_rings(300, seed=0)
X_test, Y_test = load_rings(200, seed=1)
parameters = train(X_train, Y_train)
AL_test, _ = forward_propagation(X_test, parameters)
print("Test cost: %.4f" % compute_cost(AL_test, Y_test))
print("Train accuracy: %.4f" % accuracy(X_train, Y_train, parameters))
print("Test accuracy: %.4f" % accuracy(X_test, Y_test, parameters))
