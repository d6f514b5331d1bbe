"""What all parts of the watcher share: the copy of an array, and the functions that networks are made of."""

import bisect
import math
import re

import numpy as np

RATE = re.compile(r"(^|[._'\"])(lr|alpha|eta|learning_?rate|learn_?rate|rate|step_?size|l_rate|lrate|step)\d?(['\"\]]*)$", re.I)
LOST = 1e-9  # of a learning rate, with which nothing is trained


class NotUnderstood(Exception):
    """What the script does is no training that can be inferred."""


class UpdateNotUnderstood(NotUnderstood):
    """Only the way from the gradients to the changes of the weights is none that a network file can say."""


class Reader:
    """What reads the steps of a training, of arrays or of plain numbers.

    It has the attributes `training`, `layers`, `first_steps` and `loss`, the node of the loss; `nodes`, of all operations that
    it reads; and the methods `step(window)`, `end(window)` and `changed(step, window)`.
    """

    layer_below_changes = None  # whether weights of a layer below change, if there is one that is not trained
    passes_of_steps = {}  # how many steps compute the gradients of so many different batches, and use those of the last
    are_targets_subtracted = True  # from outputs, or these divided by them, and not multiplied, as in a hinge loss
    are_targets_deltas = False  # whether what is taken for targets has the name of a delta
    has_other_examples = False  # whether steps that seem to take one example multiply several outputs and targets
    are_means = False  # whether the deltas of each batch whose gradients a step adds are those of its own mean
    slope_of_outputs = None  # with which targets are such that a squared error has the deltas of the script
    are_outputs_left_out = False  # whether the last layer is compared without its activation then

    def take_deltas(self):
        """Whether the deltas of the outputs can be taken as they are, for a loss that is not known; targets then say them."""
        return False

    def take_ones(self):
        """Whether the first steps can be read with a column of the inputs as ones that make the bias; they then are."""
        return False


class Value:
    """A copy of an array. Two values are the same if their numbers are, also if one is the transpose of the other."""

    __slots__ = ("array", "_key", "_turned", "_squeezed")

    def __init__(self, array):
        self.array = np.array(array, dtype=np.float64)
        self._key = self._turned = self._squeezed = None

    @property
    def key(self):
        if self._key is None:
            squeezed = self.array.squeeze()
            self._key = (squeezed.shape, hash(squeezed.tobytes()))
        return self._key

    @property
    def turned(self):
        """The key of the transpose."""
        if self._turned is None:
            squeezed = self.array.squeeze()
            self._turned = self.key if squeezed.ndim != 2 else (squeezed.shape[::-1], hash(squeezed.T.tobytes()))
        return self._turned

    def same(self, value):
        return self.array.size == value.array.size and (self.key == value.key or self.key == value.turned)

    @property
    def squeezed(self):
        """Without dimensions of size 1, and where its largest number is."""
        if self._squeezed is None:
            array = self.array.squeeze()
            self._squeezed = array, np.unravel_index(np.argmax(np.abs(array)), array.shape)
        return self._squeezed

    def like(self, value):
        """Whether it is a constant times the other."""
        if self.array.size != value.array.size:
            return False
        if self.same(value):
            return True
        if self.array.size < 2:
            return False
        (x, _), (y, peak) = self.squeezed, value.squeezed
        for form, at in ((y, peak), (y.T, peak[::-1])) if y.ndim == 2 else ((y, peak),):
            if form.shape == x.shape and form.item(at) != 0:
                constant, beside = x.item(at) / form.item(at), (*at[:-1], at[-1] - 1)
                # Of most pairs, one number tells that they are not.
                is_other = constant == 0 or abs(x.item(beside) - constant * form.item(beside)) > 1e-8 * abs(x.item(at))
                if not is_other and np.max(np.abs(x - constant * form)) <= 1e-9 * np.max(np.abs(x)):
                    return True
        return False

    @property
    def size(self):
        return self.array.size


class Multiples:
    """Values, found by their numbers up to a constant factor, also transposed."""

    def __init__(self, values):
        self.values, self.signatures, self.places = values, {}, {}
        sizes = {}
        for at, value in enumerate(values):
            sizes.setdefault(value.size, []).append((self.signature(value), at))
        for size, found in sizes.items():
            found.sort()
            self.signatures[size], self.places[size] = [each for each, _ in found], [at for _, at in found]

    @staticmethod
    def signature(value):
        """A number that neither a factor nor transposing changes, except for its last digits."""
        sizes = np.abs(value.array)
        largest = sizes.max(initial=0.0)
        return float(sizes.sum() / largest) if 0 < largest < math.inf else 0.0

    def like(self, value):
        """The places of the values that are a constant times this one, in order."""
        signatures, signature = self.signatures.get(value.size, []), self.signature(value)
        width = 1e-8 * value.size
        near = self.places.get(value.size, [])[bisect.bisect_left(signatures, signature - width) : bisect.bisect_right(signatures, signature + width)]
        return sorted(at for at in near if self.values[at].like(value))


def forms(array):
    """The matrices that an array may stand for."""
    if array.ndim == 2:
        return [array, array.T]
    flat = array.reshape(-1)
    return [flat.reshape(1, -1), flat.reshape(-1, 1)]


def close(actual, expected, digits=1e-9):
    if actual.shape != expected.shape:
        return False
    with np.errstate(all="ignore"):
        scale = np.abs(expected).max(initial=0.0)
        difference = np.abs(actual - expected).max(initial=0.0)
        if not math.isfinite(difference):  # where both are infinite, or one is
            difference = np.nanmax(np.abs(actual - expected), initial=0.0)
            if not np.all(np.isfinite(actual) == np.isfinite(expected)):
                return False
        return bool(difference <= digits * max(scale, 1e-300))


def sigmoid(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


ACTIVATIONS = {
    "sigmoid": sigmoid,
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0),
    "softmax": softmax,
    "identity": lambda z: z,
    "elu": lambda z: np.where(z >= 0, z, np.expm1(np.minimum(z, 0))),
    "softplus": lambda z: np.logaddexp(0, z),
    "softsign": lambda z: z / (1 + np.abs(z)),
    "swish": lambda z: z * sigmoid(z),
}
SLOPES = {
    "sigmoid": lambda z, a: a * (1 - a),
    "tanh": lambda z, a: 1 - a * a,
    "relu": lambda z, a: (z > 0) * 1.0,
    "identity": lambda z, a: np.ones_like(z),
    "elu": lambda z, a: np.where(z >= 0, 1, a + 1),
    "softplus": lambda z, a: sigmoid(z),
    "softsign": lambda z, a: 1 / (1 + np.abs(z)) ** 2,
    "swish": lambda z, a: sigmoid(z) * (1 + z * (1 - sigmoid(z))),
}
LEAKY_SLOPES = (0.01, 0.1, 0.2)  # of names alone


def leaky(alpha):
    """The word of a leaky rectifier with this slope, which is known then."""
    word = "{ leaky_relu: { alpha: %.9g } }" % alpha
    ACTIVATIONS[word] = lambda z: np.where(z >= 0, z, alpha * z)
    SLOPES[word] = lambda z, a: np.where(z >= 0, 1, alpha)
    return word


def shown_leaky(a, z, digits=1e-9):
    """The word of the leaky rectifier that makes activations of pre-activations; None if there is none."""
    below = z < 0
    if not np.any(below) or np.all(below) or not close(a[~below], z[~below], digits):
        return None
    alpha = float("%.9g" % np.median(a[below] / z[below]))
    return leaky(alpha) if 0 < alpha < 1 and close(a[below], alpha * z[below], digits) else None


for _alpha in LEAKY_SLOPES:
    leaky(_alpha)
