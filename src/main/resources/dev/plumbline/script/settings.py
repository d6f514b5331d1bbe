"""Finds the loss, its reduction and the optimizer of a training, from its first steps."""

import copy
import re
from fractions import Fraction

import numpy as np

from names import PENALTY, Names
from rules import Rule, are_equal, constant_of
from values import ACTIVATIONS, RATE, SLOPES, UpdateNotUnderstood, close

HALF, SQUARED, MEAN_SQUARED = "half_squared_error", "squared_error", "mean_squared_error"
ABSOLUTE, MEAN_ABSOLUTE = "absolute_error", "mean_absolute_error"
BINARY, CATEGORICAL = "binary_cross_entropy", "categorical_cross_entropy"
PLAIN = ("sgd", "momentum", "nesterov")
MEAN = re.compile(r"/ *\(?(len\(|[mn]\b|\w*(size|samples|examples)\b)|mean\(")
MOST_LINES = 6  # of a note
MOST_PARTS = 2000  # of a fraction
OWN = "the script's own deltas"  # in place of those of a loss
# Of k outputs; losses with the same gradient but for a constant are a family.
FACTORS = {
    HALF: lambda k: 1.0, SQUARED: lambda k: 2.0, MEAN_SQUARED: lambda k: 2.0 / k,
    ABSOLUTE: lambda k: 1.0, MEAN_ABSOLUTE: lambda k: 1.0 / k,
    BINARY: lambda k: 1.0, CATEGORICAL: lambda k: 1.0,
}
KINDS = ("network", "value", "layer", "tensor")  # of clipping
MOST_UNLIKELY = 24  # penalties of a training of which nothing is explained without one
FAMILIES = {HALF: [SQUARED, MEAN_SQUARED], ABSOLUTE: [MEAN_ABSOLUTE]}
GLOBAL_NORM = "it clips gradients by one norm over all layers, which no network file can say"
OF_BATCH = "its penalty is divided by the size of each batch, and they have other sizes"
OF_ENTROPY = "The delta of the output is a - y, so the loss is taken for the binary cross-entropy."
OUTSIDE = "its learning rate changes, and multiplies the whole velocity, not only the gradient"
DECAYS_AFTER = "its weights decay after their update, which no network file can say"
EXPLAINED = (GLOBAL_NORM, OF_BATCH, OUTSIDE)  # why no network file can say updates that follow from right gradients
CLIPS = "it clips gradients"


def losses(a, y):
    """The loss of each example, by its name."""
    with np.errstate(all="ignore"):
        result = {
            HALF: 0.5 * ((a - y) ** 2).sum(axis=1),
            SQUARED: ((a - y) ** 2).sum(axis=1),
            MEAN_SQUARED: ((a - y) ** 2).mean(axis=1),
            ABSOLUTE: np.abs(a - y).sum(axis=1),
            MEAN_ABSOLUTE: np.abs(a - y).mean(axis=1),
            BINARY: -(y * np.log(a) + (1 - y) * np.log(1 - a)).sum(axis=1),
            CATEGORICAL: -np.where(y == 0, 0, y * np.log(a)).sum(axis=1),
        }
    return result


def settled(network, reader):
    """The settings with which right gradients explain the first steps, if there are any."""
    settings = Settings(network, reader)
    if not settings.is_exact and reader.take_ones():
        with_bias = Settings(network, reader)
        if with_bias.is_exact:
            return with_bias
        reader.with_ones(0)
    return settings


class Settings(Names):
    """What the network file says of the training."""

    def __init__(self, network, roles, are_of_gradients=False):
        """Finds them; of the gradients alone, the loss and its reduction."""
        super().__init__(network)
        self.roles, self.layers = roles, roles.layers
        self.steps = roles.first_steps
        self.assumed = []
        self.is_guessed = False  # whether they are not those of right gradients
        self.has_unknown_optimizer = False  # whether gradients are right, and no optimizer that is known makes the updates of them
        self.loss = self.reduction = self.optimizer = None
        self.penalty = {}  # what `regularization` says
        self.named_penalties = []  # what the numbers of the script may be
        self.is_of_batch = False  # whether each step divides it by the size of its batch
        self.score = 0.0
        self.is_exact = False  # whether right gradients explain all changes of the first steps
        self.is_followed = False  # whether they explain half of them
        self.clip = None  # how gradients are clipped, and the threshold
        self.tried = {}  # without penalty: the best score of a loss, its reduction and an optimizer
        self.only = None  # the optimizers that may explain the updates, if that is known
        self.is_stated = False  # whether the loss that the script computes has a penalty that its updates do not show
        self.alternatives = []  # all ways to clip, and losses, that explain the first steps
        self.may_clip = False  # whether the script seems to clip them
        self.largest = dict.fromkeys(KINDS, 0.0)  # of the gradients so far
        self.is_clipped_otherwise = False
        self.own_factor = 1.0  # between the script's own deltas and those of its optimizer
        self.is_loss_of_both = False  # whether the script computes both the sum and the mean of its loss
        self.is_named_loss_of_both = False
        self.is_half = False  # whether the script's deltas are half of those of its loss
        self.is_own = False  # whether the optimizer is followed with these
        self.rule = None
        self.is_outside = False  # whether the learning rate multiplies the whole velocity, and changes
        self.shown_rate = None  # two sums whose ratio is the learning rate of a step, if the script does not name it
        self.missing = None  # of what the script speaks, and what its updates do not have, as a note
        self.unlike = []  # the weights and biases whose gradients are not right, if only these are compared
        self.fewest = 1  # tensors that an optimizer is to explain
        self.is_estimated = False  # whether its updates alone show a constant that the script does not name
        self.is_unnamed = False  # whether a step has a learning rate that the script does not name
        with np.errstate(all="ignore"):
            if not are_of_gradients:
                self.find()
            else:
                self.find_loss()
                self.compare_gradients()

    # ---- the right gradients

    def delta(self, word, step):
        """The right delta of the outputs, of each example."""
        a, z = step.A[-1], step.Z[-1]
        if a is None or step.y is None:
            return None
        activation = self.layers[-1].activation
        delta = a - step.y if word not in (ABSOLUTE, MEAN_ABSOLUTE) else np.sign(a - step.y)
        if word not in (BINARY, CATEGORICAL):
            if activation == "softmax":
                delta = a * (delta - (a * delta).sum(axis=1, keepdims=True))
            else:
                delta = delta * SLOPES[activation](z, a)
        elif word == BINARY and activation != "sigmoid" or word == CATEGORICAL and activation != "softmax":
            return None
        return delta * FACTORS[word](a.shape[1])

    def gradients(self, word, reduction, step):
        """The right gradients of a loss, from the step's own activations and weights."""
        if word == OWN:
            return self.clipped(self.own_gradients(step))
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

    def own_gradients(self, step):
        """The gradients of the script's own deltas; 0 where these are not known."""
        pairs = []
        for layer, inputs, delta, W in zip(self.layers, [step.X, *step.A], step.dZ, step.W):
            delta = np.zeros((len(step.X), layer.units)) if delta is None or inputs is None else self.own_factor * delta
            pairs.append((np.zeros_like(W) if inputs is None else inputs.T @ delta, delta.sum(axis=0)))
        return pairs

    def clipped(self, pairs):
        """The gradients of all layers after the clipping that was found."""
        if self.clip is None:
            return pairs
        kind, threshold = self.clip
        if kind == "value":
            return [tuple(np.clip(g, -threshold, threshold) for g in pair) for pair in pairs]
        if kind == "network":
            norm = np.sqrt(sum(float((g * g).sum()) for layer, pair in zip(self.layers, pairs) for g in pair[: 1 + layer.is_biased]))
            return [tuple(g * min(1.0, threshold / max(norm, 1e-300)) for g in pair) for pair in pairs]
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
        stated = [value for value in named if value in self.written]  # `norm` itself is none
        for threshold in dict.fromkeys(each for each in stated or named + self.written if 0 < each <= 1e4):
            for kind in KINDS:
                yield kind, threshold

    def tensors(self, step):
        """The weights and biases of a step in one list."""
        return self.flat(list(zip(step.W, step.b)))

    def flat(self, pairs):
        """The tensors of W and b of all layers in one list, without biases that do not exist."""
        return [t for layer, pair in zip(self.layers, pairs) for t in (pair if layer.is_biased else pair[:1])]

    def observe_steps(self):
        """The steps with outputs and targets, after a look at the loss that the script computes of them."""
        steps = [each for each in self.steps if each.has_error]
        # A cross-entropy that is computed of other numbers than those of a step.
        is_binary = self.layers[-1].activation == "sigmoid" and re.search(r"log\(1(\.0?)? *-", self.text)
        self.said = BINARY if is_binary else None
        self.observed = self.observe(steps)
        return steps

    def likely_losses(self):
        activation = self.layers[-1].activation
        steps = [each for each in self.steps if each.has_error]
        # Where all outputs are alike, as with weights of 0, the deltas of different losses are a constant times each other.
        if self.observed and (self.observed[3] or len(steps) > 1 and all(self.has_delta(each, self.observed[0], "sum", False) for each in steps)):
            return [self.family(self.observed[0])]
        if self.said and not self.observed:
            return [self.said]
        return {"softmax": [CATEGORICAL, HALF], "sigmoid": [HALF, BINARY, ABSOLUTE]}.get(activation, [HALF, ABSOLUTE])

    def find_loss(self):
        """The loss of which the script has the delta, at most but for a constant, or that it computes and calls so."""
        steps = self.observe_steps()
        self.updates, self.optimizer = [], ("sgd", {"learning_rate": 1.0})
        words = self.likely_losses()
        words = ([self.observed[0]] if self.observed else []) + words + [each for word in words for each in FAMILIES.get(word, ())]
        for is_exact in (True, False):
            for word in words:
                for reduction in ("mean", "sum") if is_exact else (self.own_reduction(word),):
                    if steps and all(self.has_delta(each, word, reduction, is_exact) for each in steps):
                        # The division by the number of examples may also be left to the gradient.
                        self.loss, self.reduction = word, reduction if self.steps[0].dW[-1] is None else self.own_reduction(word)
                        return
        if self.observed and self.observed[3]:
            self.loss, self.reduction = self.observed[0], self.own_reduction(self.observed[0])

    def has_delta(self, step, word, reduction, is_exact):
        """Whether a step's own delta of the outputs is that of a loss, or a constant times it."""
        own, delta = step.dZ[-1], self.delta(word, step)
        if own is None or delta is None:
            return False
        delta = delta / (len(step.X) if reduction == "mean" else 1)
        return close(own, delta if is_exact else constant_of(own, (0.0, delta)) * delta, self.digits)

    def compare_gradients(self):
        """Finds which of the script's own gradients are not the right ones, but for the sign and the mean."""
        names = self.flat([(f"W{i}", f"b{i}") for i in range(1, len(self.layers) + 1)])
        steps = [each for each in self.steps if each.has_error]
        self.score, self.unlike = -1.0, names
        for reduction in ("mean", "sum"):
            right = [self.gradients(self.loss, reduction, each) for each in steps]
            for sign in (1, -1) if steps and None not in right else ():
                pairs = [zip(self.flat(self.shown_gradients(step)), self.flat(each)) for step, each in zip(steps, right)]
                unlike = [name for name, *shown in zip(names, *pairs) if not all(close(sign * own, g, self.digits) for own, g in shown)]
                if len(names) - len(unlike) > self.score:
                    self.score, self.unlike = float(len(names) - len(unlike)), unlike
        self.is_exact = not self.unlike

    def shown_gradients(self, step):
        """The gradients as the script computes them, or as its own deltas show them."""
        pairs = zip(step.dW, step.db, self.own_gradients(step))
        return [(w if dW is None else dW, b if db is None else db) for dW, db, (w, b) in pairs]

    def find(self):
        steps = self.observe_steps()
        values = [self.tensors(each) for each in self.steps]
        finite = next((i for i, each in enumerate(values) if not all(np.all(np.isfinite(v)) for v in each)), len(values))
        values = values[:finite]  # later ones show nothing
        if not steps or len(values) < 2:
            self.updates = []
            self.assume()
            return
        self.updates = [[w - v for w, v in zip(now, then)] for now, then in zip(values, values[1:])]
        words = self.likely_losses()
        family = [each for word in words for each in FAMILIES.get(word, ())]
        self.may_clip = self.clips()
        if self.network.expected is not None:
            best = self.best_as_expected(values, *self.network.expected)
        else:
            best = self.best(words, family, values)
            stated = self.stated_penalties(words + family)
            if stated or not self.is_all(best, values):
                best = self.best_with_penalty(words + family, values, best, stated)
            if stated and not self.is_all(best, values):
                self.assumed.append("The penalty is the one in the loss that the script computes.")
                self.is_stated = True
            if self.may_clip and not self.is_all(best, values):
                try:
                    best = self.best_with_clipping(words + family, values)
                except UpdateNotUnderstood:
                    own = self.own_optimizer_with_clipping(values)
                    if own is None:
                        raise
                    self.assume(own)
                    return
        if self.roles.training.decays_after and not self.is_all(best, values):
            raise UpdateNotUnderstood(DECAYS_AFTER)
        self.score = 0.0 if best is None else best[0]  # how many tensors right gradients explain
        self.is_exact = self.is_all(best, values)
        is_half = best is not None and best[0] >= max(len(values[0]) / 2, 2) - 0.01
        self.is_followed = self.is_exact or is_half and not self.may_clip
        if best is None or best[0] < 0.5:  # no tensor is explained
            self.assume(None if self.network.is_trial else self.own_optimizer(values))
            return
        if best[3][0] == "outside":
            raise UpdateNotUnderstood(OUTSIDE)
        self.settle(*best[1:])

    @property
    def contradicts_loss(self):
        """Whether the updates are those of the mean and the loss that the script computes is the sum, or the other way round."""
        is_other = bool(self.observed) and self.observed[0] == self.loss and self.observed[1] != self.reduction
        return is_other and not self.is_named_loss_of_both

    @staticmethod
    def is_all(best, values):
        return best is not None and best[0] >= len(values[0]) - 0.01

    def best_with_clipping(self, words, values):
        """The first of all that explain every change: of gradients that are always clipped, the size cannot be seen."""
        results, digits, self.fewest = [], self.digits, len(values[0])
        is_by_norm = "norm" in self.text
        if not self.network.is_single:
            self.digits = 1e-10  # PyTorch divides by the norm plus 1e-6
        for self.clip in self.clippings():
            if (self.clip[0] == "value") == is_by_norm and "clip(" not in self.text:
                continue
            for word in words:
                for reduction in ("sum", "mean"):
                    best = self.best([word], [], values, (reduction,))
                    if self.is_all(best, values):
                        if self.clip[0] == "network" and self.is_named(best[3][1]["learning_rate"]):
                            raise UpdateNotUnderstood(GLOBAL_NORM)
                        results.append((not self.is_named(best[3][1]["learning_rate"]), -best[0], len(results), self.clip, best))
        self.digits, self.fewest = digits, 1
        if not results:
            raise UpdateNotUnderstood(CLIPS)
        results.sort()
        *_, self.clip, best = results[0]
        if self.clip[0] == "network":
            raise UpdateNotUnderstood(GLOBAL_NORM)
        self.alternatives = [
            (clip, word, reduction)
            for *_, clip, (_, word, reduction, (_, parameters)) in results
            if are_equal([parameters["learning_rate"], best[3][1]["learning_rate"]])
        ]
        return best

    def best_as_expected(self, values, word, reduction, optimizer, penalty, clip):
        """The best with a loss and an optimizer that are known, and a reduction and a penalty that may be (None if not)."""
        self.clip, self.only = clip, {optimizer}
        if reduction is None:
            best, stated = self.best([word], [], values), self.stated_penalties([word])
            is_whole = self.is_all(best, values) and not stated or not self.named_penalty_options()
            return best if is_whole else self.best_with_penalty([word], values, best, stated)
        self.penalty = penalty
        self.named_penalties = list(penalty.values())
        best = self.best([word], [], values, (reduction,))
        self.penalty, self.only = {}, None
        return best and (*best[:3], (best[3][0], {**best[3][1], "penalty": penalty}))

    def best_with_penalty(self, words, values, best, stated=()):
        """The best with a penalty of the weights that the script names, or that plain descent shows, or that its loss states, with
        the sum or the mean."""
        likely = {}  # a penalty leaves the biases as they are, and so shows the loss and the optimizer
        for (word, reduction, name), score in self.tried.items():
            if best and best[0] >= 0.5 and score >= best[0] - 0.5:
                likely.setdefault((word, reduction), set()).add(name)
        options = stated or ((penalty, ("sum", "mean")) for penalty in self.penalties(words, values, likely))
        for penalty, reductions in options:
            self.penalty = penalty
            for word in words:
                for reduction in reductions:
                    self.only = likely.get((self.family(word), reduction), set()) | likely.get((word, reduction), set())
                    if likely and not self.only:
                        continue
                    if self.network.expected is not None:
                        self.only = {self.network.expected[2]}
                    found = self.best([word], [], values, (reduction,))
                    gain = 1e-9 if best is not None and "penalty" in best[3][1] else -len(values[0]) if stated else 0.2
                    if found is not None and (best is None or found[0] > best[0] + gain):
                        best = (*found[:3], (found[3][0], {**found[3][1], "penalty": penalty}))
            if self.is_all(best, values):
                break
        if not self.is_all(best, values) and len({len(each.X) for each in self.steps}) > 1 and not self.is_of_batch:
            self.is_of_batch = True
            if self.is_all(self.best_with_penalty(words, values, best), values):
                raise UpdateNotUnderstood(OF_BATCH)
            self.is_of_batch = False
        self.penalty, self.only = {}, None
        return best

    def stated_penalties(self, words):
        """The penalty with which a number of the first step is the loss, of the sum or the mean: what the script is meant to
        minimize."""
        step = self.steps[0]
        if step.y is None or step.A[-1] is None:
            return []
        matrices = [w for w in self.tensors(step) if w.ndim == 2]
        sizes = {"l1": sum(float(np.abs(w).sum()) for w in matrices), "l2": sum(float((w * w).sum()) for w in matrices) / 2}
        values = losses(step.A[-1], step.y)
        sums = [(way, float(whole)) for word in words for way, whole in (("sum", values[word].sum()), ("mean", values[word].mean()))]
        for penalty in self.named_penalty_options():
            (key, value), *more = penalty.items()
            if not more and key in sizes:
                for way, each in sums:
                    total = each + value * sizes[key]
                    if sizes[key] > 1e-6 * total and any(abs(s.scalar - total) <= 1e-9 * abs(total) for s in step.scalars):
                        return [(penalty, (way,))]
        return []

    def penalties(self, words, values, likely):
        """Each penalty that a tensor shows, or that is a number of the script, the likely ones first."""
        seen = []
        for word in words:
            for reduction in ("sum", "mean"):
                for l2 in self.shown_penalties(word, reduction, values):
                    if "%.6g" % l2 not in seen:
                        seen.append("%.6g" % l2)
                        yield {"l2": l2}
                        yield {"l2": l2, "l2_bias": l2}
        options = self.named_penalty_options()
        yield from options if likely else options[: 4 if self.network.is_trial else MOST_UNLIKELY]

    def named_penalty_options(self):
        """Each penalty with a number of the script, as `regularization` says it, the likely ones first."""
        n = len(self.steps[0].X)
        whole = [value for name, value in self.numbers if re.search(r"^[mnN]$|size|num|total|_n|n_", name) and value > n]
        sizes = [n, *(each for each in whole if each % 1 == 0)]  # not infinity
        numbers = dict.fromkeys((*self.numbers, *self.network.first_rates.items()))
        named = [(name, value) for name, value in numbers if PENALTY.search(name) and 0 < value < 100]
        kinds = (("l2",), ("weight_decay",), ("l1",), ("l2", "l2_bias"), ("l1", "l1_bias"))
        options = [
            (("l1" in name or "lasso" in name) != kind[0].startswith("l1"), kind_cost, dict.fromkeys(kind, factor * value / size))
            for name, value in named
            for factor in (1, 2)
            for size in dict.fromkeys((1, *sizes))
            for kind_cost, kind in enumerate(kinds)
        ]
        options.sort(key=lambda each: each[:2])
        self.named_penalties = [value for *_, penalty in options for value in penalty.values()]
        unique = []
        for *_, penalty in options:
            if penalty not in unique:
                unique.append(penalty)
        return unique

    def shown_penalties(self, word, reduction, values):
        """The L2 penalty that explains the updates of a tensor, if they are those of plain descent."""
        gradients = [self.gradients(word, reduction, each) for each in self.steps[: len(self.updates)]]
        if None in gradients or not gradients:
            return
        gradients = [self.flat(pairs) for pairs in gradients]
        for i, tensor in enumerate(gradients[0]):
            if tensor.ndim < 2 or tensor.size < 3 or not np.any(tensor):
                continue
            # In the first step, the weights may be 0.
            pair = np.stack([gradients[-1][i].reshape(-1), values[len(gradients) - 1][i].reshape(-1)], axis=1)
            update = self.updates[-1][i].reshape(-1)
            rate, part = (float(each) for each in np.linalg.lstsq(pair, update, rcond=None)[0])
            if rate > 0 and part / rate > 1e-12 and close(pair @ np.array([rate, part]), update, self.digits):
                yield part / rate

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
                flat = [self.with_penalty(*each) for each in zip(flat, self.steps)]
                for score, optimizer in self.optimizers(flat, values) if word in words else self.adaptive(flat, values):
                    if not self.penalty and not self.clip:
                        self.tried[word, reduction, optimizer[0]] = max(score, self.tried.get((word, reduction, optimizer[0]), 0.0))
                    if self.observed and score > 0:  # what is printed decides where the numbers leave a choice
                        score += 0.1 * (self.family(self.observed[0]) == self.family(word)) + 0.1 * (self.observed[1] == reduction)
                        score += 0.05 * (self.observed[0] == word)
                    score += 0.002 * (score > 0 and optimizer[0] == "nesterov" and "nesterov" in self.text)
                    if not self.observed and score > 0:  # an adaptive optimizer hides the size of gradients
                        score += 2e-8 * (reduction == self.own_reduction(word))
                        # Weights and biases may contradict each other.
                        score += 3e-8 * (reduction == "mean" and optimizer[0] in PLAIN and bool(MEAN.search(self.text)))
                    if best is None or score > best[0] + 1e-9:
                        best = (score, word, reduction, optimizer)
        return best

    def with_penalty(self, gradients, step):
        """The gradients with those of the penalty."""
        p, tensors = self.penalty, self.tensors(step)
        if not p:
            return gradients
        if self.is_of_batch:
            p = {key: value * len(self.steps[0].X) / len(step.X) for key, value in p.items()}
        names = [("l1", "l2") if w.ndim == 2 else ("l1_bias", "l2_bias") for w in tensors]
        return [g + p.get(l1, 0.0) * np.sign(w) + p.get(l2, 0.0) * w for g, w, (l1, l2) in zip(gradients, tensors, names)]

    def parts(self, rule, gradients, tensors):
        """The parts of the updates, with weight decay, which does not pass through the optimizer."""
        decay = self.penalty.get("weight_decay", 0.0)
        parts = rule.parts(gradients)
        return [(before, d + decay * w if w.ndim == 2 else d) for (before, d), w in zip(parts, tensors)] if decay else parts

    @staticmethod
    def family(word):
        return next((first for first, others in FAMILIES.items() if word in others), word)

    def clips(self):
        """Whether gradients are clipped, by their values or by their norm."""
        sizes = {step.W[i].size for step in self.steps for i in range(len(self.layers))}
        # A name, not the call of np.clip, which also keeps probabilities from 0; a norm that something is divided by.
        return bool(re.search(r"clip\w*(?!\w*\()|max_?norm|norm\w* *(\([^()]*\))? *>|/ *\(?\w*norm", self.text)) or any(
            name.endswith("clip") and size in sizes for name, size in self.roles.training.called
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
        if rate is None and self.penalty and len(step.X) != len(self.steps[0].X):
            self.rule, self.is_of_batch = copy.copy(rule), True
            if self.followed(step, updates)[2] is not None:
                raise UpdateNotUnderstood(OF_BATCH)
            self.is_of_batch = False
        if self.may_clip and self.clip is None:
            self.see_largest(step)
        if rate is None and last and self.rule.name in ("momentum", "nesterov"):
            outside = self.common_rate(updates, [(0.0, before / last + direction) for before, direction in parts], True)
            self.is_outside |= outside is not None and not are_equal([outside, last])  # equal where the gradients are 0
        self.rule.take(rate or last or self.optimizer[1]["learning_rate"], gradients)
        is_known = rate is None or any(rate == each for each in self.network.latest_rates)
        self.shown_rate = None if is_known else self.sums(step, updates, parts)
        return rate

    def sums(self, step, updates, parts):
        """Of an update, those whose ratio is its learning rate: each number counts as precisely as its change shows it."""
        over, under = 0.0, 0.0
        for w, u, (before, direction) in zip(self.tensors(step), updates, parts):
            if u is not None:
                weights = 1 / np.maximum(np.abs(w), np.abs(u)).clip(1e-300) ** 2
                over += float(((u - before) * direction * weights).sum())
                under += float((direction * direction * weights).sum())
        return over, under

    def followed(self, step, updates):
        """The right gradients of a step, the parts of its updates, and the learning rate that they show."""
        gradients = self.flat(self.gradients(OWN if self.is_own else self.loss, self.reduction, step))
        gradients = self.with_penalty(gradients, step)
        parts = self.parts(self.rule, gradients, self.tensors(step))
        return gradients, parts, self.common_rate(updates, parts) or self.tiny_rate(step, updates, parts)

    def see_largest(self, step):
        whole = 0.0
        for layer, pair in zip(self.layers, self.gradients(self.loss, self.reduction, step)):
            tensors = pair if layer.is_biased else pair[:1]
            norms = [float(np.linalg.norm(g)) for g in tensors]
            largest = max(float(np.max(np.abs(g))) for g in tensors)
            sizes = {"value": largest, "layer": float(np.linalg.norm(norms)), "tensor": max(norms)}
            whole = float(np.hypot(whole, sizes["layer"]))
            for kind, size in {**sizes, "network": whole}.items():
                self.largest[kind] = max(self.largest[kind], size)

    def common_rate(self, updates, parts, is_any=False):
        """The learning rate that most updates show; of a training that is not right, only one that the script names, or any one."""
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
        return named[0] if named else middle if (self.is_exact or is_any) and not single else None

    def tiny_rate(self, step, updates, parts):
        """The learning rate that the script names, if its updates are so small that the weights have few digits of them."""
        for rate in self.network.latest_rates:
            changes = [(w, u, before + rate * direction) for w, u, (before, direction) in zip(self.tensors(step), updates, parts) if u is not None]
            noise = [4e-16 * np.max(np.abs(w)) for w, *_ in changes]
            if rate > 0 and changes and all(np.max(np.abs(u - e)) <= n + self.digits * np.max(np.abs(e)) for (_, u, e), n in zip(changes, noise)):
                if any(np.max(np.abs(e)) > 10 * n for (*_, e), n in zip(changes, noise)):
                    return rate
        return None

    def optimizers(self, gradients, values):
        """Each optimizer that may have made the updates, with the number of tensors that it explains."""
        updates = self.updates
        if not updates:
            return
        shown = [float("%.12g" % constant_of(u, (0.0, g))) for u, g in zip(updates[0], gradients[0]) if np.any(g)]
        rates = [rate for rate in dict.fromkeys(shown) if rate > 0]
        for rate in sorted(rates, key=lambda each: not any(abs(each - r) < 1e-6 * abs(r) for r in self.rates)):
            yield self.fitted("sgd", {}, gradients, values, rate)[0], ("sgd", {"learning_rate": rate})
        if not self.only or "sgd" in self.only:
            yield from self.scheduled("sgd", {}, gradients, values, 0.0005)
        if not self.only or not self.only <= {"sgd", "momentum", "nesterov", "outside"}:
            yield from self.adaptive(gradients, values)
        if self.only and not self.only & {"momentum", "nesterov", "outside"}:
            return
        yield from self.with_momentum(gradients, values, rates)

    def fitted(self, name, parameters, gradients, values, rate=None):
        """How many tensors follow an optimizer in all steps, less a little for what is not explained of them; and its learning rates.
        Without a rate, each step may have its own. What too few tensors follow is left at once.

        A penalty without which weights do not follow is worth a little more: a script may have left it out elsewhere.
        """
        following, rates = dict.fromkeys(range(len(self.updates[0])), 0.0), []  # the largest difference of each tensor
        for (used, expected), updates in zip(self.updates_of(name, parameters, gradients, values, rate), self.updates):
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
        if rate is None and all(updates[i].size == 1 for i in following):  # each follows from a rate of its own
            return 0, rates
        count = len(following) + (0.3 if self.penalty and any(self.updates[0][i].ndim == 2 for i in following) else 0.0)
        return count if self.network.is_single else count - 1e-5 * min(max(following.values()) / self.digits, 1.0), rates

    def updates_of(self, name, parameters, gradients, values, rate):
        """The updates that an optimizer makes in each step, after its learning rate."""
        rule = Rule(name, parameters)
        for step, tensors, update in zip(gradients, values, self.updates):
            parts = self.parts(rule, step, tensors)
            used = self.likely_rate(update, parts) if rate is None else rate
            yield used, [before + used * direction for before, direction in parts]
            rule.take(used, step)

    def right_updates(self, reduction, penalty, rate):
        """The updates of the first steps that follow from right gradients; none if these are not known."""
        gradients = [self.gradients(self.loss, reduction, each) for each in self.steps[: len(self.updates)]]
        if None in gradients:
            return []
        other = copy.copy(self)
        other.penalty = penalty
        flat = [other.with_penalty(self.flat(pairs), step) for pairs, step in zip(gradients, self.steps)]
        return [updates for _, updates in other.updates_of(*self.optimizer, flat, [self.tensors(each) for each in self.steps], rate)]

    def unexplained(self):
        """The weights and biases whose changes do not follow from right gradients, by their layers."""
        expected = self.right_updates(self.reduction, self.penalty, self.optimizer[1]["learning_rate"])
        names = [name for i, layer in enumerate(self.layers, 1) for name in (f"W{i}", f"b{i}")[: 1 + layer.is_biased]]
        pairs = zip(names, zip(*self.updates), zip(*expected))
        return [name for name, us, es in pairs if not all(close(u, e, 100 * self.digits) for u, e in zip(us, es))]

    def likely_rate(self, updates, parts):
        """The rate of most tensors that are explained by one."""
        ratios = [(constant_of(u, each), u, *each) for u, each in zip(updates, parts) if np.any(each[1])]
        explained = [rate for rate, u, before, direction in ratios if u.size > 1 and close(u, before + rate * direction, self.digits)]
        ratios = sorted(explained or [rate for rate, *_ in ratios])
        return ratios[len(ratios) // 2] if ratios else 0.0

    def scheduled(self, name, parameters, gradients, values, cost):
        """An optimizer whose learning rate falls, from one that the script names if a missing correction could look like that.

        It may also rise, if the script names the rate of each step.
        """
        count, rates = self.fitted(name, parameters, gradients, values)
        falls = rates[0] > rates[-1] > 0 and not are_equal(rates) and all(
            after <= before * (1 + self.digits / 100) for before, after in zip(rates, rates[1:])
        )
        # Another first rate may be that of another loss, if nothing is left to explain.
        is_whole = name in (*PLAIN, "outside") and count >= len(self.updates[0]) - 0.01
        if not are_equal(rates) and all(rate > 0 and self.is_named(rate) for rate in rates):
            yield count - cost, (name, {**parameters, "learning_rate": rates[0]})
        elif falls and (name == "sgd" or is_whole or name != "outside" and self.is_named(rates[0])):
            yield count - cost, (name, {**parameters, "learning_rate": rates[0]})

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

    def with_momentum(self, gradients, values, rates):
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
                        count, _ = self.fitted(name, {"momentum": mu}, gradients, values, first)
                        yield count - cost, (name, {"learning_rate": first, "momentum": mu})
        for each in momenta if len(self.updates) > 2 else ():
            for name, mu, cost in zip(("momentum", "nesterov", "outside"), each, (0.0045, 0.0046, 0.0047)):
                if mu is not None:
                    yield from self.scheduled(name, {"momentum": mu}, gradients, values, cost)

    def adaptive(self, gradients, values):
        largest = max(float(np.max(np.abs(u))) for u in self.updates[0])
        rates = dict.fromkeys(self.rates + [float("%.3g" % largest)])
        if not re.search(r"sqrt|\*\* ?0?\.5|adamax", self.text):
            return
        for name, parameters, cost in self.adaptive_words():
            if self.only and name not in self.only:
                continue
            for rate in rates if name != "adadelta" else (1.0,):
                count, _ = self.fitted(name, parameters, gradients, values, rate)
                yield count - cost, (name, {"learning_rate": rate, **parameters})
            if name != "adadelta":
                yield from self.scheduled(name, parameters, gradients, values, cost + 0.0005)

    def adaptive_words(self):
        beta1s, beta2s = self.named("beta1") or [0.9], self.named("beta2") or [0.999]
        for epsilon in self.epsilons():
            if not 0 < epsilon < 0.1:
                continue
            for beta1 in dict.fromkeys(beta1s):
                for beta2 in dict.fromkeys(beta2s):
                    if not (0 <= beta1 < 1 and 0 <= beta2 < 1):
                        continue
                    for on in ("corrected", "uncorrected"):
                        for name in ("adam", "amsgrad") if re.search("max", self.text) else ("adam",):
                            yield name, {"beta1": beta1, "beta2": beta2, "epsilon": epsilon, "epsilon_on": on}, 0.004
                    if re.search("nadam|nesterov", self.text):
                        yield "nadam", {"beta1": beta1, "beta2": beta2, "epsilon": epsilon}, 0.0042
                    if re.search("max", self.text):
                        yield "adamax", {"beta1": beta1, "beta2": beta2}, 0.0043
            for decay in dict.fromkeys(self.named("decay") or [0.9]):
                if 0 < decay < 1:
                    yield "rmsprop", {"decay": decay, "epsilon": epsilon, "initial_mean": "zero"}, 0.005
                    yield "adadelta", {"decay": decay, "epsilon": epsilon}, 0.0055
            yield "adagrad", {"epsilon": epsilon, "initial_sum": 0}, 0.006

    # ---- the loss that the script computes

    def observe(self, steps):
        """The loss that a number of the script is: its word, its reduction, its node, and whether it is named so."""
        if not steps:
            return None
        matches = []
        all_values = [
            {(word, way): float(getattr(values, way)()) for word, values in losses(step.A[-1], step.y).items() for way in ("sum", "mean")}
            for step in steps
        ]

        def is_value(event, value):
            return np.isfinite(value) and abs(event.scalar - value) <= 1e-6 * max(abs(value), 1e-12)

        scalars = steps[0].scalars
        for (word, reduction), value in all_values[0].items():
            if not (word == SQUARED and steps[0].y.shape[1] == 1 and reduction == "mean"):
                for at, event in enumerate(scalars):
                    if is_value(event, value):
                        # A running mean is the loss of the first step alone.
                        count = sum(
                            any(each.node == event.node and is_value(each, of_step[word, reduction]) for each in step.scalars)
                            for step, of_step in zip(steps, all_values)
                        )
                        matches.append((count, self.is_loss(scalars, event), at, word, reduction, event.node))
        # The last one: a mean is often computed from a sum.
        _, is_loss, _, word, reduction, node = max(matches, default=(0, False) + (None,) * 4, key=lambda each: each[:3])
        # Sums and means may both be in the script, as where those of batches are added up for an epoch.
        self.is_loss_of_both = len({way for *_, other, way, _ in matches if other == word}) > 1
        # A mean may be computed from a sum in one statement.
        last = {self.network.watcher.nodes[number].statement: way for _, named, _, other, way, number in sorted(matches, key=lambda each: each[2]) if named and other == word}
        self.is_named_loss_of_both = len(set(last.values())) > 1
        return (word, reduction, node, is_loss) if word else None

    def is_loss(self, scalars, event):
        """Whether the script calls the number its loss, not only a metric."""
        nodes = self.network.watcher.nodes
        names = [each.name for each in scalars if each.scalar == event.scalar]
        statement = nodes[event.node].statement
        text = nodes[event.node if statement is None else statement].text
        return any(re.search(r"loss|cost|entropy|^J$|mse", name, re.I) for name in names) or bool(re.search("loss|cost|bce|nll", text, re.I))

    # ---- decisions

    def settle(self, word, reduction, optimizer):
        """Of the losses with the same gradient but for a constant, the one with the script's own learning rate."""
        name, parameters = optimizer
        step = self.steps[0]
        n, outputs = len(step.X), step.A[-1].shape[1]
        rate = parameters["learning_rate"]
        options = []
        is_plain = name in PLAIN
        alike = {HALF: [HALF, MEAN_SQUARED, SQUARED], ABSOLUTE: [ABSOLUTE, MEAN_ABSOLUTE]}.get(self.family(word), [word])
        family = alike if is_plain and not self.clip else [word]
        sizes = {len(each.X) for each in self.steps[: len(self.updates)]}
        for each in family:
            for way in ("sum", "mean") if len(sizes) == 1 and is_plain and not self.clip else (reduction,):
                factor = FACTORS[each](outputs) / FACTORS[word](outputs)
                factor *= (1 / n if way == "mean" else 1) / (1 / n if reduction == "mean" else 1)
                options.append((each, way, rate / factor if is_plain else rate, factor))
        options = self.with_own_delta(options) or self.with_half_delta(options) or options
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
        known = next((each for each in (*self.rates, float("%.6g" % rate)) if are_equal([rate, each], 1e-6 if each in self.rates else 1e-9)), None)
        rate = float("%.10g" % rate) if known is None else known
        self.penalty = {key: self.snapped(value * factor) for key, value in parameters.pop("penalty", {}).items()}
        if self.rates and not named and not is_plain and name != "adadelta" and are_equal([rate, parameters["learning_rate"]]):
            self.assumed.append(f"The steps are {rate / self.rates[0]:.3g} times those of the learning rate {self.rates[0]!r} of the script.")
            rate, self.is_exact, self.is_followed, self.is_guessed = self.rates[0], False, False, True
        self.optimizer = (name, {**parameters, "learning_rate": rate})
        if self.is_estimated and self.is_exact and name == "sgd" and self.penalty.keys() <= {"l2", "l2_bias"}:
            self.penalty = dict.fromkeys(self.penalty, self.precise_penalty(self.penalty["l2"]))
        if name == "momentum" and self.is_exact and len(self.updates) > 2 and not any(are_equal([each, parameters["momentum"]]) for each in self.named("momentum")):
            self.is_estimated = True
            parameters["momentum"] = self.precise_momentum(parameters["momentum"])
            self.optimizer = (name, {**parameters, "learning_rate": rate})
        if known is None and self.is_exact:
            self.is_estimated = True
            rate = parameters["learning_rate"] = self.precise_rate(rate)
            self.optimizer = (name, parameters)
        if self.rates and not named and name == "sgd":
            self.assumed.append(f"The steps are those of the learning rate {rate!r}, but the script names {self.rates[-1]!r}.")
        self.compare_names(name)
        self.compare_losses()
        if word == BINARY and not (self.observed and self.observed[0] == BINARY):
            self.assumed.append(OF_ENTROPY)

    def precise_rate(self, rate):
        """A learning rate that the script does not name, from all digits of the first updates, which are proportional to it; of the first
        one alone, if it changes."""
        name, parameters = self.optimizer
        rule, sums = Rule(name, {key: value for key, value in parameters.items() if key != "learning_rate"}), []
        for step, updates in zip(self.steps, self.updates):
            gradients = self.with_penalty(self.flat(self.gradients(self.loss, self.reduction, step)), step)
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
        gradients = [self.flat(self.gradients(self.loss, self.reduction, each)) for each in self.steps[: len(self.updates)]]
        flat = [np.concatenate([each.reshape(-1) for each in self.with_penalty(*pair)]) for pair in zip(gradients, self.steps)]
        updates = [np.concatenate([each.reshape(-1) for each in of_step]) for of_step in self.updates]
        rows = np.stack([np.concatenate(updates[:-1]), np.concatenate(flat[1:])], axis=1)
        found = float(np.linalg.lstsq(rows, np.concatenate(updates[1:]), rcond=None)[0][0])
        return shortened(found) if are_equal([value, found]) else value

    def precise_penalty(self, value):
        """An L2 penalty that the script does not name, from all first updates of plain descent: a part of the gradient and one of the
        weights."""
        rows, updates = [], []
        for step, of_step in zip(self.steps, self.updates):
            for g, w, u in zip(self.flat(self.gradients(self.loss, self.reduction, step)), self.tensors(step), of_step):
                if w.ndim == 2:
                    rows.append(np.stack([g.reshape(-1), w.reshape(-1)], axis=1))
                    updates.append(u.reshape(-1))
        rate, part = (float(each) for each in np.linalg.lstsq(np.concatenate(rows), np.concatenate(updates), rcond=None)[0])
        return shortened(part / rate) if rate and are_equal([value, part / rate]) else value

    def compare_names(self, name):
        """Finds what the script speaks of, and its updates do not have."""
        spoken = re.search("momentum|velocity|nesterov", self.text)
        if name == "sgd" and spoken:
            self.missing = f"The script speaks of {'Nesterov' if spoken[0] == 'nesterov' else 'momentum'}, but its updates have none"
        elif name == "momentum" and "nesterov" in self.text:
            self.missing = "The script speaks of Nesterov, but its updates are those of classical momentum"
        elif self.may_clip and self.clip is None:
            where = seen_in([self.network.watcher.nodes[number].line for number in self.steps[0].places.get("W1", ())])
            self.assumed.append(f"The script seems to clip gradients, but none of the first steps is clipped{where}.")

    def compare_losses(self):
        """Notes that the loss of the script is a constant times the one of its updates."""
        if self.observed is None or self.observed[:2] == (self.loss, self.reduction) or self.family(self.observed[0]) != self.family(self.loss):
            return
        word, reduction, node, is_named = self.observed
        if is_named and not self.is_named_loss_of_both:
            own, other = (f"{each}, the {way} over the examples" for each, way in ((word, reduction), (self.loss, self.reduction)))
            computed = self.steps[0].places.get(f"dZ{len(self.layers)}", [])
            where = seen_in([self.network.watcher.nodes[each].line for each in (node, *computed)])
            self.assumed.append(f"The script computes {own}; its updates are those of {other}{where}.")

    def snapped(self, value):
        """The penalty that the script names, if it is this one, or else a short number that it may be."""
        if not self.named_penalties:
            self.named_penalty_options()
        named = [each for each in self.named_penalties if are_equal([each, value])]
        self.is_estimated |= not named
        return named[0] if named else shortened(value)

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

    def with_half_delta(self, options):
        """The mean squared error, if the script has half its delta and a larger learning rate for it."""
        squared = [option for option in options if option[0] == MEAN_SQUARED]
        delta, step = self.delta(MEAN_SQUARED, self.steps[0]) if squared else None, self.steps[0]
        # Of two outputs, it is the same as half the squared error, whatever is wrong.
        if delta is None or self.observed or not self.is_exact and delta.shape[1] != 2:
            return []
        if not any(close(step.dZ[-1], sign * delta / 2 / n) for sign in (1, -1) for n in (1, len(step.X))):
            return []
        self.is_half = True
        self.assumed.append("The deltas are half those of mean_squared_error, which the learning rate makes up for; they are not compared.")
        return squared

    def own_optimizer(self, values):
        """The optimizer that makes most of the updates from the script's own deltas, whatever is wrong in these."""
        self.orient_own()
        self.clip = None
        best = self.best([OWN], [], values, ("sum",))
        if not self.is_all(best, values):
            best = self.best_with_penalty([OWN], values, best)
        return best[3] if best is not None and best[0] > len(values[0]) / 2 and best[3][0] != "outside" else None

    def orient_own(self):
        """Finds the sign with which the script's own deltas make its updates."""
        first = self.own_gradients(self.steps[0])
        if self.updates and sum(float((u * g).sum()) for u, g in zip(self.updates[0], self.flat(first))) < 0:
            self.own_factor = -1.0

    def own_optimizer_with_clipping(self, values):
        """The same of the script's own gradients, clipped by value; of those that a norm clips, the size cannot be seen."""
        self.orient_own()
        for self.clip in self.clippings():
            best = self.best([OWN], [], values, ("sum",)) if self.clip[0] == "value" else None
            if self.is_all(best, values) and best[3][0] != "outside" and self.is_named(best[3][1]["learning_rate"]):
                return best[3]
        self.clip = None
        return None

    def penalty_of_first_step(self):
        """The penalty of which the names speak, of the biases too or not at all, if the first update shows it."""
        said = self.said_penalty()
        also = {f"{kind}_bias": value for kind, value in said.items() if kind in ("l1", "l2")}
        for self.penalty in (said, {**said, **also}, {}) if also and self.updates else ():
            pairs = self.gradients(self.loss, self.reduction, self.steps[0])
            gradients = [] if pairs is None else self.with_penalty(self.flat(pairs), self.steps[0])
            rates = [constant_of(u, (0.0, g)) for u, g in zip(self.updates[0], gradients) if np.any(g)]
            if rates and min(rates) > 0 and are_equal(rates) and all(close(u, rates[0] * g, 1e-7) for u, g in zip(self.updates[0], gradients)):
                return self.penalty
        return said

    def own_reduction(self, word):
        """The reduction to which the size of the script's own gradient of the last layer, or its delta, is closer."""
        step, n = self.steps[0], len(self.steps[0].X)
        right, own = (None if word == OWN else self.delta(word, step)), step.dZ[-1]
        if right is not None and step.dW[-1] is not None:
            right, own = (step.X if len(self.layers) == 1 else step.A[-2]).T @ right, step.dW[-1]
        is_mean = right is not None and own is not None and np.linalg.norm(own) * np.sqrt(n) < np.linalg.norm(right)
        return "mean" if is_mean and n > 1 else "sum"

    def assume(self, own=None):
        """The numbers fit no training that is known; what the script says by its names, or its own deltas show."""
        self.is_guessed = True
        has_other_delta = self.said or self.layers[-1].activation != "sigmoid" or not self.has_delta(self.steps[0], BINARY, "sum", False)
        word, reduction = (self.observed or (self.said or {"softmax": CATEGORICAL}.get(self.layers[-1].activation, HALF), None))[:2]
        if self.observed is None and not has_other_delta:
            word = BINARY  # whatever else is wrong
            self.assumed.append(OF_ENTROPY)
        self.loss, self.reduction = word, self.own_reduction(word) if reduction is None or self.is_loss_of_both else reduction
        if own is None:
            name, parameters = self.said_optimizer()
            if name not in PLAIN and not self.rates:
                raise UpdateNotUnderstood("its updates fit no optimizer with right gradients, and it names no learning rate")
            self.penalty = self.penalty_of_first_step()
            self.optimizer = (name, {**parameters, "learning_rate": next((each for each in self.rates if each > 0), 1.0)})
            if self.updates:
                self.compare_gradients()
                self.has_unknown_optimizer, self.is_exact, self.score = not self.unlike and not self.is_stated, False, 0.0
            taken = "the optimizer is" if OF_ENTROPY in self.assumed else "loss and optimizer are"
            if self.has_unknown_optimizer:
                where = [self.network.watcher.nodes[number].line for number in self.steps[0].places.get("W1", ())[-1:]]
                self.assumed.insert(0, f"The gradients are right, and the updates fit no optimizer that is known; they are judged only if a known mistake explains them{seen_in(where)}.")
            else:
                self.assumed.append(f"The updates fit no optimizer with right gradients; {taken} taken from the names in the script.")
            return
        name, parameters = own
        rate, n = parameters["learning_rate"], len(self.steps[0].X)
        self.penalty, self.is_own = parameters.pop("penalty", {}), True
        if name in PLAIN and not self.is_named(rate) and self.is_named(rate * n):
            self.own_factor, self.reduction, rate = self.own_factor / n, "mean", rate * n  # the update has the mean
            self.penalty = {key: value / n for key, value in self.penalty.items()}
        rate = next((each for each in self.rates if are_equal([each, rate])), rate)
        self.penalty = {key: self.snapped(value) for key, value in self.penalty.items()}
        self.optimizer = (name, {**parameters, "learning_rate": rate})
        if OF_ENTROPY not in self.assumed and not self.has_delta(self.steps[0], word, "sum", False):
            self.assumed.append("The deltas of the outputs are those of no loss that is known; the loss is taken from the names in the script.")


def shortened(value):
    """A number that was found from others, as the number of six digits or the fraction, such as 0.1 / 7, that it may be."""
    short = float("%.6g" % value)
    if abs(value - short) <= 1e-9 * abs(value):
        return short
    fraction = float(Fraction(value).limit_denominator(MOST_PARTS)) if np.isfinite(value) else value
    return fraction if abs(value - fraction) <= 1e-11 * abs(value) else value


def seen_in(lines):
    """Where to look, of a note: in a few lines."""
    lines = sorted(set(lines))[-MOST_LINES:]
    return f"; see line{'s' * (len(lines) > 1)} {', '.join(map(str, lines))}" if lines else ""
