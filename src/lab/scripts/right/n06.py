# 3-bit parity and majority, learned example by example.
# Plain Python lists, no matrices: easier for me to see what happens.
import math
import random

random.seed(3)

N_IN, N_HID, N_OUT = 3, 6, 2
RATE = 0.3
MOMENTUM = 0.8

patterns = []
for p in range(8):
    bits = [(p >> s) & 1 for s in range(3)]
    parity = sum(bits) % 2
    majority = 1 if sum(bits) >= 2 else 0
    patterns.append(([2 * bit - 1 for bit in bits], [parity, majority]))

w_hid = [[random.uniform(-0.7, 0.7) for _ in range(N_HID)] for _ in range(N_IN)]
w_out = [[random.uniform(-0.7, 0.7) for _ in range(N_OUT)] for _ in range(N_HID)]
b_hid = [random.uniform(-0.7, 0.7) for _ in range(N_HID)]
b_out = [0.0] * N_OUT

# last changes, for the momentum
c_hid = [[0.0] * N_HID for _ in range(N_IN)]
c_out = [[0.0] * N_OUT for _ in range(N_HID)]
cb_hid = [0.0] * N_HID
cb_out = [0.0] * N_OUT


def run(x):
    hid = []
    for j in range(N_HID):
        total = b_hid[j]
        for i in range(N_IN):
            total += x[i] * w_hid[i][j]
        hid.append(math.tanh(total))
    out = []
    for k in range(N_OUT):
        total = b_out[k]
        for j in range(N_HID):
            total += hid[j] * w_out[j][k]
        out.append(1.0 / (1.0 + math.exp(-total)))
    return hid, out


def learn(x, target):
    hid, out = run(x)

    # deltas of the output units
    d_out = []
    for k in range(N_OUT):
        miss = target[k] - out[k]
        d_out.append(miss * out[k] * (1 - out[k]))

    # deltas of the hidden units
    d_hid = []
    for j in range(N_HID):
        back = 0.0
        for k in range(N_OUT):
            back += d_out[k] * w_out[j][k]
        d_hid.append(back * (1 - hid[j] ** 2))

    # change the output weights
    for j in range(N_HID):
        for k in range(N_OUT):
            change = RATE * d_out[k] * hid[j] + MOMENTUM * c_out[j][k]
            w_out[j][k] += change
            c_out[j][k] = change
    for k in range(N_OUT):
        change = RATE * d_out[k] + MOMENTUM * cb_out[k]
        b_out[k] += change
        cb_out[k] = change

    # change the hidden weights
    for i in range(N_IN):
        for j in range(N_HID):
            change = RATE * d_hid[j] * x[i] + MOMENTUM * c_hid[i][j]
            w_hid[i][j] += change
            c_hid[i][j] = change
    for j in range(N_HID):
        change = RATE * d_hid[j] + MOMENTUM * cb_hid[j]
        b_hid[j] += change
        cb_hid[j] = change

    error = 0.0
    for k in range(N_OUT):
        error += 0.5 * (target[k] - out[k]) ** 2
    return error


for epoch in range(801):
    random.shuffle(patterns)
    error = 0.0
    for x, target in patterns:
        error += learn(x, target)
    if epoch % 200 == 0:
        print("epoch", epoch, "error", round(error, 6))

right = 0
for x, target in sorted(patterns):
    _, out = run(x)
    print(x, target, [round(o, 4) for o in out])
    right += sum(1 for k in range(N_OUT) if round(out[k]) == target[k])
print("right:", right, "of", N_OUT * len(patterns))
