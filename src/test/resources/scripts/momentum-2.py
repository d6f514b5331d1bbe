import numpy as np

np.random.seed(6)

def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))

# 8 bit patterns -> 3 bit binary code (decoder problem)
X = np.eye(8)
Y = np.array([[int(c) for c in format(i, '03b')] for i in range(8)], dtype=float)

W1 = np.random.uniform(-0.5, 0.5, (8, 5))
b1 = np.zeros((1, 5))
W2 = np.random.uniform(-0.5, 0.5, (5, 3))
b2 = np.zeros((1, 3))

vW1, vb1 = np.zeros_like(W1), np.zeros_like(b1)
vW2, vb2 = np.zeros_like(W2), np.zeros_like(b2)

lr = 0.5
momentum = 0.8

for epoch in range(250):
    h = sigmoid(np.matmul(X, W1) + b1)
    o = sigmoid(np.matmul(h, W2) + b2)

    d_o = (o - Y) * o * (1 - o)
    d_h = np.matmul(d_o, W2.T) * h * (1 - h)

    vW2 = momentum * vW2 + np.matmul(h.T, d_o)
    vb2 = momentum * vb2 + d_o.sum(axis=0, keepdims=True)
    vW1 = momentum * W1 + np.matmul(X.T, d_h)
    vb1 = momentum * vb1 + d_h.sum(axis=0, keepdims=True)

    W2 -= lr * vW2
    b2 -= lr * vb2
    W1 -= lr * vW1
    b1 -= lr * vb1

    if epoch % 100 == 0:
        print(epoch, 0.5 * np.sum((o - Y) ** 2))

print(np.round(o, 2))
