import math
import numpy as np


def make_spirals(n_per_class, n_classes):
    np.random.seed(2)
    X, Y = [], []
    for c in range(n_classes):
        r = np.linspace(0.1, 1, n_per_class)
        t = np.linspace(c * 2.1, c * 2.1 + 2.5, n_per_class) + np.random.randn(n_per_class) * 0.12
        X.append(np.vstack((r * np.sin(t), r * np.cos(t))))
        onehot = np.zeros((n_classes, n_per_class))
        onehot[c] = 1
        Y.append(onehot)
    return np.hstack(X), np.hstack(Y)


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


def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(4)
    parameters = {"W1": np.random.randn(n_h, n_x) * np.sqrt(1 / n_x),
                  "b1": np.zeros((n_h, 1)),
                  "W2": np.random.randn(n_y, n_h) * np.sqrt(1 / n_h),
                  "b2": np.zeros((n_y, 1))}
    return parameters


def initialize_adam(parameters):
    v = {key: np.zeros(p.shape) for key, p in parameters.items()}
    s = {key: np.zeros(p.shape) for key, p in parameters.items()}
    return v, s


def softmax(Z):
    e = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return e / np.sum(e, axis=0, keepdims=True)


def forward_propagation(X, parameters):
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
    A2 = softmax(Z2)
    return A2, {"A1": A1, "A2": A2}


def compute_cost(A2, Y):
    return -np.sum(Y * np.log(A2 + 1e-12)) / Y.shape[1]


def backward_propagation(X, Y, parameters, cache):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dW2 = 1 / m * np.dot(dZ2, cache["A1"].T)
    db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = np.dot(parameters["W2"].T, dZ2) * (1 - np.power(cache["A1"], 2))
    dW1 = 1 / m * np.dot(dZ1, X.T)
    db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)
    return {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}


def update_with_adam(parameters, grads, v, s, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    for key in parameters:
        v[key] = beta1 * v[key] + (1 - beta1) * grads[key]
        s[key] = beta2 * s[key] + (1 - beta2) * np.square(grads[key])
        v_corrected = v[key] / (1 - beta1 ** t)
        s_corrected = s[key] / (1 - beta2 ** t)
        parameters[key] = parameters[key] - learning_rate * v_corrected / (np.sqrt(s_corrected) + epsilon)
    return parameters, v, s


def model(X, Y, n_h=20, learning_rate0=0.03, decay_rate=0.02, mini_batch_size=32, num_epochs=80):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    v, s = initialize_adam(parameters)
    learning_rate = learning_rate0
    seed = 10
    t = 0
    for i in range(num_epochs):
        seed = seed + 1
        cost_total = 0
        for minibatch_X, minibatch_Y in random_mini_batches(X, Y, mini_batch_size, seed):
            A2, cache = forward_propagation(minibatch_X, parameters)
            cost_total += compute_cost(A2, minibatch_Y) * minibatch_X.shape[1]
            grads = backward_propagation(minibatch_X, minibatch_Y, parameters, cache)
            t = t + 1
            parameters, v, s = update_with_adam(parameters, grads, v, s, t, learning_rate)
        learning_rate = learning_rate0 / (1 + decay_rate * (i + 1))
        if i % 20 == 0:
            print("Cost after epoch %i: %.4f" % (i, cost_total / X.shape[1]))
    print("Learning rate at the end: %.4f" % learning_rate)
    return parameters


X, Y = make_spirals(60, 3)
parameters = model(X, Y)
A2, _ = forward_propagation(X, parameters)
print("Final cost: %.4f" % compute_cost(A2, Y))
print("Accuracy: %.4f" % np.mean(np.argmax(A2, axis=0) == np.argmax(Y, axis=0)))
