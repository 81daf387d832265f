"""Tables and columns of pandas and polars: rows are examples, columns classes."""

from .dtypes import Unsupported
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
    return isinstance(x, (list, tuple)) or hasattr(x, "__array__")


def _stacked(rows, library, name):
    import numpy as np

    lengths = {len(row) for row in rows}
    if len(lengths) > 1:
        raise Unsupported("The rows of “{0}” have lengths from {1} to {2}; expected equal ones.", name, min(lengths), max(lengths))
    return NumPyArray(np.stack([np.asarray(row) for row in rows]), library)
