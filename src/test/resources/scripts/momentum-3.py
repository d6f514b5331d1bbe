"""Mini-batch gradient descent with (exponentially averaged) momentum, Coursera course 2 notation."""
import math
import numpy as np


def random_mini_batches(X, Y, mini_batch_size, seed):
    np.random.seed(seed)
    m = X.shape[1]
    permutation = list(np.random.permutation(m))
    shuffled_X = X[:, permutation]
    shuffled_Y = Y[:, permutation].reshape((1, m))
    batches = []
    for k in range(math.ceil(m / mini_batch_size)):
        lo, hi = k * mini_batch_size, (k + 1) * mini_batch_size
        batches.append((shuffled_X[:, lo:hi], shuffled_Y[:, lo:hi]))
    return batches


def initialize_velocity(parameters):
    return {"d" + k: np.zeros_like(p) for k, p in parameters.items()}


def forward_backward(X, Y, parameters):
    m = X.shape[1]
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    W3, b3 = parameters["W3"], parameters["b3"]
    z1 = np.dot(W1, X) + b1
    a1 = np.maximum(0, z1)
    z2 = np.dot(W2, a1) + b2
    a2 = np.maximum(0, z2)
    z3 = np.dot(W3, a2) + b3
    a3 = 1 / (1 + np.exp(-z3))

    cost = np.sum(np.multiply(-np.log(a3), Y) + np.multiply(-np.log(1 - a3), 1 - Y)) / m

    dz3 = 1. / m * (a3 - Y)
    dW3 = np.dot(dz3, a2.T)
    db3 = np.sum(dz3, axis=1, keepdims=True)
    da2 = np.dot(W3.T, dz3)
    dz2 = np.multiply(da2, np.int64(a2 > 0))
    dW2 = np.dot(dz2, a1.T)
    db2 = np.sum(dz2, axis=1, keepdims=True)
    da1 = np.dot(W2.T, dz2)
    dz1 = np.multiply(da1, np.int64(a1 > 0))
    dW1 = np.dot(dz1, X.T)
    db1 = np.sum(dz1, axis=1, keepdims=True)
    grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dW3": dW3, "db3": db3}
    return cost, grads


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    for key in parameters:
        v["d" + key] = beta * v["d" + key] + (1 - beta) * grads["d" + key]
        parameters[key] = parameters[key] - learning_rate * v["d" + key]
    return parameters, v


np.random.seed(7)
angle = np.random.rand(96) * np.pi
outer = np.vstack([np.cos(angle[:48]), np.sin(angle[:48])])
inner = np.vstack([1 - np.cos(angle[48:]), 0.4 - np.sin(angle[48:])])
train_X = np.hstack([outer, inner]) + 0.1 * np.random.randn(2, 96)
train_Y = np.hstack([np.zeros((1, 48)), np.ones((1, 48))])

layers_dims = [2, 5, 2, 1]
parameters = {}
for l in range(1, 4):
    parameters["W%d" % l] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * np.sqrt(2. / layers_dims[l - 1])
    parameters["b%d" % l] = np.zeros((layers_dims[l], 1))
v = initialize_velocity(parameters)

seed = 10
for i in range(83):
    seed = seed + 1
    cost_total = 0
    for minibatch_X, minibatch_Y in random_mini_batches(train_X, train_Y, 32, seed):
        cost, grads = forward_backward(minibatch_X, minibatch_Y, parameters)
        cost_total += cost * minibatch_X.shape[1]
        parameters, v = update_parameters_with_momentum(parameters, grads, v, beta=0.9, learning_rate=0.1)
    if i % 40 == 0:
        print("Cost after epoch %i: %f" % (i, cost_total / 96))
