# Rare-event detector: about 1 positive in 10.
#
# * class weights, so that the rare class counts as much as the common one
# * biases folded into the weights: a column of ones is appended (as the LAST
#   column) to the inputs and to the hidden activations
# * L2 penalty on everything but the bias rows
# * learning rate decay: rate = RATE0 / (1 + DECAY * epoch)
#
# loss = sum_i w_i * BCE_i / sum_i w_i  +  LAM/2 * (|U[:-1]|^2 + |V[:-1]|^2)
import numpy as np

gen = np.random.RandomState(5)

RATE0 = 1.0
DECAY = 0.005
LAM = 1e-3
HID = 6
EPOCHS = 400


def with_ones(a):
    return np.hstack([a, np.ones((a.shape[0], 1))])


def logistic(s):
    return 1.0 / (1.0 + np.exp(-s))


# the common class surrounds the rare one
common = gen.randn(270, 2) * 1.6
common = common[np.hypot(common[:, 0] - 1, common[:, 1]) > 0.9]
rare = gen.randn(25, 2) * 0.35 + [1, 0]
data = with_ones(np.vstack([common, rare]))
t = np.vstack([np.zeros((len(common), 1)), np.ones((len(rare), 1))])

n_pos = t.sum()
n_neg = len(t) - n_pos
w = np.where(t == 1, len(t) / (2 * n_pos), len(t) / (2 * n_neg))

U = gen.randn(3, HID) * 0.7
V = gen.randn(HID + 1, 1) * 0.5


def run(inputs):
    hid = np.tanh(inputs @ U)
    hid1 = with_ones(hid)
    return hid, hid1, logistic(hid1 @ V)


def total_loss(p):
    bce = -(t * np.log(p) + (1 - t) * np.log(1 - p))
    penalty = 0.5 * LAM * (np.sum(U[:-1] ** 2) + np.sum(V[:-1] ** 2))
    return np.sum(w * bce) / np.sum(w) + penalty


rate = RATE0
for epoch in range(EPOCHS):
    rate = RATE0 / (1 + DECAY * epoch)
    hid, hid1, p = run(data)

    if epoch % 80 == 0:
        recall = np.mean(p[t == 1] > 0.5)
        false_alarms = np.mean(p[t == 0] > 0.5)
        print("epoch {:4d} loss {:.4f} recall {:.2f} false alarms {:.2f} rate {:.3f}".format(
            epoch, total_loss(p), recall, false_alarms, rate))

    d_out = w * (p - t) / np.sum(w)
    gV = hid1.T @ d_out
    gV[:-1] += LAM * V[:-1]

    d_hid = (d_out @ V.T)[:, :-1]
    d_hid = d_hid * (1 - hid ** 2)
    gU = data.T @ d_hid
    gU[:-1] += LAM * U[:-1]

    V -= rate * gV
    U -= rate * gU

hid, hid1, p = run(data)
print("final loss %.4f" % total_loss(p))
print("recall %.3f, false alarms %.3f" % (np.mean(p[t == 1] > 0.5), np.mean(p[t == 0] > 0.5)))
