"""Arrays that display by themselves: `%load_ext logitscope_kernel`."""

import ast

from .bundles import MIME, bundle, limit_outputs
from .candidates import Code, now
from .genuine import package_of
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
                data[MIME] = bundle(obj, _name_of(obj, self.shell.user_ns))
        except (Exception, SystemExit, GeneratorExit):
            # What cannot be packed is shown as it always was.
            pass
        return data, metadata


def _name_of(obj, namespace):
    """What the running cell calls a value; None where that is not known."""
    ran = namespace.get("In")
    if not issubclass(type(ran), list) or not ran or type(ran[-1]) is not str:
        return None
    code = Code(ran[-1])
    for node in code.shown + code.others:
        if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)) and now(node, namespace) is obj:
            return code.text(node)
    return None


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
