"""Which optimizer makes the updates of the first steps, from right gradients."""

import copy
import re
from fractions import Fraction

import numpy as np

from gradients import RightGradients, family
from rules import INNER, Rule, are_equal, constant_of
from values import close

NAMED_RATE = 0.35  # tensors, for which a learning rate counts that the script names; a penalty counts for less
NAMED_MOMENTUM = 0.05  # and a momentum
PLAIN = ("sgd", "momentum", "nesterov")
UNCORRECTED = ("rmsprop", "adagrad")  # of whose updates no rate that changes is like a mistake
MEAN = re.compile(r"/ *\(?(len\(|[mn]\b|\w*(size|samples|examples)\b)|mean\(")
FEWEST_RATES = 3  # that are no multiples of others by chance
MOST_PARTS = 2000  # of a fraction
WARM_UP = re.compile(r"warm|cycl|ramp")


class Fits(RightGradients):
    """Compares the updates of the first steps with those of each optimizer."""

    def __init__(self, network, roles):
        super().__init__(network, roles)
        self.values = []  # of the first steps, of each the weights and biases of all layers
        self.updates = []  # of each but the last, what they are changed by
        self.observed = None  # the loss that the script computes
        self.loss = self.reduction = self.optimizer = None
        self.penalty = {}  # what `regularization` says
        self.sign_of_penalty = 1  # with which the script adds its gradient
        self.is_of_batch = False  # whether each step divides it by the size of its batch
        self.tried = {}  # without penalty: the best score of a loss, its reduction and an optimizer
        self.only = None  # the optimizers that may explain the updates, if that is known
        self.is_inner = False  # whether optimizers have their epsilon inside the root
        self.fewest = 1  # tensors that an optimizer is to explain
        self.shares = None  # of the learning rate, for each weight and bias, if layers have rates of their own

    def best(self, words, others, reductions=("sum", "mean")):
        """The loss, its reduction and the optimizer that explain most changes, after the number of these; with other losses, only
        adaptive optimizers."""
        best = None
        if self.takes_deltas:
            reductions = (self.own_reduction(words[0]),)
        for word in words + others:
            for reduction in reductions:
                flat = self.with_penalties(word, reduction)
                if flat is None or self.clip and self.network.expected is None and not self.changes_any(word, reduction, len(self.updates)):
                    continue
                for score, optimizer in self.optimizers(flat) if word in words else self.adaptive(flat):
                    if not self.penalty and not self.clip:
                        self.tried[word, reduction, optimizer[0]] = max(score, self.tried.get((word, reduction, optimizer[0]), 0.0))
                    if self.observed and score > 0:  # what is printed decides where the numbers leave a choice
                        score += 0.1 * (family(self.observed[0]) == family(word)) + 0.1 * (self.observed[1] == reduction)
                        score += 0.05 * (self.observed[0] == word)
                    if 0 < score < len(self.updates[0]) - 0.5:  # of wrong updates, the right ones are those that are meant
                        score += NAMED_RATE * self.is_named(optimizer[1]["learning_rate"])
                        score += NAMED_MOMENTUM * (optimizer[0] in PLAIN[1:] and self.spoken_momentum is not None)
                    score += 0.002 * (score > 0 and optimizer[0] == "nesterov" and "nesterov" in self.text)
                    if not self.observed and score > 0:  # an adaptive optimizer hides the size of gradients
                        score += 2e-8 * (reduction == self.own_reduction(word))
                        # Weights and biases may contradict each other.
                        score += 3e-8 * (reduction == "mean" and optimizer[0] in PLAIN and bool(MEAN.search(self.text)))
                    if best is None or score > best[0] + 1e-9:
                        best = (score, word, reduction, optimizer)
        return best

    def is_all(self, best):
        return best is not None and best[0] >= len(self.updates[0]) - 0.01

    def with_penalties(self, word, reduction):
        """The right gradients of the first steps with those of the penalty; None if these are not known."""
        flat = self.of_steps(word, reduction, len(self.updates))
        return flat and [self.with_penalty(*each) for each in zip(flat, self.steps)]

    def with_penalty(self, gradients, step):
        """The gradients with those of the penalty."""
        p, tensors = self.penalty, self.tensors(step)
        if not p:
            return gradients
        factor = self.sign_of_penalty * (len(self.steps[0].X) / len(step.X) if self.is_of_batch else 1)
        p = {key: value * factor for key, value in p.items()}
        names = [("l1", "l2") if w.ndim == 2 else ("l1_bias", "l2_bias") for w in tensors]
        return [g + p.get(l1, 0.0) * np.sign(w) + p.get(l2, 0.0) * w for g, w, (l1, l2) in zip(gradients, tensors, names)]

    def parts(self, rule, gradients, tensors):
        """The parts of the updates, with weight decay, which does not pass through the optimizer."""
        decay = self.sign_of_penalty * self.penalty.get("weight_decay", 0.0)
        parts = rule.parts(gradients)
        if decay:
            parts = [(before, d + decay * w if w.ndim == 2 else d) for (before, d), w in zip(parts, tensors)]
        return parts if self.shares is None else [(share * before, share * d) for share, (before, d) in zip(self.shares, parts)]

    def shares_of_layers(self):
        """Of the learning rate of the optimizer, that of each layer."""
        return [share for share, *_ in self.by_layers(self.shares)] if self.shares else [1.0] * len(self.layers)

    def optimizers(self, gradients):
        """Each optimizer that may have made the updates, with the number of tensors that it explains."""
        updates = self.updates
        if not updates:
            return
        shown = [float("%.12g" % constant_of(u, (0.0, g))) for u, g in zip(updates[0], gradients[0]) if np.any(g)]
        rates = [rate for rate in dict.fromkeys(shown) if rate > 0]
        for rate in sorted(rates, key=lambda each: not any(abs(each - r) < 1e-6 * abs(r) for r in self.rates)):
            yield self.fitted("sgd", {}, gradients, rate)[0], ("sgd", {"learning_rate": rate})
        if not self.only or "sgd" in self.only:
            yield from self.scheduled("sgd", {}, gradients, 0.0005)
        if not self.only or not self.only <= {"sgd", "momentum", "nesterov"}:
            yield from self.adaptive(gradients)
        if self.only and not self.only & {"momentum", "nesterov"}:
            return
        yield from self.with_momentum(gradients, rates)

    def fitted(self, name, parameters, gradients, rate=None):
        """How many tensors follow an optimizer in all steps, less a little for what is not explained of them; and its learning rates.
        Without a rate, each step may have its own. What too few tensors follow is left at once.

        A penalty without which weights do not follow is worth a little more: a script may have left it out elsewhere.
        """
        following, rates = dict.fromkeys(range(len(self.updates[0])), 0.0), []  # the largest difference of each tensor
        for (used, expected), updates in zip(self.updates_of(name, parameters, gradients, rate), self.updates):
            rates.append(used)
            kept = {}
            for at, (i, largest) in enumerate(following.items(), 1):
                difference = float(np.abs(updates[i] - expected[i]).max()) / max(float(np.abs(expected[i]).max()), 1e-300)
                if difference <= self.digits:
                    kept[i] = max(difference, largest)
                elif len(kept) + len(following) - at < self.fewest:
                    return 0, rates
            following = kept
        if not any(updates[i].any() for updates in self.updates for i in following):
            return 0, rates
        is_open = rate is None or bool(self.rates) and not self.is_named(rate) and len(following) < len(self.updates[0])
        if is_open and all(updates[i].size == 1 for i in following):  # each follows from a rate of its own
            return 0, rates
        count = len(following) + (0.3 if self.penalty and any(self.updates[0][i].ndim == 2 for i in following) else 0.0)
        return count if self.network.is_single else count - 1e-5 * min(max(following.values()) / self.digits, 1.0), rates

    def updates_of(self, name, parameters, gradients, rate):
        """The updates that an optimizer makes in each step, after its learning rate."""
        rule = Rule(name, parameters)
        for step, tensors, update in zip(gradients, self.values, self.updates):
            parts = self.parts(rule, step, tensors)
            used = self.likely_rate(update, parts) if rate is None else rate
            yield used, [before + used * direction for before, direction in parts]
            rule.take(used, step)

    def right_updates(self, reduction, penalty, rate):
        """The updates of the first steps that follow from right gradients; none if these are not known."""
        other = copy.copy(self)
        other.penalty, other.sign_of_penalty = penalty, 1
        flat = other.with_penalties(self.loss, reduction)
        if flat is None:
            return []
        shown = [used for used, _ in other.updates_of(*self.optimizer, flat, None)]
        is_scheduled = bool(shown) and abs(shown[0] - rate) <= 1e-6 * rate and self.are_named(shown)
        return [updates for _, updates in other.updates_of(*self.optimizer, flat, None if is_scheduled else rate)]

    def likely_rate(self, updates, parts):
        """The rate of most tensors that are explained by one."""
        ratios = [(constant_of(u, each), u, *each) for u, each in zip(updates, parts) if np.any(each[1])]
        explained = [rate for rate, u, before, direction in ratios if u.size > 1 and close(u, before + rate * direction, self.digits)]
        ratios = sorted(explained or [rate for rate, *_ in ratios])
        return ratios[len(ratios) // 2] if ratios else 0.0

    def scheduled(self, name, parameters, gradients, cost):
        """An optimizer whose learning rate falls, from one that the script names if a missing correction could look like that.

        It may also rise, if the script names the rate of each step, or speaks of a warm-up and no tensor is left to explain.
        """
        count, rates = self.fitted(name, parameters, gradients)
        falls = rates[0] > rates[-1] > 0 and not are_equal(rates) and all(
            after <= before * (1 + self.digits / 100) for before, after in zip(rates, rates[1:])
        )
        # Another first rate may be that of another loss, if nothing is left to explain.
        is_whole = name in PLAIN and count >= len(self.updates[0]) - 0.01
        warms_up = is_whole and min(rates) > 0 and WARM_UP.search(self.text) and all(before < after for before, after in zip(rates, rates[1:]))
        if self.are_named(rates) or warms_up:
            yield count - cost, (name, {**parameters, "learning_rate": rates[0]})
        elif falls and not is_correction(parameters, rates) and (name == "sgd" or is_whole or "learning_rate_on" not in parameters and self.is_named(rates[0]) or name in UNCORRECTED and self.is_written(rates[0])):
            yield count - cost, (name, {**parameters, "learning_rate": rates[0]})

    def are_named(self, rates):
        """Whether rates that change are those that the script names, or all of them the same multiple of these, as of another loss."""
        if are_equal(rates) or min(rates) <= 0:
            return False
        multiples = [1.0] + [rates[0] / each for each in self.rates if each > 0] if len(rates) >= FEWEST_RATES else [1.0]
        return any(all(self.is_named(rate / each) for rate in rates) for each in multiples)

    def momenta(self, gradients):
        """What the momentum may be: of classical momentum, of Nesterov's, and with the learning rate outside of the velocity.

        It follows from the second update, which is a part of the first one and a part of the gradient.
        """
        found = [(mu, mu, mu) for mu in self.named("momentum")]
        for u, v, g, h in zip(*self.updates[:2], *gradients[:2]):
            if u.size > 2 and np.any(u) and np.any(g) and np.any(h):
                both = np.stack([u.reshape(-1), h.reshape(-1)], axis=1)
                part, rate = (float(each) for each in np.linalg.lstsq(both, v.reshape(-1), rcond=None)[0])
                outside = part * constant_of(u, (0.0, g)) / rate if rate else 0.0
                found.append(tuple(shortened(each) for each in (part, (part + np.sqrt(part * part + 4 * abs(part))) / 2, outside)))
        return [tuple(mu if 1e-6 < mu < 1 else None for mu in each) for each in dict.fromkeys(found)]

    def with_momentum(self, gradients, rates):
        """Momentum with a learning rate, and with one that changes."""
        if len(self.updates) < 2:
            return
        momenta = self.momenta(gradients)
        for rate in rates:
            for classical, of_nesterov, _ in momenta:
                # Nesterov's first step is 1 + mu times that of plain descent.
                for name, mu, cost in (("momentum", classical, 0.002), ("nesterov", of_nesterov, 0.003)):
                    if mu is not None:
                        first = rate / (1 + mu) if name == "nesterov" else rate
                        count, _ = self.fitted(name, {"momentum": mu}, gradients, first)
                        yield count - cost, (name, {"learning_rate": first, "momentum": mu})
        for each in momenta if len(self.updates) > 2 else ():
            for name, mu, cost, more in zip(("momentum", "nesterov", "momentum"), each, (0.0045, 0.0046, 0.0047), ({}, {}, {"learning_rate_on": "velocity"})):
                if mu is not None:
                    yield from self.scheduled(name, {"momentum": mu, **more}, gradients, cost)

    def adaptive(self, gradients):
        largest = max(float(np.max(np.abs(u))) for u in self.updates[0])
        rates = dict.fromkeys(self.rates + [float("%.3g" % largest)] + self.written_rates())
        if not re.search(r"sqrt|\*\* ?0?\.5|adamax", self.text):
            return
        for name, parameters, cost in self.adaptive_words():
            if self.only and name not in self.only or self.is_inner and name in ("adadelta", "adamax"):
                continue
            parameters = {**parameters, INNER: True} if self.is_inner else parameters
            for rate in rates if name != "adadelta" else (1.0,):
                count, _ = self.fitted(name, parameters, gradients, rate)
                yield count - cost, (name, {"learning_rate": rate, **parameters})
            if name != "adadelta":
                yield from self.scheduled(name, parameters, gradients, cost + 0.0005)

    def adaptive_words(self):
        beta1s, beta2s, decays = (self.named(key) or [usual, *self.written_means()] for key, usual in (("beta1", 0.9), ("beta2", 0.999), ("decay", 0.9)))
        for epsilon in self.epsilons():
            for beta1 in dict.fromkeys(beta1s):
                for beta2 in dict.fromkeys(beta2s):
                    if not (0 <= beta1 < 1 and 0 <= beta2 < 1) or beta1 > beta2 and not self.named("beta1"):
                        continue
                    for on in ("corrected", "uncorrected"):
                        for name in ("adam", "amsgrad") if re.search("max", self.text) else ("adam",):
                            yield name, {"beta1": beta1, "beta2": beta2, "epsilon": epsilon, "epsilon_on": on}, 0.004
                    if re.search("nadam|nesterov", self.text):
                        yield "nadam", {"beta1": beta1, "beta2": beta2, "epsilon": epsilon}, 0.0042
                    if re.search("max", self.text):
                        yield "adamax", {"beta1": beta1, "beta2": beta2}, 0.0043
            for decay in dict.fromkeys(decays):
                if 0 < decay < 1:
                    yield "rmsprop", {"decay": decay, "epsilon": epsilon, "initial_mean": "zero"}, 0.005
                    yield "adadelta", {"decay": decay, "epsilon": epsilon}, 0.0055
            yield "adagrad", {"epsilon": epsilon, "initial_sum": 0}, 0.006

    def sums(self, step, updates, parts):
        """Of an update, those whose ratio is its learning rate: each number counts as precisely as its change shows it."""
        over, under = 0.0, 0.0
        for w, u, (before, direction) in zip(self.tensors(step), updates, parts):
            if u is not None:
                weights = 1 / np.maximum(np.abs(w), np.abs(u)).clip(1e-150) ** 2
                over += float(((u - before) * direction * weights).sum())
                under += float((direction * direction * weights).sum())
        return over, under

    def precise_rate(self, rate):
        """A learning rate that the script does not name, from all digits of the first updates, which are proportional to it; of the first
        one alone, if it changes."""
        name, parameters = self.optimizer
        rule, sums = Rule(name, {key: value for key, value in parameters.items() if key != "learning_rate"}), []
        for step, updates, gradients in zip(self.steps, self.updates, self.with_penalties(self.loss, self.reduction)):
            parts = [(0.0, before + direction) for before, direction in self.parts(rule, gradients, self.tensors(step))]
            sums.append(self.sums(step, updates, parts))
            rule.take(1.0, gradients)
        for count in (len(sums), 1):
            over, under = (sum(each) for each in zip(*sums[:count]))
            if under > 0 and are_equal([rate, over / under], 1e-8):
                return shortened(over / under)
        return rate

    def precise_momentum(self, value):
        """A momentum that the script does not name, from all first updates: a part of the update before, and one of the gradient."""
        gradients = self.with_penalties(self.loss, self.reduction)
        flat, updates = ([np.concatenate([each.reshape(-1) for each in of_step]) for of_step in both] for both in (gradients, self.updates))
        rows = np.stack([np.concatenate(updates[:-1]), np.concatenate(flat[1:])], axis=1)
        found = float(np.linalg.lstsq(rows, np.concatenate(updates[1:]), rcond=None)[0][0])
        return shortened(found) if are_equal([value, found]) else value

    def precise_penalty(self, value):
        """An L2 penalty that the script does not name, from all first updates of plain descent: a part of the gradient and one of the
        weights."""
        rows, updates = [], []
        for step, of_step, gradients in zip(self.steps, self.updates, self.of_steps(self.loss, self.reduction, len(self.updates))):
            for g, w, u in zip(gradients, self.tensors(step), of_step):
                if w.ndim == 2:
                    rows.append(np.stack([g.reshape(-1), w.reshape(-1)], axis=1))
                    updates.append(u.reshape(-1))
        rate, part = (float(each) for each in np.linalg.lstsq(np.concatenate(rows), np.concatenate(updates), rcond=None)[0])
        return shortened(part / rate) if rate and are_equal([value, part / rate]) else value


def shortened(value):
    """A number that was found from others, as the number of six digits or the fraction, such as 0.1 / 7, that it may be."""
    short = float("%.6g" % value)
    if abs(value - short) <= 1e-9 * abs(value):
        return short
    fraction = float(Fraction(value).limit_denominator(MOST_PARTS)) if np.isfinite(value) else value
    return fraction if abs(value - fraction) <= 1e-11 * abs(value) else value


def is_correction(parameters, rates):
    """Whether rates change as wrong corrections of the means of an optimizer make them, such as `1 - beta2 ** t` in place of `1 - beta1 ** t`:
    no schedule does."""
    if "beta1" not in parameters or len(rates) < FEWEST_RATES:
        return False
    steps = np.arange(1, len(rates) + 1)
    first, second = (1 - parameters[each] ** steps for each in ("beta1", "beta2"))
    shown = np.array(rates) / rates[0]
    patterns = (first**p * second**q for p in (-1, 0, 1) for q in (-1, -0.5, 0, 0.5, 1) if p or q)
    return any(close(shown, each / each[0], 1e-6) for each in patterns)
