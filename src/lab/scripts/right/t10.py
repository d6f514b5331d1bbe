#!/usr/bin/env python3
# learns the parity of three bits, neuron maths done with plain vectors
import numpy as np

np.random.seed(99)

inputs = [[0, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 1],
          [1, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1]]
targets = [[0, 1], [1, 0], [1, 0], [0, 1], [1, 0], [0, 1], [0, 1], [1, 0]]

hid = 6
w1 = np.random.uniform(-1, 1, (hid, 3))
b1 = np.random.uniform(-1, 1, hid)
w2 = np.random.uniform(-1, 1, (2, hid))
b2 = np.random.uniform(-1, 1, 2)

rate = 4.0
group = 4      # examples per update
rounds = 500


def sig(v):
    return 1 / (1 + np.exp(-v))


for r in range(rounds):
    err = 0
    for start in range(0, 8, group):
        sum_w1 = np.zeros(w1.shape)
        sum_b1 = np.zeros(b1.shape)
        sum_w2 = np.zeros(w2.shape)
        sum_b2 = np.zeros(b2.shape)
        for k in range(start, start + group):
            x = np.array(inputs[k], dtype=float)
            d = np.array(targets[k], dtype=float)
            # forward
            h = sig(w1.dot(x) + b1)
            o = sig(w2.dot(h) + b2)
            err += 0.5 * np.sum((d - o) ** 2)
            # backward
            delta_o = (o - d) * o * (1 - o)
            delta_h = w2.T.dot(delta_o) * h * (1 - h)
            sum_w2 += np.outer(delta_o, h)
            sum_b2 += delta_o
            sum_w1 += np.outer(delta_h, x)
            sum_b1 += delta_h
        # mean gradient of the group
        w2 -= rate * sum_w2 / group
        b2 -= rate * sum_b2 / group
        w1 -= rate * sum_w1 / group
        b1 -= rate * sum_b1 / group
    if r % 100 == 0:
        print('round', r, 'error', err / 8)

for x, d in zip(inputs, targets):
    print(x, d, sig(w2.dot(sig(w1.dot(np.array(x)) + b1)) + b2).round(2))
