"""The forms that link a question to an entry, or add it to the entry's similar questions."""

from __future__ import annotations

from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from hotline.console.forms import StaffForm, entry_number
from hotline.core.typed_text import clean_line


class LinkForm(StaffForm):
    """Which entry answers an unanswered question."""

    number = IntegerField(
        "问答编号",
        validators=[
            InputRequired("请填写问答的编号。"),
            entry_number,
        ],
    )


class EvidenceForm(StaffForm):
    """A question and the entry that its askers chose; ``back`` is "entry" if the button was on the entry's page."""

    number = IntegerField(widget=HiddenInput(), validators=[InputRequired(), entry_number])
    wording = StringField(widget=HiddenInput(), filters=[clean_line], validators=[InputRequired()])
    back = StringField(widget=HiddenInput())
