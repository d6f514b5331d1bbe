# Neural network from scratch, NO numpy, only lists and loops
# 3 kinds of flowers, 4 measurements. mini batches, tanh hidden, sigmoid output
import math
import random

random.seed(10)

def make_flowers(n_each):
    means = [[5.0, 3.4, 1.5, 0.2], [5.9, 2.8, 4.3, 1.3], [6.6, 3.0, 5.5, 2.0]]
    rows = []
    for kind in range(3):
        for _ in range(n_each):
            rows.append(([random.gauss(mu, 0.35) for mu in means[kind]], kind))
    return rows

def normalize(rows):
    for c in range(4):
        col = [r[0][c] for r in rows]
        m = sum(col) / len(col)
        s = math.sqrt(sum((v - m) ** 2 for v in col) / len(col))
        for r in rows:
            r[0][c] = (r[0][c] - m) / s

n_in, n_hid, n_out = 4, 6, 3

# w1[j][i] goes from input i to hidden neuron j; the last entry is the bias
w1 = [[random.uniform(-0.5, 0.5) for i in range(n_in + 1)] for j in range(n_hid)]
w2 = [[random.uniform(-0.5, 0.5) for j in range(n_hid + 1)] for k in range(n_out)]

def forward(x):
    hid = []
    for j in range(n_hid):
        s = w1[j][n_in]
        for i in range(n_in):
            s += w1[j][i] * x[i]
        hid.append(math.tanh(s))
    out = []
    for k in range(n_out):
        s = w2[k][n_hid]
        for j in range(n_hid):
            s += w2[k][j] * hid[j]
        out.append(1.0 / (1.0 + math.exp(-s)))
    return hid, out

def add_gradients(x, target, g1, g2):
    hid, out = forward(x)
    # error of the output neurons, loss is 1/2 * sum (out - target)^2
    d_out = []
    for k in range(n_out):
        d_out.append((out[k] - target[k]) * out[k] * (1 - out[k]))
    d_hid = []
    for j in range(n_hid):
        err = 0.0
        for k in range(n_out):
            err += d_out[k] * w2[k][j]
        d_hid.append(err * (1 - hid[j] ** 2))
    for k in range(n_out):
        for j in range(n_hid):
            g2[k][j] += d_out[k] * hid[j]
        g2[k][n_hid] += d_out[k]
    for j in range(n_hid):
        for i in range(n_in):
            g1[j][i] += d_hid[j] * x[i]
        g1[j][n_in] += d_hid[j]

def loss_of(rows):
    total = 0.0
    for x, kind in rows:
        out = forward(x)[1]
        for k in range(n_out):
            total += 0.5 * (out[k] - (1.0 if k == kind else 0.0)) ** 2
    return total / len(rows)

data = make_flowers(40)
normalize(data)
rate = 0.8
batch = 10

for epoch in range(60):
    random.shuffle(data)
    for start in range(0, len(data), batch):
        part = data[start:start + batch]
        g1 = [[0.0] * (n_in + 1) for j in range(n_hid)]
        g2 = [[0.0] * (n_hid + 1) for k in range(n_out)]
        for x, kind in part:
            target = [0.0] * n_out
            target[kind] = 1.0
            add_gradients(x, target, g1, g2)
        # one step against the average gradient of the batch
        for j in range(n_hid):
            for i in range(n_in + 1):
                w1[j][i] -= rate * g1[j][i] / len(part)
        for k in range(n_out):
            for j in range(n_hid + 1):
                w2[k][j] -= rate * g2[k][j] / len(part)
    if epoch % 10 == 0:
        print('epoch', epoch, 'loss', round(loss_of(data), 5))

right = 0
for x, kind in data:
    out = forward(x)[1]
    if out.index(max(out)) == kind:
        right += 1
print('final loss', loss_of(data))
print('correct', right, 'of', len(data))
