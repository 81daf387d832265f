"""The dtypes that are read, and how a value says that it has none of them."""

#: Bytes of an element, by the name that the MIME type has for its dtype.
KINDS = {
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
