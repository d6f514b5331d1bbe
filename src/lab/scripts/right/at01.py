# XOR with a 2-3-1 network, plain Python, one example at a time.
# Squared error: E = 1/2 * (target - output)^2
import math
import random

random.seed(7)

N_IN = 2
N_HID = 3
RATE = 0.5
EPOCHS = 6000

samples = [
    ([0, 0], 0),
    ([0, 1], 1),
    ([1, 0], 1),
    ([1, 1], 0),
]


def sig(x):
    return 1.0 / (1.0 + math.exp(-x))


w_hid = [[random.uniform(-1, 1) for _ in range(N_IN)] for _ in range(N_HID)]
b_hid = [random.uniform(-1, 1) for _ in range(N_HID)]
w_out = [random.uniform(-1, 1) for _ in range(N_HID)]
b_out = random.uniform(-1, 1)


def forward(x):
    hid = []
    for j in range(N_HID):
        s = b_hid[j]
        for i in range(N_IN):
            s += w_hid[j][i] * x[i]
        hid.append(sig(s))
    s = b_out
    for j in range(N_HID):
        s += w_out[j] * hid[j]
    return hid, sig(s)


def learn(x, target):
    global b_out
    hid, out = forward(x)
    d_out = (out - target) * out * (1 - out)
    d_hid = [d_out * w_out[j] * hid[j] * (1 - hid[j]) for j in range(N_HID)]

    # output layer
    for j in range(N_HID):
        w_out[j] -= RATE * d_out * hid[j]
    b_out -= RATE * d_out

    # hidden layer
    for j in range(N_HID):
        for i in range(N_IN):
            w_hid[j][i] -= RATE * d_hid[j] * x[i]
        b_hid[j] -= RATE * d_hid[j]

    return 0.5 * (target - out) ** 2


for epoch in range(EPOCHS):
    random.shuffle(samples)
    total = 0.0
    for x, target in samples:
        total += learn(x, target)
    if epoch % 1000 == 0:
        print("epoch", epoch, "error", round(total, 5))

for x, target in sorted(samples):
    print(x, target, round(forward(x)[1], 3))
