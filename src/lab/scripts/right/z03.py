import numpy as np

# Homework: L-layer deep network with L2 regularization
# X has shape (n_x, m), one example per column


def initialize_parameters(layer_dims):
    np.random.seed(3)
    parameters = {}
    L = len(layer_dims)
    for l in range(1, L):
        parameters['W' + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * np.sqrt(2. / layer_dims[l - 1])
        parameters['b' + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters


def relu(Z):
    return np.maximum(0, Z)


def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def forward_propagation(X, parameters):
    cache = {'A0': X}
    L = len(parameters) // 2
    A = X
    for l in range(1, L + 1):
        Z = np.dot(parameters['W' + str(l)], A) + parameters['b' + str(l)]
        if l < L:
            A = relu(Z)
        else:
            A = sigmoid(Z)
        cache['Z' + str(l)] = Z
        cache['A' + str(l)] = A
    return A, cache


def compute_cost(AL, Y, parameters, lambd):
    m = Y.shape[1]
    L = len(parameters) // 2
    cross_entropy = -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m
    l2 = 0
    for l in range(1, L + 1):
        l2 += np.sum(np.square(parameters['W' + str(l)]))
    return cross_entropy + lambd / (2 * m) * l2


def backward_propagation(AL, Y, cache, parameters, lambd):
    grads = {}
    m = Y.shape[1]
    L = len(parameters) // 2
    dZ = AL - Y
    for l in range(L, 0, -1):
        A_prev = cache['A' + str(l - 1)]
        W = parameters['W' + str(l)]
        grads['dW' + str(l)] = np.dot(dZ, A_prev.T) / m + lambd / m * W
        grads['db' + str(l)] = np.sum(dZ, axis=1, keepdims=True) / m
        if l > 1:
            dA = np.dot(W.T, dZ)
            dZ = dA * (cache['Z' + str(l - 1)] > 0)
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


def load_dataset(m=200):
    np.random.seed(7)
    radius = np.concatenate([np.random.uniform(0, 1.0, m // 2), np.random.uniform(1.3, 2.2, m // 2)])
    angle = np.random.uniform(0, 2 * np.pi, m)
    X = np.vstack([radius * np.cos(angle), radius * np.sin(angle)])
    Y = np.concatenate([np.zeros(m // 2), np.ones(m // 2)]).reshape(1, m)
    return X, Y


def model(X, Y, layers_dims, learning_rate=0.3, num_iterations=1500, lambd=0.1):
    parameters = initialize_parameters(layers_dims)
    for i in range(num_iterations):
        AL, cache = forward_propagation(X, parameters)
        cost = compute_cost(AL, Y, parameters, lambd)
        grads = backward_propagation(AL, Y, cache, parameters, lambd)
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 150 == 0:
            print("Cost after iteration {}: {:.6f}".format(i, cost))
    return parameters


train_X, train_Y = load_dataset()
parameters = model(train_X, train_Y, [2, 10, 5, 1])
predictions = predict(train_X, parameters)
print("Accuracy: {:.2f}%".format(100 * np.mean(predictions == train_Y)))
