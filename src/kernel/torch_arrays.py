"""Tensors of torch."""

from .arrays import Array, check_dense
from .dtypes import KINDS, Unsupported
from .torch_ops import TorchOps


class TorchArray(Array):
    library = "torch"

    def __init__(self, tensor):
        import torch

        t = tensor.detach()
        if t.device.type == "meta":
            raise Unsupported("A tensor on the meta device has no values")
        if t.is_quantized:
            t = t.dequantize()
        if t.layout != torch.strided:
            check_dense(tuple(t.shape), t.element_size())
            t = t.to_dense()
        kind = str(t.dtype).split(".")[-1]
        if t.dtype.is_complex:
            raise Unsupported("A %s tensor holds complex numbers; expected real ones" % kind)
        if kind not in KINDS:
            if not t.dtype.is_floating_point:
                raise Unsupported("Tensors of torch.%s are not supported" % kind)
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
        raw = (ctypes.c_ubyte * size).from_address(t.data_ptr())
        raw._tensor = t
        return memoryview(raw).cast("B")

    @property
    def ops(self):
        return TorchOps()

    def rows(self, start, stop):
        classes = self.shape[-1]
        return self.tensor.reshape(-1, classes)[start:stop]

    def stamp(self):
        return self.tensor._version
