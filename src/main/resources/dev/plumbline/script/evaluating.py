"""Forward passes of a script that no gradient follows, such as predictions after the training: whether they are those of the training,
and the losses that are computed of them."""

import numpy as np

from roles import Step
from values import ACTIVATIONS, close

MOST_PASSES = 50  # that are compared
MOST_LOSSES = 3  # of passes whose losses are kept
MOST_LATER = 2000  # operations of other lines than those of the training, of a step
HIDDEN = ("identity", "relu", "sigmoid", "tanh")  # what a prediction may have in place of an activation


class Evaluation:
    """Compares what a layer makes of its pre-activations, in passes that only predict, with its activation in the training."""

    def __init__(self, training):
        self.training, self.layers = training, training.layers
        self.layer, self.events = None, []  # of the last product: its layer, and the operations since then
        self.digits = 1e-4 if training.network.is_single else 1e-6
        self.count = 0  # of passes
        self.found = None  # the first contradiction: a clause, and the node of the operation that shows it
        self.later = None, []  # the window of a step, and the operations of other lines than those of the training, each with its place there
        self.steps = []  # passes with the numbers that are computed of them, each with all that may be its targets

    def feed(self, event):
        """Takes an operation of other lines than those of the training."""
        window = self.training.window
        if self.later[0] is not window:
            self.later = window, []
        if len(self.steps) < MOST_LOSSES and len(self.later[1]) < MOST_LATER:
            self.later[1].append((len(window), event))
        if event.kind == "product":
            layer, position = self.layer_of(event)
            if layer is not None and self.layer == layer - 1 and self.count < MOST_PASSES:
                self.count += layer == 1
                self.compare(layer - 1, event.operands[1 - position].array, self.events)
            self.layer, self.events = layer, [event]
        elif self.layer is not None and event.result.size == self.events[0].result.size:
            self.events.append(event)

    @staticmethod
    def sums(events):
        """The result of a product, and what is added to it."""
        found = [events[0].result.array]
        for event in events[1:]:
            if event.kind in ("+", "update") and any(each is not None and np.array_equal(each.array, found[-1]) for each in event.operands):
                if event.result.array.shape == found[0].shape:
                    found.append(event.result.array)
        return found

    def layer_of(self, event):
        for position, weights in enumerate(event.operands):
            for key in (weights.key, weights.turned):
                for layer in self.training.current.get(key, ()):
                    if (self.layer is None or layer != self.layer) and weights.size > 1:
                        return layer, position
        return None, None

    def examine(self, each, window):
        """Compares a pass by the lines of the training."""
        for i, event in enumerate(each.products[:-1]):
            if self.count >= MOST_PASSES:
                return
            self.count += i == 0
            events = [later for later, _ in window[each.at[i] : each.at[i + 1]] if later.result.size == event.result.size]
            self.compare(i, each.inputs(i + 1, self.layers[i + 1].position).array, events)

    def keep_losses(self, each, end, window):
        """Keeps a pass of several examples by the lines of the training, if numbers are computed of it before the next one."""
        roles, last = self.training.roles, each.at[-1]
        later = self.later[1] if self.later[0] is window else ()
        events = [event for event, _ in window[last:end]] + [event for at, event in later if last < at <= end]
        if len(self.steps) == MOST_LOSSES or roles.rows(each) == 1 or all(event.scalar is None for event in events):
            return
        step, each.end = Step(len(self.layers)), end
        parts = roles.forward(step, window, [each])
        roles.split_ones(step)
        step.X = parts["inputs", 0][0][0]
        step.A[-1], outputs = roles.output_of(window, each, parts["Z", len(self.layers) - 1][0]) or (None, None)
        if step.A[-1] is None:
            return
        step.scalars = [event for event in events if event.scalar is not None]
        made = {event.result.key for event in events}
        given = {value.key: value for event in events for value in event.operands if value is not None and value.size == outputs.size}
        targets = [value for key, value in given.items() if key not in made and not value.same(outputs)]
        step.options = [roles.matrix(value, *step.A[-1].shape, self.layers[-1].layout[2] == 1) for value in targets]
        self.steps.append(step)

    def compare(self, i, a, events):
        layer, sums = self.layers[i], self.sums(events)
        node = next((each.node for each in reversed(events) if each.kind != "assign" and np.array_equal(each.result.array, a)), events[0].node)
        if self.found is not None or layer.activation not in ACTIVATIONS or layer.activation == "softmax" or a.size != sums[0].size:
            return
        if not np.all(np.isfinite(a)) or not np.all(np.isfinite(sums[-1])):
            return  # nothing is alike
        options = [each if each.shape == a.shape else each.T for each in sums]
        options = [each for each in options if each.shape == a.shape]
        values = [(ACTIVATIONS[layer.activation](z), z) for z in options]
        fits, last = [at for at, (value, _) in enumerate(values) if close(a, value, self.digits)], len(options) - 1
        right = last if layer.has_bias and last in fits else next(iter(fits), None)  # all fit where a rectifier passes nothing on
        if right is not None:
            if layer.ones == 0 and len(options) > 1 and not layer.has_bias and right == len(options) - 1:
                self.found = f"layer {i + 1} adds a bias, which it has not in the training", node
            elif layer.ones == 0 and layer.has_bias and right == 0 and len(options) > 1 and not close(options[0], options[-1]):
                self.found = f"layer {i + 1} adds no bias, which it has in the training", node
            return
        for value, z in values:
            other = next((word for word in HIDDEN if word != layer.activation and close(a, ACTIVATIONS[word](z), self.digits)), None)
            if other is not None:
                self.found = f"layer {i + 1} has the activation {other}, and not that of the training", node
                return
            used = (a != 0) & (value != 0)
            ratios = a[used] / value[used] if used.any() else np.zeros(0)
            if used.sum() < 2 or not close(ratios, np.full_like(ratios, ratios[0]), self.digits):
                continue
            if layer.keep is not None and np.any((a == 0) & (value != 0)):
                self.found = f"dropout is active in layer {i + 1}", node
            else:
                self.found = f"layer {i + 1} multiplies its activation by {ratios[0]:.6g}, which it does not in the training", node
            return
        self.found = f"layer {i + 1} has another activation than in the training", node
