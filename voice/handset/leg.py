"""A leg: one telephone's end of a call. It fetches a document, plays its verbs, sends keys and words, and goes on.

The rules stand here once, for the handset that plays a script (``scripted_leg``) and for the office's own line, where
people are heard (``voice.sip``).

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

from voice.handset.script import HandsetError
from voice.handset.transcript import CALLER_HUNG_UP, LINE_HUNG_UP
from voice.handset.transports import LineUnreachable, Transport, WebhookResponse
from voice.handset.twiml_reader import InvalidTwiml, Verb, read_document

MOST_DOCUMENTS = 200
"""A call that fetches more documents than this is in a loop."""
CALLBACK_SOURCE = "call-progress-events"
LINE_NUMBER = "+8696128"
"""The number that the handset calls and texts."""


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
        self.url = ""
        self._documents = 0

    @abstractmethod
    def say(self, verb: Verb) -> None:
        """Let a Say be heard on this leg, to its end."""

    @abstractmethod
    def play(self, verb: Verb) -> None:
        """Let the sound of a Play be heard on this leg, to its end."""

    @abstractmethod
    def pass_time(self, seconds: int) -> None:
        """Let ``seconds`` pass in which nothing is heard on this leg."""

    @abstractmethod
    def lose_keys(self) -> None:
        """Forget the keys that were pressed while no Gather listened."""

    @abstractmethod
    def take_input(self, gather: Verb) -> dict[str, str]:
        """Let the prompts of ``gather`` be heard; what comes in, as the parameters of its action."""

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
                    self.lose_keys()
                self.play_verb(verb)
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

    def play_verb(self, verb: Verb) -> None:
        play = getattr(self, f"_{verb.name.lower()}", None)
        if play is None:
            raise InvalidTwiml(f"<{verb.name}> cannot stand in the document of {self.url}")
        play(verb)

    def _say(self, verb: Verb) -> None:
        self.say(verb)

    def _play(self, verb: Verb) -> None:
        self.play(verb)

    def _pause(self, verb: Verb) -> None:
        self.pass_time(verb.parse_number("length", 1))

    def _redirect(self, verb: Verb) -> NoReturn:
        self.go_to(verb.text or self.url, {})

    def _hangup(self, verb: Verb) -> NoReturn:
        raise LegEnded(LINE_HUNG_UP)

    def _reject(self, verb: Verb) -> NoReturn:
        raise LegEnded(f"line refused the call ({verb.attributes.get('reason', 'rejected')})")

    def _gather(self, verb: Verb) -> None:
        result = self.take_input(verb)
        takes_nothing_too = verb.attributes.get("actionOnEmptyResult") == "true"
        if takes_nothing_too or result.get("Digits") or "SpeechResult" in result:
            self.go_to(verb.attributes.get("action", self.url), result)

    def finish_dial(self, dial: Verb, dialled: dict[str, str], *, hung_up: bool) -> None:
        """Go on after a Dial: to its action, or to the next verb where it has none.

        The provider requests the action of a caller who has hung up all the same, and plays the answer to nobody."""
        action_url = dial.attributes.get("action")
        if hung_up:
            if action_url:
                self.post(action_url, {**dialled, "CallStatus": "completed"})
            raise LegEnded(CALLER_HUNG_UP)
        if action_url:
            self.go_to(action_url, dialled)

    def finish_recording(self, record: Verb, recording: dict[str, str], *, key: str = "#", hung_up: bool) -> NoReturn:
        """Report a recording with sound in it, and go on to the action of ``record``: its own document without one.

        ``key`` ended the recording, "" where a silence or the longest time did."""
        callback = record.attributes.get("recordingStatusCallback")
        finished = {**recording, "RecordingStatus": "completed"}
        action_url = urljoin(self.url, record.attributes.get("action", self.url))
        if hung_up:
            try:
                self.post(action_url, {**recording, "Digits": "hangup", "CallStatus": "completed"})
            finally:
                self.post_callback(callback, finished)
            raise LegEnded(CALLER_HUNG_UP)
        self.post_callback(callback, finished)
        self.go_to(action_url, {**recording, "Digits": key})

    def report_end(self, url: str, seconds: int) -> None:
        """Report to the status callback ``url`` that the call is over."""
        ended_call = {"CallStatus": "completed", "CallDuration": str(seconds), "CallbackSource": CALLBACK_SOURCE}
        self.post_callback(url, ended_call | {"SequenceNumber": "0"})
