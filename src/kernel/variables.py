"""Variables of a namespace: which look like arrays, and what a name means."""

import sys

from .dtypes import Unsupported
from .row_figures import package_of


_TYPES = {
    "torch": ("Tensor", "Parameter"),
    "tensorflow": ("EagerTensor", "ResourceVariable", "SparseTensor"),
    "jax": None,
    "jaxlib": ("ArrayImpl", "DeviceArray", "Array"),
    "mlx": ("array",),
    "numpy": ("ndarray", "MaskedArray", "matrix"),
    "cupy": ("ndarray",),
    "pandas": ("DataFrame", "Series"),
    "polars": ("DataFrame", "Series"),
    "dask": ("Array", "DataFrame", "Series"),
    "dask_expr": ("DataFrame", "Series"),
    "distributed": ("Future",),
}


def looks_like_array(x):
    """By its type alone: looking must not compute anything."""
    package = package_of(x)
    if package in _TYPES:
        names = _TYPES[package]
        return names is None or type(x).__name__ in names
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(x, getattr(torch, "Tensor", ())):
        return True
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(x, getattr(numpy, "ndarray", ()))


def _describe_quickly(name, x):
    """Name, type, dtype and shape of a variable, without computing anything."""
    shape = getattr(x, "shape", None)
    try:
        shape = [int(n) if n == n else -1 for n in shape]
    except Exception:
        shape = None
    return {
        "name": name,
        "type": type(x).__name__,
        "library": package_of(x),
        "dtype": str(getattr(x, "dtype", "")),
        "shape": shape,
        "bytes": _bytes_quickly(x),
    }


def _bytes_quickly(x):
    try:
        if package_of(x) == "torch":
            return int(x.numel()) * int(x.element_size())
        return int(x.nbytes)
    except Exception:
        return None


def variables(namespace):
    """The array-like variables of a namespace, newest first; a ModelOutput's fields by their path."""
    found = []
    for name, x in reversed(list(namespace.items())):
        if name.startswith("_") or name in ("In", "Out"):
            continue
        try:
            if looks_like_array(x):
                found.append(_describe_quickly(name, x))
            elif isinstance(x, (list, tuple)) and len(x) and all(package_of(i) == "distributed" for i in x):
                found.append(_describe_quickly(name, x))
            elif isinstance(x, dict) and type(x) is not dict:
                for key, value in x.items():
                    if isinstance(key, str) and key.isidentifier() and looks_like_array(value):
                        found.append(_describe_quickly("%s.%s" % (name, key), value))
        except Exception:
            continue
        if len(found) >= 500:
            break
    return found


def resolve(path, namespace):
    """The value of `name`, `name.attribute` or `name["key"]`. Nothing else is evaluated."""
    parts = path.split(".")
    if parts[0] not in namespace:
        raise Unsupported("The kernel has no variable %r" % parts[0])
    x = namespace[parts[0]]
    for part in parts[1:]:
        if isinstance(x, dict) and part in x:
            x = x[part]
        elif part.isidentifier() and not part.startswith("_") and hasattr(x, part):
            x = getattr(x, part)
        else:
            raise Unsupported("%r has no attribute or key %r" % (parts[0], part))
    return x
