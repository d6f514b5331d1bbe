import numpy as np


def load_rings(m, rng):
    r = np.concatenate([rng.uniform(0, 1.0, m // 2), rng.uniform(1.1, 2.0, m // 2)])
    t = rng.uniform(0, 2 * np.pi, m)
    X = np.vstack([r * np.cos(t), r * np.sin(t)]) + 0.05 * rng.standard_normal((2, m))
    Y = np.concatenate([np.zeros(m // 2), np.ones(m // 2)]).reshape(1, m)
    return X, Y


def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def leaky_relu(Z):
    return np.where(Z > 0, Z, 0.1 * Z)


def leaky_relu_backward(dA, Z):
    return dA * np.where(Z > 0, 1.0, 0.1)


def initialize_parameters(layer_dims, rng):
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters['W' + str(l)] = rng.standard_normal((layer_dims[l], layer_dims[l - 1])) * np.sqrt(2 / layer_dims[l - 1])
        parameters['b' + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters


def forward_propagation(X, parameters, keep_prob=1.0, rng=None):
    Z1 = parameters['W1'] @ X + parameters['b1']
    A1 = leaky_relu(Z1)
    D1 = np.ones_like(A1)
    if keep_prob < 1.0:
        D1 = rng.random(A1.shape) < keep_prob
    A1 = A1 * D1 / keep_prob
    Z2 = parameters['W2'] @ A1 + parameters['b2']
    A2 = leaky_relu(Z2)
    D2 = np.ones_like(A2)
    if keep_prob < 1.0:
        D2 = rng.random(A2.shape) < keep_prob
    A2 = A2 * D2 / keep_prob
    Z3 = parameters['W3'] @ A2 + parameters['b3']
    A3 = sigmoid(Z3)
    cache = (Z1, D1, A1, Z2, D2, A2, Z3, A3)
    return A3, cache


def compute_cost(A3, Y, parameters, lambd):
    m = Y.shape[1]
    cross_entropy = -np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / m
    l2 = sum(np.sum(np.square(parameters['W' + str(l)])) for l in (1, 2, 3))
    return cross_entropy + lambd / (2 * m) * l2


def backward_propagation(X, Y, cache, parameters, lambd, keep_prob):
    m = X.shape[1]
    (Z1, D1, A1, Z2, D2, A2, Z3, A3) = cache
    W1, W2, W3 = parameters['W1'], parameters['W2'], parameters['W3']
    grads = {}
    dZ3 = A3 - Y
    grads['dW3'] = 1. / m * np.dot(dZ3, A2.T) + lambd / m * W3
    grads['db3'] = 1. / m * np.sum(dZ3, axis=1, keepdims=True)
    dA2 = np.dot(W3.T, dZ3)
    dA2 = dA2 * D2 / keep_prob
    dZ2 = leaky_relu_backward(dA2, Z2)
    grads['dW2'] = 1. / m * np.dot(dZ2, A1.T) + lambd / m * W2
    grads['db2'] = 1. / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    dA1 = dA1 * D1 / keep_prob
    dZ1 = leaky_relu_backward(dA1, Z1)
    grads['dW1'] = 1. / m * np.dot(dZ1, X.T) + lambd / m * W1
    grads['db1'] = 1. / m * np.sum(dZ1, axis=1, keepdims=True)
    return grads


def update_parameters(parameters, grads, learning_rate):
    for key in parameters:
        parameters[key] = parameters[key] - learning_rate * grads['d' + key]
    return parameters


def model(X, Y, layer_dims, learning_rate=0.3, num_iterations=600, lambd=1.5, keep_prob=0.85, seed=1):
    rng = np.random.default_rng(seed)
    parameters = initialize_parameters(layer_dims, rng)
    for i in range(num_iterations):
        A3, cache = forward_propagation(X, parameters, keep_prob, rng)
        grads = backward_propagation(X, Y, cache, parameters, lambd, keep_prob)
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 100 == 0:
            A, _ = forward_propagation(X, parameters)
            print("Cost after iteration {}: {:.4f}".format(i, compute_cost(A, Y, parameters, lambd)))
    return parameters


if __name__ == "__main__":
    rng = np.random.default_rng(10)
    train_X, train_Y = load_rings(200, rng)
    test_X, test_Y = load_rings(100, rng)
    parameters = model(train_X, train_Y, [2, 10, 10, 1])
    for name, X, Y in (("train", train_X, train_Y), ("test", test_X, test_Y)):
        A, _ = forward_propagation(X, parameters)
        acc = np.mean((A > 0.5) == (Y > 0.5))
        print("{}: cost {:.4f}  accuracy {:.4f}".format(name, compute_cost(A, Y, parameters, 0.0), acc))
