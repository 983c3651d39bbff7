"""Search terms of a text: words, pairs, characters and sounds."""

from pathlib import Path

from hotline.core.word_lists import STOP_WORDS
from hotline.matching.text.pinyin import sounds
from hotline.matching.text.terms import analyse, words

ROOT = Path(__file__).parents[3]


def test_terms_of_the_dictionary_are_not_cut():
    dictionary = tuple((ROOT / "faq_data" / "dictionary.txt").read_text("utf-8-sig").split())
    assert dictionary
    cut = {term: words(f"请问{term}怎么办", dictionary) for term in dictionary}
    assert not [term for term, found in cut.items() if term not in found]


def test_a_dictionary_does_not_change_cuts_that_are_made_without_it():
    before = words("申请信息处理费")
    words("申请信息处理费", ("信息处理费",))
    assert words("申请信息处理费") == before


def test_a_text_is_analysed_into_pairs_characters_and_sounds():
    analysis = analyse("申請複議")
    assert analysis.folded == "申请复议"
    assert {"申请", "请复", "复议", "申", "议"} <= set(analysis.grams)
    assert "~fuyi" in analysis.sounds


def test_stop_words_are_no_content_words():
    assert analyse("我想问一下复议怎么办", (), STOP_WORDS).content == ("复议",)


def test_homophones_have_the_same_sounds():
    assert sounds("复议") == sounds("付议")


def test_text_without_letters_has_no_terms():
    analysis = analyse("？！😀")
    assert analysis.grams == analysis.sounds == analysis.words == ()
