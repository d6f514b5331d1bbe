"""Many edited sources of a file as one tree, in which a number chooses between them (mutant schemata).

Of each edited source, only the statements that differ are parsed, and stand in the tree beside those that they replace. Where a
run reaches the first of them, `__watcher__.branch` begins the runs of all sources that differ from here on.
"""

import ast

BLOCKS = ("body", "orelse", "finalbody")
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
DECLARATIONS = (ast.Global, ast.Nonlocal)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Block:
    """A list of statements, and where it is."""

    def __init__(self, statements, function, is_in_loop):
        self.statements, self.is_in_loop = statements, is_in_loop
        self.function = function  # the names that it reads and does not assign; None outside of functions
        self.variants = []  # the first and last statement that each replaces, the new statements, and its number


class Variants:
    """The edited sources of a file."""

    def __init__(self, text, seen):
        self.text, self.tree = text, ast.parse(text)
        self.lines = text.count("\n")
        self.blocks = {}
        self.note(self.tree, None, False)
        self.vacuous = vacuous(self.tree)
        self.seen = seen  # the meanings of all so far

    def note(self, tree, function, is_in_loop):
        if isinstance(tree, SCOPES):
            function, is_in_loop = None if isinstance(tree, ast.ClassDef) else free(tree), False
        for statements in blocks_of(tree):
            self.blocks[id(statements)] = Block(statements, function, is_in_loop or isinstance(tree, (ast.For, ast.While)))
        for each in ast.iter_child_nodes(tree):
            self.note(each, function, is_in_loop or isinstance(tree, (ast.For, ast.While)))

    def add(self, number, edited):
        """Takes an edited source under a number. Returns whether it is valid, and means something else than all before."""
        begin, end = common(self.text, edited)
        first = 1 + self.text.count("\n", 0, begin)
        last = 1 + self.text.count("\n", 0, len(self.text) - end)
        more = edited.count("\n") - self.lines
        for block, low, high in reversed(self.places(first, last)):
            statements = self.parsed(block, low, high, first, last, edited, more)
            if statements is not None:
                return self.take(block, low, high, statements, number)
        return False

    def places(self, first, last):
        """The statements that contain some lines: those of the module, and in these."""
        found, statements = [], self.tree.body
        while statements:
            starts = [start_of(each) for each in statements]
            low = max((i for i, start in enumerate(starts) if start <= first), default=0)
            high = max((i for i, start in enumerate(starts) if start <= last), default=0)
            while low > 0 and statements[low - 1].end_lineno >= starts[low]:
                low -= 1
            while high + 1 < len(starts) and starts[high + 1] <= statements[high].end_lineno:
                high += 1
            found.append((self.blocks[id(statements)], low, high))
            inner = blocks_of(statements[low]) if low == high else ()
            statements = next((each for each in inner if statements[low].lineno < start_of(each[0]) <= first and last <= each[-1].end_lineno), None)
        return found

    def parsed(self, block, low, high, first, last, edited, more):
        """The new statements of a block; None if they are not valid there."""
        old = block.statements
        begin, end = min(start_of(old[low]), first), max(old[high].end_lineno, last) + more
        lines = edited.split("\n")[begin - 1 : end]
        text, indented = "\n".join(lines), old[low].col_offset > 0
        code = next((each for each in lines if each.strip() and not each.lstrip().startswith("#")), "")
        if code and indented and len(code) - len(code.lstrip()) != old[low].col_offset:
            return None  # it belongs to the block before, or after
        try:
            body = ast.parse("if 1:\n" + text if indented else text).body
            if indented and (len(body) != 1 or body[0].orelse):
                return None
            statements = body[0].body if indented else body
            statements = [each for each in statements if not isinstance(each, DECLARATIONS)] or [ast.Pass()]
            return statements if self.compiles(block, statements) else None
        except (SyntaxError, ValueError):
            return None

    @staticmethod
    def compiles(block, statements):
        """Whether statements may stand in a block; raises a syntax error if not."""
        if block.function is not None and not stored_in(statements).isdisjoint(block.function):
            return False  # what the whole function reads as a global variable would be one of its own
        body = [ast.While(ast.Constant(1), statements, [])] if block.is_in_loop else statements
        if block.function is not None:
            none = ast.arguments([], [], None, [], [], None, [])
            body = [ast.FunctionDef("f", none, body, [], **({"type_params": []} if hasattr(ast, "TypeAlias") else {}))]
        compile(ast.fix_missing_locations(ast.Module(body, [])), "", "exec")
        return True

    def take(self, block, low, high, statements, number):
        old, new = ([ast.dump(each) for each in body] for body in (block.statements[low : high + 1], statements))
        meaning = hash((self.text, start_of(block.statements[low]), high - low, *new))
        if meaning in self.seen or new == old or any(vacuous(each) - self.vacuous for each in statements):
            return False
        self.seen.add(meaning)
        block.variants.append((low, high, statements, number))
        return True

    def merged(self, numbers, first=0):
        """The tree with the sources of some numbers, and the numbers that branch at each place, from the first place on. It can be
        made once."""
        branches = {}
        for block in list(self.blocks.values()):
            variants = [each for each in block.variants if each[3] in numbers]
            if not variants:
                continue
            # What says whose a name is stands before all that assigns it.
            result = [each for each in block.statements if isinstance(each, DECLARATIONS)]
            for at, old in enumerate(block.statements):
                begun = [each for each in variants if each[0] == at]
                if begun:
                    result.append(located(ast.parse(f"__watcher__.branch({first + len(branches)})").body[0], old))
                    branches[first + len(branches)] = [number for *_, number in begun]
                    choice = located(ast.parse("if __watcher__.edit: pass").body[0], old)
                    choice.body = [chosen(f"== {number}", statements, old) for _, _, statements, number in begun]
                    result.append(choice)
                replaced = [number for low, high, _, number in variants if low <= at <= high]
                if not isinstance(old, DECLARATIONS):
                    result.append(chosen(f"not in {{{', '.join(map(str, replaced))}}}", [old], old) if replaced else old)
            block.statements[:] = result
        return self.tree, branches


def chosen(condition, statements, place):
    result = located(ast.parse(f"if __watcher__.edit {condition}: pass").body[0], place)
    result.body = [each if each is place else located(each, place) for each in statements]
    return result


def located(tree, place):
    """A tree at the place of another one."""
    for each in ast.walk(tree):
        if hasattr(each, "lineno"):
            each.lineno = each.end_lineno = place.lineno
            each.col_offset = each.end_col_offset = 0
    return tree


def common(first, second):
    """How many characters two texts have in common at their beginning, and then at their end."""
    low, high = 0, min(len(first), len(second))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if first[:middle] == second[:middle] else (low, middle - 1)
    begin, low, high = low, 0, min(len(first), len(second)) - low
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if first[len(first) - middle :] == second[len(second) - middle :] else (low, middle - 1)
    return begin, low


def blocks_of(tree):
    """The lists of statements that a tree has."""
    found = [getattr(tree, name, None) for name in BLOCKS]
    return [each for each in found if isinstance(each, list) and each and isinstance(each[0], ast.stmt)]


def start_of(statement):
    return min([statement.lineno, *(each.lineno for each in getattr(statement, "decorator_list", ()))])


def free(function):
    """The names that a function reads and that are not its own, nor those of functions in it."""
    trees = list(ast.walk(function))
    arguments = {each.arg for each in trees if isinstance(each, ast.arg)}
    return {each.id for each in trees if isinstance(each, ast.Name)} - arguments - stored_in([function])


def stored_in(statements):
    """The names that statements assign, and functions that they define."""
    found, waiting = set(), list(statements)
    while waiting:
        tree = waiting.pop()
        if isinstance(tree, ast.Name) and isinstance(tree.ctx, (ast.Store, ast.Del)):
            found.add(tree.id)
        elif isinstance(tree, (ast.FunctionDef, ast.ClassDef)):
            found.add(tree.name)
        if not isinstance(tree, COMPREHENSIONS):
            waiting += ast.iter_child_nodes(tree)
    return found


def vacuous(tree):
    """What is compared with itself, subtracted from itself or divided by itself, such as `np.minimum(g, g)`; and what is added or
    multiplied and changes nothing, such as `x - 0`."""
    found = set()
    for each in ast.walk(tree):
        pair = ()
        if isinstance(each, ast.Call) and getattr(each.func, "attr", "") in ("minimum", "maximum", "where"):
            pair = each.args[-2:]
        elif isinstance(each, ast.BinOp) and isinstance(each.op, (ast.Sub, ast.Div)):
            pair = [each.left, each.right]
            if isinstance(each.right, ast.Constant) and each.right.value == isinstance(each.op, ast.Div):
                found.add(ast.dump(each))
        elif isinstance(each, ast.Compare):
            pair = [each.left, each.comparators[0]]
        if len(pair) == 2 and ast.dump(pair[0]) == ast.dump(pair[1]):
            found.add(ast.dump(each))
    return found
