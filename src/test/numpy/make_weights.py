"""Writes src/test/resources/numpy/weights.txt: initial weights as NumPy draws them, for InitialWeightsTests.

Run from the root of the repository: python3 src/test/numpy/make_weights.py
One line is "name = shape values"; a double is written by float.hex(), so nothing is rounded. Each initializer is written
as its documentation shows it. After each matrix follows the next random number of the stream, which tells whether as many
numbers were drawn.
"""

import numpy as np

lines = []


def write(name, values):
    values = np.asarray(values)
    shape = "x".join(str(s) for s in values.shape)
    lines.append(f"{name} = {shape} {' '.join(float(v).hex() for v in values.ravel())}")


def truncated_normal(inputs, units, mean=0.1, standard_deviation=0.7):
    W = np.empty(inputs * units)
    for i in range(W.size):
        g = np.random.normal()
        while abs(g) > 2:
            g = np.random.normal()
        W[i] = mean + standard_deviation * g
    return W.reshape(inputs, units)


def orthogonal(inputs, units, gain=1.5):
    G = np.random.normal(size=(max(inputs, units), min(inputs, units)))
    Q, R = np.linalg.qr(G)
    Q = Q * np.sign(np.diag(R))
    return gain * (Q.T if inputs < units else Q)


def within(bound):
    return lambda inputs, units: np.random.uniform(-bound(inputs, units), bound(inputs, units), (inputs, units))


def spread(deviation):
    return lambda inputs, units: np.random.normal(0, deviation(inputs, units), (inputs, units))


INITIALIZERS = {
    "uniform": lambda inputs, units: np.random.uniform(-0.3, 0.8, (inputs, units)),
    "normal": lambda inputs, units: np.random.normal(0.1, 0.7, (inputs, units)),
    "truncated_normal": truncated_normal,
    "glorot_uniform": within(lambda inputs, units: np.sqrt(6 / (inputs + units))),
    "glorot_normal": spread(lambda inputs, units: np.sqrt(2 / (inputs + units))),
    "he_uniform": within(lambda inputs, units: np.sqrt(6 / inputs)),
    "he_normal": spread(lambda inputs, units: np.sqrt(2 / inputs)),
    "lecun_uniform": within(lambda inputs, units: np.sqrt(3 / inputs)),
    "lecun_normal": spread(lambda inputs, units: np.sqrt(1 / inputs)),
    "orthogonal": orthogonal,
    "identity": lambda inputs, units: np.eye(inputs, units),
    "zeros": lambda inputs, units: np.zeros((inputs, units)),
    "ones": lambda inputs, units: np.ones((inputs, units)),
    "constant": lambda inputs, units: np.full((inputs, units), 0.3),
}

for seed, inputs, units in [(1, 5, 3), (2, 3, 5), (3, 4, 4), (4, 1, 1), (5, 1, 7), (6, 7, 1), (7, 17, 13)]:
    for name, draw in INITIALIZERS.items():
        np.random.seed(seed)
        write(f"{name} {inputs} {units} of seed {seed}", draw(inputs, units))
        write(f"after {name} {inputs} {units} of seed {seed}", [np.random.random()])

with open("src/test/resources/numpy/weights.txt", "w", encoding="utf-8") as file:
    file.write(f"# made by src/test/numpy/make_weights.py with NumPy {np.__version__}\n")
    file.write("\n".join(lines) + "\n")
