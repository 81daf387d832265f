"""Rows of logits with the ids of the tokens beside them: what each row says of its token, in nats, from the whole row."""

from .adapt import adapt, array_in
from .columns import in_blocks
from .dtypes import Unsupported, sizes
from .paths import resolve
from .variables import is_one_array
from .whole_numbers import whole_numbers

_MAX_ROWS = 100_000
#: Alternatives that are listed of each row.
_TOP = 20
_PLAIN = {"temperature": 1}


def token_rows(asked, namespace):
    """
    For each row its entropy and largest classes, and the log-probability and rank of the token at the row's own place and
    at the next one: which of the two it predicts is seen from that. `offset` is where the rows' places begin among the ids.
    """
    rows, ids = _array_at(asked["name"], namespace), _array_at(asked["ids"], namespace)
    if len(rows.shape) < 2 or rows.size == 0 or any(n != 1 for n in rows.shape[:-2]):
        raise Unsupported("“{0}” is {1}; expected one row of logits per token.", asked["name"], sizes(rows.shape))
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
    settings = dict(_PLAIN, probabilities=bool(asked.get("probabilities")))
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


def _array_at(path, namespace):
    x = resolve(path, namespace)
    if not is_one_array(x):
        path, x = array_in(path, x) or (path, x)
    return adapt(x)
