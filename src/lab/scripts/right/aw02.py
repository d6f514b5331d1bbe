import numpy as np

# L-layer network, [LINEAR->RELU]*(L-1) -> LINEAR->SIGMOID, with L2 regularization


def load_dataset(m=160):
    np.random.seed(3)
    X = np.random.uniform(-1, 1, (2, m))
    Y = ((X[0] > 0) != (X[1] > 0)).astype(float).reshape(1, m)
    X = X + 0.05 * np.random.randn(2, m)
    return X, Y


def initialize_parameters_deep(layer_dims):
    np.random.seed(5)
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters['W' + str(l)] = np.random.randn(layer_dims[l], layer_dims[l-1]) * np.sqrt(2. / layer_dims[l-1])
        parameters['b' + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters


def relu(Z):
    return np.maximum(0, Z)


def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def L_model_forward(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L + 1):
        A_prev = A
        W = parameters['W' + str(l)]
        b = parameters['b' + str(l)]
        Z = np.dot(W, A_prev) + b
        A = sigmoid(Z) if l == L else relu(Z)
        caches.append((A_prev, W, Z))
    return A, caches


def compute_cost(AL, Y, parameters, lambd):
    m = Y.shape[1]
    L = len(parameters) // 2
    cross_entropy = -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m
    l2 = sum(np.sum(np.square(parameters['W' + str(l)])) for l in range(1, L + 1))
    return cross_entropy + lambd / (2 * m) * l2


def linear_backward(dZ, cache, lambd):
    A_prev, W, Z = cache
    m = A_prev.shape[1]
    dW = np.dot(dZ, A_prev.T) / m + lambd / m * W
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dA_prev = np.dot(W.T, dZ)
    return dA_prev, dW, db


def L_model_backward(AL, Y, caches, lambd):
    grads = {}
    L = len(caches)

    # derivative of the cost with respect to AL, then sigmoid
    dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    s = sigmoid(caches[L-1][2])
    dZ = dAL * s * (1 - s)
    dA, grads['dW' + str(L)], grads['db' + str(L)] = linear_backward(dZ, caches[L-1], lambd)

    for l in reversed(range(L - 1)):
        dZ = np.array(dA, copy=True)
        dZ[caches[l][2] <= 0] = 0
        dA, dW, db = linear_backward(dZ, caches[l], lambd)
        grads['dW' + str(l + 1)] = dW
        grads['db' + str(l + 1)] = db
    return grads


def update_parameters(parameters, grads, learning_rate):
    L = len(parameters) // 2
    for l in range(1, L + 1):
        parameters['W' + str(l)] = parameters['W' + str(l)] - learning_rate * grads['dW' + str(l)]
        parameters['b' + str(l)] = parameters['b' + str(l)] - learning_rate * grads['db' + str(l)]
    return parameters


def L_layer_model(X, Y, layers_dims, learning_rate=0.2, num_iterations=1500, lambd=0.1):
    parameters = initialize_parameters_deep(layers_dims)
    for i in range(0, num_iterations):
        AL, caches = L_model_forward(X, parameters)
        cost = compute_cost(AL, Y, parameters, lambd)
        grads = L_model_backward(AL, Y, caches, lambd)
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 300 == 0:
            print("Cost after iteration {}: {:.4f}".format(i, cost))
    return parameters


if __name__ == "__main__":
    train_X, train_Y = load_dataset()
    params = L_layer_model(train_X, train_Y, [2, 10, 6, 1])
    AL, _ = L_model_forward(train_X, params)
    print("Final cost: {:.4f}".format(compute_cost(AL, train_Y, params, 0.1)))
    print("Train accuracy: {:.4f}".format(np.mean((AL > 0.5) == train_Y)))
