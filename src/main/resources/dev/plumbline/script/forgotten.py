"""What a statement, or a line after it, may have forgotten."""

import ast
import itertools
import re

from definitions import called, ordered_pairs
from expressions import BIAS, DECAYS, SAME, SIZES, SLOPES, WEIGHTS, likeness, weights_of
from moves import is_change, is_reset
from names import HALVED, OF_NORMS, PENALTY, sizes_of_weights
from sources import DERIVATIVE, names_in, own_nodes, tokens_of
from values import RATE

BIASES = ("W", "b"), ("w", "b"), ("weights", "biases")  # ends of the names of weights, and of their biases
WITHOUT_BIAS = ("[:, 1:]", "[1:]", "[1:, :]", "[:, :-1]", "[:-1]", "[:-1, :]")
DRAWN = re.compile("rand|permutation|choice|integers|sample")
SQUARED = re.compile(r"\*\* ?2|square\(|vdot\(|dot\(")


def powers(source, statement):
    """The number of steps in all corrections of means of a block that have none: `1 - beta1 ** t` for `1 - beta1`."""
    decays = [
        each.right.right for other in source.block(statement) for each in own_nodes(other)
        if isinstance(each, ast.BinOp) and isinstance(each.op, ast.Div) and isinstance(each.right, ast.BinOp)
        if isinstance(each.right.op, ast.Sub) and source.of(each.right.left) in ("1", "1.0") and DECAYS.match(source.of(each.right.right))
    ]
    if decays and decays[0] in own_nodes(statement):
        for steps in dict.fromkeys([*source.counted, *source.counts(statement)]):
            yield 3, source.with_texts((source.span(each)[1], source.span(each)[1], f" ** {steps}") for each in decays)


def penalties(source, statement):
    """Adds the gradient of a penalty to the gradients of all weights of a block."""
    weights, gradients = weights_of(source, statement), {}
    for each in source.block(statement) if weights else ():
        target = source.target(each)
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


def reweighed(source, lines):
    """The source with the products of penalties in some lines twice or half as large, or with the gradient of the other norm."""
    products = [each for each in ast.walk(source.tree) if isinstance(each, ast.BinOp) and isinstance(each.op, (ast.Mult, ast.Div)) and each.lineno in lines]
    inner = {part for each in products for part in ast.walk(each) if part is not each}
    products = [each for each in products if each not in inner]
    named = [each for each in products if any(PENALTY.search(name.split(".")[-1]) for name in names_of(source, each))]
    products = named or [each for each in products if is_added_with_number(source, each)]
    texts = [(*source.span(each), source.of(each)) for each in products]
    for way in (doubled, halved) if texts else ():
        yield source.with_texts((begin, end, way(text)) for begin, end, text in texts)
    signs, arrays = [], []
    for each in products:
        operands = [part for part in ast.walk(each) if isinstance(part, (ast.Call, ast.Name, ast.Attribute, ast.Subscript)) and isinstance(source.parents[part], ast.BinOp)]
        signs += [part for part in operands if isinstance(part, ast.Call) and called(part) == "sign"]
        arrays += [part for part in operands if not isinstance(part, ast.Call) and not any(each.search(source.of(part)) for each in (PENALTY, SIZES, RATE))]
    if signs:
        yield source.with_texts((*source.span(each), source.of(each.args[0])) for each in signs)
    elif arrays:
        yield source.with_texts((*source.span(each), f"np.sign({source.of(each)})") for each in arrays)


def is_added_with_number(source, product):
    """Whether it is the last term of a sum and begins with a number below 1, as a penalty without a name does."""
    numbers = [part.value for part in ast.walk(product) if isinstance(part, ast.Constant)]
    above = source.parents[product]
    is_last = isinstance(above, ast.BinOp) and isinstance(above.op, ast.Add) and above.right is product
    return is_last and any(type(each) is float and each < 1 for each in numbers)


def names_of(source, tree):
    return [source.of(part) for part in ast.walk(tree) if isinstance(part, (ast.Name, ast.Attribute))]


def doubled(text):
    return re.sub(r" / 2(\.0)?$", "", text) if re.search(r" / 2(\.0)?$", text) else f"2 * {text}"


def halved(text):
    return re.sub(r"^2(\.0)? \* ", "", text) if re.match(r"2(\.0)? \* ", text) else f"{text} / 2"


def parts(source, statement):
    """The part of its arrays that a statement beside it takes of its own, or that the loss takes of the weights: `db += lam * b` beside
    `dW[1:] += lam * W[1:]`, and `dW[1:] += lam * W[1:]`, or `dW[1:] = dW[1:] + lam * W[1:]`, where the penalty is that of `W[1:]`."""
    value, own = statement.value, []
    if isinstance(statement, ast.Assign):
        is_sum = isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add) and source.of(value.left) == source.target(statement)
        value, own = (value.right, [value.left]) if is_sum else (None, [])
    target = statement.target if isinstance(statement, ast.AugAssign) else statement.targets[0]
    arrays = [target, value.right if isinstance(value, ast.BinOp) else value, *own]
    if not all(isinstance(each, (ast.Name, ast.Attribute)) for each in arrays):
        return
    beside = [(each.target, each.value) for each in source.block(statement) if isinstance(getattr(each, "target", None), ast.Subscript)]
    found = [source.of(target)[len(source.of(target.value)) :] for target, _ in beside]
    found = [part for part, (_, of) in zip(found, beside) if source.of(of).endswith(part)]
    found += [part for part in WITHOUT_BIAS if source.of(arrays[1]) + part in source.text]
    for part in dict.fromkeys(found):
        yield 3, source.with_texts((source.span(array)[1], source.span(array)[1], part) for array in arrays)


def twins(source, statement):
    """The same statement again, with the names that another pair of the block exchanges, such as `cache_s` for `cache_W`; what it
    changes is then any name that nothing in the block changes."""
    lines, block = source.lines(statement), [each for each in source.block(statement) if source.target(each)]
    if lines is None or statement not in block:
        return
    changed = {source.target(each).split("[")[0] for each in block}
    target = source.target(statement).split("[")[0]
    owner = target.rpartition(".")[0]
    known = dict.fromkeys([*sorted(source.lists(statement)), *(each for each in source.names(statement) if each not in source.counters(statement))])
    others = [each for each in known if each not in changed and each.rpartition(".")[0] == owner]
    if not is_change(source, statement):  # what is only made is no other thing's, such as the inputs'
        others = [each for each in others if likeness(each, target) == SAME]
    own = tokens_of(source.of(statement))
    words = [[word for _, word in tokens_of(source.of(each))] for each in block if each is not statement]
    for first, second in itertools.permutations(words, 2):
        renamed = {one: two for one, two in zip(first, second) if one != two}
        is_twin = len(renamed) <= 4 and [renamed.get(word, word) for word in first] == second
        if not is_twin or not all(word.isidentifier() for pair in renamed.items() for word in pair):
            continue
        if not any(word in renamed for _, word in own):
            renamed = of_other_layer(renamed, [word for _, word in own])
        if any(word in renamed for _, word in own):
            text = "".join(space + renamed.get(word, word) for space, word in own).strip()
            for other in [target] if target.rpartition(".")[2] in renamed else others:
                changes = re.sub(rf"(?<![\w.]){re.escape(target)}(?!\w)", lambda _: other, text)
                is_forgotten = any(word in source.idle for _, word in tokens_of(changes))
                yield 0 if is_forgotten else 3, source.replaced(lines[1], lines[1], " " * statement.col_offset + changes + "\n")


def of_other_layer(renamed, words):
    """The same exchange of names, with the numbers of some words: `W1` and `b1` for `W2` and `b2`."""
    result = {}
    for one, two in renamed.items():
        stem, number = re.fullmatch(r"(.*?)(\d*)", one).groups()
        if number and two.endswith(number):
            result.update((word, two[: -len(number)] + word[len(stem) :]) for word in words if word.startswith(stem) and word[len(stem) :].isdigit())
    return result


def calls(source, statement):
    """A call, before a statement of a loop, or after one of a condition in a loop, of a function or method that nothing calls in a training,
    such as `zero_grad`."""
    loop = source.parents.get(statement)
    if isinstance(loop, ast.If) and isinstance(source.parents.get(loop), (ast.For, ast.While)):
        start = source.starts[statement.end_lineno]
    elif isinstance(loop, (ast.For, ast.While)):
        start = source.starts[statement.lineno - 1]
    else:
        return
    for call in source.uncalled(statement):
        yield 1.5, source.replaced(start, start, " " * statement.col_offset + call + "\n")


def biases(source, statement):
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


def steps(source, statement):
    """Moves a position on behind the part of an array that a statement takes: `at += n` after `b = theta[at:at + n]`."""
    end = source.starts[statement.end_lineno]
    for each in own_nodes(statement):
        upper = each.upper if isinstance(each, ast.Slice) and isinstance(each.lower, ast.Name) else None
        if isinstance(upper, ast.BinOp) and isinstance(upper.op, ast.Add) and source.of(upper.left) == source.of(each.lower):
            line = f"{source.of(each.lower)} += {source.of(upper.right)}\n"
            yield 4, source.replaced(end, end, " " * statement.col_offset + line)


def resets(source, statement):
    """Sets to 0, at the end of a block, what a statement of it reads and another place only adds to."""
    block = source.block(statement)
    if not block or not hasattr(statement, "value"):
        return
    here = {source.of(each) for other in block for each in ast.walk(other) if isinstance(getattr(each, "ctx", None), ast.Store)}
    for each in ast.walk(statement.value) if statement.value is not None else ():
        name = source.of(each) if isinstance(each, (ast.Name, ast.Subscript)) else ""
        if name.split("[")[0] in source.sums and name not in here and not (WEIGHTS.search(name) or BIAS.search(re.sub(r".*\[[\"']|[\"']\]", "", name))):
            end = source.starts[block[-1].end_lineno]
            line = f"{name} = np.zeros_like({name})\n"
            yield 5, source.replaced(end, end, " " * statement.col_offset + line)


def slopes(source, statement):
    """The derivative of an activation: of a variable, beside a delta that was only sent back through weights; in a method that returns
    its argument, of what other methods of its class have kept."""
    value = getattr(statement, "value", None)
    is_sent = isinstance(value, ast.Name) or isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Name) or isinstance(value, ast.BinOp) and isinstance(value.op, ast.MatMult)
    is_sent |= isinstance(value, ast.Call) and called(value) in ("dot", "sum")
    if isinstance(statement, ast.Assign) and is_sent:
        names = dict.fromkeys([*source.names(statement), *source.read_elements(statement)])
        for slope in SLOPES[::-1]:
            for name in names:
                yield 9.5, source.replaced(*source.span(value), f"{source.factor(value)} * {slope.format(name)}")
        for slope in kept_slopes(source, statement):
            yield 4, source.replaced(*source.span(value), f"{source.factor(value)} * {slope}")
    owner = source.parents.get(source.scope(statement))
    if statement in source.unchanged_arguments and isinstance(owner, ast.ClassDef):
        attributes = {source.of(each): None for each in ast.walk(owner) if isinstance(each, ast.Attribute) and source.is_variable(each)}
        of_sigmoid, of_tanh, of_relu = SLOPES
        for cost, slope in ((3, "{}"), (3, of_relu), (3.5, of_sigmoid), (3.5, of_tanh)):
            for name in attributes:
                yield cost, source.replaced(*source.span(statement.value), f"{statement.value.id} * {slope.format(name)}")


def kept_slopes(source, statement):
    """The derivatives that a layer keeps as a function, of what else it keeps: `layer["df"](layer["z"])`."""
    keys = [each.value for each in ast.walk(source.tree) if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value.isidentifier()]
    keys += [each.arg for each in ast.walk(source.tree) if isinstance(each, ast.keyword) and each.arg]
    held = [(source.of(each.value), source.of(each)) for each in ast.walk(source.tree) if isinstance(each, ast.Subscript) and isinstance(each.slice, ast.Constant) and isinstance(each.slice.value, str)]
    bases = [base for base, element in held if element in source.read_elements(statement)]
    for base in dict.fromkeys(bases):
        for key in dict.fromkeys(each for each in keys if DERIVATIVE.search(each)):
            for element in dict.fromkeys(element for other, element in held if other == base):
                yield f"{base}['{key}']({element})"


def stores(source, statement):
    """Writes a new value, such as that of a velocity, back to the element of the list or dictionary that it was computed from, or to the
    attribute, if nothing else does: `self.before = step` behind `step = -rate * g + mu * self.before`."""
    if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
        return
    end = source.starts[statement.end_lineno]
    for each in ast.walk(statement.value):
        is_element = isinstance(each, ast.Subscript) and isinstance(each.slice, (ast.Name, ast.Constant)) and not source.is_stored(each)
        if is_element or isinstance(each, ast.Attribute) and is_only_reset(source, each):
            yield 2, source.replaced(end, end, " " * statement.col_offset + f"{source.of(each)} = {statement.targets[0].id}\n")


def is_only_reset(source, attribute):
    """Whether an attribute is set to 0 somewhere, and to nothing else."""
    assigned = [each for each in ast.walk(source.tree) if isinstance(each, (ast.Assign, ast.AugAssign))]
    made = [each for each in assigned if (source.target(each) or "").split("[")[0] == source.of(attribute)]
    return bool(made) and all(map(is_reset, made))


def decays(source, statement):
    """Another decay of a mean in both its places: `v = beta2 * v + (1 - beta2) * g ** 2` for `v = beta1 * v + (1 - beta1) * g ** 2`."""
    found = {}
    for each in own_nodes(statement):
        if isinstance(each, (ast.Name, ast.Attribute)) and DECAYS.match(source.of(each)):
            found.setdefault(source.of(each), []).append(each)
    for name, places in found.items():
        for other in source.names(statement) if len(places) > 1 else ():
            if other != name and DECAYS.match(other):
                yield 2, source.with_all(places, other)


def means(source, statement):
    """Divides a delta by the number of examples, behind what subtracts 1 of its outputs: `d /= n` behind `d[range(n), labels] -= 1`."""
    target = getattr(statement, "target", None)
    if isinstance(statement, ast.AugAssign) and isinstance(statement.op, ast.Sub) and isinstance(target, ast.Subscript) and source.of(statement.value) in ("1", "1.0"):
        end, name = source.starts[statement.end_lineno], source.of(target.value)
        for count in (*filter(SIZES.match, source.names(statement)), f"len({name})"):
            yield 2, source.replaced(end, end, " " * statement.col_offset + f"{name} /= {count}\n")


def orders(source, statement):
    """Brings another variable into the order into which a statement brings one: `Y = Y[p]` after `X = X[p]`; and `X[p], Y[p]` for `X[p], Y`."""
    value = getattr(statement, "value", None)
    parts = value.elts if isinstance(statement, ast.Assign) and isinstance(value, ast.Tuple) else []
    for index in dict.fromkeys(source.of(each.slice) for each in parts if isinstance(each, ast.Subscript)):
        for each in parts:
            if isinstance(each, ast.Name):
                yield 1.5, source.replaced(*source.span(each), f"{each.id}[{index}]")
    if isinstance(statement, ast.Assign) and isinstance(value, ast.Subscript) and source.of(value.value) == source.of(statement.targets[0]):
        end, (begin, stop) = source.starts[statement.end_lineno], source.span(value)
        index = source.data[begin:stop].decode()[len(source.of(value.value)):]
        for name in source.names(statement):
            if name != source.of(value.value) and name not in index:
                yield 4, source.replaced(end, end, " " * statement.col_offset + f"{name} = {name}{index}\n")


def renamed(text, old, new):
    """A text in which names that end as those of weights end as those of biases: `db2` for `dW2`."""
    return re.sub(rf"(?<![A-Za-z])([A-Za-z_]*?){old}(?=[\W_\d]|$)", lambda match: match[1] + new, text)


def siblings(source, statement):
    """The same statement again for the bias in place of the weights, or for another layer."""
    lines = source.lines(statement)
    if lines is None:
        return
    _, end, text = lines
    text = text.decode()
    twins = [renamed(text, *pair) for pair in (*BIASES, ("weight", "bias"), ("b", "W"))]
    twins += [re.sub(r"(?<=[A-Za-z_])\d+(?![A-Za-z\d])", lambda m: str(int(m[0]) + shift), text) for shift in (1, -1)]
    twins.append(re.sub(r"(?<=[A-Za-z_])2(?![A-Za-z\d])", "", text))  # W2 beside W
    assigned = {source.target(each): each for each in source.block(statement)}
    is_own = isinstance(statement, ast.Assign) and source.target(statement) in {source.of(each) for each in ast.walk(statement.value) if isinstance(each, ast.expr)}
    for twin in twins:
        if twin != text:
            # What is read and never changed, beside others that are, was forgotten.
            target = re.match(r"\s*([\w.]+(\[[^\]]*\])?) *[-+]?= ", twin)
            is_forgotten = target is not None and target[1] not in assigned and target[1] in source.names(statement)
            is_sum = isinstance(statement, ast.AugAssign) and target is not None and target[1] in assigned
            model = assigned.get(target[1]) if target is not None else None
            if is_own and model is not None and target[1] not in source.of(model.value):  # `dA2 = dA2 * D2`, behind what sets dA2
                place = source.starts[model.end_lineno]
                yield 1.5, source.replaced(place, place, twin)
            yield 0.5 if is_forgotten else 4.5 if is_sum else 11.5, source.replaced(end, end, twin)


def own_biases(source, statement):
    """The update of a bias that its function does not change, behind the loop over the weights of the same unit: `n.bias -= lr * n.delta`
    beside `n.weights[k] -= lr * n.delta * x[k]`."""
    target = statement.target if isinstance(statement, ast.AugAssign) else None
    loop = source.parents[statement]
    if not isinstance(target, ast.Subscript) or not isinstance(loop, ast.For):
        return
    index, factors, rest = names_in(target.slice) & names_in(loop.target), [], statement.value
    while isinstance(rest, ast.BinOp) and isinstance(rest.op, ast.Mult):
        factors, rest = [rest.right, *factors], rest.left
    factors.insert(0, rest)
    kept = [source.factor(each) for each in factors if not names_in(each) & index]
    if not index or not 0 < len(kept) < len(factors):
        return
    changed = {source.target(each) for each in ast.walk(source.scope(statement)) if isinstance(each, (ast.Assign, ast.AugAssign))}
    base, between = source.of(target.value), source.data[source.span(target)[1] : source.span(statement.value)[0]].decode()
    place = source.starts[loop.end_lineno]
    for pair in (("weights", "bias"), *BIASES):
        name = renamed(base, *pair)
        own = name[name.find(".") :] if "." in name else name  # of another unit, such as `self.bias`
        if name != base and name not in changed and re.search(rf"{re.escape(own)}\b", source.text):
            yield 2.5, source.replaced(place, place, f"{' ' * loop.col_offset}{name}{between}{' * '.join(kept)}\n")


def gradients_of_biases(source, statement):
    """The gradient of a bias, which no statement of a block sets, beside that of its weights: `db2 = d2.sum(axis=0)` beside `dW2 = a1.T @ d2`."""
    lines, value = source.lines(statement), getattr(statement, "value", None)
    if lines is None or not isinstance(statement, ast.Assign):
        return
    is_call = isinstance(value, ast.Call) and getattr(value.func, "attr", "") in ("dot", "matmul", "outer")
    operands = value.args[:2] if is_call else (value.left, value.right) if isinstance(value, ast.BinOp) and isinstance(value.op, ast.MatMult) else ()
    assigned, target = {source.target(each) for each in source.block(statement)}, source.of(statement.targets[0])
    names = [renamed(target, *pair) for pair in BIASES]
    for name in dict.fromkeys(names) if len(operands) == 2 else ():
        if name != target and name not in assigned and {name, name.split("[")[0]} & set(source.names(statement)):
            for each in map(source.factor, operands[::-1]):
                for total in ("", ".sum(axis=0)", ".sum(axis=0, keepdims=True)", ".sum(axis=1, keepdims=True)"):
                    yield 3, source.replaced(lines[1], lines[1], f"{' ' * statement.col_offset}{name} = {each}{total}\n")


def own_columns(source, statement):
    """One element of each row, in place of whole columns: `Y[np.arange(len(Y)), labels] = 1` for `Y[:, labels] = 1`."""
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    parts = target.slice.elts if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Tuple) else ()
    for at, each in enumerate(parts if len(parts) == 2 else ()):
        if source.of(each) == ":" and not isinstance(parts[1 - at], (ast.Slice, ast.Constant)):
            yield 3, source.replaced(*source.span(each), f"np.arange({source.of(target.value)}.shape[{at}])")


def copies(source, statement):
    """Reads, in the loop that follows, the examples in the order into which a statement brings them: `Xs[i:j]` after `Xs = X[perm]`."""
    pairs = {value.value.id: target.id for target, value in ordered_pairs(statement) if not source.is_read(target)}
    if pairs:
        later = [each for each in source.block(statement) if each.lineno > statement.end_lineno]
        loops = [each for each in later if isinstance(each, (ast.For, ast.While))][:1]  # over its batches
        reads = [each for tree in loops or later for each in ast.walk(tree) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load) and each.id in pairs]
        yield 2, source.with_texts((*source.span(each), pairs[each.id]) for each in reads)


def old_values(source, statement):
    """Keeps the values of several variables before their update, and not the arrays, which change: `old = v.copy()` for `old = v`."""
    plain = [each for each in source.block(statement) if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name) and isinstance(each.value, (ast.Name, ast.Attribute, ast.Subscript))]
    if statement in plain:
        later = [each for each in source.block(statement) if each.lineno > statement.lineno and isinstance(each, ast.AugAssign)]
        if source.of(statement.value) in map(source.target, later):
            yield 1, source.replaced(source.span(statement.value)[1], source.span(statement.value)[1], ".copy()")
    if len(plain) > 1 and plain[0] is statement:
        yield 3, source.with_texts((source.span(each.value)[1], source.span(each.value)[1], ".copy()") for each in plain)


def unread(source, statement):
    """Reads a variable that nothing reads, and not what it is made of: `m_hat` and not `m` in the update, `lr * v` for `lr * g`, and `+ v` for
    `- lr * g` behind `v = mu * v - lr * g`."""
    target, value = source.target(statement), statement.value
    for other in source.block(statement):
        name = source.target(other) if isinstance(other, (ast.Assign, ast.AugAssign)) and other.lineno < statement.lineno else None
        if not name or name == target or not source.is_unread(other, source.scope(other) if name.isidentifier() else source.tree):
            continue
        parts = set(map(source.of, whole_variables(source, other.value))) - {name}
        for each in whole_variables(source, value):
            if source.of(each) in parts:
                yield 1.5, source.replaced(*source.span(each), name)
        (sign, end, step), (other_sign, _, other_step) = (last_term(source, each) for each in (statement, other))
        if sign is not None and other_sign is not None and source.of(step) == source.of(other_step):
            joined = "+" if sign is other_sign else "-"
            wide = source.is_enclosed(step)
            text = f" {joined}= {name}" if isinstance(statement, ast.AugAssign) else f" {joined} {name}"
            yield 1.5, source.replaced(end, source.span(step)[1] + wide, text)


def whole_variables(source, tree):
    """The variables and elements in an expression that are no parts of others: `g[k]`, and neither `g` nor `k`."""
    kinds = (ast.Name, ast.Attribute, ast.Subscript)
    return [each for each in ast.walk(tree) if isinstance(each, kinds) and (each is tree or not isinstance(source.parents.get(each), kinds))]


def last_term(source, statement):
    """The sign of the last term that a statement adds to something, where that ends, and the term; None thrice if it adds none."""
    value = statement.value
    if isinstance(statement, ast.AugAssign) and isinstance(statement.op, (ast.Add, ast.Sub)):
        return type(statement.op), source.span(statement.target)[1], value
    if isinstance(statement, ast.Assign) and isinstance(value, ast.BinOp) and isinstance(value.op, (ast.Add, ast.Sub)):
        return type(value.op), source.span(value.left)[1] + source.is_enclosed(value.left), value.right
    return None, None, None


def own_names(source, statement):
    """A variable of its own for what a statement makes of a mean that lasts, with which its block goes on: `m_hat = m / (1 - b ** t)` for
    `m = m / (1 - b ** t)`."""
    target, value = source.target(statement), getattr(statement, "value", None)
    is_state = isinstance(statement, ast.Assign) and isinstance(statement.targets[0], (ast.Attribute, ast.Subscript)) and isinstance(value, ast.BinOp)
    if is_state and isinstance(value.op, ast.Div) and source.of(value.left) == target:
        later = [each for each in source.block(statement) if each.lineno > statement.end_lineno]
        following = list(itertools.takewhile(lambda each: source.target(each) != target, later))
        name = source.free_name(statement, "corrected", "m_hat", "mean_hat", "hat_of_mean")
        reads = [each for tree in following for each in own_nodes(tree) if isinstance(getattr(each, "ctx", None), ast.Load) and source.of(each) == target]
        yield 3, source.with_texts((*source.span(each), name) for each in (statement.targets[0], *reads))


def draws(source, statement):
    """One number, or one set of them, for the inputs and the targets that are drawn each for itself: `X[i]` and `Y[i]` for
    `X[rand() % n]` and `Y[rand() % n]`."""
    block = source.block(statement)
    following = block[block.index(statement) :] if statement in block else []
    for each in own_nodes(statement):
        if isinstance(each, ast.Call) and DRAWN.search(source.of(each.func)):
            same = [other.targets[0] for other in block[: len(block) - len(following)] if isinstance(other, ast.Assign) and source.of(other.value) == source.of(each)]
            if same and isinstance(same[-1], ast.Name):  # what is drawn already
                yield 1.5, source.replaced(*source.span(each), same[-1].id)
    drawn = [each for other in following for each in own_nodes(other) if isinstance(each, ast.Subscript) and any(isinstance(part, ast.Call) for part in ast.walk(each.slice))]
    for each in drawn:
        same = [other.slice for other in drawn if source.of(other.slice) == source.of(each.slice)]
        if len({source.of(source.parents[index].value) for index in same}) > 1 and each in own_nodes(statement):
            start, name = source.starts[statement.lineno - 1], source.free_name(statement, "i", "k", "at", "drawn_at")
            line = f"{' ' * statement.col_offset}{name} = {source.of(each.slice)}\n"
            yield 2, source.with_texts([(start, start, line), *((*source.span(index), name) for index in same)])
            return


def quotients(source, statement):
    """A quotient that another statement of the function makes of a variable: `(rate / len(batch)) * db` for `rate * db`."""
    of_others = [
        each for other in ast.walk(source.scope(statement)) if isinstance(other, (ast.Assign, ast.AugAssign)) and other is not statement
        for each in ast.walk(other) if isinstance(each, ast.BinOp) and isinstance(each.op, ast.Div) and source.is_variable(each.left)
    ]
    for each in own_nodes(statement):
        for other in of_others if source.is_variable(each) and isinstance(each.ctx, ast.Load) else ():
            if source.of(other.left) == source.of(each) and source.of(other) not in source.of(statement):
                yield 5, source.replaced(*source.span(each), f"({source.of(other)})")


def other_orders(source, statement):
    """The names of a list, or of what a function returns, in the order of another one: `pack([dW1, db1, dW2])` beside `pack([W1, b1, W2])`."""
    for each in own_nodes(statement):
        own = plain_names(each)
        for other in ast.walk(source.tree) if len(set(own)) > 2 else ():
            names = plain_names(other)
            if other is not each and sorted(names) == sorted(own) and names != own:
                texts = [source.of(each.elts[own.index(name)]) for name in names]
                yield 2, source.with_texts((*source.span(part), text) for part, text in zip(each.elts, texts))


def plain_names(tree):
    """The names in a list or tuple of these, without what says that they are gradients; none of another one."""
    elements = tree.elts if isinstance(tree, (ast.List, ast.Tuple)) else []
    names = [each.id if isinstance(each, ast.Name) else each.attr if isinstance(each, ast.Attribute) else None for each in elements]
    return [] if None in names else [re.sub(r"^(d|g|nabla|grad)_?(?=[A-Za-z])", "", each) for each in names]


def roots(source, statement):
    """The square root of a sum of squares that is named after a norm."""
    target, value = source.target(statement), getattr(statement, "value", None)
    if target and OF_NORMS.search(target) and isinstance(value, ast.Call) and SQUARED.search(source.of(value)) and "sqrt" not in source.of(value):
        yield 3, source.replaced(*source.span(value), f"({source.of(value)}) ** 0.5")


def shared_indices(source, lines):
    """The source with one array's index, in some lines, for another's in the same block, such as `Y[:, chosen]` for `Y[:, k:k + size]` beside
    `X[:, chosen]`; those first that replace a range."""
    found = [each for each in ast.walk(source.tree) if isinstance(each, ast.Subscript) and isinstance(each.ctx, ast.Load) and each.lineno in lines]
    bounded = {each: any(isinstance(part, ast.Slice) and part.upper is not None for part in ast.walk(each.slice)) for each in found}
    pairs = [
        (one, other) for one, other in itertools.permutations(found, 2)
        if source.of(one.value) != source.of(other.value) and source.block(source.statement(one)) == source.block(source.statement(other))
    ]
    for one, other in sorted(pairs, key=lambda pair: bounded[pair[1]] - bounded[pair[0]]):
        (place, *more), (index, *others) = ([part for part in parts_of(each.slice) if source.of(part) != ":"] or [None] for each in (one, other))
        if place and index and not more and not others and source.of(place) != source.of(index):
            yield source.replaced(*source.span(place), source.of(index))


def parts_of(index):
    """The indices of each dimension."""
    return index.elts if isinstance(index, ast.Tuple) else [index]


def batches(source, statement):
    """The rows of each batch in turn, where each is the first one: `X[k:k + size]` for `X[:size]` or `X[0:size]`, in a loop or a list over
    `range(0, n, size)`; and `X[k * size:(k + 1) * size]`, if it counts the batches."""
    first = [each for each in own_nodes(statement) if isinstance(each, ast.Slice) and each.upper is not None and each.step is None]
    first = [each for each in first if each.lower is None or getattr(each.lower, "value", None) == 0]
    for each in first:
        size, same = source.of(each.upper), [other for other in first if source.of(other) == source.of(each)]
        for counter, bounds in source.ranges(each):
            if len(bounds) == 3 and source.of(bounds[2]) == size:
                yield 1.5, source.with_all(same, f"{counter}:{counter} + {source.factor(each.upper)}")
            elif len(bounds) < 3:
                yield 3, source.with_all(same, f"{counter} * {source.factor(each.upper)}:({counter} + 1) * {source.factor(each.upper)}")


def strides(source, statement):
    """Batches that begin where the one before ends: `range(0, n, size)` for `range(n // size)` or `range(n)`, where they are `X[k:k + size]`;
    or these as `X[k * size:(k + 1) * size]`, of inputs and targets."""
    for each in own_nodes(statement):
        for counter, size, bounds in source.windows(each):
            if len(bounds) == 1:
                is_count = isinstance(bounds[0], ast.BinOp) and isinstance(bounds[0].op, ast.FloorDiv)
                count = bounds[0].left if is_count else bounds[0]
                yield 1.5, source.replaced(*source.span(bounds[0]), f"0, {source.of(count)}, {source.of(size)}")
                yield 2, source.with_batch(each, counter, size)


def kept(source, statement):
    """What a block makes and keeps in no list, where it keeps another variable in two: `activations.append(a)` for `activations.append(z)`
    behind `zs.append(z)`."""
    kept = [each.value for each in source.block(statement) if isinstance(each, ast.Expr) and isinstance(each.value, ast.Call) and getattr(each.value.func, "attr", "") == "append"]
    names = [source.of(each.args[0]) for each in kept if each.args]
    own = next((each.args[0] for each in kept if each is getattr(statement, "value", None) and each.args), None)
    if own is not None and names.count(source.of(own)) > 1:
        for name in filter(None, map(source.target, source.block(statement))):
            if name not in names:
                yield 1.5, source.replaced(*source.span(own), name)
