"""The losses, and the right gradients of a step from its own activations and weights."""

import numpy as np

from names import Names
from values import ACTIVATIONS, SLOPES, close

HALF, SQUARED, MEAN_SQUARED = "half_squared_error", "squared_error", "mean_squared_error"
ABSOLUTE, MEAN_ABSOLUTE = "absolute_error", "mean_absolute_error"
HUBER, MEAN_HUBER = "huber", "mean_huber"
BINARY, CATEGORICAL = "binary_cross_entropy", "categorical_cross_entropy"
HINGE, SQUARED_HINGE = "hinge", "squared_hinge"  # of targets of -1 and 1, by which outputs are multiplied
OWN = "the script's own deltas"  # in place of those of a loss
# Of k outputs; losses with the same gradient but for a constant are a family.
FACTORS = {
    HALF: lambda k: 1.0, SQUARED: lambda k: 2.0, MEAN_SQUARED: lambda k: 2.0 / k,
    ABSOLUTE: lambda k: 1.0, MEAN_ABSOLUTE: lambda k: 1.0 / k, HUBER: lambda k: 1.0, MEAN_HUBER: lambda k: 1.0 / k,
    BINARY: lambda k: 1.0, CATEGORICAL: lambda k: 1.0, HINGE: lambda k: 1.0, SQUARED_HINGE: lambda k: 2.0,
}
FAMILIES = {HALF: [SQUARED, MEAN_SQUARED], ABSOLUTE: [MEAN_ABSOLUTE], HUBER: [MEAN_HUBER]}


def family(word):
    """The loss whose gradient is a constant times that of a loss."""
    return next((first for first, others in FAMILIES.items() if word in others), word)


def losses(a, y, huber=None, has_margins=False):
    """The loss of each example, by its name; that of Huber if it is known where it turns linear, and those of margins where outputs and
    targets are multiplied."""
    result = {}
    with np.errstate(all="ignore"):
        if has_margins:  # before the losses that are the same as long as no margin is reached
            slack = np.maximum(0, 1 - y * a)
            result = {HINGE: slack.sum(axis=1), SQUARED_HINGE: (slack**2).sum(axis=1)}
        if huber is not None:
            near = np.minimum(np.abs(a - y), huber)
            each = near * (np.abs(a - y) - near / 2)
            result.update({HUBER: each.sum(axis=1), MEAN_HUBER: each.mean(axis=1)})
        result.update({
            HALF: 0.5 * ((a - y) ** 2).sum(axis=1),
            SQUARED: ((a - y) ** 2).sum(axis=1),
            MEAN_SQUARED: ((a - y) ** 2).mean(axis=1),
            ABSOLUTE: np.abs(a - y).sum(axis=1),
            MEAN_ABSOLUTE: np.abs(a - y).mean(axis=1),
            BINARY: -(y * np.log(a) + (1 - y) * np.log(1 - a)).sum(axis=1),
            CATEGORICAL: -np.where(y == 0, 0, y * np.log(a)).sum(axis=1),
        })
    return result


class RightGradients(Names):
    """The right gradients of the steps of a network, as they may be clipped."""

    def __init__(self, network, roles):
        super().__init__(network)
        self.roles, self.layers, self.steps = roles, roles.layers, roles.first_steps
        self.huber = None  # where Huber's loss turns linear, if the script has it
        targets = np.concatenate([each.y for each in self.steps if each.y is not None] or [np.zeros((1, 1))])
        self.is_loss_of_margins = not roles.are_targets_subtracted and bool(np.all(np.abs(targets) == 1))  # which are outputs times targets of -1 and 1
        self.has_margins = self.is_loss_of_margins and self.speaks_of_hinge(network.watcher.nodes[roles.targets[0]].text)  # whether losses may be those of a hinge
        self.weights = network.weights  # by which the losses of examples are multiplied, by their targets; None if they are not
        self.has_other_delta = False  # whether it computes this loss, and deltas of its outputs that are others
        self.clip = None  # how gradients are clipped, the threshold, and what is added to a norm
        self.own_factor = 1.0  # between the script's own deltas and those of its optimizer
        self.of_first_steps = {}  # those that were computed already

    def losses(self, step):
        """The loss of each example of a step, by its name."""
        return {word: values * self.weights_of(step.y) for word, values in losses(step.A[-1], step.y, self.huber, self.has_margins).items()}

    def weights_of(self, targets):
        """The weights of examples; NaN for targets of which they are not known."""
        if self.weights is None:
            return np.ones(len(targets))
        return np.array([self.weights.get(tuple(each), np.nan) for each in targets.tolist()])

    def delta(self, word, step):
        """The right delta of the outputs, of each example."""
        a, z = step.A[-1], step.Z[-1]
        if a is None or step.y is None:
            return None
        activation = self.layers[-1].activation
        delta = a - step.y
        if family(word) == ABSOLUTE:
            delta = np.sign(delta)
        elif family(word) == HUBER:
            if self.huber is None:
                return None
            delta = np.clip(delta, -self.huber, self.huber)
        elif word in (HINGE, SQUARED_HINGE):
            slack = 1 - step.y * a
            delta = -step.y * (slack > 0) * (1 if word == HINGE else slack)
        if word not in (BINARY, CATEGORICAL):
            if activation == "softmax":
                delta = a * (delta - (a * delta).sum(axis=1, keepdims=True))
            else:
                delta = delta * SLOPES[activation](z, a)
        elif word == BINARY and activation != "sigmoid" or word == CATEGORICAL and activation != "softmax":
            return None
        return delta * FACTORS[word](a.shape[1]) * self.weights_of(step.y)[:, None]

    def gradients(self, word, reduction, step):
        """The right gradients of a loss, from the step's own activations and weights."""
        if word == OWN:
            return self.clipped(self.own_gradients(step))
        last = len(self.layers) - 1
        delta = None if step.y is None or step.A[last] is None else self.delta(word, step)
        if delta is None:
            return None
        delta = delta / (len(step.X) if reduction == "mean" else 1)
        found = []
        for i in range(last, -1, -1):
            inputs = step.X if i == 0 else step.A[i - 1]
            found.append((inputs.T @ delta, delta.sum(axis=0)))
            if i > 0:
                delta = self.delta_below(i, delta, step)
                if delta is None:
                    return None
        return self.clipped(found[::-1])

    def delta_below(self, i, delta, step):
        """The right delta of the layer before a layer, from that of the layer; None if its activation has no known slope."""
        word, a = self.layers[i - 1].activation, step.A[i - 1]
        slope = SLOPES.get(word)
        if slope is None:
            return None
        delta = delta @ step.W[i].T
        if i - 1 in step.masks:
            delta, a = delta * step.masks[i - 1] / self.layers[i - 1].keep, ACTIVATIONS[word](step.Z[i - 1])
        return delta * slope(step.Z[i - 1], a)

    @property
    def has_other_hidden_deltas(self):
        """Whether a hidden layer's delta in the first step does not follow from the delta of the layer after it."""
        step = self.steps[0]
        for i in range(1, len(self.layers)):
            is_seen = step.dZ[i] is not None and step.dZ[i - 1] is not None and step.Z[i - 1] is not None and step.A[i - 1] is not None
            right = self.delta_below(i, step.dZ[i], step) if is_seen else None
            if right is not None and not close(right, step.dZ[i - 1], self.digits):
                return True
        return False

    def own_gradients(self, step):
        """The gradients of the script's own deltas; 0 where these are not known."""
        pairs = []
        for layer, inputs, delta, W in zip(self.layers, [step.X, *step.A], step.dZ, step.W):
            delta = np.zeros((len(step.X), layer.units)) if delta is None or inputs is None else self.own_factor * delta
            pairs.append((np.zeros_like(W) if inputs is None else inputs.T @ delta, delta.sum(axis=0)))
        return pairs

    def clipped(self, pairs):
        """The gradients of all layers after the clipping that was found."""
        if self.clip is None:
            return pairs
        kind, threshold, epsilon = self.clip
        if kind == "value":
            return [tuple(np.clip(g, -threshold, threshold) for g in pair) for pair in pairs]
        if kind == "network":
            norm = np.sqrt(sum(float((g * g).sum()) for layer, pair in zip(self.layers, pairs) for g in pair[: 1 + layer.is_biased]))
            return [tuple(g * min(1.0, threshold / max(norm + epsilon, 1e-300)) for g in pair) for pair in pairs]
        result = []
        for layer, pair in zip(self.layers, pairs):
            squares = [float((g * g).sum()) for g in pair]
            if kind == "layer":
                squares = [squares[0] + (squares[1] if layer.is_biased else 0.0)] * 2
            result.append(tuple(g * min(1.0, threshold / max(np.sqrt(s) + epsilon, 1e-300)) for g, s in zip(pair, squares)))
        return result

    def tensors(self, step):
        """The weights and biases of a step in one list."""
        return self.flat(list(zip(step.W, step.b)))

    def flat(self, pairs):
        """The tensors of W and b of all layers in one list, without biases that do not exist."""
        return [t for layer, pair in zip(self.layers, pairs) for t in (pair if layer.is_biased else pair[:1])]

    def by_layers(self, values):
        """The values of the weights, and of the bias if there is one, of each layer."""
        left = iter(values)
        return [[next(left) for _ in range(1 + layer.is_biased)] for layer in self.layers]

    def of_steps(self, word, reduction, count):
        """The right gradients of the first steps, of each the tensors of all layers in one list; None if these are not known."""
        key = word, reduction, count, self.clip, self.own_factor
        if key not in self.of_first_steps:
            pairs = [self.gradients(word, reduction, each) for each in self.steps[:count]]
            self.of_first_steps[key] = None if None in pairs else [self.flat(each) for each in pairs]
        return self.of_first_steps[key]

    def changes_any(self, word, reduction, count):
        """Whether the clipping changes any gradient of the first steps."""
        clip, flat = self.clip, self.of_steps(word, reduction, count)
        self.clip = None
        whole = self.of_steps(word, reduction, count)
        self.clip = clip
        return any(not np.array_equal(g, w) for pair in zip(flat, whole) for g, w in zip(*pair))
