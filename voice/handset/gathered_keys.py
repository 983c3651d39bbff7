"""The keys that a Gather takes: which of them belong to the number, and which one ends it."""

from __future__ import annotations

from voice.handset.twiml_reader import Verb


class GatheredKeys:
    """Takes keys one by one for a Gather, until the finishing key or the last digit; later ones wait for the next.

    >>> keys = GatheredKeys(Verb("Gather", "", {"numDigits": "3", "finishOnKey": "#"}))
    >>> for key in "10#":
    ...     keys.take(key)
    >>> keys.are_complete, keys.parameters
    (True, {'Digits': '10', 'FinishedOnKey': '#'})
    """

    def __init__(self, gather: Verb) -> None:
        self.timeout = gather.parse_number("timeout", 5)
        self.taken = ""
        self._ended_by = ""
        self._finish = gather.attributes.get("finishOnKey", "#")
        self._most = gather.parse_number("numDigits", 1_000)

    def take(self, key: str) -> None:
        if key == self._finish:
            self._ended_by = key
        else:
            self.taken += key

    @property
    def are_complete(self) -> bool:
        """Whether no more keys are waited for; otherwise ``timeout`` seconds pass after the last one."""
        return bool(self._ended_by) or len(self.taken) == self._most

    @property
    def parameters(self) -> dict[str, str]:
        """What the action of the Gather is told."""
        return {"Digits": self.taken, "FinishedOnKey": self._ended_by}
