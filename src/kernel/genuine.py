"""
What a value is, told from its type alone: nothing of the value's own runs. A kernel's variables are anybody's objects,
and some pose as arrays, by mistake or not.
"""

import collections
import sys
import types

_MODULE = type.__dict__["__module__"].__get__
_NAME = type.__dict__["__name__"].__get__
_MRO = type.__dict__["__mro__"].__get__
_DICT = type.__dict__["__dict__"].__get__

#: Descriptors that only read memory: slots, the fields of named tuples.
_READERS = (types.MemberDescriptorType, type(collections.namedtuple("P", "x").x))


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
    home = sys.modules.get(module)
    if home is None or vars(home).get(_NAME(kind)) is not kind:
        return ""
    return module.split(".")[0]


def is_a(x, module, name):
    """Whether a value's type is a class of a library, or derived from it. The library is not imported."""
    home = sys.modules.get(module)
    base = vars(home).get(name) if home is not None else None
    return isinstance(base, type) and issubclass(type(x), base)


def is_number(x):
    """Whether a value is a number of NumPy's own."""
    return is_a(x, "numpy", "generic") and package_of(x) == "numpy"


def plain(x):
    """A tensor or an array without what a subclass adds to it or overrides."""
    if is_a(x, "torch", "Tensor"):
        import torch

        if type(x) in (torch.Tensor, torch.nn.Parameter):
            return x
        with torch._C.DisableTorchFunction():
            return torch.Tensor.as_subclass(x, torch.Tensor)
    if is_a(x, "numpy", "ndarray"):
        import numpy as np

        if type(x) in (np.ndarray, np.ma.MaskedArray):
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
    if type(defined) in _READERS:
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
