"""One telephone's end of a call: it fetches a document, does its verbs, takes keys and words, and goes on.

A Gather without input falls to the next verb; https://www.twilio.com/docs/voice/twiml/gather"""

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
"""A call that fetches more documents than this is a loop."""
LINE_NUMBER = "+8696128"
_SURE, _UNSURE = "0.9", "0.3"
"""The recogniser's confidence, between 0 and 1, in clear words and in mumbled ones."""


class EndlessLoop(HandsetError):
    """The line goes in a circle without the caller doing anything."""


class LegEnded(Exception):
    """The leg is over; the message says how."""


class _NextDocument(Exception):
    """Another document is asked for."""

    def __init__(self, url: str, parameters: dict[str, str]) -> None:
        self.url, self.parameters = url, parameters


def new_sid(kind: str) -> str:
    """An id as the provider draws them, such as CA and 32 digits."""
    return f"{kind}{uuid.uuid4().hex}"


class Leg(ABC):
    """``leg_parameters`` are the parameters that every webhook of this leg has."""

    def __init__(self, transport: Transport, leg_parameters: dict[str, str]) -> None:
        self.transport = transport
        self.leg_parameters = {"AccountSid": "AC" + "0" * 32, "ApiVersion": "2010-04-01", **leg_parameters}
        self.pending: list[HandsetAction] = []
        self.url = ""
        self._documents = 0

    @abstractmethod
    def hear(self, sound: str) -> None:
        """Something is heard."""

    @abstractmethod
    def next_action(self) -> HandsetAction:
        """What whoever holds this telephone does now."""

    def begin_document(self, url: str) -> None:
        """A document came from ``url`` and is about to be played."""
        self.url = url

    def end_document(self) -> NoReturn:
        """A document was played to its end."""
        raise LegEnded(LINE_HUNG_UP)

    def recover(self, url: str, error: LineUnreachable | InvalidTwiml) -> tuple[str, dict[str, str]]:
        """What is asked for when the document of ``url`` cannot be had or played."""
        raise error

    def run(self, url: str, parameters: dict[str, str]) -> str:
        """Play from ``url`` on; how it ended."""
        try:
            while True:
                try:
                    url, parameters = self._play_document(url, parameters)
                except (LineUnreachable, InvalidTwiml) as error:
                    url, parameters = self.recover(url, error)
        except LegEnded as end:
            return str(end)

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
                self._play_verb(verb)
        except _NextDocument as following:
            return urljoin(url, following.url), following.parameters
        self.end_document()

    def post(self, url: str, parameters: dict[str, str]) -> WebhookResponse:
        return self.transport.post(urljoin(self.url, url), {**self.leg_parameters, **parameters})

    def post_callback(self, callback: str | None, parameters: dict[str, str]) -> None:
        """Tell ``callback``; our mistake (4xx) is an error, a report not taken (5xx) leaves the call as it is."""
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
        verb.number("length", 1)

    def _redirect(self, verb: Verb) -> NoReturn:
        self.go_to(verb.text or self.url, {})

    def _hangup(self, verb: Verb) -> NoReturn:
        raise LegEnded(LINE_HUNG_UP)

    def _gather(self, verb: Verb) -> None:
        for prompt in verb.inside:
            self._play_verb(prompt)
        action = self.next_action()
        kinds = verb.attributes.get("input", "dtmf").split()
        result: dict[str, str] = {}
        if action.kind is ActionKind.PRESS and "dtmf" in kinds:
            result = self._press(verb, action)
        elif action.kind in (ActionKind.SAY, ActionKind.MUMBLE) and "speech" in kinds and action.text:
            result = {"SpeechResult": action.text, "Confidence": _SURE if action.kind is ActionKind.SAY else _UNSURE}
        if result or verb.attributes.get("actionOnEmptyResult") == "true":
            self.go_to(verb.attributes.get("action", self.url), result)

    def _press(self, verb: Verb, action: HandsetAction) -> dict[str, str]:
        """The keys this Gather takes; those pressed after it was full wait for the next prompt."""
        finish = verb.attributes.get("finishOnKey", "#")
        most = verb.number("numDigits", 1_000)
        taken = ""
        for place, key in enumerate(action.text, start=1):
            if finish and key == finish and taken:
                self._hold(action.text[place:])
                return {"Digits": taken, "FinishedOnKey": key}
            if not finish or key != finish:
                taken += key
            if len(taken) == most:
                self._hold(action.text[place:])
                break
        return {"Digits": taken, "FinishedOnKey": ""} if taken else {}

    def _hold(self, keys: str) -> None:
        if keys:
            self.pending.append(HandsetAction(ActionKind.PRESS, keys))
