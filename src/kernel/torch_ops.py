"""Rows computed by torch, on the tensor's own device."""

import math

from .numpy_ops import BUSY, CACHED
from .row_figures import figures_of_sums, to_list, weighed


class TorchOps:
    """Figures of 2-D blocks of rows; in float32 where the device has no float64."""

    def __init__(self):
        self.buffers = {}

    def block(self, x):
        """Elements to be computed at once."""
        if x.device.type == "cpu":
            return CACHED
        if x.device.type != "cuda":
            return BUSY
        import torch

        # Where a model has left little memory, some 64 bytes an element.
        return max(CACHED, min(BUSY, torch.cuda.mem_get_info(x.device)[0] >> 6))

    def _wide_dtype(self, x):
        import torch

        return torch.float32 if x.device.type == "mps" else torch.float64

    def _wide(self, x):
        return x.to(self._wide_dtype(x))

    def columns(self, x, settings, labels):
        import torch

        with torch.no_grad():
            if settings.get("probabilities"):
                x = self.log(x)
            elif x.dtype not in (torch.float32, torch.float64):
                x = x.to(torch.float32) if x.dtype.is_floating_point else self._wide(x)
            n, classes = x.shape
            scratch = self._buffer("scratch", x)
            shifted = self._buffer("shifted", x, self._wide_dtype(x))
            e = self._buffer("e", x, shifted.dtype)
            largest = x.amax(dim=1)
            top = self._first(x, largest, scratch)
            shifted.copy_(x).sub_(largest[:, None])
            if settings["temperature"] != 1:
                shifted.div_(settings["temperature"])
            torch.exp(shifted, out=e)
            # The largest is 1 and stays out of the sum, so that a small tail keeps its digits.
            e.scatter_(1, top[:, None], 0.0)
            tail = e.sum(dim=1)
            # −inf times 0 is 0 here: a masked class adds nothing.
            finite = shifted if bool(x.amin().isfinite()) else shifted.clamp_min(torch.finfo(e.dtype).min)
            if x.device.type == "cpu" and classes >= 4096:
                spread = torch.stack([torch.dot(e[i], finite[i]) for i in range(n)])
            else:
                spread = (e * finite).sum(dim=1)
            second = e.amax(dim=1)
            out = figures_of_sums(torch, largest.to(e.dtype) / settings["temperature"], tail, spread, second, classes)
            out["top"] = top
            if labels is not None:
                self._loss(out, x, shifted, scratch, settings, labels)
            return {key: to_list(value) for key, value in out.items()}

    def _buffer(self, name, like, dtype=None):
        """Memory used again for each block: fresh memory costs more than the arithmetic on it."""
        import torch

        kept = self.buffers.get(name)
        if kept is None or kept.shape != like.shape:
            kept = self.buffers[name] = torch.empty(like.shape, dtype=dtype or like.dtype, device=like.device)
        return kept

    def _first(self, x, largest, scratch):
        """Where the largest stands first. torch.argmax takes as long as an exponential; this does not."""
        import torch

        classes = x.shape[1]
        if classes > 1 << 24:
            return x.argmax(dim=1)
        torch.eq(x, largest[:, None], out=scratch)
        scratch *= torch.arange(classes, 0, -1, dtype=x.dtype, device=x.device)
        return (classes - scratch.amax(dim=1).to(torch.int64)).clamp_max(classes - 1)

    def _loss(self, out, x, shifted, scratch, settings, labels):
        import torch

        log = out["log1pTail"]
        ids = torch.as_tensor(labels, device=x.device, dtype=torch.int64)
        counted = ids >= 0
        safe = torch.where(counted, ids, torch.zeros_like(ids))[:, None]
        loss = log - shifted.gather(1, safe)[:, 0]
        smoothing = settings.get("labelSmoothing") or 0
        weights = settings.get("classWeights")
        w = torch.as_tensor(weights, dtype=shifted.dtype, device=shifted.device) if weights else None
        if w is not None:
            loss = weighed(torch, w[safe[:, 0]], loss)
        if smoothing:
            classes = shifted.shape[1]
            uniform = log[:, None] - shifted
            if w is not None:
                uniform = weighed(torch, w, uniform)
            own = (1 - smoothing) * loss if smoothing < 1 else 0
            loss = own + smoothing / classes * uniform.sum(dim=1)
        out["loss"] = torch.where(counted, loss, torch.full_like(loss, math.nan))
        # Counted as numbers: torch sums booleans slowly.
        torch.gt(x, x.gather(1, safe), out=scratch)
        out["rank"] = torch.where(counted, scratch.sum(dim=1).to(torch.int64), torch.full_like(ids, -1))

    def log(self, x):
        return self._wide(x).log()

    def bars(self, x, temperature, lse, bins):
        import torch

        with torch.no_grad():
            classes = x.shape[1]
            edges = [-(-b * classes // bins) for b in range(bins + 1)]
            largest = torch.stack([self._wide(x[:, edges[b] : edges[b + 1]].amax(dim=1)) for b in range(bins)], dim=1)
            sums = torch.as_tensor(lse, dtype=largest.dtype, device=largest.device)
            return to_list(torch.exp(largest / temperature - sums[:, None]).reshape(-1))

    def top_k(self, row, k):
        import torch

        with torch.no_grad():
            values = self._wide(row)
            order = torch.sort(values, descending=True, stable=True)
            return to_list(order.indices[:k]), to_list(order.values[:k])

    def at(self, row, index):
        return float(row[index])
