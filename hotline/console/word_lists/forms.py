"""The forms of the word lists: a pair of words for a synonym, one word for the dictionary and the stop words."""

from __future__ import annotations

from wtforms import HiddenField, StringField

from hotline.console.forms import StaffForm
from hotline.core.typed_text import clean_line
from hotline.core.word_lists import StopWord, Synonym, Term, Word, WordList, key_of, meaning_of


class SynonymForm(StaffForm):
    """A synonym; ``seen_key`` and ``seen_meaning`` are the pair as it was when the form was opened, empty if new."""

    seen_key = HiddenField()
    seen_meaning = HiddenField()
    colloquial = StringField("群众的说法", filters=[clean_line])
    official = StringField("正式的叫法", filters=[clean_line])

    def to_word(self) -> Word:
        return Synonym(self.colloquial.data or "", self.official.data or "")

    def seen_word(self) -> Word:
        return Synonym(self.seen_key.data or "", self.seen_meaning.data or "")


class TermForm(StaffForm):
    """A word of the dictionary; ``seen_key`` is the word as it was when the form was opened, empty for a new one."""

    word_type: type[Term] | type[StopWord] = Term
    seen_key = HiddenField()
    seen_meaning = HiddenField()
    word = StringField("词", filters=[clean_line])

    def to_word(self) -> Word:
        return self.word_type(self.word.data or "")

    def seen_word(self) -> Word:
        return self.word_type(self.seen_key.data or "")


class StopWordForm(TermForm):
    word_type = StopWord


FORMS: dict[WordList, type[SynonymForm] | type[TermForm]] = {
    WordList.SYNONYMS: SynonymForm,
    WordList.DICTIONARY: TermForm,
    WordList.STOP_WORDS: StopWordForm,
}


def blank_form(words: WordList) -> SynonymForm | TermForm:
    return FORMS[words](formdata=None)


def form_of(words: WordList, word: Word) -> SynonymForm | TermForm:
    """The form filled with a word of the list."""
    hidden = {"seen_key": key_of(word), "seen_meaning": meaning_of(word)}
    fields = {"colloquial": key_of(word), "official": meaning_of(word), "word": key_of(word)}
    return FORMS[words](formdata=None, data=hidden | fields)
