"""Calls followed through the application's documents, with a stack that a test holds in its hands."""

import pytest

from tests.support.held_calls import OPERATOR, OTHER, HeldLine, until
from voice.sip.mixing import RINGBACK, tone

SENTENCE = tone(500, 0.1)
DIALLED = "087163100001"
DIAL = (
    '<Dial action="/rang" timeout="20"><Number url="/voice/whisper" statusCallback="/voice/leg">{}</Number>'
    "<Number>{}</Number></Dial>"
)


@pytest.fixture
def held(tmp_path):
    line = HeldLine(tmp_path)
    yield line
    line.close()


def test_a_call_from_no_peer_is_refused_before_anything_is_asked(held):
    call = held.invite(source="203.0.113.5")
    call.wait_done("refused")
    assert held.application.asked == []
    assert held.board.counts.refused == {"peer": 1}


def test_a_caller_more_than_the_lines_is_refused(held):
    held.application.documents["/voice/"] = '<Gather numDigits="1" timeout="999"/>'
    for _ in range(2):
        held.invite().wait_done("answered")
    held.invite().wait_done("refused")
    assert held.board.counts.refused == {"full": 1}


def test_a_call_is_answered_followed_and_reported_to_its_end(held):
    held.application.documents |= {
        "/voice/": "<Say>您好</Say><Redirect>/voice/menu</Redirect>",
        "/voice/menu": "<Say>再见</Say>",
    }
    call = held.invite()
    call.wait_done("hung up")
    ended = held.application.wait_asked("/voice/status")
    assert [path for path, _ in held.application.asked] == ["/voice/", "/voice/menu", "/voice/status"]
    first = held.application.wait_asked("/voice/")
    assert (first["From"], first["To"], first["CallStatus"]) == ("+8613800138000", "+8696128", "ringing")
    assert (ended["CallStatus"], ended["CallSid"]) == ("completed", first["CallSid"])
    assert call.sent.startswith(SENTENCE + SENTENCE)


def test_a_caller_who_withholds_the_number_is_anonymous(held):
    held.invite(caller="sip:anonymous@anonymous.invalid").wait_done("answered")
    assert held.application.wait_asked("/voice/")["From"] == "anonymous"


def test_a_key_stops_the_prompt_and_later_keys_wait_for_the_next_gather(held):
    held.application.documents |= {
        "/voice/": f'<Gather action="/one" numDigits="1" finishOnKey="">{"<Say>很长</Say>" * 2000}</Gather>',
        "/one": '<Gather action="/two" numDigits="4" finishOnKey="#"><Say>编号</Say></Gather>',
        "/two": "<Hangup/>",
    }
    call = held.invite()
    call.wait_done("answered")
    held.application.wait_asked("/voice/")
    call.presses("212#")
    call.wait_done("hung up")
    assert held.application.wait_asked("/one")["Digits"] == "2"
    second = held.application.wait_asked("/two")
    assert (second["Digits"], second["FinishedOnKey"]) == ("12", "#")
    assert len(call.sent) < 1000 * len(SENTENCE)


def test_keys_pressed_while_nothing_listens_are_lost(held):
    held.application.documents |= {
        "/voice/": '<Say>您好</Say><Gather action="/one" numDigits="1" timeout="0" actionOnEmptyResult="true"/>',
        "/one": "<Hangup/>",
    }
    held.invite().wait_done("hung up")
    assert held.application.wait_asked("/one")["Digits"] == ""


def test_a_caller_who_hangs_up_ends_the_call_and_is_reported(held):
    held.application.documents["/voice/"] = '<Gather numDigits="1" timeout="999"/>'
    call = held.invite()
    call.wait_done("answered")
    held.application.wait_asked("/voice/")
    call.events.on_closed("")
    assert held.application.wait_asked("/voice/status")["CallStatus"] == "completed"
    assert "hung up" not in call.done


def test_the_first_operator_to_pick_up_hears_the_whisper_and_the_other_stops_ringing(held):
    held.application.documents |= {
        "/voice/": DIAL.format(OPERATOR, OTHER),
        "/voice/whisper": '<Gather action="/voice/accepted" numDigits="1"><Say>有电话</Say></Gather><Hangup/>',
        "/voice/accepted": "<Say>请讲</Say>",
        "/rang": "<Hangup/>",
    }

    def pick_up(call):
        call.events.on_ringing()
        call.events.on_established()
        held.application.wait_asked("/voice/whisper")
        call.presses("1")
        held.application.wait_asked("/voice/accepted")
        until(lambda: any(leg.room for leg in held.legs()))
        call.hang_up()

    held.engine.parties |= {DIALLED: pick_up, "087163100002": lambda call: call.events.on_ringing()}
    caller = held.invite()
    caller.wait_done("hung up")
    rang, leg = held.application.wait_asked("/rang"), held.application.wait_asked("/voice/leg")
    assert (rang["DialCallStatus"], rang["DialBridged"]) == ("completed", "true")
    assert (leg["CallStatus"], leg["CallSid"]) == ("completed", rang["DialCallSid"])
    assert held.engine.dialled["087163100002"].done == ["hung up"]
    assert held.engine.dialled[DIALLED].sent.startswith(SENTENCE)
    assert RINGBACK[:320] in caller.sent


def test_the_reason_why_nobody_answers_is_told(held):
    held.application.documents |= {"/voice/": DIAL.format(OPERATOR, OTHER), "/rang": "<Hangup/>"}
    held.engine.parties |= {
        DIALLED: lambda call: call.events.on_closed("486 Busy Here"),
        "087163100002": lambda call: call.events.on_closed("404 Not Found"),
    }
    held.invite().wait_done("hung up")
    assert held.application.wait_asked("/voice/leg")["CallStatus"] == "busy"
    assert held.application.wait_asked("/rang")["DialCallStatus"] == "failed"


def test_a_number_of_nobody_we_know_is_not_dialled(held):
    held.application.documents |= {"/voice/": DIAL.format("+12025550123", "+85212345678"), "/rang": "<Hangup/>"}
    held.invite().wait_done("hung up")
    assert held.engine.dialled == {}
    assert held.board.counts.refused == {"dial unlisted": 2}


def test_without_the_application_an_apology_is_heard_and_the_operators_are_rung(held):
    held.application.is_down = True

    def pick_up(call):
        call.events.on_established()
        call.hang_up()

    held.engine.parties[DIALLED] = pick_up
    call = held.invite()
    call.wait_done("hung up")
    assert call.sent.startswith(tone(300, 0.1))
    assert list(held.engine.dialled) == [DIALLED]


def test_a_document_that_cannot_be_followed_is_apologised_for(held):
    held.application.documents["/voice/"] = "<Enqueue>x</Enqueue>"
    call = held.invite()
    call.wait_done("hung up")
    assert call.sent.startswith(tone(300, 0.1))


def test_a_leg_that_the_application_moves_fetches_the_other_document(held):
    held.application.documents |= {"/voice/": '<Gather numDigits="1" timeout="999"/>', "/voice/talked": "<Hangup/>"}
    call = held.invite()
    call.wait_done("answered")
    sid = held.application.wait_asked("/voice/")["CallSid"]
    assert held.line.redirect(sid, "https://hotline.example/voice/talked")
    call.wait_done("hung up")
    held.application.wait_asked("/voice/status")
    assert not held.line.redirect(sid, "https://hotline.example/voice/talked")


def test_a_conference_ends_for_all_when_the_one_it_belongs_to_leaves(held):
    room = '<Dial action="/left"><Conference endConferenceOnExit="{}" beep="false">room-1</Conference></Dial>'
    held.application.documents |= {
        "/voice/": lambda form: room.format("true" if not held.board.rooms else "false"),
        "/left": "<Hangup/>",
    }
    owner = held.invite()
    held.application.wait_asked("/voice/")
    until(lambda: held.board.rooms)
    guest = held.invite()
    until(lambda: len(next(iter(held.board.rooms.values())).legs) == 2)
    owner.events.on_closed("")
    guest.wait_done("hung up")
    assert held.board.rooms == {}


def test_a_message_of_a_caller_who_hangs_up_is_reported_though_the_application_is_down(held):
    held.application.documents["/voice/"] = '<Record action="/kept" recordingStatusCallback="/voice/recording"/>'
    call = held.invite()
    call.wait_done("answered")
    held.application.wait_asked("/voice/")
    until(lambda: any(leg.sinks for leg in held.legs()))
    call.says = tone(620, 1.0)
    until(lambda: not call.says)
    held.application.is_down = True
    call.events.on_closed("")
    until(lambda: held.board.reports.waiting)
    held.application.is_down = False
    held.board.reports.start()
    assert held.application.wait_asked("/voice/recording")["RecordingStatus"] == "completed"
