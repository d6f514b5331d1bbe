"""Finds the loss, its reduction and the optimizer of a training, from its first steps."""

import ast
import re

import numpy as np

from inferring import RATE, SLOPES, NotUnderstood, close, forms

HALF, SQUARED, MEAN_SQUARED = "half_squared_error", "squared_error", "mean_squared_error"
BINARY, CATEGORICAL = "binary_cross_entropy", "categorical_cross_entropy"
FACTORS = {HALF: lambda k: 1.0, SQUARED: lambda k: 2.0, MEAN_SQUARED: lambda k: 2.0 / k, BINARY: lambda k: 1.0, CATEGORICAL: lambda k: 1.0}
OTHER_NAMES = {"beta1": r"beta_?1|b1$", "beta2": r"beta_?2|b2$", "epsilon": r"eps", "momentum": r"momentum|^mu$|gamma|^beta$",
               "decay": r"decay|rho|^beta$|gamma", "l2": r"reg|lambda|lambd|^lam$|l2|decay"}


def losses(a, y):
    """The loss of each example, by its name."""
    with np.errstate(all="ignore"):
        result = {
            HALF: 0.5 * ((a - y) ** 2).sum(axis=1),
            SQUARED: ((a - y) ** 2).sum(axis=1),
            MEAN_SQUARED: ((a - y) ** 2).mean(axis=1),
            BINARY: -(y * np.log(a) + (1 - y) * np.log(1 - a)).sum(axis=1),
            CATEGORICAL: -np.where(y == 0, 0, y * np.log(a)).sum(axis=1),
        }
    return result


class Settings:
    """What the network file says of the training."""

    def __init__(self, network, roles):
        self.network, self.roles, self.layers = network, roles, roles.layers
        self.steps = roles.first_steps
        self.digits = 3e-3 if network.is_single else 1e-7
        self.assumed = []
        self.trees = [tree for source in network.sources.values() for tree in ast.walk(ast.parse(source))]
        self.numbers = self.named_numbers()
        self.rates = self.network.rates + [value for name, value in self.numbers if RATE.search(name)]
        if not self.rates:  # a name that also means other things
            self.rates = [value for name, value in self.numbers if re.search("^epsilon$|^gamma$|^h$", name) and value > 1e-5]
        constants = [tree.value for tree in self.trees if isinstance(tree, ast.Constant)]
        self.written = [float(each) for each in constants if type(each) in (int, float) and each != 0]
        self.loss = self.reduction = self.optimizer = None
        self.l2 = 0.0
        self.is_exact = False  # whether right gradients explain all changes of the first steps
        self.find()

    def named_numbers(self):
        """Names and numbers of the source: of assignments, arguments, keywords and defaults."""
        found = [(name, value) for name, value in self.network.scalars.items() if not RATE.search(name)]
        for tree in self.trees:
            if isinstance(tree, ast.Assign) and isinstance(tree.value, ast.Constant):
                found += [(ast.unparse(each), tree.value.value) for each in tree.targets]
            elif isinstance(tree, ast.Assign) and isinstance(tree.value, ast.Tuple) and isinstance(tree.targets[0], ast.Tuple):
                found += [(ast.unparse(t), v.value) for t, v in zip(tree.targets[0].elts, tree.value.elts) if isinstance(v, ast.Constant)]
            elif isinstance(tree, ast.keyword) and isinstance(tree.value, ast.Constant):
                found.append((tree.arg or "", tree.value.value))
            elif isinstance(tree, ast.arguments):
                given = tree.args[len(tree.args) - len(tree.defaults) :]
                found += [(a.arg, d.value) for a, d in zip(given, tree.defaults) if isinstance(d, ast.Constant)]
                found += [(a.arg, d.value) for a, d in zip(tree.kwonlyargs, tree.kw_defaults) if isinstance(d, ast.Constant)]
            elif isinstance(tree, ast.Dict):
                found += [(k.value, v.value) for k, v in zip(tree.keys, tree.values)
                          if isinstance(k, ast.Constant) and isinstance(v, ast.Constant) and isinstance(k.value, str)]
        return [(name, float(value)) for name, value in found if isinstance(value, (int, float)) and not isinstance(value, bool)]

    def named(self, key):
        return [value for name, value in self.numbers if re.search(OTHER_NAMES[key], name.split(".")[-1], re.I)]

    # ---- the right gradients

    def delta(self, word, step):
        """The right delta of the outputs, of each example."""
        a, z = step.A[-1], step.Z[-1]
        activation = self.layers[-1].activation
        delta = a - step.y
        if word in (HALF, SQUARED, MEAN_SQUARED):
            if activation == "softmax":
                delta = a * (delta - (a * delta).sum(axis=1, keepdims=True))
            else:
                delta = delta * SLOPES[activation](z, a)
        elif word == BINARY and activation != "sigmoid" or word == CATEGORICAL and activation != "softmax":
            return None
        return delta * FACTORS[word](a.shape[1])

    def gradients(self, word, reduction, step):
        """The right gradients of a loss, from the step's own activations and weights."""
        last = len(self.layers) - 1
        delta = self.delta(word, step)
        if delta is None:
            return None
        delta = delta / (len(step.X) if reduction == "mean" else 1)
        found = []
        for i in range(last, -1, -1):
            inputs = step.X if i == 0 else step.A[i - 1]
            found.append((inputs.T @ delta, delta.sum(axis=0)))
            if i > 0:
                slope = SLOPES.get(self.layers[i - 1].activation)
                if slope is None:
                    return None
                delta = (delta @ step.W[i].T) * slope(step.Z[i - 1], step.A[i - 1])
        return found[::-1]

    def tensors(self, step):
        """The weights and biases of a step in one list."""
        return self.flat(list(zip(step.W, step.b)))

    def flat(self, pairs):
        """The tensors of W and b of all layers in one list, without biases that do not exist."""
        return [t for layer, pair in zip(self.layers, pairs) for t in (pair if layer.is_biased else pair[:1])]

    def find(self):
        steps = [each for each in self.steps if each.y is not None and each.A[-1] is not None]
        self.observed = self.observe(steps)
        if not steps:
            self.assume()
            return
        values = [self.tensors(each) for each in self.steps]
        self.updates = [[w - v for w, v in zip(now, then)] for now, then in zip(values, values[1:])]
        best = None
        activation = self.layers[-1].activation
        words = {"softmax": [CATEGORICAL, HALF], "sigmoid": [HALF, BINARY]}.get(activation, [HALF])
        if self.observed and self.observed[3]:
            words = [self.family(self.observed[0])]
        for word in words + ([SQUARED, MEAN_SQUARED] if HALF in words else []):
            for reduction in ("sum", "mean"):
                gradients = [self.gradients(word, reduction, each) for each in self.steps[: len(self.updates)]]
                if None in gradients:
                    continue
                flat = [self.flat(pairs) for pairs in gradients]
                found = self.optimizers(flat, values) if word in words else self.adaptive(flat)
                for score, optimizer in found:
                    if self.observed and score > 0:  # what is printed decides where the numbers leave a choice
                        score += 0.1 * (self.family(self.observed[0]) == self.family(word)) + 0.1 * (self.observed[1] == reduction)
                        score += 0.05 * (self.observed[0] == word)
                    if best is None or score > best[0] + 1e-9:
                        best = (score, word, reduction, optimizer)
        self.is_exact = best is not None and best[0] >= len(values[0]) - 0.01
        if not self.is_exact and self.clips():
            raise NotUnderstood("it clips gradients")
        if best is None or best[0] == 0:
            self.assume()
            return
        self.settle(*best[1:])

    @staticmethod
    def family(word):
        return HALF if word in (SQUARED, MEAN_SQUARED) else word

    def clips(self):
        """Whether gradients are clipped, by their values or by their norm."""
        sizes = {step.W[i].size for step in self.steps for i in range(len(self.layers))}
        sources = "\n".join(self.network.sources.values())
        # A name, not the call of np.clip, which also keeps probabilities from 0.
        return bool(re.search(r"clip\w*(?!\w*\()|max_?norm|norm *>", sources)) or any(
            name.endswith("norm") or name.endswith("clip") and size in sizes for name, size in self.roles.training.called
        )

    def rate_of(self, step, after):
        """The learning rate of a step of plain descent, if most changes show the same one."""
        if not self.is_exact or self.optimizer[0] != "sgd":
            return None
        rates, flat = [], self.flat(self.gradients(self.loss, self.reduction, step))
        flat = [g + self.l2 * w if g.ndim == 2 else g for g, w in zip(flat, self.tensors(step))]
        for g, before, then in zip(flat, self.tensors(step), self.tensors(after)):
            square = float((g * g).sum())
            if square > 0 and then is not None:
                rate = float(((before - then) * g).sum()) / square
                if close(before - then, rate * g, 1e-6):
                    rates.append(rate)
        middle = sorted(rates)[len(rates) // 2] if 2 * len(rates) > len(flat) else 0.0
        if middle <= 0 or any(abs(rate - middle) > 1e-5 * middle for rate in rates):
            return None
        named = [rate for rate in self.network.latest_rates if abs(rate - middle) <= 1e-8 * middle]
        return named[0] if named else middle

    def matches(self, updates, expected):
        """How many tensors follow an optimizer in all steps."""
        if not updates:
            return 0
        count = 0
        for i in range(len(updates[0])):
            pairs = list(zip(updates, expected))
            count += all(close(u[i], e[i], self.digits) for u, e in pairs) and any(np.any(u[i]) for u, _ in pairs)
        return count

    def optimizers(self, gradients, values):
        """Each optimizer that may have made the updates, with the number of tensors that it explains."""
        updates = self.updates
        if not updates:
            return
        rates = []
        for i, g in enumerate(gradients[0]):
            square = float((g * g).sum())
            if square > 0:
                rates.append(float((updates[0][i] * g).sum()) / square)
        for rate in sorted(set(rates), key=lambda each: (not any(abs(each - r) < 1e-6 * abs(r) for r in self.rates), rates.index(each))):
            if rate > 0:
                yield self.matches(updates, [[rate * g for g in step] for step in gradients]), ("sgd", {"learning_rate": rate})
        yield from self.scheduled(gradients)
        yield from self.penalized(gradients, values)
        for rate in sorted(set(rates)):
            if rate > 0:
                yield from self.with_momentum(gradients, rate)
        yield from self.adaptive(gradients)

    def scheduled(self, gradients):
        """Plain descent with a learning rate that falls from step to step."""
        rates = []
        for step, update in zip(gradients, self.updates):
            ratios = [float((u * g).sum() / (g * g).sum()) for u, g in zip(update, step) if np.any(g)]
            rates.append(sorted(ratios)[len(ratios) // 2] if ratios else 0.0)
        if rates[0] > rates[-1] > 0 and all(after <= before * (1 + 1e-9) for before, after in zip(rates, rates[1:])):
            expected = [[rate * g for g in step] for rate, step in zip(rates, gradients)]
            yield self.matches(self.updates, expected) - 0.0005, ("sgd", {"learning_rate": rates[0]})

    def penalized(self, gradients, values):
        """Plain descent with an L2 penalty of the weights, also with a learning rate that falls."""
        steps = range(len(self.updates))
        for i, tensor in enumerate(gradients[0]):
            if tensor.ndim < 2 or tensor.size < 2 or not np.any(tensor):
                continue
            fits = [
                np.linalg.lstsq(
                    np.stack([gradients[t][i].reshape(-1), values[t][i].reshape(-1)], axis=1),
                    self.updates[t][i].reshape(-1),
                    rcond=None,
                )[0]
                for t in steps
            ]
            rates = [float(rate) for rate, _ in fits]
            l2 = float(fits[-1][1]) / rates[-1] if rates[-1] > 0 else 0.0  # in the first step, the weights may be 0
            if l2 < 1e-12 or any(after > before * (1 + 1e-6) or after <= 0 for before, after in zip(rates, rates[1:])):
                continue
            if rates[0] - rates[-1] < 1e-6 * rates[0]:
                rates = [rates[0]] * len(rates)
            elif tensor.size < 3:
                continue  # two numbers always have a rate and a penalty
            expected = [
                [rates[t] * (g + (l2 * w if g.ndim == 2 else 0)) for g, w in zip(gradients[t], values[t])] for t in steps
            ]
            yield self.matches(self.updates, expected) - 0.001, ("sgd", {"learning_rate": rates[0], "l2": l2})

    def with_momentum(self, gradients, rate):
        if len(self.updates) < 2:
            return
        mus = list(self.named("momentum"))
        for u, v, g in zip(self.updates[0], self.updates[1], gradients[1]):
            if np.any(u):
                mus.append(float(((v - rate * g) * u).sum() / (u * u).sum()))
        for mu in dict.fromkeys(float("%.9g" % each) for each in mus):
            if not 0 < mu < 1:
                continue
            velocity, expected, nesterov = [np.zeros_like(g) for g in gradients[0]], [], []
            for step in gradients:
                before, velocity = velocity, [mu * v + rate * g for v, g in zip(velocity, step)]
                expected.append(velocity)
                nesterov.append([((1 + mu) * v - mu * b) / (1 + mu) for v, b in zip(velocity, before)])
            yield self.matches(self.updates, expected) - 0.002, ("momentum", {"learning_rate": rate, "momentum": mu})
            # Nesterov's first step is 1 + mu times that of plain descent.
            parameters = {"learning_rate": rate / (1 + mu), "momentum": mu}
            yield self.matches(self.updates, nesterov) - 0.003, ("nesterov", parameters)

    def adaptive(self, gradients):
        largest = max(float(np.max(np.abs(u))) for u in self.updates[0])
        beta1s, beta2s = self.named("beta1") or [0.9], self.named("beta2") or [0.999]
        epsilons = self.named("epsilon") or [1e-8]
        for epsilon in dict.fromkeys(epsilons):
            for beta1 in dict.fromkeys(beta1s):
                for beta2 in dict.fromkeys(beta2s):
                    for rate in dict.fromkeys(self.rates + [float("%.3g" % largest)]):
                        for on in ("corrected", "uncorrected"):
                            if 0 < epsilon < 0.1 and 0 <= beta1 < 1 and 0 <= beta2 < 1:
                                yield self.matches(self.updates, list(adam(gradients, rate, beta1, beta2, epsilon, on))) - 0.004, (
                                    "adam",
                                    {"learning_rate": rate, "beta1": beta1, "beta2": beta2, "epsilon": epsilon, "epsilon_on": on},
                                )
            for rate in dict.fromkeys(self.rates + [float("%.3g" % largest)]):
                for decay in dict.fromkeys(self.named("decay") or [0.9]):
                    if 0 < epsilon < 0.1 and 0 < decay < 1:
                        yield self.matches(self.updates, list(rmsprop(gradients, rate, decay, epsilon))) - 0.005, (
                            "rmsprop",
                            {"learning_rate": rate, "decay": decay, "epsilon": epsilon, "initial_mean": "zero"},
                        )
                if 0 < epsilon < 0.1:
                    yield self.matches(self.updates, list(adagrad(gradients, rate, epsilon))) - 0.006, (
                        "adagrad",
                        {"learning_rate": rate, "epsilon": epsilon, "initial_sum": 0},
                    )

    # ---- the loss that the script computes

    def observe(self, steps):
        """The loss that a number of the script is: its word, its reduction, its node, and whether it is named so."""
        if not steps:
            return None
        matches = []
        a, y, scalars = steps[0].A[-1], steps[0].y, steps[0].scalars
        for word, values in losses(a, y).items():
            for reduction, value in (("sum", float(values.sum())), ("mean", float(values.mean()))):
                if np.isfinite(value) and not (word == SQUARED and y.shape[1] == 1 and reduction == "mean"):
                    matches += [
                        (self.is_loss(scalars, event), at, word, reduction, event.node)
                        for at, event in enumerate(scalars)
                        if abs(event.scalar - value) <= 1e-6 * max(abs(value), 1e-12)
                    ]
        # The last one: a mean is often computed from a sum.
        is_loss, _, word, reduction, node = max(matches, default=(False,) + (None,) * 4, key=lambda each: each[:2])
        return (word, reduction, node, is_loss) if word else None

    @staticmethod
    def is_loss(scalars, event):
        """Whether the script calls the number its loss, not only a metric."""
        names = [each.name for each in scalars if each.scalar == event.scalar]
        return any(re.search(r"loss|cost|entropy|^J$|mse", name, re.I) for name in names)

    # ---- decisions

    def settle(self, word, reduction, optimizer):
        """Of the losses with the same gradient but for a constant, the one with the script's own learning rate."""
        name, parameters = optimizer
        step = self.steps[0]
        n, outputs = len(step.X), step.A[-1].shape[1]
        rate = parameters["learning_rate"]
        options = []
        is_plain = name in ("sgd", "momentum", "nesterov")
        family = [HALF, MEAN_SQUARED, SQUARED] if word == HALF and is_plain else [word]
        sizes = {len(each.X) for each in self.steps[: len(self.updates)]}
        for each in family:
            for way in ("sum", "mean") if len(sizes) == 1 else (reduction,):
                factor = FACTORS[each](outputs) / FACTORS[word](outputs)
                factor *= (1 / n if way == "mean" else 1) / (1 / n if reduction == "mean" else 1)
                options.append((each, way, rate / factor if is_plain else rate, factor))
        options = self.with_own_delta(options) or options
        named = [o for o in options if any(abs(o[2] - r) <= 1e-6 * abs(r) for r in self.rates)]
        if not self.rates:
            named = [o for o in options if any(abs(o[2] - r) <= 1e-6 * abs(r) for r in self.written)]
        observed = [o for o in named or options if self.observed and o[:2] == self.observed[:2]]
        simple = sorted(options, key=lambda o: (len("%.9g" % o[2]), options.index(o)))
        if not named and not observed:
            if not self.rates and word == HALF:
                self.assumed.append("No learning rate is named, so the loss is taken for half the squared error.")
        choice = (observed if named or self.observed else None) or named or simple
        self.loss, self.reduction, rate, factor = choice[0]
        rate = next((r for r in self.rates if abs(rate - r) <= 1e-6 * abs(r)), float("%.10g" % rate))
        self.l2 = float("%.10g" % (parameters.pop("l2", 0.0) * factor))
        if self.l2:
            penalties = [v for v in self.named("l2") for v in (v, v / n) if abs(v - self.l2) <= 1e-6 * abs(v)]
            self.l2 = penalties[0] if penalties else self.l2
        self.optimizer = (name, {**parameters, "learning_rate": rate})
        if self.rates and not named and name == "sgd":
            self.assumed.append(f"The steps are those of the learning rate {rate!r}, but the script names {self.rates[-1]!r}.")
        if word == BINARY and not (self.observed and self.observed[0] == BINARY):
            self.assumed.append("The delta of the output is a - y, so the loss is taken for the binary cross-entropy.")

    def with_own_delta(self, options):
        """The losses whose delta the script has, but for what conventions allow: the sign, the mean, the learning rate."""
        step, last = self.steps[0], len(self.layers) - 1
        if step.dZ[last] is None:
            return options
        n, k = step.A[last].shape
        delta = self.delta(options[0][0], step) / FACTORS[options[0][0]](k)
        square = float((delta * delta).sum())
        constant = abs(float((step.dZ[last] * delta).sum())) / square if square > 0 else 0.0
        return [
            option
            for option in options
            for factor in (FACTORS[option[0]](k),)
            if any(abs(constant - each) <= 1e-6 * each for each in (factor, factor / n, factor * option[2], factor * option[2] / n))
        ]

    def assume(self):
        """The numbers fit no training that is known; what the script says by its names."""
        self.is_whole = False
        activation = self.layers[-1].activation
        word, reduction = (self.observed or (CATEGORICAL if activation == "softmax" else HALF, None))[:2]
        rate = self.rates[0] if self.rates else None
        ratio = self.own_ratio()
        if reduction is None:
            n = len(self.steps[0].X)
            reduction = "mean" if ratio and rate and abs(ratio * n / rate - 1) < 1e-6 and n > 1 else "sum"
        if rate is None:
            rate = ratio or 1.0
        name, parameters = "sgd", {}
        text = "\n".join(self.network.sources.values()).lower()
        if re.search(r"beta_?2|adam(?!ard)", text):
            name = "adam"
            parameters = {key: (self.named(key) or [default])[0] for key, default in (("beta1", 0.9), ("beta2", 0.999), ("epsilon", 1e-8))}
            parameters["epsilon_on"] = "corrected"
        elif "rmsprop" in text:
            name, parameters = "rmsprop", {"decay": (self.named("decay") or [0.9])[0], "initial_mean": "zero"}
        elif re.search(r"momentum|velocity", text):
            name, parameters = "momentum", {"momentum": (self.named("momentum") or [0.9])[0]}
        self.loss, self.reduction, self.optimizer = word, reduction, (name, {**parameters, "learning_rate": rate})
        self.assumed.append("The updates fit no optimizer with right gradients; loss and optimizer are taken from the names in the script.")

    def own_ratio(self):
        """The constant between an update and the script's own gradient."""
        for i, (events, _, turned) in self.steps[0].products.items():
            if len(events) == 1 and len(self.steps) > 1:
                own = self.layers[i].without_ones(forms(events[0].result.array)[turned], axis=0)
                update = self.steps[0].W[i] - self.steps[1].W[i]
                ratio = abs(float((own * update).sum() / max((own * own).sum(), 1e-300)))
                if close(np.abs(update), np.abs(ratio * own), 1e-6):
                    return float("%.10g" % ratio)
        return None


def adam(gradients, rate, beta1, beta2, epsilon, on):
    m = [np.zeros_like(g) for g in gradients[0]]
    v = [np.zeros_like(g) for g in gradients[0]]
    for t, step in enumerate(gradients, start=1):
        m = [beta1 * a + (1 - beta1) * g for a, g in zip(m, step)]
        v = [beta2 * a + (1 - beta2) * g * g for a, g in zip(v, step)]
        if on == "corrected":
            yield [rate * a / (1 - beta1**t) / (np.sqrt(b / (1 - beta2**t)) + epsilon) for a, b in zip(m, v)]
        else:
            yield [rate * np.sqrt(1 - beta2**t) / (1 - beta1**t) * a / (np.sqrt(b) + epsilon) for a, b in zip(m, v)]


def rmsprop(gradients, rate, decay, epsilon):
    c = [np.zeros_like(g) for g in gradients[0]]
    for step in gradients:
        c = [decay * a + (1 - decay) * g * g for a, g in zip(c, step)]
        yield [rate * g / (np.sqrt(a) + epsilon) for g, a in zip(step, c)]


def adagrad(gradients, rate, epsilon):
    h = [np.zeros_like(g) for g in gradients[0]]
    for step in gradients:
        h = [a + g * g for a, g in zip(h, step)]
        yield [rate * g / (np.sqrt(a) + epsilon) for g, a in zip(step, h)]
