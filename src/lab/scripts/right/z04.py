# neural net in pure python, no numpy
# learns y = x1 * x2 + 0.5 * x1 on [-1, 1]
import math
import random

random.seed(42)

N_IN, N_HID = 2, 8
LR = 0.05
MOMENTUM = 0.5


def rand_matrix(rows, cols, scale):
    return [[random.uniform(-scale, scale) for _ in range(cols)] for _ in range(rows)]


w_hid = rand_matrix(N_HID, N_IN, 0.8)
b_hid = [0.0] * N_HID
w_out = [random.uniform(-0.8, 0.8) for _ in range(N_HID)]
b_out = 0.0

# velocities
vw_hid = [[0.0] * N_IN for _ in range(N_HID)]
vb_hid = [0.0] * N_HID
vw_out = [0.0] * N_HID
vb_out = 0.0


def feed_forward(x):
    hidden = []
    for j in range(N_HID):
        s = b_hid[j]
        for i in range(N_IN):
            s += w_hid[j][i] * x[i]
        hidden.append(math.tanh(s))
    out = b_out
    for j in range(N_HID):
        out += w_out[j] * hidden[j]
    return hidden, out


def train_one(x, target):
    global b_out, vb_out
    hidden, out = feed_forward(x)
    err = out - target

    # error of the hidden units, before any weight changes
    delta_hid = []
    for j in range(N_HID):
        delta_hid.append(err * w_out[j] * (1.0 - hidden[j] ** 2))

    # output layer
    for j in range(N_HID):
        vw_out[j] = MOMENTUM * vw_out[j] - LR * err * hidden[j]
        w_out[j] += vw_out[j]
    vb_out = MOMENTUM * vb_out - LR * err
    b_out += vb_out

    # hidden layer
    for j in range(N_HID):
        for i in range(N_IN):
            vw_hid[j][i] = MOMENTUM * vw_hid[j][i] - LR * delta_hid[j] * x[i]
            w_hid[j][i] += vw_hid[j][i]
        vb_hid[j] = MOMENTUM * vb_hid[j] - LR * delta_hid[j]
        b_hid[j] += vb_hid[j]

    return 0.5 * err ** 2


def make_data(n):
    data = []
    for _ in range(n):
        a = random.uniform(-1, 1)
        b = random.uniform(-1, 1)
        data.append(([a, b], a * b + 0.5 * a))
    return data


train = make_data(120)
test = make_data(30)

for epoch in range(81):
    random.shuffle(train)
    total = 0.0
    for x, t in train:
        total += train_one(x, t)
    if epoch % 10 == 0:
        print("epoch", epoch, "loss", round(total / len(train), 6))

test_err = 0.0
for x, t in test:
    _, out = feed_forward(x)
    test_err += (out - t) ** 2
print("test mse", round(test_err / len(test), 6))
for x, t in test[:4]:
    print("target %7.4f   output %7.4f" % (t, feed_forward(x)[1]))
