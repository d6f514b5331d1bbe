import numpy as np

np.random.seed(505)

# 4-layer net, relu-relu-relu-linear, examples in columns
sizes = [3, 8, 8, 6, 1]
m = 100
X = np.random.uniform(-1, 1, (3, m))
Y = (X[0] ** 2 + X[1] * X[2] - 0.3 * X[2]).reshape(1, m)

W1 = np.random.randn(8, 3) * np.sqrt(2/3)
b1 = np.zeros((8, 1))
W2 = np.random.randn(8, 8) * np.sqrt(2/8)
b2 = np.zeros((8, 1))
W3 = np.random.randn(6, 8) * np.sqrt(2/8)
b3 = np.zeros((6, 1))
W4 = np.random.randn(1, 6) * np.sqrt(2/6)
b4 = np.zeros((1, 1))

lr = 0.05
for it in range(60):
    # forward
    Z1 = np.dot(W1, X) + b1
    A1 = np.maximum(0, Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = np.maximum(0, Z2)
    Z3 = np.dot(W3, A2) + b3
    A3 = np.maximum(0, Z3)
    Z4 = np.dot(W4, A3) + b4

    cost = np.sum((Z4 - Y)**2) / (2*m)
    if it % 100 == 0:
        print('it', it, 'cost', cost)

    # backward
    dZ4 = (Z4 - Y) / m
    dW4 = np.dot(dZ4, A3.T)
    db4 = np.sum(dZ4, axis=1, keepdims=True)
    dZ3 = np.dot(W4.T, dZ4)
    dZ3[Z3 <= 0] = 0
    dW3 = np.dot(dZ3, A2.T)
    db3 = np.sum(dZ3, axis=1, keepdims=True)
    dZ2 = np.dot(W3.T, dZ3)
    dZ2[Z2 <= 0] = 0
    dW2 = np.dot(dZ2, A1.T)
    db2 = np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = np.dot(W2.T, dZ2)
    dZ1[Z2 <= 0] = 0
    dW1 = np.dot(dZ1, X.T)
    db1 = np.sum(dZ1, axis=1, keepdims=True)

    W4 -= lr * dW4
    b4 -= lr * db4
    W3 -= lr * dW3
    b3 -= lr * db3
    W2 -= lr * dW2
    b2 -= lr * db2
    W1 -= lr * dW1
    b1 -= lr * db1
