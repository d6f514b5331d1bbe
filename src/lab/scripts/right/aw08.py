# Noisy XOR with dropout. This is the homework network, three layers,
# LINEAR->RELU->LINEAR->RELU->LINEAR->SIGMOID, and momentum on top.
import numpy as np

def noisy_xor(m, seed):
    np.random.seed(seed)
    corners = np.random.randint(0, 2, (2, m))
    Y = np.logical_xor(corners[0:1], corners[1:2]).astype(int)
    X = (2 * corners - 1) + 0.35 * np.random.randn(2, m)
    return X, Y

def init(n_x, n_h):
    np.random.seed(1)
    W1 = np.random.randn(n_h, n_x) * np.sqrt(2 / n_x)
    b1 = np.zeros((n_h, 1))
    W2 = np.random.randn(n_h, n_h) * np.sqrt(2 / n_h)
    b2 = np.zeros((n_h, 1))
    W3 = np.random.randn(1, n_h) * np.sqrt(2 / n_h)
    b3 = np.zeros((1, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2, "W3": W3, "b3": b3}

def forward_propagation(X, parameters, keep_prob=0.8):
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    W3, b3 = parameters["W3"], parameters["b3"]

    Z1 = np.dot(W1, X) + b1
    A1 = np.maximum(0, Z1)
    D1 = np.random.rand(A1.shape[0], A1.shape[1]) < keep_prob
    A1 = A1 * D1
    A1 = A1 / keep_prob
    Z2 = np.dot(W2, A1) + b2
    A2 = np.maximum(0, Z2)
    D2 = np.random.rand(A2.shape[0], A2.shape[1]) < keep_prob
    A2 = A2 * D2
    A2 = A2 / keep_prob
    Z3 = np.dot(W3, A2) + b3
    A3 = 1 / (1 + np.exp(-Z3))

    cache = (Z1, D1, A1, W1, Z2, D2, A2, W2, A3, W3)
    return A3, cache

def backward_propagation(X, Y, cache, keep_prob=0.8):
    m = X.shape[1]
    (Z1, D1, A1, W1, Z2, D2, A2, W2, A3, W3) = cache

    dZ3 = A3 - Y
    dW3 = 1./m * np.dot(dZ3, A2.T)
    db3 = 1./m * np.sum(dZ3, axis=1, keepdims=True)

    dA2 = np.dot(W3.T, dZ3)
    dA2 = dA2 * D2
    dA2 = dA2 / keep_prob
    dZ2 = np.multiply(dA2, np.int64(Z2 > 0))
    dW2 = 1./m * np.dot(dZ2, A1.T)
    db2 = 1./m * np.sum(dZ2, axis=1, keepdims=True)

    dA1 = np.dot(W2.T, dZ2)
    dA1 = dA1 * D1
    dA1 = dA1 / keep_prob
    dZ1 = np.multiply(dA1, np.int64(Z1 > 0))
    dW1 = 1./m * np.dot(dZ1, X.T)
    db1 = 1./m * np.sum(dZ1, axis=1, keepdims=True)

    return {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3}

def cost(A3, Y):
    logprobs = np.multiply(-np.log(A3), Y) + np.multiply(-np.log(1 - A3), 1 - Y)
    return np.mean(logprobs)

train_X, train_Y = noisy_xor(150, 21)
test_X, test_Y = noisy_xor(150, 22)

parameters = init(2, 12)
velocity = {}
for key in parameters:
    velocity[key] = np.zeros(parameters[key].shape)

learning_rate = 0.1
beta = 0.9
for i in range(601):
    A3, cache = forward_propagation(train_X, parameters)
    grads = backward_propagation(train_X, train_Y, cache)
    if i % 100 == 0:
        print("cost %d: %.4f" % (i, cost(A3, train_Y)))
    for key in parameters:
        velocity[key] = beta * velocity[key] + (1 - beta) * grads[key]
        parameters[key] = parameters[key] - learning_rate * velocity[key]

# final results
A3_train, _ = forward_propagation(train_X, parameters, keep_prob=1.0)
A3_test, _ = forward_propagation(test_X, parameters, keep_prob=1.0)
print("train cost %.4f accuracy %.4f" % (cost(A3_train, train_Y), np.mean((A3_train > 0.5) == train_Y)))
print("test cost %.4f accuracy %.4f" % (cost(A3_test, test_Y), np.mean((A3_test > 0.5) == test_Y)))
