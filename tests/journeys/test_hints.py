"""What the recogniser is told to expect, as it reaches the provider."""

from hashlib import sha256

from hotline.services.content import published
from voice.handset.transports import LocalTransport
from voice.handset.twiml_reader import read_document


def gather(app, path="", **did):
    reply = LocalTransport(app).post(f"https://hotline.example/voice/{path}", {"CallSid": "CA1", **did})
    verb = read_document(reply.body)[0]
    return verb, reply.body


def test_every_prompt_tells_the_recogniser_what_callers_are_likely_to_say(app, line):
    for path in ("", "menu", "number", "choices?choices=101,102"):
        verb, document = gather(app, path)
        hints = verb.attributes["hints"].split(",")
        assert hints == list(published.list_hints(line))
        assert "行政复议" in hints
        assert len(document.encode()) < 64_000  # as much TwiML as Twilio takes (error 11750)


def test_hints_are_not_kept_with_every_step(app, line):
    url, token = "https://hotline.example/voice/menu", {"I-Twilio-Idempotency-Token": "the same"}
    told = [LocalTransport(app).post(url, {"CallSid": "CA1", "Digits": "1"}, token) for _ in range(2)]
    assert told[0] == told[1]
    with line.records.reading() as unit:
        kept = unit.deliveries.find("call:digest:" + sha256(f"{url}\0token\0the same".encode()).hexdigest())
    assert len(kept) < 2_000 < len(told[0].body)
