from pathlib import Path

from hotline.core.word_lists import STOP_WORDS
from hotline.matching.text.pinyin import sounds
from hotline.matching.text.terms import analyse, words

ROOT = Path(__file__).parents[3]


def test_terms_of_the_trade_stay_whole():
    dictionary = tuple((ROOT / "faq_data" / "dictionary.txt").read_text("utf-8-sig").split())
    assert dictionary
    cut = {term: words(f"请问{term}怎么办", dictionary) for term in dictionary}
    assert not [term for term, found in cut.items() if term not in found]


def test_a_dictionary_changes_no_cut_made_without_it():
    before = words("申请信息处理费")
    words("申请信息处理费", ("信息处理费",))
    assert words("申请信息处理费") == before


def test_a_text_is_cut_into_pairs_characters_words_and_sounds():
    analysis = analyse("申請複議")
    assert analysis.folded == "申请复议"
    assert {"申请", "请复", "复议", "申", "议"} <= set(analysis.grams)
    assert "~fuyi" in analysis.sounds


def test_words_that_say_nothing_are_no_content():
    assert analyse("我想问一下复议怎么办", (), STOP_WORDS).content == ("复议",)


def test_homophones_sound_alike():
    assert sounds("复议") == sounds("付议")


def test_text_without_letters_has_no_terms():
    analysis = analyse("？！😀")
    assert analysis.grams == analysis.sounds == analysis.words == ()
