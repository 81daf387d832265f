"""
Arrays and tables that hold objects of the user's: in their elements, in the names of columns and rows, in the types of
columns. To compare, add or print such an object runs its own methods.
"""

from .genuine import LABELS, is_a, package_of, plain

#: Whose objects do nothing of the user's.
_PACKAGES = ("builtins", "numpy", "pandas", "datetime", "decimal", "pyarrow", "polars")
#: Names that are looked at one by one.
_MAX_NAMES = 1 << 20


def holds_objects(x):
    """Whether computing with an array or table may run methods of its elements."""
    if is_a(x, "numpy", "ndarray"):
        return bool(plain(x).dtype.hasobject)
    if package_of(x) != "pandas":
        return False
    kind = type(x).__name__
    dtypes = list(x.dtypes) if kind == "DataFrame" else [x.dtype] if kind == "Series" else [None]
    return any(not _is_numeric(dtype) for dtype in dtypes)


def has_own_names(x):
    """Whether rows and columns of a table are called what no library made, or it can't be told: to look one up runs what it is."""
    if package_of(x) != "pandas":
        return False
    kind = type(x).__name__
    if kind in ("_iLocIndexer", "_LocIndexer"):
        return has_own_names(x.obj)
    return kind not in ("DataFrame", "Series") or any(not _are_plain(axis) for axis in x.axes)


def has_own_columns(x):
    """The same of columns alone, which are few beside rows, and of their types."""
    if package_of(x) not in ("pandas", "dask", "dask_expr") or type(x).__name__ != "DataFrame":
        return False
    try:
        return not _are_plain(x.columns) or not all(_is_known(dtype) for dtype in x.dtypes)
    except KeyboardInterrupt:
        raise
    except BaseException:
        # What poses as a table raises whatever it likes.
        return True


def _is_numeric(dtype):
    """What pandas and NumPy compute themselves; texts and categories are nothing to compute with."""
    return _is_known(dtype) and getattr(dtype, "kind", "O") in "biufcmM"


def _is_known(dtype):
    return is_a(dtype, "numpy", "dtype") or package_of(dtype) in _PACKAGES


def _are_plain(labels):
    if not getattr(labels.dtype, "hasobject", True):
        return True
    return len(labels) <= _MAX_NAMES and all(_is_plain(label) for label in list(labels))


def _is_plain(label):
    if type(label) is tuple:
        return all(_is_plain(one) for one in label)
    return id(type(label)) in LABELS or package_of(label) in _PACKAGES
