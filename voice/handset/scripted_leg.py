"""A leg on which a script says what the person does: it waits for nothing, and its sounds are words."""

from __future__ import annotations

from abc import abstractmethod

from voice.handset.gathered_keys import GatheredKeys
from voice.handset.leg import Leg
from voice.handset.script import ActionKind, HandsetAction
from voice.handset.transports import Transport
from voice.handset.twiml_reader import Verb

_SURE, _UNSURE = "0.9", "0.3"
"""The recogniser's confidence, from 0 to 1, in clear words and in mumbled ones."""


class ScriptedLeg(Leg):
    """``held`` are keys of the script that were pressed after the last one that a Gather took."""

    def __init__(self, transport: Transport, leg_parameters: dict[str, str]) -> None:
        super().__init__(transport, leg_parameters)
        self.held = ""

    @abstractmethod
    def hear(self, sound: str) -> None:
        """Take note of ``sound``, which is heard on this leg."""

    @abstractmethod
    def next_action(self) -> HandsetAction:
        """What the person at this telephone does now."""

    def note_action(self, what: str) -> None:
        """Take note of ``what`` the person did."""

    def pass_time(self, seconds: int) -> None:
        """Take note of ``seconds`` in which nothing is heard on this leg."""

    def say(self, verb: Verb) -> None:
        self.hear(verb.text)

    def play(self, verb: Verb) -> None:
        self.hear(f"[{verb.text}]")

    def lose_keys(self) -> None:
        self.held = ""

    def take_input(self, gather: Verb) -> dict[str, str]:
        for prompt in gather.inside:
            self.play_verb(prompt)
        action = HandsetAction(ActionKind.PRESS, self.held) if self.held else self.next_action()
        if self.held:
            self.note_action(str(action))
        kinds = gather.attributes.get("input", "dtmf").split()
        timeout = gather.parse_number("timeout", 5)
        if action.kind is ActionKind.PRESS and "dtmf" in kinds:
            return self._press(gather, action.text)
        if action.kind in (ActionKind.SAY, ActionKind.MUMBLE) and "speech" in kinds and action.text:
            self.pass_time(gather.parse_number("speechTimeout", timeout))
            confidence = _SURE if action.kind is ActionKind.SAY else _UNSURE
            return {"SpeechResult": action.text, "Confidence": confidence}
        self.pass_time(timeout)
        return {}

    def _press(self, gather: Verb, pressed: str) -> dict[str, str]:
        """The keys that ``gather`` takes of ``pressed``. The rest waits for the next Gather."""
        keys = GatheredKeys(gather)
        while pressed and not keys.are_complete:
            keys.take(pressed[0])
            pressed = pressed[1:]
        self.held = pressed
        if not keys.are_complete:
            self.pass_time(keys.timeout)
        return keys.parameters
