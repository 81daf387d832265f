"""What the ways of computing rows share: from the sums of a row to its figures, and from a library's array to lists."""

import math
import sys


def library_of(x):
    """The library of an array: "torch", "numpy". On a cluster's workers too, where this file is not."""
    return (type(x).__module__ or "").split(".")[0]


def figures_of_sums(xp, largest, tail, spread, second, classes):
    """From the sums of a row to its figures. `tail` is the sum of exp(x − max) without the largest itself."""
    # Without a finite largest there is no softmax, whatever the others add up to.
    tail = xp.where(xp.isfinite(largest), tail, tail * math.nan)
    log = xp.log1p(tail)
    total = 1 + tail
    return {
        "largest": largest,
        "log1pTail": log,
        "logSumExp": xp.where(xp.isfinite(largest), largest + log, largest),
        "probability": 1 / total,
        "margin": ((1 - second) if classes > 1 else 1 + 0 * second) / total,
        "entropy": log - spread / total,
    }


def weighed(xp, weights, losses):
    """Losses times their weights: a class of weight 0 adds nothing, not even where its loss is +inf."""
    products = losses * weights
    return xp.where((weights == 0) & (losses == math.inf), xp.zeros_like(products), products)


def on_host(x):
    """An array in the host's memory. CuPy's refuse to be copied by anything but their own `get`."""
    return x.get() if library_of(x) == "cupy" else x


def to_list(x):
    return on_host(x).tolist()


def quietly(function, *arguments):
    """NumPy warns of inf − inf in rows that are flagged anyway."""
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return function(*arguments)
    with numpy.errstate(all="ignore"):
        return function(*arguments)
