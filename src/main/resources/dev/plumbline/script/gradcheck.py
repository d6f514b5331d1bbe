"""Compares the gradients of a script with numerical derivatives, whatever its network is.

    python3 gradcheck.py DIRECTORY script.py [ARGUMENTS]

A step of the training is repeated with weights that are a little larger and smaller; `stepping.py` finds the weights and
the step. Some number that the script computes then changes as one of its arrays says, for each of the weights: that number
is the loss, and these arrays are its gradients. Where the script computes no such number, the gradients are those of the
products of some outputs and an array, the delta of these outputs, which is taken as it is. Weights for which no array of the
step is such a gradient are wrong. Where hardly any has one, nothing is said. DIRECTORY receives `gradients.json`.
"""

import ast
import bisect
import functools
import json
import os
import re
import warnings
from typing import NamedTuple

import numpy as np

import watch
from around import mistakes
from repairing import differences
from screening import limit
from sources import Source
from stepping import Enough, Finder, Process, Stepper, path_of, rarest

LOSS = re.compile(r"loss|cost|err|nll|obj|energy|elbo|total|running|^[jlec]$", re.I)
GRADIENT = re.compile(r"(^|[._'\"\[])(d|g)[A-Z_\[(]|grad|delta", re.I)
MOST_POINTS = 6  # at which a step may begin
MOST_SUSPECTS = 8  # statements that are shown
MOST_TARGETS = 60  # arrays between weights and the loss
MOST_MEASURED = 3  # of these, the first one and those with the most weights
MOST_WEIGHTS = 60
MOST_OUTPUTS, MOST_PAIRS = 40, 3000  # places of arrays that may be outputs; and of these and their deltas
SMALLEST_PART = 0.1  # of the places whose arrays change with some weights change with each
MOST_COPIED = 1 << 24  # numbers of a step
ELEMENTS, DIRECTIONS = 3, 2  # of an array, in which it is changed
SHIFT = 2e-6  # of the usual size of its numbers
SAME = 1e-6  # relative difference
LONGEST_STEP = 60  # seconds of a processor
FEWEST = 3  # derivatives of an array, for it to show a loss
FEWEST_OF_PAIR = 2  # weights whose gradient follows from a delta, for it to be one
UNNAMED, PAIR, NAMED = 0.6, 1.5, 2  # what a gradient counts that no variable has; how much less all count of a delta; and more of a loss
LIKE = 0.1  # the cosine of an array and the derivative that it may be meant to be


class Training:
    """What runs a script; there is nothing of a network that is understood."""

    outcome = None

    def __init__(self):
        self.sources, self.watcher = {}, None


class Point(NamedTuple):
    """A place in the training at which a step begins, and where it and the next one end, as numbers of operations."""

    begin: int
    end: int
    last: int
    starts: list  # when the arrays that may be weights changed first
    step: int
    gap: int  # between updates, the largest one first


def run(script, make):
    watcher = [None]

    def kind(network):
        watcher[0] = make(network)
        return watcher[0]

    try:
        watch.watch(script, Training(), kind)
    except Enough:
        pass
    return watcher[0]


def points_of(finder, step=None):
    """Where steps may begin: after the updates, which have the largest gaps before the next ones; in a step with most numbers, or in
    that one."""
    chains = finder.lasting()
    if not chains:
        return []
    times = rarest(chains).times()
    rounds = range(1, len(times) - 1)
    if not rounds:
        return []
    shown = [0] * (len(times) + 1)
    for history in finder.history.values():
        for each in {bisect.bisect_left(times, at) for at in history}:
            shown[each] += 1
    most = max(shown[each] for each in rounds)
    usual = sorted(shown[each] for each in rounds)[len(rounds) // 2]
    # Numbers may be computed before the updates of a step, or behind them.
    chosen = dict.fromkeys(each - back for count in (most, usual) for each in (next(i for i in rounds if shown[i] == count),) for back in (0, 1) if each - back in rounds)
    if step is not None:
        chosen = {step: None} if step in rounds else {}
    chains = sorted(chains, key=lambda each: each.root)
    all_times, starts = [each.times() for each in chains], [each.root for each in chains]
    result = []
    for place, number in enumerate(chosen):
        own, following = (updates_between(all_times, times[i - 1], times[i]) for i in (number, number + 1))
        gaps = sorted(range(len(own) - 1), key=lambda i: own[i] - own[i + 1])
        for rank, gap in enumerate(gaps):
            is_like = len(own) == len(following)
            end, last = (following[gap], following[gap + 1]) if is_like else (times[number], times[number])
            result.append((rank, place, (own[gap] + 1, end + 1, last, starts, number, rank)))
    result = [point for _, _, point in sorted(result)]
    return result[:MOST_POINTS] if step is None else result


def updates_between(all_times, begin, end):
    return sorted({at for times in all_times for at in times[bisect.bisect_left(times, begin) : bisect.bisect_right(times, end)]})


class Array:
    """One that the step computes."""

    __slots__ = ("at", "node", "number", "name", "values", "is_continuing")

    def __init__(self, at, node, number, name, values, is_continuing):
        self.at, self.node, self.number, self.name, self.values = at, node, number, name, values
        self.is_continuing = is_continuing  # whether it is a weight, or another array that lasts, with something added


class Measurer:
    """Measures the derivatives of all numbers of a step by all arrays that may be weights."""

    def __init__(self, point, counts=False, pairs=(), targets=(), chosen=(), doubled=()):
        self.point, self.counts, self.result = Point(*point), counts, None  # or only how many weights there are
        self.given_pairs, self.targets = pairs, targets  # or the derivatives by these arrays of the step
        self.chosen = chosen  # or those by these weights in one direction
        self.doubled = doubled  # or what is twice as large when groups of arrays are

    def make(self, network):
        self.stepper = stepper = Stepper(network)
        stepper.begin, stepper.end, stepper.last = self.point.begin, self.point.end, self.point.last
        stepper.measure = self.measure
        return stepper

    def run_all(self, changes):
        """What the step shows after each of the changes; None in a process that goes on with one."""
        answers, running, stepper = [], [], self.stepper
        for change, record, answer in changes:
            if len(running) >= (os.cpu_count() or 1):
                answers.append(running.pop(0).answer())
            process = Process()
            if process.is_child:
                limit(LONGEST_STEP)
                change()
                stepper.scalars, stepper.measure, stepper.process, stepper.record, stepper.answer = {}, None, process, record, answer
                return None
            running.append(process)
        return answers + [each.answer() for each in running]

    def measure(self, stepper):
        self.roots = [each for each in self.point.starts if each in stepper.latest][:MOST_WEIGHTS]
        chains = [stepper.latest[each] for each in self.roots]
        self.held = [each.array for each in chains]
        self.names = [path_of(each) for each in self.held]
        self.weights = [each.copy() for each in self.held]
        base = self.run_all([(lambda: None, *self.everything(chains))])
        if base is None:
            return
        if not base or base[0] is None:
            raise Enough
        self.numbers, arrays, self.updates, times, self.names = base[0]
        self.arrays = [Array(*each) for each in arrays]
        gaps = [end - begin for begin, end in zip([self.point.begin, *times], times)]
        self.cut = times[gaps.index(max(gaps))] if gaps else np.inf  # before the updates, which come together
        if self.targets:
            return self.measure_targets()
        if self.doubled:
            return self.measure_doubled(chains)
        if self.chosen:
            return self.measure_chosen(arrays)
        probes = [(i, signs(each)[0]) for i, each in enumerate(self.weights)]
        answers = self.run_all([self.moved(i, 2 * size_of(self.weights[i]) * direction) for i, direction in probes])
        if answers is None:
            return
        moved = [np.zeros(len(self.arrays), bool) if each is None else each for each in answers]
        moved = np.array(moved) & np.array([each.at < self.cut and not each.is_continuing for each in self.arrays])
        # A mean of gradients is read just before it changes; on weights, all that is sent back depends. What changes before is none.
        places = [len({self.arrays[at].node for at in np.flatnonzero(each)}) for each in moved]
        is_weight = [self.updates.get(i, (np.inf,))[0] >= self.cut and count >= SMALLEST_PART * max(places) > 0 for i, count in enumerate(places)]
        moved &= np.array(is_weight)[:, None]
        chosen = np.flatnonzero(is_weight)
        if self.counts or not len(chosen):
            self.result = {"count": len(chosen)} if self.counts else None
            raise Enough
        pairs = self.pairs(moved)
        probes = [(i, direction) for i in chosen for direction in directions(self.weights[i], self.updates.get(i))]
        self.differentiate(self.weights, probes, pairs, {"arrays": arrays, "updates": self.updates, "names": self.names, "weights": self.weights, "moved": moved})

    def differentiate(self, arrays, probes, pairs, result, summed=None):
        """Repeats the step with each array larger and smaller in each direction, and once as it is. The result has the derivatives too."""
        summed = summed or (lambda i, change: self.summed(self.change(i, change), pairs))
        steps = [summed(i, size * direction) for i, direction in probes for size in sizes(arrays[i])]
        answers = self.run_all([*steps, self.summed(lambda: None, pairs)])
        if answers is None:
            return
        derivatives = Derivatives(self.numbers, len(pairs))
        derivatives.take(probes, answers, arrays)
        self.result = {**result, "pairs": pairs, "derivatives": vars(derivatives)}
        raise Enough

    def measure_chosen(self, arrays):
        """The derivatives by some weights alone, in one direction; pairs are given by the texts of their places."""
        nodes = plain(self.stepper)
        pairs = [pair for pair in ([*(node_of(nodes, each) for each in pair[:2]), pair[2]] for pair in self.given_pairs) if None not in pair]
        probes = [(i, signs(self.weights[i])[-1]) for i in self.chosen if i < len(self.weights)]
        self.differentiate(self.weights, probes, pairs, {"arrays": arrays, "updates": self.updates, "weights": self.weights})

    def measure_targets(self):
        """The derivatives by arrays that the step computes, each changed as soon as it is."""
        places = {(each.node, each.number): each for each in self.arrays}
        targets = [each for each in self.targets if each in places]
        found = [places[each].values for each in targets]
        probes = [(i, direction) for i, each in enumerate(found) for direction in signs(each, FEWEST)]
        changed = lambda i, change: self.summed(lambda: None, self.given_pairs, (targets[i], change))
        self.differentiate(found, probes, self.given_pairs, {"targets": targets}, changed)

    def measure_doubled(self, chains):
        """For each group of arrays: what else is twice as large, to the last bit, when they are, and which weights become others then. What
        is sent back is a linear function of a delta."""
        places = {(each.node, each.number): each for each in self.arrays}

        def twice(group):
            found = set()

            def record(node, number, name, value):
                if (node, number) in group:
                    value.flags.writeable = True
                    value *= 2
                before = places.get((node, number))
                if before is not None and before.values.shape == value.shape and before.values.any() and np.array_equal(value, 2 * before.values):
                    found.add(before.at)

            def answer():
                updates = {i: self.stepper.first_update(each.root, each) for i, each in enumerate(chains)}
                return found, {i for i, each in updates.items() if each is not None and not (i in self.updates and np.array_equal(each[1], self.updates[i][1]))}

            return lambda: None, record, answer

        answers = self.run_all(list(map(twice, self.doubled)))
        if answers is None:
            return
        self.result = [each or (set(), set()) for each in answers]
        raise Enough

    def everything(self, chains):
        arrays, left, stepper = [], [MOST_COPIED], self.stepper

        def record(node, number, name, value):
            left[0] -= value.size
            if left[0] > 0:
                origin = stepper.origin(value)
                is_continuing = any(origin is each or value is each for each in self.held)
                arrays.append((stepper.at, node, number, name, value.copy(), is_continuing))

        def answer():
            updates = {i: stepper.first_update(each.root, each) for i, each in enumerate(chains)}
            times = sorted(each.at for each in stepper.updated_at if each.root in self.roots)
            names = [name or path_of(each.array) or path_of(stepper.latest[each.root].array) for name, each in zip(self.names, chains)]
            return stepper.numbers(), arrays, {i: each for i, each in updates.items() if each is not None}, times, names

        return record, answer

    def change(self, i, change):
        def changes():
            self.held[i].flags.writeable = True
            self.held[i] += change

        return changes

    def moved(self, i, change):
        """Which arrays become others."""
        places = {(each.node, each.number): at for at, each in enumerate(self.arrays)}
        found = np.zeros(len(self.arrays), bool)

        def record(node, number, name, value):
            at = places.get((node, number))
            if at is not None and (value.shape != self.arrays[at].values.shape or not np.array_equal(value, self.arrays[at].values)):
                found[at] = True

        return self.change(i, change), record, lambda: found

    def pairs(self, moved):
        """Places of arrays that depend on most weights, the first ones of these, each with those of later arrays of the same sizes."""
        counts = moved.sum(axis=0)
        outputs, deltas = {}, {}
        for at, each in enumerate(self.arrays):
            deltas.setdefault(each.node, []).append(at)
            if each.at < self.cut:
                outputs.setdefault(each.node, []).append(at)
        every = np.count_nonzero(moved.any(axis=1))
        outputs = {node: own for node, own in outputs.items() if counts[own[-1]] == every}
        result = []
        for node, own in list(outputs.items())[:MOST_OUTPUTS]:
            for other, found in deltas.items():
                last = own[-len(found) :]  # what is computed before, as often, may be predictions
                for is_turned, each in ((False, found), (True, found[::-1]))[: 1 + (len(found) > 1)]:
                    is_after = len(last) == len(each) and all(one < two for one, two in zip(last, each))
                    if is_after and all(self.arrays[one].values.size == self.arrays[two].values.size for one, two in zip(last, each)):
                        result.append((node, other, is_turned))
        return result[:MOST_PAIRS]

    def summed(self, change, pairs, target=None):
        """The numbers of the step, and the sums of the products of all pairs of outputs and their deltas; an array may change as soon as
        it is computed."""
        at_places, stepper, sums = {}, self.stepper, np.zeros(len(pairs))
        for each in self.arrays:
            at_places.setdefault(each.node, []).append(each)
        of_outputs = {}
        for at, (node, other, is_turned) in enumerate(pairs):
            deltas = at_places[other][::-1] if is_turned else at_places[other]
            of_outputs.setdefault(node, []).append((at, sum(each.at < self.cut for each in at_places[node]) - len(deltas), deltas))

        def record(node, number, name, value):
            if target is not None and (node, number) == target[0] and value.shape == target[1].shape:
                value.flags.writeable = True
                value += target[1]
            for at, earlier, deltas in of_outputs.get(node, ()):
                if earlier <= number < earlier + len(deltas) and deltas[number - earlier].values.size == value.size:
                    sums[at] += np.vdot(turned(deltas[number - earlier].values, value.shape).reshape(-1), value.reshape(-1))

        return change, record, lambda: (stepper.numbers(), sums)


def place_of(nodes, number):
    """A node by its text, which another edit leaves: with how many nodes before it have the same one."""
    file, _, _, text, _ = nodes[number]
    return file, text, sum(each[0] == file and each[3] == text for each in nodes[:number])


def node_of(nodes, place):
    file, text, before = place
    found = [i for i, each in enumerate(nodes) if each[0] == file and each[3] == text]
    return found[before] if before < len(found) else None


def size_of(array):
    return max(float(np.sqrt(np.mean(array**2))), 0.05) * SHIFT


def sizes(array):
    size = size_of(array)
    return size, -size, size / 2, -size / 2


def signs(array, count=DIRECTIONS):
    """Directions in which all numbers change: the same for all arrays of a shape."""
    random = np.random.RandomState(7)
    return [random.choice([-1.0, 1.0], array.shape) for _ in range(count)]


def directions(array, update):
    """Those of some numbers alone, of which two change most in the step, and of all."""
    change = None if update is None or update[1].shape != array.shape else np.abs(update[1] - array)
    order = [] if change is None else np.argsort(-change, axis=None)[:2]
    elements = list(dict.fromkeys([*order, *np.random.RandomState(7).permutation(array.size)]))[:ELEMENTS]
    elements = sorted(elements) if array.size <= ELEMENTS else elements
    units = [np.eye(1, array.size, each).reshape(array.shape) for each in elements]
    return units + (signs(array) if array.size > ELEMENTS else [])


class Derivatives:
    """The derivatives of each number of a step, and of each pair, by each array, in each direction; with how exact they are."""

    def __init__(self, numbers, pairs):
        self.nodes = sorted((node, place) for node in numbers for place in (0, 1))
        self.count = len(self.nodes) + pairs
        self.values = self.of_answer((numbers, np.zeros(pairs)))
        self.times = [numbers[node][2] for node, _ in self.nodes]
        self.of, self.errors, self.directions = {}, {}, {}

    @classmethod
    def of_state(cls, state):
        """Those that another process has sent."""
        derivatives = cls({}, 0)
        vars(derivatives).update(state)
        return derivatives

    def of_answer(self, answer):
        if answer is None:
            return np.full(self.count, np.nan)
        numbers, sums = answer
        return np.concatenate([[numbers[node][place] if node in numbers else np.nan for node, place in self.nodes], sums])

    def take(self, probes, answers, weights):
        """Takes four answers for each of the probes, and one of the step as it is."""
        *answers, still = map(self.of_answer, answers)
        self.still = still
        for at, (i, direction) in enumerate(probes):
            size = size_of(weights[i])
            one, other, near, nearer = answers[4 * at : 4 * at + 4]
            first, second = (one - other) / (2 * size), (near - nearer) / size
            self.of.setdefault(i, []).append(second)
            # What half the change shows otherwise, and the rounding of the number itself.
            rounding = 4e-16 * np.abs(one) / size
            bends = np.abs(one + other - 2 * still) / size, np.abs(near + nearer - 2 * still) / (size / 2)
            is_kink = (bends[1] > 0.75 * bends[0]) & (bends[1] > 1e-6 * np.abs(second) + 10 * rounding)  # a curve bends half as much
            self.errors.setdefault(i, []).append(np.where(is_kink, np.inf, np.abs(first - second) + rounding))
            self.directions.setdefault(i, []).append(direction)
        for each in (self.of, self.errors):
            each.update({i: np.array(rows) for i, rows in each.items()})

    def moves(self, i):
        """Whether some number depends on an array."""
        with np.errstate(invalid="ignore"):
            return bool(np.any(np.abs(self.of[i]) > 100 * self.errors[i]))


def measured_at(script, point, counts=False, pairs=(), targets=(), chosen=(), doubled=()):
    measurer = Measurer(point, counts, pairs, targets, chosen, doubled)
    stepper = run(script, measurer.make)
    if stepper.process is not None:
        stepper.finish()  # the script ended before the step
    if measurer.result is None:
        return None
    if counts or targets or doubled:
        return measurer.result
    return {**measurer.result, "nodes": plain(stepper)}


def plain(watcher):
    return [(each.file, each.line, each.column, each.text, each.statement) for each in watcher.nodes]


class Gradients:
    """Which arrays of a step are the derivatives of which number."""

    def __init__(self, measured, is_known=False):
        self.measured, self.nodes = measured, measured["nodes"]
        self.derivatives = Derivatives.of_state(measured["derivatives"])
        self.all = arrays = [Array(*each) for each in measured["arrays"]]
        self.weights = [i for i in self.derivatives.of if self.derivatives.moves(i)]
        self.arrays = {i: [each for each in arrays if each.values.size == measured["weights"][i].size] for i in self.weights}
        self.along = {i: self.projected(i) for i in self.weights}
        self.loss = self.factor = None
        self.score, self.is_whole = 0.0, False
        self.matched = {}  # of each of the weights, the arrays that are its gradient
        self.following = set()  # when arrays were computed that follow from the delta of this loss, and from nothing else
        if not is_known:
            self.choose()

    def projected(self, i):
        """The arrays of the size of a weight, along the directions in which it was changed."""
        shape = self.measured["weights"][i].shape
        flat = np.array([turned(each.values, shape).reshape(-1) for each in self.arrays[i]]).reshape(-1, int(np.prod(shape)))
        directions = np.array([each.reshape(-1) for each in self.derivatives.directions[i]])
        return flat @ directions.T

    def known(self, i, number):
        """The derivatives of a number that are exact enough, and how exact, and which they are; None if there are too few."""
        exact, errors = self.derivatives.of[i][:, number], self.derivatives.errors[i][:, number]
        largest = np.max(np.abs(exact), initial=0)
        is_known = np.isfinite(exact) & (errors <= 1e-4 * largest)
        if np.count_nonzero(is_known) < min(FEWEST, len(exact)) or not largest > 100 * np.max(errors[is_known], initial=0):
            return None
        return exact[is_known], errors[is_known], is_known

    def fits(self, i, number):
        """Of each such array the factor with which it is the derivative of a number, or NaN."""
        known = self.known(i, number)
        if known is None or not len(self.along[i]):
            return np.full(len(self.along[i]), np.nan)
        exact, errors, is_known = known
        along = self.along[i][:, is_known]
        with np.errstate(invalid="ignore", over="ignore"):
            factors = along @ exact / (exact @ exact)
            off = np.abs(along - factors[:, None] * exact)
            is_same = np.all(off <= np.abs(factors)[:, None] * (20 * errors + SAME * np.max(np.abs(exact))), axis=1)
        return np.where(is_same & (factors != 0), factors, np.nan)

    def choose(self):
        """The number whose derivatives are arrays of the step for most of the weights, with one factor; and this."""
        best = None
        for number in range(self.derivatives.count):
            found = self.matching(number)
            if found is not None and (best is None or found[0] > best[0]):
                best = *found, number
        if best is not None:
            (self.score, *_), self.factor, self.matched, self.loss = best
            self.is_whole = all(map(self.depends_on, self.weights))  # or it is the loss of one of several networks, or outputs
            self.weights = [i for i in self.weights if i in self.matched or self.depends_on(i) and not self.is_shadow(i)]

    def matching(self, number, factor=None):
        """How well a number explains arrays of the step; its factor, if this is not known; and the arrays, by the weights. None if it
        does not."""
        fits = {i: self.fits(i, number) for i in self.weights}
        own = [fits[i] for i in self.weights if len(self.derivatives.of[i]) >= FEWEST]
        factors = sorted({float(f"{each:.5g}") for found in own for each in found[np.isfinite(found)]}, key=abs)
        is_pair, best = self.is_pair(number), None
        first = min((self.arrays[i][at].at for i, found in fits.items() for at in np.flatnonzero(np.isfinite(found))), default=0)
        if factor is None and not self.is_named(number) and self.time_of(number) > first:
            return None  # it is a part of a gradient itself
        fewest = FEWEST_OF_PAIR if is_pair and factor is None else 1
        for factor in [factor] if factor is not None else factors:
            matched = {i: np.flatnonzero(np.abs(found - factor) <= 2e-5 * abs(factor)) for i, found in fits.items()}
            matched = {i: found for i, found in matched.items() if len(found)}
            named = sum(any(self.arrays[i][at].name for at in each) for i, each in matched.items())
            if len(matched) < fewest:
                continue
            # What a variable has is used, and not what only led to it, such as a sum that is divided then.
            is_named = len(matched) >= FEWEST_OF_PAIR and self.is_named(number)
            score = named + UNNAMED * (len(matched) - named) - PAIR * is_pair + NAMED * is_named
            is_sum = not is_pair and self.derivatives.nodes[number][1]
            rank = (score, not is_pair, self.is_named(number), -is_sum, -abs(np.log(abs(factor))))
            if best is None or rank > best[0]:
                best = rank, factor, matched
        return best

    def is_pair(self, number):
        return number >= len(self.derivatives.nodes)

    def pair_of(self, number):
        """The places of the outputs and of their delta, and whether this is computed in the other order."""
        return self.measured["pairs"][number - len(self.derivatives.nodes)]

    def time_of(self, number):
        """When a number was computed, or the first delta of a pair."""
        if not self.is_pair(number):
            return self.derivatives.times[number]
        _, delta, _ = self.pair_of(number)
        return min(each.at for each in self.all if each.node == delta)

    def is_named(self, number):
        """Whether a number has the name of a loss."""
        return not self.is_pair(number) and bool(LOSS.search(self.nodes[self.derivatives.nodes[number][0]][3].split("=")[0]))

    def other_loss(self):
        """A number with the name of a loss that depends on all weights, where the gradients are those of another one; None if there is none."""
        if self.loss is None or self.is_named(self.loss):
            return None
        of = [number for number in range(len(self.derivatives.nodes)) if self.is_named(number) and not self.derivatives.nodes[number][1]]
        return next((each for each in of if all(self.depends_on(i, each) for i in self.weights)), None)

    def is_of_pair(self):
        return self.loss is not None and self.is_pair(self.loss)

    def depends_on(self, i, number=None):
        """Whether a number, the loss, depends on an array."""
        number = self.loss if number is None else number
        with np.errstate(invalid="ignore"):
            return bool(np.any(np.abs(self.derivatives.of[i][:, number]) > 100 * self.derivatives.errors[i][:, number]))

    def is_shadow(self, i):
        """Whether the loss depends on an array as on another one, with a factor: on a velocity, at the point ahead of weights."""
        own, shape = self.derivatives.of[i][-DIRECTIONS:, self.loss], self.measured["weights"][i].shape
        for j in self.matched:
            other = self.derivatives.of[j][-DIRECTIONS:, self.loss]
            if self.measured["weights"][j].shape == shape and len(own) == len(other):
                factor = own @ other / (other @ other)
                if np.max(np.abs(own - factor * other)) <= 1e-5 * np.max(np.abs(own)):
                    return True
        return False

    def differing(self):
        """The weights whose gradient is in no array, each with the one that is meant to be it, and how much it differs."""
        return self.doubtful(None if self.is_of_all() else self.following)

    def doubtful(self, within=None):
        """These, if the loss is not only a part of the one that is trained; of the arrays that were computed at these times."""
        found = [(i, self.meant(i, within)) for i in self.unmatched]
        return sorted(((i, *meant) for i, meant in found if meant is not None), key=lambda each: each[1].at)

    @functools.cached_property
    def unmatched(self):
        """The weights whose gradient is in no array, and ought to be."""
        return [i for i in self.weights if i not in self.matched and not self.has_later_loss(i) and not self.is_of_outputs(i) and not self.has_rate_inside(i)]

    def has_rate_inside(self, i):
        """Whether a gradient has no variable, and is the derivative times another number that its statement multiplies with a factor, such
        as the learning rate in `W -= 0.1 * x.T @ d`."""
        fits = self.fits(i, self.loss)
        return any(np.isfinite(fit) and not each.name and has_scaled_factor(self.nodes[each.node][3]) for fit, each in zip(fits, self.arrays[i]))

    def is_of_outputs(self, i):
        """Whether an array is what follows from a delta of outputs: a part of the loss may be meant as a constant, such as a target that the
        network itself computes."""
        return any(np.any(np.abs(self.fits(i, number) - 1) <= 2e-5) for number in range(len(self.derivatives.nodes), self.derivatives.count))

    def is_of_all(self):
        """Whether there is a loss, and it is that of all weights, and not a part of it, such as a reconstruction beside a divergence: it explains most of
        them, or is the last number with a name of a loss that is computed before the gradients."""
        if not self.is_whole or 2 * len(self.matched) >= len(self.weights):
            return self.is_whole
        first = min(self.arrays[i][at].at for i, found in self.matched.items() for at in found)
        times = [at for number, at in enumerate(self.derivatives.times) if at < first and any(self.depends_on(i, number) for i in self.weights)]
        return self.is_named(self.loss) and self.time_of(self.loss) >= max(times, default=0)

    def has_later_loss(self, i):
        """Whether another loss was computed between the first update of the step and that of a weight: two networks are trained in turn."""
        updates = self.measured["updates"]
        first, own = min((updates[j][0] for j in self.matched if j in updates), default=np.inf), updates[i][0] if i in updates else 0
        return any(first < at < own for number, at in enumerate(self.derivatives.times) if self.is_named(number))

    def meant(self, i, within=None):
        """The array that is most like the derivative, of these; None if none is."""
        known = self.known(i, self.loss)
        if known is None:
            return None
        exact, _, is_known = known
        matched = [self.arrays[j][at] for j, found in self.matched.items() for at in found]
        nodes = {each.node for each in matched if each.name}
        taken = {each.at for j in self.matched for each, factor in zip(self.arrays[j], self.fits(j, self.loss)) if np.isfinite(factor)}
        statements = {self.nodes[each.node][4] for each in matched}  # a part of these is no gradient of other weights
        held = [self.measured["weights"][i], *(each for j, (_, each) in self.measured["updates"].items() if j in self.weights)]
        best = None
        for array, along in zip(self.arrays[i], self.along[i][:, is_known] / self.factor):
            size = np.linalg.norm(along)
            is_part = not array.name and self.nodes[array.node][4] in statements
            if is_part or within is not None and array.at not in within or array.at in taken or array.is_continuing or size == 0 or any(np.array_equal(each, array.values) for each in held):
                continue
            likeness = float(along @ exact / (size * np.linalg.norm(exact)))
            if likeness < LIKE and array.node not in nodes:
                continue
            difference = float(np.max(np.abs(along - exact)) / np.max(np.abs(exact)))
            # Of a sum and a mean of the same, that of the right size.
            rank = (array.node in nodes) + 0.5 * bool(GRADIENT.search(array.name)) + 0.2 * bool(array.name) + likeness - 0.1 * min(difference, 1)
            if best is None or rank > best[0]:
                best = rank, array, difference
        return best and best[1:]

    def place(self, node):
        file, line, column, text, _ = self.nodes[node]
        return {"file": file, "line": line, "column": column + 1, "text": text}

    def end_of_forward(self):
        """When the loss, or the outputs, were computed, and where: the delta of the outputs."""
        if not self.is_of_pair():
            return self.derivatives.times[self.loss]
        output, _, _ = self.pair_of(self.loss)
        return max(each.at for each in self.all if each.node == output)

    def targets(self, differing):
        """The arrays on the way from the weights with a wrong gradient to the loss."""
        end, chosen, before = self.end_of_forward(), [], None
        moved = np.any([self.measured["moved"][i] for i, _, _ in differing], axis=0)
        for at, each in enumerate(self.all):
            is_same = before is not None and np.array_equal(before.values, each.values)  # what an expression made, and the variable has
            if moved[at] and each.at <= end and not is_same and each.values.size > 1:
                chosen.append((each.node, each.number))
            before = each
        return chosen[-MOST_TARGETS:]

    def suspects(self, differing, measured):
        """The statements that may make the first wrong gradient, each with whether it is after the last of what is still right: those first."""
        first = differing[0][1]
        deltas = set(self.right_deltas(measured))
        if self.is_of_pair():
            _, delta, _ = self.pair_of(self.loss)
            deltas |= {each.at for each in self.all if each.node == delta}
        right = deltas | {self.arrays[i][at].at for i, found in self.matched.items() for at in found}  # which may be computed late
        end = self.end_of_forward()
        places = {array.node for _, array, _ in differing}
        until = max(each.at for each in self.all if each.node in places)  # in a loop, the first wrong array comes again
        made = [each for each in self.all if end < each.at <= until]
        last = max((each.at for each in made if each.at in deltas and each.at < first.at), default=end)
        places = {}
        for each in made:
            places.setdefault(self.nodes[each.node][4], []).append(each)
        wrong = {statement: found for statement, found in places.items() if statement is not None and not all(each.at in right for each in found if each.name) or not any(each.name for each in found)}
        late = {each: any(array.at > last for array in found) for each, found in wrong.items()}
        return [(each, late[each]) for each in sorted(wrong, key=lambda each: (not late[each], wrong[each][0].at))]

    def delta(self, measured):
        """The arrays at the place of the delta of the loss, which are derivatives by what was computed last before it."""
        if self.is_of_pair():
            return [(each.node, each.number) for each in self.all if each.node == self.pair_of(self.loss)[1]]
        right = self.right_deltas(measured)
        last = max(right, key=right.get, default=None)
        nodes = {each.node for each in self.all if each.at == last}
        return [(each.node, each.number) for each in self.all if each.node in nodes and each.at in right]

    def right_deltas(self, measured):
        """When arrays were computed that are the derivative by an array of the forward pass; and when this was, the last of them."""
        if measured is None:
            return {}
        derivatives = Derivatives.of_state(measured["derivatives"])
        places = {(each.node, each.number): each for each in self.all}
        right = {}
        for k, target in enumerate(measured["targets"]):
            own = places[target]
            exact, errors = derivatives.of[k][:, self.loss], derivatives.errors[k][:, self.loss]
            largest = np.max(np.abs(exact), initial=0)
            if not np.all(np.isfinite(exact)) or not largest > 100 * np.max(errors) or np.max(errors) > 1e-4 * largest:
                continue
            directions = np.array([each.reshape(-1) for each in derivatives.directions[k]])
            for each in self.all:
                if each.at > own.at and each.values.size == own.values.size:
                    along = directions @ turned(each.values, own.values.shape).reshape(-1) / self.factor
                    if np.all(np.abs(along - exact) <= 20 * errors + 1e-5 * largest):
                        right[each.at] = max(own.at, right.get(each.at, 0))
        return right


def has_scaled_factor(text):
    """Whether an expression is a product of arrays of which one is multiplied, or divided, by something first."""
    try:
        tree = ast.parse(text.strip()).body[0].value
    except (SyntaxError, IndexError, AttributeError):
        return False
    factors = [tree.left, tree.right] if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.MatMult) else tree.args if isinstance(tree, ast.Call) else []
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Attribute):
        factors = [*factors, tree.func.value]
    return any(isinstance(each, ast.BinOp) and isinstance(each.op, (ast.Mult, ast.Div)) for each in factors)


def turned(array, shape):
    return array.T if array.ndim == 2 and array.shape == shape[::-1] and array.shape != shape else array


def gradients_of(script):
    """The gradients of the step that shows most."""
    points = Process(lambda: points_of(run(script, Finder))).answer() or []
    counts = [(Process(lambda: measured_at(script, point, True)).answer() or {"count": 0})["count"] for point in points]
    best = None
    for at in sorted(range(len(points)), key=lambda at: (at > 0, -counts[at]))[:MOST_MEASURED]:
        measured = Process(lambda: measured_at(script, points[at])).answer()
        if measured is not None:
            found = Gradients(measured)
            found.point = points[at]
            best = max(best or found, found, key=lambda each: (each.loss is not None, each.score))
            if len(found.matched) == max(counts) and not found.is_of_pair():
                break
    if best is not None and best.loss is not None and not best.is_of_all():
        best.following = following(script, best)
    return best


def following(script, found):
    """When gradients were computed that follow from the delta of the loss, and from nothing else: each changes its own weights alone."""
    doubtful = found.doubtful()
    delta = found.delta(by_targets(script, found, doubtful)) if doubtful else []
    twice = lambda groups: Process(lambda: measured_at(script, found.point, doubled=groups)).answer() or []
    doubled = twice([delta])[0][0] if delta else set()
    doubtful = found.doubtful(doubled)
    changed = [each for _, each in twice([[(array.node, array.number)] for _, array, _ in doubtful])] if doubtful else []
    weights = set(found.derivatives.of)
    return {array.at for (i, array, _), each in zip(doubtful, changed) if each & weights == {i}}


def by_targets(script, found, differing):
    """The derivatives by the arrays between the weights with a wrong gradient and the loss; None where only a delta is known."""
    targets = found.targets(differing)
    return Process(lambda: measured_at(script, found.point, pairs=found.measured["pairs"], targets=targets)).answer() if targets else None


def suspects_of(script, found, differing):
    """The places of the statements that may make the first wrong gradient, the most suspicious first."""
    if not differing:
        return []
    measured = by_targets(script, found, differing)
    return [{**found.place(each), "is_late": is_late} for each, is_late in found.suspects(differing, measured)]


def shown(script, found):
    """What is written of it."""
    derivatives, arrays, differing = found.derivatives, found.arrays, found.differing()
    suspects = suspects_of(script, found, differing)
    differing = {i: rest for i, *rest in differing}
    weights = []
    for i in found.weights:
        array = differing[i][0] if i in differing else min((arrays[i][at] for at in found.matched.get(i, ())), key=lambda each: not each.name, default=None)
        weights.append({
            "name": found.measured["names"][i] or "",
            "shape": list(found.measured["weights"][i].shape),
            "verdict": "agrees" if i in found.matched else "differs" if i in differing else "unknown",
            "gradient": None if array is None else {**found.place(array.node), "name": array.name, "when": array.at},
            "difference": differing[i][1] if i in differing else None,
        })
    if not found.is_of_pair():
        loss = {"loss": {**found.place(derivatives.nodes[found.loss][0]), "value": float(derivatives.values[found.loss])}}
    else:
        output, delta, _ = found.pair_of(found.loss)
        loss = {"output": found.place(output), "delta": found.place(delta)}
    other = found.other_loss()
    loss["named_loss"] = None if other is None else found.place(derivatives.nodes[other][0])
    text = watch.read(script)
    notes = [{"note": f"{each.note}; see line {each.line}.", "diff": differences({}, {script: each.mends[0]}) if each.mends else ""} for each in mistakes(Source(text))]
    return {**loss, "notes": notes, "factor": found.factor, "weights": weights, "suspects": [each for each in suspects if each["is_late"]][:MOST_SUSPECTS]}


def main():
    directory, script = watch.arguments()
    warnings.simplefilter("ignore")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    found = gradients_of(script) if hasattr(os, "fork") else None
    with open(os.path.join(directory, "gradients.json"), "w", encoding="utf-8") as file:
        json.dump(None if found is None or found.loss is None else shown(script, found), file)


if __name__ == "__main__":
    main()
