"""A caller gets to a person: who is rung in which order, what each hears, and what is kept of it."""

from dataclasses import replace
from datetime import datetime

import pytest

from hotline.app import OFFICE_TIME, create_app
from hotline.core.calls import AttemptKind, AttemptResult, CallOutcome
from hotline.core.enquiries import Outcome
from hotline.core.text_length import speech_seconds
from tests.support.fixed_values import CALLER
from tests.support.heard import last_heard, said
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.transports import LocalTransport
from voice.handset.twiml_reader import read_document
from voice.phrases import PHONE

FIRST_OPERATOR, SECOND_OPERATOR = "0000-80000001", "0000-80000002"
TITLE = "申请行政复议的期限是多久"
OPERATOR, LIAISON = AttemptKind.OPERATOR, AttemptKind.LIAISON
R = AttemptResult


@pytest.fixture
def settings(settings):
    return replace(settings, operator_lines=(FIRST_OPERATOR, SECOND_OPERATOR))


@pytest.fixture
def attempts(line):
    """Whom a call rang, and how it went."""

    def read(transcript):
        with line.records.reading() as unit:
            return unit.attempts.list_attempts(transcript.call)

    return read


def results(listed):
    return [(attempt.kind, attempt.name, attempt.result) for attempt in listed]


def at(clock, moment):
    clock.now = datetime.fromisoformat(moment).replace(tzinfo=OFFICE_TIME)


def test_the_operators_ring_all_at_once_and_who_takes_the_call_heard_what_it_is_about(dial, attempts):
    transcript = dial("press:2", "press:102", "press:0", "busy", "answer", "leave")
    assert transcript.turns[3].heard == [
        PHONE("operator.ringing"),
        "[拨打 000080000001]",
        "[拨打 000080000002]",
        "[对方听到] " + said("whisper.about", line="96128", title=TITLE),
        "[对方听到] " + PHONE("whisper.speak"),
    ]
    assert transcript.turns[-1].heard == [PHONE("trouble.thanks")]
    first, second = attempts(transcript)
    assert results([first, second]) == [(OPERATOR, "", R.BUSY), (OPERATOR, "", R.ANSWERED)]
    assert second.leg.startswith("CA")
    assert second.answered_at >= second.rung_at
    assert second.ended_at is not None
    assert first.telephone == "0000-****0001"


def test_when_no_operator_takes_the_call_the_liaison_officers_are_rung_in_their_order(dial, attempts):
    transcript = dial("press:2", "press:102", "press:0", "busy", "busy", "decline:2", "answer", "leave")
    assert transcript.turns[4].heard[:2] == [PHONE("operator.next"), "[拨打 000080000201]"]
    assert transcript.turns[5].heard[:2] == [PHONE("operator.next"), "[拨打 000080000211]"]
    assert results(attempts(transcript)) == [
        (OPERATOR, "", R.BUSY),
        (OPERATOR, "", R.BUSY),
        (LIAISON, "联络员甲", R.DECLINED),
        (LIAISON, "联络员乙", R.ANSWERED),
    ]
    assert {attempt.department for attempt in attempts(transcript)[2:]} == {"FYK"}


def test_an_operator_who_declines_stops_the_others_and_the_officers_follow(dial, attempts):
    transcript = dial("press:2", "press:102", "press:0", "decline", "answer", "leave")
    assert results(attempts(transcript)) == [
        (OPERATOR, "", R.DECLINED),
        (OPERATOR, "", R.CANCELED),
        (LIAISON, "联络员甲", R.ANSWERED),
    ]


def test_when_nobody_takes_the_call_the_hours_are_told_and_a_message_is_taken(dial, attempts, kept):
    nobody = ["busy", "no-answer", "no-answer", "busy"]
    transcript = dial("press:2", "press:102", "press:0", *nobody, "record:请给我回电话")
    heard = transcript.heard()
    assert PHONE("operator.absent") in heard
    assert "上午八点半到十二点，下午两点到五点半" in heard
    assert len(kept("messages")) == 1
    assert [attempt.result for attempt in attempts(transcript)] == [R.BUSY, R.NO_ANSWER, R.NO_ANSWER, R.BUSY]
    assert all(attempt.ended_at and not attempt.answered_at for attempt in attempts(transcript))


def test_without_a_subject_the_operators_alone_are_rung_and_hear_what_was_asked(dial, attempts):
    transcript = dial("say:火星上种土豆用什么肥料", "press:0", "answer", "leave")
    assert "[对方听到] " + said("whisper.asked", line="96128", question="火星上种土豆用什么肥料") in transcript.heard()
    transcript = dial("press:0", "busy", "busy")
    assert "[对方听到]" not in transcript.heard()
    assert len(attempts(transcript)) == 2
    assert "[对方听到] " + said("whisper.plain", line="96128") in dial("press:0", "answer").heard()


def test_the_enquiry_belongs_to_those_put_through_once_somebody_is_rung(dial, line, clock):
    def outcomes():
        with line.records.reading() as unit:
            return [enquiry.outcome for enquiry in unit.enquiries.list_unanswered(5)]

    at(clock, "2026-11-23 22:00")
    dial("say:火星上种土豆用什么肥料", "press:0", "hangup")
    assert outcomes() == [Outcome.UNANSWERED]
    at(clock, "2026-11-23 10:00")
    dial("say:火星上种土豆用什么肥料", "press:0", "no-answer", "no-answer")
    assert outcomes() == [Outcome.TRANSFERRED, Outcome.UNANSWERED]


@pytest.mark.parametrize(
    ("moment", "when"),
    [
        ("2026-11-23 12:30", "今天下午2点"),
        ("2026-11-23 20:00", "明天上午8点30分"),
        ("2026-11-27 17:30", "星期一上午8点30分"),
        ("2026-09-30 18:00", "10月8日上午8点30分"),
        ("2026-10-01 10:00", "10月8日上午8点30分"),
        ("2026-10-09 18:00", "明天上午8点30分"),
        ("2098-12-31 23:59", "后天上午8点30分"),  # not decreed yet; New Year's Day is a holiday whatever is
    ],
)
def test_out_of_hours_nobody_is_rung_and_the_caller_hears_when_people_are_there(
    dial, clock, attempts, kept, moment, when
):
    at(clock, moment)
    transcript = dial("press:2", "press:102", "press:0", "record:请给我回电话")
    heard = transcript.turns[3].heard
    assert heard[0] == said("operator.closed", when=when)
    assert "拨打" not in transcript.heard()
    assert attempts(transcript) == []
    assert len(kept("messages")) == 1


def test_who_does_not_want_to_leave_a_message_goes_on_at_the_main_menu(dial, clock, kept):
    at(clock, "2026-11-23 22:00")
    transcript = dial("press:0", "press:#", "press:#")
    assert PHONE("operator.onward") in transcript.turns[1].heard
    assert transcript.turns[2].url.rpartition("/")[2].startswith("unrecorded")
    assert transcript.turns[2].heard == [PHONE("message.empty")]
    assert last_heard(transcript) == [PHONE("menu.full")]
    assert kept("messages") == []


LONGEST_WAY_TO_SAY_WHEN = "2026-09-30 18:00"
"""The next opening is told by its date, after the holidays."""


@pytest.mark.parametrize("moment", ["2026-11-23 22:00", LONGEST_WAY_TO_SAY_WHEN])
@pytest.mark.parametrize("script", [["press:9"] * 3, ["say:火星上种土豆用什么肥料"] * 3])
def test_out_of_hours_nobody_is_recorded_who_did_not_ask_for_a_person(dial, clock, moment, script):
    at(clock, moment)
    heard = last_heard(dial(*script))
    assert heard[0] == PHONE("trouble.lost")
    assert heard[-1] == PHONE("operator.offer")
    assert speech_seconds("".join(heard)) <= 12
    assert "[嘀]" in last_heard(dial(*script, "press:6"))


@pytest.mark.parametrize("moment", ["2026-11-23 22:00", LONGEST_WAY_TO_SAY_WHEN])
@pytest.mark.parametrize("script", [["press:0"], ["say:火星上种土豆用什么肥料", "press:0"]])
def test_out_of_hours_the_beep_comes_within_twelve_seconds_and_no_sentence_is_said_twice(dial, clock, moment, script):
    at(clock, moment)
    *spoken, beep = last_heard(dial(*script))
    assert beep == "[嘀]"
    assert speech_seconds("".join(spoken)) <= 12
    assert "".join(spoken).count("嘀的一声") == 1
    assert "".join(spoken).count("留言") == 1


def test_nobody_is_told_twice_how_to_leave_a_message_where_nobody_answers_either(dial):
    heard = dial("press:0", "no-answer", "no-answer").heard()
    assert PHONE("operator.absent") in heard
    assert heard.count("嘀的一声") == 1


def test_a_silent_message_is_offered_a_second_try_that_is_kept(dial, clock, kept, line):
    at(clock, "2026-11-23 22:00")
    transcript = dial("press:6", "silence", "press:6", "record:请回电")
    assert transcript.turns[2].heard == [PHONE("message.empty")]
    assert PHONE("review.kept") in last_heard(transcript)
    assert len(kept("messages")) == 1
    with line.records.reading() as unit:
        assert unit.calls.find(dial("press:6", "silence").call).outcome is CallOutcome.NONE


def test_on_a_saturday_that_makes_up_for_a_holiday_people_are_there(dial, clock):
    at(clock, "2026-10-10 10:00")
    assert "[拨打 000080000001]" in dial("press:0", "answer").heard()


def test_a_caller_who_hangs_up_while_it_rings_ends_the_attempts(dial, attempts):
    transcript = dial("press:0", "hangup")
    assert transcript.ended == "caller hung up"
    assert [attempt.result for attempt in attempts(transcript)] == [R.CANCELED, R.CANCELED]


def test_nobody_is_rung_for_a_caller_who_has_gone(app, line):
    about = {"CallSid": "CA1", "Digits": "0", "CallStatus": "completed"}
    reply = LocalTransport(app).post("https://hotline.example/voice/menu?turns=1", about)
    assert "<Hangup" in reply.body
    assert "<Dial" not in reply.body
    with line.records.reading() as unit:
        assert unit.attempts.list_attempts("CA1") == []


def test_a_caller_who_tries_again_later_in_the_call_has_both_kept(dial, attempts):
    again = dial("press:0", "busy", "busy", "press:#", "press:0", "answer", "leave")
    assert [attempt.result for attempt in attempts(again)] == [R.BUSY, R.BUSY, R.ANSWERED, R.CANCELED]


def test_every_webhook_delivered_twice_changes_nothing(dial_twice, attempts):
    script = ["press:2", "press:102", "press:0", "busy", "busy", "decline", "answer", "leave"]
    kept = attempts(dial_twice(*script))
    assert [attempt.result for attempt in kept] == [R.BUSY, R.BUSY, R.DECLINED, R.ANSWERED]


def test_who_takes_the_call_makes_it_one_with_a_person(dial, line):
    def outcome(*script):
        call = dial("press:0", *script).call
        with line.records.reading() as unit:
            return unit.calls.find(call).outcome

    assert outcome("answer", "leave") is CallOutcome.PERSON
    assert outcome("answer", "hangup") is CallOutcome.PERSON
    assert outcome("decline", "hangup") is CallOutcome.NONE


def without_a_pool(settings, line):
    return create_app(replace(settings, operator_lines=()), line=line)


def test_without_operators_the_officers_are_rung_and_then_the_office(settings, line, attempts):
    transport = LocalTransport(without_a_pool(settings, line))
    script = read_script(["press:2", "press:102", "press:0", "busy", "busy", "answer", "leave"])
    transcript = place_call(transport, script, caller=CALLER)
    assert results(attempts(transcript)) == [
        (LIAISON, "联络员甲", R.BUSY),
        (LIAISON, "联络员乙", R.BUSY),
        (OPERATOR, "示例市司法局", R.ANSWERED),
    ]
    transcript = place_call(transport, read_script(["press:0", "answer"]), caller=CALLER)
    assert "[拨打 000080000096]" in transcript.heard()


@pytest.mark.parametrize("hours", ["全天", ""])
def test_where_the_hours_cannot_be_read_people_are_rung_at_any_hour(app, line, clock, hours):
    office = line.knowledge.office
    opened = replace(office, morning_hours=hours, afternoon_hours=hours)

    class Shelf:
        def current(self):
            return self

        office = opened

        def __getattr__(self, name):
            return getattr(line.shelf.current(), name)

    app.extensions["hotline"] = replace(line, shelf=Shelf())
    at(clock, "2026-11-22 03:00")
    assert (
        "[拨打 000080000001]" in place_call(LocalTransport(app), read_script(["press:0", "answer"]), caller="").heard()
    )


def test_while_what_is_published_cannot_be_read_who_picks_up_is_connected_without_a_word(app, line):
    class Broken:
        def current(self):
            raise RuntimeError("a mistake of ours")

    for step in ("whisper", "accepted"):
        app.extensions["hotline"] = replace(line, shelf=Broken(), records=Broken())
        url = f"https://hotline.example/voice/{step}?call=CA1&serial=1"
        reply = LocalTransport(app).post(url, {"CallSid": "CA2", "Digits": "1"})
        assert (reply.status, read_document(reply.body)) == (200, ())


def test_a_leg_whose_end_cannot_be_kept_is_not_acknowledged(app, line):
    class Broken:
        def writing(self):
            raise RuntimeError("a mistake of ours")

    app.extensions["hotline"] = replace(line, records=Broken())
    url = "https://hotline.example/voice/leg?call=CA1&serial=1"
    assert LocalTransport(app).post(url, {"CallSid": "CA2", "CallStatus": "busy"}).status == 503


def test_what_each_leg_reports_is_kept_whenever_it_comes(app, line, dial, attempts):
    transcript = dial("press:0", "busy", "no-answer")
    first, second = attempts(transcript)
    assert [first.result, second.result] == [R.BUSY, R.NO_ANSWER]
    late = f"https://hotline.example/voice/leg?call={transcript.call}&serial="
    for serial, status in ((first.serial, "failed"), (second.serial, "completed")):
        LocalTransport(app).post(late + str(serial), {"CallSid": "CA9", "CallStatus": status})
    assert [attempt.result for attempt in attempts(transcript)] == [R.FAILED, R.NO_ANSWER]
    assert [attempt.ended_at for attempt in attempts(transcript)] == [first.ended_at, second.ended_at]


@pytest.mark.parametrize("query", ["", "?call=&serial=x&enquiry=-1", "?serial=99999999999999", "?subject=%00&joins=2"])
def test_a_leg_that_makes_no_sense_is_asked_and_connected_all_the_same(app, query):
    base = "https://hotline.example/voice/"
    assert "按1接听" in LocalTransport(app).post(f"{base}whisper{query}", {"CallSid": "CA2"}).body
    accepted = LocalTransport(app).post(f"{base}accepted{query}", {"CallSid": "CA2", "Digits": "1"})
    assert PHONE("whisper.speak") in accepted.body
    assert LocalTransport(app).post(f"{base}leg{query}", {"CallSid": "CA2", "CallStatus": "ringing"}).status == 204
