"""What each operation of a script is for: the passes through the layers, and the tensors of each step."""

import collections
import functools
import itertools
import re

import numpy as np

from names import Names
from training import OPERATIONS, changes
from values import ACTIVATIONS, LEAKY_SLOPES, SLOPES, Multiples, NotUnderstood, Reader, Value, close, forms, leaky, shown_leaky

OTHER_NAME = re.compile(r"\w+ *= *\w+")  # a statement that gives a variable another name
WORDS = ("leaky", "sigmoid", "logistic", "tanh", "relu", "softmax", "identity", "linear", "elu", "softplus", "swish")
TARGET, DELTA = re.compile(r"y|Y|t|T|d(es\w*|\d*)$|.*(target|label)"), re.compile("d")  # names
SLOPE = re.compile("deriv|prime|grad|slope", re.I)
MEANS = ("mean", "average", "var", "std")  # functions that normalize


def word_of(name, sources):
    """The activation that a function's name speaks of, with the slope that the sources have."""
    for each in WORDS:
        if each in name.lower():
            if each != "leaky":
                return {"logistic": "sigmoid", "linear": "identity"}.get(each, each)
            numbers = {float(number) for text in sources.values() for number in re.findall(r"(?<![\w.])0?\.\d+", text)}
            return leaky(next((alpha for alpha in LEAKY_SLOPES if alpha in numbers), LEAKY_SLOPES[0]))
    return None


def labels_of(event, outputs):
    """Where an operation subtracts 1 from outputs in place, as of the labels of examples, or sets one number of each; None if it does
    not."""
    if event.kind == "stored":
        a, changed = outputs.array, event.result.array
        different = (a != changed) * 1.0 if a.shape == changed.shape and a.ndim == 2 and a.size > max(a.shape) else np.zeros((1, 1))
        is_one_of_each = any(np.all(different.sum(axis=axis) == 1) for axis in (0, 1))
        return different if is_one_of_each and len(set(changed[different > 0])) == 1 else None
    if event.operands[0] is None or not event.operands[0].same(outputs) or event.operands[0].array.shape != event.result.array.shape:
        return None
    difference = event.operands[0].array - event.result.array
    return difference if np.any(difference) and np.allclose(difference[difference != 0], 1) else None


def part_made(value, events):
    """The latest operation on vectors whose result has a value as a part, its number, and the same parts of its operands; None if
    there is none."""
    data, size = value.array.tobytes(), value.array.itemsize
    for at in range(len(events) - 1, -1, -1):
        event = events[at]
        vector = event.result.array
        if event.kind in OPERATIONS and vector.ndim == 1 and vector.size > value.size > 1 and vector.dtype == value.array.dtype:
            begin, rest = divmod(vector.tobytes().find(data), size)
            if rest == 0:
                operands = [each.array for each in event.operands if each is not None and each.array.shape == vector.shape]
                return event, at, [Value(each[begin : begin + value.size].reshape(value.array.shape)) for each in operands]
    return None


class Pass:
    """A forward pass through all layers."""

    def __init__(self, layers):
        self.products = [None] * layers
        self.at = [0] * layers

    def inputs(self, layer, position):
        return self.products[layer].operands[1 - position]


class Step:
    """The tensors of a step: examples x units, inputs x units."""

    def __init__(self, layers):
        self.X = self.y = None
        self.W, self.b, self.Z, self.A, self.dZ, self.dW, self.db = ([None] * layers for _ in range(7))
        self.loss = None
        self.masks = {}  # of layers with dropout: which activations are kept
        self.places = {}  # the statements that compute a tensor
        self.kept = {}  # the assignments of gradients
        self.names = {}  # the variable of a tensor
        self.rates = {}  # the numbers that may be learning rates, by their names
        self.early_scalars = []  # numbers that are computed before any weight changes

    @property
    def has_error(self):
        """Whether its outputs and targets are known."""
        return self.y is not None and self.A[-1] is not None


class Results:
    """The events of a step by the numbers that they compute."""

    def __init__(self, events):
        self.events, self.sizes, self.keys = events, {}, {}
        for at, event in enumerate(events):
            self.sizes.setdefault(event.result.size, []).append(at)

    def like(self, value):
        """The places of the events with these numbers, transposed or not, in order."""
        if value.size not in self.keys:
            keys = self.keys[value.size] = {}
            for at in self.sizes.get(value.size, ()):
                keys.setdefault(self.events[at].result.key, []).append(at)
        keys = self.keys[value.size]
        return sorted({*keys.get(value.key, ()), *keys.get(value.turned, ())})


class Roles(Reader):
    """What each operation of the script is for. It is learned from the first steps, and applied to all."""

    def __init__(self, training, windows):
        self.training, self.layers = training, training.layers
        self.output = None  # the node of the outputs
        self.bias_changes = set()  # the nodes that change biases
        self.constant_targets = None  # those of a variable, if they are found by name
        self.named_node = self.latest_named = None  # what assigns it, and the value of it before a window
        self.targets = None  # the node and the operand of the targets
        self.loss = None  # the node of the loss
        self.are_added = False  # whether a step adds the gradients of several passes
        self.passes_of_steps, self.latest_passes = collections.Counter(), 1
        self.gradients = {}  # of a node: the layout of the product
        self.nodes = set(training.updaters) | {layer.node for layer in self.layers}
        for window in windows:
            self.nodes.update(event.decay for event, _ in window if event.node in training.updaters and event.decayed)
        self.is_learned = False
        self.learn(windows)

    # ---- the forward pass

    def passes(self, window):
        """The forward passes of the training, without those that only predict."""
        whole, open_pass = [], None
        for at, (event, layer) in enumerate(window):
            if layer == 0:
                open_pass = Pass(len(self.layers))
                whole.append(open_pass)
            if layer is not None and open_pass is not None and open_pass.products[layer] is None:
                open_pass.products[layer], open_pass.at[layer] = event, at
        whole = [each for each in whole if None not in each.products]
        products = [event for event, layer in window if layer is None and event.kind == "product"]
        chosen = self.passes_used(whole, products, 0) or self.passes_of_examples(whole, window)
        others = (self.passes_used(whole, products, layer) for layer in range(1, len(self.layers)))
        chosen = chosen or next(filter(None, others), [])  # the layers below may have no gradient
        evaluation = self.training.network.evaluation
        for each, following in zip(whole, [*whole[1:], None]) if evaluation else ():
            if each not in chosen:
                evaluation.keep_losses(each, len(window) if following is None else following.at[0], window)
                if self.is_learned:
                    evaluation.examine(each, window)
        chosen = chosen or whole[-1:]
        if chosen and self.rows(chosen[-1]) > 1:
            self.latest_passes = len({each.inputs(0, self.layers[0].position).key for each in chosen})
            chosen = self.added(chosen, window)
        else:
            chosen = [each for each in chosen if self.rows(each) == 1]
        for each, following in zip(chosen, [*chosen[1:], None]):
            each.end = len(window) if following is None else following.at[0]
        return chosen

    def passes_used(self, whole, products, layer):
        """The passes whose inputs of a layer are used in another product, as in that of its gradient."""
        chosen, later = [], collections.Counter()
        operands = Multiples([each for event in products for each in event.operands])
        events = [at for at, event in enumerate(products) for _ in event.operands]
        for each in reversed(whole):
            inputs = each.inputs(layer, self.layers[layer].position)
            uses = len({events[at] for at in operands.like(inputs)})
            numbers = frozenset((inputs.key, inputs.turned))
            if later[numbers] < uses:
                chosen.append(each)
            later[numbers] += 1
        return chosen[::-1]

    def passes_of_examples(self, whole, window):
        """The passes of single examples whose gradients are no products of their own: outer products, or those of all examples."""
        used = {}  # the nodes that use an example
        for event, layer in window:
            if layer is None and event.kind in ("product", "*"):
                for each in event.operands:
                    if each is not None and each.array.ndim == 2:
                        for row in (*each.array, *np.ascontiguousarray(each.array.T)):
                            used.setdefault(row.tobytes(), set()).add(event.node)
        chosen = []
        for each in whole:
            nodes = used.get(each.inputs(0, self.layers[0].position).array.reshape(-1).tobytes())
            if self.rows(each) == 1 and nodes:
                self.nodes |= nodes
                chosen.append(each)
        return chosen

    def added(self, chosen, window):
        """The passes whose gradients are added to those of the last one: with the same weights, of other examples."""
        if self.is_learned:
            return chosen if self.are_added else chosen[-1:]
        inputs = [each.inputs(0, self.layers[0].position) for each in chosen]
        weights = [[e.operands[layer.position].key for e, layer in zip(each.products, self.layers)] for each in chosen]
        are_added = len({each.key for each in inputs}) == len(inputs) and all(each == weights[-1] for each in weights)
        for each in inputs[:-1] if are_added else ():
            are_added &= self.meet(window, each, inputs[-1])
        self.are_added |= are_added and len(chosen) > 1
        return chosen if are_added else chosen[-1:]  # earlier ones only evaluate

    @staticmethod
    def meet(window, first, second):
        """Whether an operation has both what is made of a gradient of some inputs, and what is made of one of others."""
        sides = (first, set()), (second, set())
        for event, layer in window:
            keys = [(each.key, each.turned) for each in event.operands if each is not None]
            if event.kind == "product":
                for inputs, made in sides if layer is None else ():
                    if any(each.like(inputs) for each in event.operands):
                        made.update((event.result.key, event.result.turned))
            elif event.kind in ("+", "-", "*", "/", "update"):
                are_of = [[any(key in made for key in pair) for pair in keys] for _, made in sides]
                if len(keys) == 2 and any(are_of[0]) and any(are_of[1]):
                    return True
                for (_, made), each in zip(sides, are_of):
                    if any(each):
                        made.update((event.result.key, event.result.turned))
        return False

    def rows(self, each):
        layer = self.layers[0]
        return len(forms(each.inputs(0, layer.position).array)[layer.layout[0]])

    def matrix(self, value, examples, units, turned):
        """A tensor as examples x units."""
        array = value.array
        if array.size != examples * units:
            return None
        array = np.squeeze(array) if array.ndim > 2 else array
        if array.ndim == 2 and array.shape != (examples, units) or array.ndim == 2 and turned and examples == units:
            array = array.T
        return array.reshape(examples, units)

    def forward(self, step, window, chosen):
        parts = {}
        for each in chosen:
            for i, layer in enumerate(self.layers):
                event = each.products[i]
                x, w, r = layer.layout
                inputs = forms(event.operands[1 - layer.position].array)[x]
                weights = forms(event.operands[layer.position].array)[w]
                z = forms(event.result.array)[r]
                value, bias = event.result, None
                for later, _ in window[each.at[i] + 1 : each.at[i + 1] if i + 1 < len(self.layers) else each.end]:
                    if later.kind in ("+", "update") and later.name[:1] in ("", "+", "a") and len(later.operands) == 2:
                        first, second = later.operands
                        if first is not None and second is not None:
                            added = second if first.same(value) else first if second.same(value) else None
                            if added is not None and later.result.size == value.size and layer.may_be_bias(added, value):
                                bias, value = added, later.result
                                z = self.matrix(value, len(z), layer.units, r == 1)
                                self.nodes.add(later.node)
                                break
                each.examples = len(z)
                parts.setdefault(("Z", i), []).append((z, value))
                parts.setdefault(("inputs", i), []).append((inputs, event.operands[1 - layer.position]))
                step.W[i] = weights
                if bias is not None:
                    if bias.size > layer.units:  # it was one, and has become a matrix; of the first example
                        step.b[i] = self.matrix(bias, len(z), layer.units, r == 1)[0].copy()
                    else:
                        step.b[i] = np.broadcast_to(bias.array.reshape(-1), (layer.units,)).copy()
        return parts


    # ---- all of a step

    def resolve(self, window):
        chosen = self.passes(window)
        if not chosen:
            return None
        step = Step(len(self.layers))
        step.chosen = chosen
        step.rates = next((event.rates for event, _ in reversed(window) if self.training.changes(event)), {})
        parts = self.forward(step, window, chosen)
        last = len(self.layers) - 1
        outputs = [self.output_of(window, each, parts[("Z", last)][k]) for k, each in enumerate(chosen)]
        for i, layer in enumerate(self.layers):
            step.Z[i] = np.concatenate([z for z, _ in parts[("Z", i)]])
            rows = np.concatenate([x for x, _ in parts[("inputs", i)]])
            if i > 0 and layer.ones == 0 and rows.shape[1] == self.layers[i - 1].units + 1:
                layer.ones = 1 if np.all(rows[:, -1] == 1) else -1 if np.all(rows[:, 0] == 1) else 0
            rows = layer.without_ones(rows, axis=1)
            if i == 0:
                step.X = rows
            elif rows.shape == step.Z[i - 1].shape:
                step.A[i - 1] = rows
        self.split_ones(step)
        for i, layer in enumerate(self.layers[:last]):
            if layer.keep is not None and step.A[i] is not None:
                step.masks[i] = (step.A[i] != 0) | (ACTIVATIONS[layer.activation](step.Z[i]) == 0)
        if all(each is not None for each in outputs):
            step.A[last] = np.concatenate([a for a, _ in outputs])
        step.output_values = [v for _, v in outputs] if step.A[last] is not None else []
        self.backward(step, window, chosen)
        if self.are_means:
            step.dZ = [None if each is None else each / len(chosen) for each in step.dZ]
        self.find_targets(step, window, chosen)
        if self.are_outputs_left_out:
            step.A[last] = step.Z[last]
        if self.slope_of_outputs is not None and step.dZ[last] is not None and step.A[last] is not None:
            with np.errstate(all="ignore"):
                step.y = step.A[last] - step.dZ[last] / self.slope_of_outputs(step.Z[last], step.A[last])
        step.scalars = [event for event, _ in window if event.scalar is not None]
        unchanged = itertools.takewhile(lambda each: not self.training.changes(each[0]), window)
        step.early_scalars = [event for event, _ in unchanged if event.scalar is not None]
        for event in step.scalars:
            if event.node == self.loss:
                step.loss = event.scalar
        self.place(step, window, parts)
        return step

    def output_of(self, window, each, z):
        if self.output is None:
            return None
        if self.output == -1:
            return z
        for event, _ in window[each.at[-1] : each.end]:
            if event.node == self.output and event.result.size == z[0].size:
                return self.matrix(event.result, *z[0].shape, self.layers[-1].layout[2] == 1), event.result
        return None

    def gradient(self, event, layer, inputs):
        """The other operand of a product with a layer's inputs, and whether the product has the layout of W."""
        for i, operand in enumerate(event.operands):
            if operand.like(inputs):
                other = event.operands[1 - i]
                key = (event.node, i)
                if key not in self.gradients:
                    self.gradients[key] = self.gradient_layout(operand, other, event.result, layer)
                if self.gradients[key] is not None:
                    return other, self.gradients[key]
        return None, None

    @staticmethod
    def gradient_layout(inputs, deltas, result, layer):
        width = result.size // layer.units if result.size % layer.units == 0 else -1
        for i, x in enumerate(forms(inputs.array)):
            if x.shape[1] != width:
                continue
            for j, d in enumerate(forms(deltas.array)):
                if len(d) == len(x) and d.shape[1] == layer.units:
                    product = x.T @ d
                    for k, r in enumerate(forms(result.array)):
                        if close(r, product, 1e-5):
                            return i, j, k
        return None

    def backward(self, step, window, chosen):
        products = [(at, e) for at, (e, layer) in enumerate(window) if layer is None and e.kind == "product"]
        operands = Multiples([each for _, event in products for each in event.operands])
        factors = [(at, event) for at, event in products for _ in event.operands]
        step.products = {}
        for i, layer in enumerate(self.layers):
            size = layer.inputs * layer.units
            parts, values, events, taken = [], [], [], set()
            for each in chosen:
                inputs = each.inputs(i, layer.position)
                for at, event in dict.fromkeys(factors[place] for place in operands.like(inputs)):
                    if at > each.at[i] and event.result.size == size and at not in taken:
                        other, found = self.gradient(event, layer, inputs)
                        if other is not None:
                            parts.append(forms(other.array)[found[1]])
                            values.append(other)
                            events.append(event)
                            taken.add(at)
                            turned = found[2]
                            break
            if parts and sum(len(each) for each in parts) == len(step.X):
                step.dZ[i] = np.concatenate(parts)
                step.products[i] = (events, values, turned)
                self.nodes.update(event.node for event in events)
        for i in list(step.products):
            later = [step.products[j][1][0] for j in step.products if j > i]
            if any(value.size > 1 and value.same(step.products[i][1][0]) for value in later):
                del step.products[i]  # the gradient is made of another layer's deltas
                step.dZ[i] = None
        if len(chosen) == 1:
            self.named_gradients(step, window)

    def named_gradients(self, step, window):
        """The gradients that the script keeps in variables of their own."""
        events = [event for event, _ in window]
        for i, (products, values, turned) in step.products.items():
            layer = self.layers[i]
            found = self.kept(events, products[0], layer.inputs * layer.units)
            if found is not None:
                gradient = layer.without_ones(forms(found.result.array)[turned], axis=0)
                if gradient.shape == step.W[i].shape:  # of equal numbers, another product may be like it
                    step.dW[i], step.kept[f"dW{i + 1}"] = gradient, found
            sums = [
                event
                for event in events
                if event.kind in ("sum", "mean") and event.operands and event.operands[0].same(values[0])
                if event.result.size == layer.units
            ]
            found = self.kept(events, sums[0], layer.units) if sums and len(step.X) > 1 and not layer.ones else None
            if found is not None:
                step.db[i] = found.result.array.reshape(-1)
                step.kept[f"db{i + 1}"] = found

    def kept(self, events, made, size):
        """The assignment of what an operation makes, but for a constant."""
        statements = self.training.network.watcher.nodes
        statement = statements[made.node].statement
        if statement in {statements[node].statement for node in self.bias_changes | self.training.updaters}:
            return None
        later = itertools.dropwhile(lambda each: each.kind != "assign" or each.node != statement, events[events.index(made) :])
        found = itertools.takewhile(lambda each: each.kind == "assign" and each.node == statement, later)  # one, or those of a tuple
        fitting = [event for event in found if event.result.size == size]
        for event in fitting:
            if event.result.like(made.result) or len(fitting) == 1 and (self.is_learned or size == 1):
                self.nodes.update((made.node, event.node))
                return event
        return None

    def find_targets(self, step, window, chosen):
        if self.targets is None:
            step.y = self.assigned_targets(step, window, chosen)
            return
        if not step.output_values:
            return
        node, position = self.targets
        parts = []
        for each, value in zip(chosen, step.output_values):
            for event, _ in window[each.at[-1] : each.end]:
                if event.node == node:
                    target = self.target_of(event, position, value)
                    if target is not None:
                        parts.append(self.matrix(target, each.examples, self.layers[-1].units, self.layers[-1].layout[2] == 1))
                        break
        if len(parts) == len(chosen) and all(each is not None for each in parts):
            step.y = np.concatenate(parts)

    def assigned_targets(self, step, window, chosen):
        """The latest values of the variable that has the targets, of each forward pass; or those that it had in the first step."""
        parts, units = [], self.layers[-1].units
        made = [(at, event.result) for at, (event, _) in enumerate(window) if event.node == self.named_node]
        for each in chosen:  # its targets may be in the window before
            latest = next((value for at, value in reversed(made) if at < each.at[-1]), self.latest_named)
            is_one = latest is not None and latest.size == each.examples * units
            parts.append(self.matrix(latest, each.examples, units, self.layers[-1].layout[2] == 1) if is_one else None)
        self.latest_named = made[-1][1] if made else self.latest_named
        if parts and all(each is not None for each in parts):
            return np.concatenate(parts)
        known = self.constant_targets
        return known if known is not None and len(known) == len(step.X) else None

    @staticmethod
    def target_of(event, position, outputs):
        if position == "labels" and event.kind == "stored":
            labels = labels_of(event, outputs)
            return None if labels is None else Value(labels)
        if position == "labels":  # the outputs become `outputs[range(n), labels] - 1`
            if event.kind == "update" and event.operands[0].same(outputs):
                return Value(np.round(event.operands[0].array - event.result.array))
            return None
        pair = event.operands
        if len(pair) == 2 and None not in pair and pair[1 - position].same(outputs) and pair[position].size == outputs.size:
            is_negative = event.kind == "/" and np.all(pair[position].array <= 0)  # `-y / a`, of a cross-entropy
            return Value(0.0 - pair[position].array) if is_negative else pair[position]
        return None

    def place(self, step, window, parts):
        """Where in the source each tensor is computed, and its variable."""
        if self.is_learned:
            return
        last = len(self.layers) - 1

        events = [event for event, _ in window[step.chosen[0].at[0] :]]

        tensors = {"X": parts[("inputs", 0)][0][1]}
        for i in range(len(self.layers)):
            tensors[f"Z{i + 1}"] = parts[("Z", i)][0][1]
            tensors[f"W{i + 1} before"] = step.chosen[0].products[i].operands[self.layers[i].position]
            if i < last and not self.layers[i + 1].ones:
                tensors[f"A{i + 1}"] = parts[("inputs", i + 1)][0][1]
            if i in step.products:
                tensors[f"dZ{i + 1}"] = step.products[i][1][0]
        if step.output_values:
            tensors[f"A{last + 1}"] = step.output_values[0]
        for name, event in step.kept.items():
            tensors[name] = event.result
        tensors.update(self.changed_tensors(step, events))
        results = Results(events)
        for name, value in tensors.items():
            # A gradient is a part of its update: a penalty may be in either. That of another layer is a mistake there.
            inner = {each for each in tensors if each[:2] in ("dW", "db")} if name[0] in "Wb" else set()
            known = {key for n, v in tensors.items() if n != name and n not in inner and v.size > 1 for key in (v.key, v.turned)}
            step.places[name] = self.slice(results, value, known - {value.key, value.turned}, name)
            named = [event for event in events if event.kind in ("assign", "update") and event.result.same(value)]
            if named:
                step.names[name] = (named[0].node, named[0].name.lstrip("+-*/"))
        for i in step.masks:
            step.names.pop(f"A{i + 1}", None)  # the lines of a correction need the activation without dropout
        nodes = [node for node, _ in step.names.values()]
        step.names = {name: text for name, (node, text) in step.names.items() if nodes.count(node) == 1}

    def slice(self, results, value, known, name):
        """The statements that compute a value from those that are known, and that give it another name, the last one last."""
        statements, events = self.training.network.watcher.nodes, results.events
        found, open_values, seen = {}, [(value, len(events))], set()
        while open_values:
            wanted, before = open_values.pop()
            same = [at for at in results.like(wanted) if at < before]
            made = [at for at in same if events[at].kind != "assign" and (events[at].operands or events[at].kind == "stored")]
            if not made and wanted is value and name.startswith("d"):  # it is made by what is not watched, such as a comparison
                found.update((at, events[at].node) for at in same[:1])
            whole = part_made(wanted, events[:before]) if not made and wanted.key not in seen else None
            if whole is not None:
                seen.add(wanted.key)
                event, at, parts = whole
                found[at] = event.node if statements[event.node].statement is None else statements[event.node].statement
                open_values += [(each, at) for each in parts]
            if not made or wanted.key in seen:
                continue
            seen.add(wanted.key)
            # An assignment in place may leave everything as it was, such as a mask of the wrong array.
            stored = [at for at in made if events[at].kind in ("stored", "update")]
            at = stored[-1] if stored and wanted is value else made[0]
            node = events[at].node
            found[at] = node if statements[node].statement is None else statements[node].statement
            for later in same:  # it may also be passed on as it is
                is_passed = wanted is not value or name.startswith("dZ") and OTHER_NAME.fullmatch(statements[events[later].node].text)
                if later > at and events[later].kind == "assign" and is_passed:
                    found[later] = events[later].node
            if events[at].kind == "stored":
                earlier = [e for e in events[:at] if e.result.array.shape == wanted.array.shape and e.kind == "assign" and e.name == events[at].name]
                open_values += [(e.result, at) for e in earlier[-1:]]
            for operand in events[at].operands:
                if operand is not None and not {operand.key, operand.turned} & known:
                    open_values.append((operand, at))
        return list(dict.fromkeys(found[at] for at in sorted(found)))

    def changed_tensors(self, step, events):
        """The weights and biases after the step."""
        tensors, weights = {}, {}
        biases = [None if b is None else b.tobytes() for b in step.b]
        for i, layer in enumerate(self.layers):
            weights[step.chosen[0].products[i].operands[layer.position].key] = i
        for event in events:
            for i, layer in enumerate(self.layers):
                if layer.is_broadcast_by(event) and biases[i] == event.operands[0].array.tobytes():
                    tensors.setdefault(f"b{i + 1}", event.result)
            for change in changes(0, event):
                keys = [key for key in (change.before.key, change.before.turned) if key in weights]
                if event.node in self.training.updaters and keys:
                    tensors[f"W{weights[keys[0]] + 1}"] = change.after
                    weights[change.after.key] = weights[keys[0]]
                elif event.node in self.bias_changes:
                    equal = [i for i, b in enumerate(biases) if b == change.before.array.tobytes()]
                    equal.sort(key=lambda i: f"b{i + 1}" in tensors)  # of equal ones, first those that have not changed
                    for i in equal[:1]:
                        tensors[f"b{i + 1}"] = change.after
                        biases[i] = change.after.array.tobytes()
        return tensors

    # ---- learning

    def learn(self, windows):
        steps = [self.resolve(window) for window in windows]
        if None in steps:
            raise NotUnderstood("a step has no forward pass through all layers")
        for i, layer in enumerate(self.layers):
            layer.has_bias = all(step.b[i] is not None for step in steps)
        self.learn_outputs(steps, windows[0])
        steps = [self.resolve(window) for window in windows]
        self.learn_targets(steps, windows)
        self.learn_bias_changes(steps, windows)
        self.layer_below_changes = self.computes_inputs(steps, windows)
        self.first_windows = windows
        self.first_steps = steps = [self.resolve(window) for window in windows]
        shared = [i for i in range(len(self.layers)) if all(map(functools.partial(self.multiplies_outputs, i), steps, windows))]
        if shared:
            raise NotUnderstood(f"the weights of layer {shared[0] + 1} also multiply its own activations, as those that layers share")

    def multiplies_outputs(self, i, step, window):
        """Whether a product has the weights of a layer and its activations, as where a later layer has the same weights, transposed."""
        if step.A[i] is None or step.y is not None and not np.any(step.y):  # of which outputs are their own deltas
            return False
        outputs = Value(step.A[i])
        products = [event for event, layer in window if layer is None and event.kind == "product" and len(event.operands) == 2]
        weights = step.chosen[0].products[i].operands[self.layers[i].position]
        pairs = [pair for event in products for pair in (event.operands, event.operands[::-1])]
        return any(first.same(weights) and second.same(outputs) for first, second in pairs)

    def computes_inputs(self, steps, windows):
        """Whether the weights of a layer below change, if another product makes the inputs of a step, with or without a column of ones;
        None if none does."""
        position, weights = self.layers[0].position, []
        for step, window in zip(steps[1:], windows):
            inputs = step.chosen[0].inputs(0, position)
            changed = max((at for at, (event, _) in enumerate(window) if self.training.changes(event)), default=-1)
            # Before the update, the same example may be one of another step, whose batch overlaps this one.
            made = [e for e, _ in window[changed + 1 :] if e.kind != "assign" and e.result.same(inputs) and inputs.size > 1]
            without_ones = inputs.size - inputs.size // self.layers[0].inputs if any(not e.operands for e in made) else -1
            products = [e for e, layer in window if layer is None and e.kind == "product" and e.result.size == inputs.size and any(each.operands for each in made)]
            products += [e for e, layer in window[changed + 1 :] if layer is None and e.kind == "product" and e.result.size == without_ones]
            if not products:
                return None
            rows = inputs.size // self.layers[0].inputs
            weights.append({each.key for e in products for each in e.operands if rows not in each.array.shape or len(set(each.array.shape)) == 1})
        return not set.intersection(*weights) if len(weights) > 1 else False if weights else None

    def learn_outputs(self, steps, window):
        step = self.training_step = steps[0]
        chosen = step.chosen
        last = len(self.layers) - 1
        for i in range(last):
            if step.A[i] is None:
                raise NotUnderstood(f"the inputs of layer {i + 2} are not the activations of layer {i + 1}")
            layer = self.layers[i]
            layer.activation = next(
                (word for word, f in ACTIVATIONS.items() if close(step.A[i], f(step.Z[i]), self.digits())), None
            )
            layer.activation = layer.activation or shown_leaky(step.A[i], step.Z[i], self.digits())
            for each in steps:
                if layer.activation is None:
                    layer.activation, layer.keep, is_multiplied = self.dropped(each.Z[i], each.A[i])
                    if is_multiplied:
                        layer.question = f"Layer {i + 1} multiplies what dropout keeps by {layer.keep:.6g}, and does not divide it."
            if layer.activation is None:
                layer.activation, layer.question = self.named_activation(window, step.A[i], i)
        layer, z = self.layers[last], step.Z[last]
        end = chosen[0].end
        rows = chosen[0].examples
        candidates = []
        for event, _ in window[chosen[0].at[last] : end]:
            if event.result.size == z[:rows].size and event.kind in ("call", "/", "*", "-", "+", "assign", "update"):
                array = self.matrix(event.result, rows, layer.units, layer.layout[2] == 1)
                for word, f in ACTIVATIONS.items():
                    if word == "softmax" and layer.units == 1 or not np.any(array):
                        continue  # always 1; and a rectifier is as little shown by zeros
                    if word != "identity" and not close(array, z[:rows], 1e-12) and close(array, f(z[:rows]), self.digits()):
                        candidates.append((word, event.node))
        if candidates:
            # A stable loss of logits also has a rectifier; the output is what the targets are subtracted from.
            following = window[chosen[0].at[last] :]
            subtracted = [each for each in candidates if self.meets_targets(following, each[1])]
            twice = [] if subtracted else self.applied_twice(following, candidates, (rows, layer.units))
            layer.activation, self.output = (subtracted or twice or candidates)[0]
            if twice:
                layer.question = f"Layer {last + 1} applies {layer.activation} to what {layer.activation} has made."
            self.nodes.add(self.output)
            return
        # Another output is what the targets are subtracted from.
        for event, _ in window[chosen[0].at[last] : end]:
            if self.training.changes(event):
                break  # what follows evaluates
            is_function = event.kind == "call" and not SLOPE.search(event.name)
            word = word_of(event.name, self.training.network.sources) if is_function else None
            if word and event.result.array.squeeze().shape in (z[:rows].squeeze().shape, z[:rows].T.squeeze().shape) and not self.is_of_difference(event, window, z[:rows]):
                layer.activation, self.output = word, event.node
                made = self.matrix(event.result, rows, layer.units, layer.layout[2] == 1)
                if layer.activation != "identity" or made is None or not close(made, z[:rows], self.digits()):
                    layer.question = f"Layer {last + 1} is taken for {layer.activation}, because of the name `{event.name}`."
                self.nodes.add(self.output)
                return
        made = self.unknown_output(window[chosen[0].at[last] : end], z[:rows])
        if made is not None:
            layer.activation, self.output = made
            layer.question = f"Layer {last + 1} is taken for {made[0]}, though its numbers are others."
            self.nodes.add(self.output)
            return
        layer.activation, self.output = "identity", -1

    def applied_twice(self, window, candidates, shape):
        """Where the activation is applied once more to what it has made, and the targets are subtracted from that."""
        (word, node), is_turned = candidates[0], self.layers[-1].layout[2] == 1
        made = next(self.matrix(event.result, *shape, is_turned) for event, _ in window if event.node == node)
        again = ACTIVATIONS[word](made)
        alike = [event for event, _ in window if event.kind in OPERATIONS and event.result.size == made.size]
        alike = [each.node for each in alike if close(self.matrix(each.result, *shape, is_turned), again, self.digits())]
        return [(word, each) for each in alike if self.meets_targets(window, each)]

    def is_of_difference(self, call, window, z):
        """Whether a function gets a difference of the pre-activations and others of their shape, as of the targets: a loss, or its derivative."""
        made = [event for event, _ in window if event.kind == "-" and any(each is not None and event.result.key == each.key for each in call.operands)]
        pairs = [[self.matrix(each, *z.shape, self.layers[-1].layout[2] == 1) for each in event.operands if each is not None and each.size == z.size] for event in made]
        return any(len(pair) == 2 and any(each is not None and close(each, z, 1e-12) for each in pair) for pair in pairs)

    def unknown_output(self, window, z):
        """An activation that is computed in a wrong way: softmax with other sums, or else the one of which alone the script
        speaks; and the operation from whose result the targets are subtracted."""
        for event, _ in window:
            if event.kind not in OPERATIONS or event.kind == "product" or event.result.size != z.size or not self.meets_targets(window, event.node):
                continue
            array = self.matrix(event.result, *z.shape, self.layers[-1].layout[2] == 1)
            if close(array, z, 1e-12):
                return None
            with np.errstate(all="ignore"):
                ratio = np.log(array / ACTIVATIONS["softmax"](z))
            # Whatever the sums are of, they are factors of rows or columns.
            rest = ratio - ratio.mean(axis=1, keepdims=True) - ratio.mean(axis=0) + ratio.mean()
            if min(z.shape) > 1 and np.all(np.abs(rest) < 1e-6):
                return "softmax", event.node
            text = "\n".join(self.training.network.sources.values())
            spoken = [each for each in ("sigmoid", "softmax", "tanh") if re.search(each, text, re.I)]
            return (spoken[0], event.node) if len(spoken) == 1 else None
        return None

    @staticmethod
    def meets_targets(window, node):
        """Whether something is subtracted from what an operation makes, or the opposite, that no operation makes."""
        events = [event for event, _ in window]
        value = next(event.result for event in events if event.node == node)
        for event in events:
            if event.kind == "update" and labels_of(event, value) is not None:
                return True
        for event in events:
            if event.kind == "-" and len(event.operands) == 2 and None not in event.operands:
                for operand, target in (event.operands, event.operands[::-1]):
                    if operand.same(value) and target.size == value.size:
                        return not any(e.result.same(target) for e in events if e.kind in OPERATIONS and e is not event)
        return False

    def dropped(self, z, a):
        """The activation after which dropout sets some numbers to 0, the probability of keeping one, and whether what is kept is multiplied
        by it in place of divided."""
        on = a != 0
        above, below = on & (z > 0), on & (z < 0)
        if above.any() and below.any():  # which makes a leaky rectifier known
            scale = np.median(a[above] / z[above])
            shown_leaky(a[on] / scale, z[on], self.digits())
        for word, f in ACTIVATIONS.items():
            whole = f(z)
            dropped = ~on & (whole != 0)
            kept = on & (whole != 0)
            if not np.any(dropped) or not np.any(kept):
                continue
            scale = float(np.median(a[kept] / whole[kept]))
            is_cut = np.min(z[dropped]) > np.max(z[kept]) or np.max(z[dropped]) < np.min(z[kept])  # by a threshold
            if is_cut or not scale > 0 or not close(a, scale * whole * on, self.digits()):
                continue
            keep = self.keep_probability(scale, kept.sum(), dropped.sum())
            if keep is not None:
                return word, keep, scale < 1 - 1e-6
        return None, None, False

    def keep_probability(self, scale, kept, dropped):
        """That of the scale, unless so many are dropped that the scale must be that of dropping; without one, by its name."""
        share = kept / (kept + dropped)
        network = self.training.network
        if scale < 1 - 1e-6:  # multiplied in place of divided
            named = [value for name, value in network.scalars.items() if re.search(r"keep|drop|prob", name, re.I)]
            return next((float("%.9g" % each) for value in named for each in (value, 1 - value) if abs(each - scale) < 1e-9), None)
        if scale < 1 + 1e-6:
            text = "\n".join(network.sources.values())
            named = [value for name, value in Names(network).numbers if re.search(r"keep|drop|mask|^p$|prob", name, re.I)]
            both = [[each for value in numbers if 0 < value < 1 for each in (value, 1 - value)] for numbers in (named, map(float, re.findall(r"\b0?\.\d+", text)))]
            likely = [[each for each in options if abs(share - each) <= 5 * np.sqrt(each * (1 - each) / (kept + dropped))] for options in both]
            options = next(filter(None, [*likely, sum(both, [])]), [])
            if not options or not re.search(r"drop|keep|mask", text, re.I):
                return None
            return float("%.9g" % min(options, key=lambda each: abs(each - share)))
        keep = float("%.9g" % (1 / scale))
        spread = np.sqrt(keep * (1 - keep) / (kept + dropped))
        return float("%.9g" % (1 - keep)) if abs(share - keep) > 6 * spread and abs(share - 1 + keep) < 4 * spread else keep

    def digits(self):
        return 1e-5 if self.training.network.is_single else 1e-9

    def named_activation(self, window, a, i):
        """An activation that is not computed as any known one: by its mistake, or by the name of its function."""
        z = self.training_step.Z[i]
        for word, f in ACTIVATIONS.items():
            if close(a, f(-z), self.digits()):
                return word, f"Layer {i + 1} is taken for {word}, though it computes {word}(-z)."
        normalized = Value(z)
        for event, _ in window:
            is_mean = event.kind in ("mean", "call") and event.name.rpartition(".")[2] in MEANS
            if is_mean and event.result.size < z.size and any(each is not None and each.like(normalized) for each in event.operands):
                over = "examples" if event.result.size == z.shape[1] else "units"
                raise NotUnderstood(f"layer {i + 1} is normalized by means over the {over}, which no network file can say")
        for event, _ in window:
            word = word_of(event.name, self.training.network.sources) if event.kind == "call" else None
            if word and event.result.size == a.size and np.array_equal(np.sort(event.result.array, axis=None), np.sort(a, axis=None)):
                return word, f"Layer {i + 1} is taken for {word}, because of the name `{event.name}`."
        raise NotUnderstood(f"the activation of layer {i + 1} is none that is known")

    def learn_targets(self, steps, windows):
        """The targets are what is subtracted from the outputs, or the outputs from, or what they are divided by."""
        window, step = windows[0], steps[0]
        if not step.output_values:
            return
        chosen, outputs = step.chosen, step.output_values[0]
        begin, last = chosen[0].at[0], chosen[0].at[-1]
        nodes = self.training.network.watcher.nodes
        for kinds in (("-",), ("labels",), ("*", "/"), ("+",)):
            for at, (event, _) in enumerate(window[last:], last):
                if "labels" in kinds and event.kind in ("update", "stored"):
                    labels = labels_of(event, outputs)
                    if labels is not None and np.count_nonzero(labels) == chosen[0].examples:
                        self.take_targets(event.node, "labels")
                        return
                if event.kind not in kinds or len(event.operands) != 2:
                    continue
                for position in sorted({0, 1} - nodes[event.node].literals):
                    target = self.target_of(event, position, outputs)
                    if target is None or target.same(outputs):
                        continue
                    if event.kind == "*" and np.all(target.array == 1) and not self.is_ever_negative(event.node, position, windows):
                        continue  # a mask that drops nothing
                    # Later results may be zeros, as some targets are.
                    if target.size == 1 or not any(e.kind in OPERATIONS and e.result.same(target) for e, _ in window[begin:at]):
                        self.take_targets(event.node, position)
                        self.are_targets_subtracted = event.kind != "*"
                        return
        self.named_targets(step, window)

    @staticmethod
    def is_ever_negative(node, position, windows):
        """Whether an operand is -1 in some step, as a target of one example may be."""
        return any(event.node == node and event.operands[position] is not None and np.any(event.operands[position].array == -1) for window in windows for event, _ in window)

    def take_targets(self, node, position):
        self.targets = (node, position)
        self.nodes.add(node)

    def named_targets(self, step, window):
        """Targets that no operation combines with the outputs: a variable with such a name and of their size."""
        outputs = step.A[-1]
        products = [event.result for event, _ in window if event.kind == "product"]
        assigned = [event for event, _ in window if event.kind == "assign" and event.result.size == outputs.size]
        for pattern in (TARGET, DELTA):
            for event in assigned:
                if pattern.match(event.name.split(".")[-1]) and not any(event.result.same(each) for each in products):
                    self.constant_targets = self.matrix(event.result, *outputs.shape, self.layers[-1].layout[2] == 1)
                    self.are_targets_deltas = pattern is DELTA
                    self.named_node = event.node
                    self.nodes.add(event.node)
                    return

    def learn_bias_changes(self, steps, windows):
        """The changes of a bias are those after which the next step has it."""
        for window, after in zip(windows, steps[1:]):
            for event, _ in window:
                if any(each is not None and each.same(event.result) for each in event.operands):
                    continue  # of an example of zeros, the pre-activation is the bias
                for change in changes(0, event):
                    for b in after.b:
                        if b is not None and change.after.size == b.size and np.array_equal(change.after.array.reshape(-1), b):
                            self.bias_changes.add(event.node)
        self.nodes |= self.bias_changes

    def take_ones(self):
        """Whether the first inputs have a column of ones, which then makes the bias, and not an input."""
        layer, X = self.layers[0], self.first_steps[0].X
        if layer.is_biased or X.shape[1] < 2:
            return False
        ones = next((at for at in (1, -1) if all(np.all(step.X[:, -1 if at == 1 else 0] == 1) for step in self.first_steps)), 0)
        if ones and len(X) > 1:
            self.with_ones(ones)
        return layer.ones != 0

    def with_ones(self, ones):
        self.layers[0].ones = ones
        self.first_steps = [self.resolve(window) for window in self.first_windows]

    def take_means(self):
        """Makes the deltas of the batches whose gradients a step adds those of the mean of all."""
        self.are_means = True
        self.first_steps = [self.resolve(window) for window in self.first_windows]
        return self.first_steps

    def take_deltas(self):
        outputs = self.layers[-1]
        if outputs.activation == "softmax":  # has no slope of single elements; what follows its inputs is left out
            outputs.activation, self.are_outputs_left_out = "identity", True
        self.slope_of_outputs = SLOPES.get(outputs.activation)
        if self.slope_of_outputs is None:
            return False
        self.first_steps = [self.resolve(window) for window in self.first_windows]
        return all(each.y is not None and np.all(np.isfinite(each.y)) for each in self.first_steps)

    # ---- recording

    def step(self, window):
        self.training.network.outcome.add(self.resolve(window))
        self.passes_of_steps[1 if self.are_added else self.latest_passes] += 1

    def end(self, window):
        """The weights after the last step, if a later forward pass uses them; not those from which it would look ahead."""
        step = Step(len(self.layers))
        chosen = self.passes(window)
        if chosen and not self.training.ahead:
            self.forward(step, window, chosen[-1:])
            self.split_ones(step)
        return step

    def split_ones(self, step):
        for i, layer in enumerate(self.layers):
            if layer.ones and step.W[i] is not None:
                step.b[i] = step.W[i][-1 if layer.ones == 1 else 0].copy()
                step.W[i] = layer.without_ones(step.W[i], axis=0)

    def changed(self, step, window):
        """The weights after a step, from the changes in its window."""
        after = Step(len(self.layers))
        if self.training.ahead:
            return after
        tensors = self.changed_tensors(step, [event for event, _ in window])
        for i, layer in enumerate(self.layers):
            if f"W{i + 1}" in tensors:
                array = tensors[f"W{i + 1}"].array
                array = array if layer.is_direct else array.T
                if 1 in array.shape:  # a row may be the weights whose column the product takes
                    array = array.reshape(step.chosen[0].products[i].operands[layer.position].array.shape)
                after.W[i] = forms(array)[layer.layout[1]]
            if f"b{i + 1}" in tensors and not layer.ones:
                after.b[i] = tensors[f"b{i + 1}"].array.reshape(-1)
        self.split_ones(after)
        return after
