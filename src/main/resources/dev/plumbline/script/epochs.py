"""Mistakes in what a training counts and keeps from one epoch, or batch, to the next, which the syntax tree shows."""

import ast
import re
from typing import NamedTuple

from definitions import called
from expressions import DECAYS, DRAWS
from moves import UPDATES, VELOCITY, before, is_reset, moved, out_of_loop
from sources import SHOWN, names_in
from values import RATE

KEPT = re.compile(r"best|saved|snapshot|backup|checkpoint", re.I)  # of weights that a script goes back to
BEGINS = re.compile(r"normal|rand(n|om)?$|uniform|init|copy|^[A-Z]")  # what makes weights, or a network
NETWORK = re.compile(r"net|model|init|mlp", re.I)  # what makes a network, of calls that may also make other objects
STATE = re.compile(r"^self\.(_?[vmsgh]|vs|ms|cache|state|moments?\w*|first|second|sq\w*|mean\w*|var\w*|acc\w*)\d?$|veloc|moment", re.I)  # what an optimizer keeps


OF_ARRAYS = re.compile(r"zip\(|param|weight|grad|\.(items|keys)\(\)$|enumerate\(|layers")  # what a loop is over
BEST = re.compile(r"best|lowest|highest|(^|_)(min|max)_?(loss|err|val|acc|cost)|(loss|err|val|acc|cost)\w*_(min|max)", re.I)


class Mistake(NamedTuple):
    """What is hardly ever meant, by its kind, with the edited sources that mend it."""

    kind: str
    note: str
    line: int
    mends: list


def mistakes_in_counting(source):
    for rule in (reseeded, restarted, made_anew, counted_arrays, never_reset, never_best, summed):
        yield from rule(source)


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


def made_anew(source):
    """An optimizer that each epoch, or step, makes anew, and so without what it keeps of the gradients before."""
    classes = {each.name: each for each in ast.walk(source.tree) if isinstance(each, ast.ClassDef)}
    for each in source.statements():
        loop, call = loop_around(source, each), getattr(each, "value", None)
        made = classes.get(called(call)) if isinstance(each, ast.Assign) and isinstance(call, ast.Call) and loop is not None and each in loop.body else None
        name = source.target(each) if made is not None else None
        if not name or not keeps_gradients(source, made):
            continue
        uses = [part for part in ast.walk(loop) if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and source.of(part.func.value) == name]
        around = [other for other in source.enclosing(each) if isinstance(other, (ast.For, ast.While))]
        if any(UPDATES.search(part.func.attr) for part in uses) and not any(begins_anew(other, each, NETWORK) for other in around):
            set_here = {source.of(part) for part in ast.walk(around[-1]) if isinstance(getattr(part, "ctx", None), ast.Store)}
            note = f"Each time, the loop in line {loop.lineno} makes `{name}` anew, without what it keeps of the gradients before"
            together = [each, *takers(source, loop, each, name)]
            is_free = not any(names_in(part.value) & (set_here - {name}) for part in together)
            begin, end, place = source.starts[each.lineno - 1], source.starts[together[-1].end_lineno], source.starts[around[-1].lineno - 1]
            text = moved(source.data[begin:end], around[-1].col_offset - each.col_offset)
            yield Mistake(f"anew {name}", note, each.lineno, [source.with_texts([(begin, end, ""), (place, place, text)])] if is_free else [])


def takers(source, loop, statement, name):
    """The statements behind it that make something of a variable, such as a schedule of an optimizer."""
    for each in loop.body[loop.body.index(statement) + 1 :]:
        if not isinstance(each, ast.Assign) or not isinstance(each.value, ast.Call) or name not in {source.of(part) for part in each.value.args}:
            return
        yield each


def keeps_gradients(source, made):
    """Whether a class has a velocity, or another mean of gradients, that one of its methods makes of the one before."""
    methods = [each for each in made.body if isinstance(each, ast.FunctionDef) and each.name != "__init__"]
    read = {source.of(part).split("[")[0] for each in methods for part in ast.walk(each) if source.is_variable(part)}
    first = [source.target(part) for each in made.body if isinstance(each, ast.FunctionDef) and each.name == "__init__" for part in ast.walk(each) if is_empty(part)]
    return any(map(DECAYS.match, read)) and any(name in read and STATE.search(name) for name in first if name)


def is_empty(statement):
    """Whether a statement sets something to zeros, to None or to an empty dictionary."""
    value = statement.value if isinstance(statement, ast.Assign) else None
    is_none = isinstance(value, ast.Constant) and value.value is None
    return is_none or isinstance(value, ast.Dict) and not value.keys or value is not None and is_reset(statement)


def begins_anew(loop, statement, makes=BEGINS):
    """Whether a loop makes weights or a network before a statement in it, and so trains several times."""
    earlier = [each for each in loop.body if isinstance(each, ast.Assign) and each.lineno < statement.lineno]
    return any(isinstance(part, ast.Call) and makes.search(called(part) or "") for each in earlier for part in ast.walk(each.value))


def is_made_of_number(source, tree, name):
    """Whether it is a power of a decay, or a learning rate, that is made of a number of steps."""
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Pow):
        is_decay = DECAYS.match(source.of(tree.left)) or isinstance(getattr(tree.left, "value", None), float)
        return bool(is_decay) and name in {source.of(each) for each in ast.walk(tree.right) if source.is_variable(each)}
    if isinstance(tree, ast.Assign) and RATE.search(source.target(tree) or "") and isinstance(tree.value, (ast.BinOp, ast.Call)):
        return name in {source.of(each) for each in ast.walk(tree.value) if source.is_variable(each)}
    return False


def is_mean(source, tree, name):
    """Whether a statement makes a new velocity of the old one and a decay."""
    read = {source.of(each) for each in ast.walk(tree.value) if source.is_variable(each)} if isinstance(tree, (ast.Assign, ast.AugAssign)) else set()
    own = source.target(tree) if read else None
    is_of_own = bool(own) and (isinstance(tree, ast.AugAssign) or any(source.of(each) == own for each in ast.walk(tree.value) if isinstance(each, ast.expr)))
    return is_of_own and own.split("[")[0] == name and any(map(DECAYS.match, read))


def counted_arrays(source):
    """A number of steps, for the powers of decays, that the loop over the weights counts, and so is larger for each of them."""
    for each in source.statements():
        loop, name = loop_around(source, each), source.target(each) if isinstance(each, ast.AugAssign) and source.of(each.value) == "1" else None
        if not name or not isinstance(loop, ast.For) or each not in loop.body or not OF_ARRAYS.search(source.of(loop.iter)) or names_in(each.target) & names_in(loop.target):
            continue
        powers = [other for part in loop.body for other in ast.walk(part) if isinstance(other, ast.BinOp) and is_made_of_number(source, other, name)]
        changed = [part for other in loop.body for part in ast.walk(other) if isinstance(part, ast.AugAssign) and isinstance(part.op, ast.Sub) and names_in(part.target) & names_in(loop.target)]
        if powers and changed:
            mend = out_of_loop(source, each)
            note = f"The loop in line {loop.lineno} is over weights, and counts each of them in `{name}`: for line {powers[0].lineno}, it is a number of steps"
            yield Mistake(f"counted {name}", note, each.lineno, [mend] if mend else [])


def never_best(source):
    """The best number so far that a new best one does not replace: all that is better than the first one counts as the best."""
    for each in ast.walk(source.tree):
        test = each.test if isinstance(each, ast.If) and loop_around(source, each) is not None else None
        if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], (ast.Lt, ast.Gt)):
            continue
        limit = test.comparators[0]
        best = limit.left if isinstance(limit, ast.BinOp) and isinstance(limit.op, (ast.Add, ast.Sub)) else limit
        name = source.of(best) if source.is_variable(best) and BEST.search(source.of(best)) else None
        stored = [part for part in ast.walk(source.tree) if isinstance(getattr(part, "ctx", None), ast.Store) and source.of(part) == name] if name else []
        if len(stored) != 1 or loop_around(source, stored[0]) is loop_around(source, each) or not source.is_variable(test.left):
            continue
        # A number that is only small, or large, may be the limit at which a training ends.
        is_first = "best" in name.lower() or "inf" in source.of(source.statement(stored[0]))
        kinds = {type(part) for part in each.body}
        if is_first and ast.Assign in kinds and not kinds & {ast.Break, ast.Return, ast.Raise}:
            first = each.body[0]
            place = source.starts[first.lineno - 1]
            mend = source.replaced(place, place, f"{' ' * first.col_offset}{name} = {source.of(test.left)}\n")
            note = f"`{name}` never changes: all that is better than its first value counts as the best so far"
            yield Mistake(f"best {name}", note, each.lineno, [mend])


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


def loops(tree):
    return [each for each in ast.walk(tree) if isinstance(each, (ast.For, ast.While))]


def loop_around(source, tree):
    """The innermost loop around it in its function; None if there is none."""
    return next((each for each in source.enclosing(tree) if isinstance(each, (ast.For, ast.While))), None)


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
