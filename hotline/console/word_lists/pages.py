"""What the templates about word lists show."""

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
    """One page of a word list; ``found`` counts the words on all pages.

    ``unpublished`` is how every list differs from the published one, which citizens' questions are matched with."""

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
    """The form that changes or removes one word of a list; ``notice`` says why the last attempt failed."""

    template: ClassVar[str] = "console/word.html"
    words: WordList
    key: str
    form: SynonymForm | TermForm
    notice: str = ""
