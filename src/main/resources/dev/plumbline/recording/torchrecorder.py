"""Records a training in PyTorch, and writes the network file of it, so that Plumbline can check it.

    from torchrecorder import TorchRecorder

    rec = TorchRecorder(model, optimizer)     # before the training loop, which stays as it is
    ...                                       # your training loop
    rec.save()                                # after it

`save` writes network.yaml, data.npz and recording.npz to the directory `recording`. Check them with

    plumbline check recording/network.yaml --against recording/recording.npz --no-dl4j

A TorchFunctionMode sees each function of PyTorch that is applied to a tensor, hooks see the gradients and the steps of
the optimizer. So modules, functions and plain tensors are recorded alike. It needs NumPy and PyTorch 2.0 or newer.
"""

import copy
import inspect
import os
import sys

import numpy as np
import torch
from torch.optim.optimizer import register_optimizer_step_post_hook, register_optimizer_step_pre_hook
from torch.overrides import TorchFunctionMode

from recorder import Recorder

# The functions that return the numbers of their argument in another shape, place or precision.
SAME = {"view", "reshape", "flatten", "squeeze", "unsqueeze", "contiguous", "clone", "to", "float", "double", "detach",
        "cpu", "cuda", "view_as", "ravel", "data", "type", "requires_grad_", "squeeze_", "unsqueeze_", "identity",
        "__getitem__", "reshape_as"}
ASKED = {"size", "dim", "numel", "shape", "dtype", "device", "item", "backward", "retain_grad", "register_hook", "grad",
         "requires_grad", "is_leaf", "grad_fn", "__len__", "tolist", "argmax", "__repr__", "__format__", "numpy", "is_floating_point"}
LOSSES = {"mse_loss": "squared", "l1_loss": "absolute", "huber_loss": "huber", "smooth_l1_loss": "huber",
          "binary_cross_entropy": "binary", "kl_div": "kl_divergence", "binary_cross_entropy_with_logits": "binary",
          "cross_entropy": "categorical", "nll_loss": "categorical"}
REFUSED_LOSSES = ("hinge_embedding_loss", "poisson_nll_loss", "gaussian_nll_loss", "ctc_loss",
                  "cosine_embedding_loss", "margin_ranking_loss", "multi_margin_loss", "multilabel_margin_loss",
                  "multilabel_soft_margin_loss", "soft_margin_loss", "triplet_margin_loss")
# The words of a family, and what multiplies the sum over the outputs in each; k is the number of outputs.
WORDS = {
    "squared": [("mean_squared_error", lambda k: 1 / k), ("squared_error", lambda k: 1.0), ("half_squared_error", lambda k: 0.5)],
    "absolute": [("mean_absolute_error", lambda k: 1 / k), ("absolute_error", lambda k: 1.0)],
    "huber": [("mean_huber", lambda k: 1 / k), ("huber", lambda k: 1.0)],
    "binary": [("binary_cross_entropy", lambda k: 1.0)],
    "categorical": [("categorical_cross_entropy", lambda k: 1.0)],
    "kl_divergence": [("kl_divergence", lambda k: 1.0)],
}
PRODUCTS = ("matmul", "mm", "__matmul__", "__rmatmul__", "mv")
ADDED_TO_NORMS = (1e-6, 0.0, 1e-8, 1e-12)  # by which gradients are divided; clip_grad_norm_ adds the first one
CHANGED = "the gradients change between backward() and step(), as by clip_grad_norm_ over some of the layers"
MOST_PASSES = 4096  # without a step


class NotUnderstood(Exception):
    """The training has a part that Plumbline has no word for."""


def sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


# The activations by their numbers, for those that are written out.
ACTIVATIONS = {
    "relu": lambda z: np.maximum(z, 0),
    "sigmoid": sigmoid,
    "tanh": np.tanh,
    "softmax": softmax,
    "identity": lambda z: z,
    "{ leaky_relu: { alpha: 0.01 } }": lambda z: np.where(z >= 0, z, 0.01 * z),
    "{ leaky_relu: { alpha: 0.1 } }": lambda z: np.where(z >= 0, z, 0.1 * z),
    "{ leaky_relu: { alpha: 0.2 } }": lambda z: np.where(z >= 0, z, 0.2 * z),
    "elu": lambda z: np.where(z >= 0, z, np.expm1(np.minimum(z, 0))),
    "softplus": lambda z: np.logaddexp(0, z),
    "softsign": lambda z: z / (1 + np.abs(z)),
    "swish": lambda z: z * sigmoid(z),
    "mish": lambda z: z * np.tanh(np.logaddexp(0, z)),
    "relu6": lambda z: np.minimum(np.maximum(z, 0), 6),
    "hard_tanh": lambda z: np.clip(z, -1, 1),
    "cube": lambda z: z**3,
}


def word_of(name, given):
    """The activation that a function of PyTorch is, with its arguments; None for another function."""
    plain = {"sigmoid": "sigmoid", "sigmoid_": "sigmoid", "expit": "sigmoid", "special_expit": "sigmoid", "tanh": "tanh",
             "tanh_": "tanh", "relu": "relu", "relu_": "relu", "selu": "selu", "selu_": "selu", "softsign": "softsign",
             "silu": "swish", "mish": "mish", "relu6": "relu6", "softmax": "softmax", "log_softmax": "softmax"}
    if name in plain:
        return plain[name]
    if name in ("leaky_relu", "leaky_relu_"):
        return "{ leaky_relu: { alpha: %r } }" % float(given(1, "negative_slope", 0.01))
    if name in ("elu", "elu_") and given(1, "alpha", 1.0) == 1:
        return "elu"
    if name == "softplus" and given(1, "beta", 1) == 1:
        return "softplus"
    if name in ("hardtanh", "hardtanh_"):
        return {(-1.0, 1.0): "hard_tanh", (0.0, 6.0): "relu6"}.get((given(1, "min_val", -1.0), given(2, "max_val", 1.0)))
    if name in ("threshold", "_threshold") and given(2, "value", None) == 0 and given(1, "threshold", -1) >= 0:
        return "{ thresholded_relu: { theta: %r } }" % float(given(1, "threshold", 0))
    return None


def numbers(tensor):
    """A copy of the numbers of a tensor, with or without a gradient, on any device."""
    return tensor.detach().cpu().numpy().copy()


def rows(array, units):
    return array.reshape(-1, units)


def is_close(a, b, digits):
    if a.shape != b.shape:
        return False
    with np.errstate(all="ignore"):
        return bool(np.max(np.abs(a - b), initial=0.0) <= digits * max(np.max(np.abs(b), initial=0.0), 1e-30))


def constant(values, digits=1e-4):
    """The number that all values are, nearly; None if they differ."""
    values = [v for v in values if v is not None]
    if not values:
        return None
    middle = sorted(values)[len(values) // 2]
    return middle if all(abs(v - middle) <= digits * abs(middle) for v in values) else None


class Call:
    """A dense layer in a forward pass, with examples in rows and W as inputs x units."""

    def __init__(self, weight, bias, is_turned, inputs):
        self.weight, self.bias, self.is_turned = weight, bias, is_turned
        self.W, self.b = self.as_W(numbers(weight)), None if bias is None else numbers(bias).reshape(-1)
        self.X = rows(numbers(inputs), len(self.W))
        self.Z = self.A = self.dZ = self.mask = None
        self.word, self.drop = "identity", 0.0

    def as_W(self, array):
        array = array.reshape(-1, 1) if array.ndim == 1 else array
        return array.T if self.is_turned else array

    def take_delta(self, gradient):
        delta = rows(numbers(gradient), self.W.shape[1])
        self.dZ = delta if self.dZ is None else self.dZ + delta


class Loss:
    """A loss of a forward pass: C = sum of each example's factor times the loss of the example, summed over its outputs."""

    def __init__(self, family, y, factor, value, tensor, delta, divisor):
        self.family, self.y, self.factor, self.value, self.tensor = family, y, factor, value, tensor
        self.delta = delta  # of Huber's loss
        self.divisor = divisor  # of the factor, in addition to its reduction


class Pass:
    """A forward pass through all layers."""

    def __init__(self):
        self.calls, self.losses, self.targets = [], [], []
        self.is_used = False  # whether the backward pass went through it
        self.has_logits = False  # whether the loss itself applies the output's activation
        self.problem = None


class Value:
    """What a tensor is: "Z", "A" or "log A" of a layer, its "dropped" A, "product" without the bias, or "unknown"."""

    def __init__(self, kind, call=None, tensor=None, name="", mask=None, drop=0.0, base=None, is_off=False):
        self.kind, self.call, self.tensor, self.name = kind, call, tensor, name
        self.mask, self.drop, self.base, self.is_off = mask, drop, base, is_off


class Step:
    """What belongs to one change of the weights: forward passes, losses, gradients."""

    def __init__(self):
        self.passes = []
        self.losses = []  # the numbers on which backward() was called
        self.raw = self.gradients = self.after = self.options = None
        self.is_taken = False

    def used(self):
        return [each for each in self.passes if each.is_used] or self.passes[-1:]


class Watch(TorchFunctionMode):
    """Sees the functions that are applied to tensors. It neither changes numbers nor draws any."""

    def __init__(self, training):
        super().__init__()
        self.training = training
        self.values = {}  # by the id of a tensor, which the value keeps
        self.is_busy = self.is_in_step = False

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        if self.is_busy or self.is_in_step or self.training.problem:
            return func(*args, **kwargs)
        name = getattr(func, "__name__", "")
        if name == "__get__":
            name = getattr(getattr(func, "__self__", None), "__name__", "")
        if name == "backward":
            result = func(*args, **kwargs)
            self.quietly(self.training.went_back, args[0])
            return result
        if name == "dropout":
            return self.dropout(func, args, kwargs)
        result = func(*args, **kwargs)
        if name not in ASKED and (torch.is_grad_enabled() or name in ("detach", "data")) and isinstance(result, torch.Tensor):
            self.quietly(self.applied, name, func, args, kwargs, result)
        return result

    def quietly(self, method, *arguments):
        self.is_busy = True
        try:
            return method(*arguments)
        except NotUnderstood as reason:
            self.training.problem = str(reason)
        except Exception as error:  # the script goes on
            self.training.problem = f"watching it failed: {type(error).__name__}: {error}"
        finally:
            self.is_busy = False

    def keep(self, tensor, value):
        value.tensor = tensor
        self.values[id(tensor)] = value

    def value(self, tensor):
        return self.values.get(id(tensor)) if isinstance(tensor, torch.Tensor) else None

    @staticmethod
    def given(args, kwargs):
        return lambda at, name, default: args[at] if len(args) > at else kwargs.get(name, default)

    # ---- dropout

    def dropout(self, func, args, kwargs):
        given = self.given(args, kwargs)
        x, p, is_on = given(0, "input", None), float(given(1, "p", 0.5)), given(2, "training", True)
        device = [x.device] if x.is_cuda else []
        state = torch.get_rng_state() if not device else torch.cuda.get_rng_state(x.device)
        result = func(*args, **kwargs)
        if not torch.is_grad_enabled():
            self.training.has_dropout_in_evaluation |= is_on and p > 0
            return result

        def mask():
            """The mask that was drawn, drawn once more; the random numbers go on as if it were not."""
            if not is_on:
                return np.ones(tuple(x.shape))
            with torch.random.fork_rng(devices=device), torch.no_grad():
                (torch.cuda.set_rng_state if device else torch.set_rng_state)(state, *device)
                return (numbers(func(torch.ones_like(x), p, True)) != 0) * 1.0

        def take():
            if p == 0:
                before = self.value(x)
                if before is not None:
                    self.keep(result, copy.copy(before))
                return
            before = self.value(x)
            if before is None:
                self.keep(result, Value("input", mask=mask(), drop=p, base=x.detach().clone(), is_off=not is_on))
            elif before.kind in ("A", "Z"):
                self.keep(result, Value("dropped", before.call, name=before.kind, mask=mask(), drop=p, is_off=not is_on))
            else:
                self.keep(result, Value("unknown", before.call, name="dropout"))

        self.quietly(take)
        return result

    # ---- functions

    def applied(self, name, func, args, kwargs, result):
        given = self.given(args, kwargs)
        if name in ("linear", "addmm", *PRODUCTS):
            return self.product(name, given, args, result)
        if name in LOSSES:
            return self.loss(name, func, args, kwargs, result)
        tensors = [t for t in self.tensors([*args, *kwargs.values()])]
        tracked = [v for v in (self.value(t) for t in tensors) if v is not None]
        if name in ("T", "t", "transpose", "mT") and isinstance(args[0], torch.Tensor) and args[0].is_leaf and args[0].requires_grad:
            return self.keep(result, Value("turned", base=args[0]))
        if not tracked:
            if result.requires_grad and not result.is_leaf:
                self.keep(result, Value("unknown", name=name))
            return None
        value = tracked[0]
        if name in SAME and result.numel() == tensors[0].numel():
            return self.keep(result, copy.copy(value))
        if not result.requires_grad:
            return None
        if name in REFUSED_LOSSES:
            raise NotUnderstood(f"Plumbline has no word for its loss, {name}")
        if value.kind == "product" and name in ("add", "add_", "__add__", "__radd__", "__iadd__"):
            bias = next((t for t in tensors if t.is_leaf and t.requires_grad and t.numel() == value.call.W.shape[1]), None)
            if bias is not None:
                value.call.bias, value.call.b = bias, numbers(bias).reshape(-1)
                return self.preactivation(value.call, result)
        return self.activated(name, given, value, tracked, tensors, result)

    def activated(self, name, given, value, tracked, tensors, result):
        if value.kind == "product":
            value = self.finished(value)
        call, word = value.call, word_of(name, given)
        if call is None:  # the first function of a chain is the one that is strange
            return self.keep(result, Value("unknown", name=value.name or name))
        if word is not None and value.kind in ("Z", "A"):
            call.word = word
            if name != "log_softmax":
                call.A = rows(numbers(result), call.W.shape[1])
                self.training.place("A", self.training.passing.calls.index(call) + 1)
            return self.keep(result, Value("log A" if name == "log_softmax" else "A", call))
        if word == "relu" and value.kind == "dropped" and value.name == "Z":  # relu and the factor can be exchanged
            call.word, call.A = word, rows(np.maximum(call.Z, 0), call.W.shape[1])
            return self.keep(result, Value("dropped", call, name="A", mask=value.mask, drop=value.drop))
        if name in ("log", "log_") and value.kind == "A" and call.word == "softmax":
            self.targets(value, tensors)
            return self.keep(result, Value("log A", call))
        if name in ("sub", "rsub", "__sub__", "__rsub__", "mul", "__mul__", "__rmul__"):
            self.targets(value, tensors)
            if result.numel() > call.Z.size and result.dim() == 2 and call.Z.shape[1] == 1 and name.strip("_r") == "sub":
                self.training.is_broadcast = True
        calls = {id(v.call) for v in tracked if v.call is not None}
        return self.keep(result, Value("unknown", call if len(calls) == 1 else None, name=name))

    @staticmethod
    def tensors(values):
        for each in values:
            if isinstance(each, torch.Tensor):
                yield each
            elif isinstance(each, (list, tuple)):
                yield from (t for t in each if isinstance(t, torch.Tensor))

    def targets(self, value, tensors):
        """Takes note of what the outputs are compared with, for losses that are written out."""
        passing = self.training.passing
        if value.call is passing.calls[-1]:
            for t in tensors:
                if not t.requires_grad and self.value(t) is None and t.numel() == value.call.Z.size:
                    passing.targets.append(rows(numbers(t).astype(value.call.Z.dtype), value.call.Z.shape[1]))

    # ---- layers

    def product(self, name, given, args, result):
        if name == "linear":
            x, weight, bias = given(0, "input", None), given(1, "weight", None), given(2, "bias", None)
        elif name == "addmm":
            bias, x, weight = args[:3]
        else:
            (x, weight), bias = args[:2] if name != "__rmatmul__" else args[1::-1], None
        is_turned = name == "linear"
        turned = self.value(weight)
        if turned is not None and turned.kind == "turned":
            weight, is_turned = turned.base, not is_turned
        value = self.value(x)
        if not (isinstance(weight, torch.Tensor) and weight.is_leaf and weight.requires_grad and weight.dim() <= 2):
            if value is not None or result.requires_grad:
                self.keep(result, Value("unknown", value and value.call, name=name))
            return
        if value is not None and value.kind == "product":
            value = self.finished(value)
        if value is not None and value.kind == "unknown":
            value = self.recognized(value, x)
        passing = self.training.passing
        follows = value is not None and passing is not None and value.call is passing.calls[-1]
        mask, drop, inputs = None, 0.0, x
        if value is not None and value.kind == "input":
            mask, drop, inputs = value.mask, value.drop, value.base
        if not follows:
            if value is not None and value.kind != "input":
                if passing is None:
                    raise NotUnderstood(self.strange(value, name))
                passing.problem = passing.problem or self.strange(value, name)
                return
            self.values.clear()
            passing = self.training.begin()
        elif value.kind == "dropped":
            mask, drop = value.mask, value.drop
        call = Call(weight, bias, is_turned, inputs)
        call.mask, call.drop = None if mask is None else rows(mask, len(call.W)), drop
        call.drops_not = value is not None and value.is_off
        passing.calls.append(call)
        if name in ("linear", "addmm"):
            self.preactivation(call, result)
        else:
            call.Z = rows(numbers(result), call.W.shape[1])
            self.keep(result, Value("product", call))

    @staticmethod
    def strange(value, where):
        if value.call is not None and value.kind in ("Z", "A", "dropped"):
            return "the outputs of a layer go to several layers"
        return f"a layer follows `{value.name or value.kind}`, which Plumbline has no word for"

    def finished(self, value):
        """A product to which no bias was added."""
        self.preactivation(value.call, value.tensor)
        return self.value(value.tensor)

    def preactivation(self, call, z):
        call.Z = rows(numbers(z), call.W.shape[1])
        passing = self.training.passing
        self.training.place("Z", len(passing.calls))
        if z.requires_grad:

            def hook(gradient):
                is_busy, self.is_busy = self.is_busy, True
                call.take_delta(gradient)
                passing.is_used = True
                self.is_busy = is_busy

            z.register_hook(hook)
        self.keep(z, Value("Z", call))

    def recognized(self, value, tensor):
        """An activation that is written out, by its numbers."""
        call = value.call
        if call is None or call.Z is None or tensor.numel() != call.Z.size or value.name == "dropout":
            return value
        a, z = rows(numbers(tensor), call.Z.shape[1]), call.Z.astype(float)
        for word, function in ACTIVATIONS.items():
            with np.errstate(all="ignore"):
                if is_close(a, function(z), 1e-6 if a.dtype == np.float32 else 1e-12):
                    call.word, call.A = word, a
                    self.training.place("A", self.training.passing.calls.index(call) + 1)
                    self.keep(tensor, Value("A", call))
                    return self.value(tensor)
        return value

    def recognize_outputs(self, call):
        """The activation of the outputs, if both it and the loss are written out."""
        for value in list(self.values.values()):
            if value.kind == "unknown" and value.call is call and value.tensor.numel() == call.Z.size:
                if not np.array_equal(rows(numbers(value.tensor), call.Z.shape[1]), call.Z) and self.recognized(value, value.tensor) is not value:
                    return

    # ---- losses

    def loss(self, name, func, args, kwargs, result):
        bound = inspect.signature(func).bind(*args, **kwargs)
        bound.apply_defaults()
        given = bound.arguments
        output, target = given["input"], given["target"]
        value = self.value(output)
        passing = self.training.passing
        if value is not None and value.kind == "product":
            value = self.finished(value)
        if value is not None and value.kind == "unknown":
            value = self.recognized(value, output)
        if value is None or passing is None:
            return
        if value.kind in ("unknown", "dropped") or value.call is not passing.calls[-1]:
            passing.problem = passing.problem or f"its loss gets the result of `{value.name if value.kind == 'unknown' else 'dropout'}`, which is no layer's output"
            return
        if target.requires_grad and not target.is_leaf:
            passing.problem = "the targets of its loss have a gradient"
            return
        call, family, reduction = value.call, LOSSES[name], given["reduction"]
        k = call.Z.shape[1]
        if name in ("binary_cross_entropy_with_logits", "cross_entropy", "nll_loss"):
            passing.has_logits = value.kind in ("Z", "log A")
            call.word = "softmax" if family == "categorical" else "sigmoid"
            if value.kind == "A":
                self.training.hint(
                    f"{name} gets the outputs of an activation, but expects "
                    + ("their logarithms, as log_softmax gives them." if name == "nll_loss"
                       else f"pre-activations: it applies the {call.word} itself.")
                )
            elif value.kind == "Z":
                call.A = None
                if name == "nll_loss":
                    self.training.hint("nll_loss gets pre-activations, but expects the outputs of log_softmax.")
        if family == "kl_divergence":
            passing.has_logits = True
            if value.kind != "log A" or given.get("log_target"):
                passing.problem = "kl_div gets no logarithms of a softmax, or targets that are logarithms"
        y, factor = self.examples(name, given, target, call, output)
        n = len(y)
        if reduction == "mean" and family == "categorical" or reduction == "batchmean":
            factor = factor / factor.sum() if np.any(factor != 1) else factor / n
        elif reduction == "mean":
            factor = factor / (n * k)
        delta, divisor = given.get("delta"), 1.0
        if name == "smooth_l1_loss" and given["beta"] == 0:
            family = "absolute"
        elif name == "smooth_l1_loss":
            delta = divisor = given["beta"]
        self.training.place("loss", 0)
        self.keep(result, Value("loss", call))
        passing.losses.append(Loss(family, y, factor / divisor, float(result.detach().sum()), result, delta, divisor))

    def examples(self, name, given, target, call, output):
        """The targets as rows, and what multiplies the loss of each example."""
        k, n = call.Z.shape[1], len(call.Z)
        weight = given.get("weight")
        weight = None if weight is None else numbers(weight).astype(float)
        factor = np.ones(n)
        if LOSSES[name] == "categorical":
            if output.dim() > 2:
                raise NotUnderstood(f"its {name} gets {output.dim()} dimensions")
            if target.is_floating_point():
                y = rows(numbers(target), k)
            else:
                labels = numbers(target).reshape(-1)
                is_counted = labels != given.get("ignore_index", -100)
                y = np.eye(k)[np.where(is_counted, labels, 0)]
                factor = is_counted * (1.0 if weight is None else weight[np.where(is_counted, labels, 0)])
            smoothing = given.get("label_smoothing", 0.0)
            if smoothing and weight is not None:
                raise NotUnderstood("cross_entropy has both label_smoothing and weight")
            return y * (1 - smoothing) + smoothing / k if smoothing else y, factor
        y = numbers(target).astype(call.Z.dtype)
        if y.size != n * k:
            y = np.broadcast_to(y, (n, k)) if y.size in (1, k) and n != 1 else y
        if y.size != n * k:
            raise NotUnderstood(f"its {name} has targets of shape {tuple(target.shape)} for outputs of shape {tuple(output.shape)}")
        if tuple(target.shape) != tuple(output.shape):
            self.training.hint(f"{name} broadcasts outputs of shape {tuple(output.shape)} and targets of shape {tuple(target.shape)}.")
        y = y.reshape(n, k)
        if weight is not None:
            weight = np.broadcast_to(weight, tuple(output.shape)).reshape(n, k)
            if np.any(weight != weight[:, :1]):
                raise NotUnderstood(f"the weight of its {name} differs among the outputs of an example")
            factor = factor * weight[:, 0]
        positive = given.get("pos_weight")
        if positive is not None:
            if k > 1 or np.any((y != 0) & (y != 1)):
                raise NotUnderstood("binary_cross_entropy_with_logits has a pos_weight, and several outputs or soft targets")
            factor = factor * np.where(y[:, 0] == 1, float(positive.detach().reshape(-1)[0]), 1.0)
        return y, factor


class Data:
    """The examples of all steps, each kept once."""

    def __init__(self):
        self.numbers, self.X, self.y, self.weights = {}, [], [], []
        self.steps = []  # of each step the numbers of its examples

    def add(self, X, y, weights):
        step = []
        for i in range(len(X)):
            key = X[i].tobytes() + y[i].tobytes() + (b"" if weights is None else np.float64("%.12g" % weights[i]).tobytes())
            at = self.numbers.setdefault(key, len(self.X))
            if at == len(self.X):
                self.X.append(X[i])
                self.y.append(y[i])
                self.weights.append(1.0 if weights is None else float("%.12g" % weights[i]))
            step.append(at)
        self.steps.append(np.array(step))

    def epochs(self):
        """The examples of an epoch in order, the batch size, the order in each epoch or None, and the number of steps."""
        marks = np.random.default_rng(1).integers(1 << 60, size=len(self.X))
        sums = np.cumsum([marks[step].sum() for step in self.steps])
        sizes, total = [len(step) for step in self.steps], len(self.steps)
        for period in range(1, total // 2 + 1):
            ends = sums[period - 1 :: period]
            is_same = np.all(np.diff(ends, prepend=0) == ends[0])
            if is_same and self.is_epoch(sizes[:period]) and all(
                sizes[at] == sizes[at % period] for at in range(total // period * period)
            ):
                return self.ordered(period, total // period)
        end = next((at for at in range(1, total) if sizes[at] != sizes[0]), total)
        if end < total and sizes[end] < sizes[0]:
            end += 1
        return self.ordered(end, 1)

    @staticmethod
    def is_epoch(sizes):
        return all(size == sizes[0] for size in sizes[:-1]) and sizes[-1] <= sizes[0]

    def ordered(self, period, epochs):
        first = np.concatenate(self.steps[:period])
        orders = []
        for epoch in range(epochs):
            places = {}
            for at, number in reversed(list(enumerate(first))):
                places.setdefault(number, []).append(at)
            steps = self.steps[epoch * period : (epoch + 1) * period]
            orders.append([places[number].pop() for number in np.concatenate(steps)])
        orders = np.array(orders)
        is_plain = np.array_equal(orders, np.tile(np.arange(len(first)), (epochs, 1)))
        return first, len(self.steps[0]), None if is_plain else orders, period * epochs


class Training:
    """The steps of a training, from the first forward pass to the last."""

    def __init__(self, directory, only=None, sources=()):
        self.directory, self.only, self.sources = directory, only, sources
        self.watch = Watch(self)
        self.problem = None  # why the training is not understood
        self.passing, self.step, self.closed = None, Step(), None
        self.optimizer = None
        self.has_dropout_in_evaluation = False
        self.hints, self.places = [], {}
        self.recorder = Recorder(os.path.join(directory, "recording.npz"))
        self.recorder.file = os.path.join(directory, "recording.npz")
        self.records = []  # of each step: loss, the loss function's value, examples, passes, sums of the weights, learning rates
        self.data = []  # of each step: X, y, factors
        self.masks = {}
        self.first = None  # the layers of the first step
        self.is_cut = None  # why later steps are not compared
        self.is_broadcast = False
        self.is_clipped = False  # whether Plumbline would clip an output in the loss
        self.loss, self.clip = None, 0.0
        self.norms = []  # of the gradients of each step, with the factor of its clipping
        self.total = 0
        self.handles = [register_optimizer_step_pre_hook(self.stepping), register_optimizer_step_post_hook(self.stepped)]
        self.watch.__enter__()

    def stop(self):
        self.watch.__exit__(None, None, None)
        for handle in self.handles:
            handle.remove()

    def hint(self, sentence):
        """Takes note of what a step shows to be wrong; of many steps, the first one is enough."""
        if not any(each[:10] == sentence[:10] for each in self.hints):
            self.hints.append(sentence)

    def place(self, name, layer):
        """Takes note of the line of the script that computes a tensor."""
        key = f"{name}{layer or ''}"
        if self.sources and key not in self.places:
            frame = sys._getframe(1)
            while frame is not None:
                if os.path.abspath(frame.f_code.co_filename).startswith(self.sources):
                    self.places[key] = (frame.f_code.co_filename, frame.f_lineno)
                    return
                frame = frame.f_back

    # ---- events

    def begin(self):
        """Begins a forward pass; with it, a step if the weights have changed."""
        step = self.step
        if step.is_taken or self.optimizer is None and self.is_changed_by_hand(step):
            self.close()
        self.step.passes = [each for each in self.step.passes if each.is_used]
        if len(self.step.passes) > MOST_PASSES:
            raise NotUnderstood("no weights change")
        self.passing = Pass()
        self.step.passes.append(self.passing)
        return self.passing

    @staticmethod
    def is_changed_by_hand(step):
        return any(
            not np.array_equal(call.as_W(numbers(call.weight)), call.W)
            or call.bias is not None and not np.array_equal(numbers(call.bias).reshape(-1), call.b)
            for each in step.passes[:1] if each.is_used for call in each.calls
        )

    def went_back(self, loss):
        step = self.step
        step.losses.append(float(loss.detach()))
        if self.passing is not None and not self.passing.losses and self.passing.calls[-1].A is None:
            self.watch.recognize_outputs(self.passing.calls[-1])
        self.place("back", 0)
        step.raw = self.gradients(step)

    @staticmethod
    def gradients(step):
        """The gradients of all layers; None for those that have none."""
        found = []
        for call in step.used()[0].calls if step.passes else ():
            w = None if call.weight.grad is None else call.as_W(numbers(call.weight.grad))
            b = None if call.bias is None or call.bias.grad is None else numbers(call.bias.grad).reshape(-1)
            found.append((w, b))
        return found

    def stepping(self, optimizer, args, kwargs):
        self.watch.is_in_step = not (args or kwargs)  # a closure has the forward pass in it

    def stepped(self, optimizer, args, kwargs):
        self.watch.is_in_step = False
        if self.only is not None and optimizer is not self.only or self.problem:
            return
        self.watch.quietly(self.take_step, optimizer)

    def take_step(self, optimizer):
        step = self.step
        if self.optimizer is not None and optimizer is not self.optimizer:
            raise NotUnderstood("it has several optimizers")
        self.optimizer = optimizer
        if not step.passes:
            return
        for each in step.used():
            if each.problem:
                raise NotUnderstood(each.problem)
        self.place("step", 0)
        if step.is_taken:
            self.hint("optimizer.step() is called more than once after a forward pass.")
        else:
            step.gradients = self.gradients(step)
            if not step.losses:
                self.hint("optimizer.step() is called before loss.backward().")
            step.options = self.options(step)
        step.is_taken = True
        step.after = [
            (c.as_W(numbers(c.weight)), None if c.bias is None else numbers(c.bias).reshape(-1)) for c in step.used()[0].calls
        ]

    def options(self, step):
        """Of each layer the optimizer's options of W and of b; None if it does not have them."""
        groups = {}
        for group in self.optimizer.param_groups:
            plain = {key: value for key, value in group.items() if key != "params"}
            plain = {key: float(v) if isinstance(v, torch.Tensor) else v for key, v in plain.items()}
            groups.update({id(p): plain for p in group["params"]})
        ours = {id(each) for call in step.used()[0].calls for each in (call.weight, call.bias)}
        for group in self.optimizer.param_groups:
            for p in group["params"]:
                if id(p) not in ours and p.grad is not None and bool(torch.any(p.grad != 0)):
                    raise NotUnderstood(f"it learns something of shape {tuple(p.shape)} that is no dense layer" + self.strange())
        return [(groups.get(id(call.weight)), None if call.bias is None else groups.get(id(call.bias))) for call in step.used()[0].calls]

    def strange(self):
        names = {each.name for each in self.watch.values.values() if each.kind == "unknown" and each.name not in ("add", "mul", "sub", "sum", "pow", "mean")}
        return f", of `{sorted(names)[0]}`" if names else ""

    def close(self):
        step, self.step = self.step, Step()
        first = step.used()[0]
        if self.closed is not None:
            self.record(self.closed, [(call.W, call.b) for call in first.calls])
        self.closed = step

    def end(self):
        """Ends the training; the last step's weights are those that the tensors have now."""
        self.stop()
        if self.problem:
            raise NotUnderstood(self.problem)
        step = self.step
        if step.is_taken or self.optimizer is None and self.is_changed_by_hand(step):
            self.close()
        if self.closed is None:
            reason = next((each.problem for each in step.passes if each.problem), None)
            raise NotUnderstood(reason or "no dense layer is trained: there is no step of an optimizer after a forward pass")
        last = self.closed
        after = last.after or [
            (c.as_W(numbers(c.weight)), None if c.bias is None else numbers(c.bias).reshape(-1)) for c in last.used()[0].calls
        ]
        self.record(last, after)
        self.closed = None

    # ---- a step

    def record(self, step, after):
        self.total += 1
        passes = step.used()
        for each in passes:
            if each.problem:
                raise NotUnderstood(each.problem)
        calls = [[each.calls[i] for each in passes] for i in range(len(passes[0].calls))]
        layers = [call[0] for call in calls]
        shape = [(c.word if i < len(layers) - 1 or not c.word.startswith("identity") else "", c.W.shape, c.b is None) for i, c in enumerate(layers)]
        if self.first is None:
            self.first, self.shape, self.first_step = layers, shape, step
            self.drops = [c.drop for c in layers]
            self.present = None
        if len(after) != len(layers) or shape != self.shape:
            raise NotUnderstood("its layers change during the training")
        if self.is_cut:
            return
        y, factor, value = self.targets(passes)
        X = np.concatenate([each.X for each in calls[0]])
        if not (np.all(np.isfinite(X)) and np.all(np.isfinite(y))):
            self.is_cut = "an input or a target is not a number"
            return
        if step.after is not None and any(
            not np.array_equal(a, b) for one, two in zip(step.after, after) for a, b in zip(one, two) if a is not None and b is not None
        ):
            raise NotUnderstood("its weights change outside of optimizer.step()")
        gradients = self.checked_gradients(step)
        for i, (call, (w, _)) in enumerate(zip(layers, gradients)):
            if step.losses and call.dZ is None and (w is None or not np.any(w)):
                self.hint(f"Layer {i + 1} gets no gradient: a tensor between it and the loss is detached.")
        for call in (c for call in calls for c in call):
            if call.word == "identity" and not (call is calls[-1][0] and passes[0].has_logits):
                call.A = call.Z
        tensors = {
            "Z": [np.concatenate([c.Z for c in call]) for call in calls],
            "A": [None if any(c.A is None for c in call) else np.concatenate([c.A for c in call]) for call in calls],
            "dZ": [None if any(c.dZ is None for c in call) else np.concatenate([c.dZ for c in call]) for call in calls],
            "dW": [g[0] for g in gradients],
            "db": [g[1] for g in gradients],
            "W": [w for w, _ in after],
            "b": [b for _, b in after],
        }
        self.watch_kinks(tensors, layers)
        if self.is_cut:
            return
        loss = sum(step.losses) if step.losses else value if isinstance(value, float) else None
        self.keep(tensors, loss)
        for i, call in enumerate(calls):
            drop = next((c.drop for c in call if c.drop), 0.0)
            if drop != self.drops[i]:
                raise NotUnderstood("its dropout changes during the training")
            if any(c.drops_not for c in call):
                self.hint(f"Dropout is off in step {self.total - 1} of the training: model.train() is missing after model.eval().")
            if drop:
                self.masks.setdefault(i + 1, []).append(np.concatenate([c.mask for c in call]))
        if self.loss is None and value is None:
            value = hand_sums(tensors["A"][-1] if tensors["A"][-1] is not None else tensors["Z"][-1], y)
        squares = [sum(float((np.abs(t.astype(float)) ** power).sum()) for c in layers for t in ts(c)) for power in (2, 1)
                   for ts in (lambda c: [c.W], lambda c: [c.W] + ([] if c.b is None else [c.b]))]
        rates = [options and options["lr"] for pair in step.options or () for options in pair]
        if step.options is None and self.optimizer is None:
            rates = self.rates_by_hand(layers, gradients, after)
        self.records.append((loss, value, len(X), len(passes), squares, rates))
        self.data.append((X, y, factor))

    def targets(self, passes):
        """The targets, factors and the value of the loss functions of a step."""
        if all(each.losses for each in passes):
            losses = [each.losses[-1] for each in passes]
            self.loss = self.loss or losses[0]
            kinds = {(each.family, each.delta) for each in [self.loss, *losses]}
            if len(kinds) > 1 or any(len(each.losses) > 1 for each in passes):
                raise NotUnderstood("it has several losses")
            return (np.concatenate([each.y for each in losses]), np.concatenate([each.factor for each in losses]),
                    sum(each.value for each in losses))
        if not all(each.targets for each in passes):
            raise NotUnderstood("its loss is not known: it has no loss function of PyTorch, and the outputs are compared with nothing")
        y = np.concatenate([each.targets[0] for each in passes])
        return y, None, None

    def checked_gradients(self, step):
        """The gradients of the step: those that the optimizer had, or those of backward()."""
        pairs = step.gradients if step.gradients is not None else step.raw or []
        layers = step.used()[0].calls
        if not pairs:
            pairs = [(None, None)] * len(layers)
        none = all(each is None for pair in pairs for each in pair)
        if step.raw is not None and step.gradients is not None and self.are_clipped(step):
            pairs = step.raw
        if none and self.optimizer is None:
            return pairs
        return [
            (np.zeros_like(c.W) if w is None else w, None if c.b is None else np.zeros_like(c.b) if b is None else b)
            for c, (w, b) in zip(layers, pairs)
        ]

    def are_clipped(self, step):
        """Whether gradients are clipped between backward() and step()."""
        raw = [g for pair in step.raw for g in pair if g is not None]
        used = [g for pair in step.gradients for g in pair if g is not None]
        if not any(np.any(u) for u in used) and any(np.any(r) for r in raw):
            self.hint("All gradients are zero in optimizer.step(): zero_grad() is called between backward() and step().")
            return False
        if len(raw) != len(used):
            return False
        norm = float(np.sqrt(sum((r.astype(float) ** 2).sum() for r in raw)))
        if all(np.array_equal(r, u) for r, u in zip(raw, used)):
            self.norms.append((norm, 1.0))
            return False
        largest = max(float(np.max(np.abs(u))) for u in used)
        if all(is_close(np.clip(r, -largest, largest), u, 1e-6) for r, u in zip(raw, used)):
            self.clip = max(self.clip, largest)
            return True
        factor = sum(float((r.astype(float) * u).sum()) for r, u in zip(raw, used)) / max(norm, 1e-300) ** 2
        digits = 1e-6 if raw[0].dtype == np.float32 else 1e-12
        if 0 < factor < 1 and all(is_close(factor * r.astype(float), u, digits) for r, u in zip(raw, used)):
            self.norms.append((norm, factor))
            return True
        raise NotUnderstood(CHANGED)

    def clipping(self, is_single):
        """How the file says that gradients are clipped; empty if they are not."""
        clipped = [(norm, factor) for norm, factor in self.norms if factor < 1]
        if self.clip and not clipped:
            return f"clip_value: {{ threshold: {nice(self.clip, 1e-6)!r} }}"
        if not clipped:
            return ""
        digits, found = 1e-6 if is_single else 1e-10, []
        for epsilon in ADDED_TO_NORMS:
            thresholds = [factor * (norm + epsilon) for norm, factor in clipped]
            threshold = nice(sum(thresholds) / len(thresholds), digits)
            found.append((max(digits, max(abs(each - threshold) / threshold for each in thresholds)), len(found), threshold, epsilon))
        error, _, threshold, epsilon = min(found)  # of those that cannot be told apart, the first
        # Others would be clipped too.
        is_exceeded = any(norm + epsilon > threshold * (1 + digits) for norm, factor in self.norms if factor == 1)
        if self.clip or error > 10 * digits or is_exceeded:
            raise NotUnderstood(CHANGED)
        return f"clip_norm: {{ threshold: {threshold!r}, per: network" + (f", epsilon: {epsilon!r}" if epsilon else "") + " }"

    def rates_by_hand(self, layers, gradients, after):
        """The learning rate of each tensor that is changed by hand."""
        rates = []
        for call, pair, then in zip(layers, gradients, after):
            for before, g, now in zip((call.W, call.b), pair, then):
                if before is None or g is None or not np.any(g) or now is None:
                    rates.append(None)
                    continue
                change, g = before.astype(float) - now, g.astype(float)
                rate = float((change * g).sum() / (g * g).sum())
                rates.append(abs(rate) if rate and is_close(change, rate * g, 1e-3) else None)
        return rates

    def watch_kinks(self, tensors, layers):
        """Ends what is compared at numbers where PyTorch has another slope or another formula than Plumbline."""
        for i, call in enumerate(layers):
            z = tensors["Z"][i]
            if "leaky" in call.word and np.any(z == 0):
                self.is_cut = "a pre-activation is exactly 0, where leaky_relu has its slope negative_slope, and Plumbline 1"
            elif call.word == "hard_tanh" and np.any(np.abs(z) == 1):
                self.is_cut = "a pre-activation is exactly 1 or -1, where hardtanh has the slope 0, and Plumbline 1"
            elif call.word == "softplus" and z.dtype == np.float64 and np.any(z > 20):
                self.is_cut = "a pre-activation is above 20, where softplus is the identity in PyTorch"
        if self.loss is not None and self.loss.family == "binary":
            limit = 15.5 if z.dtype == np.float32 else 27
            if np.any(np.abs(z) > limit):
                self.is_cut = f"a pre-activation of the output is beyond {limit}, where Plumbline clips the outputs"
        if self.loss is not None and self.loss.family in ("categorical", "kl_divergence"):
            least = 1e-10 if self.loss.family == "categorical" else 1e-5
            self.is_clipped |= bool(np.any(softmax(z.astype(float)) < least))

    def keep(self, tensors, loss):
        """Adds the tensors of a step to the recording. What is missing in one step is left out of all."""
        if self.present is None:
            self.present = {(name, i) for name, each in tensors.items() for i, t in enumerate(each) if t is not None}
            self.has_loss = loss is not None
        for name, i in [key for key in self.present if tensors[key[0]][key[1]] is None]:
            self.present.discard((name, i))
            self.recorder.kept.pop(f"{name}{i + 1}", None)
        if loss is None:
            self.has_loss = False
            self.recorder.kept.pop("loss", None)
        self.recorder.step(
            loss=np.float32(loss) if self.has_loss and self.first[0].W.dtype == np.float32 else loss if self.has_loss else None,
            **{name: [t if (name, i) in self.present else None for i, t in enumerate(each)] for name, each in tensors.items()},
        )


def hand_sums(a, y):
    """The sum of the losses of all examples, by their family, for a loss that is written out."""
    a = a.astype(float)
    with np.errstate(all="ignore"):
        return {
            "squared": float(((a - y) ** 2).sum()),
            "binary": float(-(y * np.log(a) + (1 - y) * np.log(1 - a)).sum()),
            "categorical": float(-np.where(y == 0, 0, y * np.log(a)).sum()),
            "absolute": float(np.abs(a - y).sum()),
        }


def nice(value, digits):
    """The shortest number that is this one within the digits."""
    for length in range(1, 13):
        short = float(f"%.{length}g" % value)
        if abs(short - value) <= digits * abs(value):
            return short
    return float(value)


class Description:
    """The network file of a recorded training, with its data."""

    def __init__(self, training, name):
        self.training, self.name = training, name
        self.layers, self.k = training.first, training.first[-1].W.shape[1]
        self.is_single = self.layers[0].W.dtype == np.float32
        if self.layers[0].W.dtype not in (np.float32, np.float64):
            raise NotUnderstood(f"it computes in {self.layers[0].weight.dtype}")
        self.digits = 2e-5 if self.is_single else 1e-9
        self.l1 = self.l2 = 0.0
        self.is_of_bias = False
        self.notes = list(training.hints)
        self.find_loss()
        self.find_optimizer()
        self.find_data()

    # ---- the loss

    def find_loss(self):
        records, loss = self.training.records, self.training.loss
        self.times, self.delta = 1.0, None
        if loss is None:
            return self.find_written_loss(records)
        self.family, self.delta = loss.family, loss.delta
        self.torch_reduction = "mean" if np.sum(loss.factor) * loss.divisor < 1.5 * len(loss.factor) / 2 else "sum"
        pairs = [(r[0], r[1], r[2]) for r in records if r[0] is not None and isinstance(r[1], float)]
        pairs = [(L, C, n) for L, C, n in pairs if abs(C) > 1e-9] if pairs else []
        f = self.ratio([(L / C, n) for L, C, n in pairs])
        if f is None and pairs:
            self.find_penalty(records)
            f = lambda n: 1.0
        f = f or (lambda n: 1.0)
        n, passes = records[0][2], records[0][3]
        if self.torch_reduction == "mean" and n > 1 and passes != n and abs(f(n) * n - 1) < 1e-4:
            self.notes.append(f"The mean over the batch is divided by its size, {n}, once more.")
            f = lambda n: 1.0
        self.f = f
        factors = [each[2] for each in self.training.data]
        if any(np.any(np.abs(each - each[0]) > 1e-12 * abs(each[0])) for each in factors):
            word, q = WORDS[self.family][0]
            self.word, self.reduction = word, self.torch_reduction
            self.weights = [
                f(len(e)) * e * (len(e) if self.reduction == "mean" else 1) / q(self.k) for e in factors
            ]
            return None
        return self.choose([(f(len(e)) * float(e[0]), len(e)) for e in factors])

    def ratio(self, pairs):
        """The ratio as a function of the number of examples: a constant, or a constant times or divided by it."""
        for power in (0, -1, 1):
            c = constant([r * float(n) ** -power for r, n in pairs])
            if c is not None:
                return lambda n, c=nice(abs(c), 1e-5), power=power: c * float(n) ** power
        return None

    def find_penalty(self, records):
        """A penalty of the weights that the training adds to its loss."""
        rest = [L - C for L, C, *_ in records if L is not None and isinstance(C, float)]
        for at, (power, is_of_bias) in enumerate(((2, False), (2, True), (1, False), (1, True))):
            c = constant([r / record[4][at] for r, record in zip(rest, records)], 2e-2)
            if c is not None and c > 0:
                middle = nice(float(np.mean([r / record[4][at] for r, record in zip(rest, records)])), 2e-3)
                self.l2, self.l1 = (2 * middle, 0.0) if power == 2 else (0.0, middle)
                self.is_of_bias = is_of_bias
                return
        raise NotUnderstood("its loss has more parts than the loss function and a penalty of the weights")

    def choose(self, factors):
        """The word and the reduction for a factor of all examples; what is left over is a weight of the examples."""
        options = []
        for word, q in WORDS[self.family]:
            for reduction in ("mean", "sum"):
                c = constant([g * (n if reduction == "mean" else 1) / q(self.k) for g, n in factors], 1e-4)
                if c is not None:
                    options.append((abs(c - 1) > 1e-3, reduction != self.torch_reduction, len(options), word, reduction, c))
        if not options:
            raise NotUnderstood("its loss is divided by a number that changes with the batch")
        is_other, _, _, self.word, self.reduction, c = min(options)
        self.weights = None
        if is_other:
            self.times = nice(c, 1e-5)
            self.weights = [np.full(n, self.times) for _, n in factors]

    def find_written_loss(self, records):
        """A loss that is written out, by its value."""
        self.torch_reduction = "mean"
        for family in ("squared", "binary", "categorical", "absolute"):
            pairs = [(abs(r[0]) / r[1][family], r[2]) for r in records
                     if r[0] is not None and isinstance(r[1], dict) and np.isfinite(r[1][family]) and r[1][family] > 1e-9]
            g = self.ratio(pairs) if len(pairs) > 0.5 * len(records) else None
            if g is None:
                continue
            if family == "categorical" and self.layers[-1].word != "softmax":
                family = "binary"
                self.notes.append("The loss is only a half of the binary cross-entropy: -y log p, without -(1 - y) log(1 - p).")
            self.family = family
            try:
                self.choose([(g(r[2]), r[2]) for r in records])
            except NotUnderstood:
                continue
            if self.times == 1:
                return
            if len(pairs) > 1 and abs(self.times * records[0][2] - 1) < 1e-3:
                self.notes.append(f"The mean over the batch is divided by its size, {records[0][2]}, once more.")
                self.weights, self.times = None, 1.0
                return
        if self.training.is_broadcast:
            self.family, self.word, self.reduction, self.weights, self.times = "squared", "mean_squared_error", "mean", None, 1.0
            self.notes.append("The outputs and the targets are broadcast: each output is compared with each target.")
            return
        raise NotUnderstood("its loss is written out, and has none of the known values")

    # ---- the optimizer

    def find_optimizer(self):
        training = self.training
        self.rates = self.regularization = None
        if training.optimizer is None:
            return self.find_rate_by_hand()
        kind, options = type(training.optimizer), training.first_step.options
        mine = [o for pair in options for o in pair if o is not None]
        if not mine:
            raise NotUnderstood("its optimizer has none of the weights of the forward pass")
        group = mine[0]
        if any({**o, "lr": 0, "weight_decay": 0} != {**group, "lr": 0, "weight_decay": 0} for o in mine):
            raise NotUnderstood("its optimizer has other options for some weights")
        if group.get("maximize"):
            raise NotUnderstood("its optimizer has maximize=True")
        self.optimizer = self.translated(kind, group)
        key = "weight_decay" if kind is torch.optim.AdamW else "l2"
        if key == "weight_decay" and any(b is not None and b["weight_decay"] for _, b in options):
            raise NotUnderstood("its AdamW decays the biases too; give them a parameter group with weight_decay=0")
        self.regularization = []
        for pair in options:
            w, b = [0.0 if o is None else float(o.get("weight_decay", 0)) for o in pair]
            self.regularization.append({key: w, key + "_bias": 0.0 if pair[1] is None else b})
        columns = list(zip(*[r[5] for r in training.records]))
        self.rates = []
        for i in range(len(self.layers)):
            ours = [c for c in columns[2 * i : 2 * i + 2] if c[0] is not None]
            if len(ours) == 2 and ours[0] != ours[1]:
                raise NotUnderstood("W and b of a layer have different learning rates")
            self.rates.append(list(ours[0]) if ours else None)
        plain = next(r for r in self.rates if r is not None)
        self.rates = [plain if r is None else r for r in self.rates]
        if kind is torch.optim.Adagrad and group.get("lr_decay"):
            self.rates = [[r / (1 + t * group["lr_decay"]) for t, r in enumerate(rates)] for rates in self.rates]
        return None

    @staticmethod
    def translated(kind, o):
        """The word of an optimizer and its parameters."""

        def refuse(what):
            raise NotUnderstood(f"Plumbline has no word for its optimizer, {kind.__name__}{what}")

        if kind is torch.optim.SGD:
            if o["dampening"]:
                refuse(" with dampening")
            if o["momentum"]:
                return "nesterov" if o["nesterov"] else "momentum", {"momentum": o["momentum"]}
            return "sgd", {}
        if kind in (torch.optim.Adam, torch.optim.AdamW):
            word = "amsgrad" if o["amsgrad"] else "adam"
            beta1, beta2 = (float(b) for b in o["betas"])
            return word, {"beta1": beta1, "beta2": beta2, "epsilon": o["eps"], "epsilon_on": "corrected"}
        if kind is torch.optim.RMSprop:
            if o["centered"] or o["momentum"]:
                refuse(" with centered or momentum")
            return "rmsprop", {"decay": o["alpha"], "epsilon": o["eps"], "initial_mean": "zero"}
        if kind is torch.optim.Adagrad:
            return "adagrad", {"epsilon": o["eps"], "initial_sum": o["initial_accumulator_value"]}
        if kind is torch.optim.Adadelta:
            if o["lr"] != 1:
                refuse(" with a learning rate other than 1")
            return "adadelta", {"decay": o["rho"], "epsilon": o["eps"]}
        return refuse("")

    def find_rate_by_hand(self):
        self.optimizer = ("sgd", {})
        rates, records = [], self.training.records
        for record in records:
            mine = sorted(r for r in record[5] if r is not None)
            rates.append(mine[len(mine) // 2] if mine else None)
        first = next((r for r in rates if r is not None), None)
        if first is None:
            raise NotUnderstood("its weights are changed by hand, and not by a constant times their gradients")
        c = constant(rates, 1e-4)
        is_exact = all(r is not None for r in rates) and all(
            constant([r for r in record[5]], 1e-4) is not None for record in records)
        digits = 3e-6 if self.is_single else 1e-10
        series = [nice(c or first, digits)] * len(rates) if c or not is_exact else [nice(r, digits) for r in rates]
        self.rates = [series] * len(self.layers)

    @staticmethod
    def rate_text(rates):
        changes = [(t, r) for t, r in enumerate(rates) if t and r != rates[t - 1]]
        if not changes:
            return repr(float(rates[0]))
        steps, values = ", ".join(str(t) for t, _ in changes), ", ".join(repr(float(r)) for _, r in changes)
        return f"{{ table: {{ initial: {float(rates[0])!r}, from: [{steps}], rates: [{values}] }} }}"

    # ---- the data

    def find_data(self):
        training, data = self.training, Data()
        self.why_cut = training.is_cut
        steps = len(training.data)
        if not steps:
            raise NotUnderstood(self.why_cut or "no step was complete")
        for at, (X, y, _) in enumerate(training.data[:steps]):
            data.add(X, y, None if self.weights is None else self.weights[at])
        self.rows, self.size, self.order, self.steps = data.epochs()
        self.X, self.y = np.array([data.X[i] for i in self.rows]), np.array([data.y[i] for i in self.rows])
        self.w = None if self.weights is None else np.array([data.weights[i] for i in self.rows])
        self.epochs = self.steps // -(-len(self.rows) // self.size)
        self.count = sum(len(step) for step in data.steps[: self.steps])
        if self.optimizer[0] in ("momentum", "nesterov") and any(r[t] != r[0] for r in self.rates for t in range(self.steps)):
            self.optimizer[1]["learning_rate_on"] = "velocity"  # the same for a constant rate

    # ---- files

    def write(self):
        training, directory = self.training, self.training.directory
        arrays = {"X": self.X, "y": self.y.astype(float)}
        if self.w is not None:
            arrays["weights"] = self.w
        for i, call in enumerate(self.layers):
            arrays[f"W{i + 1}"] = call.W
            if call.b is not None:
                arrays[f"b{i + 1}"] = call.b
        arrays.update({f"mask{i}": np.concatenate(masks)[: self.count].astype(np.uint8) for i, masks in training.masks.items()})
        if self.order is not None:
            arrays["order"] = self.order
        np.savez(os.path.join(directory, "data.npz"), **arrays)
        recorder = training.recorder
        is_penalized = training.optimizer is not None and any(
            value for each in self.regularization for key, value in each.items() if key.startswith("l2"))
        if is_penalized or training.is_clipped:
            recorder.kept.pop("loss", None)
        if self.steps < recorder.steps:
            recorder.cut(self.steps, self.count)
        recorder.save()
        with open(os.path.join(directory, "network.yaml"), "w", encoding="utf-8") as file:
            file.write(self.yaml())

    def layer(self, i):
        call = self.layers[i]
        parts = [f"units: {call.W.shape[1]}", f"activation: {call.word}"] + (["bias: false"] if call.b is None else [])
        if self.rates[i] != self.rates[0] and self.optimizer[0] != "adadelta":
            parts.append(f"learning_rate: {self.rate_text(self.rates[i][: self.steps])}")
        if call.drop:
            parts.append(f"dropout: {{ drop_probability: {call.drop!r} }}")
        penalties = dict(self.regularization[i]) if self.regularization else {}
        if self.l1 or self.l2:
            if any(penalties.values()):
                raise NotUnderstood("it has both a penalty in its loss and weight_decay")
            name, value = ("l2", self.l2) if self.l2 else ("l1", self.l1)
            penalties = {name: value, name + "_bias": value if self.is_of_bias and call.b is not None else 0.0}
        text = ", ".join(f"{key}: {value!r}" for key, value in penalties.items() if value)
        if text:
            parts.append(f"regularization: {{ {text} }}")
        clipping = self.training.clipping(self.is_single)
        if clipping:
            parts.append(f"gradient_normalization: {{ {clipping} }}")
        return "  - dense: { " + ", ".join(parts) + " }"

    def yaml(self):
        lines = [f"name: {self.name}", f"inputs: {self.X.shape[1]}", "layers:"]
        lines += [self.layer(i) for i in range(len(self.layers))] + ["init: { npz: { file: data.npz } }"]
        clip = self.word == "binary_cross_entropy" and self.is_single  # in 32 bits, 1 - 1e-12 is 1
        delta = None if self.delta is None else f"loss: {{ {self.word}: {{ delta: {float(self.delta)!r} }} }}"
        lines.append("loss: { binary_cross_entropy: { clip: 1.0e-7 } }" if clip else delta or f"loss: {self.word}")
        lines.append(f"reduction: {self.reduction}")
        if self.is_single:
            lines.append("precision: f32")
        word, parameters = self.optimizer
        parameters = dict(parameters) if word == "adadelta" else {"learning_rate": self.rate_text(self.rates[0][: self.steps]), **parameters}
        text = ", ".join(f"{key}: {value}" for key, value in parameters.items())
        lines += [
            "training:",
            f"  optimizer: {{ {word}: {{ {text} }} }}",
            f"  batch_size: {'all' if self.size >= len(self.rows) else self.size}",
            f"  epochs: {self.epochs}",
            "  shuffle: false",
            "data: { npz: { file: data.npz, inputs: X, targets: y" + "".join(
                text for text, is_there in ((", weights: weights", self.w is not None), (", order: order", self.order is not None),
                                            (", masks: mask", self.training.masks)) if is_there) + " } }",
        ]
        return "\n".join(lines) + "\n"

    def understood(self):
        """What was understood, for people."""
        word, parameters = self.optimizer
        rates = self.rates[0][: self.steps]
        constants = [f"{key.replace('_', ' ')} {value}" for key, value in parameters.items() if not key.endswith("_on")]
        if word != "adadelta":
            rate = f"learning rate {rates[0]:.6g}" + (f", in the end {rates[-1]:.6g}" if rates[-1] != rates[0] else "")
            constants.insert(0, rate)
        names = [each.word.strip("{ ").split(":")[0] for each in self.layers]
        drops = "; dropout " + ", ".join(f"{c.drop:g} before layer {i + 1}" for i, c in enumerate(self.layers) if c.drop)
        way = "the sum over the examples" if self.reduction == "sum" else "the mean over the examples"
        penalty = f"; L2 penalty {self.l2:g}" if self.l2 else f"; L1 penalty {self.l1:g}" if self.l1 else ""
        decays = sorted({value for each in self.regularization or () for value in each.values() if value})
        size, n = self.size, len(self.rows)
        return {
            "layers": " → ".join([f"{self.X.shape[1]} inputs"] + [f"{c.W.shape[1]} {name}" for c, name in zip(self.layers, names)])
            + ("; no bias" if all(c.b is None for c in self.layers) else "") + (drops if any(c.drop for c in self.layers) else ""),
            "loss": self.word + ("" if self.delta is None else f" with delta {self.delta:g}") + f", {way}" + (f", times {self.times:g}" if self.times != 1 else "") + penalty,
            "optimizer": f"{word}, " + ", ".join(constants) + "".join(f", weight decay {d:g}" for d in decays)
            + ("" if self.training.optimizer else ", by hand"),
            "steps": f"{self.steps:,} steps of " + (f"all {n} examples" if size >= n else f"{size} examples" if size > 1 else "one example")
            + (f"; {self.epochs:,} epochs of {n:,} examples" + (", shuffled" if self.order is not None else "") if size < n else ""),
        }

    def assumed(self):
        found = list(self.notes)
        total = self.training.total
        if self.steps < total:
            why = self.why_cut or "batches of other sizes follow, or the last epoch is not whole"
            found.append(f"Only the first {self.steps:,} of {total:,} steps are compared: {why}.")
        if self.training.has_dropout_in_evaluation:
            found.append("A forward pass without gradients has dropout on: call model.eval() before it, and model.train() after it.")
        return found


class TorchRecorder:
    """Records the training of a model from here to `save`. The training loop stays as it is."""

    def __init__(self, model, optimizer=None, directory="recording"):
        os.makedirs(directory, exist_ok=True)
        self.name = type(model).__name__
        self.training = Training(str(directory), optimizer)

    def save(self):
        """Writes network.yaml, data.npz and recording.npz, and returns the directory."""
        self.training.end()
        description = Description(self.training, self.name)
        description.write()
        for sentence in description.assumed():
            print(sentence, file=sys.stderr)
        return self.training.directory
