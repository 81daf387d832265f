"""A variable that someone looks at, and the questions that an inspector has about it."""

import json
import weakref

from .adapt import adapt, array_in
from .batch import batch, flags_of
from .belonging import labels_beside
from .bundles import header, recalled
from .columns import MAX_ROWS, columns, in_blocks
from .dask_evaluation import has_own_labels
from .dtypes import Unsupported, sizes
from .paths import resolve
from .printed import Printed
from .row_figures import quietly
from .variables import is_one_array
from .whole_numbers import whole_numbers

#: The columns computed last, and of what.
_computed = {}

class Opened:
    """
    A variable as one request asks about it: found anew by its name each time, as it may have been replaced. Its
    questions are the methods that are named in QUESTIONS; each takes the request and gives a value for JSON.
    """

    QUESTIONS = ("describe", "labels_of", "page", "row", "batch")

    def __init__(self, request, namespace):
        ref, path = request.get("ref"), request.get("name")
        if ref is not None:
            x = recalled(ref)
            if x is None:
                raise Unsupported("The array is gone. Run its cell again.")
        else:
            x = resolve(path, namespace)
            path, x = (None if is_one_array(x) else array_in(path, x)) or (path, x)
        self.name, self.value, self.namespace = path, x, namespace
        self.array = adapt(x)
        # Figures of one array are not to be drawn as those of another.
        shape = request.get("shape")
        if shape is not None and tuple(shape) != self.array.shape:
            now, was = sizes(self.array.shape), sizes(shape)
            raise Unsupported("The array is now {0}, and was {1} when it was opened. Inspect it again.", now, was)
        if request.get("printed") and not Printed(request["printed"]).agrees(self.array):
            raise Unsupported("The kernel no longer holds what is printed here: “{0}” has changed since.", self.name)
        self.settings = request.get("settings") or {"temperature": 1}
        self.labels = request.get("labels")

    def describe(self, request):
        labels = labels_beside(self.name, self.array, self.namespace) if self.name else None
        whole = {"header": header(self.array, self.name), "bytes": self.array.nbytes, "labels": labels}
        return dict(whole, labelled=True) if labels is None and has_own_labels(self.value) else whole

    def labels_of(self, request):
        """Class ids from a variable, as a list."""
        if self.array.size > MAX_ROWS:
            raise Unsupported("{0} labels are above the limit of {1}.", self.array.size, MAX_ROWS)
        values = whole_numbers(self.array)
        if values is None:
            raise Unsupported("“{0}” has dtype {1}; expected class IDs, which are whole numbers.", self.name, self.array.kind)
        return values

    def page(self, request):
        """Some rows of the list that a sort and a filter make of all."""
        classes = self.array.shape[-1]
        total = self.array.size // classes
        start, count = request["from"], request["count"]
        sort, wrong = request.get("sort"), request.get("wrongOnly")
        if not wrong and (sort is None or (sort["key"] == "row" and not sort["descending"])):
            stop = min(total, start + count)
            rows = list(range(min(start, total), stop))
            cols = columns(self.array, self.settings, self.labels, min(start, total), stop)
        else:
            whole = self._all_columns()
            order = self._order(whole, sort, wrong)
            total = len(order)
            rows = order[start : start + count]
            cols = {key: [values[i] for i in rows] for key, values in whole.items()}
        result = {"total": total, "row": rows, "bins": min(classes, 32), "heights": [], "top": []}
        result.update({key: [] for key in ("probability", "margin", "entropy")})
        for key in ("top", "probability", "margin", "entropy", "loss"):
            if key in cols:
                result[key] = cols[key]
        if self.labels is not None:
            result["label"] = [self.labels[i] for i in rows]
        result["heights"] = self._heights(rows, cols.get("logSumExp", []))
        return result

    def row(self, request):
        """One row in detail: its k largest classes, and the label's."""
        at, ops = request["row"], self.array.ops
        x = self.array.rows(at, at + 1)
        cols = in_blocks(ops, x, self.settings, [self.labels[at]] if self.labels is not None else None)
        if self.settings.get("probabilities"):
            x = ops.log(x)
        classes, logits = ops.top_k(x[0], min(int(request["k"]), self.array.shape[-1]))
        label = self.labels[at] if self.labels is not None else -1
        if label >= 0 and label not in classes:
            classes.append(label)
            logits.append(ops.at(x[0], label))
        result = {key: values[0] for key, values in cols.items()}
        result.update(row=at, classes=classes, logits=logits, flag=(flags_of(cols, at) or [None])[0])
        return result

    def batch(self, request):
        return batch(self._all_columns(), self.settings, self.labels, self.array.shape[-1])

    def _all_columns(self):
        """The columns of all rows; kept until the value, its contents or the settings are others."""
        key = (json.dumps([self.settings, self.labels]), self.array.stamp())
        kept = _computed.get("key"), _computed.get("of", lambda: None)()
        if kept[0] != key or kept[1] is not self.value:
            _computed.clear()
            _computed.update(key=key, columns=columns(self.array, self.settings, self.labels))
            try:
                _computed["of"] = weakref.ref(self.value)
            except TypeError:
                pass
        return _computed["columns"]

    def _order(self, whole, sort, wrong):
        """Numbers of rows as they are listed: those without a value come last either way, ties keep their order."""
        labels = self.labels
        order = range(self.array.size // self.array.shape[-1])
        if wrong and labels is not None:
            order = [i for i in order if labels[i] >= 0 and labels[i] != whole["top"][i]]
        if sort is None:
            return list(order)
        if sort["key"] == "row":
            return list(reversed(order)) if sort["descending"] else list(order)
        if sort["key"] == "label":
            values = whole["top"] if labels is None else labels
        else:
            values = whole.get(sort["key"], whole["entropy"])
        known = [i for i in order if values[i] == values[i]]
        unknown = [i for i in order if values[i] != values[i]]
        known.sort(key=lambda i: values[i], reverse=bool(sort["descending"]))
        return known + unknown

    def _heights(self, rows, sums):
        """Mini bars of rows, one row's after the other's. `sums` are their log-sum-exps."""
        if rows and rows == list(range(rows[0], rows[0] + len(rows))):
            return self._bars(rows[0], rows[-1] + 1, sums)
        heights = []
        for at, row in enumerate(rows):
            heights += self._bars(row, row + 1, sums[at : at + 1])
        return heights

    def _bars(self, start, stop, sums):
        ops = self.array.ops
        x = self.array.rows(start, stop)
        if self.settings.get("probabilities"):
            x = quietly(ops.log, x)
        return quietly(ops.bars, x, self.settings["temperature"], sums, min(self.array.shape[-1], 32))
