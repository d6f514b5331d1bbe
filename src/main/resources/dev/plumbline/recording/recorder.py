"""Records a hand-written network, so that Plumbline can check it. It needs only NumPy.

    from recorder import Recorder, experiment

    given = experiment()                      # data, initial weights, batches
    rec = Recorder()
    for X, y in given.batches():
        ...                                   # your forward pass, backward pass and update
        rec.step(A=[l1, l2], dZ=[l1_delta, l2_delta], W=[syn0, syn1])
    rec.save()

The arguments of `step` are lists with one array for every layer, from the first to the last. All are
optional; the more you record, the more precise is the diagnosis:

    Z   pre-activations x W + b, examples x units       dW  weight gradients, inputs x units
    A   activations, examples x units                   db  bias gradients, units
    dZ  deltas, dl/dZ, examples x units                 uW  updates, subtracted from W
    W   weights after the update, inputs x units        ub  updates, subtracted from b
    b   biases after the update, units                  loss, a single number: the loss of the batch

If examples are columns, they are recorded as rows. A vector is one example, or a column with a number
for every example of the batch.

`save(outputs=...)` adds the outputs of the trained network for all examples. Every array is copied, so it
may be changed in place afterwards. Long recordings are kept in temporary files, so that they need no more
memory than short ones.
"""

import difflib
import os
import tempfile
import zipfile

import numpy as np

TENSORS = ("Z", "A", "dZ", "dW", "db", "uW", "ub", "W", "b")
PER_EXAMPLE = ("Z", "A", "dZ")
MOST_IN_MEMORY = 1 << 26  # bytes of a recording

_given = None  # the latest experiment


class Recorder:
    """Collects the tensors of all steps, and writes them as one .npz."""

    def __init__(self, file="recording.npz"):
        # If Plumbline runs this script, it gives the path.
        self.file = os.environ.get("PLUMBLINE_RECORDING") or str(file)
        if not self.file.endswith(".npz"):
            self.file += ".npz"  # as np.savez does
        self.initial = {}
        self.kept = {}
        self.in_memory = 0
        self.steps = 0
        self.columns = False  # whether examples are columns

    def start(self, W=None, b=None):
        """The weights before the first step, if they are not those of the experiment."""
        for name, tensors in (("W", W), ("b", b)):
            for layer, tensor in enumerate(tensors or [], start=1):
                if tensor is not None:
                    self.initial[f"{name}{layer}_initial"] = _copy(f"{name}{layer}", tensor)

    def step(self, loss=None, **tensors):
        """Records the next training step. It belongs to the batch of the same number, also after the loop."""
        examples = None if _given is None else _given.examples_of(self.steps)
        if examples is not None:
            recorded = [np.shape(each) for name in PER_EXAMPLE for each in tensors.get(name) or [] if each is not None]
            self.columns |= any(len(s) == 2 and s[0] != examples and s[1] == examples for s in recorded)
        for name, layers in tensors.items():
            if name not in TENSORS:
                known = {each.lower(): each for each in TENSORS + ("loss",)}
                near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.5)
                hint = f"; did you mean {known[near[0]]}?" if near else "."
                raise TypeError(f"step() has no argument {name}{hint} Allowed: {', '.join(TENSORS)} and loss.")
            if not isinstance(layers, (list, tuple)):
                raise TypeError(f"{name} must be a list with one array for every layer, such as {name}=[{name}1, {name}2]")
            if _given is not None and len(layers) > len(_given.W):
                raise ValueError(f"{name} has {len(layers)} arrays, but the network has {len(_given.W)} layers")
            for layer, tensor in enumerate(layers, start=1):
                if tensor is not None:
                    if name in PER_EXAMPLE and examples is not None:
                        tensor = self._rows(f"{name}{layer}", tensor, examples)
                    self._add(f"{name}{layer}", tensor)
        if loss is not None:
            self._add("loss", loss)
        self.steps += 1

    def _rows(self, name, tensor, examples):
        """A row for each example, whether it is written as a row, a column or a vector."""
        array = np.asarray(_plain(tensor))
        if array.ndim == 1 and examples == 1:
            return array.reshape(1, -1)
        if array.ndim == 1 and len(array) == examples:
            return array.reshape(-1, 1)
        if array.ndim == 2 and self.columns:
            array = array.T
        if array.ndim != 2 or len(array) != examples:
            raise ValueError(
                f"{name} has shape {np.shape(tensor)}, but the batch has {examples} examples: record a row for each"
                f" example, as in ({examples}, units)"
            )
        return array

    def _add(self, name, tensor):
        kept = self.kept.setdefault(name, _Kept(name))
        if kept.steps != self.steps:
            raise ValueError(f"{name} was recorded in {kept.steps} of {self.steps} steps: record it in every step")
        array = _copy(name, tensor)
        kept.add(array)
        self.in_memory += array.nbytes
        if self.in_memory > MOST_IN_MEMORY:
            for each in self.kept.values():
                each.spill()
            self.in_memory = 0

    def cut(self, steps, rows):
        """Leaves out all but the first steps, which have these rows of examples."""
        for kept in self.kept.values():
            kept.rows = rows if kept.in_rows else steps
        self.steps = steps

    def save(self, outputs=None):
        """Writes the file and returns its path."""
        whole = dict(self.initial)
        if outputs is not None:
            whole["outputs"] = _copy("outputs", outputs)
        if not whole and not self.kept:
            raise ValueError("nothing was recorded: call step(...) in your training loop, or save(outputs=...)")
        for name, kept in self.kept.items():
            if kept.steps < self.steps:
                raise ValueError(f"{name} was recorded in {kept.steps} of {self.steps} steps: record it in every step")
        whole["steps"] = np.array(self.steps)
        with zipfile.ZipFile(self.file, "w") as archive:  # as np.savez does
            for name, array in whole.items():
                with archive.open(name + ".npy", "w", force_zip64=True) as out:
                    np.lib.format.write_array(out, array, allow_pickle=False)
            for name, kept in self.kept.items():
                with archive.open(name + ".npy", "w", force_zip64=True) as out:
                    kept.write(out)
        return self.file


class _Kept:
    """One tensor of every step; in a file if it is too large for the memory."""

    def __init__(self, name):
        self.name = name
        # The last batch may be smaller, so arrays with a row for every example have the steps one below the other.
        self.in_rows = name.rstrip("0123456789") in PER_EXAMPLE
        self.steps = 0
        self.rows = 0
        self.shape = None  # of a step, or of a row
        self.dtype = None
        self.arrays = []
        self.file = None  # the earlier arrays

    def add(self, array):
        self.in_rows = self.in_rows and array.ndim > 0
        shape = array.shape[1:] if self.in_rows else array.shape
        if self.steps > 0 and shape != self.shape:
            raise ValueError(
                f"{self.name} has shape {array.shape} in step {self.steps}, and another shape before: a tensor must have"
                " the same shape in every step, except for the number of examples"
            )
        dtype = array.dtype if self.steps == 0 else np.result_type(self.dtype, array.dtype)
        if self.file is not None and dtype != self.dtype:
            self._convert(dtype)
        self.shape, self.dtype = shape, dtype
        self.steps += 1
        self.rows += len(array) if self.in_rows else 1
        self.arrays.append(array)

    def spill(self):
        if self.file is None:
            self.file = tempfile.TemporaryFile()
        self.file.seek(0, os.SEEK_END)
        self._put(self.file)
        self.arrays = []

    def _put(self, out):
        for array in self.arrays:
            out.write(array.astype(self.dtype, copy=False).tobytes())

    def _convert(self, dtype):
        converted = tempfile.TemporaryFile()
        self.file.seek(0)
        while part := self.file.read(self.dtype.itemsize << 16):
            converted.write(np.frombuffer(part, self.dtype).astype(dtype).tobytes())
        self.file.close()
        self.file = converted

    def write(self, out):
        header = {
            "descr": np.lib.format.dtype_to_descr(self.dtype),
            "fortran_order": False,
            "shape": (self.rows, *self.shape),
        }
        np.lib.format.write_array_header_1_0(out, header)
        left = self.rows * int(np.prod(self.shape, dtype=int)) * self.dtype.itemsize
        if self.file is not None:
            self.file.seek(0)
            while left > 0 and (part := self.file.read(min(left, 1 << 20))):
                left -= out.write(part)
        for array in self.arrays:
            if left > 0:
                left -= out.write(array.astype(self.dtype, copy=False).tobytes()[:left])


def _plain(tensor):
    """A tensor of PyTorch as its numbers, without its gradient, from any device."""
    return tensor.detach().cpu().numpy() if hasattr(tensor, "detach") else tensor


def _copy(name, tensor):
    array = np.array(_plain(tensor))  # a copy, because the caller may change it in place
    if array.dtype == object or array.dtype.kind not in "fiub":
        raise TypeError(f"{name} must be an array of numbers, not of {array.dtype}")
    return array


class _Masks(dict):
    def __missing__(self, layer):
        layers = ", ".join(str(each) for each in self) or "none"
        raise KeyError(f"no dropout at the input of layer {layer}; layers with dropout: {layers}")


class Batch(tuple):
    """X and y of one step, with the numbers of its examples and its dropout masks, by layer: 1 keeps an input."""

    def __new__(cls, X, y, rows, masks):
        batch = super().__new__(cls, (X, y))
        batch.rows, batch.masks = rows, masks
        return batch


class Experiment:
    """The data, the initial weights, and the batches in order, the same for all engines."""

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
        # A number, or one for each layer, or None if it changes during training.
        self.learning_rate = _number(given, "learning_rate")
        self.momentum = _number(given, "momentum")
        self.epochs, self.batch_size = int(given["epochs"]), int(given["batch_size"])
        self.order = given["order"] if "order" in given else None
        self.dropout = {
            layer: given[f"mask{layer}"] for layer in range(1, self.layers + 1) if f"mask{layer}" in given
        }
        self.drop_probability = {layer: float(given[f"drop_probability{layer}"]) for layer in self.dropout}
        self.given = given  # all of it, by name
        self.alone = True  # whether the program was not started by Plumbline
        self.rows = []  # the examples of the latest batch
        self.masks = {}  # the dropout masks of the latest batch, by layer: 1 keeps an input

    def examples_of(self, step):
        """The number of examples of a step; None if the batches are not those of `batches`."""
        if len(self.rows) == 0:
            return None
        steps_of_epoch = -(-len(self.X) // self.batch_size)
        return min(self.batch_size, len(self.X) - step % steps_of_epoch * self.batch_size)

    def batches(self):
        """The batches over all epochs: `for X, y in given.batches()`. Each also has its `rows` and `masks`."""
        done = 0  # rows of all earlier batches
        for epoch in range(self.epochs):
            order = np.arange(len(self.X)) if self.order is None else self.order[epoch]
            for begin in range(0, len(order), self.batch_size):
                self.rows = order[begin : begin + self.batch_size]
                end = done + len(self.rows)
                self.masks = _Masks({layer: mask[done:end] for layer, mask in self.dropout.items()})
                done = end
                whole = self.order is None and len(self.rows) == len(self.X)
                X, y = (self.X, self.y) if whole else (self.X[self.rows], self.y[self.rows])
                yield Batch(X, y, self.rows, self.masks)


def _text(array):
    return bytes(array).decode()


def _number(given, name):
    if name not in given:
        return None
    return float(given[name]) if given[name].ndim == 0 else given[name]


def experiment(file=None):
    """The experiment of `plumbline check FILE --against "python3 net.py"`.

    If the program runs alone, the experiment that `plumbline experiment FILE -o file` wrote; None without such a file.
    """
    global _given
    handed = os.environ.get("PLUMBLINE_EXPERIMENT")
    if not handed and (file is None or not os.path.exists(file)):
        _given = None
    else:
        _given = Experiment(handed or file)
        _given.alone = not handed
    return _given
