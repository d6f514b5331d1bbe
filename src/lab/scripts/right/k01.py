# Deep learning homework 2 - "L-layer" network with Adam
# examples are the COLUMNS of X
import numpy as np


def make_moons(m, noise, seed):
    np.random.seed(seed)
    t = np.pi * np.random.rand(m)
    Y = (np.arange(m) % 2).reshape(1, m)
    x1 = np.where(Y == 0, np.cos(t), 1 - np.cos(t))
    x2 = np.where(Y == 0, np.sin(t), 0.5 - np.sin(t))
    X = np.vstack([x1, x2]) + noise * np.random.randn(2, m)
    return X, Y


def initialize_parameters(layer_dims, seed=3):
    np.random.seed(seed)
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters['W' + str(l)] = np.random.randn(layer_dims[l], layer_dims[l-1]) * np.sqrt(2. / layer_dims[l-1])
        parameters['b' + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters


def forward_propagation(X, parameters):
    W1, b1 = parameters['W1'], parameters['b1']
    W2, b2 = parameters['W2'], parameters['b2']
    W3, b3 = parameters['W3'], parameters['b3']
    Z1 = np.dot(W1, X) + b1
    A1 = np.maximum(0, Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = np.maximum(0, Z2)
    Z3 = np.dot(W3, A2) + b3
    A3 = 1. / (1. + np.exp(-Z3))
    return A3, (Z1, A1, Z2, A2, Z3)


def compute_cost(A3, Y, parameters, lambd):
    m = Y.shape[1]
    logprobs = np.multiply(-np.log(A3 + 1e-12), Y) + np.multiply(-np.log(1 - A3 + 1e-12), 1 - Y)
    L2 = sum(np.sum(np.square(parameters['W' + str(l)])) for l in range(1, 4))
    return np.sum(logprobs) / m + lambd / (2 * m) * L2


def backward_propagation(X, Y, A3, cache, parameters, lambd):
    m = X.shape[1]
    Z1, A1, Z2, A2, Z3 = cache
    grads = {}
    dZ3 = A3 - Y
    grads['W3'] = 1. / m * np.dot(dZ3, A2.T) + lambd / m * parameters['W3']
    grads['b3'] = 1. / m * np.sum(dZ3, axis=1, keepdims=True)
    dA2 = np.dot(parameters['W3'].T, dZ3)
    dZ2 = np.multiply(dA2, np.int64(Z2 > 0))
    grads['W2'] = 1. / m * np.dot(dZ2, A1.T) + lambd / m * parameters['W2']
    grads['b2'] = 1. / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(parameters['W2'].T, dZ2)
    dZ1 = np.multiply(dA1, np.int64(Z1 > 0))
    grads['W1'] = 1. / m * np.dot(dZ1, X.T) + lambd / m * parameters['W1']
    grads['b1'] = 1. / m * np.sum(dZ1, axis=1, keepdims=True)
    return grads


def random_mini_batches(X, Y, size, seed):
    np.random.seed(seed)
    m = X.shape[1]
    permutation = list(np.random.permutation(m))
    shuffled_X = X[:, permutation]
    shuffled_Y = Y[:, permutation]
    return [(shuffled_X[:, k:k + size], shuffled_Y[:, k:k + size]) for k in range(0, m, size)]


def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate,
                                beta1=0.9, beta2=0.999, epsilon=1e-8):
    for key in parameters:
        v[key] = beta1 * v[key] + (1 - beta1) * grads[key]
        s[key] = beta2 * s[key] + (1 - beta2) * np.square(grads[key])
        v_corrected = v[key] / (1 - beta1 ** t)
        s_corrected = s[key] / (1 - beta2 ** t)
        parameters[key] = parameters[key] - learning_rate * v_corrected / (np.sqrt(s_corrected) + epsilon)
    return parameters, v, s


def model(X, Y, layer_dims, learning_rate=0.005, lambd=0.1, mini_batch_size=64, num_epochs=200):
    parameters = initialize_parameters(layer_dims)
    v = {key: np.zeros_like(p) for key, p in parameters.items()}
    s = {key: np.zeros_like(p) for key, p in parameters.items()}
    t = 0
    seed = 10
    for i in range(num_epochs):
        seed = seed + 1
        minibatches = random_mini_batches(X, Y, mini_batch_size, seed)
        cost_total = 0
        for minibatch_X, minibatch_Y in minibatches:
            A3, cache = forward_propagation(minibatch_X, parameters)
            cost_total += compute_cost(A3, minibatch_Y, parameters, lambd)
            grads = backward_propagation(minibatch_X, minibatch_Y, A3, cache, parameters, lambd)
            t = t + 1
            parameters, v, s = update_parameters_with_adam(parameters, grads, v, s, t, learning_rate)
        if i % 40 == 0 or i == num_epochs - 1:
            print("Cost after epoch %i: %f" % (i, cost_total / len(minibatches)))
    return parameters


train_X, train_Y = make_moons(300, 0.2, 1)
test_X, test_Y = make_moons(200, 0.2, 2)
params = model(train_X, train_Y, [2, 8, 8, 1])
for name, data, labels in [("Train", train_X, train_Y), ("Test", test_X, test_Y)]:
    A, _ = forward_propagation(data, params)
    print("%s accuracy: %.4f" % (name, np.mean((A > 0.5) == labels)))
