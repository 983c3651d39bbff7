"""The terms that an entry is about: which recur, which are too common, and how they are stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.word_lists import STOP_WORDS
from hotline.matching.subject.subject_terms import (
    MOST_TERMS,
    find_subject_terms,
    general_rarity,
    is_term,
    pack_terms,
    unpack_terms,
)
from hotline.matching.text.normalise import fold_for_search
from hotline.matching.text.terms import content_words, folded_stop_words

STOPPED = folded_stop_words(STOP_WORDS)
WORDINGS = ("办理公证要多少钱？", "公证收费吗", "公证费用是多少")
BODY = "公证按标准收费。公证费由申请公证的人交，减免公证费的条件到窗口问。"
texts = st.text(st.one_of(st.sampled_from("公证处收费两个月30a.%，\n😀𠮷"), st.characters()), max_size=40)


def terms(wordings=WORDINGS, body=BODY, dictionary=()):
    return find_subject_terms([cut(text, dictionary) for text in wordings], cut(body, dictionary))


def cut(text, dictionary=()):
    return content_words(text, dictionary, STOPPED)


def test_the_word_that_wordings_and_body_come_back_to_is_the_heaviest_term_and_weighs_1():
    found = terms()
    assert next(iter(found)) == "公证"
    assert found["公证"] == 1.0
    assert found["公证"] > found["费用"] > 0


def test_terms_are_in_order_of_weight():
    weights = [*terms().values()]
    assert weights == sorted(weights, reverse=True)


def test_a_common_word_hardly_counts_however_often_it_is_said():
    found = terms(("工作单位的公证", "工作人员的工作", "工作"), "工作" * 50 + "公证。" * 10)
    assert next(iter(found)) == "公证"
    assert found["工作"] < 0.6


def test_a_term_of_the_dictionary_is_not_cut():
    assert "减免公证费" in terms(("怎么申请减免公证费",), "", ("减免公证费",))


def test_a_term_of_the_dictionary_with_spaces_is_stored_and_found_as_it_is_folded():
    found = terms(("Wi Fi 密码是多少",), "", ("Wi Fi",))
    assert all(term == fold_for_search(term) for term in found)
    assert unpack_terms(pack_terms(found)).keys() == found.keys()


@pytest.mark.parametrize(
    ("wordings", "body"), [((), ""), (("",), ""), (("？！",), "……"), (("的",), "60"), (("😀",), "\n")]
)
def test_a_document_without_words_is_about_nothing(wordings, body):
    assert terms(wordings, body) == {}


@given(st.lists(texts, max_size=4), texts)
def test_there_are_at_most_eight_terms_and_each_weighs_from_0_to_1(wordings, body):
    found = terms(tuple(wordings), body)
    assert len(found) <= MOST_TERMS
    assert all(0 < weight <= 1 for weight in found.values())
    assert not found or max(found.values()) == 1.0


@given(texts)
def test_a_text_holds_its_own_terms_once_both_are_folded(text):
    """Numbers and signs are folded with what stands beside them, so a word with some would be in no text."""
    folded = fold_for_search(text)
    assert all(word in folded for word in content_words(text) if is_term(word)), folded


@given(st.dictionaries(st.text(st.characters(exclude_characters="\n")), st.floats(0, 1), max_size=9))
def test_packed_terms_are_unpacked_in_their_order_with_weights_to_hundredths(terms):
    unpacked = unpack_terms(pack_terms(terms))
    assert [*unpacked] == [*terms]
    assert [*unpacked.values()] == pytest.approx([*terms.values()], abs=0.0051)


def test_no_terms_are_packed_as_an_empty_text():
    assert (pack_terms({}), unpack_terms("")) == ("", {})


@given(st.text(max_size=6))
def test_the_rarity_of_any_word_is_from_0_to_1(word):
    assert 0 < general_rarity(word) <= 1


def test_a_word_that_nobody_knows_is_as_rare_as_can_be():
    assert general_rarity("锟斤拷") == general_rarity("😀") == general_rarity("") == 1.0
