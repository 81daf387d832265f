"""Rows computed by NumPy's functions, or by those of libraries that share them: CuPy and JAX."""

from .row_figures import figures_of_sums, to_list, weighed


#: Elements computed at once on a processor: a few copies in float64 stay within its cache.
CACHED = 1 << 19
#: On a GPU: enough to keep it busy, and some hundred megabytes of memory.
BUSY = 1 << 23


class NumPyOps:
    """Figures of 2-D blocks of rows, in float64 where the library has it."""

    def __init__(self, xp):
        self.xp = xp

    def block(self, x):
        """Elements to be computed at once."""
        return BUSY if self.xp.__name__ == "cupy" else CACHED

    def columns(self, x, settings, labels):
        xp = self.xp
        if settings.get("probabilities"):
            x = self.log(x)
        elif x.dtype.itemsize < 4 or x.dtype.kind != "f":
            x = x.astype(xp.float64)
        n, classes = x.shape
        each = xp.arange(n)
        top = x.argmax(axis=1)
        largest = x[each, top].astype(xp.float64)
        shifted = x.astype(xp.float64)
        shifted -= largest[:, None]
        if settings["temperature"] != 1:
            shifted /= settings["temperature"]
        e = xp.exp(shifted)
        # The largest is 1 and stays out of the sum, so that a small tail keeps its digits.
        e = _without(xp, e, each, top)
        tail = e.sum(axis=1)
        # −inf times 0 is 0 here: a masked class adds nothing.
        finite = shifted if bool(xp.isfinite(shifted.min())) else xp.where(e > 0, shifted, 0.0)
        spread = xp.einsum("ij,ij->i", e, finite)
        second = e.max(axis=1)
        out = figures_of_sums(xp, largest / settings["temperature"], tail, spread, second, classes)
        out["top"] = top
        if labels is not None:
            self._loss(out, x, shifted, each, settings, labels)
        return {key: to_list(value) for key, value in out.items()}

    def _loss(self, out, x, shifted, each, settings, labels):
        xp = self.xp
        log = out["log1pTail"]
        ids = xp.asarray(labels)
        counted = ids >= 0
        safe = xp.where(counted, ids, 0)
        loss = log - shifted[each, safe]
        smoothing = settings.get("labelSmoothing") or 0
        weights = settings.get("classWeights")
        w = xp.asarray(weights, dtype=shifted.dtype) if weights else None
        if w is not None:
            loss = weighed(xp, w[safe], loss)
        if smoothing:
            classes = shifted.shape[1]
            uniform = log[:, None] - shifted
            if w is not None:
                uniform = weighed(xp, w, uniform)
            own = (1 - smoothing) * loss if smoothing < 1 else 0
            loss = own + smoothing / classes * uniform.sum(axis=1)
        out["loss"] = xp.where(counted, loss, xp.nan)
        more = x > x[each, safe][:, None]
        out["rank"] = xp.where(counted, more.view(xp.uint8).sum(axis=1, dtype=xp.int32), -1)

    def log(self, x):
        return self.xp.log(x.astype(self.xp.float64))

    def bars(self, x, temperature, lse, bins):
        xp = self.xp
        classes = x.shape[1]
        edges = [-(-b * classes // bins) for b in range(bins + 1)]
        largest = [x[:, edges[b] : edges[b + 1]].max(axis=1).astype(xp.float64) for b in range(bins)]
        heights = xp.exp(xp.stack(largest, axis=1) / temperature - xp.asarray(lse)[:, None])
        return to_list(heights.reshape(-1))

    def top_k(self, row, k):
        xp = self.xp
        values = row.astype(xp.float64)
        order = xp.argsort(-values, kind="stable") if xp.__name__ == "numpy" else xp.argsort(-values)
        chosen = order[:k]
        return to_list(chosen), to_list(values[chosen])

    def at(self, row, index):
        return float(row[index])


def _without(xp, e, each, top):
    if hasattr(e, "at"):  # JAX's arrays do not change
        return e.at[each, top].set(0.0)
    e[each, top] = 0.0
    return e
