"""The weights of examples, such as those of rare classes, by which a script multiplies its losses."""

import ast
import re

import numpy as np

from fitting import shortened
from rules import are_equal
from values import SLOPES, close
from written import WrittenPenalties

NAMED = re.compile(r"(class|sample|example|pos|neg|minority)[a-z]*_?w|weights?_(of_)?(the_)?(pos|neg|class|sample|example)|balanc|\bcost_?(of_)?(f[np]|false)", re.I)
MOST_SHOWN = 10
OF_LOSS = 1e-6  # relative, of a loss of logarithms that are kept from 0
FEWEST = 3  # numbers for each target


class ClassWeights(WrittenPenalties):
    """The weights of examples by their targets, where the script names some."""

    def __init__(self, network, roles):
        super().__init__(network, roles)
        self.names_weights = speaks_of_weights(self.text, self.trees)

    def find_weights(self, steps):
        """Finds the weights with which the script's own deltas are those of a loss, in the size in which most are numbers of the script."""
        size = len(self.steps[0].X)
        steps = [each for each in steps if each.dZ[-1] is not None and len(each.X) == size]
        found = next(filter(None, (weights_of_targets(steps, each) for each in self.plain_deltas(steps))), None) if steps else None
        if found is not None:
            # Where none is named, such as weights that are computed, they are about 1.
            level = np.exp(np.mean(np.log(list(found.values()))))
            factor = min((size, 1), key=lambda each: (-sum(self.known_weight(weight * each) is not None for weight in found.values()), abs(np.log(level * each))))
            self.weights = {target: self.known_weight(weight * factor) or shortened(weight * factor) for target, weight in found.items()}
            self.of_first_steps = {}
        return found is not None

    def find_weights_of_loss(self, steps):
        """Finds the weights with which a number that the script calls its loss is one in each of the first steps, if the script names them all:
        what it is meant to minimize, whatever its deltas are."""
        targets = list(dict.fromkeys(tuple(each) for step in steps for each in step.y.tolist()))
        if not 1 < len(targets) < len(steps) or any(step.A[-1] is None for step in steps):
            return False
        of_targets = [np.array([step.y.tolist() == np.array(each) for each in targets]).all(axis=2) for step in steps]
        of_examples = [self.losses(step) for step in steps]
        for values in self.losses_of_steps(steps).values():
            for word in of_examples[0]:
                sums = [[float(each[word][rows].sum()) for rows in of_step] for each, of_step in zip(of_examples, of_targets)]
                for sizes in ([1.0] * len(steps), [len(step.X) for step in steps]):
                    scaled = np.array(sums) / np.array(sizes)[:, None]
                    if not (np.isfinite(scaled).all() and np.isfinite(values).all()):
                        continue
                    found, *_ = np.linalg.lstsq(scaled, values, rcond=None)
                    weights = [self.known_weight(each, 1e-3) for each in found.tolist()]
                    if None not in weights and len(set(weights)) > 1 and close(scaled @ weights, values, OF_LOSS):
                        self.weights = dict(zip(targets, weights))
                        self.of_first_steps = {}
                        return True
        return any(self.find_weights_in_arrays(step) for step in steps)

    def find_weights_in_arrays(self, step):
        """The same where the weights of the examples are an array of the script, and the loss is perhaps not computed in each step; and perhaps
        divided by their sum, which is the same in each step if these take all examples."""
        values = [each.scalar for each in self.losses_of(step.scalars)]
        size = len(step.X)
        arrays = [each.result.array for each in self.network.events if each.kind == "assign" and each.result.array.size == size]
        for weights in (array.reshape(-1) for array in arrays if values and array.dtype.kind == "f"):
            found = {}
            for target, weight in zip(map(tuple, step.y.tolist()), weights.tolist()):
                found.setdefault(target, set()).add(weight)
            if len(found) < 2 or any(len(each) > 1 for each in found.values()) or not 0 < weights.min() < weights.max() < np.inf:
                continue
            for losses in self.losses(step).values():
                total, scales = float(weights @ losses), [1 / size, 1.0] + [1 / float(weights.sum())] * all(len(each.X) == size for each in self.steps)
                scale = next((each for each in scales if any(are_equal([total * each, value], OF_LOSS) for value in values)), None)
                if scale is not None and not any(are_equal([total * scale, each], 1e-4) for each in (float(losses.mean()), float(losses.sum()))):
                    factor = 1.0 if scale in scales[:2] else size * scale
                    self.weights = {target: shortened(factor * each.pop()) for target, each in found.items()}
                    self.of_first_steps = {}
                    return True
        return False

    def losses_of_steps(self, steps):
        """The numbers that the script calls its loss in each of some steps, by their nodes."""
        found = [{each.node: each.scalar for each in self.losses_of(step.scalars)} for step in steps]
        return {node: np.array([each[node] for each in found]) for node in found[0] if all(node in each for each in found)}

    def known_weight(self, weight, digits=1e-9):
        """The number of the script that a weight is; None if there is no such number."""
        numbers = [1.0, *self.written, *(value for _, value in self.numbers)]
        return next((each for each in numbers if are_equal([weight, each], digits)), None)

    @property
    def may_have_weights(self):
        """Whether the script names weights, which are not known."""
        return self.names_weights and self.weights is None and not self.network.is_trial and not self.takes_deltas

    def has_weighted_means(self, steps):
        """Whether the script's own deltas are those of a loss with the same weights of targets in each step, but for a factor, as where the mean
        over a batch is the one by the sum of its weights."""
        steps = [each for each in steps if each.dZ[-1] is not None]
        if len(steps) < 2 or self.network.is_trial:
            return False
        for deltas in self.plain_deltas(steps):
            parts = np.split(deltas, np.cumsum([len(each.X) for each in steps])[:-1])
            found = [weights_of_targets([each], part) for each, part in zip(steps, parts)]
            if None not in found:
                scales = [[each[key] / found[0][key] for key in each if key in found[0]] for each in found]
                if all(each and are_equal([max(each), min(each)], 1e-6) for each in scales) and not are_equal([max(map(max, scales)), min(map(min, scales))], 1e-6):
                    return True
        return False

    def plain_deltas(self, steps):
        """The script's own deltas of the outputs in some steps; and without the slope of these."""
        slope = SLOPES.get(self.layers[-1].activation)
        deltas = np.concatenate([each.dZ[-1] for each in steps])
        with np.errstate(all="ignore"):
            return [deltas] if slope is None else [deltas, deltas / np.concatenate([slope(each.Z[-1], each.A[-1]) for each in steps])]

    def weights_of_file(self):
        """The weights, for people."""
        shown = sorted(self.weights.items(), key=lambda each: (*map(abs, each[0][::-1]), each[0]))
        more = ", ..." if len(shown) > MOST_SHOWN else ""
        return ", ".join(f"{weight:.6g} for {text_of(target)}" for target, weight in shown[:MOST_SHOWN]) + more


def speaks_of_weights(text, trees):
    """Whether a script has names for weights of examples, or chooses numbers by what it subtracts, as in `w[y] * (a - y)`."""
    if NAMED.search(text):
        return True
    differences = [each for each in trees if isinstance(each, ast.BinOp) and isinstance(each.op, ast.Sub)]
    names = {frozenset((each.left.id, each.right.id)) for each in differences if isinstance(each.left, ast.Name) and isinstance(each.right, ast.Name)}
    names = set().union(*names)
    return any(chosen_by(each, names) in names for each in trees)


def chosen_by(tree, names):
    """The name of the variable by which an expression chooses one of several numbers, which are not made of some variables; None if there is none."""
    if isinstance(tree, ast.Subscript) and isinstance(tree.value, ast.Name) and isinstance(tree.ctx, ast.Load):
        by, options = tree.slice, []
    elif isinstance(tree, ast.IfExp):
        by, options = tree.test, [tree.body, tree.orelse]
    elif isinstance(tree, ast.Call) and len(tree.args) == 3 and ast.unparse(tree.func).endswith("where"):
        by, *options = tree.args
    else:
        return None
    if options and isinstance(by, ast.Compare) and isinstance(by.ops[0], (ast.Eq, ast.NotEq)):
        by = by.left
    calls = [call for each in options for call in ast.walk(each) if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in ("len", "sum", "mean")]
    counts = {part for call in calls if {each.id for each in ast.walk(call) if isinstance(each, ast.Name)} <= {getattr(by, "id", ""), "len", "np"} for part in ast.walk(call)}
    parts = [part for each in options for part in ast.walk(each) if part not in counts]
    are_numbers = not any(isinstance(part, ast.Call) or isinstance(part, ast.Name) and part.id in names for part in parts)
    return by.id if isinstance(by, ast.Name) and are_numbers else None


def text_of(target):
    """A target for people: a number, a class, or several numbers."""
    is_class = len(target) > 1 and sorted(target) == [0.0] * (len(target) - 1) + [1.0]
    return f"class {target.index(1.0)}" if is_class else "target " + " ".join(f"{each:g}" for each in target)


def weights_of_targets(steps, deltas, of_outputs=False):
    """The positive weights with which deltas are a - y, by the targets of an example, if they are different; or by an output and its
    target. None if these are not all."""
    errors, targets = np.concatenate([each.A[-1] - each.y for each in steps]), np.concatenate([each.y for each in steps])
    with np.errstate(all="ignore"):
        weights, groups = deltas / errors, {}
    for row, ys in zip(weights, targets.tolist()):
        for k, (weight, y) in enumerate(zip(row, ys)):
            groups.setdefault((k, y) if of_outputs else tuple(ys), []).append(weight)
    groups = {key: np.array([each for each in found if np.isfinite(each)]) for key, found in groups.items()}
    if any(len(each) == 0 for each in groups.values()) or sum(map(len, groups.values())) < FEWEST * len(groups):
        return None
    found = {key: float(np.median(each)) for key, each in groups.items()}
    is_constant = all(np.all(np.abs(each - found[key]) <= 1e-6 * found[key]) for key, each in groups.items())
    return found if is_constant and 0 < min(found.values()) * (1 + 1e-6) < max(found.values()) else None
