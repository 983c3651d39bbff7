"""What the line says of a message just recorded: how to hear it or record it anew, and its tracking number; pure."""

from __future__ import annotations

from voice.listening import is_slow, listen
from voice.phone.actions import Listen, Step
from voice.phone.call_state import Position
from voice.phrases import PHONE
from voice.speech import normalise


def review(position: Position, lead: str = "", *, listening: bool, heard: bool = False) -> list[Step]:
    """What can be done with the message; ``listening`` says whether it can be heard, ``heard`` plays it before."""
    keys = (PHONE("review.listen") if listening else "", PHONE("review.keys" if position.silences else "review.full"))
    texts = tuple(filter(None, (lead, *keys)))
    return [Listen(texts, position.after(), slow=is_slow(position), message=position.tracking if heard else "")]


def saved(position: Position, *, texted: bool) -> list[Step]:
    """The tracking number twice, digit by digit, and whether it was ``texted`` too."""
    said = normalise.tracking(position.tracking)
    return listen(
        position,
        PHONE("saved.told", tracking=said),
        PHONE("saved.again", tracking=said),
        PHONE("saved.texted") if texted else "",
        PHONE("saved.full"),
    )
