"""A strict reader of TwiML: a verb or attribute that the handset cannot play is an error."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from xml.etree import ElementTree

from voice.handset.script import HandsetError

_GATHER = """action method input numDigits finishOnKey timeout speechTimeout language bargeIn actionOnEmptyResult hints
    speechModel enhanced profanityFilter"""
_RECORD = """action method maxLength timeout finishOnKey playBeep trim recordingStatusCallback
    recordingStatusCallbackMethod recordingStatusCallbackEvent"""
_CONFERENCE = """muted beep startConferenceOnEnter endConferenceOnExit waitUrl waitMethod maxParticipants
    participantLabel statusCallback statusCallbackMethod statusCallbackEvent"""
_SSML = {
    "prosody": "rate pitch volume",
    "break": "strength time",
    "say-as": "interpret-as",
    "emphasis": "level",
    "p": "",
    "s": "",
}
_TAKES = {
    "Say": "voice language loop",
    "Play": "loop",
    "Pause": "length",
    "Gather": _GATHER,
    "Redirect": "method",
    "Dial": "action method timeout timeLimit callerId answerOnBridge hangupOnStar",
    "Number": "url method statusCallback statusCallbackMethod statusCallbackEvent",
    "Conference": _CONFERENCE,
    "Record": _RECORD,
    "Hangup": "",
    "Reject": "reason",
    **_SSML,
}
ATTRIBUTES: dict[str, frozenset[str]] = {name: frozenset(taken.split()) for name, taken in _TAKES.items()}
VERBS = frozenset({"Say", "Play", "Pause", "Gather", "Redirect", "Dial", "Record", "Hangup", "Reject"})
INSIDE: dict[str, Set[str]] = {
    "Gather": frozenset({"Say", "Play", "Pause"}),
    "Dial": frozenset({"Number", "Conference"}),
    **dict.fromkeys(("Say", "prosody", "emphasis", "p", "s"), _SSML.keys()),
}
MOST_NUMBERS = 10
"""A Dial can ring so many at once: https://www.twilio.com/docs/voice/twiml/number"""
_POST_ONLY = ("method", "waitMethod", "statusCallbackMethod", "recordingStatusCallbackMethod")


class InvalidTwiml(HandsetError):
    """The document is not TwiML that the handset can play; the message says where."""


@dataclass(frozen=True)
class Verb:
    """One verb. ``text`` is all words in it; ``inside`` are the prompts, numbers or SSML elements nested in it."""

    name: str
    text: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: tuple[Verb, ...] = ()

    def parse_number(self, attribute: str, default: int) -> int:
        """The value of an attribute that is a whole number. Raises InvalidTwiml for any other value."""
        value = self.attributes.get(attribute, str(default))
        if not value.isdecimal():
            raise InvalidTwiml(f"<{self.name} {attribute}={value!r}>: a whole number is needed")
        return int(value)


def read_document(document: str) -> tuple[Verb, ...]:
    """The verbs of a voice response, in order. Raises InvalidTwiml."""
    root = _parse(document)
    if root.tag != "Response":
        raise InvalidTwiml(f"<{root.tag}> where <Response> is needed")
    return tuple(_verb(element, VERBS) for element in root)


def read_messages(document: str) -> tuple[str, ...]:
    """The texts of a messaging response, in order. Raises InvalidTwiml."""
    root = _parse(document)
    if root.tag != "Response" or any(element.tag != "Message" for element in root):
        raise InvalidTwiml(f"only <Message> can be sent: {document[:200]!r}")
    return tuple("".join(element.itertext()) for element in root)


def _parse(document: str) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(document)  # noqa: S314 (our own server's document)
    except ElementTree.ParseError as error:
        raise InvalidTwiml(f"not XML: {error}: {document[:200]!r}") from error


def _verb(element: ElementTree.Element, allowed: Set[str]) -> Verb:
    if element.tag not in allowed:
        raise InvalidTwiml(f"<{element.tag}> is not a verb that can stand here")
    unknown = element.attrib.keys() - ATTRIBUTES[element.tag]
    if unknown:
        raise InvalidTwiml(f"<{element.tag}> does not take {', '.join(sorted(unknown))}")
    if any(element.attrib.get(name, "POST") != "POST" for name in _POST_ONLY):
        raise InvalidTwiml(f"<{element.tag}>: our webhooks take POST only")
    inside = tuple(_verb(inner, INSIDE.get(element.tag, frozenset())) for inner in element)
    if element.tag == "Dial" and (len(inside) > MOST_NUMBERS or (len(inside) > 1 and _named("Conference", inside))):
        raise InvalidTwiml(f"<Dial> rings at most {MOST_NUMBERS} numbers, or one conference")
    text = "" if element.tag in ("Gather", "Dial") and inside else "".join(element.itertext()).strip()
    return Verb(element.tag, text, dict(element.attrib), inside)


def _named(name: str, verbs: tuple[Verb, ...]) -> bool:
    return any(verb.name == name for verb in verbs)
