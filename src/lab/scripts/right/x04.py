# Neural network regression without any library: just lists and loops.
import math
import random

random.seed(7)

n_in, n_hid1, n_hid2 = 2, 5, 4

w1 = [[random.uniform(-0.7, 0.7) for _ in range(n_in)] for _ in range(n_hid1)]
b1 = [random.uniform(-0.1, 0.1) for _ in range(n_hid1)]
w2 = [[random.uniform(-0.7, 0.7) for _ in range(n_hid1)] for _ in range(n_hid2)]
b2 = [random.uniform(-0.1, 0.1) for _ in range(n_hid2)]
w3 = [random.uniform(-0.7, 0.7) for _ in range(n_hid2)]
b3 = 0.0

samples = []
for i in range(30):
    p = random.uniform(-1, 1)
    q = random.uniform(-1, 1)
    samples.append(([p, q], math.sin(2 * p) + 0.5 * q * q))


def predict(x):
    h1 = []
    for i in range(n_hid1):
        total = b1[i]
        for k in range(n_in):
            total += w1[i][k] * x[k]
        h1.append(math.tanh(total))
    h2 = []
    for i in range(n_hid2):
        total = b2[i]
        for k in range(n_hid1):
            total += w2[i][k] * h1[k]
        h2.append(math.tanh(total))
    out = b3
    for k in range(n_hid2):
        out += w3[k] * h2[k]
    return h1, h2, out


lr = 0.05
for epoch in range(60):
    loss = 0.0
    for x, target in samples:
        h1, h2, out = predict(x)
        loss += 0.5 * (out - target) ** 2

        # error signals, from the output back to the first layer
        d_out = out - target
        d_h2 = [0.0] * n_hid2
        for i in range(n_hid2):
            d_h2[i] = d_out * w3[i] * (1 - h2[i] ** 2)
        d_h1 = [0.0] * n_hid1
        for k in range(n_hid1):
            s = 0.0
            for i in range(n_hid2):
                s += d_h2[i] * w2[i][k]
            d_h1[k] = s * (1 - h1[k] ** 2)

        # gradient descent step
        for k in range(n_hid2):
            w3[k] -= lr * d_out * h2[k]
        b3 -= lr * d_out
        for i in range(n_hid2):
            for k in range(n_hid1):
                w2[i][k] -= lr * d_h2[i] * h1[k]
            b2[i] -= lr * d_h2[i]
        for i in range(n_hid1):
            for k in range(n_in):
                w1[i][k] -= lr * d_h1[i] * x[k]
            b1[i] -= lr * d_h1[i]
    if epoch % 10 == 0:
        print("epoch", epoch, "mean loss", loss / len(samples))

for x, target in samples[:4]:
    print("target %.5f  predicted %.8f" % (target, predict(x)[2]))
print("w1[0] =", w1[0], " b1 sum =", sum(b1))
