"""Finds the loss, its reduction and the optimizer of a training, from its first steps."""

import ast
import copy
import functools
import re
import textwrap
from itertools import product

import numpy as np

from classweights import ClassWeights, weights_of_targets
from fitting import PLAIN
from gradients import ABSOLUTE, BINARY, CATEGORICAL, FACTORS, FAMILIES, HALF, HINGE, HUBER, MEAN_HUBER, MEAN_SQUARED, OWN, SQUARED, SQUARED_HINGE, family
from rules import are_equal, constant_of
from values import SLOPES, NotUnderstood, UpdateNotUnderstood, close

MOST_LINES = 8  # of a note
KINDS = ("network", "value", "layer", "tensor")  # of clipping
OF_ENTROPY = "The delta of the output is a - y, so the loss is taken for the binary cross-entropy."
DECAYS_AFTER = "its weights decay after their update, which no network file can say"
RATE_OF_BIAS = "weights and biases of one layer have other learning rates, which no network file can say"
CLIPS = "it clips gradients"
EPSILON_INSIDE = "its optimizer adds epsilon inside the root, as Keras does; that of network files is outside"
PENALTY_OF_LAYERS = "its loss has a penalty of the weights of some layers alone"
RANGES = {"sigmoid": (0, 1), "tanh": (-1, 1), "softmax": (0, 1)}  # of outputs
RULE_OF_BIAS = "its weights have an optimizer, and its biases plain gradient descent, which no network file can say"
OF_RULE = re.compile(r"veloc|vel_|_vel|moment|\bmu\b|prev|beta|gamma|sqrt|\b[mvs]_?d?[bB]")  # of a text that speaks of an optimizer
EXPLAINED = (RATE_OF_BIAS, RULE_OF_BIAS)  # why no network file can say updates that follow from right gradients
HIDDEN_WEIGHTS = "the losses of its examples seem to have weights, and no deltas of the outputs show these"
OTHER_LOSS = "the deltas of its outputs are another function of a - y than those of the losses that are known"
LOSS = re.compile(r"^(?!.*(delta|grad|deriv|prime)).*(loss|cost|entropy|^J$|mse)", re.I)  # the name of a loss
LOSS_TEXT = re.compile(r"\b(?!\w*(delta|grad|deriv|prime))\w*(loss|cost|bce|nll)", re.I)  # the statement that computes one, and not its derivative
SQUARES, LOGS = re.compile(r"\*\* ?2\b|square\("), re.compile(r"\blog\(|log1p\(|logaddexp\(")
LOSS_NAMES = re.compile(r"huber|smooth_?l1|log_?cosh|quantile_?loss|pinball|hinge", re.I)
FEWEST_FOLLOWED = 2  # tensors that right gradients explain, such as the weights and the bias of the last layer
FEWEST_TARGETS = 10  # different ones: of two classes, a - y says what a is, and any delta is a function of it


def settled(network, reader):
    """The settings with which right gradients explain the first steps, if there are any."""
    others = {layer.ones for layer in reader.layers[1:]}
    if others in ({1}, {-1}) and reader.take_ones():  # all other layers have their bias so
        return Settings(network, reader)
    settings = Settings(network, reader)
    if not settings.is_exact and reader.take_ones():
        with_bias = Settings(network, reader)
        if with_bias.is_exact:
            return with_bias
        reader.with_ones(0)
    return settings


class Settings(ClassWeights):
    """What the network file says of the training."""

    def __init__(self, network, roles, are_of_gradients=False):
        """Finds them; of the gradients alone, the loss and its reduction."""
        super().__init__(network, roles)
        self.assumed = []
        self.is_guessed = False  # whether they are not those of right gradients
        self.has_unknown_optimizer = False  # whether gradients are right, and no optimizer that is known makes the updates of them
        self.score = 0.0
        self.is_exact = False  # whether right gradients explain all changes of the first steps
        self.is_followed = False  # whether they explain some of them
        self.stated = None  # the penalty in the loss that the script computes, and its sum or mean, if its updates do not show them
        self.alternatives = []  # all ways to clip, and losses, that explain the first steps
        self.may_clip = False  # whether the script seems to clip them
        self.is_loss_of_both = False  # whether the script computes both the sum and the mean of its loss
        self.is_named_loss_of_both = False
        self.is_half = False  # whether the script's deltas are half of those of its loss
        self.is_own = False  # whether the optimizer is followed with these
        self.missing = None  # of what the script speaks, and what its updates do not have, as a note
        self.other_loss = None  # that the script computes a cross-entropy and its updates are those of another loss, as a note
        self.lacks = []  # the penalties that the script computes for its loss, if its updates have none
        self.unlike = []  # the weights and biases whose gradients are not right, if only these are compared
        if network.takes_deltas and not self.takes_deltas:
            self.take_deltas()
        with np.errstate(all="ignore"):
            if not roles.are_means and self.adds_means():
                self.steps, self.of_first_steps = roles.take_means(), {}
            if not are_of_gradients:
                if self.has_other_targets():
                    self.take_deltas()
                self.find()
            else:
                self.find_loss()
                self.compare_gradients()

    def has_other_targets(self):
        """Whether what seems to be the targets of a softmax is no distribution, and its deltas are those of others that are, such as of smoothed
        labels."""
        if self.takes_deltas or self.network.is_trial or self.layers[-1].activation != "softmax":
            return False
        found = [each for each in self.steps if each.has_error and each.dZ[-1] is not None]
        if not found or all(is_distribution(each.y) or np.all(each.y == np.round(each.y)) for each in found):
            return False
        return any(all(is_distribution(each.A[-1] - (len(each.X) if is_mean else 1) * each.dZ[-1]) for each in found) for is_mean in (True, False))

    def clippings(self):
        """Each way to clip gradients with a number of the script: the kind, the threshold, and what is added to a norm."""
        named = [value for name, value in self.numbers if re.search(r"clip|norm|thr|max|limit|bound|theta|^c$", name, re.I)]
        stated = [value for value in named if value in self.written]  # `norm` itself is none
        for threshold in dict.fromkeys(each for each in stated or named + self.written if 0 < each <= 1e4):
            for kind in KINDS:
                for epsilon in (0.0,) if kind == "value" else self.added_to_norms():
                    yield kind, threshold, epsilon

    def observe_steps(self):
        """The steps with outputs and targets, after a look at the loss that the script computes of them."""
        steps = [each for each in self.steps if each.has_error]
        if self.may_have_weights:
            self.find_weights_of_loss(steps)
        # A cross-entropy that is computed of other numbers than those of a step.
        is_binary = self.layers[-1].activation == "sigmoid" and re.search(r"log\(1(\.0?)? *-", self.text)
        self.said = BINARY if is_binary else self.said_hinge(steps) if self.has_margins else None
        # As long as no margin is reached, the squared hinge loss is the squared error.
        self.observed = self.observe(steps, (HINGE, SQUARED_HINGE) if self.has_margins else tuple(FACTORS))
        if self.observed and self.is_metric(steps):
            self.observed = None
        if not self.takes_deltas:
            self.find_huber(steps)
        return steps

    def said_hinge(self, steps):
        """Which loss of margins the script has the deltas of, if it computes none that is known."""
        is_squared = bool(steps) and all(self.has_delta(each, SQUARED_HINGE, "sum", False) for each in steps)
        return SQUARED_HINGE if is_squared else HINGE

    def is_metric(self, steps):
        """Whether the number that is observed is only to look at: a mean of absolute errors, or the error of a single output itself, that is not
        called a loss, and whose delta the script has not, or has by a constant for each step."""
        word, _, _, is_named = self.observed
        if word != ABSOLUTE or is_named or "sign(" in self.text:
            return False
        return all(each.A[-1].size == 1 for each in steps) or not all(self.has_delta(each, word, "sum", False) for each in steps)

    def find_huber(self, steps):
        """Finds where Huber's loss turns linear: such that the script computes it, or has its deltas."""
        largest = max((float(np.max(np.abs(each.A[-1] - each.y))) for each in steps if each.A[-1] is not None), default=0.0)
        options = sorted(self.huber_deltas() if steps else [], key=lambda each: each > largest)  # where nothing is linear, any will do
        for self.huber in options:
            observed = self.observe(steps, (HUBER, MEAN_HUBER))
            if observed:
                self.observed = observed
                self.has_other_delta = all(each.dZ[-1] is not None for each in steps) and not self.have_huber_delta(steps)
                return
        for self.huber in options:
            if self.huber < largest and self.have_huber_delta(steps):
                return
        self.huber = None

    def have_huber_delta(self, steps):
        """Whether the deltas of the outputs are those of Huber's loss, or have the other sign."""
        ways = product((HUBER, MEAN_HUBER), ("sum", "mean"), (True,), (1, -1))
        return any(all(self.has_delta(each, *way) for each in steps) for way in ways)

    def likely_losses(self):
        activation = self.layers[-1].activation
        if self.takes_deltas:
            return [HALF]  # of which the pseudo-targets have these deltas
        if self.huber is not None:
            return [HUBER]
        if self.has_margins:
            return [self.observed[0] if self.observed else self.said]
        steps = [each for each in self.steps if each.has_error]
        # Where all outputs are alike, as with weights of 0, the deltas of different losses are a constant times each other.
        if self.observed and (self.observed[3] or len(steps) > 1 and all(self.has_delta(each, self.observed[0], "sum", False) for each in steps)):
            return [family(self.observed[0])]
        if self.said and not self.observed:
            return [self.said]
        return {"softmax": [CATEGORICAL, HALF], "sigmoid": [HALF, BINARY, ABSOLUTE]}.get(activation, [HALF, ABSOLUTE])

    def find_loss(self):
        """The loss of which the script has the delta, at most but for a constant, or that it computes and calls so."""
        steps = self.observe_steps()
        if self.may_have_weights:
            self.find_weights(steps)
        self.updates, self.optimizer = [], ("sgd", {"learning_rate": 1.0})
        words = self.likely_losses()
        words = ([self.observed[0]] if self.observed else []) + words + [each for word in words for each in FAMILIES.get(word, ())]
        for is_exact in (True, False):
            for word in words:
                for reduction in ("mean", "sum") if is_exact else (self.own_reduction(word),):
                    if steps and all(self.has_delta(each, word, reduction, is_exact) for each in steps):
                        # The division by the number of examples may also be left to the gradient.
                        self.loss, self.reduction = word, reduction if self.steps[0].dW[-1] is None else self.own_reduction(word)
                        return
        if self.observed and self.observed[3]:
            self.loss, self.reduction = self.observed[0], self.own_reduction(self.observed[0])

    def adds_means(self):
        """Whether the batches whose gradients a step adds have deltas of means of their own, and not of the mean of all."""
        for step in self.steps:
            parts = getattr(step, "chosen", ())
            sizes = {each.examples for each in parts}
            if len(parts) > 1 and len(sizes) == 1 and sizes != {1} and step.dZ[-1] is not None:
                self.observe_steps()
                rights = [self.delta(each, step) for word in self.likely_losses() for each in (word, *FAMILIES.get(word, ()))]
                rights = [each / len(step.X) for each in rights if each is not None]
                is_of_all = any(close(step.dZ[-1], each, self.digits) for each in rights)
                return not is_of_all and any(close(step.dZ[-1], each * len(parts), self.digits) for each in rights)
        return False

    def has_delta(self, step, word, reduction, is_exact, sign=1):
        """Whether a step's own delta of the outputs is that of a loss with a sign, or a constant times it."""
        own, delta = step.dZ[-1], self.delta(word, step)
        if own is None or delta is None:
            return False
        delta = delta / (len(step.X) if reduction == "mean" else 1)
        return close(sign * own, delta if is_exact else constant_of(own, (0.0, delta)) * delta, self.digits)

    def has_delta_of_other_loss(self):
        """Whether the deltas of the outputs, with or without the slope of the activation, are a growing function of a - y that is no
        constant times it, such as those of Huber's loss, or a - y with weights of the classes; or whether the script names such a loss."""
        size = len(self.steps[0].X)
        steps = [each for each in self.steps if each.has_error and each.dZ[-1] is not None and len(each.X) == size]
        if not steps or self.network.is_trial or self.huber is not None or self.has_margins or self.weights is not None:
            return False
        if self.is_loss_of_margins and not self.observed:
            return True
        if self.names_other_loss():
            return True  # right or wrong, they are not those of a squared error, though the first steps may look so
        if self.roles.are_targets_deltas or self.layers[-1].activation == "identity" and all(is_of_rates(each, self.digits) for each in steps):
            return True
        if self.observed and self.observed[3]:
            return False
        if all(each.dZ[-1].size == 1 for each in steps) and any(weights_of_targets(steps, each) for each in self.plain_deltas(steps)):
            return True  # a single number is always a constant times another
        if any(all(self.has_delta(each, word, "sum", False) for each in steps) for word in FACTORS):
            return False
        errors, deltas = np.concatenate([each.A[-1] - each.y for each in steps]), self.plain_deltas(steps)
        if any(weights_of_targets(steps, each) or weights_of_targets(steps, each, of_outputs=True) for each in deltas):
            return True
        has_few = len(np.unique(np.concatenate([each.y for each in steps]))) < FEWEST_TARGETS
        return not has_few and any(is_growing(errors.reshape(-1), each.reshape(-1)) for each in deltas)

    def names_other_loss(self):
        """Whether a function or variable is named after a loss that is not recognized in scripts, such as Huber's."""
        names = (getattr(tree, kind, None) for tree in self.trees for kind in ("id", "attr", "name", "arg"))
        return any(isinstance(name, str) and LOSS_NAMES.search(name) for name in names)

    @property
    def text_of_loss(self):
        """The loss and its reduction, for people."""
        loss = f"{self.loss}, delta {self.huber:g}" if family(self.loss) == HUBER else self.loss
        way = "the sum over the examples" if self.reduction == "sum" else "the mean over the examples"
        return f"{loss}, {way}" + ("" if self.weights is None else f", times {self.weights_of_file()}")

    @property
    def lacks_penalty(self):
        """Whether the script names a penalty, and its updates have none."""
        return bool(self.said_penalty()) and not self.penalty

    @property
    def takes_deltas(self):
        """Whether the loss is not known, so that the deltas of the outputs are taken as they are."""
        return self.roles.slope_of_outputs is not None

    @property
    def has_guessed_outputs(self):
        """Whether the outputs and their deltas fit no activation and no loss, or the targets no such outputs, so that both are guessed."""
        return self.is_guessed and (self.observed is None and self.layers[-1].activation == "identity" or self.cannot_reach)

    @property
    def has_guessed_loss(self):
        """Whether the script computes no loss that is known, and has not the delta of the one that is taken for its loss."""
        step = next((each for each in self.steps if each.has_error), None)
        is_open = self.is_guessed and self.observed is None and not self.takes_deltas and step is not None and step.dZ[-1] is not None
        return is_open and not any(self.has_delta(step, self.loss, "sum", False, sign) for sign in (1, -1))

    @property
    def cannot_reach(self):
        """Whether some targets are none that the outputs can be near to."""
        least, largest = RANGES.get(self.layers[-1].activation, (-np.inf, np.inf))
        targets = self.steps[0].y
        return targets is not None and bool(np.any((targets < least) | (targets > largest)))

    def take_deltas(self):
        """Takes the deltas of the outputs as they are."""
        if not self.roles.take_deltas():
            raise NotUnderstood(OTHER_LOSS)  # gradients would be compared with those of a loss that it has not
        self.steps, self.of_first_steps = self.roles.first_steps, {}

    def compare_gradients(self):
        """Finds which of the script's own gradients are not the right ones, but for the sign and the mean."""
        names = self.names_of_tensors()
        steps = [each for each in self.steps if each.has_error]
        self.score, self.unlike = -1.0, names
        for reduction in ("mean", "sum"):
            right = [self.gradients(self.loss, reduction, each) for each in steps]
            for sign in (1, -1) if steps and None not in right else ():
                pairs = [zip(self.flat(self.shown_gradients(step)), self.flat(each)) for step, each in zip(steps, right)]
                unlike = [name for name, *shown in zip(names, *pairs) if not all(close(sign * own, g, self.digits) for own, g in shown)]
                if len(names) - len(unlike) > self.score:
                    self.score, self.unlike = float(len(names) - len(unlike)), unlike
        self.is_exact = not self.unlike

    @property
    def shows_gradients(self):
        """Whether the first steps have the gradients of all layers, or their deltas."""
        return all(dW is not None or dZ is not None for step in self.steps for dW, dZ in zip(step.dW, step.dZ))

    @property
    def has_mixed_signs(self):
        """Whether some of the script's own gradients have the sign of right ones, and others have not."""
        signs = set()
        for step in self.steps:
            right = self.gradients(self.loss, self.reduction, step)
            pairs = zip(self.flat(list(zip(step.dW, step.db))), self.flat(right)) if right is not None else ()
            products = [(np.vdot(own, g), np.linalg.norm(own) * np.linalg.norm(g)) for own, g in pairs if own is not None and np.shape(own) == np.shape(g)]
            signs.update(float(np.sign(product)) for product, size in products if abs(product) > (1 - 1e-6) * size > 0)
        return {-1.0, 1.0} <= signs

    def shown_gradients(self, step):
        """The gradients as the script computes them, or as its own deltas show them."""
        pairs = zip(step.dW, step.db, self.own_gradients(step))
        return [(w if dW is None else dW, b if db is None else db) for dW, db, (w, b) in pairs]

    def find(self):
        steps = self.observe_steps()
        tensors = [self.tensors(each) for each in self.steps]
        finite = next((i for i, each in enumerate(tensors) if not all(np.all(np.isfinite(t)) for t in each)), len(tensors))
        self.values = tensors[:finite]  # later ones show nothing
        if not steps or finite < 2:
            self.assume()
            return
        self.updates = [[w - v for w, v in zip(now, then)] for now, then in zip(self.values, self.values[1:])]
        if not any(np.any(each) for update in self.updates for each in update):
            raise UpdateNotUnderstood("its first updates change no weight, as those of a learning rate of 0")
        words, subtracted = self.likely_losses(), None
        others = [each for word in words for each in FAMILIES.get(word, ())]
        self.may_clip = self.clips()
        if self.network.expected is not None:
            best = self.best_as_expected(*self.network.expected)
        else:
            best = self.best(words, others)
            stated = self.stated_penalties(words + others)
            if stated or not self.is_all(best):
                best = self.best_with_penalty(words + others, best, stated)
            if not self.is_all(best):
                best = self.best_with_rates_of_layers(words + others) or best
            if not self.is_all(best) and not stated:
                best = self.best_with_written_penalty(words + others, best) or best
            if not self.is_all(best) and self.has_epsilon_inside(words + others):
                raise UpdateNotUnderstood(EPSILON_INSIDE)
            if not self.network.is_trial and not self.is_all(best) and self.has_plain_biases():
                raise UpdateNotUnderstood(RULE_OF_BIAS)
            subtracted = None if self.network.is_trial or self.is_all(best) else self.best_with_other_sign(words + others, best)
            best = subtracted or best
            if not self.is_all(best) and not self.network.is_trial and self.states_penalty_of_layers(words + others):
                raise UpdateNotUnderstood(PENALTY_OF_LAYERS)
            if stated and not self.is_all(best):
                self.assumed.append("The penalty is the one in the loss that the script computes.")
                self.stated = stated[0]
            if self.names_weights and not self.takes_deltas and self.has_weighted_means(steps):
                self.weights = None
                self.take_deltas()
                self.find()
                return
            if self.may_have_weights and not self.is_all(best):
                if self.find_weights(steps):
                    self.find()
                    return
                if all(each.dZ[-1] is None for each in steps):
                    raise NotUnderstood(HIDDEN_WEIGHTS)
            if not self.takes_deltas and (not self.is_all(best) or self.names_other_loss()) and self.has_delta_of_other_loss():
                self.take_deltas()
                self.find()
                return
            if self.may_clip and not self.is_all(best):
                try:
                    best = self.best_with_clipping(words + others)
                except UpdateNotUnderstood:
                    own = self.own_optimizer_with_clipping()
                    if own is None:
                        raise
                    self.assume(own)
                    return
        if self.roles.training.decays_after and not self.is_all(best):
            raise UpdateNotUnderstood(DECAYS_AFTER)
        self.score = 0.0 if best is None else best[0]  # how many tensors right gradients explain
        if subtracted:
            self.score -= sum(each.ndim == 2 for each in self.updates[0])
        self.is_exact = self.is_all(best) and not subtracted
        is_part = best is not None and best[0] >= FEWEST_FOLLOWED - 0.01
        self.is_followed = self.is_exact or bool(subtracted) or is_part and not self.may_clip
        if (best is None or best[0] < 0.5) and self.network.earlier:  # by earlier steps
            self.loss, self.reduction, self.optimizer, self.penalty, self.clip = self.network.earlier
            return
        if best is None or best[0] < 0.5:  # no tensor is explained
            self.assume(None if self.network.is_trial else self.own_optimizer())
            return
        before = copy.copy(self)
        before.assumed = list(self.assumed)
        self.settle(*best[1:])
        if not self.is_exact and self.has_other_rule_for_weights():
            before.assume()
            if before.has_unknown_optimizer:
                vars(self).update(vars(before))

    def has_epsilon_inside(self, words):
        """Whether an optimizer explains every change that adds its epsilon inside the root, as Keras does."""
        if self.network.is_trial or not re.search(r"sqrt\([^()]*\+|\+ *\w+\) *\*\* *0?\.5", self.text):
            return False
        fewest, self.fewest, self.is_inner = self.fewest, len(self.updates[0]), True
        found = any(
            score >= self.fewest - 0.01
            for word, reduction in product(words, ("sum", "mean"))
            for score, _ in self.adaptive(self.of_steps(word, reduction, len(self.updates)) or ())
        )
        self.fewest, self.is_inner = fewest, False
        return found

    def has_other_rule_for_weights(self):
        """Whether the updates of all biases are right, and of no weights, though the script's own gradients are: as if these had a rule of
        their own."""
        biased = sum(layer.is_biased for layer in self.layers)
        if not 1 < biased == len(self.layers) or any(dW is None for step in self.steps for dW in step.dW):
            return False
        return self.unexplained() == [f"W{i}" for i in range(1, biased + 1)] and not self.named_penalty_options()

    @property
    def contradicts_loss(self):
        """Whether the updates are those of the mean and the loss that the script computes is the sum, or the other way round."""
        is_other = bool(self.observed) and self.observed[0] == self.loss and self.observed[1] != self.reduction
        return is_other and not self.is_named_loss_of_both

    def best_with_clipping(self, words):
        """The first of all that explain every change: of gradients that are always clipped, the size cannot be seen."""
        before = self.digits, self.fewest
        self.fewest = len(self.updates[0])
        if not self.network.is_single:
            self.digits = 1e-10  # of 1e-6 that is added to a norm
        try:
            results = self.clipped_fits(words)
        finally:
            (self.digits, self.fewest), self.penalty = before, {}
        if not results:
            raise UpdateNotUnderstood(CLIPS)
        results.sort()
        *_, self.clip, best = results[0]
        self.alternatives = [
            (clip, word, reduction)
            for *_, clip, (_, word, reduction, (_, parameters)) in results
            if are_equal([parameters["learning_rate"], best[3][1]["learning_rate"]])
        ]
        return best

    def clipped_fits(self, words):
        """Each way of clipping, and each loss, that explains every change, after whether its learning rate has no name, and whether the script
        has other gradients."""
        results, is_by_norm, said = [], "norm" in self.text, self.said_penalty()
        penalties = [{}, said, *({**said, f"{key}_bias": value} for key, value in said.items() if key in ("l1", "l2"))] if said else [{}]
        for self.clip in self.clippings():
            if (self.clip[0] == "value") == is_by_norm and "clip(" not in self.text:
                continue
            for word, reduction, self.penalty in product(words, ("sum", "mean"), penalties):
                best = self.best([word], [], (reduction,))
                if self.is_all(best):
                    if self.penalty:
                        best = (*best[:3], (best[3][0], {**best[3][1], "penalty": self.penalty}))
                    is_named = self.is_named(best[3][1]["learning_rate"])
                    results.append((not is_named, not self.has_gradient(self.steps[0], word, reduction), -best[0], len(results), self.clip, best))
        return results

    def inputs_of_outputs(self, step):
        """What the last layer takes."""
        return step.X if len(self.layers) == 1 else step.A[-2]

    def has_gradient(self, step, word, reduction):
        """Whether a step's own gradient of the last layer, or its delta, is that of a loss, but for the sign."""
        delta, own = self.delta(word, step), step.dW[-1]
        if own is None or delta is None:
            return any(self.has_delta(step, word, reduction, True, sign) for sign in (1, -1))
        right = self.inputs_of_outputs(step).T @ delta / (len(step.X) if reduction == "mean" else 1)
        return any(close(sign * own, right, self.digits) for sign in (1, -1))

    def best_as_expected(self, word, reduction, optimizer, penalty, clip):
        """The best with a loss and an optimizer that are known, and a reduction and a penalty that may be (None if not)."""
        self.clip, self.only = clip, optimizer and {optimizer}
        if reduction is None:
            # Losses of a family are the same for a learning rate, and others for what an adaptive optimizer adds to a root.
            alike = [each for each in (family(word), *FAMILIES.get(family(word), ())) if each != word]
            best, stated = self.best([word], alike), self.stated_penalties([word])
            if not stated and not self.is_all(best) and not self.named_penalty_options():
                return self.best_with_written_penalty([word, *alike], best) or best
            return best if self.is_all(best) and not stated else self.best_with_penalty([word], best, stated)
        self.penalty = penalty
        self.named_penalties = list(penalty.values())
        for self.is_of_batch in (False, True) if penalty and len({len(each.X) for each in self.steps}) > 1 else (False,):
            best = self.best([word], [], (reduction,))
            if self.is_all(best):
                break
        else:
            self.is_of_batch = False
            found = None if penalty or self.clip else self.best_with_written_penalty([word], best)
            if self.is_all(found):
                return found
        self.penalty, self.only = {}, None
        return best and (*best[:3], (best[3][0], {**best[3][1], "penalty": penalty}))

    def best_with_rates_of_layers(self, words):
        """The best that explains every change, if layers have learning rates of their own, which the script names; else None."""
        known, tried = self.rates_of_layers(), []
        for word in words if len(known) > 1 else ():
            for reduction in ("mean", "sum"):
                pairs = self.gradients(word, reduction, self.steps[0])
                for rates in () if pairs is None else self.shown_rates_of_layers(self.flat(pairs), known):
                    if len(set(rates)) > 1 and rates not in tried:
                        tried.append(rates)
                        base = max(rates, key=rates.count)
                        self.shares = [rate / base for rate in rates]
                        best = self.best(words, [])
                        best = best if self.is_all(best) else self.best_with_penalty(words, best)
                        if self.is_all(best):
                            if any(len(set(pair)) > 1 for pair in self.by_layers(rates)):
                                raise UpdateNotUnderstood(RATE_OF_BIAS)
                            return best
        self.shares = None
        return None

    def has_plain_biases(self):
        """Whether the biases alone are changed by a constant times the script's own gradients, in all steps, in lines that speak of no optimizer,
        where the script speaks of one, or the weights have a velocity."""
        steps = self.steps[: len(self.updates)]
        if any(dZ is None for step in steps for dZ in step.dZ):
            return False
        statements, shown = self.network.watcher.nodes, ([], [])  # the constants of weights and of biases
        for step, updates in zip(steps, self.updates):
            for pair, own in zip(self.by_layers(updates), self.own_gradients(step)):
                for u, g, constants in zip(pair, own, shown):
                    constant = constant_of(u, (0.0, g)) if np.any(g) else None
                    constants.append(constant if constant is not None and close(u, constant * g, self.digits) else None)
        weights, biases = shown
        is_plain = bool(biases) and None not in biases and max(biases) - min(biases) <= 1e-6 * abs(biases[0])
        of_biases, others = (
            {number for name, numbers in self.steps[0].places.items() if (name[0] == "b") == is_bias for number in numbers} for is_bias in (True, False)
        )
        lines = [statements[each].text for each in of_biases - others]
        if not is_plain or weights[-1] is not None or not lines or any(map(OF_RULE.search, lines)):
            return False
        return self.have_velocity(steps, biases[0]) or self.said_optimizer()[0] != "sgd" and not self.named_penalty_options()

    def have_velocity(self, steps, constant):
        """Whether all weights change by a number of the script times their last change, and a constant times the script's own gradients."""
        gradients = [[g for g, _ in self.own_gradients(step)] for step in steps]
        updates = [[pair[0] for pair in self.by_layers(each)] for each in self.updates]
        last = [[np.zeros_like(u) for u in updates[0]], *updates]
        parts = [(u, before, constant * g) for each in zip(updates, last, gradients) for u, before, g in zip(*each)]
        numbers = {value for value in (*self.written, *(value for _, value in self.numbers)) if 0 < value < 1}
        return len(updates) > 1 and any(all(close(u, mu * before + change, self.digits) for u, before, change in parts) for mu in numbers)

    def shown_rates_of_layers(self, gradients, known):
        """What the learning rates of all weights and biases may be, by the first updates of plain descent, and by the largest changes of
        an adaptive optimizer."""
        slopes = [constant_of(u, (0.0, g)) if np.any(g) else 0.0 for u, g in zip(self.updates[0], gradients)]
        for sizes, digits in ((slopes, 1e-6), ([float(np.max(np.abs(u))) for u in self.updates[0]], 1e-2)):
            for first, base in product([each for each in sizes if each > 0], known):
                rates = [next((each for each in known if are_equal([each, base * size / first], digits)), None) for size in sizes]
                # A penalty leaves the bias as it is; a bias may have no gradient yet.
                rates = [each or other for pair in self.by_layers(rates) for each, other in zip(pair, pair[::-1])]
                if None not in rates:
                    yield rates

    def clips(self):
        """Whether gradients are clipped, by their values or by their norm."""
        sizes = {step.W[i].size for step in self.steps for i in range(len(self.layers))}
        # A name, not the call of np.clip, which also keeps probabilities from 0; a norm that something is divided by.
        return bool(re.search(r"clip\w*(?!\w*\()|max_?norm|norm(?!al)\w* *(\([^()]*\))? *>|/ *\(?\w*norm(?!al)", self.text)) or any(
            name.endswith("clip") and size in sizes for name, size in self.roles.training.called
        )

    def unexplained(self):
        """The weights and biases whose changes do not follow from right gradients, by their layers."""
        expected = self.right_updates(self.reduction, self.penalty, self.optimizer[1]["learning_rate"])
        pairs = zip(self.names_of_tensors(), zip(*self.updates), zip(*expected))
        return [name for name, us, es in pairs if not all(close(u, e, 100 * self.digits) for u, e in zip(us, es))]

    def names_of_tensors(self):
        return self.flat([(f"W{i}", f"b{i}") for i in range(1, len(self.layers) + 1)])

    # ---- the loss that the script computes

    def observe(self, steps, words=tuple(FACTORS)):
        """The loss, of some, that a number of the script is: its word, its reduction, its node, and whether it is named so."""
        if not steps:
            return None
        matches = []
        all_values = [
            {(word, way): float(getattr(values, way)()) for word, values in self.losses(step).items() if word in words for way in ("sum", "mean")}
            for step in steps
        ]

        def is_value(event, value):
            return np.isfinite(value) and abs(event.scalar - value) <= 1e-6 * max(abs(value), 1e-12)

        scalars = steps[0].scalars
        named = {id(each) for each in self.losses_of(scalars)}
        for (word, reduction), value in all_values[0].items():
            if not (word == SQUARED and steps[0].y.shape[1] == 1 and reduction == "mean"):
                for at, event in enumerate(scalars):
                    if is_value(event, value):
                        # A running mean is the loss of the first step alone.
                        count = sum(
                            any(each.node == event.node and is_value(each, of_step[word, reduction]) for each in step.scalars)
                            for step, of_step in zip(steps, all_values)
                        )
                        matches.append((count, id(event) in named, at, word, reduction, event.node))
        # The last one: a mean is often computed from a sum.
        _, is_loss, _, word, reduction, node = max(matches, default=(0, False) + (None,) * 4, key=lambda each: each[:3])
        # Sums and means may both be in the script, as where those of batches are added up for an epoch; of one output, the squared error
        # and its mean are the same.
        same = {word, SQUARED, MEAN_SQUARED} if word in (SQUARED, MEAN_SQUARED) and steps[0].y.shape[1] == 1 else {word}
        self.is_loss_of_both = len({way for *_, other, way, _ in matches if other in same}) > 1
        # A mean may be computed from a sum in one statement.
        last = {self.network.watcher.nodes[number].statement: way for _, named, _, other, way, number in sorted(matches, key=lambda each: each[2]) if named and other in same}
        # What is added up for an epoch may be the mean of a batch times its size.
        is_weighted = reduction == "sum" and self.is_loss_of_both
        self.is_named_loss_of_both = len(set(last.values())) > 1 or is_weighted and min((at, way) for _, _, at, other, way, _ in matches if other in same)[1] == "mean"
        return (word, reduction, node, is_loss) if word else None

    def losses_of(self, scalars):
        """Of some numbers those that the script calls its loss, not only a metric."""
        named = {each.scalar for each in scalars if LOSS.search(each.name)}
        nodes, said = self.network.watcher.nodes, {}
        for number in {each.node for each in scalars}:
            statement = nodes[number].statement
            text = nodes[number].text if statement is None else part_with(nodes[number].text, nodes[statement].text)
            said[number] = LOSS_TEXT.search(text)
        return [each for each in scalars if said[each.node] or each.scalar in named]

    # ---- decisions

    def settle(self, word, reduction, optimizer):
        """Of the losses with the same gradient but for a constant, the one with the script's own learning rate."""
        name, parameters = optimizer
        step = self.steps[0]
        n, outputs = len(step.X), step.A[-1].shape[1]
        rate = parameters["learning_rate"]
        penalty = list(parameters.get("penalty", {}).values())
        if not self.is_named(rate) and any(are_equal([each, other], 1e-6) for each in self.rates for other in penalty):
            # `alpha` is the penalty, and the learning rate has a name of another language.
            self.rates = [each for each in self.written if are_equal([rate, each], 1e-6)][:1] or self.rates
        options = []
        is_plain = name in PLAIN
        first = family(word)
        alike = [first, *FAMILIES.get(first, ())[::-1]] if is_plain and not self.clip else [word]
        sizes = {len(each.X) for each in self.steps[: len(self.updates)]}
        for each in alike:
            for way in ("sum", "mean") if len(sizes) == 1 and is_plain and not self.clip else (reduction,):
                factor = FACTORS[each](outputs) / FACTORS[word](outputs)
                factor *= (1 / n if way == "mean" else 1) / (1 / n if reduction == "mean" else 1)
                options.append((each, way, rate / factor if is_plain else rate, factor))
        options = self.with_own_delta(options) or self.with_half_delta(options) or options
        named = [o for o in options if any(abs(o[2] - r) <= 1e-6 * abs(r) for r in self.rates)]
        if not self.rates:
            named = [o for o in options if any(abs(o[2] - r) <= 1e-6 * abs(r) for r in self.written)]
        # Of the sum and the mean, if the script computes both, that of its own gradients.
        way = self.observed and (self.own_reduction(self.observed[0]) if self.is_named_loss_of_both else self.observed[1])
        observed = [o for o in named or options if self.observed and o[:2] == (self.observed[0], way)]
        simple = sorted(options, key=lambda o: (len("%.9g" % o[2]), options.index(o)))
        if self.stated and named and not any(way in self.stated[1] for _, way, *_ in named):
            # The sum or the mean is the one in the loss; the updates are as much larger or smaller as they are wrong.
            options = [(each, way, self.rates[0] if self.rates else rate, factor) for each, way, rate, factor in options if way in self.stated[1]]
            named, self.is_followed, self.is_guessed = options, False, True
        if not named and not observed:
            if not self.rates and word == HALF:
                self.assumed.append("No learning rate is named, so the loss is taken for half the squared error.")
        choice = (observed if named or self.observed else None) or named or simple
        self.loss, self.reduction, rate, factor = choice[0]
        known = next((each for each in (*self.rates, float("%.6g" % rate)) if are_equal([rate, each], 1e-6 if each in self.rates else 1e-9)), None)
        rate = float("%.10g" % rate) if known is None else known
        self.penalty = {key: self.snapped(value * factor) for key, value in parameters.pop("penalty", {}).items()}
        if self.rates and not named and not is_plain and name != "adadelta" and are_equal([rate, parameters["learning_rate"]]):
            self.assumed.append(f"The steps are {rate / self.rates[0]:.3g} times those of the learning rate {self.rates[0]!r} of the script.")
            rate, self.is_exact, self.is_followed, self.is_guessed = self.rates[0], False, False, True
        if self.stated and not self.is_exact and self.rates and not self.is_named(rate):
            # What follows with another learning rate are biases alone, to which no penalty is added.
            rate, self.is_followed, self.is_guessed = self.rates[0], False, True
        if self.has_other_delta and is_plain and not named and len(self.updates) > 1:
            # With right deltas, it takes steps that are as much smaller.
            right = self.delta(self.loss, step) / (n if self.reduction == "mean" else 1)
            rate /= abs(constant_of(step.dZ[-1], (0.0, right))) or 1.0
            rate, self.is_exact, self.is_followed, self.is_guessed = next((each for each in self.rates if are_equal([rate, each])), rate), False, False, True
        self.optimizer = (name, {**parameters, "learning_rate": rate})
        if self.is_exact:
            self.make_precise(known is not None)
            rate = self.optimizer[1]["learning_rate"]
        taken = [each * (1 - parameters.get("momentum", 0)) for each in self.rates]  # as of `v = mu * v + (1 - mu) * g`
        if self.rates and not named and is_plain and not any(are_equal([rate, each], 1e-6) for each in taken):
            self.assumed.append(f"The steps are those of the learning rate {rate!r}, but the script names {self.rates[-1]!r}.")
        self.compare_names(name)
        self.lacks = [] if self.penalty or not self.is_exact else self.penalties_of_loss()
        self.compare_losses()
        if word == BINARY and not (self.observed and self.observed[0] == BINARY):
            self.assumed.append(OF_ENTROPY)
            lines = self.lines_of_losses(SQUARES) if "log" not in self.text else []
            if lines:
                self.assumed.append(f"The script computes no cross-entropy, but a squared error, of which this is not the delta{seen_in(lines)}.")

    def make_precise(self, is_rate_known):
        """Takes the constants that the script does not name from all digits of the first updates."""
        name, parameters = self.optimizer
        if self.is_estimated and name == "sgd" and self.penalty.keys() <= {"l2", "l2_bias"}:
            self.penalty = dict.fromkeys(self.penalty, self.precise_penalty(self.penalty["l2"]))
        if name == "momentum" and len(self.updates) > 2 and not any(are_equal([each, parameters["momentum"]]) for each in self.named("momentum")):
            self.is_estimated = True
            parameters["momentum"] = self.precise_momentum(parameters["momentum"])
        if not is_rate_known:
            self.is_estimated = True
            parameters["learning_rate"] = self.precise_rate(parameters["learning_rate"])

    @property
    def squared_rate(self):
        """The learning rate of the script of which its steps have the square; None if they have not."""
        name, parameters = self.optimizer
        rate = parameters["learning_rate"]
        is_open = self.is_exact and name in PLAIN and not self.is_named(rate)
        return next((each for each in self.rates if is_open and each != 1 and are_equal([rate, each * each])), None)

    def compare_names(self, name):
        """Finds what the script speaks of, and its updates do not have."""
        if name == "sgd" and self.spoken_momentum:
            self.missing = f"The script speaks of {'Nesterov' if self.spoken_momentum == 'nesterov' else 'momentum'}, but its updates have none"
        elif name == "momentum" and "nesterov" in self.text:
            self.missing = "The script speaks of Nesterov, but its updates are those of classical momentum"
        elif name in ("momentum", "nesterov") and self.other_momentum() is not None:
            self.missing = f"The script names the momentum {self.other_momentum():.6g}, but its velocity keeps {self.optimizer[1]['momentum']:.6g} of itself"
        elif self.may_clip and self.clip is None:
            where = seen_in([self.network.watcher.nodes[number].line for number in self.steps[0].places.get("W1", ())])
            self.assumed.append(f"The script seems to clip gradients, but none of the first steps is clipped{where}.")

    def other_momentum(self):
        """The momentum that the script names, if the one of its updates is none of its numbers; None if it is one."""
        momentum, named = self.optimizer[1]["momentum"], self.named("momentum")
        numbers = [*(value for _, value in self.numbers), *self.written]
        is_other = self.is_exact and bool(named) and not any(are_equal([each, momentum], 1e-6) for each in numbers)
        return named[0] if is_other else None

    def compare_losses(self):
        """Notes that the loss of the script is a constant times the one of its updates, or a cross-entropy and theirs is none."""
        if self.observed is None and self.layers[-1].activation in ("sigmoid", "softmax") and family(self.loss) == HALF and not self.takes_deltas:
            if self.lines_of_losses(LOGS) and not self.lines_of_losses(SQUARES):
                self.other_loss = f"The script computes a cross-entropy; its updates are those of {self.loss}"
        if self.observed is None or self.observed[:2] == (self.loss, self.reduction):
            return
        word, reduction, node, is_named = self.observed
        own, other = (f"{each}, the {way} over the examples" for each, way in ((word, reduction), (self.loss, self.reduction)))
        note = f"The script computes {own}; its updates are those of {other}"
        if family(word) == family(self.loss):
            if is_named and not self.is_named_loss_of_both:
                computed = self.steps[0].places.get(f"dZ{len(self.layers)}", [])
                self.assumed.append(f"{note}{seen_in([self.network.watcher.nodes[each].line for each in (node, *computed)])}.")
        elif word in (BINARY, CATEGORICAL) and self.loss not in (BINARY, CATEGORICAL) and not self.takes_deltas:
            self.other_loss = note  # an error may be printed of any training, a cross-entropy is not

    def with_own_delta(self, options):
        """The losses whose delta the script has, but for what conventions allow: the sign, the mean, the learning rate."""
        step, last = self.steps[0], len(self.layers) - 1
        if step.dZ[last] is None:
            return options
        n, k = step.A[last].shape
        delta = self.delta(options[0][0], step) / FACTORS[options[0][0]](k)
        square = float((delta * delta).sum())
        constant = abs(float((step.dZ[last] * delta).sum())) / square if square > 0 else 0.0
        return [
            option
            for option in options
            for factor in (FACTORS[option[0]](k),)
            if any(abs(constant - each) <= 1e-6 * each for each in (factor, factor / n, factor * option[2], factor * option[2] / n))
        ]

    def with_half_delta(self, options):
        """The mean squared error or squared hinge loss, if the script has half its delta and a larger learning rate for it."""
        squared, step = [option for option in options if option[0] in (MEAN_SQUARED, SQUARED_HINGE)], self.steps[0]
        word = squared[0][0] if squared else None
        delta = self.delta(word, step) if squared else None
        # Of two outputs, the mean is the same as half the squared error, whatever is wrong.
        if delta is None or word == MEAN_SQUARED and self.observed or not self.is_exact and (word != MEAN_SQUARED or delta.shape[1] != 2):
            return []
        if not any(close(step.dZ[-1], sign * delta / 2 / n) for sign in (1, -1) for n in (1, len(step.X))):
            return []
        self.is_half = True
        self.assumed.append(f"The deltas are half those of {word}, which the learning rate makes up for; they are not compared.")
        return squared

    def own_optimizer(self):
        """The optimizer that makes most of the updates from the script's own deltas, whatever is wrong in these."""
        self.orient_own()
        self.clip = None
        best = self.best([OWN], [], ("sum",))
        if not self.is_all(best):
            best = self.best_with_penalty([OWN], best)
        return best[3] if best is not None and best[0] > len(self.updates[0]) / 2 else None

    def orient_own(self):
        """Finds the sign with which the script's own deltas make its updates."""
        first = self.own_gradients(self.steps[0])
        if self.updates and sum(float((u * g).sum()) for u, g in zip(self.updates[0], self.flat(first))) < 0:
            self.own_factor = -1.0

    def own_optimizer_with_clipping(self):
        """The same of the script's own gradients, which are clipped: those of its deltas, or their mean."""
        self.orient_own()
        sign, n = self.own_factor, len(self.steps[0].X)
        for self.clip, self.own_factor in product(list(self.clippings()), dict.fromkeys((sign, sign / n))):
            best = self.best([OWN], [], ("sum",))
            if self.is_all(best) and self.is_named(best[3][1]["learning_rate"]):
                return best[3]
        self.clip, self.own_factor = None, sign
        return None

    def own_reduction(self, word):
        """The reduction to which the size of the script's own gradient of the last layer, or its delta, is closer."""
        step, n = self.steps[0], len(self.steps[0].X)
        right, own = (None if word == OWN else self.delta(word, step)), step.dZ[-1]
        if right is not None and step.dW[-1] is not None:
            right, own = self.inputs_of_outputs(step).T @ right, step.dW[-1]
        is_mean = right is not None and own is not None and np.linalg.norm(own) * np.sqrt(n) < np.linalg.norm(right)
        return "mean" if is_mean and n > 1 else "sum"

    def factors_of_updates(self):
        """The numbers in the first factors of the lines that change weights, such as 0.5 in `W -= 0.5 * dW`."""
        for number in self.steps[0].places.get("W1", ()):
            try:
                trees = list(ast.walk(ast.parse(textwrap.dedent(self.network.watcher.nodes[number].text))))
            except SyntaxError:
                continue  # a part of several lines
            for tree in trees:
                if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Mult) and isinstance(tree.left, ast.Constant) and type(tree.left.value) in (int, float):
                    yield float(tree.left.value)

    def assume(self, own=None):
        """The numbers fit no training that is known; what the script says by its names, or its own deltas show."""
        self.is_guessed = True
        is_no_entropy = self.said or self.layers[-1].activation != "sigmoid" or not self.has_delta(self.steps[0], BINARY, "sum", False)
        word, reduction = (self.observed or (self.said or {"softmax": CATEGORICAL}.get(self.layers[-1].activation, HALF), None))[:2]
        if self.takes_deltas:
            word, reduction = HALF, None
        elif self.observed is None and not is_no_entropy:
            word = BINARY  # whatever else is wrong
            self.assumed.append(OF_ENTROPY)
        elif self.observed is None and not self.said and self.layers[-1].activation == "sigmoid" and self.divides_by_outputs():
            word = BINARY
        shown = self.loss_of_delta(self.steps[0]) if word == HALF and not self.observed and not self.said and not self.takes_deltas else None
        word, reduction = shown or (word, reduction)
        self.loss, self.reduction = word, self.own_reduction(word) if reduction is None or self.is_loss_of_both else reduction
        if own is None:
            name, parameters = self.said_optimizer()
            is_open = self.roles.has_other_examples or not self.observed and not self.said
            if not self.roles.are_targets_subtracted and is_open:
                raise NotUnderstood("its updates fit no optimizer with right gradients, and its loss is not known")
            if name not in PLAIN and not self.rates and not list(self.factors_of_updates()):
                raise UpdateNotUnderstood("its updates fit no optimizer with right gradients, and it names no learning rate")
            self.penalty = self.penalty_of_first_step()
            if self.stated:
                self.penalty, (self.reduction, *_) = self.stated
            self.optimizer = (name, {**parameters, "learning_rate": next((each for each in (*self.rates, *self.factors_of_updates()) if each > 0), 1.0)})
            if self.updates:
                self.compare_gradients()
                # Updates whose gradients are right, or are not seen, are wrong only if a known mistake explains them.
                self.has_unknown_optimizer, self.is_exact, self.score = not self.unlike or not self.shows_gradients, False, 0.0
            taken = "the optimizer is" if OF_ENTROPY in self.assumed else "loss and optimizer are"
            if not self.has_unknown_optimizer:
                self.assumed.append(f"The updates fit no optimizer with right gradients; {taken} taken from the names in the script.")
            return
        name, parameters = own
        rate, n = parameters["learning_rate"], len(self.steps[0].X)
        self.penalty, self.is_own = parameters.pop("penalty", {}), True
        if name in PLAIN and not self.is_named(rate) and self.is_named(rate * n):
            self.own_factor, self.reduction, rate = self.own_factor / n, "mean", rate * n  # the update has the mean
            self.penalty = {key: value / n for key, value in self.penalty.items()}
        rate = next((each for each in self.rates if are_equal([each, rate])), rate)
        self.penalty = {key: self.snapped(value) for key, value in self.penalty.items()}
        self.optimizer = (name, {**parameters, "learning_rate": rate})
        if OF_ENTROPY not in self.assumed and not self.has_delta(self.steps[0], word, "sum", False):
            taken = "but for the slope, they are those of this one" if shown else "the loss is taken from the names in the script"
            self.assumed.append(f"The deltas of the outputs are those of no loss that is known; {taken}.")

    def loss_of_delta(self, step):
        """The squared error, with the sum or the mean, whose delta a step has, but for the slope; None if there is none."""
        a, own, n = step.A[-1], step.dZ[-1], len(step.X)
        for slope in SLOPES.values() if own is not None and step.has_error else ():
            delta = (a - step.y) * slope(step.Z[-1], a)
            constant = abs(constant_of(own, (0.0, delta))) if np.any(delta) else 0.0
            ways = [(word, way, FACTORS[word](a.shape[1]) / size) for word in (HALF, SQUARED, MEAN_SQUARED) for way, size in (("sum", 1), ("mean", n))]
            found = next((each[:2] for each in ways if are_equal([constant, each[2]])), None)
            if found and close(np.abs(own), np.abs(constant * delta), self.digits):
                return found
        return None

    def divides_by_outputs(self):
        """Whether the script divides by its outputs, or by 1 less these, as the derivative of a cross-entropy does."""
        name = re.escape(self.steps[0].names.get(f"A{len(self.layers)}", "\0").lower())
        return bool(re.search(rf"/ *(?:\(1(?:\.0*)? *- *)?{name}\b", self.text))


def is_of_rates(step, digits):
    """Whether the deltas of the outputs of a step are those of counts, whose rates have the outputs as their logarithms."""
    with np.errstate(all="ignore"):
        right, own = np.exp(step.A[-1]) - step.y, step.dZ[-1]
    return any(close(sign * n * own, right, digits) for sign in (1, -1) for n in (1, len(step.X)))


def is_growing(x, y):
    """Whether y, or -y, is a function of x that never falls, has the sign of x, and is no constant times a power of it."""
    y = y * np.sign((x * y).sum())
    steps = np.diff(y[np.argsort(x, kind="stable")])
    is_function = np.all(steps >= -1e-9 * np.max(np.abs(y))) and np.all(x * y >= 0)
    both = (x != 0) & (y != 0)
    if not is_function or both.sum() < 3:
        return False
    logarithms = np.log(np.abs(x[both])), np.log(np.abs(y[both]))
    line = np.polyfit(*logarithms, 1)
    return not close(np.polyval(line, logarithms[0]), logarithms[1], 1e-6)


@functools.cache
def part_with(text, statement):
    """The part of a statement that an expression is in, of those that it gives or returns side by side, as in `return loss, [dW, db]`."""
    try:
        value = getattr(ast.parse(textwrap.dedent(statement)).body[0], "value", None)
    except SyntaxError:
        return statement  # a part of several lines
    parts = [ast.get_source_segment(textwrap.dedent(statement), each) for each in value.elts] if isinstance(value, ast.Tuple) else []
    inside = [each for each in parts if text in each]
    return inside[0] if len(inside) == 1 else statement


def seen_in(lines):
    """Where to look, of a note: in a few lines."""
    lines = sorted(set(lines))[-MOST_LINES:]
    return f"; see line{'s' * (len(lines) > 1)} {', '.join(map(str, lines))}" if lines else ""


def is_distribution(targets):
    """Whether the targets of each example are shares of a whole."""
    return bool(np.all(targets >= -1e-9) and np.all(np.abs(targets.sum(axis=1) - 1) <= 1e-5))
