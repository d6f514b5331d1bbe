import numpy as np

# Planar data, 3-layer network: LINEAR->RELU->LINEAR->RELU->LINEAR->SIGMOID
# with L2 regularization, dropout and gradient descent with momentum.


def load_planar_dataset(m=240):
    np.random.seed(2)
    t = np.random.rand(1, m) * 2 * np.pi
    Y = (np.random.rand(1, m) > 0.5).astype(float)
    r = 1.0 + 1.2 * Y + 0.25 * np.random.randn(1, m)
    X = np.vstack((r * np.cos(t), r * np.sin(t)))
    return X, Y


def initialize_parameters(layer_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters["W" + str(l)] = np.random.randn(layer_dims[l], layer_dims[l-1]) * np.sqrt(2. / layer_dims[l-1])
        parameters["b" + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters


def initialize_velocity(parameters):
    return {"d" + key: np.zeros_like(value) for key, value in parameters.items()}


def random_mini_batches(X, Y, mini_batch_size, seed):
    np.random.seed(seed)
    m = X.shape[1]
    permutation = list(np.random.permutation(m))
    shuffled_X = X[:, permutation]
    shuffled_Y = Y[:, permutation]
    return [(shuffled_X[:, k:k + mini_batch_size], shuffled_Y[:, k:k + mini_batch_size])
            for k in range(0, m, mini_batch_size)]


def relu(Z):
    return np.maximum(0, Z)


def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def forward_propagation(X, parameters, keep_prob=1.0):
    W1, b1, W2, b2, W3, b3 = [parameters[k] for k in ("W1", "b1", "W2", "b2", "W3", "b3")]
    Z1 = np.dot(W1, X) + b1
    A1 = relu(Z1)
    D1 = (np.random.rand(*A1.shape) < keep_prob)
    A1 = A1 * D1 / keep_prob
    Z2 = np.dot(W2, A1) + b2
    A2 = relu(Z2)
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, Z2, A2)


def compute_cost(A3, Y, parameters, lambd):
    m = Y.shape[1]
    cross_entropy = -np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / m
    L2 = lambd / (2 * m) * sum(np.sum(np.square(parameters["W" + str(l)])) for l in (1, 2, 3))
    return cross_entropy + L2


def backward_propagation(X, Y, A3, cache, parameters, lambd, keep_prob):
    m = X.shape[1]
    W1, W2, W3 = parameters["W1"], parameters["W2"], parameters["W3"]
    Z1, D1, A1, Z2, A2 = cache

    dZ3 = A3 - Y
    dW3 = 1. / m * np.dot(dZ3, A2.T) + lambd / m * W3
    db3 = 1. / m * np.sum(dZ3, axis=1, keepdims=True)

    dA2 = np.dot(W3.T, dZ3)
    dZ2 = np.multiply(dA2, np.int64(Z2 > 0))
    dW2 = 1. / m * np.dot(dZ2, A1.T) + lambd / m * W2
    db2 = 1. / m * np.sum(dZ2, axis=1, keepdims=True)

    dA1 = np.dot(W2.T, dZ2)
    dA1 = dA1 * D1 / keep_prob
    dZ1 = np.multiply(dA1, np.int64(Z1 > 0))
    dW1 = 1. / m * np.dot(dZ1, X.T) + lambd / m * W1
    db1 = 1. / m * np.sum(dZ1, axis=1, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dW3": dW3, "db3": db3}


def update_parameters(parameters, grads, v, beta, learning_rate):
    for key in parameters:
        v["d" + key] = beta * v["d" + key] + (1 - beta) * grads["d" + key]
        parameters[key] = parameters[key] - learning_rate * v["d" + key]
    return parameters, v


X, Y = load_planar_dataset()
lambd, keep_prob = 0.1, 0.85
parameters = initialize_parameters([2, 10, 5, 1])
v = initialize_velocity(parameters)
for epoch in range(100):
    for minibatch_X, minibatch_Y in random_mini_batches(X, Y, 64, seed=epoch):
        A3, cache = forward_propagation(minibatch_X, parameters, keep_prob)
        cost = compute_cost(A3, minibatch_Y, parameters, lambd)
        grads = backward_propagation(minibatch_X, minibatch_Y, A3, cache, parameters, lambd, keep_prob)
        parameters, v = update_parameters(parameters, grads, v, 0.9, 0.3)
    if epoch % 20 == 0:
        print("Cost after epoch %i: %f" % (epoch, cost))
A3, _ = forward_propagation(X, parameters)
print("Cost: %f  Accuracy: %f" % (compute_cost(A3, Y, parameters, lambd), np.mean((A3 > 0.5) == Y)))
