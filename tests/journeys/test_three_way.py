"""An operator brings a liaison officer into the conversation with a caller, who stays on the line whatever fails."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from hotline.app import create_app
from hotline.core.calls import AttemptKind, AttemptResult
from hotline.core.errors import NotFound, Unavailable
from hotline.core.permissions import Role, Staff
from hotline.services.calls import live, warm_transfer
from hotline.services.calls.warm_transfer import CannotTransfer, TransferRefusal
from hotline.settings.gateways import TwilioAccount
from tests.support.fixed_values import CALLER
from tests.support.provider_api import standing_in
from tests.support.repeated_delivery import Twice
from voice.handset.caller import answer_call, place_call
from voice.handset.script import read_script
from voice.handset.transports import LocalTransport
from voice.phrases import PHONE
from voice.speech.text_normalisation import speakable

OPERATOR = Staff(1, "operator", "测试", Role.OPERATOR, True)
R = AttemptResult
DOWN = Unavailable("接口没有回答。")


@pytest.fixture
def settings(settings):
    return replace(settings, operator_lines=("0000-80000001",))


@pytest.fixture
def line(line, switchboard):
    return replace(line, telephony=switchboard)


@pytest.fixture
def joined(app):
    """The line as the application has joined it."""
    return app.extensions["hotline"]


@pytest.fixture
def table(app, joined, switchboard):
    """What people do besides the caller: the operator asks for somebody, who picks up and does what ``acts`` say."""
    transport = LocalTransport(app)

    def talk():
        (found,) = live.list_live_calls(joined, OPERATOR)
        return found

    def bring_in(to="LFK"):
        call = talk().call
        warm_transfer.start_transfer(joined, call, to)
        return call

    def officer(*acts, transport=transport):
        number, url, _ = switchboard.rung[-1]
        leg = f"CA{len(switchboard.rung):032d}"
        return answer_call(transport, read_script(acts), call=leg, number=number, path=local(url))

    def officer_ended(status="completed"):
        leg = f"CA{len(switchboard.rung):032d}"
        return transport.post(switchboard.rung[-1][2], {"CallSid": leg, "CallStatus": status})

    def attempts(call):
        with joined.records.reading() as unit:
            return unit.attempts.list_attempts(call)

    def brought(call):
        return [(one.name, one.result) for one in attempts(call) if one.kind is AttemptKind.THREE_WAY]

    return SimpleNamespace(
        talk=talk, bring_in=bring_in, officer=officer, officer_ended=officer_ended, attempts=attempts, brought=brought
    )


def in_talk(app, deed, *then):
    """The same, with ``deed`` done while caller and operator talk, before what follows."""

    def acts():
        yield from read_script(["press:2", "press:102", "press:0", "answer"])
        deed()
        yield from read_script(list(then))

    return place_call(LocalTransport(app), acts(), caller=CALLER)


def local(url):
    return url.removeprefix("https://hotline.example")


def said(key, **values):
    return speakable(PHONE(key, **values))


def test_the_officer_hears_what_it_is_about_and_then_all_three_are_in_one_conference(app, table, switchboard):
    def three_way():
        operator = table.talk().people[0]
        id = table.bring_in()
        assert switchboard.turned == [], "the two talk on undisturbed while it rings"
        room = f"[会议 call-{id}]"
        assert table.officer("press:1").heard().splitlines() == [
            said("whisper.join_about", line="96128", question="申请行政复议的期限是多久"),
            "正在为您接入。",
            room,
        ]
        ((leg, url),) = switchboard.turned
        assert leg == operator.leg
        assert answer_call(LocalTransport(app), [], call=leg, number="", path=local(url)).heard() == room

    transcript = in_talk(app, three_way, "leave", "leave")
    assert transcript.turns[-2].heard == [f"[会议 call-{transcript.call}]"]
    assert transcript.turns[-1].heard == [PHONE("trouble.thanks")]
    assert table.brought(transcript.call) == [("立法与规范性文件审查科联络员", R.ANSWERED)]


def test_when_the_operator_leaves_caller_and_officer_go_on_and_when_both_have_left_the_caller_hears_goodbye(
    app, table, switchboard
):
    def three_way():
        table.bring_in()
        table.officer("press:1")

    def officer_leaves_last():
        yield from read_script(["press:2", "press:102", "press:0", "answer"])
        three_way()
        yield from read_script(["leave"])
        assert len(switchboard.turned) == 1, "the officer is still there"
        table.officer_ended()

    transcript = place_call(LocalTransport(app), officer_leaves_last(), caller=CALLER)
    assert switchboard.turned[-1] == (transcript.call, "https://hotline.example/voice/talked")
    reply = LocalTransport(app).post("https://hotline.example/voice/talked", {"CallSid": transcript.call})
    assert PHONE("trouble.thanks") in reply.body


@pytest.mark.parametrize(
    ("status", "result"), [("no-answer", R.NO_ANSWER), ("busy", R.BUSY), ("failed", R.FAILED), ("canceled", R.CANCELED)]
)
def test_an_officer_who_cannot_be_reached_changes_nothing_for_caller_and_operator(
    app, table, switchboard, status, result
):
    def try_officer():
        table.bring_in()
        table.officer_ended(status)

    transcript = in_talk(app, try_officer, "leave")
    assert switchboard.turned == []
    assert table.brought(transcript.call) == [("立法与规范性文件审查科联络员", result)]
    assert transcript.turns[-1].heard == [PHONE("trouble.thanks")]


@pytest.mark.parametrize("acts", [("press:2",), ("silence",)])
def test_an_officer_who_does_not_press_one_stays_out(app, table, switchboard, acts):
    def try_officer():
        table.bring_in()
        assert "[会议" not in table.officer(*acts).heard()
        table.officer_ended()

    transcript = in_talk(app, try_officer, "leave")
    assert switchboard.turned == []
    assert table.brought(transcript.call) == [("立法与规范性文件审查科联络员", R.DECLINED)]


def test_when_the_provider_does_not_ring_the_two_talk_on_and_it_can_be_tried_again(app, table, switchboard):
    def try_twice():
        switchboard.failures = [DOWN]
        with pytest.raises(CannotTransfer) as refused:
            table.bring_in()
        assert refused.value.reason is TransferRefusal.PROVIDER_FAILED
        table.bring_in("FYK/2")

    transcript = in_talk(app, try_twice, "leave")
    assert table.brought(transcript.call) == [
        ("立法与规范性文件审查科联络员", R.FAILED),
        ("联络员乙", R.RINGING),
    ]


def test_when_the_operator_cannot_be_turned_the_officer_is_told_and_the_two_talk_on(app, table, switchboard):
    def fail():
        table.bring_in()
        switchboard.failures = [DOWN, DOWN]
        assert table.officer("press:1").heard().splitlines()[-1] == PHONE("whisper.unjoined")
        table.officer_ended()

    transcript = in_talk(app, fail, "leave")
    assert table.brought(transcript.call) == [("立法与规范性文件审查科联络员", R.FAILED)]
    assert transcript.turns[-1].heard == [PHONE("trouble.thanks")]


def test_a_failure_that_passes_at_once_is_tried_again(app, table, switchboard):
    def fail_once():
        table.bring_in()
        switchboard.failures = [DOWN]
        assert "[会议" in table.officer("press:1").heard()

    in_talk(app, fail_once, "leave")
    assert len(switchboard.turned) == 1


def test_after_a_long_wait_for_a_failure_the_officer_waits_where_the_caller_will_be(app, table, switchboard, clock):
    class Slow(Unavailable):
        def __init__(self):
            clock.now += timedelta(seconds=10)

    def time_out():
        table.bring_in()
        switchboard.redirect = lambda leg, url: (_ for _ in ()).throw(Slow())
        assert "[会议" in table.officer("press:1").heard()

    transcript = in_talk(app, time_out, "leave")
    assert transcript.turns[-2].heard == [f"[会议 call-{transcript.call}]"]


def test_an_officer_who_comes_when_the_caller_has_gone_is_told_so(app, table, switchboard):
    def too_late():
        table.bring_in()
        switchboard.failures = [NotFound("通话已经结束。")]
        assert table.officer("press:1").heard().splitlines()[-1] == PHONE("whisper.gone")

    transcript = in_talk(app, too_late, "leave")
    assert table.brought(transcript.call) == [("立法与规范性文件审查科联络员", R.CANCELED)]
    assert table.officer("press:1").heard().splitlines()[-1] == PHONE("whisper.gone"), "nobody is in the talk now"
    assert switchboard.turned == []


def test_an_officer_is_not_left_alone_where_the_end_of_the_call_was_told_and_that_of_the_leg_was_not(
    app, table, switchboard
):
    def ended():
        about = {"CallSid": table.bring_in(), "CallStatus": "completed", "CallDuration": "60"}
        LocalTransport(app).post("https://hotline.example/voice/status", about)
        assert table.officer("press:1").heard().splitlines()[-1] == PHONE("whisper.gone")

    transcript = in_talk(app, ended, "leave")
    assert table.brought(transcript.call) == [("立法与规范性文件审查科联络员", R.CANCELED)]
    assert switchboard.turned == []


def test_a_second_officer_comes_into_the_same_conference_without_disturbing_it(app, table, switchboard):
    def two_officers():
        table.bring_in()
        table.officer("press:1")
        table.bring_in("FYK/2")
        assert f"[会议 call-{table.talk().call}]" in table.officer("press:1").heard()

    transcript = in_talk(app, two_officers, "leave")
    assert len(switchboard.turned) == 1
    assert [result for _, result in table.brought(transcript.call)] == [R.ANSWERED, R.ANSWERED]


def test_each_webhook_of_the_officer_twice_turns_the_operator_once(app, table, switchboard):
    def twice():
        table.bring_in()
        table.officer("press:1", transport=Twice(LocalTransport(app)))
        table.officer_ended()
        table.officer_ended()

    transcript = in_talk(app, twice, "leave")
    assert [leg for leg, _ in switchboard.turned].count(table.attempts(transcript.call)[0].leg) == 1


def test_one_officer_is_rung_at_a_time(app, table):
    def twice():
        table.bring_in()
        with pytest.raises(CannotTransfer) as refused:
            table.bring_in("FYK")
        assert refused.value.reason is TransferRefusal.ALREADY_RINGING

    in_talk(app, twice, "leave")


@pytest.mark.parametrize(
    ("to", "obstacle"),
    [
        ("NIX", TransferRefusal.UNKNOWN_TARGET),
        ("FYK/9", TransferRefusal.NO_OFFICER),
        ("", TransferRefusal.UNKNOWN_TARGET),
    ],
)
def test_nobody_who_cannot_be_named_is_rung(app, table, switchboard, to, obstacle):
    def name_nobody():
        with pytest.raises(CannotTransfer) as refused:
            table.bring_in(to)
        assert refused.value.reason is obstacle

    in_talk(app, name_nobody, "leave")
    assert switchboard.rung == []


def test_any_number_can_be_rung(app, table, switchboard):
    in_talk(app, lambda: table.bring_in("0871-63100000"), "leave")
    assert switchboard.rung[0][0] == "0871-63100000"


def test_a_call_that_is_over_is_not_listed_as_going_on(app, line, dial, table):
    transcript = dial("press:0", "answer", "leave")
    assert live.list_live_calls(line, OPERATOR) == []
    with pytest.raises(CannotTransfer) as refused:
        warm_transfer.start_transfer(line, transcript.call, "LFK")
    assert refused.value.reason is TransferRefusal.NOT_LIVE


def test_without_an_account_people_are_connected_all_the_same_and_only_the_three_way_is_refused(app, line, table):
    alone = replace(line, telephony=None)

    def refused():
        with pytest.raises(CannotTransfer) as error:
            warm_transfer.start_transfer(alone, table.talk().call, "LFK")
        assert error.value.reason is TransferRefusal.NO_ACCOUNT

    assert in_talk(app, refused, "leave").turns[-1].heard == [PHONE("trouble.thanks")]


def test_twilio_is_asked_to_ring_and_to_turn_the_operators_leg(settings, line, table, compiled_templates):
    sid = "AC" + "0" * 32
    with standing_in() as twilio:
        account = TwilioAccount(sid, "+8687112345678", twilio.url)
        app = create_app(replace(settings, twilio_account=account), line=replace(line, telephony=None))
        joined = app.extensions["hotline"]
        twilio.answers = [(201, "application/json", b'{"sid": "CA9"}')]

        def three_way():
            (talk,) = live.list_live_calls(joined, OPERATOR)
            warm_transfer.start_transfer(joined, talk.call, "FYK")
            whisper = local(twilio.asked[0].form["Url"])
            answer_call(LocalTransport(app), read_script(["press:1"]), call="CA9", number="", path=whisper)
            assert twilio.asked[1].path == f"/2010-04-01/Accounts/{sid}/Calls/{talk.people[0].leg}.json"

        in_talk(app, three_way, "leave")
        rung, turned = twilio.asked
    assert rung.path == f"/2010-04-01/Accounts/{sid}/Calls.json"
    assert (rung.form["To"], rung.form["From"]) == ("000080000201", "+8687112345678")
    assert rung.form["StatusCallback"].startswith("https://hotline.example/voice/leg?")
    assert turned.form["Url"].startswith("https://hotline.example/voice/room?")
