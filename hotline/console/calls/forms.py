"""The form that adds somebody to a live call."""

from __future__ import annotations

from wtforms import Field, SelectField, StringField
from wtforms.validators import Length, Optional, ValidationError

from hotline.console.forms import StaffForm
from hotline.core.typed_text import clean_line


class TransferForm(StaffForm):
    """Whom to add to a call: a liaison officer or a telephone number; when both are given, the number."""

    officer = SelectField("请哪位联络员", validate_choice=False)
    number = StringField(
        "或者写电话号码",
        filters=[clean_line],
        validators=[Optional(), Length(max=30, message="电话号码太长。")],
    )

    def validate_officer(self, field: Field) -> None:
        if not self.to:
            raise ValidationError("请选一位联络员，或者写一个电话号码。")

    @property
    def to(self) -> str:
        """A telephone number, or a department's code and an officer's place, as transfers read it."""
        return self.number.data or self.officer.data or ""
