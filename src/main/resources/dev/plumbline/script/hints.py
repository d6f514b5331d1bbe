"""What may be the reason that nothing is trained: mistakes in a script that its syntax tree shows."""

import ast
import re

from around import rebound
from definitions import Definitions, called
from names import Names
from settings import seen_in

WEIGHTS = re.compile(r"(^|[._\"'\[])(w|weights?|theta|syn|synapses?)(\d|_|\b)", re.I)
MEANS = re.compile(r"(^|\.)(m|v|s|d|g|vel\w*|mom\w*|cache\w*|grad\w*|delta\w*|prev\w*|acc\w*)[_.\[]", re.I)  # of gradients, in the shapes of the weights
GENERATOR = re.compile(r"(default_rng|RandomState)\(")
CONTAINERS = (ast.List, ast.ListComp, ast.Dict, ast.DictComp)


def hints(sources):
    """Each such line of the sources, and a clause for it."""
    for text in sources:
        definitions, zeros = Definitions(text), lines_of_zero_weights(text)
        same = set(repeated(definitions.source.tree))
        shared = {each: listed(names) for each, names in shared_objects(definitions.source.tree)}
        for each in definitions.lost():
            yield each.lineno, f"line {each.lineno} computes something, and keeps it nowhere"
        for each in ast.walk(definitions.source.tree):
            is_new = isinstance(each, ast.Assign) and getattr(definitions.source.scope(each), "name", "__init__") != "__init__"
            if is_new and ast.unparse(each.targets[0]) in definitions.source.held and not is_zeros(each.value):
                name = ast.unparse(each.targets[0])
                yield each.lineno, f"line {each.lineno} gives `{name}` a new array, and what holds the old one does not see it"
            elif each in shared:
                yield each.lineno, f"line {each.lineno} gives {shared[each]} one and the same object"
            elif isinstance(each, ast.Assign) and each.lineno in zeros:
                yield each.lineno, f"line {each.lineno} sets weights to 0, with which units stay equal, or nothing reaches a layer"
            elif each in same:
                yield each.lineno, f"line {each.lineno} repeats one and the same object, and makes no new ones"
        for each in rebound(definitions.source):
            name = each.kind.partition(" ")[2]
            yield each.line, f"line {each.line} only gives the name `{name}` to something new; what the loop goes over stays as it is"


def listed(names):
    return " and ".join([", ".join(f"`{each}`" for each in names[:-1]), f"`{names[-1]}`"])


def hints_of_rates(network):
    """A clause for each learning rate that is nothing as soon as it changes."""
    for name, value in network.lost_rates.items():
        yield f"`{name}` is {network.first_rates[name]:g} at first, and then {value:g}{seen_in(Names(network).lines_of_rates())}"


def is_zeros(tree):
    return isinstance(tree, ast.Call) and getattr(tree.func, "attr", "").startswith("zeros")


def names_weights(name):
    """Whether a variable is named after weights, and not after a mean of their gradients."""
    return bool(WEIGHTS.search(name)) and not MEANS.search(name)


def zero_weights(statement):
    """The arrays of zeros that an assignment gives weights: a matrix, or, of these, one with a single row or column too."""
    target, value = (statement.targets[0], statement.value) if isinstance(statement, ast.Assign) else (None, None)
    is_of_several = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
    for one, other in zip(target.elts, value.elts) if is_of_several else [(target, value)]:
        if one is not None and names_weights(ast.unparse(one)):
            yield from filter(is_zeros, (other, getattr(other, "elt", None)))


def lines_of_zero_weights(text):
    """The lines that set matrices of weights to 0."""
    return [each.lineno for each in ast.walk(ast.parse(text)) if any(map(is_zero_matrix, zero_weights(each)))]


def lines_of_weights(text):
    """The lines that make initial weights: those that set them by a formula, and those of the functions that they call."""
    trees = list(ast.walk(ast.parse(text)))
    made = [each for each in trees if isinstance(each, ast.Assign) and any(isinstance(part, ast.Call) for part in ast.walk(each.value))]
    targets = [(each, ast.unparse(target)) for each in made for target in getattr(each.targets[0], "elts", each.targets[:1])]
    made = list(dict.fromkeys(each for each, name in targets if names_weights(name)))
    names = {called(part) for each in made for part in ast.walk(each.value) if isinstance(part, ast.Call)}
    functions = [each for each in trees if isinstance(each, ast.FunctionDef) and each.name in names]
    return [each.lineno for each in made] + [each.lineno for function in functions for each in function.body]


def random_weights(source):
    """A source with small random weights in place of all that are 0; None if there are none."""
    matrices = [each for statement in source.statements() for each in zero_weights(statement)]
    if not any(map(is_zero_matrix, matrices)):
        return None
    scopes = source.tree, source.scope(matrices[0])
    generators = [
        each for each in ast.walk(source.tree)
        if isinstance(each, ast.Assign) and GENERATOR.search(source.of(each.value)) and source.scope(each) in scopes and each.lineno < matrices[0].lineno
    ]
    normal = f"{source.of(generators[0].targets[0])}.standard_normal(" if generators else f"{source.of(matrices[0].func.value)}.random.standard_normal("
    return source.with_texts((*source.span(each), f"0.1 * {normal}{source.of(each.args[0])})") for each in matrices)


def is_zero_matrix(tree):
    """Whether an expression is such as `np.zeros((4, 3))`, of no single row or column, which is a bias."""
    shape = tree.args[0] if is_zeros(tree) and tree.args else None
    return isinstance(shape, ast.Tuple) and len(shape.elts) == 2 and not any(getattr(each, "value", None) == 1 for each in shape.elts)


def repeated(tree):
    """The expressions of a module such as `[[0] * 3] * 4` or `[Layer(3)] * 4`, which have one object in all places."""
    makers = {each.name for each in ast.walk(tree) if isinstance(each, ast.ClassDef) or isinstance(each, ast.FunctionDef) and makes_object(each)}
    for each in ast.walk(tree):
        if isinstance(each, ast.BinOp) and isinstance(each.op, ast.Mult) and isinstance(each.left, ast.List):
            if any(isinstance(part, CONTAINERS) or isinstance(part, ast.BinOp) and isinstance(part.left, ast.List) or isinstance(part, ast.Call) and called(part) in makers for part in each.left.elts):
                yield each


def shared_objects(tree):
    """The assignments that give several variables one list, dictionary or array, with those variables, if elements of two of them are set:
    what one gets, the other has too."""
    changed = {ast.unparse(each.value) for each in ast.walk(tree) if isinstance(each, ast.Subscript) and isinstance(each.ctx, ast.Store)}
    for each in ast.walk(tree):
        names = names_of_one(each)
        if len(changed.intersection(names)) > 1:
            yield each, names


def names_of_one(statement):
    """The variables to which an assignment such as `m = v = [...]`, or `v = m`, gives one object; none if it makes them no such."""
    value = getattr(statement, "value", None)
    is_other = isinstance(value, (ast.Name, ast.Attribute))
    if not isinstance(statement, ast.Assign) or not is_other and not isinstance(value, (*CONTAINERS, ast.Call)):
        return []
    return list(map(ast.unparse, [*statement.targets, *([value] if is_other else [])]))


def makes_object(function):
    """Whether a function may return something that keeps what its parts share, such as a layer of functions."""
    return any(isinstance(each, (ast.FunctionDef, ast.Lambda, *CONTAINERS)) for each in ast.walk(function) if each is not function)
