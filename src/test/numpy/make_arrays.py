"""Writes the arrays that the tests of dev.plumbline.data read, by NumPy itself.

    /usr/bin/python3 src/test/numpy/make_arrays.py

An array holds, at position i in C order: (i - 5) / 4 for floats, i - 5 for signed and i for unsigned
integers, i odd for truth values. The tests know the same formulas.
"""

import os

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "resources", "numpy", "arrays")

DTYPES = ["f8", "f4", "f2", "i8", "i4", "i2", "i1", "u8", "u4", "u2", "u1", "b1"]


def values(shape, kind):
    i = np.arange(int(np.prod(shape)), dtype=np.float64).reshape(shape)
    return {"f": (i - 5) / 4, "i": i - 5, "u": i, "b": i % 2}[kind]


def save(name, array, version=None):
    with open(os.path.join(OUT, name + ".npy"), "wb") as file:
        np.lib.format.write_array(file, array, version=version)


def main():
    os.makedirs(OUT, exist_ok=True)
    for code in DTYPES:
        for order, word in (("<", "little"), (">", "big")):
            array = values((2, 3, 4), code[0]).astype(order + code)
            save(f"{code}-{word}-c", array)
            save(f"{code}-{word}-fortran", np.asfortranarray(array))
    for dimensions, shape in enumerate([(), (5,), (3, 4), (2, 3, 4), (2, 2, 3, 2)]):
        save(f"{dimensions}d", values(shape, "f"))
    save("empty", np.zeros((0, 4)))
    for version in (1, 2, 3):
        save(f"version-{version}", values((3, 4), "f"), (version, 0))
    save("limits-i8", np.array([-(2**63), -(2**53), 2**53, 2**62], dtype="<i8"))
    save("limits-u8", np.array([0, 2**53, 2**63, 2**64 - 2048], dtype="<u8"))
    save("inexact-i8", np.array([1, 2**53 + 1], dtype="<i8"))
    save("inexact-u8", np.array([1, 2**64 - 1], dtype="<u8"))
    save("limits-f2", np.array([0.0, -0.0, 2**-24, 2**-14, 1 / 3, 65504, np.inf, -np.inf, np.nan], dtype="<f2"))
    save("objects", np.array([{"a": 1}, None], dtype=object))
    save("structured", np.zeros(3, dtype=[("x", "<f8"), ("y", "<i4")]))
    save("complex", np.zeros(3, dtype="<c16"))
    save("texts", np.array(["a", "bc"]))
    save("dates", np.array(["2020-01-01"], dtype="datetime64[D]"))
    xor = {"inputs": np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype="<f4"), "targets": np.array([0, 1, 1, 0])}
    np.savez(os.path.join(OUT, "xor.npz"), **xor)
    np.savez_compressed(os.path.join(OUT, "xor-compressed.npz"), **xor)


if __name__ == "__main__":
    main()
