# Plain Python binary classifier with namedtuples. One example at a time.
from collections import namedtuple
from math import exp, log
from random import Random

Layer = namedtuple("Layer", "weights biases vel_w vel_b act")
Trace = namedtuple("Trace", "inp pre out")

rnd = Random(31)


def softplus(v):
    return log(1.0 + exp(v))


def logistic(v):
    return 1.0 / (1.0 + exp(-v))


def new_layer(n_in, n_out, act):
    scale = (1.0 / n_in) ** 0.5
    weights = [[rnd.gauss(0, scale) for _ in range(n_in)] for _ in range(n_out)]
    return Layer(weights, [0.0] * n_out, [[0.0] * n_in for _ in range(n_out)], [0.0] * n_out, act)


def run_forward(net, x):
    traces = []
    for layer in net:
        pre = [sum(w * xi for w, xi in zip(row, x)) + b for row, b in zip(layer.weights, layer.biases)]
        out = [softplus(p) for p in pre] if layer.act == "softplus" else [logistic(p) for p in pre]
        traces.append(Trace(x, pre, out))
        x = out
    return traces


def gradients(net, traces, label):
    # dL/dpre of the output unit for the cross entropy
    delta = [traces[-1].out[0] - label]
    grads = []
    for depth in range(len(net) - 1, -1, -1):
        tr = traces[depth]
        gw = [[d * xi for xi in tr.inp] for d in delta]
        gb = list(delta)
        grads.insert(0, (gw, gb))
        if depth > 0:
            back = [sum(net[depth].weights[j][i] * delta[j] for j in range(len(delta)))
                    for i in range(len(tr.inp))]
            delta = [bk * logistic(p) for bk, p in zip(back, traces[depth - 1].pre)]
    return grads


def apply_gradients(net, grads, rate, momentum):
    for layer, (gw, gb) in zip(net, grads):
        for j in range(len(gb)):
            for i in range(len(gw[j])):
                layer.vel_w[j][i] = momentum * layer.vel_w[j][i] + gw[j][i]
                layer.weights[j][i] -= rate * layer.vel_w[j][i]
            layer.vel_b[j] = momentum * layer.vel_b[j] + gb[j]
            layer.biases[j] -= rate * layer.vel_b[j]


def cross_entropy(p, t):
    p = min(max(p, 1e-9), 1 - 1e-9)
    return -(t * log(p) + (1 - t) * log(1 - p))


points = [(rnd.uniform(-2, 2), rnd.uniform(-2, 2)) for _ in range(36)]
dataset = [((a, b), 1 if a * b + rnd.gauss(0, 0.8) > 0.2 else 0) for a, b in points]
net = [new_layer(2, 6, "softplus"), new_layer(6, 4, "softplus"), new_layer(4, 1, "logistic")]

for epoch in range(50):
    rate = 0.03 / (1 + 0.02 * epoch)
    rnd.shuffle(dataset)
    epoch_loss = 0.0
    for x, label in dataset:
        traces = run_forward(net, x)
        epoch_loss += cross_entropy(traces[-1].out[0], label)
        apply_gradients(net, gradients(net, traces, label), rate, 0.7)
    if epoch % 10 == 0:
        print("epoch %d, loss %.8f" % (epoch, epoch_loss / len(dataset)))

correct = sum((run_forward(net, x)[-1].out[0] > 0.5) == bool(t) for x, t in dataset)
print("correct: %d of %d" % (correct, len(dataset)))
print("biases:", [round(b, 7) for layer in net for b in layer.biases])
