"""
What a value is, told from its type alone: nothing of the value's own runs. A kernel's variables are anybody's objects,
and some pose as arrays, by mistake or not.
"""

import collections
import itertools
import sys
import types

_MODULE = type.__dict__["__module__"].__get__
_NAME = type.__dict__["__name__"].__get__
_MRO = type.__dict__["__mro__"].__get__
_DICT = type.__dict__["__dict__"].__get__

_CONTENT = types.ModuleType.__dict__["__dict__"].__get__

#: Axes of an array; what poses as one may have axes without end.
_MAX_AXES = 64


def _ids(*kinds):
    return frozenset(id(kind) for kind in kinds)


#: For `id(type(x)) in …`: to compare types runs what a metaclass makes of `==`.
SEQUENCES = _ids(list, tuple)
NUMBERS = _ids(int, float, bool)
SCALARS = _ids(int, float, bool, type(None))
KEYS = _ids(str, int, float, bool, bytes, type(None))
INDICES = _ids(int, slice)
LABELS = _ids(str, int, float)
#: Descriptors that only read memory: slots, the fields of named tuples.
_READERS = _ids(types.MemberDescriptorType, type(collections.namedtuple("P", "x").x))


def type_name(x):
    """The short name of a value's type, cut."""
    name = _NAME(type(x))
    return name[:80]


def package_of(x):
    """The library that defines a value's type: "torch", "numpy". "" for a type that its module does not know."""
    kind = type(x)
    module = _MODULE(kind)
    if type(module) is not str:
        return ""
    if _in_module(module, _NAME(kind)) is not kind:
        return ""
    return module.split(".")[0]


def _in_module(module, name):
    """What a module that was imported has under a name. Anything may be put among the modules, and is none for that."""
    home = sys.modules.get(module)
    return _CONTENT(home).get(name) if issubclass(type(home), types.ModuleType) else None


def is_a(x, module, name):
    """Whether a value's type is a class of a library, or derived from it. The library is not imported."""
    base = _in_module(module, name)
    return issubclass(type(base), type) and issubclass(type(x), base)


def is_number(x):
    """Whether a value is a number of NumPy's own."""
    return is_a(x, "numpy", "generic") and package_of(x) == "numpy"


def sizes_of(x):
    """An array's shape, as its library says it; ValueError where it has more axes than any array."""
    shape = tuple(itertools.islice(x.shape, _MAX_AXES + 1))
    if len(shape) > _MAX_AXES:
        raise ValueError("more than %d axes" % _MAX_AXES)
    return shape


def plain(x):
    """A tensor or an array without what a subclass adds to it or overrides."""
    if is_a(x, "torch", "Tensor"):
        import torch

        if type(x) is torch.Tensor or type(x) is torch.nn.Parameter:
            return x
        with torch._C.DisableTorchFunction():
            return torch.Tensor.as_subclass(x, torch.Tensor)
    if is_a(x, "numpy", "ndarray"):
        import numpy as np

        if type(x) is np.ndarray or type(x) is np.ma.MaskedArray:
            return x
        values = np.ndarray.view(x, np.ndarray)
        mask = instance_dict(x).get("_mask") if is_a(x, "numpy.ma.core", "MaskedArray") else None
        return values if mask is None else np.ma.MaskedArray(values, plain(mask))
    return x


def instance_dict(x):
    """The attributes that a value itself has."""
    for kind in _MRO(type(x)):
        reader = _DICT(kind).get("__dict__")
        if reader is not None:
            found = reader.__get__(x) if type(reader) is types.GetSetDescriptorType else None
            return found if type(found) is dict else {}
    return {}


def own(kind, name):
    """What a class, or one that it is derived from, defines under a name; None where none does."""
    for one in _MRO(kind):
        found = _DICT(one).get(name)
        if found is not None:
            return found
    return None


def field(x, name, missing=None):
    """An attribute that is read from memory; `missing` where there is none, or code of the user's would give it."""
    defined = own(type(x), name)
    if id(type(defined)) in _READERS:
        try:
            return defined.__get__(x, type(x))
        except AttributeError:
            return missing
    if defined is not None and own(type(defined), "__set__") is not None:
        return missing
    found = instance_dict(x)
    if name in found:
        return found[name]
    for part in ("_parameters", "_buffers", "_modules"):
        if is_a(x, "torch.nn.modules.module", "Module") and name in (found.get(part) or ()):
            return found[part][name]
    return defined if defined is not None and own(type(defined), "__get__") is None else missing
