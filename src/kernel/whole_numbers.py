"""Whole numbers of any library, as Python's own: class ids, token ids."""

import array

#: Type codes of the standard library's arrays, by dtype.
_WHOLE_NUMBERS = {
    "bool": "B",
    "int8": "b",
    "int16": "h",
    "int32": "i",
    "int64": "q",
    "uint8": "B",
    "uint16": "H",
    "uint32": "I",
    "uint64": "Q",
}


def whole_numbers(ids):
    """The values of an array as a list; None where its dtype is not one of whole numbers."""
    if ids.kind not in _WHOLE_NUMBERS:
        return None
    values = array.array(_WHOLE_NUMBERS[ids.kind])
    values.frombytes(ids.host())
    return values.tolist()
