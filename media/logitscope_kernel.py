"""Logitscope's kernel side: hands over arrays bit for bit, and computes where they are.

One file that needs nothing but Python 3.8 and whatever library holds the array. It is used in three ways:

* The VS Code extension sends it to a kernel or debugger when someone asks for a variable. It runs in a namespace of
  its own; the user's names are read, never written.
* ``%load_ext logitscope_kernel`` makes arrays that end a cell, or are passed to ``display``, appear in Logitscope's
  inspector. ``%unload_ext logitscope_kernel`` ends that.
* ``import logitscope_kernel; logitscope_kernel.bundle(x)`` gives the value of the MIME type for other uses.

The MIME type is described in docs/array-mime.md.
"""

import base64
import json
import math
import os
import sys
import weakref
import zlib

MIME = "application/vnd.logitscope.array.v1+json"
#: An answer to the extension as JSON text, and a part of an array as base64 text.
REPLY = "application/vnd.logitscope.reply.v1"
PART = "application/vnd.logitscope.part.v1"

#: Arrays that display by themselves carry their data up to this many bytes; beyond, only what is known of it.
MAX_BYTES = int(os.environ.get("LOGITSCOPE_MAX_BYTES", str(1 << 20)))

#: Elements computed at once: a few copies in float64 stay within a processor's cache.
_BLOCK = 1 << 19
_PIECE = 6 << 20  # bytes handed over at once; a multiple of 3, so that base64 pieces join
_MAX_ROWS = 5_000_000
_MAX_FLAGS = 1000
_KINDS = {
    "bool": 1,
    "int8": 1,
    "int16": 2,
    "int32": 4,
    "int64": 8,
    "uint8": 1,
    "uint16": 2,
    "uint32": 4,
    "uint64": 8,
    "float16": 2,
    "bfloat16": 2,
    "float32": 4,
    "float64": 8,
}


class Unsupported(Exception):
    """A value that is no array of real numbers; the message says what it is and what was expected."""


# --------------------------------------------------------------------------------------------------------------------
# What an array is, whichever library holds it
# --------------------------------------------------------------------------------------------------------------------


class _Array:
    """An array of some library. `shape` is a tuple of ints, `kind` one of _KINDS."""

    library = ""
    class_names = None

    @property
    def nbytes(self):
        return math.prod(self.shape) * _KINDS[self.kind]

    @property
    def size(self):
        return math.prod(self.shape)

    def host(self):
        """The whole array as bytes, row-major and little-endian, in an object that slices without copying."""
        raise NotImplementedError

    def rows(self, start, stop):
        """Some rows along the last axis, as a 2-D array of `ops`, in the array's own library and device."""
        raise NotImplementedError


def _nothing(x):
    return x


class _Torch(_Array):
    library = "torch"

    def __init__(self, tensor):
        import torch

        t = tensor.detach()
        if t.device.type == "meta":
            raise Unsupported("a tensor on the meta device has no values")
        if t.is_quantized:
            t = t.dequantize()
        if t.layout != torch.strided:
            _check_dense(tuple(t.shape), t.element_size())
            t = t.to_dense()
        kind = str(t.dtype).split(".")[-1]
        if t.dtype.is_complex:
            raise Unsupported("a %s tensor holds complex numbers; expected real ones" % kind)
        if kind not in _KINDS:
            if not t.dtype.is_floating_point:
                raise Unsupported("torch.%s is not read" % kind)
            t = t.to(torch.float32)  # the eight-bit floats: every one is a float32
            kind = "float32"
        if getattr(t, "is_neg", None) and t.is_neg():
            t = t.resolve_neg()
        self.tensor, self.kind, self.shape = t, kind, tuple(int(n) for n in t.shape)

    def host(self):
        import ctypes

        t = self.tensor.cpu().contiguous()
        size = self.nbytes
        if size == 0:
            return memoryview(b"")
        # Read in place, without NumPy and for dtypes that NumPy does not know; the array keeps the tensor alive.
        raw = (ctypes.c_ubyte * size).from_address(t.data_ptr())
        raw._tensor = t
        return memoryview(raw).cast("B")

    @property
    def ops(self):
        return _TorchOps()

    def rows(self, start, stop):
        classes = self.shape[-1]
        return self.tensor.reshape(-1, classes)[start:stop]

    def stamp(self):
        return self.tensor._version


class _NumPy(_Array):
    """NumPy's arrays, and those of libraries that share its functions: CuPy and JAX."""

    def __init__(self, array, library="numpy", xp=None, to_host=_nothing):
        import numpy as np

        self.library, self.xp, self.to_host = library, xp or np, to_host
        if isinstance(array, np.ma.MaskedArray):
            fill = np.nan if array.dtype.kind == "f" else None
            if fill is None and np.ma.is_masked(array):
                array = array.astype(np.float64).filled(np.nan)
            else:
                array = array.filled(fill)
        if type(array) is not np.ndarray and isinstance(array, np.ndarray):
            array = np.asarray(array)
        self.array, self.shape = array, tuple(int(n) for n in array.shape)
        dtype = np.dtype(array.dtype)
        kind = dtype.name
        if dtype.kind == "c":
            raise Unsupported("%s holds complex numbers; expected real ones" % kind)
        if dtype.kind == "f" and dtype.itemsize > 8:
            self.array, kind = array.astype(np.float64), "float64"
        if kind not in _KINDS:
            if kind.startswith("float8"):  # ml_dtypes; every one is a float32
                self.array, kind = array.astype(np.float32), "float32"
            else:
                raise Unsupported("dtype %s holds no real numbers" % dtype)
        self.kind = kind

    def host(self):
        import numpy as np

        array = np.asarray(self.to_host(self.array))
        if self.kind == "bfloat16":
            array = array.view(np.uint16)
        if array.dtype.byteorder == ">" or (array.dtype.byteorder == "=" and sys.byteorder == "big"):
            # Bytes are swapped as bytes, so that a NaN keeps its payload.
            array = array.byteswap().view(array.dtype.newbyteorder())
        array = np.ascontiguousarray(array)
        return memoryview(array.reshape(-1).view(np.uint8)).cast("B") if array.size else memoryview(b"")

    @property
    def ops(self):
        return _NumPyOps(self.xp)

    def rows(self, start, stop):
        classes = self.shape[-1]
        if self.array.ndim == 2:
            return self.array[start:stop]
        return self.array.reshape(-1, classes)[start:stop]

    def stamp(self):
        # NumPy does not count changes, and a checksum is cheap beside an exponential.
        return zlib.crc32(self.host())


class _Dask(_Array):
    """A Dask array: its blocks are computed by its own scheduler, where they are."""

    library = "dask"

    def __init__(self, array):
        import numpy as np

        if any(math.isnan(n) for n in array.shape):
            array = array.compute_chunk_sizes()
        self.array, self.shape = array, tuple(int(n) for n in array.shape)
        self.kind = np.dtype(array.dtype).name
        if self.kind not in _KINDS:
            raise Unsupported("a Dask array of %s holds no real numbers" % array.dtype)

    def host(self):
        return _adapt(self.array.compute()).host()

    @property
    def ops(self):
        import numpy as np

        return _NumPyOps(np)

    def rows(self, start, stop):
        import numpy as np

        flat = self.array.reshape(-1, self.shape[-1]) if self.array.ndim != 2 else self.array
        return np.asarray(flat[start:stop].compute())

    def stamp(self):
        return self.array.name


def _check_dense(shape, itemsize, limit=2**33):
    size = math.prod(shape) * itemsize
    if size > limit:
        raise Unsupported("a sparse array of shape %s takes %d bytes when dense, the limit is %d" % (shape, size, limit))


def _from_tensorflow(x):
    import tensorflow as tf

    if isinstance(x, tf.sparse.SparseTensor):
        x = tf.sparse.to_dense(tf.sparse.reorder(x))
    if not hasattr(x, "numpy"):
        raise Unsupported("a symbolic %s has no values; expected an eager tensor" % type(x).__name__)
    return _NumPy(x.numpy(), "tensorflow")


def _from_mlx(x):
    import mlx.core as mx
    import numpy as np

    if x.dtype == mx.bfloat16:
        return _Bits(np.asarray(x.view(mx.uint16)), "bfloat16", "mlx")
    return _NumPy(np.asarray(x), "mlx")


class _Bits(_NumPy):
    """bfloat16 where NumPy has no such dtype: its bits as uint16."""

    def __init__(self, bits, kind, library):
        _NumPy.__init__(self, bits, library)
        self.kind = kind

    def host(self):
        import numpy as np

        array = np.ascontiguousarray(self.array)
        return memoryview(array.reshape(-1).view(np.uint8)).cast("B") if array.size else memoryview(b"")

    def rows(self, start, stop):
        import numpy as np

        bits = self.array.reshape(-1, self.shape[-1])[start:stop].astype(np.uint32) << 16
        return bits.view(np.float32)


def _from_pandas(x):
    import numpy as np
    import pandas as pd

    if isinstance(x, pd.Series):
        if x.dtype == object and len(x) and _is_sequence(x.iloc[0]):
            return _stacked(x.to_list(), "pandas", x.name)
        return _NumPy(_pandas_values(x), "pandas")
    names = [str(c) for c in x.columns]
    for column, dtype in zip(names, x.dtypes):
        if not (pd.api.types.is_numeric_dtype(dtype) or pd.api.types.is_bool_dtype(dtype)):
            raise Unsupported("column %r of the DataFrame has dtype %s; expected numbers. Select its numeric columns." % (column, dtype))
    if len({str(d) for d in x.dtypes}) == 1 and isinstance(x.dtypes.iloc[0], np.dtype):
        values = x.to_numpy()
    else:
        values = x.to_numpy(dtype=np.float64, na_value=np.nan)
    array = _NumPy(values, "pandas")
    array.class_names = names
    return array


def _pandas_values(series):
    import numpy as np

    if isinstance(series.dtype, np.dtype):
        return series.to_numpy()
    return series.to_numpy(dtype=np.float64, na_value=np.nan)


def _from_polars(x):
    import numpy as np
    import polars as pl

    if isinstance(x, pl.LazyFrame):
        raise Unsupported("a LazyFrame has no values yet; collect() it first")
    if isinstance(x, pl.Series):
        if len(x) and _is_sequence(x[0]):
            return _stacked(x.to_list(), "polars", x.name)
        return _NumPy(x.to_numpy(), "polars")
    for column, dtype in zip(x.columns, x.dtypes):
        if not (dtype.is_numeric() or dtype == pl.Boolean):
            raise Unsupported("column %r of the DataFrame has dtype %s; expected numbers. Select its numeric columns." % (column, dtype))
    array = _NumPy(np.asarray(x.to_numpy()), "polars")
    array.class_names = list(x.columns)
    return array


def _is_sequence(x):
    return isinstance(x, (list, tuple)) or hasattr(x, "__array__")


def _stacked(rows, library, name):
    import numpy as np

    lengths = {len(row) for row in rows}
    if len(lengths) > 1:
        raise Unsupported("the rows of %r have lengths from %d to %d; expected equal ones" % (name, min(lengths), max(lengths)))
    return _NumPy(np.stack([np.asarray(row) for row in rows]), library)


def _from_futures(futures):
    """A list of distributed futures, each of an array, as one Dask array along the first axis."""
    import dask

    return _from_blocks([dask.delayed(_nothing)(f) for f in futures])


def _from_dask_lists(series):
    """A column of a Dask DataFrame that has a list of numbers in each row."""
    import dask

    name = str(series.name)
    return _from_blocks([dask.delayed(_stacked_values)(part, name) for part in series.to_delayed()])


def _from_blocks(blocks):
    """Arrays that a scheduler computes, as one along the first axis; only their shapes come here."""
    import dask
    import dask.array as da

    about = dask.compute(*[dask.delayed(_shape_and_dtype)(block) for block in blocks])
    return _Dask(da.concatenate([da.from_delayed(block, *one) for block, one in zip(blocks, about) if one[0][0]]))


def _stacked_values(series, name):
    # Where it runs, this file is not: what it needs is its own.
    import numpy as np

    rows = [np.asarray(row) for row in series]
    lengths = sorted({row.shape for row in rows})
    if len(lengths) > 1:
        raise ValueError("the rows of %r have shapes from %s to %s; expected equal ones" % (name, lengths[0], lengths[-1]))
    return np.stack(rows) if rows else np.empty((0, 0))


def _shape_and_dtype(x):
    return x.shape, x.dtype


def _package(x):
    return (type(x).__module__ or "").split(".")[0]


def _adapt(x):
    """The array in a value. Raises Unsupported with a sentence when there is none."""
    package, name = _package(x), type(x).__name__
    if "torch" in sys.modules and isinstance(x, sys.modules["torch"].Tensor):
        return _Torch(x)
    if "numpy" in sys.modules and isinstance(x, sys.modules["numpy"].ndarray):
        return _NumPy(x)
    if package == "tensorflow":
        return _from_tensorflow(x)
    if package in ("jax", "jaxlib"):
        import jax.numpy as jnp
        import numpy as np

        return _NumPy(x, "jax", jnp, np.asarray)
    if package == "mlx":
        return _from_mlx(x)
    if package == "cupy":
        import cupy

        return _NumPy(x, "cupy", cupy, lambda a: a.get())
    if package == "pandas":
        return _from_pandas(x)
    if package == "polars":
        return _from_polars(x)
    if package in ("dask", "dask_expr"):
        if hasattr(x, "to_delayed") and getattr(x, "ndim", 0) == 1 and getattr(x, "dtype", None) == object:
            return _from_dask_lists(x)
        if hasattr(x, "to_dask_array"):
            array = _Dask(x.to_dask_array(lengths=True))
            if hasattr(x, "columns"):
                array.class_names = [str(c) for c in x.columns]
            return array
        if hasattr(x, "chunks"):
            return _Dask(x)
    if isinstance(x, (list, tuple)) and len(x) and all(_package(item) == "distributed" for item in x):
        return _from_futures(list(x))
    if package == "distributed" and name == "Future":
        return _from_futures([x])
    if "numpy" in sys.modules and isinstance(x, sys.modules["numpy"].generic):
        return _NumPy(sys.modules["numpy"].asarray(x))
    logits = _logits_of(x)
    if logits is not None:
        return _adapt(logits)
    raise Unsupported("a value of type %s is no array; expected a tensor, an array or a table of numbers" % name)


def _logits_of(x):
    """The logits of a transformers ModelOutput, which is a dict whose fields are attributes too."""
    if isinstance(x, dict) and type(x) is not dict and "logits" in x:
        return x["logits"]
    return None


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


def _looks_like_array(x):
    """By its type alone: looking must not compute anything."""
    package = _package(x)
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
        "library": _package(x),
        "dtype": str(getattr(x, "dtype", "")),
        "shape": shape,
        "bytes": _bytes_quickly(x),
    }


def _bytes_quickly(x):
    try:
        if _package(x) == "torch":
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
            if _looks_like_array(x):
                found.append(_describe_quickly(name, x))
            elif isinstance(x, (list, tuple)) and len(x) and all(_package(i) == "distributed" for i in x):
                found.append(_describe_quickly(name, x))
            elif isinstance(x, dict) and type(x) is not dict:
                for key, value in x.items():
                    if isinstance(key, str) and key.isidentifier() and _looks_like_array(value):
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
        raise Unsupported("there is no variable %r in the kernel" % parts[0])
    x = namespace[parts[0]]
    for part in parts[1:]:
        if isinstance(x, dict) and part in x:
            x = x[part]
        elif part.isidentifier() and not part.startswith("_") and hasattr(x, part):
            x = getattr(x, part)
        else:
            raise Unsupported("%r has no %r" % (parts[0], part))
    return x


# --------------------------------------------------------------------------------------------------------------------
# The MIME type
# --------------------------------------------------------------------------------------------------------------------


def header(array, name=None):
    """The value of the MIME type without data."""
    value = {"version": 1, "library": array.library, "dtype": array.kind, "shape": list(array.shape)}
    if name is not None:
        value["name"] = name[:200]
    names = array.class_names
    if names is not None and array.shape and len(names) == array.shape[-1]:
        value["classNames"] = [n[:200] for n in names]
    return value


def bundle(x, name=None, max_bytes=None):
    """The value of the MIME type for an array; without data, but with what is known of it, above `max_bytes`."""
    limit = MAX_BYTES if max_bytes is None else max_bytes
    array = _adapt(x)
    value = header(array, name)
    if array.nbytes <= limit and array.library != "dask":
        value["data"] = base64.b64encode(array.host()).decode("ascii")
    else:
        size = array.nbytes
        value["summary"] = {
            "reason": "%s are above the limit of %s for arrays in a notebook" % (_bytes_text(size), _bytes_text(limit)),
            "bytes": size,
            "ref": _remember(x),
        }
    return value


def _bytes_text(n):
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if n >= size:
            return "%.3g %s" % (n / size, unit)
    return "%d bytes" % n


_refs = {}


def _remember(x):
    """A name for a value that lives as long as the value does."""
    key = "ref-%d" % (len(_refs) + 1)
    try:
        _refs[key] = weakref.ref(x)
    except TypeError:
        return None
    return key


# --------------------------------------------------------------------------------------------------------------------
# Computing where the data is
# --------------------------------------------------------------------------------------------------------------------


class _NumPyOps:
    """Columns of rows by NumPy's functions, in float64 where the library has it."""

    def __init__(self, xp):
        self.xp = xp

    def columns(self, x, settings, labels):
        xp = self.xp
        if settings.get("probabilities"):
            x = xp.log(x.astype(xp.float64))
        elif x.dtype.itemsize < 4 or x.dtype.kind != "f":
            x = x.astype(xp.float64)
        n, classes = x.shape
        each = xp.arange(n)
        top = x.argmax(axis=1)
        largest = x[each, top].astype(xp.float64)
        shifted = x.astype(xp.float64)
        shifted -= largest[:, None]
        if settings["temperature"] != 1:
            shifted /= settings["temperature"]
        e = xp.exp(shifted)
        # The largest is 1 and stays out of the sum, so that a small tail keeps its digits.
        e = _without(xp, e, each, top)
        tail = e.sum(axis=1)
        # −inf times 0 is 0 here: a masked class adds nothing.
        finite = shifted if bool(xp.isfinite(shifted.min())) else xp.where(e > 0, shifted, 0.0)
        spread = xp.einsum("ij,ij->i", e, finite)
        second = e.max(axis=1)
        out = _close(xp, largest / settings["temperature"], tail, spread, second, classes)
        out["top"] = top
        if labels is not None:
            self._loss(out, x, shifted, each, settings, labels)
        return {key: _to_list(value) for key, value in out.items()}

    def _loss(self, out, x, shifted, each, settings, labels):
        xp = self.xp
        log = out["log1pTail"]
        ids = xp.asarray(labels)
        counted = ids >= 0
        safe = xp.where(counted, ids, 0)
        loss = log - shifted[each, safe]
        smoothing = settings.get("labelSmoothing") or 0
        weights = settings.get("classWeights")
        w = xp.asarray(weights, dtype=shifted.dtype) if weights else None
        if w is not None:
            loss = loss * w[safe]
        if smoothing:
            classes = shifted.shape[1]
            uniform = (log[:, None] - shifted) if w is None else (log[:, None] - shifted) * w
            loss = (1 - smoothing) * loss + smoothing / classes * uniform.sum(axis=1)
        out["loss"] = xp.where(counted, loss, xp.nan)
        more = x > x[each, safe][:, None]
        out["rank"] = xp.where(counted, more.view(xp.uint8).sum(axis=1, dtype=xp.int32), -1)

    def bars(self, x, temperature, lse, bins):
        xp = self.xp
        classes = x.shape[1]
        edges = [-(-b * classes // bins) for b in range(bins + 1)]
        largest = [x[:, edges[b] : edges[b + 1]].max(axis=1).astype(xp.float64) for b in range(bins)]
        heights = xp.exp(xp.stack(largest, axis=1) / temperature - xp.asarray(lse)[:, None])
        return _to_list(heights.reshape(-1))

    def top_k(self, row, k):
        xp = self.xp
        values = row.astype(xp.float64)
        order = xp.argsort(-values, kind="stable") if xp.__name__ == "numpy" else xp.argsort(-values)
        chosen = order[:k]
        return _to_list(chosen), _to_list(values[chosen])

    def at(self, row, index):
        return float(row[index])


class _TorchOps:
    """The same by torch, on the tensor's own device; in float32 where the device has no float64."""

    def __init__(self):
        self.buffers = {}

    def _wide_dtype(self, x):
        import torch

        return torch.float32 if x.device.type == "mps" else torch.float64

    def _wide(self, x):
        return x.to(self._wide_dtype(x))

    def columns(self, x, settings, labels):
        import torch

        with torch.no_grad():
            if settings.get("probabilities"):
                x = torch.log(self._wide(x))
            elif x.dtype not in (torch.float32, torch.float64):
                x = x.to(torch.float32) if x.dtype.is_floating_point else self._wide(x)
            n, classes = x.shape
            scratch = self._buffer("scratch", x)
            shifted = self._buffer("shifted", x, self._wide_dtype(x))
            e = self._buffer("e", x, shifted.dtype)
            largest = x.amax(dim=1)
            top = self._first(x, largest, scratch)
            shifted.copy_(x).sub_(largest[:, None])
            if settings["temperature"] != 1:
                shifted.div_(settings["temperature"])
            torch.exp(shifted, out=e)
            # The largest is 1 and stays out of the sum, so that a small tail keeps its digits.
            e.scatter_(1, top[:, None], 0.0)
            tail = e.sum(dim=1)
            # −inf times 0 is 0 here: a masked class adds nothing.
            finite = shifted if bool(x.amin().isfinite()) else shifted.clamp_min(torch.finfo(e.dtype).min)
            if x.device.type == "cpu" and classes >= 4096:
                spread = torch.stack([torch.dot(e[i], finite[i]) for i in range(n)])
            else:
                spread = (e * finite).sum(dim=1)
            second = e.amax(dim=1)
            out = _close(torch, largest.to(e.dtype) / settings["temperature"], tail, spread, second, classes)
            out["top"] = top
            if labels is not None:
                self._loss(out, x, shifted, scratch, settings, labels)
            return {key: _to_list(value) for key, value in out.items()}

    def _buffer(self, name, like, dtype=None):
        """Memory used again for each block: fresh memory costs more than the arithmetic on it."""
        import torch

        kept = self.buffers.get(name)
        if kept is None or kept.shape != like.shape:
            kept = self.buffers[name] = torch.empty(like.shape, dtype=dtype or like.dtype, device=like.device)
        return kept

    def _first(self, x, largest, scratch):
        """Where the largest stands first. torch.argmax takes as long as an exponential; this does not."""
        import torch

        classes = x.shape[1]
        if classes > 1 << 24:
            return x.argmax(dim=1)
        torch.eq(x, largest[:, None], out=scratch)
        scratch *= torch.arange(classes, 0, -1, dtype=x.dtype, device=x.device)
        return (classes - scratch.amax(dim=1).to(torch.int64)).clamp_max(classes - 1)

    def _loss(self, out, x, shifted, scratch, settings, labels):
        import torch

        log = out["log1pTail"]
        ids = torch.as_tensor(labels, device=x.device, dtype=torch.int64)
        counted = ids >= 0
        safe = torch.where(counted, ids, torch.zeros_like(ids))[:, None]
        loss = log - shifted.gather(1, safe)[:, 0]
        smoothing = settings.get("labelSmoothing") or 0
        weights = settings.get("classWeights")
        w = torch.as_tensor(weights, dtype=shifted.dtype, device=shifted.device) if weights else None
        if w is not None:
            loss = loss * w[safe[:, 0]]
        if smoothing:
            classes = shifted.shape[1]
            uniform = log[:, None] - shifted
            if w is not None:
                uniform = uniform * w
            loss = (1 - smoothing) * loss + smoothing / classes * uniform.sum(dim=1)
        out["loss"] = torch.where(counted, loss, torch.full_like(loss, math.nan))
        # Counted as numbers: torch sums booleans slowly.
        torch.gt(x, x.gather(1, safe), out=scratch)
        out["rank"] = torch.where(counted, scratch.sum(dim=1).to(torch.int64), torch.full_like(ids, -1))

    def bars(self, x, temperature, lse, bins):
        import torch

        with torch.no_grad():
            classes = x.shape[1]
            edges = [-(-b * classes // bins) for b in range(bins + 1)]
            largest = torch.stack([self._wide(x[:, edges[b] : edges[b + 1]].amax(dim=1)) for b in range(bins)], dim=1)
            sums = torch.as_tensor(lse, dtype=largest.dtype, device=largest.device)
            return _to_list(torch.exp(largest / temperature - sums[:, None]).reshape(-1))

    def top_k(self, row, k):
        import torch

        with torch.no_grad():
            values = self._wide(row)
            order = torch.sort(values, descending=True, stable=True)
            return _to_list(order.indices[:k]), _to_list(order.values[:k])

    def at(self, row, index):
        return float(row[index])


def _close(xp, largest, tail, spread, second, classes):
    """From the sums of a row to its figures. `tail` is the sum of exp(x − max) without the largest itself."""
    # Without a finite largest there is no softmax, whatever the others add up to.
    tail = xp.where(xp.isfinite(largest), tail, tail * math.nan)
    log = xp.log1p(tail)
    total = 1 + tail
    return {
        "largest": largest,
        "log1pTail": log,
        "logSumExp": largest + log,
        "probability": 1 / total,
        "margin": ((1 - second) if classes > 1 else 1 + 0 * second) / total,
        "entropy": log - spread / total,
    }


def _without(xp, e, each, top):
    if hasattr(e, "at"):  # JAX's arrays do not change
        return e.at[each, top].set(0.0)
    e[each, top] = 0.0
    return e


def _to_list(x):
    if hasattr(x, "get") and _package(x) == "cupy":
        x = x.get()
    return x.tolist()


def block_columns(x, settings, labels=None):
    """The columns of a 2-D block of rows, as lists. Runs wherever the block is: here, or on a cluster's worker."""
    package = _package(x)
    if package == "torch":
        ops = _TorchOps()
    elif package == "cupy":
        import cupy

        ops = _NumPyOps(cupy)
    else:
        import numpy as np

        x, ops = np.asarray(x), _NumPyOps(np)
    return _in_blocks(ops, x, settings, labels)


def _in_blocks(ops, x, settings, labels):
    n, classes = x.shape
    step = max(1, _BLOCK // max(1, classes))
    out = {}
    for start in range(0, n, step):
        part = labels[start : start + step] if labels is not None else None
        found = _quietly(ops.columns, x[start : start + step], settings, part)
        # A row without a softmax has no top class.
        found["top"] = [t if e == e else -1 for t, e in zip(found["top"], found["entropy"])]
        for key, values in found.items():
            out.setdefault(key, []).extend(values)
    return out


def _quietly(function, *arguments):
    """NumPy warns of inf − inf in rows that are flagged anyway."""
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return function(*arguments)
    with numpy.errstate(all="ignore"):
        return function(*arguments)


def columns(array, settings, labels=None, start=0, stop=None):
    """One list a quantity, one entry a row along the last axis: log-sum-exp, entropy, margin, loss and so on, in nats."""
    if not array.shape:
        raise Unsupported("a single number has no distribution; expected a row of logits")
    classes = array.shape[-1]
    if classes == 0:
        raise Unsupported("the last axis has no classes")
    count = array.size // classes
    stop = count if stop is None else min(stop, count)
    if stop - start > _MAX_ROWS:
        raise Unsupported("%d rows are above the limit of %d" % (stop - start, _MAX_ROWS))
    if labels is not None:
        labels = list(labels[start:stop])
    if isinstance(array, _Dask) and (start, stop) == (0, count):
        return _dask_columns(array, settings, labels)
    if stop <= start:
        return {}
    step = max(1, _BLOCK // classes) if not isinstance(array, _Dask) else stop - start
    ops = array.ops
    out = {}
    for at in range(start, stop, step):
        end = min(stop, at + step)
        part = labels[at - start : end - start] if labels is not None else None
        for key, values in _in_blocks(ops, array.rows(at, end), settings, part).items():
            out.setdefault(key, []).extend(values)
    return out


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


def batch(cols, settings, labels, classes):
    """Figures of a labelled batch; the same bins and definitions as the extension's own."""
    n = len(cols.get("entropy", ()))
    flags = _flags(cols)
    summary = {"rows": n, "counted": 0, "ignored": n, "flags": flags}
    if labels is None:
        return summary
    counted = [i for i in range(n) if labels[i] >= 0]
    loss, top, p, rank = cols["loss"], cols["top"], cols["probability"], cols["rank"]
    total = math.fsum(loss[i] for i in counted) if all(math.isfinite(loss[i]) for i in counted) else sum(loss[i] for i in counted)
    reduction = settings.get("reduction", "mean")
    if reduction == "sum":
        summary["reduced"] = total
    elif reduction == "mean":
        weights = settings.get("classWeights")
        denominator = math.fsum(weights[labels[i]] for i in counted) if weights else len(counted)
        summary["reduced"] = total / denominator if denominator else math.nan
    if not counted:
        return summary
    m = len(counted)
    mean = total / m
    bins = [[0, 0, 0.0] for _ in range(10)]
    confusion = {}
    finite = []
    right = five = 0
    for i in counted:
        hit = top[i] == labels[i]
        right += hit
        five += rank[i] < 5
        if p[i] == p[i]:
            b = bins[min(9, int(p[i] * 10))]
            b[0] += 1
            b[1] += hit
            b[2] += p[i]
        pair = (labels[i], top[i])
        if p[i] == p[i]:
            confusion[pair] = confusion.get(pair, 0) + 1
        if math.isfinite(loss[i]):
            finite.append(loss[i])
    reliability = [
        {"from": b / 10, "to": (b + 1) / 10, "count": c, "meanConfidence": s / c, "accuracy": r / c}
        for b, (c, r, s) in enumerate(bins)
        if c
    ]
    largest = max(finite, default=0.0)
    count = max(1, min(24, math.ceil(math.sqrt(len(finite)))))
    width = largest / count if largest > 0 else 1.0
    histogram = [0] * count
    for value in finite:
        histogram[max(0, min(count - 1, int(value // width)))] += 1
    summary.update(
        counted=m,
        ignored=n - m,
        perplexity=_exp(mean),
        accuracy=right / m,
        calibrationError=sum(b["count"] / m * abs(b["accuracy"] - b["meanConfidence"]) for b in reliability),
        reliability=reliability,
        lossHistogram={"edges": [i * width for i in range(count + 1)], "counts": histogram},
        confusion=[
            {"label": a, "predicted": b, "count": c}
            for (a, b), c in sorted(confusion.items(), key=lambda item: -item[1])[:400]
        ],
    )
    if classes > 5:
        summary["topFive"] = five / m
    return summary


def _exp(x):
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def _flags(cols):
    flags = []
    for i, entropy in enumerate(cols.get("entropy", ())):
        if entropy != entropy and len(flags) < _MAX_FLAGS:
            flags.append(dict(row=i, **_REASONS.get(cols["largest"][i], _NOT_A_NUMBER)))
    return flags


_REASONS = {
    math.inf: {"reason": "positive-infinity", "message": "a logit is +inf: the softmax is NaN"},
    -math.inf: {"reason": "all-masked", "message": "every logit is -inf: the softmax is NaN"},
}
_NOT_A_NUMBER = {"reason": "nan", "message": "a logit is NaN: the softmax is NaN"}


def worst(cols, key="loss", count=10):
    """The rows with the largest loss, or another column; rows without a value are left out."""
    values = cols.get(key) or []
    rows = [i for i in range(len(values)) if values[i] == values[i]]
    rows.sort(key=lambda i: -values[i])
    return rows[:count]


def stats(array):
    """What the first rows show, for telling logits from probabilities; sums are of whole rows."""
    classes = array.shape[-1] if array.shape else 0
    if not array.size or not classes:
        return None
    take = max(1, min(array.size // classes, (1 << 18) // classes, 512))
    x = array.rows(0, take)
    values = [v for row in _to_list(x) for v in row] if take * classes <= 1 << 12 else None
    ops = array.ops
    if isinstance(ops, _TorchOps):
        x = ops._wide(x)
        finite = x.isfinite()
        chosen = x[finite]
        zero = chosen.new_zeros(1)
    else:
        x = x.astype(ops.xp.float64)
        finite = ops.xp.isfinite(x)
        chosen = x[finite]
        zero = ops.xp.zeros(1)
    chosen = chosen if len(chosen) else zero
    sums = _to_list(x.sum(1)) if values is None else [math.fsum(values[i : i + classes]) for i in range(0, len(values), classes)]
    return {
        "rows": take,
        "min": float(chosen.min()),
        "max": float(chosen.max()),
        "finite": int(finite.sum()),
        "nan": int((x != x).sum()),
        "negativeInfinite": int((x == -math.inf).sum()),
        "positiveInfinite": int((x == math.inf).sum()),
        "whole": bool((chosen == chosen.round()).all()) if hasattr(chosen, "round") else False,
        "zeros": int((x == 0).sum()),
        "sumError": max((abs(s - 1) for s in sums if s == s), default=math.inf),
    }


# --------------------------------------------------------------------------------------------------------------------
# Answering the extension
# --------------------------------------------------------------------------------------------------------------------

_computed = {}


class _Opened:
    """A variable that someone looks at: found anew by its name for every question, as it may have been replaced."""

    def __init__(self, request, namespace):
        ref, path = request.get("ref"), request.get("name")
        if ref is not None:
            x = _refs.get(ref, lambda: None)()
            if x is None:
                raise Unsupported("the array is gone: run its cell again")
        else:
            x = resolve(path, namespace)
        self.name, self.value = path, x
        self.array = _adapt(x)
        self.settings = request.get("settings") or {"temperature": 1}
        self.labels = request.get("labels")

    def all_columns(self):
        """The columns of all rows; kept until the value, its contents or the settings are others."""
        key = (json.dumps([self.settings, self.labels]), self.array.stamp())
        kept = _computed.get("key"), _computed.get("of", lambda: None)()
        if kept[0] != key or kept[1] is not self.value:
            _computed.clear()
            _computed.update(key=key, columns=columns(self.array, self.settings, self.labels))
            try:
                _computed["of"] = weakref.ref(self.value)
            except TypeError:
                pass
        return _computed["columns"]

    def page(self, request):
        classes = self.array.shape[-1]
        total = self.array.size // classes
        start, count = request["from"], request["count"]
        sort, wrong = request.get("sort"), request.get("wrongOnly")
        if not wrong and (sort is None or (sort["key"] == "row" and not sort["descending"])):
            stop = min(total, start + count)
            rows = list(range(min(start, total), stop))
            cols = columns(self.array, self.settings, self.labels, min(start, total), stop)
        else:
            whole = self.all_columns()
            order = list(range(total))
            if wrong and self.labels is not None:
                order = [i for i in order if self.labels[i] >= 0 and self.labels[i] != whole["top"][i]]
            if sort is not None:
                values = self.labels if sort["key"] == "label" else whole.get(sort["key"], whole["entropy"])
                if sort["key"] == "row":
                    values = range(total)
                known = [i for i in order if values[i] == values[i]]
                unknown = [i for i in order if values[i] != values[i]]
                known.sort(key=lambda i: values[i], reverse=bool(sort["descending"]))
                order = known + unknown
            total = len(order)
            rows = order[start : start + count]
            cols = {key: [values[i] for i in rows] for key, values in whole.items()}
        result = {"total": total, "row": rows, "bins": min(classes, 32), "heights": [], "top": []}
        result.update({key: [] for key in ("probability", "margin", "entropy")})
        for key in ("top", "probability", "margin", "entropy", "loss"):
            if key in cols:
                result[key] = cols[key]
        if self.labels is not None:
            result["label"] = [self.labels[i] for i in rows]
        lse = cols.get("logSumExp", [])
        if rows and rows == list(range(rows[0], rows[0] + len(rows))):
            result["heights"] = self._bars(rows[0], rows[-1] + 1, lse)
        else:
            for at, row in enumerate(rows):
                result["heights"] += self._bars(row, row + 1, lse[at : at + 1])
        return result

    def _bars(self, start, stop, lse):
        x = self.array.rows(start, stop)
        ops = self.array.ops
        if self.settings.get("probabilities"):
            x = _logarithm(x)
        return _quietly(ops.bars, x, self.settings["temperature"], lse, min(self.array.shape[-1], 32))

    def row(self, request):
        at = request["row"]
        x = self.array.rows(at, at + 1)
        cols = _in_blocks(self.array.ops, x, self.settings, [self.labels[at]] if self.labels is not None else None)
        if self.settings.get("probabilities"):
            x = _quietly(_logarithm, x)
        k = min(int(request["k"]), self.array.shape[-1])
        classes, logits = self.array.ops.top_k(x[0], k)
        label = self.labels[at] if self.labels is not None else -1
        if label >= 0 and label not in classes:
            classes.append(label)
            logits.append(self.array.ops.at(x[0], label))
        result = {key: values[0] for key, values in cols.items()}
        result.update(row=at, classes=classes, logits=logits, listed=k, flag=(_flags(cols) or [None])[0])
        return result

    def batch(self, request):
        return batch(self.all_columns(), self.settings, self.labels, self.array.shape[-1])

    def worst(self, request):
        cols = self.all_columns()
        rows = worst(cols, request.get("key", "loss"), request.get("count", 10))
        return [{"row": i, "loss": cols["loss"][i] if "loss" in cols else None, "entropy": cols["entropy"][i]} for i in rows]

    def columns(self, request):
        return {key: _pack_doubles(values) for key, values in self.all_columns().items()}

    def describe(self, request):
        # Looking at a cluster's numbers costs it a task: their name must do for a first reading.
        known = None if isinstance(self.array, _Dask) else _quietly(stats, self.array)
        return {"header": header(self.array, self.name), "bytes": self.array.nbytes, "stats": known}

    def labels_of(self, request):
        """Class ids from a variable, as a list."""
        values = []
        view = self.array.host()
        if self.array.size > _MAX_ROWS:
            raise Unsupported("%d labels are above the limit of %d" % (self.array.size, _MAX_ROWS))
        import array as plain

        codes = {"int8": "b", "uint8": "B", "bool": "B", "int16": "h", "uint16": "H", "int32": "i", "uint32": "I", "int64": "q", "uint64": "Q"}
        if self.array.kind not in codes:
            raise Unsupported("%r has dtype %s; expected class ids, whole numbers" % (self.name, self.array.kind))
        values = plain.array(codes[self.array.kind])
        values.frombytes(view)
        return values.tolist()


def _logarithm(x):
    if _package(x) == "torch":
        return x.double().log()
    import numpy as np

    return np.log(np.asarray(x, dtype=np.float64))


def _pack_doubles(values):
    import array as plain

    return base64.b64encode(plain.array("d", values).tobytes()).decode("ascii")


def _json(value):
    """JSON with NaN and the infinities as strings, which JSON has no other way to say."""
    return json.dumps(_spelled(value), allow_nan=False, separators=(",", ":"))


def _spelled(value):
    if isinstance(value, float):
        if value != value:
            return "nan"
        if value in (math.inf, -math.inf):
            return "inf" if value > 0 else "-inf"
        return value
    if isinstance(value, dict):
        return {str(key): _spelled(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_spelled(item) for item in value]
    return value


def answer(request, emit, namespace):
    """Answers one request through `emit(mime, text)`: JSON text, or base64 as bytes; an error is an answer too."""
    try:
        asked = json.loads(request)
        op = asked["op"]
        if op == "variables":
            emit(REPLY, _json({"result": variables(namespace)}))
        elif op == "fetch":
            opened = _Opened(asked, namespace)
            size = opened.array.nbytes
            result = {"header": header(opened.array, opened.name), "bytes": size}
            if size > asked["limit"]:
                emit(REPLY, _json({"result": result}))
                return
            view = opened.array.host()
            result["filed"] = _file(view, asked.get("file"))
            emit(REPLY, _json({"result": result}))
            if result["filed"]:
                return
            for start in range(0, len(view), _PIECE):
                emit(PART, base64.b64encode(view[start : start + _PIECE]))
        elif op in ("describe", "page", "row", "batch", "worst", "columns", "labels_of"):
            opened = _Opened(asked, namespace)
            emit(REPLY, _json({"result": _quietly(getattr(opened, op), asked)}))
        else:
            raise Unsupported("unknown request %r" % op)
    except Exception as error:
        known = isinstance(error, Unsupported)
        emit(REPLY, _json({"error": str(error) if known else "%s: %s" % (type(error).__name__, error)}))


def _file(view, path):
    """
    Writes an array's bytes to a new file in a folder that whoever asked has made for it and will remove. False where
    that folder is on another machine, or has no room: then the bytes go as messages, which takes many times as long.
    """
    if not path or not os.path.isdir(os.path.dirname(path)):
        return False
    try:
        file = open(path, "xb", buffering=0)
    except OSError:
        return False
    try:
        with file:
            at = 0
            while at < len(view):
                at += file.write(view[at : at + _PIECE])
    except OSError:
        os.unlink(path)
        return False
    return True


def answer_kernel(request):
    """Answers through the kernel's display channel to whoever asked; no cell shows it."""
    from IPython import get_ipython

    publisher = get_ipython().display_pub

    def emit(mime, text):
        if isinstance(text, str) or not _send_packed(publisher, mime, text):
            publisher.publish(data={mime: text if isinstance(text, str) else text.decode("ascii")}, metadata={})

    answer(request, emit, get_ipython().user_ns)


def _send_packed(publisher, mime, text):
    """
    Sends base64 without a JSON encoder reading it letter by letter, which takes longer than everything else together:
    jupyter_client sends content that is bytes as it is. False where the publisher is not ipykernel's.
    """
    try:
        session, socket, topic = publisher.session, publisher.pub_socket, publisher.topic
        parent = publisher.parent_header
    except AttributeError:
        return False
    content = b'{"data":{"%s":"%s"},"metadata":{},"transient":{}}' % (mime.encode("ascii"), text)
    session.send(socket, "display_data", content, parent=parent, ident=topic)
    return True


def filed(x, path):
    """For debuggers on the same machine: writes an array's bytes to a file, or gives False."""
    return _file(_adapt(x).host(), path)


def piece(x, start, size):
    """For debuggers: some bytes of an array as base64. Whoever asks for the first piece asks for the others."""
    key = id(x)
    if start == 0 or key not in _pieces:
        _pieces.clear()
        _pieces[key] = _adapt(x).host()
    view = _pieces[key]
    text = base64.b64encode(view[start : start + size]).decode("ascii")
    if start + size >= len(view):
        _pieces.clear()
    return text


_pieces = {}


def about(x, name=None):
    """For debuggers: the MIME type's value without data, as JSON."""
    try:
        array = _adapt(x)
        return _json({"result": {"header": header(array, name), "bytes": array.nbytes}})
    except Exception as error:
        return _json({"error": str(error)})


# --------------------------------------------------------------------------------------------------------------------
# %load_ext logitscope_kernel
# --------------------------------------------------------------------------------------------------------------------


class _Formatter:
    """Gives displayed arrays the MIME type besides what they show anyway."""

    def __init__(self, shell):
        self.shell = shell
        self.wrapped = shell.display_formatter.format

    def __call__(self, obj, include=None, exclude=None):
        data, metadata = self.wrapped(obj, include=include, exclude=exclude)
        try:
            if data and _shows(obj):
                data = dict(data)
                data[MIME] = bundle(obj)
        except Exception:
            # What cannot be packed is shown as it always was.
            pass
        return data, metadata


def _shows(obj):
    """Arrays of numbers with classes along the last axis; tables keep their own rendering."""
    if not _looks_like_array(obj) or _package(obj) in ("pandas", "polars", "dask", "dask_expr", "distributed"):
        return False
    shape = getattr(obj, "shape", ())
    return len(shape) > 0 and shape[-1] > 1


def load_ipython_extension(shell):
    if not isinstance(shell.display_formatter.format, _Formatter):
        shell.display_formatter.format = _Formatter(shell)


def unload_ipython_extension(shell):
    formatter = shell.display_formatter.format
    if isinstance(formatter, _Formatter):
        shell.display_formatter.format = formatter.wrapped
