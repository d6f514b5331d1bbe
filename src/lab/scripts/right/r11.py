import numpy as np
import math

def load_flowers():
    """fake flowers: 4 measurements, 3 species, shape (4, 36) and one-hot (3, 36)"""
    np.random.seed(17)
    means = np.array([[5.0, 3.4, 1.5, 0.2], [5.9, 2.8, 4.3, 1.3], [6.6, 3.0, 5.5, 2.0]])
    species = np.repeat([0, 1, 2], 12)
    X = (means[species] + 0.35 * np.random.randn(36, 4)).T
    X = (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)
    Y = np.eye(3)[species].T
    return X, Y

def init_params(layer_dims):
    params = {}
    for l in range(1, len(layer_dims)):
        params["W" + str(l)] = np.random.randn(layer_dims[l], layer_dims[l-1]) * np.sqrt(2. / layer_dims[l-1])
        params["b" + str(l)] = np.zeros((layer_dims[l], 1))
    return params

def init_adam(params):
    v, s = {}, {}
    for key in params:
        v[key] = np.zeros(params[key].shape)
        s[key] = np.zeros(params[key].shape)
    return v, s

def relu(Z):
    return np.maximum(Z, 0)

def softmax(Z):
    expZ = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return expZ / np.sum(expZ, axis=0, keepdims=True)

def model_forward(X, params):
    L = len(params) // 2
    caches = {"A0": X}
    A = X
    for l in range(1, L):
        Z = params["W" + str(l)] @ A + params["b" + str(l)]
        A = relu(Z)
        caches["Z" + str(l)], caches["A" + str(l)] = Z, A
    AL = softmax(params["W" + str(L)] @ A + params["b" + str(L)])
    return AL, caches

def cost_with_l2(AL, Y, params, lambd):
    m = Y.shape[1]
    L = len(params) // 2
    ce = -np.sum(Y * np.log(AL)) / m
    return ce + lambd / (2 * m) * sum(np.sum(np.square(params["W" + str(l)])) for l in range(1, L + 1))

def model_backward(AL, Y, caches, params, lambd):
    m = Y.shape[1]
    L = len(params) // 2
    grads = {}
    dZ = AL - Y
    for l in range(L, 0, -1):
        W = params["W" + str(l)]
        grads["W" + str(l)] = 1./m * dZ @ caches["A" + str(l-1)].T + lambd/m * W
        grads["b" + str(l)] = 1./m * np.sum(dZ, axis=1, keepdims=True)
        if l > 1:
            dA = W.T @ dZ
            dZ = dA * (caches["Z" + str(l-1)] > 0)
    return grads

def adam_update(params, grads, v, s, t, lr=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    for key in params:
        v[key] = beta1 * v[key] + (1 - beta1) * grads[key]
        s[key] = beta2 * s[key] + (1 - beta2) * np.square(grads[key])
        v_corrected = v[key] / (1 - beta1 ** t)
        s_corrected = s[key] / (1 - beta2 ** t)
        params[key] = params[key] - lr * v_corrected / (np.sqrt(s_corrected) + epsilon)

def random_mini_batches(X, Y, size):
    m = X.shape[1]
    perm = np.random.permutation(m)
    X, Y = X[:, perm], Y[:, perm]
    for k in range(math.ceil(m / size)):
        yield X[:, k*size:(k+1)*size], Y[:, k*size:(k+1)*size]

X, Y = load_flowers()
params = init_params([4, 8, 6, 3])
v, s = init_adam(params)
t = 0
for epoch in range(25):
    for xb, yb in random_mini_batches(X, Y, 16):
        AL, caches = model_forward(xb, params)
        cost = cost_with_l2(AL, yb, params, lambd=0.3)
        grads = model_backward(AL, yb, caches, params, lambd=0.3)
        t += 1
        adam_update(params, grads, v, s, t)
    if epoch % 6 == 0:
        print("epoch", epoch, "cost", round(float(cost), 5))
AL, _ = model_forward(X, params)
print("accuracy:", np.mean(AL.argmax(0) == Y.argmax(0)))
