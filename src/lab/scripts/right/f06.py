#!/usr/bin/env python
# coding: utf-8

# # Softmax MLP with RMSprop
# Four clouds of points in five dimensions; targets are one-hot.

# In[1]:

import numpy as np
np.random.seed(42)


# In[2]:  make the data

K, D, N = 4, 5, 500
centers = np.random.randn(K, D) * 1.3
labels = np.random.randint(0, K, N)
scale = np.array([1.0, 5.0, 0.3, 2.0, 1.0])
X = (centers[labels] + np.random.randn(N, D)) * scale + np.array([3.0, -10.0, 0.0, 1.0, 5.0])
Y = np.eye(K)[labels]


# In[3]:  split and standardise (statistics from the training part only)

n_train = 380
X_train, X_val = X[:n_train], X[n_train:]
Y_train, Y_val = Y[:n_train], Y[n_train:]
mu = X_train.mean(axis=0)
sd = X_train.std(axis=0)
X_train = (X_train - mu) / sd
X_val = (X_val - mu) / sd


# In[4]:  model

H = 24
params = {
    'W1': np.random.randn(D, H) * np.sqrt(2.0 / D),
    'b1': np.zeros(H),
    'W2': np.random.randn(H, K) * np.sqrt(1.0 / H),
    'b2': np.zeros(K),
}


def forward(X, p):
    Z1 = X @ p['W1'] + p['b1']
    A1 = np.maximum(Z1, 0)
    Z2 = A1 @ p['W2'] + p['b2']
    E = np.exp(Z2 - Z2.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    return Z1, A1, P


def cross_entropy(P, Y):
    # sum over the classes, mean over the examples
    return -np.mean(np.sum(Y * np.log(P + 1e-12), axis=1))


def backward(X, Y, p, Z1, A1, P):
    n = X.shape[0]
    dZ2 = (P - Y) / n
    dA1 = dZ2 @ p['W2'].T
    dZ1 = dA1 * (Z1 > 0)
    return {'W2': A1.T @ dZ2, 'b2': dZ2.sum(axis=0),
            'W1': X.T @ dZ1, 'b1': dZ1.sum(axis=0)}


# In[5]:  train

lr, rho, eps = 0.003, 0.9, 1e-8
batch_size, epochs = 32, 60
n_batches = int(np.ceil(n_train / batch_size))
cache = {k: np.zeros_like(v) for k, v in params.items()}
history = []

for epoch in range(epochs):
    perm = np.random.permutation(n_train)
    X_shuf = X_train[perm]
    Y_shuf = Y_train[perm]
    for i in range(n_batches):
        xb = X_shuf[i * batch_size:(i + 1) * batch_size]
        yb = Y_shuf[i * batch_size:(i + 1) * batch_size]
        Z1, A1, P = forward(xb, params)
        grads = backward(xb, yb, params, Z1, A1, P)
        for k in params:
            # RMSprop: running average of the squared gradient
            cache[k] = rho * cache[k] + (1 - rho) * grads[k] ** 2
            params[k] -= lr * grads[k] / (np.sqrt(cache[k]) + eps)
    train_loss = cross_entropy(forward(X_train, params)[-1], Y_train)
    val_loss = cross_entropy(forward(X_val, params)[-1], Y_val)
    history.append((train_loss, val_loss))
    if (epoch + 1) % 10 == 0:
        print('Epoch {:2d}/{}  loss: {:.6f}  val_loss: {:.6f}'.format(
            epoch + 1, epochs, train_loss, val_loss))


# In[6]:  results

P_val = forward(X_val, params)[-1]
acc = np.mean(P_val.argmax(axis=1) == Y_val.argmax(axis=1))
print('validation accuracy: {:.5f}'.format(acc))
print('lowest val_loss: {:.6f}'.format(min(v for _, v in history)))
print('first validation row:', np.round(P_val[0], 5))
