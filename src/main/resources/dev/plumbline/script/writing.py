"""Writes what was found: the network file, its data, the recording, and where in the source each tensor is computed."""

import json
import os
import re

import numpy as np

from inferring import NotUnderstood
from recorder import Recorder
from settings import Settings

MOST_RATES = 20000


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

    def __init__(self, network, roles):
        self.network, self.roles = network, roles
        self.settings = Settings(network, roles)
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
        self.last_rate = None
        self.pending = None
        self.batches, self.rows = [], {}  # of each step the key of its examples, and the examples of a key
        self.numbers = 0
        self.is_cut = False
        self.total = 0  # steps of the script
        self.recorder = Recorder()
        self.recorder.file = os.path.join(network.directory, "recording.npz")  # whatever the environment says
        self.rates = []  # of each recorded step, if it is plain descent with right gradients
        self.kinds = [
            name
            for name in ("Z", "A", "dZ", "dW", "db")
            if any(each is not None for each in getattr(first, name))
        ]
        self.present = {
            (name, i)
            for name in self.kinds
            for i in range(len(roles.layers))
            if all(getattr(step, name)[i] is not None for step in roles.first_steps)
        }

    def is_loss_computed(self, network, roles):
        """Whether the script computes the loss of every batch; then it is recorded."""
        settings = self.settings
        if settings.observed is None or settings.observed[:2] != (settings.loss, settings.reduction) or settings.l2:
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
        if not is_complete or len(targets) != len(step.X) or not np.all(np.isfinite(step.X)) or not np.all(np.isfinite(targets)):
            self.is_cut = True
            return
        for name, i in [each for each in self.present if getattr(step, each[0])[each[1]] is None]:
            self.present.discard((name, i))  # the script computes it in another way now; the weights are still compared
            self.recorder.kept.pop(f"{name}{i + 1}", None)
        if self.has_loss and step.loss is None:
            self.has_loss = False
            self.recorder.kept.pop("loss", None)
        key = (step.X.tobytes(), targets.tobytes())
        key = (step.X.shape, hash(key))
        if key not in self.rows:
            self.numbers += step.X.size + targets.size
            self.rows[key] = (step.X, targets)
        self.batches.append(key)
        self.rates.append(self.settings.rate_of(step, after))
        layers = range(len(self.roles.layers))
        tensors = {
            name: [getattr(step, name)[i] if (name, i) in self.present else None for i in layers] for name in self.kinds
        }
        tensors["W"] = after.W
        if any(layer.is_biased for layer in self.roles.layers):
            tensors["b"] = [b if self.roles.layers[i].is_biased else None for i, b in enumerate(after.b)]
        self.recorder.step(loss=step.loss if self.has_loss else None, **tensors)

    def finish(self, after, changed):
        if self.pending is None:
            raise NotUnderstood("no step was complete")
        for i in range(len(after.W)):
            if after.W[i] is None:
                after.W[i] = changed.W[i]
            if after.b[i] is None:
                after.b[i] = changed.b[i]
            if after.b[i] is None and self.pending.b[i] is not None and np.array_equal(self.pending.b[i], self.initial.b[i]):
                after.b[i] = self.pending.b[i]  # it never changes
        if all(w is not None for w in after.W) and all(
            after.b[i] is not None for i, layer in enumerate(self.roles.layers) if layer.has_bias
        ):
            self.record(self.pending, after)

    def schedule(self):
        """The batch size, the epochs and the examples in order."""
        steps = len(self.batches)
        first = {}
        for at, key in enumerate(self.batches):
            first.setdefault(key, at)
        period = len(first)
        if all(key == self.batches[at % period] for at, key in enumerate(self.batches)) and steps >= period:
            sizes = [len(self.rows[key][0]) for key in self.batches[:period]]
            if all(size == sizes[0] for size in sizes[:-1]) and sizes[-1] <= sizes[0]:
                return sizes[0], steps // period, self.batches[:period], steps // period * period
        size = len(self.rows[self.batches[0]][0])
        end = next((at for at, key in enumerate(self.batches) if len(self.rows[key][0]) != size), steps)
        if end < steps and len(self.rows[self.batches[end]][0]) < size:
            end += 1
        return size, 1, self.batches[:end], end

    def write(self):
        if not self.batches:
            raise NotUnderstood("no step was complete")
        if self.network.has_other_rate and self.settings.optimizer[0] != "sgd":
            raise NotUnderstood("its learning rate changes during the training")
        size, epochs, batches, steps = self.schedule()
        X = np.concatenate([self.rows[key][0] for key in batches])
        y = np.concatenate([self.rows[key][1] for key in batches])
        arrays = {"X": X, "y": y}
        for i, layer in enumerate(self.roles.layers):
            arrays[f"W{i + 1}"] = self.initial.W[i]
            if layer.is_biased:
                arrays[f"b{i + 1}"] = self.initial.b[i]
        directory = self.network.directory
        np.savez(os.path.join(directory, "data.npz"), **arrays)
        if steps < self.recorder.steps:
            self.truncate(steps)
        self.recorder.save()
        whole = size >= len(X) and len(set(batches)) == 1
        with open(os.path.join(directory, "network.yaml"), "w", encoding="utf-8") as file:
            file.write(self.yaml("all" if whole else size, epochs, X, y))
        with open(os.path.join(directory, "understood.json"), "w", encoding="utf-8") as file:
            json.dump(self.found(whole, size, epochs, X, steps), file)

    def truncate(self, steps):
        """Leaves out the steps that belong to no whole epoch."""
        recorder = self.recorder
        rows = sum(len(self.rows[key][0]) for key in self.batches[:steps])
        for name, kept in recorder.kept.items():
            recorder.kept[name] = Beginning(kept, steps, rows)
        recorder.steps = steps

    def yaml(self, size, epochs, X, y):
        settings = self.settings
        optimizer, parameters = settings.optimizer
        name = re.sub(r"[^A-Za-z0-9_-]", "-", os.path.splitext(os.path.basename(self.network.script))[0])
        lines = [f"name: {name}", f"inputs: {X.shape[1]}", "layers:"]
        for layer in self.roles.layers:
            bias = "" if layer.is_biased else ", bias: false"
            units = layer.units
            lines.append(f"  - dense: {{ units: {units}, activation: {layer.activation}{bias} }}")
        lines.append("init: { npz: { file: data.npz } }")
        if settings.l2:
            lines.append(f"defaults: {{ regularization: {{ l2: {settings.l2!r} }} }}")
        # In 32 bits, 1 - 1e-12 is 1.
        clip = self.network.is_single and settings.loss == "binary_cross_entropy"
        lines.append("loss: { binary_cross_entropy: { clip: 1.0e-7 } }" if clip else f"loss: {settings.loss}")
        lines.append(f"reduction: {settings.reduction}")
        if self.network.is_single:
            lines.append("precision: f32")
        parameters = {**parameters, "learning_rate": self.schedule_of_rates() or parameters["learning_rate"]}
        text = ", ".join(f"{key}: {value if isinstance(value, str) else repr(value)}" for key, value in parameters.items())
        lines += [
            "training:",
            f"  optimizer: {{ {optimizer}: {{ {text} }} }}",
            f"  batch_size: {size}",
            f"  epochs: {epochs}",
            "  shuffle: false",
            "data: { npz: { file: data.npz, inputs: X, targets: y } }",
        ]
        return "\n".join(lines) + "\n"

    def schedule_of_rates(self):
        """The learning rates as a table, if they change; a mistake in single batches is no schedule, it goes up and down."""
        first = self.settings.optimizer[1]["learning_rate"]
        changes, rate = [], first
        for step, each in enumerate(self.rates):
            if each is not None and abs(each - rate) > 1e-6 * rate:
                rate = each
                changes.append((step, rate))
        values = [first] + [each for _, each in changes]
        turns = np.count_nonzero(np.diff(np.sign(np.diff(values))))
        if not changes or turns > 1:
            return None
        if len(changes) > MOST_RATES:
            raise NotUnderstood(f"the learning rate changes {len(changes):,} times")
        steps, rates = ", ".join(str(s) for s, _ in changes), ", ".join(repr(r) for _, r in changes)
        self.last_rate = rate
        return f"{{ table: {{ initial: {first!r}, from: [{steps}], rates: [{rates}] }} }}"

    def found(self, whole, size, epochs, X, steps):
        """What was understood, for people, and where each tensor is computed."""
        nodes, layers, settings = self.network.watcher.nodes, self.roles.layers, self.settings
        optimizer, parameters = settings.optimizer
        constants = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in parameters.items() if key != "epsilon_on")
        penalty = f"; L2 penalty {settings.l2!r}" if settings.l2 else ""
        way = "the sum over the examples" if settings.reduction == "sum" else "the mean over the examples"
        words = (("weights", "W"), ("biases", "b"), ("activations", "A"), ("deltas", "dZ"))
        names = [
            word + " " + ", ".join(f"`{self.names[n]}`" for n in sorted(self.names) if n.rstrip("0123456789") == kind)
            for word, kind in words
            if any(n.rstrip("0123456789") == kind for n in self.names)
        ]
        places = {}
        for name, numbers in self.places.items():
            lines = [nodes[number] for number in numbers]
            places[name] = [{"file": n.file, "line": n.line, "column": n.column + 1, "text": n.text} for n in lines]
        return {
            "understood": {
                "layers": " → ".join([f"{X.shape[1]} inputs"] + [f"{each.units} {each.activation}" for each in layers])
                + ("; no bias" if not any(each.is_biased for each in layers) else ""),
                "loss": f"{settings.loss}, {way}{penalty}",
                "optimizer": f"{optimizer}, {constants}" + (f", in the end {self.last_rate:.6g}" if self.last_rate else ""),
                "steps": f"{steps:,} steps of " + (f"all {len(X)} examples" if whole else f"{size} examples" if size > 1 else "one example"),
                **({"variables": "; ".join(names)} if names else {}),
            },
            "assumed": self.left_out(steps) + settings.assumed + [each.question for each in layers if each.question],
            "whole": steps == self.total and not self.roles.training.others,
            "names": self.names if self.is_in_rows() else {},
            "places": places,
        }

    def left_out(self, steps):
        found = [self.network.failure] if self.network.failure else []
        if steps < self.total:
            why = "batches of other sizes follow" if not self.is_cut else "the script goes on in another way"
            found.append(f"Only the first {steps:,} of {self.total:,} steps are compared: {why}.")
        if self.roles.training.others:
            found.append("The script also trains other weights with the same lines; that training is not compared.")
        return found

    def is_in_rows(self):
        """Whether the script has the layout of the corrected lines: examples x units, inputs x units."""
        return all(each.layout == (0, 0, 0) and each.is_direct and each.ones == 0 for each in self.roles.layers)
