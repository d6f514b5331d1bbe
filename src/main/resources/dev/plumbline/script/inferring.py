"""Finds the network that a script trains, from what `watch.py` reports of its arrays.

A weight is an operand of a product that the script later replaces by itself plus or minus something, and then multiplies
again. From the weights follow the layers, the inputs, the pre-activations and the activations; from the activations the
products that make the gradients, and with them the deltas. Everything is found by its numbers, not by its name. Names
decide only where the numbers leave a choice.
"""

import ast

from classweights import speaks_of_weights
from evaluating import Evaluation
from roles import Roles
from training import Training, decayed
from values import LOST, RATE, NotUnderstood, UpdateNotUnderstood
from writing import Gradients, Outcome

ENOUGH_STEPS, ENOUGH_WEIGHTED_STEPS, ENOUGH_WEIGHTED_EXAMPLES = 4, 12, 40
MOST_DECAYS = 40
MOST_RATES = 30  # that a script names before a network is found
MOST_NUMBERS = 1 << 27  # watched before a network is found


class Network:
    """Receives the events of a script: first all of them, and those of the network once it is found."""

    read = None  # what reads plain numbers, if it is another

    def __init__(self, directory, script):
        self.directory, self.script = directory, script
        self.is_trial = False  # whether only a training that is right throughout is of interest
        self.enough_steps = ENOUGH_STEPS
        self.takes_deltas = False  # whether the loss is not known, so that the deltas of the outputs are taken as they are
        self.weights = None  # of examples, by their targets, if they are known
        self.expected = None  # the loss, reduction, optimizer, penalty and clipping, if they are known
        self.earlier = None  # the same, with the constants of the optimizer, of steps before a wrong one
        self.sources = {}
        self.watcher = None
        self.active = None  # the nodes that are still watched; all if None
        self.events = []
        self.latest_reason = None  # why the training was not understood so far
        self.failed = None  # how many events the first steps have whose updates were not understood
        self.numbers = 0
        self.next_try = 300
        self.training = self.outcome = self.roles = None
        self.lists = None  # what watches a script without arrays
        self.scalars = {}  # the latest number of each name
        self.rates = {}  # all numbers with such a name, before the network is found, and the first such name
        self.counters = set()  # such names that count steps
        self.latest_rates = []  # the latest numbers with such a name
        self.failure = None  # the exception that ended the script
        self.decays = {}  # the latest arrays that were multiplied by a number near to 1, and the node, by the key of what they became
        self.named_rates = {}  # the latest number of each such name
        self.first_rates = {}  # the first number of each such name
        self.other_rates = set()  # other names of numbers that the first steps have as their learning rate
        self.changing_rates = set()  # the names whose number changes
        self.lost_rates = {}  # the second number of each such name, if it is nothing beside the first
        self.is_single = False  # whether the script computes in 32 bits
        self.unseen, self.evaluation = (), None  # the nodes that are not in the first steps, and what takes their events
        self.broadcast = None  # the first operation that pairs all numbers of a vector and a column, and the shapes
        self.cut = None  # the first node that stores numbers with fractions in an array of integers
        self.has_empty_batch = False  # whether some product has no examples

    def feed(self, event):
        if event.kind == "assign" and event.scalar is not None:
            self.named(event.name, event.scalar)
        event.rates = self.named_rates
        if event.kind == "*":
            for each in decayed(event):
                self.decays[event.result.key] = each, event.node
                if len(self.decays) > MOST_DECAYS:
                    del self.decays[next(iter(self.decays))]
        elif event.kind == "product" and self.decays:
            for each in event.operands:  # these are the weights now
                self.decays.pop(each.key, None)
                self.decays.pop(each.turned, None)
        elif event.kind in ("+", "-") and self.decays:
            each = event.operands[0]
            if each is not None and each.key in self.decays:
                event.decayed, event.decay = [self.decays[each.key][0]], self.decays[each.key][1]
        if self.training is not None:
            taker = self.training if event.node in self.active else self.evaluation
            taker.feed(event)
            return
        self.events.append(event)
        self.numbers += event.result.size
        if len(self.events) >= self.next_try or self.numbers > MOST_NUMBERS:
            self.next_try *= 2
            self.understand()

    def named(self, name, value):
        """Takes note of a number of a variable or an argument."""
        if (RATE.search(name) or name in self.other_rates) and not self.is_counter(name, value):
            self.latest_rates = [value, *(each for each in self.latest_rates[:8] if each != value)]
            if self.named_rates.get(name) != value:
                self.named_rates = {**self.named_rates, name: value}  # events have the one before
            first = self.first_rates.setdefault(name, value)
            if first != value:
                if name not in self.changing_rates and abs(value) < LOST * abs(first):
                    self.lost_rates[name] = value
                self.changing_rates.add(name)
            if self.training is None and len(self.rates) < MOST_RATES and value not in self.rates:
                self.rates[value] = name
        if self.training is None:
            self.scalars[name] = value

    def is_counter(self, name, value):
        """Whether such a name, as `step`, has whole numbers one after the other, which are no rates."""
        latest = self.named_rates.get(name)
        if latest is not None and value == latest + 1 and value == round(value):
            self.counters.add(name)
            self.named_rates = {other: each for other, each in self.named_rates.items() if other != name}
            self.rates = {each: other for each, other in self.rates.items() if other != name}
            self.latest_rates = [each for each in self.latest_rates if each in self.named_rates.values()]
            self.first_rates.pop(name, None)
            self.changing_rates.discard(name)
        return name in self.counters

    def understand(self):
        shape = None
        try:
            training = self.trained()
            # With weights, examples of all classes, which are not always as many.
            if not self.is_trial and any(speaks_of_weights(each, ast.walk(ast.parse(each))) for each in self.sources.values()):
                self.enough_steps = max(self.enough_steps, ENOUGH_WEIGHTED_EXAMPLES if training.layers[0].rows == 1 else ENOUGH_WEIGHTED_STEPS)
            shape = [len(window) for window in training.windows[: self.enough_steps]]
            if len(shape) >= self.enough_steps and shape != self.failed:
                self.adopt(training)
        except UpdateNotUnderstood as reason:
            self.failed, self.latest_reason = shape, reason  # the same steps would fail again
        except NotUnderstood as reason:
            if self.training is not None:  # its steps cannot be recorded, and later ones would not be either
                raise
            self.latest_reason = reason
        if self.training is None and self.numbers > MOST_NUMBERS:
            self.active, self.events = set(), []  # nothing is watched any more

    def trained(self):
        training = Training(self, self.events)
        for event in self.events:
            training.feed(event)
        return training

    def adopt(self, training):
        """Takes what the first steps have shown, for all steps."""
        roles = Roles(training, training.windows[: self.enough_steps])
        self.outcome = self.outcome_of(roles)
        rate = self.outcome.settings.optimizer[1]["learning_rate"]
        names = {name for name, value in self.scalars.items() if abs(value - rate) <= 1e-9 * abs(rate) and not RATE.search(name)}
        self.other_rates = names if rate not in (0, 1) else set()
        self.first_rates.update(dict.fromkeys(self.other_rates, rate))
        self.training, training.roles = training, roles
        self.evaluation = Evaluation(training)
        self.unseen = set(range(len(self.watcher.nodes))) - {event.node for event in self.events} if self.lists is None else set()
        windows, training.windows, self.events = training.windows, [], []
        for window in windows:
            roles.step(window)
        roles.is_learned, roles.first_windows = True, None
        targets = [(i, node.text.split("=")[0].rstrip(" *+-/")) for i, node in enumerate(self.watcher.nodes)]
        roles.nodes |= {i for i, target in targets if RATE.search(target) or target in self.other_rates}
        self.active = roles.nodes

    def outcome_of(self, roles):
        self.roles = roles
        return Outcome(self, roles)

    def write_gradients(self, reason):
        """Writes what can be compared of a training whose updates no network file can say."""
        Gradients(self, self.roles, reason).write()

    def end(self):
        if self.lists is not None:
            self.lists.end()
        elif self.training is None:
            if self.active is not None:  # too much was watched
                raise self.latest_reason
            training = self.trained()
            if training.is_changed:
                training.close()
            if not training.windows:
                raise NotUnderstood("no weights are changed")
            self.adopt(training)
        self.training.finish()
        self.outcome.write()
