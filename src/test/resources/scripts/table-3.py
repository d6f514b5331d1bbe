"""Softmax classifier with a hidden layer on a csv of flower measurements."""
import os
import numpy as np

COLOURS = {"red": 0, "green": 1, "blue": 2}
here = os.path.dirname(os.path.abspath(__file__))


def read_csv(name):
    features, target = [], []
    for line in open(os.path.join(here, name)).read().splitlines()[1:]:
        *numbers, colour = line.split(",")
        features.append([float(v) for v in numbers])
        target.append(COLOURS[colour])
    return np.array(features), np.eye(3)[target]


def forward(X, W1, b1, W2, b2):
    Z1 = np.dot(X, W1) + b1
    A1 = np.maximum(Z1, 0)
    Z2 = np.dot(A1, W2) + b2
    E = np.exp(Z2 - np.max(Z2, axis=1, keepdims=True))
    return Z1, A1, E / np.sum(E, axis=1, keepdims=True)


def cost(P, T, W1, W2, lambd):
    m = T.shape[0]
    cross = -np.sum(T * np.log(P)) / m
    return cross + lambd / (2 * m) * (np.sum(W1 ** 2) + np.sum(W2 ** 2))


def main():
    X, T = read_csv("flowers.csv")
    m = X.shape[0]
    rng = np.random.RandomState(54)
    W1, b1 = rng.randn(4, 7) * 0.5, np.zeros(7)
    W2, b2 = rng.randn(7, 3) * 0.5, np.zeros(3)
    lambd, alpha = 0.7, 0.3

    for i in range(250):
        Z1, A1, P = forward(X, W1, b1, W2, b2)
        J = cost(P, T, W1, W2, lambd)

        dZ2 = P - T
        dW2 = np.dot(A1.T, dZ2) / m + lambd * W2
        db2 = np.sum(dZ2, axis=0) / m
        dZ1 = np.dot(dZ2, W2.T)
        dZ1[Z1 <= 0] = 0
        dW1 = np.dot(X.T, dZ1) / m + lambd / m * W1
        db1 = np.sum(dZ1, axis=0) / m

        W1 -= alpha * dW1
        b1 -= alpha * db1
        W2 -= alpha * dW2
        b2 -= alpha * db2
        if i % 80 == 0:
            print("step %d  J=%.4f  accuracy=%.3f" % (i, J, np.mean(P.argmax(1) == T.argmax(1))))


if __name__ == "__main__":
    main()
