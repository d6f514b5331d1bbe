"""A source with its tree: the text of each part, the statements, and the names that each can read."""

import ast
import functools
import re

SHOWN = re.compile("loss|cost|err|acc", re.I)  # what a script may compute only to show it
MASK = re.compile(r"mask|drop", re.I)
KEEP = re.compile(r"keep|prob", re.I)
DERIVATIVE = re.compile(r"deriv|prime|grad|slope|^d_?[a-z]|_d$", re.I)


class Source:
    """A source with its tree, and the statements that can be edited."""

    def __init__(self, text):
        self.text = text
        self.data = text.encode()
        self.tree = ast.parse(text)
        self.starts = [0]
        for line in self.data.split(b"\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.parents = {child: tree for tree in ast.walk(self.tree) for child in ast.iter_child_nodes(tree)}
        self.known, self.known_indices, self.unread = {}, {}, {}  # the names, and the indices, of a function
        functions = [each for each in ast.walk(self.tree) if isinstance(each, ast.FunctionDef)]
        self.functions = {each.name: len(each.args.args) for each in functions}
        # Arguments that may be left out and are false then, such as `deriv=False`.
        self.switches = {
            each.name: [name.arg for name, value in zip(each.args.args[::-1], each.args.defaults[::-1]) if is_false(value)]
            for each in functions
        }
        self.shared = {"np"} | {  # the names that all functions can read
            name.id for each in self.tree.body if not isinstance(each, ast.FunctionDef) for name in ast.walk(each) if isinstance(name, ast.Name)
        } | set(self.functions)
        # What something is added to in place, without its index.
        self.sums = {self.of(each.target).split("[")[0] for each in ast.walk(self.tree) if isinstance(each, ast.AugAssign) and isinstance(each.op, ast.Add)}
        self.floats = list(dict.fromkeys(
            each.value for each in ast.walk(self.tree) if isinstance(each, ast.Constant) and type(each.value) is float
        ))
        # What counts steps.
        self.counted = list(dict.fromkeys(
            self.of(each.target) for each in ast.walk(self.tree)
            if isinstance(each, ast.AugAssign) and isinstance(each.value, ast.Constant) and each.value.value == 1
        ))
        # The attributes that lists or pairs hold too, such as a gradient beside its weights.
        self.held = {
            self.of(each) for pair in ast.walk(self.tree) if isinstance(pair, (ast.Tuple, ast.List)) and isinstance(pair.ctx, ast.Load)
            for each in pair.elts if isinstance(each, ast.Attribute)
        }
        # What objects keep as their own.
        self.own_attributes = list(dict.fromkeys(
            each.attr for each in ast.walk(self.tree) if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store) and getattr(each.value, "id", "") == "self"
        ))
        # The elements of dictionaries, which inner functions share.
        elements = [each for each in ast.walk(self.tree) if isinstance(each, ast.Subscript) and self.is_variable(each)]
        self.elements = list(dict.fromkeys(self.of(each) for each in elements))
        constants = [each for each in ast.walk(self.tree) if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant)]
        self.named_floats = [ast.unparse(each.targets[0]) for each in constants if type(each.value.value) is float]

    def span(self, tree):
        return (
            self.starts[tree.lineno - 1] + tree.col_offset,
            self.starts[tree.end_lineno - 1] + tree.end_col_offset,
        )

    def of(self, tree):
        begin, end = self.span(tree)
        return self.data[begin:end].decode()

    def factor(self, tree):
        """The text of an operand, in parentheses where it needs them, whether it has some or not."""
        text = self.of(tree)
        simple = isinstance(tree, (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Constant))
        return text if simple else f"({text})"

    def is_enclosed(self, tree):
        begin, end = self.span(tree)
        return self.data[begin - 1 : begin] == b"(" and self.data[end : end + 1] == b")" and not isinstance(self.parents.get(tree), ast.Call)

    def replaced(self, begin, end, text):
        return self.with_texts([(begin, end, text)])

    def with_texts(self, texts):
        """The source with other texts in place of several parts, which do not overlap: where each begins and ends, and its text."""
        data = self.data
        for begin, end, text in sorted(texts, reverse=True):
            data = data[:begin] + text.encode() + data[end:]
        return data.decode()

    def with_all(self, trees, text):
        """The source with the same text in place of several expressions."""
        return self.with_texts((*self.span(each), text) for each in trees)

    def target(self, statement):
        """What a statement assigns, if that is one variable."""
        if isinstance(statement, ast.AugAssign):
            return self.of(statement.target)
        return self.of(statement.targets[0]) if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None

    def block(self, statement):
        """The statements beside a statement, and itself."""
        parent = self.parents[statement]
        for field in ("body", "orelse", "finalbody"):
            block = getattr(parent, field, None)
            if isinstance(block, list) and statement in block:
                return block
        return []

    def lines(self, statement):
        """The whole lines of a statement, if it does not share them."""
        begin, end = self.starts[statement.lineno - 1], self.starts[statement.end_lineno]
        text = self.data[begin:end]
        return (begin, end, text) if text.strip() == self.of(statement).encode().strip() or b"#" in text else None

    def counts(self, statement):
        """What may count the steps in the loops around a statement, from 1 or from 0."""
        counters = list(self.counters(statement))
        return [*counters, *(f"({each} + 1)" for each in counters)]

    def statements(self):
        return [each for each in ast.walk(self.tree) if isinstance(each, ast.stmt)]

    def scope(self, tree):
        """The function, or the module, that a statement is in."""
        while tree in self.parents and not isinstance(tree, (ast.FunctionDef, ast.Module)):
            tree = self.parents[tree]
        return tree

    def statement(self, tree):
        """The statement that an expression is in."""
        while not isinstance(tree, ast.stmt):
            tree = self.parents[tree]
        return tree

    def names(self, tree):
        """What is read or written in the function around a statement: variables, attributes, elements of dictionaries."""
        scope, found = self.scope(tree), {}
        if scope not in self.known:
            for each in ast.walk(scope):
                if self.is_variable(each):
                    found.setdefault(self.of(each), each)
                elif isinstance(each, ast.arg) and each.arg != "self":
                    found.setdefault(each.arg, each)
            outer = self.scope(self.parents.get(scope, scope))
            for each in ast.walk(outer) if isinstance(outer, ast.FunctionDef) else ():  # what the functions in it share
                if isinstance(each, ast.Subscript) and self.is_variable(each):
                    found.setdefault(self.of(each), each)
            for each in ast.walk(self.tree) if "self." in self.text else ():
                if isinstance(each, ast.Attribute) and self.is_variable(each):
                    found.setdefault(self.of(each), each)
            kinds = {numbered(name) for name in found if numbered(name) != name}
            for each in self.tree.body:  # `b2` of the module, beside `b1`
                for target in each.targets if isinstance(each, ast.Assign) else ():
                    for name in ast.walk(target):
                        if isinstance(name, ast.Name) and numbered(name.id) in kinds:
                            found.setdefault(name.id, name)
            self.known[scope] = found
        return self.known[scope]

    def free_name(self, statement, *names):
        """The first of some names that the function around a statement does not have; the last one if it has all."""
        return next((each for each in names if each not in self.names(statement)), names[-1])

    def enclosing(self, tree):
        """What an expression or a statement is in, up to its function."""
        while tree in self.parents and not isinstance(tree, (ast.FunctionDef, ast.Module)):
            tree = self.parents[tree]
            yield tree

    def counters(self, tree):
        """The variables of the loops and lists around an expression."""
        for outer in self.enclosing(tree):
            for each in [outer] if isinstance(outer, ast.For) else getattr(outer, "generators", ()):
                if isinstance(each.target, ast.Name):
                    yield each.target.id

    def ranges(self, tree):
        """The variables of the loops and lists around an expression that go over a range, with what the range is of."""
        for outer in self.enclosing(tree):
            for each in [outer] if isinstance(outer, ast.For) else getattr(outer, "generators", ()):
                yield from self.range_of(each)

    def windows(self, piece):
        """Of a slice `k:k + size`, where `k` is the variable of a loop or list around it that goes over a range: `k`, the size, and what the
        range is of."""
        upper = piece.upper if isinstance(piece, ast.Slice) and isinstance(piece.lower, ast.Name) and piece.step is None else None
        if isinstance(upper, ast.BinOp) and isinstance(upper.op, ast.Add) and self.of(upper.left) == piece.lower.id:
            for counter, bounds in self.ranges(piece):
                if counter == piece.lower.id:
                    yield counter, upper.right, bounds

    def with_batch(self, piece, counter, size):
        """The source with the batch of a number, as `k * size:(k + 1) * size`, in place of a slice, wherever it is."""
        return self.with_slice(piece, f"{counter} * {self.factor(size)}:({counter} + 1) * {self.factor(size)}")

    def with_slice(self, piece, text):
        """The source with another slice in place of a slice, wherever it is."""
        return self.with_all([other for other in ast.walk(self.tree) if isinstance(other, ast.Slice) and self.of(other) == self.of(piece)], text)

    def range_of(self, loop):
        """The variable of a loop that goes over a range, with what the range is of; nothing of another loop."""
        if isinstance(loop.target, ast.Name) and isinstance(loop.iter, ast.Call) and self.of(loop.iter.func) == "range":
            yield loop.target.id, loop.iter.args

    def set_in_loop(self, tree):
        """The variables that the loop around a statement sets."""
        for loop in self.enclosing(tree):
            if isinstance(loop, ast.For):
                return {each.id for each in ast.walk(loop) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
        return set()

    def unpacked(self, tree):
        """The variables of the loops over elements around a statement."""
        for loop in self.enclosing(tree):
            if isinstance(loop, ast.For) and not self.of(loop.iter).startswith("range"):
                yield from (each.id for each in ast.walk(loop.target) if isinstance(each, ast.Name))

    def lists(self, tree):
        """The names in the function around a statement that have an index."""
        return {self.of(each.value) for each in ast.walk(self.scope(tree)) if isinstance(each, ast.Subscript)}

    def lists_like(self, element):
        """The other lists that the function around an element of one can read: variables and attributes that something is appended to
        or that have an index."""
        if isinstance(element.value, (ast.Name, ast.Attribute)):
            yield from (name for name in self.names(element) if name in self.all_lists and name != self.of(element.value))

    @functools.cached_property
    def all_lists(self):
        """The variables and attributes that something is appended to or that have an index."""
        trees = [each for each in ast.walk(self.tree) if isinstance(each, ast.Subscript) or isinstance(each, ast.Attribute) and each.attr == "append"]
        return {self.of(each.value) for each in trees if isinstance(each.value, (ast.Name, ast.Attribute))}

    def indices(self, tree):
        """The indices, in the function around a statement, that are a variable, or a variable and all of another axis."""
        scope, found = self.scope(tree), {}
        if scope in self.known_indices:
            return self.known_indices[scope]
        for each in ast.walk(scope):
            if isinstance(each, ast.Subscript):
                parts = each.slice.elts if isinstance(each.slice, ast.Tuple) else [each.slice]
                names = [part for part in parts if isinstance(part, ast.Name)]
                if len(names) == 1 and all(part in names or self.of(part) == ":" for part in parts):
                    found.setdefault(self.of(each.slice), each.slice)
        self.known_indices[scope] = list(found.values())
        return self.known_indices[scope]

    def read_elements(self, tree):
        """The elements of lists and dictionaries that the function around a statement reads."""
        found = [each for each in ast.walk(self.scope(tree)) if isinstance(each, ast.Subscript) and isinstance(each.ctx, ast.Load)]
        return list(dict.fromkeys(map(self.of, found)))

    def elements_here(self, tree):
        """The elements that the function around an expression reads, with the variables of the loops around it: `h[j]`."""
        counters = set(self.counters(tree))
        return [text for text in self.read_elements(tree) if set(re.findall(r"[A-Za-z_]\w*", text.partition("[")[2])) <= counters and counters]

    def other_elements(self, tree):
        """The elements of attributes that no line of the function around an expression reads, with the variables of the loops around
        it: `self.w_ho[j]`."""
        counters, here = set(self.counters(tree)), set(self.read_elements(tree))
        return [text for text, names in self.indexed.items() if names <= counters and text not in here]

    def forgotten_elements(self, statement):
        """The elements, with an index of a statement, of lists that something is appended to and that nothing reads: `self.masks[l - 1]`."""
        indices = dict.fromkeys(self.of(each.slice) for each in ast.walk(statement) if isinstance(each, ast.Subscript) and not isinstance(each.slice, (ast.Slice, ast.Tuple)))
        return [f"{name}[{index}]" for name in self.only_appended for index in indices]

    @functools.cached_property
    def only_appended(self):
        """The attributes that something is appended to and that nothing reads."""
        read = {self.of(each) for each in ast.walk(self.tree) if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Load) and getattr(self.parents[each], "attr", "") != "append"}
        appended = [each.value for each in ast.walk(self.tree) if isinstance(each, ast.Attribute) and each.attr == "append" and isinstance(each.value, ast.Attribute)]
        return list(dict.fromkeys(name for name in map(self.of, appended) if name not in read))

    @functools.cached_property
    def indexed(self):
        """The elements of attributes with variables as their indices, and these."""
        found = {}
        for each in ast.walk(self.tree):
            base, names = each, set()
            while isinstance(base, ast.Subscript) and isinstance(base.slice, ast.Name):
                names.add(base.slice.id)
                base = base.value
            if names and isinstance(base, ast.Attribute) and isinstance(each.ctx, (ast.Load, ast.Store)):
                found[self.of(each)] = names
        return found

    def is_stored(self, element):
        """Whether a statement of the function around an element of a list or dictionary changes it."""
        stored = [each for each in ast.walk(self.scope(element)) if isinstance(each, ast.Subscript) and isinstance(each.ctx, ast.Store)]
        return any(self.of(each.value) == self.of(element.value) for each in stored)

    def is_read(self, variable):
        """Whether the function around a variable reads it."""
        found = (each for each in ast.walk(self.scope(variable)) if isinstance(each, ast.Name) and each.id == variable.id)
        return any(isinstance(each.ctx, ast.Load) for each in found)

    def is_unread(self, statement, tree):
        """Whether in a tree only what sets, or changes, the same variable reads the one that a statement sets or changes."""
        base = self.target(statement).split("[")[0]
        for each in ast.walk(tree):
            is_read = isinstance(getattr(each, "ctx", None), ast.Load) and isinstance(each, (ast.Name, ast.Attribute)) and self.of(each) == base
            if is_read and (self.target(self.statement(each)) or "").split("[")[0] != base:
                return False
        return True

    def is_stored_in(self, name):
        """Whether only an element of a variable is set there."""
        parent = self.parents[name]
        return isinstance(parent, ast.Subscript) and parent.value is name and isinstance(parent.ctx, ast.Store) and not isinstance(self.parents[parent], ast.AugAssign)

    def never_read(self, tree):
        """The variables and arguments that the function around an expression, or the module, sets or has, and does not read."""
        scope = self.scope(tree)
        if scope not in self.unread:
            names = [each for each in ast.walk(scope) if isinstance(each, ast.Name)]
            known = {each.id for each in names} | {each.arg for each in ast.walk(scope) if isinstance(each, ast.arg)}
            counters = {name.id for each in ast.walk(scope) if isinstance(each, (ast.For, ast.comprehension)) for name in ast.walk(each.target) if isinstance(name, ast.Name)}
            read = {each.id for each in names if isinstance(each.ctx, ast.Load) and getattr(self.parents[each], "attr", "") != "append" and not self.is_stored_in(each)}
            is_other = {each for each in known if SHOWN.search(each)} | counters
            self.unread[scope] = known - read - {"self"} - (set() if isinstance(scope, ast.FunctionDef) else is_other)
        return self.unread[scope]

    @functools.cached_property
    def idle(self):
        """The variables that only the statements which set them read, such as a velocity that changes no weights."""
        others = {
            each.id for each in ast.walk(self.tree)
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load) and not isinstance(self.parents[each], (ast.Subscript, ast.Attribute)) and self.target(self.statement(each)) != each.id
        }
        return {each.id for each in ast.walk(self.tree) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)} - others

    @functools.cached_property
    def unchanged_arguments(self):
        """The `return` statements that return an argument of their function as it is."""
        found = []
        for each in ast.walk(self.tree):
            if isinstance(each, ast.Return) and isinstance(each.value, ast.Name) and isinstance(self.scope(each), ast.FunctionDef):
                named = [tree for tree in ast.walk(self.scope(each)) if getattr(tree, "id", getattr(tree, "arg", None)) == each.value.id]
                if any(isinstance(tree, ast.arg) for tree in named) and not any(isinstance(getattr(tree, "ctx", None), ast.Store) for tree in named):
                    found.append(each)
        return found

    def uncalled(self, statement):
        """Calls of what no line calls, or only the one that makes an object: functions of one argument, of each variable around a statement, and
        methods without arguments, on the variables that hold such an object."""
        calls = [each for each in ast.walk(self.tree) if isinstance(each, ast.Call) and getattr(self.scope(each), "name", None) != "__init__"]
        called = {getattr(each.func, "attr", getattr(each.func, "id", None)) for each in calls}
        for each in self.tree.body:
            if isinstance(each, ast.FunctionDef) and len(each.args.args) == 1 and each.name not in called:
                yield from (f"{each.name}({name})" for name in self.names(statement) if name.isidentifier())
        pairs = []
        for each in ast.walk(self.tree):
            if isinstance(each, ast.Assign):
                parts = (each.targets[0], each.value)
                pairs += zip(*(part.elts for part in parts)) if all(isinstance(part, ast.Tuple) for part in parts) else [parts]
        for owner in ast.walk(self.tree):
            for method in owner.body if isinstance(owner, ast.ClassDef) else ():
                if isinstance(method, ast.FunctionDef) and len(method.args.args) == 1 and method.name not in called and "__" not in method.name:
                    for target, value in pairs:
                        if isinstance(value, ast.Call) and getattr(value.func, "id", None) == owner.name and isinstance(target, ast.Name):
                            yield f"{target.id}.{method.name}()"

    def dropouts(self, statement):
        """What the function of a statement multiplies by a mask, from the sign on: `* mask / keep`."""
        found = []
        for each in ast.walk(self.scope(statement)):
            if isinstance(each, ast.BinOp) and isinstance(each.op, (ast.Mult, ast.Div)):
                product = each
                while isinstance(product.left, ast.BinOp) and isinstance(product.left.op, (ast.Mult, ast.Div)):
                    product = product.left
                if isinstance(product.op, ast.Mult) and self.is_mask(self.of(product.right)):
                    end = self.span(product.left)[1]
                    text = self.data[end : self.span(each)[1]].decode()
                    if text.count("(") == text.count(")"):
                        found.append(text.strip())
        masks = [name for name in self.names(statement) if self.is_mask(name)]
        masks += [text for text in self.elements if MASK.search(text)]
        keeps = [name for name in self.names(statement) if KEEP.search(name)]
        names = [name for name in masks if name in self.never_read(statement)]
        unread = [f"* {text}{end}" for text in (*names, *self.unread_elements(statement)) for end in ("", *(f" / {keep}" for keep in keeps))]
        return list(dict.fromkeys(found + unread + [f"* {name}" for name in masks]))

    def is_mask(self, name):
        """Whether a variable is named after a mask of dropout, or is one: what a comparison of random numbers gives."""
        return bool(MASK.search(name)) or name in self.drawn

    @functools.cached_property
    def drawn(self):
        """The variables that a comparison of random numbers gives, such as `D1 = np.random.rand(*A1.shape) < keep`."""
        pairs = [(each.targets[0], each.value) for each in ast.walk(self.tree) if isinstance(each, ast.Assign)]
        return {self.of(target) for target, value in pairs if any(isinstance(each, ast.Compare) and "rand" in self.of(each.left) for each in ast.walk(value))}

    def unread_elements(self, statement):
        """The elements of a dictionary that are set and nowhere read, with the numbers of those that the function of a statement reads:
        `cache["D" + str(l)]`."""
        found, keys = {}, {}
        for each in ast.walk(self.tree):
            if isinstance(each, ast.Subscript):
                key = each.slice.left if isinstance(each.slice, ast.BinOp) and isinstance(each.slice.op, ast.Add) else each.slice
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    name = re.sub(r"\d", "", key.value)
                    keys.setdefault((self.of(each.value), name), set()).add(type(each.ctx))
                    found.setdefault(self.scope(each), []).append((each, key, name))
        for each, key, name in found.get(self.scope(statement), ()):
            for (owner, other), contexts in keys.items():
                if owner == self.of(each.value) and contexts == {ast.Store}:
                    yield self.of(each).replace(self.of(key), repr(key.value.replace(name, other)), 1)

    def is_variable(self, tree):
        if isinstance(tree, ast.Name):
            parent = self.parents.get(tree)
            called = isinstance(parent, ast.Call) and parent.func is tree
            return not called and tree.id not in ("np", "numpy", "self", "range", "len", "True", "False", "math")
        if isinstance(tree, ast.Attribute):
            parent = self.parents.get(tree)
            called = isinstance(parent, ast.Call) and parent.func is tree
            return not called and isinstance(tree.value, ast.Name) and tree.value.id == "self"
        return isinstance(tree, ast.Subscript) and isinstance(tree.slice, ast.Constant) and isinstance(tree.slice.value, str)

    def derivatives(self):
        """The calls of functions that may be the derivative of an activation."""
        named = [f"{name}({{}})" for name, count in self.functions.items() if count == 1 and (DERIVATIVE.search(name) or "sigm" in name)]
        return named + [f"{name}({{}}, {switch}=True)" for name, switches in self.switches.items() for switch in switches]


def numbered(name):
    """A name, with a sign for each number."""
    return re.sub(r"\d+", "#", name)


def is_false(tree):
    return isinstance(tree, ast.Constant) and tree.value is False


def own_nodes(statement):
    """The expressions of a statement, without those of the statements in it."""
    waiting = [statement]
    while waiting:
        tree = waiting.pop()
        yield tree
        waiting += [each for each in ast.iter_child_nodes(tree) if not isinstance(each, ast.stmt)]


def tokens_of(text):
    """The words and signs of a statement, each with the space before it."""
    return re.findall(r"(\s*)([A-Za-z_]\w*|[\d.]+(?:e-?\d+)?|\*\*|//|[-+*/@]=|\S)", text)


def names_in(tree):
    return {each.id for each in ast.walk(tree) if isinstance(each, ast.Name)}
