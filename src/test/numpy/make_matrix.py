"""Writes src/test/resources/numpy/matrix.txt: what NumPy computes and prints, for MatrixNumpyTests.

Run from the root of the repository: python3 src/test/numpy/make_matrix.py
One line is "name = values"; a double is written by float.hex(), so nothing is rounded. Line ends in printed matrices
are written as "|".
"""

import numpy as np

lines = []


def write(name, values):
    values = np.asarray(values).ravel()
    shown = [float(v).hex() for v in values] if values.dtype.kind == "f" else [str(v) for v in values]
    lines.append(f"{name} = {' '.join(shown)}")


def draw(rows, columns):
    """The matrix that the test draws too: standard numbers of very different size."""
    np.random.seed(rows * 1000 + columns)
    return np.random.uniform(-1, 1, (rows, columns)) * 10.0 ** np.random.permutation(rows * columns).reshape(
        rows, columns
    ).clip(0, 6)


for rows, columns in [(1, 1), (1, 7), (1, 8), (9, 1), (1, 128), (129, 1), (4, 3), (3, 17), (2, 300), (128, 256)]:
    a = draw(rows, columns)
    name = f"of {rows}x{columns}"
    write(f"sum {name}", [a.sum()])
    write(f"sum 0 {name}", a.sum(axis=0))
    write(f"sum 1 {name}", a.sum(axis=1))
    write(f"mean {name}", [a.mean()])
    write(f"mean 0 {name}", a.mean(axis=0))
    write(f"mean 1 {name}", a.mean(axis=1))
    write(f"max {name}", [a.max()])
    write(f"min {name}", [a.min()])
    write(f"argmax 0 {name}", a.argmax(axis=0))
    write(f"argmax 1 {name}", a.argmax(axis=1))
    write(f"norm {name}", [np.linalg.norm(a)])

for m, k, n in [(4, 3, 1), (4, 3, 5), (1, 9, 9), (5, 70, 11), (3, 131, 4)]:
    np.random.seed(m)
    a = np.random.random((m, k))
    b = np.random.random((k, n))
    c = np.zeros((m, n))
    for i in range(m):
        for j in range(n):
            for q in range(k):
                c[i, j] += a[i, q] * b[q, j]
    assert np.allclose(c, a.dot(b), rtol=1e-13, atol=0)
    write(f"dot {m}x{k}x{n}", c)

np.random.seed(5)
x = np.random.uniform(-20, 20, (50, 4))
x.flat[:4] = [0.0, 1.0, -1.0, 1e-10]
write("exp", np.exp(x))
write("tanh", np.tanh(x))
write("log", np.log(np.abs(x) + 0.5))
write("sqrt", np.sqrt(np.abs(x)))
write("pow", np.abs(x) ** 1.7)

a = np.arange(12.0).reshape(3, 4) + 0.1
for name, b in [("same", a / 7), ("row", np.array([[1.0, -2, 0.3, 4]])), ("column", np.array([[3.0], [0.7], [-5]])),
                ("one", np.array([[0.3]]))]:
    write(f"plus {name}", a + b)
    write(f"minus {name}", a - b)
    write(f"minus from {name}", b - a)
    write(f"times {name}", a * b)
    write(f"div {name}", a / b)
    write(f"div of {name}", b / a)

nan, inf = np.nan, np.inf
np.random.seed(1)
prints = {
    "integers": [[1, 2, 3], [4, 5, 60]],
    "negative": [[1, -2], [-0.5, 100]],
    "tutorial": (2 * np.random.random((3, 4)) - 1),
    "thirds": [[1 / 3, 2 / 3], [0.5, 1]],
    "tiny": [[1e-5, 1.5], [2, 3]],
    "huge": [[1e10, 1.5], [-2, 0]],
    "ratio": [[0.001, 2], [3, 4]],
    "long exponent": [[1e-120, 1 / 3], [1, -1e120]],
    "zeros": [[0, 0], [0, -0.0]],
    "not numbers": [[nan, 1.25], [-inf, inf]],
    "only nan": [[nan, nan]],
    "one": [[42]],
    "long": np.arange(1200).reshape(40, 30) / 4,
    "tall": np.arange(1001).reshape(1001, 1) / 4,
}
np.set_printoptions(linewidth=10_000)
for name, values in prints.items():
    text = str(np.array(values, dtype=float)).replace("\n", "|")
    lines.append(f"print {name} = {text}")

with open("src/test/resources/numpy/matrix.txt", "w", encoding="utf-8") as out:
    out.write(f"# made by src/test/numpy/make_matrix.py with NumPy {np.__version__}\n")
    out.write("\n".join(lines) + "\n")
