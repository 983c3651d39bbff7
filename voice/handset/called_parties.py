"""Those whom the line rings: each number a leg of its own, with the whisper only the person called hears.

Facts, from https://www.twilio.com/docs/voice/twiml/number and https://www.twilio.com/docs/voice/twiml/dial and from
those who log it: all numbers of a Dial ring at once; who picks up first stops the others, also when he then declines;
who picks up and declines in the whisper makes the Dial ``completed`` with DialBridged false; a whisper that plays to
its end connects, pressed or not; after a conference there is neither DialCallSid nor DialCallDuration."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn
from urllib.parse import urljoin

from voice.handset.leg import Ended, Leg, new_sid
from voice.handset.script import Act, Do
from voice.handset.transcript import LINE_HUNG_UP
from voice.handset.twiml_reader import InvalidTwiml, Verb, read_document

HEARD_THERE = "[对方听到] "
CONNECTED = "connected"
RUNG = {
    Do.ANSWER: "completed",
    Do.DECLINE: "completed",
    Do.BUSY: "busy",
    Do.NO_ANSWER: "no-answer",
    Do.SILENCE: "no-answer",
    Do.HANG_UP: "canceled",
}
"""What the person rung, or the caller while it rings, may do -> how the leg ends."""
PICKED_UP = frozenset({Do.ANSWER, Do.DECLINE})
_TALKED_SECONDS, _DECLINED_SECONDS = "30", "4"


class CalledLeg(Leg):
    """Who was rung: if he picks up, he plays the whisper until it connects him or he or it hangs up."""

    def __init__(self, caller: Leg, number: Verb, act: Act, caller_id: str) -> None:
        parent = caller.standing
        called = {"CallSid": new_sid("CA"), "ParentCallSid": parent["CallSid"], "Direction": "outbound-dial"}
        super().__init__(caller.transport, parent | called | {"To": number.text, "From": caller_id or parent["From"]})
        self.url = caller.url
        self.act = act
        self._hear = caller.notice
        self._asked = False
        told = number.attributes
        self._whisper = urljoin(caller.url, told["url"]) if "url" in told else ""
        self._callback = urljoin(caller.url, told["statusCallback"]) if "statusCallback" in told else None
        self._events = told.get("statusCallbackEvent", "completed").split()
        self._sequence = 0

    @property
    def sid(self) -> str:
        return self.standing["CallSid"]

    def is_connected(self) -> bool:
        """Whether the two are connected once the whisper, if there is one, was heard."""
        if not self._whisper:
            return self.act.do is Do.ANSWER
        return self.run(self._whisper, {}) == CONNECTED

    def notice(self, sound: str) -> None:
        self._hear(HEARD_THERE + sound)

    def next_act(self) -> Act:
        """Who answers presses 1; who declines presses what the script says, once, or nothing."""
        asked, self._asked = self._asked, True
        if self.act.do is Do.ANSWER:
            return Act(Do.PRESS, "1")
        return Act(Do.PRESS, self.act.text) if self.act.text and not asked else Act(Do.SILENCE)

    def finish(self) -> NoReturn:
        hung_up = self.act.do is Do.DECLINE and not self._asked  # nothing asked him: hanging up is his only way
        raise Ended(LINE_HUNG_UP if hung_up else CONNECTED)

    def tell(self, event: str, status: str, **more: str) -> None:
        """Report how this leg goes to the number's status callback, if it wants to know of ``event``."""
        if event in self._events:
            about = {"CallStatus": status, "CallbackSource": "call-progress-events", **more}
            self.report(self._callback, about | {"SequenceNumber": str(self._sequence)})
        self._sequence += 1


def ring(caller: Leg, dial: Verb, next_act: Callable[[], Act | None], talk: Callable[[], None]) -> dict[str, str]:
    """Ring all numbers of ``dial`` at once; what its action is told.

    ``next_act`` is what the next of those called does, None when the script says nothing about it; ``talk`` is over
    when the two have talked."""
    acts = _acts(dial.inside, next_act)
    shown = dial.attributes.get("callerId", "")
    legs = [CalledLeg(caller, number, act, shown) for number, act in zip(dial.inside, acts, strict=True)]
    for leg in legs:
        leg.tell("initiated", "initiated")
        leg.tell("ringing", "ringing")
    picked_up = next((leg for leg in legs if leg.act.do in PICKED_UP), None)
    for leg in legs:
        if leg is not picked_up:
            leg.tell("completed", RUNG[leg.act.do], CallDuration="0")
    if picked_up:
        return _connect(picked_up, talk)
    status = "no-answer" if any(act.do is Do.NO_ANSWER for act in acts) else RUNG[acts[-1].do]
    return {"DialCallStatus": status, "DialCallSid": legs[-1].sid, "DialBridged": "false"}


def _acts(numbers: tuple[Verb, ...], next_act: Callable[[], Act | None]) -> list[Act]:
    """One for each number, in their order; once one picked up, or the caller hung up, the others stop ringing."""
    acts: list[Act] = []
    for _ in numbers:
        over = any(act.do in PICKED_UP or act.do is Do.HANG_UP for act in acts)
        acts.append(Act(Do.HANG_UP) if over else next_act() or Act(Do.NO_ANSWER))
    return acts


def _connect(leg: CalledLeg, talk: Callable[[], None]) -> dict[str, str]:
    leg.tell("answered", "in-progress")
    connected = leg.is_connected()
    seconds = _TALKED_SECONDS if connected else _DECLINED_SECONDS
    if connected:
        talk()
    leg.tell("completed", "completed", CallDuration=seconds)
    told = {"DialCallStatus": "completed", "DialCallSid": leg.sid, "DialCallDuration": seconds}
    return told | {"DialBridged": str(connected).lower()}


def confer(leg: Leg, room: Verb, talk: Callable[[], None]) -> dict[str, str]:
    """Join the conference ``room`` until the others leave; what the Dial's action is told."""
    conference = {"ConferenceSid": new_sid("CF"), "FriendlyName": room.text}
    wanted = room.attributes.get("statusCallbackEvent", "").split()
    callback = room.attributes.get("statusCallback")

    def tell(*events: str) -> None:
        for event in events:
            if event.rpartition("-")[2] in wanted:
                leg.report(callback, conference | {"StatusCallbackEvent": event})

    leg.notice(f"[会议 {room.text}]")
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
                leg.notice(f"[等候] {verb.text}")
