"""Which value of the kernel is the array that an output shows."""

from .adapt import adapt
from .candidates import Code, candidates, lost_name
from .containers import stack_of
from .genuine import type_name
from .printed import Printed
from .variables import looks_like_array, variables

#: Fewer different numbers may stand at the corners of many arrays.
_TELLING = 4
_MAX_CODES = 8


def locate(asked, namespace):
    """
    Finds the array whose numbers are those printed. The answer's `status`:

    * "same": `path` has them now;
    * "several": the arrays in `choices` have them, and are not the same throughout, or the numbers tell too little;
    * "changed": what was printed is under `path`, with other numbers;
    * "gone": the variable `name` that was printed is no more;
    * "unkept": no variable has what was printed. `choices` of these two are arrays of its shape.
    """
    printed = Printed(asked["printed"])
    codes = _codes(asked, namespace)
    agreeing, changed = [], None
    for one in candidates(codes, namespace, asked.get("count")):
        path, array = _array_of(one.path, one.value, printed)
        if array is None:
            continue
        if printed.agrees(array):
            if one.shown:
                return {"status": "same", "path": path}
            agreeing.append((path, array))
        elif one.shown and (changed is None or printed.fits(array.shape)):
            if changed is None or not changed[1]:
                changed = path, printed.fits(array.shape)
    agreeing = _distinct(agreeing)
    if len(agreeing) == 1 and printed.telling >= _TELLING:
        return {"status": "same", "path": agreeing[0]}
    if agreeing:
        wanted = set(agreeing)
        listed = [one for one in variables(namespace) if one["name"] in wanted]
        return {"status": "several", "choices": listed or [_entry(path) for path in agreeing]}
    if changed is not None:
        return {"status": "changed", "path": changed[0]}
    fitting = [one for one in variables(namespace) if one["shape"] is not None and printed.fits(one["shape"])]
    name = lost_name(codes, namespace)
    if name is not None:
        return {"status": "gone", "name": name, "choices": fitting}
    return {"status": "unkept", "choices": fitting}


def _codes(asked, namespace):
    """The code that printed it: as the notebook has it, and as the kernel ran it."""
    sources = [source for source in asked.get("codes", ()) if type(source) is str]
    ran, count = namespace.get("In"), asked.get("count")
    if type(count) is int and issubclass(type(ran), list) and 0 <= count < len(ran) and type(ran[count]) is str:
        sources.append(ran[count])
    return [Code(source) for source in dict.fromkeys(sources[:_MAX_CODES])]


def _array_of(path, x, printed):
    """An array, or the printed columns of a table, with its path; None for other values."""
    if not looks_like_array(x) and stack_of(x) is None:
        return path, None
    try:
        if printed.columns is not None and type_name(x) == "DataFrame":
            path, x = _columns_of(path, x, printed.columns)
        return path, adapt(x)
    except KeyboardInterrupt:
        raise
    except BaseException:
        # Whatever it raises, it is not what was printed.
        return path, None


def _columns_of(path, x, names):
    """The columns of a table that have these names as text."""
    known = {str(column): column for column in x.columns}
    if list(known) == names or not all(name in known for name in names):
        return path, x
    chosen = [known[name] for name in names]
    return "%s[%r]" % (path, chosen), x[chosen]


def _distinct(agreeing):
    """The paths of arrays that differ somewhere; of equal ones, the first."""
    found = {}
    for path, array in agreeing:
        found.setdefault(_stamp(array) if len(agreeing) > 1 else None, path)
    return list(found.values())


def _stamp(array):
    return repr(array.stamp()), array.kind


def _entry(path):
    return {"name": path, "type": "", "library": "", "dtype": "", "shape": None, "bytes": None}
