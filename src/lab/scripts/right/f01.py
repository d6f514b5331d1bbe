# L-layer network on the "two rings" toy problem.
# Convention: every COLUMN of X is one example, so X is (2, m) and Y is (1, m).
import numpy as np

np.random.seed(3)


def load_rings(m):
    labels = np.random.randint(0, 2, m)
    radius = np.where(labels == 1, 0.7, 1.6) + 0.18 * np.random.randn(m)
    angle = 2 * np.pi * np.random.rand(m)
    X = np.vstack([radius * np.cos(angle), radius * np.sin(angle)])
    Y = labels.reshape(1, m).astype(float)
    return X, Y


def sigmoid(Z):
    return 1.0 / (1.0 + np.exp(-Z))


def initialize_parameters(layer_dims):
    params = {}
    for l in range(1, len(layer_dims)):
        fan_in = layer_dims[l - 1]
        params["W" + str(l)] = np.random.randn(layer_dims[l], fan_in) * np.sqrt(2.0 / fan_in)
        params["b" + str(l)] = np.zeros((layer_dims[l], 1))
    return params


def forward_propagation(X, params):
    L = len(params) // 2
    cache = {"A0": X}
    for l in range(1, L + 1):
        Z = np.dot(params["W" + str(l)], cache["A" + str(l - 1)]) + params["b" + str(l)]
        cache["Z" + str(l)] = Z
        # relu everywhere, sigmoid on the output unit
        cache["A" + str(l)] = sigmoid(Z) if l == L else np.maximum(0, Z)
    return cache["A" + str(L)], cache


def compute_cost(AL, Y, params, lambd):
    """J = cross entropy averaged over the m examples + lambd/(2m) * sum of squared weights"""
    m = Y.shape[1]
    L = len(params) // 2
    cross_entropy = -np.sum(Y * np.log(AL + 1e-12) + (1 - Y) * np.log(1 - AL + 1e-12)) / m
    squares = sum(np.sum(np.square(params["W" + str(l)])) for l in range(1, L + 1))
    return cross_entropy + lambd / (2 * m) * squares


def backward_propagation(AL, Y, cache, params, lambd):
    m = Y.shape[1]
    L = len(params) // 2
    grads = {}
    dZ = AL - Y
    for l in range(L, 0, -1):
        W = params["W" + str(l)]
        grads["dW" + str(l)] = np.dot(dZ, cache["A" + str(l - 1)].T) / m + (lambd / m) * W
        grads["db" + str(l)] = np.sum(dZ, axis=1, keepdims=True) / m
        if l > 1:
            dA = np.dot(W.T, dZ)
            dZ = dA * (cache["Z" + str(l - 1)] > 0)
    return grads


def update_parameters(params, grads, learning_rate):
    L = len(params) // 2
    for l in range(1, L + 1):
        params["W" + str(l)] = params["W" + str(l)] - learning_rate * grads["dW" + str(l)]
        params["b" + str(l)] = params["b" + str(l)] - learning_rate * grads["db" + str(l)]
    return params


def model(X, Y, layer_dims, learning_rate=0.3, num_iterations=1200, lambd=0.5):
    params = initialize_parameters(layer_dims)
    for i in range(num_iterations):
        AL, cache = forward_propagation(X, params)
        if i % 200 == 0:
            print("Cost after iteration %d: %.6f" % (i, compute_cost(AL, Y, params, lambd)))
        grads = backward_propagation(AL, Y, cache, params, lambd)
        params = update_parameters(params, grads, learning_rate)
    return params


def accuracy(X, Y, params):
    AL, _ = forward_propagation(X, params)
    return np.mean((AL > 0.5) == (Y > 0.5))


if __name__ == "__main__":
    train_X, train_Y = load_rings(300)
    test_X, test_Y = load_rings(200)
    params = model(train_X, train_Y, [2, 8, 8, 1])
    AL, _ = forward_propagation(test_X, params)
    print("test cross entropy: %.6f" % compute_cost(AL, test_Y, params, 0.0))
    print("train accuracy: %.5f" % accuracy(train_X, train_Y, params))
    print("test accuracy: %.5f" % accuracy(test_X, test_Y, params))
