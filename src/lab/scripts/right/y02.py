import numpy as np


def load_data(m, seed):
    # two noisy rings, examples are the columns of X
    rng = np.random.RandomState(seed)
    half = m // 2
    t = rng.rand(m) * 2 * np.pi
    r = np.concatenate([rng.normal(0.6, 0.15, half), rng.normal(1.4, 0.2, m - half)])
    X = np.vstack([r * np.cos(t), r * np.sin(t)])
    Y = np.concatenate([np.ones(half), np.zeros(m - half)]).reshape(1, m)
    return X, Y


def initialize_parameters(layer_dims):
    np.random.seed(3)
    parameters = {}
    L = len(layer_dims)
    for l in range(1, L):
        parameters['W' + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * np.sqrt(2 / layer_dims[l - 1])
        parameters['b' + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters


def forward_propagation(X, parameters):
    L = len(parameters) // 2
    cache = {'A0': X}
    A = X
    for l in range(1, L):
        Z = np.dot(parameters['W' + str(l)], A) + parameters['b' + str(l)]
        A = np.maximum(0, Z)
        cache['Z' + str(l)] = Z
        cache['A' + str(l)] = A
    ZL = np.dot(parameters['W' + str(L)], A) + parameters['b' + str(L)]
    AL = 1 / (1 + np.exp(-ZL))
    cache['Z' + str(L)] = ZL
    cache['A' + str(L)] = AL
    return AL, cache


def compute_cost(AL, Y, parameters, lambd):
    m = Y.shape[1]
    L = len(parameters) // 2
    cross_entropy_cost = -1 / m * np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))
    L2_cost = 0
    for l in range(1, L + 1):
        L2_cost += np.sum(np.square(parameters['W' + str(l)]))
    return cross_entropy_cost + lambd / (2 * m) * L2_cost


def backward_propagation(Y, parameters, cache, lambd):
    grads = {}
    m = Y.shape[1]
    L = len(parameters) // 2
    dZ = cache['A' + str(L)] - Y
    for l in reversed(range(1, L + 1)):
        W = parameters['W' + str(l)]
        grads['dW' + str(l)] = 1 / m * np.dot(dZ, cache['A' + str(l - 1)].T) + lambd / m * W
        grads['db' + str(l)] = 1 / m * np.sum(dZ, axis=1, keepdims=True)
        if l > 1:
            dA_prev = np.dot(W.T, dZ)
            dZ = dA_prev * (cache['Z' + str(l - 1)] > 0)
    return grads


def update_parameters(parameters, grads, learning_rate):
    L = len(parameters) // 2
    for l in range(1, L + 1):
        parameters['W' + str(l)] = parameters['W' + str(l)] - learning_rate * grads['dW' + str(l)]
        parameters['b' + str(l)] = parameters['b' + str(l)] - learning_rate * grads['db' + str(l)]
    return parameters


def predict(X, parameters):
    AL, _ = forward_propagation(X, parameters)
    return (AL > 0.5).astype(int)


def model(X, Y, layer_dims, learning_rate=0.3, num_iterations=1200, lambd=0.1):
    parameters = initialize_parameters(layer_dims)
    for i in range(num_iterations):
        AL, cache = forward_propagation(X, parameters)
        cost = compute_cost(AL, Y, parameters, lambd)
        grads = backward_propagation(Y, parameters, cache, lambd)
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 200 == 0:
            print("Cost after iteration %i: %f" % (i, cost))
    return parameters


if __name__ == "__main__":
    train_X, train_Y = load_data(200, 1)
    test_X, test_Y = load_data(100, 2)
    parameters = model(train_X, train_Y, [2, 8, 5, 1])
    print("Train accuracy: %.3f" % np.mean(predict(train_X, parameters) == train_Y))
    print("Test accuracy: %.3f" % np.mean(predict(test_X, parameters) == test_Y))
