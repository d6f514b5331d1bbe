"""Searches for a repair of a script whose gradients are not the derivatives of its loss, whatever its network is.

    python3 gradsearch.py DIRECTORY script.py [ARGUMENTS]

DIRECTORY/repairs.json receives the edited sources with which all gradients are, in two steps, the plausible ones first, each with
its unified diff. What the script computes before its first update stays as it is.
"""

import itertools
import os
import warnings
import zlib

import numpy as np

import watch
from gradcheck import SAME, Gradients, Point, gradients_of, measured_at, node_of, place_of, plain, points_of, run, suspects_of, turned
from repairing import MOST_OTHER, Child, Search, cheapest, write_repairs
from screening import forks_of
from stepping import Enough, Finder, Process, Stepper
from watch import is_array

MOST_TRIALS = 4000
MOST_SECOND = 2  # half repairs that are edited again
MOST_GOALS = 60  # weights, of which each is a bit
LONGEST_VARIANT = 2  # seconds of a processor, of one step
REACHED, FORWARD = 1, 2  # bits of what a variant shows: that it differs in the step, and that it does before the loss
MORE, MARGIN = 5, 100  # steps and operations behind the step, in which its arrays change often enough to be seen
LATER = 3  # steps, after which a repair is tried again
LONGEST_TRIAL = 30  # seconds of a processor


class UpTo(Finder):
    """Finds where steps begin, in the first operations."""

    def __init__(self, network, last):
        super().__init__(network)
        self.stop, self.first = last, {}  # the first number, or the sum of the bits of the first array, of each place

    def see(self, node, value, name=""):
        super().see(node, value, name)
        if node in self.scalars:
            self.first.setdefault(node, self.scalars[node][0])
        elif node not in self.first and is_array(value):
            self.first[node] = zlib.crc32(np.ascontiguousarray(value).tobytes())
        if self.at >= self.stop:
            raise Enough


class Goals:
    """The derivatives by the weights whose gradient no array of the step is; an edit behind the loss leaves them as they are."""

    def __init__(self, found):
        self.begin, self.end, self.forward = found.point[0], found.point[1], found.end_of_forward()
        self.wanted = {}  # by their sizes: the shape, the directions, the derivatives, how exact they are, and the bit
        for i in [each for each in found.weights if each not in found.matched][:MOST_GOALS]:
            known, shape = found.known(i, found.loss), found.measured["weights"][i].shape
            if known is not None:
                exact, errors, is_known = known
                directions = np.array([each.reshape(-1) for each in found.derivatives.directions[i]])[is_known]
                exact, off = found.factor * exact, abs(found.factor) * (20 * errors + SAME * np.max(np.abs(exact)))
                self.wanted.setdefault(int(np.prod(shape)), []).append((shape, directions, exact, off, FORWARD << 1 + self.count()))

    def count(self):
        return sum(map(len, self.wanted.values()))

    def whole(self):
        """The bits of all of them."""
        return ((1 << self.count()) - 1) * (FORWARD << 1)

    def bits(self, array):
        """Of those that an array is."""
        result = 0
        for shape, directions, exact, off, bit in self.wanted.get(array.size, ()):
            if np.all(np.abs(directions @ turned(array, shape).reshape(-1) - exact) <= off):
                result |= bit
        return result


class Screen(Stepper):
    """Looks for gradients that are right in one step of all edited sources, which are variants of one tree."""

    def __init__(self, network, forks, goals, found):
        super().__init__(network)
        self.begin, self.end = goals.begin, goals.end
        self.forks, self.goals, self.found = forks, goals, found
        self.record = lambda *arguments: self.look(arguments[-1])

    def branch(self, place):
        number = 0 if self.edit or self.at < self.begin else self.forks.at(place)
        if number:
            self.edit = number
            self.found[number] = REACHED | FORWARD * (self.at <= self.goals.forward)

    def look(self, array):
        if self.at >= self.begin:
            self.found[self.edit] |= self.goals.bits(array)

    def now(self):
        self.at += 1
        if self.at >= self.end or self.found[self.edit, 0] & self.goals.whole() == self.goals.whole():
            raise Enough


def screen(directory, script, edited, merged, goals, found, longest, until):
    """Runs the variants of some files; what each shows is found under its number."""
    forks = forks_of(edited, merged, longest, until)
    watcher = [None]

    def make(network):
        watcher[0] = Screen(network, forks, goals, found)
        return watcher[0]

    try:
        run(script, make)
    finally:
        if watcher[0].edit:
            os._exit(0)
    forks.wait()


class Known:
    """What a script must still do when it is edited."""

    def __init__(self, found, differing):
        nodes, point = found.nodes, Point(*found.point)
        self.begin, self.starts, self.step, self.gap = point.begin, point.starts, point.step, point.gap
        self.stop = [point.last + (later + MORE) * (point.end - point.begin) + MARGIN for later in (0, LATER)]
        self.weights, self.factor, self.count = found.weights, found.factor, len(found.matched)
        self.first = [i for i, _, _ in differing[:1]]
        self.is_pair = found.is_of_pair()
        if self.is_pair:
            output, delta, is_turned = found.pair_of(found.loss)
            self.kept = place_of(nodes, output), place_of(nodes, delta)
            self.pair = *self.kept, is_turned
        else:
            node, self.part = found.derivatives.nodes[found.loss]
            self.kept = (place_of(nodes, node),)

    def adapt(self, script):
        """Where the step is among the first operations alone; whether it is there."""
        points, _, _ = Process(lambda: points_up_to(script, self.stop[0], self.step, ())).answer() or ([], None, 0)
        same = next((each for each in itertools.starmap(Point, points) if each.begin == self.begin), None)
        if same is None or not all(self.starts[i] in same.starts for i in self.weights):
            return False
        self.gap = same.gap
        self.first, self.weights = ([same.starts.index(self.starts[i]) for i in each] for each in (self.first, self.weights))
        return True


def points_up_to(script, stop, step, places):
    """Where steps may begin, what is first at some places, and how many arrays may be weights."""
    watcher = run(script, lambda network: UpTo(network, stop))
    nodes = plain(watcher)
    return points_of(watcher, step), [watcher.first.get(node_of(nodes, each)) for each in places], len(watcher.lasting())


def trial_of(script, edited, known, weights, later=0):
    """How many of these weights have the right gradient; and the first loss, or, without one, the first outputs and their delta."""
    watch.EDITED.update(edited)
    stop = known.stop[later > 0]
    points, first, lasting = Process(lambda: points_up_to(script, stop, known.step + later, known.kept)).answer() or ([], None, 0)
    point = next((each for each in points if Point(*each).gap == known.gap), None)
    if point is None:
        return None
    pairs = [known.pair] if known.is_pair else []
    measured = Process(lambda: measured_at(script, point, pairs=pairs, chosen=weights)).answer()
    if measured is None:
        return None
    found = Gradients(measured, True)
    if known.is_pair:
        number = len(found.derivatives.nodes) if measured["pairs"] else None
    else:
        node = node_of(measured["nodes"], *known.kept)
        number = found.derivatives.nodes.index((node, known.part)) if (node, known.part) in found.derivatives.nodes else None
    if number is None:
        return None
    matching = found.matching(number, known.factor)
    return {"score": 0 if matching is None else len(matching[2]), "first": first, "lasting": lasting}


class SearchOfGradients(Search):
    """Tries edits until all weights have the right gradient."""

    unscreened = 0

    def __init__(self, directory, script, known):
        super().__init__(directory, script, {"lines": [], "formulas": ({}, {})})
        self.known, self.others = known, []
        self.start = Child(trial_of, script, {}, known, known.weights).answer()

    def screened(self, options, given, goals):
        """The options that make all gradients that were missing, and some of them. Those that differ before the loss, on which these depend,
        are left for later."""
        numbered, found = self.seen_in(options, given, screen, goals, 1, LONGEST_VARIANT)
        whole, shown = goals.whole(), [int(each) for each in found[:, 0]]
        right = [option for option, each in zip(numbered[1:], shown[1:]) if each & whole == whole]
        counts = [(each & whole).bit_count() for each in shown]
        more = [(counts[0] - count, option) for option, each, count in zip(numbered[1:], shown[1:], counts[1:]) if counts[0] < count and each & whole != whole]
        self.others += [option for option, each in zip(numbered[1:], shown[1:]) if each & FORWARD and each & whole != whole]
        return right, more, []

    def trial(self, edited):
        """Of the weights whose gradient is wrong first: only what makes it right is looked at further."""
        return Child(trial_of, self.script, edited, self.known, self.known.first)

    def judge(self, option, trial, score, better):
        if trial is None or not trial["score"] or self.start is None or trial["lasting"] != self.start["lasting"]:
            return
        trial, later = (Child(trial_of, self.script, option[2], self.known, self.known.weights, steps).answer() for steps in (0, LATER))
        scores = [0 if each is None else each["score"] for each in (trial, later)]
        if min(scores) >= len(self.known.weights):
            (self.found if trial["first"] == self.start["first"] else self.doubtful).append(option)
        elif min(scores) > score:
            better.append((-min(scores), option[0], option[2], None))


def main():
    directory, script = watch.arguments()
    warnings.simplefilter("ignore")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    repairs = []
    found = gradients_of(script) if hasattr(os, "fork") else None
    differing = found.differing() if found is not None and found.loss is not None else []
    if differing:
        suspects = [(each["file"], each["line"]) for each in suspects_of(script, found, differing)][::-1]
        known, goals, Child.longest = Known(found, differing), Goals(found), LONGEST_TRIAL
        if known.adapt(script):
            search, better = SearchOfGradients(directory, script, known), []
            search.run_edits({}, suspects, goals, MOST_TRIALS, known.count, better)
            if not search.found:
                better += search.run(search.others, MOST_OTHER, known.count)
            for _, _, edited, _ in sorted(better, key=lambda each: each[:2])[:MOST_SECOND]:
                if not search.found:  # of two mistakes, one is repaired
                    search.run_edits(edited, suspects, goals, MOST_TRIALS)
            repairs = cheapest(search.found or search.doubtful)
    write_repairs(directory, [(each, False) for each in repairs])


if __name__ == "__main__":
    main()
