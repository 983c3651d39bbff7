"""Words the matching must know: what people say for an official term, and terms that are never cut apart."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Synonym:
    """``colloquial`` is what people say, ``official`` what the answers call it."""

    colloquial: str
    official: str


@dataclass(frozen=True)
class Term:
    """A term of the trade that word segmentation keeps whole."""

    word: str
