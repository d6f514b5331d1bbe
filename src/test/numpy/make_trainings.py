"""Writes src/test/resources/numpy/trainings.txt: trainings of 25 steps and more in plain NumPy, for NumpyTrainingsTests.

Run from the root of the repository: python3 src/test/numpy/make_trainings.py
There is one for every optimizer, learning rate and option of a layer, for every activation and every loss. It is described
by a network file, in JSON, which is also YAML: the test reads that file as a user's, and this script reads it as the
dictionary that it is; they share nothing else. Formulas are written out from the vocabulary's. One line is
"name = values"; a double is written by float.hex(), so nothing is rounded. Kept are the loss of every step, the weights
after the first two steps and after the last, what the optimizer remembers at the end, and how far apart all that comes to
be, relative to each tensor's norm, if every initial weight is moved by the last digit.
"""

import json

import numpy as np

lines = []


def write(name, values):
    values = np.atleast_2d(values)
    shape = "x".join(str(s) for s in values.shape)
    lines.append(f"{name} = {shape} {' '.join(float(v).hex() for v in values.ravel())}")


def word(value):
    """A word of a file and its parameters: "adam", {"adam": {...}}."""
    return (value, {}) if isinstance(value, str) else next(iter(value.items()))


# ---- penalties ----


def penalty_of(layer, examples):
    """The regularization of a layer in a batch of so many examples."""
    r = dict(layer.get("regularization", {}))
    if r.get("divided_by") == "batch":
        for key in ("l1", "l2", "l1_bias", "l2_bias"):
            r[key] = r.get(key, 0) / examples
    return r


# ---- initial weights ----


def truncated_normal(shape, standard_deviation):
    g = []
    while len(g) < shape[0] * shape[1]:
        one = np.random.normal()
        g += [one] if abs(one) <= 2 else []
    return standard_deviation * np.array(g).reshape(shape)


def orthogonal(shape):
    Q, R = np.linalg.qr(np.random.normal(size=(max(shape), min(shape))))
    Q = Q * np.sign(np.diag(R))
    return Q.T if shape[0] < shape[1] else Q


def initial(value, shape):
    name, p = word(value)
    inputs, units = shape
    return {
        "uniform": lambda: np.random.uniform(p["low"], p["high"], shape),
        "glorot_uniform": lambda: np.random.uniform(-1, 1, shape) * np.sqrt(6 / (inputs + units)),
        "glorot_normal": lambda: np.random.normal(0, np.sqrt(2 / (inputs + units)), shape),
        "lecun_normal": lambda: np.random.normal(0, np.sqrt(1 / inputs), shape),
        "truncated_normal": lambda: truncated_normal(shape, p["standard_deviation"]),
        "orthogonal": lambda: orthogonal(shape),
        "identity": lambda: np.eye(inputs, units),
        "given": lambda: np.array(p["weights"], float),
    }[name]()


# ---- activations: a = f(z), and what dl/da becomes on the way to dl/dz ----


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def f32(x):
    return float(np.float32(x))


def by_slope(f, slope):
    return f, lambda dA, z: dA * slope(z)


LAMBDA, ALPHA = 1.0507009873554805, 1.6732632423543772
A, B = f32(1.7159), f32(1.41645)


def rational_tanh(z):
    y = 2 / 3 * z
    return A * np.sign(y) * (1 - 1 / (1 + np.abs(y) + y**2 + B * y**4))


def rational_tanh_slope(z):
    y = np.abs(2 / 3 * z)
    return 2 / 3 * A * (1 + 2 * y + 4 * B * y**3) / (1 + y + y**2 + B * y**4) ** 2


def mish_slope(z):
    t = np.tanh(np.log(1 + np.exp(z)))
    return t + z * (1 - t**2) * sigmoid(z)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_backward(dA, z):
    a = softmax(z)
    return a * (dA - (dA * a).sum(axis=1, keepdims=True))


def activation(value):
    name, p = word(value)
    alpha = f32(p.get("alpha", 0.01))
    theta = p.get("theta", 1)
    return {
        "identity": by_slope(lambda z: z, np.ones_like),
        "sigmoid": by_slope(sigmoid, lambda z: sigmoid(z) * (1 - sigmoid(z))),
        "tanh": by_slope(np.tanh, lambda z: 1 - np.tanh(z) ** 2),
        "relu": by_slope(lambda z: np.maximum(z, 0), lambda z: z > 0),
        "leaky_relu": by_slope(lambda z: np.where(z >= 0, z, alpha * z), lambda z: np.where(z >= 0, 1, alpha)),
        "relu6": by_slope(lambda z: np.clip(z, 0, 6), lambda z: (z > 0) & (z < 6)),
        "elu": by_slope(lambda z: np.where(z >= 0, z, np.expm1(z)), lambda z: np.where(z >= 0, 1, np.exp(z))),
        "selu": by_slope(
            lambda z: LAMBDA * np.where(z > 0, z, ALPHA * np.expm1(z)),
            lambda z: LAMBDA * np.where(z > 0, 1, ALPHA * np.exp(z)),
        ),
        "softplus": by_slope(lambda z: np.log(1 + np.exp(z)), sigmoid),
        "softsign": by_slope(lambda z: z / (1 + np.abs(z)), lambda z: 1 / (1 + np.abs(z)) ** 2),
        "hard_sigmoid": by_slope(
            lambda z: np.clip(f32(0.2) * z + 0.5, 0, 1), lambda z: f32(0.2) * (np.abs(f32(0.2) * z) < 0.5)
        ),
        "hard_tanh": by_slope(lambda z: np.clip(z, -1, 1), lambda z: np.abs(z) <= 1),
        "swish": by_slope(lambda z: z * sigmoid(z), lambda z: sigmoid(z) * (1 + z * (1 - sigmoid(z)))),
        "mish": by_slope(lambda z: z * np.tanh(np.log(1 + np.exp(z))), mish_slope),
        "gelu": by_slope(
            lambda z: z * sigmoid(f32(1.702) * z),
            lambda z: sigmoid(f32(1.702) * z) * (1 + f32(1.702) * z * (1 - sigmoid(f32(1.702) * z))),
        ),
        "cube": by_slope(lambda z: z**3, lambda z: 3 * z**2),
        "rational_tanh": by_slope(rational_tanh, rational_tanh_slope),
        "rectified_tanh": by_slope(lambda z: np.maximum(np.tanh(z), 0), lambda z: (z > 0) * (1 - np.tanh(z) ** 2)),
        "thresholded_relu": by_slope(lambda z: np.where(z > theta, z, 0), lambda z: z > theta),
        "softmax": (softmax, softmax_backward),
    }[name]


# ---- losses: l of each example, and dl/da ----


def cosine(a, y):
    return -(a * y).sum(axis=1) / np.linalg.norm(a, axis=1) / np.linalg.norm(y, axis=1)


def cosine_slope(a, y):
    la, ly = np.linalg.norm(a, axis=1, keepdims=True), np.linalg.norm(y, axis=1, keepdims=True)
    return -y / (la * ly) + a * (a * y).sum(axis=1, keepdims=True) / (la**3 * ly)


def huber(a, y, delta=1):
    size = np.abs(a - y)
    return np.where(size <= delta, size**2 / 2, delta * size - delta**2 / 2)


def huber_slope(a, y, delta=1):
    return np.where(np.abs(a - y) <= delta, a - y, delta * np.sign(a - y))


def logs(a, y):
    return np.log(1 + a) - np.log(1 + y)


LOSSES = {
    "half_squared_error": (lambda a, y: ((a - y) ** 2).sum(axis=1) / 2, lambda a, y: a - y),
    "squared_error": (lambda a, y: ((a - y) ** 2).sum(axis=1), lambda a, y: 2 * (a - y)),
    "mean_squared_error": (lambda a, y: ((a - y) ** 2).mean(axis=1), lambda a, y: 2 * (a - y) / a.shape[1]),
    "absolute_error": (lambda a, y: np.abs(a - y).sum(axis=1), lambda a, y: np.sign(a - y)),
    "mean_absolute_error": (lambda a, y: np.abs(a - y).mean(axis=1), lambda a, y: np.sign(a - y) / a.shape[1]),
    "huber": (lambda a, y, **p: huber(a, y, **p).sum(axis=1), huber_slope),
    "mean_huber": (lambda a, y, **p: huber(a, y, **p).mean(axis=1), lambda a, y, **p: huber_slope(a, y, **p) / a.shape[1]),
    "mean_squared_logarithmic_error": (
        lambda a, y: (logs(a, y) ** 2).mean(axis=1),
        lambda a, y: 2 * logs(a, y) / (1 + a) / a.shape[1],
    ),
    "mean_absolute_percentage_error": (
        lambda a, y: 100 * (np.abs(a - y) / np.abs(y)).mean(axis=1),
        lambda a, y: 100 * np.sign(a - y) / np.abs(y) / a.shape[1],
    ),
    "binary_cross_entropy": (
        lambda a, y: -(y * np.log(a) + (1 - y) * np.log(1 - a)).sum(axis=1),
        lambda a, y: (a - y) / (a * (1 - a)),
    ),
    "categorical_cross_entropy": (lambda a, y: -(y * np.log(a)).sum(axis=1), lambda a, y: -y / a),
    "kl_divergence": (lambda a, y: (y * np.log(y / a)).sum(axis=1), lambda a, y: -y / a),
    "poisson": (lambda a, y: (a - y * np.log(a)).sum(axis=1), lambda a, y: 1 - y / a),
    "hinge": (lambda a, y: np.maximum(0, 1 - y * a).sum(axis=1), lambda a, y: np.where(y * a < 1, -y, 0)),
    "squared_hinge": (
        lambda a, y: (np.maximum(0, 1 - y * a) ** 2).sum(axis=1),
        lambda a, y: -2 * y * np.maximum(0, 1 - y * a),
    ),
    "cosine": (cosine, cosine_slope),
}


# ---- learning rates ----


def rate_at(value, step, epoch):
    if isinstance(value, (int, float)):
        return value
    name, p = word(value)
    t = epoch if p.get("per") == "epoch" else step
    if name == "step":
        return p["initial"] * p["factor"] ** (t // p["every"])
    if name == "exponential":
        return p["initial"] * p["factor"] ** t
    if name == "inverse":
        return p["initial"] / (1 + p["decay"] * t) ** p.get("power", 1)
    if name == "polynomial":
        return p["initial"] * (1 - t / p["length"]) ** p.get("power", 1) if t < p["length"] else 0
    if name == "sigmoid":
        return p["limit"] / (1 + np.exp(-p["slope"] * (t - p["centre"])))
    if name == "cycle":
        rise, tail = p["rise"], p.get("tail", 0)
        phase = t % (2 * rise + tail)
        if phase < 2 * rise:
            return p["low"] + (p["high"] - p["low"]) * (1 - abs(phase - rise) / rise)
        return p["low"] * p["factor"] ** (phase - 2 * rise)
    if name == "table":
        passed = [r for start, r in zip(p["from"], p["rates"]) if start <= t]
        return passed[-1] if passed else p["initial"]
    if name == "warm_up":
        return rate_at(p["then"], step, epoch) * min(1, (t + 1) / p["length"])
    raise ValueError(name)


# ---- optimizers: what one tensor's remembers, and u ----


class Optimizer:
    def __init__(self, value, shape):
        self.name, self.p = word(value)
        epsilon = self.p.get("epsilon", 1e-6 if self.name in ("adagrad", "adadelta") else 1e-8)
        self.epsilon = epsilon
        zero = np.zeros(shape)
        self.state = {
            "sgd": [],
            "momentum": [zero],
            "nesterov": [zero],
            "adam": [zero, zero],
            "amsgrad": [zero, zero, zero],
            "adamax": [zero, zero],
            "nadam": [zero, zero],
            "rmsprop": [zero if self.p.get("initial_mean") == "zero" else np.full(shape, epsilon)],
            "adagrad": [np.full(shape, float(self.p.get("initial_sum", 1e-6)))],
            "adadelta": [zero, zero],
        }[self.name]

    def update(self, g, rate, t):
        """u for the t-th step, counted from 1."""
        p, e = self.p, self.epsilon
        if self.name == "sgd":
            return rate * g
        if self.name in ("momentum", "nesterov"):
            mu = p.get("momentum", 0.9)
            (v,) = self.state
            if p.get("learning_rate_on") == "velocity":
                self.state = [mu * v + g]
                return rate * (self.state[0] if self.name == "momentum" else g + mu * self.state[0])
            new = mu * v - rate * g
            self.state = [new]
            return -new if self.name == "momentum" else mu * v - (1 + mu) * new
        if self.name == "rmsprop":
            decay = p.get("decay", 0.9)
            c = decay * self.state[0] + (1 - decay) * g**2
            self.state = [c]
            return rate * g / (np.sqrt(c) + e)
        if self.name == "adagrad":
            h = self.state[0] + g**2
            self.state = [h]
            return rate * g / (np.sqrt(h) + e)
        if self.name == "adadelta":
            decay = p.get("decay", 0.95)
            c = decay * self.state[0] + (1 - decay) * g**2
            u = g * np.sqrt(self.state[1] + e) / np.sqrt(c + e)
            self.state = [c, decay * self.state[1] + (1 - decay) * u**2]
            return u
        beta1, beta2 = p.get("beta1", 0.9), p.get("beta2", 0.999)
        m = beta1 * self.state[0] + (1 - beta1) * g
        if self.name == "adamax":
            n = np.maximum(beta2 * self.state[1], np.abs(g)) + 1e-32
            self.state = [m, n]
            return rate / (1 - beta1**t) * m / n
        v = beta2 * self.state[1] + (1 - beta2) * g**2
        if self.name == "nadam":
            self.state = [m, v]
            return rate * (beta1 * m + (1 - beta1) * g) / (1 - beta1**t) / (np.sqrt(v) + e)
        largest = v if self.name == "adam" else np.maximum(self.state[2], v)
        self.state = [m, v] if self.name == "adam" else [m, v, largest]
        if p.get("epsilon_on") == "corrected":
            return rate * (m / (1 - beta1**t)) / (np.sqrt(largest / (1 - beta2**t)) + e)
        return rate * np.sqrt(1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(largest) + e)


# ---- what a layer does to its gradients and weights ----


def norm_of_network(layers, gradients, b):
    """The norm of the gradients of all layers whose normalization is per network."""
    ways = [word(layer.get("gradient_normalization", "none"))[1] for layer in layers]
    return np.sqrt(sum((g**2).sum() for way, both, bias in zip(ways, gradients, b) if way.get("per") == "network"
                       for g in (both if bias is not None else both[:1])))


def normalized(value, gradients, together):
    """The gradients of W and b, or of W alone, normalized; together is the norm over all layers."""
    name, p = word(value)
    if name == "clip_value":
        return [np.clip(g, -p["threshold"], p["threshold"]) for g in gradients]
    norms = [np.sqrt((g**2).sum()) for g in gradients]
    if p["per"] == "layer":
        norms = [np.sqrt(sum(norm**2 for norm in norms))] * len(norms)
    if p["per"] == "network":
        norms = [together] * len(norms)
    if name == "unit_norm":
        return [g / norm if norm > 0 else g for g, norm in zip(gradients, norms)]
    norms = [norm + p.get("epsilon", 0) for norm in norms]
    return [g * p["threshold"] / norm if norm > p["threshold"] else g for g, norm in zip(gradients, norms)]


def constrained(value, W):
    name, p = word(value)
    if name == "non_negative":
        return np.maximum(W, 0)
    norms = np.sqrt((W**2).sum(axis=0))
    if name == "unit_norm":
        return W / norms
    return np.where(norms > p["max"], W * p["max"] / norms, W)


# ---- the training ----


def train(name, file):
    lines.append(f"{name} file = {json.dumps(file, separators=(', ', ': '))}")
    kept = training(file, lambda W: W)
    for what, values in kept.items():
        write(f"{name} {what}", values)
    draw = np.random.RandomState(0)
    nudged = [training(file, lambda W: W * (1 + 2.0**-52 * draw.choice([-1, 1], W.shape))) for _ in range(8)]
    write(f"{name} spread", max(distance(kept[what], other[what]) for other in nudged for what in kept))


def distance(values, others):
    """Relative to the values' norm; how far rounding alone may bring a training from its way."""
    norm = np.linalg.norm(values)
    return np.linalg.norm(np.subtract(others, values)) / norm if norm > 0 else 0


def training(file, nudge):
    """What is kept of a training, by name; its initial weights are nudged."""
    kept = {}
    layers = [layer["dense"] for layer in file["layers"]]
    X, Y = np.array(file["data"]["inputs"]), np.array(file["data"]["targets"])
    n = len(X)
    weights = np.array(file["data"].get("weights", np.ones(n)))[:, None]
    plan = file["training"]
    mean = file["reduction"] == "mean"
    optimizer, parameters = word(plan["optimizer"])
    name_of_loss, of_loss = word(file["loss"])
    forward_loss, loss_slope = LOSSES[name_of_loss]

    np.random.seed(file["seed"])
    widths = [file["inputs"]] + [layer["units"] for layer in layers]
    W, b = [], []
    for i, layer in enumerate(layers):
        W.append(nudge(initial(layer.get("init", file.get("init")), (widths[i], widths[i + 1]))))
        given = word(layer.get("init", "none"))[1].get("bias")
        start = np.full((1, widths[i + 1]), float(layer.get("bias_init", 0))) if given is None else np.array([given], float)
        b.append(start if layer.get("bias", True) else None)
    ofW = [Optimizer(plan["optimizer"], w.shape) for w in W]
    ofb = [Optimizer(plan["optimizer"], c.shape) if c is not None else None for c in b]

    batch = n if plan["batch_size"] == "all" else plan["batch_size"]
    losses = []
    step = 0
    for epoch in range(plan["epochs"]):
        order = np.random.permutation(n) if plan.get("shuffle", False) else np.arange(n)
        for start in range(0, n, batch):
            rows = order[start : start + batch]
            x, y, each = X[rows], Y[rows], weights[rows]
            divisor = len(rows) if mean else 1

            masks = []
            for i, layer in enumerate(layers):
                if "dropout" in layer:
                    p = layer["dropout"]["drop_probability"]
                    masks.append((np.random.random((len(rows), widths[i])) >= p) / (1 - p))
                else:
                    masks.append(1)

            inputs, z, a = [], [], x
            for i, layer in enumerate(layers):
                inputs.append(a * masks[i])
                z.append(inputs[i] @ W[i] + (b[i] if b[i] is not None else 0))
                a = activation(layer["activation"])[0](z[i])
            loss = (forward_loss(a, y, **of_loss)[:, None] * each).sum() / divisor
            for i, layer in enumerate(layers):
                r = penalty_of(layer, len(rows))
                loss += r.get("l1", 0) * np.abs(W[i]).sum() + r.get("l2", 0) / 2 * (W[i] ** 2).sum()
                if b[i] is not None:
                    loss += r.get("l1_bias", 0) * np.abs(b[i]).sum() + r.get("l2_bias", 0) / 2 * (b[i] ** 2).sum()
            losses.append(loss)

            dA = loss_slope(a, y, **of_loss) * each
            gradients = []
            for i in reversed(range(len(layers))):
                dZ = activation(layers[i]["activation"])[1](dA, z[i])
                gradients.insert(0, (inputs[i].T @ dZ / divisor, dZ.sum(axis=0, keepdims=True) / divisor))
                dA = dZ @ W[i].T * masks[i]

            together = norm_of_network(layers, gradients, b)
            for i, layer in enumerate(layers):
                g = list(gradients[i]) if b[i] is not None else [gradients[i][0]]
                if "gradient_normalization" in layer:
                    g = normalized(layer["gradient_normalization"], g, together)
                r = penalty_of(layer, len(rows))
                rate = rate_at(layer.get("learning_rate", parameters.get("learning_rate", 1)), step, epoch)
                penalized = g[0] + r.get("l1", 0) * np.sign(W[i]) + r.get("l2", 0) * W[i]
                u = ofW[i].update(penalized, rate, step + 1) + rate * r.get("weight_decay", 0) * W[i]
                W[i] = W[i] - u
                if "constraint" in layer:
                    W[i] = constrained(layer["constraint"], W[i])
                if b[i] is not None:
                    penalized = g[1] + r.get("l1_bias", 0) * np.sign(b[i]) + r.get("l2_bias", 0) * b[i]
                    b[i] = b[i] - ofb[i].update(penalized, rate, step + 1)
            if step < 2:
                keep_weights(kept, f"step {step}", W, b)
            step += 1

    assert step >= 25 and np.isfinite(losses).all(), file
    kept["losses"] = losses
    keep_weights(kept, "final", W, b)
    assert (kept["final W1"] != kept["step 1 W1"]).any(), file  # a training that stands still shows nothing
    for i in range(len(layers)):
        for k, array in enumerate(ofW[i].state):
            kept[f"final state {k + 1} of W{i + 1}"] = array
        for k, array in enumerate(ofb[i].state if ofb[i] else []):
            kept[f"final state {k + 1} of b{i + 1}"] = array
    return kept


def keep_weights(kept, prefix, W, b):
    for i in range(len(W)):
        kept[f"{prefix} W{i + 1}"] = W[i]
        if b[i] is not None:
            kept[f"{prefix} b{i + 1}"] = b[i]


# ---- the networks ----

EXAMPLES = 7


def data(inputs, outputs, kind, seed):
    draw = np.random.RandomState(seed)
    X = draw.normal(0.2, 1, (EXAMPLES, inputs)).round(3)
    Y = draw.uniform(0.1, 0.9, (EXAMPLES, outputs)).round(3)
    if kind == "distribution":
        Y = np.stack([Y[:, 0], 1 - Y[:, 0]], axis=1)  # exactly one in sum
    if kind == "sides":
        Y = np.where(Y < 0.5, -1.0, 1.0)
    if kind == "outliers":
        Y[::3] += draw.choice([-5, 5], Y[::3].shape)
    return {"inputs": X.tolist(), "targets": Y.tolist()}


seeds = iter(range(100, 1000))


def run(name, optimizer=None, hidden="tanh", output="sigmoid", loss="squared_error", targets="", weights=None, **options):
    """Three inputs, four hidden units, two outputs; seven examples in batches of three, three and one: nine epochs are
    27 steps. Options go to both layers, those that end in 1 or 2 to one of them, and `training` and `file` elsewhere."""
    seed = next(seeds)
    plan = {"optimizer": optimizer or {"sgd": {"learning_rate": 0.3}}, "batch_size": 3, "epochs": 9, "shuffle": True}
    plan.update(options.pop("training", {}))
    file = {"inputs": 3, "seed": seed, "init": "glorot_uniform", "loss": loss, "reduction": "mean", "training": plan}
    file.update(options.pop("file", {}))
    both = {key: value for key, value in options.items() if key[-1] not in "12"}
    layers = []
    for i, (units, function) in enumerate([(4, hidden), (2, output)]):
        own = {key[:-1]: value for key, value in options.items() if key.endswith(str(i + 1))}
        layers.append({"dense": {"units": units, "activation": function, **both, **own}})
    if all("init" in layer["dense"] for layer in layers):
        del file["init"]
    file["layers"] = layers
    file["data"] = data(3, 2, targets, seed)
    if weights:
        file["data"]["weights"] = weights
    train(name, file)


def optimizers():
    for name in ("sgd", "momentum", "nesterov", "adam", "amsgrad", "adamax", "nadam", "rmsprop", "adagrad"):
        run(name, {name: {"learning_rate": 0.05}})
    run("adadelta", "adadelta")
    run("momentum 0.5", {"momentum": {"learning_rate": 0.2, "momentum": 0.5}})
    run("nesterov 0.5", {"nesterov": {"learning_rate": 0.2, "momentum": 0.5}})
    run("momentum 0", {"momentum": {"learning_rate": 0.2, "momentum": 0}})
    for name in ("adam", "amsgrad", "nadam"):
        run(f"{name} of its own", {name: {"learning_rate": 0.05, "beta1": 0.7, "beta2": 0.6, "epsilon": 0.001}})
    run("adamax of its own", {"adamax": {"learning_rate": 0.05, "beta1": 0.7, "beta2": 0.6}})
    run("rmsprop of its own", {"rmsprop": {"learning_rate": 0.05, "decay": 0.6, "epsilon": 0.01}})
    run("adagrad of its own", {"adagrad": {"learning_rate": 0.3, "epsilon": 0.1}})
    run("adadelta of its own", {"adadelta": {"decay": 0.6, "epsilon": 0.01}})
    run("adam in whole batches", {"adam": {"learning_rate": 0.05}}, training={"batch_size": "all", "epochs": 25, "shuffle": False})


RATES = {
    "step": {"step": {"initial": 0.5, "factor": 0.7, "every": 4}},
    "exponential": {"exponential": {"initial": 0.5, "factor": 0.93}},
    "inverse": {"inverse": {"initial": 0.5, "decay": 0.1, "power": 0.75}},
    "polynomial": {"polynomial": {"initial": 0.5, "power": 1.5, "length": 20}},
    "sigmoid": {"sigmoid": {"limit": 0.5, "slope": -0.3, "centre": 12}},
    "cycle": {"cycle": {"low": 0.05, "high": 0.5, "rise": 4, "tail": 3, "factor": 0.6}},
    "cycle without a tail": {"cycle": {"low": 0.05, "high": 0.5, "rise": 3}},
    "table": {"table": {"initial": 0.5, "from": [3, 10], "rates": [0.2, 0.9]}},
}
RATES_BY_EPOCH = {
    "step": {"step": {"initial": 0.5, "factor": 0.7, "every": 2}},
    "exponential": {"exponential": {"initial": 0.5, "factor": 0.8}},
    "inverse": {"inverse": {"initial": 0.5, "decay": 0.3}},
    "polynomial": {"polynomial": {"initial": 0.5, "length": 7}},
    "sigmoid": {"sigmoid": {"limit": 0.5, "slope": 0.9, "centre": 4}},
    "cycle": {"cycle": {"low": 0.05, "high": 0.5, "rise": 2, "tail": 1, "factor": 0.5}},
    "table": {"table": {"initial": 0.5, "from": [1, 5], "rates": [0.2, 0.9]}},
}


def learning_rates():
    for name, rate in RATES.items():
        run(f"rate {name}", {"sgd": {"learning_rate": rate}})
        run(f"rate {name} after a warm-up", {"sgd": {"learning_rate": {"warm_up": {"length": 6, "then": rate}}}})
    for name, rate in RATES_BY_EPOCH.items():
        by_epoch = {key: {**p, "per": "epoch"} for key, p in rate.items()}
        run(f"rate {name} by epoch", {"sgd": {"learning_rate": by_epoch}})
        run(f"rate {name} by epoch, adam", {"adam": {"learning_rate": by_epoch}})
    warm_up = {"warm_up": {"length": 4, "then": 0.4, "per": "epoch"}}
    run("rate warm-up by epoch", {"sgd": {"learning_rate": warm_up}})
    for name in ("momentum", "nesterov", "amsgrad", "adamax", "nadam", "rmsprop", "adagrad"):
        run(f"rate exponential, {name}", {name: {"learning_rate": {"exponential": {"initial": 0.1, "factor": 0.9}}}})
    run("rate of a layer", learning_rate1=0.05)
    run("rate of a layer by a table", learning_rate2=RATES["table"])
    run("rate of a layer, adam", {"adam": {"learning_rate": 0.05}}, learning_rate2=RATES["polynomial"])
    run("rate of a layer, nesterov", {"nesterov": {"learning_rate": 0.05}}, learning_rate1=RATES["step"])


def options_of_layers():
    run("bias_init", bias_init=0.3, bias_init2=-0.7)
    run("dropout of inputs", dropout1={"drop_probability": 0.3})
    run("dropout of both", dropout={"drop_probability": 0.5})
    run("dropout, adam", {"adam": {"learning_rate": 0.05}}, dropout2={"drop_probability": 0.25})
    run("dropout in order", dropout={"drop_probability": 0.4}, training={"shuffle": False})
    for key in ("l1", "l2", "l1_bias", "l2_bias", "weight_decay"):
        run(key, regularization={key: 0.03}, bias_init=0.2)
    run("l1 and l2 of all", regularization={"l1": 0.01, "l2": 0.02, "l1_bias": 0.03, "l2_bias": 0.04}, bias_init=0.2)
    run("l2, summed", regularization1={"l2": 0.05}, file={"reduction": "sum"})
    run("l1 and weight_decay, adam", {"adam": {"learning_rate": 0.05}}, regularization={"l1": 0.01, "weight_decay": 0.1})
    run("weight_decay, adadelta", "adadelta", regularization={"weight_decay": 0.001})
    run("weight_decay by schedule", {"sgd": {"learning_rate": RATES["inverse"]}}, regularization={"weight_decay": 0.1})
    run("weight_decay by a layer's rate", regularization={"weight_decay": 0.1}, learning_rate1=RATES["exponential"])
    run("weight_decay, nesterov", {"nesterov": {"learning_rate": 0.05}}, regularization2={"weight_decay": 0.1})
    for name, how in {
        "clip_value": {"clip_value": {"threshold": 0.02}},
        "clip_norm of a layer": {"clip_norm": {"threshold": 0.1, "per": "layer"}},
        "clip_norm of a tensor": {"clip_norm": {"threshold": 0.1, "per": "tensor"}},
        "unit_norm of a layer": {"unit_norm": {"per": "layer"}},
        "unit_norm of a tensor": {"unit_norm": {"per": "tensor"}},
    }.items():
        run(name, gradient_normalization=how)
        run(f"{name}, without a bias", gradient_normalization=how, bias=False)
        run(f"{name}, l2, adam", {"adam": {"learning_rate": 0.05}}, gradient_normalization=how, regularization={"l2": 0.1})
    for name, how in {"max_norm": {"max_norm": {"max": 0.9}}, "unit_norm": "unit_norm", "non_negative": "non_negative"}.items():
        run(f"constraint {name}", constraint=how)
        run(f"constraint {name}, adam", {"adam": {"learning_rate": 0.05}}, constraint=how, regularization={"l2": 0.1})
    run("weights of examples", weights=[1, 0.5, 2, 0, 3, 1.25, 0.1])
    run("weights of examples, summed", weights=[1, 0.5, 2, 0, 3, 1.25, 0.1], file={"reduction": "sum"}, regularization={"l2": 0.1})
    run("weights of examples, softmax", weights=[1, 0.5, 2, 0, 3, 1.25, 0.1], output="softmax",
        loss="categorical_cross_entropy", targets="distribution")
    everything = {
        "bias_init": 0.1,
        "dropout2": {"drop_probability": 0.2},
        "regularization": {"l1": 0.001, "l2": 0.01, "l1_bias": 0.001, "l2_bias": 0.02},
        "gradient_normalization1": {"clip_norm": {"threshold": 0.05, "per": "layer"}},
        "gradient_normalization2": {"clip_value": {"threshold": 0.03}},
        "constraint1": {"max_norm": {"max": 0.9}},
        "learning_rate2": {"warm_up": {"length": 5, "then": RATES["exponential"]}},
        "weights": [1, 0.5, 2, 0, 3, 1.25, 0.1],
    }
    for name in ("sgd", "momentum", "nesterov", "adam", "amsgrad", "adamax", "nadam", "rmsprop", "adagrad"):
        run(f"everything, {name}", {name: {"learning_rate": RATES["step"]}}, **everything)


def initial_weights():
    for name in ("lecun_normal", "orthogonal", "identity", "glorot_normal"):
        run(f"init {name}", file={"init": name})
    run("init truncated_normal", file={"init": {"truncated_normal": {"standard_deviation": 0.5}}})
    given = {"given": {"weights": [[0.1, -0.2, 0.3, 0.4], [1, 2, -3, 4], [-0.5, 0.25, 0.125, 0]]}}
    run("init given", init1=given)


def activations():
    for name in ("identity", "relu", "leaky_relu", "relu6", "elu", "selu", "softplus", "softsign", "hard_sigmoid", "hard_tanh",
                 "swish", "mish", "gelu", "rational_tanh", "rectified_tanh", "thresholded_relu", "softmax"):
        rate = 0.005 if "threshold" in name else 0.05
        run(f"activation {name}", {"sgd": {"learning_rate": rate}}, hidden=name, output=name, loss="half_squared_error",
            file={"init": {"uniform": {"low": -1, "high": 3 if "threshold" in name else 1}}})
    run("activation cube", {"sgd": {"learning_rate": 0.01}}, hidden="cube", output="tanh")
    run("activation leaky_relu 0.3", hidden={"leaky_relu": {"alpha": 0.3}})
    run("activation thresholded_relu 0.1", hidden={"thresholded_relu": {"theta": 0.1}})


def losses():
    for name in ("half_squared_error", "squared_error", "mean_squared_error", "absolute_error", "mean_absolute_error",
                 "mean_squared_logarithmic_error", "mean_absolute_percentage_error", "binary_cross_entropy", "poisson", "cosine"):
        rate = 0.002 if "percentage" in name else 0.1
        run(f"loss {name}", {"sgd": {"learning_rate": rate}}, loss=name)
        run(f"loss {name}, summed", {"sgd": {"learning_rate": rate}}, loss=name, file={"reduction": "sum"})
    for name in ("categorical_cross_entropy", "kl_divergence"):
        run(f"loss {name}", output="softmax", loss=name, targets="distribution")
        run(f"loss {name}, summed", output="softmax", loss=name, targets="distribution", file={"reduction": "sum"})
    for name in ("hinge", "squared_hinge"):
        run(f"loss {name}", output="tanh", loss=name, targets="sides")
        run(f"loss {name}, summed", output="identity", loss=name, targets="sides", file={"reduction": "sum"},
            optimizer={"sgd": {"learning_rate": 0.05}})


def by_epoch_and_with_weights():
    """What the others leave out; last, so that they keep their seeds."""
    flat = {"cycle": {"low": 0.05, "high": 0.5, "rise": 2, "per": "epoch"}}
    run("rate cycle without a tail by epoch", {"sgd": {"learning_rate": flat}})
    run("rate warm-up", {"sgd": {"learning_rate": {"warm_up": {"length": 10, "then": 0.4}}}})
    for name in ("momentum", "rmsprop", "adadelta"):
        run(f"dropout, {name}", "adadelta" if name == "adadelta" else {name: {"learning_rate": 0.05}},
            dropout={"drop_probability": 0.35}, weights=[2, 0.25, 1, 0, 1.5, 3, 0.5])
    run("max_norm of 0.3", constraint={"max_norm": {"max": 0.3}})
    run("l1 and l2, other values", regularization={"l1": 0.1, "l2": 0.5, "l1_bias": 0.2, "l2_bias": 0.3}, bias_init=-0.4)


def classes_of_ours_on_dl4j():
    """Where DL4J runs a class of Plumbline's, in all that such a class does; each is a witness against it."""
    weights = [1, 0.5, 2, 0, 3, 1.25, 0.1]
    for name in ("half_squared_error", "mean_squared_error", "absolute_error", "mean_absolute_error",
                 "mean_squared_logarithmic_error", "mean_absolute_percentage_error", "binary_cross_entropy", "poisson", "cosine"):
        rate = 0.002 if "percentage" in name else 0.1
        run(f"weights of examples, {name}", {"sgd": {"learning_rate": rate}}, loss=name, weights=weights)
    run("weights of examples, kl_divergence", output="softmax", loss="kl_divergence", targets="distribution", weights=weights)
    for name in ("hinge", "squared_hinge"):
        run(f"weights of examples, {name}", output="tanh", loss=name, targets="sides", weights=weights)
    run("momentum by a schedule", {"momentum": {"learning_rate": RATES["cycle"], "momentum": 0.8}})
    down = {"polynomial": {"initial": 0.05, "power": 2, "length": 15}}
    off = {"sigmoid": {"limit": 0.05, "slope": -100, "centre": 12}}
    for name in ("adam", "amsgrad"):
        run(f"{name} to a rate of 0", {name: {"learning_rate": down}})
        run(f"{name} to a rate of 0 after a warm-up", {name: {"learning_rate": {"warm_up": {"length": 6, "then": down}}}})
        run(f"{name} to a rate that underflows", {name: {"learning_rate": off}})
    for per, length in (("step", 20), ("epoch", 6)):
        for name in ("momentum", "adagrad", "adamax"):
            rate = {"polynomial": {"initial": 0.1, "power": 1.5, "length": length, "per": per}}
            run(f"rate polynomial per {per}, {name}", {name: {"learning_rate": rate}})
    for then in ("polynomial", "table"):
        ramp = {"warm_up": {"length": 4, "then": {then: {**RATES_BY_EPOCH[then][then], "per": "epoch"}}, "per": "epoch"}}
        run(f"rate warm-up by epoch to {then}, adagrad", {"adagrad": {"learning_rate": ramp}})


def as_in_pytorch():
    """Optimizers that DL4J has in another form."""
    down = {"polynomial": {"initial": 0.05, "power": 2, "length": 15}}
    for name in ("adam", "amsgrad"):
        on = {"epsilon_on": "corrected"}
        run(f"{name} as in PyTorch", {name: {"learning_rate": 0.05, **on}})
        run(f"{name} as in PyTorch, of its own", {name: {"learning_rate": 0.05, "beta1": 0.7, "beta2": 0.6, "epsilon": 0.001, **on}})
        run(f"{name} as in PyTorch, a large epsilon", {name: {"learning_rate": 0.3, "epsilon": 0.05, **on}}, bias=False)
        run(f"{name} as in PyTorch to a rate of 0", {name: {"learning_rate": down, "epsilon": 0.001, **on}})
        run(f"{name} as in PyTorch, a rate of a layer", {name: {"learning_rate": 0.05, "epsilon": 0.01, **on}},
            learning_rate2=RATES["step"], regularization={"l2": 0.1})
    zero = {"initial_mean": "zero"}
    run("rmsprop from 0", {"rmsprop": {"learning_rate": 0.05, **zero}})
    run("rmsprop as in PyTorch", {"rmsprop": {"learning_rate": 0.05, "decay": 0.99, "epsilon": 0.01, **zero}}, learning_rate1=0.01)
    run("rmsprop from 0 by a schedule", {"rmsprop": {"learning_rate": RATES["cycle"], **zero}}, bias=False)
    run("adagrad as in PyTorch", {"adagrad": {"learning_rate": 0.05, "epsilon": 1e-10, "initial_sum": 0}})
    run("adagrad from 0.1", {"adagrad": {"learning_rate": 0.3, "initial_sum": 0.1}}, learning_rate2=0.2)
    run("given weights and biases", init1={"given": {"weights": [[0.5, -0.25, 1, 0.75], [1, 0, -1, 0.5], [-0.5, 2, 0.25, 1]],
        "bias": [0.1, -0.2, 0.3, -0.4]}}, init2={"given": {"weights": [[1, -1], [0.5, 0.25], [-0.75, 1], [0, 2]], "bias": [-0.5, 1]}})
    run("adagrad from 0 by a schedule", {"adagrad": {"learning_rate": RATES["inverse"], "initial_sum": 0}})


def norms_of_networks():
    """One norm over all layers, which DL4J does not have."""
    clip = {"clip_norm": {"threshold": 0.2, "per": "network"}}
    for name, how in {"clip_norm": clip, "unit_norm": {"unit_norm": {"per": "network"}}}.items():
        run(f"{name} of a network", gradient_normalization=how)
        run(f"{name} of a network, summed, without a bias", {"momentum": {"learning_rate": 0.05}}, gradient_normalization=how,
            bias=False, file={"reduction": "sum"})
        run(f"{name} of a network, l2, adam", {"adam": {"learning_rate": 0.05}}, gradient_normalization=how, regularization={"l2": 0.1})
    run("clip_norm of a network, other thresholds", gradient_normalization1=clip,
        gradient_normalization2={"clip_norm": {"threshold": 0.1, "per": "network"}}, weights=[1, 0.5, 2, 0, 3, 1.25, 0.1])
    run("clip_norm of a network of one layer", gradient_normalization1=clip,
        gradient_normalization2={"clip_norm": {"threshold": 0.1, "per": "layer"}})


def rates_of_velocities():
    """Momentum whose learning rate multiplies the whole velocity, as in PyTorch."""
    for name in ("momentum", "nesterov"):
        on = {"learning_rate_on": "velocity"}
        for kind in ("step", "cycle"):
            run(f"{name} on velocity, {kind}", {name: {"learning_rate": RATES[kind], **on}})
        run(f"{name} on velocity, a constant rate", {name: {"learning_rate": 0.05, "momentum": 0.6, **on}}, bias=False)
        run(f"{name} on velocity, a rate of a layer", {name: {"learning_rate": 0.05, **on}}, learning_rate2=RATES["exponential"],
            regularization={"weight_decay": 0.02}, weights=[1, 0.5, 2, 0, 3, 1.25, 0.1])


def penalties_per_batch():
    """Penalties that are divided by the number of examples of the batch; the last batch of an epoch has one."""
    each = {"l1": 0.05, "l2": 0.1, "l1_bias": 0.15, "l2_bias": 0.2, "divided_by": "batch"}
    run("l1 and l2 divided by the batch", regularization=each, bias_init=0.2)
    run("l1 and l2 divided by the batch, summed", regularization=each, file={"reduction": "sum"})
    for name in ("momentum", "nesterov", "adam"):
        run(f"l2 divided by the batch, {name}", {name: {"learning_rate": 0.05}}, regularization={"l2": 0.5, "divided_by": "batch"})
    run("l2 divided by the batch, of one layer", {"adam": {"learning_rate": 0.05}}, regularization1={"l2": 0.5, "divided_by": "batch"},
        regularization2={"l2": 0.1}, weights=[1, 0.5, 2, 0, 3, 1.25, 0.1])
    run("l1 divided by the batch, weight_decay", {"adam": {"learning_rate": 0.05}}, bias=False,
        regularization={"l1": 0.02, "weight_decay": 0.1, "divided_by": "batch"})
    run("l2 divided by the batch, after clipping", regularization={"l2": 0.5, "divided_by": "batch"},
        gradient_normalization={"clip_norm": {"threshold": 0.2, "per": "network"}})


def norms_with_epsilon():
    """Numbers that are added to a norm, as in PyTorch; large ones, so that a training without them is another."""
    for per, threshold in (("layer", 0.1), ("tensor", 0.1), ("network", 0.2)):
        how = {"clip_norm": {"threshold": threshold, "per": per, "epsilon": 0.03}}
        run(f"epsilon of the norm of a {per}", gradient_normalization=how)
        run(f"epsilon of the norm of a {per}, summed, without a bias", {"momentum": {"learning_rate": 0.05}},
            gradient_normalization=how, bias=False, file={"reduction": "sum"})
        run(f"epsilon of the norm of a {per}, l2, adam", {"adam": {"learning_rate": 0.05}}, gradient_normalization=how,
            regularization={"l2": 0.1})
    run("epsilon of the norm of a network, as in PyTorch",
        gradient_normalization={"clip_norm": {"threshold": 0.1, "per": "network", "epsilon": 1e-6}})
    run("epsilon of the norm of a network, others", gradient_normalization1={"clip_norm": {"threshold": 0.2, "per": "network"}},
        gradient_normalization2={"clip_norm": {"threshold": 0.2, "per": "network", "epsilon": 0.1}}, weights=[1, 0.5, 2, 0, 3, 1.25, 0.1])


def errors_with_outliers():
    """Three of the seven examples have errors beyond delta, the others below it."""
    weights = [1, 0.5, 2, 0, 3, 1.25, 0.1]
    for name in ("huber", "mean_huber"):
        for loss in (name, {name: {"delta": 2.5}}):
            also = "" if loss == name else " of 2.5"
            slow = {"sgd": {"learning_rate": 0.05}}
            run(f"loss {name}{also}", slow, output="identity", loss=loss, targets="outliers")
            run(f"loss {name}{also}, summed", slow, output="identity", loss=loss, targets="outliers", file={"reduction": "sum"})
            run(f"weights of examples, {name}{also}", slow, output="identity", loss=loss, targets="outliers", weights=weights)
        run(f"loss {name} of 0.1, softmax", output="softmax", loss={name: {"delta": 0.1}}, targets="distribution")


optimizers()
learning_rates()
options_of_layers()
initial_weights()
activations()
losses()
by_epoch_and_with_weights()
classes_of_ours_on_dl4j()
as_in_pytorch()
norms_of_networks()
rates_of_velocities()
norms_with_epsilon()
penalties_per_batch()
errors_with_outliers()

with open("src/test/resources/numpy/trainings.txt", "w", encoding="utf-8") as out:
    out.write(f"# made by src/test/numpy/make_trainings.py with NumPy {np.__version__}\n")
    out.write("\n".join(lines) + "\n")
