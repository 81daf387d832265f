"""
An evaluation of what Dask holds, computed by its own scheduler: of a pair of arrays, a DataFrame or a bag of records. What
comes back is what evaluation.py sums up; blocks and ranked confidences go from worker to worker at most.
"""

from .dask_arrays import from_blocks, kept_of
from .dtypes import Unsupported
from .evaluation import counts_of, cuts_of, evaluation_answer, first_look, in_rank, merged, rank_sums, ranges_of, sample_answer
from .evaluation import sampled_rows, second_look
from .genuine import package_of, type_name

#: Ranges of confidences that are ranked apart, at most.
_MAX_RANGES = 32
#: Sums that are merged at once: a tree, so that no worker holds all of them.
_MERGED = 16

_LOGITS_FIELDS = ("logits", "scores", "outputs", "predictions")
_LABEL_FIELDS = ("label", "labels", "target", "targets", "label_ids", "class_ids", "y_true", "y", "gold")


def evaluate_dask(logits, labels, settings, fields):
    """
    The answer of `evaluation_answer` for a Dask collection.

    `logits` with `labels`: arrays or columns of the same blocks. Without `labels`: a DataFrame or a bag whose records hold
    both, under the names in `fields` (`logits`, `labels`, `group`) or the usual ones.
    """
    import dask
    from dask import delayed

    blocks = _blocks(logits, labels, fields)
    # Lengths come first: a row's number is what it is drawn by.
    lengths = [delayed(_length)(block) for block in blocks]
    offsets = delayed(_offsets)(lengths)
    settings = {key: settings[key] for key in ("temperature", "probabilities", "ignoreIndex") if settings.get(key) is not None}
    firsts = [delayed(first_look, nout=2)(block, offsets[i], settings) for i, block in enumerate(blocks)]
    sums, columns = [list(one) for one in zip(*firsts)]
    while len(sums) > 1:
        sums = [delayed(merged)(sums[i : i + _MERGED]) for i in range(0, len(sums), _MERGED)]
    total = sums[0]
    ranges = min(_MAX_RANGES, len(blocks))
    cuts = delayed(cuts_of)(total, ranges)
    pieces = [delayed(ranges_of, nout=ranges)(one, cuts) for one in columns]
    ranked = [delayed(in_rank)([piece[r] for piece in pieces]) for r in range(ranges)]
    counts = [delayed(counts_of)(one) for one in ranked]
    by_rank = [delayed(rank_sums)(one, r, counts) for r, one in enumerate(ranked)]
    looks = [delayed(second_look)(one, total, 0) for one in columns]
    return dask.compute(delayed(evaluation_answer)(total, by_rank, looks))[0]


def sample_dask(logits, labels, fields):
    """The answer of `sample_answer`: rows with all of their logits, to fit calibrations to and to judge sets on."""
    import dask
    from dask import delayed

    blocks = _blocks(logits, labels, fields)
    lengths = [delayed(_length)(block) for block in blocks]
    offsets, total = delayed(_offsets)(lengths), delayed(sum)(lengths)
    samples = [delayed(sampled_rows)(block, offsets[i], total) for i, block in enumerate(blocks)]
    return dask.compute(delayed(sample_answer)(samples))[0]


def has_own_labels(x):
    """Whether an evaluation finds both logits and labels in it: a DataFrame with columns called so, or a bag."""
    if not is_evaluated_by_dask(x) or type_name(x) not in ("DataFrame", "Bag"):
        return False
    if type_name(x) == "Bag":
        return True
    try:
        _frame_fields([str(name) for name in x.columns], {})
    except Unsupported:
        return False
    return True


def logits_of_records(x):
    """The logits of such a DataFrame or bag as one array along the rows."""
    from dask import delayed

    return kept_of(x, lambda: from_blocks([delayed(_logits_of)(block) for block in _blocks(x, None, {})]))


def _logits_of(block):
    return block[0]


def is_evaluated_by_dask(x):
    return package_of(x) in ("dask", "dask_expr") and type_name(x) in ("Array", "DataFrame", "Series", "Bag")


def _blocks(logits, labels, fields):
    from dask import delayed

    if not is_evaluated_by_dask(logits):
        raise Unsupported("A value of type {0} is not a Dask collection.", type_name(logits))
    if labels is None:
        kind = type_name(logits)
        if kind == "Bag":
            return [delayed(_of_records)(part, fields, _LOGITS_FIELDS, _LABEL_FIELDS) for part in logits.to_delayed()]
        if kind == "DataFrame":
            named = _frame_fields([str(name) for name in logits.columns], fields)
            return [delayed(_of_frame)(part, *named) for part in logits.to_delayed()]
        raise Unsupported("An evaluation requires labels: another Dask array with the same blocks.")
    scores, ids = _row_blocks(logits), _row_blocks(labels)
    if len(scores) != len(ids):
        raise Unsupported("The logits have {0} blocks and the labels {1}; both must have the same blocks.", len(scores), len(ids))
    return [delayed(_pair)(x, y) for x, y in zip(scores, ids)]


def _row_blocks(x):
    """The blocks of a collection along its rows, each with all of its classes."""
    if type_name(x) == "Array":
        if x.ndim > 1 and x.numblocks[1] > 1:
            x = x.rechunk({1: -1})
        return list(x.to_delayed().ravel())
    return list(x.to_delayed())


def _frame_fields(columns, fields):
    """Columns of the logits, of the label and of the group: those that are named, else the usual names."""
    label = fields.get("labels") or next((name for name in _LABEL_FIELDS if name in columns), None)
    group = fields.get("group")
    logits = [fields["logits"]] if fields.get("logits") else [name for name in _LOGITS_FIELDS if name in columns][:1]
    if not logits:
        logits = _wide_columns([name for name in columns if name not in (label, group)])
    for name in [label, group] + logits:
        if name is not None and name not in columns:
            raise Unsupported("“{0}” is not a column; the columns are {1}.", name, ", ".join(columns)[:200])
    if label is None or not logits:
        raise Unsupported("Neither logits nor labels are named among the columns {0}.", ", ".join(columns)[:200])
    return logits, label, group


def _wide_columns(columns):
    """Columns of one class each, which are called alike: `logit_0, logit_1`, `class_cat, class_dog`; `logit` alone is of two classes."""
    for stem in ("logits_", "logit_", "logit", "scores_", "score_", "score", "class_"):
        pieces = [name[len(stem) :] for name in columns if name.startswith(stem) and name != stem]
        counted = [piece for piece in pieces if piece.isdigit()]
        # `score_threshold` beside `score_0` is no class.
        classes = counted if len(counted) > 1 else pieces if stem.endswith("_") else []
        if len(classes) > 1:
            return [stem + piece for piece in classes]
    return ["logit"] if "logit" in columns else []


def _length(block):
    return len(block[1])


def _offsets(lengths):
    total, offsets = 0, []
    for length in lengths:
        offsets.append(total)
        total += length
    return offsets


def _pair(logits, labels):
    import numpy as np

    def values(x):
        if getattr(x, "dtype", None) == object:
            return np.stack([np.asarray(row, dtype=np.float64) for row in x]) if len(x) else np.zeros((0, 1))
        return np.asarray(x)

    return values(logits), values(labels), None


def _of_frame(frame, logits, label, group):
    import numpy as np

    if len(logits) == 1 and frame[logits[0]].dtype == object:
        x = np.stack([np.asarray(row, dtype=np.float64) for row in frame[logits[0]]]) if len(frame) else np.zeros((0, 1))
    else:
        x = frame[logits].to_numpy(dtype=np.float64)
    return x, frame[label].to_numpy(dtype=np.float64), None if group is None else frame[group].to_numpy()


def _of_records(records, fields, logits_fields, label_fields):
    import numpy as np

    records = list(records)

    def named(wanted, usual):
        if wanted is not None or not records:
            return wanted
        return next((name for name in usual if name in records[0]), None)

    logits, label = named(fields.get("logits"), logits_fields), named(fields.get("labels"), label_fields)
    if records and (logits is None or label is None):
        raise ValueError("Neither logits nor labels are named among the fields %s" % sorted(map(str, records[0])))
    group = fields.get("group")
    x = np.array([record[logits] for record in records], dtype=np.float64) if records else np.zeros((0, 1))
    y = np.array([np.nan if record.get(label) is None else record[label] for record in records], dtype=np.float64)
    return x, y, None if group is None else np.array([record.get(group) for record in records], dtype=object)
