"""Arrays of a cluster: Dask's, and what its futures and tables hold."""

import math
import weakref

from .arrays import Array, itself
from .dtypes import KINDS, Unsupported
from .numpy_arrays import NumPyArray
from .numpy_ops import NumPyOps
from .row_figures import on_host


class DaskArray(Array):
    """Its blocks are computed by its own scheduler, where they are."""

    library = "dask"

    def __init__(self, array):
        import numpy as np

        if any(math.isnan(n) for n in array.shape):
            array = array.compute_chunk_sizes()
        self.array, self.shape = array, tuple(int(n) for n in array.shape)
        self.kind = np.dtype(array.dtype).name
        if self.kind not in KINDS:
            raise Unsupported("A Dask array of {0} holds no real numbers.", array.dtype)

    def host(self):
        import numpy as np

        return NumPyArray(np.asarray(on_host(self.array.compute()))).host()

    @property
    def ops(self):
        import numpy as np

        return NumPyOps(np)

    def rows(self, start, stop):
        import numpy as np

        flat = self.array.reshape(-1, self.shape[-1]) if self.array.ndim != 2 else self.array
        return np.asarray(on_host(flat[start:stop].compute()))

    def stamp(self):
        return self.array.name


def from_futures(futures):
    """A list of distributed futures, each of an array, as one Dask array along the first axis."""
    import dask

    return from_blocks([dask.delayed(itself)(f) for f in futures])


def from_dask_lists(series):
    """A column of a Dask DataFrame that has a list of numbers in each row."""
    import dask

    name = str(series.name)
    return kept_of(series, lambda: from_blocks([dask.delayed(_stacked_values)(part, name) for part in series.to_delayed()]))


#: The last array whose shape had to be computed, and what it is of: an inspector has many questions about one.
_concatenated = {}


def kept_of(x, make):
    # A DataFrame to which a column is assigned stays the same object: its graph has another name.
    graph = getattr(x, "_name", None) or getattr(x, "name", None)
    of = _concatenated.get("of")
    if of is None or of() is not x or _concatenated["graph"] != graph:
        _concatenated.clear()
        array = make()
        try:
            _concatenated.update(of=weakref.ref(x, _forget), graph=graph, array=array)
        except TypeError:
            return array
    return _concatenated["array"]


def _forget(of):
    if _concatenated.get("of") is of:
        _concatenated.clear()


def from_blocks(blocks):
    """Arrays that a scheduler computes, as one along the first axis; only their shapes come here."""
    import dask
    import dask.array as da

    about = dask.compute(*[dask.delayed(_shape_and_dtype)(block) for block in blocks])
    return DaskArray(da.concatenate([da.from_delayed(block, *one) for block, one in zip(blocks, about) if one[0][0]]))


def _stacked_values(series, name):
    # Where it runs, this file is not: what it needs is its own.
    import numpy as np

    rows = [np.asarray(row) for row in series]
    lengths = sorted({row.shape for row in rows})
    if len(lengths) > 1:
        raise ValueError("The rows of %r have shapes from %s to %s; expected equal ones" % (name, lengths[0], lengths[-1]))
    return np.stack(rows) if rows else np.empty((0, 0))


def _shape_and_dtype(x):
    return x.shape, x.dtype
