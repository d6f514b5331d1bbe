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

Where examples are columns, they are recorded as rows; a vector is one example, or a column of as many
examples as the batch has.

`save(outputs=...)` adds what the trained network makes of all examples. Every array is copied when it
is handed over, so it may be changed in place afterwards. Long recordings go to temporary files on the
way, so that they take no more memory than short ones.
"""

import difflib
import os
import shutil
import tempfile
import zipfile

import numpy as np

TENSORS = ("Z", "A", "dZ", "dW", "db", "uW", "ub", "W", "b")
PER_EXAMPLE = ("Z", "A", "dZ")
MOST_IN_MEMORY = 1 << 26  # bytes of a recording

_given = None  # the experiment that was handed over last


class Recorder:
    """Collects the tensors of step after step, and writes them as one .npz."""

    def __init__(self, file="recording.npz"):
        # Where Plumbline runs this, it says itself where it will look.
        self.file = os.environ.get("PLUMBLINE_RECORDING") or str(file)
        if not self.file.endswith(".npz"):
            self.file += ".npz"  # as np.savez does
        self.initial = {}
        self.kept = {}
        self.in_memory = 0
        self.steps = 0
        self.columns = False  # whether examples are columns

    def start(self, W=None, b=None):
        """The weights before the first step, where they are your own and not the experiment's."""
        for name, tensors in (("W", W), ("b", b)):
            for layer, tensor in enumerate(tensors or [], start=1):
                if tensor is not None:
                    self.initial[f"{name}{layer}_initial"] = _copy(f"{name}{layer}", tensor)

    def step(self, loss=None, **tensors):
        """One training step."""
        examples = None if _given is None else len(_given.rows) or None  # of the latest batch
        if examples is not None:
            recorded = [np.shape(each) for name in PER_EXAMPLE for each in tensors.get(name) or [] if each is not None]
            self.columns |= any(len(s) == 2 and s[0] != examples and s[1] == examples for s in recorded)
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
                    if name in PER_EXAMPLE and examples is not None:
                        tensor = self._rows(f"{name}{layer}", tensor, examples)
                    self._add(f"{name}{layer}", tensor)
        if loss is not None:
            self._add("loss", loss)
        self.steps += 1

    def _rows(self, name, tensor, examples):
        """A row for each example, whether it is written as a row, a column or a vector."""
        array = np.asarray(tensor)
        if array.ndim == 1 and examples == 1:
            return array.reshape(1, -1)
        if array.ndim == 1 and len(array) == examples:
            return array.reshape(-1, 1)
        if array.ndim == 2 and self.columns:
            array = array.T
        if array.ndim != 2 or len(array) != examples:
            raise ValueError(
                f"{name} has shape {np.shape(tensor)}, and the batch has {examples} examples: record a row for each,"
                f" as in ({examples}, units)"
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

    def save(self, outputs=None):
        """Writes the file, and says where."""
        whole = dict(self.initial)
        if outputs is not None:
            whole["outputs"] = _copy("outputs", outputs)
        if not whole and not self.kept:
            raise ValueError("nothing was recorded: call step(...) in your training loop, or save(outputs=...)")
        for name, kept in self.kept.items():
            if kept.steps != self.steps:
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
    """One tensor of every step; in a file what is too much for the memory."""

    def __init__(self, name):
        self.name = name
        # The last batch may be smaller: what has a row for every example is put one step below the other.
        self.in_rows = name.rstrip("0123456789") in PER_EXAMPLE
        self.steps = 0
        self.rows = 0
        self.shape = None  # of a step, or of a row
        self.dtype = None
        self.arrays = []
        self.file = None  # what came before these

    def add(self, array):
        self.in_rows = self.in_rows and array.ndim > 0
        shape = array.shape[1:] if self.in_rows else array.shape
        if self.steps > 0 and shape != self.shape:
            raise ValueError(
                f"{self.name} has shape {array.shape} in step {self.steps}, and another before it: a tensor has the same"
                " shape in every step, but for the number of its rows, which are examples"
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
        if self.file is not None:
            self.file.seek(0)
            shutil.copyfileobj(self.file, out, 1 << 20)
        self._put(out)


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
        self.alone = True  # whether the program was started by hand, and not by Plumbline
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
    """The experiment that `plumbline check FILE --against "python3 net.py"` hands over.

    Where the program runs alone, the one that `plumbline experiment FILE -o file` wrote; None if there is no such file.
    """
    global _given
    handed = os.environ.get("PLUMBLINE_EXPERIMENT")
    if not handed and (file is None or not os.path.exists(file)):
        _given = None
    else:
        _given = Experiment(handed or file)
        _given.alone = not handed
    return _given
