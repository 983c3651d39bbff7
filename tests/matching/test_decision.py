"""Decisions on questions put to the sample content: answer, choices or nothing."""

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.matching.decision import Kind
from hotline.matching.match import match
from hotline.storage.knowledge.reader import KnowledgeFile
from hotline.storage.knowledge.versions import VersionStore
from tests.support import small_contents as small
from tests.support.small_contents import publish


@pytest.mark.parametrize("said", ["102", "１０２", "一百零二", "一零二", "102号"])
def test_a_question_that_is_only_a_number_gets_the_entry_of_that_number(knowledge, said):
    decision = match(said, knowledge)
    assert decision.kind is Kind.ANSWER
    assert decision.matches[0].entry.number == 102
    assert decision.confidence == 1


def test_a_number_without_an_entry_gets_nothing_and_a_reason(knowledge):
    decision = match("888", knowledge)
    assert decision.kind is Kind.NOTHING
    assert "888" in decision.reasons[0]


def test_each_published_question_is_answered_by_its_own_entry(knowledge):
    for entry in knowledge.list_entries():
        decision = match(entry.question, knowledge)
        assert decision.kind is Kind.ANSWER, entry.question
        assert decision.matches[0].entry == entry


def test_an_index_number_gets_its_catalogue_item_offered(knowledge):
    item = knowledge.list_items()[0]
    decision = match(f" {item.index_number.lower()} ", knowledge)
    assert decision.kind is Kind.CHOICES
    assert [found.item for found in decision.matches] == [item]


def test_a_question_with_a_homophone_error_finds_the_entry_that_was_meant(knowledge):
    assert match("行政付议收费吗", knowledge).matches[0].entry.number == 105


def test_a_question_in_traditional_characters_finds_the_same_entry(knowledge):
    assert match("申請行政複議收費嗎", knowledge).matches[0].entry.number == 105


def test_a_colloquial_word_is_replaced_by_the_official_one_and_the_reasons_say_so(knowledge):
    decision = match("法援咋申请", knowledge)
    assert decision.matches[0].entry.number == 501
    assert any("法律援助" in reason for reason in decision.reasons)


@pytest.mark.parametrize("said", ["怎么申请", "复议要带啥材料", "撤回行政复议申请的期限是多久"])
def test_all_matches_of_a_decision_are_read_from_the_file_with_one_query(knowledge, said):
    statements, unread = [], KnowledgeFile(knowledge.path)
    unread._connect().set_trace_callback(statements.append)
    decision = match(said, unread)
    assert len(decision.matches) > 1
    assert sum("from legal_bases" in statement for statement in statements) == 1


def test_a_match_gives_the_parts_of_its_score(knowledge):
    best = match("申请行政复议收费吗", knowledge).matches[0]
    assert {reason.part for reason in best.reasons} >= {"cosine", "text", "ratio", "text_words"}
    assert all(0 <= reason.value <= 1.0001 for reason in best.reasons)
    assert 0 < best.score <= 1
    (words,) = (reason for reason in best.reasons if reason.part == "text_words")
    assert "收费" in words.terms
    json.dumps([asdict(reason) for reason in best.reasons])


@pytest.mark.parametrize("words", ["行政复议", "信息公开", "法律援助", "罚款", "听证", "收费", "复议"])
def test_a_bare_word_that_several_entries_share_gets_choices(knowledge, words):
    assert match(words, knowledge).kind is Kind.CHOICES


OFFICE = {*range(901, 907)}


def office_numbers(decision):
    """The numbers of the entries on the office itself that a decision gives."""
    return {found.entry.number for found in decision.matches if found.entry} & OFFICE


@pytest.mark.parametrize(
    ("said", "other"),
    [
        *(("税务局中午休息吗", "税务局"), ("邮局几点下班", "邮局"), ("税务局办事大厅中午休息吗", "税务局")),
        *(("派出所的窗口几点关门", "派出所"), ("公证处几点上班", "公证处"), ("銀行週末上班嗎", "银行")),
    ],
)
def test_a_question_about_another_office_is_not_told_our_own_hours_and_the_reasons_say_why(knowledge, said, other):
    decision = match(said, knowledge)
    assert not office_numbers(decision)
    assert any(f"“{other}”，不是本单位" in reason for reason in decision.reasons)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        *(("你们几点下班", 901), ("几点下班", 901), ("司法局中午休息吗", 901), ("从火车站怎么走", 902)),
        *(("窗口几点下班", 901), ("在哪个楼", 902), ("本局电话多少", 903), ("税务局的人叫我来，你们几点下班", 901)),
    ],
)
def test_a_question_about_the_office_itself_is_told_its_particulars(knowledge, said, number):
    assert number in office_numbers(match(said, knowledge))


@settings(max_examples=40)
@given(said=st.text(st.sampled_from("税务局银行几点下班电话在哪里你们，？😀𠮷a1"), max_size=30))
def test_a_decision_that_names_another_office_gives_nothing_about_our_own(knowledge, said):
    decision = match(said, knowledge)
    if decision.search_result and decision.search_result.other_office:
        assert not office_numbers(decision)


@pytest.mark.parametrize("character", ["坏", "x", "钱"])
def test_a_single_character_gets_nothing(knowledge, character):
    assert match(character, knowledge).kind is Kind.NOTHING


def test_two_to_five_choices_are_offered_and_each_has_a_title(knowledge):
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
def test_malformed_and_malicious_questions_get_a_decision_and_no_error(knowledge, said):
    decision = match(said, knowledge)
    assert 0 <= decision.confidence <= 1
    assert decision.reasons


@settings(max_examples=60)
@given(said=st.text(st.one_of(st.characters(), st.sampled_from('复议收费吗102号"*():^-+')), max_size=60))
def test_any_text_gets_a_decision_with_the_matches_that_its_kind_has(knowledge, said):
    decision = match(said, knowledge)
    assert 0 <= decision.confidence <= 1
    assert bool(decision.matches) == (decision.kind is not Kind.NOTHING)
    assert len(decision.matches) <= 5


@pytest.mark.parametrize("others", [(), ("行政复议多久有结果",), ("行政复议多久有结果", "复议机关在哪")])
def test_an_unrelated_question_is_not_answered_by_an_office_with_few_entries(tmp_path, others):
    """A large lead over the other entries means little where there are hardly any others."""
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
def test_a_long_meaningless_message_is_not_answered_for_its_length(knowledge, said):
    assert match(said, knowledge).kind is not Kind.ANSWER


def test_entries_whose_wordings_are_only_punctuation_can_still_be_searched(tmp_path):
    signs = replace(small.entry(101), question="？？", similar_questions=())
    held = publish(VersionStore(tmp_path), replace(small.small_contents(), entries=(signs,), items=()))
    assert 0 <= match("收费", held).confidence < 0.5
