"""Runs a script that trains with PyTorch, unmodified, and writes what it trains, as `watch.py` does for NumPy."""

import ast
import json
import os
import re

import watch
from torchrecorder import Description, NotUnderstood, Training

# The line that computes each tensor: Z and A in the forward pass, the others where PyTorch computes them.
CAUSES = {"dZ": "back", "dW": "back", "db": "back", "W": "step", "b": "step"}


class TorchNetwork:
    """A training in PyTorch. It has what `watch.watch` asks of a network."""

    read = None

    def __init__(self, directory, script):
        self.script, self.sources, self.watcher = script, {}, None
        self.failure = None  # the exception that ended the script
        self.training = Training(directory, sources=os.path.dirname(os.path.abspath(script)) + os.sep)

    @property
    def outcome(self):
        """Something to compare, if the script ends with an exception."""
        return self.training.closed

    def end(self):
        training = self.training
        training.end()
        name = re.sub(r"[^A-Za-z0-9_-]", "-", os.path.splitext(os.path.basename(self.script))[0])
        description = Description(training, name)
        description.write()
        assumed = ([self.failure] if self.failure else []) + description.assumed()
        found = {
            "understood": description.understood(),
            "assumed": assumed,
            "contradictions": {},
            "whole": description.steps == training.total and not self.failure,
            "names": {},
            "framework": "pytorch",
            "places": self.places(len(training.first)),
        }
        with open(os.path.join(training.directory, "understood.json"), "w", encoding="utf-8") as file:
            json.dump(found, file)

    def places(self, layers):
        places = self.training.places
        found = {"loss": places.get("loss") or places.get("back")}
        for i in range(1, layers + 1):
            found.update({f"{name}{i}": places.get(cause) for name, cause in CAUSES.items()})
            found.update({f"{name}{i}": places.get(f"{name}{i}", places.get(f"Z{i}")) for name in "ZA"})
        return {name: [self.line(*place)] for name, place in found.items() if place}

    def line(self, file, number):
        """The statement of a line of the source."""
        path = os.path.abspath(file)
        source = self.sources.get(file)
        if source is None:
            with open(path, encoding="utf-8") as text:
                source = text.read()
        shown = self.script if path == os.path.abspath(self.script) else os.path.join(os.path.dirname(self.script), os.path.relpath(path, os.path.dirname(os.path.abspath(self.script))))
        lines = source.splitlines()
        text, column = lines[number - 1].strip(), len(lines[number - 1]) - len(lines[number - 1].lstrip())
        for tree in ast.walk(ast.parse(source)):
            if isinstance(tree, ast.stmt) and not hasattr(tree, "body") and tree.lineno <= number <= tree.end_lineno:
                text, number, column = ast.get_source_segment(source, tree), tree.lineno, tree.col_offset
                break
        return {"file": shown, "line": number, "column": column + 1, "text": text}


def plainly(watcher, file, source, variables):
    """Runs a script as it is: PyTorch itself reports what is computed."""
    exec(compile(source, file, "exec"), variables)


def main(directory, script):
    watch.run, watch.uses_numpy = plainly, lambda *given: True
    network = TorchNetwork(directory, script)
    try:
        watch.watch(script, network)
        network.end()
    except NotUnderstood as reason:
        with open(os.path.join(directory, "not-understood.txt"), "w", encoding="utf-8") as file:
            file.write(str(reason))
