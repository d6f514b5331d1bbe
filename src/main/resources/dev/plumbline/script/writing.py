"""Writes what was found: the network file, its data, the recording, and where in the source each tensor is computed."""

import ast
import json
import os
import re
from itertools import groupby

import numpy as np

from around import mistakes, short
from definitions import Definitions, called
from following import NO_RATE, Follower
from gradients import BINARY, CATEGORICAL, HINGE, HUBER, family, losses
from hints import lines_of_weights, lines_of_zero_weights, listed, repeated, shared_objects
from names import PENALTY, lines_of_sizes
from recorder import Recorder
from settings import CLIPS, MOST_LINES, Settings, seen_in, settled
from sources import Source
from values import LOST, NotUnderstood, UpdateNotUnderstood, close

CLIPPING = re.compile("norm|clip", re.I)
MOMENTUM = re.compile(r"moment|veloc|\bvel\b|nesterov|ahead", re.I)
CLIP, CLIP_IN_32_BITS = 1e-12, 1e-7  # of the binary cross-entropy of a network file: the smallest probability, and distance from 1
GOES_ON = "the script goes on in another way"
OTHER_WEIGHT = "its weights of examples are not known for a target"
CLIPPED = "so close to 0 or 1, and so far from their targets, that the cross-entropy of a network file is clipped there"
FEWEST_RUNS = 4  # of the same batch in a row, before it is no accident
MOST_TARGETS = 100_000  # examples, where each step has others
MOST_PAIRS = 1000  # of batches that are compared
EQUAL = 1e-9  # between units, whose numbers may be rounded in other ways
MOST_RATES, MOST_RATE_LINES = 20000, 4
FEWEST_FALLING = 5  # steps, whose learning rates fall as the number of all examples so far rises
MOST_TURNS = 0.2  # of a schedule without a name: the part of its changes after which it rises or falls in place of the other
FEWEST_EXAMPLES, FEWEST_PAIRS = 5, 30  # that show which rows are different
MOST_COMPARED = 1 << 20  # numbers of an array of examples
PENALTIES = {"l1": "L1 penalty", "l2": "L2 penalty", "l1_bias": "L1 penalty of biases", "l2_bias": "L2 penalty of biases",
             "weight_decay": "weight decay"}


class Beginning:
    """The first steps of a recorded tensor."""

    def __init__(self, kept, steps, rows):
        self.kept, self.steps = kept, steps
        self.rows = rows if kept.in_rows else steps

    def write(self, out):
        kept, size = self.kept, self.rows * int(np.prod(self.kept.shape, dtype=int)) * self.kept.dtype.itemsize
        kept.rows = self.rows
        kept.write(Limited(out, size + 128))


class Limited:
    """A file that takes the header of an array, and then no more than a number of bytes."""

    def __init__(self, out, size):
        self.out, self.left = out, size

    def write(self, data):
        data = memoryview(data)[: self.left]
        self.left -= len(data)
        return self.out.write(data)


class Outcome:
    """Takes the steps in order. A step's weights are those that the next one starts with."""

    def __init__(self, network, roles, settings=None):
        self.network, self.roles = network, roles
        self.settings = settings or settled(network, roles)
        self.follower = Follower(self.settings)
        self.has_loss = self.is_loss_computed(network, roles)
        first = roles.first_steps[0]
        self.initial = first
        self.places = {}
        for step in reversed(roles.first_steps):
            for name, node in step.places.items():
                self.places.setdefault(name, node)
        if self.has_loss:
            statement = network.watcher.nodes[roles.loss].statement
            self.places["loss"] = [roles.loss if statement is None else statement]
        self.names = {}
        for step in reversed(roles.first_steps):
            for name, text in step.names.items():
                if re.fullmatch(r"[A-Za-z_][\w.]*(\[['\"]?\w+['\"]?\])?", text):
                    self.names.setdefault(name, text)
        if roles.are_outputs_left_out:
            self.names.pop(f"A{len(roles.layers)}", None)
        self.last_rate, self.changes_of_rate = None, 0
        self.is_paired_again = False
        self.examples_of = {}  # the rows of arrays with all inputs of the first step and more, by their names
        self.different = set()  # the rows of those in which no two rows are equal
        self.held_out = []  # the rows of arrays with none of those inputs
        inputs, rows = [], {x.tobytes() for x in first.X}
        for event, examples in self.arrays_of(first.X.shape[1], network.events):
            if not rows & examples:
                self.held_out.append(examples)
            if not rows <= examples:
                continue
            inputs.append(event)
            if len(examples) > len(rows):
                self.examples_of.setdefault(event.name, examples)
                if event.result.size == len(examples) * first.X.shape[1]:
                    self.different |= examples
        rows, width = (set(), 0) if first.y is None else ({y.tobytes() for y in first.y}, first.y.shape[1])
        targets = [event for event, examples in self.arrays_of(width, network.events) if rows <= examples]
        nodes = network.watcher.nodes
        self.place_of_batch = next((nodes[event.node] for event in inputs if event.result.size == first.X.size), None)
        self.lines_of_targets = [nodes[event.node].line for event in targets[:1]]
        self.places_of_examples = list(dict.fromkeys((nodes[e.node].file, nodes[e.node].line) for e in (inputs + targets if targets else ())))
        self.pending = None
        self.batches, self.known_batches = [], {}  # of each step the numbers of its examples; they by the batch's key
        self.examples, self.rows = {}, []  # the number of an example by its key, and its inputs and targets
        self.why_cut = None  # why no later step is compared
        self.total = 0  # steps of the script
        self.recorder = Recorder()
        self.recorder.file = os.path.join(network.directory, "recording.npz")  # whatever the environment says
        self.masks = {i: [] for i, layer in enumerate(roles.layers) if layer.keep is not None}
        self.kept = dict.fromkeys(self.masks, (0, 0))  # activations after dropout, and before
        self.shown_rates = []  # of each, the sums from which its learning rate follows
        self.rates = []  # of each recorded step, if it is plain descent with right gradients
        self.kinds = [
            name
            for name in (("Z", "A") if self.settings.is_half else ("Z", "A", "dZ", "dW", "db"))
            if any(each is not None for each in getattr(first, name))
        ]
        self.present = {
            (name, i)
            for name in self.kinds
            for i in range(len(roles.layers))
            if all(getattr(step, name)[i] is not None for step in roles.first_steps) and (name != "db" or roles.layers[i].is_biased)
        }
        if self.settings.takes_deltas:
            self.present.discard(("dZ", len(roles.layers) - 1))

    @property
    def is_cut(self):
        return self.why_cut is not None

    @staticmethod
    def arrays_of(width, events):
        """The assignments of arrays whose rows or columns may be examples of this width, with all of these."""
        for event in events:
            array = event.result.array
            if event.kind == "assign" and array.ndim == 2 and width in array.shape and array.size <= MOST_COMPARED:
                yield event, {np.ascontiguousarray(x).tobytes() for x in (array if array.shape[1] == width else array.T)}

    def contradictions(self, lines):
        """What a training has that hardly anybody means, though its updates are right: of each kind the note, and the lines."""
        inputs, found = [(each["file"], each["line"]) for name in ("Z1", "X") for each in lines.get(name, ())], {}
        nodes, sources = self.network.watcher.nodes, self.network.sources
        if self.is_paired_again:
            note = "In later epochs, the same inputs have other targets than in the first one: they are in different orders"
            found["order"] = (note, list(dict.fromkeys(self.places_of_pairs(inputs) + self.with_callers(self.places_of_examples + inputs))))
        elif not self.settings.takes_deltas and self.have_other_targets():
            note = "In other steps, the same inputs have other targets, though each input is in one row only"
            found["drawn"] = (note, self.places_of_pairs(inputs))
        if not self.is_cut and not self.settings.takes_deltas and self.have_one_target():
            output = [(each["file"], each["line"]) for each in lines.get(f"dZ{len(self.roles.layers)}", ())]
            places = [(self.network.script, line) for line in self.lines_of_targets]
            found["targets"] = ("All examples that it trains with have the same targets", places + self.places_of_batch() + output)
        for i, (kept, count) in self.kept.items():
            keep = self.roles.layers[i].keep
            if self.settings.is_exact and abs(kept - keep * count) > 6 * np.sqrt(keep * (1 - keep) * count):  # a wrong activation has other zeros
                note = f"The dropout of layer {i + 1} keeps {kept / count:.0%} of the activations, and divides them by {keep:.6g}"
                found[f"dropout {i + 1}"] = (note, [(each["file"], each["line"]) for each in lines.get(f"A{i + 1}", ())])
        used = {x.tobytes() for x, _ in self.rows}
        whole = [(len(examples), name) for name, examples in self.examples_of.items() if used <= examples and examples - used not in self.held_out]
        count, name = min(whole, key=lambda each: each[0], default=(0, None))
        if not self.is_cut and count > len(used):
            places = list(dict.fromkeys(self.places_of_batch() + self.places_of_strides() + inputs))
            found["unused"] = (f"{count - len(used)} of the {count} examples of `{name}` are in no step", places)
        missed = self.missed_in_epochs()
        if missed:
            found["missed"] = (f"Each epoch takes {len(self.rows) - missed} of the {len(self.rows)} examples, and leaves out others", self.places_of_batch() + inputs)
        times = self.times_of_each_batch()
        if times > 1:
            found["repeated"] = (f"Each batch is taken {times} times in a row", self.places_of_pairs(inputs))
        shared = self.examples_of_batch_before()
        if shared:
            found["overlapping"] = (f"Each batch has {shared} of the {len(self.batches[0])} examples of the batch before it", list(dict.fromkeys(self.places_of_batch() + self.places_of_pairs(inputs))))
        count, steps = max(self.roles.passes_of_steps.items(), default=(1, 0))
        if count > 1 and 2 * steps > sum(self.roles.passes_of_steps.values()):
            found["overwritten"] = (f"Each step computes the gradients of {count} batches, and uses only those of the last", self.places_of_updates() + inputs)
        if self.network.evaluation and self.network.evaluation.found:
            clause, node = self.network.evaluation.found
            layer = re.search(r"layer (\d+)", clause)
            trained = [nodes[each] for each in self.places.get(f"Z{layer[1]}", ())[-1:]] if layer else []
            places = self.with_callers([(each.file, each.line) for each in [*trained, nodes[node]]])
            found["unbiased" if "adds a bias" in clause else "evaluation"] = (f"In a forward pass that no gradient follows, {clause}", places)
        other = self.settings.other_penalty_of_loss() if self.settings.is_exact else None
        if other:
            loss = nodes[other[1]]
            if other[2]:
                lines = lines_of_sizes(Source(sources[loss.file]), loss.line) if loss.file in sources else []
                found["partial"] = (other[0], [(loss.file, line) for line in [loss.line, *lines]])
            else:
                found["weighed"] = (other[0], list(dict.fromkeys((each.file, each.line) for each in [*self.nodes_of_penalty(), loss])))
        squared = self.settings.squared_rate
        if squared is not None:
            rate = self.settings.optimizer[1]["learning_rate"]
            found["twice"] = (f"The steps are those of the learning rate {rate:g}, the square of {squared:g}: it is applied twice", self.places_of_updates())
        found.update(self.divisor_that_grows())
        if self.settings.other_loss:
            found["loss"] = (self.settings.other_loss, [(each["file"], each["line"]) for each in lines.get(f"dZ{len(self.roles.layers)}", ())])
        if self.network.broadcast:
            node, shapes = self.network.broadcast
            note = f"An operation on arrays of the shapes {shapes[0]} and {shapes[1]} makes one of the shape {shapes[2]}, of all pairs of their numbers"
            found["pairs"] = (note, [(nodes[node].file, nodes[node].line)])
        if self.network.cut is not None:
            node = nodes[self.network.cut]
            found["cut"] = ("Numbers with fractions are stored in an array of integers, and lose these", [(node.file, node.line)])
        trees = [(file, ast.parse(text)) for file, text in sources.items()]
        for file, text in sources.items():
            found.update({each.kind: (each.note, [(file, each.line)]) for each in mistakes(Source(text))})
        trees = [] if self.settings.is_exact else trees
        shared = [(file, each.lineno) for file, tree in trees for each in repeated(tree)]
        if shared:
            found["shared"] = ("A list has one and the same object in several places", shared)
        for file, tree in trees:
            for each, names in shared_objects(tree):
                found[f"shared {names[0]}"] = (f"{listed(names)} are one and the same object: what one gets, the other has too", [(file, each.lineno)])
        equal = self.layer_of_equal_units()
        if equal is not None:
            is_zero = not self.initial.W[equal].any()
            lines_of = lines_of_zero_weights if is_zero else lines_of_weights
            note = "Weights begin with 0" if is_zero else f"All units of layer {equal + 1} begin with the same weights, and stay equal"
            found["equal"] = (note, [(file, line) for file, text in sources.items() for line in lines_of(text)])
        if self.roles.layer_below_changes is not None:
            what = "changes in a way that is not understood" if self.roles.layer_below_changes else "has weights that never change"
            found["fixed"] = (f"A layer below {what}; only the layers above it are compared", inputs[::-1])
        updates = self.nodes_of_updates()
        for file in dict.fromkeys(node.file for node in updates if node.file in sources):
            definitions, here = Definitions(sources[file]), [(node.line, node.column) for node in updates if node.file == file]
            for name, changes in definitions.unread(here).items():
                if f"idle {name}" in found:
                    continue
                products = [self.places.get(f"Z{i}", ())[-1:] for i, layer in enumerate(self.roles.layers, 1) if not layer.is_biased]
                places = [(file, each.lineno) for each in changes] + [(nodes[n].file, nodes[n].line) for each in products for n in each]
                found[f"unread {name}"] = (f"`{name.lstrip('.')}` is updated as the weights are, and no formula reads it", places)
            for name, base, each in definitions.unread_orders():
                found[f"unordered {name}"] = (f"`{name}` is made of `{base}`, and nothing reads it", [(file, each.lineno)] + self.places_of_batch())
            for each in definitions.lost():
                text = short(definitions.source.of(each))
                found[f"lost {text}"] = (f"The result of `{text}` is not used", [(file, each.lineno)])
            for name in self.settings.lacks:
                places = [(node.file, node.line) for node in self.nodes_of_gradients() or updates if node.file == file]
                found[f"penalty {name}"] = (f"The script computes a penalty with `{name}`, and its updates have none", places)
            if self.settings.missing:
                lines = [line for line, _ in here]
                found["rule"] = (self.settings.missing, [(file, line) for line in dict.fromkeys(definitions.about(MOMENTUM, lines) + lines)])
        return found

    def places_of_strides(self):
        """The lines with ranges in strides, such as those over the batches of an epoch."""
        trees = [(file, each) for file, text in self.network.sources.items() for each in ast.walk(ast.parse(text))]
        return [(file, each.lineno) for file, each in trees if isinstance(each, ast.Call) and called(each) == "range" and len(each.args) == 3]

    def nodes_of_updates(self):
        return [self.network.watcher.nodes[number] for name, numbers in self.places.items() if name[0] in "Wb" for number in numbers]

    def nodes_of_gradients(self):
        """The operations that compute the gradients of weights last."""
        return [self.network.watcher.nodes[number] for name, numbers in self.places.items() if name[:2] == "dW" for number in numbers[-1:]]

    def nodes_of_penalty(self):
        """The operations of gradients and updates that name a penalty; if none does, those that compute gradients last."""
        named = {name.split(".")[-1] for name, value in self.settings.numbers if value > 0 and PENALTY.search(name)}
        made = [self.network.watcher.nodes[each] for name, numbers in self.places.items() if name[:2] == "dW" or name[0] == "W" for each in numbers]
        return [each for each in made if named & set(re.findall(r"\w+", each.text))] or self.nodes_of_gradients()

    def divisor_that_grows(self):
        """A variable that grows from step to step, as a count of examples does, and divides gradients that begin anew in each."""
        if len(self.rates) < FEWEST_FALLING or None in self.rates or not self.follower.is_unnamed or self.settings.lines_of_rates():
            return {}
        sizes = np.array([len(each) for each in self.batches])
        levels = np.array(self.rates) * np.cumsum(sizes) / (sizes if self.settings.reduction == "mean" else 1)
        if not close(levels, np.full(len(levels), levels[0]), 1e-6):
            return {}
        for file, text in self.network.sources.items():
            trees = [each for each in ast.walk(ast.parse(text)) if isinstance(each, (ast.AugAssign, ast.BinOp))]
            sums = [each for each in trees if isinstance(each, ast.AugAssign) and isinstance(each.op, ast.Add) and not isinstance(each.value, ast.Constant)]
            quotients = [(each, ast.unparse(each.right if isinstance(each, ast.BinOp) else each.value)) for each in trees if isinstance(each.op, ast.Div)]
            for name in dict.fromkeys(ast.unparse(each.target) for each in sums):
                lines = [each.lineno for each, divisor in quotients if divisor == name]
                if lines:
                    note = f"The steps get ever smaller, as 1, 1/2, 1/3: `{name}` divides them, grows in each, and is not set back"
                    return {"divisor": (note, [(file, line) for line in lines + [each.lineno for each in sums if ast.unparse(each.target) == name]])}
        return {}

    def places_of_updates(self):
        return list(dict.fromkeys((each.file, each.line) for each in self.nodes_of_updates()))

    def layer_of_equal_units(self):
        """The first layer below others whose units have the same weights in the beginning and in the end; None if there is none."""
        for i, layer in enumerate(self.roles.layers[:-1] if self.pending is not None else ()):  # not of the gradients of one step
            pair = self.initial.W[i], self.pending.W[i]
            if layer.units > 1 and all(each is not None and np.all(np.ptp(each, axis=1) <= EQUAL * np.max(np.abs(each))) for each in pair):
                return i
        return None

    def times_of_each_batch(self):
        """In how many steps in a row each batch is, if this is the same for all of several; otherwise 1."""
        lengths = [len(list(group)) for _, group in groupby(self.batches, key=id)]  # equal ones are one array
        return lengths[0] if len(lengths) >= FEWEST_RUNS and len(set(lengths[:-1])) == 1 and len(self.batches[0]) < len(self.rows) else 1

    def examples_of_batch_before(self):
        """How many examples, more than half a batch, most batches share with the one before, where others follow: as in windows that slide
        over the examples."""
        batches = self.batches[: MOST_PAIRS + 1]
        pairs = [len(np.intersect1d(*pair)) for pair in zip(batches, batches[1:])]
        usual = max(set(pairs), key=pairs.count, default=0)
        is_usual = len(pairs) >= FEWEST_RUNS and pairs.count(usual) >= 0.7 * len(pairs)
        return usual if is_usual and len(self.batches[0]) / 2 < usual < len(self.batches[0]) < len(self.rows) else 0

    def missed_in_epochs(self):
        """How many examples, fewer than a batch, each epoch leaves out, if none takes an example twice and not all leave out the same."""
        taken = np.concatenate(self.batches) if self.batches else np.zeros(0, int)
        places = {}
        length = next((at for at, example in enumerate(taken) if places.setdefault(int(example), at) != at), 0)
        missed = len(self.rows) - length
        if self.is_cut or length == 0 or len(taken) < 2 * length or not 0 < missed < len(self.batches[0]):
            return 0
        if any(len(np.unique(each)) < len(each) for each in self.batches):  # equal examples
            return 0
        epochs = self.blocks(taken, length)
        return missed if all(len(np.unique(each)) == length for each in epochs) else 0

    def have_one_target(self):
        """Whether different inputs have one and the same target."""
        return len({y.tobytes() for _, y in self.rows}) == 1 and len({x.tobytes() for x, _ in self.rows}) >= FEWEST_EXAMPLES

    def have_other_targets(self):
        """Whether an example has several targets, though only one row of the inputs is like it."""
        inputs = [x.tobytes() for x, _ in self.rows]
        if len(set(inputs)) == len(inputs):
            return False
        again = {x for x in inputs if x in self.different} | self.in_one_row(inputs)
        return len(again) < sum(x in again for x in inputs)

    def in_one_row(self, inputs):
        """The inputs of which the batches show that no other row is equal: each epoch has all of them once; or, of drawn examples, no
        batch ever has one twice, and many would if they were the rows of different targets."""
        numbers = {}
        alike = np.array([numbers.setdefault(x, len(numbers)) for x in inputs])
        epochs = self.blocks(alike[np.concatenate(self.batches)], len(numbers))
        if len(numbers) > FEWEST_EXAMPLES and len(epochs) > 1 and all(len(np.unique(each)) == len(numbers) for each in epochs):
            # Rows with other targets may also come in turn, always in the same order.
            pairs, length = np.concatenate(self.batches), len(numbers)
            is_periodic = any(np.array_equal(pairs[k * length :], pairs[: -k * length]) for k in range(2, len(epochs) // 2 + 1))
            return set() if is_periodic else set(inputs)
        repeated = np.zeros(len(numbers), bool)
        for each in self.batches:
            repeated |= np.bincount(alike[each], minlength=len(numbers)) > 1
        rows = np.bincount(alike) * ~repeated
        expected = np.sum(rows * (rows - 1)) * sum(len(each) ** 2 for each in self.batches) / 2 / len(inputs) ** 2
        return {x for x in numbers if rows[numbers[x]]} if expected > FEWEST_PAIRS else set()

    def places_of_batch(self):
        """The lines that take the inputs of the first step out of all examples, and those beside them, which take the targets."""
        node, sources = self.place_of_batch, self.network.sources
        return [(node.file, line) for line in Definitions(sources[node.file]).beside(node.line)] if node and node.file in sources else []

    def places_of_pairs(self, inputs):
        """The lines that give a step its inputs and targets: where they are set, of functions by those that call them."""
        places = self.places_of_batch() + inputs
        callers = [each for each in self.with_callers(places) if each not in places]
        definitions = {file: Definitions(self.network.sources[file]) for file, _ in callers}
        return list(dict.fromkeys([(file, each) for file, line in callers for each in definitions[file].setting(line)] + places + callers))

    def with_callers(self, places):
        """Some places after those that call their functions."""
        callers, sources = [], self.network.sources
        for file in dict.fromkeys(file for file, _ in places if file in sources):
            lines = Definitions(sources[file]).callers([line for other, line in places if other == file])
            callers += [(file, line) for line in lines]
        return list(dict.fromkeys(callers + places))

    def is_loss_computed(self, network, roles):
        """Whether the script computes the loss of every batch; then it is recorded."""
        settings = self.settings
        if settings.observed is None or settings.observed[:2] != (settings.loss, settings.reduction) or settings.penalty:
            return False
        node = settings.observed[2]
        if not all(any(event.node == node for event in step.scalars) for step in roles.first_steps):
            return False
        roles.loss = node
        roles.nodes.add(node)
        return True

    def add(self, step):
        if self.pending is not None:
            self.record(self.pending, step)
        self.pending = step

    def record(self, step, after):
        self.total += 1
        if self.is_cut:
            return
        targets = None if step is None else step.y
        is_complete = targets is not None and all(w is not None for w in after.W)
        # Without the right gradients, another rate would not be seen in the updates.
        named = self.named_rate(step, after)
        is_lost = self.settings.optimizer[0] != "sgd" and not self.settings.is_followed and named is None
        if is_lost and self.has_other_rate():
            if not self.batches and not self.rate_names():
                raise UpdateNotUnderstood("its learning rate changes during the training")
            if self.batches:
                self.why_cut = "the learning rate changes then"
                return
        if not is_complete or len(targets) != len(step.X) or not np.all(np.isfinite(step.X)) or not np.all(np.isfinite(targets)):
            self.why_cut = GOES_ON
            return
        if not np.all(np.isfinite(self.settings.weights_of(targets))):
            self.why_cut = OTHER_WEIGHT
            return
        for name, i in [each for each in self.present if getattr(step, each[0])[each[1]] is None]:
            self.present.discard((name, i))  # the script computes it in another way now; the weights are still compared
            self.recorder.kept.pop(f"{name}{i + 1}", None)
        if self.has_loss and (step.loss is None or self.has_small_constant(step)):
            self.has_loss = False
            self.recorder.kept.pop("loss", None)
        rate = self.follower.rate_of(step, after) if self.settings.is_followed else named
        if self.settings.takes_deltas and len(self.rows) > MOST_TARGETS:
            self.why_cut = f"where its deltas are taken as they are, at most {MOST_TARGETS:,} examples are kept"
            return
        if self.is_beyond_clip(step):
            if not self.batches:
                raise NotUnderstood(f"the first outputs are {CLIPPED}")
            self.why_cut = f"the next outputs are {CLIPPED}"
            return
        self.batches.append(self.numbers_of(step.X, targets))
        self.rates.append(rate)
        self.shown_rates.append(self.follower.shown_rate)
        for i, masks in self.masks.items():
            masks.append(step.masks[i])
            kept, count = self.kept[i]
            on = step.A[i] != 0
            self.kept[i] = kept + int(on.sum()), count + int((on | ~step.masks[i]).sum())
        layers = range(len(self.roles.layers))
        tensors = {
            name: [getattr(step, name)[i] if (name, i) in self.present else None for i in layers] for name in self.kinds
        }
        tensors["W"] = after.W
        if any(layer.is_biased for layer in self.roles.layers):
            tensors["b"] = [b if self.roles.layers[i].is_biased else None for i, b in enumerate(after.b)]
        self.recorder.step(loss=step.loss if self.has_loss else None, **tensors)

    def is_beyond_clip(self, step):
        """Whether an output is so far from its target that the loss of a network file has no slope there, and that of the script has."""
        if self.settings.loss != BINARY:
            return False
        a, own = step.A[-1], step.dZ[-1]
        beyond = (np.minimum(a, 1 - a) < (CLIP_IN_32_BITS if self.network.is_single else CLIP)) & (np.abs(a - step.y) > 0.5)
        return bool(np.any(beyond)) and (own is None or bool(np.any(own[beyond])))

    def rate_names(self):
        """The variables that begin as the learning rate of the first step."""
        rate = self.settings.optimizer[1]["learning_rate"]
        return {name for name, first in self.network.first_rates.items() if abs(first - rate) <= 1e-6 * rate}

    def named_rate(self, step, after):
        """The learning rate of a step by the names that begin as it; of several, the one that an update shows, or the one that changes.
        None if they are not known, or if it may multiply a velocity."""
        if step is None or self.settings.optimizer[0] in ("momentum", "nesterov"):
            return None
        names = [name for name in self.rate_names() if name in step.rates]
        options = {step.rates[name] for name in names}
        if len(options) > 1:
            shown = self.follower.shown(step, after, options)
            options = {step.rates[name] for name in names if name in self.network.changing_rates} if shown is None else {shown}
        return (options.pop() or NO_RATE) if len(options) == 1 else None

    def has_other_rate(self):
        """Whether the learning rate, or a number that begins as it, has changed."""
        # Others are counters.
        named = self.rate_names() or {name for name, first in self.network.first_rates.items() if first != round(first)}
        return bool(named & self.network.changing_rates)

    def has_small_constant(self, step):
        """Whether a loss is almost the right one: with a logarithm of p + 1e-9, or of p itself, which the right one clips."""
        settings, a = self.settings, step.A[-1]
        if self.network.is_single or a is None:
            return False
        clip = {BINARY: 1e-12, CATEGORICAL: 1e-10}.get(settings.loss)
        a = a if clip is None else np.clip(a, clip, 1 - clip)
        values = losses(a, step.y, settings.huber, settings.has_margins)[settings.loss] * settings.weights_of(step.y)
        right = float(values.sum() if settings.reduction == "sum" else values.mean())
        is_almost = 1e-12 < abs(step.loss - right) / max(abs(right), 1e-300) < 1e-5
        if is_almost:
            settings.assumed.append("The loss differs a little, as with log(p + 1e-9) or where no p is kept from 0 and 1; it is not compared.")
        return is_almost

    def finish(self, after, changed):
        if self.pending is None:
            raise NotUnderstood("no step was complete")
        for i in range(len(after.W)):
            if after.W[i] is None:
                after.W[i] = changed.W[i]
            if after.b[i] is None:
                after.b[i] = changed.b[i]
            if self.roles.layers[i].is_unchanged:
                after.W[i] = self.pending.W[i]
            if after.b[i] is None and self.pending.b[i] is not None and np.array_equal(self.pending.b[i], self.initial.b[i]):
                after.b[i] = self.pending.b[i]  # it never changes
        for i, b in enumerate(after.b):
            below = self.bias_like(i) if b is None else None
            after.b[i] = b if below is None else after.b[below]
        if all(w is not None for w in after.W) and all(
            after.b[i] is not None for i, layer in enumerate(self.roles.layers) if layer.has_bias
        ):
            self.record(self.pending, after)

    def numbers_of(self, X, targets):
        """The numbers of a batch's examples: equal ones have the same."""
        key = (X.shape, hash((X.tobytes(), targets.tobytes())))
        if key not in self.known_batches:
            numbers = []
            for x, y in zip(X, targets):
                numbers.append(self.examples.setdefault(x.tobytes() + y.tobytes(), len(self.rows)))
                if numbers[-1] == len(self.rows):
                    self.rows.append((x, y))
            self.known_batches[key] = np.array(numbers)
        return self.known_batches[key]

    def schedule(self):
        """The steps of an epoch, the number of epochs, and the order of the examples in each if it changes."""
        steps = len(self.batches)
        sizes = np.array([len(batch) for batch in self.batches])
        others = np.flatnonzero(sizes != sizes[0])
        if len(others):
            length = int(others[0]) + int(sizes[others[0]] < sizes[0])
            epochs = steps // length
            if length > others[0] and all(np.array_equal(sizes[:length], each) for each in self.blocks(sizes, length)):
                order = self.order(length)
                if order is None and self.pair_again([length]):
                    order = self.order(length)
                if order is not None:
                    return length, epochs, order
            return length, 1, None
        for length in self.lengths():
            order = self.order(length)
            if order is not None:
                return length, steps // length, order
        if self.pair_again(None):
            return self.schedule()
        return steps, 1, None

    def pair_again(self, lengths):
        """Gives the same inputs their first targets, if every epoch has the same inputs and targets, but in other pairs."""
        by_x, by_y, inputs, targets = {}, {}, [], []
        for i, (x, y) in enumerate(self.rows):
            inputs.append(by_x.setdefault(x.tobytes(), i))
            targets.append(by_y.setdefault(y.tobytes(), i))
        before, self.batches = self.batches, [np.array(inputs)[batch] for batch in self.batches]
        for length in (lengths or self.lengths()) if len(by_x) < len(self.rows) else ():
            epochs = [np.sort(np.array(targets)[np.concatenate(each)]) for each in self.blocks(before, length)]
            if self.order(length) is not None and all(np.array_equal(each, epochs[0]) for each in epochs):
                self.is_paired_again = True
                return True
        self.batches = before
        return False

    def lengths(self):
        """The numbers of steps after which batches of the same size may have had the same examples again."""
        steps = len(self.batches)
        signs = np.random.default_rng(0).integers(0, 1 << 62, len(self.rows), dtype=np.uint64)
        sums = np.cumsum([np.uint64(0), *(signs[batch].sum() for batch in self.batches)], dtype=np.uint64)
        for length in range(1, steps // 2 + 1):
            if steps % length == 0 and len(set(np.diff(sums[::length]).tolist())) == 1:
                yield length

    @staticmethod
    def blocks(values, length):
        return [values[at : at + length] for at in range(0, len(values) // length * length, length)]

    def order(self, length):
        """The examples of each epoch, numbered as in the first one; None if an epoch has others."""
        epochs = [np.concatenate(each) for each in self.blocks(self.batches, length)]
        first, order = np.argsort(epochs[0], kind="stable"), np.empty((len(epochs), len(epochs[0])), dtype=np.int64)
        for each, row in zip(epochs, order):
            places = np.argsort(each, kind="stable")
            if not np.array_equal(each[places], epochs[0][first]):
                return None
            row[places] = first
        return order

    def write(self):
        if not self.batches:
            raise NotUnderstood("no step was complete")
        settings = self.settings
        if self.network.is_single and self.follower.is_unnamed and self.has_other_rate():
            raise UpdateNotUnderstood("its learning rate changes during the training")
        if self.follower.is_clipped_otherwise:
            raise UpdateNotUnderstood(CLIPS)
        length, epochs, order = self.schedule()
        steps, size = length * epochs, len(self.batches[0])
        X, y = (np.stack(each) for each in zip(*(self.rows[i] for batch in self.batches[:length] for i in batch)))
        sums = y.sum(axis=1)
        if settings.loss == CATEGORICAL and np.any(np.abs(sums - 1) > 1e-5):
            other, where = float(sums[np.argmax(np.abs(sums - 1) > 1e-5)]), seen_in(self.lines_of_targets)
            if np.any(y != np.round(y)):
                raise NotUnderstood(f"what seems to be its targets is no distribution{where}")
            raise NotUnderstood(f"the targets of some examples add up to {other:g} and not to 1, as those of a cross-entropy do{where}")
        arrays = {"X": X, "y": y}
        if settings.weights is not None:
            arrays["weights"] = settings.weights_of(y)
        if order is not None and np.any(order != order[0]):
            arrays["order"] = order
        for i, layer in enumerate(self.roles.layers):
            arrays[f"W{i + 1}"] = self.initial.W[i]
            if layer.is_biased:
                arrays[f"b{i + 1}"] = self.initial.b[i]
        for i, masks in self.masks.items():
            arrays[f"mask{i + 2}"] = np.concatenate(masks[:steps]).astype(np.uint8)
        directory = self.network.directory
        np.savez(os.path.join(directory, "data.npz"), **arrays)
        if steps < self.recorder.steps:
            self.truncate(steps)
        self.recorder.save()
        whole = length == 1
        with open(os.path.join(directory, "network.yaml"), "w", encoding="utf-8") as file:
            file.write(self.yaml("all" if whole else size, epochs, arrays))
        with open(os.path.join(directory, "understood.json"), "w", encoding="utf-8") as file:
            json.dump(self.found(whole, size, arrays, steps), file)

    def truncate(self, steps):
        """Leaves out the steps that belong to no whole epoch."""
        recorder = self.recorder
        rows = sum(len(batch) for batch in self.batches[:steps])
        for name, kept in recorder.kept.items():
            recorder.kept[name] = Beginning(kept, steps, rows)
        recorder.steps = steps

    def yaml(self, size, epochs, arrays):
        settings = self.settings
        optimizer, parameters = settings.optimizer
        name = re.sub(r"[^A-Za-z0-9_-]", "-", os.path.splitext(os.path.basename(self.network.script))[0])
        lines = [f"name: {name}", f"inputs: {arrays['X'].shape[1]}", "layers:"]
        keep, schedule = None, self.schedule_of_rates()  # the first is that of the layer before
        for layer, share in zip(self.roles.layers, settings.shares_of_layers()):
            options = "" if layer.is_biased else ", bias: false"
            if keep is not None:
                options += f", dropout: {{ drop_probability: {float('%.9g' % (1 - keep))!r} }}"
            if share != 1:
                options += f", learning_rate: {self.text_of_rates(schedule, share)}"
            lines.append(f"  - dense: {{ units: {layer.units}, activation: {layer.activation}{options} }}")
            keep = layer.keep
        lines.append("init: { npz: { file: data.npz } }")
        divided = ", divided_by: batch" if settings.divides_penalty else ""
        penalty = ", ".join(f"{key}: {value!r}" for key, value in settings.penalty_of_file().items()) + divided
        defaults = [f"regularization: {{ {penalty} }}"] if penalty else []
        if settings.clip:
            kind, threshold, epsilon = settings.clip
            way = "clip_value: { " if kind == "value" else f"clip_norm: {{ per: {kind}, "
            added = f", epsilon: {epsilon!r}" if epsilon else ""
            defaults.append(f"gradient_normalization: {{ {way}threshold: {threshold!r}{added} }} }}")
        if defaults:
            lines.append(f"defaults: {{ {', '.join(defaults)} }}")
        # In 32 bits, 1 - 1e-12 is 1.
        is_clipped_sooner = self.network.is_single and settings.loss == BINARY
        constants = f"clip: {CLIP_IN_32_BITS!r}" if is_clipped_sooner else f"delta: {settings.huber!r}" if family(settings.loss) == HUBER else ""
        lines.append(f"loss: {{ {settings.loss}: {{ {constants} }} }}" if constants else f"loss: {settings.loss}")
        lines.append(f"reduction: {settings.reduction}")
        if self.network.is_single:
            lines.append("precision: f32")
        parameters = {**parameters, "learning_rate": self.text_of_rates(schedule)}
        if optimizer == "adadelta":
            del parameters["learning_rate"]
        text = ", ".join(f"{key}: {value if isinstance(value, str) else repr(value)}" for key, value in parameters.items())
        order = "".join(f", {name}: {name}" for name in ("weights", "order") if name in arrays) + (", masks: mask" if self.masks else "")
        lines += [
            "training:",
            f"  optimizer: {{ {optimizer}: {{ {text} }} }}",
            f"  batch_size: {size}",
            f"  epochs: {epochs}",
            "  shuffle: false",
            f"data: {{ npz: {{ file: data.npz, inputs: X, targets: y{order} }} }}",
        ]
        return "\n".join(lines) + "\n"

    @staticmethod
    def precise_rate(rate, shown):
        """The learning rate of some steps, from all of them if the script does not name it."""
        known = [each for each in shown if each is not None]
        over, under = (sum(part) for part in zip(*known)) if known else (0.0, 0.0)
        return over / under if len(known) == len(shown) and under > 0 else rate

    def schedule_of_rates(self):
        """The learning rates: the first one, the later ones, and the steps in which these begin; a mistake in single batches is no
        schedule, it goes up and down."""
        first = self.settings.optimizer[1]["learning_rate"]
        changes, rate = [], first
        for step, each in enumerate(self.rates):
            if each is not None and abs(each - rate) > 1e-6 * rate:
                rate = each
                changes.append((step, rate))
        if changes and changes[0][0] == 0:  # other tensors show another rate
            first = changes.pop(0)[1]
        ends = [step for step, _ in changes[1:]] + [len(self.rates)]
        changes = [(step, self.precise_rate(rate, self.shown_rates[step:end])) for (step, rate), end in zip(changes, ends)]
        values = [first] + [each for _, each in changes]
        turns = np.count_nonzero(np.diff(np.sign(np.diff(values))))
        is_open = turns > 1 and turns > len(changes) * MOST_TURNS and self.follower.is_unnamed
        if is_open and self.settings.may_clip:
            raise UpdateNotUnderstood(CLIPS)
        if not changes or is_open:
            return self.settings.optimizer[1]["learning_rate"], [], []
        if len(changes) > MOST_RATES:
            raise UpdateNotUnderstood(f"the learning rate changes {len(changes):,} times")
        self.last_rate, self.changes_of_rate = rate, len(changes)
        lost = next((step for step, each in changes if each < LOST * first), len(self.rates))
        if len(self.rates) - lost > len(self.rates) / 10 and changes[-1][1] < LOST * first:
            where = seen_in(self.settings.lines_of_rates())
            self.settings.assumed.append(f"From step {lost:,} on, the learning rate is less than a billionth of the first one, and trains nothing{where}.")
        names = [f"`{name}`" for name in sorted(self.network.changing_rates & self.rate_names())]
        if names and self.follower.is_unnamed:
            self.settings.assumed.append(f"The steps have other learning rates than {', '.join(names)}.")
        return first, [each for _, each in changes], [step for step, _ in changes]

    def text_of_changes(self):
        """How often the learning rate changes, and where."""
        lines = sorted(set(self.settings.lines_of_rates()))
        where = f", line{'s' * (len(lines) > 1)} {', '.join(map(str, lines))}" if 0 < len(lines) <= MOST_RATE_LINES else ""
        return f"{self.changes_of_rate:,} change{'s' * (self.changes_of_rate > 1)}{where}"

    @staticmethod
    def text_of_rates(schedule, share=1.0):
        """The learning rate of a layer, or a table if it changes."""
        first, rates, steps = schedule
        first, *rates = [each if share == 1 else float("%.15g" % (share * each)) for each in (first, *rates)]
        return f"{{ table: {{ initial: {first!r}, from: {steps}, rates: {rates} }} }}" if rates else repr(first)

    def found(self, whole, size, arrays, steps):
        """What was understood, for people, and where each tensor is computed."""
        nodes, layers, settings, X = self.network.watcher.nodes, self.roles.layers, self.settings, arrays["X"]
        optimizer, parameters = settings.optimizer
        hidden = ("epsilon_on", "learning_rate") if optimizer == "adadelta" else ("epsilon_on",)
        constants = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in parameters.items() if key not in hidden)
        divided = ", divided by the size of each batch" if settings.divides_penalty else ""
        penalty = "".join(f"; {PENALTIES[key]} {value!r}" for key, value in settings.penalty_of_file().items()) + divided
        clipping = ""
        if settings.clip:
            kind, threshold, epsilon = settings.clip
            way = {"value": "value", "network": "norm of all layers"}.get(kind, f"norm of each {kind}")
            clipping = f"; gradients clipped to {threshold:g}, by the {way}" + (f" plus {epsilon:g}" if epsilon else "")
        in_the_end = f", in the end {0 if self.last_rate == NO_RATE else self.last_rate:.6g} ({self.text_of_changes()})" if self.last_rate else ""
        of_layers = "".join(f", of layer {i} {parameters['learning_rate'] * share:.6g}" for i, share in enumerate(settings.shares_of_layers(), 1) if share != 1)
        words = (("weights", "W"), ("biases", "b"), ("activations", "A"), ("deltas", "dZ"))
        names = [
            word + " " + ", ".join(f"`{self.names[n]}`" for n in sorted(self.names) if n.rstrip("0123456789") == kind)
            for word, kind in words
            if any(n.rstrip("0123456789") == kind for n in self.names)
        ]
        are_guessed = ["because of the name" in (each.question or "") for each in layers]
        lines = self.lines(layers)
        contradictions = self.contradictions(lines)
        notes = [f"{note}{seen_in(list(dict.fromkeys(line for _, line in places))[:MOST_LINES])}." for note, places in contradictions.values()]
        if self.network.has_empty_batch:
            notes.append(f"Some batches have no examples{seen_in([line for _, line in self.places_of_batch()])}.")
        if settings.takes_deltas:
            where = [each["line"] for each in lines.get(f"dZ{len(layers)}", ())]
            left_out = ", and neither is the softmax before them" * self.roles.are_outputs_left_out
            notes.insert(0, f"The deltas of the outputs are a function of a - y as of no loss that is known, such as Huber's, or one with weights of the classes; they are taken as they are, and not judged{left_out}{seen_in(where)}.")
        if settings.has_unknown_optimizer:
            shown = [tensor for step in settings.steps for tensor in settings.flat(list(zip(step.dW, step.db)))]
            right = "deltas" if any(each is None for each in shown) else "gradients"
            seen, where = f"The {right} are right" if settings.shows_gradients else "No gradients are seen", [each["line"] for each in lines.get("W1", ())]
            notes.insert(0, f"{seen}, and the updates fit no optimizer that is known; they are judged only if a known mistake explains them{seen_in(where)}.")
        return {
            "understood": {
                "layers": " → ".join([f"{X.shape[1]} inputs"] + [self.text_of(each) + " without bias" * (any(other.is_biased for other in layers) and not each.is_biased) for each in layers])
                + ("; no bias" if not any(each.is_biased for each in layers) else ""),
                "loss": ("none that is known; the deltas of its outputs are taken as they are" if settings.takes_deltas else settings.text_of_loss) + penalty,
                "optimizer": "unknown; compared with " * settings.has_unknown_optimizer + f"{optimizer}, {constants}" + in_the_end + of_layers + clipping,
                "steps": f"{steps:,} steps of "
                + (f"all {len(X)} examples" if whole and len(X) > 1 else f"{size} examples" if size > 1 else "one example")
                + (", shuffled in each epoch" if "order" in arrays else ""),
                **({"variables": "; ".join(names)} if names else {}),
            },
            "assumed": self.left_out(steps) + notes + settings.assumed + [each.question for each in layers if each.question],
            "contradictions": {name: places for name, (_, places) in contradictions.items()},
            "guessed": settings.is_guessed or settings.contradicts_loss and not settings.is_exact,
            "guessed_outputs": settings.has_guessed_outputs,
            "guessed_loss": settings.has_guessed_loss,
            "other_deltas": settings.has_other_hidden_deltas,
            "guessed_layers": any(are_guessed),
            "guessed_hidden_layers": any(are_guessed[:-1]),
            "estimated": settings.is_estimated or self.follower.is_unnamed,
            "penalty_of_batch": settings.divides_penalty,
            "lacks_penalty": settings.lacks_penalty,
            "is_penalty_of_loss": settings.is_penalty_of_loss,
            "unknown_loss": settings.takes_deltas,
            "unknown_optimizer": settings.has_unknown_optimizer,
            "evaluated": self.network.evaluation.count if self.network.evaluation else 0,
            "examples": steps * (len(X) if whole else size),
            "steps": steps,
            # Examples beyond the margin may make no step.
            "may_stop": any(isinstance(each, ast.Break) for each in settings.trees) or settings.loss == HINGE and size == 1,
            "whole": steps == self.total and not settings.takes_deltas and not self.roles.training.others and self.roles.layer_below_changes is None,
            "names": self.names if self.is_in_rows() else {},
            "places": lines,
        }

    def lines(self, layers):
        """The lines of each tensor: those that they depend on, and those that compute it, the last one last."""
        nodes, count, sources = self.network.watcher.nodes, len(layers), self.network.sources
        shown = {name: [nodes[number] for number in numbers] for name, numbers in self.places.items() if numbers}
        for name in [f"{kind}{i}" for i in range(1, count + 1) for kind in "Wb"]:  # what never changes belongs beside what does
            if name[0] == "W" or layers[int(name[1:]) - 1].is_biased:
                others = [f"W{name[1:]}"] + [other for other in shown if other[0] == name[0]]
                shown.setdefault(name, next((shown[other] for other in others if other in shown), []))
        last = {name: found[-1] for name, found in shown.items() if found}
        definitions, lines = {}, {}
        for name, found in shown.items():
            kind, number = re.fullmatch(r"(\D+)(\d*)", name.split()[0]).groups()
            number = int(number or 0)
            operand = {"Z": f"A{number - 1}", "dZ": f"A{number}", "dW": f"dZ{number}", "db": f"dZ{number}"}.get(kind)
            is_masked = operand is not None and operand[0] == "A" and int(operand[1:]) - 1 in self.masks
            # The delta of the outputs may be right for another activation; and what dropout does is a part of the activation.
            if operand in last and (is_masked or kind == "dZ" and number == count):
                found = [last[operand]] + [node for node in found if node is not last[operand]]
            right = [node for other, node in last.items() if other[0] not in "Wb" and other != name and (other != operand or kind == "dZ")]
            updates = [node for other, node in last.items() if other[0] in "Wb"]
            lines[name] = []
            for file in dict.fromkeys(node.file for node in found if node.file in sources):
                if file not in definitions:
                    definitions[file] = Definitions(sources[file])
                lines[name] += definitions[file].around(file, found, right, updates)
            if kind == "b" and self.bias_like(number - 1) is not None and f"Z{number}" in last:
                found = [*found, last[f"Z{number}"]]  # which adds the bias of another layer
            lines[name] += [{"file": n.file, "line": n.line, "column": n.column + 1, "text": n.text} for n in found]
        return lines

    def bias_like(self, i):
        """The layer below whose bias a layer has too, in all of the first steps; None if it has its own."""
        steps = [step.b for step in self.roles.first_steps if all(b is not None for b in step.b)]
        if not steps or np.array_equal(steps[0][i], steps[-1][i]):  # biases that never change may have the same numbers
            return None
        return next((j for j in range(i) if all(b[j].size == b[i].size > 1 and np.array_equal(b[j], b[i]) for b in steps)), None)

    @staticmethod
    def text_of(layer):
        return f"{layer.units} {layer.activation}" + (f", dropout {1 - layer.keep:.6g}" if layer.keep is not None else "")

    def left_out(self, steps):
        found = [self.network.failure] if self.network.failure else []
        if steps < self.total:
            why = self.why_cut or "batches of other sizes follow"
            found.append(f"Only the first {steps:,} of {self.total:,} steps are compared: {why}.")
        if self.roles.training.others:
            found.append("The script also trains other weights with the same lines; that training is not compared.")
        fixed = [str(i + 1) for i, layer in enumerate(self.roles.layers) if layer.is_unchanged]
        if fixed:
            found.append(f"Layers whose weights never change are taken for layers that should be trained: {', '.join(fixed)}.")
        for i in range(len(self.roles.layers)):
            below = self.bias_like(i)
            if below is not None:
                where = seen_in([self.network.watcher.nodes[number].line for number in self.places.get(f"Z{i + 1}", ())[-1:]])
                found.append(f"Layers {below + 1} and {i + 1} add one and the same bias{where}.")
        return found

    def is_in_rows(self):
        """Whether the script has the layout of the corrected lines: examples x units, inputs x units."""
        return all(each.layout == (0, 0, 0) and each.is_direct and each.ones == 0 for each in self.roles.layers)


class Gradients(Outcome):
    """The gradients of one step of a training whose updates no network file can say.

    It is not the first step, so that what is left of another one shows.
    """

    def __init__(self, network, roles, reason):
        super().__init__(network, roles, Settings(network, roles, are_of_gradients=True))
        whole = [each for each in roles.first_steps if each.has_error]
        count = len(roles.layers)
        known = [i for i in range(count) if ("dZ", i) in self.present or ("dW", i) in self.present]
        if self.settings.loss is None or not whole or 2 * len(known) <= count:
            raise reason
        step = self.initial = whole[:2][-1]
        if network.lists is not None:
            self.take_rate_off(step, roles.first_steps)
        self.reason, self.total = reason, 2
        self.why_cut = GOES_ON  # of the other examples, nothing is known
        self.batches.append(self.numbers_of(step.X, step.y))
        for i, masks in self.masks.items():
            masks.append(step.masks[i])
        tensors = {name: [getattr(step, name)[i] if (name, i) in self.present else None for i in range(count)] for name in self.kinds}
        self.recorder.step(**tensors)

    def take_rate_off(self, step, steps):
        """Divides the deltas of a step by the learning rate if they are the changes of the biases: of plain numbers of one example, what
        each change multiplies is its delta."""
        (first, second), settings = steps[:2], self.settings
        delta = settings.delta(settings.loss, step)
        of_outputs = [each for each in settings.written if delta is not None and step.dZ[-1] is not None and close(np.abs(step.dZ[-1]), each * np.abs(delta))]
        rates = settings.rates or [each for each in of_outputs if 0 < each < 1]
        pairs = [(b - after, dZ.sum(axis=0)) for b, after, dZ in zip(first.b, second.b, first.dZ) if b is not None and dZ is not None]
        if rates and pairs and all(close(np.abs(change), np.abs(delta)) for change, delta in pairs):
            step.dZ = [None if each is None else each / rates[0] for each in step.dZ]

    def found(self, whole, size, arrays, steps):
        found = super().found(whole, size, arrays, steps)
        found["understood"]["optimizer"] = f"not compared: {self.reason}"
        found["updates"], found["unknown_optimizer"] = False, str(self.reason) == CLIPS and self.settings.is_exact
        return found

    def left_out(self, steps):
        reason = str(self.reason)
        where = [node.line for node in self.nodes_of_updates()]
        if "rate" in reason:
            where = self.settings.lines_of_rates() or where
        elif "clip" in reason:
            where = [line for source in self.network.sources.values() for line in Definitions(source).about(CLIPPING, where)] or where
        return [f"Only the gradients of one step are compared, and no update: {reason}{seen_in(where)}."]
