"""What the extension evaluates in a program that is being debugged, whose answers are the values of expressions."""

import base64

from .adapt import adapt
from .answering import said, to_json
from .bundles import header
from .transfer import write_file

#: The bytes of the array that is asked for in pieces.
_pieces = {}


def about(x, name=None):
    """The MIME type's value without data, as JSON."""
    try:
        array = adapt(x)
        return to_json({"result": {"header": header(array, name), "bytes": array.nbytes}})
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return to_json({"error": said(error)})


def filed(x, path):
    """On the same machine: writes an array's bytes to a file, or gives False."""
    return write_file(adapt(x).host(), path)


def stamped(x):
    """Something that differs once the contents of an array do, as text."""
    return repr(adapt(x).stamp())


def piece(x, start, size):
    """Some bytes of an array as base64. They are kept from the first piece until `release`."""
    key = id(x)
    if start == 0 or key not in _pieces:
        _pieces.clear()
        _pieces[key] = adapt(x).host()
    return base64.b64encode(_pieces[key][start : start + size]).decode("ascii")


def release():
    """Nobody wants any more pieces."""
    _pieces.clear()
