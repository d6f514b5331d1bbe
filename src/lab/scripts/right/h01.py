# Homework 3 - neural network for the "circle inside a ring" data
# 2 inputs -> 12 tanh -> 1 sigmoid, binary cross entropy, gradient descent with momentum
import numpy as np

np.random.seed(1)

# ---------- make the data ----------
n = 400
half = n // 2
r_in = np.random.uniform(0.0, 1.0, half)
r_out = np.random.uniform(0.9, 2.0, half)
r = np.concatenate([r_in, r_out])
angle = np.random.uniform(0, 2 * np.pi, n)
X = np.column_stack([3 + r * np.cos(angle), -1 + 4 * r * np.sin(angle)])
y = np.concatenate([np.ones(half), np.zeros(half)]).reshape(-1, 1)

# shuffle, because the classes are sorted
order = np.random.permutation(n)
X = X[order]
y = y[order]

# first 300 for training, the last 100 for the test
Xtr, ytr = X[:300], y[:300]
Xte, yte = X[300:], y[300:]

# standardize both sets with the mean and std of the TRAINING set
mean = Xtr.mean(axis=0)
std = Xtr.std(axis=0)
Xtr = (Xtr - mean) / std
Xte = (Xte - mean) / std

# ---------- weights ----------
hidden = 12
W1 = np.random.randn(2, hidden) * 0.5
b1 = np.zeros((1, hidden))
W2 = np.random.randn(hidden, 1) * 0.5
b2 = np.zeros((1, 1))

# velocities for momentum
vW1 = np.zeros_like(W1)
vb1 = np.zeros_like(b1)
vW2 = np.zeros_like(W2)
vb2 = np.zeros_like(b2)

lr = 0.3
mu = 0.9
m = Xtr.shape[0]

# ---------- training ----------
for epoch in range(401):
    # forward
    Z1 = Xtr @ W1 + b1
    A1 = np.tanh(Z1)
    Z2 = A1 @ W2 + b2
    P = 1 / (1 + np.exp(-Z2))

    # mean binary cross entropy
    loss = -np.mean(ytr * np.log(P + 1e-12) + (1 - ytr) * np.log(1 - P + 1e-12))

    # backward
    dZ2 = (P - ytr) / m
    dW2 = A1.T @ dZ2
    db2 = dZ2.sum(axis=0, keepdims=True)
    dA1 = dZ2 @ W2.T
    dZ1 = dA1 * (1 - A1 ** 2)
    dW1 = Xtr.T @ dZ1
    db1 = dZ1.sum(axis=0, keepdims=True)

    # momentum update
    vW1 = mu * vW1 - lr * dW1
    vb1 = mu * vb1 - lr * db1
    vW2 = mu * vW2 - lr * dW2
    vb2 = mu * vb2 - lr * db2
    W1 = W1 + vW1
    b1 = b1 + vb1
    W2 = W2 + vW2
    b2 = b2 + vb2

    if epoch % 50 == 0:
        print("epoch %3d  loss %.6f" % (epoch, loss))

# ---------- test ----------
H = np.tanh(Xte @ W1 + b1)
Pte = 1 / (1 + np.exp(-(H @ W2 + b2)))
test_loss = -np.mean(yte * np.log(Pte + 1e-12) + (1 - yte) * np.log(1 - Pte + 1e-12))
guess = (Pte > 0.5).astype(float)
accuracy = np.mean(guess == yte)
print("test loss     %.6f" % test_loss)
print("test accuracy %.5f" % accuracy)
