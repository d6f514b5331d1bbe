"""Mistakes around a training that the syntax tree shows: in what is kept of it, and in how its examples are prepared."""

import ast
import re

from definitions import called
from epochs import KEPT, Mistake, is_mean, loop_around, loops, mistakes_in_counting
from forgotten import unread
from moves import before, is_change, is_reset
from rates import mistakes_in_rates
from sources import names_in
from values import RATE

MEAN, DEVIATION = re.compile(r"(^|[._])(mean|mu|avg|average)\w*(\(.*\))?$", re.I), re.compile(r"(^|[._(])(std|sigma|sd|stddev|stdev)\w*(\(.*\))?", re.I)
TESTED, TRAINED = re.compile(r"_?(test|te|validation|valid|val|va|dev|held_?out)(?=_|\d|$)", re.I), re.compile(r"_?(training|train|tr)(?=_|\d|$)", re.I)
TARGETS = re.compile(r"target|expect|desired|label|truth|hot|^(y|t)(_|$)", re.I)
NORM, LIMIT = re.compile(r"norm|total", re.I), re.compile(r"clip|max|thr|limit|^[\d.]+$", re.I)
CHANGES = re.compile(r"clip|limit|normali|rescale|shuffle", re.I)  # of functions that make other arrays of the same kind
NOISE = re.compile(r"^(normal|standard_normal|randn|uniform|rand|random|gauss)$")
MOST_SHOWN = 50  # characters of a text

# The kinds of all mistakes, each with what its repair may change of what was understood of the training.
KINDS = {
    "kept": set(), "precedence": {"steps"}, "rescaled": set(), "standardized": set(), "rebound": {"optimizer"}, "gaps": {"steps"}, "unpaired": set(), "columns": {"layers", "loss", "optimizer"},
    "decayed": {"optimizer"}, "hurried": {"optimizer"}, "cosine": {"optimizer"}, "quotient": {"optimizer"}, "turn": {"optimizer"}, "compounded": {"optimizer"}, "size": {"loss", "optimizer"}, "anew": {"optimizer"}, "idle": {"optimizer"}, "counted": {"optimizer"}, "best": {"steps"}, "noise": set(), "ends": {"steps"}, "dropped": {"optimizer", "steps"}, "overlapping": {"steps"}, "reseeded": {"steps"}, "remainder": {"optimizer"}, "uncleared": set(), "restarted": {"optimizer"}, "waiting": set(), "summed": set(), "clipped": {"optimizer", "steps"},
}  # fmt: skip


def mistakes(source):
    for rule in (kept, divided_means, rescaled, own_statistics, rebound, dropped, idle, gaps, ends, overlapping, noise, unpaired, whole_columns, uncleared, clipped):
        yield from rule(source)
    yield from mistakes_in_counting(source)
    yield from mistakes_in_rates(source)


def short(text):
    text = " ".join(text.split())
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 3] + "..."


def kept(source):
    """What keeps weights, such as the best ones so far, and changes with them: `best = params`, or also `best = params.copy()` where the
    arrays in it change themselves, as by `params[k] -= step`."""
    changed, elements = in_place(source.tree)
    owners = {last_name(each.value) for each in ast.walk(source.tree) if isinstance(each, ast.Attribute) and each.attr in changed | elements}
    for each in ast.walk(source.tree):
        for target, parts in pairs_of(each) if isinstance(each, ast.Assign) else ():
            name = source.of(target)
            for value in parts if KEPT.search(name) else ():
                whole, shallow = last_name(value), last_name(shallow_copy(value))
                if whole in changed | elements or shallow in elements or is_of_module(value) and shallow in owners:
                    yield Mistake(f"kept {name}", f"`{name}` is no copy of `{whole or shallow}`, and changes with it", each.lineno, copies(source, parts, whole or shallow))
                    break


def pairs_of(assignment):
    """The targets of an assignment, each with its value, or the values of the tuple that it is given."""
    target, value = assignment.targets[0], assignment.value
    are_several = isinstance(value, (ast.Tuple, ast.List))
    if isinstance(target, ast.Tuple) and are_several and len(target.elts) == len(value.elts):
        return [(one, [other]) for one, other in zip(target.elts, value.elts)]
    return [(target, value.elts if are_several else [value])]


def is_of_module(value):
    """Whether it is `copy.copy(x)`, which copies nothing that an object holds."""
    return isinstance(value, ast.Call) and ast.unparse(value.func) == "copy.copy"


def copies(source, values, name):
    if len(values) > 1:
        return [source.with_texts((*source.span(part), f"{source.factor(part)}.copy()") for part in values)]
    value = values[0]
    if is_of_module(value):
        return [source.replaced(*source.span(value.func), "copy.deepcopy")]
    of = source.of(shallow_copy(value) or value)
    dictionary, sequence = f"{{key: each.copy() for key, each in {of}.items()}}", f"[each.copy() for each in {of}]"
    is_dictionary = f"{name}.items()" in source.text or re.search(rf"\b{name} = (\{{|dict\()", source.text)
    return [source.replaced(*source.span(value), text) for text in ((dictionary, sequence) if is_dictionary else (f"{of}.copy()", sequence, dictionary))]


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
    pairs = {(source.of(mean), source.of(deviation)) for _, _, mean, deviation in quotients(source)}
    for each in ast.walk(source.tree):
        is_scaled = isinstance(each, ast.BinOp) and isinstance(each.op, ast.Mult) and isinstance(each.left, ast.BinOp) and isinstance(each.left.op, ast.Add)
        if is_scaled and (source.of(each.left.right), source.of(each.right)) in pairs:
            mean, deviation = source.of(each.left.right), source.of(each.right)
            mend = source.replaced(*source.span(each), f"{source.factor(each.left.left)} * {deviation} + {mean}")
            note = f"`{short(mean)}` is added before the product with `{short(deviation)}`, and was subtracted before the division by it"
            yield Mistake(f"rescaled {short(mean)}", note, each.lineno, [mend])


def own_statistics(source):
    """Examples for a test that are standardized by their own mean and deviation, beside those of the training by theirs."""
    found = list(quotients(source))
    for each, examples, mean, deviation in found:
        x = source.of(examples)
        if not TESTED.search(x) or {owner_of(source, mean), owner_of(source, deviation)} != {x}:
            continue
        kind = TESTED.sub("", x)
        for other, own, left, right in found:
            first = source.statement(other)
            if other is each or TESTED.search(source.of(own)) or TRAINED.sub("", source.of(own)) != kind or source.scope(other) is not source.scope(each) or first.lineno > each.lineno:
                continue
            names = [source.of(left), source.of(right)]
            (begin, end), wide = source.span(deviation), source.is_enclosed(deviation)
            texts = [(*source.span(mean), names[0]), (begin - wide, end + wide, names[1])]
            if owner_of(source, left) is not None:
                place, own_names = source.starts[first.lineno - 1], ["train_mean", "train_std"]
                texts = [(*source.span(tree), name) for tree, name in zip((mean, deviation, left, right), own_names * 2)]
                texts.append((place, place, "".join(f"{' ' * first.col_offset}{name} = {text}\n" for name, text in zip(own_names, names))))
            note = f"`{x}` is standardized by its own mean and deviation, and not by those of `{source.of(own)}`, with which the training goes"
            yield Mistake(f"standardized {x}", note, each.lineno, [source.with_texts(texts)])
            break


def quotients(source):
    """All `(x - mean) / deviation`, each with these three."""
    for each in ast.walk(source.tree):
        if isinstance(each, ast.BinOp) and isinstance(each.op, ast.Div) and isinstance(each.left, ast.BinOp) and isinstance(each.left.op, ast.Sub):
            yield each, each.left.left, each.left.right, each.right


def owner_of(source, statistic):
    """What a mean or a deviation is of: `x` of `x.mean(axis=0)` and of `np.std(x)`; None of another expression."""
    while isinstance(statistic, ast.BinOp) and isinstance(statistic.op, ast.Add) and isinstance(statistic.right, ast.Constant):
        statistic = statistic.left  # with a small number
    if not isinstance(statistic, ast.Call) or called(statistic) not in ("mean", "std") or not isinstance(statistic.func, ast.Attribute):
        return None
    owner = statistic.func.value
    if isinstance(owner, ast.Name) and owner.id in ("np", "numpy"):
        return source.of(statistic.args[0]) if statistic.args else None
    return source.of(owner)


def rebound(source):
    """The variable of a loop over arrays, which is given something else at the end of the loop, and read no more: no array changes."""
    for loop in ast.walk(source.tree):
        last = loop.body[-1] if isinstance(loop, ast.For) and not loop.orelse else None
        name = source.target(last) if isinstance(last, ast.Assign) and isinstance(last.targets[0], ast.Name) else None
        own = names_in(loop.target) if name else set()
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
                what = "end before the next ones begin" if isinstance(upper.op, ast.Sub) else "end after the next ones begin"
                yield Mistake("gaps", f"Batches that begin `{size}` apart {what}", each.lower.lineno, [source.with_slice(each, f"{each.lower.id}:{source.of(whole)}")])


def ends(source):
    """Batches that all end where the first one does: `X[k:size]`, with `k` in `range(0, n, size)`."""
    for each in ast.walk(source.tree):
        if isinstance(each, ast.Slice) and isinstance(each.lower, ast.Name) and each.upper is not None and each.step is None:
            size = source.of(each.upper)
            if any(counter == each.lower.id and len(bounds) == 3 and source.of(bounds[2]) == size for counter, bounds in source.ranges(each)):
                note = f"`{source.of(source.parents[each])}` ends at `{size}` each time: all batches but the first one are empty"
                yield Mistake("ends", note, each.lower.lineno, [source.with_slice(each, f"{each.lower.id}:{each.lower.id} + {source.factor(each.upper)}")])


def noise(source):
    """Noise that each batch adds to the data set itself, and not to a copy of its examples: `X[rows] += 0.1 * rng.normal(size=...)`."""
    for each in source.statements():
        target, block = each.target if isinstance(each, ast.AugAssign) and isinstance(each.op, ast.Add) else None, source.block(each)
        is_drawn = target is not None and any(isinstance(part, ast.Call) and NOISE.search(called(part) or "") for part in ast.walk(each.value))
        if not is_drawn or not isinstance(target, ast.Subscript) or not isinstance(target.value, ast.Name) or loop_around(source, each) is None:
            continue
        text, at = source.of(target), block.index(each)
        later = block[at + 1] if at + 1 < len(block) else None
        is_taken = isinstance(later, ast.Assign) and source.of(later.value) == text
        if is_taken and names_in(target.slice) & source.set_in_loop(each) and target.value.id not in source.set_in_loop(each):
            lines = source.lines(each)
            texts = [(*lines[:2], ""), (source.span(later.value)[1], source.span(later.value)[1], f" + {source.of(each.value)}")] if lines else []
            note = f"`{target.value.id}` itself changes: the noise of all epochs so far is added up in it"
            yield Mistake(f"noise {target.value.id}", note, each.lineno, [source.with_texts(texts)] if texts else [])


def overlapping(source):
    """Batches that begin one example apart, in a loop over their number: `X[i:i + size]`, with `i` in `range(n // size)`."""
    for each in ast.walk(source.tree):
        for counter, size, bounds in source.windows(each):
            count = source.of(bounds[0]) if len(bounds) == 1 else ""
            made = [source.of(other.value) for other in source.statements() if isinstance(other, ast.Assign) and source.target(other) == count]
            if any(f"// {source.of(size)}" in text or "batches" in text.lower() for text in (count, *made)):
                note = f"`{counter}` counts batches, and each begins one example after the one before, not `{source.of(size)}`"
                yield Mistake("overlapping", note, each.lower.lineno, [source.with_batch(each, counter, size)])


def dropped(source):
    """What a function makes of its argument, and nothing keeps: `clip(gradients, 5)`, of a function that changes nothing."""
    functions = {each.name: each for each in ast.walk(source.tree) if isinstance(each, ast.FunctionDef)}
    for each in source.statements():
        call = each.value if isinstance(each, ast.Expr) and isinstance(each.value, ast.Call) else None
        if call is None or not call.args or not source.is_variable(call.args[0]) or any(word.arg == "out" for word in call.keywords):
            continue
        name, given = called(call) or "", source.of(call.args[0])
        place = source.span(call)[0]
        if source.of(call.func) == "np.clip" or name == "permutation" and source.of(call.func) != "permutation":
            loop = loop_around(source, each)
            is_element = isinstance(loop, ast.For) and given in names_in(loop.target)
            end = source.span(call)[1] - 1
            mend = source.replaced(end, end, f", out={given}") if is_element and name == "clip" else source.replaced(place, place, f"{given} = ")
        elif name in functions and CHANGES.search(name) and changes_nothing(functions[name]):
            several = returned(functions[name])
            own = call.args[: len(several)]
            are_all = len(own) == len(several) and all(map(source.is_variable, own))
            kept = ", ".join(map(source.of, own)) if are_all else given + ", _" * (len(several) - 1)
            mend = source.replaced(place, place, f"{kept} = ")
        else:
            continue
        yield Mistake(f"dropped {name}", f"`{name}` does not change `{given}`, and what it returns is not kept", each.lineno, [mend])


def idle(source):
    """A velocity that each step makes of the one before, and nothing else reads: the update takes the gradient."""
    for each in source.statements():
        name = source.target(each) if isinstance(each, (ast.Assign, ast.AugAssign)) else None
        is_own = name and not RATE.search(name) and not set(name.split("[")[:1]) & set(source.counters(each))
        if is_own and is_mean(source, each, name.split("[")[0]) and source.is_unread(each, source.tree):
            later = [other for other in source.block(each) if other.lineno > each.lineno and is_change(source, other)]
            mends = [text for other in later for _, text in unread(source, other)]
            if mends:
                note = f"Each step makes `{name}` of the one before, and nothing else reads it"
                yield Mistake(f"idle {name}", note, each.lineno, mends)


def returned(function):
    """The values that a function returns in its only `return`; that of another function is one, whatever it is."""
    ends = [part.value for part in ast.walk(function) if isinstance(part, ast.Return)]
    return ends[0].elts if len(ends) == 1 and isinstance(ends[0], ast.Tuple) else ends[:1]


def changes_nothing(function):
    """Whether a function returns something, and sets and changes only variables of its own."""
    own = {part.id for part in ast.walk(function) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
    # What a loop goes over belongs to something else, and is changed with it.
    own -= {each.arg for each in function.args.args}.union(*(names_in(loop.target) for loop in loops(function) if isinstance(loop, ast.For)))
    for part in ast.walk(function):
        target = part.target if isinstance(part, ast.AugAssign) else part if isinstance(getattr(part, "ctx", None), ast.Store) and isinstance(part, (ast.Attribute, ast.Subscript)) else None
        while isinstance(target, ast.Subscript):
            target = target.value
        is_own = isinstance(target, ast.Name) and target.id in own
        if target is not None and not is_own or isinstance(part, (ast.Global, ast.Nonlocal, ast.Yield)) or isinstance(part, ast.keyword) and part.arg == "out":
            return False
        if isinstance(part, ast.Expr) and isinstance(part.value, ast.Call):
            of = getattr(part.value.func, "value", None)
            if not isinstance(of, ast.Name) or of.id not in own:
                return False
    return any(isinstance(part, ast.Return) and part.value is not None and not isinstance(part.value, ast.Constant) for part in ast.walk(function))


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


def whole_columns(source):
    """Columns of outputs in place of one number of each row, where other lines take this with the same classes: `p[:, y] -= 1` and
    `np.log(p[:, y])` beside `p[np.arange(n), y]`."""
    pairs = [each.slice.elts for each in ast.walk(source.tree) if isinstance(each, ast.Subscript) and isinstance(each.slice, ast.Tuple)]
    rows = {last_name(of_rows[1]): source.of(of_rows[0]) for of_rows in pairs if len(of_rows) == 2 and isinstance(of_rows[0], ast.Call) and called(of_rows[0]) in ("arange", "range") and last_name(of_rows[1])}
    for each in ast.walk(source.tree):
        if isinstance(each, ast.AugAssign) and isinstance(each.op, ast.Sub) and isinstance(each.value, ast.Constant) and each.value.value == 1:
            element = each.target
        elif isinstance(each, ast.Call) and called(each) == "log" and len(each.args) == 1:
            element = each.args[0]
        else:
            continue
        pair = element.slice.elts if isinstance(element, ast.Subscript) and isinstance(element.slice, ast.Tuple) else []
        if len(pair) == 2 and isinstance(pair[0], ast.Slice) and source.of(pair[0]) == ":" and last_name(pair[1]) in rows:
            note = f"`{source.of(element)}` is all rows of some columns of `{source.of(element.value)}`, and not one number of each row"
            mends = [source.replaced(*source.span(pair[0]), text) for text in (f"np.arange(len({source.of(element.value)}))", rows[last_name(pair[1])])]
            yield Mistake(f"columns {source.of(element)}", note, each.lineno, mends)


def uncleared(source):
    """Targets of classes that are 1 at the class of each example so far, and not of one: `expected[label] = 1` in a loop over examples,
    where `expected` is made before the loop, and nothing sets it back."""
    for each in source.statements():
        element, loop = each.targets[0] if isinstance(each, ast.Assign) else None, loop_around(source, each)
        is_one = isinstance(element, ast.Subscript) and isinstance(element.value, ast.Name) and source.of(each.value) in ("1", "1.0")
        if not is_one or not isinstance(loop, ast.For) or each not in loop.body or not TARGETS.search(element.value.id):
            continue
        name = element.value.id
        made = [other for other in source.block(loop) if other.lineno < loop.lineno and source.target(other) == name]
        changed = [other for other in ast.walk(loop) if other is not each and isinstance(other, (ast.Assign, ast.AugAssign)) and (source.target(other) or "").split("[")[0] == name]
        calls = [other for other in ast.walk(loop) if isinstance(other, ast.Call) and called(other) not in ("len", "sum", "any", "all")]
        is_given = any(isinstance(part, ast.Name) and part.id == name for other in calls for part in other.args)
        if len(made) == 1 and is_reset(made[0]) and not changed and is_given and names_in(element.slice) & source.set_in_loop(each):
            mend = before(source, made[0], each)
            note = f"`{name}` is made once, and never set back: it is 1 for the class of each example so far, and not of one"
            yield Mistake(f"uncleared {name}", note, each.lineno, [mend] if mend else [])


def clipped(source):
    """A factor of gradients that is at least 1, and not at most: `max(1, limit / norm)`."""
    for each in ast.walk(source.tree):
        texts = [source.of(part) for part in each.args] if isinstance(each, ast.Call) and called(each) in ("max", "maximum") and len(each.args) == 2 else []
        quotient = next((part for part in each.args if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Div)), None) if set(texts) & {"1", "1.0"} else None
        if quotient is not None and NORM.search(source.of(quotient.right)) and LIMIT.search(source.of(quotient.left)):
            mend = source.replaced(*source.span(each.func), source.of(each.func).replace("max", "min"))
            note = f"`{source.of(each)}` is at least 1: gradients with a norm above the limit stay as they are, and smaller ones are made larger"
            yield Mistake("clipped", note, each.lineno, [mend])


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
