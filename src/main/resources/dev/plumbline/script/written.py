"""Penalties of the weights whose numbers stand in the formulas of a script, without a name that speaks of a penalty."""

import ast
import operator
from itertools import product

import numpy as np

from fitting import shortened
from penalties import Penalties
from rules import Rule, are_equal
from values import UpdateNotUnderstood, close

OF_LAYERS = "the updates of some layers alone have a penalty of their weights"
OPERATORS = {ast.Mult: operator.mul, ast.Div: operator.truediv, ast.Sub: operator.sub}
KINDS = ("l2", "l1", "weight_decay")
FEWEST_WEIGHTS = 3  # that no penalty explains by chance
LARGEST = 0.2  # of a penalty without a name
MOST_PAIRS = 1500  # of an L1 and an L2 penalty
MOST_WHOLE = 12  # penalties of a training of which no tensor is explained without one


class WrittenPenalties(Penalties):
    """The penalties that the numbers of the formulas explain."""

    def best_with_written_penalty(self, words, best):
        """The best that explains every change, or else more of them, with penalties that are numbers of the formulas, or with several of
        these; None if none does.

        What an optimizer explains without a penalty, such as the biases, shows it; each other tensor is then explained or not, by itself.
        """
        partial = None
        if best is not None and best[0] >= 0.5:
            _, word, reduction, (name, parameters) = best
            parameters = {key: value for key, value in parameters.items() if key != "penalty"}
            for self.is_of_batch in (False, True) if len({len(each.X) for each in self.steps}) > 1 else (False,):
                for penalty, more in self.penalties_of_tensors(word, reduction, name, parameters):
                    found = self.best_with(penalty, [word], (reduction,)) if more is None else None
                    if found is not None:
                        return found
                    if more and partial is None:
                        partial = (best[0] + more, word, reduction, (name, {**parameters, "penalty": penalty}))
        self.is_of_batch = False
        return partial or (None if self.network.is_trial else self.best_of_whole(words))

    def best_with(self, penalty, words, reductions=("sum", "mean")):
        """The best that explains every change, with a penalty; None if there is none."""
        fewest, self.fewest, self.penalty = self.fewest, len(self.updates[0]), penalty
        best = self.best(words, [], reductions)
        self.fewest, self.penalty = fewest, {}
        return (*best[:3], (best[3][0], {**best[3][1], "penalty": penalty})) if self.is_all(best) else None

    def best_of_whole(self, words):
        """The same where no tensor is explained without a penalty: that of weights and biases, or of weights that have no biases."""
        amounts = self.amounts()
        values = sorted(amounts, key=lambda each: (amounts[each], -each))[:MOST_WHOLE]
        is_biased = any(layer.is_biased for layer in self.layers)
        for value, kind in product(values, KINDS[: 2 if is_biased else 3]):
            found = self.best_with(dict.fromkeys((kind, f"{kind}_bias") if is_biased else (kind,), value), words)
            if found is not None:
                return found
        return None

    def penalties_of_tensors(self, word, reduction, name, parameters):
        """Each penalty with which an optimizer explains all tensors, if it explains some without one; and the one with which it explains
        most weights, with the number of those that it explains more. Raises UpdateNotUnderstood if all are explained, and not by the
        same."""
        flat, rate = self.of_steps(word, reduction, len(self.updates)), parameters["learning_rate"]
        constants = {key: value for key, value in parameters.items() if key != "learning_rate"}
        options = [[rate] * len(self.updates), self.fitted(name, constants, flat)[1]]
        rates = max(options, key=lambda each: len(self.followed(name, constants, flat, each, {})) if len(each) == len(self.updates) else -1)
        plain, weights = self.followed(name, constants, flat, rates, {}), {i for i, each in enumerate(self.updates[0]) if each.ndim == 2}
        if not plain or len(plain) == len(self.updates[0]):
            return
        amounts = self.amounts()
        followed = {
            (kind, value): self.followed(name, constants, flat, rates, {kind: value})
            for kind in KINDS for value in (amounts if kind != "weight_decay" else [*amounts, *self.decays(rate)])
        }  # fmt: skip
        for (kind, value), found in followed.items():
            if weights <= found and found | plain == set(range(len(self.updates[0]))):
                yield {kind: value} if not found - weights - plain else {kind: value, f"{kind}_bias": value}, None
        pairs = sorted(product(amounts, amounts), key=lambda pair: sum(amounts[each] for each in pair))
        for l1, l2 in pairs[: 0 if self.network.is_trial else MOST_PAIRS]:
            found = self.followed(name, constants, flat, rates, {"l1": l1, "l2": l2})
            followed["both", l1, l2] = found
            if weights <= found and found | plain == set(range(len(self.updates[0]))):
                yield {"l1": l1, "l2": l2}, None
        is_open = not self.network.is_trial and self.sign_of_penalty > 0 and not self.named_penalty_options()
        if is_open and set().union(plain, *followed.values()) == set(range(len(self.updates[0]))):
            raise UpdateNotUnderstood(OF_LAYERS)
        large = {i for i in weights - plain if self.updates[0][i].size >= FEWEST_WEIGHTS}
        single = [each for each in followed if each[0] != "both"]
        best = max(single, key=lambda each: len(followed[each] & large), default=None)
        if best is not None and followed[best] & large and not self.named_penalty_options():
            yield dict([best]), len(followed[best] & weights - plain)

    def followed(self, name, constants, flat, rates, penalty):
        """The tensors whose updates an optimizer makes with some learning rates, and with a penalty of each tensor."""
        self.penalty = {**penalty, **{f"{key}_bias": value for key, value in penalty.items() if key != "weight_decay"}}
        rule, following = Rule(name, constants), set(range(len(self.updates[0])))
        for gradients, step, tensors, updates, rate in zip(flat, self.steps, self.values, self.updates, rates):
            gradients = self.with_penalty(gradients, step)
            parts = self.parts(rule, gradients, tensors)
            following = {i for i in following if close(updates[i], parts[i][0] + rate * parts[i][1], self.digits)}
            rule.take(rate, gradients)
        self.penalty = {}
        return following

    def amounts(self):
        """What the numbers of products and quotients may be as a penalty, with how many other numbers make it of these."""
        named, found = {name.split(".")[-1]: value for name, value in self.numbers}, {}
        for tree in self.trees:
            if isinstance(tree, ast.BinOp) and isinstance(tree.op, (ast.Mult, ast.Div)):
                left, right = number_of(tree.left, named), number_of(tree.right, named)
                right = right if isinstance(tree.op, ast.Mult) else 1 / right if right else None
                inner = [number_of(each, named) for each in ast.walk(tree) if isinstance(each, (ast.BinOp, ast.Name, ast.Attribute, ast.Constant))]
                for value in (left, right):
                    # As in `lam * (ratio * np.sign(w) + (1 - ratio) * w)`.
                    found.update({abs(value * each): 0 for each in (1, *inner) if each is not None} if value is not None else {})
        for cost, factor in enumerate((2, 0.5, 1 / len(self.steps[0].X), 2 / len(self.steps[0].X), 0.5 / len(self.steps[0].X)), 1):
            found.update({shortened(value * factor): cost for value, of in found.items() if of == 0 and shortened(value * factor) not in found})
        return {value: cost for value, cost in found.items() if 0 < value <= LARGEST}

    def decays(self, rate):
        """What the numbers near to 1 by which weights may be multiplied, or small ones, are as a decay beside a learning rate."""
        return dict.fromkeys(shortened((1 - each if each > 0.5 else each) / rate) for each in self.written if 0 < each < 1)


def number_of(tree, named):
    """The value of an expression of numbers and of named numbers; None if it has any other part."""
    if isinstance(tree, ast.Constant) and type(tree.value) in (int, float):
        return float(tree.value)
    if isinstance(tree, (ast.Name, ast.Attribute)):
        return named.get(ast.unparse(tree).split(".")[-1])
    if isinstance(tree, ast.BinOp) and type(tree.op) in OPERATORS:
        left, right = number_of(tree.left, named), number_of(tree.right, named)
        if left is not None and right:
            return OPERATORS[type(tree.op)](left, right)
    return None
