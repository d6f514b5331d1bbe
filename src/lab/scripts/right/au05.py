#!/usr/bin/env python
# coding: utf-8

# # Spiral data with a small ReLU net, minibatches and RMSprop

# In[1]:

import numpy as np
np.random.seed(0)


# In[2]:

N = 60   # points per class
D = 2
K = 3
X = np.zeros((N * K, D))
y = np.zeros(N * K, dtype=int)
for k in range(K):
    ix = range(N * k, N * (k + 1))
    r = np.linspace(0.05, 1, N)
    t = np.linspace(0, 3.5, N) + 2 * np.pi * k / K + np.random.randn(N) * 0.15
    X[ix] = np.c_[r * np.sin(t), r * np.cos(t)]
    y[ix] = k


# In[3]:

H = 24
params = {
    'W1': np.random.randn(D, H) * np.sqrt(2.0 / D),
    'b1': np.zeros(H),
    'W2': np.random.randn(H, K) * np.sqrt(2.0 / H),
    'b2': np.zeros(K),
}
reg = 1e-3


# In[4]:

def scores(X):
    hidden = np.maximum(0, X @ params['W1'] + params['b1'])
    return hidden, hidden @ params['W2'] + params['b2']


def loss_and_grads(X, y):
    n = X.shape[0]
    hidden, s = scores(X)
    e = np.exp(s - s.max(axis=1, keepdims=True))
    probs = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(probs[np.arange(n), y]).mean()
    loss += 0.5 * reg * ((params['W1'] ** 2).sum() + (params['W2'] ** 2).sum())

    dscores = probs.copy()
    dscores[np.arange(n), y] -= 1
    dscores /= n

    grads = {}
    grads['W2'] = hidden.T @ dscores + reg * params['W2']
    grads['b2'] = dscores.sum(axis=0)
    dhidden = dscores @ params['W2'].T
    dhidden[hidden <= 0] = 0
    grads['W1'] = X.T @ dhidden + reg * params['W1']
    grads['b1'] = dhidden.sum(axis=0)
    return loss, grads


# In[5]:

lr0 = 0.01
decay_rate = 0.9
batch_size = 30
cache = {k: np.zeros_like(v) for k, v in params.items()}

for epoch in range(101):
    lr = lr0 * 0.99 ** epoch
    order = np.random.permutation(len(X))
    X_shuf, y_shuf = X[order], y[order]
    losses = []
    for i in range(0, len(X), batch_size):
        loss, grads = loss_and_grads(X_shuf[i:i + batch_size], y_shuf[i:i + batch_size])
        losses.append(loss)
        for k in params:
            cache[k] = decay_rate * cache[k] + (1 - decay_rate) * grads[k] ** 2
            params[k] -= lr * grads[k] / (np.sqrt(cache[k]) + 1e-7)
    if epoch % 20 == 0:
        print('epoch %d: loss %.4f' % (epoch, np.mean(losses)))


# In[6]:

_, s = scores(X)
print('training accuracy: %.4f' % np.mean(s.argmax(axis=1) == y))
print('final loss: %.4f' % loss_and_grads(X, y)[0])
