"""The small edits of a script that may repair it: those of expressions, and those of whole statements."""

import ast
import difflib
import itertools
import math
import re

from definitions import is_lost
from expressions import ANY_OTHER, AXES, DECAYS, SAME, SIGNS, SIZES, SLOPES, expression_edits, likeness, weights_of
from names import HALVED, PENALTY, sizes_of_weights
from sources import numbered

OF_ALL = 0.5  # bits, what an edit costs more that is made for all layers at once
MOST_COMBINATIONS = 40  # of formulas


class Edit:
    """A change of a source: what it costs, and the whole edited source."""

    def __init__(self, cost, source):
        self.cost, self.source = cost, source


def edits(source, lines):
    """The edits of the statements that begin on the given lines, which have an extra cost for each line. Some are not valid."""
    costs = {}
    for statement in source.statements():
        if statement.lineno in lines:
            alike = alike_statements(source, statement)
            for cost, text in statement_edits(source, statement):
                costs[text] = min(cost + lines[statement.lineno], costs.get(text, math.inf))
                whole = edited_alike(source, statement, alike, text) if alike else None
                if whole is not None:
                    costs[whole] = min(cost + OF_ALL + lines[statement.lineno], costs.get(whole, math.inf))
    return [Edit(cost, text) for text, cost in costs.items() if text != source.text]


def alike_statements(source, statement):
    """The statements of the block that say the same of other layers, each with its names for those of the statement."""
    found, own = [], tokens_of(source.of(statement))
    if not target_of(source, statement):
        return found
    for each in block_of(source, statement):
        others = tokens_of(source.of(each)) if each is not statement and target_of(source, each) else ()
        pairs = {one: two for (_, one), (_, two) in zip(own, others) if one != two}
        is_same = len(own) == len(others) and all(pairs.get(one, one) == two for (_, one), (_, two) in zip(own, others))
        if is_same and pairs and all(numbered(one) == numbered(two) for one, two in pairs.items()):
            found.append((each, pairs))
    return found


def edited_alike(source, statement, alike, text):
    """An edited source in which the statements that say the same of other layers are edited alike; None if others are edited."""
    begin, end = source.span(statement)
    data = text.encode()
    if data[:begin] != source.data[:begin] or not data.endswith(source.data[end:]):
        return None
    own = tokens_of(data[begin : len(data) - (len(source.data) - end)].decode())
    named = [(each, "".join(space + pairs.get(word, word) for space, word in own)) for each, pairs in ((statement, {}), *alike)]
    return source.with_texts((*source.span(each), words) for each, words in named)


def statement_edits(source, statement):
    simple = not hasattr(statement, "body")
    expressions, alike = [tree for tree in own_nodes(statement) if isinstance(tree, ast.expr)], {}
    for tree in expressions:
        alike.setdefault((type(tree), source.of(tree)), []).append(tree)
    for tree in expressions:
        same = alike[type(tree), source.of(tree)]
        for cost, text in expression_edits(source, statement, tree):
            yield cost, source.replaced(*source.span(tree), text)
            if len(same) > 1 and not isinstance(tree, ast.Constant):
                yield cost + OF_ALL, with_all(source, same, text)
    if isinstance(statement, (ast.Assign, ast.AugAssign)):
        yield from assignment_edits(source, statement)
        yield from analogies(source, statement)
        yield from twins(source, statement)
        yield from unread(source, statement)
        yield from other_steps(source, statement)
        yield from forgotten_powers(source, statement)
        yield from forgotten_penalties(source, statement)
        yield from forgotten_parts(source, statement)
        yield from forgotten_steps(source, statement)
    yield from bound_late(source, statement)
    yield from shared_objects(source, statement)
    if isinstance(statement, ast.FunctionDef):
        yield from shared_defaults(source, statement)
    if isinstance(statement, ast.Expr) and is_lost(statement.value):
        yield from lost_results(source, statement.value)
    if isinstance(statement, ast.Return) and isinstance(statement.value, ast.Name):
        yield 8, source.replaced(*source.span(statement.value), f"{statement.value.id}[::-1]")
    yield from other_axes(source, statement)
    yield from forgotten_slopes(source, statement)
    if simple or isinstance(statement, (ast.For, ast.If)):
        yield from moves(source, statement)
    if simple:
        yield from siblings(source, statement)
        yield from forgotten_twins(source, statement)
        yield from forgotten_stores(source, statement)
        yield from forgotten_orders(source, statement)
    yield from forgotten_biases(source, statement)
    yield from forgotten_calls(source, statement)
    yield from forgotten_resets(source, statement)


def other_steps(source, statement):
    """Another number of steps in all corrections of means of a block, as of Adam: `1 - beta1 ** t` and `1 - beta2 ** t`."""
    powers = [
        each for other in block_of(source, statement) for each in own_nodes(other)
        if isinstance(each, ast.BinOp) and isinstance(each.op, ast.Pow) and DECAYS.match(source.of(each.left))
    ]
    exponents = {source.of(each.right) for each in powers}
    if len(powers) < 2 or len(exponents) > 1 or powers[0] not in own_nodes(statement):
        return
    now = source.factor(powers[0].right)
    for other in dict.fromkeys([*source.counted, f"({now} + 1)", f"({now} - 1)", *counts(source, statement)]):
        spans = [(*source.span(each.right), source.is_enclosed(each.right)) for each in powers]
        yield 3, source.with_texts((begin - wide, end + wide, other) for begin, end, wide in spans)


def counts(source, statement):
    """What may count the steps in the loops around a statement, from 1 or from 0."""
    counters = list(source.counters(statement))
    return [*counters, *(f"({each} + 1)" for each in counters)]


def forgotten_powers(source, statement):
    """The number of steps in all corrections of means of a block that have none: `1 - beta1 ** t` for `1 - beta1`."""
    decays = [
        each.right.right for other in block_of(source, statement) for each in own_nodes(other)
        if isinstance(each, ast.BinOp) and isinstance(each.op, ast.Div) and isinstance(each.right, ast.BinOp)
        if isinstance(each.right.op, ast.Sub) and source.of(each.right.left) in ("1", "1.0") and DECAYS.match(source.of(each.right.right))
    ]
    if decays and decays[0] in own_nodes(statement):
        for steps in dict.fromkeys([*source.counted, *counts(source, statement)]):
            yield 3, source.with_texts((source.span(each)[1], source.span(each)[1], f" ** {steps}") for each in decays)


def with_all(source, trees, text):
    """A source with the same text in place of several expressions."""
    return source.with_texts((*source.span(each), text) for each in trees)


def other_axes(source, statement):
    """The rows for the columns, in all places of a statement that take the same: `W[:, 1:]` for `W[1:, :]`."""
    found = {}
    for each in own_nodes(statement):
        if isinstance(each, ast.Subscript) and isinstance(each.slice, ast.Tuple) and len(each.slice.elts) == 2:
            if any(isinstance(part, ast.Slice) for part in each.slice.elts):
                found.setdefault(source.of(each.slice), []).append(each.slice)
    for slices in found.values():
        yield 5, with_all(source, slices, ", ".join(source.of(part) for part in slices[0].elts[::-1]))


def forgotten_penalties(source, statement):
    """Adds the gradient of a penalty to the gradients of all weights of a block."""
    weights, gradients = weights_of(source, statement), {}
    for each in block_of(source, statement) if weights else ():
        target = target_of(source, each)
        number = re.findall(r"\d", target or "")
        own = [name for name in weights if name != target and re.findall(r"\d", name) == number]
        if target is not None and isinstance(each, ast.Assign) and re.search(r"[wW]", target) and own:
            gradients[each] = own[0]
    if len(gradients) < 2 or next(iter(gradients)) is not statement:
        return
    for name in filter(PENALTY.search, source.names(statement)):
        sizes = sizes_of_weights(list(ast.walk(source.tree)), name)
        ways = ("{0} * {1}", *(f"{{0}} / {count} * {{1}}" for count in filter(SIZES.match, source.names(statement))))
        is_double = sizes and not any(map(HALVED.search, sizes))
        for way in (f"2 * {each}" if is_double else each for each in ways):
            ends = [(source.span(each.value)[1], own) for each, own in gradients.items()]
            yield 3, source.with_texts((end, end, f" + {way.format(name, own)}") for end, own in ends)


def forgotten_parts(source, statement):
    """The part of its arrays that a statement beside it takes of its own: `db += lam * b` beside `dW[1:] += lam * W[1:]`."""
    for each in block_of(source, statement) if isinstance(statement, ast.AugAssign) else ():
        target = getattr(each, "target", None)
        if each is not statement and isinstance(target, ast.Subscript) and not isinstance(statement.target, ast.Subscript):
            part = source.of(target)[len(source.of(target.value)):]
            arrays = [statement.target, statement.value if not isinstance(statement.value, ast.BinOp) else statement.value.right]
            if source.of(each.value).endswith(part) and all(isinstance(array, (ast.Name, ast.Attribute)) for array in arrays):
                yield 3, source.with_texts((source.span(array)[1], source.span(array)[1], part) for array in arrays)


def lost_results(source, value):
    """Keeps what a statement computes: in its first operand, or, of a function, in its first argument."""
    text = source.of(value)
    if isinstance(value, ast.Compare):
        yield 1, source.replaced(*source.span(value), f"{source.of(value.left)} = {source.of(value.comparators[0])}")
        return
    arguments = getattr(value, "args", None)
    first = value.left if isinstance(value, ast.BinOp) else arguments[0] if arguments else None
    if isinstance(first, (ast.Name, ast.Attribute, ast.Subscript)):
        yield 1, source.replaced(*source.span(value), f"{source.of(first)} = {text}")
        if arguments:
            yield 1.5, source.replaced(*source.span(value), f"{text[:-1]}, out={source.of(first)})")


def own_nodes(statement):
    """The expressions of a statement, without those of the statements in it."""
    waiting = [statement]
    while waiting:
        tree = waiting.pop()
        yield tree
        waiting += [each for each in ast.iter_child_nodes(tree) if not isinstance(each, ast.stmt)]


def assignment_edits(source, statement):
    target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
    begin, end = source.span(target)[1], source.span(statement.value)[0]
    between = source.data[begin:end].decode()
    if isinstance(statement, ast.AugAssign):
        for cost, sign in ((6.5, "+="), (6.5, "-="), (5, "=")):
            changed = re.sub(r"[-+*/@]?=", sign, between, count=1)
            yield cost, source.replaced(begin, end, changed)
        for name in filter(DECAYS.match, source.names(statement)):  # a mean that decays
            changed = re.sub(r"[-+*/@]?=", "=", between, count=1)
            yield 5, source.replaced(begin, end, f"{changed}{name} * {source.of(target)} + ")
    elif isinstance(target, ast.Tuple) and isinstance(statement.value, ast.Tuple) and len(statement.targets) == 1:
        sums = [f"{source.of(a)} + {source.factor(b)}" for a, b in zip(target.elts, statement.value.elts)]
        yield 3, source.replaced(*source.span(statement.value), ", ".join(sums))
    elif len(statement.targets) == 1:
        for cost, sign in ((8, "+="), (10, "-=")):
            yield cost, source.replaced(begin, end, re.sub("=", sign, between, count=1))
        is_of_loop = isinstance(target, ast.Name) and target.id in source.unpacked(statement)
        if is_of_loop or isinstance(target, ast.Attribute) and source.of(target) in source.held:  # in place
            yield 2, source.replaced(begin, begin, "[...]")
        value = statement.value
        if isinstance(value, ast.BinOp) and isinstance(value.op, (ast.Add, ast.Sub)) and source.of(value.left) == source.of(target):
            # Of an array that others hold, in place.
            yield 4, source.replaced(begin, source.span(value.right)[0] - source.is_enclosed(value.right), f"{SIGNS[type(value.op)].rstrip()}= ")
        if isinstance(statement.value, (ast.Name, ast.Attribute, ast.Subscript)):
            yield 8, source.replaced(*source.span(statement.value), source.of(statement.value) + ".copy()")
        if isinstance(statement.value, ast.Name) and re.search(r"(^|d|_)b\d*$|bias", source.of(target)):  # a sum over the examples
            for axis in AXES:
                yield 5, source.replaced(*source.span(statement.value), f"{statement.value.id}.sum({axis})")
        if isinstance(statement.value, ast.Name) and isinstance(target, ast.Name):  # a list or dictionary of arrays
            name = statement.value.id
            for copy in (f"[each.copy() for each in {name}]", f"{{key: each.copy() for key, each in {name}.items()}}"):
                yield 5, source.replaced(*source.span(statement.value), copy)
    if not isinstance(target, (ast.Tuple, ast.List)):
        for name in source.names(statement):
            if likeness(source.of(target), name) < ANY_OTHER and name != source.of(target):
                yield 11.5, source.replaced(*source.span(target), name)


def rewritings(source, lines, formulas, factors):
    """The assignments of the given lines with whole other right sides, or a factor more: each, and all of them at once."""
    statements = [each for each in source.statements() if each.lineno in lines]
    for place, kinds in enumerate((factors, formulas)):
        options = [each for each in (rewritten(source, statement, kinds) for statement in statements) if each]
        # Tensors with as many formulas have the same conventions.
        counts = sorted({len(texts) for _, texts in options}) if len(options) > 1 else []
        combinations = itertools.product(*map(range, counts)) if counts else ()
        for at, numbers in enumerate(sorted(itertools.islice(combinations, MOST_COMBINATIONS), key=sum)):
            chosen = [(statement, texts[numbers[counts.index(len(texts))]]) for statement, texts in options]
            whole = source.with_texts((*source.span(statement.value), text) for statement, text in chosen)
            yield Edit(0.5 + 0.05 * at + 0.1 * place, whole)
        for statement, texts in options:
            for at, text in enumerate(texts):
                yield Edit(lines[statement.lineno] / 4 + 0.05 * at + 0.1 * place, source.replaced(*source.span(statement.value), text))


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
        owns.append(f"({own})" if is_product and source.is_enclosed(value) else own)
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
            yield 8.5, edited(source, statement, f"{source.of(statement)}{SIGNS[type(value.op)]}{term}")
        if old.isdigit() and new.isdigit():
            shift = int(new) - int(old)
            yield 5.5, edited(source, statement, re.sub(r"(?<=[A-Za-z_])\d+(?![A-Za-z\d])", lambda m: str(int(m[0]) + shift), text))
            continue
        named = re.sub(r"(?<![A-Za-z])([dvmsgVM]?)" + re.escape(old) + r"(?![a-z])", lambda m: m[1] + new, text)
        named = named.replace(model, target)
        yield 9.7, edited(source, statement, named)
        yield 9, edited(source, statement, re.sub(r"(?<=[a-z_])1\b", "2", named))


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
        options = [None] + [(word, name) for word in added for name in source.names(statement) if word != name and likeness(word, name) == SAME]
        for option in options if added else ():  # such as `beta1` where the other one has `beta2`
            text = "".join(space + (option[1] if option and word == option[0] else word) for space, word in words)
            yield 7, edited(source, statement, text.strip())


def unread(source, statement):
    """Reads a variable that nothing reads, and not what it is computed from: `m_hat` and not `m` in the update."""
    for other in block_of(source, statement):
        target = other.targets[0] if isinstance(other, ast.Assign) and other.lineno < statement.lineno else None
        if isinstance(target, ast.Name) and not source.is_read(target):
            parts = {source.of(each) for each in ast.walk(other.value) if isinstance(each, (ast.Name, ast.Attribute, ast.Subscript))}
            for each in ast.walk(statement.value):
                if isinstance(each, (ast.Name, ast.Attribute, ast.Subscript)) and source.of(each) in parts:
                    yield 1.5, source.replaced(*source.span(each), target.id)


def forgotten_twins(source, statement):
    """The same statement again, with the names that another pair of the block exchanges, such as `cache_s` for `cache_W`; what it
    changes is then any name that nothing in the block changes."""
    lines, block = lines_of(source, statement), [each for each in block_of(source, statement) if target_of(source, each)]
    if lines is None or statement not in block:
        return
    changed = {target_of(source, each).split("[")[0] for each in block}
    target = target_of(source, statement).split("[")[0]
    owner = target.rpartition(".")[0]
    known = dict.fromkeys([*sorted(source.lists(statement)), *source.names(statement)])
    others = [each for each in known if each not in changed and each.rpartition(".")[0] == owner]
    own = tokens_of(source.of(statement))
    words = [[word for _, word in tokens_of(source.of(each))] for each in block if each is not statement]
    for first, second in itertools.permutations(words, 2):
        renamed = {one: two for one, two in zip(first, second) if one != two}
        is_twin = len(renamed) <= 4 and [renamed.get(word, word) for word in first] == second
        if not is_twin or not all(word.isidentifier() for pair in renamed.items() for word in pair):
            continue
        if any(word in renamed for _, word in own):
            text = "".join(space + renamed.get(word, word) for space, word in own).strip()
            for other in [target] if target.rpartition(".")[2] in renamed else others:
                changes = text.replace(target, other)
                yield 3, source.replaced(lines[1], lines[1], " " * statement.col_offset + changes + "\n")


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
    """The statement at another place of its block, without it, or out of its loop; and so those that set several variables back."""
    block = block_of(source, statement)
    at = block.index(statement) if statement in block else -1
    yield from moves_of(source, statement, statement, block, at, at)
    if at >= 0 and is_reset(statement) and (at == 0 or not is_reset(block[at - 1])):
        last = at
        while last + 1 < len(block) and is_reset(block[last + 1]):
            last += 1
        if last > at:
            yield from ((cost - 1, text) for cost, text in moves_of(source, statement, block[last], block, at, last))


def moves_of(source, statement, end_statement, block, at, last):
    """The moves of the statements from one to another of a block."""
    lines, ending = lines_of(source, statement), lines_of(source, end_statement)
    if lines is None or ending is None:
        return
    begin, end = lines[0], ending[1]
    text = source.data[begin:end]
    reader = last_reader(source, statement, block[last + 1 :])
    if reader is not None:  # what changes a variable, after all that read it
        stop = source.starts[reader.end_lineno]
        yield 5, (source.data[:begin] + source.data[end:stop] + text + source.data[stop:]).decode()
    for i, each in enumerate(block):
        spot = lines_of(source, each) or (source.starts[each.lineno - 1], source.starts[each.end_lineno], b"")
        if i > last:
            stop = spot[1]
            yield 7.5 + 0.3 * (i - last), (source.data[:begin] + source.data[end:stop] + text + source.data[stop:]).decode()
        elif i < at:
            start = spot[0]
            # Before what overwrites the variable that it reads, if that is the next one above that does.
            is_overwritten = i == overwriter_of(source, statement, block[:at])
            yield 4 if is_overwritten else 9.5 + 0.3 * (at - i), (source.data[:start] + text + source.data[start:begin] + source.data[end:]).decode()
    if len(block) > 1 + last - at:
        yield 6, (source.data[:begin] + source.data[end:]).decode()
    loop = source.parents.get(statement)
    if isinstance(loop, (ast.For, ast.While)) and len(block) > 1 + last - at:  # out of its loop
        shifted = moved(text, loop.col_offset - statement.col_offset)
        start, stop = source.starts[loop.lineno - 1], source.starts[loop.end_lineno]
        is_counter = isinstance(statement, ast.AugAssign) and isinstance(statement.value, ast.Constant)
        yield 1.5 if is_counter else 10, source.data[:start].decode() + shifted + (source.data[start:begin] + source.data[end:]).decode()
        outer = source.parents.get(loop)
        while isinstance(outer, (ast.For, ast.While, ast.If, ast.With)):  # and out of those around it
            if isinstance(outer, (ast.For, ast.While)):
                start, further = source.starts[outer.lineno - 1], moved(text, outer.col_offset - statement.col_offset)
                yield 5 if is_reset(statement) else 11, source.data[:start].decode() + further + (source.data[start:begin] + source.data[end:]).decode()
            outer = source.parents.get(outer)
        yield 7, (source.data[:begin] + source.data[end:stop]).decode() + shifted + source.data[stop:].decode()
        if 0 < at < len(block) - 1:  # with all that follow it
            rest = moved(source.data[begin:stop], loop.col_offset - statement.col_offset)
            yield 7.5, source.data[:begin].decode() + rest + source.data[stop:].decode()
    for each in block[:max(at, 0)] + block[last + 1 :]:  # into a loop beside it
        if isinstance(each, (ast.For, ast.While)):
            shifted = moved(text, each.body[0].col_offset - statement.col_offset)
            first, final = source.starts[each.body[0].lineno - 1], source.starts[each.end_lineno]
            for spot in (first, final):
                if spot >= end:
                    yield 3 if is_reset(statement) and spot == first else 9, (source.data[:begin] + source.data[end:spot]).decode() + shifted + source.data[spot:].decode()
                elif spot <= begin:
                    yield 10, source.data[:spot].decode() + shifted + (source.data[spot:begin] + source.data[end:]).decode()


def overwriter_of(source, statement, before):
    """The place of the last statement before it in a block that gives another value, made of its own, to what it reads; else None."""
    value = getattr(statement, "value", None)
    read = {source.of(each) for each in ast.walk(value) if source.is_variable(each)} if value is not None else set()
    places = [at for at, each in enumerate(before) if target_of(source, each) in read]
    last = before[places[-1]] if places else None
    is_own = last is not None and any(source.of(each) == target_of(source, last) for each in ast.walk(last.value) if source.is_variable(each))
    return places[-1] if is_own else None


def last_reader(source, statement, others):
    """The last of the statements after it in a block that reads what a statement changes."""
    target = target_of(source, statement)
    if target is None or not isinstance(statement, ast.AugAssign) and target not in source.of(statement.value):
        return None
    readers = [
        other for other in others
        if any(isinstance(getattr(each, "ctx", None), ast.Load) and source.of(each) == target for each in ast.walk(other))
    ]
    return readers[-1] if readers else None


def is_reset(statement):
    """Whether a statement sets something to 0, to an array of zeros, or to a list of such, to which others add."""
    value = getattr(statement, "value", None) if isinstance(statement, ast.Assign) else None
    while isinstance(value, (ast.ListComp, ast.DictComp, ast.List, ast.BinOp)):
        value = value.elt if isinstance(value, ast.ListComp) else value.value if isinstance(value, ast.DictComp) else value.left if isinstance(value, ast.BinOp) else next(iter(value.elts), None)
    if isinstance(value, ast.Call):
        return getattr(value.func, "attr", "").startswith("zeros")
    return isinstance(value, ast.Constant) and value.value == 0


def moved(text, columns):
    """Lines with more or fewer spaces before them."""
    lines = text.decode().splitlines(keepends=True)
    return "".join(" " * columns + each if columns > 0 else each[-columns:] for each in lines)


def forgotten_calls(source, statement):
    """A call, before a statement of a loop, of a function or method that nothing calls, such as `zero_grad`."""
    loop = source.parents.get(statement)
    if not isinstance(loop, (ast.For, ast.While)):
        return
    start = source.starts[statement.lineno - 1]
    for call in source.uncalled(statement):
        yield 1.5, source.replaced(start, start, " " * statement.col_offset + call + "\n")


def forgotten_biases(source, statement):
    """The update of a bias that is the last of the weights, after the loop that updates the others: without the factor of the loop."""
    loop = source.parents.get(statement)
    if not isinstance(statement, ast.AugAssign) or not isinstance(loop, ast.For) or not isinstance(loop.target, ast.Name):
        return
    target, value, index = statement.target, statement.value, loop.target.id
    if isinstance(target, ast.Subscript) and source.of(target.slice) == index and isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mult):
        for kept, other in ((value.left, value.right), (value.right, value.left)):
            if any(isinstance(each, ast.Name) and each.id == index for each in ast.walk(other)):
                stop = source.starts[loop.end_lineno]
                sign = source.data[source.span(target)[1] : source.span(value)[0]].decode()
                line = f"{source.of(target.value)}[-1]{sign}{source.of(kept)}\n"
                yield 3, source.replaced(stop, stop, " " * loop.col_offset + line)


def forgotten_steps(source, statement):
    """Moves a position on behind the part of an array that a statement takes: `at += n` after `b = theta[at:at + n]`."""
    end = source.starts[statement.end_lineno]
    for each in own_nodes(statement):
        upper = each.upper if isinstance(each, ast.Slice) and isinstance(each.lower, ast.Name) else None
        if isinstance(upper, ast.BinOp) and isinstance(upper.op, ast.Add) and source.of(upper.left) == source.of(each.lower):
            line = f"{source.of(each.lower)} += {source.of(upper.right)}\n"
            yield 4, source.replaced(end, end, " " * statement.col_offset + line)


def shared_objects(source, statement):
    """A new object in each place of a list that has one and the same several times, such as a layer."""
    for each in own_nodes(statement):
        names = [name for name in ast.iter_child_nodes(each) if isinstance(name, ast.Name)] if isinstance(each, ast.List) else []
        for name in {name.id for name in names if sum(other.id == name.id for other in names) > 1}:
            made = [other for other in ast.walk(source.tree) if isinstance(other, ast.Assign) and source.of(other.targets[0]) == name]
            if len(made) == 1 and isinstance(made[0].value, ast.Call):
                yield 2, with_all(source, [other for other in names if other.id == name], source.of(made[0].value))


def shared_defaults(source, function):
    """A new list or dictionary in each call, in place of the default of an argument, which all calls share."""
    named = zip(function.args.args[::-1], function.args.defaults[::-1])
    first = function.body[0]
    for argument, default in named:
        if isinstance(default, (ast.List, ast.Dict)) and source.of(default) in ("[]", "{}"):
            start = source.starts[first.lineno - 1]
            yield 1.5, source.replaced(start, start, f"{' ' * first.col_offset}{argument.arg} = {source.of(default)}\n")


def bound_late(source, statement):
    """A function in a list or a loop that keeps the value of the loop's variable, which is the last one where it is called."""
    counters = {name.id for each in own_nodes(statement) if isinstance(each, ast.comprehension) for name in ast.walk(each.target) if isinstance(name, ast.Name)}
    counters.update(source.counters(statement))
    for each in own_nodes(statement):
        if isinstance(each, ast.Lambda):
            own = {argument.arg for argument in each.args.args}
            read = [name.id for name in ast.walk(each.body) if isinstance(name, ast.Name) and name.id in counters - own]
            if read:
                begin = source.span(each)[0] + len("lambda")
                arguments = source.data[begin : source.span(each.body)[0]].decode().rpartition(":")[0].strip()
                kept = ", ".join([*filter(None, [arguments]), *(f"{name}={name}" for name in dict.fromkeys(read))])
                yield 3, source.replaced(begin, source.span(each.body)[0], f" {kept}: ")


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
            yield 5, source.replaced(end, end, " " * statement.col_offset + line)


def forgotten_slopes(source, statement):
    """The derivative of an activation: of a variable, beside a delta that was only sent back through weights; in a method that returns
    its argument, of what other methods of its class have kept."""
    value = getattr(statement, "value", None)
    is_sent = isinstance(value, ast.Name) or isinstance(value, ast.BinOp) and isinstance(value.op, ast.MatMult)
    is_sent |= isinstance(value, ast.Call) and getattr(value.func, "attr", "") == "dot"
    if isinstance(statement, ast.Assign) and is_sent:
        names = dict.fromkeys([*source.names(statement), *source.read_elements(statement)])
        for slope in SLOPES[::-1]:
            for name in names:
                yield 9.5, source.replaced(*source.span(value), f"{source.factor(value)} * {slope.format(name)}")
    owner = source.parents.get(source.scope(statement))
    if statement in source.unchanged_arguments and isinstance(owner, ast.ClassDef):
        attributes = {source.of(each): None for each in ast.walk(owner) if isinstance(each, ast.Attribute) and source.is_variable(each)}
        of_sigmoid, of_tanh, of_relu = SLOPES
        for cost, slope in ((3, "{}"), (3, of_relu), (3.5, of_sigmoid), (3.5, of_tanh)):
            for name in attributes:
                yield cost, source.replaced(*source.span(statement.value), f"{statement.value.id} * {slope.format(name)}")


def forgotten_stores(source, statement):
    """Writes a new value, such as that of a velocity, back to the element of the list or dictionary that it was computed from."""
    if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
        return
    end = source.starts[statement.end_lineno]
    for each in ast.walk(statement.value):
        if isinstance(each, ast.Subscript) and isinstance(each.slice, (ast.Name, ast.Constant)) and not source.is_stored(each):
            yield 6, source.replaced(end, end, " " * statement.col_offset + f"{source.of(each)} = {statement.targets[0].id}\n")


def forgotten_orders(source, statement):
    """Brings another variable into the order into which a statement brings one: `Y = Y[p]` after `X = X[p]`."""
    value = getattr(statement, "value", None)
    if isinstance(statement, ast.Assign) and isinstance(value, ast.Subscript) and source.of(value.value) == source.of(statement.targets[0]):
        end, (begin, stop) = source.starts[statement.end_lineno], source.span(value)
        index = source.data[begin:stop].decode()[len(source.of(value.value)):]
        for name in source.names(statement):
            if name != source.of(value.value) and name not in index:
                yield 4, source.replaced(end, end, " " * statement.col_offset + f"{name} = {name}{index}\n")


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
            yield 0.5 if is_forgotten else 4.5 if is_sum else 11.5, source.replaced(end, end, twin)
