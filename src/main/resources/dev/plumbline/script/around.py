"""Mistakes around a training that the syntax tree shows: in what is kept of it, in how its examples are prepared, and in what counts its
steps and epochs."""

import ast
import re
from typing import NamedTuple

from definitions import called
from expressions import DECAYS
from moves import is_reset, out_of_loop
from values import RATE

KEPT = re.compile(r"best|saved|snapshot|backup|checkpoint", re.I)  # of weights that a script goes back to
MEAN, DEVIATION = re.compile(r"(^|[._])(mean|mu|avg|average)\w*(\(.*\))?$", re.I), re.compile(r"(^|[._(])(std|sigma|sd|stddev|stdev)\w*(\(.*\))?", re.I)
VELOCITY = re.compile(r"^(self\.)?(v|vel|vs)$|veloc|moment", re.I)
BEGINS = re.compile(r"normal|rand(n|om)?$|uniform|init|copy|^[A-Z]")  # what makes weights, or a network
INITIAL = ("{}0", "{}_0", "{}_init", "{}_initial", "initial_{}", "init_{}", "base_{}", "{}_start")
MOST_SHOWN = 50  # characters of a text


class Mistake(NamedTuple):
    """What is hardly ever meant, by its kind, with the edited sources that mend it."""

    kind: str
    note: str
    line: int
    mends: list


def mistakes(source):
    for rule in (kept, divided_means, rescaled, decayed, restarted, never_reset, rebound, gaps, unpaired):
        yield from rule(source)


def short(text):
    text = " ".join(text.split())
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 3] + "..."


def kept(source):
    """What keeps weights, such as the best ones so far, and changes with them: `best = params`, or also `best = params.copy()` where the
    arrays in it change themselves, as by `params[k] -= step`."""
    changed, elements = in_place(source.tree)
    for each in ast.walk(source.tree):
        if isinstance(each, ast.Assign) and KEPT.search(source.of(each.targets[0])):
            values = each.value.elts if isinstance(each.value, (ast.Tuple, ast.List)) else [each.value]
            for value in values:
                whole, shallow = last_name(value), last_name(shallow_copy(value))
                if whole in changed | elements or shallow in elements:
                    name = source.of(each.targets[0])
                    yield Mistake(f"kept {name}", f"`{name}` is no copy of `{whole or shallow}`, and changes with it", each.lineno, copies(source, each, whole or shallow))
                    break


def copies(source, each, name):
    if isinstance(each.value, (ast.Tuple, ast.List)):
        return [source.with_texts((*source.span(part), f"{source.factor(part)}.copy()") for part in each.value.elts)]
    of = source.of(shallow_copy(each.value) or each.value)
    dictionary, sequence = f"{{key: each.copy() for key, each in {of}.items()}}", f"[each.copy() for each in {of}]"
    is_dictionary = f"{name}.items()" in source.text or re.search(rf"\b{name} = (\{{|dict\()", source.text)
    return [source.replaced(*source.span(each.value), text) for text in ((dictionary, sequence) if is_dictionary else (f"{of}.copy()", sequence, dictionary))]


def in_place(tree):
    """The last names of what changes itself, such as `W` in `W -= step` and `p` in `p["W"] = ...`; and of what has elements that do, such as
    `p` in `p["W"] -= step`."""
    changed, elements = set(), set()
    sources = {name.id: each.iter for each in ast.walk(tree) if isinstance(each, ast.For) for name in ast.walk(each.target) if isinstance(name, ast.Name)}
    for each in ast.walk(tree):
        for target in each.targets if isinstance(each, ast.Assign) else [each.target] if isinstance(each, ast.AugAssign) else []:
            is_inside = isinstance(target, ast.Subscript)
            name = last_name(target.value if is_inside else target)
            if name and (is_inside or isinstance(each, ast.AugAssign)):
                changed.add(name)
                if is_inside and isinstance(each, ast.AugAssign):
                    elements.add(name)
                elif name in sources:  # an element of what the loop goes over
                    elements.update(filter(None, map(last_name, ast.walk(sources[name]))))
    return changed, elements


def shallow_copy(value):
    """What an expression such as `list(p)`, `p.copy()` or `p[:]` copies; None if it does not."""
    if isinstance(value, ast.Call) and not value.keywords:
        if isinstance(value.func, ast.Name) and value.func.id in ("list", "dict", "tuple") and len(value.args) == 1:
            return value.args[0]
        if called(value) == "copy" and isinstance(value.func, ast.Attribute):
            return value.args[0] if value.args else value.func.value
    if isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Slice) and value.slice.lower is value.slice.upper is None:
        return value.value
    return None


def last_name(tree):
    """`W` of `W` and of `self.W`; None of other expressions."""
    return tree.id if isinstance(tree, ast.Name) else tree.attr if isinstance(tree, ast.Attribute) else None


def divided_means(source):
    """Differences of which only the mean is divided by the standard deviation: `x - mean / std`."""
    for each in ast.walk(source.tree):
        is_difference = isinstance(each, ast.BinOp) and isinstance(each.op, ast.Sub) and isinstance(each.right, ast.BinOp) and isinstance(each.right.op, ast.Div)
        if is_difference and MEAN.search(ast.unparse(each.right.left)) and DEVIATION.search(ast.unparse(each.right.right)):
            mean, deviation = source.of(each.right.left), source.of(each.right.right)
            mend = source.replaced(*source.span(each), f"({source.of(each.left)} - {mean}) / {source.factor(each.right.right)}")
            note = f"Only `{short(mean)}` is divided by `{short(deviation)}`, and not the difference"
            yield Mistake(f"precedence {short(mean)}", note, each.lineno, [mend])


def rescaled(source):
    """What is scaled back in the order in which it was scaled: `(y + mean) * std` beside `(y - mean) / std`."""
    pairs = set()
    for each in ast.walk(source.tree):
        if isinstance(each, ast.BinOp) and isinstance(each.op, ast.Div) and isinstance(each.left, ast.BinOp) and isinstance(each.left.op, ast.Sub):
            pairs.add((source.of(each.left.right), source.of(each.right)))
    for each in ast.walk(source.tree):
        is_scaled = isinstance(each, ast.BinOp) and isinstance(each.op, ast.Mult) and isinstance(each.left, ast.BinOp) and isinstance(each.left.op, ast.Add)
        if is_scaled and (source.of(each.left.right), source.of(each.right)) in pairs:
            mean, deviation = source.of(each.left.right), source.of(each.right)
            mend = source.replaced(*source.span(each), f"{source.factor(each.left.left)} * {deviation} + {mean}")
            note = f"`{short(mean)}` is added before the product with `{short(deviation)}`, and was subtracted before the division by it"
            yield Mistake(f"rescaled {short(mean)}", note, each.lineno, [mend])


def decayed(source):
    """A learning rate that each epoch takes from the one before, with a factor for all epochs so far: `lr = lr / (1 + decay * epoch)`."""
    for loop in ast.walk(source.tree):
        counters = {each.id for each in ast.walk(loop.target) if isinstance(each, ast.Name)} if isinstance(loop, ast.For) else set()
        statements = [each for each in loop.body if isinstance(each, ast.Assign)] if counters else []
        for each in statements:
            name = source.target(each)
            read = [part for part in ast.walk(each.value) if source.is_variable(part)]
            own = [part for part in read if source.of(part) == name]
            if not name or not RATE.search(name) or not own or not counters & {source.of(part) for part in read} or not is_formula(source, each.value):
                continue
            set_here = [other for part in loop.body for other in ast.walk(part) if isinstance(other, (ast.Assign, ast.AugAssign)) and source.target(other) == name]
            if len(set_here) == 1:
                mends = [source.with_all(own, other) for other in initial_values(source, each, name)]
                note = f"`{name}` is made of the `{name}` of the epoch before, and not of the first one: it has the factors of all epochs so far"
                yield Mistake(f"decayed {name}", note, each.lineno, mends)


def is_formula(source, value):
    """Whether a value is a product or a quotient, or what a function without conditions makes."""
    if isinstance(value, ast.Call):
        functions = [each for each in ast.walk(source.tree) if isinstance(each, ast.FunctionDef) and each.name == called(value)]
        return len(functions) == 1 and not any(isinstance(each, (ast.If, ast.IfExp, ast.Mod)) for each in ast.walk(functions[0]))
    return isinstance(value, ast.BinOp) and isinstance(value.op, (ast.Mult, ast.Div)) and not any(isinstance(each, (ast.IfExp, ast.Mod)) for each in ast.walk(value))


def initial_values(source, statement, name):
    """What a variable was in the beginning: what it was made of, a variable of such a name, or a number."""
    values = [each.value for each in ast.walk(source.tree) if isinstance(each, ast.Assign) and each is not statement and source.target(each) == name]
    names = [source.of(each) for each in values if source.is_variable(each) or isinstance(each, ast.Constant)]
    known, plain = source.names(statement).keys() | source.shared, name.rpartition(".")
    return list(dict.fromkeys([*names, *(each for each in (plain[0] + plain[1] + form.format(plain[2]) for form in INITIAL) if each in known)]))


def restarted(source):
    """A number of steps or a velocity that each epoch sets back, though it is of the whole training: the power of a decay or a learning
    rate is made of the number."""
    for loop in ast.walk(source.tree):
        inner = [each for each in loop.body if isinstance(each, (ast.For, ast.While))] if isinstance(loop, (ast.For, ast.While)) else []
        if not inner or begins_anew(loop, inner[-1]):
            continue
        for each in loop.body[: loop.body.index(inner[-1])]:
            name, is_number = source.target(each) if is_reset(each) else None, isinstance(getattr(each, "value", None), ast.Constant)
            if name and is_number and name in source.counted:
                what, users = "a number of steps", [other for other in ast.walk(source.tree) if is_made_of_number(source, other, name)]
            elif name and not is_number and VELOCITY.search(name):
                what, users = "a velocity", [other for part in inner for other in ast.walk(part) if is_mean(source, other, name)]
            else:
                continue
            if users:
                mend = out_of_loop(source, each)
                note = f"The loop in line {loop.lineno} sets `{name}` back to 0 each time: for line {users[0].lineno}, it is {what} of the whole training"
                yield Mistake(f"restarted {name}", note, each.lineno, [mend] if mend else [])


def begins_anew(loop, inner):
    """Whether a loop makes weights or a network before the loop in it, and so trains several times."""
    before = [each for each in loop.body[: loop.body.index(inner)] if isinstance(each, ast.Assign)]
    return any(isinstance(part, ast.Call) and BEGINS.search(called(part) or "") for each in before for part in ast.walk(each.value))


def is_made_of_number(source, tree, name):
    """Whether it is a power of a decay, or a learning rate, that is made of a number of steps."""
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Pow):
        return bool(DECAYS.match(source.of(tree.left))) and name in {source.of(each) for each in ast.walk(tree.right) if source.is_variable(each)}
    if isinstance(tree, ast.Assign) and RATE.search(source.target(tree) or "") and isinstance(tree.value, (ast.BinOp, ast.Call)):
        return name in {source.of(each) for each in ast.walk(tree.value) if source.is_variable(each)}
    return False


def is_mean(source, tree, name):
    """Whether a statement makes a new velocity of the old one and a decay."""
    read = {source.of(each) for each in ast.walk(tree.value) if source.is_variable(each)} if isinstance(tree, (ast.Assign, ast.AugAssign)) else set()
    own = source.target(tree) if read else None
    return bool(own) and own.split("[")[0] == name and any(map(DECAYS.match, read)) and (isinstance(tree, ast.AugAssign) or own in read)


def never_reset(source):
    """A number of epochs without a new best one that the next best one does not set back: it counts all of them, and not those in a row."""
    for each in ast.walk(source.tree):
        if not isinstance(each, ast.If) or not any(isinstance(part, ast.Assign) and KEPT.search(source.of(part.targets[0])) for part in each.body):
            continue
        loop = source.parents[each]
        while not isinstance(loop, (ast.For, ast.While, ast.FunctionDef, ast.Module)):
            loop = source.parents[loop]
        for part in each.orelse:
            name = source.target(part) if isinstance(part, ast.AugAssign) and isinstance(part.op, ast.Add) and source.of(part.value) == "1" else None
            if name is None or not isinstance(loop, (ast.For, ast.While)):
                continue
            tests = [other for other in ast.walk(loop) if isinstance(other, ast.If) and any(isinstance(end, (ast.Break, ast.Return)) for end in other.body)]
            is_tested = any(source.of(word) == name for other in tests for word in ast.walk(other.test) if source.is_variable(word))
            if is_tested and name not in stored_in(source, loop):
                last, place = each.body[-1], source.starts[each.body[-1].end_lineno]
                mend = source.replaced(place, place, f"{' ' * last.col_offset}{name} = 0\n")
                note = f"`{name}` is never set back to 0: it counts all epochs without a new best one, and not those in a row"
                yield Mistake(f"waiting {name}", note, each.body[0].lineno, [mend])


def stored_in(source, tree):
    """What statements in it set, and do not only change."""
    targets = [target for each in ast.walk(tree) if isinstance(each, ast.Assign) for target in each.targets]
    return {source.of(each) for target in targets for each in (target.elts if isinstance(target, ast.Tuple) else [target])}


def rebound(source):
    """The variable of a loop over arrays, which is given something else at the end of the loop, and read no more: no array changes."""
    for loop in ast.walk(source.tree):
        last = loop.body[-1] if isinstance(loop, ast.For) and not loop.orelse else None
        name = source.target(last) if isinstance(last, ast.Assign) and isinstance(last.targets[0], ast.Name) else None
        own = {each.id for each in ast.walk(loop.target) if isinstance(each, ast.Name)} if name else set()
        is_own = name in own and isinstance(last.value, ast.BinOp) and any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(last.value))
        if is_own and not is_read_later(source, loop, name):
            of = source.of(loop.iter)
            mends = [source.replaced(*source.span(last.targets[0]), f"{name}[...]")]
            if source.of(last.value.left) == name and isinstance(last.value.op, (ast.Add, ast.Sub, ast.Mult, ast.Div)):
                end = source.span(last.value.right)[0] - source.is_enclosed(last.value.right)
                between = source.data[source.span(last.value.left)[1] : end].decode().replace("(", "").strip()
                mends.insert(0, source.replaced(source.span(last.targets[0])[1], end, f" {between}= "))
            yield Mistake(f"rebound {name}", f"What `{name}` is given is lost: it is a name of this loop, and no element of `{short(of)}`", last.lineno, mends)


def is_read_later(source, loop, name):
    """Whether something behind a loop reads its variable, before another loop or statement sets it."""
    places = [(each.lineno, each.col_offset, isinstance(each.ctx, ast.Load)) for each in ast.walk(source.scope(loop)) if isinstance(each, ast.Name) and each.id == name]
    later = min((each for each in places if each[0] > loop.end_lineno), default=None)
    return later is not None and later[2]


def gaps(source):
    """Batches that end before the next one begins, or after: `X[k:k + size - 1]`, with `k` in `range(0, n, size)`."""
    for each in ast.walk(source.tree):
        upper = each.upper if isinstance(each, ast.Slice) and isinstance(each.lower, ast.Name) and each.step is None else None
        is_shifted = isinstance(upper, ast.BinOp) and isinstance(upper.op, (ast.Add, ast.Sub)) and isinstance(upper.right, ast.Constant)
        whole = upper.left if is_shifted else None
        if isinstance(whole, ast.BinOp) and isinstance(whole.op, ast.Add) and source.of(whole.left) == each.lower.id:
            size = source.of(whole.right)
            if any(counter == each.lower.id and len(bounds) == 3 and source.of(bounds[2]) == size for counter, bounds in source.ranges(each)):
                same = [other for other in ast.walk(source.tree) if isinstance(other, ast.Slice) and source.of(other) == source.of(each)]
                what = "end before the next ones begin" if isinstance(upper.op, ast.Sub) else "end after the next ones begin"
                yield Mistake("gaps", f"Batches that begin `{size}` apart {what}", each.lower.lineno, [source.with_all(same, f"{each.lower.id}:{source.of(whole)}")])


def unpaired(source):
    """Inputs that are brought into another order, and not their targets, from which the same rows are taken then: `X = X[order]`, and
    later `X[:300]` and `y[:300]`."""
    for each in source.statements():
        name, value = source.target(each), getattr(each, "value", None)
        if not isinstance(each, ast.Assign) or not isinstance(value, ast.Subscript) or not isinstance(value.slice, ast.Name) or source.of(value.value) != name:
            continue
        order = value.slice.id
        uses = [part for part in ast.walk(source.scope(each)) if isinstance(part, ast.Name) and part.id == order]
        drawn = [other for other in source.statements() if source.target(other) == order and "permutation(" in source.of(other)]
        if len(uses) != 2 or len(drawn) != 1 or source.parents[each] is not source.parents[drawn[0]]:
            continue  # it orders something else too
        later = [part for other in source.block(each) if other.lineno > each.lineno for part in ast.walk(other) if isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Slice)]
        taken = {source.of(part.slice) for part in later if source.of(part.value) == name}
        pairs = dict.fromkeys(source.of(part.value) for part in later if source.of(part.slice) in taken and source.of(part.value) != name)
        for other in pairs:
            if all({source.of(part.slice) for part in later if source.of(part.value) == each_name} == taken for each_name in (name, other)):
                end = source.starts[each.end_lineno]
                mend = source.replaced(end, end, f"{' ' * each.col_offset}{other} = {other}[{order}]\n")
                yield Mistake(f"unpaired {other}", f"`{name}` is brought into another order, and `{other}`, of which the same rows are taken, is not", each.lineno, [mend])


def of_integers(source):
    """Arrays of numbers with fractions in place of those of integers in which elements are stored."""
    targets = [each.targets[0] for each in ast.walk(source.tree) if isinstance(each, ast.Assign)]
    stored = {source.of(each.value) for each in targets if isinstance(each, ast.Subscript)}
    for each in ast.walk(source.tree):
        if isinstance(each, ast.Assign) and source.of(each.targets[0]) in stored and isinstance(each.value, ast.Call):
            yield source.replaced(*source.span(each.value), f"{source.of(each.value)}.astype(float)")


def mended(source):
    """The sources without one of these mistakes."""
    for each in mistakes(source):
        yield from each.mends
    yield from of_integers(source)
