"""Runs a Python script unmodified and watches the numbers that it computes.

    python3 watch.py DIRECTORY script.py [ARGUMENTS]

The script's syntax tree is rewritten, so that each operation on arrays reports its operands and its result; the script
itself is not changed. So are modules that the script imports from its own directory. From the reports, `inferring.py`
finds the network. DIRECTORY receives the network file, its data, the recording and the places of the tensors.
"""

import ast
import builtins
import importlib.abc
import importlib.machinery
import importlib.util
import json
import operator
import os
import sys
import traceback
import warnings

import numpy as np

from hints import hints, hints_of_rates
from inferring import Network
from unrolled import Unrolled
from values import NotUnderstood, UpdateNotUnderstood, Value

BINARY = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.MatMult: operator.matmul,
    ast.Pow: operator.pow,
}
SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@", ast.Pow: "**"}
UFUNCS = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/", "true_divide": "/"}
PRODUCTS = ("dot", "matmul", "inner", "outer", "einsum", "tensordot")
# Calls of these see the frame of their caller, or are too frequent to be of interest.
UNWATCHED = {"super", "locals", "globals", "vars", "dir", "eval", "exec", "range", "len", "zip", "enumerate", "print",
             "isinstance", "type", "open", "str", "repr"}
LARGEST = 1 << 24  # numbers of an array


class Event:
    """One operation: a binary operator's sign, "call", "update" of a variable in place, or "assign"."""

    __slots__ = ("node", "kind", "operands", "result", "scalar", "name", "rates", "decayed", "decay")

    def __init__(self, node, kind, operands, result, scalar=None, name=""):
        self.node, self.kind, self.operands, self.result = node, kind, operands, result
        self.scalar, self.name = scalar, name
        self.rates = {}  # the numbers that may be learning rates, by their names
        self.decayed, self.decay = (), None  # what a number near to 1 was multiplied by, for its first operand; and that node


def is_array(value):
    return isinstance(value, np.ndarray) and value.dtype.kind in "fiub" and 0 < value.size <= LARGEST


def is_number(value):
    return isinstance(value, (int, float, np.floating, np.integer)) or isinstance(value, np.ndarray) and value.size == 1


class Node:
    """A place in the source."""

    def __init__(self, file, tree, lines):
        self.file = file
        self.line, self.column = tree.lineno, tree.col_offset
        self.end_line, self.end_column = tree.end_lineno, tree.end_col_offset
        part = lines[self.line - 1 : self.end_line]
        part[-1] = part[-1][: self.end_column]
        part[0] = part[0][self.column :]
        self.text = b"\n".join(part).decode()
        self.statement = None  # the number of the statement that it is in
        pair = (tree.left, tree.right) if isinstance(tree, ast.BinOp) else ()
        self.literals = {i for i, each in enumerate(pair) if isinstance(each, ast.Constant)}


class Rewriter(ast.NodeTransformer):
    """Lets each operation report to the watcher. Line numbers stay those of the source."""

    def __init__(self, watcher, file, source):
        self.watcher, self.file = watcher, file
        self.lines = source.encode().split(b"\n")
        self.statement = None

    def number(self, tree):
        node = Node(self.file, tree, self.lines)
        node.statement = self.statement
        self.watcher.nodes.append(node)
        return len(self.watcher.nodes) - 1

    def call(self, method, tree, *arguments, keywords=()):
        function = ast.Attribute(ast.Name("__watcher__", ast.Load()), method, ast.Load())
        return ast.copy_location(ast.Call(function, list(arguments), list(keywords)), tree)

    def visit(self, tree):
        if isinstance(tree, ast.stmt):
            before, self.statement = self.statement, None
            if isinstance(tree, (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Return)):
                self.statement = self.number(tree)
            try:
                return super().visit(tree)
            finally:
                self.statement = before
        return super().visit(tree)

    def visit_FunctionDef(self, tree):
        """Numbers that are given as arguments have names too, such as the learning rate."""
        names = [each.arg for each in (*tree.args.posonlyargs, *tree.args.args, *tree.args.kwonlyargs)]
        self.generic_visit(tree)
        has_text = tree.body and isinstance(tree.body[0], ast.Expr) and isinstance(tree.body[0].value, ast.Constant)
        for name in names:
            if name not in ("self", "cls"):
                call = self.call("argument", tree.body[0], ast.Constant(name), ast.Name(name, ast.Load()))
                tree.body.insert(int(has_text), ast.copy_location(ast.Expr(call), tree.body[0]))
        return tree

    def visit_AnnAssign(self, tree):
        if tree.value is not None:
            name = ast.Constant(ast.unparse(tree.target))
            tree.value = self.call("assign", tree, ast.Constant(self.statement), name, ast.Constant(()), self.visit(tree.value))
        return tree

    def visit_arguments(self, tree):
        tree.defaults = [self.visit(each) for each in tree.defaults]
        tree.kw_defaults = [each and self.visit(each) for each in tree.kw_defaults]
        return tree

    def visit_match_case(self, tree):
        tree.body = [self.visit(each) for each in tree.body]
        return tree

    def visit_BinOp(self, tree):
        if type(tree.op) not in BINARY:
            return self.generic_visit(tree)
        if isinstance(tree.op, ast.MatMult) and isinstance(tree.left, ast.UnaryOp) and isinstance(tree.left.op, ast.USub):
            # `-x @ W` has the same bits as `-(x @ W)`, in which the pre-activation can be seen.
            product = ast.copy_location(ast.BinOp(tree.left.operand, tree.op, tree.right), tree)
            return ast.copy_location(ast.UnaryOp(ast.USub(), self.visit(product)), tree)
        number = self.number(tree)
        sign = ast.Constant(SIGNS[type(tree.op)])
        left, right = self.visit(tree.left), self.visit(tree.right)
        return self.call("binary", tree, ast.Constant(number), sign, left, right)

    def visit_Compare(self, tree):
        tree = self.generic_visit(tree)
        if self.watcher.watches_numbers or len(tree.ops) != 1 or not isinstance(tree.ops[0], (ast.Eq, ast.NotEq)):
            return tree
        is_equal = ast.Constant(isinstance(tree.ops[0], ast.Eq))
        return self.call("equal", tree, ast.Constant(self.number(tree)), is_equal, tree.left, tree.comparators[0])

    def visit_Call(self, tree):
        if isinstance(tree.func, ast.Attribute) and getattr(tree.func.value, "id", "") == "__watcher__":
            return tree  # of a merged tree
        if isinstance(tree.func, ast.Name) and tree.func.id in UNWATCHED:
            return self.generic_visit(tree)
        number = self.number(tree)
        tree = self.generic_visit(tree)
        return self.call("call", tree, ast.Constant(number), tree.func, *tree.args, keywords=tree.keywords)

    def visit_UnaryOp(self, tree):
        if not self.watcher.watches_numbers or not isinstance(tree.op, ast.USub) or isinstance(tree.operand, ast.Constant):
            return self.generic_visit(tree)
        number = self.number(tree)
        return self.call("negative", tree, ast.Constant(number), self.visit(tree.operand))

    def visit_IfExp(self, tree):
        number = self.number(tree) if self.watcher.watches_numbers and isinstance(tree.test, ast.Compare) else None
        tree = self.generic_visit(tree)
        if number is None:
            return tree
        test = tree.test
        test.left = self.call("compared", test.left, test.left)
        test.comparators = [self.call("compared", each, each) for each in test.comparators]
        return self.call("chosen", tree, ast.Constant(number), tree)

    def visit_Assign(self, tree):
        number = self.statement
        name, parts = ast.unparse(tree.targets[0]), []
        if isinstance(tree.targets[0], (ast.Tuple, ast.List)):
            parts = [ast.unparse(each) for each in tree.targets[0].elts]
        bases = [
            ast.unparse(each.value) if self.changes(each) and self.repeatable(each.value) else "" for each in tree.targets
        ]
        tree.targets = [self.visit(each) for each in tree.targets]
        tree.value = self.call(
            "assign",
            tree,
            ast.Constant(number),
            ast.Constant(name),
            ast.Constant(tuple(parts)),
            self.visit(tree.value),
        )
        after = [self.stored(each, tree, number, base) for each, base in zip(tree.targets, bases) if base]
        return [tree, *after]

    def visit_AugAssign(self, tree):
        number, name = self.statement, ast.unparse(tree.target)
        repeatable = self.repeatable(tree.target)
        tree.target, tree.value = self.visit(tree.target), self.visit(tree.value)
        if self.watcher.watches_numbers:
            tree.value = self.call("operand", tree, ast.Constant(number), tree.value)
            return tree
        if not repeatable or type(tree.op) not in (ast.Add, ast.Sub, ast.Mult, ast.Div):
            return tree
        changed = tree.target.value if self.changes(tree.target) else tree.target
        tree.value = self.call("operand", tree, ast.Constant(number), tree.value)
        before = self.call("before", tree, ast.Constant(number), self.loaded(changed), *self.index(tree.target, changed))
        after = self.call(
            "after",
            tree,
            ast.Constant(number),
            ast.Constant(SIGNS[type(tree.op)]),
            ast.Constant(name),
            self.loaded(changed),
            *self.index(tree.target, changed),
        )
        return [ast.copy_location(ast.Expr(before), tree), tree, ast.copy_location(ast.Expr(after), tree)]

    @staticmethod
    def changes(target):
        """Whether an assignment to the target changes an array, or a container, in place."""
        return isinstance(target, ast.Subscript) and isinstance(target.value, (ast.Name, ast.Attribute, ast.Subscript))

    @staticmethod
    def repeatable(target):
        """Whether the target may be evaluated again: `W[i]` and `p["W" + str(l)]`, but not `W[next(i)]`."""
        calls = [ast.unparse(each.func) for each in ast.walk(target) if isinstance(each, ast.Call)]
        return all(each in ("str", "len", "repr", "range") or each.startswith(("np.", "numpy.")) for each in calls)

    def index(self, target, changed):
        return [] if changed is target else [self.loaded_index(target.slice)]

    @staticmethod
    def loaded_index(tree):
        if isinstance(tree, ast.Slice) or isinstance(tree, ast.Tuple) and any(isinstance(e, ast.Slice) for e in tree.elts):
            return ast.Constant(None)
        return tree

    @staticmethod
    def loaded(target):
        return ast.parse(ast.unparse(target), mode="eval").body

    def stored(self, target, tree, number, name):
        call = self.call("stored", tree, ast.Constant(number), self.loaded(target.value), ast.Constant(name))
        return ast.copy_location(ast.Expr(call), tree)


class Watcher:
    """Receives what the rewritten script computes, and passes on what concerns arrays."""

    watches_numbers = False
    edit = 0  # the number of the variant that runs, of a merged tree

    def __init__(self, network):
        self.nodes = []
        self.network = network
        self.pending = {}
        self.unrolled = Unrolled()
        self.latest = None  # what the latest assignment stores

    def branch(self, place):
        self.network.branch(place)

    def wants(self, node):
        active = self.network.active
        return active is None or node in active or node in self.network.unseen

    def binary(self, node, sign, left, right):
        arrays = isinstance(left, np.ndarray) or isinstance(right, np.ndarray)
        if sign == "-" and arrays:
            self.see_pairs(node, left, right)
        if not (arrays or isinstance(left, np.generic) or isinstance(right, np.generic)) or not self.wants(node):
            return BINARY_OF[sign](left, right)
        operands = [Value(each) if is_array(each) or is_number(each) else None for each in (left, right)]
        self.unrolled.note(left)
        self.unrolled.note(right)
        result = BINARY_OF[sign](left, right)
        kind = "product" if sign == "@" else sign
        self.report(node, kind, operands, result)
        return result

    def equal(self, node, is_equal, left, right):
        self.see_pairs(node, left, right)
        return left == right if is_equal else left != right

    def see_pairs(self, node, left, right):
        """Notes an operation on a vector and a column of as many numbers, which pairs each with each; distances have the same numbers."""
        if not isinstance(left, np.ndarray) or not isinstance(right, np.ndarray) or left.ndim == right.ndim or left.size != right.size:
            return
        shapes = left.shape, right.shape, np.broadcast_shapes(left.shape, right.shape) if max(left.ndim, right.ndim) == 2 else ()
        if left.size > 1 and np.prod(shapes[2], dtype=int) == left.size**2 and not np.array_equal(left.reshape(-1), right.reshape(-1)):
            self.network.broadcast = self.network.broadcast or (node, shapes)

    def see_fractions(self, node, value):
        """Notes numbers that lose their fractions in an array of integers."""
        if value.dtype.kind == "f" and not np.all(value == np.round(value)):
            self.network.cut = self.network.cut or node

    def call(self, node, function, *arguments, **keywords):
        if not self.wants(node):
            return function(*arguments, **keywords)
        name = getattr(function, "__name__", "")
        operands = []
        if name in PRODUCTS:
            owner = getattr(function, "__self__", None)
            given = [each for each in (owner, *arguments) if is_array(each) or isinstance(each, list) and is_array(np.array(each))]
            operands = [Value(each) for each in given]
            for each in given:
                self.unrolled.note(each)
        elif isinstance(function, np.ufunc) and name in UFUNCS and any(is_array(each) for each in arguments[:2]):
            operands = [Value(each) if is_array(each) or is_number(each) else None for each in arguments[:2]]
        elif not hasattr(function, "__code__") and not hasattr(getattr(function, "__func__", None), "__code__"):
            operands = [Value(each) for each in (getattr(function, "__self__", None), *arguments[:2]) if is_array(each)]
        changed = arguments[0] if name == "at" and arguments and is_array(arguments[0]) else None
        before = None if changed is None else Value(changed)
        result = function(*arguments, **keywords)
        if changed is not None:  # np.add.at
            self.network.feed(Event(node, "update", [before, None], Value(changed), None, "-"))
        if name in PRODUCTS:
            kind = "product" if len(operands) == 2 else "call"
        else:
            kind = UFUNCS.get(name, "call") if len(operands) == 2 else name if name in ("sum", "mean") else "call"
        self.report(node, kind, operands, result, getattr(function, "__qualname__", name))
        return result

    def report(self, node, kind, operands, result, name=""):
        if kind == "product" and getattr(result, "dtype", None) == np.float32:
            self.network.is_single = True
        if kind == "product" and None in operands:
            self.network.has_empty_batch |= getattr(result, "size", 1) == 0
            return  # of no examples, or of too many
        if is_array(result) and result.size > 1 or kind == "product":
            self.feed(node, kind, operands, Value(result), name)
        elif is_number(result):
            value = Value(result)
            self.network.feed(Event(node, kind, operands, value, float(value.array.reshape(-1)[0]), name))

    def feed(self, node, kind, operands, result, name):
        self.network.feed(Event(node, kind, operands, result, None, name))
        for of_part, changed in self.unrolled.changes(kind, operands, result):
            self.network.feed(Event(node, kind, of_part, changed, None, name))

    def assign(self, node, name, parts, value):
        self.latest = value
        if self.wants(node):
            if parts and isinstance(value, (tuple, list)):
                for part, each in zip(parts, value):
                    self.named(node, part, each)
            else:
                self.named(node, name, value)
        return value

    def named(self, node, name, value):
        if is_array(value):
            self.network.feed(Event(node, "assign", [], Value(value), None, name))
        elif isinstance(value, (float, int, np.floating)) and not isinstance(value, bool):
            if abs(value) < 1e300:
                self.network.feed(Event(node, "assign", [], Value(value), float(value), name))
        elif isinstance(value, (list, tuple)) and value and all(is_array(each) for each in value) and len(value) < 50:
            for i, each in enumerate(value):
                self.network.feed(Event(node, "assign", [], Value(each), None, f"{name}[{i}]"))
        elif isinstance(value, list) and value and len(value) < 100000 and isinstance(value[0], (int, float, list)):
            try:
                array = np.array(value, dtype=np.float64)
            except (ValueError, TypeError):
                return
            if array.ndim <= 2:
                self.network.feed(Event(node, "assign", [], Value(array), None, name))

    def argument(self, name, value):
        if isinstance(value, (int, float, np.floating)) and not isinstance(value, bool):
            self.network.named(name, float(value))

    def before(self, node, changed, index=None):
        if self.wants(node):
            array = self.changed(changed, index)
            self.pending[node] = None if array is None else Value(array)

    def operand(self, node, value):
        if self.pending.get(node) is not None and (is_array(value) or is_number(value)):
            self.pending[-1 - node] = Value(value)
        return value

    def after(self, node, sign, name, changed, index=None):
        before, operand = self.pending.pop(node, None), self.pending.pop(-1 - node, None)
        if before is None or not self.wants(node):
            return
        array = self.changed(changed, index)
        if array is not None:
            if sign in "+-" or isinstance(array, np.ndarray):
                self.feed(node, "update", [before, operand], Value(array), sign + name)
            else:
                self.network.feed(Event(node, "assign", [], Value(array), float(np.asarray(array)), name))

    @staticmethod
    def changed(changed, index):
        if is_array(changed) or isinstance(changed, (float, np.floating)):
            return changed
        try:
            element = changed[index]
        except (TypeError, KeyError, IndexError):
            return None
        return element if is_array(element) or isinstance(element, np.floating) else None

    def stored(self, node, changed, name):
        value, self.latest = self.latest, None
        if isinstance(changed, np.ndarray) and changed.dtype.kind in "iu" and not isinstance(value, (int, bool, str)):
            self.see_fractions(node, np.asarray(value))
        if is_array(changed) and self.wants(node):
            self.network.feed(Event(node, "stored", [], Value(changed), None, name))


BINARY_OF = {SIGNS[kind]: function for kind, function in BINARY.items()}


class Neighbours(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Rewrites also the modules beside the script."""

    def __init__(self, watcher, directory):
        self.watcher, self.directory = watcher, directory

    def find_spec(self, name, path=None, target=None):
        found = importlib.machinery.PathFinder.find_spec(name, path or [self.directory])
        if found is None or not (found.origin or "").endswith(".py") or not found.origin.startswith(self.directory + os.sep):
            return None
        if "site-packages" in found.origin:
            return None
        found.loader = self
        return found

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        source = self.watcher.network.sources[module.__spec__.origin] = read(module.__spec__.origin)
        run(self.watcher, module.__spec__.origin, source, module.__dict__)


def run(watcher, file, source, variables):
    tree = TREES.get(os.path.abspath(file)) or ast.parse(source, file)
    tree = ast.fix_missing_locations(Rewriter(watcher, file, source).visit(tree))
    variables["__watcher__"] = watcher
    exec(compile(tree, file, "exec"), variables)


def cells(notebook):
    """The code of a notebook, without lines for IPython alone."""
    lines = []
    for cell in notebook.get("cells", []):
        if cell.get("cell_type") == "code":
            text = cell.get("source", "")
            text = text if isinstance(text, str) else "".join(text)
            for line in text.splitlines():
                lines.append("pass" if line.lstrip().startswith(("%", "!")) and line == line.lstrip() else line)
    return "\n".join(lines) + "\n"


OWN_DIRECTORY = os.path.dirname(os.path.abspath(__file__))
OWN_NAMES = [each[: -len(".py")] for each in os.listdir(OWN_DIRECTORY) if each.endswith(".py")]
RUNNING = ("watch", "lists", "loops", "stepping", "torchwatch", "torchrecorder")  # what runs the script, and carries out its operations
OWN_FILES = {os.path.join(OWN_DIRECTORY, each + ".py") for each in OWN_NAMES if each not in RUNNING}  # an exception there is ours
EDITED = {}  # whole sources that are tried in place of files
TREES = {}  # and trees of many such sources


def read(script):
    """The source of a script, or the edited source that is tried in its place."""
    return text_of(script, EDITED)


def text_of(script, edited):
    path = os.path.abspath(script)
    if path in edited:
        return edited[path]
    with open(script, encoding="utf-8") as file:
        text = file.read()
    return cells(json.loads(text)) if script.endswith(".ipynb") else text


def hide_own_modules():
    """A script may have modules with the names of ours."""
    sys.path[:] = [each for each in sys.path if os.path.abspath(each) != OWN_DIRECTORY]
    for name, module in list(sys.modules.items()):
        if name != "__main__" and os.path.dirname(os.path.abspath(getattr(module, "__file__", None) or "/")) == OWN_DIRECTORY:
            del sys.modules[name]


def imports(package, file, seen=()):
    """Whether a script, or a module beside it that it imports, imports a package."""
    try:
        trees = list(ast.walk(ast.parse(read(file))))
    except (SyntaxError, OSError, ValueError):
        return False  # the script itself fails, and says where
    names = [each.name for tree in trees if isinstance(tree, ast.Import) for each in tree.names]
    names += [tree.module or "" for tree in trees if isinstance(tree, ast.ImportFrom)]
    beside = [os.path.join(os.path.dirname(os.path.abspath(file)), *name.split(".")) + ".py" for name in names]
    return any(name.split(".")[0] == package for name in names) or any(
        os.path.isfile(each) and each not in seen and imports(package, each, (*seen, *beside)) for each in beside
    )


def watcher_of(script, source):
    """What watches a script: its arrays, their elements, or plain numbers."""
    if not imports("numpy", script):
        from lists import NumberWatcher

        return NumberWatcher
    from loops import LoopWatcher, has_loops_over_elements

    try:
        return LoopWatcher if has_loops_over_elements(ast.parse(source)) else Watcher
    except SyntaxError:
        return Watcher  # the script itself fails, and says where


def watch(script, network, kind=None):
    """Runs a script; returns the watcher. An exception of the script is printed with the script's own lines."""
    directory = os.path.dirname(os.path.abspath(script))
    source = read(script)
    watcher = (kind or watcher_of(script, source))(network)
    network.watcher = watcher
    hide_own_modules()
    sys.path.insert(0, directory)
    sys.meta_path.insert(0, Neighbours(watcher, directory))
    network.sources[script] = source
    variables = {"__name__": "__main__", "__file__": script, "__builtins__": builtins}
    try:
        run(watcher, script, source, variables)
    except SystemExit as end:
        if end.code not in (None, 0):
            raise
    except NotUnderstood:
        raise
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        if any(each.filename in OWN_FILES for each in frames):  # these may also fail in NumPy
            raise failed(error) from error
        lines = [each for each in frames if os.path.dirname(os.path.abspath(each.filename)).startswith(directory)]
        sys.stderr.write("Traceback (most recent call last):\n" if lines else "")
        sys.stderr.write("".join(traceback.format_list(lines)))
        sys.stderr.write("".join(traceback.format_exception_only(type(error), error)))
        if network.outcome is None:
            raise SystemExit(1) from None
        network.failure = f"After its last compared step, the script ended with an exception: {type(error).__name__}."
    return watcher


def failed(error):
    """What an error of ours is for the script."""
    own = [each for each in traceback.extract_tb(error.__traceback__) if each.filename in OWN_FILES]
    where = f" in {os.path.basename(own[-1].filename)}, line {own[-1].lineno}" if own else ""
    return NotUnderstood(f"Plumbline fails at it ({type(error).__name__}{where})")


def limit_memory(size):
    """Limits the memory of this process, and of each process that it starts, where the system can."""
    try:
        import resource

        if size:
            resource.setrlimit(resource.RLIMIT_AS, (size, size))
    except (ImportError, ValueError, OSError):
        pass


def arguments():
    """The directory for results, and the script, which has the other arguments; figures are not shown."""
    directory, script = sys.argv[1], sys.argv[2]
    sys.argv = sys.argv[2:]
    os.environ.setdefault("MPLBACKEND", "Agg")
    return directory, script


def main():
    directory, script = arguments()
    limit_memory(int(os.environ.get("PLUMBLINE_MEMORY", "0")))
    process = os.getpid()
    warnings.filterwarnings("ignore", category=RuntimeWarning, module=f"({'|'.join(OWN_NAMES)}|__main__)$")
    if imports("torch", script) and importlib.util.find_spec("torch"):
        import torchwatch

        return torchwatch.main(directory, script)
    network = Network(directory, script)
    if "PLUMBLINE_EDITED" in os.environ:
        with open(os.environ["PLUMBLINE_EDITED"], encoding="utf-8") as file:
            EDITED.update(json.load(file))
    try:
        try:
            watch(script, network)
            if os.getpid() != process:
                os._exit(0)  # a fork of the script; its parent writes the files
            try:
                network.end()
            except (NotUnderstood, OSError, MemoryError):
                raise
            except Exception as error:
                raise failed(error) from error
        except UpdateNotUnderstood as reason:
            try:
                network.write_gradients(reason)
            except (ValueError, TypeError, KeyError, IndexError):
                raise reason from None
    except NotUnderstood as reason:
        with open(os.path.join(directory, "not-understood.txt"), "w", encoding="utf-8") as file:
            trains_nothing = str(reason).startswith(("no ", "a step has no "))
            clauses = [*hints_of_rates(network), *(clause for _, clause in hints(network.sources.values()))] if trains_nothing else []
            file.write("; ".join(dict.fromkeys([str(reason), *clauses])))


if __name__ == "__main__":
    main()
