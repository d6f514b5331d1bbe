"""Objects of their own in place of one that several share."""

import ast

from hints import names_of_one, repeated, shared_objects
from sources import own_nodes


def edits(source, statement):
    yield from bound_late(source, statement)
    yield from repeated_objects(source, statement)
    yield from objects_of_names(source, statement)
    if isinstance(statement, ast.FunctionDef):
        yield from shared_defaults(source, statement)


def repeated_objects(source, statement):
    """A new object in each place of a list, or of the arguments of a call, that has one and the same several times, such as a layer."""
    for each in own_nodes(statement):
        elements = each.elts if isinstance(each, ast.List) else each.args if isinstance(each, ast.Call) else []
        names = [name for name in elements if isinstance(name, ast.Name)]
        for name in {name.id for name in names if sum(other.id == name.id for other in names) > 1}:
            made = [other for other in ast.walk(source.tree) if isinstance(other, ast.Assign) and source.of(other.targets[0]) == name]
            if len(made) == 1 and isinstance(made[0].value, ast.Call):
                yield 2, source.with_all([other for other in names if other.id == name], source.of(made[0].value))


def objects_of_names(source, statement):
    """A list of its own for each variable, in place of one that `m = v = [...]`, or `v = m`, gives to several."""
    names = names_of_one(statement)
    if len(names) > 1 and any(each is statement for each, _ in shared_objects(source.tree)):
        made = [other.value for other in ast.walk(source.tree) if isinstance(other, ast.Assign) and names[-1] in map(source.of, other.targets)]
        if len(made) == 1:
            apart = f"\n{' ' * statement.col_offset}".join(f"{source.of(target)} = {source.of(made[0])}" for target in statement.targets)
            yield 1.5, source.replaced(*source.span(statement), apart)


def shared_defaults(source, function):
    """A new list or dictionary in each call, in place of the default of an argument, which all calls share."""
    named = zip(function.args.args[::-1], function.args.defaults[::-1])
    first = function.body[0]
    for argument, default in named:
        if isinstance(default, (ast.List, ast.Dict)) and source.of(default) in ("[]", "{}"):
            start = source.starts[first.lineno - 1]
            yield 1.5, source.replaced(start, start, f"{' ' * first.col_offset}{argument.arg} = {source.of(default)}\n")


def bound_late(source, statement):
    """A function in a list or a loop that keeps the value of a variable of the loop, which is the last one where it is called."""
    counters = {name.id for each in own_nodes(statement) if isinstance(each, ast.comprehension) for name in ast.walk(each.target) if isinstance(name, ast.Name)}
    counters.update(source.counters(statement), source.set_in_loop(statement))
    for each in own_nodes(statement):
        if isinstance(each, ast.Lambda):
            own = {argument.arg for argument in each.args.args}
            read = [name.id for name in ast.walk(each.body) if isinstance(name, ast.Name) and name.id in counters - own]
            if read:
                begin = source.span(each)[0] + len("lambda")
                arguments = source.data[begin : source.span(each.body)[0]].decode().rpartition(":")[0].strip()
                kept = ", ".join([*filter(None, [arguments]), *(f"{name}={name}" for name in dict.fromkeys(read))])
                yield 3, source.replaced(begin, source.span(each.body)[0], f" {kept}: ")


def with_new_objects(source):
    """The sources with a new object in each place of a list that repeats one: `[Layer(3) for _ in range(2)]` for `[Layer(3)] * 2`."""
    for each in repeated(source.tree):
        if len(each.left.elts) == 1:
            yield source.replaced(*source.span(each), f"[{source.of(each.left)[1:-1]} for _ in range({source.of(each.right)})]")
