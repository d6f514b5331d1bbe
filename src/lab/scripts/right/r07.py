# Learns a made-up little table: will I go running?
#   sunny  warm  weekend  tired   ->  run
import numpy as np

table = [
    (1.0, 0.8, 1.0, 0.1, 1.0),
    (0.0, 0.3, 0.0, 0.9, 0.0),
    (1.0, 0.2, 0.0, 0.4, 1.0),
    (0.0, 0.9, 1.0, 0.7, 0.0),
]
inputs = [np.array(row[:4]) for row in table]
targets = [row[4] for row in table]

np.random.seed(21)
w_hidden = np.random.uniform(-1, 1, (4, 4))   # w_hidden[j, i]: from input i to hidden j
b_hidden = np.random.uniform(-1, 1, 4)
w_out = np.random.uniform(-1, 1, 4)
b_out = 0.0
rate = 0.5

def sig(v):
    return 1 / (1 + np.exp(-v))

for epoch in range(100):
    total = 0
    # one example after the other
    for i in range(len(inputs)):
        x, target = inputs[i], targets[i]

        hidden = sig(w_hidden @ x + b_hidden)
        out = sig(w_out @ hidden + b_out)
        total += 0.5 * (target - out) ** 2

        # how much is each unit to blame
        delta_out = (target - out) * out * (1 - out)
        delta_hidden = delta_out * w_out * hidden * (1 - hidden)

        # move along
        w_out += rate * delta_out * hidden
        b_out += rate * delta_out
        w_hidden += rate * np.outer(delta_hidden, x)
        b_hidden += rate * delta_hidden
    rate *= 0.99
    if epoch % 20 == 0:
        print("epoch", epoch, "squared error", total)

for x, target in zip(inputs, targets):
    print(target, sig(w_out @ sig(w_hidden @ x + b_hidden) + b_out))
