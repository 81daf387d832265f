"""What belongs to an array of a container: the labels that stand beside logits."""

import ast

from .adapt import adapt
from .containers import members
from .dtypes import Unsupported
from .paths import NotKnown, parsed, value_of
from .variables import looks_like_array

_LABELS = ("labels", "label", "label_ids", "targets", "target", "class_ids", "y_true", "y", "gold")


def labels_beside(path, array, namespace):
    """The path of the whole numbers, one a row, that the container of an array holds as labels; None where it has none."""
    try:
        node = parsed(path)
        if not isinstance(node, (ast.Attribute, ast.Subscript)):
            return None
        container = value_of(node.value, namespace)
    except (Unsupported, NotKnown):
        return None
    root = path[: len(path) - len(_last_step(path, node))]
    found = {}
    for inner, value in members(root, container):
        name = inner[len(root) :].strip(".[]'\"")
        if name.lower() in _LABELS and looks_like_array(value):
            found[name.lower()] = inner, value
    for name in _LABELS:
        if name in found and _labels(found[name][1], array):
            return found[name][0]
    return None


def _labels(value, array):
    try:
        labels = adapt(value)
    except Unsupported:
        return False
    return "int" in labels.kind and labels.shape == array.shape[:-1]


def _last_step(path, node):
    """The text of the last attribute or index of a path."""
    whole, inner = path, ast.get_source_segment(path, node.value) or ""
    return whole[len(inner) :]
