"""Variables of a namespace that look like arrays, those in containers by their path."""

from .containers import container_type, stack_of, within
from .dtypes import KINDS
from .genuine import SEQUENCES, is_a, package_of, plain, sizes_of, type_name
from .objects import has_own_columns
from .paths import is_array

_MAX_LISTED = 500
#: Sizes from here on are none: one that poses as an array says what it likes.
_MOST = 1 << 53
_MAX_NAME = 200

_TYPES = {
    "tensorflow": ("EagerTensor", "ResourceVariable", "SparseTensor"),
    "jax": None,
    "jaxlib": ("ArrayImpl", "DeviceArray", "Array"),
    "mlx": ("array",),
    "cupy": ("ndarray",),
    "pandas": ("DataFrame", "Series"),
    "polars": ("DataFrame", "Series"),
    "dask": ("Array", "DataFrame", "Series", "Bag"),
    "dask_expr": ("DataFrame", "Series"),
    "distributed": ("Future",),
}


def looks_like_array(x):
    """By its type alone: looking must not compute anything, nor run what an object makes of being looked at."""
    if is_a(x, "torch", "Tensor") or is_a(x, "numpy", "ndarray"):
        return True
    package = package_of(x)
    return package in _TYPES and (_TYPES[package] is None or type_name(x) in _TYPES[package]) and not has_own_columns(x)


def _describe_quickly(path, x):
    """Path, type, dtype and shape of an array, without computing anything."""
    x = plain(x)
    try:
        # Dask's unknown sizes are NaN.
        shape = [int(n) if n == n else -1 for n in sizes_of(x)]
    except Exception:
        shape = None
    if shape is not None and not all(-1 <= n < _MOST for n in shape):
        shape = None
    dtype = _dtype_quickly(x)
    return {
        "name": path,
        "type": type_name(x),
        "library": package_of(x),
        "dtype": dtype,
        "shape": shape,
        "bytes": _bytes_quickly(shape, dtype, x),
    }


def _dtype_quickly(x):
    dtype = getattr(x, "dtype", None)
    # The text of a structured dtype may be long.
    if dtype is None or getattr(dtype, "fields", None) is not None:
        return ""
    return str(dtype)[:80]


def _bytes_quickly(shape, dtype, x):
    size = KINDS.get(dtype.split(".")[-1])
    if size is None or shape is None or -1 in shape:
        size = int(x.nbytes) if package_of(x) in ("numpy", "cupy", "jax", "jaxlib") else -1
    else:
        for n in shape:
            size *= n
    return size if 0 <= size < _MOST else None


def _describe_stack(path, x):
    """A list or tuple of equal arrays, as the one that they make."""
    items = stack_of(x)
    one = _describe_quickly(path, items[0])
    shape = stacked_shape(items)
    size = None if one["bytes"] is None else one["bytes"] * len(items)
    return dict(one, type=container_type(x), shape=one["shape"] and list(shape), bytes=size)


def stacked_shape(items):
    """Scores of one row each are rows; others get an axis before their own."""
    shape = tuple(int(n) for n in items[0].shape)
    return (len(items),) + (shape[1:] if len(shape) == 2 and shape[0] == 1 else shape)


def variables(namespace):
    """The arrays of a namespace, newest first, and those in its containers; what cannot be looked at is left out."""
    found = []
    for name, x in reversed(list(namespace.items())):
        if type(name) is not str or name.startswith("_") or name in ("In", "Out") or len(name) > _MAX_NAME:
            continue
        try:
            for one in _listed(name, x):
                found.append(one)
                if len(found) >= _MAX_LISTED:
                    return found
        except BaseException:
            # A value that raises whatever it likes costs its own line; so does one that a person interrupts.
            continue
    return found


def _listed(name, x):
    if _are_futures(x):
        yield _describe_quickly(name, x)
        return
    stacked = []
    for path, value in within(name, x):
        if any(path.startswith(whole + "[") for whole in stacked):
            continue
        if stack_of(value) is not None:
            yield _describe_stack(path, value)
            if len(stack_of(value)) > _MAX_SEPARATE:
                stacked.append(path)
        elif looks_like_array(value):
            yield _describe_quickly(path, value)


#: Of equal arrays in a list, which are listed one by one as well.
_MAX_SEPARATE = 8


def _are_futures(x):
    return id(type(x)) in SEQUENCES and len(x) > 0 and all(is_future(item) for item in x)


def is_future(x):
    return package_of(x) == "distributed" and type_name(x) == "Future"


def is_one_array(x):
    """Whether a value is an array by itself, or a list of equal ones."""
    return is_array(x) or looks_like_array(x) or stack_of(x) is not None
