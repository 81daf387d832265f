"""The value of the MIME type, as docs/array-mime.md has it."""

import base64
import itertools
import os
import weakref

from .adapt import adapt

MIME = "application/vnd.logitscope.array.v1+json"

#: Arrays that display by themselves carry their data up to this many bytes; beyond, only what is known of it.
_max_bytes = int(os.environ.get("LOGITSCOPE_MAX_BYTES", str(1 << 20)))


def limit_outputs(max_bytes):
    """Sets the limit for the data of arrays that display by themselves."""
    global _max_bytes
    _max_bytes = max_bytes


def header(array, name=None):
    """The value of the MIME type without data."""
    value = {"version": 1, "library": array.library, "dtype": array.kind, "shape": list(array.shape)}
    if name is not None:
        value["name"] = name[:200]
    if array.made_by is not None:
        value["gradFn"] = array.made_by
    names = array.class_names
    if names is not None and array.shape and len(names) == array.shape[-1]:
        value["classNames"] = [n[:200] for n in names]
    return value


def bundle(x, name=None, max_bytes=None):
    """The value of the MIME type for an array under a name; without data, but with what is known of it, above `max_bytes`."""
    limit = _max_bytes if max_bytes is None else max_bytes
    array = adapt(x)
    value = header(array, name)
    if array.nbytes <= limit and array.library != "dask":
        value["data"] = base64.b64encode(array.host()).decode("ascii")
    else:
        size = array.nbytes
        value["summary"] = {
            "reason": "%s are above the limit of %s for arrays in a notebook" % (_bytes_text(size), _bytes_text(limit)),
            "bytes": size,
            "ref": remember(x),
        }
    return value


def _bytes_text(n):
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if n >= size:
            return "%.3g %s" % (n / size, unit)
    return "%d bytes" % n


#: Values that outputs were withheld of, by the name that the output has for them.
_refs = weakref.WeakValueDictionary()
_numbers = itertools.count(1)


def remember(x):
    """A name for a value that lives as long as the value does; None where a value cannot be pointed at."""
    key = "ref-%d" % next(_numbers)
    try:
        _refs[key] = x
    except TypeError:
        return None
    return key


def recalled(key):
    """The value that `remember` named, or None when it is gone."""
    return _refs.get(key)
