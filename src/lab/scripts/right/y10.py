# %% [markdown]
# # Predicting two targets with a small MLP (leaky ReLU + Adagrad)

# %%
import numpy as np
rng = np.random.default_rng(2024)

# %% fake housing data: size, age, distance -> price, rent
n = 300
size = rng.uniform(30, 200, n)
age = rng.uniform(0, 60, n)
dist = rng.uniform(0, 25, n)
features = np.stack([size, age, dist], axis=1)
price = 2.5 * size - 1.2 * age - 0.02 * size * dist + rng.normal(0, 5, n)
rent = 300 + 6 * size - 0.1 * (age - 20) ** 2 - 8 * dist + rng.normal(0, 20, n)
targets = np.stack([price, rent], axis=1)

# %% split and standardize with the training statistics
X_train, X_test = features[:240], features[240:]
y_train, y_test = targets[:240], targets[240:]
x_mean, x_std = X_train.mean(axis=0), X_train.std(axis=0)
y_mean, y_std = y_train.mean(axis=0), y_train.std(axis=0)
X_train = (X_train - x_mean) / x_std
X_test = (X_test - x_mean) / x_std
y_train = (y_train - y_mean) / y_std
y_test = (y_test - y_mean) / y_std

# %% activation
slope = 0.1

def leaky(z):
    return np.where(z > 0, z, slope * z)

def leaky_grad(z):
    return np.where(z > 0, 1.0, slope)

# %% parameters
hidden1, hidden2 = 16, 8
W1 = rng.standard_normal((3, hidden1)) * np.sqrt(2 / 3)
b1 = np.zeros(hidden1)
W2 = rng.standard_normal((hidden1, hidden2)) * np.sqrt(2 / hidden1)
b2 = np.zeros(hidden2)
W3 = rng.standard_normal((hidden2, 2)) * np.sqrt(1 / hidden2)
b3 = np.zeros(2)
params = [W1, b1, W2, b2, W3, b3]

# %% training
lr = 0.05
eps = 1e-8
clip_value = 0.3
accum = [np.zeros_like(p) for p in params]
train_curve = []

for epoch in range(301):
    # forward
    z1 = X_train @ W1 + b1
    h1 = leaky(z1)
    z2 = h1 @ W2 + b2
    h2 = leaky(z2)
    pred = h2 @ W3 + b3
    diff = pred - y_train
    loss = 0.5 * np.sum(diff ** 2) / len(X_train)
    train_curve.append(loss)

    # backward
    dpred = diff / len(X_train)
    dW3 = h2.T @ dpred
    db3 = dpred.sum(axis=0)
    dz2 = dpred @ W3.T * leaky_grad(z2)
    dW2 = h1.T @ dz2
    db2 = dz2.sum(axis=0)
    dz1 = dz2 @ W2.T * leaky_grad(z1)
    dW1 = X_train.T @ dz1
    db1 = dz1.sum(axis=0)

    # Adagrad with gradient clipping
    grads = [dW1, db1, dW2, db2, dW3, db3]
    for p, g, a in zip(params, grads, accum):
        g = np.clip(g, -clip_value, clip_value)
        a += g * g
        p -= lr * g / (np.sqrt(a) + eps)

    if epoch % 50 == 0:
        pt = leaky(leaky(X_test @ W1 + b1) @ W2 + b2) @ W3 + b3
        test_loss = 0.5 * np.sum((pt - y_test) ** 2) / len(X_test)
        print(f'epoch {epoch:4d} | train loss {loss:.6f} | test loss {test_loss:.6f}')

# %% errors in the original units
rmse = np.sqrt(np.mean(((pt - y_test) * y_std) ** 2, axis=0))
print('RMSE price %.3f, rent %.3f' % (rmse[0], rmse[1]))
