"""Personal data is erased when its retention period is over, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.core.calls import CallStep
from hotline.core.enquiries import Channel
from hotline.core.errors import NotFound, Unavailable
from hotline.core.ip_addresses import networks_of
from hotline.core.permissions import Role
from hotline.core.texts import Receipt, TextPurpose, TextReply, TextState
from hotline.services import messages, retention
from hotline.services.calls import journal
from hotline.services.texts import session
from hotline.services.texts.session import TextSession


def test_a_callers_number_is_erased_ninety_days_after_the_answer_or_after_a_year(small_line, people, set_clock):
    operator = people[Role.OPERATOR]
    answered, waiting = (
        messages.leave_message(small_line, channel=Channel.PHONE, body=body, caller="+8613800138000")
        for body in ("答了", "没答")
    )
    messages.answer_message(small_line, operator, answered.tracking_number, "好", compose_text=str)
    set_clock.pass_by(days=89)
    assert retention.erase_expired(small_line).numbers == 0
    set_clock.pass_by(days=2)
    assert retention.erase_expired(small_line).numbers == 1
    callers = {one.tracking_number: one.caller for one in messages.list_messages(small_line, operator)}
    assert callers == {answered.tracking_number: "", waiting.tracking_number: "+8613800138000"}
    set_clock.pass_by(days=275)
    assert retention.erase_expired(small_line).numbers == 1


def test_choices_replies_and_failed_sign_ins_are_erased_after_their_periods(small_line, set_clock):
    with small_line.records.writing() as unit:
        session.remember(unit, "hash", TextSession(choices=("102",), question="我是13800138000"), small_line.now())
        unit.deliveries.keep("SM1", "好", small_line.now())
        unit.failures.add("li", networks_of("10.0.0.1"), small_line.now())
    erased = []
    for time in ({"minutes": 1439}, {"minutes": 2}, {"days": 1}, {"days": 6}):
        set_clock.pass_by(**time)
        report = retention.erase_expired(small_line)
        erased.append((report.contexts, report.failures, report.deliveries))
    assert erased == [(0, 0, 0), (1, 1, 0), (0, 0, 0), (1, 0, 1)]


def test_sessions_of_staff_are_erased_after_ninety_days_and_counters_once_their_window_is_over(small_line, set_clock):
    with small_line.records.writing() as unit:
        li = unit.staff.add(name="li", full_name="李明", role=Role.OPERATOR, password_hash="", at=small_line.now())
        unit.sign_ins.add("hash", li.id, "10.0.0.1", small_line.now())
        unit.rate_counters.add("key", 3, small_line.now() + timedelta(minutes=1))
    kept = []
    for time in ({"seconds": 59}, {"minutes": 1}, {"days": 89}, {"days": 2}):
        set_clock.pass_by(**time)
        retention.erase_expired(small_line)
        with small_line.records.reading() as unit:
            kept.append((unit.sign_ins.find("hash") is not None, unit.rate_counters.find("key") is not None))
    assert kept == [(True, True), (True, False), (True, False), (False, False)]


def test_of_choices_that_have_expired_only_the_masked_question_is_kept(small_line, set_clock):
    kept = TextSession(choices=("102",), question="我是13800138000", rest=("第二页",), asked="我是138****8000")
    with small_line.records.writing() as unit:
        session.remember(unit, "hash", kept, small_line.now())
    set_clock.pass_by(hours=25)
    assert [retention.erase_expired(small_line).contexts for _ in range(2)] == [1, 0]
    with small_line.records.reading() as unit:
        assert session.recall(unit, "hash", small_line.now()) == TextSession(asked="我是138****8000", expired=True)
        assert "13800138000" not in unit.contexts.find("hash", small_line.now() - timedelta(days=7))[0]


def test_the_number_of_a_text_is_erased_a_week_after_its_final_state_or_after_a_month(small_line, set_clock):
    with small_line.records.writing() as unit:
        for key in ("delivered", "waiting"):
            told = {"gateway": "twilio", "number": "+8613800138000", "body": "好", "at": small_line.now()}
            text = unit.texts.queue(key, purpose=TextPurpose.TRACKING, tracking="00000001", **told)
            if key == "delivered":
                unit.texts.mark_delivered(text, small_line.now())
    erased = []
    for days in (6, 2, 21, 2):
        set_clock.pass_by(days=days)
        erased.append(retention.erase_expired(small_line).sent_to)
    assert erased == [0, 1, 0, 1]
    with small_line.records.reading() as unit:
        assert [(text.number, text.body) for text in unit.texts.list_tracking("00000001")] == [("", "好")] * 2


def test_the_owners_of_incoming_texts_and_delivery_receipts_are_erased(small_line, set_clock):
    text = {"gateway": "twilio", "delivery": "SM1", "owner": "hash", "caller": "+86138****8000", "body": "复议"}
    with small_line.records.writing() as unit:
        unit.incoming.add(**text, received_at=small_line.now(), replied_at=small_line.now(), reply_kind=TextReply.TOLD)
        unit.texts.add_receipt("twilio", Receipt("SM2", TextState.SENT, "sent"), small_line.now())
    erased = []
    for days in (6, 2, 21, 2):
        set_clock.pass_by(days=days)
        report = retention.erase_expired(small_line)
        erased.append((report.owners, report.receipts))
    assert erased == [(0, 0), (1, 0), (0, 0), (0, 1)]


@pytest.mark.parametrize("days", [730, 90])
def test_the_words_of_messages_and_texts_are_erased_after_a_time_of_their_own(small_line, people, set_clock, days):
    line = replace(small_line, keep_words_days=days)
    left = messages.leave_message(line, channel=Channel.SMS, body="路灯坏了", caller="+8613800138000")
    messages.answer_message(line, people[Role.OPERATOR], left.tracking_number, "明天来修", compose_text=str)
    text = {"gateway": "twilio", "owner": "", "caller": "", "received_at": line.now(), "replied_at": None}
    with line.records.writing() as unit:
        unit.incoming.add(**text, delivery="1", body="复议收费吗", reply_kind=TextReply.ANSWERED)
        unit.incoming.add(**text, delivery="2", body="余额不足", reply_kind=TextReply.SERVICE)
    erased = []
    for pass_by in (30, 1, days - 31, 1):
        set_clock.pass_by(days=pass_by)
        erased.append(retention.erase_expired(line).words)
    assert erased == [0, 1, 0, 3]
    assert messages.find_message(line, left.tracking_number) is None
    staffs = messages.get_message(line, people[Role.OPERATOR], left.tracking_number)
    assert (staffs.body, staffs.answer, staffs.is_erased) == ("", "", True)


def test_the_replies_of_a_call_are_kept_for_a_day_and_the_call_for_two_years(small_line, set_clock):
    began = set_clock.now
    with small_line.records.writing() as unit:
        unit.deliveries.keep(f"{journal.DELIVERY_PREFIX}1", "<Response/>", began)
        unit.calls.begin("CA1", gateway="twilio", caller="", at=began)
        unit.calls.add_step("CA1", CallStep(began, "menu", "1", "topics"), delivery="1")
    set_clock.pass_by(hours=25)
    assert retention.erase_expired(small_line).deliveries == 1
    set_clock.pass_by(days=728)
    assert retention.erase_expired(small_line).calls == 0
    set_clock.pass_by(days=1)
    assert retention.erase_expired(small_line).calls == 1
    with small_line.records.reading() as unit:
        assert unit.calls.list_steps("CA1") == []


class Provider:
    """A provider that deletes recordings, except those in ``failing``."""

    def __init__(self):
        self.deleted = []
        self.failing = set()

    def delete_recording(self, url):
        if url in self.failing:
            raise Unavailable("现在删不掉。")
        if not url.startswith("https://provider"):
            raise NotFound("没有这段录音。")
        self.deleted.append(url)


def discard(line, *urls):
    with line.records.writing() as unit:
        for url in urls:
            unit.recordings.discard(url, line.now())


def test_a_recording_is_erased_with_its_callers_number_and_then_at_the_provider(small_line, people, set_clock):
    provider = Provider()
    line = replace(small_line, telephony=provider)
    left = messages.leave_message(
        line, channel=Channel.PHONE, body="", caller="", recording="https://provider/RE1", conversation="CA1"
    )
    messages.answer_message(line, people[Role.OPERATOR], left.tracking_number, "好", compose_text=str)
    set_clock.pass_by(days=91)
    assert retention.erase_expired(line).numbers == 1
    assert messages.get_message(line, people[Role.OPERATOR], left.tracking_number).recording == ""
    assert retention.delete_recordings(line) == 1
    assert provider.deleted == ["https://provider/RE1"]
    assert (retention.erase_expired(line).numbers, retention.delete_recordings(line)) == (0, 0)


def test_a_recording_that_cannot_be_deleted_moves_to_the_end_of_the_queue(small_line, set_clock):
    provider = Provider()
    line = replace(small_line, telephony=provider)
    discard(line, "https://provider/RE1")
    set_clock.pass_by(minutes=1)
    discard(line, "https://elsewhere/RE0", "https://provider/RE2")
    provider.failing.add("https://provider/RE1")
    set_clock.pass_by(hours=1)
    assert retention.delete_recordings(line) == 0
    set_clock.pass_by(hours=1)
    assert retention.delete_recordings(line) == 2  # one of them nobody at the provider knows
    assert provider.deleted == ["https://provider/RE2"]
    provider.failing.clear()
    assert retention.delete_recordings(line) == 1


def test_recordings_stay_queued_while_no_account_is_configured(small_line):
    discard(small_line, "https://provider/RE1")
    assert retention.delete_recordings(small_line) == 0
    with small_line.records.reading() as unit:
        assert unit.recordings.list_discarded() == ["https://provider/RE1"]


def leave_number(line):
    return messages.leave_message(line, channel=Channel.PHONE, body="一件事", caller="+8613800138000")


def test_a_clock_that_jumps_ahead_by_years_erases_nothing_for_a_week(small_line, set_clock):
    leave_number(small_line)
    retention.run(small_line)
    right = small_line.now()
    set_clock.pass_by(days=3 * 365)
    for _hour in range(24 * 6):
        assert retention.run(small_line) is None
        set_clock.pass_by(hours=1)
    set_clock.now = right + timedelta(hours=1)
    assert retention.run(small_line).numbers == 0, "set right again, it is trusted at once"


def test_the_first_run_trusts_no_clock_that_is_far_ahead_of_the_newest_record(small_line, set_clock):
    leave_number(small_line)
    set_clock.pass_by(days=3 * 365)
    assert retention.run(small_line) is None


def test_after_days_without_a_run_erasing_goes_on_a_week_later(small_line, set_clock):
    leave_number(small_line)
    retention.run(small_line)
    set_clock.pass_by(days=366)
    assert retention.run(small_line) is None
    for _day in range(6):
        set_clock.pass_by(days=1)
        assert retention.run(small_line) is None
    set_clock.pass_by(days=1)
    assert retention.run(small_line).numbers == 1


def test_run_by_the_hour_retention_erases_in_time(small_line, set_clock):
    leave_number(small_line)
    assert retention.run(small_line) is not None
    for _run in range(208):  # 364 days, in steps that are no jump of the clock
        set_clock.pass_by(days=1.75)
        assert retention.run(small_line).numbers == 0
    set_clock.pass_by(days=1.5)
    assert retention.run(small_line).numbers == 1
