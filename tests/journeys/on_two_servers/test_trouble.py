"""Calls in which something goes wrong or on for too long, and what the office finds of a call afterwards."""

import json
import re
import urllib.request
from contextlib import contextmanager
from datetime import timedelta

import pytest

from hotline.core.calls import CallOutcome
from tests.support.city import OPERATORS
from tests.support.fixed_values import NOW, SILENT_SECOND
from tests.support.heard import last_heard, spoken_answer
from tests.support.html_pages import text
from tests.support.ways_to_ask import ASK, UNKNOWN
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.sms import send_texts
from voice.handset.transports import HttpTransport, LineUnreachable
from voice.phrases import PHONE
from voice.speech import numbers
from voice.speech.synthesis import write_wave
from voice.telephone_numbers import dialable

VOICE = "Polly.Zhiyu"


def test_a_call_ends_after_its_minutes_but_a_message_being_left_is_taken(city, citizen):
    def too_long():
        yield from read_script(["press:1"])
        city.clock.now = NOW + timedelta(minutes=14)
        yield from read_script(["press:#"])
        city.clock.now = NOW + timedelta(minutes=15)
        yield from read_script(["press:1"])

    call = citizen.act(too_long())
    assert [turn.heard for turn in call.turns[2:]] == [[PHONE("menu.full")], [PHONE("trouble.long")]]
    assert call.ended == "line hung up"

    def leaving():
        yield from read_script(["press:6"])
        city.clock.now += timedelta(minutes=20)
        yield from read_script(["record:请回电"])

    citizen.act(leaving())
    assert len(city.messages(citizen)) == 1


def test_a_voice_that_the_provider_refuses_is_left_for_its_own_and_the_call_goes_on(city, citizen):
    script = ["press:2", "press:102", "press:*", "press:#"]
    with recorded(city, "menu.full"):
        call = citizen.call(*script, fallback="/voice/fallback", refused_voices={VOICE})
    assert call.turns[0].heard == []
    assert call.turns[1].heard[-1] == PHONE("menu.first")
    assert call.turns[4].heard[0] == spoken_answer(city.line, 102)
    assert "/voice/audio/menu.full.wav" in last_heard(call)[0], "what is recorded is played all the same"
    first, *later = citizen.documents
    assert f'voice="{VOICE}"' in first
    assert not any("voice=" in document for document in later)


@pytest.mark.parametrize("code", ["13511", "13512"])
def test_a_voice_or_a_language_refused_in_the_middle_of_a_call_says_the_same_again(city, citizen, code):
    call = citizen.call(f"say:{UNKNOWN}")
    failed = {"CallSid": call.call, "From": citizen.number, "ErrorCode": code, "ErrorUrl": call.turns[-1].url}
    again = city.post("/voice/fallback", **failed)
    assert PHONE("nothing.kept") in again
    assert "voice=" not in again
    assert len(city.enquiries(call.call)) == 1


def test_a_refusal_that_is_only_warned_of_turns_the_silent_call_to_the_same_in_the_providers_voice(city, citizen):
    """As Twilio treats a voice it does not have: it says nothing, goes on, and tells the account's debugger."""
    call = citizen.call(ASK)
    told = {"resource_sid": call.call, "error_code": "13511", "webhook": {"request": {"url": call.turns[-1].url}}}
    city.post("/voice/debugger", Level="WARNING", Payload=json.dumps(told))
    turned = [one.form["Url"] for one in city.provider.about_calls() if one.path.endswith(f"/{call.call}.json")]
    assert turned == [f"{city.bases[0]}/voice/unheard"], "once, however often it is told"
    again = city.post("/voice/unheard", CallSid=call.call)
    assert spoken_answer(city.line, 105) in again
    assert "voice=" not in again


@contextmanager
def recorded(city, key):
    """The office has recorded the sentence under ``key``."""
    folder = city.line.folder / "audio"
    folder.mkdir(exist_ok=True)
    path = folder / f"{key}.wav"
    write_wave(path, SILENT_SECOND)
    try:
        yield path
    finally:
        path.unlink()


def test_a_sentence_that_the_office_has_recorded_is_played_in_place_of_the_synthetic_voice(city, citizen):
    with recorded(city, "menu.short") as path:
        greeting, short, keys = (turn.heard[-1] for turn in citizen.call("silence", "silence").turns)
        assert greeting == PHONE("menu.first")
        assert keys == PHONE("menu.keys")
        address = re.fullmatch(r"\[http://[^/]+(/voice/audio/menu\.short\.wav\?changed=\w+)\]", short)[1]
        for base in city.bases:
            assert urllib.request.urlopen(base + address, timeout=10).read() == path.read_bytes()


def test_what_the_provider_did_not_sign_is_refused_by_both(city):
    for base in city.bases:
        forged = HttpTransport(city.bases[0], "another token", server=base)
        with pytest.raises(LineUnreachable, match="403"):
            place_call(forged, [], caller="+8613800138000")
        with pytest.raises(LineUnreachable, match="403"):
            list(send_texts(forged, ["102"], caller="+8613800138000"))


@contextmanager
def mistake(city):
    """Something of ours fails in a way that nobody thought of."""
    city.clock.write("no time at all")
    try:
        yield
    finally:
        city.clock.now = NOW


@contextmanager
def nothing_published(city):
    folder = city.line.folder / "knowledge"
    folder.rename(folder.with_name("elsewhere"))
    try:
        yield
    finally:
        folder.with_name("elsewhere").rename(folder)


@pytest.mark.parametrize("failing", [mistake, nothing_published])
def test_what_fails_in_the_middle_of_a_call_is_an_apology_that_rings_the_office_and_the_log_names_the_call(
    city, citizen, failing
):
    def script():
        yield from read_script(["press:2"])
        with failing(city):
            yield from read_script(["press:102", "answer"])

    call = citizen.act(script())
    heard = call.turns[2].heard
    telephone = PHONE("fallback.telephone", telephone=numbers.telephone(city.line.knowledge.office.telephone))
    assert heard[0] == PHONE("fallback.sorry")
    assert (telephone in heard) == (failing is mistake), "the number is told where it is known"
    assert f"[拨打 {dialable(OPERATORS[0])}]" in heard
    assert heard[-1] == PHONE("fallback.goodbye")
    assert f"call {call.call} failed" in city.log.read_text()
    assert last_heard(citizen.call("press:2", "press:102"))[0] == spoken_answer(city.line, 102), "the next call is well"


def test_everything_told_of_a_call_is_kept_once_and_the_enquirys_page_shows_it_whole(city, citizen):
    call = citizen.call(ASK, "press:*", "silence", "press:3", "press:0", "busy", "answer", "leave")
    kept, steps = city.kept(call.call)
    assert [place for place, _, _ in steps] == ["incoming", "menu", "answer", "answer", "after", "nothing", "rang"]
    assert (kept.status, kept.outcome, kept.ended_at) == ("completed", CallOutcome.PERSON, NOW)
    assert kept.seconds > 0
    city.clock.now += timedelta(minutes=5)
    for status in ("failed", "in-progress", "completed"):
        city.post("/voice/status", CallSid=call.call, CallStatus=status, CallDuration="999")
    assert city.kept(call.call) == (kept, steps)

    (enquiry,) = city.enquiries(call.call)
    for server in (0, 1):
        page = text(city.operator(server).get(f"/console/enquiries/{enquiry.id}"))
        assert "10:00:00主菜单来电人：申请行政复议收费吗听到：问答105" in page
        assert citizen.number.removeprefix("+86") not in page
