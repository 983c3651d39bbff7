"""A leg: one telephone's end of a call. It fetches a document, plays its verbs, sends keys and words, and goes on.

What Twilio does, from https://www.twilio.com/docs/voice/twiml/gather (read 2026-11-29):
- A Gather that gets no input falls to the next verb, or requests its action with actionOnEmptyResult.
- It ends with its last digit or the finishing key; otherwise it waits ``timeout`` seconds after the last key, and
  ``speechTimeout`` after the last word.
- Keys pressed while no Gather listens are lost:
  https://support.twilio.com/hc/en-us/articles/223180068-Troubleshooting-issues-with-Gather (read 2026-11-29)"""

from __future__ import annotations

import uuid
from abc import ABC, abstractmethod
from typing import NoReturn
from urllib.parse import urljoin

from voice.handset.script import ActionKind, HandsetAction, HandsetError
from voice.handset.transcript import LINE_HUNG_UP
from voice.handset.transports import LineUnreachable, Transport, WebhookResponse
from voice.handset.twiml_reader import InvalidTwiml, Verb, read_document

MOST_DOCUMENTS = 200
"""A call that fetches more documents than this is in a loop."""
LINE_NUMBER = "+8696128"
"""The number that the handset calls and texts."""
_SURE, _UNSURE = "0.9", "0.3"
"""The recogniser's confidence, from 0 to 1, in clear words and in mumbled ones."""


class EndlessLoop(HandsetError):
    """The line sent more documents than any call needs."""


class LegEnded(Exception):
    """Raised to end the leg; the message says how it ended."""


class _NextDocument(Exception):
    """Raised to leave a document for the one at ``url``, which is requested with ``parameters``."""

    def __init__(self, url: str, parameters: dict[str, str]) -> None:
        self.url, self.parameters = url, parameters


def new_sid(kind: str) -> str:
    """A random id as the provider makes them: ``kind``, such as CA, and 32 hexadecimal digits."""
    return f"{kind}{uuid.uuid4().hex}"


class Leg(ABC):
    """``leg_parameters`` are the parameters of every webhook of this leg."""

    def __init__(self, transport: Transport, leg_parameters: dict[str, str]) -> None:
        self.transport = transport
        self.leg_parameters = {"AccountSid": "AC" + "0" * 32, "ApiVersion": "2010-04-01", **leg_parameters}
        self.held = ""
        self.url = ""
        self._documents = 0

    @abstractmethod
    def hear(self, sound: str) -> None:
        """Take note of ``sound``, which is heard on this leg."""

    @abstractmethod
    def next_action(self) -> HandsetAction:
        """What the person at this telephone does now."""

    def note_action(self, what: str) -> None:  # noqa: B027 (nobody reads what a called party did)
        """Take note of ``what`` the person did."""

    def pass_time(self, seconds: int) -> None:  # noqa: B027 (only the caller's time is counted)
        """Take note of ``seconds`` in which nothing is heard on this leg."""

    def begin_document(self, url: str) -> None:
        """Called when a document has come from ``url``, before it is played."""
        self.url = url

    def end_document(self) -> NoReturn:
        """Called when a document was played to its end; ends the leg."""
        raise LegEnded(LINE_HUNG_UP)

    def recover(self, url: str, error: LineUnreachable | InvalidTwiml) -> tuple[str, dict[str, str]]:
        """The URL and parameters to request when the document of ``url`` cannot be fetched or played.

        Raises ``error`` where there is no fallback."""
        raise error

    def run(self, url: str, parameters: dict[str, str]) -> str:
        """Play from ``url`` until the leg ends; how it ended."""
        try:
            while True:
                try:
                    url, parameters = self._play_document(url, parameters)
                except (LineUnreachable, InvalidTwiml) as error:
                    url, parameters = self.recover(url, error)
        except LegEnded as ending:
            return str(ending)

    def _play_document(self, url: str, parameters: dict[str, str]) -> tuple[str, dict[str, str]]:
        self._documents += 1
        if self._documents > MOST_DOCUMENTS:
            raise EndlessLoop(f"{MOST_DOCUMENTS} documents, the last from {self.url}")
        reply = self.post(url, {"CallStatus": "in-progress", **parameters})
        if reply.status != 200:
            raise LineUnreachable(f"{url} answered {reply.status}: {reply.body[:200]}")
        self.begin_document(url)
        try:
            for verb in read_document(reply.body):
                if verb.name not in ("Gather", "Redirect"):
                    self.held = ""
                self._play_verb(verb)
        except _NextDocument as following:
            return urljoin(url, following.url), following.parameters
        self.end_document()

    def post(self, url: str, parameters: dict[str, str]) -> WebhookResponse:
        return self.transport.post(urljoin(self.url, url), {**self.leg_parameters, **parameters})

    def post_callback(self, callback: str | None, parameters: dict[str, str]) -> None:
        """Post a report to ``callback``, None for nobody.

        A refusal (4xx) is an error of ours and raises LineUnreachable. A report that was not taken (5xx) leaves the
        call as it is."""
        if callback:
            reply = self.post(callback, parameters)
            if 400 <= reply.status < 500:
                raise LineUnreachable(f"{callback} answered {reply.status}: {reply.body[:200]}")

    def go_to(self, url: str, parameters: dict[str, str]) -> NoReturn:
        raise _NextDocument(url, parameters)

    def _play_verb(self, verb: Verb) -> None:
        play = getattr(self, f"_{verb.name.lower()}", None)
        if play is None:
            raise InvalidTwiml(f"<{verb.name}> cannot stand in the document of {self.url}")
        play(verb)

    def _say(self, verb: Verb) -> None:
        self.hear(verb.text)

    def _play(self, verb: Verb) -> None:
        self.hear(f"[{verb.text}]")

    def _pause(self, verb: Verb) -> None:
        self.pass_time(verb.parse_number("length", 1))

    def _redirect(self, verb: Verb) -> NoReturn:
        self.go_to(verb.text or self.url, {})

    def _hangup(self, verb: Verb) -> NoReturn:
        raise LegEnded(LINE_HUNG_UP)

    def _gather(self, verb: Verb) -> None:
        for prompt in verb.inside:
            self._play_verb(prompt)
        result = self._take_input(verb)
        takes_nothing_too = verb.attributes.get("actionOnEmptyResult") == "true"
        if takes_nothing_too or result.get("Digits") or "SpeechResult" in result:
            self.go_to(verb.attributes.get("action", self.url), result)

    def _take_input(self, gather: Verb) -> dict[str, str]:
        """What the caller does at ``gather``, as the parameters of its action."""
        action = HandsetAction(ActionKind.PRESS, self.held) if self.held else self.next_action()
        if self.held:
            self.note_action(str(action))
        kinds = gather.attributes.get("input", "dtmf").split()
        timeout = gather.parse_number("timeout", 5)
        if action.kind is ActionKind.PRESS and "dtmf" in kinds:
            return self._press(gather, action.text, timeout)
        if action.kind in (ActionKind.SAY, ActionKind.MUMBLE) and "speech" in kinds and action.text:
            self.pass_time(gather.parse_number("speechTimeout", timeout))
            confidence = _SURE if action.kind is ActionKind.SAY else _UNSURE
            return {"SpeechResult": action.text, "Confidence": confidence}
        self.pass_time(timeout)
        return {}

    def _press(self, gather: Verb, keys: str, timeout: int) -> dict[str, str]:
        """The keys that ``gather`` takes, and the key that ended it. Keys pressed later wait for the next Gather."""
        finish = gather.attributes.get("finishOnKey", "#")
        most = gather.parse_number("numDigits", 1_000)
        taken = ended_by = ""
        for key in keys:
            if key == finish:
                ended_by = key
            else:
                taken += key
            if ended_by or len(taken) == most:
                break
        self.held = keys[len(taken + ended_by) :]
        if not ended_by and len(taken) < most:
            self.pass_time(timeout)
        return {"Digits": taken, "FinishedOnKey": ended_by}
