"""The masks of a training with dropout, as NumPy draws them. Run from the project's root; it needs nothing but NumPy."""
import numpy as np

lines = ["# made by src/test/numpy/make_masks.py"]
EXAMPLES, BATCH, EPOCHS = 7, 3, 2
INPUTS = [5, 4, 3]  # of each layer
DROP = [0.4, None, 0.75]  # of each layer; the second drops nothing

for shuffle in (False, True):
    np.random.seed(17)
    for inputs, units in zip(INPUTS, INPUTS[1:] + [2]):
        np.random.uniform(-1, 1, (inputs, units))  # the weights come first
    step = 0
    for epoch in range(EPOCHS):
        if shuffle:
            np.random.permutation(EXAMPLES)
        for start in range(0, EXAMPLES, BATCH):
            n = min(BATCH, EXAMPLES - start)
            for layer, (inputs, p) in enumerate(zip(INPUTS, DROP), 1):
                if p is not None:
                    mask = np.random.random((n, inputs)) >= p
                    rows = " ".join("".join(str(int(kept)) for kept in row) for row in mask)
                    lines.append(f"{'shuffled' if shuffle else 'in order'}, step {step}, layer {layer}: {rows}")
            step += 1

with open("src/test/resources/numpy/masks.txt", "w", encoding="utf-8") as file:
    file.write("\n".join(lines) + "\n")
