"""Those whom the line rings: each number a leg of its own, with the whisper only the person called hears.

Facts, from https://www.twilio.com/docs/voice/twiml/number and https://www.twilio.com/docs/voice/twiml/dial and from
those who log it: all numbers of a Dial ring at once; who picks up first stops the others, also when he then declines;
who picks up and declines in the whisper makes the Dial ``completed`` with DialBridged false; a whisper that plays to
its end connects, pressed or not; after a conference there is neither DialCallSid nor DialCallDuration."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn
from urllib.parse import urljoin

from voice.handset.leg import Leg, LegEnded, new_sid
from voice.handset.script import ActionKind, HandsetAction
from voice.handset.transcript import LINE_HUNG_UP
from voice.handset.twiml_reader import InvalidTwiml, Verb, read_document

HEARD_THERE = "[对方听到] "
CONNECTED = "connected"
LEG_STATUSES = {
    ActionKind.ANSWER: "completed",
    ActionKind.DECLINE: "completed",
    ActionKind.BUSY: "busy",
    ActionKind.NO_ANSWER: "no-answer",
    ActionKind.SILENCE: "no-answer",
    ActionKind.HANG_UP: "canceled",
}
"""What the person rung, or the caller while it rings, may do -> how the leg ends."""
PICKED_UP = frozenset({ActionKind.ANSWER, ActionKind.DECLINE})
_TALKED_SECONDS, _DECLINED_SECONDS = "30", "4"


class CalledLeg(Leg):
    """Who was rung: if he picks up, he plays the whisper until it connects him or he or it hangs up."""

    def __init__(self, caller: Leg, number: Verb, action: HandsetAction, caller_id: str) -> None:
        parent = caller.leg_parameters
        called = {"CallSid": new_sid("CA"), "ParentCallSid": parent["CallSid"], "Direction": "outbound-dial"}
        super().__init__(caller.transport, parent | called | {"To": number.text, "From": caller_id or parent["From"]})
        self.url = caller.url
        self.action = action
        self._on_heard = caller.hear
        self._asked = False
        told = number.attributes
        self._whisper = urljoin(caller.url, told["url"]) if "url" in told else ""
        self._callback = urljoin(caller.url, told["statusCallback"]) if "statusCallback" in told else None
        self._events = told.get("statusCallbackEvent", "completed").split()
        self._sequence = 0

    @property
    def sid(self) -> str:
        return self.leg_parameters["CallSid"]

    def is_connected(self) -> bool:
        """Whether the two are connected once the whisper, if there is one, was heard."""
        if not self._whisper:
            return self.action.kind is ActionKind.ANSWER
        return self.run(self._whisper, {}) == CONNECTED

    def hear(self, sound: str) -> None:
        self._on_heard(HEARD_THERE + sound)

    def next_action(self) -> HandsetAction:
        """Who answers presses 1; who declines presses what the script says, once, or nothing."""
        asked, self._asked = self._asked, True
        if self.action.kind is ActionKind.ANSWER:
            return HandsetAction(ActionKind.PRESS, "1")
        return (
            HandsetAction(ActionKind.PRESS, self.action.text)
            if self.action.text and not asked
            else HandsetAction(ActionKind.SILENCE)
        )

    def end_document(self) -> NoReturn:
        hung_up = (
            self.action.kind is ActionKind.DECLINE and not self._asked
        )  # nothing asked him: hanging up is his only way
        raise LegEnded(LINE_HUNG_UP if hung_up else CONNECTED)

    def report_progress(self, event: str, status: str, **more: str) -> None:
        """Report how this leg goes to the number's status callback, if it wants to know of ``event``."""
        if event in self._events:
            about = {"CallStatus": status, "CallbackSource": "call-progress-events", **more}
            self.post_callback(self._callback, about | {"SequenceNumber": str(self._sequence)})
        self._sequence += 1


def dial_numbers(
    caller: Leg, dial: Verb, next_action: Callable[[], HandsetAction | None], talk: Callable[[], None]
) -> dict[str, str]:
    """Ring all numbers of ``dial`` at once; what its action is told.

    ``next_action`` is what the next of those called does, None when the script says nothing about it; ``talk`` is over
    when the two have talked."""
    actions = _actions(dial.inside, next_action)
    shown = dial.attributes.get("callerId", "")
    legs = [CalledLeg(caller, number, action, shown) for number, action in zip(dial.inside, actions, strict=True)]
    for leg in legs:
        leg.report_progress("initiated", "initiated")
        leg.report_progress("ringing", "ringing")
    picked_up = next((leg for leg in legs if leg.action.kind in PICKED_UP), None)
    for leg in legs:
        if leg is not picked_up:
            leg.report_progress("completed", LEG_STATUSES[leg.action.kind], CallDuration="0")
    if picked_up:
        return _connect(picked_up, talk)
    status = (
        "no-answer"
        if any(action.kind is ActionKind.NO_ANSWER for action in actions)
        else LEG_STATUSES[actions[-1].kind]
    )
    return {"DialCallStatus": status, "DialCallSid": legs[-1].sid, "DialBridged": "false"}


def _actions(numbers: tuple[Verb, ...], next_action: Callable[[], HandsetAction | None]) -> list[HandsetAction]:
    """One for each number, in their order; once one picked up, or the caller hung up, the others stop ringing."""
    actions: list[HandsetAction] = []
    for _ in numbers:
        over = any(action.kind in PICKED_UP or action.kind is ActionKind.HANG_UP for action in actions)
        actions.append(
            HandsetAction(ActionKind.HANG_UP) if over else next_action() or HandsetAction(ActionKind.NO_ANSWER)
        )
    return actions


def _connect(leg: CalledLeg, talk: Callable[[], None]) -> dict[str, str]:
    leg.report_progress("answered", "in-progress")
    connected = leg.is_connected()
    seconds = _TALKED_SECONDS if connected else _DECLINED_SECONDS
    if connected:
        talk()
    leg.report_progress("completed", "completed", CallDuration=seconds)
    told = {"DialCallStatus": "completed", "DialCallSid": leg.sid, "DialCallDuration": seconds}
    return told | {"DialBridged": str(connected).lower()}


def join_conference(leg: Leg, room: Verb, talk: Callable[[], None]) -> dict[str, str]:
    """Join the conference ``room`` until the others leave; what the Dial's action is told."""
    conference = {"ConferenceSid": new_sid("CF"), "FriendlyName": room.text}
    wanted = room.attributes.get("statusCallbackEvent", "").split()
    callback = room.attributes.get("statusCallback")

    def tell(*events: str) -> None:
        for event in events:
            if event.rpartition("-")[2] in wanted:
                leg.post_callback(callback, conference | {"StatusCallbackEvent": event})

    leg.hear(f"[会议 {room.text}]")
    _wait(leg, room.attributes.get("waitUrl", ""), conference)
    tell("participant-join", "conference-start")
    talk()
    tell("participant-leave", "conference-end")
    return {"DialCallStatus": "answered"}


def _wait(leg: Leg, url: str, conference: dict[str, str]) -> None:
    """Hear once what is played until the others are there, where it is ours."""
    if url.startswith(leg.transport.public_url):
        for verb in read_document(leg.post(url, conference).body):
            if verb.name not in ("Say", "Play", "Redirect"):
                raise InvalidTwiml(f"<{verb.name}> while waiting for a conference")
            if verb.name != "Redirect":
                leg.hear(f"[等候] {verb.text}")
