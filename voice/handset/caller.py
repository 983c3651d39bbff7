"""The caller's telephone: it plays our webhooks as Twilio does, and does what a script says.

The caller hangs up when the script runs out. The end of a document ends the call. A Record without action requests its
own document again; a Dial without action goes on to the next verb. A document that cannot be fetched or played is
requested at the fallback URL, where there is one: https://www.twilio.com/docs/usage/webhooks/webhooks-overview"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from typing import NoReturn

from voice.handset.called_parties import LEG_STATUSES, dial_numbers, join_conference
from voice.handset.leg import LINE_NUMBER, LegEnded, new_sid
from voice.handset.script import ActionKind, HandsetAction
from voice.handset.scripted_leg import ScriptedLeg
from voice.handset.transcript import CALLER_HUNG_UP, Transcript, TranscriptStep
from voice.handset.transports import LineUnreachable, Transport
from voice.handset.twiml_reader import InvalidTwiml, Verb


class _VoiceRefused(InvalidTwiml):
    """A Say in a voice that the provider refuses."""


_CODES = {_VoiceRefused: "13511", InvalidTwiml: "12100", LineUnreachable: "11200"}
"""Twilio's error codes: https://www.twilio.com/docs/api/errors"""


def place_call(
    transport: Transport,
    actions: Iterable[HandsetAction],
    *,
    caller: str,
    hear: Callable[[str], None] = lambda text: None,
    wait: Callable[[int], None] = lambda seconds: None,
    fallback: str = "",
    refused_voices: Container[str] = (),
) -> Transcript:
    """Call the line from the number ``caller`` and do ``actions`` in order; ``hear`` gets each sentence as it is heard.

    ``wait`` is called with LISTENING_SECONDS before the caller presses a # alone, because the line takes one that comes
    right after another key for a habit. It lets these seconds pass, on the line's clock too.

    ``fallback`` is the path requested for a document that cannot be played, such as a Say in one of
    ``refused_voices``. Without a fallback that raises InvalidTwiml or LineUnreachable.

    Raises HandsetError when the line does something that a provider would not accept."""
    leg_parameters = {"CallSid": new_sid("CA"), "From": caller, "To": LINE_NUMBER, "Direction": "inbound"}
    telephone = _Telephone(transport, leg_parameters, iter(actions), hear)
    telephone.wait, telephone.fallback, telephone.refused_voices = wait, fallback, refused_voices
    return telephone.call("/voice/", "/voice/status")


def answer_call(
    transport: Transport, actions: Iterable[HandsetAction], *, call: str, number: str, path: str, status_path: str = ""
) -> Transcript:
    """Answer a call that the line placed by the provider's API, on the leg with the id ``call`` to ``number``.

    The telephone plays the document of ``path`` and does ``actions``; the end goes to ``status_path``, "" for none."""
    leg_parameters = {"CallSid": call, "From": LINE_NUMBER, "To": number, "Direction": "outbound-api"}
    return _Telephone(transport, leg_parameters, iter(actions), lambda text: None).call(path, status_path)


LISTENING_SECONDS = 4
"""How long at least a caller listens who presses # because of what is said."""
_SPOKEN = frozenset({ActionKind.RECORD, ActionKind.RECORD_AND_HANG_UP, ActionKind.SAY, ActionKind.MUMBLE})


class _Telephone(ScriptedLeg):
    """A leg whose actions come from a script, and which can record and dial."""

    wait: Callable[[int], None] = staticmethod(lambda seconds: None)
    fallback = ""
    refused_voices: Container[str] = ()

    def __init__(
        self,
        transport: Transport,
        leg_parameters: dict[str, str],
        actions: Iterator[HandsetAction],
        hear: Callable[[str], None],
    ) -> None:
        super().__init__(transport, leg_parameters)
        self.pending: list[HandsetAction] = []
        self._actions = actions
        self._on_heard = hear
        self._turns: list[TranscriptStep] = []
        self._fell_back = False
        self._hung_up = False

    def call(self, path: str, status_path: str) -> Transcript:
        """Play from ``path`` until the call ends, and report the end to ``status_path``, "" for nobody."""
        base = self.transport.public_url
        ended = self.run(base + path, {"CallStatus": "ringing"})
        transcript = Transcript(tuple(self._turns), ended, self.leg_parameters["CallSid"])
        if status_path:
            self.report_end(base + status_path, max(1, transcript.seconds))
        return transcript

    def begin_document(self, url: str) -> None:
        super().begin_document(url)
        self._turns.append(TranscriptStep(url))

    def recover(self, url: str, error: LineUnreachable | InvalidTwiml) -> tuple[str, dict[str, str]]:
        if not self.fallback or self._fell_back:
            raise error
        self._fell_back = True
        code = next(code for kind, code in _CODES.items() if isinstance(error, kind))
        return self.transport.public_url + self.fallback, {"ErrorCode": code, "ErrorUrl": url}

    def hear(self, sound: str) -> None:
        self._turns[-1].heard.append(sound)
        self._on_heard(sound)

    def pass_time(self, seconds: int) -> None:
        self._turns[-1].waited += seconds

    def next_action(self) -> HandsetAction:
        action = self.pending.pop(0) if self.pending else next(self._actions, HandsetAction(ActionKind.HANG_UP))
        self.note_action(str(action))
        if action.kind is ActionKind.HANG_UP:
            raise LegEnded(CALLER_HUNG_UP)
        if action == HandsetAction(ActionKind.PRESS, "#"):
            self.wait(LISTENING_SECONDS)
        return action

    def say(self, verb: Verb) -> None:
        if verb.attributes.get("voice", "") in self.refused_voices:
            raise _VoiceRefused(f"<Say voice={verb.attributes['voice']!r}> is refused")
        super().say(verb)

    def _redirect(self, verb: Verb) -> NoReturn:
        self.note_action("redirect")
        super()._redirect(verb)

    def _dial(self, verb: Verb) -> None:
        ringing = verb.parse_number("timeout", 30)
        dial = verb if verb.inside else Verb("Dial", "", verb.attributes, (Verb("Number", verb.text),))
        if dial.inside[0].name == "Conference":
            dialled = join_conference(self, dial.inside[0], self._talk)
        else:
            for number in dial.inside:
                self.hear(f"[拨打 {number.text}]")
            dialled = dial_numbers(self, dial, self._action_while_ringing, self._talk)
            self.pass_time(ringing if dialled["DialCallStatus"] == "no-answer" else 0)
        self.finish_dial(verb, dialled, hung_up=self._hung_up)

    def _action_while_ringing(self) -> HandsetAction | None:
        """What the next called party does, or the caller while it rings; None for a step about something else."""
        action = self._peek() or HandsetAction(ActionKind.HANG_UP)
        if action.kind not in LEG_STATUSES:
            return None
        self._take(action)
        return action

    def _talk(self) -> None:
        """Talk until somebody leaves: the caller, where the next step is to hang up, else the others.

        A script that is a generator can run code of its own here, before it yields its next step."""
        action = self._peek()
        if action and action.kind in (ActionKind.LEAVE, ActionKind.HANG_UP):
            self._take(action)

    def _peek(self) -> HandsetAction | None:
        """The next action, without taking it; None when the script has run out."""
        if not self.pending:
            self.pending += [action for action in [next(self._actions, None)] if action]
        return self.pending[0] if self.pending else None

    def _take(self, action: HandsetAction) -> None:
        self.pending = self.pending[1:]
        self._hung_up = action.kind is ActionKind.HANG_UP
        self.note_action(str(action))

    def _record(self, verb: Verb) -> None:
        self.hear("[嘀]")
        ending = set(verb.attributes.get("finishOnKey", "1234567890*#"))
        for _second in range(verb.parse_number("maxLength", 3600)):
            action = self.next_action()
            if action.kind is not ActionKind.PRESS or ending & set(action.text):
                break  # any other key is recorded as a tone
        if action.kind not in _SPOKEN or not action.text:
            self.pass_time(0 if action.kind is ActionKind.PRESS else verb.parse_number("timeout", 5))
            return  # Twilio does not request the action URL for an empty recording
        hung_up = action.kind is ActionKind.RECORD_AND_HANG_UP
        self.finish_recording(verb, _recording(action), hung_up=hung_up)

    def note_action(self, what: str) -> None:
        turn = self._turns[-1]
        turn.did = f"{turn.did}, {what}" if turn.did else what


def _recording(action: HandsetAction) -> dict[str, str]:
    sid = new_sid("RE")
    return {
        "RecordingSid": sid,
        "RecordingUrl": f"https://api.twilio.com/2010-04-01/Accounts/AC{'0' * 32}/Recordings/{sid}",
        "RecordingDuration": str(1 + len(action.text) // 4),
    }
