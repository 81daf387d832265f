"""Finds the array in a value, whichever library it comes from."""

from .containers import members, stack_of, within
from .dask_arrays import DaskArray, from_dask_lists, from_futures
from .dask_evaluation import has_own_labels, logits_of_records
from .dtypes import Unsupported
from .genuine import SEQUENCES, is_a, is_number, package_of, plain, type_name
from .objects import has_own_columns
from .numpy_arrays import BitsArray, NumPyArray
from .tables import from_pandas, from_polars
from .torch_arrays import TorchArray
from .variables import is_future, looks_like_array


def adapt(x):
    """The array in a value. Raises Unsupported with a sentence when there is none."""
    if is_a(x, "torch", "Tensor"):
        return TorchArray(x)
    if is_a(x, "numpy", "ndarray"):
        return NumPyArray(plain(x))
    if is_number(x):
        import numpy as np

        return NumPyArray(np.asarray(x))
    reader = _READERS_OF.get(package_of(x))
    if reader is not None:
        if has_own_columns(x):
            raise Unsupported("The columns of the {0} have names or types that are objects; expected texts or numbers.", type_name(x))
        return reader(x)
    items = stack_of(x)
    if items is not None:
        return _stack(items)
    if id(type(x)) in SEQUENCES and len(x) > 0 and all(is_future(item) for item in x):
        return from_futures(list(x))
    inner = array_in("", x)
    if inner is not None:
        return adapt(inner[1])
    raise Unsupported("A value of type {0} is not an array; expected a tensor, an array or a table of numbers.", type_name(x))


def array_in(path, x):
    """
    The path and value of the array that a container stands for: what it calls its logits, else its only one. None
    for other values.
    """
    for inner, value in members(path, x):
        if inner[len(path) :] in (".logits", "['logits']") and looks_like_array(value):
            return inner, value
    found = [one for one in within(path, x, depth=1) if looks_like_array(one[1])]
    return found[0] if len(found) == 1 and found[0][1] is not x else None


def _stack(items):
    """Equal arrays as one: scores of one row each become rows."""
    rows = len(items[0].shape) == 2 and items[0].shape[0] == 1
    if is_a(items[0], "torch", "Tensor"):
        import torch

        with torch.no_grad():
            # Layers and steps of one model may lie on several devices.
            items = [item.to(items[0].device) for item in items]
            return TorchArray(torch.cat(items) if rows else torch.stack(items))
    import numpy as np

    items = [adapt(item) for item in items]
    if not all(type(item) is NumPyArray and item.xp is np for item in items):
        raise Unsupported("A list of arrays of {0} can’t be read as one array. Choose one of them.", items[0].library)
    arrays = [item.array for item in items]
    return NumPyArray(np.concatenate(arrays) if rows else np.stack(arrays), items[0].library)


def from_tensorflow(x):
    import tensorflow as tf

    if is_a(x, "tensorflow.sparse", "SparseTensor") or type_name(x) == "SparseTensor":
        x = tf.sparse.to_dense(tf.sparse.reorder(x))
    if not hasattr(x, "numpy"):
        raise Unsupported("A symbolic {0} has no values; expected an eager tensor.", type_name(x))
    return NumPyArray(x.numpy(), "tensorflow")


def from_jax(x):
    import jax.numpy as jnp
    import numpy as np

    return NumPyArray(x, "jax", jnp, np.asarray)


def from_mlx(x):
    import mlx.core as mx
    import numpy as np

    if x.dtype == mx.bfloat16:
        return BitsArray(np.asarray(x.view(mx.uint16)), "bfloat16", "mlx")
    return NumPyArray(np.asarray(x), "mlx")


def from_cupy(x):
    import cupy

    return NumPyArray(x, "cupy", cupy, lambda a: a.get())


def from_dask(x):
    if has_own_labels(x):
        return logits_of_records(x)
    if hasattr(x, "to_delayed") and getattr(x, "ndim", 0) == 1 and getattr(x, "dtype", None) == object:
        return from_dask_lists(x)
    if hasattr(x, "to_dask_array"):
        array = DaskArray(x.to_dask_array(lengths=True))
        if hasattr(x, "columns"):
            array.class_names = [str(c) for c in x.columns]
        return array
    if hasattr(x, "chunks"):
        return DaskArray(x)
    raise Unsupported("A value of type {0} is not an array; expected a tensor, an array or a table of numbers.", type_name(x))


def from_future(x):
    if not is_future(x):
        raise Unsupported("A value of type {0} is not an array; expected a tensor, an array or a table of numbers.", type_name(x))
    return from_futures([x])


_READERS_OF = {
    "tensorflow": from_tensorflow,
    "jax": from_jax,
    "jaxlib": from_jax,
    "mlx": from_mlx,
    "cupy": from_cupy,
    "pandas": from_pandas,
    "polars": from_polars,
    "dask": from_dask,
    "dask_expr": from_dask,
    "distributed": from_future,
}
