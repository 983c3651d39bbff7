"""What the provider tells of the legs that a Dial rings: their parameters, their progress, and how the Dial went.

https://www.twilio.com/docs/voice/twiml/number, https://www.twilio.com/docs/voice/twiml/dial (read 2026-11-23)"""

from __future__ import annotations

from urllib.parse import urljoin

from voice.handset.leg import CALLBACK_SOURCE, Leg, new_sid
from voice.handset.twiml_reader import Verb

CONNECTED = "connected"
"""How the leg of a called party ends its whisper when the two are connected after it."""


def outbound_parameters(caller: Leg, number: Verb, caller_id: str = "") -> dict[str, str]:
    """The parameters of the webhooks of a leg that is rung for ``caller``; they show ``caller_id``, or its number."""
    parent = caller.leg_parameters
    called = {"CallSid": new_sid("CA"), "ParentCallSid": parent["CallSid"], "Direction": "outbound-dial"}
    return parent | called | {"To": number.text, "From": caller_id or parent["From"]}


class ProgressReports:
    """Reports the progress of the leg that rings ``number`` to the status callback which that names.

    ``whisper`` is the URL of what the called party hears first, "" for nothing."""

    def __init__(self, leg: Leg, number: Verb) -> None:
        attributes = number.attributes
        self._leg = leg
        self.whisper = urljoin(leg.url, attributes["url"]) if "url" in attributes else ""
        self._callback = urljoin(leg.url, attributes["statusCallback"]) if "statusCallback" in attributes else None
        self._events = attributes.get("statusCallbackEvent", "completed").split()
        self._sequence = 0

    def report(self, event: str, status: str, **more: str) -> None:
        """Report ``event``, if the number asks for it."""
        if event in self._events:
            parameters = {"CallStatus": status, "CallbackSource": CALLBACK_SOURCE, **more}
            self._leg.post_callback(self._callback, parameters | {"SequenceNumber": str(self._sequence)})
        self._sequence += 1


def picked_up(sid: str, seconds: int, *, bridged: bool) -> dict[str, str]:
    """What the action of a Dial is told when somebody picked up, on the leg ``sid``; ``bridged`` unless they declined
    in the whisper."""
    dialled = {"DialCallStatus": "completed", "DialCallSid": sid, "DialCallDuration": str(seconds)}
    return dialled | {"DialBridged": str(bridged).lower()}


def not_picked_up(status: str, sid: str) -> dict[str, str]:
    """What the action of a Dial is told when nobody picked up; ``sid`` is the last leg that rang."""
    return {"DialCallStatus": status, "DialCallSid": sid, "DialBridged": "false"}
