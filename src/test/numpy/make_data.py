"""Writes src/test/resources/numpy/data: files of examples and weights, and data.txt, what NumPy reads in them.

Run from the root of the repository: python3 src/test/numpy/make_data.py
One line of data.txt is "name = shape values"; a double is written by float.hex(), so nothing is rounded. The table is read
back from the CSV file by NumPy's own reader; classes become targets by np.eye; the files of the IDX format are written byte
by byte from its description.
"""

import gzip
import os

import numpy as np

OUT = "src/test/resources/numpy/data"
os.makedirs(OUT, exist_ok=True)
lines = []


def write(name, values):
    values = np.asarray(values)
    shape = "x".join(str(s) for s in values.shape)
    lines.append(f"{name} = {shape} {' '.join(float(v).hex() for v in values.ravel())}")


draw = np.random.RandomState(11)
kinds = ["setosa", "versicolor", "virginica"]
sides = ["left", "right"]

# ---- a table ----

rows = 23
numbers = draw.normal(0, 1, (rows, 3)) * 10.0 ** draw.randint(-30, 30, (rows, 3))
numbers[0] = [0.1, 5e-324, 1.7976931348623157e308]  # the least and the largest double among them
numbers[1] = [-0.0, 2.2250738585072014e-308, 9007199254740993.0]
weights = draw.uniform(0, 3, rows).round(2)
kind, side = draw.randint(0, 3, rows), draw.randint(0, 2, rows)
forms = [repr, lambda v: f"{v:.17e}", lambda v: f"{v:.20E}", lambda v: f"{v:+.6g}"]
with open(f"{OUT}/table.csv", "w", encoding="utf-8") as file:
    file.write("a,b,c,w,kind,side\n")
    for i in range(rows):
        cells = [forms[(i + j) % len(forms)](float(v)) for j, v in enumerate(numbers[i])]
        file.write(",".join(cells + [repr(float(weights[i])), kinds[kind[i]], sides[side[i]]]) + "\n")
table = np.genfromtxt(f"{OUT}/table.csv", delimiter=",", names=True, dtype=None, encoding="utf-8")
write("table inputs", np.stack([table["c"], table["a"]], axis=1))  # in another order than in the file
write("table target", table["b"][:, None])
write("table weights", table["w"][:, None])
write("table kinds", np.eye(3)[[kinds.index(name) for name in table["kind"]]])
write("table sides", np.array([[sides.index(name)] for name in table["side"]]))

# ---- images and labels ----

images = draw.randint(0, 256, (7, 4, 3)).astype(">u1")
labels = draw.randint(0, 5, 7).astype(">u1")
floats = draw.normal(size=(7, 2)).astype(">f4")


def idx(kind, array):
    return bytes([0, 0, kind, array.ndim]) + np.array(array.shape, ">i4").tobytes() + array.tobytes()


for name, content in {"images.gz": gzip.compress(idx(0x08, images), mtime=0), "labels.idx": idx(0x08, labels),
                      "floats.idx": idx(0x0D, floats)}.items():
    with open(f"{OUT}/{name}", "wb") as file:
        file.write(content)
write("images", images.reshape(7, 12) / 255)
write("labels", np.eye(5)[labels])
write("floats", floats.astype(float) / 3)

# ---- arrays ----

W1, W2 = draw.normal(size=(2, 3)).astype("<f4"), draw.normal(size=(3, 5))
np.savez(f"{OUT}/weights.npz", W1=np.asfortranarray(W1), W2=W2)
np.save(f"{OUT}/weights.npy", W2)
write("W1", W1)
write("W2", W2)

# ---- what is handed over in f32 ----

X, Y = draw.normal(size=(5, 2)), draw.uniform(size=(5, 1))
write("X", X)
write("Y", Y)
write("X in f32", X.astype(np.float32))
write("Y in f32", Y.astype(np.float32))
np.random.seed(4)
write("W in f32", np.random.uniform(-1, 1, (2, 1)).astype(np.float32))
write("bias in f32", np.full((1, 1), 0.1, np.float32))

with open("src/test/resources/numpy/data.txt", "w", encoding="utf-8") as file:
    file.write(f"# made by src/test/numpy/make_data.py with NumPy {np.__version__}\n")
    file.write("\n".join(lines) + "\n")
