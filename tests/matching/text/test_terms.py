"""Search terms of a text: words, pairs, characters and sounds."""

from pathlib import Path

import pytest

from hotline.core.word_lists import STOP_WORDS
from hotline.matching.text.pinyin import sounds
from hotline.matching.text.terms import analyse, content_words, folded_stop_words, word_frequencies, word_share, words

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


def test_content_words_do_not_overlap():
    assert content_words("中华人民共和国行政复议法") == ("中华人民共和国", "行政复议", "法")
    assert "人民" in words("中华人民共和国行政复议法")


def test_content_words_are_in_order_with_repetitions_and_without_punctuation_and_stop_words():
    stop_words = folded_stop_words(("請問", "怎么办"))
    asked = content_words("請問：申請複議，（複議）怎么办？", (), stop_words)
    assert asked == ("申请", "复议", "复议")


def test_content_words_do_not_cut_a_term_of_the_dictionary():
    assert "公租房补贴" in content_words("公租房补贴怎么申请", ("公租房补贴",))
    assert "公租房补贴" not in content_words("公租房补贴怎么申请")


def test_content_words_are_in_standard_words():
    assert content_words("咋个整") == content_words("怎么办")


def test_a_text_without_words_has_no_content_words():
    assert content_words("？！，……") == content_words("") == ()


def test_the_shares_of_all_words_add_up_to_one():
    assert sum(map(word_share, word_frequencies())) == pytest.approx(1)


def test_an_unknown_word_and_the_beginning_of_a_known_one_have_no_share():
    assert word_share("请复") == word_share("中华人民共和") == word_share("") == 0.0
    assert word_share("的") > word_share("申请") > word_share("复议") > 0
