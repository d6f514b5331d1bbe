"""The steps of a training: the arrays that a product multiplies, that change, and that it multiplies again, are weights."""

import numpy as np

from values import Multiples, NotUnderstood, close, forms

OPERATIONS = ("product", "+", "-", "*", "/", "**", "sum", "mean")


class Change:
    """An array that becomes itself plus or minus something, or itself decayed."""

    def __init__(self, at, event, before):
        self.at, self.node, self.before, self.after = at, event.node, before, event.result
        self.is_decay = "*" in (event.kind, event.name[:1])  # or a term of a penalty


def changes(at, event):
    if event.kind == "update" and event.name[:1] in "+-":
        operands = event.operands[:1]
    elif event.kind in ("+", "-"):
        operands = [*(event.operands if event.kind == "+" else event.operands[:1]), *event.decayed]
    elif event.kind == "*" or event.kind == "update" and event.name[:1] == "*":
        operands = decayed(event)
    else:
        return []
    shape = event.result.array.shape
    return [Change(at, event, each) for each in operands if each is not None and each.array.shape == shape]


def decayed(event):
    """The array that an operation multiplies by a number near to 1, in a list, as the decay of weights before or after their change."""
    numbers = [each for each in event.operands if each is not None and each.size == 1]
    if len(numbers) == 1 and len(event.operands) == 2 and 0.5 < abs(numbers[0].array.reshape(-1)[0]) < 2:
        return [each for each in event.operands if each is not numbers[0]]
    return []


class Layer:
    """One layer: where the forward pass computes it, and what is known of it."""

    def __init__(self, start):
        self.start = start  # the weights before training
        self.node, self.position = None, None  # of the product of the forward pass, and of the weights in it
        self.at, self.layout, self.shape = None, None, None  # of that product, and of the weights in it
        self.inputs, self.units = None, None
        self.rows = None  # examples that it takes at first
        self.is_direct = None  # whether weights are changed in the same layout
        self.ones = 0  # whether its inputs have a column of ones, which makes the bias: 1 at the end, -1 at the beginning
        self.is_unchanged = False  # whether no step changes its weights
        self.has_bias = False
        self.bias_shape = None  # in the script
        self.activation = None
        self.keep = None  # the probability of keeping an activation, if there is dropout after it
        self.question = None

    def take(self, at, event, position):
        """Takes a product, with the weights in that position, for that of the forward pass. Returns whether it is one of matrices."""
        weights = event.operands[position].array
        self.at, self.node, self.position = at, event.node, position
        self.layout, self.shape = layout(event, position), weights.shape
        if self.layout is not None:
            self.inputs, self.units = forms(weights)[self.layout[1]].shape
            self.rows = event.result.size // self.units
        return self.layout is not None

    def may_be_bias(self, added, value):
        """Whether what is added to a product may be the bias, or is what a bias has become by broadcasting."""
        if added.size in (1, self.units):
            self.bias_shape = self.bias_shape or added.array.shape
            return True
        if self.bias_shape is None or added.array.shape != value.array.shape:
            return False
        self.question = f"A bias has the shape {self.bias_shape} at first, and {added.array.shape} after a step: it is broadcast."
        return True

    def is_broadcast_by(self, event):
        """Whether an operation may make a bias the matrix that is added later."""
        if event.kind not in ("+", "-") or None in event.operands or self.question is None:
            return False
        bias, other = event.operands
        is_forward = event.kind == "+" and other.size == event.result.size
        return bias.array.shape == self.bias_shape and bias.size < event.result.size and not is_forward

    @property
    def is_biased(self):
        return self.has_bias or self.ones != 0

    def without_ones(self, array, axis):
        """Without the column of ones, or without the row of the bias."""
        return np.delete(array, -1 if self.ones == 1 else 0, axis=axis) if self.ones else array


def layout(event, position):
    """Which forms of inputs, weights and result make the product of examples x inputs and inputs x units."""
    weights, inputs, result = event.operands[position], event.operands[1 - position], event.result
    for i, x in enumerate(forms(inputs.array)):
        for j, w in enumerate(forms(weights.array)):
            if x.shape[1] == w.shape[0] and len(x) * w.shape[1] == result.size:
                z = x @ w
                for k, r in enumerate(forms(result.array)):
                    if close(r, z, 1e-5):
                        return i, j, k
    return None


def chains(events):
    """The arrays that a product multiplies, that then change, and that it multiplies again: of each its changes.

    Also the products, and the operations that only look ahead: what they make of an array is multiplied, and the array itself
    changes on, as in Nesterov's gradient at W + momentum * velocity.
    """
    uses, by_before, found, taken, ahead = {}, {}, [], set(), set()
    for at, event in enumerate(events):
        if event.kind == "product":
            for each in event.operands:
                for key in {each.key, each.turned}:
                    uses.setdefault(key, []).append(at)
        for change in changes(at, event):
            if change.after.key != change.before.key and change.after.array.any():  # s * 1 - s makes no weights
                by_before.setdefault(change.before.key, []).append(change)
        if event.decayed:  # one change of the weights, and not two
            key = event.decayed[0].key
            by_before[key] = [each for each in by_before.get(key, ()) if not each.is_decay or each.after.key != event.operands[0].key]
    by_before = {key: found for key, found in by_before.items() if found}

    def is_used(value, after):
        return uses.get(value.key, [-1])[-1] > after

    for key, firsts in sorted(by_before.items(), key=lambda each: each[1][0].at):
        for first in firsts:
            if (first.at, key) in taken or not uses.get(key) or uses[key][0] > first.at:
                continue
            chain, current = [], first
            while current is not None:
                chain.append(current)
                options = [c for c in by_before.get(current.after.key, ()) if c.at > current.at]
                alive = [c for c in options if is_used(c.after, c.at) or c.after.key in by_before]
                nodes = {each.node for each in chain}
                again = [c for c in options if c.node in nodes - ahead]
                ends = [c for c in alive if c.after.key not in by_before and c.node not in nodes - ahead]
                if again and ends:
                    ahead.update(c.node for c in ends)
                    chain += ends
                    alive = again
                current = min(alive or again, key=lambda each: each.is_decay, default=None)
            if any(is_used(each.after, each.at) for each in chain):
                taken.update((each.at, each.before.key) for each in chain)
                found.append(chain)
                break
    return found, uses, ahead


class Training:
    """The steps of a training. A step ends where the next forward pass begins."""

    def __init__(self, network, events):
        self.network = network
        weights, uses, self.ahead = chains(events)
        if not weights:
            raise NotUnderstood("no array is multiplied, then changed by a sum or a difference, and multiplied again")
        self.updaters = {change.node for chain in weights for change in chain}
        self.decays_after = any(chain[-1].is_decay and not chain[0].is_decay for chain in weights)  # weights that have changed
        self.layers = []
        for chain in weights:
            self.place(chain, uses, events)
        self.layers.sort(key=lambda layer: layer.at)
        before = events[: min(chain[0].at for chain in weights)]
        while self.add_unchanged(before, uses):
            continue
        self.current = {}  # the layers of a key of weights, in the layout in which they are changed
        for i, layer in enumerate(self.layers):
            self.current.setdefault(layer.start.key, []).append(i)
        self.window, self.windows = [], []
        self.called = set()  # names of functions, and sizes of their results
        self.strangers = set()  # weights of forward passes that are not those of this training
        self.others = 0  # how often such weights change
        self.is_changed = False
        self.expected = 0
        self.layouts = {}
        self.roles = None

    def add_unchanged(self, events, uses):
        """Adds a layer whose weights never change: a product of the forward pass, above a layer that is known, with what the deltas
        are multiplied by too; or below all of them, by the same line as another layer. Returns whether there is one."""
        first = self.layers[0]
        for i, below in enumerate([None, *self.layers]):
            begin = -1 if below is None else below.at
            end = min(self.layers[i].at, len(events)) if i < len(self.layers) else len(events)
            if (below or first).at >= len(events):
                continue  # another layer changes before its forward pass
            rows = events[(below or first).at].result.size // (below or first).units
            for at in range(begin + 1, end):
                for position, weights in enumerate(events[at].operands if events[at].kind == "product" else ()):
                    if max(uses.get(weights.key, []) + uses.get(weights.turned, [])) < len(events):
                        continue  # it is no longer used after the first step
                    inputs = events[at].operands[1 - position].size // rows if below is None else below.units
                    sizes = events[at].operands[1 - position].size, events[at].result.size
                    if inputs == 0 or sizes != (rows * inputs, rows * (weights.size // inputs)):
                        continue
                    layer = Layer(weights)
                    layer.is_direct = layer.is_unchanged = True
                    if layer.take(at, events[at], position) and self.is_of_network(layer, below, events, rows):
                        self.layers.insert(i, layer)
                        return True
        return False

    def is_of_network(self, layer, below, events, rows):
        """Whether weights that never change are those of a layer that others are like."""
        if below is None:  # of single examples, which ones make a step shows only the gradient of this layer
            return rows > 1 and layer.units == self.layers[0].inputs and any((layer.node, layer.position) == (each.node, each.position) for each in self.layers)
        again = [e for e in events[layer.at + 1 :] if e.kind == "product" and any(each.same(layer.start) for each in e.operands)]
        return any(e.result.size == rows * below.units for e in again)

    def place(self, chain, uses, events):
        """Finds the product of the forward pass: the first one whose inputs are multiplied again, for the gradient."""
        layer = Layer(chain[0].before)
        before = [at for at in uses[layer.start.key] if at < chain[0].at]
        last = max([c.at for c in chain if c.at > chain[0].at][:1] or [len(events)])
        products = [at for at in range(before[0], last) if events[at].kind == "product"]
        factors = [(at, position) for at in products for position in range(len(events[at].operands))]
        operands = Multiples([events[at].operands[position] for at, position in factors])

        def inputs(at):
            position = 0 if events[at].operands[0].same(layer.start) else 1
            return position, events[at].operands[1 - position]

        def is_trained(at):
            return any(
                later != at
                and events[later].result.size == layer.start.size
                and is_later(events[later].operands[1 - position], at, later)
                and not any(each.same(layer.start) for each in events[later].operands)
                for later, position in (factors[place] for place in operands.like(inputs(at)[1]))
            )

        def is_later(value, at, used):
            """Deltas are computed after the product of the forward pass; activations of a layer below, before it."""
            made = (i for i in range(used - 1, -1, -1) if events[i].kind in ("call", *OPERATIONS) and events[i].result.same(value))
            return next(made, used) > at

        def steps(node):
            """In how many steps a line multiplies the weights: one that only evaluates may do so in the first step alone."""
            return sum(any(events[each].node == node for each in uses.get(value.key, ())) for value in (layer.start, *(each.after for each in chain)))

        lines = {}
        for each in before:
            lines.setdefault(events[each].node, []).append(each)
        trained = [next(filter(is_trained, each), None) for each in lines.values()]
        at = max(sorted(each for each in trained if each is not None), key=lambda each: steps(events[each].node), default=before[0])
        position = inputs(at)[0]
        layer.is_direct = events[at].operands[position].key == layer.start.key
        if not layer.take(at, events[at], position):
            raise NotUnderstood("a product is no product of matrices")
        self.layers.append(layer)

    def feed(self, event):
        if event.kind == "call" and self.roles is None:
            self.called.add((event.name, event.result.size))
        layer = self.layer_of(event) if event.kind == "product" else None
        if layer is not None:
            if self.is_changed:
                self.close()
            self.expected = (layer + 1) % len(self.layers)
        for change in self.changes(event):
            self.others += change.before.key in self.strangers and not self.current.get(change.before.key)
            for each in self.current.get(change.before.key, ()):
                if each not in self.current.setdefault(change.after.key, []):
                    self.current[change.after.key].append(each)
                self.is_changed |= event.node not in self.ahead
        self.window.append((event, layer))

    def changes(self, event):
        return changes(0, event) if event.node in self.updaters else ()

    def layer_of(self, event):
        """The layer whose forward pass this product is."""
        for position in (0, 1):
            weights, inputs = event.operands[position], event.operands[1 - position]
            options = []
            for i, layer in enumerate(self.layers):
                native = weights.key if layer.is_direct else weights.turned
                if (layer.node, layer.position) != (event.node, position):
                    continue
                if weights.array.shape == layer.shape and native not in self.current:
                    self.strangers.add(native)
                if i in self.current.get(native, ()):
                    # The product of a vector of weights with deltas has another size.
                    if inputs.size * layer.units == event.result.size * layer.inputs:
                        options.append(i)
            if options:
                return self.expected if self.expected in options else options[0]
        return None

    def close(self):
        """Ends a step: of the weights, only those after the last change are current, and those that look ahead from there."""
        last = {}
        for event, _ in self.window:
            for change in self.changes(event):
                for each in self.current.get(change.after.key, ()):
                    if event.node not in self.ahead:
                        last[each] = [change.after.key]
                    elif each in last:
                        last[each].append(change.after.key)
        for i, keys in last.items():
            for layers in self.current.values():
                if i in layers:
                    layers.remove(i)
            for key in dict.fromkeys(keys):
                self.current.setdefault(key, []).append(i)
        self.current = {key: layers for key, layers in self.current.items() if layers}
        window, self.window, self.is_changed, self.expected = self.window, [], False, 0
        self.last_window = window
        if self.roles is None:
            self.windows.append(window)
        else:
            self.roles.step(window)

    def finish(self):
        outcome = self.network.outcome
        window = self.window or self.last_window
        changes = [at for at, (event, _) in enumerate(window) if self.changes(event)]
        for event, layer in window[changes[-1] + 1 if changes else 0 :]:  # of a short script, all is seen in its first steps
            if layer is None:
                self.network.evaluation.feed(event)
        if self.is_changed:
            self.close()
        outcome.finish(self.roles.end(self.window), self.roles.changed(outcome.pending, self.last_window))
