"""Whether an array is the one that was printed: the numbers at its corners, its dtype and its shape."""

import math


#: Of numbers that are compared.
MAX_PRINTED = 4096

#: What libraries leave out of a print because it is their default.
_DEFAULTS = {"torch": ("float32", "int64", "bool"), "numpy-repr": ("float64", "int64", "bool")}


class Printed:
    """Numbers as they were printed, and where each stands: a place counts from the end of an axis where it is negative."""

    def __init__(self, asked):
        self.texts = [str(text)[:64] for text in asked["texts"]][:MAX_PRINTED]
        self.at = [tuple(int(i) for i in at) for at in asked["at"]][:MAX_PRINTED]
        self.shape = tuple(int(n) for n in asked["shape"])
        columns = asked.get("columns")
        self.columns = [str(name) for name in columns][:MAX_PRINTED] if type(columns) is list else None
        self.dtypes = _dtypes(asked.get("dtype"), asked.get("container"))
        self.values = [_number(text) for text in self.texts]
        self.within = _precision(self.texts)
        #: How many different numbers: ones and zeros tell little.
        self.telling = len(set(self.texts))

    def fits(self, shape, kind=None):
        """Whether an array of this shape and dtype can have been printed so."""
        if len(shape) != len(self.shape) or (kind is not None and self.dtypes and kind not in self.dtypes):
            return False
        return all(n in (-1, m) for n, m in zip(self.shape, shape)) and all(
            -m <= i < m for at in self.at[:1] + self.at[-1:] for i, m in zip(at, shape)
        )

    def agrees(self, array):
        """Whether an array has these numbers."""
        if not self.texts or not self.fits(array.shape, array.kind):
            return False
        if any(not -m <= i < m for at in self.at for i, m in zip(at, array.shape)):
            return False
        try:
            found = array.at([[i % m for i in axis] for axis, m in zip(zip(*self.at), array.shape)])
        except KeyboardInterrupt:
            raise
        except BaseException:
            return False
        rounding = _ROUNDING.get(array.kind, 0.0)
        return all(_near(x, value, within, rounding) for x, value, within in zip(found, self.values, self.within))


def _dtypes(dtype, container):
    if type(dtype) is str and dtype:
        name = dtype.split(".")[-1]
        return ({"float": "float32", "double": "float64", "half": "float16", "long": "int64"}.get(name, name),)
    return _DEFAULTS.get(container, ())


def _number(text):
    if text in ("True", "False"):
        return float(text == "True")
    try:
        return float(text)
    except ValueError:
        return None


def _precision(texts):
    """
    How far from each printed number the one that was printed may be. Zeros that end a number are often left out, so that
    a print has the digits of its longest number; one without any digits after the points was of whole numbers.
    """
    digits = {False: 0, True: 0}
    for text in texts:
        mantissa, exponent = _parts(text)
        if "." in mantissa:
            scientific = exponent is not None
            digits[scientific] = max(digits[scientific], len(mantissa) - mantissa.index(".") - 1)
    found = []
    for text in texts:
        mantissa, exponent = _parts(text)
        decimals = digits[exponent is not None]
        whole = "." not in mantissa or decimals == 0
        found.append(0.0 if whole else 0.5 * 10.0 ** ((exponent or 0) - decimals))
    return found


def _parts(text):
    mantissa, _, exponent = text.lower().partition("e")
    if not _ or not exponent.lstrip("+-").isdigit():
        return text, None
    return mantissa, max(-400, min(400, int(exponent)))


#: How far the shortest text of a number of a dtype is from it at most, of its size.
_ROUNDING = {"float16": 2.0**-11, "bfloat16": 2.0**-8, "float32": 2.0**-24, "float64": 2.0**-53}


def _near(x, value, within, rounding):
    x = float(x)
    if value is None or not math.isfinite(value) or not math.isfinite(x):
        return x == value or (x != x and value is not None and value != value)
    return abs(x - value) <= within * (1 + 1e-9) + max(rounding, 1e-12) * 1.01 * abs(value)
