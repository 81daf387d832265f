"""Figures of a labelled batch, with the bins and definitions of the extension's own."""

import collections
import itertools
import math
import operator

_MAX_FLAGS = 1000


def batch(cols, settings, labels, classes):
    """From the columns of all rows; `labels` has a class id a row, -1 where it is left out."""
    n = len(cols.get("entropy", ()))
    flags = flags_of(cols)
    summary = {"rows": n, "counted": 0, "ignored": n, "flags": flags}
    sure = [x for x in cols.get("probability", ()) if x == x]
    if sure:
        summary["meanConfidence"] = math.fsum(sure) / len(sure)
        summary["meanEntropy"] = math.fsum(x for x in cols["entropy"] if x == x) / len(sure)
    if labels is None:
        return summary
    counts = [label >= 0 for label in labels]
    labels, loss, top, p, rank = (list(itertools.compress(c, counts)) for c in (labels, *map(cols.get, _OF_LABELLED)))
    total = math.fsum(loss) if all(map(math.isfinite, loss)) else sum(loss)
    m = len(labels)
    reduction = settings.get("reduction", "mean")
    if reduction == "sum":
        summary["reduced"] = total
    elif reduction == "mean":
        weights = settings.get("classWeights")
        denominator = math.fsum(weights[label] for label in labels) if weights else m
        summary["reduced"] = total / denominator if denominator else math.nan
    if not m:
        return summary
    mean = total / m
    hits = list(map(operator.eq, top, labels))
    # NaN is not itself. A row without a distribution has no rank, no confidence and no place in a bin.
    known = list(map(operator.eq, p, p))
    k = sum(known)
    right = list(itertools.compress(hits, known))
    confusion = collections.Counter(itertools.compress(zip(labels, top), known))
    reliability = _reliability(list(itertools.compress(p, known)), right)
    finite = list(filter(math.isfinite, loss))
    largest = max(finite, default=0.0)
    count = max(1, min(24, math.ceil(math.sqrt(len(finite)))))
    width = largest / count if largest > 0 else 1.0
    places = collections.Counter([max(0, min(count - 1, int(value // width))) for value in finite])
    histogram = [places[i] for i in range(count)]
    summary.update(
        counted=k,
        ignored=n - k,
        perplexity=_exp(mean),
        calibrationError=sum(b["count"] / k * abs(b["accuracy"] - b["meanConfidence"]) for b in reliability),
        reliability=reliability,
        lossHistogram={"edges": [i * width for i in range(count + 1)], "counts": histogram},
        confusion=[
            {"label": a, "predicted": b, "count": c}
            for (a, b), c in sorted(confusion.items(), key=lambda item: -item[1])[:400]
        ],
    )
    if k:
        summary["accuracy"] = sum(right) / k
    else:
        del summary["calibrationError"]
    if classes > 5 and k:
        summary["topFive"] = sum(map((5).__gt__, itertools.compress(rank, known))) / k
    return summary


_OF_LABELLED = ("loss", "top", "probability", "rank")


def _reliability(p, hits):
    """Ten bins of confidence: how many rows, how sure on average, how many right."""
    bins = [min(9, int(x * 10)) for x in p]
    counts, right = collections.Counter(bins), collections.Counter(itertools.compress(bins, hits))
    sums = [0.0] * 10
    for b, x in zip(bins, p):
        sums[b] += x
    return [
        {"from": b / 10, "to": (b + 1) / 10, "count": c, "meanConfidence": sums[b] / c, "accuracy": right[b] / c}
        for b, c in sorted(counts.items())
    ]


def _exp(x):
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def flags_of(cols, first=0):
    """Why rows have no distribution, or an infinite loss; `first` is the number of the first row."""
    flags = []
    for i, entropy in enumerate(cols.get("entropy", ())):
        if len(flags) == _MAX_FLAGS:
            break
        if entropy != entropy:
            flags.append(dict(row=first + i, **_REASONS.get(cols["largest"][i], _NOT_A_NUMBER)))
        elif "loss" in cols and cols["loss"][i] == math.inf:
            flags.append(dict(row=first + i, **_MASKED_LABEL))
    return flags


_REASONS = {
    math.inf: {"reason": "positive-infinity"},
    -math.inf: {"reason": "all-masked"},
}
_NOT_A_NUMBER = {"reason": "nan"}
_MASKED_LABEL = {"reason": "masked-label"}
