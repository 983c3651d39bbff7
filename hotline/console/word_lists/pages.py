"""What the templates about word lists show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from hotline.console.pages import ConsolePage

if TYPE_CHECKING:
    from hotline.console.proposals.form_fields import ProposalForm
    from hotline.core.pagination import Paging
    from hotline.core.proposals import Proposal
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
    form: ProposalForm
    work: list[Proposal]
    """The words of this list that are in work."""
    changes: list[WordChange]
    unpublished: dict[WordList, list[UnpublishedWord]]
