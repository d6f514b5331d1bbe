"""Repeats one step of a training with other weights, whatever the network is.

An array that a script keeps, and changes again and again by plus or minus something, may be a weight. Between two changes
lies a step. `Observer` finds such arrays and where steps begin; `Stepper` stops where one begins, and runs it from there in
processes of their own: once as it is, and then with weights that are a little larger or smaller.
"""

import collections
import os
import pickle
import random
import sys
import time

import numpy as np

from screening import read_all
from watch import BINARY_OF, UFUNCS, Watcher, is_array

FEWEST_UPDATES = 3
MOST_UPDATES = 2000  # of the array with the fewest, before a step is chosen
MOST_KEPT = 4000  # arrays whose origin is known, and that may be weights
MOST_OF_A_PLACE = 400  # arrays of one place, in one step
DEEPEST = 5  # attributes and elements, of a name


class Enough(BaseException):
    """What was looked for is known; the rest of the training is of no interest."""


class Chain:
    """An array after a change in place, or one that continues another; with the change before it."""

    __slots__ = ("array", "at", "node", "name", "before", "root", "count")

    def __init__(self, array, at, node, name, before):
        self.array, self.at, self.node, self.name, self.before = array, at, node, name, before
        self.root = at if before is None else before.root
        self.count = 1 if before is None else before.count + 1

    def times(self):
        result, chain = [], self
        while chain is not None:
            result.append(chain.at)
            chain = chain.before
        return result[::-1]


def key_of(array):
    return array.__array_interface__["data"][0], array.shape, array.strides


def is_scalar(value):
    return isinstance(value, (float, np.floating)) or isinstance(value, np.ndarray) and value.size == 1 and value.dtype.kind == "f"


class Observer(Watcher):
    """Follows each array from one change to the next."""

    def __init__(self, network):
        super().__init__(network)
        self.at = 0  # how many operations there were
        self.origins = collections.OrderedDict()  # what a result continues, by its identity; with the result, which keeps this
        self.chains = collections.OrderedDict()  # by the place in memory, which is theirs as long as they are kept
        self.latest = {}  # by the first change
        self.before_update = {}
        self.scalars = {}  # the latest number of each place, their sum, and when it was

    def now(self):
        self.at += 1

    def binary(self, node, sign, left, right):
        result = BINARY_OF[sign](left, right)
        self.continues(sign, left, right, result)
        self.see(node, result)
        return result

    def call(self, node, function, *arguments, **keywords):
        result = function(*arguments, **keywords)
        name = getattr(function, "__name__", "")
        if isinstance(function, np.ufunc) and name in UFUNCS and len(arguments) == 2:
            self.continues(UFUNCS[name], *arguments, result)
            if is_array(keywords.get("out")) and keywords["out"] is arguments[0]:
                self.update(node, "", result, result)
        elif name == "at" and arguments and is_array(arguments[0]):
            self.update(node, "", arguments[0], arguments[0])
        elif function is setattr and len(arguments) == 3:
            self.named(node, str(arguments[1]), arguments[2])
        self.see(node, result)
        return result

    def continues(self, sign, left, right, result):
        if not isinstance(result, np.ndarray) or result.dtype.kind != "f":
            return
        for one, other in ((left, right), (right, left))[: 1 if sign == "-" else 2]:
            is_scaled = sign in "+-" or sign in ("*", "/") and not (isinstance(other, np.ndarray) and other.size > 1)
            if isinstance(one, np.ndarray) and one.shape == result.shape and is_scaled:
                self.origins[id(result)] = result, self.origin(one)
                if len(self.origins) > MOST_KEPT:
                    self.origins.popitem(last=False)
                return

    def origin(self, array):
        found = self.origins.get(id(array))
        return array if found is None or found[0] is not array else found[1]

    def equal(self, node, is_equal, left, right):
        return left == right if is_equal else left != right

    def assign(self, node, name, parts, value):
        if isinstance(value, (tuple, list)) and len(value) < 1000:
            for at, each in enumerate(value):
                self.named(node, parts[at] if at < len(parts) else f"{name}[{at}]", each)
        elif isinstance(value, dict) and len(value) < 1000:
            for each in value:
                self.named(node, f"{name}[{each!r}]", value[each])
        else:
            self.named(node, name, value)
        return value

    def named(self, node, name, value):
        if is_array(value):
            origin = self.origin(value)
            self.before_update[node] = value, origin
            if origin is not value:
                self.update(node, name, origin, value)
        self.see(node, value, name)

    def argument(self, name, value):
        pass

    def before(self, node, changed, index=None):
        pass

    def operand(self, node, value):
        return value

    def after(self, node, sign, name, changed, index=None):
        if not is_array(changed):
            changed = self.element(changed, index)
        if is_array(changed):
            self.update(node, name, changed, changed)
        self.see(node, changed, name)

    @staticmethod
    def element(changed, index):
        try:
            return changed if isinstance(changed, (float, np.floating)) else changed[index]
        except (TypeError, KeyError, IndexError):
            return None

    def stored(self, node, changed, name):
        if not is_array(changed):
            return
        value, origin = self.before_update.get(node, (None, None))
        if origin is not None and origin is not value and np.may_share_memory(origin, changed):
            self.update(node, name, changed, changed)
        self.see(node, changed, name)

    def update(self, node, name, before, after):
        if after.dtype.kind != "f":
            return
        self.origins.pop(id(after), None)  # what follows continues this one
        chain = self.chains.get(key_of(before))
        if chain is not None:
            self.chains.move_to_end(key_of(before))
        chain = Chain(after, self.at, node, name, chain)
        self.chains[key_of(after)] = chain
        self.chains.move_to_end(key_of(after))
        self.latest[chain.root] = chain
        if len(self.chains) > MOST_KEPT:
            _, old = self.chains.popitem(last=False)
            if self.latest.get(old.root) is old and old.count < FEWEST_UPDATES:
                del self.latest[old.root]
        self.updated(chain)

    def updated(self, chain):
        pass

    def see(self, node, value, name=""):
        if is_scalar(value):
            number = float(np.asarray(value).reshape(-1)[0])
            _, total, _ = self.scalars.get(node, (0.0, 0.0, 0))
            self.scalars[node] = number, total + number, self.at
        if isinstance(value, np.floating):
            self.keep(node, np.array([float(value)]), name)
        elif is_array(value) and value.dtype.kind == "f":
            self.keep(node, value, name)
        self.now()

    def keep(self, node, value, name):
        pass


class Finder(Observer):
    """Finds the arrays that may be weights, and at which operations a step may begin, and numbers are computed."""

    longest = 20.0  # seconds

    def __init__(self, network):
        super().__init__(network)
        self.began = time.monotonic()
        self.history = {}  # when numbers were computed, by their places

    def see(self, node, value, name=""):
        at = self.at
        super().see(node, value, name)
        if is_scalar(value):
            self.history.setdefault(node, []).append(at)

    def now(self):
        self.at += 1
        if self.at % 1000 == 0:
            chains = self.lasting()
            if chains and (time.monotonic() - self.began > self.longest or rarest(chains).count > MOST_UPDATES):
                raise Enough
            if time.monotonic() - self.began > 2 * self.longest:
                raise Enough

    def lasting(self):
        """The chains that go on for most of the time since the first of them began."""
        chains = [each for each in self.latest.values() if each.count >= FEWEST_UPDATES]
        longest = max((each.at - each.root for each in chains), default=0)
        return [each for each in chains if 2 * (each.at - each.root) >= longest]


def rarest(chains):
    return min(chains, key=lambda each: each.count)


class Stepper(Observer):
    """Stops where a step begins, and calls what measures it."""

    def __init__(self, network):
        super().__init__(network)
        self.begin = self.end = self.last = None  # of the step, as numbers of operations, and of the one after it, up to its updates
        self.measure = None
        self.counts = collections.Counter()  # how many arrays each place has computed
        self.record = None  # what takes each array of the step: its place, its number there, its name, and the array
        self.updated_at = {}  # what arrays were after each change
        self.process = self.answer = None  # in which it goes on, and what this answers at the end of the step
        self.in_time = {}  # the numbers of the step alone

    def finish(self):
        """Ends the process, and sends what it has seen."""
        self.process.send(self.answer())
        os._exit(0)

    def now(self):
        self.at += 1
        if self.at == self.begin and self.measure is not None:
            self.measure(self)
        elif self.process is not None and self.at >= self.end:
            if not self.in_time:
                self.in_time, self.record = dict(self.scalars), None
            if self.at >= self.last:
                self.finish()

    def updated(self, chain):
        if self.process is not None and self.at < self.end:
            self.updated_at[chain] = chain.array.copy()

    def keep(self, node, value, name):
        if self.record is not None:
            number = self.counts[node]
            self.counts[node] += 1
            if number < MOST_OF_A_PLACE:
                self.record(node, number, name, value)

    def first_update(self, root, held):
        """When an array, as it was when the step began, was changed first, and what it then was; None if it was not."""
        chain = self.latest.get(root)
        while chain is not None and chain.before is not held:
            chain = chain.before
        return (chain.at, self.updated_at[chain]) if chain in self.updated_at else None

    def numbers(self):
        """Those of the step, and those that follow its updates, where the step itself has none."""
        return {**self.scalars, **(self.in_time or self.scalars)}


class Process:
    """Work in a process of its own; without any, the training goes on in it, to the end of the step. It answers with lists, dictionaries
    and arrays, for our modules are hidden from the script."""

    def __init__(self, work=None):
        self.read, self.write = os.pipe()
        drawn = random.getstate()
        self.pid = os.fork()
        self.is_child = self.pid == 0
        if self.is_child:
            random.setstate(drawn)  # Python gives each process a new one
        if not self.is_child:
            os.close(self.write)
        elif work is not None:
            os.close(self.read)
            try:
                self.send(work())
            finally:
                os._exit(0)

    def send(self, answer):
        view = memoryview(pickle.dumps(answer, protocol=4))
        while view:
            view = view[os.write(self.write, view) :]

    def answer(self):
        data = read_all(self.read)
        os.waitpid(self.pid, 0)
        return pickle.loads(data) if data else None


def path_of(array):
    """By which name the script reaches an array, from the variables of its functions: the shortest one."""
    frame = sys._getframe(1)
    while frame is not None:
        if "__watcher__" in frame.f_globals:  # of the script, or of a module beside it
            for variables in (frame.f_locals, frame.f_globals):
                found = path_in(variables, array)
                if found:
                    return found
        frame = frame.f_back
    return None


def path_in(variables, array):
    waiting = collections.deque((name, value, 0) for name, value in list(variables.items()) if not name.startswith("__"))
    seen = set()
    while waiting and len(seen) < 20000:
        name, value, depth = waiting.popleft()
        if value is array:
            return name
        if id(value) in seen or depth >= DEEPEST or isinstance(value, (np.ndarray, str, bytes, int, float, type, type(os))):
            continue
        seen.add(id(value))
        if isinstance(value, dict):
            waiting.extend((f"{name}[{each!r}]", inner, depth + 1) for each, inner in list(value.items())[:1000] if isinstance(each, (str, int)))
        elif isinstance(value, (list, tuple)):
            waiting.extend((f"{name}[{at}]", inner, depth + 1) for at, inner in enumerate(value[:1000]))
        else:
            fields = getattr(value, "__dict__", None) or {each: getattr(value, each, None) for each in getattr(type(value), "__slots__", ()) or ()}
            waiting.extend((f"{name}.{each}", inner, depth + 1) for each, inner in list(fields.items()))
    return None
