"""When our own parts fail, callers and texters still get an answer in their channel's form."""

from dataclasses import replace

import pytest

from hotline.app import create_app
from hotline.core.errors import Unavailable
from hotline.services.content import published
from hotline.storage.records import engine
from hotline.storage.records.circuit_breaker import PATIENCE
from hotline.storage.records.database import Records
from hotline.storage.records.engine import WRITING
from tests.support.broken import Broken
from tests.support.fixed_values import CALLER
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.sms import send_texts
from voice.handset.transports import TIMEOUT_SECONDS, LocalTransport
from voice.handset.twiml_reader import read_document
from voice.phone.call_state import Place
from voice.phrases import PHONE, TEXT
from voice.speech import numbers
from voice.speech.text_normalisation import speakable


@pytest.fixture
def without_records(settings, line):
    return create_app(settings, line=replace(line, records=Broken(Unavailable("记录库暂时无法使用。"))))


@pytest.fixture(params=[Unavailable("还没有发布。"), RuntimeError("a mistake of ours")], ids=["unpublished", "bug"])
def without_knowledge(settings, line, request):
    app = create_app(replace(settings, operator_lines=("12348",)), line=line)
    app.extensions["hotline"] = replace(line, shelf=Broken(request.param))
    return app


def call(app, *script):
    return place_call(LocalTransport(app), read_script(script), caller=CALLER)


def test_a_failure_is_an_apology_that_rings_the_office(without_knowledge, caplog):
    transcript = call(without_knowledge, "busy")
    assert transcript.heard().splitlines() == [
        PHONE("fallback.sorry"),
        PHONE("fallback.ringing"),
        "[拨打 12348]",
        PHONE("fallback.goodbye"),
    ]
    assert transcript.ended == "line hung up"
    assert "CA" in caplog.text  # the log names the call


def test_a_text_that_fails_gets_an_apology(without_knowledge):
    (exchange,) = send_texts(LocalTransport(without_knowledge), ["帮助"], caller=CALLER)
    assert exchange.replies == (TEXT("trouble.sorry"),)


def test_callers_are_answered_while_the_records_are_down(without_records, line):
    entry = published.get_entry(line.knowledge, 102)
    assert speakable(entry.spoken) in call(without_records, "press:2", "press:102").heard()
    assert "[拨打" in call(without_records, "press:2", "press:102", "press:0", "busy").heard()
    assert PHONE("trouble.thanks") in call(without_records, "press:0", "answer", "leave").heard()


def test_an_unknown_question_is_not_said_to_be_kept_when_it_was_not(without_records):
    heard = call(without_records, "say:火星上种土豆用什么肥料").heard()
    assert PHONE("nothing.sorry") in heard
    assert PHONE("nothing.kept") not in heard


def test_texts_are_answered_while_the_records_are_down(without_records, line):
    exchanges = list(send_texts(LocalTransport(without_records), ["102", "多久", "1"], caller=CALLER))
    assert exchanges[0].replies == (published.get_entry(line.knowledge, 102).text,)
    assert exchanges[2].replies == (TEXT("help.no_choice"),)


def test_a_message_that_cannot_be_kept_is_not_said_to_be_kept(without_records):
    heard = call(without_records, "press:0", "busy", "record:喂").heard()
    assert PHONE("fallback.sorry") in heard
    assert PHONE("message.unsaved") in heard
    assert "查询号" not in heard


def test_a_voice_refused_while_the_records_are_down_starts_the_menu_anew_in_the_providers_own(
    without_records, settings
):
    transport = LocalTransport(without_records)
    script = read_script(["press:2", "press:102"])
    refused = {settings.voice}
    transcript = place_call(transport, script, caller=CALLER, fallback="/voice/fallback", refused_voices=refused)
    assert [turn.heard[-1] for turn in transcript.turns[1:3]] == [PHONE("menu.first"), PHONE("number.full")]


RECORDING = {"CallSid": "CA1", "RecordingSid": "RE1", "RecordingUrl": "https://x/RE1", "RecordingDuration": "3"}


def test_a_recording_that_cannot_be_kept_is_not_acknowledged_and_its_address_is_in_the_log(without_records, caplog):
    reply = LocalTransport(without_records).post("https://hotline.example/voice/recording", RECORDING)
    assert reply.status == 503
    assert "https://x/RE1" in caplog.text


def test_the_end_of_a_call_that_cannot_be_kept_is_not_acknowledged(without_records):
    ended = {"CallSid": "CA1", "CallStatus": "completed", "CallDuration": "30"}
    assert LocalTransport(without_records).post("https://hotline.example/voice/status", ended).status == 503


def test_a_message_is_kept_while_the_knowledge_is_unavailable(without_knowledge, line):
    reply = LocalTransport(without_knowledge).post("https://hotline.example/voice/recorded?subject=102", RECORDING)
    with line.records.reading() as unit:
        (message,) = unit.messages.list_messages(None, 5)
    assert f"tracking={message.tracking_number}" in reply.body
    assert PHONE("review.kept") in reply.body


def test_a_text_is_answered_before_the_provider_gives_up_however_long_each_write_waits(settings, line):
    class Slow(Broken):
        waits = 0

        def writing(self):
            Slow.waits += 1
            raise self.error

        def reading(self):
            return line.records.reading()

    app = create_app(settings, line=replace(line, records=Slow(Unavailable("记录库暂时无法使用。"))))
    (exchange,) = send_texts(LocalTransport(app), ["不服怎么办"], caller=CALLER)
    assert exchange.replies[0].startswith(TEXT("choices.numbers"))
    assert Slow.waits * PATIENCE < TIMEOUT_SECONDS


@pytest.mark.sqlite("one writer at a time")
def test_a_caller_waits_for_busy_records_once_however_much_a_step_writes(app, line, monkeypatch):
    """A question that is kept and, the third time, rung for: several writes, each of which would wait by itself."""
    begun = []

    def begin(connection):
        begun.append(connection.get_execution_options().get(WRITING, False))
        begin_sqlite(connection)

    begin_sqlite = engine._begin_sqlite
    monkeypatch.setattr(engine, "_begin_sqlite", begin)
    records = Records.open(app.config["SETTINGS"].places.database_url).patient(0.05)
    app.extensions["hotline"] = replace(app.extensions["hotline"], records=records)
    asked = {"CallSid": "CA1", "SpeechResult": "火星上种土豆用什么肥料"}
    with line.records.writing() as unit:
        unit.deliveries.keep("somebody else writes", "", line.now())
        reply = LocalTransport(app).post("https://hotline.example/voice/nothing?wrong_keys=2&enquiry=1", asked)
    assert "<Dial" in reply.body
    assert begun.count(True) == 1
    records.close()


@pytest.mark.parametrize("error", [Unavailable("还没有发布。"), RuntimeError("a damaged file")])
def test_the_line_starts_whatever_is_wrong_with_the_knowledge(settings, line, error):
    started = create_app(settings, line=replace(line, shelf=Broken(error)))
    assert PHONE("fallback.sorry") in call(started, "busy").heard()


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_fallback_document_is_open_to_all_and_names_the_office(client, line, method):
    response = getattr(client, method)("/voice/fallback.xml")
    assert response.status_code == 200
    telephone = numbers.telephone(line.knowledge.office.telephone)
    assert any(telephone in verb.text for verb in read_document(response.get_data(as_text=True)))


def test_the_fallback_document_is_there_when_nothing_is_published(without_knowledge):
    response = without_knowledge.test_client().get("/voice/fallback.xml")
    verbs = read_document(response.get_data(as_text=True))
    assert [verb.name for verb in verbs] == ["Say", "Say", "Dial", "Say", "Hangup"]


STEPS = [f"/voice/{place.value}?subject=102&tracking=12345678&attempt=1" for place in Place]
OTHERS = ["/voice/", "/voice/fallback", "/voice/unheard"]
WHISPERS = ["/voice/whisper?call=CA1&serial=10", "/voice/accepted?call=CA1&serial=10"]
REPORTS = ["/voice/recording?turns=1", "/voice/status", "/voice/leg?call=CA1&serial=10"]


@pytest.fixture
def failing(settings, line):
    """Whatever is asked of the records or the knowledge meets a mistake of ours."""
    app = create_app(replace(settings, operator_lines=("12348",)), line=line)
    broken = Broken(RuntimeError("a mistake of ours"))
    app.extensions["hotline"] = replace(app.extensions["hotline"], records=broken, shelf=broken)
    return LocalTransport(app)


EVENT = RECORDING | {"CallStatus": "completed", "Digits": "1", "DialCallStatus": "completed"}


@pytest.mark.parametrize("path", [*OTHERS, *STEPS])
def test_whatever_step_fails_the_caller_hears_an_apology_and_is_connected(failing, path, caplog):
    reply = failing.post(f"https://hotline.example{path}", EVENT)
    verbs = read_document(reply.body)
    assert (reply.status, verbs[0].text) == (200, PHONE("fallback.sorry"))
    assert "Dial" in {verb.name for verb in verbs}
    assert "call CA1" in caplog.text


@pytest.mark.parametrize("path", WHISPERS)
def test_when_a_whisper_fails_the_two_are_connected_without_it(failing, path):
    reply = failing.post(f"https://hotline.example{path}", EVENT)
    assert (reply.status, read_document(reply.body)) == (200, ())


@pytest.mark.parametrize("path", REPORTS)
def test_a_report_that_fails_is_not_acknowledged(failing, path):
    assert failing.post(f"https://hotline.example{path}", EVENT).status == 503


def test_every_address_of_the_telephone_is_tried_in_failing(app):
    tried = {path.partition("?")[0] for path in [*OTHERS, *WHISPERS, *REPORTS]}
    fixed = {str(rule) for rule in app.url_map.iter_rules() if rule.endpoint.startswith("phone.")}
    assert {path for path in fixed if "<" not in path} - tried == {
        "/voice/fallback.xml",
        "/voice/room",
        "/voice/debugger",
    }
