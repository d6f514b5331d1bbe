import numpy as np
import math


def load_moons(m, seed):
    rng = np.random.RandomState(seed)
    t = rng.rand(m) * math.pi
    Y = (np.arange(m) % 2).reshape(1, m)
    X = np.zeros((2, m))
    X[0] = np.where(Y[0] == 0, np.cos(t), 1 - np.cos(t))
    X[1] = np.where(Y[0] == 0, np.sin(t), 0.4 - np.sin(t))
    return X + 0.15 * rng.randn(2, m), Y


def initialize_parameters(layer_dims):
    np.random.seed(3)
    parameters = {}
    L = len(layer_dims)
    for l in range(1, L):
        parameters["W" + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * np.sqrt(2 / layer_dims[l - 1])
        parameters["b" + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters


def forward_propagation(X, parameters):
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    W3, b3 = parameters["W3"], parameters["b3"]
    Z1 = np.dot(W1, X) + b1
    A1 = np.maximum(0, Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = np.maximum(0, Z2)
    Z3 = np.dot(W3, A2) + b3
    A3 = 1 / (1 + np.exp(-Z3))
    cache = (Z1, A1, Z2, A2, Z3, A3)
    return A3, cache


def compute_cost(A3, Y):
    m = Y.shape[1]
    logprobs = Y * np.log(A3) + (1 - Y) * np.log(1 - A3)
    return -np.sum(logprobs) / m


def backward_propagation(X, Y, cache, parameters):
    m = X.shape[1]
    (Z1, A1, Z2, A2, Z3, A3) = cache
    dZ3 = A3 - Y
    dW3 = 1. / m * np.dot(dZ3, A2.T)
    db3 = 1. / m * np.sum(dZ3, axis=1, keepdims=True)
    dA2 = np.dot(parameters["W3"].T, dZ3)
    dZ2 = np.multiply(dA2, np.int64(Z2 > 0))
    dW2 = 1. / m * np.dot(dZ2, A1.T)
    db2 = 1. / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(parameters["W2"].T, dZ2)
    dZ1 = np.multiply(dA1, np.int64(Z1 > 0))
    dW1 = 1. / m * np.dot(dZ1, X.T)
    db1 = 1. / m * np.sum(dZ1, axis=1, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dW3": dW3, "db3": db3}


def random_mini_batches(X, Y, mini_batch_size, seed):
    np.random.seed(seed)
    m = X.shape[1]
    permutation = list(np.random.permutation(m))
    shuffled_X = X[:, permutation]
    shuffled_Y = Y[:, permutation]
    mini_batches = []
    for k in range(math.ceil(m / mini_batch_size)):
        lo, hi = k * mini_batch_size, (k + 1) * mini_batch_size
        mini_batches.append((shuffled_X[:, lo:hi], shuffled_Y[:, lo:hi]))
    return mini_batches


def update_with_adam(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    for key in parameters:
        g = grads["d" + key]
        v[key] = beta1 * v[key] + (1 - beta1) * g
        s[key] = beta2 * s[key] + (1 - beta2) * np.power(g, 2)
        v_corrected = v[key] / (1 - beta1 ** t)
        s_corrected = s[key] / (1 - beta2 ** t)
        parameters[key] = parameters[key] - learning_rate * v_corrected / (np.sqrt(s_corrected) + epsilon)


train_X, train_Y = load_moons(300, 0)
parameters = initialize_parameters([2, 8, 5, 1])
v = {k: np.zeros_like(p) for k, p in parameters.items()}
s = {k: np.zeros_like(p) for k, p in parameters.items()}
t = 0
for epoch in range(60):
    cost_total = 0
    for minibatch_X, minibatch_Y in random_mini_batches(train_X, train_Y, 64, epoch + 10):
        A3, cache = forward_propagation(minibatch_X, parameters)
        cost_total += compute_cost(A3, minibatch_Y) * minibatch_X.shape[1]
        grads = backward_propagation(minibatch_X, minibatch_Y, cache, parameters)
        t = t + 1
        update_with_adam(parameters, grads, v, s, t)
    if epoch % 10 == 0:
        print("Cost after epoch %i: %f" % (epoch, cost_total / train_X.shape[1]))
A3, _ = forward_propagation(train_X, parameters)
print("final cost %f, accuracy %f" % (compute_cost(A3, train_Y), np.mean((A3 > 0.5) == train_Y)))
