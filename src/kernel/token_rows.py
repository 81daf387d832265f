"""Rows of logits with the ids of the tokens beside them: what each row says of its token, in nats, from the whole row."""

from .adapt import adapt, array_in
from .columns import in_blocks
from .dtypes import Unsupported, sizes
from .paths import resolve
from .variables import is_one_array
from .whole_numbers import whole_numbers

_MAX_ROWS = 100_000
_MAX_IDS = 1 << 20
#: Alternatives that are listed of each row.
_TOP = 20
_PLAIN = {"temperature": 1}
#: Of a row of half-precision probabilities from 1, as its logarithm.
_SUM_ERROR = 0.01


def token_rows(asked, namespace):
    """
    For each row its entropy and largest classes, and the log-probability and rank of the token at the row's own place and
    at the next one: which of the two it predicts is seen from that. `offset` is where the rows' places begin among the ids.
    """
    rows, ids = _array_at(asked["name"], namespace), _array_at(asked["ids"], namespace)
    if len(rows.shape) < 2 or rows.size == 0 or any(n != 1 for n in rows.shape[:-2]):
        raise Unsupported("“{0}” is {1}; expected one row of logits per token.", asked["name"], sizes(rows.shape))
    if ids.size > _MAX_IDS:
        raise Unsupported("{0} IDs are above the limit of {1}.", ids.size, _MAX_IDS)
    given = whole_numbers(ids)
    if given is None or len(ids.shape) == 0 or any(n != 1 for n in ids.shape[:-1]):
        raise Unsupported("“{0}” is {1} {2}; expected token IDs in a row.", asked["ids"], sizes(ids.shape), ids.kind)
    count, classes = rows.shape[-2:]
    if count > _MAX_ROWS:
        raise Unsupported("{0} rows are above the limit of {1}.", count, _MAX_ROWS)
    if len(given) < count:
        raise Unsupported("There are {0} IDs for {1} rows of logits.", len(given), count)
    offset = len(given) - count
    x, ops = rows.rows(0, count), rows.ops
    settings = dict(_PLAIN, probabilities=_are_probabilities(asked["name"], ops, x))
    out = {"classes": classes, "ids": given, "offset": offset, "top": [], "topLogits": []}
    for name, shift in (("own", 0), ("next", 1)):
        of = [at if 0 <= at < classes else -1 for at in given[offset + shift :]]
        cols = in_blocks(ops, x, settings, (of + [-1] * shift)[:count])
        out[name] = {"logprob": [-loss for loss in cols["loss"]], "rank": [r + 1 for r in cols["rank"]]}
        out["entropy"], out["logSumExp"] = cols["entropy"], cols["logSumExp"]
    for at in range(count):
        row = x[at]
        if settings["probabilities"]:
            row = ops.log(row)
        top, logits = ops.top_k(row, min(_TOP, classes))
        out["top"].append(top)
        out["topLogits"].append(logits)
    return out


def _are_probabilities(name, ops, x):
    """Rows in [0, 1] that add up to 1, whatever they are called: no logits do that by accident."""
    if not (float(x.min()) >= 0 and float(x.max()) <= 1):
        return False
    sums = in_blocks(ops, x, dict(_PLAIN, probabilities=True), None)["logSumExp"]
    if all(abs(log) < _SUM_ERROR for log in sums):
        return True
    raise Unsupported("“{0}” lies between 0 and 1, but its rows don’t sum to 1.", name)


def _array_at(path, namespace):
    x = resolve(path, namespace)
    if not is_one_array(x):
        path, x = array_in(path, x) or (path, x)
    return adapt(x)
