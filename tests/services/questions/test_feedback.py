"""Relevance feedback: what citizens did after a question becomes a suggestion, and staff decide on it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.core.enquiries import Channel, Outcome
from hotline.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from hotline.core.masking import mask_numbers
from hotline.core.permissions import Role
from hotline.core.review import Status
from hotline.services.content import workflow
from hotline.services.questions import feedback


@pytest.fixture
def ask(small_line):
    """``ask("怎么告", picked=102)`` stores an enquiry and what the citizen did, and returns its id."""

    def ask(question, *, picked=None, helpful=None, at=None):
        outcome = Outcome.OFFERED if picked or helpful is not None else Outcome.UNANSWERED
        with small_line.records.writing() as unit:
            enquiry = unit.enquiries.add(
                channel=Channel.WEB,
                question=question,
                outcome=outcome,
                confidence=0.4,
                entries=[102, 105] if outcome is Outcome.OFFERED else [],
                caller="",
                asked_at=at or small_line.now(),
                knowledge_version=1,
            )
            if picked:
                unit.enquiries.pick(enquiry, picked)
            if helpful is not None:
                unit.enquiries.rate(picked or 102, helpful, enquiry, small_line.now())
        return enquiry

    return ask


@pytest.fixture
def evidence(small_line, people):
    def read(number=None):
        found = feedback.list_evidence(small_line, people[Role.LIAISON], number)
        return [(one.wording, one.number, one.weight) for one in found]

    return read


def test_picks_of_an_entry_are_counted_by_question_and_the_most_frequent_comes_first(ask, evidence):
    for _ in range(3):
        ask("拖多久就不能告了", picked=102)
    ask("要不要花钱", picked=105)
    assert evidence() == [("拖多久就不能告了", 102, 3), ("要不要花钱", 105, 1)]
    assert evidence(105) == [("要不要花钱", 105, 1)]


def test_spellings_of_one_question_count_together_and_the_shortest_is_shown(ask, evidence):
    ask("请问一下，拖多久就不能告了？谢谢", picked=102)
    ask("拖多久就不能告了", picked=102)
    ask("拖多久，就不能 告了！", picked=102)
    assert evidence() == [("拖多久就不能告了", 102, 3)]


def test_a_vote_for_the_answer_counts_and_a_vote_against_it_counts_against(ask, evidence, small_line, people):
    ask("拖多久就不能告了", picked=102, helpful=True)
    assert evidence() == [("拖多久就不能告了", 102, 2)]
    ask("随便问问", helpful=False)
    assert len(evidence()) == 1
    (failed,) = feedback.list_failures(small_line, people[Role.LIAISON])
    assert (failed.wording, failed.number, failed.not_helped) == ("随便问问", 102, 1)
    assert feedback.count_votes(small_line, people[Role.OPERATOR], 102) == (1, 1)


def test_a_question_that_is_a_wording_of_the_entry_or_of_its_draft_is_left_out(ask, evidence, small_line, people):
    ask("过了两个月还能複議嗎", picked=102)
    ask("102", picked=102)
    assert evidence() == []
    ask("拖多久就不能告了", picked=102)
    feedback.add_wording(small_line, people[Role.LIAISON], 102, "拖多久就不能告了")
    assert evidence() == []


def test_feedback_older_than_a_year_is_ignored(ask, evidence, small_line):
    ask("拖多久就不能告了", picked=102, at=small_line.now() - timedelta(days=366))
    assert evidence() == []


def test_an_added_wording_makes_a_draft_that_is_reviewed_as_any_other(ask, small_line, people):
    ask("拖多久就不能告了", picked=102)
    writer = people[Role.LIAISON]
    draft = feedback.add_wording(small_line, writer, 102, "拖多久就不能告了")
    history = workflow.get_entry(small_line, writer, 102)
    assert (history.open.status, history.open.author) == (Status.DRAFT, writer.name)
    assert "拖多久就不能告了" not in history.published.entry.similar_questions
    again = feedback.add_wording(small_line, writer, 102, "过了期限咋个办")
    assert again.entry.similar_questions[-2:] == ("拖多久就不能告了", "过了期限咋个办")
    assert draft.serial == again.serial
    workflow.submit(small_line, writer, 102, version=again.version)
    with pytest.raises(Conflict, match="正在等审核"):
        feedback.add_wording(small_line, writer, 102, "再来一句")


def test_a_wording_is_not_added_to_a_draft_of_somebody_else_who_is_named(small_line, people):
    other = people[Role.PUBLISHER]
    published = workflow.get_entry(small_line, other, 102).published
    workflow.save_draft(small_line, other, replace(published.entry, text="六十日。"), published.version)
    with pytest.raises(Conflict, match="publisher正在写102的草稿"):
        feedback.add_wording(small_line, people[Role.LIAISON], 102, "拖多久就不能告了")
    assert workflow.get_entry(small_line, other, 102).open.entry.similar_questions == published.entry.similar_questions


@pytest.mark.parametrize("wording", ["", "？", "字" * 201, "打13800138000找我", "打138****8000找我"])
def test_a_wording_that_cannot_be_a_similar_question_is_refused(small_line, people, wording):
    with pytest.raises(InvalidInput):
        feedback.add_wording(small_line, people[Role.LIAISON], 102, wording)


def test_a_wording_is_added_once_and_only_to_an_entry_that_exists(small_line, people):
    with pytest.raises(Conflict, match="里已经有这一句了"):
        feedback.add_wording(small_line, people[Role.LIAISON], 102, "過了兩個月還能復議嗎")
    with pytest.raises(NotFound):
        feedback.add_wording(small_line, people[Role.LIAISON], 899, "有没有")


def test_a_dismissed_question_is_not_suggested_again_in_any_spelling(ask, evidence, small_line, people):
    ask("拖多久就不能告了", picked=102)
    ask("拖多久就不能告了", picked=105)
    feedback.dismiss(small_line, people[Role.LIAISON], 102, "拖多久就不能告了？")
    feedback.dismiss(small_line, people[Role.LIAISON], 102, "拖多久就不能告了？")
    assert evidence() == [("拖多久就不能告了", 105, 1)]


def test_a_very_long_question_is_dismissed_like_any_other(ask, evidence, small_line, people):
    long = "".join(map(chr, range(0x4E00, 0x4E00 + 2_000)))  # one that does not pack well
    ask(long, picked=102)
    assert len(evidence()) == 1
    feedback.dismiss(small_line, people[Role.LIAISON], 102, long)
    assert evidence() == []


def test_a_question_with_a_telephone_number_is_masked_and_cannot_be_added_unchanged(ask, small_line, people):
    ask("我是１３８００１３８０００拖多久就不能告了", picked=102)
    (found,) = feedback.list_evidence(small_line, people[Role.LIAISON])
    assert found.is_private
    assert "００１３８" not in found.wording


def test_a_question_said_with_different_telephone_numbers_is_dismissed_once(ask, evidence, small_line, people):
    ask("我是13800138000，拖多久就不能告了", picked=102)
    ask("我是一三九零零一三九零零零，拖多久就不能告了", picked=102)
    ((wording, number, times),) = evidence()
    assert (number, times) == (102, 2)
    feedback.dismiss(small_line, people[Role.LIAISON], 102, wording)
    ask("我是13700137000，拖多久就不能告了？", picked=102)
    assert evidence() == []


def test_a_question_whose_number_was_masked_when_it_was_recorded_is_private(ask, small_line, people):
    ask(mask_numbers("我是13800138000，拖多久就不能告了"), picked=102)
    (found,) = feedback.list_evidence(small_line, people[Role.LIAISON])
    assert found.is_private


@pytest.mark.parametrize(
    "plain",
    [
        "2024年1月1日以后，2026-11-23，第20条",
        "2026-11-23 10:00听证",
        "2024-2025年的目录",
        "202600040是什么",
        "01526063-4/2026-00040是什么",
        "A1234567-4/2026-00040",
        "云政发〔2024〕12号罚款200000元",
    ],
)
def test_dates_years_and_index_numbers_are_not_masked_as_telephone_numbers(plain):
    assert mask_numbers(plain) == plain


def test_a_telephone_number_after_a_date_or_like_an_index_number_is_masked():
    assert mask_numbers("2026-11-23 13800138000打的") == "2026-11-23 138****8000打的"
    assert mask_numbers("020-26000401，20260004012") == "020-****0401，202****4012"
    assert mask_numbers("0871 6312 3456转") == "0871 ****3456转"


def test_a_question_linked_to_an_entry_is_suggested_and_no_longer_unanswered(ask, evidence, small_line, people):
    linked = ask("拖多久就不能告了")
    ask("请问拖多久就不能告了？")
    ask("别的问题")
    assert feedback.link(small_line, people[Role.LIAISON], linked, 102) == "拖多久就不能告了"
    assert feedback.link(small_line, people[Role.LIAISON], linked, 102)
    with small_line.records.reading() as unit:
        left = unit.enquiries.list_unanswered(10)
    assert [enquiry.question for enquiry in left] == ["别的问题"]
    assert evidence() == [("拖多久就不能告了", 102, 2)]
    with pytest.raises(InvalidInput, match="没有编号为899的问答"):
        feedback.link(small_line, people[Role.LIAISON], linked, 899)
    with pytest.raises(NotFound):
        feedback.link(small_line, people[Role.LIAISON], 10**6, 102)


def test_feedback_is_changed_only_by_those_who_may_edit_entries(ask, small_line, people):
    asked = ask("拖多久就不能告了", picked=102)
    operator = people[Role.OPERATOR]
    assert feedback.list_evidence(small_line, operator)
    for change in (
        lambda: feedback.add_wording(small_line, operator, 102, "拖多久"),
        lambda: feedback.dismiss(small_line, operator, 102, "拖多久"),
        lambda: feedback.link(small_line, operator, asked, 102),
    ):
        with pytest.raises(NotAllowed):
            change()
