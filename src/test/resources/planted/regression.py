import numpy as np

from recorder import Recorder, experiment

given = experiment()
X, Y = given.X, given.y
W1, W2 = given.W
b1, b2 = given.b
alpha, mu = given.learning_rate, given.momentum
velocity = {"W1": 0, "b1": 0, "W2": 0, "b2": 0}
m = X.shape[0]
rec = Recorder()


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_derivative(z):
    s = sigmoid(z)
    return s * (1 - s)


for epoch in range(given.epochs):
    Z1 = np.dot(X, W1) + b1
    A1 = sigmoid(Z1)
    Z2 = np.dot(A1, W2) + b2
    A2 = Z2
    cost = np.mean((A2 - Y) ** 2)

    dZ2 = 2 * (A2 - Y)
    dW2 = np.dot(A1.T, dZ2) / m
    db2 = np.sum(dZ2, axis=0) / m
    dZ1 = np.dot(dZ2, W2.T) * sigmoid_derivative(Z1)
    dW1 = np.dot(X.T, dZ1) / m
    db1 = np.sum(dZ1, axis=0) / m

    velocity["W1"] = mu * velocity["W1"] - alpha * dW1
    velocity["b1"] = mu * velocity["b1"] - alpha * db1
    velocity["W2"] = mu * velocity["W2"] - alpha * dW2
    velocity["b2"] = mu * velocity["b2"] - alpha * db2
    W1 = W1 + velocity["W1"]
    b1 = b1 + velocity["b1"]
    W2 = W2 + velocity["W2"]
    b2 = b2 + velocity["b2"]

    rec.step(loss=cost, Z=[Z1, Z2], A=[A1, A2], dZ=[dZ1, dZ2], dW=[dW1, dW2], db=[db1, db2], W=[W1, W2], b=[b1, b2])

rec.save(outputs=sigmoid(X @ W1 + b1) @ W2 + b2)
