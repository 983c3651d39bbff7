"""The parties that a Dial calls: each number is a leg of its own, and its whisper is heard on that leg alone.

What Twilio does, from https://www.twilio.com/docs/voice/twiml/number and https://www.twilio.com/docs/voice/twiml/dial
and from logs that people published:
- All numbers of a Dial ring at once. The first party to pick up stops the others, even when it then declines.
- A party that picks up and declines in the whisper makes the Dial ``completed`` with DialBridged false.
- A whisper that plays to its end connects the two, whether a key was pressed or not.
- After a conference the action gets neither DialCallSid nor DialCallDuration."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from voice.handset.leg import LegEnded, new_sid
from voice.handset.outbound import CONNECTED, ProgressReports, not_picked_up, outbound_parameters, picked_up
from voice.handset.script import ActionKind, HandsetAction
from voice.handset.scripted_leg import ScriptedLeg
from voice.handset.transcript import LINE_HUNG_UP
from voice.handset.twiml_reader import InvalidTwiml, Verb, read_document

HEARD_THERE = "[对方听到] "
"""Stands in the transcript before what the called party hears."""
LEG_STATUSES = {
    ActionKind.ANSWER: "completed",
    ActionKind.DECLINE: "completed",
    ActionKind.BUSY: "busy",
    ActionKind.NO_ANSWER: "no-answer",
    ActionKind.SILENCE: "no-answer",
    ActionKind.HANG_UP: "canceled",
}
"""What the called party may do, or the caller while it rings -> the status with which the leg ends."""
PICKED_UP = frozenset({ActionKind.ANSWER, ActionKind.DECLINE})
_TALKED_SECONDS, _DECLINED_SECONDS = 30, 4


class CalledLeg(ScriptedLeg):
    """The leg of a called party. A party that picks up plays the whisper, which connects the two or hangs up."""

    def __init__(self, caller: ScriptedLeg, number: Verb, action: HandsetAction, caller_id: str) -> None:
        super().__init__(caller.transport, outbound_parameters(caller, number, caller_id))
        self.url = caller.url
        self.action = action
        self._on_heard = caller.hear
        self._asked = False
        self.reports = ProgressReports(self, number)

    @property
    def sid(self) -> str:
        return self.leg_parameters["CallSid"]

    def is_connected(self) -> bool:
        """Play the whisper, if there is one; whether the two are connected after it."""
        if not self.reports.whisper:
            return self.action.kind is ActionKind.ANSWER
        return self.run(self.reports.whisper, {}) == CONNECTED

    def hear(self, sound: str) -> None:
        self._on_heard(HEARD_THERE + sound)

    def next_action(self) -> HandsetAction:
        """ANSWER presses 1. DECLINE presses the keys of the script once, and then or without keys nothing."""
        asked, self._asked = self._asked, True
        if self.action.kind is ActionKind.ANSWER:
            return HandsetAction(ActionKind.PRESS, "1")
        if self.action.text and not asked:
            return HandsetAction(ActionKind.PRESS, self.action.text)
        return HandsetAction(ActionKind.SILENCE)

    def end_document(self) -> NoReturn:
        declines = self.action.kind is ActionKind.DECLINE
        hung_up = declines and not self._asked  # without a question, the only way to decline is to hang up
        raise LegEnded(LINE_HUNG_UP if hung_up else CONNECTED)


def dial_numbers(
    caller: ScriptedLeg, dial: Verb, next_action: Callable[[], HandsetAction | None], talk: Callable[[], None]
) -> dict[str, str]:
    """Ring all numbers of ``dial`` at once; the parameters that its action URL gets.

    ``next_action`` returns what the next called party does, None where the script says nothing about it. ``talk``
    returns when the two have talked."""
    actions = _list_actions(dial.inside, next_action)
    caller_id = dial.attributes.get("callerId", "")
    legs = [CalledLeg(caller, number, action, caller_id) for number, action in zip(dial.inside, actions, strict=True)]
    for leg in legs:
        leg.reports.report("initiated", "initiated")
        leg.reports.report("ringing", "ringing")
    answering = next((leg for leg in legs if leg.action.kind in PICKED_UP), None)
    for leg in legs:
        if leg is not answering:
            leg.reports.report("completed", LEG_STATUSES[leg.action.kind], CallDuration="0")
    if answering:
        return _connect(answering, talk)
    unanswered = any(action.kind is ActionKind.NO_ANSWER for action in actions)
    status = "no-answer" if unanswered else LEG_STATUSES[actions[-1].kind]
    return not_picked_up(status, legs[-1].sid)


def _list_actions(numbers: tuple[Verb, ...], next_action: Callable[[], HandsetAction | None]) -> list[HandsetAction]:
    """An action for each number, in order. Once a party picked up, or the caller hung up, the others stop ringing."""
    actions: list[HandsetAction] = []
    for _ in numbers:
        if any(action.kind in PICKED_UP or action.kind is ActionKind.HANG_UP for action in actions):
            actions.append(HandsetAction(ActionKind.HANG_UP))
        else:
            actions.append(next_action() or HandsetAction(ActionKind.NO_ANSWER))
    return actions


def _connect(leg: CalledLeg, talk: Callable[[], None]) -> dict[str, str]:
    leg.reports.report("answered", "in-progress")
    connected = leg.is_connected()
    seconds = _TALKED_SECONDS if connected else _DECLINED_SECONDS
    if connected:
        talk()
    leg.reports.report("completed", "completed", CallDuration=str(seconds))
    return picked_up(leg.sid, seconds, bridged=connected)


def join_conference(leg: ScriptedLeg, room: Verb, talk: Callable[[], None]) -> dict[str, str]:
    """Join the conference ``room`` until the others leave; the parameters that the action URL of the Dial gets."""
    conference = {"ConferenceSid": new_sid("CF"), "FriendlyName": room.text}
    wanted = room.attributes.get("statusCallbackEvent", "").split()
    callback = room.attributes.get("statusCallback")

    def report(*events: str) -> None:
        for event in events:
            if event.rpartition("-")[2] in wanted:
                leg.post_callback(callback, conference | {"StatusCallbackEvent": event})

    leg.hear(f"[会议 {room.text}]")
    _wait(leg, room.attributes.get("waitUrl", ""), conference)
    report("participant-join", "conference-start")
    talk()
    report("participant-leave", "conference-end")
    return {"DialCallStatus": "answered"}


def _wait(leg: ScriptedLeg, url: str, conference: dict[str, str]) -> None:
    """Hear once what is played until the others come, where it is a document of ours."""
    if url.startswith(leg.transport.public_url):
        for verb in read_document(leg.post(url, conference).body):
            if verb.name not in ("Say", "Play", "Redirect"):
                raise InvalidTwiml(f"<{verb.name}> while waiting for a conference")
            if verb.name != "Redirect":
                leg.hear(f"[等候] {verb.text}")
