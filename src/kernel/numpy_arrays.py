"""NumPy's arrays, and those of libraries that share its functions."""

import sys
import zlib

from .arrays import Array, itself
from .dtypes import KINDS, Unsupported
from .genuine import sizes_of
from .numpy_ops import NumPyOps


class NumPyArray(Array):
    """`xp` is the library's module of functions, `to_host` makes a NumPy array of one of its own."""

    def __init__(self, array, library="numpy", xp=None, to_host=itself):
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
        self.array, self.shape = array, tuple(int(n) for n in sizes_of(array))
        dtype = np.dtype(array.dtype)
        kind = dtype.name
        if dtype.kind == "c":
            raise Unsupported("An array of {0} holds complex numbers; expected real ones.", kind)
        if dtype.kind == "f" and dtype.itemsize > 8:
            self.array, kind = array.astype(np.float64), "float64"
        if kind not in KINDS:
            if kind.startswith("float8"):  # ml_dtypes; every one is a float32
                self.array, kind = array.astype(np.float32), "float32"
            else:
                raise Unsupported("Dtype {0} holds no real numbers.", kind)
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
        return NumPyOps(self.xp)

    def rows(self, start, stop):
        classes = self.shape[-1]
        if self.array.ndim == 2:
            return self.array[start:stop]
        return self.array.reshape(-1, classes)[start:stop]

    def at(self, indices):
        import numpy as np

        return np.asarray(self.to_host(self.array[tuple(np.array(axis) for axis in indices)])).tolist()

    def stamp(self):
        # NumPy does not count changes, and a checksum is cheap beside an exponential.
        return zlib.crc32(self.host())


class BitsArray(NumPyArray):
    """bfloat16 where NumPy has no such dtype: its bits as uint16."""

    def __init__(self, bits, kind, library):
        NumPyArray.__init__(self, bits, library)
        self.kind = kind

    def host(self):
        import numpy as np

        array = np.ascontiguousarray(self.array)
        return memoryview(array.reshape(-1).view(np.uint8)).cast("B") if array.size else memoryview(b"")

    def rows(self, start, stop):
        return _widened(self.array.reshape(-1, self.shape[-1])[start:stop])

    def at(self, indices):
        import numpy as np

        return _widened(self.array[tuple(np.array(axis) for axis in indices)]).tolist()


def _widened(bits):
    import numpy as np

    return (bits.astype(np.uint32) << 16).view(np.float32)
