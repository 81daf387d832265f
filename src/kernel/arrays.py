"""What an array is, whichever library holds it."""

import math

from .dtypes import KINDS, Unsupported


class Array:
    """An array of some library. `shape` is a tuple of ints, `kind` one of KINDS."""

    library = ""
    class_names = None

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
        raise Unsupported("A sparse array of shape %s takes %d bytes when dense; the limit is %d" % (shape, size, limit))


def itself(x):
    return x
