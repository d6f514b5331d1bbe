"""Writes src/test/resources/numpy/random.txt: what NumPy's legacy generator draws, for NumpyRandomTests.

Run from the root of the repository: python3 src/test/numpy/make_random.py
One line is "name = values"; a double is written by float.hex(), so nothing is rounded.
"""

import zlib

import numpy as np

lines = []


def write(name, values):
    values = np.asarray(values).ravel()
    shown = [float(v).hex() for v in values] if values.dtype.kind == "f" else [str(v) for v in values]
    lines.append(f"{name} = {' '.join(shown)}")


def checksum(values, kind):
    return zlib.crc32(np.asarray(values).astype(kind).tobytes())


for seed in (0, 1, 42, 2**32 - 1):
    np.random.seed(seed)
    write(f"random of seed {seed}", np.random.random(10))
    write(f"checksum of the next 999990 of seed {seed}", [checksum(np.random.random(999_990), "<f8")])
    write(f"random after 1000000 of seed {seed}", np.random.random(10))

    np.random.seed(seed)
    write(f"uniform -0.3 to 0.7 of seed {seed}", np.random.uniform(-0.3, 0.7, 7))
    write(f"uniform 1e-300 to 1e300 of seed {seed}", np.random.uniform(1e-300, 1e300, 7))
    write(f"uniform 3 down to -2 of seed {seed}", np.random.uniform(3, -2, 7))

    np.random.seed(seed)
    write(f"normal 0 1 of seed {seed}", np.random.normal(0, 1, 11))
    write(f"random between of seed {seed}", np.random.random(3))
    write(f"normal 0.1 2.5 of seed {seed}", np.random.normal(0.1, 2.5, 4))
    write(f"permutation between of seed {seed}", np.random.permutation(5))
    write(f"normal -3 0.01 of seed {seed}", np.random.normal(-3, 0.01, 6))
    write(f"normal with deviation 0 of seed {seed}", np.random.normal(4, 0, 3))
    write(f"random at the end of seed {seed}", np.random.random(3))

    for n in (1, 2, 10, 1000):
        np.random.seed(seed)
        write(f"permutation of {n} of seed {seed}", np.random.permutation(n))
        write(f"random after permutation of {n} of seed {seed}", np.random.random(2))
    np.random.seed(seed)
    write(f"checksum of permutation of 70000 of seed {seed}", [checksum(np.random.permutation(70_000), "<i4")])
    write(f"random after permutation of 70000 of seed {seed}", np.random.random(2))

np.random.seed(7)
write("5000 normal of seed 7", np.random.normal(size=5000))

np.random.seed(1)
write("the first weights of the tutorial", 2 * np.random.random((3, 4)) - 1)
write("the second weights of the tutorial", 2 * np.random.random((4, 1)) - 1)

with open("src/test/resources/numpy/random.txt", "w", encoding="utf-8") as out:
    out.write(f"# made by src/test/numpy/make_random.py with NumPy {np.__version__}\n")
    out.write("\n".join(lines) + "\n")
