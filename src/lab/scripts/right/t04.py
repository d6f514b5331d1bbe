# Homework 3: classify points inside / outside of the ring
# 2 hidden layers (relu), sigmoid output, dropout
import numpy as np


def main():
    np.random.seed(1)
    m = 60
    epochs = 200
    lr = 0.3
    keep_prob = 0.8

    # make data
    angle = np.random.rand(m) * 2 * np.pi
    radius = np.where(np.arange(m) % 2 == 0, 0.5, 1.5) + np.random.randn(m) * 0.15
    X = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    y = (np.arange(m) % 2).reshape(m, 1).astype(float)

    # init
    W1 = np.random.randn(2, 10) * np.sqrt(2.0 / 2)
    b1 = np.zeros(10)
    W2 = np.random.randn(10, 6) * np.sqrt(2.0 / 10)
    b2 = np.zeros(6)
    W3 = np.random.randn(6, 1) * np.sqrt(1.0 / 6)
    b3 = np.zeros(1)

    for epoch in range(epochs):
        # forward
        z1 = np.dot(X, W1) + b1
        a1 = np.maximum(0, z1)
        mask1 = (np.random.rand(m, 10) < keep_prob) / keep_prob
        a1 = a1 * mask1
        z2 = np.dot(a1, W2) + b2
        a2 = np.maximum(0, z2)
        mask2 = (np.random.rand(m, 6) < keep_prob) / keep_prob
        a2 = a2 * mask2
        z3 = np.dot(a2, W3) + b3
        yhat = 1 / (1 + np.exp(-z3))

        loss = -np.mean(y * np.log(yhat + 1e-12) + (1 - y) * np.log(1 - yhat + 1e-12))

        # backward
        dz3 = (yhat - y) / m
        dW3 = np.dot(a2.T, dz3)
        db3 = np.sum(dz3, axis=0)
        da2 = np.dot(dz3, W3.T) * mask2
        dz2 = da2 * (z2 > 0)
        dW2 = np.dot(a1.T, dz2)
        db2 = np.sum(dz2, axis=0)
        da1 = np.dot(dz2, W2.T) * mask1
        dz1 = da1 * (z1 > 0)
        dW1 = np.dot(X.T, dz1)
        db1 = np.sum(dz1, axis=0)

        # update
        W1 = W1 - lr * dW1
        b1 = b1 - lr * db1
        W2 = W2 - lr * dW2
        b2 = b2 - lr * db2
        W3 = W3 - lr * dW3
        b3 = b3 - lr * db3

        if epoch % 40 == 0:
            acc = np.mean((yhat > 0.5) == (y > 0.5))
            print("epoch", epoch, "loss", loss, "train acc", acc)

    # test without dropout
    h1 = np.maximum(0, np.dot(X, W1) + b1)
    h2 = np.maximum(0, np.dot(h1, W2) + b2)
    p = 1 / (1 + np.exp(-(np.dot(h2, W3) + b3)))
    print("accuracy", np.mean((p > 0.5) == (y > 0.5)))


if __name__ == "__main__":
    main()
