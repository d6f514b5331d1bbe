"""Writes src/test/resources/numpy/metrics.txt: the metrics of given outputs and targets, for EvaluationTests.

Run from the root of the repository: python3 src/test/numpy/make_metrics.py
One line is "name = values"; a double is written by float.hex(), so nothing is rounded. The accuracy counts an example as
correct only where every output is a number: a NaN belongs to no class.
"""

import numpy as np

lines = []


def text(value):
    return "NaN" if np.isnan(value) else "Infinity" if value == np.inf else float(value).hex()


def write(name, values):
    values = np.atleast_2d(values)
    shape = "x".join(str(s) for s in values.shape)
    lines.append(f"{name} = {shape} {' '.join(text(v) for v in values.ravel())}")


def correct(outputs, targets):
    if np.isnan(outputs).any():
        return False
    if len(targets) == 1:
        return (outputs[0] >= 0.5) == (targets[0] >= 0.5)
    return np.argmax(outputs) == np.argmax(targets)  # of equal ones, the first


def case(name, outputs, targets):
    outputs, targets = np.array(outputs, float), np.array(targets, float)
    write(f"{name} outputs", outputs)
    write(f"{name} targets", targets)
    write(f"{name} mean_absolute_error", np.abs(outputs - targets).mean())
    write(f"{name} mean_squared_error", ((outputs - targets) ** 2).mean())
    write(f"{name} accuracy", np.mean([correct(o, y) for o, y in zip(outputs, targets)]))


nan, inf = np.nan, np.inf
below = np.nextafter(0.5, 0)
draw = np.random.RandomState(7)
one_hot = np.eye(3)

case("one output", draw.uniform(0, 1, (13, 1)), draw.randint(0, 2, (13, 1)))
case("one output at the threshold", [[0.5], [below], [0.5], [below]], [[1], [1], [0], [0]])
case("one output with soft targets", [[0.7], [0.2], [0.6]], [[0.5], [below], [0.4]])
case("one output, all NaN", [[nan], [nan], [nan]], [[0], [0], [1]])
case("one output, one NaN", [[nan], [0.1], [0.9]], [[0], [0], [1]])
case("one output, infinite", [[inf], [inf]], [[1], [0]])
case("three classes", draw.uniform(0, 1, (17, 3)), one_hot[draw.randint(0, 3, 17)])
case("three classes with soft targets", draw.uniform(0, 1, (5, 3)), draw.uniform(0, 1, (5, 3)))
case("ties", [[0.4, 0.4, 0.2], [0.4, 0.4, 0.2], [0.2, 0.4, 0.4], [1 / 3, 1 / 3, 1 / 3]], one_hot[[0, 1, 1, 2]])
case("tied targets", [[0.1, 0.9], [0.9, 0.1]], [[0.5, 0.5], [0.5, 0.5]])
case("three classes, all NaN", np.full((3, 3), nan), one_hot)
case("NaN in the class", [[nan, 0.2, 0.1], [0.1, nan, 0.2]], one_hot[[0, 1]])
case("NaN beside the class", [[0.9, nan, 0.1], [0.1, 0.9, nan], [0.1, 0.2, 0.9]], one_hot)
case("negative outputs", [[-3, -1, -2], [-1, -1, -1]], one_hot[[1, 0]])
case("one example", [[0.1, 0.9]], [[0, 1]])

with open("src/test/resources/numpy/metrics.txt", "w", encoding="utf-8") as file:
    file.write(f"# made by src/test/numpy/make_metrics.py with NumPy {np.__version__}\n")
    file.write("\n".join(lines) + "\n")
