"""Everything published that the line says in the same words in every call, for a voice that speaks it in advance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from voice.phone import read_aloud
from voice.phrases import KEYS_ONLY, PHONE
from voice.speech.text_normalisation import speakable

if TYPE_CHECKING:
    from hotline.core.entries import Entry
    from voice.speech.recorded_prompts import PromptRecordings

_NOT_SAID = "written."


def list_prompts(recorded: PromptRecordings, *, hears: bool) -> Iterator[str]:
    """The whole sentences that nobody has recorded, as they are said on a line that ``hears`` speech, or does not."""
    for key in PHONE.sentences:
        instead = key + KEYS_ONLY in PHONE.sentences and not hears
        told_elsewhere = instead or (hears and key.endswith(KEYS_ONLY)) or key.startswith(_NOT_SAID)
        if PHONE.recordable(key) and not told_elsewhere and recorded.find(key) is None:
            yield speakable(PHONE(key)).strip()


def list_answers(entries: Iterable[Entry]) -> Iterator[str]:
    """The spoken answer of each of ``entries``. Their details are made when somebody first wants them."""
    return (speakable(read_aloud.parts_of(entry)[0]).strip() for entry in entries)
