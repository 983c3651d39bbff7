"""The rules for words in the word lists; each refusal says why."""

import pytest

from hotline.core.word_lists import StopWord, Synonym, Term, WordList, WordRules
from hotline.matching.text.normalise import fold
from hotline.matching.text.terms import cut_own_term, segment


def synonyms(*pairs):
    return WordRules(WordList.SYNONYMS, fold, [Synonym(*pair) for pair in pairs])


def test_a_synonym_from_a_colloquial_word_to_an_official_term_is_accepted():
    assert synonyms(("告政府", "行政诉讼")).check(Synonym("民告官", "行政诉讼")) == {}
    assert synonyms(("状纸", "起诉状")).check(Synonym("告状的纸", "状纸")) == {}


@pytest.mark.parametrize("official", ["法援", "法 援", "Ａ", "複議"])
def test_a_synonym_of_itself_is_refused_in_any_spelling(official):
    colloquial = {"Ａ": "a", "複議": "复议"}.get(official, "法援")
    problems = synonyms().check(Synonym(colloquial, official))
    assert problems == {"official": f"“{colloquial}”和“{official}”查起来是同一个词，不用写成同义词。"}


@pytest.mark.parametrize(
    "pairs", [[("乙", "甲")], [("乙", "丙"), ("丙", "甲")], [("乙", "丙"), ("丙", "丁"), ("丁", "甲")]]
)
def test_a_synonym_that_closes_a_loop_of_any_length_is_refused_and_the_loop_is_shown(pairs):
    way = "→".join(["甲", "乙", *(official for _, official in pairs)])
    assert way in synonyms(*pairs).check(Synonym("甲", "乙"))["official"]


def test_a_loop_of_synonyms_is_found_across_traditional_script_and_full_width():
    assert "绕成了圈" in synonyms(("申訴", "複議ＡＢ")).check(Synonym("复议ab", "申诉"))["official"]


def test_a_loop_among_other_synonyms_does_not_keep_a_new_synonym_out():
    assert synonyms(("甲", "乙"), ("乙", "甲")).check(Synonym("丙", "甲")) == {}


def test_a_colloquial_word_has_only_one_official_term():
    problems = synonyms(("法援", "法律援助")).check(Synonym("法 援", "律师"))
    assert problems == {"colloquial": "已经有“法援”了，它的正式叫法是“法律援助”。"}


def test_empty_and_overlong_words_are_refused_with_a_message_for_each_field():
    assert set(synonyms().check(Synonym("，", "字" * 21))) == {"colloquial", "official"}
    assert "现在有21个字" in synonyms().check(Synonym("甲", "字" * 21))["official"]


def test_a_dictionary_term_has_at_least_two_characters_and_is_listed_once():
    rules = WordRules(WordList.DICTIONARY, fold, [Term("行政复议")])
    assert rules.check(Term("行政复议法")) == {}
    assert "至少2个字" in rules.check(Term("复"))["word"]
    assert rules.check(Term("行政複議")) == {"word": "已经有“行政复议”了。"}


def test_a_stop_word_may_be_one_character_and_is_listed_once():
    rules = WordRules(WordList.STOP_WORDS, fold, [StopWord("嗎")])
    assert rules.check(StopWord("呗")) == {}
    assert rules.check(StopWord("吗")) == {"word": "已经有“嗎”了。"}
    assert rules.check(StopWord("！"))


@pytest.mark.parametrize(
    "word", ["糖类抗原19-9", "奥迪 A4L", "wi-fi", "3.15晚会", "Q&A", "30天", "甲、乙", "科（室）", "两个月"]
)
def test_a_dictionary_term_that_segmentation_cannot_keep_whole_is_refused_with_its_pieces(word):
    assert len(segment(word, (word,))) != 1
    reason = WordRules(WordList.DICTIONARY, fold, cut=cut_own_term).check(Term(word))["word"]
    assert "留不住整词" in reason
    assert "／" in reason


@pytest.mark.parametrize("word", ["行政复议", "A4纸", "12345热线", "5G网络", "三十天", "一网通办", "複議"])
def test_a_dictionary_term_that_segmentation_keeps_whole_is_accepted(word):
    assert len(segment(word, (word,))) == 1
    assert WordRules(WordList.DICTIONARY, fold, cut=cut_own_term).check(Term(word)) == {}


def test_stop_words_and_synonyms_need_not_stay_whole():
    assert WordRules(WordList.STOP_WORDS, fold, cut=cut_own_term).check(StopWord("A 4")) == {}
    assert WordRules(WordList.SYNONYMS, fold, cut=cut_own_term).check(Synonym("wi-fi", "无线网络")) == {}
