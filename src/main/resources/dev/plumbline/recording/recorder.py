"""Records a network written by hand, so that Plumbline can check it; NumPy is all it needs.

    from recorder import Recorder, experiment

    given = experiment()                      # data, initial weights, batches
    rec = Recorder()
    for X, y in given.batches():
        ...                                   # your forward pass, backward pass and update
        rec.step(A=[l1, l2], dZ=[l1_delta, l2_delta], W=[syn0, syn1])
    rec.save()

What `step` takes, each a list with one array for every layer, from the first to the last. All are
optional; the more there is, the more can be proven:

    Z   pre-activations x W + b, examples x units       dW  weight gradients, inputs x units
    A   activations, examples x units                   db  bias gradients, units
    dZ  deltas, dl/dZ, examples x units                 uW  what is subtracted from W
    W   weights after the update, inputs x units        ub  what is subtracted from b
    b   biases after the update, units                  loss, a single number: the loss of the batch

`save(outputs=...)` adds what the trained network makes of all examples. Every array is copied when it
is handed over, so it may be changed in place afterwards.
"""

import difflib
import os

import numpy as np

TENSORS = ("Z", "A", "dZ", "dW", "db", "uW", "ub", "W", "b")
PER_EXAMPLE = ("Z", "A", "dZ")


class Recorder:
    """Collects the tensors of step after step, and writes them as one .npz."""

    def __init__(self, file="recording.npz"):
        # Where Plumbline runs this, it says itself where it will look.
        self.file = os.environ.get("PLUMBLINE_RECORDING") or str(file)
        if not self.file.endswith(".npz"):
            self.file += ".npz"  # as np.savez does
        self.arrays = {}
        self.steps = 0

    def start(self, W=None, b=None):
        """The weights before the first step, where they are your own and not the experiment's."""
        for name, tensors in (("W", W), ("b", b)):
            for layer, tensor in enumerate(tensors or [], start=1):
                if tensor is not None:
                    self.arrays[f"{name}{layer}_initial"] = [_copy(f"{name}{layer}", tensor)]

    def step(self, loss=None, **tensors):
        """One training step."""
        for name, layers in tensors.items():
            if name not in TENSORS:
                known = {each.lower(): each for each in TENSORS + ("loss",)}
                near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.3)
                hint = f"; did you mean {known[near[0]]}?" if near else "."
                raise TypeError(f"step() knows no {name}{hint} It takes {', '.join(TENSORS)} and loss.")
            if not isinstance(layers, (list, tuple)):
                raise TypeError(f"{name} is a list with one array for every layer, such as {name}=[{name}1, {name}2]")
            for layer, tensor in enumerate(layers, start=1):
                if tensor is not None:
                    self._add(f"{name}{layer}", tensor)
        if loss is not None:
            self._add("loss", loss)
        self.steps += 1

    def _add(self, name, tensor):
        kept = self.arrays.setdefault(name, [])
        if len(kept) != self.steps:
            raise ValueError(f"{name} was recorded in {len(kept)} of {self.steps} steps: record it in every step")
        kept.append(_copy(name, tensor))

    def save(self, outputs=None):
        """Writes the file, and says where."""
        arrays = {name: self._together(name, kept) for name, kept in self.arrays.items()}
        if outputs is not None:
            arrays["outputs"] = _copy("outputs", outputs)
        if not arrays:
            raise ValueError("nothing was recorded: call step(...) in your training loop, or save(outputs=...)")
        arrays["steps"] = np.array(self.steps)
        np.savez(self.file, **arrays)
        return self.file

    def _together(self, name, kept):
        if name.endswith("_initial"):
            return kept[0]
        if len(kept) != self.steps:
            raise ValueError(f"{name} was recorded in {len(kept)} of {self.steps} steps: record it in every step")
        # The last batch may be smaller: what has a row for every example is put one step below the other.
        if name.rstrip("0123456789") in PER_EXAMPLE and kept[0].ndim > 0:
            return np.concatenate(kept)
        return np.stack(kept)


def _copy(name, tensor):
    array = np.array(tensor)  # a copy: the caller may go on to change it in place
    if array.dtype == object or array.dtype.kind not in "fiub":
        raise TypeError(f"{name} is no array of numbers but of {array.dtype}")
    return array


class Experiment:
    """What all engines start from: the data, the initial weights, and the batches in their order."""

    def __init__(self, file):
        given = np.load(file, allow_pickle=False)
        self.X, self.y = given["X"], given["y"]
        self.layers = int(given["layers"])
        self.W = [given[f"W{layer}"] for layer in range(1, self.layers + 1)]
        self.b = [given[f"b{layer}"] if f"b{layer}" in given else None for layer in range(1, self.layers + 1)]
        self.weights = given["weights"] if "weights" in given else None
        self.activations = _text(given["activations"]).split()
        self.loss, self.reduction = _text(given["loss"]), _text(given["reduction"])
        self.optimizer = _text(given["optimizer"])
        # A number; or one for each layer; or None where it changes on the way.
        self.learning_rate = _number(given, "learning_rate")
        self.momentum = _number(given, "momentum")
        self.epochs, self.batch_size = int(given["epochs"]), int(given["batch_size"])
        self.order = given["order"] if "order" in given else None
        self.dropout = {
            layer: given[f"mask{layer}"] for layer in range(1, self.layers + 1) if f"mask{layer}" in given
        }
        self.drop_probability = {layer: float(given[f"drop_probability{layer}"]) for layer in self.dropout}
        self.given = given  # all of it, by name
        self.rows = []  # of the latest batch: which examples it holds
        self.masks = {}  # of the latest batch: by layer, 1 where the layer's input is kept

    def batches(self):
        """X and y of each step's batch, over all epochs."""
        done = 0  # rows of all batches before
        for epoch in range(self.epochs):
            order = np.arange(len(self.X)) if self.order is None else self.order[epoch]
            for begin in range(0, len(order), self.batch_size):
                self.rows = order[begin : begin + self.batch_size]
                end = done + len(self.rows)
                self.masks = {layer: mask[done:end] for layer, mask in self.dropout.items()}
                done = end
                whole = self.order is None and len(self.rows) == len(self.X)
                yield (self.X, self.y) if whole else (self.X[self.rows], self.y[self.rows])


def _text(array):
    return bytes(array).decode()


def _number(given, name):
    if name not in given:
        return None
    return float(given[name]) if given[name].ndim == 0 else given[name]


def experiment(file=None):
    """The experiment that `plumbline check FILE --against "python3 net.py"` hands over; otherwise None."""
    file = file or os.environ.get("PLUMBLINE_EXPERIMENT")
    return Experiment(file) if file else None
