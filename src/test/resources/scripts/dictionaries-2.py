import numpy as np

np.random.seed(42)

# two classes: inside a ring / outside of it. Columns are examples.
m = 150
X = np.random.uniform(-1.5, 1.5, size=(2, m))
Y = (X[0] ** 2 + X[1] ** 2 > 1.0).astype(float).reshape(1, m)


def init_params(n0, n1, n2):
    params = {}
    params['W1'] = np.random.randn(n1, n0) * np.sqrt(2. / n0)
    params['b1'] = np.zeros((n1, 1))
    params['W2'] = np.random.randn(n2, n1) * np.sqrt(1. / n1)
    params['b2'] = np.zeros((n2, 1))
    return params


def relu(Z):
    return np.maximum(0, Z)


def sigmoid(Z):
    return 1. / (1. + np.exp(-Z))


def forward(X, params):
    cache = {}
    cache['Z1'] = params['W1'] @ X + params['b1']
    cache['A1'] = relu(cache['Z1'])
    cache['Z2'] = params['W2'] @ cache['A1'] + params['b2']
    cache['A2'] = sigmoid(cache['Z2'])
    return cache['A2'], cache


def loss(A2, Y):
    eps = 1e-12
    return -np.mean(Y * np.log(A2 + eps) + (1 - Y) * np.log(1 - A2 + eps))


def backward(X, Y, params, cache):
    m = X.shape[1]
    grads = {}
    dZ2 = cache['A2'] - Y
    grads['dW2'] = dZ2 @ cache['A1'].T / m
    grads['db2'] = np.sum(dZ2, axis=1, keepdims=True) / m
    dA1 = params['W2'].T @ dZ2
    dZ1 = dA1 * (cache['Z1'] > 0)
    grads['dW1'] = dZ1 @ X.T / m
    grads['db1'] = np.sum(dZ1) / m
    return grads


def update(params, grads, lr):
    for key in params:
        params[key] = params[key] - lr * grads['d' + key]
    return params


params = init_params(2, 10, 1)
for epoch in range(1, 101):
    A2, cache = forward(X, params)
    grads = backward(X, Y, params, cache)
    params = update(params, grads, lr=0.3)
    if epoch % 100 == 0:
        acc = ((A2 > .5) == Y).mean()
        print(f'epoch {epoch:4d}  loss {loss(A2, Y):.4f}  acc {acc:.3f}')
