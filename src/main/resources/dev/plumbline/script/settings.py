"""Finds the loss, its reduction and the optimizer of a training, from its first steps."""

import ast
import copy
import re

import numpy as np

from values import ACTIVATIONS, RATE, SLOPES, NotUnderstood, close, forms

HALF, SQUARED, MEAN_SQUARED = "half_squared_error", "squared_error", "mean_squared_error"
BINARY, CATEGORICAL = "binary_cross_entropy", "categorical_cross_entropy"
FACTORS = {HALF: lambda k: 1.0, SQUARED: lambda k: 2.0, MEAN_SQUARED: lambda k: 2.0 / k, BINARY: lambda k: 1.0, CATEGORICAL: lambda k: 1.0}
OUTSIDE = "its learning rate changes, and multiplies the whole velocity, not only the gradient"
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
        self.score = 0.0
        self.is_exact = False  # whether right gradients explain all changes of the first steps
        self.is_followed = False  # whether they explain half of them
        self.clip = None  # how gradients are clipped, and the threshold
        self.alternatives = []  # all ways to clip, and losses, that explain the first steps
        self.may_clip = False  # whether the script seems to clip them
        self.largest = dict.fromkeys(("value", "layer", "tensor"), 0.0)  # of the gradients so far
        self.is_clipped_otherwise = False
        self.rule = None
        self.is_outside = False  # whether the learning rate multiplies the whole velocity, and changes
        self.is_unnamed = False  # whether a step has a learning rate that the script does not name
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
        delta = None if step.y is None or step.A[last] is None else self.delta(word, step)
        if delta is None:
            return None
        delta = delta / (len(step.X) if reduction == "mean" else 1)
        found = []
        for i in range(last, -1, -1):
            inputs = step.X if i == 0 else step.A[i - 1]
            found.append((inputs.T @ delta, delta.sum(axis=0)))
            if i > 0:
                word, a = self.layers[i - 1].activation, step.A[i - 1]
                slope = SLOPES.get(word)
                if slope is None:
                    return None
                delta = delta @ step.W[i].T
                if i - 1 in step.masks:
                    delta, a = delta * step.masks[i - 1] / self.layers[i - 1].keep, ACTIVATIONS[word](step.Z[i - 1])
                delta = delta * slope(step.Z[i - 1], a)
        return self.clipped(found[::-1])

    def clipped(self, pairs):
        """The gradients of all layers after the clipping that was found."""
        if self.clip is None:
            return pairs
        kind, threshold = self.clip
        if kind == "value":
            return [tuple(np.clip(g, -threshold, threshold) for g in pair) for pair in pairs]
        result = []
        for layer, pair in zip(self.layers, pairs):
            squares = [float((g * g).sum()) for g in pair]
            if kind == "layer":
                squares = [squares[0] + (squares[1] if layer.is_biased else 0.0)] * 2
            result.append(tuple(g * min(1.0, threshold / max(np.sqrt(s), 1e-300)) for g, s in zip(pair, squares)))
        return result

    def changes_any(self, word, reduction, flat):
        """Whether the clipping changes any gradient of the first steps."""
        clip, self.clip = self.clip, None
        whole = [self.flat(self.gradients(word, reduction, each)) for each in self.steps[: len(flat)]]
        self.clip = clip
        return any(not np.array_equal(g, w) for pair in zip(flat, whole) for g, w in zip(*pair))

    def clippings(self):
        """Each way to clip gradients with a number of the script."""
        named = [value for name, value in self.numbers if re.search(r"clip|norm|thr|max|limit|bound|theta|^c$", name, re.I)]
        for threshold in dict.fromkeys(each for each in named or self.written if 0 < each <= 1e4):
            for kind in ("value", "layer", "tensor"):
                yield kind, threshold

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
        activation = self.layers[-1].activation
        words = {"softmax": [CATEGORICAL, HALF], "sigmoid": [HALF, BINARY]}.get(activation, [HALF])
        if self.observed and self.observed[3]:
            words = [self.family(self.observed[0])]
        family = [SQUARED, MEAN_SQUARED] if HALF in words else []
        best = self.best(words, family, values)
        self.may_clip = self.clips()
        if self.may_clip and not self.is_all(best, values):
            best = self.best_with_clipping(words + family, values)
        self.score = 0.0 if best is None else best[0]  # how many tensors right gradients explain
        self.is_exact = self.is_all(best, values)
        has_penalty = any(re.search(r"reg|lambda|lambd|^lam|l2|decay$|^wd$", name, re.I) for name, _ in self.numbers)
        is_half = best is not None and best[0] >= max(len(values[0]) / 2, 2) - 0.01
        self.is_followed = self.is_exact or is_half and not has_penalty and not self.may_clip
        if best is None or best[0] < 0.5:  # no tensor is explained
            self.assume()
            return
        if best[3][0] == "outside":
            raise NotUnderstood(OUTSIDE)
        self.settle(*best[1:])

    @staticmethod
    def is_all(best, values):
        return best is not None and best[0] >= len(values[0]) - 0.01

    def best_with_clipping(self, words, values):
        """The first of all that explain every change: of gradients that are always clipped, the size cannot be seen."""
        results, digits = [], self.digits
        if not self.network.is_single:
            self.digits = 1e-10  # PyTorch divides by the norm plus 1e-6
        for self.clip in self.clippings():
            for word in words:
                for reduction in ("sum", "mean"):
                    best = self.best([word], [], values, (reduction,))
                    if self.is_all(best, values):
                        results.append((not self.is_named(best[3][1]["learning_rate"]), -best[0], len(results), self.clip, best))
        self.digits = digits
        if not results:
            raise NotUnderstood("it clips gradients")
        results.sort()
        *_, self.clip, best = results[0]
        self.alternatives = [
            (clip, word, reduction)
            for *_, clip, (_, word, reduction, (_, parameters)) in results
            if are_equal([parameters["learning_rate"], best[3][1]["learning_rate"]])
        ]
        return best

    def best(self, words, family, values, reductions=("sum", "mean")):
        """The loss, its reduction and the optimizer that explain most changes, after the number of these."""
        best = None
        for word in words + family:
            for reduction in reductions:
                gradients = [self.gradients(word, reduction, each) for each in self.steps[: len(self.updates)]]
                if None in gradients:
                    continue
                flat = [self.flat(pairs) for pairs in gradients]
                if self.clip and not self.changes_any(word, reduction, flat):
                    continue
                found = self.optimizers(flat, values) if word in words else (*self.adaptive(flat), *self.penalized_with_memory(flat, values))
                for score, optimizer in found:
                    if self.observed and score > 0:  # what is printed decides where the numbers leave a choice
                        score += 0.1 * (self.family(self.observed[0]) == self.family(word)) + 0.1 * (self.observed[1] == reduction)
                        score += 0.05 * (self.observed[0] == word)
                    if best is None or score > best[0] + 1e-9:
                        best = (score, word, reduction, optimizer)
        return best

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
        """The learning rate of a step, if most changes show the same one; only one that the script names if not all are right."""
        if not self.is_followed:
            return None
        self.rule = self.rule or Rule(*self.optimizer)
        rule, last = copy.copy(self.rule), self.rule.last_rate
        updates = [None if then is None else before - then for before, then in zip(self.tensors(step), self.tensors(after))]
        gradients, parts, rate = self.followed(step, updates)
        if rate is None and self.clip:
            for self.clip, self.loss, self.reduction in self.alternatives:
                self.rule = copy.copy(rule)
                gradients, parts, rate = self.followed(step, updates)
                if rate is not None:
                    break
            else:
                self.is_clipped_otherwise = True
        if rate is None and self.may_clip and self.clip is None:
            usual = last or self.optimizer[1]["learning_rate"]
            lengths = [(u, before + usual * direction) for u, (before, direction) in zip(updates, parts)]
            for self.clip in self.clippings():
                if self.clip[1] >= self.largest[self.clip[0]]:
                    self.rule = copy.copy(rule)
                    gradients, parts, rate = self.followed(step, updates)
                    if rate is not None:
                        break
            else:
                self.clip, self.rule = None, rule
                self.is_clipped_otherwise |= all(u is None or np.linalg.norm(u) <= np.linalg.norm(e) * (1 + 1e-6) for u, e in lengths)
        if self.may_clip and self.clip is None:
            self.see_largest(step)
        if rate is None and last and self.rule.name in ("momentum", "nesterov"):
            self.is_outside |= self.common_rate(updates, [(0.0, before / last + direction) for before, direction in parts]) is not None
        self.rule.take(rate or last or self.optimizer[1]["learning_rate"], gradients)
        return rate

    def followed(self, step, updates):
        """The right gradients of a step, the parts of its updates, and the learning rate that they show."""
        gradients = self.flat(self.gradients(self.loss, self.reduction, step))
        gradients = [g + self.l2 * w if g.ndim == 2 else g for g, w in zip(gradients, self.tensors(step))]
        parts = self.rule.parts(gradients)
        return gradients, parts, self.common_rate(updates, parts)

    def see_largest(self, step):
        for layer, pair in zip(self.layers, self.gradients(self.loss, self.reduction, step)):
            tensors = pair if layer.is_biased else pair[:1]
            norms = [float(np.linalg.norm(g)) for g in tensors]
            largest = max(float(np.max(np.abs(g))) for g in tensors)
            sizes = {"value": largest, "layer": float(np.linalg.norm(norms)), "tensor": max(norms)}
            for kind, size in sizes.items():
                self.largest[kind] = max(self.largest[kind], size)

    def common_rate(self, updates, parts):
        single = self.network.is_single
        digits = self.digits if single else 1e-9 if self.clip else 1e-6
        rates = [
            rate
            for u, (before, direction) in zip(updates, parts)
            if u is not None and np.any(direction)
            for rate in (constant_of(u, (before, direction)),)
            if close(u, before + rate * direction, digits)
        ]
        middle = sorted(rates)[len(rates) // 2] if 2 * len(rates) > len(parts) - (not self.is_exact) else 0.0
        if middle <= 0 or self.is_exact and any(abs(rate - middle) > 10 * digits * middle for rate in rates):
            return None
        named = [rate for rate in self.network.latest_rates if abs(rate - middle) <= (digits / 10 if single else 1e-8) * middle]
        self.is_unnamed |= not named
        return named[0] if named else middle if self.is_exact and not single else None

    def matches(self, updates, expected):
        """How many tensors follow an optimizer in all steps, less a little for what is not explained of them."""
        count = rest = 0
        for pairs in zip(*(list(zip(u, e)) for u, e in zip(updates, expected))):
            if all(close(u, e, self.digits) for u, e in pairs) and any(np.any(u) for u, _ in pairs):
                count += 1
                rest = max(rest, *(np.max(np.abs(u - e)) / np.max(np.abs(e), initial=1e-300) for u, e in pairs))
        return count if self.network.is_single else count - 1e-5 * min(float(rest) / self.digits, 1.0)

    def optimizers(self, gradients, values):
        """Each optimizer that may have made the updates, with the number of tensors that it explains."""
        updates = self.updates
        if not updates:
            return
        rates = [constant_of(u, (0.0, g)) for u, g in zip(updates[0], gradients[0]) if np.any(g)]
        for rate in sorted(set(rates), key=lambda each: (not any(abs(each - r) < 1e-6 * abs(r) for r in self.rates), rates.index(each))):
            if rate > 0:
                yield self.matches(updates, [[rate * g for g in step] for step in gradients]), ("sgd", {"learning_rate": rate})
        yield from self.scheduled("sgd", {}, gradients, 0.0005)
        yield from self.penalized(gradients, values)
        yield from self.with_memory(gradients)
        yield from self.adaptive(gradients)
        if not self.clip:
            yield from self.penalized_with_memory(gradients, values)

    def with_memory(self, gradients):
        """The optimizers with a velocity."""
        for rate in sorted({constant_of(u, (0.0, g)) for u, g in zip(self.updates[0], gradients[0]) if np.any(g)}):
            if rate > 0:
                yield from self.with_momentum(gradients, rate)
        yield from self.with_momentum_and_schedule(gradients)

    def penalized_with_memory(self, gradients, values):
        """The optimizers with a velocity or with means, with an L2 penalty that the script names."""
        n = len(self.steps[0].X)
        for l2 in dict.fromkeys(each for value in self.named("l2") for each in (value, value / n) if 0 < each < 1):
            with_penalty = [[g + l2 * w if g.ndim == 2 else g for g, w in zip(*pair)] for pair in zip(gradients, values)]
            for score, (name, parameters) in (*self.with_memory(with_penalty), *self.adaptive(with_penalty)):
                yield score - 0.0007, (name, {**parameters, "l2": l2})

    def fitted(self, name, parameters, gradients, rate=None):
        """How many tensors follow an optimizer, and its learning rates; without a rate, each step may have its own."""
        rule, expected, rates = Rule(name, parameters), [], []
        for step, update in zip(gradients, self.updates):
            parts = rule.parts(step)
            rates.append(self.likely_rate(update, parts) if rate is None else rate)
            expected.append([before + rates[-1] * direction for before, direction in parts])
            rule.take(rates[-1], step)
        return self.matches(self.updates, expected), rates

    def likely_rate(self, updates, parts):
        """The rate of most tensors that are explained by one."""
        ratios = [(constant_of(u, each), u, *each) for u, each in zip(updates, parts) if np.any(each[1])]
        explained = [rate for rate, u, before, direction in ratios if u.size > 1 and close(u, before + rate * direction, self.digits)]
        ratios = sorted(explained or [rate for rate, *_ in ratios])
        return ratios[len(ratios) // 2] if ratios else 0.0

    def scheduled(self, name, parameters, gradients, cost):
        """An optimizer whose learning rate falls, from one that the script names if a missing correction could look like that."""
        count, rates = self.fitted(name, parameters, gradients)
        falls = rates[0] > rates[-1] > 0 and not are_equal(rates) and all(
            after <= before * (1 + self.digits / 100) for before, after in zip(rates, rates[1:])
        )
        # Another first rate may be that of another loss, if nothing is left to explain.
        is_whole = name not in ("adam", "rmsprop", "adagrad") and count >= len(self.updates[0]) - 0.01
        if falls and (name == "sgd" or is_whole or self.is_named(rates[0])):
            yield count - cost, (name, {**parameters, "learning_rate": rates[0]})

    def is_named(self, rate):
        return any(abs(rate - each) <= max(self.digits / 10, 1e-6) * abs(each) for each in self.rates)

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
            # Nesterov's first step is 1 + mu times that of plain descent.
            for name, first, cost in (("momentum", rate, 0.002), ("nesterov", rate / (1 + mu) if mu > 0 else 0, 0.003)):
                if 0 < mu < 1:
                    count, _ = self.fitted(name, {"momentum": mu}, gradients, first)
                    yield count - cost, (name, {"learning_rate": first, "momentum": mu})

    def with_momentum_and_schedule(self, gradients):
        """The momentum follows from the second update, which is a part of the first one and a part of the gradient."""
        if len(self.updates) < 3:
            return
        mus = [(mu, mu, mu) for mu in self.named("momentum")]
        for u, v, g, h in zip(self.updates[0], self.updates[1], gradients[0], gradients[1]):
            if u.size > 2 and np.any(u) and np.any(g) and np.any(h):
                both = np.stack([u.reshape(-1), h.reshape(-1)], axis=1)
                part, rate = (float(each) for each in np.linalg.lstsq(both, v.reshape(-1), rcond=None)[0])
                outside = part * constant_of(u, (0.0, g)) / rate if rate else 0.0
                mus.append(tuple(float("%.6g" % each) for each in (part, (part + np.sqrt(part * part + 4 * abs(part))) / 2, outside)))
        for mu, of_nesterov, outside in dict.fromkeys(mus):
            if 0 < mu < 1:
                yield from self.scheduled("momentum", {"momentum": mu}, gradients, 0.0045)
            if 0 < of_nesterov < 1:
                yield from self.scheduled("nesterov", {"momentum": of_nesterov}, gradients, 0.0046)
            if 0 < outside < 1:
                yield from self.scheduled("outside", {"momentum": outside}, gradients, 0.0047)

    def adaptive(self, gradients):
        largest = max(float(np.max(np.abs(u))) for u in self.updates[0])
        rates = dict.fromkeys(self.rates + [float("%.3g" % largest)])
        for name, parameters, cost in self.adaptive_words():
            for rate in rates:
                count, _ = self.fitted(name, parameters, gradients, rate)
                yield count - cost, (name, {"learning_rate": rate, **parameters})
            yield from self.scheduled(name, parameters, gradients, cost + 0.0005)

    def adaptive_words(self):
        beta1s, beta2s = self.named("beta1") or [0.9], self.named("beta2") or [0.999]
        for epsilon in dict.fromkeys(self.named("epsilon") or [1e-8]):
            if not 0 < epsilon < 0.1:
                continue
            for beta1 in dict.fromkeys(beta1s):
                for beta2 in dict.fromkeys(beta2s):
                    for on in ("corrected", "uncorrected"):
                        if 0 <= beta1 < 1 and 0 <= beta2 < 1:
                            yield "adam", {"beta1": beta1, "beta2": beta2, "epsilon": epsilon, "epsilon_on": on}, 0.004
            for decay in dict.fromkeys(self.named("decay") or [0.9]):
                if 0 < decay < 1:
                    yield "rmsprop", {"decay": decay, "epsilon": epsilon, "initial_mean": "zero"}, 0.005
            yield "adagrad", {"epsilon": epsilon, "initial_sum": 0}, 0.006

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
        family = [HALF, MEAN_SQUARED, SQUARED] if word == HALF and is_plain and not self.clip else [word]
        sizes = {len(each.X) for each in self.steps[: len(self.updates)]}
        for each in family:
            for way in ("sum", "mean") if len(sizes) == 1 and is_plain and not self.clip else (reduction,):
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


class Rule:
    """An optimizer with its memory. An update is a part that is known before, plus the learning rate times a direction."""

    def __init__(self, name, parameters):
        self.name, self.parameters, self.steps = name, parameters, 0
        self.first = self.second = None  # the means or the velocity, of each tensor
        self.last_rate = None

    def parts(self, gradients):
        """Of each tensor, the known part and the direction of the next update."""
        if self.first is None:
            self.first = self.second = [np.zeros_like(g) for g in gradients]
        self.steps += 1
        p, zero = self.parameters, 0.0
        if self.name == "sgd":
            return [(zero, g) for g in gradients]
        if self.name == "outside":
            self.first = [p["momentum"] * v + g for v, g in zip(self.first, gradients)]
            return [(zero, v) for v in self.first]
        if self.name in ("momentum", "nesterov"):
            mu = p["momentum"]
            return [(mu * v, g) if self.name == "momentum" else (mu * mu * v, (1 + mu) * g) for v, g in zip(self.first, gradients)]
        if self.name == "adam":
            self.first = [p["beta1"] * m + (1 - p["beta1"]) * g for m, g in zip(self.first, gradients)]
            self.second = [p["beta2"] * v + (1 - p["beta2"]) * g * g for v, g in zip(self.second, gradients)]
            of_m, of_v = 1 - p["beta1"] ** self.steps, 1 - p["beta2"] ** self.steps
            if p["epsilon_on"] == "corrected":
                return [(zero, m / of_m / (np.sqrt(v / of_v) + p["epsilon"])) for m, v in zip(self.first, self.second)]
            return [(zero, np.sqrt(of_v) / of_m * m / (np.sqrt(v) + p["epsilon"])) for m, v in zip(self.first, self.second)]
        keep, add = (1, 1) if self.name == "adagrad" else (p["decay"], 1 - p["decay"])
        self.second = [keep * c + add * g * g for c, g in zip(self.second, gradients)]
        return [(zero, g / (np.sqrt(c) + p["epsilon"])) for g, c in zip(gradients, self.second)]

    def take(self, rate, gradients):
        """The learning rate of the update whose parts were computed last."""
        self.last_rate = rate
        if self.name in ("momentum", "nesterov"):
            self.first = [self.parameters["momentum"] * v + rate * g for v, g in zip(self.first, gradients)]


def constant_of(update, parts):
    """The learning rate that makes an update most alike."""
    before, direction = parts
    return float(((update - before) * direction).sum() / (direction * direction).sum())


def are_equal(rates, digits=1e-6):
    return max(rates) - min(rates) <= digits * max(rates)
