# Logistic output, tanh hidden units, no numpy, one example at a time.
import math
import random

random.seed(11)

# points inside / outside a circle
data = []
for _ in range(80):
    px = random.uniform(-1.0, 1.0)
    py = random.uniform(-1.0, 1.0)
    data.append(([px, py], 1.0 if px * px + py * py < 0.5 else 0.0))

NIN = 2
NH = 6
wh = [[random.gauss(0, 1) for i in range(NIN)] for j in range(NH)]
bh = [random.gauss(0, 0.5) for j in range(NH)]
wo = [random.gauss(0, 0.5) for j in range(NH)]
bo = 0.0
lr = 0.2


def hidden(x):
    h = []
    for j in range(NH):
        s = 0.0
        for i in range(NIN):
            s += wh[j][i] * x[i]
        h.append(math.tanh(s + bh[j]))
    return h


def output(h):
    o = bo
    for j in range(NH):
        o += wo[j] * h[j]
    return 1.0 / (1.0 + math.exp(-o))


def mean_loss():
    total = 0.0
    for x, t in data:
        p = output(hidden(x))
        total -= t * math.log(p + 1e-12) + (1 - t) * math.log(1 - p + 1e-12)
    return total / len(data)


print("before training %.8f" % mean_loss())
for epoch in range(25):
    random.shuffle(data)
    for x, t in data:
        h = hidden(x)
        p = output(h)

        # cross entropy + sigmoid gives a simple delta
        delta_o = p - t
        delta_h = [delta_o * wo[j] * (1 - h[j] ** 2) for j in range(NH)]

        for j in range(NH):
            wo[j] -= lr * delta_o * h[j]
        bo -= lr * delta_o
        for j in range(NH):
            for i in range(NIN):
                wh[j][i] -= lr * delta_h[j] * x[i]
            bh[j] -= lr * delta_h[j]
    if epoch % 5 == 0:
        print("epoch %d loss %.8f" % (epoch, mean_loss()))

right = sum(1 for x, t in data if (output(hidden(x)) > 0.5) == (t > 0.5))
print("loss at the end %.8f" % mean_loss())
print("correct: %d of %d" % (right, len(data)))
