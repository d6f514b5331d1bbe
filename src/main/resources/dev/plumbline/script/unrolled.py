"""All weights of a network unrolled into one vector, as a general minimizer takes them: which parts of it are arrays of their own."""

import numpy as np

from values import Value

MOST_PARTS = 64  # of a vector


class Unrolled:
    """The parts of vectors that the operands of products and sums are views of. A change of the vector is a change of each part."""

    def __init__(self):
        self.parts = {}  # by the size of the vector: where a part that is in no other part begins and ends, and its shape

    def note(self, array):
        """Takes note of an operand that is a part of a larger vector."""
        vector = getattr(array, "base", None)
        if not isinstance(vector, np.ndarray) or vector.ndim != 1 or not 0 < array.size < vector.size or array.dtype != vector.dtype:
            return
        if vector.flags.c_contiguous and (array.flags.c_contiguous or array.flags.f_contiguous):
            begin = (array.__array_interface__["data"][0] - vector.__array_interface__["data"][0]) // vector.itemsize
            own, found = (begin, begin + array.size), self.parts.setdefault(vector.size, {})
            # Weights without the column of a bias are no part beside those with it.
            if len(found) < MOST_PARTS and not any(lies_in(own, other) for other in found):
                for other in [each for each in found if lies_in(each, own)]:
                    del found[other]
                # A transposed one is the same part.
                found[own] = array.shape if array.flags.c_contiguous else array.shape[::-1]

    def changes(self, kind, operands, result):
        """Of a sum or a difference of vectors, or of a change of one in place: the operands and the result of each part."""
        if kind not in ("+", "-", "update") or result.array.ndim != 1 or result.size not in self.parts:
            return
        for (begin, end), shape in self.parts[result.size].items():

            def part(value):
                is_whole = value is not None and value.array.shape == result.array.shape
                return Value(value.array[begin:end].reshape(shape)) if is_whole else value

            yield list(map(part, operands)), part(result)


def lies_in(part, other):
    return other[0] <= part[0] and part[1] <= other[1]
