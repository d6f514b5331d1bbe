# Deep L-layer network in the course notation: samples are COLUMNS, X is (n_x, m), Y is (1, m).
# [LINEAR -> RELU] * (L-1) -> LINEAR -> SIGMOID, cross-entropy + L1 penalty, mini-batches, cosine schedule
import numpy as np


def initialize_parameters(layer_dims, rng):
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters["W" + str(l)] = rng.standard_normal((layer_dims[l], layer_dims[l - 1])) * np.sqrt(2.0 / layer_dims[l - 1])
        parameters["b" + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters


def L_model_forward(X, parameters):
    L = len(parameters) // 2
    caches = []
    A = X
    for l in range(1, L + 1):
        A_prev = A
        Z = parameters["W" + str(l)] @ A_prev + parameters["b" + str(l)]
        A = np.maximum(0, Z) if l < L else 1.0 / (1.0 + np.exp(-Z))
        caches.append((A_prev, Z))
    return A, caches


def compute_cost(AL, Y, parameters, lambd):
    """cross-entropy cost + lambd * sum |W| over all weight matrices"""
    m = Y.shape[1]
    cross_entropy = -np.sum(Y * np.log(AL + 1e-12) + (1 - Y) * np.log(1 - AL + 1e-12)) / m
    L = len(parameters) // 2
    l1 = sum(np.sum(np.abs(parameters["W" + str(l)])) for l in range(1, L + 1))
    return cross_entropy + lambd * l1


def L_model_backward(AL, Y, caches, parameters, lambd):
    grads = {}
    L = len(caches)
    m = Y.shape[1]
    dZ = AL - Y                          # sigmoid together with cross-entropy
    for l in range(L, 0, -1):
        A_prev, _ = caches[l - 1]
        W = parameters["W" + str(l)]
        grads["dW" + str(l)] = dZ @ A_prev.T / m + lambd * np.sign(W)
        grads["db" + str(l)] = np.sum(dZ, axis=1, keepdims=True) / m
        if l > 1:
            Z_prev = caches[l - 2][1]
            dZ = (W.T @ dZ) * (Z_prev > 0)
    return grads


def random_mini_batches(X, Y, size, rng):
    """Shuffled (X, Y) mini-batches that cover all samples; the last one may be smaller."""
    m = X.shape[1]
    permutation = rng.permutation(m)
    shuffled_X = X[:, permutation]
    shuffled_Y = Y[:, permutation]
    batches = []
    for k in range(0, m, size):
        batches.append((shuffled_X[:, k:k + size], shuffled_Y[:, k:k + size]))
    return batches


def learning_rate(epoch, num_epochs, lr0):
    """cosine schedule: lr0 in the first epoch, falling to (nearly) 0 at the end"""
    return 0.5 * lr0 * (1.0 + np.cos(np.pi * epoch / num_epochs))


def model(X, Y, layer_dims, lr0, lambd, size, num_epochs, rng):
    parameters = initialize_parameters(layer_dims, rng)
    for epoch in range(num_epochs):
        alpha = learning_rate(epoch, num_epochs, lr0)
        for mini_X, mini_Y in random_mini_batches(X, Y, size, rng):
            AL, caches = L_model_forward(mini_X, parameters)
            grads = L_model_backward(AL, mini_Y, caches, parameters, lambd)
            for key in parameters:
                parameters[key] = parameters[key] - alpha * grads["d" + key]
        if epoch % 10 == 0 or epoch == num_epochs - 1:
            AL, _ = L_model_forward(X, parameters)
            print("Cost after epoch %i: %.6f" % (epoch, compute_cost(AL, Y, parameters, lambd)))
    return parameters


def scores(Y_hat, Y):
    """accuracy, precision, recall of the positive class"""
    tp = np.sum((Y_hat == 1) & (Y == 1))
    fp = np.sum((Y_hat == 1) & (Y == 0))
    fn = np.sum((Y_hat == 0) & (Y == 1))
    return np.mean(Y_hat == Y), tp / (tp + fp), tp / (tp + fn)


def make_planar(m, rng):
    X = rng.uniform(-1, 1, (2, m))
    Y = ((np.sin(4 * X[0]) * 0.6 > X[1]) & (X[0] > -0.7)).astype(int).reshape(1, m)
    return X + 0.05 * rng.standard_normal((2, m)), Y


rng = np.random.default_rng(1235)
train_X, train_Y = make_planar(500, rng)
test_X, test_Y = make_planar(400, rng)

parameters = model(train_X, train_Y, [2, 20, 10, 1], lr0=0.3, lambd=0.0002, size=64, num_epochs=81, rng=rng)

AL, _ = L_model_forward(test_X, parameters)
accuracy, precision, recall = scores((AL > 0.5).astype(int), test_Y)
print("test accuracy  %.5f" % accuracy)
print("test precision %.5f" % precision)
print("test recall    %.5f" % recall)
