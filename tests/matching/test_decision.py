import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.matching.decision import Kind, match
from hotline.storage.knowledge.versions import VersionStore
from tests.support import small_contents as small
from tests.support.small_contents import publish


@pytest.mark.parametrize("said", ["102", "１０２", "一百零二", "一零二", "102号"])
def test_a_number_alone_is_the_entry_of_that_number(knowledge, said):
    decision = match(said, knowledge)
    assert decision.kind is Kind.ANSWER
    assert decision.matches[0].entry.number == 102
    assert decision.confidence == 1


def test_an_unknown_number_gets_nothing_and_says_why(knowledge):
    decision = match("888", knowledge)
    assert decision.kind is Kind.NOTHING
    assert "888" in decision.reasons[0]


def test_an_entry_is_the_answer_to_its_own_question(knowledge):
    for entry in knowledge.list_entries():
        decision = match(entry.question, knowledge)
        assert decision.kind is Kind.ANSWER, entry.question
        assert decision.matches[0].entry == entry


def test_an_index_number_offers_its_item(knowledge):
    item = knowledge.list_items()[0]
    decision = match(f" {item.index_number.lower()} ", knowledge)
    assert decision.kind is Kind.CHOICES
    assert [found.item for found in decision.matches] == [item]


def test_a_homophone_finds_what_was_meant(knowledge):
    assert match("行政付议收费吗", knowledge).matches[0].entry.number == 105


def test_traditional_characters_find_the_same(knowledge):
    assert match("申請行政複議收費嗎", knowledge).matches[0].entry.number == 105


def test_a_colloquial_word_is_understood_and_said_so(knowledge):
    decision = match("法援咋申请", knowledge)
    assert decision.matches[0].entry.number == 501
    assert any("法律援助" in reason for reason in decision.reasons)


@pytest.mark.parametrize("said", ["怎么申请", "复议要带啥材料", "撤回行政复议申请的期限是多久"])
def test_all_that_is_told_is_read_from_the_file_in_one_go(knowledge, said):
    statements = []
    knowledge._connect().set_trace_callback(statements.append)
    decision = match(said, knowledge)
    knowledge._connect().set_trace_callback(None)
    assert len(decision.matches) > 1
    assert sum("from legal_bases" in statement for statement in statements) == 1


def test_a_match_says_why_in_parts_that_add_up(knowledge):
    best = match("申请行政复议收费吗", knowledge).matches[0]
    assert {reason.part for reason in best.reasons} >= {"cosine", "text", "ratio", "text_words"}
    assert all(0 <= reason.value <= 1.0001 for reason in best.reasons)
    assert 0 < best.score <= 1
    assert "收费" in best.reasons[-1].terms
    json.dumps([asdict(reason) for reason in best.reasons])


@pytest.mark.parametrize("words", ["行政复议", "信息公开", "法律援助", "罚款", "听证", "收费", "复议"])
def test_a_word_that_several_entries_share_is_asked_back_and_never_answered(knowledge, words):
    assert match(words, knowledge).kind is Kind.CHOICES


@pytest.mark.parametrize("character", ["坏", "x", "钱"])
def test_a_single_character_is_never_answered(knowledge, character):
    assert match(character, knowledge).kind is Kind.NOTHING


def test_choices_are_two_to_five_and_each_has_a_title(knowledge):
    decision = match("信息公开", knowledge)
    assert decision.kind is Kind.CHOICES
    assert 2 <= len(decision.matches) <= 5
    assert all(found.title for found in decision.matches)


@pytest.mark.parametrize(
    "said",
    [
        *(
            "",
            "   ",
            "😀😀",
            "\x00\x01",
            "？？？",
            "<script>alert(1)</script>",
            "'; drop table entries; --",
            '"',
            "* OR (",
        ),
        *("\ud800", "複" * 10_000, "NEAR(", "的", "\u200b", "99999999999999999999", "零"),
    ],
)
def test_no_question_is_bad_enough_to_fail(knowledge, said):
    decision = match(said, knowledge)
    assert 0 <= decision.confidence <= 1
    assert decision.reasons


@settings(max_examples=60)
@given(said=st.text(st.one_of(st.characters(), st.sampled_from('复议收费吗102号"*():^-+')), max_size=60))
def test_any_text_gets_a_decision_of_its_kind(knowledge, said):
    decision = match(said, knowledge)
    assert 0 <= decision.confidence <= 1
    assert bool(decision.matches) == (decision.kind is not Kind.NOTHING)
    assert len(decision.matches) <= 5


@pytest.mark.parametrize("others", [(), ("行政复议多久有结果",), ("行政复议多久有结果", "复议机关在哪")])
def test_an_office_with_few_entries_is_as_careful_as_any_other(tmp_path, others):
    """Nothing else being near is no sign of being right where there is nothing else."""
    own = "申请行政复议要钱吗"
    entries = tuple(small.entry(101 + place, question) for place, question in enumerate((own, *others)))
    bare = (replace(one, similar_questions=(), keywords=()) for one in entries)
    few = publish(VersionStore(tmp_path), replace(small.small_contents(), entries=tuple(bare), items=()))
    for unrelated in ("申请低保要钱吗", "申请离婚要钱吗", "申请", "怎么申请公租房"):
        decision = match(unrelated, few)
        assert decision.kind is not Kind.ANSWER, (unrelated, decision)
    assert match(own, few).kind is Kind.ANSWER
    assert match("请问申请行政复议要不要钱", few).matches[0].entry.number == 101


KEYS = "qwertyuiopasdfghjklzxcvbnm"
MASHED = "".join(KEYS[(place * place + place // 7) % 26] for place in range(1_500))


@pytest.mark.parametrize(
    "said", [MASHED, MASHED[:300], "a" * 2_000, "a1" * 1_000, "哪个整" * 600, "12 34 " * 300, "abc。" * 400]
)
def test_no_message_is_answered_for_its_length_alone(knowledge, said):
    assert match(said, knowledge).kind is not Kind.ANSWER


def test_wordings_of_mere_signs_leave_the_answers_to_be_searched(tmp_path):
    signs = replace(small.entry(101), question="？？", similar_questions=())
    held = publish(VersionStore(tmp_path), replace(small.small_contents(), entries=(signs,), items=()))
    assert 0 <= match("收费", held).confidence < 0.5
