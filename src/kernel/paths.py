"""
The value that a piece of the user's code has now, as far as it can be had without running code of the user's: names,
attributes, keys, indices, arithmetic of arrays, and the methods and functions of libraries that change nothing.
"""

import ast
import operator
import types

from .dtypes import Unsupported
from .genuine import INDICES, KEYS, NUMBERS, SEQUENCES, field, is_a, is_number, own, package_of, plain, type_name
from .objects import has_own_names, holds_objects

#: Elements that a step may compute; views and changes of device are free.
_MAX_COMPUTED = 1 << 26
_MAX_CODE = 2000

#: Whose tables give a column, and Dask's arrays a part, without computing anything or changing what they are of.
_TABLES = ("pandas", "polars", "dask", "dask_expr")

_LIBRARIES = ("torch", "numpy", "pandas", "polars", "jax", "jaxlib", "tensorflow", "cupy", "mlx", "dask", "dask_expr")

#: What gives the same values again.
_SAME = frozenset("detach cpu cuda numpy clone contiguous copy block_until_ready requires_grad_".split())
_VIEWS = frozenset("view reshape squeeze unsqueeze transpose permute t flatten ravel expand narrow select swapaxes".split())
_COMPUTED = frozenset(
    "float double half bfloat16 long int to astype type softmax log_softmax logsumexp sigmoid exp log abs sqrt square "
    "mean sum max min amax amin argmax argmin argsort sort topk clamp clip round masked_fill add sub mul div neg pow "
    "to_numpy to_list tolist head tail nanmean std var norm logit tanh relu cumsum gather".split()
)
_FUNCTIONS = _VIEWS | _COMPUTED | frozenset(
    "asarray array from_numpy tensor as_tensor ascontiguousarray stack cat concatenate concat vstack hstack where "
    "log1p exp2 log2 log10 maximum minimum subtract multiply divide power negative mean sum expand_dims moveaxis".split()
)
#: Others are refused: `out`, `inplace`, and whatever a version yet to come may write to.
_KEYWORDS = frozenset(
    "dim dim0 dim1 dims axis axes axis1 axis2 keepdim keepdims dtype min max a_min a_max lower upper start end length index k n "
    "largest sorted descending stable decimals ndigits unbiased correction ddof eps p ord alpha rounding_mode other value input "
    "tensors condition x y shape newshape order device copy requires_grad non_blocking memory_format numeric_only skipna".split()
)
#: Arguments behind the first, which are all that is given by position: others follow that are written to, or that say so.
_BEFORE_OUT = {"clip": 2, "relu": 0}
#: Whose functions are run. Those of others with the same names draw numbers at random.
_MODULES = frozenset(
    "torch torch.nn.functional torch.special torch.linalg numpy numpy.linalg jax.numpy jax.nn jax.scipy.special".split()
)
_ATTRIBUTES = frozenset("T mT H mH real data grad values array shape dtype iloc loc".split())

_OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


class NotKnown(Exception):
    """The value cannot be had. `gone`: the name in it that no variable has any more."""

    def __init__(self, text, gone=None):
        Exception.__init__(self, text)
        self.gone = gone


def parsed(path):
    """The expression that a path is; raises Unsupported."""
    if len(path) <= _MAX_CODE:
        try:
            return ast.parse(path.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            pass
    raise Unsupported("“{0}” is not the name of a variable.", path[:80])


def resolve(path, namespace):
    """The value of a path such as `name`, `name.attribute` or `name["key"][0]`. No code of the user's is run."""
    node = parsed(path)
    try:
        return value_of(node, namespace)
    except NotKnown as error:
        if error.gone is not None:
            raise Unsupported("The kernel has no variable “{0}”.", error.gone)
        root, step = _where(node)
        if step is None:
            raise Unsupported("“{0}” can’t be computed without running code.", path)
        raise Unsupported("“{0}” has no attribute or key “{1}”.", root, step)


def _where(node):
    """The name and the first step of a path."""
    step = None
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        if isinstance(node, ast.Attribute):
            step = node.attr
        else:
            index = node.slice
            index = getattr(index, "value", index) if type(index).__name__ == "Index" else index
            step = str(index.value) if isinstance(index, ast.Constant) else "[…]"
        node = node.value
    return (node.id, step) if isinstance(node, ast.Name) else ("", None)


def value_of(node, namespace):
    """The value of an expression; raises NotKnown where it cannot be had."""
    way = _WAYS.get(type(node).__name__)
    if way is None:
        raise NotKnown(type(node).__name__)
    return way(node, namespace)


def _name(node, namespace):
    if node.id not in namespace:
        raise NotKnown(node.id, node.id)
    return namespace[node.id]


def _attribute(node, namespace):
    x, name = value_of(node.value, namespace), node.attr
    if name.startswith("__"):
        raise NotKnown(name)
    if type(x) is types.ModuleType:
        if name in vars(x):
            return vars(x)[name]
        raise NotKnown(name)
    if (package_of(x) in _LIBRARIES or is_array(x)) and not has_own_names(x):
        if name in _ATTRIBUTES:
            return _attempt(getattr, plain(x), name)
        if package_of(x) in _TABLES and hasattr(x, "columns") and name in list(x.columns):
            return x[name]
    if issubclass(type(x), dict) and type(x) is not dict and dict.__contains__(x, name):
        return dict.get(x, name)
    found = field(x, name, _MISSING)
    if found is _MISSING:
        raise NotKnown(name)
    return found


_MISSING = object()


def _subscript(node, namespace):
    x, index = value_of(node.value, namespace), value_of(node.slice, namespace)
    if issubclass(type(x), dict):
        if id(type(index)) in KEYS and dict.__contains__(x, index):
            return dict.get(x, index)
        raise NotKnown("key")
    for kind in (list, tuple):
        if issubclass(type(x), kind) and id(type(index)) in INDICES:
            return _attempt(kind.__getitem__, x, index)
    if not _is_harmless(index):
        raise NotKnown("index")
    if is_array(x):
        return _attempt(operator.getitem, plain(x), index)
    if package_of(x) in _TABLES and not has_own_names(x):
        return _attempt(operator.getitem, x, index)
    raise NotKnown("index")


def _call(node, namespace):
    if any(isinstance(arg, ast.Starred) for arg in node.args) or any(word.arg is None for word in node.keywords):
        raise NotKnown("call")
    function = node.func
    if not isinstance(function, ast.Attribute):
        raise NotKnown("call")
    x, name = value_of(function.value, namespace), function.attr
    if is_array(x) or package_of(x) in ("pandas", "polars"):
        if name in _SAME:
            return x
        if (name not in _VIEWS and name not in _COMPUTED) or has_own_names(x) or holds_objects(x):
            raise NotKnown(name)
        if package_of(x) == "cupy" and name not in _VIEWS and node.args:
            raise NotKnown(name)
        x = _read_only(x)
        called = _attempt(getattr, x, name)
        inputs = [x]
    elif type(x) is types.ModuleType and x.__name__ in _MODULES and name in _FUNCTIONS:
        called = vars(x).get(name)
        inputs = []
        if package_of_module(called) not in ("torch", "numpy", "jax", ""):
            raise NotKnown(name)
    else:
        raise NotKnown(name)
    given = [value_of(arg, namespace) for arg in node.args]
    named = {word.arg: value_of(word.value, namespace) for word in node.keywords}
    if not _KEYWORDS.issuperset(named) or len(inputs + given) > 1 + _BEFORE_OUT.get(name, len(given)):
        raise NotKnown(name)
    if not all(_is_harmless(arg) for arg in given + list(named.values())):
        raise NotKnown(name)
    if name not in _VIEWS:
        _check_size(inputs + given + list(named.values()))
    given = [_read_only(arg) for arg in given]
    return _writable(_attempt(called, *given, **{word: _read_only(arg) for word, arg in named.items()}))


def _read_only(x):
    """
    What a library may be given that writes to its arguments: `a.sort()` and `np.add(a, b, a)` fail with a view of NumPy's that
    says that it can't be written to. Others write where a name or a keyword says so, and these are refused.
    """
    if id(type(x)) in SEQUENCES:
        return type(x)(_read_only(one) for one in x)
    x = plain(x)
    if is_a(x, "numpy", "ndarray"):
        x = x.view()
        x.flags.writeable = False
    return x


def _writable(x):
    """A view that a library gave, as one of an array itself: PyTorch warns of others."""
    if is_a(x, "numpy", "ndarray") and not x.flags.writeable:
        try:
            x.flags.writeable = True
        except ValueError:
            pass
    return x


def package_of_module(function):
    """The library that a function says it is of; "" for those written in C."""
    module = getattr(function, "__module__", None)
    return module.split(".")[0] if type(module) is str else ""


def _is_harmless(x):
    """Whether a library may be given it: it does nothing of its own."""
    if id(type(x)) in SEQUENCES:
        return all(_is_harmless(one) for one in x)
    if is_array(x):
        return not holds_objects(x)
    kind = x if issubclass(type(x), type) else type(x)
    return x is None or own(kind, "__module__") is None or package_of_type(kind) in ("builtins", "torch", "numpy")


def package_of_type(kind):
    home = own(kind, "__module__")
    return home.split(".")[0] if type(home) is str else "builtins"


def _operation(node, namespace):
    if isinstance(node, ast.Compare):
        if len(node.ops) != 1:
            raise NotKnown("comparison")
        kind, operands = node.ops[0], [node.left, node.comparators[0]]
    else:
        kind, operands = node.op, [node.operand] if isinstance(node, ast.UnaryOp) else [node.left, node.right]
    if type(kind) not in _OPERATORS:
        raise NotKnown("operator")
    values = [value_of(one, namespace) for one in operands]
    for x in values:
        if id(type(x)) not in NUMBERS and (not is_array(x) or holds_objects(x)):
            raise NotKnown("operand")
    _check_size(values)
    if _is_great_power(kind, values) or any(type(x) is int and abs(x) > 1 << 64 for x in values):
        raise NotKnown("number")
    return _attempt(_OPERATORS[type(kind)], *[plain(x) for x in values])


def _is_great_power(operator, values):
    """Whether a number would get more digits than anybody printed."""
    return type(operator) is ast.Pow and type(values[0]) is int and type(values[1]) is int and values[1] > 64


def _check_size(values):
    """What is computed of arrays has no more elements than all of them, or than the shape to which they are broadcast."""
    shapes = [
        [int(n) for n in plain(one).shape]
        for x in values
        for one in (x if id(type(x)) in SEQUENCES else [x])
        if is_array(one)
    ]
    axes = max([len(shape) for shape in shapes], default=0)
    aligned = [[1] * (axes - len(shape)) + shape for shape in shapes]
    if max(sum(map(_size, shapes)), _size([max(n) for n in zip(*aligned)])) > _MAX_COMPUTED:
        raise NotKnown("too much to compute")


def _size(shape):
    size = 1
    for n in shape:
        size *= n
    return size


def _attempt(function, *given, **named):
    try:
        return function(*given, **named)
    except Exception as error:
        raise NotKnown(type_name(error))


def _slice(node, namespace):
    parts = [None if part is None else value_of(part, namespace) for part in (node.lower, node.upper, node.step)]
    if any(part is not None and type(part) is not int for part in parts):
        raise NotKnown("slice")
    return slice(*parts)


_WAYS = {
    "Constant": lambda node, namespace: node.value,
    "Name": _name,
    "Attribute": _attribute,
    "Subscript": _subscript,
    "Call": _call,
    "BinOp": _operation,
    "UnaryOp": _operation,
    "Compare": _operation,
    "Slice": _slice,
    "Tuple": lambda node, namespace: tuple(value_of(one, namespace) for one in node.elts),
    "List": lambda node, namespace: [value_of(one, namespace) for one in node.elts],
    # Python 3.8 has these around an index.
    "Index": lambda node, namespace: value_of(node.value, namespace),
    "ExtSlice": lambda node, namespace: tuple(value_of(one, namespace) for one in node.dims),
}


def is_array(x):
    """A tensor or an array of a library whose operations change nothing, or a subclass of one."""
    if is_a(x, "torch", "Tensor") or is_a(x, "numpy", "ndarray"):
        return True
    return package_of(x) in ("jax", "jaxlib", "cupy", "mlx", "tensorflow") and own(type(x), "shape") is not None or is_number(x)
