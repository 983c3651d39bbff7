"""The provider refuses our voice: what was to be said is said again in its own, and so is the rest of the call."""

import json
from dataclasses import dataclass, field, replace
from xml.etree import ElementTree

import pytest

from hotline.app import create_app
from hotline.core.errors import NotFound
from hotline.services.content import published
from tests.support.fixed_values import SILENT_SECOND
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.transports import LocalTransport
from voice.phrases import PHONE
from voice.speech.synthesis import write_wave
from voice.speech.text_normalisation import speakable

FALLBACK = "/voice/fallback"
URL = f"https://hotline.example{FALLBACK}"


class Listening(LocalTransport):
    """A transport that remembers the documents it brought."""

    def __init__(self, app):
        super().__init__(app)
        object.__setattr__(self, "documents", [])

    def post(self, url, parameters, more_headers=None):
        reply = super().post(url, parameters, more_headers)
        self.documents.append(reply.body)
        return reply


def ways_of_speaking(document):
    """Voice and language of each Say, and how many marks are among its words."""
    says = ElementTree.fromstring(document or "<nothing/>").iter("Say")
    return {(say.get("voice"), say.get("language"), len(say)) for say in says}


@pytest.fixture
def refusing(app, clock):
    """``refusing(script)``: a call to a provider that refuses the voices in ``refused``; transcript and transport."""

    def refusing(script, refused):
        transport = Listening(app)
        provider = {"fallback": FALLBACK, "refused_voices": refused, "wait": clock.advance}
        transcript = place_call(transport, script, caller="+8613800138000", **provider)
        return transcript, transport

    return refusing


def test_a_voice_refused_from_the_start_is_never_asked_for_again(refusing, settings, line):
    script = read_script(["press:2", "press:102", "press:*", "press:#"])
    transcript, transport = refusing(script, {settings.voice})
    assert transcript.turns[0].heard == []
    assert transcript.turns[1].heard[-1] == PHONE("menu.first")
    assert transcript.turns[3].heard[0] == speakable(published.get_entry(line.knowledge, 102).spoken)
    first, *later = map(ways_of_speaking, transport.documents)
    assert first == {(settings.voice, settings.voice_language, 0)}
    assert set().union(*later) == {(None, "zh-CN", 0)}


def test_an_answer_refused_in_the_middle_of_a_call_is_read_again_and_asked_about_once(refusing, settings, line, kept):
    refused = set()

    def script():
        yield from read_script(["silence"])
        refused.add(settings.voice)
        yield from read_script(["say:火星上种土豆用什么肥料", "press:#"])

    transcript, _ = refusing(script(), refused)
    assert PHONE("nothing.kept") in transcript.heard()
    assert len(kept("unanswered")) == 1
    assert transcript.ended == "caller hung up"


def test_recorded_prompts_are_still_played_after_our_voice_was_refused(refusing, settings, line):
    (line.folder / "audio").mkdir()
    write_wave(line.folder / "audio" / "menu.first.wav", SILENT_SECOND)
    transcript, _ = refusing([], {settings.voice})
    assert transcript.turns[1].heard[1].startswith("[https://hotline.example/voice/audio/menu.first.wav")


def post(app, **told):
    return LocalTransport(app).post(URL, {"CallSid": "CA1", "From": "+8613800138000", **told})


def test_a_call_that_nobody_remembers_is_greeted_again_in_the_providers_own_voice(app):
    body = post(app, ErrorCode="13511", ErrorUrl="https://hotline.example/voice/menu").body
    assert PHONE("menu.first") in body
    assert "plain=1" in body
    assert "voice=" not in body


@pytest.mark.parametrize("url", [URL, "https://hotline.example/voice/menu?turns=1&plain=1"])
def test_a_voice_refused_twice_is_an_apology_that_rings_the_office(app, url):
    body = post(app, ErrorCode="13511", ErrorUrl=url).body
    assert PHONE("fallback.sorry") in body
    assert "<Dial" in body
    assert "voice=" not in body


@pytest.mark.parametrize("told", [{"ErrorCode": "11200", "ErrorUrl": "https://hotline.example/voice/menu"}, {}])
def test_whatever_else_failed_is_an_apology_that_rings_the_office(app, settings, told, caplog):
    body = post(app, **told).body
    assert PHONE("fallback.sorry") in body
    assert "<Dial" in body
    assert settings.voice in body
    assert "call CA1" in caplog.text


def test_somebody_rung_to_whom_nothing_can_be_said_is_connected_without_a_word(app):
    body = post(app, ErrorCode="13511", ErrorUrl="https://hotline.example/voice/whisper?call=CA9").body
    assert list(ElementTree.fromstring(body)) == []


@dataclass
class Turning:
    """A provider that turns calls elsewhere, unless they are over."""

    turned: list = field(default_factory=list)
    over: bool = False

    def redirect(self, leg, url):
        if self.over:
            raise NotFound("通话已经结束。")
        self.turned.append((leg, url))


@pytest.fixture
def turning(line, settings):
    """The provider, and a transport to an application that may turn its calls."""
    provider = Turning()
    return provider, LocalTransport(create_app(settings, line=replace(line, telephony=provider)))


def warn(transport, code="13511", url="https://hotline.example/voice/", **payload):
    """What the account's debugger tells of a call."""
    told = {
        "resource_sid": "CA1",
        "error_code": code,
        "webhook": {"request": {"url": url, "method": "POST"}},
        **payload,
    }
    event = {"Sid": "NO1", "Level": "WARNING", "PayloadType": "application/json", "Payload": json.dumps(told)}
    return transport.post("https://hotline.example/voice/debugger", event)


def test_a_call_that_goes_on_in_silence_is_turned_once_and_told_the_same_in_the_providers_own_voice(turning):
    provider, transport = turning
    transport.post("https://hotline.example/voice/", {"CallSid": "CA1", "From": "+8613800138000"})
    assert [warn(transport).status for _ in range(2)] == [204, 204]  # one for each sentence
    assert provider.turned == [("CA1", "https://hotline.example/voice/unheard")]
    body = transport.post(provider.turned[0][1], {"CallSid": "CA1", "From": "+8613800138000"}).body
    assert PHONE("menu.first") in body
    assert ways_of_speaking(body) == {(None, "zh-CN", 0)}


@pytest.mark.parametrize(
    "event",
    [
        {"code": "13214"},
        {"url": "https://hotline.example/voice/menu?turns=1&plain=1"},
        {"url": "https://hotline.example/voice/whisper?call=CA9"},
        {"url": "https://hotline.example/voice/accepted?call=CA9"},
        {"resource_sid": "SM1"},
        {"resource_sid": None},
    ],
)
def test_a_call_is_turned_for_nothing_else(turning, event):
    provider, transport = turning
    assert warn(transport, **event).status == 204
    assert provider.turned == []


@pytest.mark.parametrize("payload", ["", "{", "[]", "7", '{"webhook": []}', '{"webhook": {"request": 1}}', "[" * 9_999])
def test_an_event_that_nobody_understands_is_taken_and_left(turning, payload):
    provider, transport = turning
    reply = transport.post("https://hotline.example/voice/debugger", {"Payload": payload})
    assert (reply.status, provider.turned) == (204, [])


def test_a_call_that_is_over_is_not_turned(turning):
    provider, transport = turning
    provider.over = True
    assert warn(transport).status == 204


def test_the_fallback_asked_twice_answers_the_same(app):
    told = {"CallSid": "CA1", "ErrorCode": "13511", "ErrorUrl": "https://hotline.example/voice/"}
    token = {"I-Twilio-Idempotency-Token": "t-1"}
    transport = LocalTransport(app)
    assert transport.post(URL, told, token).body == transport.post(URL, told, token).body
