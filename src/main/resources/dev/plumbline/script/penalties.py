"""Which penalty explains the updates of the first steps that no optimizer explains without one."""

import re
from itertools import combinations, islice

import numpy as np

from fitting import Fits, shortened
from gradients import family
from names import PENALTY
from rules import are_equal, constant_of
from values import close

MOST_UNLIKELY = 24  # penalties of a training of which nothing is explained without one


class Penalties(Fits):
    """The penalties that the script names or that its updates show."""

    def __init__(self, network, roles):
        super().__init__(network, roles)
        self.named_penalties = []  # what the numbers of the script may be
        self.is_penalty_of_loss = False  # whether a loss that the script computes has the penalty of its updates
        self.is_estimated = False  # whether its updates alone show a constant that the script does not name

    def best_with_penalty(self, words, best, stated=()):
        """The best with a penalty of the weights that the script names, or that plain descent shows, or that its loss states, with
        the sum or the mean."""
        likely = {}  # a penalty leaves the biases as they are, and so shows the loss and the optimizer
        for (word, reduction, name), score in self.tried.items():
            if best and best[0] >= 0.5 and score >= best[0] - 0.5:
                likely.setdefault((word, reduction), set()).add(name)
        options = stated or ((penalty, ("sum", "mean")) for penalty in self.penalties(words, likely))
        for penalty, reductions in options:
            self.penalty = penalty
            for word in words:
                for reduction in reductions:
                    self.only = likely.get((family(word), reduction), set()) | likely.get((word, reduction), set())
                    if likely and not self.only and not stated:
                        continue
                    if self.network.expected is not None and self.network.expected[2]:
                        self.only = {self.network.expected[2]}
                    found = self.best([word], [], (reduction,))
                    gain = 1e-9 if best is not None and "penalty" in best[3][1] else -len(self.updates[0]) if stated else 0.2
                    if found is not None and (best is None or found[0] > best[0] + gain):
                        best = (*found[:3], (found[3][0], {**found[3][1], "penalty": penalty}))
            if self.is_all(best):
                break
        if not self.is_all(best) and self.sign_of_penalty > 0 and len({len(each.X) for each in self.steps}) > 1 and not self.is_of_batch:
            self.is_of_batch = True
            best = self.best_with_penalty(words, best)
            self.is_of_batch = self.is_all(best)
        self.penalty, self.only = {}, None
        return best

    def best_with_other_sign(self, words, best):
        """The best that explains every change, if the script subtracts the gradient of the penalty; else None."""
        self.sign_of_penalty = -1
        best = self.best_with_penalty(words, best)
        if not self.is_all(best):
            best = self.best_with_written_penalty(words, best)
        if not self.is_all(best):
            self.sign_of_penalty, best = 1, None
        return best

    def stated_penalties(self, words):
        """The penalty with which a number of the first step is the loss, of the sum or the mean: what the script is meant to
        minimize."""
        return [(penalty, (way,)) for penalty, way, _ in islice(self.penalties_in_loss(words, range(len(self.layers))), 1)]

    def states_penalty_of_layers(self, words):
        """Whether a number of the first step is the loss with a penalty of some layers alone, as no network file that is inferred says it."""
        layers = range(len(self.layers))
        some = (each for count in layers[1:] for each in combinations(layers, count))
        return any(part > 1e-6 for each in some for *_, part in self.penalties_in_loss(words, each))

    def penalties_in_loss(self, words, layers):
        """The penalties of the weights of some layers with which a number of the first step is the loss, each with the sum or the mean, and how
        large it is beside the loss without it."""
        step = self.steps[0]
        sizes = self.sizes_of(step, layers)
        for penalty in self.named_penalty_options():
            (key, value), *more = penalty.items()
            for _, way, each in self.whole_losses(words, step) if not more and key in sizes else ():
                total = each + value * sizes[key]
                if sizes[key] > 1e-6 * total and any(abs(s.scalar - total) <= 1e-9 * abs(total) for s in step.scalars):
                    yield penalty, way, value * sizes[key] / each if each else np.inf
        yield from self.unnamed_penalties_in_loss(words, layers)

    def unnamed_penalties_in_loss(self, words, layers):
        """The same, of a penalty that has no name: two steps show it as the same part of the sum of the weights."""
        shown = [self.parts_of_losses(words, each, layers) for each in self.steps[:2]]
        for key, (value, part) in shown[0].items() if len(shown) > 1 else ():
            other, _ = shown[1].get(key, (0.0, 0.0))
            if 0 < value < np.inf and part > 1e-6 and abs(value - other) <= 1e-9 * value / min(part, 1.0):
                _, _, way, kind = key
                yield {kind: shortened(value)}, way, part

    def parts_of_losses(self, words, step, layers):
        """What the numbers of a step are more than a loss, as a part of the sum of some weights; and how large that is beside the loss."""
        return {
            (each.node, word, way, kind): ((each.scalar - whole) / size, (each.scalar - whole) / whole)
            for kind, size in self.sizes_of(step, layers).items() if size > 0
            for word, way, whole in self.whole_losses(words, step) if whole > 0
            for each in step.scalars
        }  # fmt: skip

    def whole_losses(self, words, step):
        """The sum and the mean of each loss of a step; none if its outputs or targets are not known."""
        values = {} if step.y is None or step.A[-1] is None else self.losses(step)
        return [(word, way, float(whole)) for word in words if word in values for way, whole in (("sum", values[word].sum()), ("mean", values[word].mean()))]

    def sizes_of(self, step, layers):
        """Of the weights of some layers in a step, the sums of which penalties are multiples."""
        return {kind: sum(self.size_of(kind, step.W[i]) for i in layers) for kind in ("l2", "l1")}

    def other_penalty_of_loss(self):
        """How the penalty in a loss that the script computes, in the first step or of other outputs, differs from that of the updates, and
        the operation that computes this loss, and whether that is without a layer; None if it does not, or not in a way that is known."""
        step, kind = self.steps[0], next(iter(self.penalty), None)
        evaluation = self.network.evaluation
        if kind not in ("l1", "l2") or step.y is None or step.A[-1] is None:
            return None
        found = self.other_penalty_of(kind, step, self.losses_of(step.early_scalars), len(step.X))
        for each in evaluation.steps if evaluation and not found else ():
            for each.y in [] if found else each.options:
                found = self.other_penalty_of(kind, each, self.losses_of(each.scalars))
        return found

    def other_penalty_of(self, kind, step, scalars, size=None):
        """How the penalty in a loss, one of some numbers, differs from that of the updates; with a size of the batch, it may be that many times
        as large."""
        if not any(np.any(w) for w in step.W):
            return None
        sizes = [[self.size_of(kind, w) for w in each] for each in self.by_layers(self.tensors(step))]
        weights, whole = sum(each[0] for each in sizes), sum(map(sum, sizes))
        has_biases = len(self.penalty) > 1
        own, n = whole if has_biases else weights, size or 1
        parts = {f"is {factor:.6g} times that of its updates": factor for factor in (2, 0.5, n, 1 / n, 2 / n, n / 2) if factor != 1}
        parts["is one of the weights only, and that of its updates is not" if has_biases else "is one of the biases too, and that of its updates is not"] = (whole + weights - own) / own
        parts.update({f"leaves out layer {i}, and that of its updates does not": 1 - (sum(each) if has_biases else each[0]) / own for i, each in enumerate(sizes, 1)})
        values, found = self.losses(step), None
        of_updates = float(getattr(values[self.loss], self.reduction)())
        totals = [float(total) for word, each in values.items() if family(word) == family(self.loss) for total in (each.sum(), each.mean())]
        other = "l1" if kind == "l2" else "l2"
        others = [each[other] for each in self.named_penalty_options() if each.keys() == {other}]
        of_weights = sum(self.size_of(other, w) for w in step.W)
        for total in totals if of_updates > 0 else ():
            expected = self.penalty[kind] * own * total / of_updates
            for each in scalars if expected > 1e-6 * total else ():
                shown = (each.scalar - total) / expected
                if abs(shown - 1) <= 1e-6 or size is None and any(abs(shown - ratio) <= 1e-6 * ratio for ratio in self.ratios_of_sizes(step)):
                    self.is_penalty_of_loss = True
                    return None
                text = next((text for text, part in parts.items() if part > 0 and abs(shown - part) <= 1e-6 * part), None)
                if any(abs(each.scalar - total - value * of_weights) <= 1e-6 * value * of_weights for value in others):
                    text = text or f"is an {other.upper()} one, and that of its updates is an {kind.upper()} one"
                found = found or text and (f"The penalty of the script's loss {text}", each.node, "leaves" in text)
        return found

    @staticmethod
    def size_of(kind, tensor):
        return float(np.abs(tensor).sum() if kind == "l1" else (tensor * tensor).sum() / 2)

    def ratios_of_sizes(self, step):
        """Of the numbers of examples in a pass and in the steps: what is divided by either is right."""
        sizes = {len(each.X) for each in self.steps}
        return [ratio for size in sizes for ratio in (size / len(step.X), len(step.X) / size)]

    def penalties(self, words, likely):
        """Each penalty that a tensor shows, or that is a number of the script, the likely ones first."""
        options, seen = self.named_penalty_options(), []
        if self.network.expected is not None and self.network.expected[3]:  # that of the source before an edit
            yield self.network.expected[3]
        if options and "l1" in options[0]:  # as its name says
            yield options[0]
        for word in words:
            for reduction in ("sum", "mean"):
                for l2 in self.shown_penalties(word, reduction):
                    if "%.6g" % l2 not in seen:
                        seen.append("%.6g" % l2)
                        yield {"l2": l2}
                        yield {"l2": l2, "l2_bias": l2}
        yield from options if likely else options[: 4 if self.network.is_trial else MOST_UNLIKELY]

    def named_penalty_options(self):
        """Each penalty with a number of the script, as `regularization` says it, the likely ones first."""
        n = len(self.steps[0].X)
        whole = [value for name, value in self.numbers if re.search(r"^[mnN]$|size|num|total|_n|n_", name) and value > n]
        sizes = [n, *(each for each in whole if each % 1 == 0)]  # not infinity
        numbers = dict.fromkeys((*self.numbers, *self.network.first_rates.items()))
        named = [(name, value) for name, value in numbers if PENALTY.search(name) and 0 < value < 100 and not self.is_of_rate(name)]
        has_signs = "sign(" in self.text
        kinds = (("l2",), ("weight_decay",), ("l1",), ("l2", "l2_bias"), ("l1", "l1_bias"))
        options = [
            (("l1" in name or "lasso" in name or has_signs and "l2" not in name) != kind[0].startswith("l1"), kind_cost, dict.fromkeys(kind, factor * value / size))
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

    def shown_penalties(self, word, reduction):
        """The L2 penalty that explains the updates of a tensor, if they are those of plain descent."""
        gradients = self.of_steps(word, reduction, len(self.updates))
        for i, tensor in enumerate(gradients[0] if gradients else ()):
            if tensor.ndim < 2 or tensor.size < 3 or not np.any(tensor):
                continue
            # In the first step, the weights may be 0.
            pair = np.stack([gradients[-1][i].reshape(-1), self.values[len(gradients) - 1][i].reshape(-1)], axis=1)
            update = self.updates[-1][i].reshape(-1)
            pair[:, 1] *= self.sign_of_penalty
            rate, part = (float(each) for each in np.linalg.lstsq(pair, update, rcond=None)[0])
            is_shown = rate > 0 and part / rate > 1e-12 and not close(part * pair[:, 1], update, self.digits)
            if is_shown and close(pair @ np.array([rate, part]), update, self.digits):
                yield part / rate

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

    @property
    def divides_penalty(self):
        """Whether each step divides a penalty by the size of its batch; weight decay is none."""
        return self.is_of_batch and bool(self.penalty.keys() - {"weight_decay"})

    def penalty_of_file(self):
        """The penalty as a network file says it: if the file divides it by the size of each batch, times that of the first one."""
        size = len(self.steps[0].X) if self.divides_penalty else 1
        return {key: value if key == "weight_decay" or size == 1 else float("%.15g" % (value * size)) for key, value in self.penalty.items()}

    def snapped(self, value):
        """The penalty that the script names, if it is this one, or else a short number that it may be."""
        if not self.named_penalties:
            self.named_penalty_options()
        named = [each for each in self.named_penalties if are_equal([each, value])]
        self.is_estimated |= not named
        return named[0] if named else shortened(value)
