"""Screens edited sources: which of them make of the weights, in one step, what right gradients make of them.

All are variants of one tree, which runs once; where a variant begins to differ, the process forks, and the fork runs on as this
variant until the step is over. Nothing is inferred: the tensors that are to be are known, and only have to appear.
"""

import copy
import gc
import itertools
import os
import random
import signal
import time

import numpy as np

import lists
import watch
from fitting import PLAIN
from gradients import FACTORS, family
from inferring import Network
from settings import CLIPS
from values import close

MOST_WAYS = 8
MOST_PENALTIES = 3  # that a script names, and that its updates do not show
CLEAR = 1e-3  # between updates: an adaptive optimizer hides that all gradients are too large, except for its epsilon
TINY = 1e-9  # between numbers that are the same, of the largest
MOST_COMPARED = 4096  # numbers of a tensor
FINISHED, FORWARD, LATER = 1, 2, 4  # bits of what a variant shows: that its step is over, and that the outputs are those before, at first and then
MOST_BITS = 62
# From this bit on, the inputs and weights with which the training begins; then those of the step, and the tensors that it is to make.
FIRST_KEPT = 3


class Over(BaseException):
    """The step is over, or all its tensors have appeared."""


def goals_of(settings, ends):
    """The tensors that right gradients make in the first step whose own are others, in each way that is open; None if there is no
    such step, or if they are not known. The ends of steps are those of what the script computes."""
    compared = [i for i, each in enumerate(settings.steps) if each.has_error]
    if settings.network.reason == CLIPS and not settings.unlike:
        ways = clipped_ways(settings)
        step = max((step for step, _ in ways), default=0)
        ways = [list(made_of(settings, settings.steps[step], updates[step], CLEAR / 10)) for other, updates in ways if other == step][:MOST_WAYS]
    elif settings.network.reason is not None:
        step = compared[0] if compared else 0
        ways = list(gradients_of(settings, settings.steps[step])) if compared and settings.unlike else []
    else:
        updates = [each for each in (settings.right_updates(*way) for way in open_ways(settings)) if each]
        pairs = zip(settings.updates, updates[0]) if updates else ()
        step = next((i for i, (u, e) in enumerate(pairs) if not all(close(*each, 100 * settings.digits) for each in zip(u, e))), None)
        ways = [] if step is None else [list(made_of(settings, settings.steps[step], each[step])) for each in updates]
    if not ways or step + 1 >= len(ends):
        return None
    begun = [settings.steps[each] for each in sorted({0, step})]  # Adam's first updates barely show that all gradients are too large
    if any(each.A[-1] is None for each in begun):
        return None
    shown = [[goal(*each) for each in grouped(settings.layers, tensors)] for tensors in ways]
    kept = [kept_of(settings, each) for each in begun]
    if FIRST_KEPT + sum(map(len, kept)) + len(shown[0]) > MOST_BITS:
        return None
    outputs = [goal(each.A[-1], TINY * np.max(np.abs(each.A[-1]))) for each in begun]
    return {"ways": shown, "outputs": outputs, "kept": kept, "end": ends[step + 1]}


def kept_of(settings, step):
    """The inputs and weights with which a step begins."""
    if settings.network.lists is not None:
        return []
    weights = [(each, TINY * np.max(np.abs(each))) for each in settings.tensors(step)]
    return [goal(*each) for each in [(step.X, TINY * np.max(np.abs(step.X))), *grouped(settings.layers, weights)]]


def made_of(settings, step, updates, digits=None):
    """What updates make of the weights and biases of a step, with tolerances."""
    for tensor, update in zip(settings.tensors(step), updates):
        yield tensor - update, max((digits or 100 * settings.digits) * np.max(np.abs(update)), 4e-16 * np.max(np.abs(tensor)))


def open_ways(settings):
    """The reduction, the penalty and the learning rate that a repaired script may have."""
    rate = settings.optimizer[1]["learning_rate"]
    is_open = settings.is_guessed or settings.contradicts_loss or settings.optimizer[0] not in PLAIN
    reductions = dict.fromkeys([settings.reduction, *(("mean", "sum") if is_open else ())])
    is_doubtful = settings.is_guessed or not settings.is_named(rate)
    others = [each for each in settings.rates if each > 0] if is_doubtful else []
    simple = rate * FACTORS[family(settings.loss)](1) / FACTORS[settings.loss](settings.layers[-1].units)  # that of half the squared error
    if settings.is_guessed and settings.optimizer[0] in PLAIN and simple != rate:
        others.insert(0, simple)
    penalties = [settings.penalty] + ([{}] if settings.is_guessed and settings.penalty else [])
    if settings.said_penalty() and not settings.penalty:
        penalties += settings.named_penalty_options()[:MOST_PENALTIES]
    meant = others[:2] if settings.is_exact and others else [rate, *others[:2]]  # of right updates, another rate is
    ways = [(way, penalty, each) for penalty in penalties for each in dict.fromkeys(meant) for way in reductions]
    return ways[:MOST_WAYS]


def clipped_ways(settings):
    """The updates that follow from right gradients with each way to clip them, and the first step whose own are others."""
    name, constants = settings.said_optimizer()
    rate = next((each for each in settings.rates if each > 0), None)
    tensors = [settings.tensors(each) for each in settings.steps]
    other, found = copy.copy(settings), []
    other.updates = [[w - v for w, v in zip(now, then)] for now, then in zip(tensors, tensors[1:])]
    other.optimizer = name, constants
    for other.clip in settings.clippings() if rate else ():
        for reduction in ("mean", "sum"):
            updates = other.right_updates(reduction, {}, rate)
            step = next((i for i, each in enumerate(zip(other.updates, updates)) if not all(close(u, e, CLEAR) for u, e in zip(*each))), None)
            if step is not None:
                found.append((step, updates))
    return found


def gradients_of(settings, step):
    """The right gradients, with each sign and each reduction."""
    for reduction in ("mean", "sum"):
        pairs = settings.gradients(settings.loss, reduction, step)
        for sign in (1, -1) if pairs is not None else ():
            yield [(sign * g, 1e-7 * np.max(np.abs(g))) for g in settings.flat(pairs)]


def grouped(layers, tensors):
    """The tensors as the script has them: a bias that is a row of the weights in one array with these."""
    found, waiting = [], list(tensors)
    for layer in layers:
        weights, tolerance = waiting.pop(0)
        bias, other = waiting.pop(0) if layer.is_biased else (None, 0.0)
        if layer.ones:
            rows = [weights, bias.reshape(1, -1)]
            found.append((np.concatenate(rows[:: layer.ones]), max(tolerance, other)))
        else:
            found.append((weights, tolerance))
            if bias is not None and (layer.units == 1 or layer.bias_shape is None or np.prod(layer.bias_shape) > 1):
                found.append((bias, other))  # not a number that all units share
    return found


def goal(array, tolerance):
    """A tensor as it is sent to another process."""
    forms = (array.reshape(-1), array.T.reshape(-1))  # as the script may have it
    return [array.size, *(each[:MOST_COMPARED].tolist() for each in forms), float(tolerance)]


class Forks:
    """Begins the runs of the variants of a merged tree, each in a process of its own, as many at a time as there are processors."""

    def __init__(self, branches, longest, until):
        self.branches, self.longest, self.until = branches, longest, until
        self.running = set()

    def at(self, place):
        """The number of the variant as which this process goes on from a place; 0 if it goes on as before."""
        for number in self.branches.pop(place, ()):
            self.wait(os.cpu_count() or 1)
            if time.monotonic() > self.until:
                return 0
            drawn, process = random.getstate(), os.fork()
            if process == 0:
                limit(self.longest)
                random.setstate(drawn)  # Python gives each process a new one
                self.branches = {}
                return number
            self.running.add(process)
        return 0

    def wait(self, fewer=1):
        while len(self.running) >= fewer:
            self.running.discard(os.wait()[0])


class Screen(Network):
    """Looks for the tensors among all that a script computes."""

    def __init__(self, directory, script, forks, goals, found):
        super().__init__(directory, script)
        self.forks, self.goals, self.found = forks, goals, found
        self.edit = 0  # the number of the variant that this process runs
        self.count = 0
        self.wanted = {}  # by their sizes: the numbers as they are and transposed, the tolerance, the way and the bit
        for way, tensors in enumerate(goals["ways"]):
            for at, each in enumerate(sum(goals["kept"], []) + tensors):
                self.want(*each, way, 1 << FIRST_KEPT + at)
            for each, bit in zip(goals["outputs"], (FORWARD, LATER)):
                self.want(*each, way, bit)
        self.whole = wholes(goals)

    def want(self, size, numbers, turned, tolerance, way, bit):
        self.wanted.setdefault(size, []).append(((np.array(numbers), np.array(turned)), tolerance, way, bit))

    def feed(self, event):
        self.count += 1
        for each in (event.result, *event.operands):
            if each is not None and each.size in self.wanted:
                self.see(each.array)
        if self.count >= self.goals["end"]:
            raise Over

    def read(self):
        """Looks for the tensors among the plain numbers of a script."""
        if len(lists.log) < self.goals["end"]:
            lists.full = self.goals["end"]
            return
        raise Over

    def look(self):
        numbers = np.sort(np.array([float(each) for each in lists.log]))
        for options in self.wanted.values() if len(numbers) else ():
            for (numbers_wanted, _), tolerance, way, bit in options:
                at = np.searchsorted(numbers, numbers_wanted).clip(1, len(numbers) - 1)
                nearest = np.minimum(np.abs(numbers[at] - numbers_wanted), np.abs(numbers[at - 1] - numbers_wanted))
                if np.all(nearest <= tolerance):
                    self.found[self.edit, way] |= bit

    def finish(self):
        if self.lists is not None:
            self.look()
        self.found[self.edit] |= FINISHED

    def see(self, array):
        flat = array.reshape(-1)[:MOST_COMPARED]
        for forms, tolerance, way, bit in self.wanted[array.size]:
            if not self.found[self.edit, way] & bit and any(abs(flat[0] - each[0]) <= tolerance and np.max(np.abs(flat - each)) <= tolerance for each in forms):
                self.found[self.edit, way] |= bit
                if self.found[self.edit, way] & self.whole[way] == self.whole[way]:
                    raise Over

    def branch(self, place):
        number = 0 if self.edit else self.forks.at(place)
        if number:
            self.edit = self.watcher.edit = number
            self.found[number] = self.found[0]  # what it has shown so far


def wholes(goals):
    """The bits of all tensors that a step is to make, in each way."""
    first = FIRST_KEPT + sum(map(len, goals["kept"]))
    return [(1 << first + len(each)) - (1 << first) for each in goals["ways"]]


def kept(goals):
    """The bits of all with which the training begins, and of all with which the step does."""
    counts = list(itertools.accumulate(map(len, goals["kept"]), initial=FIRST_KEPT))
    masks = [(1 << stop) - (1 << start) for start, stop in zip(counts, counts[1:])]
    return masks[0], sum(masks)


def limit(seconds):
    """Limits the time of this process: on a processor, and, for it may wait for something, in all."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, 12 * seconds)


def read_all(descriptor):
    """What another process writes, to its end; the descriptor is closed."""
    with os.fdopen(descriptor, "rb") as file:
        return file.read()


def forks_of(edited, merged, longest, until):
    """What begins the runs of the variants of the files whose trees are to be merged, beside the edits of all."""
    watch.EDITED.update(edited)
    gc.disable()  # it would touch, and so copy, all that a fork shares
    branches = {}
    for path, (variants, numbers) in merged.items():
        watch.TREES[path], places = variants.merged(numbers, len(branches))
        branches.update(places)
    return Forks(branches, longest, until)


def screen(directory, script, edited, merged, goals, found, longest, until):
    """Runs the variants of some files; what each shows is found under its number."""
    network = Screen(directory, script, forks_of(edited, merged, longest, until), goals, found)
    try:
        watch.watch(script, network)
        network.finish()
    except Over:
        network.finish()
    finally:
        if network.edit:
            os._exit(0)
    network.forks.wait()
