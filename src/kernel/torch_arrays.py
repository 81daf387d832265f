"""Tensors of torch."""

import zlib

from .arrays import Array, check_dense
from .dtypes import KINDS, Unsupported
from .genuine import plain, type_name
from .torch_ops import TorchOps


class TorchArray(Array):
    library = "torch"

    def __init__(self, tensor):
        import torch

        t = plain(tensor)
        if t.grad_fn is not None:
            self.made_by = type_name(t.grad_fn)
        t = t.detach()
        if t.device.type == "meta":
            raise Unsupported("A tensor on the meta device has no values.")
        if t.is_quantized:
            t = t.dequantize()
        if t.layout != torch.strided:
            check_dense(tuple(t.shape), t.element_size())
            t = t.to_dense()
        kind = str(t.dtype).split(".")[-1]
        if t.dtype.is_complex:
            raise Unsupported("A tensor of {0} holds complex numbers; expected real ones.", kind)
        if kind not in KINDS:
            if not t.dtype.is_floating_point:
                raise Unsupported("Tensors of torch.{0} are not supported.", kind)
            t = t.to(torch.float32)  # the eight-bit floats: every one is a float32
            kind = "float32"
        if getattr(t, "is_neg", None) and t.is_neg():
            t = t.resolve_neg()
        self.tensor, self.kind, self.shape = t, kind, tuple(int(n) for n in t.shape)

    def host(self):
        import ctypes

        t = self.tensor.cpu().contiguous()
        size = self.nbytes
        if size == 0:
            return memoryview(b"")
        # Read in place, without NumPy and for dtypes that NumPy does not know; the array keeps the tensor alive.
        if t.data_ptr() == 0:
            raise Unsupported("The tensor has no values of its own.")
        raw = (ctypes.c_ubyte * size).from_address(t.data_ptr())
        raw._tensor = t
        return memoryview(raw).cast("B")

    @property
    def ops(self):
        return TorchOps()

    def rows(self, start, stop):
        classes = self.shape[-1]
        return self.tensor.reshape(-1, classes)[start:stop]

    def at(self, indices):
        import torch

        return self.tensor[tuple(torch.tensor(axis, device=self.tensor.device) for axis in indices)].tolist()

    def stamp(self):
        # torch's own count of changes misses those through `.data` and NumPy, and in inference mode there is none.
        return zlib.crc32(self.host()) if self.tensor.device.type == "cpu" else _sums(self.tensor)


def _sums(tensor):
    """Sums over all bits where the tensor is, each row and each column with a weight of its own."""
    import torch

    whole = {1: torch.uint8, 2: torch.int16, 4: torch.int32, 8: torch.int64}[tensor.element_size()]
    bits = tensor.contiguous().view(whole).reshape(-1, tensor.shape[-1] if tensor.dim() else 1)
    sums = [bits.sum(dim=axis) for axis in (0, 1)]
    return [int((one * torch.arange(1, len(one) + 1, device=one.device)).sum()) for one in sums]
