"""What is shown beside the text of a letter: what may be filled in, a letter of an invented case, what to look at."""

from __future__ import annotations

from dataclasses import dataclass

from hotline.console.blueprint import actor
from hotline.core.disclosure.letter_templates import (
    MEANINGS,
    LetterTemplate,
    allowed_in,
    check_template,
    find_typed_law,
    mandatory_in,
)
from hotline.core.errors import Conflict
from hotline.core.proposals import Proposed
from hotline.http.context import current_line
from hotline.services.disclosure.letter_previews import preview_template


@dataclass(frozen=True)
class TemplateView:
    """``placeholders`` are (name, what it stands for, whether it must be there). ``letter`` is of an invented case, ""
    where the text cannot be filled in. ``typed_law`` are words about the remedy that were typed by hand."""

    placeholders: tuple[tuple[str, str, bool], ...]
    letter: str
    typed_law: tuple[str, ...]


def view_template(value: Proposed) -> TemplateView | None:
    """What is shown beside ``value``; None for what is no text of letters."""
    if not isinstance(value, LetterTemplate):
        return None
    placeholders = tuple((name, MEANINGS[name], name in mandatory_in(value.code)) for name in allowed_in(value.code))
    return TemplateView(placeholders, _letter_of(value), tuple(find_typed_law(value)))


def _letter_of(template: LetterTemplate) -> str:
    if check_template(template):
        return ""
    try:
        return preview_template(current_line(), actor(), template)
    except Conflict:
        return ""
