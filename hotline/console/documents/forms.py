"""The forms of a document: what its drafter writes, each of its steps, and who was asked about it."""

from __future__ import annotations

from datetime import date

from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from hotline.console.applications.forms import choices_of
from hotline.console.forms import DATE_FORMATS, StaffForm, StepForm, read_version
from hotline.core.disclosure.case_files import ConsultedKind
from hotline.core.disclosure.documents import (
    GROUNDS,
    DisclosureAttribute,
    DocumentAction,
    DocumentDetails,
    DocumentOpinion,
)
from hotline.core.disclosure.limits import REGULATION
from hotline.core.disclosure.outcomes import RULES, ReplyOutcome
from hotline.core.disclosure.statutory_classes import STATUTORY_CLASSES
from hotline.core.typed_text import clean_line, clean_text

_A = DocumentAction
TYPED_LIMIT = 5_000
"""Characters typed into a field. Above every limit, so that what is too long comes back in the form."""
_GROUND_NAMES = {one.name: f"{one.value}（{RULES[one].article.removeprefix(REGULATION)}）" for one in GROUNDS}


def _line(label: str) -> StringField:
    too_long = Length(max=TYPED_LIMIT, message=f"最多{TYPED_LIMIT}个字。")
    return StringField(label, filters=[clean_line], validators=[too_long])


def _text(label: str) -> TextAreaField:
    too_long = Length(max=TYPED_LIMIT, message=f"最多{TYPED_LIMIT}个字。")
    return TextAreaField(label, filters=[clean_text], validators=[too_long])


def _day(label: str) -> DateField:
    return DateField(label, format=DATE_FORMATS, validators=[InputRequired(f"请填写{label}，例如2026-11-23。")])


class DocumentForm(StaffForm):
    """A document as its drafter writes it. ``version`` is empty for a new one; ``submission`` makes two sendings of one
    form one document."""

    version = HiddenField()
    submission = HiddenField()
    asked_for = HiddenField()
    title = _line("标题")
    document_number = _line("文号")
    made_on = DateField("成文日期", format=DATE_FORMATS, validators=[Optional()])
    department = SelectField("起草部门", validate_choice=False)
    attribute = RadioField("公开属性", choices=choices_of(DisclosureAttribute), validators=[Optional()])
    disclosure_class = SelectField(
        "属于第二十条的哪一项",
        choices={"": "请选择", **{one.number: one.label for one in STATUTORY_CLASSES.values()}},
        validate_choice=False,
    )
    ground = SelectField(
        "不予公开的依据",
        choices={"": "请选择", **_GROUND_NAMES},
        validate_choice=False,
    )
    reason = _text("理由")

    def version_number(self) -> int | None:
        return read_version(self.version.data)

    def set_departments(self, names: dict[str, str]) -> None:
        self.department.choices = {"": "请选择", **names}

    def to_details(self) -> DocumentDetails:
        """The form must be valid. A choice that there is not counts as none."""
        attribute, ground = self.attribute.data, self.ground.data
        return DocumentDetails(
            title=self.title.data or "",
            made_on=self.made_on.data,
            document_number=self.document_number.data or "",
            department=self.department.data or "",
            attribute=DisclosureAttribute[attribute] if attribute in DisclosureAttribute.__members__ else None,
            ground=ReplyOutcome[ground] if ground in {one.name for one in GROUNDS} else None,
            reason=self.reason.data or "",
            disclosure_class=self.disclosure_class.data if self.disclosure_class.data in STATUTORY_CLASSES else "",
            asked_for=(self.asked_for.data or "")[:40],
        )


DOCUMENT_FIELDS: dict[DocumentAction, tuple[str, ...]] = {
    _A.PROPOSE: (),
    _A.RETURN: ("words",),
    _A.AUDIT: (),
    _A.SIGN: ("words", "review_on"),
    _A.CHANGE: ("changed_on", "words"),
    _A.KEEP: ("words", "review_on"),
    _A.REOPEN: ("words",),
    _A.RELEASE: (),
    _A.DROP: ("words",),
}
"""The fields that each step has a use for; EDIT has a form of its own."""


class DocumentStepForm(StepForm):
    """A step of a document, with the fields of all of them; ``keep_fields`` leaves those of one."""

    changed_on = _day("哪天变更的")
    words = _text("说明")
    review_on = DateField("下次复审的日期", format=DATE_FORMATS, validators=[Optional()])

    def keep_fields(self, action: DocumentAction, *, is_open: bool) -> None:
        """Remove the fields that ``action`` has no use for; a document that is disclosed has no review."""
        kept = {*DOCUMENT_FIELDS[action], "version", "csrf_token"} - ({"review_on"} if is_open else set())
        for name in [field.name for field in self]:
            if name not in kept:
                del self[name]

    def typed(self, name: str) -> str:
        return (self[name].data or "") if name in self else ""

    def typed_day(self, name: str) -> date | None:
        return self[name].data if name in self else None


class AskAboutForm(StaffForm):
    """Somebody who is asked about a document."""

    kind = RadioField("是什么人", choices=choices_of(ConsultedKind), validators=[InputRequired("请选一种。")])
    whom = _line("征求谁的意见")
    asked_on = _day("哪天征求的")


class DocumentOpinionForm(StaffForm):
    opinion = RadioField("结果", choices=choices_of(DocumentOpinion), validators=[InputRequired("请选结果。")])
    answered_on = _day("哪天定的")
    words = _text("对方的理由，或者怎样定的")
