"""Columns of rows: one list a quantity, one entry a row, computed in blocks where the rows are."""

from .dask_arrays import DaskArray
from .dtypes import Unsupported
from .numpy_ops import NumPyOps
from .row_figures import library_of, quietly
from .torch_ops import TorchOps

MAX_ROWS = 5_000_000


def block_columns(x, settings, labels=None):
    """The columns of a 2-D block of rows, as lists. Runs wherever the block is: here, or on a cluster's worker."""
    package = library_of(x)
    if package == "torch":
        ops = TorchOps()
    elif package == "cupy":
        import cupy

        ops = NumPyOps(cupy)
    else:
        import numpy as np

        x, ops = np.asarray(x), NumPyOps(np)
    return in_blocks(ops, x, settings, labels)


def in_blocks(ops, x, settings, labels):
    """The columns of a 2-D block of rows, computed by `ops` in pieces that its processor takes well."""
    n, classes = x.shape
    step = max(1, ops.block(x) // max(1, classes))
    out = {}
    for start in range(0, n, step):
        part = labels[start : start + step] if labels is not None else None
        found = quietly(ops.columns, x[start : start + step], settings, part)
        # A row without a softmax has no top class.
        found["top"] = [t if e == e else -1 for t, e in zip(found["top"], found["entropy"])]
        for key, values in found.items():
            out.setdefault(key, []).extend(values)
    return out


def columns(array, settings, labels=None, start=0, stop=None):
    """One list a quantity, one entry a row along the last axis: log-sum-exp, entropy, margin, loss and so on, in nats."""
    if not array.shape:
        raise Unsupported("A single number has no distribution. Expected a row of logits.")
    classes = array.shape[-1]
    if classes == 0:
        raise Unsupported("The last axis has no classes.")
    count = array.size // classes
    stop = count if stop is None else min(stop, count)
    if stop - start > MAX_ROWS:
        raise Unsupported("{0} rows are above the limit of {1}.", stop - start, MAX_ROWS)
    if labels is not None:
        labels = list(labels[start:stop])
    if isinstance(array, DaskArray) and (start, stop) == (0, count):
        return _dask_columns(array, settings, labels)
    if stop <= start:
        return {}
    return in_blocks(array.ops, array.rows(start, stop), settings, labels)


def _dask_columns(array, settings, labels):
    """Each block of rows is one task of the cluster's; only columns come back. A lost task is the scheduler's to repeat."""
    import dask

    x = array.array
    if x.ndim != 2:
        x = x.reshape(-1, array.shape[-1])
    x = x.rechunk({1: -1})
    tasks, at = [], 0
    work = dask.delayed(block_columns, pure=False)
    for block, rows in zip(x.to_delayed().ravel(), x.chunks[0]):
        part = labels[at : at + rows] if labels is not None else None
        tasks.append(work(block, settings, part))
        at += rows
    out = {}
    for result in dask.compute(*tasks):
        for key, values in result.items():
            out.setdefault(key, []).extend(values)
    return out
