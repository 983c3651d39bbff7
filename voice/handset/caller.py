"""A telephone that plays our own webhooks as Twilio would: it hears what callers hear and takes keys and words.

When its script runs out the caller hangs up. A document's end ends the call, a Record without action asks for its own
document again, a Dial without action goes on. Where a fallback is known, a document that cannot be had or played is
asked for there: https://www.twilio.com/docs/usage/webhooks/webhooks-overview"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from typing import NoReturn
from urllib.parse import urljoin

from hotline.core.text_length import speech_seconds
from voice.handset.called_parties import RUNG, confer, ring
from voice.handset.leg import CALLED, Ended, Leg, new_sid
from voice.handset.script import Act, Do
from voice.handset.transcript import CALLER_HUNG_UP, Transcript, TranscriptStep
from voice.handset.transports import LineUnreachable, Transport
from voice.handset.twiml_reader import InvalidTwiml, Verb


class _VoiceRefused(InvalidTwiml):
    """A Say in a voice that the provider does not have."""


_CODES = {_VoiceRefused: "13511", InvalidTwiml: "12100", LineUnreachable: "11200"}
"""https://www.twilio.com/docs/api/errors"""


def place_call(
    transport: Transport,
    acts: Iterable[Act],
    *,
    caller: str,
    hear: Callable[[str], None] = lambda text: None,
    fallback: str = "",
    refused_voices: Container[str] = (),
) -> Transcript:
    """Call the line and do ``acts`` in order; ``hear`` is told each sentence as it is heard.

    ``fallback`` is the path asked for what cannot be played (an error where there is none), such as a Say in one of
    ``refused_voices``."""
    standing = {"CallSid": new_sid("CA"), "From": caller, "To": CALLED, "Direction": "inbound"}
    telephone = _Telephone(transport, standing, iter(acts), hear)
    telephone.fallback, telephone.refused_voices = fallback, refused_voices
    return telephone.call("/voice/", "/voice/status")


def pick_up(
    transport: Transport, acts: Iterable[Act], *, call: str, number: str, path: str, status_path: str = ""
) -> Transcript:
    """Be ``number``, which the line has rung by the provider's API as leg ``call``, and do what ``path`` says."""
    standing = {"CallSid": call, "From": CALLED, "To": number, "Direction": "outbound-api"}
    return _Telephone(transport, standing, iter(acts), lambda text: None).call(path, status_path)


class _Telephone(Leg):
    """The caller's own leg: what is done on it comes from a script, and it can record and be connected."""

    fallback = ""
    refused_voices: Container[str] = ()

    def __init__(
        self, transport: Transport, standing: dict[str, str], acts: Iterator[Act], hear: Callable[[str], None]
    ) -> None:
        super().__init__(transport, standing)
        self._acts = acts
        self._hear = hear
        self._turns: list[TranscriptStep] = []
        self._fell_back = False
        self._hung_up = False

    def call(self, path: str, status_path: str) -> Transcript:
        """Play from ``path`` until the call ends, which ``status_path`` is told."""
        base = self.transport.public_url
        ended = self.run(base + path, {"CallStatus": "ringing"})
        transcript = Transcript(tuple(self._turns), ended, self.standing["CallSid"])
        if status_path:
            seconds = str(max(1, speech_seconds(transcript.heard())))
            about = {"CallStatus": "completed", "CallDuration": seconds, "CallbackSource": "call-progress-events"}
            self.report(base + status_path, about | {"SequenceNumber": "0"})
        return transcript

    def arrive(self, url: str) -> None:
        super().arrive(url)
        self._turns.append(TranscriptStep(url))

    def rescue(self, url: str, error: LineUnreachable | InvalidTwiml) -> tuple[str, dict[str, str]]:
        if not self.fallback or self._fell_back:
            raise error
        self._fell_back = True
        code = next(code for kind, code in _CODES.items() if isinstance(error, kind))
        return self.transport.public_url + self.fallback, {"ErrorCode": code, "ErrorUrl": url}

    def notice(self, sound: str) -> None:
        self._turns[-1].heard.append(sound)
        self._hear(sound)

    def next_act(self) -> Act:
        act = self.held.pop(0) if self.held else next(self._acts, Act(Do.HANG_UP))
        self._did(str(act))
        if act.do is Do.HANG_UP:
            raise Ended(CALLER_HUNG_UP)
        return act

    def _say(self, verb: Verb) -> None:
        if verb.attributes.get("voice", "") in self.refused_voices:
            raise _VoiceRefused(f"<Say voice={verb.attributes['voice']!r}> is refused")
        super()._say(verb)

    def _redirect(self, verb: Verb) -> NoReturn:
        self._did("redirect")
        super()._redirect(verb)

    def _reject(self, verb: Verb) -> NoReturn:
        raise Ended(f"line refused the call ({verb.attributes.get('reason', 'rejected')})")

    def _dial(self, verb: Verb) -> None:
        verb.number("timeout", 30)
        dial = verb if verb.inside else Verb("Dial", "", verb.attributes, (Verb("Number", verb.text),))
        if dial.inside[0].name == "Conference":
            told = confer(self, dial.inside[0], self._talk)
        else:
            for number in dial.inside:
                self.notice(f"[拨打 {number.text}]")
            told = ring(self, dial, self._act_while_ringing, self._talk)
        action = verb.attributes.get("action")
        if self._hung_up:
            if action:  # asked for all the same, and what it answers is played to nobody
                self.post(action, {**told, "CallStatus": "completed"})
            raise Ended(CALLER_HUNG_UP)
        if action:
            self.go_on(action, told)

    def _act_while_ringing(self) -> Act | None:
        """What the next one called does, or the caller while it rings; None when the next step is not about that."""
        act = self._peek() or Act(Do.HANG_UP)
        if act.do not in RUNG:
            return None
        self._take(act)
        return act

    def _talk(self) -> None:
        """The script may do anything before its next step; the others leave, unless the caller hangs up himself."""
        act = self._peek()
        if act and act.do in (Do.LEAVE, Do.HANG_UP):
            self._take(act)

    def _peek(self) -> Act | None:
        """The next act, which stays the next one; None when the script is used up."""
        if not self.held:
            self.held += [act for act in [next(self._acts, None)] if act]
        return self.held[0] if self.held else None

    def _take(self, act: Act) -> None:
        self.held = self.held[1:]
        self._hung_up = act.do is Do.HANG_UP
        self._did(str(act))

    def _record(self, verb: Verb) -> None:
        self.notice("[嘀]")
        ending = set(verb.attributes.get("finishOnKey", "1234567890*#"))
        for _second in range(verb.number("maxLength", 3600)):
            act = self.next_act()
            if act.do is not Do.PRESS or ending & set(act.text):
                break  # keys that do not end the recording are only heard on it
        if act.do not in (Do.RECORD, Do.RECORD_AND_HANG_UP, Do.SAY, Do.MUMBLE) or not act.text:
            return  # an empty recording: Twilio does not call the action
        recording = _recording(act)
        callback = verb.attributes.get("recordingStatusCallback")
        finished = {**recording, "RecordingStatus": "completed"}
        action = urljoin(self.url, verb.attributes.get("action", self.url))
        if act.do is Do.RECORD_AND_HANG_UP:
            self.post(action, {**recording, "Digits": "hangup", "CallStatus": "completed"})
            self.report(callback, finished)
            raise Ended(CALLER_HUNG_UP)
        self.report(callback, finished)
        self.go_on(action, {**recording, "Digits": "#"})

    def _did(self, what: str) -> None:
        turn = self._turns[-1]
        turn.did = f"{turn.did}, {what}" if turn.did else what


def _recording(act: Act) -> dict[str, str]:
    sid = new_sid("RE")
    return {
        "RecordingSid": sid,
        "RecordingUrl": f"https://api.twilio.com/2010-04-01/Accounts/AC{'0' * 32}/Recordings/{sid}",
        "RecordingDuration": str(1 + len(act.text) // 4),
    }
