"""The small edits of an expression, each with its cost in bits.

A kind of edit costs about -log2 of the share of its edits that were the right one, in the lines of the wrong tensor of 250
mistakes by people who did not know these edits: one of 100 costs 6.6. What was never right costs 10 to 13, by how plausible it
is.
"""

import ast
import itertools
import re

from names import HUBER_DELTA, PENALTY
from sources import DERIVATIVE, KEEP, names_in, own_nodes, tokens_of
from values import RATE

SAME, ALIKE, OF_A_LIST, UNREAD, COUNT, ANY_OTHER = 7, 8, 8.5, 6, 5, 12  # what another variable costs; one that nothing in the function reads; a count as a divisor
LEFT_OUT = 11  # what a variable more costs, in the lines of the wrong tensor
KEY = re.compile(r"(?:(?<=str\()|(?<=\{))([A-Za-z_]\w*)(?: *[-+] *1)?(?=[)}:])")  # the number in a key
SHIFTED = re.compile(r"^(.*?)(\d+)(\D*)$")
CALLS = (("sum", "mean"), ("max", "min"), ("maximum", "minimum"), ("argmax", "max"), ("zeros_like", "ones_like"), ("abs", "sign"))
SLOPES = ("{0} * (1 - {0})", "(1 - {0} ** 2)", "({0} > 0)")
AXES = ("axis=0", "axis=0, keepdims=True", "axis=1, keepdims=True", "axis=1")
SIGNS = {ast.Add: " + ", ast.Sub: " - ", ast.Mult: " * ", ast.Div: " / ", ast.MatMult: " @ "}
ALL_SIGNS = {**SIGNS, ast.Pow: " ** "}
COMPARED = {ast.Gt: " > ", ast.GtE: " >= ", ast.Lt: " < ", ast.LtE: " <= "}
DRAWS = ("randint", "integers", "choice", "permutation")
COUNTED = re.compile(r"^(self\.)?(n|num|size|count)_?(train\w*|samples|examples)$|(train|samples|examples)_?(size|count)$", re.I)
SIZES = re.compile(r"^(self\.)?(m|n|N|M|(?i:batch_?size|bs|n_samples|num_examples|n_examples|num_samples))$")
BIAS = re.compile(r"^(self\.)?(b|bias(es)?)_?\d*$")
WEIGHTS = re.compile(r"(?:^|[._\"'])(?:[wW]\d?|weights?\d?|kernel)(?:[\"']\]|\[\w+\])?$")
SLOPE_OF = re.compile("tanh|sigm|logistic", re.I)
OUTPUTS = re.compile("softmax|sigmoid", re.I)
SMALL = re.compile(r"^(self\.)?eps", re.I)
DECAYS = re.compile(r"^(\w+\.|\w+\[['\"])?(?i:beta_?\d?|rho|decay\w*|gamma|mu|momentum)(['\"]\])?$|^(self\.)?b\d$")


def expression_edits(source, statement, tree):
    is_read = not isinstance(getattr(tree, "ctx", None), ast.Store)
    if isinstance(tree, ast.BinOp):
        yield from operation_edits(source, tree)
    elif isinstance(tree, ast.Compare) and len(tree.ops) == 1 and type(tree.ops[0]) in COMPARED:
        left, right = source.of(tree.left), source.of(tree.comparators[0])
        if isinstance(tree.left, ast.BinOp) and isinstance(tree.left.op, ast.Mult):  # d * z > 0, which compares the product
            yield 0, f"{source.of(tree.left.left)} * ({source.of(tree.left.right)}{COMPARED[type(tree.ops[0])]}{right})"
        if right in ("0", "0.0") and isinstance(source.parents.get(tree), ast.BinOp):  # the derivative of a rectifier
            yield from ((5, slope.format(left)) for slope in SLOPES[:2])
        for kind, sign in COMPARED.items():
            if kind is not type(tree.ops[0]):
                yield 6.5, left + sign + right
        if "rand" in left:  # a mask of dropout
            yield from ((2.5, name) for name in source.names(tree) if source.is_mask(name))
            is_scaled = isinstance(getattr(source.parents.get(tree), "op", None), ast.Div)
            if not is_scaled:
                yield 3, f"({source.of(tree)}) / {source.factor(tree.comparators[0])}"
            yield 2.5 if is_scaled else 5, f"{left}{COMPARED[type(tree.ops[0])]}1 - {right}"
        elif not isinstance(tree.comparators[0], ast.Constant):
            yield from ((8, source.of(tree) + shift) for shift in (" - 1", " + 1"))
    elif isinstance(tree, ast.Compare) and len(tree.ops) == 1 and isinstance(tree.ops[0], ast.Eq):
        left, right = source.factor(tree.left), source.factor(tree.comparators[0])
        yield from ((8, f"{left}{one} == {right}{two}") for one, two in ((".ravel()", ""), ("", ".ravel()"), (".ravel()", ".ravel()"), ("", "[:, None]")))
        for shift in (" - 1", " + 1"):  # the last layer
            yield 7, source.of(tree) + shift
    elif isinstance(tree, ast.Constant):
        yield from constant_edits(source, tree)
        if tree.value == 1 and isinstance(source.parents.get(tree), (ast.BinOp, ast.Call)):  # of the other class
            named = dict.fromkeys(source.of(each) for each in own_nodes(statement) if source.is_variable(each))
            yield from ((9, f"(1 - {name})") for name in named)
    elif isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
        yield 8, source.of(tree.operand)
    elif isinstance(tree, ast.Call):
        yield from call_edits(source, tree)
    elif isinstance(tree, ast.Attribute) and tree.attr == "T":
        yield 8, source.of(tree.value)
    elif isinstance(tree, ast.Attribute) and tree.attr in source.own_attributes and isinstance(tree.value, ast.Name) and is_read:
        for other in source.own_attributes:  # of the same object, such as a layer
            is_like = other.lower() in tree.attr.lower() or tree.attr.lower() in other.lower()
            if other != tree.attr:
                yield ALIKE if is_like else ANY_OTHER, f"{tree.value.id}.{other}"
    elif isinstance(tree, ast.Subscript) and (is_read or isinstance(statement, ast.AugAssign)):
        yield from index_edits(source, tree)
        yield from key_edits(source, tree)
        yield from place_edits(source, tree)
        yield from exchanged_indices(source, tree)
        yield from array_edits(source, tree) if is_read else ()
    if isinstance(tree, (ast.BinOp, ast.Call)):
        yield from layer_edits(source, statement, tree)
    if isinstance(tree, (ast.List, ast.Call)):
        yield from element_edits(source, tree)
    if is_read:
        yield from row_edits(source, statement, tree)
    if source.is_variable(tree) and is_read:
        yield from variable_edits(source, statement, tree)
    if isinstance(source.parents.get(tree), ast.Call) and isinstance(tree, ast.Call):  # `step(state)`, and not `step(begin())`
        yield from ((UNREAD, name) for name in source.never_read(tree))
    if is_read:
        yield from collected(source, tree)
    if is_read and is_tensor(source, tree):
        yield from factor_edits(source, statement, tree)


def is_tensor(source, tree):
    """Whether an expression may be a whole side: not a part of a call's function, an index, a length or a keyword."""
    parent = source.parents.get(tree)
    inner, outer = tree, parent
    while isinstance(outer, ast.expr):
        is_counted = isinstance(outer, ast.Call) and getattr(outer.func, "id", "") in ("str", "range", "len", "int")
        if is_counted or isinstance(outer, ast.Subscript) and outer.slice is inner:
            return False
        inner, outer = outer, source.parents.get(outer)
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
    if kind is ast.Div and isinstance(tree.left, ast.BinOp) and isinstance(tree.left.op, ast.Mult) and "rand" in source.of(tree.left.right):
        masks = [name for name in source.names(tree) if source.is_mask(name)]
        yield from ((2, f"{source.of(tree.left.left)} * {mask}") for mask in masks)  # the same as before, not a new one
    yield from slope_edits(source, tree)
    yield from of_parts(source, tree, left, right)
    if kind is ast.FloorDiv:
        yield 2, joined(" / ")
    swaps = {ast.Add: [ast.Sub], ast.Sub: [ast.Add], ast.Mult: [ast.Div, ast.MatMult, ast.Add], ast.Div: [ast.Mult], ast.MatMult: [ast.Mult]}
    statement = source.parents.get(tree)
    is_update = isinstance(statement, ast.Assign) and source.of(statement.targets[0]) == left  # w = w + …
    for other in swaps.get(kind, ()):
        yield 5 if is_update else 8 if kind in (ast.Add, ast.Sub) else 12, joined(SIGNS[other])
    if kind in (ast.Div, ast.Mult) and isinstance(tree.left, ast.BinOp) and isinstance(tree.left.op, (ast.Add, ast.Sub)):  # (a + b) / m
        yield 6, f"{source.of(tree.left.left)}{SIGNS[kind]}{source.factor(tree.right)}{SIGNS[type(tree.left.op)]}{source.of(tree.left.right)}"
    if kind is ast.Sub:
        yield 6.5, f"{source.factor(tree.right)} - {source.factor(tree.left)}"
    if kind is ast.Div:
        divisors = [source.of(each.right) for each in ast.walk(source.scope(tree)) if isinstance(each, ast.BinOp) and isinstance(each.op, ast.Div)]
        yield from ((6, joined(" / ")[: -len(right)] + other) for other in dict.fromkeys(divisors) if other != right and not source.is_enclosed(tree.right))
    if kind is ast.Mult and KEEP.search(right):
        yield 4, joined(" / ")
    elif kind is ast.Mult and isinstance(tree.right, (ast.Name, ast.Attribute, ast.Subscript)):  # an activation in place of its derivative
        yield from ((7, joined(" * ")[: -len(right)] + slope.format(right)) for slope in SLOPES)
    if kind is ast.MatMult:
        yield from ((9, f"{source.of(tree)} + {name}") for name in filter(BIAS.match, source.names(tree)))
        yield 9, f"{source.factor(tree.right)} @ {source.factor(tree.left)}"
    yield 9, source.factor(tree.left)
    yield 7 if kind is ast.Mult and RATE.search(left) else 12, source.factor(tree.right)
    first = tree.left
    while kind is ast.Mult and isinstance(first, ast.BinOp) and isinstance(first.op, ast.Mult):
        first = first.left
    if first is not tree.left:
        yield 7, source.factor(first)  # delta * a * (1 - a) → delta
    if kind is ast.Add and isinstance(tree.left, ast.Call) and tree.left.args and not tree.left.keywords:
        *others, last = map(source.of, tree.left.args)
        yield 6, f"{source.of(tree.left.func)}({', '.join([*others, f'{last} + {right}'])})"  # sqrt(v) + eps → sqrt(v + eps), relu(z) + b → relu(z + b)
    if kind is ast.Add and all(isinstance(each, ast.BinOp) and isinstance(each.op, ast.Mult) for each in (tree.left, tree.right)):
        first, second = tree.left, tree.right  # with each other's factor, as of a mean
        begin, middle, end = source.span(first)[0], source.span(second)[0], source.span(second)[1]
        one, two = (source.data[source.span(each)[0] : source.span(each.right)[0]].decode() for each in (first, second))
        rest = source.data[begin + len(one.encode()) : middle].decode(), source.data[middle + len(two.encode()) : end].decode()
        yield 6, two + rest[0] + one + rest[1]
    # (a ∘ b) ∘ c  →  a ∘ (b ∘ c), and back
    outer = "({})" if isinstance(source.parents.get(tree), (ast.BinOp, ast.UnaryOp)) and not source.is_enclosed(tree) else "{}"
    if isinstance(tree.left, ast.BinOp) and kind in ALL_SIGNS and type(tree.left.op) in ALL_SIGNS:
        inner = f"({source.factor(tree.left.right)}{ALL_SIGNS[kind]}{source.factor(tree.right)})"
        yield 10, outer.format(f"{source.factor(tree.left.left)}{ALL_SIGNS[type(tree.left.op)]}{inner}")
    if isinstance(tree.right, ast.BinOp) and kind in ALL_SIGNS and type(tree.right.op) in ALL_SIGNS:
        inner = f"({source.factor(tree.left)}{ALL_SIGNS[kind]}{source.factor(tree.right.left)})"
        yield 10, outer.format(f"{inner}{ALL_SIGNS[type(tree.right.op)]}{source.factor(tree.right.right)}")


def of_parts(source, tree, left, right):
    """What is often forgotten in a sum, a difference or a power of certain parts."""
    kind = type(tree.op)
    if kind is ast.Pow:
        base = tree.left
        if isinstance(base, ast.BinOp) and isinstance(base.op, ast.Sub):  # (1 - a) ** 2 → (1 - a ** 2)
            text = f"{source.of(base.left)} - {source.factor(base.right)} ** {right}"
            yield 3, text if source.is_enclosed(tree) else f"({text})"
        for name in source.counted:  # the steps in a correction of a bias
            if name != right:
                yield 6, f"{left} ** {name}"
    if kind is ast.Add and (SMALL.match(right) or isinstance(getattr(tree.right, "value", None), float) and 0 < tree.right.value < 1e-2):
        yield 3.5, f"np.sqrt({left}) + {right}"
    if kind is ast.Add and isinstance(tree.left, ast.BinOp) and isinstance(tree.left.op, ast.Mult):
        decay = source.of(tree.left.left)
        if DECAYS.match(decay) and not right.startswith("(1"):
            yield 4, f"{source.of(tree.left)} + (1 - {decay}) * {source.factor(tree.right)}"
    share = re.match(r"\(1(?:\.0*)? - ([\w.\[\]]+)\) \* ", right) if kind is ast.Add else None
    if share and not isinstance(tree.left, ast.BinOp):  # a mean that is not decayed
        yield 2, f"{share[1]} * {source.factor(tree.left)} + {right}"
    if kind is ast.Sub and all(isinstance(each, (ast.Name, ast.Attribute, ast.Subscript)) for each in (tree.left, tree.right)):
        yield 8, f"{left} - {right}.reshape({left}.shape)"
        yield 8, f"{left}.reshape({right}.shape) - {right}"


def slope_edits(source, tree):
    """The derivative of another activation, `a * (1 - a)`, `1 - a ** 2` or `(a > 0)`, of the same variable, or of the activation
    in place of the pre-activation, or the other way round; or that of an element of a list, `h[j]`, for that of a number."""
    text = re.sub(r"\s", "", source.of(tree))
    of_half = re.fullmatch(r"1(?:\.0*)?-([\w.\[\]'\"]+)", text)
    if of_half and isinstance(source.parents.get(tree), ast.BinOp) and isinstance(source.parents[tree].op, ast.Mult) and source.is_enclosed(tree):
        yield 5, f"{source.of(tree)}) * ({of_half[1]}"  # the other factor of that of a sigmoid
    of_sigmoid = re.fullmatch(r"(.+\*)?([^*]+)\*\(1(?:\.0*)?-\2\)", text)
    of_tanh = re.fullmatch(r"1(?:\.0*)?-(?:np\.(?:square|power)\()?(.+?)(?:\*\*2|\*\1|,2\)|\))", text)
    if not of_sigmoid and not of_tanh:
        return
    own, kind = (of_sigmoid[2], 0) if of_sigmoid else (of_tanh[1], 1)
    first = tree.left.left if of_sigmoid and of_sigmoid[1] and isinstance(tree.left, ast.BinOp) else None
    is_product = isinstance(getattr(first, "op", None), (ast.Mult, ast.MatMult))
    before = "" if first is None else f"{source.of(first) if is_product else source.factor(first)} * "
    if before:
        yield 3.5, before[: -len(" * ")]  # the difference is the delta already
        yield 6.5, source.of(tree.left)  # that of softplus is the sigmoid
    call = re.fullmatch(r"[\w.]+\(([^()]+)\)", own)
    functions = [name for name, count in source.functions.items() if count == 1 and not DERIVATIVE.search(name)]
    others = [call[1]] if call else [f"{function}({own})" for function in functions + ["np.tanh"] * kind]
    others += source.elements_here(tree) if own.isidentifier() else []
    for slope in [each.format(own) for i, each in enumerate(SLOPES) if i != kind] + [SLOPES[kind].format(other) for other in others]:
        is_whole = source.is_enclosed(tree) and not before and slope[0] == "(" and slope.count("(") == 1
        yield 6.5, slope[1:-1] if is_whole else before + slope


def constant_edits(source, tree):
    value = tree.value
    if isinstance(value, bool):
        yield 5.5, repr(not value)
    elif isinstance(value, int):
        for cost, other in ((8, 1 - value), (11.5, value + 1), (11.5, value - 1), (12, -value), (13, 0.5)):
            if other != value and not (other < 0 and value == 0 and cost == 8):
                yield cost, repr(other)
    elif isinstance(value, float):
        parent = source.parents.get(tree)
        if isinstance(parent, ast.Call) and getattr(parent.func, "attr", "") == "where":  # the slope of a leaky rectifier
            yield from ((4, name) for name in source.named_floats)
        others = [1 - value] if 0 < value < 1 else []
        others += [each for each in source.floats if each != value]
        others += [2.0 * value, value / 2, 1.0]
        for other in dict.fromkeys(float("%.12g" % each) for each in others):
            if other != value:
                yield 12 if other in source.floats else 13, repr(other)
    elif isinstance(value, str) and re.fullmatch(r"[a-zA-Z, ]+->[a-zA-Z ]*", value):  # the axes of a sum of products
        inputs, _, output = value.partition("->")
        letters = dict.fromkeys(re.findall(r"[a-zA-Z]", inputs))
        for other in ["", *letters, *(a + b for a in letters for b in letters if a != b)]:
            if other != output.strip():
                yield 5 + abs(len(other) - 1), repr(f"{inputs}->{other}")
    elif isinstance(value, str):
        match = SHIFTED.match(value)
        if match:
            for shift in (-1, 1):
                other = f"{match[1]}{int(match[2]) + shift}{match[3]}"
                if f"'{other}'" in source.text or f'"{other}"' in source.text:
                    yield 6, repr(other)


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
            yield 5, function[: len(function) - len(name)] + other + rest
    for switch in source.switches.get(name, ()):
        if not any(each.arg == switch for each in tree.keywords):
            yield 6, f"{whole[:-1]}, {switch}=True)"
    if name in source.functions:
        for other, count in source.functions.items():
            if other != name and count == source.functions[name]:
                yield 8, function[: len(function) - len(name)] + other + rest
    if name in ("sum", "mean", "max") and not any(each.arg == "axis" for each in tree.keywords) and len(tree.args) <= 1:
        for axis in AXES if not tree.keywords else AXES[::3]:
            yield 5.5, f"{whole[:-1]}{', ' if tree.args or tree.keywords else ''}{axis})"
    parent = source.parents.get(tree)
    if len(tree.args) == 1 and isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Mult):  # relu(z) → (z > 0)
        for word, slope in (("relu", "({0} > 0)"), ("sigm", "{1} * (1 - {1})"), ("logistic", "{1} * (1 - {1})"), ("tanh", "(1 - {1} ** 2)")):
            if word in name.lower():
                yield 4, slope.format(source.of(tree.args[0]), whole)
    if name in ("concatenate", "hstack", "zip"):  # in the other order
        for each in tree.args:
            if isinstance(each, ast.Name):
                begin, stop = (place - source.span(tree)[0] for place in source.span(each))
                yield 7, whole.encode()[:begin].decode() + f"{each.id}[::-1]" + whole.encode()[stop:].decode()
    if name == "range":
        yield from range_edits(source, tree)
    if name == "len" and not isinstance(parent, (ast.BinOp, ast.Call)):  # the last place
        yield 7, f"{whole} - 1"
    if name in DRAWS:  # of all examples
        for each in tree.args[:2]:
            begin, stop = (place - source.span(tree)[0] for place in source.span(each))
            for other in source.names(tree):
                count = other if COUNTED.search(other) or SIZES.match(other) else f"len({other})" if re.match(r"^(self\.)?[xX]", other) else source.of(each)
                if count != source.of(each):
                    yield 4, whole.encode()[:begin].decode() + count + whole.encode()[stop:].decode()
    if name in ("ravel", "reshape", "flatten"):  # column by column
        order = next((each for each in tree.keywords if each.arg == "order"), None)
        if order is None:
            yield 5, f"{whole[:-1]}{', ' if tree.args else ''}order='F')"
        elif len(tree.keywords) == 1:
            yield 5, f"{function}({', '.join(map(source.of, tree.args))})"
    for one, two in itertools.combinations(tree.args, 2) if not tree.keywords else ():
        if all(source.is_variable(each) for each in (one, two)) and likeness(source.of(one), source.of(two)) == SAME:
            texts = [source.of({one: two, two: one}.get(each, each)) for each in tree.args]
            yield 6.5, f"{function}({', '.join(texts)})"
    if name == "where" and len(tree.args) == 3:  # the slope of a leaky rectifier
        condition, first, second = map(source.of, tree.args)
        yield 4.5, f"{function}({condition}, {first}, {second} * {first})"
        yield 6, f"{function}({condition}, {first}, {second} + 1)"  # the derivative of ELU, of its output
        if HUBER_DELTA.search(second.rpartition(".")[2]):
            yield 3, f"{function}({condition}, {first}, {second} * {function[: len(function) - len(name)]}sign({first}))"
        if isinstance(tree.args[2], ast.BinOp) and isinstance(tree.args[2].op, ast.Mult) and first in map(source.of, (tree.args[2].left, tree.args[2].right)):
            slope = next(source.of(each) for each in (tree.args[2].left, tree.args[2].right) if source.of(each) != first)
            yield 4, f"{function}({condition}, 1, {slope})"  # not the rectifier itself
    if name == "sign" and "huber" in source.text.lower():
        yield from ((2.5, f"{each} * {whole}") for each in source.names(tree) if HUBER_DELTA.search(each.rpartition(".")[2]))
    if name == "exp" and len(tree.args) == 1 and not isinstance(tree.args[0], ast.UnaryOp):
        yield 5, f"{function}(-{source.factor(tree.args[0])})"
    if name == "maximum" and len(tree.args) == 2:
        first, second = map(source.factor, tree.args)
        yield from ((4, f"{function}({pair})") for pair in (f"{first} * {second}, {second}", f"{first}, {second} * {first}"))
    if name in ("minimum", "maximum") and len(tree.args) == 2:  # clipped from both sides
        limit = source.factor(tree.args[1]).lstrip("-")
        yield 5, f"{function[: len(function) - len(name)]}clip({source.of(tree.args[0])}, -{limit}, {limit})"
    if DERIVATIVE.search(name) and len(tree.args) == 1 and isinstance(tree.args[0], ast.Call) and len(tree.args[0].args) == 1:
        yield 3.5, f"{function}({source.of(tree.args[0].args[0])})"
    keywords = [each.arg for each in tree.keywords]
    if "axis" in keywords and "keepdims" not in keywords:
        yield 8, f"{whole[:-1]}, keepdims=True)"
    for each in tree.keywords:  # without a keyword
        if each.arg in ("axis", "keepdims"):
            yield 8, re.sub(r",?\s*" + each.arg + r"\s*=\s*[^,)]+", "", whole)
    if name in ("dot", "matmul"):
        yield from ((9, f"{whole} + {bias}") for bias in filter(BIAS.match, source.names(tree)))
    if len(tree.args) == 2 and name in ("dot", "matmul", "outer"):
        yield 5.5, f"{function}({source.of(tree.args[1])}, {source.of(tree.args[0])})"
    if len(tree.args) == 1 and isinstance(tree.args[0], ast.BinOp) and isinstance(tree.args[0].op, ast.Add):
        argument = tree.args[0]
        yield 5, f"{function}({source.of(argument.left)}) + {source.of(argument.right)}"  # sqrt(v + eps) → sqrt(v) + eps
    if len(tree.args) == 1 and not tree.keywords:
        # 1 - tanh(a) ** 2, of what is an activation already
        is_of_slope = isinstance(parent, ast.BinOp) and (isinstance(parent.op, ast.Pow) or isinstance(getattr(parent.left, "value", None), (int, float)))
        yield 6 if is_of_slope and SLOPE_OF.search(name) else 11.5, source.of(tree.args[0])
    if isinstance(tree.func, ast.Attribute) and name == "reshape":
        yield 6, f"{source.of(tree.func.value)}.T"
    if isinstance(tree.func, ast.Attribute) and name in ("copy", "reshape", "flatten", "ravel", "sum", "mean"):
        yield 9, source.of(tree.func.value)


def range_edits(source, tree):
    """One more or less of either end."""
    texts = [source.of(each) for each in tree.args]
    if len(texts) == 1:
        for each in (f"{texts[0]} - 1", f"{texts[0]} + 1", f"1, {texts[0]} + 1", f"1, {texts[0]}"):
            yield 8, f"range({each})"
    elif len(texts) == 2:
        for each in (f"{texts[0]}, {texts[1]} + 1", f"{texts[0]}, {texts[1]} - 1"):
            yield 8, f"range({each})"


def slice_edits(source, base, index):
    """The other end left out, or one more or less of a bound: `W[1:]` and `W[:-1]`."""
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    if len(parts) == 2 and source.of(parts[0]) == ":" and isinstance(parts[1], (ast.Name, ast.Attribute)):  # the labels of all rows
        yield 3, f"{base}[range(len({source.of(parts[1])})), {source.of(parts[1])}]"
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
            yield 6.5, f"{base}[{', '.join(texts)}]"


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
            if text in ("-1", "0"):  # all but this one
                yield 6.5, f"{base}[{':-1' if text == '-1' else '1:'}]"
        for option in options:
            yield 7.5, f"{base}[{option}]"
            # Of another list, which has one element less or more, such as `z[i - 1]` for `a[i]`.
            yield from ((9.5, f"{other}[{option}]") for other in source.lists_like(tree))
        for name in source.counters(tree):
            for option in (name, f"-{name}", f"{name} - 1", f"{name} + 1", f"-{name} + 1", f"-{name} - 1"):
                if not options:  # a number in a loop over layers
                    yield 6, f"{base}[{option}]"


def key_edits(source, tree):
    """The key of the layer below or above, in `cache["A" + str(l)]` and `cache[f"A{l}"]`."""
    base, text = source.of(tree.value), source.of(tree.slice)
    for match in KEY.finditer(text) if isinstance(tree.slice, (ast.BinOp, ast.JoinedStr)) else ():
        for number in (match[1], f"{match[1]} - 1", f"{match[1]} + 1"):
            if number != match[0]:
                yield 7.5, f"{base}[{text[: match.start()]}{number}{text[match.end() :]}]"


def place_edits(source, tree):
    """What the script reads elsewhere of the same dictionary or flat list: another key of the same layer, `cache["A3"]` for `cache["Z3"]`, and
    `w[k * n + j]` for `w[j * m + k]`."""
    base, text = source.of(tree.value), source.of(tree.slice)
    is_key = isinstance(getattr(tree.slice, "value", None), str)
    if not is_key and not (isinstance(tree.slice, ast.BinOp) and re.search(r"\w \* \w", text)):
        return
    known = {source.of(each.slice) for each in ast.walk(source.tree) if isinstance(each, ast.Subscript) and source.of(each.value) == base}
    counters = set(source.counters(tree))
    for other in sorted(known - {text}):
        words = set(re.findall(r"\b[a-z]\w*", other))
        is_of_layer = re.findall(r"\d", other) == re.findall(r"\d", text) and other[:1] == text[:1]
        if is_of_layer if is_key else words & counters and words <= counters | set(source.names(tree)):
            yield 6, f"{base}[{other}]"


def exchanged_indices(source, tree):
    """The two variables that are indices of an element, each in place of the other: `w[k][j]` for `w[j][k]`, also with a key between them."""
    parts, part = [], tree
    while isinstance(part, (ast.Subscript, ast.Attribute)):
        if isinstance(part, ast.Subscript):
            parts += part.slice.elts if isinstance(part.slice, ast.Tuple) else [part.slice]
        part = part.value
    indices = [each for each in parts if isinstance(each, ast.Name)]
    if len(indices) == 2 and indices[0].id != indices[1].id:
        begin, text = source.span(tree)[0], source.of(tree).encode()
        (one, two) = sorted(indices, key=lambda each: source.span(each)[0])
        (a, b), (c, d) = ((place - begin for place in source.span(each)) for each in (one, two))
        yield 6, (text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]).decode()


def array_edits(source, tree):
    """A variable in place of a part of another array: `z2` for `a2[:, 1:]`."""
    parts = tree.slice.elts if isinstance(tree.slice, ast.Tuple) else [tree.slice]
    if isinstance(tree.value, ast.Name) and any(isinstance(part, ast.Slice) for part in parts):
        for name in source.names(tree):
            if name.isidentifier() and name != tree.value.id:
                yield min(likeness(tree.value.id, name) + 1.5, ANY_OTHER), name


def row_edits(source, statement, tree):
    """The index of another variable of the same function: the targets of the examples whose inputs are taken."""
    if not isinstance(tree, ast.Subscript) and not (source.is_variable(tree) and not isinstance(source.parents.get(tree), ast.Subscript)):
        return
    base, own = (source.of(tree.value), tree.slice) if isinstance(tree, ast.Subscript) else (source.of(tree), None)
    if own is None and isinstance(source.parents[tree], ast.Assign):  # without the number of the class
        yield from ((8, f"{base}[{each}]") for each in (":-1", "1:"))
    for index in source.indices(statement):
        text = source.of(index)
        if own is None:
            if text not in source.counters(tree) and base != text:
                is_whole = isinstance(statement, ast.Assign) and isinstance(source.parents[tree], (ast.Assign, ast.Tuple))
                yield 5 if is_whole else 8, f"{base}[{text}]"
        elif text != source.of(own) and not isinstance(own, ast.Constant):
            yield 4 if isinstance(own, ast.Slice) else 8, f"{base}[{text}]"


def likeness(first, second):
    """What it costs to write one variable in place of the other: the same name with another number, or a name with the same
    number, or any other."""
    one, two = SHIFTED.match(first), SHIFTED.match(second)
    if one and two and (one[1], one[3]) == (two[1], two[3]):
        return SAME
    if re.sub(r"\d", "", first).lower() == re.sub(r"\d", "", second).lower():
        return SAME
    if re.findall(r"\d", first) == re.findall(r"\d", second) and re.findall(r"\d", first):
        return ALIKE
    return ANY_OTHER


def layer_edits(source, statement, tree):
    """All or two of the numbered variables and elements of the layer above or below: `w[1].T @ d2` for `w[2].T @ d3`."""
    tokens = tokens_of(source.of(tree))
    words = [word for _, word in tokens]
    places = [at for at, word in enumerate(words) if SHIFTED.match(word) and (word.isidentifier() or words[at - 1 : at + 2 : 2] == ["[", "]"])]
    names = source.names(statement)
    for chosen in [places, *itertools.combinations(places, 2)] if len(places) > 2 else [places] if len(places) == 2 else []:
        for shift in (-1, 1):
            others = {at: re.sub(r"\d+", lambda number: str(int(number[0]) + shift), words[at]) for at in chosen}
            if all(each in names or each.isdigit() for each in others.values()):
                yield 7.5, "".join(space + others.get(at, word) for at, (space, word) in enumerate(tokens)).strip()


def element_edits(source, tree):
    """Without one of the objects in a list or in a call, such as the layer of a network."""
    elements = tree.elts if isinstance(tree, ast.List) else tree.args
    if len(elements) > 2 and all(isinstance(each, ast.Call) for each in elements):
        begin = source.span(tree)[0]
        spans = [tuple(place - begin for place in source.span(each)) for each in elements]
        whole = source.of(tree).encode()
        for at, (first, last) in enumerate(spans):
            start, stop = (first, spans[1][0]) if at == 0 else (spans[at - 1][1], last)
            is_output = at == len(elements) - 1 and OUTPUTS.search(source.of(elements[at].func))  # which the loss may apply itself
            yield 1 if is_output else 7, (whole[:start] + whole[stop:]).decode()


def collected(source, tree):
    """A sum in a comprehension, or in one of its pairs, with a variable of this: `[(m + g, s + g ** 2) for ...]` for `[(m + g, g ** 2) for ...]`."""
    parent = source.parents.get(tree)
    whole = source.parents.get(parent) if isinstance(parent, ast.Tuple) else parent
    if isinstance(whole, (ast.ListComp, ast.GeneratorExp)) and whole.elt in (tree, parent):
        read = names_in(whole.elt)
        for each in ast.walk(whole.generators[0].target):
            if isinstance(each, ast.Name) and each.id != source.of(tree):
                yield 7 if each.id in read else 3, f"{each.id} + {source.of(tree)}"


def variable_edits(source, statement, tree):
    text = source.of(tree)
    if DECAYS.match(text):
        yield 6, f"(1 - {text})"
    parent = source.parents.get(tree)
    # Another list with the same index; the variable of a rectifier's mask.
    lists = source.lists(statement) if isinstance(parent, ast.Subscript) and parent.value is tree else ()
    for name in source.names(statement):
        if name != text:
            is_alike = name in lists or isinstance(parent, ast.Compare)
            is_unread = name in source.never_read(tree)
            is_count = bool(SIZES.match(name)) and is_divisor(tree, parent)
            yield min(likeness(text, name), UNREAD if is_unread else OF_A_LIST if is_alike else COUNT if is_count else ANY_OTHER), name
    if isinstance(tree, ast.Name) and not isinstance(parent, ast.Subscript):
        yield from ((ANY_OTHER, element) for element in source.elements_here(tree) if element != text)


def is_divisor(tree, parent):
    """Whether it is what something is divided by."""
    if isinstance(parent, ast.AugAssign):
        return isinstance(parent.op, ast.Div) and parent.value is tree
    return isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Div) and parent.right is tree


def factor_edits(source, statement, tree):
    """Something more in an expression: a transpose, a square, a sign, the number of examples, a slope, the learning rate."""
    factor = source.factor(tree)
    parent = source.parents.get(tree)
    is_simple = isinstance(tree, (ast.Name, ast.Attribute, ast.Subscript, ast.Call))
    if is_simple and not (isinstance(tree, ast.Attribute) and tree.attr == "T"):
        yield 9, f"{factor}.T"
    if is_simple:
        yield 9.5, f"{factor} ** 2"
    if not isinstance(parent, (ast.stmt, ast.BinOp, ast.Tuple, ast.Call, ast.IfExp)):
        return
    yield 10.5, f"-{factor}"
    if is_simple:
        yield 12, f"np.sqrt({source.of(tree)})"
    for each in source.dropouts(statement):
        yield 7, f"{factor} {each}"
    yield 11, f"2 * {factor}"
    yield 12.5, f"{factor} / 2"
    if isinstance(tree, ast.Name):
        yield 12, f"{tree.id} * (1 - {tree.id})"
    for name in [*source.never_read(tree), *source.forgotten_elements(statement)]:
        yield UNREAD, f"{factor} * {name}"
    for element in source.other_elements(tree) if is_simple else ():
        yield 9, f"{factor} * {element}"
    for name, node in source.names(statement).items():
        if RATE.search(name):
            yield 12.5, f"{name} * {factor}"
        elif DECAYS.match(name):
            yield 11.5, f"(1 - {name}) * {factor}"
            yield 12.5, f"{name} * {factor}"
        elif SIZES.match(name):
            yield 9.5, f"{factor} / {name}"
            yield 12.5, f"{factor} * {name}"
        elif isinstance(parent, ast.stmt) and not isinstance(node, ast.arg):
            for function, count in source.functions.items():
                if DERIVATIVE.search(function) and count == 1:
                    yield 12.5, f"{factor} * {function}({name})"
            yield 13, f"{factor} * {name}"
        if re.match(r"^(self\.)?[xX]", name):
            yield 12.5, f"{factor} / len({name})"
        if PENALTY.search(name) and isinstance(parent, ast.stmt):
            for weights in weights_of(source, statement):
                yield 10, f"{factor} + {name} * {weights}"
                for count in filter(SIZES.match, source.names(statement)):
                    yield 10.5, f"{factor} + {name} / {count} * {weights}"


def left_out(source, statement, tree):
    """A factor, of an operand or of what a method sums, or a term of a whole side that was left out: any variable of the function."""
    parent = source.parents.get(tree)
    is_summed = isinstance(parent, ast.Attribute) and parent.attr in ("mean", "sum") and isinstance(tree, (ast.Name, ast.Attribute, ast.Subscript))
    if not is_summed and not (is_tensor(source, tree) and isinstance(parent, (ast.stmt, ast.BinOp, ast.Call))):
        return
    factor = source.factor(tree)
    for name in source.names(statement):
        yield LEFT_OUT, f"({factor} * {name})" if is_summed else f"{factor} * {name}"
        if isinstance(parent, ast.stmt):
            yield LEFT_OUT + 0.5, f"{name} + {source.of(tree)}"


def weights_of(source, statement):
    """The variables and elements, in the function around a statement, that are named after weights."""
    names = source.names(statement)
    shared = [each for each in source.elements if each.split("[")[0] in names]
    return [each for each in dict.fromkeys([*names, *source.read_elements(statement), *shared]) if WEIGHTS.search(each)]
