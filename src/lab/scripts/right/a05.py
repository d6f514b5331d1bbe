#!/usr/bin/env python
# coding: utf-8

# # Lab 4: fitting a noisy sine with a two-hidden-layer MLP

# In[1]:

import numpy as np
np.random.seed(7)

# In[2]: data

N = 200
x = np.random.uniform(-3, 3, size=(N, 1))
t = np.sin(1.5 * x) + 0.3 * x + 0.1 * np.random.randn(N, 1)
x_grid = np.linspace(-3, 3, 61).reshape(-1, 1)
t_grid = np.sin(1.5 * x_grid) + 0.3 * x_grid

# In[3]: weights (Xavier)

H = 20
W1 = np.random.randn(1, H) * np.sqrt(1.0 / 1)
b1 = np.zeros(H)
W2 = np.random.randn(H, H) * np.sqrt(1.0 / H)
b2 = np.zeros(H)
W3 = np.random.randn(H, 1) * np.sqrt(1.0 / H)
b3 = np.zeros(1)
params = [W1, b1, W2, b2, W3, b3]
vel = [np.zeros_like(p) for p in params]

# In[4]: training with momentum, learning rate halved every 60 epochs

lr = 0.04
mu = 0.9
batch = 25

for epoch in range(200):
    if epoch > 0 and epoch % 60 == 0:
        lr = lr * 0.5
    perm = np.random.permutation(N)
    total = 0.0
    for k in range(0, N, batch):
        ind = perm[k:k + batch]
        xb = x[ind]
        tb = t[ind]
        # forward
        a1 = np.tanh(xb @ W1 + b1)
        a2 = np.tanh(a1 @ W2 + b2)
        out = a2 @ W3 + b3
        total += np.sum((out - tb) ** 2)
        # backward: E = mean of squared error / 2
        d3 = (out - tb) / len(xb)
        dW3 = a2.T @ d3
        db3 = d3.sum(axis=0)
        d2 = (d3 @ W3.T) * (1 - a2 ** 2)
        dW2 = a1.T @ d2
        db2 = d2.sum(axis=0)
        d1 = (d2 @ W2.T) * (1 - a1 ** 2)
        dW1 = xb.T @ d1
        db1 = d1.sum(axis=0)
        # update
        grads = [dW1, db1, dW2, db2, dW3, db3]
        for p, v, g in zip(params, vel, grads):
            v *= mu
            v -= lr * g
            p += v
    if epoch % 40 == 39:
        print('epoch', epoch + 1, 'train mse', round(total / N, 6))

# In[5]: check on the noiseless curve

pred = np.tanh(np.tanh(x_grid @ W1 + b1) @ W2 + b2) @ W3 + b3
print('rmse on grid:', round(float(np.sqrt(np.mean((pred - t_grid) ** 2))), 6))
print('norms:', [round(float(np.linalg.norm(p)), 4) for p in params])
