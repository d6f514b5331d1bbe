import numpy as np

from recorder import Recorder, experiment

given = experiment()
p = given.drop_probability[2]
l2 = 0.03
beta1, beta2, eps = 0.9, 0.999, 1e-5
params = {"W1": given.W[0], "b1": given.b[0], "W2": given.W[1], "b2": given.b[1]}
first = {name: np.zeros_like(value) for name, value in params.items()}
second = {name: np.zeros_like(value) for name, value in params.items()}
t = 0
rec = Recorder()


def leaky(z):
    return np.where(z > 0, z, 0.01 * z)


def leaky_slope(z):
    return np.where(z > 0, 1, 0.01)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def bce(a, y):
    return -(y * np.log(a) + (1 - y) * np.log(1 - a)).sum() / len(y)


for x, y in given.batches():
    n = len(x)
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    z1 = x.dot(W1) + b1
    a1 = leaky(z1)
    keep = given.masks[2]
    d1 = a1 * keep / (1 - p)
    z2 = d1.dot(W2) + b2
    a2 = sigmoid(z2)
    loss = bce(a2, y) + l2 / 2 * (np.sum(W1 ** 2) + np.sum(W2 ** 2))

    delta2 = a2 - y
    delta1 = delta2.dot(W2.T) * keep / (1 - p) * leaky_slope(z1)
    grads = {
        "W1": x.T.dot(delta1) / n,
        "b1": delta1.sum(axis=0) / n,
        "W2": d1.T.dot(delta2) / n,
        "b2": delta2.sum(axis=0) / n,
    }

    t += 1
    for name in params:
        g = grads[name]
        if name.startswith("W"):
            g = g + l2 * params[name]
        first[name] = beta1 * first[name] + (1 - beta1) * g
        second[name] = beta2 * second[name] + (1 - beta2) * g ** 2
        correction = np.sqrt(1 - beta2 ** t) / (1 - beta1 ** t)
        params[name] = params[name] - given.learning_rate * correction * first[name] / (np.sqrt(second[name]) + eps)

    rec.step(loss=loss, Z=[z1, z2], A=[a1, a2], dZ=[delta1, delta2], dW=[grads["W1"], grads["W2"]],
             db=[grads["b1"], grads["b2"]], W=[params["W1"], params["W2"]], b=[params["b1"], params["b2"]])

rec.save(outputs=sigmoid(leaky(given.X @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]))
