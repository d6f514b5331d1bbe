"""Assignment 3: back-propagation with outer products. Weights: rows = neurons."""
import numpy as np


def logistic(v):
    return 1 / (1 + np.exp(-v))


def train(samples, labels, n_neurons, rate, n_passes):
    rng = np.random.RandomState(7)
    w_a = rng.normal(0, 0.5, (n_neurons, samples.shape[1]))
    b_a = np.zeros(n_neurons)
    w_b = rng.normal(0, 0.5, (n_neurons, n_neurons))
    b_b = np.zeros(n_neurons)
    w_c = rng.normal(0, 0.5, (2, n_neurons))
    b_c = np.zeros(2)

    for p in range(n_passes):
        loss = 0
        for s, label in zip(samples, labels):
            first = logistic(w_a.dot(s) + b_a)
            second = logistic(w_b.dot(first) + b_b)
            v = w_c.dot(second) + b_c
            prob = np.exp(v) / np.exp(v).sum()
            loss -= np.log(prob[label])

            delta_c = prob.copy()
            delta_c[label] -= 1
            delta_b = w_c.T.dot(delta_c) * second * (1 - second)
            delta_a = w_b.T.dot(delta_b) * first * (1 - first)

            w_c -= rate * np.outer(delta_c, second)
            b_c -= rate * delta_c
            w_b -= rate * np.outer(delta_b, first)
            b_b -= rate * delta_b
            w_a -= rate * np.outer(delta_b, s)
            b_a -= rate * delta_a
        if p % 5 == 0:
            print("pass", p, "average loss", loss / len(samples))
    return w_a, b_a, w_b, b_b, w_c, b_c


if __name__ == "__main__":
    gen = np.random.RandomState(70)
    samples = gen.randn(40, 3)
    labels = (samples.sum(axis=1) > 0).astype(int)
    train(samples, labels, n_neurons=5, rate=0.2, n_passes=20)
