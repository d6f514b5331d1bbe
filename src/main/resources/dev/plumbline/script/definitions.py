"""What the lines of a wrong tensor use: where their variables are set, and the loops and conditions that they are in."""

import ast

from moves import is_reset
from sources import Source

MOST = 5  # lines that are added
LOOPS = (ast.For, ast.While)
CHANGES = (ast.Assign, ast.AnnAssign, ast.AugAssign)
# Functions and methods of arrays that change none, but for the third argument of the first ones.
OF_TWO = ("add", "subtract", "multiply", "divide", "maximum", "minimum", "dot", "matmul")
OF_ONE = ("where", "zeros_like", "sum", "mean", "exp", "log", "sqrt", "square", "tanh")
METHODS = ("clip", "reshape", "transpose", "flatten", "ravel", "astype")


class Definitions:
    """Finds, in the syntax tree, statements that other ones depend on.

    What a statement uses is set by the assignments that reach it: the last one before it in the same loop, or, of a counter or
    of what is added up, those of the loop and the first one.
    """

    def __init__(self, text):
        self.source = Source(text)
        self.parents = self.source.parents
        self.statements = {}  # by their first line and column
        self.assigned = {}  # statements and `for` loops by the name that they set, in the order of the source
        for each in ast.walk(self.source.tree):
            if isinstance(each, ast.stmt):
                self.statements.setdefault((each.lineno, each.col_offset), each)
            for name in self.set_by(each):
                self.assigned.setdefault(name, []).append(each)
        for found in self.assigned.values():
            found.sort(key=lambda each: each.lineno)

    @staticmethod
    def set_by(tree):
        if isinstance(tree, (ast.Assign, ast.For)):
            targets = tree.targets if isinstance(tree, ast.Assign) else [tree.target]
        elif isinstance(tree, (ast.AnnAssign, ast.AugAssign)):
            targets = [tree.target]
        elif adds(tree):
            targets = [tree.value.func.value]
        else:
            return set()
        names = set()
        for target in targets:
            for part in target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]:
                for each in part.elts if isinstance(part, (ast.Tuple, ast.List)) else [part]:
                    while isinstance(each, ast.Subscript):
                        each = each.value
                    names.add(name_of(each))
        return names - {None}

    def used_by(self, statement):
        """The variables that a statement, or the first line of a loop, reads."""
        parts = [statement.iter] if isinstance(statement, ast.For) else [statement]
        names = {}
        for part in parts:
            for each in ast.walk(part):
                name = name_of(each)
                is_called = isinstance(self.parents.get(each), ast.Call) and self.parents[each].func is each
                if name is not None and not is_called and (isinstance(each.ctx, ast.Load) or isinstance(statement, ast.AugAssign)):
                    names[name] = each
        return list(names)

    def loop(self, tree):
        """The innermost loop of a function that a statement is in."""
        while tree in self.parents and not isinstance(tree, (ast.FunctionDef, ast.Module)):
            tree = self.parents[tree]
            if isinstance(tree, LOOPS):
                return tree
        return None

    def is_inside(self, tree, outer):
        while tree is not None and tree is not outer:
            tree = self.parents.get(tree)
        return tree is not None

    def reaching(self, name, statement, updates):
        """The statements that set a variable which a statement uses; those of weights only if they come before it."""
        scope, found = self.source.scope(statement), self.assigned.get(name, [])
        if name.startswith("self."):
            if updates & set(found):
                return []
            is_changed = any(isinstance(each, ast.AugAssign) for each in found)
            assigned = [each for each in found if isinstance(each, CHANGES) and each is not statement]
            if is_changed or any(is_empty(each.value) for each in assigned):
                return [each for each in assigned if is_changed or is_empty(each.value)]
            apart = [each for each in assigned if getattr(self.source.scope(each), "name", "") != "__init__" and self.source.scope(each) is not scope]
            return apart if len(apart) <= 2 else []
        found = [each for each in found if self.source.scope(each) is scope and each is not statement]
        around = [each for each in found if isinstance(each, ast.For) and self.is_inside(statement, each)]
        found = [each for each in found if each not in around]
        loop = outermost = self.loop(statement)
        while loop is not None:
            before = [each for each in found if each.lineno < statement.lineno and self.is_inside(each, loop)]
            if before:
                branch = self.parents[before[-1]]
                is_conditional = isinstance(branch, ast.If) and not self.is_inside(statement, branch)
                if is_conditional or adds(before[-1]) and before[-1] not in updates:
                    return [each for each in found if each.lineno <= before[-1].lineno][-2:]
                return before[-1:]
            if loop in around:
                return [loop]
            loop, outermost = self.loop(loop), loop
        repeated = [each for each in found if outermost is not None and self.is_inside(each, outermost)]
        outside = [each for each in found if each.lineno < statement.lineno and each not in repeated][-1:]
        if outermost is None or isinstance(scope, ast.FunctionDef) and not repeated:
            return [each for each in outside if each not in updates and (outermost is None or not is_made_once(each))]
        is_counter = any(adds(each) for each in repeated)
        carried = [each for each in repeated if each not in updates]
        return carried[-1:] + (outside if is_counter and not updates & set(found) else [])

    def calls(self, function):
        """The statements that only call a function, such as one that changes the weights."""
        name = getattr(function, "name", None)
        for each in ast.walk(self.source.tree):
            if isinstance(each, ast.Expr) and isinstance(each.value, ast.Call) and name is not None:
                if called(each.value) == name:
                    yield each

    def callers(self, lines):
        """The lines that call the functions which some lines are in, directly or through others."""
        calls = [(called(each), self.source.statement(each)) for each in ast.walk(self.source.tree) if isinstance(each, ast.Call)]
        names = {getattr(self.source.scope(each), "name", None) for each in self.statements.values() if each.lineno in lines}
        found = {}
        while True:
            new = {each: name for name, each in calls if name in names and each not in found}
            if not new:
                return [each.lineno for each in found]
            found.update(new)
            names |= {getattr(self.source.scope(each), "name", None) for each in new}

    def setting(self, line):
        """The statements that set what that of a line reads, those before them that set the same, and those that set what these read in
        the same loop."""
        found = {}
        for each in [each for each in self.statements.values() if each.lineno == line]:
            for name in self.used_by(each):
                for first in self.reaching(name, each, set()):
                    deeper = [other for inner in self.used_by(first) for other in self.reaching(inner, first, set()) if self.loop(other) is not None]
                    found.update(dict.fromkeys([*deeper, *self.reaching(name, first, set()), first]))
        return [each.lineno for each in found]

    def given(self, name, statement):
        """The calls that give a function its argument, with the variable that they give."""
        function = self.source.scope(statement)
        if not isinstance(function, ast.FunctionDef):
            return
        names = [each.arg for each in function.args.args]
        if name not in names:
            return
        for call in ast.walk(self.source.tree):
            if not isinstance(call, ast.Call) or called(call) != function.name:
                continue
            at = names.index(name) - (isinstance(call.func, ast.Attribute) and names[0] == "self")
            values = [each.value for each in call.keywords if each.arg == name] or call.args[at : at + 1]
            for value in values:
                if name_of(value) is not None:
                    yield name_of(value), self.source.statement(call)

    def aliases(self, name):
        """The assignments with which a container that is changed in place is also another variable."""
        found = [each for each in self.assigned.get(name, []) if isinstance(each, ast.Assign)]
        is_changed = any(isinstance(each.targets[0], ast.Subscript) for each in found)
        return [each for each in found if isinstance(each.value, ast.Name) and (is_changed or each in self.source.tree.body)]

    def needed(self, statement, updates):
        """All that a statement depends on at once."""
        found = []
        for name in self.used_by(statement):
            found += self.reaching(name, statement, updates) + self.aliases(name)
            for other, caller in self.given(name, statement):
                found += self.aliases(other)
                # What begins with 0 again in each round of a loop, such as a mean of gradients.
                found += [each for each in self.assigned.get(other, []) if is_reset(each) and isinstance(self.parents[each], LOOPS)]
                counters = [each for each in self.assigned.get(other, []) if isinstance(each, ast.AugAssign)]
                if counters and not updates & set(counters):
                    found += [each for each in self.assigned[other] if not isinstance(each, ast.For)]
        for call in ast.walk(statement) if isinstance(statement, CHANGES) else ():
            if isinstance(call, ast.Call):
                found += [each for each in self.source.unchanged_arguments if self.source.scope(each).name == called(call)]
        if statement in updates:
            found += self.calls(self.source.scope(statement))
        guard = self.parents.get(statement)
        if isinstance(guard, ast.If) and guard not in self.source.tree.body:
            found.append(guard)
        return found

    def around(self, file, shown, known, updates):
        """The lines that nodes of a file depend on, in the order of the source.

        @param known: the nodes that compute what is right, which are left out
        @param updates: the nodes that change weights and biases
        """
        shown, known, updates = (
            {(node.line, node.column): None for node in nodes if node.file == file} for nodes in (shown, known, updates)
        )
        updates = {self.statements.get(place) for place in updates} - {None}
        nearest = [each for each in map(self.statements.get, shown) if each is not None][::-1]
        seen, found = {*shown, *known}, []
        for hop in range(2):
            following = []
            for statement in nearest:
                for each in self.needed(statement, updates):
                    place = each.lineno, each.col_offset
                    if place not in seen:
                        seen.add(place)
                        following.append(each)
            # Counters, and what is added up, before all else.
            found += [(hop + isinstance(each, LOOPS) + isinstance(each, ast.If) - isinstance(each, ast.AugAssign), each) for each in following]
            nearest = [each for each in following if isinstance(each, (*CHANGES, ast.Expr)) or is_over_list(each)]
        found = [each for _, each in sorted(found, key=lambda pair: pair[0])]
        found = sorted(found[:MOST], key=lambda each: each.lineno)
        return [{"file": file, "line": each.lineno, "column": each.col_offset + 1, "text": self.head(each)} for each in found]

    def about(self, pattern, lines):
        """Of the smallest function with some of the lines: those of the assignments that speak of something, of what they need
        at once, and of what uses them; and those of the functions that speak of it and that they call."""
        changes = [each for each in self.statements.values() if isinstance(each, CHANGES)]
        scopes = {self.source.scope(each) for each in changes if each.lineno in lines}
        spoken = [each for each in changes if pattern.search(self.source.of(each)) and self.source.scope(each) in scopes]
        if not spoken:
            return []
        scope = min(map(self.source.scope, spoken), key=lambda each: len(list(ast.walk(each))))
        found = [each for each in spoken if self.source.scope(each) is scope]
        names = {name for each in found for name in self.set_by(each)}
        using = [each for each in changes if names & set(self.used_by(each)) and self.source.scope(each) is scope]
        needed = [other for each in found for other in self.needed(each, set())]
        functions = {called(call) for each in found for call in ast.walk(each) if isinstance(call, ast.Call)}
        functions = {name for name in functions if name and pattern.search(name)}
        inner = [each for each in changes if getattr(self.source.scope(each), "name", None) in functions]
        given = {other for name in map(name_of, ast.walk(scope)) if name and pattern.search(name) for other, _ in self.given(name, found[0])}
        outside = [each for name in given for each in self.assigned.get(name, ()) if isinstance(each, CHANGES)]
        return [each.lineno for each in (*found, *using, *needed, *inner, *outside)]

    def unread(self, updates):
        """The variables that are changed beside the updates and with their rate, but whose values nothing reads: each with the
        statements that change it."""
        updates = [each for each in map(self.statements.get, updates) if isinstance(each, CHANGES)]
        rates = {leaf for each in updates for leaf in leaves(each.value)}
        changes = {}
        for each in self.statements.values():
            if isinstance(each, (ast.Assign, ast.AugAssign)) and rates & leaves(each.value):
                target = each.target if isinstance(each, ast.AugAssign) else each.targets[0]
                name, block = variable(target), self.parents[each]
                is_change = isinstance(each, ast.AugAssign) or name in map(variable, ast.walk(each.value))
                if name and is_change and not isinstance(block, ast.Module) and any(self.is_inside(update, block) for update in updates):
                    changes.setdefault(name, []).append(each)
        for each in ast.walk(self.source.tree):
            name, parent = variable(each), self.parents.get(each)
            if name is None or not isinstance(each.ctx, ast.Load) or getattr(parent, "attr", None) in ("shape", "size"):
                continue
            # All elements of a dictionary may be read by names that are computed.
            readers = [changed for changed in changes if changed == name or changed.startswith(f"{name}[")]
            if isinstance(parent, ast.Subscript) and variable(parent) != name and parent.value is each:
                readers = [name]
            for reader in readers:
                if not any(self.is_inside(each, statement) for statement in changes.get(reader, [each])):
                    del changes[reader]
        listed = {name: [literal] for update in updates for name, literal in self.unread_elements(update)}
        return listed | {name: found for name, found in changes.items() if not set(updates) & set(found)}

    def unread_elements(self, update):
        """The variables that nothing reads but the list whose elements an update changes, as in `for p, g in zip([W, b], gradients): p -= g`,
        with the statement that makes this list."""
        target = update.target if isinstance(update, ast.AugAssign) else None
        loop = self.parents.get(update)
        if not isinstance(target, ast.Name) or not isinstance(loop, ast.For):
            return
        elements, lists = ([loop.target], [loop.iter]) if isinstance(loop.target, ast.Name) else (getattr(loop.target, "elts", []), getattr(loop.iter, "args", []))
        for element, of in zip(elements, lists):
            made = self.assigned.get(of.id, []) if isinstance(of, ast.Name) and getattr(element, "id", None) == target.id else []
            literal = made[0].value if len(made) == 1 and isinstance(made[0], ast.Assign) else None
            for each in literal.elts if isinstance(literal, (ast.List, ast.Tuple)) else ():
                readers = [other for other in ast.walk(self.source.tree) if isinstance(each, ast.Name) and isinstance(other, ast.Name) and other.id == each.id and isinstance(other.ctx, ast.Load)]
                if readers == [each]:
                    yield each.id, made[0]

    def unread_orders(self):
        """The examples that a statement takes in another order, as in `Xs = X[perm]`, and that nothing reads: the variable, what it is
        made of, and the statement."""
        for statement in self.statements.values():
            for target, value in ordered_pairs(statement):
                if not self.source.is_read(target):
                    yield target.id, value.value.id, statement

    def lost(self):
        """The statements of functions and loops that compute something and keep it nowhere, such as `np.clip(dW, -1, 1)`."""
        found = [each for each in self.statements.values() if isinstance(each, ast.Expr) and self.parents[each] is not self.source.tree]
        return [each for each in found if is_lost(each.value)]

    def beside(self, line):
        """The statements beside that of a line, in its block."""
        found = [each for each in self.statements.values() if each.lineno == line]
        block = [each.lineno for each in self.statements.values() if found and self.parents[each] is self.parents[found[0]]]
        at = sorted(block).index(line) if found else 0
        return sorted(block)[max(at - 1, 0) : at + 2]

    def head(self, statement):
        """The text of a statement; of a loop or condition only the lines before its body."""
        if not isinstance(statement, (ast.For, ast.While, ast.If)):
            return self.source.of(statement)
        begin, end = self.source.span(statement)[0], self.source.span(statement.body[0])[0]
        lines = self.source.data[begin:end].decode().split("\n")
        return "\n".join(lines[: 1 + next((i for i, line in enumerate(lines) if line.split("#")[0].rstrip().endswith(":")), len(lines))]).rstrip()


def ordered_pairs(statement):
    """The variables that an assignment gives the elements of another one by one and the same index, with that value."""
    target, value = (statement.targets[0], statement.value) if isinstance(statement, ast.Assign) else (None, None)
    pairs = zip(target.elts, value.elts) if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) else [(target, value)]
    for one, other in pairs:
        index = other.slice if isinstance(one, ast.Name) and isinstance(other, ast.Subscript) and isinstance(other.value, ast.Name) else None
        if isinstance(index, ast.Tuple) and len(index.elts) == 2 and is_whole(index.elts[0]):  # of columns
            index = index.elts[1]
        if isinstance(index, ast.Name):
            yield one, other


def is_whole(index):
    return isinstance(index, ast.Slice) and index.lower is index.upper is index.step is None


def is_lost(value):
    """Whether the value of an expression is all that it is for: a formula, or a function of arrays that changes none."""
    if isinstance(value, ast.Call):
        name, is_given = called(value), any(each.arg == "out" for each in value.keywords)
        if not isinstance(value.func, ast.Attribute) or is_given or name in OF_TWO and len(value.args) > 2:
            return False
        is_of_arrays = isinstance(value.func.value, ast.Name) and value.func.value.id in ("np", "numpy")  # not `seen.add(x)`
        return name in METHODS or is_of_arrays and name in (*OF_TWO, *OF_ONE)
    return isinstance(value, (ast.BinOp, ast.Compare))


def name_of(tree):
    if isinstance(tree, ast.Name):
        return tree.id
    if isinstance(tree, ast.Attribute) and isinstance(tree.value, ast.Name) and tree.value.id == "self":
        return "self." + tree.attr
    return None


def variable(tree):
    """The variable, attribute of any object or named element that an expression, or what it is an element of, is."""
    while isinstance(tree, ast.Subscript) and not (isinstance(tree.slice, ast.Constant) and isinstance(tree.slice.value, str)):
        tree = tree.value
    if isinstance(tree, ast.Subscript):
        return f"{variable(tree.value)}[{tree.slice.value!r}]"
    return tree.id if isinstance(tree, ast.Name) else f".{tree.attr}" if isinstance(tree, ast.Attribute) else None


def leaves(tree):
    """The variables and numbers of a formula."""
    return {str(each.value) if isinstance(each, ast.Constant) else variable(each) for each in ast.walk(tree)
            if isinstance(each, (ast.Name, ast.Attribute, ast.Constant))}


def called(call):
    """The name of the function or method that is called."""
    return getattr(call.func, "id", getattr(call.func, "attr", None))


def adds(statement):
    """Whether a statement adds to what a variable has."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        function = statement.value.func
        return isinstance(function, ast.Attribute) and function.attr in ("append", "insert", "extend")
    return isinstance(statement, ast.AugAssign)


def is_over_list(tree):
    """Whether a loop goes over a list that it writes itself, such as one of weights and their gradients."""
    return isinstance(tree, ast.For) and isinstance(tree.iter, (ast.List, ast.Tuple))


def is_empty(value):
    """Whether a value is an empty list or dictionary, to which something is added later."""
    return isinstance(value, ast.List) and not value.elts or isinstance(value, ast.Dict) and not value.keys


def is_made_once(statement):
    """Whether an assignment before a loop makes something, or names a constant; a number of examples is none."""
    value = getattr(statement, "value", None)
    if isinstance(value, ast.UnaryOp):
        value = value.operand
    return isinstance(value, (ast.Constant, ast.Name, ast.Dict)) or isinstance(value, ast.Call) and name_of(value.func) != "len"

