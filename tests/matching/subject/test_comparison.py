"""The evidence that a question is about another subject than the entry it resembles."""

import time
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.core.word_lists import STOP_WORDS
from hotline.matching.subject.comparison import compare_subjects
from hotline.matching.subject.subject_terms import find_subject_terms, pack_terms
from hotline.matching.text.normalise import fold_for_search
from hotline.matching.text.question_analysis import analyse_question
from hotline.matching.text.terms import content_words, folded_stop_words

STOPPED = folded_stop_words(STOP_WORDS)
AID = ("申请法律援助要什么材料", "法律援助怎么申请"), "申请法律援助，请带身份证和经济困难的证明，到法律援助中心的窗口。"
PIECES = (
    "申请",
    "法律援助",
    "护照",
    "要什么材料",
    "两个月",
    "30天",
    "3.5%",
    "v2.0",
    "wifi",
    "😀",
    "𠮷",
    "\ud800",
    "\u200b",
)
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=8).map("".join)


class Entry(NamedTuple):
    """The texts of an entry, as the knowledge file has them."""

    wordings: str
    body: str
    subject: str


def entry_of(wordings, body):
    terms = find_subject_terms([*map(cut, wordings)], cut(body))
    return Entry("".join(f"{fold_for_search(text)}\n" for text in wordings), fold_for_search(body), pack_terms(terms))


def cut(text):
    return content_words(text, (), STOPPED)


def compare(question, wordings=AID[0], body=AID[1], dictionary=()):
    return compare_subjects(analyse_question(question, dictionary, STOP_WORDS), entry_of(wordings, body))


def test_the_words_of_a_wording_itself_are_all_known_and_name_the_subject():
    evidence = compare("申请法律援助要什么材料")
    assert evidence.unknown_word == ""
    assert (evidence.strangest, evidence.another_subject, evidence.phrase_left, evidence.term_left) == (0,) * 4
    assert evidence.terms_named > 0.5
    assert evidence.heaviest_named == 1


def test_the_same_phrases_around_another_subject_name_the_strange_word_and_lack_the_terms():
    same, other = compare("申请法律援助要什么材料"), compare("申请护照要什么材料")
    assert other.unknown_word == "护照"
    assert other.another_subject > 0.2
    assert same.another_subject == 0.0
    assert other.term_left == 1.0
    assert other.phrase_left > 0.3
    assert other.terms_named < same.terms_named


def test_a_word_near_in_meaning_is_less_strange_than_one_that_is_not():
    costs = ("公证费用是多少",), "公证费用按标准收取。"
    near, far = compare("公证价格是多少", *costs), compare("公证铁路是多少", *costs)
    assert 0 < near.strangest < far.strangest - 0.2


def test_a_strange_word_beside_the_subject_is_not_another_subject():
    story = compare("我开挖掘机受了伤，申请法律援助要什么材料")
    assert story.strangest > 0.4
    assert story.another_subject < 0.1


def test_a_word_of_which_a_part_is_known_is_unknown_to_the_other_part():
    part, whole = compare("援助站", dictionary=("援助站",)), compare("护照")
    assert 0 < part.strangest < whole.strangest


def test_a_word_that_only_the_body_holds_is_known():
    assert compare("身份证").strangest == 0.0


def test_a_word_common_in_chinese_at_large_tells_no_subject():
    applied = compare("申请材料", ("申请要什么材料",), "")
    assert applied.terms_named > 0
    assert applied.heaviest_named == 0


@pytest.mark.parametrize("said", ["两个月内申请法律援助", "30天内申请法律援助", "用v2.0申请法律援助"])
def test_numbers_and_words_with_signs_are_never_unknown(said):
    assert compare(said, (said,), "").unknown_word == ""


@pytest.mark.parametrize("said", ["", "？！", "😀🎉", "\ud800", "的", "60"])
def test_a_question_without_words_names_no_subject_and_is_strange_in_nothing(said):
    evidence = compare(said)
    assert evidence.unknown_word == ""
    assert (evidence.strangest, evidence.terms_named, evidence.heaviest_named) == (0,) * 3


@pytest.mark.parametrize(
    ("wordings", "body"), [((), ""), (("",), ""), (("？",), ""), (("",), AID[1]), (("", "？"), "😀")]
)
def test_an_entry_with_empty_texts_can_be_compared(wordings, body):
    assert compare("申请护照", wordings, body).strangest > 0
    assert compare("", (), "") == ("", *[0.0] * 7)


@settings(max_examples=200)
@given(texts, st.lists(texts, max_size=3), texts)
def test_all_evidence_is_from_0_to_1_for_any_question_and_any_entry(question, wordings, body):
    unknown_word, *numbers = compare(question, tuple(wordings), body)
    assert all(0 <= number <= 1 for number in numbers), numbers
    assert bool(unknown_word) == (numbers[0] > 0)


def test_ten_thousand_bytes_are_compared_with_a_long_entry_in_seconds():
    """It took 0.3 s on two busy cores (2026-11-28); three seconds are a machine ten times slower."""
    question = "".join(chr(0x4E00 + place * 7919 % 20_000) for place in range(3_400))
    entry = entry_of((question[:100],) * 50, question[::-1] * 3)
    asked = analyse_question(question, (), STOP_WORDS)
    began = time.perf_counter()
    compare_subjects(asked, entry)
    assert time.perf_counter() - began < 3
