import numpy as np

# Planar data classification with an L-layer network (examples are columns)

def load_data(m=300, seed=1):
    rng = np.random.RandomState(seed)
    X = rng.randn(2, m)
    Y = ((X[0] ** 2 + X[1] ** 2) > 1.2).astype(float).reshape(1, m)
    return X, Y


def initialize_parameters(layer_dims, seed=3):
    rng = np.random.RandomState(seed)
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters["W" + str(l)] = rng.randn(layer_dims[l], layer_dims[l - 1]) * np.sqrt(2.0 / layer_dims[l - 1])
        parameters["b" + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters


def relu(Z):
    return np.maximum(0, Z)


def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def forward(X, parameters):
    L = len(parameters) // 2
    caches = {"A0": X}
    A = X
    for l in range(1, L + 1):
        Z = np.dot(parameters["W" + str(l)], A) + parameters["b" + str(l)]
        if l == L:
            A = sigmoid(Z)
        else:
            A = relu(Z)
        caches["Z" + str(l)] = Z
        caches["A" + str(l)] = A
    return A, caches


def compute_cost(AL, Y, parameters, lambd):
    m = Y.shape[1]
    L = len(parameters) // 2
    cross_entropy = -np.sum(Y * np.log(AL + 1e-12) + (1 - Y) * np.log(1 - AL + 1e-12)) / m
    penalty = 0
    for l in range(1, L + 1):
        penalty += np.sum(np.square(parameters["W" + str(l)]))
    return cross_entropy + lambd / (2 * m) * penalty


def backward(AL, Y, caches, parameters, lambd):
    m = Y.shape[1]
    L = len(parameters) // 2
    grads = {}
    dZ = AL - Y
    for l in range(L, 0, -1):
        A_prev = caches["A" + str(l - 1)]
        W = parameters["W" + str(l)]
        grads["dW" + str(l)] = np.dot(dZ, A_prev.T) / m + lambd / m * W
        grads["db" + str(l)] = np.sum(dZ, axis=1, keepdims=True) / m
        if l > 1:
            dA_prev = np.dot(W.T, dZ)
            dZ = dA_prev * (caches["Z" + str(l - 1)] > 0)
    return grads


def update_parameters(parameters, grads, learning_rate):
    L = len(parameters) // 2
    for l in range(1, L + 1):
        parameters["W" + str(l)] -= learning_rate * grads["dW" + str(l)]
        parameters["b" + str(l)] -= learning_rate * grads["db" + str(l)]
    return parameters


def predict(X, parameters):
    AL, _ = forward(X, parameters)
    return (AL > 0.5).astype(float)


def model(X, Y, layer_dims, learning_rate=0.3, num_iterations=2000, lambd=0.7):
    parameters = initialize_parameters(layer_dims)
    for i in range(num_iterations):
        AL, caches = forward(X, parameters)
        cost = compute_cost(AL, Y, parameters, lambd)
        grads = backward(AL, Y, caches, parameters, lambd)
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 200 == 0:
            print("Cost after iteration %d: %.6f" % (i, cost))
    return parameters


X, Y = load_data()
parameters = model(X, Y, [2, 8, 5, 1])
print("Train accuracy: %.4f" % np.mean(predict(X, parameters) == Y))
