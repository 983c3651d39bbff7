"""Loading every dictionary matching needs before the first question: about a second, once a process."""

from hotline.matching.text import normalise, pinyin, terms


def warm(dictionary: tuple[str, ...] = ()) -> None:
    """Load the conversion, pronunciation and word tables, with the terms of the knowledge that will serve."""
    normalise.warm()
    pinyin.warm()
    terms.warm(dictionary)
