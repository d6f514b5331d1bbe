"""Mistakes in learning rates and in the decay of weights, which the syntax tree shows."""

import ast
import re

from definitions import called
from epochs import Mistake, is_read_in, loop_around, loops
from moves import out_of_loop
from sources import SHOWN, names_in
from values import RATE

PART_OF_RATE = re.compile(r"(^|[_.])(lr|eta|rate|anneal\w*|schedule\w*)\d*(_|$)", re.I)  # such as `eta_max`, or of a function
INITIAL = ("{}0", "{}_0", "{}_init", "{}_initial", "initial_{}", "init_{}", "base_{}", "{}_start")
WHOLE = ast.BinOp, ast.Add, ast.Sub, ast.Name, ast.Load, ast.Attribute, ast.Constant  # parts of sums of steps
OF_EPOCH = re.compile("epoch", re.I)
SIZE = re.compile(r"^(n|m|N|M|size|total|count|length)$|(^|_)(n|num|len|size|train\w*|examples|samples|total)(_|$)")
PENALTY = re.compile(r"^(self\.)?(l|la|lam|lambd|lambda_?|lmbda|lmb|reg\w*|l2\w*|weight_decay|wd|alpha_?reg|decay)$", re.I)


def mistakes_in_rates(source):
    for rule in (decayed, compounded, hurried, remainders, half_turn, half_turns, whole_quotients, unread_size):
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


def compounded(source):
    """A function that multiplies a learning rate by a power of the epoch, and so by the powers of all epochs so far: `lr *= 0.5 ** (epoch // 20)`."""
    for each in source.statements():
        power = each.value if isinstance(each, ast.AugAssign) and isinstance(each.op, ast.Mult) else None
        name = source.target(each) if power is not None else None
        if not name or not RATE.search(name) or not isinstance(power, ast.BinOp) or not isinstance(power.op, ast.Pow):
            continue
        whole, factor = power.right, source.of(power.left)
        is_whole = isinstance(whole, ast.BinOp) and isinstance(whole.op, ast.FloorDiv)
        epoch = source.of(whole.left if is_whole else whole)
        if OF_EPOCH.search(epoch) and epoch.isidentifier():
            condition = f"{epoch} > 0" + (f" and {epoch} % {source.of(whole.right)} == 0" if is_whole else "")
            mend = source.replaced(*source.span(power), f"{factor} if {condition} else 1")
            note = f"`{name}` has a factor for each epoch so far already, and is multiplied by those of all of them again"
            yield Mistake(f"compounded {name}", note, each.lineno, [mend])


def hurried(source):
    """A decay of the learning rate for epochs that the loop over batches applies, for each batch: its condition is of the epoch alone, or
    the name of its factor."""
    for loop in loops(source.tree):
        of_loop = names_in(loop.target) if isinstance(loop, ast.For) else set()
        for each in loop.body if loop_around(source, loop) is not None else ():
            is_of_epoch = isinstance(each, ast.AugAssign) and source.is_variable(each.value) and OF_EPOCH.search(source.of(each.value)) and not OF_EPOCH.search(" ".join(of_loop))
            change = each if is_of_epoch else each.body[0] if isinstance(each, ast.If) and not each.orelse else None
            name = source.target(change) if change is not None else None
            if not name or not RATE.search(name) or re.match(r"\w+", name)[0] in of_loop:
                continue
            if not isinstance(change, ast.AugAssign) and not is_read_in(source, change.value, name):
                continue
            if is_of_epoch:
                note = f"`{source.of(each.value)}` is of an epoch, and `{name}` changes by it for each batch"
            elif is_of_outer_loop(source, loop, each.test):
                note = f"The condition is of the epoch alone, and so `{name}` changes for each batch of such an epoch"
            else:
                continue
            mend = out_of_loop(source, each, is_behind=True) if len(loop.body) > 1 else None
            yield Mistake(f"hurried {name}", note, each.lineno, [mend] if mend else [])


def is_of_outer_loop(source, loop, test):
    """Whether a condition reads the variable of a loop around a loop, and nothing that this loop sets."""
    set_here = {source.of(part) for part in ast.walk(loop) if isinstance(getattr(part, "ctx", None), ast.Store)}
    return bool(names_in(test) & set(source.counters(loop))) and not names_in(test) & set_here


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
    """A learning rate with `cos(pi * step)`: the angle is not divided by the number of steps, so the cosine is always 1 or -1."""
    for each in ast.walk(source.tree):
        angle = each.args[0] if isinstance(each, ast.Call) and called(each) == "cos" and len(each.args) == 1 else None
        factors = [angle.left, angle.right] if isinstance(angle, ast.BinOp) and isinstance(angle.op, ast.Mult) else []
        others = [part for part in factors if not re.search(r"(\b|_)pi$", source.of(part), re.I)]
        if len(others) != 1 or not is_of_rate(source, each) or not all(isinstance(part, WHOLE) for part in ast.walk(others[0])):
            continue
        for counter, count in dict(counts(source)).items():
            if counter in names_in(others[0]):
                steps = re.sub(rf"\b{re.escape(counter)}\b", count, source.of(others[0]))
                end = source.span(angle)[1]
                mend = source.replaced(end, end, f" / {steps if steps.isidentifier() else f'({steps})'}")
                yield Mistake(f"turn {counter}", f"`{source.of(each)}` is 1 and -1 in turn, for its angle is not divided by a number of steps", each.lineno, [mend])


def whole_quotients(source):
    """A whole quotient of a number of steps and their count in a learning rate, which is 0 in all of them: `cos(pi * (step // steps))`."""
    for each in ast.walk(source.tree):
        names = [source.target(source.statement(each)) or "", getattr(source.scope(each), "name", "")] if isinstance(each, ast.BinOp) and isinstance(each.op, ast.FloorDiv) else []
        if any(RATE.search(name) or PART_OF_RATE.search(name) for name in names):
            left, right = source.of(each.left), source.of(each.right)
            if (left, right) in counts(source):
                mend = source.replaced(*source.span(each), f"{left} / {right}")
                yield Mistake(f"quotient {left}", f"`{source.of(each)}` is 0 in all steps, and the learning rate stays as it is", each.lineno, [mend])


def unread_size(source):
    """A number of examples that a function is given and does not read, where the decay of weights has no such divisor, or that of a batch."""
    for function in ast.walk(source.tree):
        given = [each.arg for each in function.args.args if SIZE.search(each.arg)] if isinstance(function, ast.FunctionDef) else []
        read = names_in(function)
        factors = (each for each in ast.walk(function) if source.is_variable(each) and PENALTY.match(source.of(each)) and isinstance(source.parents[each], ast.BinOp))
        penalty = next(factors, None) if len(given) == 1 and given[0] not in read else None
        if penalty is not None:
            name, around, text = given[0], source.parents[penalty], source.of(penalty)
            is_divided = isinstance(around.op, ast.Div) and around.left is penalty
            mend = source.replaced(*source.span(around.right), name) if is_divided else source.replaced(*source.span(penalty), f"({text} / {name})")
            divisor = f"divided by `{source.of(around.right)}`" if is_divided else "not divided"
            yield Mistake(f"size {name}", f"`{name}` is given to `{function.name}`, which does not read it; `{text}` is {divisor}", penalty.lineno, [mend])


def counts(source):
    """The variables of loops over ranges, each with the text of where its range ends."""
    for loop in ast.walk(source.tree):
        for counter, bounds in source.range_of(loop) if isinstance(loop, ast.For) else ():
            yield counter, source.of(bounds[-1 if len(bounds) < 3 else 1])


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
