"""Analyses texts for the index: what a search needs of a document, computed once when it is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from hotline.matching.subject.asked_for import find_asked_for, pack_asked_for
from hotline.matching.subject.subject_terms import find_subject_terms, pack_terms
from hotline.matching.text.normalise import fold_for_search
from hotline.matching.text.terms import Analysis, folded_stop_words
from hotline.matching.text.word_vectors import find_word_vectors

LONGEST_BODY = 1000
"""Characters of a body that are read: an entry says what it is about at its beginning."""


class Description(NamedTuple):
    """What a document is about.

    There is a word vector (text.word_vectors) for its wordings together, then one for everything together."""

    word_vectors: bytes
    subject: str
    """Its subject terms, packed."""
    asked_for: str
    """What its wordings ask for, packed."""


@dataclass(frozen=True)
class IndexAnalysis(Analysis):
    """One text of a document; see ``hotline.storage.knowledge.analysis.AnalysedText``."""

    def describe(self, wordings: Sequence[str]) -> Description:
        """What a document with these ``wordings`` and this text as its body is about."""
        table = find_word_vectors()
        asked = [self.cut(wording) for wording in wordings]
        body = self.cut(self.text[:LONGEST_BODY])
        all_asked = [*chain.from_iterable(asked)]
        vectors = table.of_texts([all_asked, [*all_asked, *body]])
        asked_for = {name for wording in wordings for name in find_asked_for(fold_for_search(wording))}
        subject = find_subject_terms(asked, body)
        return Description(table.encode(vectors), pack_terms(subject), pack_asked_for(asked_for))


def analyse_for_index(text: str, dictionary: tuple[str, ...] = (), stop_words: tuple[str, ...] = ()) -> IndexAnalysis:
    """The analysis of a text that is to be indexed; terms of ``dictionary`` are not cut."""
    return IndexAnalysis(text, dictionary, folded_stop_words(stop_words))
