"""The small edits of a script that may repair it: those of expressions, and those of whole statements."""

import ast
import difflib
import itertools
import math
import re

import forgotten
import sharing
from definitions import called, is_lost
from expressions import ANY_OTHER, AXES, DECAYS, SAME, SIGNS, expression_edits, left_out, likeness
from moves import late_returns, moves, own_loop
from names import PENALTY
from sources import numbered, own_nodes, tokens_of
from values import RATE

OF_ALL = 0.5  # bits, what an edit costs more that is made for all layers at once
NEAR = 2.5  # bits, what a line costs less that computes a wrong tensor
MOST_EXCHANGED = 6  # variables of an expression
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
            is_wrong = lines[statement.lineno] < NEAR
            for cost, text in itertools.chain(statement_edits(source, statement), terms_left_out(source, statement) if is_wrong else ()):
                costs[text] = min(cost + lines[statement.lineno], costs.get(text, math.inf))
                whole = edited_alike(source, statement, alike, text) if alike else None
                if whole is not None:
                    costs[whole] = min(cost + OF_ALL + lines[statement.lineno], costs.get(whole, math.inf))
    return [Edit(cost, text) for text, cost in costs.items() if text != source.text]


def alike_statements(source, statement):
    """The statements of the block that say the same of other layers, each with its names for those of the statement."""
    found, own = [], tokens_of(source.of(statement))
    if not source.target(statement):
        return found
    for each in source.block(statement):
        others = tokens_of(source.of(each)) if each is not statement and source.target(each) else ()
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


def terms_left_out(source, statement):
    for tree in own_nodes(statement):
        if isinstance(tree, ast.expr) and not isinstance(getattr(tree, "ctx", None), ast.Store):
            for cost, text in left_out(source, statement, tree):
                yield cost, source.replaced(*source.span(tree), text)


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
                yield cost + OF_ALL, source.with_all(same, text)
    yield from exchanges(source, statement)
    if isinstance(statement, (ast.Assign, ast.AugAssign)):
        yield from assignment_edits(source, statement)
        yield from analogies(source, statement)
        yield from twins(source, statement)
        yield from forgotten.unread(source, statement)
        yield from other_steps(source, statement)
        yield from forgotten.powers(source, statement)
        yield from forgotten.penalties(source, statement)
        yield from forgotten.parts(source, statement)
        yield from forgotten.steps(source, statement)
        yield from forgotten.means(source, statement)
        yield from forgotten.decays(source, statement)
        yield from forgotten.own_columns(source, statement)
        yield from forgotten.copies(source, statement)
        yield from forgotten.roots(source, statement)
        yield from forgotten.quotients(source, statement)
        yield from forgotten.old_values(source, statement)
        yield from forgotten.own_names(source, statement)
    yield from sharing.edits(source, statement)
    if isinstance(statement, ast.Expr) and is_lost(statement.value):
        yield from lost_results(source, statement.value)
    if isinstance(statement, ast.Return) and isinstance(statement.value, ast.Name):
        yield 8, source.replaced(*source.span(statement.value), f"{statement.value.id}[::-1]")
    yield from late_returns(source, statement)
    yield from other_axes(source, statement)
    yield from column_by_column(source, statement)
    yield from forgotten.slopes(source, statement)
    if simple or isinstance(statement, (ast.For, ast.If)):
        yield from moves(source, statement)
    if simple:
        yield from own_loop(source, statement)
        yield from forgotten.draws(source, statement)
        yield from forgotten.siblings(source, statement)
        yield from forgotten.own_biases(source, statement)
        yield from forgotten.gradients_of_biases(source, statement)
        yield from forgotten.twins(source, statement)
        yield from forgotten.stores(source, statement)
        yield from forgotten.orders(source, statement)
        yield from forgotten.kept(source, statement)
        yield from forgotten.other_orders(source, statement)
    yield from forgotten.batches(source, statement)
    yield from forgotten.strides(source, statement)
    yield from forgotten.biases(source, statement)
    yield from forgotten.calls(source, statement)
    yield from forgotten.resets(source, statement)


def exchanges(source, statement):
    """Each of two variables of an expression in the places of the other: `buf + mu * g` for `g + mu * buf`."""
    value = getattr(statement, "value", None)
    places = {}
    for each in ast.walk(value) if isinstance(value, ast.expr) else ():
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load) and getattr(source.parents[each], "func", None) is not each:
            places.setdefault(each.id, []).append(each)
    for one, two in itertools.combinations(places, 2) if len(places) <= MOST_EXCHANGED else ():
        spans = [(*source.span(each), other) for name, other in ((one, two), (two, one)) for each in places[name]]
        yield 9, source.with_texts(spans)


def other_steps(source, statement):
    """Another number of steps in all corrections of means of a block, as of Adam: `1 - beta1 ** t` and `1 - beta2 ** t`."""
    powers = [
        each for other in source.block(statement) for each in own_nodes(other)
        if isinstance(each, ast.BinOp) and isinstance(each.op, ast.Pow) and DECAYS.match(source.of(each.left))
    ]
    exponents = {source.of(each.right) for each in powers}
    if len(powers) < 2 or len(exponents) > 1 or powers[0] not in own_nodes(statement):
        return
    now = source.factor(powers[0].right)
    for other in dict.fromkeys([*source.counted, f"({now} + 1)", f"({now} - 1)", *source.counts(statement)]):
        spans = [(*source.span(each.right), source.is_enclosed(each.right)) for each in powers]
        yield 3, source.with_texts((begin - wide, end + wide, other) for begin, end, wide in spans)


def other_axes(source, statement):
    """The rows for the columns, in all places of a statement that take the same: `W[:, 1:]` for `W[1:, :]`."""
    found = {}
    for each in own_nodes(statement):
        if isinstance(each, ast.Subscript) and isinstance(each.slice, ast.Tuple) and len(each.slice.elts) == 2:
            if any(isinstance(part, ast.Slice) for part in each.slice.elts):
                found.setdefault(source.of(each.slice), []).append(each.slice)
    for slices in found.values():
        yield 5, source.with_all(slices, ", ".join(source.of(part) for part in slices[0].elts[::-1]))


def column_by_column(source, statement):
    """The order of columns in all calls of a statement that have none, if another call has it: `unroll(a.ravel(order="F"), b.ravel(order="F"))`."""
    orders = [source.of(each) for each in ast.walk(source.tree) if isinstance(each, ast.keyword) and each.arg == "order"]
    calls = [each for each in own_nodes(statement) if isinstance(each, ast.Call) and called(each) in ("ravel", "reshape", "flatten")] if orders else []
    plain = [source.of(each)[:-1] + ", " * bool(each.args) for each in calls if not each.keywords]
    if len(plain) > 1 and len(plain) == len(calls):
        yield 2, source.with_texts((*source.span(each), f"{text}{orders[0]})") for each, text in zip(calls, plain))


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


def assignment_edits(source, statement):
    target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
    begin, end = source.span(target)[1], source.span(statement.value)[0]
    between = source.data[begin:end].decode()
    if isinstance(statement, ast.AugAssign):
        for cost, sign in ((6.5, "+="), (6.5, "-="), (5, "=")):
            changed = re.sub(r"[-+*/@]?=", sign, between, count=1)
            yield cost, source.replaced(begin, end, changed)
        parts = {source.of(each) for each in ast.walk(statement.value) if source.is_variable(each)}
        if any(map(PENALTY.search, parts)) and not any(map(RATE.search, parts)):  # a decay of weights by the rate
            for name in filter(RATE.search, source.names(statement)):
                yield 2.5, source.replaced(end, end, f"{name} * ")
        for name in filter(DECAYS.match, source.names(statement)):  # a mean that decays
            changed = re.sub(r"[-+*/@]?=", "=", between, count=1)
            yield 5, source.replaced(begin, end, f"{changed}{name} * {source.of(target)} + ")
    elif isinstance(target, ast.Tuple) and isinstance(statement.value, ast.Call):  # what a call returns, and nothing takes
        names = [source.of(each) for each in statement.value.args if source.is_variable(each)]
        for each in target.elts:
            if isinstance(each, ast.Name) and not source.is_read(each):
                yield from ((3, source.replaced(*source.span(each), name)) for name in names if name not in map(source.of, target.elts))
    elif isinstance(target, ast.Tuple) and isinstance(statement.value, ast.Tuple) and len(statement.targets) == 1:
        sums = [f"{source.of(a)} + {source.factor(b)}" for a, b in zip(target.elts, statement.value.elts)]
        yield 3, source.replaced(*source.span(statement.value), ", ".join(sums))
    elif len(statement.targets) == 1:
        is_of_some = isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Compare)  # the slope of a rectifier
        for cost, sign in ((8, "+="), (10, "-="), *([(5, "*=")] if is_of_some else [])):
            yield cost, source.replaced(begin, end, re.sub("=", sign, between, count=1))
        is_of_loop = isinstance(target, ast.Name) and target.id in source.unpacked(statement)
        if is_of_loop or isinstance(target, ast.Attribute) and source.of(target) in source.held:  # in place
            yield 2, source.replaced(begin, begin, "[...]")
        value = statement.value
        if isinstance(value, ast.BinOp) and isinstance(value.op, (ast.Add, ast.Sub)) and source.of(value.left) == source.of(target):
            # Of an array that others hold, in place.
            yield 4, source.replaced(begin, source.span(value.right)[0] - source.is_enclosed(value.right), f"{SIGNS[type(value.op)].rstrip()}= ")
        yield from updates_of_target(source, statement)
        parts = {source.of(each) for each in ast.walk(value) if source.is_variable(each)}
        is_size = any(isinstance(each, ast.Call) and called(each) == "len" for each in ast.walk(value))
        if len(parts) == 1 and isinstance(value, ast.BinOp) and not is_size:  # a function of what is already its value
            yield 4, source.replaced(*source.span(value), *parts)
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


def updates_of_target(source, statement):
    """An update of the variable that it sets, in place of another one: `theta = theta + v` for `theta = ahead + v`."""
    target, value = source.of(statement.targets[0]), statement.value
    updated = [value.left] if isinstance(value, ast.BinOp) and isinstance(value.op, (ast.Add, ast.Sub)) else []
    if isinstance(value, ast.ListComp) and isinstance(value.elt, ast.BinOp) and isinstance(value.elt.op, (ast.Add, ast.Sub)):
        over = value.generators[0].iter
        updated = over.args if isinstance(over, ast.Call) and called(over) == "zip" else []
    if source.is_variable(statement.targets[0]) and target not in {source.of(each) for each in ast.walk(value) if source.is_variable(each)}:
        yield from ((4, source.replaced(*source.span(each), target)) for each in updated if source.is_variable(each))


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


def analogies(source, statement):
    """What another assignment of the block says, with the names of this one: `b1 -= rate * db1` beside `W1 -= rate * dW1`."""
    target = source.target(statement)
    for each in source.block(statement):
        model = source.target(each)
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
        known = {name.rpartition(".")[2] for name in source.names(statement)}
        if of_biases(known, model) == target:
            yield 5, edited(source, statement, of_biases(known, text))
        named = re.sub(r"(?<![A-Za-z])([dvmsgVM]?)" + re.escape(old) + r"(?![a-z])", lambda m: m[1] + new, text)
        named = re.sub(rf"(?<![\w.]){re.escape(model)}(?!\w)", lambda _: target, named)
        yield 9.7, edited(source, statement, named)
        yield 9, edited(source, statement, re.sub(r"(?<=[a-z_])1\b", "2", named))


def of_biases(known, text):
    """What a text says of weights, of biases, as far as their names are known: `b[k] += v_b` for `W[k] += v_W`."""
    words = []
    for space, word in tokens_of(text):
        twins = [re.sub(old, new, word) for old, new in (("weights$", "biases"), ("weight$", "bias"), ("W$", "b"), ("W$", "B"), ("w$", "b"), ("^W", "b"), ("^w", "b"))]
        words.append(space + next((twin for twin in twins if twin != word and twin in known), word))
    return "".join(words).strip()


def twins(source, statement):
    """A statement with what a similar one of its block has more or less, but for their names: a factor, a keyword."""
    own = tokens_of(source.of(statement))
    for each in source.block(statement):
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


def edited(source, statement, text):
    return source.replaced(*source.span(statement), text)
