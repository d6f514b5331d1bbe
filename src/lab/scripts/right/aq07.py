#!/usr/bin/env python3
# mlp.cpp -> mlp.py
# Flat weight buffers as in the C++ version: w1[h * NUM_IN + i], w2[o * NUM_HID + h]
# leaky ReLU hidden layer, softmax output, cross entropy averaged over the batch,
# Nesterov momentum (gradient taken at the look-ahead point).
import math
import random

NUM_IN = 4
NUM_HID = 4
NUM_OUT = 4
LEAK = 0.05
LEARN_RATE = 0.05
MU = 0.9
BATCH = 8
EPOCHS = 40

random.seed(2024)


def make_samples(count):
    samples = []
    for _ in range(count):
        v = [random.uniform(-1.0, 1.0) for _ in range(NUM_IN)]
        label = (1 if v[0] + 0.5 * v[2] > 0 else 0) + (2 if v[1] - v[3] > 0 else 0)
        samples.append((v, label))
    return samples


def init_buffer(rows, cols):
    limit = math.sqrt(6.0 / (rows + cols))
    return [random.uniform(-limit, limit) for _ in range(rows * cols)]


def forward(x, w1, b1, w2, b2):
    net_h = [0.0] * NUM_HID
    act_h = [0.0] * NUM_HID
    for h in range(NUM_HID):
        s = b1[h]
        for i in range(NUM_IN):
            s += w1[h * NUM_IN + i] * x[i]
        net_h[h] = s
        act_h[h] = s if s > 0.0 else LEAK * s
    net_o = [0.0] * NUM_OUT
    for o in range(NUM_OUT):
        s = b2[o]
        for h in range(NUM_HID):
            s += w2[o * NUM_HID + h] * act_h[h]
        net_o[o] = s
    top = max(net_o)
    exps = [math.exp(v - top) for v in net_o]
    z = sum(exps)
    prob = [e / z for e in exps]
    return net_h, act_h, prob


def batch_gradient(batch, w1, b1, w2, b2):
    g_w1 = [0.0] * len(w1)
    g_b1 = [0.0] * len(b1)
    g_w2 = [0.0] * len(w2)
    g_b2 = [0.0] * len(b2)
    loss = 0.0
    scale = 1.0 / len(batch)
    for x, label in batch:
        net_h, act_h, prob = forward(x, w1, b1, w2, b2)
        loss -= math.log(prob[label]) * scale

        delta_o = [0.0] * NUM_OUT
        for o in range(NUM_OUT):
            want = 1.0 if o == label else 0.0
            delta_o[o] = (prob[o] - want) * scale

        delta_h = [0.0] * NUM_HID
        for h in range(NUM_HID):
            s = 0.0
            for o in range(NUM_OUT):
                s += w2[o * NUM_HID + h] * delta_o[o]
            delta_h[h] = s if net_h[h] > 0.0 else LEAK * s

        for o in range(NUM_OUT):
            for h in range(NUM_HID):
                g_w2[o * NUM_HID + h] += delta_o[o] * act_h[h]
            g_b2[o] += delta_o[o]
        for h in range(NUM_HID):
            for i in range(NUM_IN):
                g_w1[h * NUM_IN + i] += delta_h[h] * x[i]
            g_b1[h] += delta_h[h]
    return loss, [g_w1, g_b1, g_w2, g_b2]


def main():
    samples = make_samples(240)
    params = [init_buffer(NUM_HID, NUM_IN), [0.0] * NUM_HID,
              init_buffer(NUM_OUT, NUM_HID), [0.0] * NUM_OUT]
    speed = [[0.0] * len(p) for p in params]

    for epoch in range(EPOCHS):
        random.shuffle(samples)
        total = 0.0
        steps = 0
        for pos in range(0, len(samples), BATCH):
            batch = samples[pos:pos + BATCH]
            ahead = [[p + MU * v for p, v in zip(ps, vs)] for ps, vs in zip(params, speed)]
            loss, grads = batch_gradient(batch, *ahead)
            for n in range(len(params)):
                for k in range(len(params[n])):
                    speed[n][k] = MU * speed[n][k] - LEARN_RATE * grads[n][k]
                    params[n][k] += speed[n][k]
            total += loss
            steps += 1
        if epoch % 8 == 0 or epoch == EPOCHS - 1:
            print("epoch %2d  loss %.5f" % (epoch, total / steps))

    hits = 0
    for x, label in samples:
        prob = forward(x, *params)[2]
        if prob.index(max(prob)) == label:
            hits += 1
    print("hits: %d of %d" % (hits, len(samples)))


main()
