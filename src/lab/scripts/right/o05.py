# Network = list of layers, layer = list of neurons, neuron = dict.
# Leaky ReLU hidden layers, two linear outputs, squared error, momentum.
from random import Random

rnd = Random(5)
SLOPE = 0.1


def new_layer(n_in, n_out):
    layer = []
    for _ in range(n_out):
        layer.append({
            "w": [rnd.gauss(0, 1) * (2.0 / n_in) ** 0.5 for _ in range(n_in)],
            "b": 0.0,
            "gw": [0.0] * n_in, "gb": 0.0,
            "vw": [0.0] * n_in, "vb": 0.0,
        })
    return layer


def forward(net, row):
    values = row
    for depth, layer in enumerate(net):
        nxt = []
        for neuron in layer:
            s = neuron["b"] + sum(w * v for w, v in zip(neuron["w"], values))
            if depth < len(net) - 1 and s < 0:
                s = SLOPE * s
            neuron["out"] = s
            nxt.append(s)
        values = nxt
    return values


def backward(net, row, target):
    for depth in reversed(range(len(net))):
        layer = net[depth]
        if depth == len(net) - 1:
            for k, neuron in enumerate(layer):
                neuron["delta"] = neuron["out"] - target[k]
        else:
            for k, neuron in enumerate(layer):
                err = 0.0
                for after in net[depth + 1]:
                    err += after["w"][k] * after["delta"]
                slope = 1.0 if neuron["out"] > 0 else SLOPE
                neuron["delta"] = err * slope
        inputs = row if depth == 0 else [n["out"] for n in net[depth - 1]]
        for neuron in layer:
            for i in range(len(inputs)):
                neuron["gw"][i] += neuron["delta"] * inputs[i]
            neuron["gb"] += neuron["delta"]


def clear(net):
    for layer in net:
        for neuron in layer:
            neuron["gw"] = [0.0] * len(neuron["w"])
            neuron["gb"] = 0.0


def apply(net, lr, mu, count):
    for layer in net:
        for neuron in layer:
            for i in range(len(neuron["w"])):
                neuron["vw"][i] = mu * neuron["vw"][i] - lr * neuron["gw"][i] / count
                neuron["w"][i] += neuron["vw"][i]
            neuron["vb"] = mu * neuron["vb"] - lr * neuron["gb"] / count
            neuron["b"] += neuron["vb"]


def cost(net, rows):
    total = 0.0
    for row, target in rows:
        total += 0.5 * sum((o - t) ** 2 for o, t in zip(forward(net, row), target))
    return total / len(rows)


rows = []
for _ in range(60):
    a, b, c = (rnd.uniform(-1, 1) for _ in range(3))
    rows.append(([a, b, c], [abs(a) - b * c, 0.5 * c + a * b + 0.4]))

net = [new_layer(3, 6), new_layer(6, 5), new_layer(5, 2)]
SIZE = 12
for epoch in range(60):
    rnd.shuffle(rows)
    for start in range(0, len(rows), SIZE):
        chunk = rows[start:start + SIZE]
        clear(net)
        for row, target in chunk:
            forward(net, row)
            backward(net, row, target)
        apply(net, 0.1, 0.8, len(chunk))
    if epoch % 10 == 0:
        print("epoch", epoch, "cost %.8f" % cost(net, rows))
print("final cost %.8f" % cost(net, rows))
