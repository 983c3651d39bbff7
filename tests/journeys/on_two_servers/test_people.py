"""From a caller to a person: who is rung, who is there at which hour, and three in one call."""

from datetime import datetime, timedelta

import pytest

from hotline.app import OFFICE_TIME
from hotline.core.calls import AttemptKind, AttemptResult, CallOutcome
from hotline.core.permissions import Role, Staff
from hotline.services.calls import live
from tests.support.city import OPERATORS
from tests.support.fixed_values import NOW
from tests.support.heard import last_heard, said
from voice.handset.script import read_script
from voice.phrases import PHONE
from voice.telephone_numbers import dialable

OPERATOR, LIAISON, THREE_WAY = AttemptKind.OPERATOR, AttemptKind.LIAISON, AttemptKind.THREE_WAY
R = AttemptResult
STAFF = Staff(1, "operator", "测试", Role.OPERATOR, True)
TO_A_PERSON = ["press:2", "press:102", "press:0"]
WHISPER = "[对方听到] " + said("whisper.about", line="96128", title="申请行政复议的期限是多久")


def rung(city, call):
    return [(one.kind, one.name, one.result) for one in city.attempts(call.call)]


def test_the_operators_ring_together_and_who_takes_the_call_heard_what_it_is_about(city, citizen):
    def script():
        yield from read_script([*TO_A_PERSON, "busy"])
        city.clock.now += timedelta(seconds=9)
        yield from read_script(["answer", "leave"])

    call = citizen.act(script())
    assert call.turns[3].heard == [
        PHONE("operator.ringing"),
        *(f"[拨打 {dialable(line)}]" for line in OPERATORS),
        WHISPER,
        "[对方听到] " + PHONE("whisper.speak"),
    ]
    assert 'timeout="15"' in next(document for document in citizen.documents if "<Dial" in document)
    assert last_heard(call) == [PHONE("trouble.thanks")]
    assert rung(city, call) == [(OPERATOR, "", R.BUSY), (OPERATOR, "", R.ANSWERED)]
    taken = city.attempts(call.call)[1]
    assert taken.answered_at - taken.rung_at == timedelta(seconds=9)
    assert city.kept(call.call)[0].outcome is CallOutcome.PERSON


def test_when_no_operator_takes_the_call_the_liaison_officers_are_rung_one_after_the_other(city, citizen):
    call = citizen.call(*TO_A_PERSON, "busy", "no-answer", "decline:2", "answer", "leave")
    assert [turn.heard[:2] for turn in call.turns[4:6]] == [
        [PHONE("operator.next"), "[拨打 000080000201]"],
        [PHONE("operator.next"), "[拨打 000080000211]"],
    ]
    assert WHISPER in call.turns[4].heard
    assert rung(city, call) == [
        (OPERATOR, "", R.BUSY),
        (OPERATOR, "", R.NO_ANSWER),
        (LIAISON, "联络员甲", R.DECLINED),
        (LIAISON, "联络员乙", R.ANSWERED),
    ]


def test_when_nobody_answers_the_hours_are_told_and_a_message_is_taken(city, citizen):
    call = citizen.call(*TO_A_PERSON, "busy", "no-answer", "no-answer", "busy", "record:请给我回电话", "press:3")
    assert call.turns[6].heard == [
        PHONE("operator.absent"),
        said("operator.hours", morning="八点半到十二点", afternoon="两点到五点半"),
        PHONE("operator.onward"),
        "[嘀]",
    ]
    assert [result for _, _, result in rung(city, call)] == [R.BUSY, R.NO_ANSWER, R.NO_ANSWER, R.BUSY]
    assert len(city.messages(citizen)) == 1


@pytest.mark.parametrize(
    ("moment", "when"),
    [
        ("2026-11-23 12:30", "今天下午2点"),
        ("2026-11-23 20:00", "明天上午8点30分"),
        ("2026-11-27 17:30", "星期一上午8点30分"),
        ("2026-10-01 10:00", "10月8日上午8点30分"),
    ],
)
def test_out_of_hours_the_caller_hears_when_people_are_there_and_may_leave_a_message(city, citizen, moment, when):
    city.clock.now = datetime.fromisoformat(moment).replace(tzinfo=OFFICE_TIME)
    call = citizen.call(*TO_A_PERSON, "record:请给我回电话", "press:3")
    told = said("operator.closed", when=when)
    assert call.turns[3].heard == [told, PHONE("operator.onward"), "[嘀]"]
    assert rung(city, call) == []
    assert len(city.messages(citizen)) == 1


def test_who_does_not_want_to_leave_a_message_goes_on_at_the_main_menu(city, citizen):
    city.clock.now = NOW.replace(hour=22)
    call = citizen.call("press:0", "press:#", "press:#")
    assert call.turns[-2].heard == [PHONE("message.empty")]
    assert last_heard(call) == [PHONE("menu.full")]
    assert city.messages(citizen) == []


def test_on_a_saturday_that_makes_up_for_a_holiday_people_are_there(city, citizen):
    city.clock.now = datetime(2026, 10, 10, 10, tzinfo=OFFICE_TIME)
    assert rung(city, citizen.call("press:0", "answer", "leave"))[0] == (OPERATOR, "", R.ANSWERED)


def test_a_caller_who_hangs_up_while_it_rings_ends_the_ringing(city, citizen):
    call = citizen.call("press:0", "hangup")
    assert call.ended == "caller hung up"
    assert [result for _, _, result in rung(city, call)] == [R.CANCELED, R.CANCELED]


def by_console(city, call):
    path = f"/console/talks/{call}"
    assert "正在呼叫" in city.operator(1).send(path, path, officer="LFK/1")


def by_command(city, call):
    assert city.run("transfer", call, "--to", "LFK").startswith("Ringing ")


@pytest.mark.parametrize("bring_in", [by_console, by_command])
def test_caller_operator_and_officer_come_together_in_one_conference(city, citizen, bring_in):
    """Caller and operator talk on while the officer is rung, and are in one conference with her once she presses 1."""
    before = len(city.provider.about_calls())

    def script():
        yield from read_script([*TO_A_PERSON, "answer"])
        (talk,) = live.list_live_calls(city.line, STAFF)
        bring_in(city, talk.call)
        (ringing,) = city.provider.about_calls()[before:]
        officer = city.pick_up(ringing.form["Url"], "press:1", call="CA9" + talk.call[3:])
        room = f"[会议 call-{talk.call}]"
        assert officer.heard().splitlines() == [
            said("whisper.join_about", line="96128", question="申请行政复议的期限是多久"),
            PHONE("whisper.joining"),
            room,
        ]
        _, turned = city.provider.about_calls()[before:]
        (operator,) = talk.people
        assert turned.path.endswith(f"/Calls/{operator.leg}.json")
        assert city.pick_up(turned.form["Url"], call=operator.leg).heard() == room
        yield from read_script(["leave", "leave"])

    call = citizen.act(script())
    assert call.turns[-2].heard == [f"[会议 call-{call.call}]"]
    assert last_heard(call) == [PHONE("trouble.thanks")]
    assert rung(city, call)[-1] == (THREE_WAY, "立法与规范性文件审查科联络员", R.ANSWERED)


def test_an_officer_who_does_not_press_one_stays_out_and_the_two_talk_on(city, citizen):
    before = len(city.provider.about_calls())

    def script():
        yield from read_script([*TO_A_PERSON, "answer"])
        (talk,) = live.list_live_calls(city.line, STAFF)
        by_console(city, talk.call)
        (ringing,) = city.provider.about_calls()[before:]
        leg = "CA9" + talk.call[3:]
        assert "[会议" not in city.pick_up(ringing.form["Url"], "silence", call=leg).heard()
        ended = ringing.form["StatusCallback"].removeprefix(city.bases[0])
        city.post(ended, CallSid=leg, CallStatus="completed")
        yield from read_script(["leave"])

    call = citizen.act(script())
    assert len(city.provider.about_calls()) == before + 1, "nobody was turned anywhere"
    assert rung(city, call)[-1] == (THREE_WAY, "立法与规范性文件审查科联络员", R.DECLINED)
    assert last_heard(call) == [PHONE("trouble.thanks")]
