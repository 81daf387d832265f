"""What an array is, whichever library holds it."""

import math

from .dtypes import KINDS, Unsupported, sizes


class Array:
    """An array of some library. `shape` is a tuple of ints, `kind` one of KINDS."""

    library = ""
    class_names = None
    #: torch's name for the operation that made it, where it was recorded.
    made_by = None

    @property
    def nbytes(self):
        return math.prod(self.shape) * KINDS[self.kind]

    @property
    def size(self):
        return math.prod(self.shape)

    def host(self):
        """The whole array as bytes, row-major and little-endian, in an object that slices without copying."""
        raise NotImplementedError

    def rows(self, start, stop):
        """Some rows along the last axis, as a 2-D array of `ops`, in the array's own library and device."""
        raise NotImplementedError

    def at(self, indices):
        """Single elements as a list of numbers; `indices` has one list an axis."""
        raise Unsupported("Single values of such an array can’t be read.")

    @property
    def ops(self):
        """What computes figures of its rows."""
        raise NotImplementedError

    def stamp(self):
        """Something that differs once the contents do."""
        raise NotImplementedError


def check_dense(shape, itemsize, limit=2**33):
    """Raises Unsupported when a sparse array would take more bytes than `limit` as a dense one."""
    size = math.prod(shape) * itemsize
    if size > limit:
        raise Unsupported("A sparse array of shape {0} takes {1} bytes when dense; the limit is {2}.", sizes(shape), size, limit)


def itself(x):
    return x
