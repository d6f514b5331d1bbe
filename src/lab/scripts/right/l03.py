import math
import numpy as np

NI = 4       # number of inputs
NH = 5       # number of hidden units
NO = 3       # number of output units
EPOCHS = 150
ETA = 0.15
ALPHA = 0.8  # momentum

# sepal length, sepal width, petal length, petal width, class (1..3)
table = [
    [5.1, 3.5, 1.4, 0.2, 1], [4.9, 3.0, 1.4, 0.2, 1], [4.7, 3.2, 1.3, 0.2, 1],
    [5.0, 3.6, 1.4, 0.2, 1], [5.4, 3.9, 1.7, 0.4, 1], [4.6, 3.4, 1.4, 0.3, 1],
    [5.0, 3.4, 1.5, 0.2, 1], [4.4, 2.9, 1.4, 0.2, 1], [7.0, 3.2, 4.7, 1.4, 2],
    [6.4, 3.2, 4.5, 1.5, 2], [6.9, 3.1, 4.9, 1.5, 2], [5.5, 2.3, 4.0, 1.3, 2],
    [6.5, 2.8, 4.6, 1.5, 2], [5.7, 2.8, 4.5, 1.3, 2], [6.3, 3.3, 4.7, 1.6, 2],
    [4.9, 2.4, 3.3, 1.0, 2], [6.3, 3.3, 6.0, 2.5, 3], [5.8, 2.7, 5.1, 1.9, 3],
    [7.1, 3.0, 5.9, 2.1, 3], [6.3, 2.9, 5.6, 1.8, 3], [6.5, 3.0, 5.8, 2.2, 3],
    [7.6, 3.0, 6.6, 2.1, 3], [4.9, 2.5, 4.5, 1.7, 3], [7.3, 2.9, 6.3, 1.8, 3],
]
NP = len(table)

np.random.seed(11)
w1 = np.zeros((NI, NH))
w2 = np.zeros((NH, NO))
b1 = np.zeros(NH)
b2 = np.zeros(NO)
for i in range(NI):
    for j in range(NH):
        w1[i][j] = np.random.uniform(-0.5, 0.5)
for j in range(NH):
    for k in range(NO):
        w2[j][k] = np.random.uniform(-0.5, 0.5)
v1 = np.zeros((NI, NH))
v2 = np.zeros((NH, NO))
vb1 = np.zeros(NH)
vb2 = np.zeros(NO)

inp = np.zeros(NI)
hid = np.zeros(NH)
out = np.zeros(NO)
target = np.zeros(NO)
dout = np.zeros(NO)
dhid = np.zeros(NH)

for epoch in range(EPOCHS):
    error = 0.0
    correct = 0
    perm = np.random.permutation(NP)
    for p in range(NP):
        row = table[perm[p]]
        # load the pattern
        for i in range(NI):
            inp[i] = (row[i] - 3.5) / 2.0
        for k in range(NO):
            target[k] = 0.0
        target[row[4] - 1] = 1.0

        # forward pass
        for j in range(NH):
            s = b1[j]
            for i in range(NI):
                s += inp[i] * w1[i][j]
            hid[j] = 1.0 / (1.0 + math.exp(-s))
        for k in range(NO):
            s = b2[k]
            for j in range(NH):
                s += hid[j] * w2[j][k]
            out[k] = 1.0 / (1.0 + math.exp(-s))
            error += 0.5 * (target[k] - out[k]) * (target[k] - out[k])
        if np.argmax(out) == row[4] - 1:
            correct += 1

        # backward pass
        for k in range(NO):
            dout[k] = (target[k] - out[k]) * out[k] * (1.0 - out[k])
        for j in range(NH):
            s = 0.0
            for k in range(NO):
                s += dout[k] * w2[j][k]
            dhid[j] = s * hid[j] * (1.0 - hid[j])

        # update the weights
        for k in range(NO):
            for j in range(NH):
                v2[j][k] = ETA * dout[k] * hid[j] + ALPHA * v2[j][k]
                w2[j][k] += v2[j][k]
            vb2[k] = ETA * dout[k] + ALPHA * vb2[k]
            b2[k] += vb2[k]
        for j in range(NH):
            for i in range(NI):
                v1[i][j] = ETA * dhid[j] * inp[i] + ALPHA * v1[i][j]
                w1[i][j] += v1[i][j]
            vb1[j] = ETA * dhid[j] + ALPHA * vb1[j]
            b1[j] += vb1[j]
    if epoch % 25 == 0 or epoch == EPOCHS - 1:
        print("epoch %4d  error %.6f  correct %d/%d" % (epoch, error, correct, NP))
