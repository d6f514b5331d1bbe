"""Follows the learning rate of a training, one step after the other."""

import copy
import functools

import numpy as np

from fitting import UNCORRECTED
from gradients import OWN
from rules import Rule, are_equal, constant_of
from settings import KINDS
from values import close

FEWEST_CLEAR = 3  # tensors of a training that is not right that show a learning rate without a name
ROUNDING = 4e-15  # relative to weights; a smaller part of their update shows no rate, as that of a gradient of rounding errors alone
NO_RATE = 1e-300  # changes nothing, in place of 0, which no table of rates has


class Follower:
    """Takes the steps of a training whose settings are known."""

    def __init__(self, settings):
        self.settings = settings
        self.rule = None  # the optimizer with what it remembers
        self.largest = dict.fromkeys(KINDS, 0.0)  # of the gradients so far
        self.is_clipped_otherwise = False
        self.is_unnamed = False  # whether a step has a learning rate that the script does not name
        self.is_other = False  # whether the rate that was found last is such a one
        self.named = []  # the learning rates that the script names in a step
        self.shown_rate = None  # two sums whose ratio is the learning rate of a step, if the script does not name it

    def rate_of(self, step, after):
        """The learning rate of a step, if most changes show the same one; only one that the script names if not all are right."""
        settings = self.settings
        if not settings.is_followed:
            return None
        before = self.rule or Rule(*settings.optimizer)
        last = before.last_rate
        updates = [None if then is None else now - then for now, then in zip(settings.tensors(step), settings.tensors(after))]
        gradients, parts, rate = self.followed(before, step, updates)
        usual = last or settings.optimizer[1]["learning_rate"]
        if rate is None and 0.0 in step.rates.values() and not any(u is None or u.any() for u in updates):
            rate = NO_RATE
        if rate is None and last and before.name in ("momentum", "nesterov") and not before.is_outside:
            gradients, parts, rate = self.followed(before.outside(), step, updates)
            if rate is None or are_equal([rate, last]):  # equal where the gradients are 0
                gradients, parts, rate = self.followed(before, step, updates)
            else:
                settings.optimizer[1]["learning_rate_on"] = "velocity"
        if settings.clip and (rate is None or self.has_other(rate)):
            first, kept = (settings.clip, settings.loss, settings.reduction), (self.rule, self.is_other)
            for settings.clip, settings.loss, settings.reduction in settings.alternatives:
                other = self.followed(before, step, updates)
                if other[2] is not None and (rate is None or not self.has_other(other[2])):
                    gradients, parts, rate = other
                    break
            else:
                (settings.clip, settings.loss, settings.reduction), (self.rule, self.is_other) = first, kept
                self.is_clipped_otherwise |= rate is None
        elif rate is None and settings.may_clip:
            lengths = [(u, known + usual * direction) for u, (known, direction) in zip(updates, parts)]
            for settings.clip in settings.clippings():
                if settings.clip[1] >= self.largest[settings.clip[0]]:
                    gradients, parts, rate = self.followed(before, step, updates)
                    if rate is not None:
                        break
            else:
                settings.clip = None
                gradients, parts, rate = self.followed(before, step, updates)
                self.is_clipped_otherwise |= all(u is None or np.linalg.norm(u) <= np.linalg.norm(e) * (1 + 1e-6) for u, e in lengths)
        if rate is None and settings.penalty and len(step.X) != len(settings.steps[0].X) and not settings.is_of_batch:
            for settings.is_of_batch in (True, False):
                gradients, parts, rate = self.followed(before, step, updates)
                if rate is not None:
                    break
        if settings.may_clip and settings.clip is None:
            self.see_largest(step)
        self.rule.take(rate or usual, gradients)
        self.is_unnamed |= self.has_other(rate)
        if rate is not None and not settings.is_exact:  # a wrong update shows another one
            pairs = zip(updates, parts)
            updates = [u if u is not None and close(u, known + rate * direction, 1e-6) else None for u, (known, direction) in pairs]
        self.shown_rate = None if rate is None or self.is_named(rate) else settings.sums(step, updates, parts)
        return rate

    def is_named(self, rate):
        return rate == NO_RATE or rate in self.named

    def has_other(self, rate):
        """Whether the learning rate that was found last is one that the script does not name."""
        return self.is_other and not self.is_named(rate)

    def shown(self, step, after, rates):
        """The one of some learning rates with which plain descent with a right gradient explains an update; None if there is none."""
        settings = self.settings
        pairs = settings.gradients(OWN if settings.is_own else settings.loss, settings.reduction, step)
        if settings.optimizer[0] != "sgd" or pairs is None:
            return None
        changes = list(zip(settings.tensors(step), settings.tensors(after), settings.with_penalty(settings.flat(pairs), step)))
        found = [rate for rate in rates if any(then is not None and np.any(g) and close(now - then, rate * g, 1e-6) for now, then, g in changes)]
        return found[0] if len(found) == 1 else None

    def followed(self, rule, step, updates):
        """The right gradients of a step, the parts of its updates, and the learning rate that they show."""
        self.rule, settings, self.is_other = copy.copy(rule), self.settings, False
        self.named = [*step.rates.values(), *settings.network.latest_rates]
        self.named += [each * (1 - rule.parameters.get("momentum", 0)) for each in self.named]  # as of `v = mu * v + (1 - mu) * g`
        gradients = settings.flat(settings.gradients(OWN if settings.is_own else settings.loss, settings.reduction, step))
        gradients = settings.with_penalty(gradients, step)
        parts = settings.parts(self.rule, gradients, settings.tensors(step))
        rate = self.common_rate(updates, parts, settings.tensors(step))
        tiny = self.tiny_rate(step, updates, parts) if rate is None or self.is_other else None
        self.is_other &= tiny is None
        return gradients, parts, tiny or rate

    @functools.cached_property
    def explained(self):
        """The places of the tensors whose first updates are right; none if all are."""
        if self.settings.is_exact or not self.settings.updates:
            return []
        wrong = set(self.settings.unexplained())
        return [place for place, name in enumerate(self.settings.names_of_tensors()) if name not in wrong]

    def see_largest(self, step):
        settings, whole = self.settings, 0.0
        for tensors in settings.by_layers(settings.flat(settings.gradients(settings.loss, settings.reduction, step))):
            norms = [float(np.linalg.norm(g)) for g in tensors]
            largest = max(float(np.max(np.abs(g))) for g in tensors)
            sizes = {"value": largest, "layer": float(np.linalg.norm(norms)), "tensor": max(norms)}
            whole = float(np.hypot(whole, sizes["layer"]))
            for kind, size in {**sizes, "network": whole}.items():
                self.largest[kind] = max(self.largest[kind], size)

    def common_rate(self, updates, parts, tensors):
        """The learning rate that most updates show; of a training that is not right, only one that the script names or that several of
        them show."""
        # What is subtracted is known as well.
        is_exact, single = self.settings.is_exact or self.settings.sign_of_penalty < 0, self.settings.network.is_single
        digits = self.settings.digits if single else 1e-9 if self.settings.clip else 1e-6
        shown = {
            i: rate
            for i, (u, (before, direction), w) in enumerate(zip(updates, parts, tensors))
            if u is not None and np.any(direction) and np.max(np.abs(u - before)) > ROUNDING * np.max(np.abs(w))
            for rate in (constant_of(u, (before, direction)),)
            if close(u, before + rate * direction, digits)
        }
        rates = list(shown.values())
        meant = [] if is_exact else [rate for rate in rates if any(abs(rate - each) <= digits * each for each in self.named)]
        likely = sorted(meant if 2 * len(meant) >= len(rates) else rates)  # as many may show another one, such as biases without a mean
        is_of_all = False
        if 2 * len(rates) <= len(parts) - (not is_exact):  # of few, only all that the first steps explain
            likely = [shown[i] for i in self.explained if i in shown]
            is_of_all = len(likely) == len(self.explained) > 1 and are_equal(likely)
            if not is_of_all:
                return None
        middle = likely[len(likely) // 2]
        if middle <= 0 or is_exact and any(abs(rate - middle) > 10 * digits * middle for rate in rates):
            return None
        named = [rate for rate in self.named if abs(rate - middle) <= (digits / 10 if single else 1e-8) * middle]
        self.is_other = not named
        # Beside a mistake in one tensor, all others show a rate that falls.
        is_clear = is_of_all or self.settings.optimizer[0] in ("sgd", *UNCORRECTED) and sum(abs(rate - middle) <= 10 * digits * middle for rate in rates) >= FEWEST_CLEAR
        return named[0] if named else middle if (is_exact or is_clear) and not single else None

    def tiny_rate(self, step, updates, parts):
        """The learning rate that the script names, if its updates are so small that the weights have few digits of them; if they have
        none, only one that changes."""
        digits, tensors, invisible = self.settings.digits, self.settings.tensors(step), None
        changing = {step.rates[name] for name in self.settings.network.changing_rates if name in step.rates}
        for rate in self.named:
            changes = [(w, u, before + rate * direction) for w, u, (before, direction) in zip(tensors, updates, parts) if u is not None]
            noise = [4e-16 * np.max(np.abs(w)) for w, *_ in changes]
            if rate > 0 and changes and all(np.max(np.abs(u - e)) <= n + digits * np.max(np.abs(e)) for (_, u, e), n in zip(changes, noise)):
                if any(np.max(np.abs(e)) > 10 * n for (*_, e), n in zip(changes, noise)):
                    return rate
                invisible = invisible or (rate if rate in changing else None)
        return invisible
