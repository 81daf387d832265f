"""Figures of a labelled batch, with the bins and definitions of the extension's own."""

import math

_MAX_FLAGS = 1000


def batch(cols, settings, labels, classes):
    """From the columns of all rows; `labels` has a class id a row, -1 where it is left out."""
    n = len(cols.get("entropy", ()))
    flags = flags_of(cols)
    summary = {"rows": n, "counted": 0, "ignored": n, "flags": flags}
    if labels is None:
        return summary
    counted = [i for i in range(n) if labels[i] >= 0]
    loss, top, p, rank = cols["loss"], cols["top"], cols["probability"], cols["rank"]
    total = math.fsum(loss[i] for i in counted) if all(math.isfinite(loss[i]) for i in counted) else sum(loss[i] for i in counted)
    reduction = settings.get("reduction", "mean")
    if reduction == "sum":
        summary["reduced"] = total
    elif reduction == "mean":
        weights = settings.get("classWeights")
        denominator = math.fsum(weights[labels[i]] for i in counted) if weights else len(counted)
        summary["reduced"] = total / denominator if denominator else math.nan
    if not counted:
        return summary
    m = len(counted)
    mean = total / m
    bins = [[0, 0, 0.0] for _ in range(10)]
    confusion = {}
    finite = []
    right = five = 0
    for i in counted:
        hit = top[i] == labels[i]
        right += hit
        five += rank[i] < 5
        if p[i] == p[i]:
            b = bins[min(9, int(p[i] * 10))]
            b[0] += 1
            b[1] += hit
            b[2] += p[i]
        pair = (labels[i], top[i])
        if p[i] == p[i]:
            confusion[pair] = confusion.get(pair, 0) + 1
        if math.isfinite(loss[i]):
            finite.append(loss[i])
    reliability = [
        {"from": b / 10, "to": (b + 1) / 10, "count": c, "meanConfidence": s / c, "accuracy": r / c}
        for b, (c, r, s) in enumerate(bins)
        if c
    ]
    largest = max(finite, default=0.0)
    count = max(1, min(24, math.ceil(math.sqrt(len(finite)))))
    width = largest / count if largest > 0 else 1.0
    histogram = [0] * count
    for value in finite:
        histogram[max(0, min(count - 1, int(value // width)))] += 1
    summary.update(
        counted=m,
        ignored=n - m,
        perplexity=_exp(mean),
        accuracy=right / m,
        calibrationError=sum(b["count"] / m * abs(b["accuracy"] - b["meanConfidence"]) for b in reliability),
        reliability=reliability,
        lossHistogram={"edges": [i * width for i in range(count + 1)], "counts": histogram},
        confusion=[
            {"label": a, "predicted": b, "count": c}
            for (a, b), c in sorted(confusion.items(), key=lambda item: -item[1])[:400]
        ],
    )
    if classes > 5:
        summary["topFive"] = five / m
    return summary


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
