import csv
import os
import numpy as np

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "people.csv")


def load(path):
    with open(path) as fh:
        reader = csv.reader(fh)
        next(reader)
        rows = [[float(c) for c in r] for r in reader]
    rows = np.array(rows)
    X, y = rows[:, :-1], rows[:, -1:]
    return (X - X.mean(axis=0)) / X.std(axis=0), y


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def forward(params, X):
    a1 = sigmoid(X @ params["W1"] + params["b1"])
    a2 = sigmoid(a1 @ params["W2"] + params["b2"])
    return a1, a2


def gradients(params, X, y):
    a1, a2 = forward(params, X)
    n = len(X)
    d2 = 2 * (a2 - y) / n * a2 * (1 - a2)
    d1 = d2 @ params["W2"].T * a1 * (1 - a1)
    return {"W1": X.T @ d1, "b1": d1.sum(axis=0), "W2": a1.T @ d2, "b2": d2.sum(axis=0)}


def main():
    X, y = load(DATA)
    rng = np.random.default_rng(52)
    params = {"W1": rng.normal(size=(3, 4)), "b1": rng.normal(size=4),
              "W2": rng.normal(size=(4, 1)), "b2": rng.normal(size=1)}
    learning_rate = 0.9
    for epoch in range(250):
        grads = gradients(params, X, y)
        for key in ("W1", "W2", "b2"):
            params[key] -= learning_rate * grads[key]
        if epoch % 100 == 0:
            pred = forward(params, X)[1]
            print("epoch", epoch, "mse", np.mean((pred - y) ** 2), "acc", np.mean((pred > 0.5) == y))


if __name__ == "__main__":
    main()
