"""Searches for a repair of a script: edits of it with which its first steps follow from right gradients.

    python3 repairing.py DIRECTORY script.py [ARGUMENTS]

DIRECTORY/search.json says in which lines the wrong tensors are computed, and which step has the first one.
DIRECTORY/repairs.json receives the edited sources that pass, the plausible ones first, each with its unified diff. A source
passes if every change of the weights in the first steps is the one that right gradients give, with the same data, initial
weights, layers, loss and optimizer as before, and again from other initial weights.
"""

import ast
import difflib
import importlib
import itertools
import json
import math
import mmap
import os
import random
import re
import select
import sys
import tempfile
import time
import warnings
import zlib
from collections.abc import Mapping

import numpy as np

import watch
from around import KINDS, mended, mistakes
from edits import NEAR, edits, rewritings
from fitting import PLAIN
from forgotten import reweighed, shared_indices
from formulas import Formulas
from gradients import CATEGORICAL, family
from hints import hints, random_weights
from inferring import ENOUGH_STEPS, Network
from moves import is_reset
from names import OTHER_NAMES, PENALTY, SAID
from roles import Roles
from screening import FINISHED, FORWARD, LATER, MOST_BITS, goals_of, kept, limit, read_all, screen, wholes
from settings import EXPLAINED, Settings, settled
from sharing import with_new_objects
from sources import Source, own_nodes
from values import RATE, NotUnderstood, UpdateNotUnderstood
from variants import Variants, common
from writing import MOMENTUM

MOST_TRIALS, MOST_QUICK_TRIALS = 1200, 6000
MOST_UNSCREENED = 40  # of the first edits, which are tried without being screened
MOST_SECOND_TRIALS = 400  # of each half repair
LONGEST_SEARCH = 150  # seconds, where trials take long
MORE_TRIALS = 40  # after the first repair, whose gradients may be wrong all the same: twice the other sign
MOST_WHOLE_TRIALS = 200  # of whole trainings whose gradients are wrong
MORE_WHOLE_TRIALS = 10  # after the first one of a whole training
MOST_REPAIRS = 6
BATCH = 300  # edits that are screened at a time
MOST_RIGHT, MOST_MORE, MOST_OTHER = 30, 12, 240  # of a batch: edits that are tried after they were screened
LONGEST_SCREENING = 120  # seconds
SHORTEST_VARIANT = 0.3  # seconds that each may take of a processor: an edit may make a loop endless
PATIENCE = 3  # batches after the first edit that passes but contradicts the loss of the script, or that is half a repair
MOST_SECOND = 4  # half repairs that are edited again, before others are looked for
SECOND_PART = 6  # of the time left, one for each of them
FEWEST_STEPS = 2  # after which most trials end; those that may be right go on
LATEST_STEP = 500  # whose wrong tensors are searched for a repair in all steps up to it
LONGEST_WHOLE = 150  # seconds of a processor, of a whole training of the script as it is, or without what the text shows
LONGEST_FIRST = 60  # seconds of a processor: what a wrong script was meant to train takes long to find
LONGEST_TRIAL = 10
MORE_STEPS = 10  # times as long, what a training may take that makes a step of each batch, and not of the last
FAR_LINES = 6  # bits, and if it is not in a function or loop of the training
NAMED_RATE_OF_TRIAL = 0.25  # tensors, for which a learning rate counts more that the script names
CLEAR = 3  # bits, what an edit costs that is hardly ever wrong
OF_NO_INDEX = 6  # bits, what an edit costs more that writes no index, where batches have other examples than they should
ORPHAN = 4  # bits, what an edit costs more after which a variable is no longer read
OTHER_LINES = NEAR  # what an edit costs more if it is not in the lines of the wrong tensor
MADE_BEFORE = 2  # what an edit costs more of what the lines of the wrong tensor read, and a line before the loop makes
IMPOSSIBLE = "impossible"  # targets, for the loss

# What may differ of a training without a contradiction, of each kind of these.
MAY_DIFFER = {"penalty": {"loss"}, "weighed": {"loss"}, "partial": set(), "loss": {"loss"}, "twice": {"optimizer"}, "divisor": {"optimizer"}, "fixed": {"layers", "steps", "optimizer"}, "rule": {"optimizer"}, "unused": {"steps"}, "order": {"steps"}, "drawn": {"steps"}, "dropout": {"layers"},
              "unread": {"layers"}, "unbiased": {"layers"}, "missed": {"steps"}, "repeated": {"steps"}, "overlapping": {"steps"}, "overwritten": {"steps"}, "unordered": {"steps"}, "pairs": set(), "equal": set(), "targets": set(), "evaluation": set(), "cut": {"steps"}, "lost": {"layers", "loss", "optimizer"}, **KINDS}
AROUND = {*KINDS, "cut", "weighed"}  # which a known edit mends
TRAINS_OTHERWISE = {"penalty", "weighed", "loss", "rule", "twice", "divisor", "evaluation"}  # so that it may stop at another step
IN_THE_END = re.compile(r", in the end \S+ \(.*?\)")  # of a learning rate
SEEN_FIRST = {"fixed", "penalty", "loss", "rule", "twice"}  # in the first steps


class Learned(BaseException):
    """The first steps are known; the rest of the training is of no interest."""


class FirstSteps(Network):
    """A network that is left as soon as its first steps are known, or if they are not after so many events."""

    fewest, most = FEWEST_STEPS, ENOUGH_STEPS  # of a trial: after which most end, and those that may be right
    settings = None
    enough = ()  # events that show the fewest steps, and enough of them
    seconds = 0.0  # of a processor, until the first steps are over
    ends = ()  # of the first steps: after how many events, or operations of plain numbers
    most_events = 1 << 20
    reason = None  # why no update can be said, so that gradients are compared

    def feed(self, event):
        super().feed(event)
        if len(self.events) > self.most_events:
            raise Learned

    def outcome_of(self, roles):
        self.seconds = time.process_time()
        # The last step ends, and its weights are multiplied again, in the one after it.
        windows = [each for each in roles.training.windows if isinstance(each, list)]  # plain numbers have no events
        self.enough = [sum(map(len, windows[: steps + 1])) for steps in (self.fewest, self.most)]
        self.ends = list(itertools.accumulate(map(len, windows))) if self.lists is None else self.lists.ends(self.most + 1)
        if self.reason is None:
            try:
                self.settings = settled(self, roles)
            except UpdateNotUnderstood as reason:
                self.reason = str(reason)
        if self.reason is not None:
            self.settings = Settings(self, roles, are_of_gradients=True)
        raise Learned


def shown(settings, rows=None):
    """What the first steps show; of the inputs of the first one, only so many rows."""
    nodes = settings.network.watcher.nodes
    used = {event.node for event in settings.network.events} or range(len(nodes))  # plain numbers have no events
    roles, first = settings.roles, settings.roles.first_steps[0]
    rows = rows or len(first.X)
    reason = settings.network.reason
    optimizer, constants = settings.optimizer
    return {
        # Updates may be right though an activation is not what its name says.
        "is_exact": settings.is_exact and not any(each.question for each in roles.layers),
        "reason": reason,
        "is_guessed": settings.is_guessed,
        "score": settings.score + NAMED_RATE_OF_TRIAL * settings.is_named(constants["learning_rate"]),
        "has_named_rate": settings.is_named(constants["learning_rate"]) or settings.is_written(constants["learning_rate"]),
        "network": [[each.units, each.activation, each.is_biased, each.keep is not None] for each in roles.layers],
        "training": [settings.loss, optimizer, sorted([k, str(v)] for k, v in constants.items() if k != "learning_rate")],
        "loss": settings.observed and list(settings.observed[:2]),
        "has_guessed_outputs": settings.has_guessed_outputs,
        # The losses of the outputs before any update, whatever they are: also with a penalty.
        "outputs": None if first.A[-1] is None else zlib.crc32(np.ascontiguousarray(first.A[-1]).tobytes()),
        "losses": ["%.9g" % each.scalar for each in settings.losses_of(first.early_scalars)],
        "contradicts_loss": settings.contradicts_loss,
        "clip": settings.clip,
        "takes_deltas": settings.takes_deltas,
        "weights": settings.weights and [[list(target), weight] for target, weight in settings.weights.items()],
        "lacks_penalty": settings.lacks_penalty,
        "lacks_rule": settings.missing is not None or optimizer == "sgd" and bool(MOMENTUM.search(settings.text)),
        "optimizer": settings.optimizer,
        "rest": [settings.reduction, settings.penalty, float("%.9g" % constants["learning_rate"])],
        # The same numbers, which may be in other places of a vector with all weights.
        "start": zlib.crc32(first.X[:rows].tobytes() + np.sort(np.concatenate([each.reshape(-1) for each in first.W])).tobytes()),
        "said": settings.said_optimizer()[0],
        "has_layer_below": roles.layer_below_changes is not None,
        "has_units": len(first.W) < 2 or any(np.ptp(each) > 0 for each in first.W),  # that do not stay equal
        "rows": len(first.X),
        "targets": None if first.y is None else IMPOSSIBLE if is_no_distribution(first.y, settings.loss) else zlib.crc32(np.ascontiguousarray(first.y[:rows]).tobytes()),
        "cannot_reach": settings.cannot_reach,
        "has_mixed_signs": settings.has_mixed_signs,
        "lines": sorted({(nodes[each].file, nodes[each].line) for each in used}),
        "events": len(settings.network.events),
        "enough": settings.network.enough,
        "seconds": settings.network.seconds,
        "steps": len(settings.updates) if reason is None else len(roles.first_steps),  # with finite numbers
        "wrong": settings.unexplained() if settings.updates else settings.unlike,
    }


def is_no_distribution(targets, loss):
    """Whether they cannot be the targets of a cross-entropy over classes, such as the numbers of the classes themselves."""
    return loss == CATEGORICAL and bool(np.any(targets < 0) or np.any(np.abs(targets.sum(axis=1) - 1) > 1e-5))


def places(network):
    """The lines that compute each tensor, the last one last."""
    nodes = network.watcher.nodes
    found = {}
    for step in network.settings.roles.first_steps:
        for name, numbers in step.places.items():
            found.setdefault(name, [(nodes[each].file, nodes[each].line) for each in numbers])
    return found


def lines_of(wrong, places):
    """The lines that may make the changes of some tensors wrong: of the last layer with such, without what is also in others."""
    last = max((int(name[1:]) for name in wrong), default=0)
    of_last = [name for name in wrong if name[1:] == str(last)]
    kinds = [kind for name in of_last for kind in (("dZ", "dW", "W") if name[0] == "W" else ("db", "b"))]
    lines = [tuple(line) for kind in dict.fromkeys(kinds) for line in places.get(f"{kind}{last}", ())]
    return list(dict.fromkeys(lines))


def is_installed(module):
    """Whether a module is none of the script's own, which train, and which trials edit."""
    file = os.path.abspath(getattr(module, "__file__", None) or "/")
    return "site-packages" in file or not file.startswith(os.path.dirname(os.path.abspath(sys.argv[0])) + os.sep)


def load(modules):
    """Imports what the script imports once, and not in each trial."""
    for name in modules:
        try:
            importlib.import_module(name)
        except Exception:
            continue  # the script itself may have replaced it


def keeps(trial, before):
    """Whether a source is right, and trains what the source before it was meant to train."""
    if not trial["is_exact"] or trial["steps"] < FirstSteps.most - 1 or trial["start"] != before["start"]:
        return False
    is_known = not before["is_guessed"] or trial["is_guessed"] or before["reason"]
    if with_biases_of(before["network"], trial["network"]) != before["network"] and (is_known or not before["has_guessed_outputs"] or without_outputs(trial) != without_outputs(before)):
        return False
    if trial["cannot_reach"] and not before["cannot_reach"] or trial["has_mixed_signs"] and not before["has_mixed_signs"]:
        return False
    if before["clip"] and before["is_guessed"] and (trial["training"][0], trial["rest"][0]) != (before["training"][0], before["rest"][0]):
        return False  # of clipped gradients, the size cannot be seen
    if before["is_exact"] and not before["reason"] and not trial["has_named_rate"]:
        return False  # all but its rate was right already
    if trial["lacks_penalty"] and trial["reason"] is None:
        return False  # what decays is not meant to be left out
    if before["reason"] and trial["contradicts_loss"] and not before["contradicts_loss"]:
        return False  # clipped gradients hide that they are those of the sum
    if before["reason"] not in (None, *EXPLAINED) and trial["reason"] in (None, *EXPLAINED):
        # Of wrong gradients, or of some that are not clipped, no optimizer was seen.
        is_said = trial["has_named_rate"] and trial["said"] in ("sgd", trial["training"][1])
        return is_said and trial["training"][0] == before["training"][0] and keeps_loss(trial, before) and (trial["clip"] or trial["reason"]) is not None
    (loss, optimizer, _), (loss_before, optimizer_before, _) = trial["training"], before["training"]
    is_same_optimizer = optimizer == optimizer_before or has_guessed_optimizer(before) and trial["has_named_rate"]
    is_same_training = trial["training"] == before["training"] if is_known else is_same_optimizer and (family(loss) == family(loss_before) or before["has_guessed_outputs"])
    if (trial["reason"] is None) != (before["reason"] is None) or not is_same_training:
        return False
    if trial["reason"] not in (None, *EXPLAINED) and (trial["reason"] != before["reason"] or before["is_exact"]):
        return False  # its gradients are right, as they were before
    if trial["rows"] < before["rows"] or trial["rows"] > before["rows"] and not before["is_guessed"]:
        return False  # an update that leaves its loop takes more examples
    are_other_targets = before["targets"] not in (None, IMPOSSIBLE, trial["targets"]) and not before["has_guessed_outputs"]
    if trial["targets"] == IMPOSSIBLE or are_other_targets or not keeps_loss(trial, before):
        return False
    if before["reason"] or trial["rest"] == before["rest"] or before["is_guessed"] and not trial["is_guessed"]:
        return True
    if trial["has_named_rate"] and not before["has_named_rate"] and trial["rest"][:2] == before["rest"][:2]:
        return True
    if before["lacks_penalty"] and trial["rest"][::2] == before["rest"][::2]:
        return True
    if before["contradicts_loss"] and not trial["contradicts_loss"]:
        old, new = before["rest"][1], trial["rest"][1]
        return old.keys() == new.keys() and all(math.isclose(old[each], new[each], rel_tol=1e-6) for each in old)
    return hides_size(before) and trial["rest"][1:] == before["rest"][1:]


def with_biases_of(before, network):
    """The layers without the biases that those before have not: what is added behind an activation is meant before it."""
    if len(before) != len(network):
        return network
    return [[units, activation, is_biased and other[2], keep] for (units, activation, is_biased, keep), other in zip(network, before)]


def without_outputs(shown):
    *others, (units, _, *last) = shown["network"]
    return [*others, [units, *last]]


def has_guessed_optimizer(shown):
    """Whether right gradients explain nothing, and the text does not say which optimizer is meant."""
    return shown["is_guessed"] and shown["score"] < 0.5 and shown["said"] == "sgd"


def hides_size(shown):
    """Whether its optimizer hides the size of gradients, so that the loss may be a sum or a mean."""
    return shown["training"][1] not in PLAIN


def keeps_loss(trial, before):
    """Whether the loss that a script computes is still right, such as that of a variable which is also its delta; and whether it
    is the same of the same outputs, so that no penalty is lost."""
    is_same = trial["outputs"] != before["outputs"] or set(before["losses"]) <= set(trial["losses"])
    return is_same and (before["loss"] is None or trial["loss"] == before["loss"])


def first_steps(directory, script, edited, before=None, shift=0, is_quick=False, earlier=None):
    """What the first steps of a source show; None if it does not train. With a shift, from other random numbers. Of a training that is
    right at first, earlier steps have shown the loss and the optimizer."""
    watch.EDITED.update(edited)
    if before is not None:
        Roles.place = lambda *arguments: None  # where a tensor is computed is known
    if shift:
        seed_otherwise(shift)
    network = FirstSteps(directory, script)
    network.enough_steps = network.fewest if is_quick else network.most
    if earlier is not None:
        reduction, penalty, _ = earlier["rest"]
        network.earlier = earlier["training"][0], reduction, earlier["optimizer"], penalty, earlier["clip"] and tuple(earlier["clip"])
    if before is not None:
        network.is_trial, network.most_events, network.next_try = True, 2 * before["events"] + 300, before["enough"][not is_quick]
        network.takes_deltas = before["takes_deltas"]
        network.weights = before["weights"] and {tuple(target): weight for target, weight in before["weights"]}
        (word, optimizer, _), (reduction, penalty, _) = before["training"], before["rest"]
        is_free = before["is_guessed"] or before["contradicts_loss"] or before["lacks_penalty"] or hides_size(before) and not penalty
        if before["reason"] is None and not before.get("is_open") and not before["has_guessed_outputs"]:
            optimizer = None if has_guessed_optimizer(before) else optimizer
            network.expected = (word, None if is_free else reduction, optimizer, penalty, before["clip"] and tuple(before["clip"]))
        elif is_quick:
            network.reason = EXPLAINED[0]  # perhaps; what explains the updates takes long to find
    try:
        watch.watch(script, network)
        network.end()
    except Learned:
        if network.settings is None or network.settings.loss is None:
            return None
        result = shown(network.settings, before and before["rows"])
        if before is None:
            calls = [call for text in network.sources.values() for call in Source(text).derivatives()]
            # Plain numbers have no tensors whose formula a line could be.
            result["formulas"] = Formulas(network, network.settings, calls).all() if network.lists is None else ({}, {})
            result["places"] = places(network)
            is_open = result["has_guessed_outputs"] and not result["cannot_reach"] or result["targets"] == IMPOSSIBLE
            result["goals"] = None if is_open else goals_of(network.settings, network.ends)
            result["modules"] = [name for name, each in sys.modules.items() if is_installed(each)]
        return result
    except (NotUnderstood, SystemExit):
        return None
    return None


def seed_otherwise(shift):
    def shifted(seed):
        return seed + shift if isinstance(seed, int) else seed

    def seeded(function):
        return lambda seed=None, *rest, **more: function(shifted(seed), *rest, **more)

    class RandomState(np.random.RandomState):
        def __init__(self, seed=None):
            super().__init__(shifted(seed))

    np.random.seed, random.seed, np.random.default_rng = map(seeded, (np.random.seed, random.seed, np.random.default_rng))
    np.random.RandomState = RandomState


class Child:
    """A trial in a process of its own, which begins with all modules loaded."""

    longest = LONGEST_FIRST

    def __init__(self, work, *arguments, longest=None):
        self.read, write = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.read)
            limit(longest or self.longest)
            null = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(null, stream)
            try:
                answer = json.dumps(work(*arguments))
            except BaseException:
                answer = "null"
            os.write(write, answer.encode())
            os._exit(0)
        os.close(write)

    def answer(self):
        data = read_all(self.read)
        self.end()
        return json.loads(data or b"null")

    def end(self):
        try:
            os.kill(self.pid, 9)
        except OSError:
            pass
        os.waitpid(self.pid, 0)


def whole_training(directory, script, edited, shift=0):
    """What a whole training shows; None if it is not understood."""
    watch.EDITED.update(edited)
    if shift:
        seed_otherwise(shift)
    with tempfile.TemporaryDirectory(dir=directory) as results:
        network = Network(results, script)
        try:
            watch.watch(script, network)
            network.end()
        except (NotUnderstood, SystemExit):
            return None
        with open(os.path.join(results, "understood.json"), encoding="utf-8") as file:
            found = json.load(file)
    settings = network.outcome.settings
    start = [layer.tobytes() for layer in network.outcome.initial.W]
    rows = network.outcome.rows
    targets = [y.tobytes() for _, y in rows]
    of_first_epoch = sorted(targets[: len({x.tobytes() for x, _ in rows})])
    return {
        **found,
        "is_exact": settings.is_exact,
        "failed": network.failure is not None,
        "start": [zlib.crc32(each) for each in start],
        "targets": zlib.crc32(b"".join(of_first_epoch)),
        "kinds": len(set(targets)),
        "different": len(rows),
        "has_named_rate": settings.is_named(settings.optimizer[1]["learning_rate"]),
    }


def search(directory, script, wrong, step=0, contradictions=None):
    """The edited sources that pass, each with whether it ends a contradiction of a training whose updates were right before it."""
    known = Child(mending, directory, script).answer()
    if known:
        return [(known, True)]
    begun = time.monotonic()
    before = Child(first_steps, directory, script, {}).answer()
    if before is not None and before["is_exact"] and not before["reason"] and ENOUGH_STEPS <= step + 1 <= LATEST_STEP:
        FirstSteps.fewest = FirstSteps.most = step + 2
        begun = time.monotonic()
        before = Child(first_steps, directory, script, {}, None, 0, False, before).answer() or before
    Child.longest = min(LONGEST_TRIAL, 1 + math.ceil(time.monotonic() - begun))
    if before is None:
        steps = SearchOfTraining(directory, script)
        steps.run(steps.options(), MOST_TRIALS)
        return [(each, False) for each in cheapest(steps.found)]
    load(before["modules"])
    if before["is_exact"] and before["reason"] in (None, *EXPLAINED):  # no edit of the first steps can be told from another
        found = [(each, True) for each in resolving(directory, script, {}, wrong, before)]
        if found or before["has_named_rate"] or not wrong:
            return found
    steps = SearchOfObjects(directory, script, before)
    steps.run(steps.options(), MOST_TRIALS)
    if steps.found:
        return [(each, True) for each in cheapest(steps.found)]
    if contradictions and contradictions.keys() & {"evaluation", "unbiased"}:
        steps = SearchOfForward(directory, script, {"contradictions": contradictions}, before)
        steps.run_edits({}, [tuple(place) for places in contradictions.values() for place in places], None, MOST_WHOLE_TRIALS)
        if steps.found:
            return [(each, True) for each in cheapest(steps.found)]
    steps = Search(directory, script, before)
    steps.run_all(wrong)
    found = cheapest(steps.found or steps.doubtful)
    consistent = next((each for each in found if not contradicts_itself(directory, script, each)), None)
    if consistent is None:
        return [(each, True) for edited in found[:1] for each in resolving(directory, script, edited, [], None)] + [(each, False) for each in found]
    return [(consistent, False)] + [(each, False) for each in found if each is not consistent]


def mending(directory, script):
    """The sources without a mistake that the text shows, if all is right then, and contradicts nothing."""
    path, longest = os.path.abspath(script), LONGEST_WHOLE
    for each in mistakes(Source(watch.text_of(path, {}))):
        for text in each.mends:
            trial = Child(whole_training, directory, script, {path: text}, longest=longest).answer()
            if is_right(trial) and not trial["contradictions"]:
                return {path: text}
    return None


def is_right(whole):
    """Whether a whole training is right, as far as its updates show, and ends without an exception."""
    return whole is not None and not whole["failed"] and whole["is_exact"] and not whole["guessed"]


def contradicts_itself(directory, script, edited):
    Child.longest = LONGEST_FIRST
    whole = Child(whole_training, directory, script, edited).answer()
    return whole is not None and bool(whole["contradictions"])


def resolving(directory, script, given, wrong, first):
    """The sources, with the given edits and one more, whose training, which is right, contradicts itself less."""
    Child.longest, begun = LONGEST_WHOLE, time.monotonic()
    whole = Child(whole_training, directory, script, given).answer()
    spent, first = time.monotonic() - begun, first or Child(first_steps, directory, script, given).answer()
    if whole is None or first is None or not whole["contradictions"]:
        return []
    Child.longest = 1 + math.ceil(spent * (MORE_STEPS if "overwritten" in whole["contradictions"] else 1.5))
    lines = [tuple(place) for places in whole["contradictions"].values() for place in places]
    steps = OtherSearch(directory, script, whole, first)
    steps.run_edits(given, list(dict.fromkeys(lines + wrong)), None, MOST_QUICK_TRIALS if steps.is_seen_first else MOST_TRIALS)
    return cheapest(steps.found)


def cheapest(options):
    """The best options first: those after which a variable is no longer read are less plausible."""
    orphans = {path: orphans_of(watch.text_of(path, {})) for _, _, edited in options for path in edited}
    costs = {at: cost + ORPHAN * any(orphans_of(text) - orphans[path] for path, text in edited.items()) for cost, at, edited in options}
    return [edited for _, at, edited in sorted(options, key=lambda each: (costs[each[1]], each[1]))[:MOST_REPAIRS]]


def orphans_of(text):
    """The variables, arguments and attributes that are set and never read."""
    trees = list(ast.walk(ast.parse(text)))
    named = [(each.id if isinstance(each, ast.Name) else f".{each.attr}", each.ctx) for each in trees if isinstance(each, (ast.Name, ast.Attribute))]
    known = {name for name, _ in named} | {each.arg for each in trees if isinstance(each, ast.arg)}
    return known - {name for name, context in named if isinstance(context, ast.Load)}


def zeros_of(text):
    """The variables and attributes that are set to 0."""
    found = [each for each in ast.walk(ast.parse(text)) if isinstance(each, ast.Assign) and getattr(each.value, "value", None) == 0]
    return {ast.unparse(target).rpartition(".")[2] for each in found for target in each.targets}


def loses_constant(edited, has_no_penalty):
    """Whether nothing reads a penalty, a learning rate or the like any more, or it is 0: a script is not meant to be without it; nor
    without a penalty that only its loss reads then."""
    pairs = [(text, watch.text_of(path, {})) for path, text in edited.items()]
    lost = {name.lstrip(".") for new, old in pairs for name in (orphans_of(new) - orphans_of(old)) | (zeros_of(new) - zeros_of(old))}
    others = "|".join(OTHER_NAMES.values())
    if has_no_penalty and any(reads_of_penalties(new) < reads_of_penalties(old) for new, old in pairs):
        return True
    lost = lost.difference(*(names_computed(old) for _, old in pairs))
    return any(PENALTY.search(name) or RATE.search(name) or re.search(others, name, re.I) for name in lost)


def reads_of_penalties(text):
    """How often variables are read that are penalties, and nothing else: `l2` may also be what a layer makes."""
    names = (each.id if isinstance(each, ast.Name) else each.attr for each in ast.walk(ast.parse(text)) if isinstance(each, (ast.Name, ast.Attribute)) and isinstance(each.ctx, ast.Load))
    computed = names_computed(text)
    return sum(bool(SAID.search(name)) for name in names if name not in computed)


def names_computed(text):
    """The variables that are given what an operation or a call makes, and that are no constants."""
    return {ast.unparse(each.targets[0]) for each in ast.walk(ast.parse(text)) if isinstance(each, ast.Assign) and isinstance(each.value, (ast.BinOp, ast.Call))}


class Search:
    """Tries edited sources, as many at a time as there are processors."""

    more_trials, unscreened = MORE_TRIALS, MOST_UNSCREENED

    def __init__(self, directory, script, before):
        self.directory, self.script, self.before = directory, script, before
        self.first = before  # what the first steps show
        self.seen = set()  # the meanings of edits
        self.end = time.monotonic() + LONGEST_SEARCH
        self.found = []  # options that pass
        self.is_blind = False  # whether screening tells nothing, for the script itself makes all tensors that right gradients make
        self.doubtful = []  # options that pass, but for another loss than the one that is computed, or with gradients alone

    def run(self, options, trials, score=math.inf):
        """Finds the first options that pass. Returns those with which right gradients explain more tensors than the score."""
        better, running = [], {}
        waiting = iter(options)
        while True:
            while len(running) < (os.cpu_count() or 1) and trials > 0 and time.monotonic() < self.end:
                option = next(waiting, None)
                if option is None or len(self.found) >= MOST_REPAIRS:
                    break
                trials -= 1
                child = self.trial(option[2])
                running[child.read] = (child, option)
            if not running:
                return better
            ready, _, _ = select.select(list(running), [], [])
            for each in ready:
                child, option = running.pop(each)
                self.judge(option, child.answer(), score, better)
                if self.found:
                    trials = min(trials, self.more_trials)

    def run_all(self, wrong):
        """Finds options that pass, with one edit or with two."""
        end, halves, goals, score = self.end, [], self.before["goals"], self.before["score"]
        options = self.run_edits({}, wrong, goals, MOST_TRIALS, score, halves)
        while (halves or options) and not self.found and not self.doubtful and time.monotonic() < end:
            halves.sort(key=lambda each: each[:2])
            for _, _, edited, others in halves[:MOST_SECOND]:
                repaired = Child(first_steps, self.directory, self.script, edited).answer()
                if repaired is not None and not self.found and not self.doubtful:  # of two mistakes, one is repaired
                    self.end = time.monotonic() + (end - time.monotonic()) / SECOND_PART
                    self.run_edits(edited, others or wrong, repaired["goals"], MOST_SECOND_TRIALS)
                    self.end = end
            del halves[:MOST_SECOND]
            if not self.found and not self.doubtful:
                options = self.run_screened(options, {}, goals, score, halves)

    def run_edits(self, given, wrong, goals, trials, score=math.inf, halves=None):
        """Tries the edits of a source. They are screened if it is known what right gradients make in a step. Takes those with which
        right gradients explain more tensors than the score as halves of a repair; if there are any, leaves the rest soon, and returns
        it."""
        options = self.ordered(candidates(self.script, given, wrong, self.first))
        if goals is not None:
            # Of updates that are not understood, what right ones make may be something else.
            better = self.run(itertools.islice((option for _, option in self.new(options, given, {})), self.unscreened), self.unscreened, score)
            if halves is not None:
                halves += better
            return self.run_screened(options, given, goals, score, halves)
        better = self.run((option for _, option in self.new(options, given, {})), trials, score)
        if halves is not None:
            halves += better
        return []

    def ordered(self, options):
        return options

    def run_screened(self, options, given, goals, score=math.inf, halves=None):
        """The same, of those that make what right gradients make, or more of it than before, or other outputs."""
        more, others, patience, better = [], MOST_OTHER, PATIENCE, [] if halves is None else halves
        until, left = (time.monotonic() + self.end) / 2, PATIENCE
        while options and not self.found and time.monotonic() < self.end and patience > 0 and left > 0:
            if more and halves is not None and time.monotonic() > until:
                break
            patience -= bool(self.doubtful)
            left -= bool(halves)
            right, gaining, other = self.screened(options[:BATCH], given, goals)
            options = options[BATCH:]
            better += self.run(right, len(right) if self.is_blind else MOST_RIGHT, score)
            more += gaining
            if not self.found:
                better += self.run(other, others, score)
                others -= min(others, len(other))
        if not self.found and score < math.inf:
            better += self.run([option for _, option in sorted(more, key=lambda each: (each[0], *each[1][:2]))], MOST_MORE, score)
        return options

    def new(self, options, given, files):
        """The options that are valid, and mean something else than all before, with their numbers; in the variants of their files."""
        number = 1
        for option in options:
            path = next((each for each in option[2] if option[2][each] != given.get(each)), None)
            if path is None:
                continue  # it takes an edit back
            if path not in files:
                files[path] = Variants(watch.text_of(path, given), self.seen), set()
            variants, numbers = files[path]
            if variants.add(number, option[2][path]):
                numbers.add(number)
                yield number, option
                number += 1

    def screened(self, options, given, goals):
        """The options that make all tensors that right gradients make; that make more of them than the source before, each with how
        many more; and that make other outputs, of which other tensors follow."""
        numbered, found = self.seen_in(options, given, screen, goals, len(goals["ways"]), max(SHORTEST_VARIANT, 3 * self.before["seconds"]))
        whole = np.array(wholes(goals))
        at_first, then = kept(goals)
        made, shown = found & whole, found[:, 0]
        # Other outputs, of the inputs and weights with which the training begins, or the step.
        are_other = (shown & at_first == shown[0] & at_first) & (shown & FORWARD < shown[0] & FORWARD)
        are_other |= (shown & then == shown[0] & then) & (shown & LATER < shown[0] & LATER)
        are_other &= shown & FINISHED == shown[0] & FINISHED
        counts = sum(made >> bit & 1 for bit in range(MOST_BITS))
        gains, passed = (counts - counts[0]).max(axis=1), (made == whole).any(axis=1)
        numbers = range(1, len(numbered))
        self.is_blind = bool(passed[0])  # such as where another layer's bias is added, and the own one is right
        right = [numbered[i] for i in numbers if passed[i]]
        more = [(-gains[i], numbered[i]) for i in numbers if gains[i] > 0 and not passed[i]]
        return right, more, [numbered[i] for i in numbers if are_other[i]]

    def seen_in(self, options, given, screening, goals, ways, seconds):
        """The options by their numbers, and the bits of what each shows, in each way; number 0 is the source before."""
        files = {}
        numbered = [None, *(option for _, option in self.new(options, given, files))]
        found = np.frombuffer(mmap.mmap(-1, 8 * ways * len(numbered)), np.int64).reshape(len(numbered), ways)
        Child(screening, self.directory, self.script, given, files, goals, found, seconds, self.end, longest=LONGEST_SCREENING).answer()
        return numbered, found

    def trial(self, edited):
        return Child(first_steps, self.directory, self.script, edited, self.before, 0, True)

    def judge(self, option, trial, score, better):
        if trial is None or not trial["is_exact"] and trial["score"] <= score + 0.5:
            return
        trial = Child(first_steps, self.directory, self.script, option[2], self.before).answer()
        if trial is None:
            return
        if keeps(trial, self.before) and not loses_constant(option[2], not trial["rest"][1]) and self.passes_otherwise(option[2]):
            is_open = trial["reason"] not in (None, *EXPLAINED)  # nothing is known of its updates
            is_doubtful = is_open or trial["contradicts_loss"] and not trial["reason"] or trial["cannot_reach"]
            (self.doubtful if is_doubtful else self.found).append(option)
        elif trial["score"] > score + 0.5 and trial["start"] == self.before["start"]:
            better.append((-trial["score"], option[0], option[2], lines_of(trial["wrong"], self.before["places"])))

    def passes_otherwise(self, edited):
        """Whether an edit also passes from other random numbers."""
        trial = Child(first_steps, self.directory, self.script, edited, self.before, 1).answer()
        if trial is not None and self.before["reason"]:  # there, gradients may be small, and not be clipped
            return trial["is_exact"] and trial["network"] == self.before["network"]
        if trial is None:
            return False
        same = {"start": self.before["start"], "loss": trial["loss"] or self.before["loss"]}
        if IMPOSSIBLE not in (trial["targets"], self.before["targets"]):
            same["targets"] = self.before["targets"]
        return keeps({**trial, **same}, self.before)


class SearchOfTraining(Search):
    """Tries edits of the lines that may be the reason why a script trains nothing."""

    more_trials = 0

    def __init__(self, directory, script, before=None):
        super().__init__(directory, script, before)
        self.text = watch.text_of(script, {})

    def options(self):
        source = Source(self.text)
        lines = dict.fromkeys((each.lineno for each in source.statements() if is_reset(each)), FAR_LINES)
        lines.update((line, 0.0) for line, _ in hints([self.text]))
        found = [(each.cost, each.source) for each in sorted(edits(source, lines), key=lambda each: each.cost)]
        others = [random_weights(source), *with_new_objects(source)]
        others = [(0.0, each) for each in others if each is not None]
        options = [(cost, at, {os.path.abspath(self.script): text}) for at, (cost, text) in enumerate(others + found)]
        return (option for _, option in self.new(options, {}, {}))

    def trial(self, edited, shift=0):
        return Child(first_steps, self.directory, self.script, edited, None, shift)

    def judge(self, option, trial, score, better):
        trials = (trial, None if trial is None else self.trial(option[2], 1).answer())
        if all(each is not None and self.is_right(each) for each in trials):
            self.found.append(option)

    def is_right(self, trial):
        """Whether it trains all layers, with all that the script speaks of."""
        is_exact = trial["is_exact"] and trial["reason"] in (None, *EXPLAINED)
        is_whole = trial["has_units"] and not trial["has_layer_below"]
        return is_exact and is_whole and not trial["lacks_rule"] and not trial["lacks_penalty"] and not trial["contradicts_loss"]


class SearchOfObjects(SearchOfTraining):
    """Tries new objects in place of one that a list repeats, such as a layer: there are then more layers."""

    def options(self):
        return [(0.0, at, {os.path.abspath(self.script): text}) for at, text in enumerate(with_new_objects(Source(self.text)))]

    def is_right(self, trial):
        is_exact = trial["is_exact"] and trial["reason"] in (None, *EXPLAINED)
        return is_exact and len(trial["network"]) >= len(self.before["network"]) and trial["training"] == self.before["training"]


class OtherSearch(Search):
    """Tries edits of a training whose updates are right, and that contradicts itself otherwise: each for the whole training."""

    more_trials = MORE_WHOLE_TRIALS

    def __init__(self, directory, script, before, first):
        super().__init__(directory, script, before)
        kinds = {each.split()[0] for each in before["contradictions"]}
        self.is_seen_first = bool(kinds) and kinds <= SEEN_FIRST  # what is trained is seen in the first steps
        self.first = {**first, "is_open": bool(kinds & {"rule", "loss"})}  # whether another optimizer or loss may be right
        self.stops_early = any(isinstance(each, ast.Break) for each in ast.walk(ast.parse(watch.text_of(script, {}))))

    def ordered(self, options):
        """Those of an index or a shape first, if inputs and targets are in different orders, or batches are taken again; edits of an expression
        first if no statement is missing; those that read what nothing reads; and others that are clear."""
        kinds, path = {each.split()[0] for each in self.before["contradictions"]}, os.path.abspath(self.script)
        given = options[0][2].given if options else {}
        if kinds & {"order", "repeated", "overlapping"}:
            options = sorted(options, key=lambda option: option[0] + (0 if option[2].is_of_index() else OF_NO_INDEX))
        elif kinds & {"drawn", "dropout"}:
            options = sorted(options, key=lambda option: option[0] > CLEAR and option[2].has_other_lines())
        elif "unread" in kinds:
            names = [key.partition(" ")[2] for key in self.before["contradictions"] if key.startswith("unread ")]
            options = sorted(options, key=lambda option: not any(name in option[2].new for name in names))
        elif "pairs" in kinds:
            options = sorted(options, key=lambda option: not option[2].is_of_shape())
        elif "evaluation" in kinds:  # such as a prediction with `training=True`
            options = sorted(options, key=lambda option: not option[2].is_switch())
        source, known = Source(watch.text_of(path, given)), []
        if kinds & {"order", "repeated", "overlapping"}:
            known += shared_indices(source, {line for places in self.before["contradictions"].values() for file, line in places if os.path.abspath(file) == path})
        if kinds & AROUND:
            known += mended(source)
            options = [] if kinds <= AROUND else options
        if "weighed" in kinds:  # of the updates, or of the loss, which is the last one
            lines = [line for file, line in self.before["contradictions"]["weighed"] if os.path.abspath(file) == path]
            known += [each for some in (lines[:-1], lines[-1:]) for each in reweighed(source, some)]
        randomized = random_weights(source) if "equal" in kinds else None
        return [(0.0, -1, {**given, path: each}) for each in [*known, *([randomized] if randomized else [])]] + options

    def trial(self, edited):
        if self.is_seen_first:
            return Child(first_steps, self.directory, self.script, edited, self.first, 0, not self.first["is_open"])
        return Child(whole_training, self.directory, self.script, edited)

    def judge(self, option, trial, score, better):
        if self.is_seen_first and trial is not None:
            is_more = trial["training"] != self.first["training"] or len(trial["network"]) > len(self.first["network"]) or trial["rest"][1] and not self.first["rest"][1]
            is_more = is_more or trial["has_named_rate"] and not self.first["has_named_rate"]
            is_once = trial["has_named_rate"] or self.before["contradictions"].keys() != {"twice"}  # the rate is applied
            trial = Child(whole_training, self.directory, self.script, option[2]).answer() if is_more and is_once else None
        # In another order, they are the same targets; and of several ones of an example, one is meant.
        kinds = self.before["contradictions"]
        if trial is not None and ("order" in kinds and trial["targets"] != self.before["targets"] or "drawn" in kinds and trial["kinds"] > self.before["kinds"]):
            return
        gone = {each.split()[0] for each in kinds.keys() - trial["contradictions"].keys()} if trial else set()
        if gone & AROUND and option[1] >= 0:
            return  # there are many ways not to show them
        is_other_start = trial is None or trial["start"][-len(self.before["start"]):] != self.before["start"]
        if self.resolves(trial) and ("equal" in kinds or not is_other_start):
            if self.resolves(Child(whole_training, self.directory, self.script, option[2], 1).answer()):
                self.found.append(option)

    def resolves(self, trial):
        """Whether a training is right, has a contradiction less, and no other; a layer may be added below."""
        if trial is None or trial["failed"] and not self.before["failed"] or not trial["is_exact"] or trial["guessed"] or not trial["contradictions"].keys() < self.before["contradictions"].keys():
            return False
        old, new = self.before["understood"], trial["understood"]
        gone = {each.split()[0] for each in self.before["contradictions"].keys() - trial["contradictions"].keys()}
        free = {"variables"}.union(*(MAY_DIFFER[each] for each in gone))
        if gone & {"fixed", "twice"} and new["optimizer"].split(",")[0] != old["optimizer"].split(",")[0]:
            return False  # other functions may have made several updates of the last layer
        if "twice" in gone and not trial["has_named_rate"]:
            return False  # it is meant to be applied once
        if "penalty" in gone and not new["loss"].startswith(old["loss"]) or "weighed" in gone and new["loss"].split(";")[0] != old["loss"].split(";")[0]:
            return False
        if gone & {"weighed", "partial"} and not trial["is_penalty_of_loss"]:
            return False
        if gone & {"repeated", "overlapping"}:  # it is meant to take other batches of this size
            sizes = {re.search(r"of [^,]*", each["steps"])[0] for each in (old, new)}
            if len(sizes) > 1 or trial["different"] < self.before["different"]:
                return False
        if "overwritten" in gone and trial["examples"] <= self.before["examples"]:
            return False  # all gradients are meant to be used
        if "order" in gone and "shuffled" not in new["steps"]:
            return False  # it is not meant to leave both as they are
        if "dropout" in gone and new["layers"].count("dropout") < old["layers"].count("dropout"):
            return False  # it is meant to be another one, and not none
        # A bias that nothing reads, or only predictions, belongs to a layer; and what is kept nowhere is not meant to be left out.
        if gone & {"unread", "unbiased"} and old["layers"] == new["layers"] or "lost" in gone and all(old[each] == new[each] for each in MAY_DIFFER["lost"]):
            return False
        if trial["evaluated"] < self.before["evaluated"] and "kept" not in gone:  # those of copies are not seen
            return False  # predictions are not meant to be left out
        if self.stops_early and gone & (TRAINS_OTHERWISE | AROUND):
            old, new = ({**each, "steps": each["steps"].partition(" ")[2], "optimizer": IN_THE_END.sub("", each["optimizer"])} for each in (old, new))
        elif trial["examples"] < self.before["examples"]:
            return False
        return all(new[name] == old[name] for name in old if name not in free)


class SearchOfForward(OtherSearch):
    """Tries edits of a forward pass whose gradients are wrong, and with which another one, of an evaluation, is at odds: with the activation
    or the bias of this one, they may be right."""

    more_trials = 0

    def ordered(self, options):
        """Those first that write a call, such as that of an activation."""
        return sorted(options, key=lambda option: not re.match(r"[\w.]+\(", option[2].new))

    def judge(self, option, trial, score, better):
        if self.resolves(trial) and self.resolves(Child(whole_training, self.directory, self.script, option[2], 1).answer()):
            self.found.append(option)

    def resolves(self, trial):
        if not is_right(trial) or trial["contradictions"]:
            return False
        units = [layer[0] for layer in self.first["network"]]
        shown = [int(each) for each in re.findall(r"→ (\d+)", trial["understood"]["layers"])]
        word, reduction = self.first["training"][0], self.first["rest"][0]
        return shown == units and trial["has_named_rate"] and trial["evaluated"] > 0 and re.split("[,;]", trial["understood"]["loss"])[0] == word and reduction in trial["understood"]["loss"]


class Edited(Mapping):
    """The sources with an edit, by their files: of the edited one only what is new, for there are thousands."""

    __slots__ = ("given", "path", "text", "begin", "end", "new")

    def __init__(self, given, text, path, begin, end, new):
        self.given, self.text, self.path, self.begin, self.end, self.new = given, text, path, begin, end, new

    def __getitem__(self, path):
        return self.text[: self.begin] + self.new + self.text[len(self.text) - self.end :] if path == self.path else self.given[path]

    def is_of_index(self):
        """Whether it writes an index."""
        return "[" in self.new or self.text[self.begin - 1 : self.begin] == "["

    def is_of_shape(self):
        """Whether it gives an array another shape."""
        return any(each in self.new for each in ("ravel", "None]", "reshape", "keepdims"))

    def is_switch(self):
        """Whether it writes `False` for `True`, or the other way round: what these do not share."""
        return self.new in ("Tru", "Fals")

    def has_other_lines(self):
        """Whether it adds or removes lines."""
        return self.new.count("\n") != self.text.count("\n", self.begin, len(self.text) - self.end)

    def __iter__(self):
        return iter({**self.given, self.path: None})

    def __len__(self):
        return len({**self.given, self.path: None})


def candidates(script, given, wrong, before):
    """All edits, the plausible ones first: the right formulas, other edits of the lines that compute the wrong tensors, then
    those of the training. They are made in another process, for each trial is a copy of this one."""
    found = Child(changes, given, wrong, before, longest=LONGEST_FIRST).answer() or []
    texts = {path: watch.text_of(path, given) for path in {each[2] for each in found}}
    result = [(cost, at, Edited(given, texts[path], path, *change)) for cost, at, path, *change in found]
    return sorted(result, key=lambda each: each[:2])


def changes(given, wrong, before):
    """Of each edit its cost, its number in the file, the file, how much of this it leaves at its beginning and its end, and what it writes
    between these."""
    result, trained = [], before["lines"]
    for file in dict.fromkeys([file for file, _ in wrong] + [file for file, _ in trained]):
        source = Source(watch.text_of(file, given))
        lines = {each.lineno: FAR_LINES for each in source.statements()}
        for other, line in trained:
            if other == file:
                for each in around(source, line):
                    lines[each] = OTHER_LINES
        here = [line for other, line in wrong if other == file]
        for each in makers(source, here):
            lines[each] = min(lines[each], MADE_BEFORE)
        for at, line in enumerate(here):
            lines[line] = 0.1 * (len(here) - 1 - at)
        right = rewritings(source, {line: lines[line] for line in here}, *before["formulas"])
        for at, each in enumerate(itertools.chain(right, edits(source, lines))):
            begin, end = common(source.text, each.source)
            result.append((each.cost, at, os.path.abspath(file), begin, end, each.source[begin : len(each.source) - end]))
    return result


def makers(source, lines):
    """The lines that make, once and outside of loops, what statements in some lines read, such as the number of examples."""
    read = {source.of(part) for each in source.statements() if each.lineno in lines for part in own_nodes(each) if isinstance(part, (ast.Name, ast.Attribute))}
    made = {}
    for each in source.statements():
        if isinstance(each, ast.Assign):
            for part in ast.walk(each.targets[0]):
                if isinstance(part, (ast.Name, ast.Attribute)):
                    made.setdefault(source.of(part), []).append(each)
    only = [found[0] for name, found in made.items() if name in read and len(found) == 1]
    return [each.lineno for each in only if not isinstance(source.parents[each], (ast.For, ast.While))]


def around(source, line):
    """The lines of the statements in the function of a line, or in its loop outside of functions."""
    for tree in ast.walk(source.tree):
        if isinstance(tree, (ast.FunctionDef, ast.For, ast.While)) and tree.lineno <= line <= tree.end_lineno:
            for each in ast.walk(tree):
                if isinstance(each, ast.stmt) and not isinstance(each, (ast.FunctionDef, ast.ClassDef)):
                    yield each.lineno
    yield line


def differences(before, after):
    """A unified diff, as `patch -p0` reads it."""
    result = []
    for path, text in after.items():
        file = os.path.relpath(path)
        old = watch.text_of(path, before)
        result += difflib.unified_diff(old.splitlines(keepends=True), text.splitlines(keepends=True), file, file)
    return "".join(each if each.endswith("\n") else each + "\n\\ No newline at end of file\n" for each in result)


def write_repairs(directory, found):
    """Writes edited sources, each with whether it ends a contradiction."""
    with open(os.path.join(directory, "repairs.json"), "w", encoding="utf-8") as file:
        json.dump([{"sources": dict(each), "diff": differences({}, each), "resolves": resolves} for each, resolves in found], file)


def main():
    directory, script = watch.arguments()
    warnings.simplefilter("ignore")  # of edits that make no sense
    with open(os.path.join(directory, "search.json"), encoding="utf-8") as file:
        asked = json.load(file)
    wrong = [tuple(line) for line in asked["lines"]]
    write_repairs(directory, search(directory, script, wrong, asked["step"], asked["contradictions"]) if hasattr(os, "fork") else [])


if __name__ == "__main__":
    main()
