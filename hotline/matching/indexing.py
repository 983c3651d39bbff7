"""Analyses texts for the index: what a search needs of a document, computed once when it is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from hotline.matching.subject.subject_terms import find_subject_terms, pack_terms
from hotline.matching.text.terms import Analysis, folded_stop_words
from hotline.matching.text.word_vectors import find_word_vectors

LONGEST_BODY = 1000
"""Characters of a body that are read: an entry says what it is about at its beginning."""


@dataclass(frozen=True)
class IndexAnalysis(Analysis):
    """One text of a document; see ``hotline.storage.knowledge.analysis.AnalysedText``."""

    def describe(self, wordings: Sequence[str]) -> tuple[bytes, str]:
        """What a document is about whose body is this text: its word vectors, joined, and its subject terms.

        There is a vector (text.word_vectors) for the ``wordings`` together, then one for everything together."""
        table = find_word_vectors()
        asked = [self.cut(wording) for wording in wordings]
        body = self.cut(self.text[:LONGEST_BODY])
        all_asked = [*chain.from_iterable(asked)]
        vectors = table.of_texts([all_asked, [*all_asked, *body]])
        return table.encode(vectors), pack_terms(find_subject_terms(asked, body))


def analyse_for_index(text: str, dictionary: tuple[str, ...] = (), stop_words: tuple[str, ...] = ()) -> IndexAnalysis:
    """The analysis of a text that is to be indexed; terms of ``dictionary`` are not cut."""
    return IndexAnalysis(text, dictionary, folded_stop_words(stop_words))
