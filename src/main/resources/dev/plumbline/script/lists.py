"""Watches networks of plain numbers, in lists, dictionaries and attributes, and finds what they train.

Each number that the script computes is a `Number`, a float that also knows the operation that made it. A weight is a
factor of products that are added up, and that later becomes itself plus or minus something, and is such a factor again.
From the weights follow the sums, which are the pre-activations, and their layers; what the changes of the weights are made
of are the deltas. Equal numbers are never confused, since each knows where it comes from.
"""

import gc
import itertools
import math
from collections import Counter

import numpy as np

from gradients import losses
from inferring import ENOUGH_STEPS
from names import Names
from roles import Step, word_of
from training import Layer
from values import ACTIVATIONS, RATE, NotUnderstood, UpdateNotUnderstood, Reader, close, shown_leaky
from watch import BINARY_OF, Event, Watcher

FIRST_TRY = 4000  # operations
MOST_OPERATIONS = 3_000_000  # before a network is found
FLUSH = 20000  # operations, after that
ENOUGH_ROWS = 40  # examples in the first steps; with fewer, a rectifier may look like the identity
SUMS = {"sum": sum, "fsum": math.fsum}

log = []  # the numbers in the order of their operations
node = None  # the place of the current operation
caller = None  # the place of the call that it is in, and the caller of that
full = FIRST_TRY  # the length of the log at which it is read
read = None  # reads the log


class Number(float):
    """A float and the operation that made it. Its value has the same bits as in Python itself."""

    # `step`, `level`, `mark` and `at` are those of the step in which it was made, `layer` is that of a weight.
    __slots__ = ("kind", "args", "node", "caller", "function", "name", "assigned", "step", "level", "layer", "part", "mark", "at")

    def __reduce__(self):
        return float, (float(self),)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class Integer(int):
    """The same for an int that a function returns for a number, such as the step function."""

    def __reduce__(self):
        return int, (int(self),)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


DEEPEST_RATE = 5  # operations from a change of a weight to its learning rate
KINDS = frozenset((Number, Integer))


def made(value, kind, args, function=None, number=Number):
    result = number(value)
    result.kind, result.args, result.node, result.caller, result.function = kind, args, node, caller, function
    result.name = result.assigned = None
    log.append(result)
    if len(log) >= full:
        read()
    return result


def operation(name, kind, is_turned):
    plain = getattr(float, name)

    def method(self, operand):
        value = plain(self, operand)
        if type(value) is not float:
            return value
        return made(value, kind, (operand, self) if is_turned else (self, operand))

    return method


for _name, _kind in (("add", "+"), ("sub", "-"), ("mul", "*"), ("truediv", "/"), ("pow", "**")):
    setattr(Number, f"__{_name}__", operation(f"__{_name}__", _kind, False))
    setattr(Number, f"__r{_name}__", operation(f"__r{_name}__", _kind, True))

Number.__neg__ = lambda self: made(float.__neg__(self), "neg", (self,))


def plain(value):
    return float(value) if type(value) is Number else value


class NumberWatcher(Watcher):
    """Receives what a script without arrays computes."""

    watches_numbers = True

    def __init__(self, network):
        global read
        super().__init__(network)
        gc.set_threshold(200_000, 20, 100)  # most numbers of the log live long
        self.lists = network.lists = Lists(network, self)
        self.compared_number = None
        read = network.read or self.lists.read

    def binary(self, number, sign, left, right):
        global node
        node = number
        result = BINARY_OF[sign](left, right)
        if type(result) is float:
            return made(result, sign, (left, right))
        if type(result) is int and (type(left) is Integer or type(right) is Integer):
            return made(result, sign, (left, right), number=Integer)
        return result

    def call(self, number, function, *arguments, **keywords):
        global node, caller
        node = number
        name = getattr(function, "__name__", "")
        if SUMS.get(name) is function and arguments:
            items = list(arguments[0])
            result = function([plain(each) for each in items], *(plain(each) for each in arguments[1:]), **keywords)
            return made(result, "sum", (*items, *arguments[1:])) if type(result) is float else result
        outside = caller
        caller = (number, outside)
        try:
            result = function(*arguments, **keywords)
        finally:
            caller = outside
        kind = type(result)
        if kind is not float and kind is not int and kind not in KINDS:
            return result
        given = tuple(each for each in arguments if type(each) in KINDS)
        node = number
        if kind is float:
            return made(result, "call", given, name)
        if kind is int:
            return made(result, "call", given, name, Integer) if given else result
        if any(result is each for each in given):
            return made(result, "call", given, name, kind)
        if given and result.function is None:
            result.function = name
        return result

    def negative(self, number, value):
        global node
        node = number
        return -value

    def compared(self, value):
        if type(value) is Number:
            self.compared_number = value
        return value

    def chosen(self, number, value):
        """`z if z > 0 else 0.0` is a function of z, also where it is 0."""
        global node
        number_compared, self.compared_number = self.compared_number, None
        kind = type(value)
        if number_compared is None or kind not in (float, int) and kind not in KINDS:
            return value
        node = number
        given = (value, number_compared) if kind in KINDS else (number_compared,)
        return made(value, "call", given, "", Integer if isinstance(value, int) else Number)

    def operand(self, number, value):
        global node
        node = number
        return value

    def named(self, number, name, value):
        if type(value) in KINDS:
            value.name = value.name or name
            if value.caller is caller:
                value.assigned = number
        if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e300:
            self.network.named(name, float(value))

    def stored(self, number, changed, name):
        pass


class Part:
    """A sum of products of weights and inputs, and of what is added to them."""

    __slots__ = ("items", "addends", "root", "layer", "node", "sign")

    def __init__(self, layer, item, root):
        self.layer, self.items, self.addends, self.root = layer, [item], [], root
        self.node = root.node  # of its first product
        self.sign = 1  # -1 if the bias is subtracted


class Window:
    """The operations of one step, from its first product to the last before the next step's."""

    def __init__(self, index):
        self.index = index
        self.operations, self.parts, self.changes = [], [], []

    def layers(self, count):
        """The sums of each layer in order."""
        found = [[] for _ in range(count)]
        for part in self.parts:
            if part.layer < count:
                found[part.layer].append(part)
        return found


def follow(number, path):
    """An operand of an operation, or of one of its operands."""
    for position in path:
        if type(number) is not Number or number.kind not in ("+", "-"):
            return None
        number = number.args[position]
    return number


def amounts(number, path):
    """What a change adds to a weight, or subtracts from it."""
    found = []
    for position in path:
        found.append(number.args[1 - position])
        number = number.args[position]
    return found


PATHS = ((0,), (1,), (0, 0), (0, 1), (0, 0, 0))  # of a weight in a change of it, such as (w + a) + b


def rates_of(changes):
    """The numbers in the formula of the first change that are named after a learning rate."""
    found, waiting = {}, [(each, 0) for each in changes[:1]]
    while waiting:
        number, depth = waiting.pop()
        for each in number.args:
            if type(each) in KINDS and each.name and RATE.search(each.name):
                found[each.name] = float(each)
            elif type(each) is Number and depth < DEEPEST_RATE:
                waiting.append((each, depth + 1))
    return found


class Uses:
    """Where numbers are factors, and which of them change."""

    def __init__(self, operations):
        products, consumers = {}, {}
        for each in operations:
            if each.kind == "*":
                for position in (0, 1):
                    if isinstance(each.args[position], (float, int)):
                        products.setdefault(id(each.args[position]), set()).add((each.node, position))
            elif each.kind in ("+", "-", "/", "sum", "neg"):
                for argument in each.args:
                    if type(argument) is Number and argument.kind == "*":
                        consumers.setdefault(id(argument), each)
        subtracted = {}  # where numbers are subtracted
        for each in operations:
            if each.kind == "-" and type(each.args[1]) is Number:
                subtracted.setdefault(id(each.args[1]), set()).add(each.node)
        self.thetas = set()  # where a bias is subtracted
        pairs = []  # a change, the path to what changes, and where both are factors
        for each in operations:
            if each.kind in ("+", "-"):
                for path in PATHS:
                    base = follow(each, path)
                    common = products.get(id(each), set()) & products.get(id(base), set())
                    if common and base is not None and self.is_sum(each, path):
                        pairs.append((each, path, common))
                        break
                self.note_theta(each, subtracted)
        # A constant such as 0.0 may be the first value of several numbers.
        sure = [(each.node, common) for each, path, common in pairs if type(follow(each, path)) is Number]
        places = {place for place, _ in sure}
        factors = set().union(*(common for _, common in sure))
        pairs = [each for each in pairs if not sure or each[0].node in places and each[2] & factors]
        self.factors = self.valid({each for _, _, common in pairs for each in common}, operations, consumers,
                                  {each.node for each, _, _ in pairs})
        self.changes = {}  # the path to the weight, of each node
        after, before, firsts = set(), {}, set()
        for each, path, common in pairs:
            if common & self.factors:
                self.changes[each.node] = path
                after.add(id(each))
                base = follow(each, path)
                if isinstance(base, float):
                    before[id(base)] = base
                else:  # an int is no number of its own
                    firsts.add(id(each))
                    before[id(each)] = each
        self.initial = {key: value for key, value in before.items() if key not in after or key in firsts}

    @staticmethod
    def is_sum(number, path):
        """Whether a change does not subtract from another number what it changes."""
        for position in path:
            if number.kind == "-" and position == 1:
                return False
            number = number.args[position]
        return True

    def note_theta(self, change, subtracted):
        """A number that is subtracted, then changes, and is subtracted again in the same place."""
        for base in change.args if change.kind == "+" else change.args[:1]:
            common = subtracted.get(id(change), set()) & subtracted.get(id(base), set())
            self.thetas |= common - {change.node}

    @staticmethod
    def valid(factors, operations, consumers, changes):
        """Those whose products are added up, and that multiply more than one number."""
        added, values = Counter(), {}
        for each in operations:
            if each.kind == "*":
                for position in (0, 1):
                    if (each.node, position) in factors:
                        consumer = consumers.get(id(each))
                        is_added = consumer is not None and consumer.kind in ("+", "sum") and consumer.node not in changes
                        added[each.node, position] += 1 if is_added else -1
                        if len(values.setdefault((each.node, position), set())) < 3:
                            values[each.node, position].add(float(each.args[1 - position]))
        return {key for key in factors if added[key] > 0 and (len(values[key]) > 1 or values[key] == {1.0})}


class Lists(Reader):
    """The training of a script without arrays, in the place of `Training` and `Roles`."""

    def __init__(self, network, watcher):
        self.network, self.watcher = network, watcher
        self.training = self
        self.called, self.others, self.decays_after = set(), 0, False
        self.loss, self.nodes = None, set()
        self.output, self.targets = None, None
        self.outputs_are_z = self.is_placing = self.is_learned = self.is_over = self.is_given_up = False
        self.with_deltas = None  # the layers whose deltas are known
        self.bias_nodes = {}  # the path to the bias, of each node
        self.passes_of_steps = Counter()
        self.latest = {}  # the weights and biases after the latest step
        self.changed, self.is_latest_whole = set(), True  # which a step changes, and whether the latest one's are known

    # ---- reading the log

    def read(self):
        """Reads the log: to find the network, and then to record its steps."""
        global full
        if self.is_learned and not self.is_given_up:
            operations = log[:]
            log.clear()
            self.take(operations)
            self.record()
            if len(self.window.operations) > MOST_OPERATIONS:
                self.is_given_up = True
                self.others += 1  # what follows is not compared
        elif not self.is_given_up:
            full = 2 * len(log)
            try:
                self.learn(log, ENOUGH_STEPS)
            except NotUnderstood:
                self.is_given_up = full > MOST_OPERATIONS
        if self.is_given_up:
            full = FLUSH
            self.forget(log)

    def ends(self, steps):
        """After how many operations the first steps end."""
        windows = itertools.dropwhile(lambda each: not each.parts, self.windows)
        last = [each.operations[-1] for each in itertools.islice(windows, steps)]
        places = {id(each): at for at, each in enumerate(log, 1)}
        return [places[id(each)] for each in last if id(each) in places]

    @staticmethod
    def forget(operations):
        for each in operations:
            each.args = ()  # else no number would ever be freed
        log.clear()

    def end(self):
        """Takes what there is, if the network is not yet found."""
        global full
        if not self.is_learned:
            if self.is_given_up:
                raise NotUnderstood("no training is seen in its first operations")
            full = math.inf
            self.learn(log, 1)

    def start(self, operations):
        self.window, self.windows = Window(0), []
        for each in operations:
            each.layer = None
        self.constants = {}  # the layers of initial weights that are no results of operations
        for key, value in self.uses.initial.items():
            if type(value) is Number:
                value.layer = -1
            else:
                self.constants[key] = value
        self.positions = {}
        for place, position in self.uses.factors:
            self.positions.setdefault(place, []).append(position)

    def take(self, operations):
        """Finds the sums of products, and divides the operations into steps."""
        positions, changes, is_new = self.positions, self.uses.changes, self.is_learned
        for each in operations:
            kind, place, level = each.kind, each.node, 0
            each.part, each.mark = None, -1
            if is_new:
                each.layer = None
            if kind == "*" and place in positions and self.multiply(each):
                continue
            index = self.window.index
            for argument in each.args:
                if type(argument) in KINDS and argument.step == index and argument.level > level:
                    level = argument.level
            each.level = level
            self.add(each)
            if level and (kind == "+" or kind == "sum" or place in self.uses.thetas):
                self.join(each)
            if place in changes and kind in "+-" and each.part is None:
                base = follow(each, changes[place])
                if type(base) is Number and base.layer is not None:
                    each.layer = base.layer
                elif id(base) in self.constants:
                    each.layer = -1
                if each.layer is not None:
                    self.window.changes.append(each)

    def add(self, number):
        operations = self.window.operations
        number.step, number.at = self.window.index, len(operations)
        operations.append(number)

    def level(self, value):
        return value.level if type(value) in KINDS and value.step == self.window.index else 0

    def multiply(self, product):
        """A product of a weight in the forward pass. Such a product of the first layer after a change begins a step."""
        for position in self.positions[product.node]:
            weight, inputs = product.args[position], product.args[1 - position]
            is_forward = (product.node, position) in self.forward_only
            layer = weight.layer if type(weight) is Number else -1 if id(weight) in self.constants else None
            if layer is None and is_forward:
                layer = -1
            if layer is None or weight is inputs or type(inputs) is Number and inputs.layer is not None:
                continue  # as in the squares of a penalty
            level = self.level(inputs)
            is_one = type(inputs) is not Number and inputs == 1 and layer > 0
            if not is_forward and not is_one and layer != level and (layer != -1 or self.depth is not None and level >= self.depth):
                continue
            layer = level if layer == -1 else layer
            if layer == 0 and self.window.changes:
                self.close_window()
            if type(weight) is Number:
                weight.layer = layer
            product.level = layer + 1
            product.part = Part(layer, (weight, inputs), product)
            self.window.parts.append(product.part)
            self.add(product)
            return True
        return False

    def part(self, value):
        if type(value) is Number and value.step == self.window.index and value.part is not None and value.part.root is value:
            return value.part
        return None

    def join(self, total):
        """Adds products to a sum, and numbers that no product makes, such as a bias."""
        sums, rest = [], []
        for each in total.args:
            part = self.part(each)
            rest.append(each) if part is None else sums.append((each, part))
        if not sums or any(self.level(each) > 0 for each in rest):
            return
        whole = [part for each, part in sums if each.kind != "*"]
        layer = max(part.layer for _, part in sums)
        if len(whole) > 1 or any(part.layer < layer and (each.kind != "*" or self.level(part.items[0][1]) > 0) for each, part in sums):
            return
        for _, part in sums:
            if part.layer < layer:  # the product of a weight and a constant, such as the 1 of a bias
                part.layer = layer
                if type(part.items[0][0]) is Number:
                    part.items[0][0].layer = layer
        if total.kind == "-" and (len(sums) > 1 or total.args[0] is not sums[0][0]):
            return
        base = whole[0] if whole else sums[0][1]
        base.sign = -1 if total.kind == "-" else base.sign
        for each, part in sums:
            if part is not base:
                base.items += part.items
                part.root = None
        base.addends += [each for each in rest if type(each) is Number or each != 0]
        base.root = total
        total.part, total.level = base, base.layer + 1

    @staticmethod
    def close(window):
        window.parts = [each for each in window.parts if each.root is not None]

    # ---- learning

    def learn(self, operations, enough):
        self.uses = Uses(operations)
        if not self.uses.factors:
            raise NotUnderstood("no number is multiplied, then changed by a sum or a difference, and multiplied again")
        self.depth, self.forward_only = None, set()
        for _ in range(2):
            self.start(operations)
            self.take(operations)
            windows = self.windows + ([self.window] if enough == 1 and self.window.changes else [])
            while windows and not windows[0].parts:
                windows.pop(0)
            if len(windows) < enough + (enough > 1):
                raise NotUnderstood("there are too few steps")
            self.depth = 1 + max(part.layer for each in windows[1:] or windows for part in each.parts)
            self.forward_only = self.directions(windows)
            only = self.node_of_all(windows)
            self.uses.factors = {each for each in self.uses.factors if only in (None, each[0])}
        self.learn_layers(windows)
        steps, rows, self.latest = [], 0, {}
        ends = [Window(0) if self.window in windows else self.window] if enough == 1 else []
        for window, following in zip(windows, windows[1:] + ends):
            step = self.resolve(window, following)
            if not step:
                break
            steps.append((step, window, following))
            rows += len(step.X)
            if self.is_over or rows >= ENOUGH_ROWS and len(steps) >= ENOUGH_STEPS:
                break
        if not steps:
            raise NotUnderstood("no step was complete")
        if enough > 1 and rows < ENOUGH_ROWS:
            raise NotUnderstood("there are too few steps")
        self.learn_roles(steps)
        self.is_placing, self.latest = True, {}
        self.first_steps = [self.resolve(window, following) for _, window, following in steps]
        self.is_placing = False
        self.find_losses([window for _, window, _ in steps])
        self.adopt(windows)

    def adopt(self, windows):
        global full
        outcome = self.network.outcome_of(self)
        if self.has_latest_gradients(outcome.settings):
            raise UpdateNotUnderstood("it adds a part of the gradient of the step before, which is not momentum")
        self.network.outcome = outcome
        self.network.training, self.is_learned, self.is_over, self.others = self, True, False, 0
        log.clear()
        self.latest = {}
        full = min(full, FLUSH)
        if self.window in windows:
            self.close_window()
        self.windows = windows
        self.record()

    def has_latest_gradients(self, settings):
        """Whether the updates are made of the right gradients of this step and of the one before."""
        steps = [each for each in self.first_steps if each.has_error]
        if settings.is_exact or len(steps) < 4:
            return False
        gradients = [settings.gradients(settings.loss, settings.reduction, each) for each in steps]
        if None in gradients:
            return False
        for i in range(len(self.layers)):
            g = [each[i][0].reshape(-1) for each in gradients]
            u = np.concatenate([(now.W[i] - then.W[i]).reshape(-1) for now, then in zip(steps[1:], steps[2:])])
            columns = np.stack([np.concatenate(g[1:-1]), np.concatenate(g[:-2])], axis=1)
            fit = np.linalg.lstsq(columns, u, rcond=None)[0]
            if not close(columns @ fit, u, 1e-7) or abs(fit[1]) < 1e-6 * abs(fit[0]):
                return False
        return True

    def directions(self, windows):
        """The factors that are weights in forward passes alone."""
        forward, backward = set(), set()
        for window in windows:
            for each in window.operations:
                if each.kind == "*" and each.node in self.positions and each.args[0] is not each.args[1]:
                    for position in self.positions[each.node]:
                        weight = each.args[position]
                        is_weight = id(weight) in self.constants or type(weight) is Number and weight.layer is not None
                        is_made = type(weight) is Number and weight.step == window.index and weight.level > 0
                        if is_weight and each.part is not None and each.part.items[0][0] is not None:
                            forward.add((each.node, position))
                        elif is_weight or is_made:
                            backward.add((each.node, position))
        return forward - backward

    @staticmethod
    def node_of_all(windows):
        """The first operation that multiplies all weights, if biases are added to such sums: another may be of the gradient of a penalty."""
        products, whole = {}, set()
        for part in itertools.chain.from_iterable(each.parts for each in windows[1:] or windows):  # the biases of the first one may all be 0.0
            own = id(part.items[0][0])  # later ones are of other parts, which were added to it
            products.setdefault(part.node, set()).update((own, *map(id, part.addends)))
            whole.add(own)
        return next((node for node, found in products.items() if whole <= found), None)

    def learn_layers(self, windows):
        window = windows[min(1, len(windows) - 1)]
        self.close(window)
        self.layers, self.orders, self.by_units, self.signs = [], [], [], []
        for parts in window.layers(self.depth):
            if not parts or len({len(each.items) for each in parts}) > 1:
                raise NotUnderstood("the sums of a layer have different numbers of products")
            layer = Layer(None)
            first = [id(each.items[0][0]) for each in parts]
            layer.units, layer.inputs = len(set(first)), len(parts[0].items)
            layer.products = layer.inputs
            layer.has_bias = any(each.addends for each in parts)
            self.signs.append(parts[0].sign)
            layer.layout, layer.is_direct = (0, 0, 0), False
            self.by_units.append(len(first) > layer.units and first[0] == first[1])
            self.layers.append(layer)
        grid = self.grid(window)
        if grid is None:
            raise NotUnderstood("its layers have different numbers of examples")
        grids = [each for each in map(self.grid, windows[:ENOUGH_ROWS]) if each is not None]
        self.learn_inputs(grid, grids)

    def learn_inputs(self, grid, grids):
        """Which product has the activation of which unit; an input that is always 1 makes the bias."""
        ones, has_ones = [], []
        for i, layer in enumerate(self.layers):
            parts = [part for each in grids for row in each[i] for part in row]
            ones.append([k for k in range(layer.inputs) if all(each.items[k][1] == 1 for each in parts)])
            has_ones.append(i > 0 and layer.inputs == self.layers[i - 1].units + 1 and bool(ones[i]))
        if len(self.layers) > 1 and all(has_ones[1:]) and ones[0] and not self.layers[0].has_bias:
            has_ones[0] = True
        self.ones = []
        for i, layer in enumerate(self.layers):
            self.ones.append(ones[i][-1] if has_ones[i] else None)
            order = [k for k in range(layer.inputs) if k != self.ones[i]]
            if i > 0:
                sources = {id(part.root): u for u, part in enumerate(grid[i - 1][0])}
                units = [self.source(grid[i][0][0].items[k][1], sources) for k in order]
                if None not in units and len(set(units)) == len(units):
                    order = [k for _, k in sorted(zip(units, order))]
            layer.inputs = len(order)
            layer.has_bias |= self.ones[i] is not None
            self.orders.append(order)
            if i > 0 and layer.inputs != self.layers[i - 1].units:
                raise NotUnderstood(f"the inputs of layer {i + 1} are not the activations of layer {i}")

    @staticmethod
    def source(value, sources):
        """The unit whose sum a number is computed from."""
        open_values, units = [value], set()
        for _ in range(200):
            if not open_values:
                break
            each = open_values.pop()
            if id(each) in sources:
                units.add(sources[id(each)])
            elif type(each) in KINDS and each.part is None:
                open_values += each.args
        return units.pop() if len(units) == 1 else None

    def grid(self, window):
        """The sums of each layer: examples x units."""
        self.close(window)
        found = []
        for layer, parts, by_units in zip(self.layers, window.layers(self.depth), self.by_units):
            rows = len(parts) // layer.units
            if rows * layer.units != len(parts) or rows == 0 or any(len(each.items) != layer.products for each in parts):
                return None
            if by_units:
                parts = [parts[u * rows + r] for r in range(rows) for u in range(layer.units)]
            found.append([parts[r * layer.units : (r + 1) * layer.units] for r in range(rows)])
        return found if len({len(each) for each in found}) == 1 else None

    # ---- a step

    def resolve(self, window, following):
        grid = self.grid(window)
        if grid is None:
            return None
        marked = self.mark(window)
        rows = [r for r, row in enumerate(grid[-1]) if any(part.root.mark == window.index for part in row)] or [len(grid[0]) - 1]
        grid = [[parts[r] for r in rows] for parts in grid]
        slots = self.slots([rows[0] for rows in grid])
        if any(value is not slots[slot] and (type(value) is Number or value != (slots[slot] or 0.0)) for slot, value in self.latest.items()):
            self.is_over = True  # it trains other weights
            return False
        then = self.grid(following) if following.parts else None
        changes = self.successors(window, slots, then and self.slots([rows[0] for rows in then]))
        step = Step(len(self.layers))
        step.products, step.scalars, step.rates = {}, [], rates_of(window.changes)
        for i, layer in enumerate(self.layers):
            step.W[i], step.b[i] = self.weights(grid[i][0], i)
            step.Z[i] = np.array([[float(part.root) for part in row] for row in grid[i]])
            inputs = np.array([[float(row[0].items[k][1]) for k in self.orders[i]] for row in grid[i]])
            if i == 0:
                step.X = inputs
            else:
                step.A[i - 1] = inputs
        outputs = self.outputs(step, grid, marked)
        if outputs is not None:
            step.A[-1] = np.array([[float(each) for each in row] for row in outputs])
            step.y = self.targets_of(window, outputs)
        deltas = self.deltas(step, window, grid, changes)
        if self.loss is not None:
            step.loss = next((float(each) for each in reversed(window.operations) if each.node == self.loss), None)
        if self.is_placing:
            self.place(step, window, grid, outputs, deltas, changes)
        step.marked, step.grid = marked, grid
        return step

    def weights(self, parts, i):
        """The weights and the bias of a layer."""
        W = np.array([[float(part.items[k][0]) for part in parts] for k in self.orders[i]])
        if not self.layers[i].has_bias:
            return W, None
        if self.ones[i] is not None:
            return W, np.array([float(part.items[self.ones[i]][0]) for part in parts])
        return W, np.array([part.sign * sum(float(each) for each in part.addends) for part in parts], dtype=float)

    def slots(self, parts):
        """The weights and biases of all layers, by layer, unit and position; that of an added bias is -1."""
        found = {}
        for i, layer in enumerate(parts):
            for u, part in enumerate(layer):
                for k, (weight, _) in enumerate(part.items):
                    found[i, u, k] = weight
                if self.layers[i].has_bias and self.ones[i] is None:
                    found[i, u, -1] = part.addends[0] if part.addends else None
        return found

    def successors(self, window, slots, then):
        """The changes of each weight and bias in a step, from those of the next step if it has begun."""
        if then is None:
            return self.changes(window, slots)
        changes, self.latest, self.is_latest_whole = {}, then, True
        for slot, value in slots.items():
            changes[slot], before = self.chain(then.get(slot), value, window.index)
            if before is not value and (type(before) is Number or before != (value or 0.0)):
                self.is_over = True  # the next step is that of other weights
                return self.changes(window, slots)
        self.changed = {slot for slot, chain in changes.items() if chain}
        return changes

    def changes(self, window, slots):
        changes, self.latest = {}, dict(slots)
        current = {id(value): slot for slot, value in slots.items() if type(value) is Number}
        for each in window.operations:
            if each.kind in ("+", "-") and each.part is None and (each.node in self.uses.changes or each.node in self.bias_nodes):
                path = self.uses.changes.get(each.node) or self.bias_nodes[each.node]
                slot = current.get(id(follow(each, path)))
                if slot is not None:
                    changes.setdefault(slot, []).append(each)
                    current[id(each)] = slot
                    self.latest[slot] = each
        self.is_latest_whole = self.changed <= set(changes)
        return changes

    def chain(self, after, before, index):
        """The changes that lead from a number to another."""
        found = []
        while after is not before and type(after) is Number and after.step == index and after.kind in ("+", "-"):
            found.append(after)
            path = self.uses.changes.get(after.node)
            if path is None:
                path = next((each for each in PATHS if before is not None and follow(after, each) is before), (0,))
                if len(path) == 1 and type(before) is not Number and before is not None:
                    path = next((each for each in PATHS if follow(after, each) == before), (0,))
                self.bias_nodes[after.node] = path
            after = follow(after, path)
        return found[::-1], after

    def mark(self, window):
        """Marks what the changes are made of; returns that of the outputs and deltas in order."""
        index, open_values = window.index, list(window.changes)
        for each in open_values:
            each.mark = index
        while open_values:
            for argument in open_values.pop().args:
                if type(argument) in KINDS and argument.step == index and argument.mark != index:
                    argument.mark = index
                    open_values.append(argument)
        return [each for each in window.operations if each.mark == index and each.level == self.depth]

    def outputs(self, step, grid, marked):
        if self.outputs_are_z:
            return [[part.root for part in row] for row in grid[-1]]
        if self.output is None:
            return None
        found, units = [each for each in marked if self.key(each) == self.output], self.layers[-1].units
        if len(found) != len(step.X) * units:
            return None
        return [found[r * units : (r + 1) * units] for r in range(len(step.X))]

    def targets_of(self, window, outputs):
        """What is subtracted from the outputs; 1 from that of a class is a row with a single 1."""
        if self.targets is None:
            return None
        place, position = self.targets
        at = {id(each): (r, u) for r, row in enumerate(outputs) for u, each in enumerate(row)}
        shape = len(outputs), len(outputs[0])
        y, seen = np.zeros(shape), set()
        for each in window.operations:
            if each.node == place and len(each.args) == 2 and id(each.args[1 - position]) in at:
                r, u = at[id(each.args[1 - position])]
                y[r, u] = -float(each.args[position]) if each.kind == "+" else float(each.args[position])
                seen.add((r, u))
                y[r, u] = 0.0 - y[r, u] if each.kind == "/" and y[r, u] < 0 else y[r, u]  # `-y / a`, of a cross-entropy
        return y if len(seen) == y.size or len(seen) == len(y) and np.all(y.sum(axis=1) == 1) else None

    # ---- deltas

    def deltas(self, step, window, grid, changes):
        """The deltas: of the numbers whose products with the inputs change the weights, those that depend on the outputs."""
        found = []
        for i, layer in enumerate(self.layers):
            terms = [self.unit_terms(window, grid, changes, i, u) for u in range(layer.units)]
            found.append(None)
            if all(each is not None for each in terms) and (self.with_deltas is None or i in self.with_deltas):
                factors = self.varying([each for unit in terms for each in unit])
                if factors is not None:
                    found[i] = [[unit[r][0] for unit in terms] for r in range(len(step.X))]
                    step.dZ[i] = np.array(factors).reshape(layer.units, len(step.X)).T.copy()
        for i in range(len(self.layers) - 1):
            later = {id(d) for each in found[i + 1 :] if each for row in each for d in row if d is not None}
            if found[i] and any(id(d) in later for row in found[i] for d in row if d is not None):
                found[i] = step.dZ[i] = None  # the change is made of another layer's deltas
        return found

    def passes(self, window, step):
        """Of how many examples the deltas are computed, where those of one are used."""
        if len(step.X) > 1 or self.targets is None or not self.are_targets_subtracted:
            return 1
        errors = {float(each) for each in window.operations if each.node == self.targets[0]}
        return max(1, len(errors) // self.layers[-1].units)

    @staticmethod
    def varying(terms):
        """The deltas with those of their factors that are not the same for all, such as the slope of a rectifier."""
        if len({len(rest) for high, rest in terms if high is not None}) > 1:
            return None
        rests = [rest for high, rest in terms if high is not None]
        kept = [k for k in range(len(rests[0]) if rests else 0) if len({each[k] for each in rests}) > 1 or abs(rests[0][k]) == 2]
        return [0.0 if high is None else float(high) * math.prod(rest[k] for k in kept) for high, rest in terms]

    def unit_terms(self, window, grid, changes, i, u):
        """Of each example the delta, and the numbers that it is multiplied with."""
        rows, found = len(grid[i]), None
        for k in self.orders[i]:
            if found is not None and self.is_learned:
                break  # the first one is enough
            chain = changes.get((i, u, k))
            if not chain:
                continue
            inputs = [grid[i][r][u].items[k][1] for r in range(rows)]
            terms = []
            for change in chain:
                for amount in amounts(change, self.uses.changes.get(change.node, (0,))):
                    self.collect(amount, window.index, i, inputs, terms)
            if rows == 1 and not terms:
                terms = [(None, [])]
            if len(terms) != rows or None in terms:
                return None
            if found is not None and any(a[0] != b[0] for a, b in zip(terms, found)):
                return None
            found = found or terms
        return found

    @staticmethod
    def low(value, index, layer):
        """Whether a number depends on no sum of the layer or of later ones."""
        return type(value) not in KINDS or value.step != index or value.level <= layer

    def collect(self, change, index, layer, inputs, terms):
        """The terms of a change: products of a delta with an input and with other numbers."""
        open_values, identities = [(change, [])], {id(each) for each in inputs}
        while open_values:
            value, factors = open_values.pop()
            if self.low(value, index, layer):
                continue
            wanted = inputs[len(terms)] if len(terms) < len(inputs) else None
            if any(each is wanted or len(inputs) == 1 and each == wanted for each in factors):
                terms.append(self.stripped(value, factors, index, layer, wanted))
            elif value.kind == "*":
                high = [each for each in value.args if not self.low(each, index, layer)]
                if len(high) != 1:
                    terms.append(None)
                    return
                rest = value.args[1] if high[0] is value.args[0] else value.args[0]
                open_values.append((high[0], factors + self.flat(rest, identities)))
            elif value.kind == "/":
                open_values.append((value.args[0], factors))
            elif value.kind in ("+", "-", "sum", "neg", "call"):
                open_values += [(each, factors) for each in reversed(value.args)]
            else:
                terms.append(None)
                return

    def flat(self, value, inputs):
        """The factors of a number that does not depend on the layer."""
        if type(value) is Number and value.kind == "*" and value.name is None and id(value) not in inputs:
            return self.flat(value.args[0], inputs) + self.flat(value.args[1], inputs)
        return [value]

    def stripped(self, value, factors, index, layer, wanted):
        """The delta without the learning rate and such, which the same statement multiplies it with."""
        gone = next(k for k, each in enumerate(factors) if each is wanted or each == wanted)
        rest = [float(each) for k, each in enumerate(factors) if k != gone]
        while value.kind == "*" and value.name is None and self.is_inner(value):
            high = [each for each in value.args if not self.low(each, index, layer)]
            if len(high) != 1:
                break
            rest.append(float(value.args[1] if high[0] is value.args[0] else value.args[0]))
            value = high[0]
        return value, rest

    def is_inner(self, value):
        """Whether a product stands in a statement that changes a weight."""
        return self.statement(value.node) in {self.statement(each) for each in self.uses.changes}

    def statement(self, place):
        statement = self.watcher.nodes[place].statement
        return place if statement is None else statement

    # ---- roles

    def learn_roles(self, steps):
        """The activations, the outputs and the targets."""
        last = len(self.layers) - 1
        self.with_deltas = {i for i in range(last + 1) if all(step.dZ[i] is not None for step, _, _ in steps)}
        pairs = zip(steps, steps[1:]) if last in self.with_deltas else ()
        if any(not step.dZ[last].any() and not np.array_equal(step.W[last], after.W[last]) for (step, _, _), (after, _, _) in pairs):
            self.with_deltas.remove(last)  # those of a hinge loss follow from the target alone, and are not seen
        for i in range(last):
            a, z = (np.concatenate([getattr(step, name)[i] for step, _, _ in steps]) for name in "AZ")
            layer = self.layers[i]
            layer.activation = next((word for word, f in ACTIVATIONS.items() if word != "softmax" and close(a, f(z))), None) or shown_leaky(a, z)
            if layer.activation is None:
                layer.activation = next((word for word, f in ACTIVATIONS.items() if close(a, f(-z))), None)
                layer.question = f"Layer {i + 1} is taken for {layer.activation}, though it computes {layer.activation}(-z)."
            if layer.activation is None:
                self.named_activation(steps[0], i)
        self.learn_output(steps)
        self.learn_targets(steps)

    def named_activation(self, first, i):
        """An activation that is none that is known, by the name of its function."""
        step, window, _ = first
        for each in window.operations:
            word = word_of(each.function, self.network.sources) if each.level == i + 1 and each.function else None
            if word:
                layer = self.layers[i]
                layer.activation = word
                layer.question = f"Layer {i + 1} is taken for {layer.activation}, because of the name `{each.function}`."
                return
        raise NotUnderstood(f"the activation of layer {i + 1} is none that is known")

    def learn_output(self, steps):
        layer = self.layers[-1]
        groups = [self.grouped(step.marked) for step, _, _ in steps]
        for place in groups[0]:
            arrays = []
            for (step, _, _), group in zip(steps, groups):
                if len(group.get(place, ())) != step.Z[-1].size:
                    break
                arrays.append(np.array([float(each) for each in group[place]]).reshape(step.Z[-1].shape))
            else:
                pairs = [(a, step.Z[-1]) for a, (step, _, _) in zip(arrays, steps)]
                for word, f in ACTIVATIONS.items():
                    if (word != "softmax" or layer.units > 1) and not all(close(a, z, 1e-12) for a, z in pairs):
                        if all(close(a, f(z)) for a, z in pairs):
                            layer.activation, self.output = word, place
                            return
        for each in steps[0][0].marked:
            word = word_of(each.function, self.network.sources) if each.function else None
            if word and len(groups[0][self.key(each)]) == steps[0][0].Z[-1].size:
                layer.activation, self.output = word, self.key(each)
                layer.question = f"Layer {len(self.layers)} is taken for {layer.activation}, because of the name `{each.function}`."
                return
        layer.activation, self.outputs_are_z = "identity", True

    @staticmethod
    def grouped(operations):
        groups = {}
        for each in operations:
            groups.setdefault(Lists.key(each), []).append(each)
        return groups

    @staticmethod
    def key(number):
        """Where it is computed: the slope may call the activation too."""
        calls = number.caller
        return number.node, calls and calls[0], calls and calls[1] and calls[1][0]

    def learn_targets(self, steps):
        step, window, _ = steps[0]
        outputs = self.outputs(step, step.grid, step.marked)
        if outputs is None:
            return
        outputs = {id(each) for row in outputs for each in row}
        nodes = self.watcher.nodes
        kept = [e for e in window.operations if len(e.args) == 2 and {id(e.args[0]), id(e.args[1])} & outputs]
        kept.sort(key=lambda each: each.mark != window.index)
        for kinds in (("-",), ("+",), ("*", "/")):
            for each in kept:
                for position in (0, 1):
                    if each.kind in kinds and id(each.args[1 - position]) in outputs and self.low(each.args[position], window.index, 0):
                        if position not in nodes[each.node].literals or kinds == ("-",) and position == 1:
                            self.targets, self.are_targets_subtracted = (each.node, position), each.kind not in ("*", "/")
                            if all(self.targets_of(w, self.outputs(s, s.grid, s.marked) or [[]]) is not None for s, w, _ in steps):
                                made = [len({float(e) for e in w.operations if e.node == each.node}) > len(s.X) * self.layers[-1].units for s, w, _ in steps]
                                self.has_other_examples = not self.are_targets_subtracted and any(made)
                                return
        self.targets, self.are_targets_subtracted = None, True

    def find_losses(self, windows):
        """The numbers that may be the loss: those of places that have a loss of the examples in every step."""
        places, deltas = None, Names(self.network).huber_deltas() or [None]
        for step, window in zip(self.first_steps, windows):
            step.scalars = [
                Event(e.node, "assign", [], None, float(e), e.name or "") for e in window.operations
                if e.level == self.depth
            ]
            if step.y is not None and step.A[-1] is not None:
                found = [losses(step.A[-1], step.y, each, not self.are_targets_subtracted) for each in deltas]
                values = [each for by_name in found for loss in by_name.values() for each in (loss.sum(), loss.mean())]
                numbers = np.array([each.scalar for each in step.scalars])
                with np.errstate(all="ignore"):
                    is_loss = sum(np.abs(numbers - each) <= 1e-6 * abs(each) for each in values)
                these = {each.node for each, is_one in zip(step.scalars, is_loss) if is_one}
                places = these if places is None else places & these
        for step in self.first_steps:
            step.scalars = [each for each in step.scalars if each.node in (places or ())]

    # ---- places

    def place(self, step, window, grid, outputs, deltas, changes):
        """Where in the source each tensor is computed, and its variable."""
        tensors = {}
        for i, layer in enumerate(self.layers):
            row = grid[i][0]
            tensors[f"Z{i + 1}"] = [part.root for part in row]
            if i > 0:
                tensors[f"A{i}"] = [row[0].items[k][1] for k in self.orders[i]]
            if deltas[i]:
                tensors[f"dZ{i + 1}"] = [each for each in deltas[i][0] if each is not None]
            tensors[f"W{i + 1}"] = [changes[i, u, k][-1] for u in range(layer.units) for k in self.orders[i] if changes.get((i, u, k))]
            bias = -1 if self.ones[i] is None else self.ones[i]
            tensors[f"b{i + 1}"] = [changes[i, u, bias][-1] for u in range(layer.units) if changes.get((i, u, bias))]
        if outputs is not None and not self.outputs_are_z:
            tensors[f"A{len(self.layers)}"] = outputs[0]
        self.find_helpers(window)
        everything = {name: {id(each) for each in values} for name, values in tensors.items()}
        for i, rows in enumerate(grid):
            everything[f"Z{i + 1}"].update(id(part.root) for row in rows for part in row)
            if deltas[i]:
                everything[f"dZ{i + 1}"].update(id(each) for row in deltas[i] for each in row)
        inputs = {id(item) for rows in grid for row in rows for part in row for pair in part.items for item in pair}
        inputs |= {id(each) for row in outputs or () for each in row}
        for name, values in tensors.items():
            known = inputs.union(*(ids for n, ids in everything.items() if n != name)) - everything[name]
            updates = set().union(*(ids for n, ids in everything.items() if n[0] in "Wb")) if name[0] == "d" else ()
            numbers = self.slice(values, known, window.index, updates)
            if numbers:
                step.places[name] = numbers
            names = {each.name for each in values if type(each) in KINDS and self.is_named(name, each)} - {None, ""}
            if len(names) == 1:
                step.names[name] = names.pop()

    def is_named(self, name, number):
        """Whether its name is that of its tensor: a weight may be assigned to other variables too."""
        return name[0] in "AZd" or self.watcher.nodes[self.statement(number.node)].text.startswith(number.name or "-")

    def slice(self, values, known, index, updates):
        """The statements that compute numbers from those that are known, the last one last.

        A delta that is computed with weights that have changed shows the change too, which is too early.
        """
        found, seen, open_values = [], set(), list(values)
        targets = {id(each) for each in values}
        while open_values:
            each = open_values.pop()
            if type(each) not in KINDS or each.step != index or id(each) in seen:
                continue
            if id(each) in known and id(each) not in targets and id(each) not in updates:
                continue
            seen.add(id(each))
            found.append(each)
            if id(each) not in updates:
                open_values += each.args
        return self.statements(sorted(found, key=lambda each: each.at), values)

    def statements(self, numbers, values):
        """The statements of numbers in order, those of the calls that tell them apart, and the assignments of the values."""
        stacks = [self.calls(each) for each in numbers]
        shared = 0
        while stacks and all(len(each) > shared and each[shared] == stacks[0][shared] for each in stacks):
            shared += 1
        at = {}
        for each in numbers:
            at.setdefault(self.statement(each.node), each.at)
        for each, stack in zip(numbers, stacks):
            inner = stack[shared:] or [place for place in stack[-1:] if place in self.helper_calls]
            for place in inner:
                at[self.statement(place)] = each.at + 0.5
        for each in values:
            if type(each) in KINDS and numbers and each.step == numbers[0].step and each.assigned is not None:
                at[self.statement(each.assigned)] = each.at + 0.5
        return sorted(at, key=at.get)

    @staticmethod
    def calls(number):
        """The places of the calls that an operation is in, the outermost first."""
        places, each = [], number.caller
        while each is not None:
            places.append(each[0])
            each = each[1]
        return places[::-1]

    def find_helpers(self, window):
        """The calls of functions that a step calls in several statements, such as a product of matrices."""
        calls = {}
        for each in window.operations:
            if each.mark == window.index and each.caller is not None:
                place = each.caller[0]
                function = self.watcher.nodes[place].text.split("(")[0]
                calls.setdefault(function, set()).add(place)
        several = [places for places in calls.values() if len({self.statement(each) for each in places}) > 1]
        self.helper_calls = set().union(*several)

    # ---- recording

    def record(self, is_end=False):
        """Records the steps whose next one is complete."""
        while len(self.windows) > (0 if is_end else 1):
            window = self.windows.pop(0)
            step = False if self.is_over else self.resolve(window, self.windows[0] if self.windows else self.window)
            if step is False:
                self.others += 1
            else:
                self.network.outcome.add(step)
                self.passes_of_steps[self.passes(window, step)] += 1
            for each in window.operations:
                each.args = ()

    def close_window(self):
        self.windows.append(self.window)
        self.window = Window(self.window.index + 1)

    def finish(self):
        global full
        full = math.inf
        if not self.is_given_up:
            self.take(log[:])
        if self.window.changes:
            self.close_window()
        self.record(True)
        after = Step(len(self.layers))
        for i, layer in enumerate(self.layers):
            bias = -1 if self.ones[i] is None else self.ones[i]
            after.W[i] = np.array([[float(self.latest[i, u, k]) for u in range(layer.units)] for k in self.orders[i]])
            if layer.has_bias:
                after.b[i] = np.array([self.signs[i] * float(self.latest[i, u, bias] or 0.0) for u in range(layer.units)])
        if not self.is_latest_whole:
            after.W = [None] * len(self.layers)
        self.network.outcome.finish(after, after)
