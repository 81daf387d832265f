"""Arrays that display by themselves: `%load_ext logitscope_kernel`."""

from .bundles import MIME, bundle, limit_outputs
from .row_figures import package_of
from .variables import looks_like_array


class _Formatter:
    """Gives displayed arrays the MIME type besides what they show anyway."""

    def __init__(self, shell):
        self.shell = shell
        self.wrapped = shell.display_formatter.format

    def __call__(self, obj, include=None, exclude=None):
        data, metadata = self.wrapped(obj, include=include, exclude=exclude)
        try:
            if data and _shows(obj):
                data = dict(data)
                data[MIME] = bundle(obj)
        except Exception:
            # What cannot be packed is shown as it always was.
            pass
        return data, metadata


def _shows(obj):
    """Arrays of numbers with classes along the last axis; tables keep their own rendering."""
    if not looks_like_array(obj) or package_of(obj) in ("pandas", "polars", "dask", "dask_expr", "distributed"):
        return False
    shape = getattr(obj, "shape", ())
    return len(shape) > 0 and shape[-1] > 1


def show_arrays(on, max_bytes):
    """Arrays of this kernel display in the inspector by themselves, up to so many bytes, or no longer."""
    from IPython import get_ipython

    limit_outputs(max_bytes)
    (load_ipython_extension if on else unload_ipython_extension)(get_ipython())


def load_ipython_extension(shell):
    if not isinstance(shell.display_formatter.format, _Formatter):
        shell.display_formatter.format = _Formatter(shell)


def unload_ipython_extension(shell):
    formatter = shell.display_formatter.format
    if isinstance(formatter, _Formatter):
        shell.display_formatter.format = formatter.wrapped
