# backprop.py -- port of my old C program, no numpy needed
# 3 inputs, 2 outputs: parity bit and majority bit
import math

N_IN = 3
N_HID = 6
N_OUT = 2
ETA = 0.15
ALPHA = 0.8
RAND_MAX = 32767

seed = 4711


def rand():
    global seed
    seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
    return (seed >> 16) & RAND_MAX


def rand_weight():
    return 2.0 * (rand() / RAND_MAX - 0.5)


X = []
T = []
for p in range(8):
    bits = [(p >> 2) & 1, (p >> 1) & 1, p & 1]
    X.append([2.0 * b - 1.0 for b in bits])
    T.append([sum(bits) % 2, 1 if sum(bits) >= 2 else 0])

# weights; the last one of each row is the bias
w_ih = [[rand_weight() for i in range(N_IN + 1)] for j in range(N_HID)]
w_ho = [[rand_weight() for j in range(N_HID + 1)] for k in range(N_OUT)]
dw_ih = [[0.0 for i in range(N_IN + 1)] for j in range(N_HID)]
dw_ho = [[0.0 for j in range(N_HID + 1)] for k in range(N_OUT)]

inp = [0.0] * N_IN + [1.0]
hid = [0.0] * N_HID + [1.0]
out = [0.0] * N_OUT
delta_o = [0.0] * N_OUT
delta_h = [0.0] * N_HID


def forward(x):
    for i in range(N_IN):
        inp[i] = x[i]
    for j in range(N_HID):
        s = w_ih[j][N_IN]
        for i in range(N_IN):
            s += w_ih[j][i] * inp[i]
        hid[j] = math.tanh(s)
    for k in range(N_OUT):
        s = 0.0
        for j in range(N_HID + 1):
            s += w_ho[k][j] * hid[j]
        out[k] = 1.0 / (1.0 + math.exp(-s))


def backward(t):
    for k in range(N_OUT):
        delta_o[k] = (t[k] - out[k]) * out[k] * (1.0 - out[k])
    for j in range(N_HID):
        s = 0.0
        for k in range(N_OUT):
            s += delta_o[k] * w_ho[k][j]
        delta_h[j] = s * (1.0 - hid[j] ** 2)
    for k in range(N_OUT):
        for j in range(N_HID + 1):
            dw = ETA * delta_o[k] * hid[j] + ALPHA * dw_ho[k][j]
            w_ho[k][j] += dw
            dw_ho[k][j] = dw
    for j in range(N_HID):
        for i in range(N_IN + 1):
            dw = ETA * delta_h[j] * inp[i] + ALPHA * dw_ih[j][i]
            w_ih[j][i] += dw
            dw_ih[j][i] = dw


for it in range(8001):
    p = rand() % 8
    forward(X[p])
    backward(T[p])
    if it % 1000 == 0:
        err = 0.0
        for q in range(8):
            forward(X[q])
            for k in range(N_OUT):
                err += 0.5 * (T[q][k] - out[k]) ** 2
        print("iter %6d   error %8.5f" % (it, err))

for q in range(8):
    forward(X[q])
    print(X[q], T[q], " ".join("%.3f" % o for o in out))
