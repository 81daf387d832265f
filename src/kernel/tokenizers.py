"""Tokenizers among a kernel's variables: what each id of a vocabulary stands for, as the tokenizer spells it."""

from .containers import within
from .dtypes import Unsupported
from .genuine import field, is_a, package_of, type_name
from .paths import resolve

_MAX_TOKENIZERS = 20
_MAX_TOKENS = 4_000_000
_MAX_PIECE = 200
#: What a library's objects keep their tokenizer as: processors, pipelines, mlx-lm's wrapper.
_KEEPS = ("tokenizer", "_tokenizer", "backend_tokenizer")
_TOKENIZER_LIBRARIES = ("transformers", "transformers_modules", "tokenizers", "tiktoken", "sentencepiece", "mlx_lm")


def tokenizers(namespace):
    """Those of a namespace, newest first, each with how many tokens it has; one tokenizer is listed once."""
    found, seen = [], set()
    for name, x in reversed(list(namespace.items())):
        if type(name) is not str or name.startswith("_") or name in ("In", "Out"):
            continue
        for path, value in within(name, x, depth=1):
            kind = _way_of(value) or _way_of(_kept(value))
            one = _kept(value) if kind and not _way_of(value) else value
            if kind is None or id(one) in seen:
                continue
            seen.add(id(one))
            try:
                size = int(kind.size(one))
            except BaseException:
                # Anybody may derive a tokenizer: one that raises whatever it likes costs its own line.
                continue
            found.append({"name": path, "type": type_name(value), "tokens": size})
            if len(found) == _MAX_TOKENIZERS:
                return found
    return found


def vocabulary(path, namespace):
    """Every token of a tokenizer by its id; an id without a token is None. `spelling` says what the texts are."""
    x = resolve(path, namespace)
    kind = _way_of(x)
    if kind is None:
        x = _kept(x)
        kind = _way_of(x)
    if kind is None:
        raise Unsupported("“{0}” is no longer a tokenizer.", path)
    spelling, by_id = kind.pieces(x)
    size = max(by_id) + 1 if by_id else 0
    if size > _MAX_TOKENS:
        raise Unsupported("“{0}” has IDs up to {1}, above the limit of {2}.", path, size - 1, _MAX_TOKENS)
    tokens = [None] * size
    for at, piece in by_id.items():
        if at >= 0:
            tokens[at] = piece[:_MAX_PIECE]
    return {"spelling": spelling, "tokens": tokens}


def _kept(x):
    """The tokenizer that an object of a tokenizer's library holds."""
    if package_of(x) not in _TOKENIZER_LIBRARIES:
        return None
    for name in _KEEPS:
        inner = field(x, name)
        if inner is not None and _way_of(inner):
            return inner
    return None


class _Transformers:
    def size(x):
        return len(x)

    def pieces(x):
        word_piece = type_name(getattr(getattr(x, "backend_tokenizer", None), "model", None)) == "WordPiece"
        return "wordpiece" if word_piece or hasattr(x, "wordpiece_tokenizer") else "pieces", _by_id(x.get_vocab())


class _Tokenizers:
    def size(x):
        return x.get_vocab_size(with_added_tokens=True)

    def pieces(x):
        spelling = "wordpiece" if type_name(x.model) == "WordPiece" else "pieces"
        return spelling, _by_id(x.get_vocab(with_added_tokens=True))


class _Tiktoken:
    def size(x):
        return x.n_vocab

    def pieces(x):
        """Bytes, as the characters with their numbers."""
        found = {}
        for at in range(x.n_vocab):
            try:
                found[at] = x.decode_single_token_bytes(at).decode("latin-1")
            except KeyError:
                pass
        return "bytes", found


class _SentencePiece:
    def size(x):
        return x.get_piece_size()

    def pieces(x):
        return "pieces", {at: x.id_to_piece(at) for at in range(x.get_piece_size())}


def _by_id(tokens):
    return {at: token for token, at in tokens.items() if type(at) is int and isinstance(token, str)}


_TOKENIZERS = (
    ("transformers.tokenization_utils_base", "PreTrainedTokenizerBase", _Transformers),
    ("tokenizers", "Tokenizer", _Tokenizers),
    ("tiktoken.core", "Encoding", _Tiktoken),
    ("sentencepiece", "SentencePieceProcessor", _SentencePiece),
)


def _way_of(x):
    """How a value's vocabulary is read, by its type alone."""
    for module, name, kind in _TOKENIZERS:
        if is_a(x, module, name):
            return kind
    return None
