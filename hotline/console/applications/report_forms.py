"""The forms of the annual report: its prose and the figures of table 二, and the comment of a step."""

from __future__ import annotations

from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from hotline.console.forms import StepForm
from hotline.core.disclosure.report_documents import FIGURES, PART_TITLES, PROSE_PARTS
from hotline.core.typed_text import clean_line, clean_text
from hotline.services.disclosure.report_documents import LONGEST_PROSE


class ReportForm(StepForm):
    """A field for each part that is written and for each figure of table 二, by their keys."""

    def to_prose(self) -> dict[str, str]:
        """The form must be valid."""
        return {part.key: self[part.key].data or "" for part in PROSE_PARTS}

    def to_figures(self) -> dict[str, str]:
        """The form must be valid."""
        return {key: self[key].data or "" for key in FIGURES}


for part in PROSE_PARTS:
    too_long = Length(max=LONGEST_PROSE, message=f"最多{LONGEST_PROSE}个字。")
    label = part.title or PART_TITLES[part.part]
    setattr(ReportForm, part.key, TextAreaField(label, filters=[clean_text], validators=[too_long]))
for key, label in FIGURES.items():
    too_long = Length(max=40, message="最多40个字。")
    setattr(ReportForm, key, StringField(label, filters=[clean_line], validators=[too_long]))
