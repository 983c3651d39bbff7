"""The analysis of a question: its search terms, and the words and the vector by which its subject is compared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from hotline.matching.text.question_ngrams import QuestionNgrams
from hotline.matching.text.terms import Analysis, folded_stop_words, word_test
from hotline.matching.text.word_vectors import Vector, find_word_vectors, weigh_together


@dataclass(frozen=True)
class QuestionAnalysis(Analysis):
    """One rewriting of a question; entries and catalogue items are searched with the same one."""

    @cached_property
    def subject_words(self) -> tuple[str, ...]:
        """The content words, in order and with repetitions; none overlaps another.

        jieba takes some stop words with a neighbour for a new word (那要 in 那要交钱吗): those are no words."""
        is_word = word_test(self.dictionary)
        return tuple(
            word
            for word in self.segments
            if word not in self.stop_words and (is_word(word) or not {word[0], word[-1]} & self.stop_words)
        )

    @cached_property
    def words_and_parts(self) -> tuple[str, ...]:
        """The ``subject_words`` and the shorter words inside them, each once."""
        is_word = word_test(self.dictionary)
        return tuple(word for word in self.content if word in self.subject_words or is_word(word))

    @cached_property
    def ngrams(self) -> QuestionNgrams:
        """What is counted of the question in every collection."""
        return QuestionNgrams(self.folded, self.content)

    @cached_property
    def word_rows(self) -> dict[str, Vector]:
        """Word -> its unit vector, of each of ``subject_words``."""
        return find_word_vectors().rows_by_word(self.subject_words)

    @cached_property
    def word_vector(self) -> Vector:
        """The unit vector of the question (weigh_together)."""
        return weigh_together(self.word_rows, self.subject_words)


def analyse_question(text: str, dictionary: tuple[str, ...] = (), stop_words: tuple[str, ...] = ()) -> QuestionAnalysis:
    """The analysis of a question; terms of ``dictionary`` are not cut, and ``stop_words`` are no content words."""
    return QuestionAnalysis(text, dictionary, folded_stop_words(stop_words))
