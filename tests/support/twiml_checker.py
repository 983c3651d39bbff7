"""A checker that refuses TwiML which Twilio would refuse.

Verbs, their attributes and their nesting are those of the twilio library: the checker calls the methods of each of its
classes and looks at the element that they make, so a newer library makes a newer checker. Values and sizes are those of
https://www.twilio.com/docs/voice/twiml and the pages of each verb there; 64 kB is the limit of
https://www.twilio.com/docs/api/errors/11750, and empty or too long texts are
https://www.twilio.com/docs/api/errors/13520 and https://www.twilio.com/docs/api/errors/13521."""

import inspect
import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit
from xml.etree import ElementTree

from twilio.twiml import TwiML
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import VoiceResponse

MOST_BYTES = 64 * 1024
MOST_SPOKEN = 4096
MOST_TEXTED = 1600
MOST_HINTS, LONGEST_HINT = 500, 100
MOST_NUMBERS = 10
URLS = {"action", "url", "waitUrl", "statusCallback", "recordingStatusCallback", "partialResultCallback"}
NUMERIC = {"timeout", "numDigits", "maxLength", "length", "timeLimit", "maxParticipants", "loop", "maxSpeechTime"}
LONGEST = {"maxLength": 14_400, "timeLimit": 14_400}
"""Seconds; longer times make no sense for these."""
BOOLEAN = {
    *("bargeIn", "actionOnEmptyResult", "profanityFilter", "enhanced", "playBeep", "transcribe", "answerOnBridge"),
    *("hangupOnStar", "muted", "startConferenceOnEnter", "endConferenceOnExit"),
}
ONE_OF = {
    ("Reject", "reason"): {"rejected", "busy"},
    ("Gather", "speechModel"): {
        *("default", "numbers_and_commands", "phone_call", "experimental_conversations", "experimental_utterances"),
        *("googlev2_long", "googlev2_short", "googlev2_telephony", "googlev2_telephony_short"),
        *("deepgram_nova-2", "deepgram_nova-3"),
    },
    ("Conference", "beep"): {"true", "false", "onEnter", "onExit"},
    ("Record", "trim"): {"trim-silence", "do-not-trim"},
    ("Dial", "record"): {
        *("do-not-record", "record-from-answer", "record-from-ringing"),
        *("record-from-answer-dual", "record-from-ringing-dual"),
    },
    ("emphasis", "level"): {"strong", "moderate", "reduced", "none"},
    ("break", "strength"): {"none", "x-weak", "weak", "medium", "strong", "x-strong"},
}
SOME_OF = {
    ("Gather", "input"): {"dtmf", "speech"},
    ("Number", "statusCallbackEvent"): {"initiated", "ringing", "answered", "completed"},
    ("Conference", "statusCallbackEvent"): {
        *("start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement"),
    },
    ("Record", "recordingStatusCallbackEvent"): {"in-progress", "completed", "absent"},
}
LIKE = {
    ("Say", "voice"): r"man|woman|alice|(Polly|Google)\.[\w-]+",
    ("Say", "language"): r"[a-z]{2,3}(-[A-Z][a-z]{3})?-[A-Z]{2}",
    ("Gather", "language"): r"[a-z]{2,3}(-[A-Z][a-z]{3})?-[A-Z]{2}",
    ("Gather", "finishOnKey"): r"[0-9*#]?",
    ("Record", "finishOnKey"): r"[0-9*#]*",
    ("Gather", "speechTimeout"): r"auto|[1-9]\d*",
    ("Dial", "callerId"): r"\+?\d{2,15}",
    ("prosody", "rate"): r"x-slow|slow|medium|fast|x-fast|\d{2,3}%",
    ("break", "time"): r"\d{1,4}ms|10s|\ds",
}
NEEDS = {"Gather": {"action"}, "Record": {"action"}}
"""A rule of ours, not of Twilio: without ``action`` both verbs request their own document again."""


class RefusedTwiml(AssertionError):
    """Twilio would refuse the document, or not play it as it is meant; the message says why."""


@dataclass(frozen=True)
class Element:
    """What one element may have: attributes, words, and the elements that the methods of ``kind`` make."""

    attributes: frozenset[str]
    has_words: bool
    kind: type[TwiML]


@cache
def _inside(kind):
    """Name -> Element of each element that may stand in ``kind``; each is made once to see its attributes."""
    methods = [
        m for name, m in inspect.getmembers(kind, inspect.isfunction) if name[0] != "_" and not hasattr(TwiML, name)
    ]
    made = [method(kind(**_arguments_for(kind.__init__, needed=True)), **_arguments_for(method)) for method in methods]
    return {one.name: Element(frozenset(one.attrs), one.value is not None, type(one)) for one in made}


def _arguments_for(function, needed=False):
    """An argument for every parameter of ``function``, or only for those without a default (``needed``)."""
    parameters = list(inspect.signature(function).parameters.values())[1:]
    return {p.name: "x" for p in parameters if p.kind is not p.VAR_KEYWORD and (p.default is p.empty or not needed)}


def check(document):
    """Raise RefusedTwiml unless Twilio would accept ``document``, a voice or a messaging response."""
    _require(len(document.encode()) <= MOST_BYTES, f"over {MOST_BYTES} bytes")
    try:
        root = ElementTree.fromstring(document)
    except ElementTree.ParseError as error:
        raise RefusedTwiml(f"not XML: {error}: {document[:300]}") from error
    _require(root.tag == "Response" and not root.attrib, f"<{root.tag}> where <Response> is needed")
    messages = any(element.tag == "Message" for element in root)
    _check_inside(root, MessagingResponse if messages else VoiceResponse)


def _check_inside(parent, kind):
    allowed = _inside(kind)
    for element in parent:
        _require(element.tag in allowed, f"<{element.tag}> cannot stand in <{parent.tag}>")
        _require(parent.tag in SPOKEN or not (element.tail or "").strip(), f"words between the verbs of <{parent.tag}>")
        _check_element(element, allowed[element.tag])
        _check_inside(element, allowed[element.tag].kind)


def _check_element(element, known):
    unknown = element.attrib.keys() - known.attributes
    _require(not unknown, f"<{element.tag}> takes no {', '.join(sorted(unknown))}")
    _require(known.has_words or not (element.text or "").strip(), f"words in <{element.tag}>")
    missing = NEEDS.get(element.tag, set()) - element.attrib.keys()
    _require(not missing, f"<{element.tag}> without {', '.join(missing)}")
    for name, value in element.attrib.items():
        _check_value(element.tag, name, value)
    if element.tag in CONTENT:
        CONTENT[element.tag](element)


def _check_value(tag, name, value):
    attribute = f"<{tag} {name}={value!r}>"
    if name in URLS and not (name == "waitUrl" and not value):
        _require_url(value, attribute)
    if name in NUMERIC:
        _require(value.isascii() and value.isdecimal(), f"{attribute}: a whole number is needed")
        _require(name == "loop" or 0 < int(value) <= LONGEST.get(name, 1_000), f"{attribute}: out of bounds")
    if name in BOOLEAN:
        _require(value in ("true", "false"), f"{attribute}: true or false is needed")
    if name.lower().endswith("method"):
        _require(value in ("GET", "POST"), f"{attribute}: GET or POST is needed")
    if (tag, name) in ONE_OF:
        _require(value in ONE_OF[tag, name], f"{attribute}: one of {sorted(ONE_OF[tag, name])} is needed")
    if (tag, name) in SOME_OF:
        _require(
            value.split() and set(value.split()) <= SOME_OF[tag, name], f"{attribute}: {sorted(SOME_OF[tag, name])}"
        )
    if (tag, name) in LIKE:
        _require(re.fullmatch(LIKE[tag, name], value, re.ASCII), f"{attribute}: not like {LIKE[tag, name]}")
    if name == "hints":
        _check_hints(value)


def _check_hints(value):
    hints = value.split(",")
    _require(len(hints) <= MOST_HINTS, f"{len(hints)} hints")
    for hint in hints:
        _require(len(hint.strip()) > 0 and len(hint) <= LONGEST_HINT, f"the hint {hint[:120]!r}")


def _check_say(element):
    words = "".join(element.itertext())
    _require(words.strip(), "an empty <Say>")
    _require(len(words) <= MOST_SPOKEN, f"a <Say> of {len(words)} characters")
    plain = element.get("voice", "man") in ("man", "woman", "alice")
    _require(not len(element) or not plain, "speech marks need a voice of Polly or Google")


def _check_dial(element):
    words = (element.text or "").strip()
    _require(bool(words) != bool(len(element)), "<Dial> rings a number or what stands inside")
    _require(len(element) <= MOST_NUMBERS, f"{len(element)} numbers rung at once")
    _require(
        len(element) <= 1 or {e.tag for e in element} <= {"Number", "Client", "Sip"}, "<Dial> rings one such thing"
    )
    if words:
        _check_number(element)


def _check_number(element):
    _require(re.fullmatch(r"\+?\d{2,15}", (element.text or "").strip(), re.ASCII), f"the number {element.text!r}")


def _check_url(element):
    _require_url((element.text or "").strip(), f"<{element.tag}>")


def _check_conference(element):
    _require(0 < len((element.text or "").strip()) <= 128, "the conference's name")


def _check_message(element):
    words = "".join(element.itertext())
    _require(words.strip() and len(words) <= MOST_TEXTED, f"a message of {len(words)} characters")


SPOKEN = {"Say", "prosody", "emphasis", "lang", "p", "s", "w"}
CONTENT = {
    "Say": _check_say,
    "Play": _check_url,
    "Redirect": _check_url,
    "Dial": _check_dial,
    "Number": _check_number,
    "Conference": _check_conference,
    "Message": _check_message,
}


def _require_url(value, attribute):
    parts = urlsplit(value)
    _require(
        parts.scheme in ("http", "https") and parts.netloc, f"{attribute}: an absolute URL is needed, not {value!r}"
    )
    _require(value.isascii() and not re.search(r"\s", value), f"{attribute}: {value!r} is not encoded")


def _require(condition, message):
    if not condition:
        raise RefusedTwiml(message)
