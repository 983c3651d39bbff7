"""The transcript of a call: for each document what was heard while it played, and what the caller then did."""

from __future__ import annotations

from dataclasses import dataclass, field

from hotline.core.text_length import speech_seconds

CALLER_HUNG_UP = "caller hung up"
LINE_HUNG_UP = "line hung up"


@dataclass
class TranscriptStep:
    """One document from ``url``: what was heard while it played, and what the caller then did, in words of a script.

    ``waited`` are the seconds of silence in it: pauses, and the timeouts that the line waited out for more."""

    url: str
    heard: list[str] = field(default_factory=list)
    did: str = ""
    waited: int = 0


@dataclass(frozen=True)
class Transcript:
    """A whole call. ``ended`` says who hung up; ``call`` is the provider's id of the caller's leg."""

    turns: tuple[TranscriptStep, ...]
    ended: str
    call: str = ""

    def heard(self) -> str:
        """Everything that was heard, one sentence a line."""
        return "\n".join(text for turn in self.turns for text in turn.heard)

    @property
    def waited(self) -> int:
        """The seconds of silence in the whole call."""
        return sum(turn.waited for turn in self.turns)

    @property
    def seconds(self) -> int:
        """About how long the call lasted, when nobody interrupts the line: what was heard, and the silences."""
        return speech_seconds(self.heard()) + self.waited

    def to_text(self) -> str:
        """For a person to read: the line's sentences, what the caller did, the silences, who hung up."""
        rows = []
        for turn in self.turns:
            rows += [f"  {text}" for text in turn.heard]
            rows += [f"> {turn.did}"] if turn.did else []
            rows += [f"  (silence, {turn.waited} s)"] if turn.waited else []
        return "\n".join([*rows, f"-- {self.ended}"])

    def to_json(self) -> list[dict[str, object]]:
        """Each document as ``{"heard", "did", "waited", "url"}``; the last one has ``ended``, how the call ended."""
        turns = [{"heard": t.heard, "did": t.did, "waited": t.waited, "url": t.url} for t in self.turns]
        return [*turns, {"heard": [], "did": self.ended, "waited": 0, "url": "", "ended": self.ended}]
