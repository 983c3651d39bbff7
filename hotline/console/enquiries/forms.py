"""The forms that add a question to an entry's similar questions, or take it off the list of work."""

from __future__ import annotations

from wtforms import IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from hotline.console.forms import StaffForm, entry_number
from hotline.console.labels import DISMISSAL_REASON
from hotline.core.open_questions import DismissalReason
from hotline.core.typed_text import clean_line, clean_text
from hotline.services.questions.open_questions import NOTE_LIMIT


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


class DismissalForm(StaffForm):
    """Why a question needs no work."""

    reason = RadioField(
        "为什么不用处理",
        choices={reason.value: label for reason, label in DISMISSAL_REASON.items()},
        validators=[InputRequired("请选一个原因。")],
    )
    note = TextAreaField(
        "说明",
        filters=[clean_text],
        validators=[Length(max=NOTE_LIMIT, message=f"说明最多{NOTE_LIMIT}个字。")],
    )

    def chosen_reason(self) -> DismissalReason:
        """The form must be valid."""
        return DismissalReason(self.reason.data)
