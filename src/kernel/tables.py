"""Tables and columns of pandas and polars: rows are examples, columns classes."""

from .dtypes import Unsupported
from .genuine import SCALARS, SEQUENCES, is_a, is_number, package_of, plain
from .objects import holds_objects
from .numpy_arrays import NumPyArray


def from_pandas(x):
    import numpy as np
    import pandas as pd

    if isinstance(x, pd.Series):
        if x.dtype == object and len(x) and _is_sequence(x.iloc[0]):
            return _stacked(x.to_list(), "pandas", x.name)
        return NumPyArray(_pandas_values(x), "pandas")
    names = [str(c) for c in x.columns]
    for column, dtype in zip(names, x.dtypes):
        if not (pd.api.types.is_numeric_dtype(dtype) or pd.api.types.is_bool_dtype(dtype)):
            raise Unsupported("Column “{0}” of the DataFrame has dtype {1}; expected numbers. Select its numeric columns.", column, dtype)
    if len({str(d) for d in x.dtypes}) == 1 and isinstance(x.dtypes.iloc[0], np.dtype):
        values = x.to_numpy()
    else:
        values = x.to_numpy(dtype=np.float64, na_value=np.nan)
    array = NumPyArray(values, "pandas")
    array.class_names = names
    return array


def _pandas_values(series):
    import numpy as np

    if isinstance(series.dtype, np.dtype):
        return series.to_numpy()
    return series.to_numpy(dtype=np.float64, na_value=np.nan)


def from_polars(x):
    import numpy as np
    import polars as pl

    if isinstance(x, pl.LazyFrame):
        raise Unsupported("A LazyFrame has no values yet; collect() it first.")
    if isinstance(x, pl.Series):
        if len(x) and _is_sequence(x[0]):
            return _stacked(x.to_list(), "polars", x.name)
        return NumPyArray(x.to_numpy(), "polars")
    for column, dtype in zip(x.columns, x.dtypes):
        if not (dtype.is_numeric() or dtype == pl.Boolean):
            raise Unsupported("Column “{0}” of the DataFrame has dtype {1}; expected numbers. Select its numeric columns.", column, dtype)
    array = NumPyArray(np.asarray(x.to_numpy()), "polars")
    array.class_names = list(x.columns)
    return array


def _is_sequence(x):
    return id(type(x)) in SEQUENCES or is_a(x, "numpy", "ndarray") or package_of(x) == "polars"


def _stacked(rows, library, name):
    import numpy as np

    rows = [plain(row) if _is_sequence(row) else [] for row in rows]
    if not all(_are_numbers(row) for row in rows):
        raise Unsupported("The rows of “{0}” hold objects; expected lists of numbers.", name)
    lengths = {len(row) for row in rows}
    if len(lengths) > 1:
        raise Unsupported("The rows of “{0}” have lengths from {1} to {2}; expected equal ones.", name, min(lengths), max(lengths))
    return NumPyArray(np.stack([np.asarray(row) for row in rows]), library)


def _are_numbers(row):
    """Of rows in rows, too: what NumPy makes of other objects, their methods say."""
    if id(type(row)) in SEQUENCES:
        return all(id(type(x)) in SCALARS or is_number(x) or (_is_sequence(x) and _are_numbers(x)) for x in row)
    return not holds_objects(row)
