# Binary classification of two noisy rings, 3-layer network, Adam + L2
# (my own notebook after finishing week 2 of the course)
import numpy as np

np.random.seed(1)


def load_rings(m=400):
    theta = np.random.rand(m) * 2 * np.pi
    label = (np.arange(m) % 2).reshape(1, m)
    r = 0.6 + 0.9 * label[0] + np.random.randn(m) * 0.12
    X = np.vstack([r * np.cos(theta), r * np.sin(theta)])
    return X, label.astype(float)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def relu(z):
    return np.maximum(0, z)


def initialize_parameters(layers_dims):
    params = {}
    for l in range(1, len(layers_dims)):
        params["W" + str(l)] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * np.sqrt(2 / layers_dims[l - 1])
        params["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return params


def initialize_adam(params):
    v, s = {}, {}
    for key in params:
        v["d" + key] = np.zeros_like(params[key])
        s["d" + key] = np.zeros_like(params[key])
    return v, s


def forward_propagation(X, params):
    Z1 = params["W1"] @ X + params["b1"]
    A1 = relu(Z1)
    Z2 = params["W2"] @ A1 + params["b2"]
    A2 = relu(Z2)
    Z3 = params["W3"] @ A2 + params["b3"]
    A3 = sigmoid(Z3)
    return A3, (Z1, A1, Z2, A2, Z3, A3)


def compute_cost(A3, Y, params, lambd):
    m = Y.shape[1]
    cross_entropy = -np.sum(Y * np.log(A3 + 1e-12) + (1 - Y) * np.log(1 - A3 + 1e-12)) / m
    l2 = sum(np.sum(np.square(params["W" + str(l)])) for l in (1, 2, 3))
    return cross_entropy + lambd / (2 * m) * l2


def backward_propagation(X, Y, cache, params, lambd):
    m = X.shape[1]
    Z1, A1, Z2, A2, Z3, A3 = cache
    grads = {}

    dZ3 = A3 - Y
    grads["dW3"] = 1 / m * dZ3 @ A2.T + lambd / m * params["W3"]
    grads["db3"] = 1 / m * np.sum(dZ3, axis=1, keepdims=True)

    dA2 = params["W3"].T @ dZ3
    dZ2 = dA2 * (Z2 > 0)
    grads["dW2"] = 1 / m * dZ2 @ A1.T + lambd / m * params["W2"]
    grads["db2"] = 1 / m * np.sum(dZ2, axis=1, keepdims=True)

    dA1 = params["W2"].T @ dZ2
    dZ1 = dA1 * (Z1 > 0)
    grads["dW1"] = 1 / m * dZ1 @ X.T + lambd / m * params["W1"]
    grads["db1"] = 1 / m * np.sum(dZ1, axis=1, keepdims=True)
    return grads


def update_with_adam(params, grads, v, s, t, learning_rate=0.005, beta1=0.9, beta2=0.999, epsilon=1e-8):
    for key in params:
        g = grads["d" + key]
        v["d" + key] = beta1 * v["d" + key] + (1 - beta1) * g
        s["d" + key] = beta2 * s["d" + key] + (1 - beta2) * np.square(g)
        v_hat = v["d" + key] / (1 - beta1 ** t)
        s_hat = s["d" + key] / (1 - beta2 ** t)
        params[key] = params[key] - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon)
    return params, v, s


def random_mini_batches(X, Y, size):
    m = X.shape[1]
    perm = np.random.permutation(m)
    Xs, Ys = X[:, perm], Y[:, perm]
    return [(Xs[:, k:k + size], Ys[:, k:k + size]) for k in range(0, m, size)]


def model(X, Y, layers_dims, lambd=0.05, num_epochs=120, batch=64):
    params = initialize_parameters(layers_dims)
    v, s = initialize_adam(params)
    t = 0
    for epoch in range(num_epochs):
        for xb, yb in random_mini_batches(X, Y, batch):
            A3, cache = forward_propagation(xb, params)
            grads = backward_propagation(xb, yb, cache, params, lambd)
            t = t + 1
            params, v, s = update_with_adam(params, grads, v, s, t)
        if epoch % 20 == 0:
            A3, _ = forward_propagation(X, params)
            print("epoch %3d  cost %.5f" % (epoch, compute_cost(A3, Y, params, lambd)))
    return params


X, Y = load_rings()
params = model(X, Y, [2, 8, 8, 1])
pred, _ = forward_propagation(X, params)
print("train accuracy:", np.mean((pred > 0.5) == Y))
