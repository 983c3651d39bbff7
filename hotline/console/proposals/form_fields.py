"""What the forms of proposals have in common, and how their fields are made.

A draft may leave all but its key empty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from wtforms import DateField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import Input

from hotline.console.forms import DATE_FORMATS, StaffForm, read_version
from hotline.console.labels import PROPOSAL_FIELD
from hotline.core.proposals import KEY_FIELD, SINGLE_KINDS, VALUE_TYPES, ProposalKind, Proposed
from hotline.core.typed_text import clean_line, clean_text

LINE_LIMIT, TEXT_LIMIT = 600, 60_000
"""Characters typed into a field. Above every limit for publishing, so that a draft that is too long can be saved."""


def make_line(kind: ProposalKind, name: str) -> StringField:
    too_long = Length(max=LINE_LIMIT, message=f"最多{LINE_LIMIT}个字。")
    return StringField(PROPOSAL_FIELD[kind][name], filters=[clean_line], validators=[too_long])


def make_text(
    kind: ProposalKind, name: str, rows: int = 3, clean: Callable[[str | None], str] = clean_text
) -> TextAreaField:
    too_long = Length(max=TEXT_LIMIT, message=f"最多{TEXT_LIMIT}个字。")
    label = PROPOSAL_FIELD[kind][name]
    return TextAreaField(label, filters=[clean], validators=[too_long], render_kw={"rows": rows})


def make_date(kind: ProposalKind, name: str) -> DateField:
    label = PROPOSAL_FIELD[kind][name]
    return DateField(label, format=DATE_FORMATS, validators=[InputRequired(f"请填写{label}，例如2026-11-23。")])


@dataclass(frozen=True)
class Choices:
    """What a form may refer to: topics as (digit, name), code -> name of departments, and of offices, the line's own
    among them under ""."""

    topics: list[tuple[str, str]]
    departments: dict[str, str]
    offices: dict[str, str]


class ProposalForm(StaffForm):
    """``version`` is that of the history when the form was opened, empty for something new."""

    kind: ClassVar[ProposalKind]
    hints: ClassVar[dict[str, str]] = {}
    version = HiddenField()

    @property
    def left_out(self) -> frozenset[str]:
        """Fields that are not shown for what is typed in the others."""
        return frozenset()

    def version_number(self) -> int | None:
        return read_version(self.version.data)

    def fill_in_key(self, key: str) -> None:
        """Take the key from the URL: it is not typed into the form of something that there is already."""
        if self.kind not in SINGLE_KINDS:
            self[KEY_FIELD[self.kind]].data = key

    def set_choices(self, choices: Choices) -> None:
        """Set what there is to choose from, where the form has something to choose."""

    def add_errors(self, problems: dict[str, str]) -> None:
        """Show the reasons for which a service refused the value beside the fields they are about."""
        for name, message in problems.items():
            self[name].errors = [message]

    def to_value(self) -> Proposed:
        """The value as typed; the form must be valid."""
        make: Any = VALUE_TYPES[self.kind]
        names = [field.name for field in fields(make) if field.name != "attachments"]
        typed = {name: self[name].data if name in self else "" for name in names}
        made: Proposed = make(**{name: "" if one is None else one for name, one in typed.items()})
        return made


def make_picked(kind: ProposalKind, name: str, widget: Input) -> StringField:
    """A day or a moment that the browser helps to pick. It is kept as typed, and checked when it is submitted."""
    too_long = Length(max=LINE_LIMIT, message=f"最多{LINE_LIMIT}个字。")
    return StringField(PROPOSAL_FIELD[kind][name], filters=[clean_line], validators=[too_long], widget=widget)


def include(choices: list[tuple[str, str]], current: str | None) -> list[tuple[str, str]]:
    return [*choices, (current, current)] if current and current not in dict(choices) else choices
