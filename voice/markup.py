"""Reads TwiML as strictly as it can be read: a verb or attribute that our telephone does not play is an error."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from xml.etree import ElementTree

from voice.acts import HandsetError

_SPEECH = frozenset({"voice", "language", "loop"})
_GATHER = "action method input numDigits finishOnKey timeout speechTimeout language bargeIn actionOnEmptyResult hints"
_RECORD = "action method maxLength timeout finishOnKey playBeep recordingStatusCallback recordingStatusCallbackMethod"
ATTRIBUTES: dict[str, frozenset[str]] = {
    "Say": _SPEECH,
    "Play": frozenset({"loop"}),
    "Pause": frozenset({"length"}),
    "Gather": frozenset(_GATHER.split()),
    "Redirect": frozenset({"method"}),
    "Dial": frozenset({"action", "method", "timeout", "callerId"}),
    "Record": frozenset(_RECORD.split()),
    "Hangup": frozenset(),
    "Reject": frozenset({"reason"}),
}
NESTED = frozenset({"Say", "Play", "Pause"})
_POST_ONLY = ("method", "recordingStatusCallbackMethod")


class InvalidTwiml(HandsetError):
    """The document is not TwiML that a telephone could play; the message says where."""


@dataclass(frozen=True)
class Verb:
    """One verb: its text, its attributes, and the prompts inside a Gather."""

    name: str
    text: str
    attributes: dict[str, str] = field(default_factory=dict)
    prompts: tuple[Verb, ...] = ()

    def number(self, attribute: str, default: int) -> int:
        """An attribute that is a whole number."""
        value = self.attributes.get(attribute, str(default))
        if not value.isdecimal():
            raise InvalidTwiml(f"<{self.name} {attribute}={value!r}>: a whole number is needed")
        return int(value)


def read_document(document: str) -> tuple[Verb, ...]:
    """The verbs of a voice response, each checked."""
    root = _parse(document)
    if root.tag != "Response":
        raise InvalidTwiml(f"<{root.tag}> where <Response> is needed")
    return tuple(_verb(element, ATTRIBUTES.keys()) for element in root)


def read_messages(document: str) -> tuple[str, ...]:
    """The texts that a messaging response sends."""
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
    if len(element) and element.tag != "Gather":
        raise InvalidTwiml(f"<{element.tag}> with something inside is not played here")
    prompts = tuple(_verb(inner, NESTED) for inner in element)
    return Verb(element.tag, (element.text or "").strip(), dict(element.attrib), prompts)
