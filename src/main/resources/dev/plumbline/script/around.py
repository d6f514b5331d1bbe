"""Mistakes around a training that the syntax tree shows: in what is kept of it, and in how its examples are prepared."""

import ast
import re

from definitions import called

KEPT = re.compile(r"best|saved|snapshot|backup|checkpoint", re.I)  # of weights that a script goes back to
MEAN, DEVIATION = re.compile(r"(^|[._])(mean|mu|avg|average)\w*(\(.*\))?$", re.I), re.compile(r"(^|[._(])(std|sigma|sd|stddev|stdev)\w*(\(.*\))?", re.I)


def kept_references(tree):
    """The assignments that keep weights, such as the best ones so far, and keep what changes with them: `best = params`, or also
    `best = params.copy()` where the arrays in it change themselves, as by `params[k] -= step`. Of each the name, and what changes."""
    changed, elements = in_place(tree)
    for each in ast.walk(tree):
        if isinstance(each, ast.Assign) and KEPT.search(ast.unparse(each.targets[0])):
            values = each.value.elts if isinstance(each.value, (ast.Tuple, ast.List)) else [each.value]
            for value in values:
                whole, shallow = last_name(value), last_name(shallow_copy(value))
                if whole in changed | elements or shallow in elements:
                    yield each, ast.unparse(each.targets[0]), whole or shallow
                    break


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


def divided_means(tree):
    """The differences of which only the mean is divided by the standard deviation: `x - mean / std`."""
    for each in ast.walk(tree):
        is_difference = isinstance(each, ast.BinOp) and isinstance(each.op, ast.Sub) and isinstance(each.right, ast.BinOp) and isinstance(each.right.op, ast.Div)
        if is_difference and MEAN.search(ast.unparse(each.right.left)) and DEVIATION.search(ast.unparse(each.right.right)):
            yield each


def mended(source):
    """The sources with one of these mends: copies of what is kept, parentheses around a difference, or an array of numbers with fractions
    in place of one of integers in which elements are stored."""
    for each in divided_means(source.tree):
        left, right = source.of(each.left), each.right
        yield source.replaced(*source.span(each), f"({left} - {source.of(right.left)}) / {source.factor(right.right)}")
    for each, _, name in kept_references(source.tree):
        if isinstance(each.value, (ast.Tuple, ast.List)):
            yield source.with_texts((*source.span(part), f"{source.factor(part)}.copy()") for part in each.value.elts)
            continue
        of = source.of(shallow_copy(each.value) or each.value)
        dictionary, sequence = f"{{key: each.copy() for key, each in {of}.items()}}", f"[each.copy() for each in {of}]"
        is_dictionary = f"{name}.items()" in source.text or re.search(rf"\b{name} = (\{{|dict\()", source.text)
        for text in (dictionary, sequence) if is_dictionary else (f"{of}.copy()", sequence, dictionary):
            yield source.replaced(*source.span(each.value), text)
    targets = [each.targets[0] for each in ast.walk(source.tree) if isinstance(each, ast.Assign)]
    stored = {source.of(each.value) for each in targets if isinstance(each, ast.Subscript)}
    for each in ast.walk(source.tree):
        if isinstance(each, ast.Assign) and source.of(each.targets[0]) in stored and isinstance(each.value, ast.Call):
            yield source.replaced(*source.span(each.value), f"{source.of(each.value)}.astype(float)")
