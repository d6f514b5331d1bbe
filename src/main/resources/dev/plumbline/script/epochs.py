"""Mistakes in what a training counts and keeps from one epoch, or batch, to the next, which the syntax tree shows."""

import ast
import re
from typing import NamedTuple

from definitions import called
from expressions import DECAYS, DRAWS
from moves import VELOCITY, before, is_reset, out_of_loop
from sources import SHOWN
from values import RATE

KEPT = re.compile(r"best|saved|snapshot|backup|checkpoint", re.I)  # of weights that a script goes back to
BEGINS = re.compile(r"normal|rand(n|om)?$|uniform|init|copy|^[A-Z]")  # what makes weights, or a network
PART_OF_RATE = re.compile(r"(^|[_.])(lr|eta|rate|anneal\w*|schedule\w*)\d*(_|$)", re.I)  # such as `eta_max`, or of a function
INITIAL = ("{}0", "{}_0", "{}_init", "{}_initial", "initial_{}", "init_{}", "base_{}", "{}_start")


class Mistake(NamedTuple):
    """What is hardly ever meant, by its kind, with the edited sources that mend it."""

    kind: str
    note: str
    line: int
    mends: list


def mistakes_in_counting(source):
    for rule in (decayed, hurried, remainders, half_turn, half_turns, whole_quotients, reseeded, restarted, never_reset, summed):
        yield from rule(source)


def decayed(source):
    """A learning rate that each epoch takes from the one before, with a factor for all epochs so far: `lr = lr / (1 + decay * epoch)`."""
    for loop in ast.walk(source.tree):
        counters = names_in(loop.target) if isinstance(loop, ast.For) else set()
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


def half_turn(source):
    """A learning rate with a factor `1 + cos(epoch / epochs)`: the angle is no part of pi, and the rate falls little."""
    for each in ast.walk(source.tree):
        parts = [each.left, each.right] if isinstance(each, ast.BinOp) and isinstance(each.op, ast.Add) else []
        cosine = next((part for part in parts if isinstance(part, ast.Call) and called(part) == "cos" and len(part.args) == 1), None)
        angle = cosine.args[0] if cosine and any(source.of(part) in ("1", "1.0", "0.5") for part in parts) else None
        if not isinstance(angle, ast.BinOp) or not isinstance(angle.op, ast.Div) or not is_of_rate(source, each):
            continue
        numbers = {part.value for part in ast.walk(angle) if isinstance(part, ast.Constant)}
        if numbers <= {1} and not re.search(r"(\b|_)pi\b", source.of(angle), re.I):
            module = source.of(cosine.func.value) + "." if isinstance(cosine.func, ast.Attribute) else ""
            mends = [source.replaced(*source.span(angle), f"{pi} * {source.of(angle)}") for pi in dict.fromkeys((module + "pi", "np.pi"))]
            note = f"The angle `{source.of(angle)}` has no factor pi: where it ends at 1, the factor ends at 0.77 of its first value, and not at 0"
            yield Mistake(f"cosine {source.of(angle)}", note, each.lineno, mends)


def half_turns(source):
    """A learning rate with `cos(pi * step)`, which is 1 and -1 in turn: the angle has no number of steps to divide by."""
    for each in ast.walk(source.tree):
        angle = each.args[0] if isinstance(each, ast.Call) and called(each) == "cos" and len(each.args) == 1 else None
        factors = [angle.left, angle.right] if isinstance(angle, ast.BinOp) and isinstance(angle.op, ast.Mult) else []
        if not any(re.search(r"(\b|_)pi$", source.of(part), re.I) for part in factors) or not is_of_rate(source, each):
            continue
        whole = next((part for part in factors if not re.search(r"(\b|_)pi$", source.of(part), re.I)), None)
        is_whole = all(isinstance(part, (ast.BinOp, ast.Add, ast.Sub, ast.Name, ast.Load, ast.Attribute, ast.Constant)) for part in ast.walk(whole)) if whole else False
        for counter, count in dict(counts(source)).items() if is_whole else ():
            if counter in names_in(whole):
                text = source.of(whole)
                steps = re.sub(rf"\b{re.escape(counter)}\b", count, text)
                mend = source.replaced(source.span(angle)[1], source.span(angle)[1], " / " + (steps if steps.isidentifier() else f"({steps.strip('()')})"))
                yield Mistake(f"turn {counter}", f"`{source.of(each)}` is 1 and -1 in turn, for its angle is not divided by a number of steps", each.lineno, [mend])


def counts(source):
    """The variables of loops over ranges, each with the text of where its range ends."""
    for loop in ast.walk(source.tree):
        for counter, bounds in source.range_of(loop) if isinstance(loop, ast.For) else ():
            yield counter, source.of(bounds[-1 if len(bounds) < 3 else 1])


def whole_quotients(source):
    """A whole quotient of a number of steps and their count in a learning rate, which is 0 in all of them: `cos(pi * (step // steps))`."""
    for each in ast.walk(source.tree):
        names = [source.target(source.statement(each)) or "", getattr(source.scope(each), "name", "")] if isinstance(each, ast.BinOp) and isinstance(each.op, ast.FloorDiv) else []
        if any(RATE.search(name) or PART_OF_RATE.search(name) for name in names):
            left, right = source.of(each.left), source.of(each.right)
            if (left, right) in counts(source):
                mend = source.replaced(*source.span(each), f"{left} / {right}")
                yield Mistake(f"quotient {left}", f"`{source.of(each)}` is 0 in all steps, and the learning rate stays as it is", each.lineno, [mend])


def reseeded(source):
    """Random numbers that each step of a loop begins again with the same seed, and draws examples from: it draws the same ones each time."""
    for each in source.statements():
        loop, call = loop_around(source, each), getattr(each, "value", None)
        is_seed = isinstance(call, ast.Call) and called(call) in ("seed", "default_rng", "RandomState") and len(call.args) == 1 and isinstance(call.args[0], ast.Constant)
        if loop is None or not is_seed or each not in loop.body:
            continue
        made = [part for other in loop.body for part in ast.walk(other) if isinstance(part, ast.Call) and part is not call]
        drawn = [part for part in made if called(part) in (*DRAWS, "shuffle") and part.lineno > each.lineno]
        if drawn and not any(BEGINS.search(called(part) or "") for part in made):
            mend = out_of_loop(source, each)
            note = f"Each step begins again with the same random numbers, and so line {drawn[0].lineno} draws the same ones each time"
            yield Mistake("reseeded", note, each.lineno, [mend] if mend else [])


def is_of_rate(source, tree):
    """Whether the statement of an expression, or the function that it is in, has a name of a learning rate; a counted `step` is none."""
    statement, function = source.statement(tree), source.scope(tree)
    read = {source.of(each) for each in ast.walk(statement) if source.is_variable(each)} - {counter for counter, count in counts(source)}
    names = [source.target(statement) or "", getattr(function, "name", ""), *read]
    return any(RATE.search(each) or PART_OF_RATE.search(each) for each in names)


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
    for loop in loops(source.tree):
        inner = [each for each in loop.body if isinstance(each, (ast.For, ast.While))]
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
        loop = loop_around(source, each)
        for part in each.orelse if loop is not None else ():
            name = source.target(part) if isinstance(part, ast.AugAssign) and isinstance(part.op, ast.Add) and source.of(part.value) == "1" else None
            if name is None:
                continue
            tests = [other for other in ast.walk(loop) if isinstance(other, ast.If) and any(isinstance(end, (ast.Break, ast.Return)) for end in other.body)]
            is_tested = any(is_read_in(source, other.test, name) for other in tests)
            if is_tested and name not in stored_in(source, loop):
                last, place = each.body[-1], source.starts[each.body[-1].end_lineno]
                mend = source.replaced(place, place, f"{' ' * last.col_offset}{name} = 0\n")
                note = f"`{name}` is never set back to 0: it counts all epochs without a new best one, and not those in a row"
                yield Mistake(f"waiting {name}", note, each.body[0].lineno, [mend])


def stored_in(source, tree):
    """What statements in it set, and do not only change."""
    targets = [target for each in ast.walk(tree) if isinstance(each, ast.Assign) for target in each.targets]
    return {source.of(each) for target in targets for each in (target.elts if isinstance(target, ast.Tuple) else [target])}


def hurried(source):
    """A decay of the learning rate for some epochs that the loop over batches applies, for each batch of such an epoch: its condition
    is of the epoch alone."""
    for loop in loops(source.tree):
        of_loop = names_in(loop.target) if isinstance(loop, ast.For) else set()
        for each in loop.body if loop_around(source, loop) is not None else ():
            change = each.body[0] if isinstance(each, ast.If) and not each.orelse else None
            name = source.target(change) if change is not None else None
            if not name or not RATE.search(name) or re.match(r"\w+", name)[0] in of_loop:
                continue
            if not isinstance(change, ast.AugAssign) and not is_read_in(source, change.value, name):
                continue
            set_here = {source.of(part) for part in ast.walk(loop) if isinstance(getattr(part, "ctx", None), ast.Store)}
            tested = names_in(each.test)
            if tested & set(source.counters(loop)) and not tested & set_here:
                mend = out_of_loop(source, each, is_behind=True) if len(loop.body) > 1 else None
                note = f"The condition is of the epoch alone, and so `{name}` changes for each batch of such an epoch"
                yield Mistake(f"hurried {name}", note, each.lineno, [mend] if mend else [])


def remainders(source):
    """A learning rate that falls in all steps but each hundredth, and not in this alone: `if step % 100: lr *= 0.5`."""
    for each in ast.walk(source.tree):
        test = each.test if isinstance(each, ast.If) and not each.orelse and loop_around(source, each) is not None else None
        is_unequal = isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.NotEq) and source.of(test.comparators[0]) == "0"
        rest = test.left if is_unequal else test
        change, name = each.body[0] if test is not None else None, source.target(each.body[0]) if test is not None else None
        is_own = isinstance(change, ast.AugAssign) or isinstance(change, ast.Assign) and is_read_in(source, change.value, name)
        is_change = is_own and isinstance(getattr(change, "op", getattr(getattr(change, "value", None), "op", None)), (ast.Mult, ast.Div))
        if isinstance(rest, ast.BinOp) and isinstance(rest.op, ast.Mod) and source.of(rest.right) != "2" and is_change and RATE.search(name or ""):
            mend = source.replaced(*source.span(test), f"{source.of(rest)} == 0")
            note = f"`{source.of(test)}` holds in all steps but those that `{source.of(rest.right)}` divides, and `{name}` changes in all of these"
            yield Mistake(f"remainder {name}", note, each.lineno, [mend])


def loops(tree):
    return [each for each in ast.walk(tree) if isinstance(each, (ast.For, ast.While))]


def loop_around(source, tree):
    """The innermost loop around it in its function; None if there is none."""
    return next((each for each in source.enclosing(tree) if isinstance(each, (ast.For, ast.While))), None)


def names_in(tree):
    return {each.id for each in ast.walk(tree) if isinstance(each, ast.Name)}


def summed(source):
    """A sum of losses that each epoch shows and none sets back: it is of all epochs so far."""
    for inner in loops(source.tree):
        outer, block = source.parents[inner], source.block(inner)
        if not isinstance(outer, (ast.For, ast.While)):
            continue
        sums = [each for part in inner.body for each in ast.walk(part) if isinstance(each, ast.AugAssign) and isinstance(each.op, ast.Add)]
        for name in dict.fromkeys(source.of(each.target) for each in sums):
            begins = [each for each in source.block(outer) if each.lineno < outer.lineno and source.target(each) == name]
            if not SHOWN.search(name) or len(begins) != 1 or not is_reset(begins[0]) or name in stored_in(source, outer):
                continue
            readers = [each for each in ast.walk(outer) if isinstance(each, ast.stmt) and each.lineno > inner.end_lineno and not hasattr(each, "body") and is_read_in(source, each, name)]
            counted = {source.of(each.target) for each in ast.walk(outer) if isinstance(each, ast.AugAssign)} - stored_in(source, outer) - {name}
            is_shown = readers and not any(is_read_in(source, each, number) for each in readers for number in counted)
            if is_shown and not any(is_read_in(source, part, name) for part in inner.body):
                mend = before(source, begins[0], block[0])
                note = f"`{name}` is never set back to 0: what line {readers[0].lineno} shows is the sum of all epochs so far"
                yield Mistake(f"summed {name}", note, begins[0].lineno, [mend] if mend else [])


def is_read_in(source, tree, name):
    return any(isinstance(getattr(each, "ctx", None), ast.Load) and source.of(each) == name for each in ast.walk(tree) if source.is_variable(each))
