"""Watches networks whose sums are loops over the elements of arrays, as networks of plain numbers.

Each array that NumPy makes is given to the script as an array of Python's own objects, whose elements keep what made them.
"""

import ast
import functools

import numpy as np

from lists import NumberWatcher

PRODUCTS = {"dot", "matmul", "einsum", "outer", "inner", "tensordot", "vdot", "multiply"}


def has_loops_over_elements(tree):
    """Whether a script multiplies elements of arrays or lists in a loop in a loop, or adds up products of those of two lists, and never
    multiplies whole arrays."""
    nodes = list(ast.walk(tree))
    names = {each.attr if isinstance(each, ast.Attribute) else each.id for each in nodes if isinstance(each, (ast.Attribute, ast.Name))}
    if names & PRODUCTS or any(isinstance(each, ast.BinOp) and isinstance(each.op, ast.MatMult) for each in nodes):
        return False
    if any(adds_products(each) for each in nodes):
        return True
    inner = [inside for each in nodes if isinstance(each, ast.For) for inside in ast.walk(each) if isinstance(inside, ast.For) and inside is not each]
    products = [each for loop in inner for each in ast.walk(loop) if isinstance(each, ast.BinOp) and isinstance(each.op, ast.Mult)]
    return any(isinstance(each.left, ast.Subscript) and isinstance(each.right, ast.Subscript) for each in products)


def adds_products(tree):
    """Whether it is such as `for w, x in zip(ws, xs): total += w * x`, or the `sum` of such products."""
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id == "sum" and tree.args and isinstance(tree.args[0], (ast.GeneratorExp, ast.ListComp)):
        loop, added = tree.args[0].generators[0], [tree.args[0].elt]
    else:
        loop, added = tree, [each.value for each in tree.body if isinstance(each, ast.AugAssign) and isinstance(each.op, ast.Add)] if isinstance(tree, ast.For) else []
    is_of_pairs = isinstance(getattr(loop, "target", None), ast.Tuple) and isinstance(loop.iter, ast.Call) and getattr(loop.iter.func, "id", "") == "zip"
    names = {each.id for each in loop.target.elts if isinstance(each, ast.Name)} if is_of_pairs else ()
    return any(isinstance(each, ast.BinOp) and isinstance(each.op, ast.Mult) and {getattr(part, "id", "") for part in (each.left, each.right)} <= set(names) for each in added if names)


def as_objects(value):
    """An array of floats as one of Python's floats; a number of NumPy as one of Python."""
    if isinstance(value, np.ndarray) and value.dtype == np.float64:
        return value.astype(object)
    if isinstance(value, tuple):
        return tuple(as_objects(each) for each in value) if type(value) is tuple else value
    return value.item() if isinstance(value, (np.float64, np.integer)) else value


def has_objects(values):
    return any(isinstance(each, np.ndarray) and each.dtype == object for each in values)


class LoopWatcher(NumberWatcher):
    """Receives what a script with loops over the elements of arrays computes."""

    def binary(self, number, sign, left, right):
        left, right = as_objects(left), as_objects(right)
        if has_objects((left, right)):
            return np.frompyfunc(lambda one, two: super(LoopWatcher, self).binary(number, sign, one, two), 2, 1)(left, right)
        return super().binary(number, sign, left, right)

    def call(self, number, function, *arguments, **keywords):
        if isinstance(function, np.ufunc) and not keywords and has_objects(arguments):
            return np.frompyfunc(lambda *values: self.call(number, function, *values), len(arguments), 1)(*arguments)
        owner = getattr(function, "__self__", None)
        is_numpy = isinstance(function, np.ufunc) or (getattr(function, "__module__", None) or "").startswith("numpy")
        if is_numpy or isinstance(owner, (np.ndarray, np.random.RandomState, np.random.Generator)):
            named = functools.partial(self.of_numpy, function)
            named.__name__ = getattr(function, "__name__", "")
            return super().call(number, named, *arguments, **keywords)
        return super().call(number, function, *arguments, **keywords)

    @staticmethod
    def of_numpy(function, *arguments, **keywords):
        """What a function of NumPy returns, which may not know arrays of objects."""
        try:
            return as_objects(function(*arguments, **keywords))
        except TypeError:
            return as_objects(function(*(each.astype(float) if has_objects((each,)) else each for each in arguments), **keywords))
