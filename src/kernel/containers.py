"""What stands in the user's containers: dicts, lists, tuples, dataclasses, outputs of models, by its path."""

import itertools
import types

from .genuine import field, instance_dict, own, package_of, plain, type_name
from .paths import is_array

_MAX_DEPTH = 3
#: Of one container.
_MAX_ITEMS = 64
_MAX_STACKED = 100_000


def members(path, x):
    """The paths and values of what a container holds; nothing for other values."""
    kind = type(x)
    if issubclass(kind, dict):
        for key, value in _first(dict.items(x)):
            if kind is not dict and type(key) is str and key.isidentifier():
                yield "%s.%s" % (path, key), value
            elif _is_short(key):
                yield "%s[%r]" % (path, key), value
    elif issubclass(kind, tuple) and type(own(kind, "_fields")) is tuple:
        for name, value in zip(own(kind, "_fields"), tuple.__iter__(x)):
            yield "%s.%s" % (path, name), value
    elif issubclass(kind, (list, tuple)):
        base = list if issubclass(kind, list) else tuple
        for i, value in enumerate(_first(base.__iter__(x))):
            yield "%s[%d]" % (path, i), value
    elif _is_record(kind):
        for name in _first(list(own(kind, "__dataclass_fields__") or instance_dict(x))):
            if type(name) is str and not name.startswith("_"):
                yield "%s.%s" % (path, name), field(x, name)


def _is_short(key):
    """Whether a key is written in few characters: Python refuses to write numbers of thousands of digits."""
    return (type(key) is str and len(key) <= 100) or (type(key) is int and abs(key) < 1 << 64)


def attributes(path, x):
    """The same for what any other object keeps in its own attributes."""
    if package_of(x) == "" and not issubclass(type(x), (type, types.ModuleType, types.FunctionType)):
        for name, value in _first(list(instance_dict(x).items())):
            if type(name) is str and name.isidentifier() and not name.startswith("__"):
                yield "%s.%s" % (path, name), value


def _is_record(kind):
    return type(own(kind, "__dataclass_fields__")) is dict or kind is types.SimpleNamespace


def _first(items):
    """At once: another thread may change a container between two of its items."""
    return list(itertools.islice(items, _MAX_ITEMS))


def within(path, x, also=members, depth=_MAX_DEPTH, seen=None):
    """Every value that is reached from one through containers, itself first, each once."""
    seen = set() if seen is None else seen
    if id(x) in seen:
        return
    seen.add(id(x))
    yield path, x
    if depth > 0 and not is_array(x):
        for inner, value in also(path, x):
            for found in within(inner, value, also, depth - 1, seen):
                yield found


def stack_of(x):
    """The tensors or arrays of a list or tuple that are of one shape and library, as scores of steps are; else None."""
    base = list if issubclass(type(x), list) else tuple
    if not issubclass(type(x), base) or not 2 <= base.__len__(x) <= _MAX_STACKED:
        return None
    try:
        return _alike(list(base.__iter__(x)))
    except KeyboardInterrupt:
        raise
    except BaseException:
        # Its items may pose as arrays, and another thread may change it.
        return None


def _alike(items):
    if not is_array(items[0]):
        return None
    first = plain(items[0])
    if not 1 <= len(first.shape) <= 3:
        return None
    for i, one in enumerate(items):
        if type(one) is not type(first) and not is_array(one):
            return None
        items[i] = one = plain(one)
        if type(one) is not type(first) or one.shape != first.shape or one.dtype != first.dtype:
            return None
    return items


def container_type(x):
    """What a container is, for a list: "tuple of 20 Tensor"."""
    items = stack_of(x)
    return type_name(x) if items is None else "%s of %d %s" % (type_name(x), len(items), type_name(items[0]))
