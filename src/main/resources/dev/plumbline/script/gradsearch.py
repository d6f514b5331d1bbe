"""Searches for a repair of a script whose gradients are not the derivatives of its loss, whatever its network is.

    python3 gradsearch.py DIRECTORY script.py [ARGUMENTS]

DIRECTORY/repairs.json receives the edited sources with which all gradients are, in two steps, the plausible ones first, each with
its unified diff. What the script computes before its first update stays as it is.
"""

import itertools
import os
import warnings

import watch
from gradcheck import Gradients, Point, gradients_of, measured_at, node_of, place_of, plain, points_of, run, suspects_of
from repairing import Child, Search, candidates, cheapest, write_repairs
from stepping import Enough, Finder, Process

MOST_TRIALS = 4000
MOST_SECOND = 2  # half repairs that are edited again
MORE, MARGIN = 5, 100  # steps and operations behind the step, in which its arrays change often enough to be seen
LATER = 3  # steps, after which a repair is tried again
LONGEST_TRIAL = 30  # seconds of a processor


class UpTo(Finder):
    """Finds where steps begin, in the first operations."""

    def __init__(self, network, last):
        super().__init__(network)
        self.stop, self.first = last, {}  # the first number of each place

    def see(self, node, value, name=""):
        super().see(node, value, name)
        if node in self.scalars:
            self.first.setdefault(node, self.scalars[node][0])
        if self.at >= self.stop:
            raise Enough


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
            self.pair = place_of(nodes, output), place_of(nodes, delta), is_turned
        else:
            node, self.part = found.derivatives.nodes[found.loss]
            self.loss = place_of(nodes, node)

    def adapt(self, script):
        """Where the step is among the first operations alone; whether it is there."""
        points, _, _ = Process(lambda: points_up_to(script, self.stop[0], self.step, None)).answer() or ([], None, 0)
        same = next((each for each in itertools.starmap(Point, points) if each.begin == self.begin), None)
        if same is None or not all(self.starts[i] in same.starts for i in self.weights):
            return False
        self.gap = same.gap
        self.first, self.weights = ([same.starts.index(self.starts[i]) for i in each] for each in (self.first, self.weights))
        return True


def points_up_to(script, stop, step, loss):
    watcher = run(script, lambda network: UpTo(network, stop))
    node = None if loss is None else node_of(plain(watcher), loss)
    return points_of(watcher, step), watcher.first.get(node), len(watcher.lasting())


def trial_of(script, edited, known, weights, later=0):
    """How many of these weights have the right gradient; and the first loss, or, without one, the outputs times their delta."""
    watch.EDITED.update(edited)
    loss, stop = None if known.is_pair else known.loss, known.stop[later > 0]
    points, first, lasting = Process(lambda: points_up_to(script, stop, known.step + later, loss)).answer() or ([], None, 0)
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
        node = node_of(measured["nodes"], known.loss)
        number = found.derivatives.nodes.index((node, known.part)) if (node, known.part) in found.derivatives.nodes else None
    if number is None:
        return None
    matching = found.matching(number, known.factor)
    if known.is_pair:  # what the outputs are, and what is sent back
        first = float(found.derivatives.still[number])
    return {"score": 0 if matching is None else len(matching[2]), "first": first, "lasting": lasting}


class SearchOfGradients(Search):
    """Tries edits until all weights have the right gradient."""

    def __init__(self, directory, script, known, suspects):
        super().__init__(directory, script, {"lines": [], "formulas": ({}, {})})
        self.known, self.suspects = known, suspects
        self.start = Child(trial_of, script, {}, known, known.weights).answer()

    def options(self, given=None):
        found = candidates(self.script, given or {}, self.suspects, self.before)
        return (option for _, option in self.new(found, given or {}, {}))

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
            better.append((-min(scores), option[0], option[2], self.suspects))


def main():
    directory, script = watch.arguments()
    warnings.simplefilter("ignore")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    repairs = []
    found = gradients_of(script) if hasattr(os, "fork") else None
    differing = found.differing() if found is not None else []
    if differing:
        suspects = [(each["file"], each["line"]) for each in suspects_of(script, found, differing)]
        known, Child.longest = Known(found, differing), LONGEST_TRIAL
        if known.adapt(script):
            search = SearchOfGradients(directory, script, known, suspects[::-1])
            better = search.run(search.options(), MOST_TRIALS, known.count)
            for _, _, edited, _ in sorted(better, key=lambda each: each[:2])[:MOST_SECOND]:
                if not search.found:  # of two mistakes, one is repaired
                    search.run(search.options(edited), MOST_TRIALS)
            repairs = cheapest(search.found or search.doubtful)
    write_repairs(directory, [(each, False) for each in repairs])


if __name__ == "__main__":
    main()
