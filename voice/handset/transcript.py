"""The transcript of a call: for each document what was heard while it played, and what the caller then did."""

from __future__ import annotations

from dataclasses import dataclass, field

CALLER_HUNG_UP = "caller hung up"
LINE_HUNG_UP = "line hung up"


@dataclass
class TranscriptStep:
    """One document from ``url``: what was heard while it played, and what the caller then did, in words of a script."""

    url: str
    heard: list[str] = field(default_factory=list)
    did: str = ""


@dataclass(frozen=True)
class Transcript:
    """A whole call. ``ended`` says who hung up; ``call`` is the provider's id of the caller's leg."""

    turns: tuple[TranscriptStep, ...]
    ended: str
    call: str = ""

    def heard(self) -> str:
        """Everything that was heard, one sentence a line."""
        return "\n".join(text for turn in self.turns for text in turn.heard)

    def to_text(self) -> str:
        """For a person to read: the line's sentences, what the caller did, who hung up."""
        rows = []
        for turn in self.turns:
            rows += [f"  {text}" for text in turn.heard]
            rows += [f"> {turn.did}"] if turn.did else []
        return "\n".join([*rows, f"-- {self.ended}"])

    def to_json(self) -> list[dict[str, object]]:
        """Each document as ``{"heard", "did", "url"}``; a last item with ``ended`` says how the call ended."""
        turns: list[dict[str, object]] = [{"heard": t.heard, "did": t.did, "url": t.url} for t in self.turns]
        return [*turns, {"heard": [], "did": self.ended, "url": "", "ended": self.ended}]
