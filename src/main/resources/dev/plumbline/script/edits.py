"""The small edits of a script that may repair it: each statement's own, the plausible ones before the odd ones."""

import ast
import difflib
import itertools
import re

from names import PENALTY
from values import RATE

MOST_COMBINATIONS = 40  # of formulas
SHIFTED = re.compile(r"^(.*?)(\d+)(\D*)$")
CALLS = (("sum", "mean"), ("max", "min"), ("maximum", "minimum"), ("argmax", "max"), ("zeros_like", "ones_like"))
SIGNS = {ast.Add: " + ", ast.Sub: " - ", ast.Mult: " * ", ast.Div: " / ", ast.MatMult: " @ "}
COMPARED = {ast.Gt: " > ", ast.GtE: " >= ", ast.Lt: " < ", ast.LtE: " <= "}
SIZES = re.compile(r"^(self\.)?(m|n|N|M|batch_?size|bs|n_samples|num_examples|n_examples|num_samples)$")
DECAYS = re.compile(r"^(self\.)?(beta_?\d?|b\d|rho|decay\w*|gamma|mu|momentum)$")
MASK = re.compile(r"mask|drop", re.I)
ALL_SIGNS = {**SIGNS, ast.Pow: " ** "}
DERIVATIVE = re.compile(r"deriv|prime|grad|slope|^d_?[a-z]|_d$", re.I)


class Edit:
    """A change of a source: what it costs, and the whole edited source."""

    def __init__(self, cost, source):
        self.cost, self.source = cost, source


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
        self.known = {}  # the names of a function
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
        self.sums = {self.of(each.target).split("[")[0] for each in ast.walk(self.tree) if isinstance(each, ast.AugAssign)}
        self.floats = list(dict.fromkeys(
            each.value for each in ast.walk(self.tree) if isinstance(each, ast.Constant) and type(each.value) is float
        ))

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
        """The text of an operand, in parentheses where it needs them."""
        text = self.of(tree)
        simple = isinstance(tree, (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Constant))
        return text if simple or self.is_enclosed(tree) else f"({text})"

    def is_enclosed(self, tree):
        begin, end = self.span(tree)
        return self.data[begin - 1 : begin] == b"(" and self.data[end : end + 1] == b")" and not isinstance(self.parents.get(tree), ast.Call)

    def replaced(self, begin, end, text):
        return (self.data[:begin] + text.encode() + self.data[end:]).decode()

    def statements(self):
        return [each for each in ast.walk(self.tree) if isinstance(each, ast.stmt)]

    def scope(self, tree):
        """The function, or the module, that a statement is in."""
        while tree in self.parents and not isinstance(tree, (ast.FunctionDef, ast.Module)):
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
            for each in ast.walk(self.tree) if "self." in self.text else ():
                if isinstance(each, ast.Attribute) and self.is_variable(each):
                    found.setdefault(self.of(each), each)
            self.known[scope] = found
        return self.known[scope]

    def counters(self, tree):
        """The variables of the loops around an expression."""
        while tree in self.parents and not isinstance(tree, (ast.FunctionDef, ast.Module)):
            tree = self.parents[tree]
            if isinstance(tree, ast.For) and isinstance(tree.target, ast.Name):
                yield tree.target.id

    def lists(self, tree):
        """The names in the function around a statement that have an index."""
        return {self.of(each.value) for each in ast.walk(self.scope(tree)) if isinstance(each, ast.Subscript)}

    def uncalled(self):
        """Calls of methods without arguments that no line calls, on the variables that hold such an object."""
        called = {each.func.attr for each in ast.walk(self.tree) if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute)}
        made = [each for each in ast.walk(self.tree) if isinstance(each, ast.Assign) and isinstance(each.value, ast.Call)]
        for owner in ast.walk(self.tree):
            for method in owner.body if isinstance(owner, ast.ClassDef) else ():
                if isinstance(method, ast.FunctionDef) and len(method.args.args) == 1 and method.name not in called and "__" not in method.name:
                    for each in made:
                        if getattr(each.value.func, "id", None) == owner.name and isinstance(each.targets[0], ast.Name):
                            yield f"{each.targets[0].id}.{method.name}()"

    def dropouts(self, statement):
        """What the function of a statement multiplies by a mask, from the sign on: `* mask / keep`."""
        found = []
        for each in ast.walk(self.scope(statement)):
            if isinstance(each, ast.BinOp) and isinstance(each.op, (ast.Mult, ast.Div)):
                product = each
                while isinstance(product.left, ast.BinOp) and isinstance(product.left.op, (ast.Mult, ast.Div)):
                    product = product.left
                if isinstance(product.op, ast.Mult) and MASK.search(self.of(product.right)):
                    end = self.span(product.left)[1]
                    text = self.data[end : self.span(each)[1]].decode()
                    if text.count("(") == text.count(")"):
                        found.append(text.strip())
        masks = [name for name in self.names(statement) if MASK.search(name)]
        return list(dict.fromkeys(found + [f"* {name}" for name in masks]))

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


def is_false(tree):
    return isinstance(tree, ast.Constant) and tree.value is False


def edits(source, lines):
    """The edits of the statements that begin on the given lines, which have an extra cost for each line. Some are not valid."""
    found, seen = [], {source.text}
    for statement in source.statements():
        if statement.lineno in lines:
            for cost, text in statement_edits(source, statement):
                if text not in seen:
                    seen.add(text)
                    found.append(Edit(cost + lines[statement.lineno], text))
    return found


def statement_edits(source, statement):
    simple = not hasattr(statement, "body")
    for tree in own_nodes(statement):
        if isinstance(tree, ast.expr):
            for cost, text in expression_edits(source, statement, tree):
                yield cost, source.replaced(*source.span(tree), text)
    if isinstance(statement, (ast.Assign, ast.AugAssign)):
        yield from assignment_edits(source, statement)
        yield from analogies(source, statement)
        yield from twins(source, statement)
    if simple or isinstance(statement, ast.For):
        yield from moves(source, statement)
    if simple:
        yield from siblings(source, statement)
    yield from forgotten_calls(source, statement)
    yield from forgotten_resets(source, statement)


def own_nodes(statement):
    """The expressions of a statement, without those of the statements in it."""
    waiting = [statement]
    while waiting:
        tree = waiting.pop()
        yield tree
        waiting += [each for each in ast.iter_child_nodes(tree) if not isinstance(each, ast.stmt)]


def expression_edits(source, statement, tree):
    is_read = not isinstance(getattr(tree, "ctx", None), ast.Store)
    if isinstance(tree, ast.BinOp):
        yield from operation_edits(source, tree)
    elif isinstance(tree, ast.Compare) and len(tree.ops) == 1 and type(tree.ops[0]) in COMPARED:
        left, right = source.of(tree.left), source.of(tree.comparators[0])
        for kind, sign in COMPARED.items():
            if kind is not type(tree.ops[0]):
                yield 1.2, left + sign + right
    elif isinstance(tree, ast.Constant):
        yield from constant_edits(source, tree)
    elif isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
        yield 1.5, source.of(tree.operand)
    elif isinstance(tree, ast.Call):
        yield from call_edits(source, tree)
    elif isinstance(tree, ast.Attribute) and tree.attr == "T":
        yield 1.5, source.of(tree.value)
    elif isinstance(tree, ast.Subscript) and (is_read or isinstance(statement, ast.AugAssign)):
        yield from index_edits(source, tree)
    if source.is_variable(tree) and is_read:
        yield from variable_edits(source, statement, tree)
    if is_read and is_tensor(source, tree):
        yield from factor_edits(source, statement, tree)


def is_tensor(source, tree):
    """Whether an expression may be a whole side: not a part of a call's function, an index or a keyword."""
    parent = source.parents.get(tree)
    if isinstance(tree, (ast.Constant, ast.Compare, ast.Tuple, ast.List, ast.Slice)) or isinstance(parent, (ast.Attribute, ast.keyword)):
        return False
    return not (isinstance(parent, ast.Subscript) or isinstance(parent, ast.Call) and parent.func is tree)


def operation_edits(source, tree):
    left, right = source.of(tree.left), source.of(tree.right)
    begin, end = source.span(tree.left)[1], source.span(tree.right)[0]
    between = source.data[begin:end].decode()

    def joined(sign):
        start, stop = source.span(tree)
        kept = re.sub(r"\s*(\*\*|//|[-+*/@])\s*", lambda match: sign, between, count=1)
        return source.data[start:begin].decode() + kept + source.data[end:stop].decode()

    kind = type(tree.op)
    yield from slope_edits(source, tree)
    swaps = {ast.Add: [ast.Sub], ast.Sub: [ast.Add], ast.Mult: [ast.Div, ast.MatMult, ast.Add], ast.Div: [ast.Mult], ast.MatMult: [ast.Mult]}
    for other in swaps.get(kind, ()):
        yield 1 if kind in (ast.Add, ast.Sub) else 2, joined(SIGNS[other])
    if kind is ast.Sub:
        yield 1.5, f"{source.factor(tree.right)} - {source.factor(tree.left)}"
    if kind is ast.MatMult:
        yield 2.5, f"{source.factor(tree.right)} @ {source.factor(tree.left)}"
    yield 2, source.factor(tree.left)
    yield 2, source.factor(tree.right)
    first = tree.left
    while kind is ast.Mult and isinstance(first, ast.BinOp) and isinstance(first.op, ast.Mult):
        first = first.left
    if first is not tree.left:
        yield 1.8, source.factor(first)  # delta * a * (1 - a) → delta
    if kind is ast.Add and isinstance(tree.left, ast.Call) and len(tree.left.args) == 1:
        function = source.of(tree.left.func)
        yield 1.2, f"{function}({source.of(tree.left.args[0])} + {right})"  # sqrt(v) + eps → sqrt(v + eps)
    if kind is ast.Add and all(isinstance(each, ast.BinOp) and isinstance(each.op, ast.Mult) for each in (tree.left, tree.right)):
        first, second = tree.left, tree.right  # with each other's factor, as of a mean
        begin, middle, end = source.span(first)[0], source.span(second)[0], source.span(second)[1]
        one, two = (source.data[source.span(each)[0] : source.span(each.right)[0]].decode() for each in (first, second))
        rest = source.data[begin + len(one.encode()) : middle].decode(), source.data[middle + len(two.encode()) : end].decode()
        yield 1, two + rest[0] + one + rest[1]
    # (a ∘ b) ∘ c  →  a ∘ (b ∘ c), and back
    outer = "({})" if isinstance(source.parents.get(tree), (ast.BinOp, ast.UnaryOp)) and not source.is_enclosed(tree) else "{}"
    if isinstance(tree.left, ast.BinOp) and kind in ALL_SIGNS and type(tree.left.op) in ALL_SIGNS:
        inner = f"({source.factor(tree.left.right)}{ALL_SIGNS[kind]}{source.factor(tree.right)})"
        yield 2.2, outer.format(f"{source.factor(tree.left.left)}{ALL_SIGNS[type(tree.left.op)]}{inner}")
    if isinstance(tree.right, ast.BinOp) and kind in ALL_SIGNS and type(tree.right.op) in ALL_SIGNS:
        inner = f"({source.factor(tree.left)}{ALL_SIGNS[kind]}{source.factor(tree.right.left)})"
        yield 2.2, outer.format(f"{inner}{ALL_SIGNS[type(tree.right.op)]}{source.factor(tree.right.right)}")


def slope_edits(source, tree):
    """The derivative of another activation, `a * (1 - a)`, `1 - a ** 2` or `(a > 0)`, of the same variable, or of the activation
    in place of the pre-activation, or the other way round."""
    text = re.sub(r"\s", "", source.of(tree))
    of_sigmoid = re.fullmatch(r"(.+\*)?([^*]+)\*\(1(?:\.0*)?-\2\)", text)
    of_tanh = re.fullmatch(r"1(?:\.0*)?-(?:np\.(?:square|power)\()?(.+?)(?:\*\*2|\*\1|,2\)|\))", text)
    if not of_sigmoid and not of_tanh:
        return
    own, kind = (of_sigmoid[2], 0) if of_sigmoid else (of_tanh[1], 1)
    before = source.of(tree.left.left) + " * " if of_sigmoid and of_sigmoid[1] and isinstance(tree.left, ast.BinOp) else ""
    call = re.fullmatch(r"[\w.]+\((\w+)\)", own)
    functions = [name for name, count in source.functions.items() if count == 1 and not DERIVATIVE.search(name)]
    others = [call[1]] if call else [f"{function}({own})" for function in functions + ["np.tanh"] * kind]
    slopes = ("{0} * (1 - {0})", "(1 - {0} ** 2)", "({0} > 0)")
    for slope in [each.format(own) for i, each in enumerate(slopes) if i != kind] + [slopes[kind].format(other) for other in others]:
        is_whole = source.is_enclosed(tree) and not before and slope[0] == "(" and slope.count("(") == 1
        yield 1.1, slope[1:-1] if is_whole else before + slope


def constant_edits(source, tree):
    value = tree.value
    if isinstance(value, bool):
        yield 1, repr(not value)
    elif isinstance(value, int):
        for cost, other in ((1, 1 - value), (1.5, value + 1), (1.5, value - 1), (2, -value), (2.5, 0.5)):
            if other != value and not (other < 0 and value == 0 and cost == 1):
                yield cost, repr(other)
    elif isinstance(value, float):
        parent = source.parents.get(tree)
        if isinstance(parent, ast.Call) and getattr(parent.func, "attr", "") == "where":  # the slope of a leaky rectifier
            yield from ((1.3, name) for name in source.named_floats)
        others = [1 - value] if 0 < value < 1 else []
        others += [each for each in source.floats if each != value]
        others += [2.0 * value, value / 2, 1.0]
        for other in dict.fromkeys(float("%.12g" % each) for each in others):
            if other != value:
                yield 1.6 if other in source.floats else 2.5, repr(other)
    elif isinstance(value, str):
        match = SHIFTED.match(value)
        if match:
            for shift in (-1, 1):
                other = f"{match[1]}{int(match[2]) + shift}{match[3]}"
                if f"'{other}'" in source.text or f'"{other}"' in source.text:
                    yield 1, repr(other)


def call_edits(source, tree):
    name = tree.func.attr if isinstance(tree.func, ast.Attribute) else getattr(tree.func, "id", "")
    begin = source.span(tree)[0]
    whole = source.of(tree)
    end = source.span(tree.func)[1] - begin
    rest = whole.encode()[end:].decode()
    function = source.of(tree.func)
    for pair in CALLS:
        if name in pair:
            other = pair[1 - pair.index(name)]
            yield 1, function[: len(function) - len(name)] + other + rest
    for switch in source.switches.get(name, ()):
        if not any(each.arg == switch for each in tree.keywords):
            yield 1, f"{whole[:-1]}, {switch}=True)"
    if name in source.functions:
        for other, count in source.functions.items():
            if other != name and count == source.functions[name]:
                yield 2, function[: len(function) - len(name)] + other + rest
    if name in ("sum", "mean", "max") and not any(each.arg == "axis" for each in tree.keywords) and len(tree.args) <= 1:
        for axis in ("axis=0", "axis=0, keepdims=True", "axis=1, keepdims=True", "axis=1"):
            yield 1, f"{whole[:-1]}{', ' if tree.args or tree.keywords else ''}{axis})"
    keywords = [each.arg for each in tree.keywords]
    if "axis" in keywords and "keepdims" not in keywords:
        yield 2, f"{whole[:-1]}, keepdims=True)"
    for each in tree.keywords:  # without a keyword
        if each.arg in ("axis", "keepdims"):
            yield 2.5, re.sub(r",?\s*" + each.arg + r"\s*=\s*[^,)]+", "", whole)
    if len(tree.args) == 2 and name in ("dot", "matmul", "outer"):
        yield 2, f"{function}({source.of(tree.args[1])}, {source.of(tree.args[0])})"
    if len(tree.args) == 1 and isinstance(tree.args[0], ast.BinOp) and isinstance(tree.args[0].op, ast.Add):
        argument = tree.args[0]
        yield 1.2, f"{function}({source.of(argument.left)}) + {source.of(argument.right)}"  # sqrt(v + eps) → sqrt(v) + eps
    if len(tree.args) == 1 and not tree.keywords:
        yield 2.5, source.of(tree.args[0])
    if isinstance(tree.func, ast.Attribute) and name in ("copy", "reshape", "flatten", "ravel"):
        yield 2.5, source.of(tree.func.value)


def slice_edits(source, base, index):
    """The other end left out, or one more or less of a bound: `W[1:]` and `W[:-1]`."""
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    if len(parts) == 2 and source.of(parts[0]) == ":" and isinstance(parts[1], (ast.Name, ast.Attribute)):  # the labels of all rows
        yield 1, f"{base}[range(len({source.of(parts[1])})), {source.of(parts[1])}]"
    for i, part in enumerate(parts):
        if not isinstance(part, ast.Slice) or part.step is not None:
            continue
        lower, upper = (None if each is None else source.of(each) for each in (part.lower, part.upper))
        others = []
        if (lower, upper) in (("1", None), (None, "-1")):
            others = [":", ":-1" if upper is None else "1:"]
        elif upper is not None and lower is not None:
            others = [f"{lower}:{upper} + 1", f"{lower}:{upper} - 1", f"{lower}:", f":{upper}"]
        for other in others:
            texts = [other if j == i else ":" if each is part else source.of(each) for j, each in enumerate(parts)]
            yield 1.5, f"{base}[{', '.join(texts)}]"


def index_edits(source, tree):
    base, index = source.of(tree.value), tree.slice
    yield from slice_edits(source, base, index)
    if isinstance(index, (ast.Name, ast.BinOp, ast.UnaryOp)) or isinstance(index, ast.Constant) and isinstance(index.value, int):
        text = source.of(index)
        options = [f"{text} + 1", f"{text} - 1"]
        if isinstance(index, ast.BinOp) and isinstance(index.op, (ast.Add, ast.Sub)):
            options = [source.of(index.left), f"{source.of(index.left)}{' - ' if isinstance(index.op, ast.Add) else ' + '}{source.of(index.right)}"]
        elif isinstance(index, (ast.Constant, ast.UnaryOp)):
            options = []
        for option in options:
            yield 1, f"{base}[{option}]"
        for name in source.counters(tree):
            for option in (name, f"-{name}", f"{name} - 1", f"{name} + 1", f"-{name} + 1", f"-{name} - 1"):
                if not options:  # a number in a loop over layers
                    yield 1.2, f"{base}[{option}]"


def likeness(first, second):
    """What it costs to write one variable in place of the other: the same name with another number, a name with the
    same beginning or end, any other."""
    one, two = SHIFTED.match(first), SHIFTED.match(second)
    if one and two and (one[1], one[3]) == (two[1], two[3]):
        return 1
    if re.sub(r"\d", "", first).lower() == re.sub(r"\d", "", second).lower():
        return 1
    if re.findall(r"\d", first) == re.findall(r"\d", second) and re.findall(r"\d", first):
        return 1.5
    return 2.2


def variable_edits(source, statement, tree):
    text = source.of(tree)
    for each in ast.walk(statement):  # a sum that is collected in a comprehension
        if isinstance(each, (ast.ListComp, ast.GeneratorExp)) and each.elt is tree:
            for name in ast.walk(each.generators[0].target):
                if isinstance(name, ast.Name) and name.id != text:
                    yield 1.5, f"{name.id} + {text}"
    if DECAYS.match(text):
        yield 1, f"(1 - {text})"
    parent = source.parents.get(tree)
    # Another list with the same index; the variable of a rectifier's mask.
    lists = source.lists(statement) if isinstance(parent, ast.Subscript) and parent.value is tree else ()
    for name in source.names(statement):
        if name != text:
            is_alike = name in lists or isinstance(parent, ast.Compare)
            yield min(likeness(text, name), 1.6 if is_alike else 2.2), name


def factor_edits(source, statement, tree):
    """Something more in an expression: a transpose, a square, a sign, the number of examples, a slope, the learning rate."""
    factor = source.factor(tree)
    parent = source.parents.get(tree)
    is_simple = isinstance(tree, (ast.Name, ast.Attribute, ast.Subscript, ast.Call))
    if is_simple and not (isinstance(tree, ast.Attribute) and tree.attr == "T"):
        yield 1.5, f"{factor}.T"
    if is_simple:
        yield 1.2, f"{factor} ** 2"
    if not isinstance(parent, (ast.stmt, ast.BinOp, ast.Tuple, ast.Call)):
        return
    yield 2, f"-{factor}"
    if is_simple:
        yield 2.3, f"np.sqrt({source.of(tree)})"
    for each in source.dropouts(statement):
        yield 2.1, f"{factor} {each}"
    yield 2.5, f"2 * {factor}"
    yield 2.5, f"{factor} / 2"
    if isinstance(tree, ast.Name):
        yield 2.5, f"{tree.id} * (1 - {tree.id})"
    for name, node in source.names(statement).items():
        if RATE.search(name):
            yield 2.3, f"{name} * {factor}"
        elif DECAYS.match(name):
            yield 2, f"(1 - {name}) * {factor}"
            yield 2.4, f"{name} * {factor}"
        elif SIZES.match(name):
            yield 2, f"{factor} / {name}"
            yield 2.5, f"{factor} * {name}"
        elif isinstance(parent, ast.stmt) and not isinstance(node, ast.arg):
            for slope in (f"{name} * (1 - {name})", f"(1 - {name} ** 2)", f"({name} > 0)"):
                yield 2.6, f"{factor} * {slope}"
            for function, count in source.functions.items():
                if DERIVATIVE.search(function) and count == 1:
                    yield 2.5, f"{factor} * {function}({name})"
            yield 2.8, f"{factor} * {name}"
            yield 2.8, f"{factor} + {name}"
        if re.match(r"^(self\.)?[xX]", name):
            yield 2.6, f"{factor} / len({name})"
        if PENALTY.search(name) and isinstance(parent, ast.stmt):
            for weights in source.names(statement):
                if re.match(r"^(self\.)?[wW]\d?$|^(self\.)?(weights|kernel)", weights):
                    yield 1.5, f"{factor} + {name} * {weights}"
                    for count in filter(SIZES.match, source.names(statement)):
                        yield 1.6, f"{factor} + {name} / {count} * {weights}"


def assignment_edits(source, statement):
    target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
    begin, end = source.span(target)[1], source.span(statement.value)[0]
    between = source.data[begin:end].decode()
    if isinstance(statement, ast.AugAssign):
        for cost, sign in ((1, "+="), (1, "-="), (1.5, "=")):
            changed = re.sub(r"[-+*/@]?=", sign, between, count=1)
            yield cost, source.replaced(begin, end, changed)
        for name in filter(DECAYS.match, source.names(statement)):  # a mean that decays
            changed = re.sub(r"[-+*/@]?=", "=", between, count=1)
            yield 1.2, source.replaced(begin, end, f"{changed}{name} * {source.of(target)} + ")
    elif len(statement.targets) == 1:
        for sign in ("+=", "-="):
            yield 2, source.replaced(begin, end, re.sub("=", sign, between, count=1))
        if isinstance(statement.value, (ast.Name, ast.Attribute, ast.Subscript)):
            yield 1.5, source.replaced(*source.span(statement.value), source.of(statement.value) + ".copy()")
        if isinstance(statement.value, ast.Name) and isinstance(target, ast.Name):  # a list or dictionary of arrays
            name = statement.value.id
            for copy in (f"[each.copy() for each in {name}]", f"{{key: each.copy() for key, each in {name}.items()}}"):
                yield 1, source.replaced(*source.span(statement.value), copy)
    if not isinstance(target, (ast.Tuple, ast.List)):
        for name in source.names(statement):
            if likeness(source.of(target), name) <= 1.5 and name != source.of(target):
                yield 1.5, source.replaced(*source.span(target), name)


def rewritings(source, lines, formulas, factors):
    """The assignments of the given lines with whole other right sides, or a factor more: each, and all of them at once."""
    statements = [each for each in source.statements() if each.lineno in lines]
    for place, kinds in enumerate((factors, formulas)):
        options = [each for each in (rewritten(source, statement, kinds) for statement in statements) if each]
        # Tensors with as many formulas have the same conventions.
        counts = sorted({len(texts) for _, texts in options}) if len(options) > 1 else []
        combinations = itertools.product(*map(range, counts)) if counts else ()
        for at, numbers in enumerate(sorted(itertools.islice(combinations, MOST_COMBINATIONS), key=sum)):
            data = source.data
            for statement, texts in sorted(options, key=lambda each: -each[0].lineno):
                begin, end = source.span(statement.value)
                data = data[:begin] + texts[numbers[counts.index(len(texts))]].encode() + data[end:]
            yield Edit(0.4 + 0.02 * at + 0.03 * place, data.decode())
        for statement, texts in options:
            for at, text in enumerate(texts):
                yield Edit(lines[statement.lineno] / 4 + 0.02 * at + 0.03 * place, source.replaced(*source.span(statement.value), text))


def rewritten(source, statement, kinds):
    """A statement with the right sides for its target of which it knows all variables."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return None
    target, scope = ast.unparse(statement.targets[0]), list(ast.walk(source.scope(statement)))
    known = source.shared | {each.id for each in scope if isinstance(each, ast.Name)} | {each.arg for each in scope if isinstance(each, ast.arg)}
    owns, value = [], statement.value
    for _ in range(3):  # with the factor more, or in place of the last one or two
        is_product = isinstance(value, ast.BinOp) and isinstance(value.op, (ast.Mult, ast.MatMult, ast.Div, ast.Pow))
        own = source.of(value) if is_product else source.factor(value)
        owns.append(f"({own})" if source.is_enclosed(value) else own)
        if not is_product or not isinstance(value.op, ast.Mult):
            break
        value = value.left
    factors = [own + each for own in owns for each in kinds.get(target, ()) if each.startswith(" ")]
    texts = factors + [each for each in kinds.get(target, ()) if not each.startswith(" ")]
    texts = [each for each in texts if {name.id for name in ast.walk(ast.parse(each)) if isinstance(name, ast.Name)} <= known]
    return (statement, texts) if texts else None


def target_of(source, statement):
    if isinstance(statement, ast.AugAssign):
        return source.of(statement.target)
    return source.of(statement.targets[0]) if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None


def analogies(source, statement):
    """What another assignment of the block says, with the names of this one: `b1 -= rate * db1` beside `W1 -= rate * dW1`."""
    target = target_of(source, statement)
    for each in block_of(source, statement):
        model = target_of(source, each)
        if model is None or target is None or each is statement or model == target:
            continue
        begin = 0
        while begin < min(len(model), len(target)) and model[begin] == target[begin]:
            begin += 1
        end = 0
        while end < min(len(model), len(target)) - begin and model[-1 - end] == target[-1 - end]:
            end += 1
        old, new = model[begin : len(model) - end], target[begin : len(target) - end]
        if not old or not new or len(old) > 8 or begin + end == 0 and len(old) > 2:
            continue
        text = source.of(each)
        value = getattr(each, "value", None)
        if isinstance(value, ast.BinOp) and isinstance(value.op, (ast.Add, ast.Sub)) and not isinstance(statement, ast.AugAssign):
            term = source.of(value.right)  # what is added there, such as a penalty
            term = re.sub(r"(?<=[A-Za-z_])\d+(?![A-Za-z\d])" if old.isdigit() else re.escape(old), new, term)
            yield 1.7, edited(source, statement, f"{source.of(statement)}{SIGNS[type(value.op)]}{term}")
        if old.isdigit() and new.isdigit():
            shift = int(new) - int(old)
            yield 1.6, edited(source, statement, re.sub(r"(?<=[A-Za-z_])\d+(?![A-Za-z\d])", lambda m: str(int(m[0]) + shift), text))
            continue
        named = re.sub(r"(?<![A-Za-z])([dvmsgVM]?)" + re.escape(old) + r"(?![a-z])", lambda m: m[1] + new, text)
        named = named.replace(model, target)
        yield 1.6, edited(source, statement, named)
        yield 1.7, edited(source, statement, re.sub(r"(?<=[a-z_])1\b", "2", named))


def twins(source, statement):
    """A statement with what a similar one of its block has more or less, but for their names: a factor, a keyword."""
    own = tokens_of(source.of(statement))
    for each in block_of(source, statement):
        if each is statement or type(each) is not type(statement):
            continue
        others = tokens_of(source.of(each))
        matcher = difflib.SequenceMatcher(None, [word for _, word in others], [word for _, word in own], autojunk=False)
        if matcher.ratio() < 0.4:
            continue
        steps, renamed, added = matcher.get_opcodes(), {}, {}
        for kind, a, b, c, d in steps:
            if kind == "replace" and b - a == d - c:
                renamed.update((old, new) for (_, old), (_, new) in zip(others[a:b], own[c:d]) if old.isidentifier() and new.isidentifier())
        words = []
        for kind, a, b, c, d in steps:
            is_kept = kind == "equal" or kind == "replace" and b - a == d - c and all(o in renamed for _, o in others[a:b])
            parts = [word for _, word in own[c:d]] if is_kept else [renamed.get(word, word) for _, word in others[a:b]]
            added.update({} if is_kept else dict.fromkeys(["", *parts]))
            words += [(space, word) for (space, _), word in zip(others[a:b], parts)]
        options = [None] + [(word, name) for word in added for name in source.names(statement) if word != name and likeness(word, name) == 1]
        for option in options if added else ():  # such as `beta1` where the other one has `beta2`
            text = "".join(space + (option[1] if option and word == option[0] else word) for space, word in words)
            yield 0.8, edited(source, statement, text.strip())


def tokens_of(text):
    """The words and signs of a statement, each with the space before it."""
    return re.findall(r"(\s*)([A-Za-z_]\w*|[\d.]+(?:e-?\d+)?|\*\*|//|[-+*/@]=|\S)", text)


def edited(source, statement, text):
    return source.replaced(*source.span(statement), text)


def block_of(source, statement):
    parent = source.parents[statement]
    for field in ("body", "orelse", "finalbody"):
        block = getattr(parent, field, None)
        if isinstance(block, list) and statement in block:
            return block
    return []


def lines_of(source, statement):
    """The whole lines of a statement, if it does not share them."""
    begin, end = source.starts[statement.lineno - 1], source.starts[statement.end_lineno]
    text = source.data[begin:end]
    return (begin, end, text) if text.strip() == source.of(statement).encode().strip() or b"#" in text else None


def moves(source, statement):
    """The statement at another place of its block, without it, or out of its loop."""
    block, lines = block_of(source, statement), lines_of(source, statement)
    if lines is None:
        return
    begin, end, text = lines
    at = block.index(statement) if statement in block else -1
    for i, each in enumerate(block):
        spot = lines_of(source, each) or (source.starts[each.lineno - 1], source.starts[each.end_lineno], b"")
        if i > at:
            stop = spot[1]
            yield 1.5 + 0.05 * (i - at), (source.data[:begin] + source.data[end:stop] + text + source.data[stop:]).decode()
        elif i < at:
            start = spot[0]
            yield 2 + 0.05 * (at - i), (source.data[:start] + text + source.data[start:begin] + source.data[end:]).decode()
    if len(block) > 1:
        yield 2.5, (source.data[:begin] + source.data[end:]).decode()
    loop = source.parents.get(statement)
    if isinstance(loop, (ast.For, ast.While)) and len(block) > 1:  # out of its loop
        shifted = moved(text, loop.col_offset - statement.col_offset)
        start, stop = source.starts[loop.lineno - 1], source.starts[loop.end_lineno]
        is_counter = isinstance(statement, ast.AugAssign) and isinstance(statement.value, ast.Constant)
        yield 0.8 if is_counter else 2, source.data[:start].decode() + shifted + (source.data[start:begin] + source.data[end:]).decode()
        yield 2, (source.data[:begin] + source.data[end:stop]).decode() + shifted + source.data[stop:].decode()
        if 0 < at < len(block) - 1:  # with all that follow it
            rest = moved(source.data[begin:stop], loop.col_offset - statement.col_offset)
            yield 1.8, source.data[:begin].decode() + rest + source.data[stop:].decode()
    for each in block:  # into a loop beside it
        if isinstance(each, (ast.For, ast.While)) and each is not statement:
            shifted = moved(text, each.body[0].col_offset - statement.col_offset)
            first, last = source.starts[each.body[0].lineno - 1], source.starts[each.end_lineno]
            for spot in (first, last):
                if spot >= end:
                    yield 0.8 if is_reset(statement) and spot == first else 2, (source.data[:begin] + source.data[end:spot]).decode() + shifted + source.data[spot:].decode()
                elif spot <= begin:
                    yield 2, source.data[:spot].decode() + shifted + (source.data[spot:begin] + source.data[end:]).decode()


def is_reset(statement):
    """Whether a statement sets something to 0, or to an array of zeros, to which others add."""
    value = getattr(statement, "value", None)
    if isinstance(value, ast.Call):
        return getattr(value.func, "attr", "").startswith("zeros")
    return isinstance(statement, ast.Assign) and isinstance(value, ast.Constant) and value.value == 0


def moved(text, columns):
    """Lines with more or fewer spaces before them."""
    lines = text.decode().splitlines(keepends=True)
    return "".join(" " * columns + each if columns > 0 else each[-columns:] for each in lines)


def forgotten_calls(source, statement):
    """A call, before a statement of a loop, of a method without arguments that nothing calls, such as `zero_grad`."""
    loop = source.parents.get(statement)
    if not isinstance(loop, (ast.For, ast.While)):
        return
    start = source.starts[statement.lineno - 1]
    for call in source.uncalled():
        yield 2, source.replaced(start, start, " " * statement.col_offset + call + "\n")


def forgotten_resets(source, statement):
    """Sets to 0, at the end of a block, what a statement of it reads and another place only adds to."""
    block = block_of(source, statement)
    if not block or not hasattr(statement, "value"):
        return
    here = {source.of(each) for other in block for each in ast.walk(other) if isinstance(getattr(each, "ctx", None), ast.Store)}
    for each in ast.walk(statement.value) if statement.value is not None else ():
        if isinstance(each, (ast.Name, ast.Subscript)) and source.of(each).split("[")[0] in source.sums and source.of(each) not in here:
            end = source.starts[block[-1].end_lineno]
            line = f"{source.of(each)} = np.zeros_like({source.of(each)})\n"
            yield 1, source.replaced(end, end, " " * statement.col_offset + line)


def siblings(source, statement):
    """The same statement again for the bias in place of the weights, or for another layer."""
    lines = lines_of(source, statement)
    if lines is None:
        return
    _, end, text = lines
    text = text.decode()
    twins = [
        re.sub(rf"(?<![A-Za-z])([A-Za-z_]*?){old}(?=[\W_\d]|$)", lambda m: m[1] + new, text)
        for old, new in (("W", "b"), ("w", "b"), ("weights", "biases"), ("weight", "bias"), ("b", "W"))
    ]
    twins += [re.sub(r"(?<=[A-Za-z_])\d+(?![A-Za-z\d])", lambda m: str(int(m[0]) + shift), text) for shift in (1, -1)]
    twins.append(re.sub(r"(?<=[A-Za-z_])2(?![A-Za-z\d])", "", text))  # W2 beside W
    assigned = {target_of(source, each) for each in block_of(source, statement)}
    for twin in twins:
        if twin != text:
            # What is read and never changed, beside others that are, was forgotten.
            target = re.match(r"\s*([\w.]+(\[[^\]]*\])?) *[-+]?= ", twin)
            is_forgotten = target is not None and target[1] not in assigned and target[1] in source.names(statement)
            is_sum = isinstance(statement, ast.AugAssign) and target is not None and target[1] in assigned
            yield -0.5 if is_forgotten else 1 if is_sum else 2, source.replaced(end, end, twin)
