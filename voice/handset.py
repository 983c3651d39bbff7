"""A telephone that plays our own webhooks as Twilio would: it hears what callers hear and takes keys and words.

When its script runs out the caller hangs up. A Gather without input falls to the next verb, a document's end ends
the call, a Record without action asks for its own document again, a Dial without action goes on."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import urljoin

from voice.acts import Act, Do, HandsetError
from voice.markup import Verb, read_document
from voice.transports import LineUnreachable, Transport

MOST_DOCUMENTS = 200
"""A call that fetches more documents than this is a loop."""
CALLED = "+8696128"
CALLER_HUNG_UP = "caller hung up"
LINE_HUNG_UP = "line hung up"
_DIAL_STATUS = {Do.ANSWER: "completed", Do.BUSY: "busy", Do.NO_ANSWER: "no-answer"}


class LoopWithoutEnd(HandsetError):
    """The line goes in a circle without the caller doing anything."""


@dataclass
class Turn:
    """One document: what was heard while it played, what the caller then did, and where it came from."""

    url: str
    heard: list[str] = field(default_factory=list)
    did: str = ""


@dataclass(frozen=True)
class Transcript:
    """A whole call; ``ended`` says who hung up."""

    turns: tuple[Turn, ...]
    ended: str

    def heard(self) -> str:
        """Everything that was heard, a sentence a line."""
        return "\n".join(text for turn in self.turns for text in turn.heard)

    def to_text(self) -> str:
        """What a person reads: the line's sentences, what the caller did, who hung up."""
        rows = []
        for turn in self.turns:
            rows += [f"  {text}" for text in turn.heard]
            rows += [f"> {turn.did}"] if turn.did else []
        return "\n".join([*rows, f"-- {self.ended}"])

    def to_json(self) -> list[dict[str, object]]:
        """Each turn as ``{"heard", "did", "url"}``; the last item also says how the call ended."""
        turns: list[dict[str, object]] = [{"heard": t.heard, "did": t.did, "url": t.url} for t in self.turns]
        return [*turns, {"heard": [], "did": self.ended, "url": "", "ended": self.ended}]


class _Ended(Exception):
    """The call is over; the message says how."""


class _Next(Exception):
    """Another document is asked for."""

    def __init__(self, url: str, parameters: dict[str, str]) -> None:
        self.url, self.parameters = url, parameters


def place_call(
    transport: Transport, acts: Iterable[Act], *, caller: str, hear: Callable[[str], None] = lambda text: None
) -> Transcript:
    """Call the line and do ``acts`` in order; ``hear`` is told each sentence as it is heard."""
    return _Call(transport, iter(acts), caller, hear).run()


class _Call:
    def __init__(self, transport: Transport, acts: Iterator[Act], caller: str, hear: Callable[[str], None]) -> None:
        self._transport = transport
        self._acts = acts
        self._held: list[Act] = []
        self._hear = hear
        self._turns: list[Turn] = []
        self._standing = {"CallSid": f"CA{uuid.uuid4().hex}", "AccountSid": "AC" + "0" * 32, "ApiVersion": "2010-04-01"}
        self._standing |= {"From": caller, "To": CALLED, "Direction": "inbound"}

    def run(self) -> Transcript:
        url = f"{self._transport.public_url}/voice/"
        parameters = {"CallStatus": "ringing"}
        try:
            while True:
                url, parameters = self._run(url, parameters)
        except _Ended as end:
            return Transcript(tuple(self._turns), str(end))

    def _run(self, url: str, parameters: dict[str, str]) -> tuple[str, dict[str, str]]:
        if len(self._turns) >= MOST_DOCUMENTS:
            raise LoopWithoutEnd(f"{MOST_DOCUMENTS} documents, the last from {url}")
        document = self._fetch(url, parameters)
        self._turns.append(Turn(url))
        try:
            for verb in read_document(document):
                getattr(self, f"_{verb.name.lower()}")(verb)
        except _Next as following:
            return urljoin(url, following.url), following.parameters
        raise _Ended(LINE_HUNG_UP)

    def _fetch(self, url: str, parameters: dict[str, str]) -> str:
        reply = self._transport.post(url, {"CallStatus": "in-progress", **self._standing, **parameters})
        if reply.status != 200:
            raise LineUnreachable(f"{url} answered {reply.status}: {reply.body[:200]}")
        return reply.body

    def _say(self, verb: Verb) -> None:
        self._notice(verb.text)

    def _play(self, verb: Verb) -> None:
        self._notice(f"[{verb.text}]")

    def _pause(self, verb: Verb) -> None:
        verb.number("length", 1)

    def _redirect(self, verb: Verb) -> NoReturn:
        self._did("redirect")
        raise _Next(verb.text or self._url, {})

    def _hangup(self, verb: Verb) -> NoReturn:
        raise _Ended(LINE_HUNG_UP)

    def _reject(self, verb: Verb) -> NoReturn:
        raise _Ended(f"line refused the call ({verb.attributes.get('reason', 'rejected')})")

    def _gather(self, verb: Verb) -> None:
        for prompt in verb.prompts:
            getattr(self, f"_{prompt.name.lower()}")(prompt)
        act = self._next_act()
        kinds = verb.attributes.get("input", "dtmf").split()
        result: dict[str, str] = {}
        if act.do is Do.PRESS and "dtmf" in kinds:
            result = self._press(verb, act)
        elif act.do is Do.SAY and "speech" in kinds and act.text:
            result = {"SpeechResult": act.text, "Confidence": "0.9"}
        if result or verb.attributes.get("actionOnEmptyResult") == "true":
            raise _Next(verb.attributes.get("action", self._url), result)

    def _press(self, verb: Verb, act: Act) -> dict[str, str]:
        """The keys this Gather takes; those pressed after it was full wait for the next prompt."""
        finish = verb.attributes.get("finishOnKey", "#")
        most = verb.number("numDigits", 1_000)
        taken = ""
        for place, key in enumerate(act.text, start=1):
            if finish and key == finish and taken:
                self._hold(act.text[place:])
                return {"Digits": taken, "FinishedOnKey": key}
            if not finish or key != finish:
                taken += key
            if len(taken) == most:
                self._hold(act.text[place:])
                break
        return {"Digits": taken, "FinishedOnKey": ""} if taken else {}

    def _hold(self, keys: str) -> None:
        if keys:
            self._held.append(Act(Do.PRESS, keys))

    def _dial(self, verb: Verb) -> None:
        self._notice(f"[拨打 {verb.text}]")
        status = _DIAL_STATUS.get(self._next_act().do, "no-answer") if self._about_dialling() else "no-answer"
        if verb.attributes.get("action"):
            raise _Next(verb.attributes["action"], {"DialCallStatus": status})

    def _record(self, verb: Verb) -> None:
        verb.number("maxLength", 3600)
        self._notice("[嘀]")
        act = self._next_act()
        while act.do is Do.PRESS and not set(act.text) & set(verb.attributes.get("finishOnKey", "1234567890*#")):
            act = self._next_act()  # keys that do not end the recording are only heard on it
        if act.do not in (Do.RECORD, Do.RECORD_AND_HANG_UP, Do.SAY) or not act.text:
            return  # an empty recording: Twilio does not call the action
        recording = self._recording(act)
        callback = verb.attributes.get("recordingStatusCallback")
        action = urljoin(self._url, verb.attributes.get("action", self._url))
        if act.do is Do.RECORD_AND_HANG_UP:
            self._transport.post(action, {**self._standing, **recording, "Digits": "hangup", "CallStatus": "completed"})
            self._report(callback, recording)
            raise _Ended(CALLER_HUNG_UP)
        self._report(callback, recording)
        raise _Next(action, {**recording, "Digits": "#"})

    def _recording(self, act: Act) -> dict[str, str]:
        sid = f"RE{uuid.uuid4().hex}"
        return {
            "RecordingSid": sid,
            "RecordingUrl": f"https://api.twilio.com/2010-04-01/Accounts/AC0/Recordings/{sid}",
            "RecordingDuration": str(1 + len(act.text) // 4),
        }

    def _report(self, callback: str | None, recording: dict[str, str]) -> None:
        if callback:
            status = {"RecordingStatus": "completed"}
            reply = self._transport.post(urljoin(self._url, callback), {**self._standing, **recording, **status})
            if 400 <= reply.status < 500:  # our mistake; a report that was not taken (5xx) leaves the call as it is
                raise LineUnreachable(f"{callback} answered {reply.status}: {reply.body[:200]}")

    def _about_dialling(self) -> bool:
        """Whether the next act is what the person rung does, or the caller's while it rings; else nobody answers."""
        self._held = self._held or [next(self._acts, Act(Do.HANG_UP))]
        return self._held[0].do in {*_DIAL_STATUS, Do.SILENCE, Do.HANG_UP}

    def _next_act(self) -> Act:
        act = self._held.pop(0) if self._held else next(self._acts, Act(Do.HANG_UP))
        self._did(str(act))
        if act.do is Do.HANG_UP:
            raise _Ended(CALLER_HUNG_UP)
        return act

    def _notice(self, sound: str) -> None:
        self._turns[-1].heard.append(sound)
        self._hear(sound)

    def _did(self, what: str) -> None:
        turn = self._turns[-1]
        turn.did = f"{turn.did}, {what}" if turn.did else what

    @property
    def _url(self) -> str:
        return self._turns[-1].url
