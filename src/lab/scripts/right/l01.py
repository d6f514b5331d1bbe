# My first neural network!!
# Task: is a point inside the circle or not?
import numpy as np

np.random.seed(42)

X = np.random.rand(150, 2) * 2 - 1
y = (X[:, 0] ** 2 + X[:, 1] ** 2 < 0.5).astype(float).reshape(-1, 1)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def sigmoid_derivative(s):
    # s is already the output of the sigmoid
    return s * (1 - s)


# 2 inputs -> 8 hidden -> 1 output
w1 = np.random.randn(2, 8)
b1 = np.zeros((1, 8))
w2 = np.random.randn(8, 1)
b2 = np.zeros((1, 1))

learning_rate = 3.0

for epoch in range(2500):
    # forward
    z1 = np.dot(X, w1) + b1
    hidden = sigmoid(z1)
    z2 = np.dot(hidden, w2) + b2
    output = sigmoid(z2)

    error = output - y
    loss = np.mean(error ** 2)
    if epoch % 500 == 0:
        print("epoch", epoch, "loss", loss)

    # backward
    d_output = 2 * error / len(X) * sigmoid_derivative(output)
    d_hidden = np.dot(d_output, w2.T) * sigmoid_derivative(hidden)

    grad_w2 = np.dot(hidden.T, d_output)
    grad_b2 = np.sum(d_output, axis=0, keepdims=True)
    grad_w1 = np.dot(X.T, d_hidden)
    grad_b1 = np.sum(d_hidden, axis=0, keepdims=True)

    # update
    w2 = w2 - learning_rate * grad_w2
    b2 = b2 - learning_rate * grad_b2
    w1 = w1 - learning_rate * grad_w1
    b1 = b1 - learning_rate * grad_b1

hidden = sigmoid(np.dot(X, w1) + b1)
output = sigmoid(np.dot(hidden, w2) + b2)
print("final loss", np.mean((output - y) ** 2))
print("accuracy", np.mean((output > 0.5) == y))
