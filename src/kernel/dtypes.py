"""The dtypes that are read, and how a value says that it has none of them."""

#: Bytes of an element, by the name that the MIME type has for its dtype.
KINDS = {
    "bool": 1,
    "int8": 1,
    "int16": 2,
    "int32": 4,
    "int64": 8,
    "uint8": 1,
    "uint16": 2,
    "uint32": 4,
    "uint64": 8,
    "float16": 2,
    "bfloat16": 2,
    "float32": 4,
    "float64": 8,
}

#: Of a text that comes from the user's values.
MAX_TEXT = 200


class Unsupported(Exception):
    """
    Why something cannot be done, for a person: an English sentence with {0}, {1} where values stand. Whoever asked
    words it in another language by the sentence, so that it is written out where it is raised.
    """

    def __init__(self, sentence, *values):
        self.sentence = sentence
        self.values = [value if type(value) is int or type(value) is float else str(value)[:MAX_TEXT] for value in values]
        Exception.__init__(self, sentence.format(*self.values))

    def for_json(self):
        return {"sentence": self.sentence, "values": self.values}


def sizes(shape):
    """A shape for a sentence."""
    return "×".join(str(n) for n in shape) or "()"
