"""Logitscope's kernel side: hands over arrays bit for bit, and computes where they are.

It needs nothing but Python 3.8 and whatever library holds the array. It is used in three ways:

* The VS Code extension defines it in a kernel or debugged program, as a module of its own, when someone asks for a
  variable. The user's names are read, never written.
* ``%load_ext logitscope_kernel`` makes arrays that end a cell, or are passed to ``display``, appear in Logitscope's
  inspector. ``%unload_ext logitscope_kernel`` ends that.
* ``import logitscope_kernel; logitscope_kernel.bundle(x)`` gives the value of the MIME type for other uses.

The MIME type is described in docs/array-mime.md. The extension ships all of this as one file, dist/logitscope_kernel.py,
which scripts/kernel-file.mjs joins from this package.
"""

from .bundles import MIME, bundle
from .display import load_ipython_extension, unload_ipython_extension
from .debugging import about, filed, piece, release, stamped
from .answering import answer_kernel

__all__ = [
    "MIME",
    "bundle",
    "load_ipython_extension",
    "unload_ipython_extension",
    "answer_kernel",
    "about",
    "filed",
    "piece",
    "release",
    "stamped",
]
