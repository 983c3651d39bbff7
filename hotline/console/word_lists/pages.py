"""What the templates about word lists are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from hotline.console.pages import ConsolePage

if TYPE_CHECKING:
    from hotline.console.word_lists.forms import SynonymForm, TermForm
    from hotline.core.pagination import Paging
    from hotline.core.word_lists import WordChange, WordList
    from hotline.services.content.word_lists import ListedWord, UnpublishedWord


@dataclass(frozen=True, kw_only=True)
class WordsPage(ConsolePage):
    """A list, a page of it; ``found`` counts the words of all pages.

    ``unpublished`` is what differs from what the public's questions are matched with, of every list."""

    template: ClassVar[str] = "console/words.html"
    words: WordList
    rows: list[ListedWord]
    found: int
    search: str
    paging: Paging
    form: SynonymForm | TermForm
    changes: list[WordChange]
    unpublished: dict[WordList, list[UnpublishedWord]]


@dataclass(frozen=True, kw_only=True)
class WordPage(ConsolePage):
    """One word of a list, to be changed or taken out; ``notice`` is why that was not done."""

    template: ClassVar[str] = "console/word.html"
    words: WordList
    key: str
    form: SynonymForm | TermForm
    notice: str = ""
