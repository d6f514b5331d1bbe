"""The optimizers, one step after the other."""

import numpy as np

INNER = "epsilon inside the root"  # of a rule, which network files have not


class Rule:
    """An optimizer with its memory. An update is a part that is known before, plus the learning rate times a direction."""

    def __init__(self, name, parameters):
        self.name, self.parameters, self.steps = name, parameters, 0
        self.first = self.second = None  # the means or the velocity, of each tensor
        self.squares = None  # of updates, or the largest of gradients
        self.last_rate = None

    @property
    def is_outside(self):
        """Whether the learning rate multiplies the whole velocity, not only the gradient."""
        return self.parameters.get("learning_rate_on") == "velocity"

    def outside(self):
        """The same optimizer, after the same steps, with a learning rate that multiplies the whole velocity from now on."""
        result = Rule(self.name, {**self.parameters, "learning_rate_on": "velocity"})
        result.steps, result.last_rate = self.steps, self.last_rate
        result.first = self.first and [v / self.last_rate for v in self.first]
        return result

    def parts(self, gradients):
        """Of each tensor, the known part and the direction of the next update."""
        if self.first is None:
            self.first = self.second = [np.zeros_like(g) for g in gradients]
        self.steps += 1
        p, zero = self.parameters, 0.0
        if self.name == "sgd":
            return [(zero, g) for g in gradients]
        if self.is_outside:
            self.first = [p["momentum"] * v + g for v, g in zip(self.first, gradients)]
            return [(zero, g + p["momentum"] * v if self.name == "nesterov" else v) for v, g in zip(self.first, gradients)]
        if self.name in ("momentum", "nesterov"):
            mu = p["momentum"]
            return [(mu * v, g) if self.name == "momentum" else (mu * mu * v, (1 + mu) * g) for v, g in zip(self.first, gradients)]
        if "beta1" in p:
            return [(zero, each) for each in self.corrected(p["beta1"], p["beta2"], gradients)]
        if self.name == "adadelta":
            rho, epsilon, squares = p["decay"], p["epsilon"], self.squares or self.first
            self.second = [rho * c + (1 - rho) * g * g for c, g in zip(self.second, gradients)]
            updates = [np.sqrt(s + epsilon) / np.sqrt(c + epsilon) * g for s, c, g in zip(squares, self.second, gradients)]
            self.squares = [rho * s + (1 - rho) * u * u for s, u in zip(squares, updates)]
            return [(zero, u) for u in updates]
        keep, add = (1, 1) if self.name == "adagrad" else (p["decay"], 1 - p["decay"])
        self.second = [keep * c + add * g * g for c, g in zip(self.second, gradients)]
        return [(zero, g / self.root(c)) for g, c in zip(gradients, self.second)]

    def root(self, mean):
        """The root of a mean of squares, plus what keeps it from 0, which scripts also add to the mean."""
        epsilon = self.parameters["epsilon"]
        return np.sqrt(mean + epsilon) if self.parameters.get(INNER) else np.sqrt(mean) + epsilon

    def corrected(self, beta1, beta2, gradients):
        """The directions of the optimizers with a mean of gradients."""
        p, of_m, of_v = self.parameters, 1 - beta1**self.steps, 1 - beta2**self.steps
        self.first = [beta1 * m + (1 - beta1) * g for m, g in zip(self.first, gradients)]
        if self.name == "adamax":
            self.second = [np.maximum(beta2 * v, np.abs(g)) + 1e-32 for v, g in zip(self.second, gradients)]
            return [m / of_m / v for m, v in zip(self.first, self.second)]
        self.second = second = [beta2 * v + (1 - beta2) * g * g for v, g in zip(self.second, gradients)]
        if self.name == "nadam":
            ahead = [beta1 * m + (1 - beta1) * g for m, g in zip(self.first, gradients)]
            return [m / of_m / self.root(v) for m, v in zip(ahead, second)]
        if self.name == "amsgrad":
            self.squares = second = [np.maximum(v, s) for v, s in zip(second, self.squares or second)]
        if p["epsilon_on"] == "corrected":
            return [m / of_m / self.root(v / of_v) for m, v in zip(self.first, second)]
        return [np.sqrt(of_v) / of_m * m / self.root(v) for m, v in zip(self.first, second)]

    def take(self, rate, gradients):
        """The learning rate of the update whose parts were computed last."""
        self.last_rate = rate
        if self.name in ("momentum", "nesterov") and not self.is_outside:
            self.first = [self.parameters["momentum"] * v + rate * g for v, g in zip(self.first, gradients)]


def constant_of(update, parts):
    """The learning rate that makes an update most alike."""
    before, direction = parts
    return float(((update - before) * direction).sum() / (direction * direction).sum())


def are_equal(rates, digits=1e-6):
    return max(rates) - min(rates) <= digits * max(rates)
