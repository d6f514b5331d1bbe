"""What a script says by its names and numbers: learning rates, constants of optimizers, penalties."""

import ast
import functools
import re

from values import RATE

CLEAR_RATE = re.compile(r"(^|[._'\"])(lr|eta|learn(ing)?_?rate|l_?rate)\d?(['\"\]]*)$", re.I)
PENALTY = re.compile(r"reg|lamb?d?a?$|lamb|lmbda|^lam|l1|l2|decay$|^wd|penal|ridge|lasso|^alpha|^λ", re.I)
SAID = re.compile(r"^reg|lambda|lmbda|lambd$|^lam$|^l[12](_(reg|lam|pen|strength|coef)\w*)?$|weight_?decay|^wd$", re.I)  # a penalty, and nothing else
SIZE = re.compile(r"\*\* ?2\b|square\(|abs\(|norm\(")  # of weights
LOSS = re.compile(r"loss|cost|error|mse|sse", re.I)
OTHER_NAMES = {"beta1": r"beta_?1|b1$", "beta2": r"beta_?2|b2$", "epsilon": r"(?<![a-z])eps", "momentum": r"momentum|^mu$|gamma|^beta$",
               "decay": r"decay|rho|^beta$|gamma"}
HUBER_DELTA = re.compile("delta|huber|thr|beta|kappa|^d$|^c$", re.I)
MARGINS = re.compile(r"hinge|svm|max\w*\([^()]*\b1(\.0*)? *-|[<>]=? *1(\.0*)?(?![.\w])")  # of a text that speaks of a hinge loss
LOGISTIC = re.compile(r"log1p|logaddexp|softplus|log\(1(\.0*)? *\+")  # and of another loss of margins
MOST_WRITTEN = 8  # numbers of a script that may be a constant without a name
OF_NORMS = re.compile("norm|clip|min", re.I)
STATEMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return, ast.Expr)  # without others in them
LARGEST_EPSILON = 0.1  # of an optimizer
MOST_ADDED = 1e-3  # to a norm, to prevent a division by 0
HALVED = re.compile(r"0\.5|/ \(?2\b")


class Names:
    """The names and numbers of the sources of a script."""

    def __init__(self, network):
        self.network = network
        self.digits = 3e-3 if network.is_single else 1e-7
        self.trees = [tree for source in network.sources.values() for tree in ast.walk(ast.parse(source))]
        self.text = "\n".join(network.sources.values()).lower()
        self.numbers = self.named_numbers()
        named = [*self.network.first_rates.items(), *self.numbers]
        clear = [value for name, value in named if CLEAR_RATE.search(name)]  # `alpha` may also be a slope
        self.rates = list(dict.fromkeys([*clear, *self.network.rates])) + [value for name, value in self.numbers if RATE.search(name)]
        if not self.rates:  # a name that also means other things
            self.rates = [value for name, value in self.numbers if re.search("^epsilon$|^gamma$|^h$", name) and value > 1e-5]
        constants = [tree.value for tree in self.trees if isinstance(tree, ast.Constant)]
        self.written = [float(each) for each in constants if type(each) in (int, float) and each != 0]

    def named_numbers(self):
        """Names and numbers of the source: of assignments, arguments, keywords and defaults."""
        found = [(name, value) for name, value in self.network.scalars.items() if not RATE.search(name)]
        for tree in self.trees:
            if isinstance(tree, ast.Assign) and isinstance(tree.value, ast.Constant):
                found += [(ast.unparse(each), tree.value.value) for each in tree.targets]
            elif isinstance(tree, ast.Assign) and isinstance(tree.value, ast.Tuple) and isinstance(tree.targets[0], ast.Tuple):
                found += [(ast.unparse(t), v.value) for t, v in zip(tree.targets[0].elts, tree.value.elts) if isinstance(v, ast.Constant)]
            elif isinstance(tree, ast.keyword) and isinstance(tree.value, ast.Constant):
                found.append((tree.arg or "", tree.value.value))
            elif isinstance(tree, ast.arguments):
                given = tree.args[len(tree.args) - len(tree.defaults) :]
                found += [(a.arg, d.value) for a, d in zip(given, tree.defaults) if isinstance(d, ast.Constant)]
                found += [(a.arg, d.value) for a, d in zip(tree.kwonlyargs, tree.kw_defaults) if isinstance(d, ast.Constant)]
            elif isinstance(tree, ast.Dict):
                found += [(k.value, v.value) for k, v in zip(tree.keys, tree.values)
                          if isinstance(k, ast.Constant) and isinstance(v, ast.Constant) and isinstance(k.value, str)]
        return [(name, float(value)) for name, value in found if isinstance(value, (int, float)) and not isinstance(value, bool)]

    def named(self, key):
        return [value for name, value in self.numbers if re.search(OTHER_NAMES[key], name.split(".")[-1], re.I)]

    def huber_deltas(self):
        """The numbers at which Huber's loss may turn linear, if the script speaks of it: those that are named so, or else all others, and 1."""
        named = [value for name, value in self.numbers if HUBER_DELTA.search(name.split(".")[-1])]
        return list(dict.fromkeys(each for each in named or (*self.written, 1.0) if 0 < each <= 1e4)) if "huber" in self.text else []

    def speaks_of_hinge(self, product):
        """Whether the text has a hinge loss: its name, a comparison with 1, or 1 less a product of outputs and targets."""
        has_margin = MARGINS.search(self.text) or re.search(rf"\b1(\.0*)? *- *\(?{re.escape(product.lower())}", self.text)
        return bool(has_margin) and not LOGISTIC.search(self.text)

    def lines_of_rates(self):
        """The lines that set a learning rate that changes, and of the conditions that they are in."""
        names, changes = self.network.changing_rates, (ast.Assign, ast.AugAssign)
        targets = [(each, each.targets[0] if isinstance(each, ast.Assign) else each.target) for each in self.trees if isinstance(each, changes)]
        found = [each for each, target in targets if ast.unparse(target) in names]
        conditions = [each for each in self.trees if isinstance(each, ast.If) and not set(ast.walk(each)).isdisjoint(found)]
        return [each.lineno for each in found + conditions]

    def lines_of_losses(self, formula):
        """The lines of what matches a pattern in functions, or in assignments, that are named after a loss."""
        found = []
        for tree in self.trees:
            target = tree.targets[0] if isinstance(tree, ast.Assign) else getattr(tree, "target", None)
            name = tree.name if isinstance(tree, ast.FunctionDef) else ast.unparse(target) if target is not None else ""
            parts = [each for each in ast.walk(tree) if isinstance(each, (ast.BinOp, ast.Call)) and formula.search(ast.unparse(each))] if LOSS.search(name) else []
            found += [each.lineno for each in parts]
        return found

    def is_named(self, rate):
        return any(abs(rate - each) <= max(self.digits / 10, 1e-6) * abs(each) for each in self.rates)

    def written_means(self):
        """The numbers of the script that may say how much a mean keeps of itself, where no name says so."""
        return [each for each in dict.fromkeys(self.written) if 0.5 <= each < 1][:MOST_WRITTEN]

    def written_rates(self):
        """The numbers of the script that may be its learning rate, if none is named so."""
        return [] if self.rates else [each for each in dict.fromkeys(self.written) if 0 < each < 1][:MOST_WRITTEN]

    def is_written(self, rate):
        return any(abs(rate - each) <= 1e-6 * each for each in self.written_rates())

    def rates_of_layers(self):
        """The learning rates that the script names, those in lists and dictionaries too, before any changes."""
        constants = []
        for tree in self.trees:
            if isinstance(tree, ast.Assign):
                is_several = isinstance(tree.targets[0], ast.Tuple) and isinstance(tree.value, ast.Tuple)
                pairs = zip(tree.targets[0].elts, tree.value.elts) if is_several else [(tree.targets[0], tree.value)]
                lists = [value for target, value in pairs if RATE.search(re.sub("s$", "", ast.unparse(target)))]
                constants += [each.value for value in lists for each in ast.walk(value) if isinstance(each, ast.Constant)]
        named = [*self.network.first_rates.values(), *(value for name, value in self.numbers if RATE.search(name))]
        return dict.fromkeys(each for each in (*named, *constants) if type(each) in (int, float) and each > 0)

    def epsilons(self):
        """The numbers so named, or small ones that the script has in its formulas, or the usual one."""
        small = [each for each in self.written if 0 < each < 2e-3 and each not in self.rates]
        added = {ast.unparse(tree.right) for tree in self.trees if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Add)}
        small.sort(key=lambda each: repr(each) not in added)
        named = [each for each in self.named("epsilon") if 0 < each < LARGEST_EPSILON]
        usual = [each for each in named if each < 2e-3]  # `epsilon_init` is the size of first weights
        return list(dict.fromkeys(usual or named + small or [1e-8]))

    def added_to_norms(self):
        """The small numbers that are added in statements about norms and clipping, as in `max_norm / (norm + 1e-6)`, and 0."""
        values, found = {name.split(".")[-1]: value for name, value in self.numbers}, {}
        for statement in self.trees:
            if isinstance(statement, STATEMENTS) and OF_NORMS.search(ast.unparse(statement)):
                sums = [each for each in ast.walk(statement) if isinstance(each, (ast.BinOp, ast.AugAssign)) and isinstance(each.op, ast.Add)]
                for term in [term for each in sums for term in ((each.right, each.left) if isinstance(each, ast.BinOp) else (each.value,))]:
                    value = term.value if isinstance(term, ast.Constant) else values.get(ast.unparse(term).split(".")[-1], 0)
                    if type(value) in (int, float) and 0 < value <= MOST_ADDED:
                        found[float(value)] = None
        return [*found, 0.0]

    def said_optimizer(self):
        """The optimizer of which the names in the script speak."""
        momenta, decays = self.named("momentum") or [0.9], self.named("decay") or [0.9]
        has_two = "sqrt" in self.text and ("0.999" in self.text or any(0.9 <= each < 1 for each in self.named("beta2")))
        if has_two or re.search(r"beta_?2|adam(?!ard)", self.text):
            constants = {key: (self.named(key) or [default])[0] for key, default in (("beta1", 0.9), ("beta2", 0.999), ("epsilon", 1e-8))}
            return "adam", {**constants, "epsilon_on": "corrected"}
        if re.search("rms_?prop", self.text):
            return "rmsprop", {"decay": decays[0], "epsilon": self.epsilons()[0], "initial_mean": "zero"}
        if "adagrad" in self.text:
            return "adagrad", {"epsilon": self.epsilons()[0], "initial_sum": 0}
        if self.spoken_momentum:
            return "nesterov" if "nesterov" in self.text else "momentum", {"momentum": momenta[0]}
        return "sgd", {}

    @functools.cached_property
    def spoken_momentum(self):
        """The first word of the script that speaks of a momentum; None if there is none."""
        found = re.search("momentum|velocity|nesterov", self.text)
        return found and found[0]

    def is_of_rate(self, name):
        """Whether a number makes a learning rate fall, such as `decay` in `eta = eta0 / (1 + decay * t)`."""
        word = re.compile(rf"\b{re.escape(name)}\b")
        pairs = [
            (each.targets[0] if isinstance(each, ast.Assign) else each.target, each.value)
            for each in self.trees if isinstance(each, (ast.Assign, ast.AugAssign))
        ]
        return any(CLEAR_RATE.search(ast.unparse(target)) and word.search(ast.unparse(value)) for target, value in pairs)

    def said_penalty(self):
        """The penalty of which they speak."""
        for name, value in self.numbers:
            if SAID.search(name) and 0 < value < 1 and not self.is_of_rate(name):
                is_decay = re.search("adam_?w|decoupled", self.text)
                return {"weight_decay" if is_decay else "l1" if re.search("l1|lasso", name, re.I) else "l2": value}
        return {}

    def penalties_of_loss(self):
        """The names of penalties that some line multiplies by squares or absolute values, as in a loss."""
        named = dict.fromkeys(name.split(".")[-1] for name, value in self.numbers if value > 0)
        return [name for name in named if SAID.search(name) and sizes_of_weights(self.trees, name)]


def sizes_of_weights(trees, penalty):
    """The products of a penalty with squares or absolute values, such as `lam / 2 * np.sum(W ** 2)`."""
    products = [ast.unparse(each) for each in trees if isinstance(each, ast.BinOp) and isinstance(each.op, (ast.Mult, ast.Div))]
    return [each for each in products if SIZE.search(each) and re.search(rf"\b{re.escape(penalty)}\b", each)]


def lines_of_sizes(source, line):
    """The lines of loops over squares or absolute values in the function of a line, or in all of the script outside of functions."""
    functions = [each for each in ast.walk(source.tree) if isinstance(each, ast.FunctionDef) and each.lineno <= line <= each.end_lineno]
    loops = [each for each in ast.walk(functions[-1] if functions else source.tree) if isinstance(each, (ast.For, ast.GeneratorExp, ast.ListComp))]
    return [each.lineno for each in loops if SIZE.search(source.of(each))]
