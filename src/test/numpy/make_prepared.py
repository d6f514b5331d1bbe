"""Writes what NumPy holds out of iris.csv and how it scales the rest, for the tests of dev.plumbline.data.

    /usr/bin/python3 src/test/numpy/make_prepared.py

The archive iris.npz has, for a seed: the held-out rows by a share and by a stratified share, and the inputs of the
stratified training part standardized and scaled to the range from 0 to 1.
"""

import csv
import os

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..", "..")
OUT = os.path.join(HERE, "..", "resources", "numpy", "prepared")
SEED = 7
SHARE = 0.25


def held_out(n):
    return np.random.permutation(n)[: int(SHARE * n + 0.5)]


def main():
    with open(os.path.join(ROOT, "configs", "iris.csv"), newline="") as file:
        rows = list(csv.reader(file))[1:]
    x = np.array([row[:4] for row in rows], dtype=np.float64)
    species = np.array([row[4] for row in rows])
    np.random.seed(SEED)
    plain = np.sort(held_out(len(x)))
    np.random.seed(SEED)
    of_classes = []
    for name in np.unique(species):
        of_class = np.flatnonzero(species == name)
        of_classes.append(of_class[held_out(len(of_class))])
    stratified = np.sort(np.concatenate(of_classes))
    training = np.delete(x, stratified, axis=0)
    low, high = training.min(axis=0), training.max(axis=0)
    os.makedirs(OUT, exist_ok=True)
    np.savez(
        os.path.join(OUT, "iris.npz"),
        plain=plain,
        stratified=stratified,
        standardized=(training - training.mean(axis=0)) / training.std(axis=0),
        min_max=(training - low) / (high - low),
        validation_min_max=(x[stratified] - low) / (high - low),
    )


if __name__ == "__main__":
    main()
