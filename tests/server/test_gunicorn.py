"""The background jobs of the production server."""

from dataclasses import replace

import pytest

from hotline.core.enquiries import Channel
from hotline.core.errors import Unavailable
from hotline.core.permissions import Role
from hotline.core.texts import TextPurpose
from hotline.server.background import deliver_texts, run_hourly_jobs, settle_records
from hotline.services import messages, outbox, retention


def test_a_callers_number_is_erased_although_the_job_failed_the_hour_before(line, clock):
    with line.records.reading() as unit:
        operator = unit.staff.find_by_name(Role.OPERATOR.value)
    message = messages.leave_message(line, channel=Channel.PHONE, body="问", caller="+8613800138000")
    messages.answer_message(line, operator, message.tracking_number, "好", compose_text=str)
    for _two_days in range(45):
        clock.advance(47 * 3600)
        retention.run(line)
    assert messages.get_message(line, operator, message.tracking_number).caller
    clock.advance(47 * 3600)
    records = line.folder / "records.db"

    def wait(seconds, hours=iter(["bad", "good", "last"])):  # noqa: B008 — shared by all calls on purpose
        hour = next(hours)
        if hour == "bad":
            line.records.close()  # else what is still in the write-ahead log would stay behind
            records.rename(records.with_suffix(".away"))
        elif hour == "good":
            records.with_suffix(".away").replace(records)
        return hour == "last"

    run_hourly_jobs(line, wait)
    assert messages.get_message(line, operator, message.tracking_number).caller == ""


def test_of_two_hosts_one_erases_in_an_hour_and_the_other_when_that_one_has_died(line, clock, monkeypatch):
    erased = []
    first, second = replace(line, host="first"), replace(line, host="second")
    monkeypatch.setattr(retention, "erase_expired", lambda line: erased.append(line.host))
    for host, minutes in ((first, 0), (second, 30), (first, 30), (second, 59), (second, 2)):
        clock.advance(60 * minutes)
        run_hourly_jobs(host, lambda seconds, hours=iter([False, True]): next(hours))  # noqa: B008 — one hour each
    assert erased == ["first", "first", "second"]


def test_texts_are_sent_after_seconds_in_which_sending_failed_and_the_failure_is_logged_once(line, caplog):
    taken = []

    class Post:
        name = "twilio"

        def send(self, number, body, key):
            taken.append(body)
            return "SM1"

    line = replace(line, senders={"twilio": Post()})
    with line.records.writing() as unit:
        told = {"key": "one", "number": "+8613800138000", "body": "您好", "purpose": TextPurpose.TRACKING}
        outbox.queue(line, unit, **told)
    records = line.folder / "records.db"

    def wait(seconds, turns=iter(["bad", "still bad", "good", "last"])):  # noqa: B008 — shared by all calls on purpose
        turn = next(turns)
        if turn == "bad":
            line.records.close()
            records.rename(records.with_suffix(".away"))
        elif turn == "good":
            records.unlink(missing_ok=True)
            records.with_suffix(".away").replace(records)
        return turn == "last"

    deliver_texts(line, wait)
    assert taken == ["您好"]
    assert [record.message for record in caplog.records if "texts can" in record.message] == [
        "no texts can be sent now",
        "texts can be sent again",
    ]


def test_no_text_is_begun_once_the_process_is_told_to_stop(line):
    taken = []

    class Post:
        name = "twilio"

        def send(self, number, body, key):
            taken.append(key)
            return f"SM{key}"

    line = replace(line, senders={"twilio": Post()})
    with line.records.writing() as unit:
        for key in "abc":
            told = {"key": key, "number": "+8613800138000", "body": "您好", "purpose": TextPurpose.TRACKING}
            outbox.queue(line, unit, **told)
    assert outbox.deliver_due(line, lambda: bool(taken)) == 1
    assert taken == ["a"]


def test_records_are_flushed_every_second_although_one_flush_failed(line):
    settled = []

    class Records:
        def settle(self):
            settled.append(len(settled))
            if len(settled) == 1:
                raise Unavailable("记录库暂时无法使用。")

    settle_records(replace(line, records=Records()), lambda seconds: len(settled) == 3)
    assert settled == [0, 1, 2]


@pytest.mark.parametrize("work", [run_hourly_jobs, settle_records])
def test_a_background_job_goes_on_after_an_unexpected_error(line, work):
    tried = []

    class Records:
        def __getattr__(self, name):
            tried.append(name)
            raise KeyError("a mistake of ours")

    work(replace(line, records=Records()), lambda seconds: len(tried) >= 2)
    assert len(tried) >= 2
