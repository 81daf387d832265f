"""
An evaluation in pieces that add up: what is summed of the rows of one block, how two such sums become one, and what is
ranked over all rows. It knows no engine: dask_evaluation.py has these run where the blocks are. The figures and their
intervals are computed from the sums by the extension, as those of a file are; docs/evaluation.md defines them.

Whatever runs on a cluster's workers imports what it needs itself: this file is not there.
"""

#: Bins of every calibration error, points of the curve of risk, bins of losses, and where those begin.
BINS = 10
POINTS = 100
LOSS_BINS = 28
LOSS_FROM = -4.0
ROUND_ERRORS = (0.2, 0.1, 0.05, 0.02, 0.01)

#: Confidences that differ by less of themselves are equal, as src/loss/evaluation/rankedRows.ts has it.
TIE = 1e-14

#: Rows that are resampled, rows that are listed, and classes up to which a listed row's logits are sent.
SAMPLED_ROWS = 20000
LISTED_ROWS = 100
LISTED_CLASSES = 256

#: Logits of a sample that everything is fitted to that takes every class.
FITTED_LOGITS = 1 << 17

#: Values of a field that are told, the most frequent ones.
GROUPS = 200

#: A bin of a larger variance is as good as normal; of more rows as well.
NORMAL_VARIANCE = 25
DRAWN_ROWS = 20000


def row_columns(block, offset, settings):
    """
    The rows of a block that count, in columns: those with a label that is a class and with a distribution.

    `block` is (logits, labels, groups or None): rows × classes, or one number a row, which is the sigmoid's; `offset` the
    number of the block's first row.
    """
    import numpy as np

    logits, labels, groups = block
    x = np.asarray(logits, dtype=np.float64)
    y = class_ids(labels, offset)
    if len(x) != len(y):
        raise ValueError("A block of %d rows of logits stands beside %d labels; both need the same blocks" % (len(x), len(y)))
    if settings.get("probabilities"):
        with np.errstate(divide="ignore"):
            x = np.log(x)
    if x.ndim == 1 or x.shape[1] == 1:
        x = np.stack([np.zeros(len(x)), x.reshape(-1)], axis=1)
    x = x / settings.get("temperature", 1)
    n, classes = x.shape
    ignored = settings.get("ignoreIndex", -100)
    is_class = (y >= 0) & (y < classes) & (y != ignored)
    # -1 and -100 say as often that a row has no label.
    outside = y[np.isfinite(y) & ~is_class & (y != ignored) & (y != -1) & (y != -100)]
    largest = x.max(axis=1) if n else np.zeros(0)
    counts = is_class & np.isfinite(largest)
    at = np.flatnonzero(counts)
    x, largest, label = x[at], largest[at], y[at].astype(np.int64)
    each = np.arange(len(at))
    top = x.argmax(axis=1) if len(at) else np.zeros(0, dtype=np.int64)
    p = np.exp(x - largest[:, None])
    p[each, top] = 0
    tail = p.sum(axis=1)
    p[each, top] = 1
    p /= (1 + tail)[:, None]
    own = x[each, label]
    confidence = 1 / (1 + tail)
    five = (x > own[:, None]).sum(axis=1) < 5
    if classes == 2:
        brier = (p[:, 1] - (label == 1)) ** 2
    else:
        p[each, label] -= 1
        brier = (p**2).sum(axis=1)
    return {
        "all": n,
        "unlabelled": int(n - is_class.sum()),
        "undefined": int(is_class.sum() - len(at)),
        "outside": len(outside),
        "outsideId": outside[:1].astype(np.int64).tolist(),
        "classes": classes,
        "row": at + offset,
        "label": label,
        "top": top,
        "confidence": confidence,
        "loss": np.log1p(tail) + (largest - own),
        "brier": brier,
        "five": five,
        "right": top == label,
        "own": np.exp(own - largest) / (1 + tail),
        "logits": x if classes <= LISTED_CLASSES else None,
        "groups": None if groups is None else np.asarray(groups, dtype=object)[at],
    }


def first_look(block, offset, settings):
    """The sums of a block, and the columns that are asked again: 42 bytes a row, without the logits."""
    import numpy as np

    columns = row_columns(block, offset, settings)
    kept = {key: columns[key] for key in ("row", "confidence", "loss", "brier", "five", "right")}
    return sums_of(columns), dict(kept, label=columns["label"].astype(np.int32), top=columns["top"].astype(np.int32))


def bins_of(np, confidence):
    return np.minimum(BINS - 1, np.floor(confidence * (BINS * (1 + 1e-14)))).astype(np.int64)


def sums_of(columns):
    """What adds up of a block's rows. Sparse sums are dicts."""
    import numpy as np

    c, classes = columns, columns["classes"]
    label, top, right, p, loss = c["label"], c["top"], c["right"], c["confidence"], c["loss"]
    at = bins_of(np, p)

    def binned(values=None):
        return np.bincount(at, weights=values, minlength=BINS).astype(np.float64)

    def by_class(ids, values=None):
        return np.bincount(ids, weights=values, minlength=classes).astype(np.float64)

    def gaps(ids, many):
        return np.bincount(ids * BINS + at, weights=right - p, minlength=many * BINS).reshape(many, BINS)

    pairs, counts = np.unique(label * classes + top, return_counts=True)
    order = np.argsort(-loss, kind="stable")[:LISTED_ROWS]
    finite = loss[np.isfinite(loss)]
    keys, place = np.unique(loss.view(np.int64) >> 44, return_inverse=True)
    groups = {}
    if c["groups"] is not None:
        values, of = np.unique(np.array([group_name(value) for value in c["groups"]], dtype=str), return_inverse=True)
        many = len(values)
        each = [np.bincount(of, weights=weights, minlength=many) for weights in (None, right, loss)]
        for name, one in zip(values, np.column_stack(each + [gaps(of, many)])):
            if name:
                groups[str(name)] = one
    return {
        "classes": classes,
        "all": c["all"],
        "unlabelled": c["unlabelled"],
        "undefined": c["undefined"],
        "outside": c["outside"],
        "outsideId": c["outsideId"],
        "n": len(label),
        "right": int(right.sum()),
        "five": int(c["five"].sum()),
        "loss": float(loss.sum()),
        "brier": float(c["brier"].sum()),
        "confidence": float(p.sum()),
        "count": binned(),
        "hits": binned(right.astype(np.float64)),
        "sum": binned(p),
        "variance": binned(p * (1 - p)),
        "support": by_class(label),
        "predicted": by_class(top),
        "both": by_class(label[right]),
        "classLoss": by_class(label, loss),
        "classOwn": by_class(label, c["own"]),
        "classGaps": gaps(label, classes),
        "maxLoss": float(finite.max()) if len(finite) else 0.0,
        "pairs": dict(zip(pairs.tolist(), counts.tolist())),
        "groups": groups,
        # Counts and sums of losses by their leading bits, which rise as they do.
        "losses": dict(zip(keys.tolist(), zip(np.bincount(place).tolist(), np.bincount(place, weights=loss).tolist()))),
        "quantiles": [(len(p), np.sort(p)[:: max(1, len(p) // 200)])],
        "worst": {
            key: c[key][order] for key in ("row", "label", "top", "confidence", "loss") + (("logits",) if c["logits"] is not None else ())
        },
    }


def group_name(value):
    """What a slice is called by, as of a file: whole numbers without a fraction. Nothing where the value is missing."""
    text = "" if value is None else str(value)
    if isinstance(value, str):
        return text
    if text in ("nan", "NaT", "<NA>"):
        return ""
    return text[:-2] if text.endswith(".0") else text


def merged(parts):
    """Sums of blocks as those of all their rows, in the order of the blocks."""
    import numpy as np

    parts = [part for part in parts if part["all"]] or parts[:1]
    total = dict(parts[0])
    for part in parts[1:]:
        if part["classes"] != total["classes"]:
            raise ValueError("Blocks have %d and %d classes" % (total["classes"], part["classes"]))
        for key, value in part.items():
            if key == "maxLoss":
                total[key] = max(total[key], value)
            elif key in ("pairs", "groups"):
                total[key] = dict(total[key])
                for name, one in value.items():
                    total[key][name] = total[key][name] + one if name in total[key] else one
            elif key == "losses":
                total[key] = dict(total[key])
                for name, (count, loss) in value.items():
                    before = total[key].get(name, (0, 0.0))
                    total[key][name] = (before[0] + count, before[1] + loss)
            elif key == "worst":
                both = {name: np.concatenate([total[key][name], value[name]]) for name in value}
                # Rows of equal loss in the order of the file, which is theirs already.
                order = np.argsort(-both["loss"], kind="stable")[:LISTED_ROWS]
                total[key] = {name: values[order] for name, values in both.items()}
            elif key == "outsideId":
                total[key] = (total[key] + value)[:1]
            elif key != "classes":
                total[key] = total[key] + value
    return total


def cuts_of(total, ranges):
    """Confidences between ranges of about equally many rows."""
    import numpy as np

    weight = np.concatenate([np.full(len(values), n / max(1, len(values))) for n, values in total["quantiles"]])
    values = np.concatenate([values for _, values in total["quantiles"]])
    order = np.argsort(values, kind="stable")
    share = np.cumsum(weight[order]) / max(1e-300, weight.sum())
    at = np.searchsorted(share, np.arange(1, ranges) / ranges)
    return values[order][np.minimum(at, len(values) - 1)] if len(values) else np.zeros(ranges - 1)


def ranges_of(columns, cuts):
    """A block's confidences and whether each row is right, range by range."""
    import numpy as np

    of = np.searchsorted(cuts, columns["confidence"], side="left")
    return [(columns["confidence"][of == r], columns["right"][of == r]) for r in range(len(cuts) + 1)]


def in_rank(pieces):
    """One range of all blocks by rising confidence; equal ones in the order of the rows."""
    import numpy as np

    p = np.concatenate([piece[0] for piece in pieces])
    right = np.concatenate([piece[1] for piece in pieces])
    order = np.argsort(p, kind="stable")
    return p[order], right[order]


def counts_of(ranked):
    return len(ranked[0]), int((~ranked[1]).sum())


def rank_sums(ranked, at, counts):
    """
    What a range adds to the figures that go by rank: the area under the ROC curve in pairs of rows, that under the curve of
    risk and coverage in rows, each part's gap of the error over bins of equal mass, points of the risk curve, and the most
    rows that can be answered at the round error. `counts` has the rows and the wrong ones of every range.
    """
    import numpy as np

    p, right = ranked
    rows, wrongs = [sum(one[i] for one in counts) for i in (0, 1)]
    below, wrong_below = [sum(one[i] for one in counts[:at]) for i in (0, 1)]
    above, wrong_above = [sum(one[i] for one in counts[at + 1 :]) for i in (0, 1)]
    n = len(p)
    wrong = (~right).astype(np.float64)
    ends = np.flatnonzero(np.append(p[1:] - p[:-1] > TIE * p[1:], True)) if n else np.zeros(0, dtype=np.int64)
    starts = np.append(0, ends[:-1] + 1)[: len(ends)]
    tied = ends - starts + 1
    wrong_to = np.append(0, np.cumsum(wrong))
    tied_wrong = wrong_to[ends + 1] - wrong_to[starts]
    area = ((tied - tied_wrong) * (wrong_below + wrong_to[starts] + tied_wrong / 2)).sum()
    # From the surest on: what is answered and wrong before a tie, and each row's place in its tie.
    answered = above + (n - 1 - ends)
    errors = wrong_above + (wrong_to[n] - wrong_to[ends + 1])
    place = np.arange(n) - np.repeat(starts, tied) + 1
    each = [np.repeat(values, tied) for values in (errors, tied_wrong, tied, answered)]
    risk = ((each[0] + each[1] * place / each[2]) / (each[3] + place)).sum()
    part_ends = np.cumsum([rows // BINS + (part < rows % BINS) for part in range(BINS)])
    part = np.searchsorted(part_ends, below + np.arange(n), side="right")
    so_far = wrong_above + np.cumsum(wrong[::-1])
    points = {}
    for point in range(1, POINTS + 1):
        wanted = max(1, int(np.floor(point * rows / POINTS + 0.5)))
        if above < wanted <= above + n:
            points[point] = (wanted, int(so_far[wanted - above - 1]))
    round_error = next((one for one in ROUND_ERRORS if one < wrongs / max(1, rows)), None)
    answerable = 0
    if round_error is not None and n:
        fits = np.flatnonzero(so_far / (above + 1 + np.arange(n)) <= round_error)
        answerable = int(above + 1 + fits[-1]) if len(fits) else 0
    gaps = np.bincount(part, weights=right - p, minlength=BINS)
    return {"area": float(area), "risk": float(risk), "gaps": gaps, "points": points, "answerable": answerable}


def second_look(columns, total, seed):
    """What can be asked of a block's rows once the sums of all are known: the histogram of losses, the largest, a sample."""
    import numpy as np

    p, loss, right = columns["confidence"], columns["loss"], columns["right"]
    width = (np.log10(max(1.0, total["maxLoss"])) - LOSS_FROM) / LOSS_BINS
    at = np.clip(np.floor((np.log10(np.maximum(loss, 10**LOSS_FROM)) - LOSS_FROM) / width), 0, LOSS_BINS - 1).astype(np.int64)
    drawn = (total["variance"] < NORMAL_VARIANCE) & (total["count"] <= DRAWN_ROWS)
    bins = bins_of(np, p)
    picked = np.ones(len(p), dtype=bool)
    if total["n"] > SAMPLED_ROWS:
        picked = row_hash(np, columns["row"], seed) < SAMPLED_ROWS / total["n"] * 2**32
    return {
        "lossesRight": np.bincount(at[right], minlength=LOSS_BINS),
        "lossesWrong": np.bincount(at[~right], minlength=LOSS_BINS),
        "atLimit": loss[(loss.view(np.int64) >> 44) == heavy_key(total)[0]],
        "drawn": [p[(bins == b)] if drawn[b] else p[:0] for b in range(BINS)],
        "sample": {key: columns[key][picked] for key in ("row", "label", "top", "confidence", "loss", "brier", "five")},
    }


def heavy_key(total):
    """The leading bits of the loss that the heaviest twentieth ends at; the rows and the sum of loss beyond them."""
    import math

    wanted = math.ceil(total["n"] * 0.05)
    rows, loss = 0, 0.0
    for key in sorted(total["losses"], reverse=True):
        count, its = total["losses"][key]
        if rows + count >= wanted:
            return key, wanted - rows, loss
        rows, loss = rows + count, loss + its
    return None, 0, loss


def row_hash(np, row, salt):
    """A row's own random number, as src/loss/evaluation/rowHash.ts has it."""
    whole = np.uint64(0xFFFFFFFF)

    def mix(x):
        x = ((x ^ (x >> np.uint64(16))) * np.uint64(0x7FEB352D)) & whole
        x = ((x ^ (x >> np.uint64(15))) * np.uint64(0x846CA68B)) & whole
        return x ^ (x >> np.uint64(16))

    salted = np.uint64((salt * 0x85EBCA6B) & 0xFFFFFFFF)
    return mix((mix((row.astype(np.uint64) + np.uint64(0x9E3779B9)) & whole) + salted) & whole)


def class_ids(labels, offset):
    """A block's labels, NaN where there is none; a number between two classes is no label, and a mistake of somebody's."""
    import numpy as np

    ids = np.asarray(labels, dtype=np.float64).reshape(-1)
    wrong = np.flatnonzero(np.isfinite(ids) & (ids != np.floor(ids)))
    if len(wrong):
        raise ValueError("labels[%d] is %s; class IDs are whole numbers" % (offset + wrong[0], ids[wrong[0]]))
    return ids


def sampled_rows(block, offset, total):
    """Whole rows of a block, those that their own numbers draw: all, where no more than FITTED_LOGITS are there."""
    import numpy as np

    logits, labels, _ = block
    x = np.asarray(logits, dtype=np.float64)
    x = x.reshape(-1, 1) if x.ndim == 1 else x
    row = np.arange(len(x)) + offset
    most = FITTED_LOGITS // max(1, x.shape[1])
    picked = row_hash(np, row, 0) < most / total * 2**32 if total > most else np.ones(len(x), dtype=bool)
    ids = np.nan_to_num(class_ids(labels, offset), nan=-1)
    return x[picked], ids[picked]


def sample_answer(samples):
    """The sampled rows of all blocks as the extension opens them."""
    import base64

    import numpy as np

    samples = [one for one in samples if len(one[0])] or samples[:1]
    logits, ids = [np.ascontiguousarray(np.concatenate(parts), dtype="<f8") for parts in zip(*samples)]
    packed = [base64.b64encode(one.tobytes()).decode("ascii") for one in (logits, ids)]
    return {"classes": logits.shape[1], "logits": packed[0], "labels": packed[1]}


def evaluation_answer(total, ranked, looks):
    """Everything as the extension takes it: numbers, lists, and columns as base64."""
    import base64

    import numpy as np

    def packed(values, dtype):
        return base64.b64encode(np.ascontiguousarray(values, dtype=dtype).tobytes()).decode("ascii")

    def joined(of):
        return np.concatenate([of(look) for look in looks])

    _, needed, beyond = heavy_key(total)
    at_limit = np.sort(joined(lambda look: look["atLimit"]))[::-1][:needed]
    kinds = {"row": "<i4", "label": "<i4", "top": "<i4", "five": "u1"}
    listed = total["worst"]
    points = {point: of for one in ranked for point, of in one["points"].items()}
    plain = ("classes", "all", "unlabelled", "undefined", "outside", "outsideId", "n", "right", "five", "loss", "brier", "confidence", "maxLoss")
    return {
        **{key: total[key] for key in plain},
        **{key: total[key].tolist() for key in ("count", "hits", "sum", "variance", "support", "predicted", "both", "classLoss", "classOwn")},
        "classGaps": total["classGaps"].tolist(),
        "pairs": [[key, count] for key, count in total["pairs"].items()],
        "groups": [[name, of.tolist()] for name, of in sorted(total["groups"].items(), key=lambda one: -one[1][0])[:GROUPS]],
        "area": sum(one["area"] for one in ranked),
        "riskArea": sum(one["risk"] for one in ranked),
        "massGaps": sum(one["gaps"] for one in ranked).tolist(),
        "points": [points[point] for point in sorted(points)],
        "answerable": max(one["answerable"] for one in ranked),
        "lossesRight": sum(look["lossesRight"] for look in looks).tolist(),
        "lossesWrong": sum(look["lossesWrong"] for look in looks).tolist(),
        "heaviest": float(beyond + at_limit.sum()),
        "drawn": [packed(joined(lambda look: look["drawn"][b]), "<f8") for b in range(BINS)],
        "sample": {key: packed(joined(lambda look: look["sample"][key]), kinds.get(key, "<f8")) for key in looks[0]["sample"]},
        "worst": {key: packed(values, kinds.get(key, "<f8")) for key, values in listed.items()},
    }
