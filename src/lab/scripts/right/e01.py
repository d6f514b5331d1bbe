# Planar data classification with an L-layer network (after week 2 of the "Improving DNNs" course)
import numpy as np


def load_moons(m):
    t = np.pi * np.random.rand(m)
    Y = (np.arange(m) % 2).reshape(1, m)
    X = np.vstack([np.where(Y == 0, np.cos(t), 1 - np.cos(t)),
                   np.where(Y == 0, np.sin(t), 0.5 - np.sin(t))])
    return X + 0.15 * np.random.randn(2, m), Y


def initialize_parameters(layer_dims):
    parameters, v = {}, {}
    for l in range(1, len(layer_dims)):
        parameters["W" + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * np.sqrt(2.0 / layer_dims[l - 1])
        parameters["b" + str(l)] = np.zeros((layer_dims[l], 1))
        v["dW" + str(l)] = np.zeros((layer_dims[l], layer_dims[l - 1]))
        v["db" + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters, v


def random_mini_batches(X, Y, mini_batch_size):
    m = X.shape[1]
    permutation = np.random.permutation(m)
    shuffled_X = X[:, permutation]
    shuffled_Y = Y[:, permutation]
    mini_batches = []
    num_complete = m // mini_batch_size
    for k in range(num_complete):
        mini_batch_X = shuffled_X[:, k * mini_batch_size:(k + 1) * mini_batch_size]
        mini_batch_Y = shuffled_Y[:, k * mini_batch_size:(k + 1) * mini_batch_size]
        mini_batches.append((mini_batch_X, mini_batch_Y))
    if m % mini_batch_size != 0:
        mini_batch_X = shuffled_X[:, num_complete * mini_batch_size:]
        mini_batch_Y = shuffled_Y[:, num_complete * mini_batch_size:]
        mini_batches.append((mini_batch_X, mini_batch_Y))
    return mini_batches


def L_model_forward(X, parameters, L):
    caches = []
    A = X
    for l in range(1, L + 1):
        A_prev = A
        Z = np.dot(parameters["W" + str(l)], A_prev) + parameters["b" + str(l)]
        A = 1 / (1 + np.exp(-Z)) if l == L else np.maximum(0, Z)
        caches.append((A_prev, Z))
    return np.clip(A, 1e-10, 1 - 1e-10), caches


def compute_cost(AL, Y, parameters, lambd, L):
    m = Y.shape[1]
    cross_entropy = -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m
    l2 = sum(np.sum(np.square(parameters["W" + str(l)])) for l in range(1, L + 1))
    return cross_entropy + lambd / (2 * m) * l2


def sigmoid_backward(dA, Z):
    s = 1 / (1 + np.exp(-Z))
    return dA * s * (1 - s)


def relu_backward(dA, Z):
    return dA * (Z > 0)


def L_model_backward(AL, Y, caches, parameters, lambd, L):
    grads = {}
    m = Y.shape[1]
    dA = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    for l in range(L, 0, -1):
        A_prev, Z = caches[l - 1]
        W = parameters["W" + str(l)]
        dZ = sigmoid_backward(dA, Z) if l == L else relu_backward(dA, Z)
        grads["dW" + str(l)] = np.dot(dZ, A_prev.T) / m + lambd / m * W
        grads["db" + str(l)] = np.sum(dZ, axis=1, keepdims=True) / m
        dA_prev = np.dot(W.T, dZ)
        dA = dA_prev
    return grads


def model(X, Y, layer_dims, learning_rate=0.2, beta=0.9, lambd=0.02, mini_batch_size=64, num_epochs=161):
    L = len(layer_dims) - 1
    parameters, v = initialize_parameters(layer_dims)
    for epoch in range(num_epochs):
        for mini_batch_X, mini_batch_Y in random_mini_batches(X, Y, mini_batch_size):
            AL, caches = L_model_forward(mini_batch_X, parameters, L)
            grads = L_model_backward(AL, mini_batch_Y, caches, parameters, lambd, L)
            for l in range(1, L + 1):
                v["dW" + str(l)] = beta * v["dW" + str(l)] + (1 - beta) * grads["dW" + str(l)]
                v["db" + str(l)] = beta * v["db" + str(l)] + (1 - beta) * grads["db" + str(l)]
                parameters["W" + str(l)] = parameters["W" + str(l)] - learning_rate * v["dW" + str(l)]
                parameters["b" + str(l)] = parameters["b" + str(l)] - learning_rate * v["db" + str(l)]
        if epoch % 40 == 0:
            AL, _ = L_model_forward(X, parameters, L)
            print("Cost after epoch %i: %f" % (epoch, compute_cost(AL, Y, parameters, lambd, L)))
    return parameters


np.random.seed(3)
X, Y = load_moons(300)
parameters = model(X, Y, [2, 10, 6, 1])
AL, _ = L_model_forward(X, parameters, 3)
print("Train accuracy: %.3f" % np.mean((AL > 0.5) == Y))
