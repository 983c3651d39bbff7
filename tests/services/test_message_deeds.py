"""What staff do with a message beside answering it, and the history of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.core.enquiries import Channel
from hotline.core.entries import Entry
from hotline.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from hotline.core.messages import ClosingReason, MessageDeed, MessageState
from hotline.core.permissions import Role
from hotline.services import message_deeds, messages
from hotline.services.content import workflow

CALLER = "+8613800138000"


class Sender:
    """A gateway that takes every text."""

    def send(self, number, body, key):
        return key


@pytest.fixture
def line(small_line):
    return replace(small_line, senders={"twilio": Sender()})


@pytest.fixture
def left(line):
    return messages.leave_message(
        line, channel=Channel.PHONE, body="想问低保，电话13900001111", caller=CALLER
    ).tracking_number


@pytest.fixture
def operator(people):
    return people[Role.OPERATOR]


def word(message):
    return f"答复：{message.answer}"


def word_correction(message):
    return f"更正：{message.answer}"


def texts(line, tracking):
    with line.records.reading() as unit:
        return [text.body for text in unit.texts.list_tracking(tracking)]


def deeds(line, person, tracking):
    events = message_deeds.list_history(line, person, tracking)
    return [(event.deed, event.subject, event.words, event.done_by) for event in events]


def find(line, person, tracking):
    return messages.get_message(line, person, tracking)


def refer(line, people):
    """A published referral."""
    with line.records.reading() as unit:
        day = unit.entries.find_published(102).entry
    referral = Entry(
        **{name: "" for name in ("web_answer", "spoken", "text", "topic", "department")},
        number=900_777,
        question="社保卡怎么补",
        similar_questions=("社保卡怎么补",),
        keywords=(),
        legal_bases=(),
        effective_date=day.effective_date,
        review_date=day.review_date,
        office="市人社局",
        telephone="12333",
        note="带身份证。",
        source="社会保险法",
    )
    draft = workflow.save_draft(line, people[Role.LIAISON], referral, None)
    submitted = workflow.submit(line, people[Role.LIAISON], 900_777, version=draft.version)
    workflow.approve(line, people[Role.REVIEWER], 900_777, version=submitted.version)


def test_a_message_is_given_to_a_department_and_listed_as_its_own(line, left, operator):
    messages.leave_message(line, channel=Channel.WEB, body="别的")
    message_deeds.assign(line, operator, left, "FYK")
    assert [one.tracking_number for one in messages.list_messages(line, operator, department="FYK")] == [left]
    assert len(messages.list_messages(line, operator)) == 2
    message_deeds.assign(line, operator, left, "")
    assert messages.list_messages(line, operator, department="FYK") == []
    assert [deed[:2] for deed in deeds(line, operator, left)] == [
        (MessageDeed.ASSIGNED, "FYK"),
        (MessageDeed.ASSIGNED, ""),
    ]
    with pytest.raises(InvalidInput, match="没有这个部门"):
        message_deeds.assign(line, operator, left, "没有")


def test_a_corrected_answer_is_told_by_sms_with_the_correction_in_front_and_the_old_one_is_kept(line, left, operator):
    messages.answer_message(line, operator, left, "三楼办。", compose_text=word)
    seen = message_deeds.find_answer_event(message_deeds.list_history(line, operator, left))
    message_deeds.correct(line, operator, left, "五楼办。", seen=seen, compose_text=word_correction)
    assert messages.find_message(line, left).answer == "五楼办。"
    assert texts(line, left) == ["答复：三楼办。", "更正：五楼办。"]
    assert messages.find_answer_text(line, left).body == "更正：五楼办。"
    assert deeds(line, operator, left)[-1] == (MessageDeed.CORRECTED, "", "三楼办。", "operator")


def test_of_two_corrections_made_from_one_page_the_second_is_refused(line, left, operator, people):
    messages.answer_message(line, operator, left, "三楼办。", compose_text=word)
    seen = message_deeds.find_answer_event(message_deeds.list_history(line, operator, left))
    message_deeds.correct(line, operator, left, "五楼办。", seen=seen, compose_text=word_correction)
    with pytest.raises(Conflict, match="刚刚被别人办过"):
        message_deeds.correct(
            line, people[Role.ADMINISTRATOR], left, "六楼办。", seen=seen, compose_text=word_correction
        )
    assert messages.find_message(line, left).answer == "五楼办。"
    assert len(texts(line, left)) == 2
    with pytest.raises(InvalidInput, match="和原来的答复一样"):
        message_deeds.correct(line, operator, left, "五楼办。", seen=seen, compose_text=word_correction)


def test_what_was_not_answered_cannot_be_corrected(line, left, operator):
    with pytest.raises(Conflict):
        message_deeds.correct(line, operator, left, "五楼办。", seen=0, compose_text=word_correction)


def test_junk_is_closed_with_a_reason_without_an_sms_and_can_be_opened_again(line, left, operator):
    with pytest.raises(InvalidInput, match="请写明为什么"):
        message_deeds.close(line, operator, left, ClosingReason.OTHER)
    message_deeds.close(line, operator, left, ClosingReason.ADVERTISEMENT)
    assert find(line, operator, left).state is MessageState.CLOSED
    assert messages.find_message(line, left).answer == message_deeds.CLOSED_ANSWER
    assert texts(line, left) == []
    assert messages.list_messages(line, operator, MessageState.WAITING) == []
    with pytest.raises(Conflict):
        message_deeds.close(line, operator, left, ClosingReason.EMPTY)
    with pytest.raises(Conflict):
        messages.answer_message(line, operator, left, "好", compose_text=word)
    message_deeds.reopen(line, operator, left)
    messages.answer_message(line, operator, left, "好", compose_text=word)
    assert texts(line, left) == ["答复：好"]
    assert [deed[0] for deed in deeds(line, operator, left)] == [
        MessageDeed.CLOSED,
        MessageDeed.REOPENED,
        MessageDeed.ANSWERED,
    ]


def test_a_message_on_another_offices_matter_is_answered_with_that_office(line, left, operator, people):
    refer(line, people)
    message_deeds.forward(line, operator, left, 900_777, compose_text=word)
    told = "您问的事归市人社局管，请到那里问。电话是12333。带身份证。"
    assert messages.find_message(line, left).answer == told
    assert texts(line, left) == [f"答复：{told}"]
    assert deeds(line, operator, left) == [(MessageDeed.FORWARDED, "900777", "", "operator")]


@pytest.mark.parametrize("number", [900_778, 102, 0, -1])
def test_a_message_is_not_forwarded_to_what_is_no_published_referral(line, left, operator, number):
    with pytest.raises(InvalidInput, match="没有这个编号的转介"):
        message_deeds.forward(line, operator, left, number, compose_text=word)
    assert find(line, operator, left).state is MessageState.WAITING


def test_a_note_is_for_staff_alone_and_numbers_in_it_are_masked_for_those_who_may_not_see_them(
    line, left, operator, people
):
    message_deeds.note(line, people[Role.LIAISON], left, "建议回电13900001111")
    assert deeds(line, operator, left) == [(MessageDeed.NOTED, "", "建议回电13900001111", "liaison")]
    assert deeds(line, people[Role.REVIEWER], left)[0][2] == "建议回电139****1111"
    assert "建议" not in repr(messages.find_message(line, left))
    with pytest.raises(InvalidInput, match="请写下备注"):
        message_deeds.note(line, operator, left, " ")
    with pytest.raises(InvalidInput, match="最多1000个字"):
        message_deeds.note(line, operator, left, "字" * 1001)


def test_an_entry_made_of_an_answer_starts_from_it_without_numbers_and_is_in_the_history_once(
    line, left, operator, people
):
    messages.answer_message(line, operator, left, "请打13900001111。", compose_text=word)
    question, answer = message_deeds.suggest_entry(line, people[Role.PUBLISHER], left)
    assert (question, answer) == ("想问低保，电话139****1111", "请打139****1111。")
    for _ in range(2):
        message_deeds.record_entry(line, people[Role.PUBLISHER], left, 110)
    assert deeds(line, operator, left)[1:] == [(MessageDeed.WRITTEN, "110", "", "publisher")]


def test_each_deed_asks_for_its_permission(line, left, operator, people):
    reviewer = people[Role.REVIEWER]
    refused = [
        lambda: message_deeds.assign(line, reviewer, left, "FYK"),
        lambda: message_deeds.close(line, reviewer, left, ClosingReason.EMPTY),
        lambda: message_deeds.reopen(line, reviewer, left),
        lambda: message_deeds.forward(line, reviewer, left, 900_001, compose_text=word),
        lambda: message_deeds.correct(line, reviewer, left, "好", seen=0, compose_text=word),
        lambda: message_deeds.note(line, replace(reviewer, active=False), left, "好"),
        lambda: message_deeds.suggest_entry(line, operator, left),
        lambda: message_deeds.record_entry(line, operator, left, 102),
    ]
    for deed in refused:
        with pytest.raises(NotAllowed):
            deed()
    assert deeds(line, operator, left) == []


def test_a_message_that_is_not_there_cannot_be_worked_on(line, operator):
    for deed in (
        lambda: message_deeds.assign(line, operator, "99999999", ""),
        lambda: message_deeds.close(line, operator, "99999999", ClosingReason.EMPTY),
        lambda: message_deeds.reopen(line, operator, "99999999"),
        lambda: message_deeds.note(line, operator, "99999999", "好"),
        lambda: message_deeds.correct(line, operator, "99999999", "好", seen=0, compose_text=word),
    ):
        with pytest.raises(NotFound):
            deed()


def test_retention_erases_the_words_of_notes_and_replaced_answers_and_keeps_who_did_what(line, left, operator):
    message_deeds.note(line, operator, left, "打过电话")
    with line.records.writing() as unit:
        unit.messages.erase_words(line.now() + timedelta(days=1))
    assert deeds(line, operator, left) == [(MessageDeed.NOTED, "", "", "operator")]


def test_the_same_words_texted_again_while_they_wait_are_the_same_message(line, operator):
    def text(body="想问低保", caller=CALLER):
        return messages.leave_message(line, channel=Channel.SMS, body=body, caller=caller).tracking_number

    first = text()
    assert text() == first
    assert len({first, text("想问别的"), text(caller="+8613900139000"), text(caller="")}) == 4
    messages.answer_message(line, operator, first, "好", compose_text=word)
    assert text() != first


def test_an_answer_that_is_still_waiting_is_not_sent_after_its_correction(line, left, operator):
    messages.answer_message(line, operator, left, "错的答复", compose_text=word)
    seen = message_deeds.find_answer_event(message_deeds.list_history(line, operator, left))
    message_deeds.correct(line, operator, left, "对的答复", seen=seen, compose_text=word_correction)
    with line.records.reading() as unit:
        kept = [(text.body, text.state.value, text.error) for text in unit.texts.list_tracking(left)]
    assert kept == [
        ("答复：错的答复", "failed", "superseded by a correction"),
        ("更正：对的答复", "waiting", ""),
    ]
