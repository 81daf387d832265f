"""Answers the extension's requests, each as JSON text."""

import base64
import json
import math

from .dask_evaluation import evaluate_dask, sample_dask
from .display import show_arrays
from .dtypes import MAX_TEXT, Unsupported
from .genuine import type_name
from .locating import locate
from .opened import Opened
from .paths import resolve
from .row_figures import quietly
from .token_rows import token_rows
from .tokenizers import tokenizers, vocabulary
from .transfer import PIECE, send_packed, write_file
from .variables import variables

#: An answer to the extension as JSON text, and a part of an array as base64 text.
REPLY = "application/vnd.logitscope.reply.v1"
PART = "application/vnd.logitscope.part.v1"


def to_json(value):
    """JSON with NaN and the infinities as strings, which JSON has no other way to say."""
    return json.dumps(_spelled(value), allow_nan=False, separators=(",", ":"))


def _spelled(value):
    if isinstance(value, float):
        if value != value:
            return "nan"
        if value in (math.inf, -math.inf):
            return "inf" if value > 0 else "-inf"
        return value
    if isinstance(value, dict):
        return {str(key): _spelled(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_spelled(item) for item in value]
    return value


def answer(request, emit, namespace):
    """Answers one request through `emit(mime, text)`: JSON text, or base64 as bytes; an error is an answer too."""
    try:
        asked = json.loads(request)
        op = asked["op"]
        if op == "variables":
            emit(REPLY, to_json({"result": variables(namespace)}))
        elif op == "locate":
            emit(REPLY, to_json({"result": locate(asked, namespace)}))
        elif op == "tokenizers":
            emit(REPLY, to_json({"result": tokenizers(namespace)}))
        elif op == "vocabulary":
            emit(REPLY, to_json({"result": vocabulary(asked["name"], namespace)}))
        elif op == "token_rows":
            emit(REPLY, to_json({"result": quietly(token_rows, asked, namespace)}))
        elif op == "display":
            show_arrays(asked["on"], asked["maxBytes"])
            emit(REPLY, to_json({"result": None}))
        elif op == "evaluation":
            emit(REPLY, to_json({"result": quietly(_evaluation, asked, namespace)}))
        elif op == "evaluation_sample":
            emit(REPLY, to_json({"result": quietly(_evaluation_sample, asked, namespace)}))
        elif op == "fetch":
            _fetch(Opened(asked, namespace), asked, emit)
        elif op in Opened.QUESTIONS:
            opened = Opened(asked, namespace)
            emit(REPLY, to_json({"result": quietly(getattr(opened, op), asked)}))
        else:
            raise Unsupported("Unknown request “{0}”.", op)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        # What a value raises when it is looked at, SystemExit included, is an answer.
        emit(REPLY, to_json({"error": said(error)}))


def said(error):
    """An error as the extension words it: a sentence with its values, or what Python calls it and its message."""
    if isinstance(error, Unsupported):
        return error.for_json()
    try:
        message = str(error)[:MAX_TEXT]
    except BaseException:
        message = ""
    return {"raised": type_name(error), "message": message}


def _evaluated(asked, namespace):
    labels = asked.get("labelsName")
    return resolve(asked["name"], namespace), None if labels is None else resolve(labels, namespace)


def _evaluation(asked, namespace):
    return evaluate_dask(*_evaluated(asked, namespace), asked.get("settings") or {}, asked.get("fields") or {})


def _evaluation_sample(asked, namespace):
    return sample_dask(*_evaluated(asked, namespace), asked.get("fields") or {})


def _fetch(opened, asked, emit):
    """Hands over a whole array: what it is, then its bytes in parts unless they are in the file that was asked for."""
    size = opened.array.nbytes
    if size > asked["limit"]:
        raise Unsupported("The array takes {0} bytes now, more than when it was asked for. Inspect it again.", size)
    view = opened.array.host()
    filed = write_file(view, asked.get("file"))
    emit(REPLY, to_json({"result": dict(opened.describe(asked), filed=filed)}))
    if not filed:
        for start in range(0, len(view), PIECE):
            emit(PART, base64.b64encode(view[start : start + PIECE]))


def answer_kernel(request):
    """
    Answers through the kernel's display channel to whoever asked; no cell shows it. The first message says that the
    request is no longer queued behind the user's cells.
    """
    from IPython import get_ipython

    publisher = get_ipython().display_pub

    def emit(mime, text):
        if isinstance(text, str) or not send_packed(publisher, mime, text):
            publisher.publish(data={mime: text if isinstance(text, str) else text.decode("ascii")}, metadata={})

    emit(REPLY, to_json({"started": True}))
    answer(request, emit, get_ipython().user_ns)
