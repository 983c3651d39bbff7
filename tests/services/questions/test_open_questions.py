"""What citizens asked and the line served badly is a list of work, and what is published from it closes it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.core.enquiries import Channel, Outcome
from hotline.core.entries import Entry
from hotline.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from hotline.core.open_questions import RETURN_AFTER, DismissalReason, QuestionList
from hotline.core.permissions import Role
from hotline.services.content import publish, workflow
from hotline.services.questions import open_questions

ASKED = "居住证怎么办"


@pytest.fixture
def ask(small_line, set_clock):
    """A citizen asks ``question``; a minute passes. Returns the enquiry's id."""

    def ask(question=ASKED, outcome=Outcome.OFFERED, channel=Channel.WEB, entries=(101, 102), helpful=None):
        with small_line.records.writing() as unit:
            enquiry = unit.enquiries.add(
                channel=channel,
                question=question,
                outcome=outcome,
                confidence=0.3,
                entries=entries,
                caller="",
                asked_at=small_line.now(),
                knowledge_version=1,
            )
            if helpful is not None:
                unit.enquiries.rate(entries[0], helpful, enquiry, small_line.now())
        set_clock.pass_by(minutes=1)
        return enquiry

    return ask


@pytest.fixture
def listed(small_line, people):
    def read(asked=QuestionList.UNPICKED):
        return open_questions.list_questions(small_line, people[Role.OPERATOR], asked)

    return read


def write(line, people, number, similar, clock):
    """A liaison officer writes a draft for the entry ``number`` and submits it, the reviewer approves it."""
    clock.pass_by(minutes=1)
    with line.records.reading() as unit:
        example = unit.entries.find_published(102)
    entry = replace(example.entry, number=number, question=similar, similar_questions=(similar,), topic=str(number)[0])
    draft = workflow.save_draft(line, people[Role.LIAISON], entry, None)
    return workflow.submit(line, people[Role.LIAISON], number, version=draft.version)


def approve(line, people, revision, clock):
    clock.pass_by(minutes=1)
    workflow.approve(line, people[Role.REVIEWER], revision.entry.number, version=revision.version)
    clock.pass_by(minutes=1)


def test_what_was_offered_and_nobody_picked_is_listed_once_with_count_channels_days_and_examples(ask, listed):
    first = ask("居住证怎么办？")
    ask(channel=Channel.PHONE)
    latest = ask(channel=Channel.SMS)
    [question] = listed()
    assert (question.wording, question.times, question.latest) == (ASKED, 3, latest)
    assert question.channels == {Channel.WEB: 1, Channel.PHONE: 1, Channel.SMS: 1}
    assert question.examples == ("居住证怎么办？",)
    assert question.last - question.first == timedelta(minutes=2)
    assert first < latest
    assert listed(QuestionList.UNANSWERED) == []


def test_each_outcome_has_its_list_and_what_was_asked_most_often_comes_first(ask, listed, small_line):
    picked = ask("选了的")
    with small_line.records.writing() as unit:
        unit.enquiries.pick(picked, 101)
    ask("没找到", Outcome.UNANSWERED, entries=())
    ask("没找到就转人工", Outcome.TRANSFERRED, entries=())
    ask("没解决", Outcome.ANSWERED, helpful=False)
    ask("有帮助", Outcome.ANSWERED, helpful=True)
    ask("去找别人", Outcome.REFERRED, entries=(900_001,))
    for _ in range(2):
        ask("找到了还是要人工", Outcome.TRANSFERRED)
    found = {asked: [question.wording for question in listed(asked)] for asked in QuestionList}
    assert found == {
        QuestionList.UNANSWERED: ["没找到就转人工", "没找到"],
        QuestionList.UNPICKED: [],
        QuestionList.UNSOLVED: ["没解决"],
        QuestionList.REFERRED: ["找到了还是要人工", "去找别人"],
    }


def test_an_entry_published_for_a_question_closes_it_whoever_approves_it(ask, listed, small_line, people, set_clock):
    asked = ask()
    submitted = write(small_line, people, 110, ASKED, set_clock)
    open_questions.record_entry(small_line, people[Role.LIAISON], asked, 110)
    [question] = listed()
    assert (question.is_in_work, question.decision.number) == (True, 110)
    assert open_questions.count_questions(small_line, people[Role.LIAISON])[QuestionList.UNPICKED] == 0
    approve(small_line, people, submitted, set_clock)
    assert listed() == []
    assert open_questions.list_sources(small_line, people[Role.REVIEWER], 110) == [ASKED]


def test_a_question_asked_again_after_its_entry_was_published_is_open_again_with_the_later_count(
    ask, listed, small_line, people, set_clock
):
    for _ in range(3):
        asked = ask()
    submitted = write(small_line, people, 110, "别的说法", set_clock)
    open_questions.record_entry(small_line, people[Role.LIAISON], asked, 110)
    approve(small_line, people, submitted, set_clock)
    ask()
    [question] = listed()
    assert (question.times, question.is_in_work, question.decision.number) == (1, False, 110)


def test_a_question_whose_entry_is_withdrawn_is_open_again(ask, listed, small_line, people, set_clock):
    asked = ask()
    submitted = write(small_line, people, 110, ASKED, set_clock)
    open_questions.record_entry(small_line, people[Role.LIAISON], asked, 110)
    approve(small_line, people, submitted, set_clock)
    published = workflow.get_entry(small_line, people[Role.REVIEWER], 110).published
    workflow.withdraw(small_line, people[Role.REVIEWER], 110, version=published.version)
    assert [question.wording for question in listed()] == [ASKED]


def test_a_question_added_to_an_entry_is_in_a_draft_of_it_and_closed_by_its_approval(
    ask, listed, small_line, people, set_clock
):
    set_clock.pass_by(minutes=1)
    asked = ask()
    assert open_questions.add_to_entry(small_line, people[Role.LIAISON], asked, 102)
    draft = workflow.get_entry(small_line, people[Role.LIAISON], 102).open
    assert draft.entry.similar_questions[-1] == ASKED
    assert listed()[0].is_in_work
    revision = workflow.submit(small_line, people[Role.LIAISON], 102, version=draft.version)
    approve(small_line, people, revision, set_clock)
    assert listed() == []


def test_a_question_with_a_telephone_number_is_masked_and_not_added_as_it_is(ask, listed, small_line, people):
    asked = ask("我是13800138000，居住证怎么办")
    assert not open_questions.add_to_entry(small_line, people[Role.LIAISON], asked, 102)
    assert workflow.get_entry(small_line, people[Role.LIAISON], 102).open is None
    [question] = listed()
    assert question.wording == "我是138****8000，居住证怎么办"
    assert "13800138000" not in repr(question)


def test_a_question_is_not_added_to_an_entry_that_waits_for_review_or_is_not_there(ask, small_line, people, set_clock):
    asked = ask()
    write(small_line, people, 110, "别的说法", set_clock)
    with pytest.raises(Conflict, match="正在等审核"):
        open_questions.add_to_entry(small_line, people[Role.LIAISON], asked, 110)
    with pytest.raises(InvalidInput, match="没有编号为899"):
        open_questions.add_to_entry(small_line, people[Role.LIAISON], asked, 899)
    with pytest.raises(NotFound):
        open_questions.add_to_entry(small_line, people[Role.LIAISON], 99, 102)


def test_a_dismissed_question_comes_back_when_it_was_asked_often_enough_after_that(
    ask, listed, small_line, people, set_clock
):
    asked = ask()
    open_questions.dismiss(small_line, people[Role.PUBLISHER], asked, DismissalReason.INAUDIBLE)
    set_clock.pass_by(minutes=1)
    for _ in range(RETURN_AFTER - 1):
        ask("请问居住证怎么办")
        assert listed() == []
    ask()
    [question] = listed()
    assert (question.times, question.decision.reason) == (RETURN_AFTER, DismissalReason.INAUDIBLE)


def test_harassment_does_not_come_back(ask, listed, small_line, people):
    asked = ask("@SUM(1+1)", Outcome.UNANSWERED, entries=())
    open_questions.dismiss(small_line, people[Role.PUBLISHER], asked, DismissalReason.HARASSMENT)
    for _ in range(2 * RETURN_AFTER):
        ask("@SUM(1+1)", Outcome.UNANSWERED, entries=())
    assert listed(QuestionList.UNANSWERED) == []


def test_another_reason_must_be_written_down_and_numbers_in_it_are_masked(ask, small_line, people):
    asked = ask()
    with pytest.raises(InvalidInput, match="请写明为什么"):
        open_questions.dismiss(small_line, people[Role.PUBLISHER], asked, DismissalReason.OTHER, " ")
    with pytest.raises(InvalidInput, match="最多500个字"):
        open_questions.dismiss(small_line, people[Role.PUBLISHER], asked, DismissalReason.NOT_OURS, "字" * 501)
    open_questions.dismiss(small_line, people[Role.PUBLISHER], asked, DismissalReason.OTHER, "已经给13800138000回电")
    with small_line.records.reading() as unit:
        assert [one.note for one in unit.open_questions.list_decisions()] == ["已经给138****8000回电"]


def test_only_who_may_edit_entries_decides_and_only_who_may_read_enquiries_sees_the_lists(ask, small_line, people):
    asked = ask()
    with pytest.raises(NotAllowed):
        open_questions.dismiss(small_line, people[Role.OPERATOR], asked, DismissalReason.NOT_OURS)
    with pytest.raises(NotAllowed):
        open_questions.record_entry(small_line, people[Role.REVIEWER], asked, 102)
    gone = replace(people[Role.PUBLISHER], active=False)
    with pytest.raises(NotAllowed):
        open_questions.list_questions(small_line, gone, QuestionList.UNPICKED)


def test_a_referral_published_for_a_question_settles_it_on_the_list_of_referrals_for_good(
    ask, listed, small_line, people, set_clock
):
    asked = ask("社保卡怎么补", Outcome.TRANSFERRED)
    set_clock.pass_by(minutes=1)
    with small_line.records.reading() as unit:
        day = unit.entries.find_published(102).entry
    referral = Entry(
        number=900_777,
        question="社保卡怎么补",
        similar_questions=("社保卡怎么补",),
        office="市人力资源和社会保障局",
        source="《社会保险法》",
        **{name: "" for name in ("web_answer", "spoken", "text", "topic", "department")},
        keywords=(),
        legal_bases=(),
        effective_date=day.effective_date,
        review_date=day.review_date,
    )
    draft = workflow.save_draft(small_line, people[Role.LIAISON], referral, None)
    revision = workflow.submit(small_line, people[Role.LIAISON], 900_777, version=draft.version)
    open_questions.record_entry(small_line, people[Role.LIAISON], asked, 900_777)
    approve(small_line, people, revision, set_clock)
    ask("社保卡怎么补", Outcome.REFERRED, entries=(900_777,))
    assert listed(QuestionList.REFERRED) == []


def test_the_next_free_number_is_of_the_topic_that_the_question_is_nearest_to(small_line, people, set_clock):
    publisher = people[Role.PUBLISHER]
    with small_line.records.reading() as unit:
        taken = unit.open_questions.list_taken_numbers(100, 199)
    number = open_questions.find_free_number(small_line, publisher)
    assert number not in taken
    assert str(number)[0] == min(topic for topic in {str(one)[0] for one in taken})
    publish.publish(small_line)
    with small_line.records.reading() as unit:
        example = unit.entries.find_published(102).entry
    assert open_questions.find_free_number(small_line, publisher, example.question) == number
