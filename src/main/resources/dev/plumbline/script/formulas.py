"""The right formulas of the tensors of a step, in the names and the layout of the script.

Each tensor has some: with the script's own derivatives and with simple operations, as a part of the sum or of the mean, and
with the other sign. Which one fits its convention, a trial shows.
"""

import re

import numpy as np

from gradients import HINGE, SQUARED_HINGE
from values import forms

NAME = re.compile(r"[A-Za-z_][\w.]*(\[['\"]?\w+['\"]?\])?")
MOST_NAMES = 2  # of a tensor
SLOPES = {
    "identity": "1", "sigmoid": "{a} * (1 - {a})", "tanh": "(1 - {a} ** 2)", "relu": "({z} > 0)",
    "softplus": "1 / (1 + np.exp(-{z}))", "softsign": "1 / (1 + np.abs({z})) ** 2", "elu": "np.where({z} >= 0, 1, {a} + 1)",
}  # fmt: skip
LEAKY = re.compile(r"\{ leaky_relu: \{ alpha: ([\d.]+) \} \}")


class Name:
    """A variable that holds a tensor, as it is or transposed."""

    def __init__(self, text, is_turned, dimensions):
        self.text, self.is_turned, self.dimensions = text, is_turned, dimensions

    def rows(self):
        """The tensor with a row for each example, or for each input."""
        return self.text + ".T" * self.is_turned

    def columns(self):
        return self.text + ".T" * (not self.is_turned and self.dimensions == 2)

    def like(self, other):
        """The tensor in the layout of another variable."""
        return self.columns() if other.is_turned else self.rows()


class Formulas:
    """The formulas of the first step."""

    def __init__(self, network, settings, derivatives):
        """The derivatives are calls of functions of the script, such as `nonlin({}, deriv=True)`."""
        self.derivatives = derivatives
        self.layers, self.loss = settings.layers, settings.loss
        self.step = settings.roles.first_steps[0]
        self.examples = len(self.step.X) if len(self.step.chosen) == 1 else self.step.chosen[0].examples  # of a forward pass
        self.network, self.text = network, "\n".join(network.sources.values())
        self.known = {}

    def all(self):
        """The right sides, by the variable that they are assigned to: the likely ones first; and likely factors of its own."""
        found, factors = {}, {}
        for i, layer in enumerate(self.layers):
            for kind, formulas in (("dZ", self.of_delta), ("dW", self.of_weights), ("db", self.of_bias)):
                for name in self.names(kind, i):
                    # A hidden delta has the constants of the output's.
                    is_hidden = kind == "dZ" and i + 1 < len(self.layers)
                    texts = [each for text in formulas(i, layer, name) for each in ((text,) if is_hidden else self.conventions(kind, text))]
                    found[name.text] = list(dict.fromkeys(texts))
                    if kind == "dZ":
                        factors[name.text] = [each for each in self.slopes(i, layer, name) if each]
        for i, layer in enumerate(self.layers):
            for name in self.of_the_shape_of(self.names("A", i)[:1]):
                if name.text not in factors and name.text not in found:  # it may be a delta all the same
                    factors[name.text] = [each for each in self.slopes(i, layer, name) if each]
        return found, factors

    def of_the_shape_of(self, activations):
        """The variables of the same shape as an activation, which are neither it nor what it is computed from."""
        others = {each.text for kind in "ZA" for i in range(len(self.layers)) for each in self.names(kind, i)}
        shapes = {}
        for event in self.network.events:
            if event.kind == "assign":
                shapes.setdefault(event.name, event.result.array.shape)
        for a in activations:
            for text, shape in shapes.items():
                if shape == shapes.get(a.text) and text not in others and NAME.fullmatch(text):
                    yield Name(text, a.is_turned, a.dimensions)

    def names(self, kind, i=0):
        """The variables that hold a tensor."""
        if (kind, i) not in self.known:
            value = getattr(self.step, kind)
            value = value if kind in "Xy" else value[i]
            if kind[0] in "XyZA" or kind == "dZ":
                value = None if value is None else value[: self.examples]
            self.known[kind, i] = self.named(value)
        return self.known[kind, i]

    def named(self, tensor):
        found = {}
        if tensor is None:
            return []
        for event in self.network.events:
            array, text = event.result.array, event.name.lstrip("+-*/")
            if event.kind in ("assign", "update") and array.size == tensor.size and NAME.fullmatch(text):
                shapes = forms(array) if tensor.ndim == 2 else [array.reshape(-1)]
                turned = next((i for i, each in enumerate(shapes) if np.array_equal(each, tensor)), None)
                if turned is not None:
                    found.setdefault(text, Name(text, turned == 1 and array.ndim == 2, array.ndim))
        return sorted(found.values(), key=lambda each: "[" in each.text)[:MOST_NAMES]

    def dot(self, left, right):
        """A product as the script writes it."""
        for mark, style in (("np.dot(", "np.dot({}, {})"), ("np.matmul(", "np.matmul({}, {})"), (".dot(", "{}.dot({})")):
            if mark in self.text:
                return style.format(left, right)
        return f"{left} @ {right}"

    def conventions(self, kind, text):
        """A formula with the constants of other conventions."""
        count = self.count()
        for each in (text,) if kind == "dZ" else (text, f"-{text}"):
            yield from (each, f"{each} / {count}") if count else (each,)

    def count(self):
        """The number of examples, if there are several."""
        size = len(self.step.X)
        for event in self.network.events if size > 1 else ():
            if event.kind == "assign" and event.scalar == size and re.fullmatch(r"(self\.)?[A-Za-z_]\w*", event.name):
                return event.name
        return next((f"{each.text}.shape[{int(each.is_turned)}]" for each in self.names("X") if size > 1), None)

    def of_delta(self, i, layer, own):
        """What the loss passes on to the pre-activation of a layer."""
        errors = []
        if i + 1 == len(self.layers):
            for a in self.names("A", i):
                for y in self.names("y"):
                    errors += [f"({y.like(own)} - {a.like(own)})", f"({a.like(own)} - {y.like(own)})"]
            if self.loss in (HINGE, SQUARED_HINGE):
                errors = [self.of_margin(y.like(own), a.like(own)) for a in self.names("A", i) for y in self.names("y")]
            slopes = [""] if "entropy" in (self.loss or "") else self.slopes(i, layer, own)
            if self.loss in ("squared_error", "mean_squared_error"):
                errors = [f"2 * {each}" for each in errors] + errors
        else:
            for delta in self.names("dZ", i + 1):
                for weights in self.names("W", i + 1):
                    is_flat = own.is_turned or delta.dimensions < 2
                    pair = (weights.rows(), delta.columns()) if is_flat else (delta.rows(), weights.columns())
                    errors.append(self.dot(*pair))
            slopes = [] if i in self.step.masks else self.slopes(i, layer, own)
        return [each + slope for slope in slopes for each in errors]

    def of_margin(self, y, a):
        """The derivative of a loss of margins by the output."""
        return f"-{y} * ({y} * {a} < 1)" if self.loss == HINGE else f"-2 * {y} * np.maximum(0, 1 - {y} * {a})"

    def slopes(self, i, layer, own):
        """The derivative of an activation as a factor; the script's functions for it first."""
        found = []
        for a in self.names("A", i):
            for z in self.names("Z", i) or [a]:
                found += [" * " + each.format(name.like(own)) for each in self.derivatives for name in dict.fromkeys((z, a))]
                text, leaky = SLOPES.get(layer.activation), LEAKY.fullmatch(layer.activation)
                if leaky:
                    text = "np.where({z} >= 0, 1, " + leaky[1] + ")"
                if text:
                    found.append("" if text == "1" else " * " + text.format(a=a.like(own), z=z.like(own)))
        return found

    def of_weights(self, i, layer, own):
        found = []
        for inputs in self.names("A", i - 1) if i else self.names("X"):
            for delta in self.names("dZ", i):
                if inputs.dimensions < 2 or delta.dimensions < 2:
                    pair = (delta.text, inputs.text) if own.is_turned else (inputs.text, delta.text)
                    found.append(f"np.outer({pair[0]}, {pair[1]})")
                elif own.is_turned:
                    found.append(self.dot(delta.columns(), inputs.rows()))
                else:
                    found.append(self.dot(inputs.columns(), delta.rows()))
        return found

    def of_bias(self, i, layer, own):
        found = []
        for delta in self.names("dZ", i):
            if delta.dimensions < 2:
                found.append(delta.text)
            else:
                kept = ", keepdims=True" if own.dimensions == 2 else ""
                found.append(f"np.sum({delta.text}, axis={int(delta.is_turned)}{kept})")
        return found
