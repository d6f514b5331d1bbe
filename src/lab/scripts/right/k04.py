#!/usr/bin/env python
# coding: utf-8

# # Fitting a noisy function with a small tanh network
# Notebook exported to a script.

# In[1]:
import numpy as np
np.random.seed(123)

# In[2]:
# ### The data: house prices (sort of)
N = 200
area = np.random.uniform(40, 200, size=N)
age = np.random.uniform(0, 50, size=N)
price = 50 + 2.0 * area - 1.5 * age + 30 * np.sin(area / 20) + 5 * np.random.randn(N)
X = np.column_stack([area, age])
y = price.reshape(-1, 1)

# In[3]:
# ### Train/test split and standardisation
n_train = 150
X_tr, X_te = X[:n_train], X[n_train:]
y_tr, y_te = y[:n_train], y[n_train:]
mu, sd = X_tr.mean(axis=0), X_tr.std(axis=0)
y_mu, y_sd = y_tr.mean(), y_tr.std()
X_tr = (X_tr - mu) / sd
X_te = (X_te - mu) / sd
y_tr = (y_tr - y_mu) / y_sd
y_te = (y_te - y_mu) / y_sd

# In[4]:
# ### Hyperparameters
n_in, n_h1, n_h2, n_out = 2, 16, 8, 1
lr0 = 0.05
decay = 0.001
mom = 0.9
n_iter = 1500

# In[5]:
# ### Weights
W1 = np.random.randn(n_in, n_h1) / np.sqrt(n_in)
b1 = np.zeros((1, n_h1))
W2 = np.random.randn(n_h1, n_h2) / np.sqrt(n_h1)
b2 = np.zeros((1, n_h2))
W3 = np.random.randn(n_h2, n_out) / np.sqrt(n_h2)
b3 = np.zeros((1, n_out))
vW1, vb1 = np.zeros_like(W1), np.zeros_like(b1)
vW2, vb2 = np.zeros_like(W2), np.zeros_like(b2)
vW3, vb3 = np.zeros_like(W3), np.zeros_like(b3)

# In[6]:
# ### Training (Nesterov momentum, "Keras" formulation)
for it in range(n_iter):
    # forward
    h1 = np.tanh(X_tr @ W1 + b1)
    h2 = np.tanh(h1 @ W2 + b2)
    y_hat = h2 @ W3 + b3
    err = y_hat - y_tr
    loss = np.mean(err ** 2)

    # backward
    d3 = 2 * err / n_train
    gW3 = h2.T @ d3
    gb3 = d3.sum(axis=0, keepdims=True)
    d2 = (d3 @ W3.T) * (1 - h2 ** 2)
    gW2 = h1.T @ d2
    gb2 = d2.sum(axis=0, keepdims=True)
    d1 = (d2 @ W2.T) * (1 - h1 ** 2)
    gW1 = X_tr.T @ d1
    gb1 = d1.sum(axis=0, keepdims=True)

    # learning rate goes down with time
    lr = lr0 / (1 + decay * it)

    # velocities
    vW1 = mom * vW1 - lr * gW1
    vb1 = mom * vb1 - lr * gb1
    vW2 = mom * vW2 - lr * gW2
    vb2 = mom * vb2 - lr * gb2
    vW3 = mom * vW3 - lr * gW3
    vb3 = mom * vb3 - lr * gb3

    # update
    W1 = W1 + mom * vW1 - lr * gW1
    b1 = b1 + mom * vb1 - lr * gb1
    W2 = W2 + mom * vW2 - lr * gW2
    b2 = b2 + mom * vb2 - lr * gb2
    W3 = W3 + mom * vW3 - lr * gW3
    b3 = b3 + mom * vb3 - lr * gb3

    if it % 300 == 0:
        print('iter %4d   mse %.6f   lr %.5f' % (it, loss, lr))

# In[7]:
# ### Evaluation
def predict(X):
    return np.tanh(np.tanh(X @ W1 + b1) @ W2 + b2) @ W3 + b3

rmse_tr = np.sqrt(np.mean((predict(X_tr) - y_tr) ** 2)) * y_sd
rmse_te = np.sqrt(np.mean((predict(X_te) - y_te) ** 2)) * y_sd
print('train RMSE %.4f' % rmse_tr)
print('test RMSE  %.4f' % rmse_te)
