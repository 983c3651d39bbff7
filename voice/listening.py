"""How the line asks: a place's prompt, shorter after one silence and with every key spelled out after two; pure."""

from __future__ import annotations

from voice.phone.actions import Listen, Step
from voice.phone.call_state import Position
from voice.phrases import PHONE

SLOW_AT = 2
_WORDINGS = ("full", "short", "keys")


def prompt(position: Position, **values: str) -> str:
    """What is asked at the place."""
    return PHONE(f"{position.place.value}.{_WORDINGS[min(position.silences, 2)]}", **values)


def listen(position: Position, *texts: str, keys: int = 1) -> list[Step]:
    """Say ``texts``, those that are not empty, and wait for what the caller does."""
    return [Listen(tuple(filter(None, texts)), position.after(), keys, slow=is_slow(position))]


def is_slow(position: Position) -> bool:
    """Whether the caller hears it more slowly: who asks for the same a second time in a row."""
    return position.repeats >= SLOW_AT


def is_reminded(position: Position) -> bool:
    """Whether the caller only needs the prompt again, because of a silence or a wrong key, and not what was told."""
    return bool(position.silences or position.wrong_keys)


def named(title: str) -> str:
    """A title with a pause behind it."""
    return title if title[-1:] in "？。！?!" else f"{title}，"
