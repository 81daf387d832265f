"""Which variables a printed array may be, by the code that printed it: first what it prints, then what it speaks of."""

import ast

from .containers import attributes, members, within
from .genuine import is_a
from .paths import NotKnown, value_of

_PRINTS = frozenset("print display pprint repr str format log info debug warning write tqdm".split())
_MAX_CANDIDATES = 4000
_MAX_OTHERS = 500
_MAX_SOURCE = 1 << 20


class Code:
    """A cell's code: the expressions that it shows, and all others."""

    def __init__(self, source):
        self.source = source
        self.shown, self.others = [], []
        tree = _parsed(source)
        if tree is None:
            return
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _called(node.func) in _PRINTS:
                for arg in node.args + [word.value for word in node.keywords]:
                    self._show(arg)
            elif isinstance(node, ast.FormattedValue):
                self._show(node.value)
        if tree.body and isinstance(tree.body[-1], ast.Expr):
            self._show(tree.body[-1].value)
        names = set()
        for node in ast.walk(tree):
            if isinstance(node, (ast.Attribute, ast.Subscript)) or (isinstance(node, ast.Name) and node.id not in names):
                names.add(getattr(node, "id", None))
                self.others.append(node)
                if len(self.others) == _MAX_OTHERS:
                    break

    def _show(self, node):
        if isinstance(node, ast.Starred):
            node = node.value
        if isinstance(node, (ast.Constant, ast.JoinedStr)) or (isinstance(node, ast.Call) and _called(node.func) in _PRINTS):
            return
        if isinstance(node, (ast.Tuple, ast.List)):
            for one in node.elts:
                self._show(one)
        elif isinstance(node, ast.Dict):
            for one in node.values:
                self._show(one)
        elif not any(node is one for one in self.shown):
            self.shown.append(node)

    def text(self, node):
        """An expression as it stands in the code, on one line."""
        if isinstance(node, ast.Name):
            return node.id
        return " ".join((ast.get_source_segment(self.source, node) or "").split())


def _called(function):
    return function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""


def _parsed(source):
    """Lines that are IPython's own count as comments."""
    if len(source) > _MAX_SOURCE:
        return None
    lines = source.split("\n")
    for i, line in enumerate(lines):
        bare = line.lstrip()
        if bare[:1] in ("%", "!") or (bare[:1] == "?" or bare[-1:] == "?") and bare[-1:] == "?":
            # As long as it was, so that places stay.
            lines[i] = line[: len(line) - len(bare)] + "pass" + " " * max(0, len(bare) - 4) if len(bare) >= 4 else ""
    try:
        return ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


class Candidate:
    """A value and the path by which it is had."""

    def __init__(self, path, value, shown):
        self.path, self.value, self.shown = path, value, shown


def candidates(codes, namespace, count=None):
    """
    Values that may be what was printed, likeliest first: what the code shows, what that cell's output is kept as, what
    else the code speaks of, what the kernel's other variables hold. Containers stand for all in them.
    """
    seen, left = set(), [_MAX_CANDIDATES]

    def reached(path, value, shown, also=members):
        for inner, x in within(path, value, also, seen=set()):
            if left[0] <= 0:
                return
            left[0] -= 1
            if (id(x), shown) not in seen:
                seen.add((id(x), shown))
                yield Candidate(inner, x, shown)

    for code in codes:
        for node in code.shown:
            found = now(node, namespace)
            if found is not None:
                for one in reached(code.text(node), found, True):
                    yield one
    kept = namespace.get("Out")
    if type(count) is int and issubclass(type(kept), dict) and dict.__contains__(kept, count):
        for one in reached("Out[%d]" % count, dict.get(kept, count), True):
            yield one
    for code in codes:
        for node in code.others:
            found = now(node, namespace)
            if found is not None:
                for one in reached(code.text(node), found, False, _anything):
                    yield one
    for name, value in reversed(list(namespace.items())):
        if type(name) is str and not name.startswith("_") and name not in ("In", "Out", "exit", "quit", "get_ipython"):
            for one in reached(name, value, False):
                yield one


def _anything(path, x):
    """Of what the code speaks of, objects' own attributes too; of a model there are too many."""
    for found in members(path, x):
        yield found
    if not is_a(x, "torch.nn.modules.module", "Module"):
        for found in attributes(path, x):
            yield found


def now(node, namespace):
    """The value that an expression has now; None where it cannot be had."""
    try:
        return value_of(node, namespace)
    except KeyboardInterrupt:
        raise
    except BaseException:
        return None


def lost_name(codes, namespace):
    """A name in what the code shows that no variable has any more."""
    for code in codes:
        for node in code.shown:
            try:
                value_of(node, namespace)
            except NotKnown as error:
                if error.gone is not None:
                    return error.gone
            except RecursionError:
                pass
    return None
