"""A statement at another place of a script."""

import ast
import itertools
import re

from sources import names_in

VELOCITY = re.compile(r"^(self\.)?(v|vel|vs)$|veloc|moment", re.I)
UPDATES = re.compile(r"update|step|apply|adjust", re.I)
MAKES = re.compile(r"init|zero|reset|make|create", re.I)


def moves(source, statement):
    """The statement at another place of its block, without it, or out of its loop; and so those that set several variables back."""
    block = source.block(statement)
    at = block.index(statement) if statement in block else -1
    yield from moves_of(source, statement, statement, block, at, at)
    if at >= 0 and is_reset(statement) and (at == 0 or not is_reset(block[at - 1])):
        last = at
        while last + 1 < len(block) and is_reset(block[last + 1]):
            last += 1
        if last > at:
            yield from ((cost + 0.5, text) for cost, text in moves_of(source, statement, block[last], block, at, last))
    if at > 0 and isinstance(block[at - 1], (ast.For, ast.While)):
        yield from into_loop(source, block[at - 1], list(itertools.takewhile(lambda each: changes(source, each), block[at:])))


def into_loop(source, loop, statements):
    """The updates that follow a loop as the last statements in it: of each batch, and not of the last one."""
    if statements:
        begin, end = source.starts[statements[0].lineno - 1], source.starts[statements[-1].end_lineno]
        inner = moved(source.data[begin:end], loop.body[0].col_offset - loop.col_offset)
        yield 0, source.data[:begin].decode() + inner + source.data[end:].decode()


def changes(source, statement):
    """Whether a statement makes a new value of an old one, or calls what is named for it, or is a loop with only such and other assignments."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        return bool(UPDATES.search(source.of(statement.value.func).rpartition(".")[2]))
    if isinstance(statement, ast.For):
        return all(isinstance(each, (ast.Assign, ast.AugAssign)) for each in statement.body) and any(is_change(source, each) for each in statement.body)
    return is_change(source, statement)


def moves_of(source, statement, end_statement, block, at, last):
    """The moves of the statements from one to another of a block."""
    lines, ending = source.lines(statement), source.lines(end_statement)
    if lines is None or ending is None:
        return
    begin, end = lines[0], ending[1]
    text = source.data[begin:end]
    readers = readers_of(source, statement, block[last + 1 :])
    for cost, reader in zip((5, 4.5), dict.fromkeys((*readers[-1:], *readers[:1]))):  # what changes a variable, after all that read it, or the first
        stop = source.starts[reader.end_lineno]
        yield cost, (source.data[:begin] + source.data[end:stop] + text + source.data[stop:]).decode()
    for i, each in enumerate(block):
        spot = source.lines(each) or (source.starts[each.lineno - 1], source.starts[each.end_lineno], b"")
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
        yield 1.5 if is_counter else 3 if sets_back(source, statement) else 10, source.data[:start].decode() + shifted + (source.data[start:begin] + source.data[end:]).decode()
        outer = source.parents.get(loop)
        while isinstance(outer, (ast.For, ast.While, ast.If, ast.With)):  # and out of those around it
            if isinstance(outer, (ast.For, ast.While)):
                start, further = source.starts[outer.lineno - 1], moved(text, outer.col_offset - statement.col_offset)
                yield 5 if sets_back(source, statement) else 11, source.data[:start].decode() + further + (source.data[start:begin] + source.data[end:]).decode()
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
                    yield 3 if spot == first and sets_back(source, statement) else 9, (source.data[:begin] + source.data[end:spot]).decode() + shifted + source.data[spot:].decode()
                elif spot <= begin:
                    yield 10, source.data[:spot].decode() + shifted + (source.data[spot:begin] + source.data[end:]).decode()


def out_of_loop(source, statement, is_behind=False):
    """The source with a statement before its loop, or behind it; None if it shares its line."""
    lines, loop = source.lines(statement), source.parents[statement]
    if lines is None:
        return None
    begin, end, text = lines
    place = source.starts[loop.end_lineno if is_behind else loop.lineno - 1]
    return source.with_texts([(begin, end, ""), (place, place, moved(text, loop.col_offset - statement.col_offset))])


def before(source, statement, other):
    """The source with a statement before another one, such as in a loop that follows it; None if it shares its line."""
    lines = source.lines(statement)
    if lines is None:
        return None
    begin, end, text = lines
    place = source.starts[other.lineno - 1]
    return source.with_texts([(begin, end, ""), (place, place, moved(text, other.col_offset - statement.col_offset))])


def overwriter_of(source, statement, before):
    """The place of the last statement before it in a block that gives another value, made of its own, to what it reads; else None."""
    value = getattr(statement, "value", None)
    read = {source.of(each) for each in ast.walk(value) if source.is_variable(each)} if value is not None else set()
    places = [at for at, each in enumerate(before) if source.target(each) in read]
    last = before[places[-1]] if places else None
    is_own = last is not None and any(source.of(each) == source.target(last) for each in ast.walk(last.value) if source.is_variable(each))
    return places[-1] if is_own else None


def readers_of(source, statement, others):
    """The statements after it in a block that read what a statement changes."""
    target = source.target(statement)
    if target is None or not isinstance(statement, ast.AugAssign) and target not in source.of(statement.value):
        return []
    return [
        other for other in others
        if any(isinstance(getattr(each, "ctx", None), ast.Load) and source.of(each) == target for each in ast.walk(other))
    ]


def is_reset(statement):
    """Whether a statement sets something to 0, to an array of zeros, or to a list of such, to which others add; or a velocity to what a function
    makes."""
    if not isinstance(statement, ast.Assign):
        return False
    name = getattr(statement.value.func, "id", "") if isinstance(statement.value, ast.Call) else ""
    return is_zero(statement.value) or bool(MAKES.search(name) and VELOCITY.search(ast.unparse(statement.targets[0])))


def sets_back(source, statement):
    """The same, or whether it calls a function or method that does nothing else, such as `zero_grad`, also in a loop."""
    if isinstance(statement, ast.For):
        return all(sets_back(source, each) for each in statement.body)
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        name = getattr(statement.value.func, "attr", getattr(statement.value.func, "id", None))
        called = [each for each in ast.walk(source.tree) if isinstance(each, ast.FunctionDef) and each.name == name]
        return len(called) == 1 and all(is_reset(part) for each in called[0].body for part in (each.body if isinstance(each, ast.For) else [each]))
    return is_reset(statement)


def is_zero(value):
    if isinstance(value, ast.Tuple):
        return all(map(is_zero, value.elts))
    while isinstance(value, (ast.ListComp, ast.DictComp, ast.List, ast.BinOp)):
        if isinstance(value, ast.BinOp):
            is_repeated = isinstance(value.op, ast.Mult) and isinstance(value.right, ast.List)  # `n * [0]`
            value = value.right if is_repeated else value.left
        else:
            value = value.elt if isinstance(value, ast.ListComp) else value.value if isinstance(value, ast.DictComp) else next(iter(value.elts), None)
    if isinstance(value, ast.Call):
        return getattr(value.func, "attr", "").startswith("zeros")
    return isinstance(value, ast.Constant) and value.value == 0


def moved(text, columns):
    """Lines with more or fewer spaces before them."""
    lines = text.decode().splitlines(keepends=True)
    return "".join(" " * columns + each if columns > 0 else each[-columns:] for each in lines)


def own_loop(source, statement):
    """A loop of its own for a statement of a loop, behind this: `for l in layers: update(l)` for an update before the deltas of the layers
    below are computed."""
    loop, lines = source.parents[statement], source.lines(statement)
    is_one_of_several = isinstance(loop, ast.For) and statement in loop.body and len(loop.body) > 1 and not loop.orelse
    if not is_one_of_several or lines is None or not isinstance(statement, (ast.Expr, ast.AugAssign)):
        return
    read, of_loop = names_in(statement), names_in(loop.target)
    if read & of_loop and not read & (source.set_in_loop(statement) - of_loop) and loop.body[0].lineno > loop.lineno:
        header = source.data[source.starts[loop.lineno - 1] : source.starts[loop.body[0].lineno - 1]].decode()
        begin, end, text = lines
        place = source.starts[loop.end_lineno]
        yield 3.5, source.with_texts([(begin, end, ""), (place, place, header + text.decode())])


def late_returns(source, statement):
    """What a function returns, computed before the statement that changes what it reads: the delta sent back through the weights
    before their update."""
    value, block = getattr(statement, "value", None), source.block(statement)
    if not isinstance(statement, ast.Return) or isinstance(value, (ast.Name, ast.Constant, type(None))):
        return
    read = {source.of(each) for each in ast.walk(value) if source.is_variable(each)}
    for first in block:
        call = first.value if isinstance(first, ast.Expr) and isinstance(first.value, ast.Call) else None
        is_given = call is not None and any(source.of(each) in read for each in call.args)  # to what may change it
        if is_given or any(source.target(each) in read for each in ast.walk(first) if is_change(source, each)):
            start, indent = source.starts[first.lineno - 1], " " * first.col_offset
            name = source.free_name(statement, "result", "returned", "result_before")
            line = f"{indent}{name} = {source.of(value)}\n"
            yield 2, source.with_texts([(start, start, line), (*source.span(value), name)])
            return


def is_change(source, statement):
    """Whether a statement makes a new value of the old one."""
    return isinstance(statement, ast.AugAssign) or isinstance(statement, ast.Assign) and (source.target(statement) or "\0") in source.of(statement.value)
