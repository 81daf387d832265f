"""Finds the array in a value, whichever library it comes from."""

import sys

from .dask_arrays import DaskArray, from_dask_lists, from_futures
from .dtypes import Unsupported
from .numpy_arrays import BitsArray, NumPyArray
from .row_figures import package_of
from .tables import from_pandas, from_polars
from .torch_arrays import TorchArray


def adapt(x):
    """The array in a value. Raises Unsupported with a sentence when there is none."""
    package, name = package_of(x), type(x).__name__
    if "torch" in sys.modules and isinstance(x, sys.modules["torch"].Tensor):
        return TorchArray(x)
    if "numpy" in sys.modules and isinstance(x, sys.modules["numpy"].ndarray):
        return NumPyArray(x)
    if package == "tensorflow":
        return from_tensorflow(x)
    if package in ("jax", "jaxlib"):
        import jax.numpy as jnp
        import numpy as np

        return NumPyArray(x, "jax", jnp, np.asarray)
    if package == "mlx":
        return from_mlx(x)
    if package == "cupy":
        import cupy

        return NumPyArray(x, "cupy", cupy, lambda a: a.get())
    if package == "pandas":
        return from_pandas(x)
    if package == "polars":
        return from_polars(x)
    if package in ("dask", "dask_expr"):
        if hasattr(x, "to_delayed") and getattr(x, "ndim", 0) == 1 and getattr(x, "dtype", None) == object:
            return from_dask_lists(x)
        if hasattr(x, "to_dask_array"):
            array = DaskArray(x.to_dask_array(lengths=True))
            if hasattr(x, "columns"):
                array.class_names = [str(c) for c in x.columns]
            return array
        if hasattr(x, "chunks"):
            return DaskArray(x)
    if isinstance(x, (list, tuple)) and len(x) and all(package_of(item) == "distributed" for item in x):
        return from_futures(list(x))
    if package == "distributed" and name == "Future":
        return from_futures([x])
    if "numpy" in sys.modules and isinstance(x, sys.modules["numpy"].generic):
        return NumPyArray(sys.modules["numpy"].asarray(x))
    logits = _logits_of(x)
    if logits is not None:
        return adapt(logits)
    raise Unsupported("A value of type %s is not an array; expected a tensor, an array or a table of numbers" % name)


def _logits_of(x):
    """The logits of a transformers ModelOutput, which is a dict whose fields are attributes too."""
    if isinstance(x, dict) and type(x) is not dict and "logits" in x:
        return x["logits"]
    return None


def from_tensorflow(x):
    import tensorflow as tf

    if isinstance(x, tf.sparse.SparseTensor):
        x = tf.sparse.to_dense(tf.sparse.reorder(x))
    if not hasattr(x, "numpy"):
        raise Unsupported("A symbolic %s has no values; expected an eager tensor" % type(x).__name__)
    return NumPyArray(x.numpy(), "tensorflow")


def from_mlx(x):
    import mlx.core as mx
    import numpy as np

    if x.dtype == mx.bfloat16:
        return BitsArray(np.asarray(x.view(mx.uint16)), "bfloat16", "mlx")
    return NumPyArray(np.asarray(x), "mlx")
