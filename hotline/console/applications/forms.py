"""The forms of an application: registering it, each of its steps, its file, and the reply."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import TypeVar

from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import (
    DateField,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from hotline.console.attachments import NumberedFieldList
from hotline.console.forms import DATE_FORMATS, StaffForm, StepForm
from hotline.core.disclosure.applications import Applicant, ApplicantKind, ApplicationAction, ApplicationChannel, Wanted
from hotline.core.disclosure.case_files import SILENCE, ConsultedKind, ContestKind, ContestResult, Opinion, WithheldPart
from hotline.core.disclosure.case_materials import MaterialKind
from hotline.core.disclosure.fees import MOST_UNITS, FeeBasis
from hotline.core.disclosure.outcomes import PARTS_NOT_GIVEN, ReplyOutcome
from hotline.core.errors import InvalidInput
from hotline.core.typed_text import clean_line, clean_text
from hotline.http.form_messages import InChinese
from hotline.services.disclosure.case_files import TEXT_LIMIT, DraftReply
from hotline.services.disclosure.steps import OUTCOME_OF, WORDS_LIMIT

_A = ApplicationAction
Member = TypeVar("Member", bound=Enum)
SPARE_ROWS = 2
"""Empty rows for withheld passages below those that are written; saving brings two more."""
MOST_PASSAGES = 50


def by_name(members: type[Member], name: str | None) -> Member | None:
    """The member of an enum that a form or an address names; None for what is none."""
    return next((one for one in members if one.name.lower() == (name or "").lower()), None)


def choices_of(members: Iterable[Enum]) -> dict[str, str]:
    """Name -> label of members of an enum whose values are what staff read."""
    return {one.name: str(one.value) for one in members}


def put_errors(form: StaffForm, error: InvalidInput) -> str:
    """Put each message beside its field, and return those that have none."""
    left = []
    for name, message in error.fields.items():
        if name in form:
            form[name].errors = [message]
        else:
            left.append(message)
    return "".join(left)


def _day(label: str) -> DateField:
    return DateField(label, format=DATE_FORMATS, validators=[InputRequired(f"请填写{label}，例如2026-11-23。")])


def _line(label: str, limit: int = 200) -> StringField:
    return StringField(label, filters=[clean_line], validators=[Length(max=limit, message=f"最多{limit}个字。")])


def _text(label: str, limit: int = TEXT_LIMIT) -> TextAreaField:
    return TextAreaField(label, filters=[clean_text], validators=[Length(max=limit, message=f"最多{limit}个字。")])


class RegistrationForm(StaffForm):
    """An application as it came; ``submission`` makes two sendings of one form one application. ``split_from`` is the
    number of another one from the same paper."""

    submission = HiddenField()
    split_from = HiddenField()
    channel = SelectField(
        "怎样来的",
        choices=choices_of(one for one in ApplicationChannel if one is not ApplicationChannel.WEB),
        default=ApplicationChannel.POST.name,
    )
    arrived_on = _day("哪天收到的")
    kind = SelectField("申请人是", choices=choices_of(ApplicantKind))
    name = _line("姓名或者单位名称")
    identity = _line("身份证明")
    telephone = _line("电话")
    email = _line("电子邮箱")
    address = _line("通信地址")
    agent = _line("代理人")
    description = TextAreaField("要什么信息", filters=[clean_text])
    document_number = _line("文号")
    form = _line("要什么形式")
    delivery = _line("怎样给")
    department = SelectField("交给哪个部门", validate_choice=False)
    office_code = SelectField("向哪个单位申请", default="")

    def offer_channels(self) -> None:
        """Offer the web too where the application is split from another one: that may have come so."""
        if self.split_from.data:
            self.channel.choices = choices_of(ApplicationChannel)

    def to_applicant(self) -> Applicant:
        """The form must be valid."""
        texts = {one: self[one].data or "" for one in ("name", "identity", "telephone", "email", "address", "agent")}
        return Applicant(ApplicantKind[self.kind.data], **texts)

    def to_wanted(self) -> Wanted:
        texts = (self[one].data or "" for one in ("description", "document_number", "form", "delivery"))
        return Wanted(*texts)


FIELDS: dict[ApplicationAction, tuple[str, ...]] = {
    _A.CONFIRM: ("day",),
    _A.ASK_CORRECTION: ("words", "working_days"),
    _A.CORRECT: ("day", "words"),
    _A.LAPSE_CORRECTION: ("served_on",),
    _A.ASK_REASONS: ("words",),
    _A.EXPLAIN: ("day", "words"),
    _A.CONSULT: ("consulted", "whom", "day"),
    _A.END_CONSULTATION: (),
    _A.CHARGE: ("basis", "units", "earlier"),
    _A.PAY: ("day", "words"),
    _A.LAPSE_PAYMENT: ("served_on",),
    _A.EXTEND: ("working_days", "words"),
    _A.DELAY: ("working_days", "words"),
    _A.SUBMIT: (),
    _A.RETURN: ("words",),
    _A.APPROVE: (),
    _A.SEND: ("day", "words"),
    _A.DELIVER: ("day", "words"),
    _A.ARCHIVE: (),
    _A.WITHDRAW: ("words",),
    _A.CONTEST: ("contested", "day"),
    _A.UPHOLD: ("result", "day"),
    _A.DECLARE_UNLAWFUL: ("day",),
    _A.ORDER: ("day", "working_days"),
    _A.TAKE_BACK: ("words",),
    _A.TAKE_BACK_CONTEST: ("words",),
}
"""The fields that each step has a use for. DRAFT is no form of this kind: the reply has a page."""


class ApplicationStepForm(StepForm):
    """A step of an application, with the fields of all of them; ``keep_fields`` leaves those of one."""

    day = _day("日期")
    served_on = _day("申请人哪天收到通知的")
    words = _text("说明", WORDS_LIMIT)
    working_days = IntegerField("几个工作日", validators=[InputRequired("请填写几个工作日。")])
    consulted = RadioField("是什么人", choices=choices_of(ConsultedKind), validators=[InputRequired("请选一种。")])
    whom = _line("征求谁的意见")
    basis = RadioField("按哪一种收", choices=choices_of(FeeBasis), validators=[InputRequired("请选一种。")])
    units = IntegerField("几件或者几页", validators=[InputRequired("请填写数量。"), NumberRange(1, MOST_UNITS)])
    earlier = IntegerField("这个月在这之前的件数", validators=[Optional(), NumberRange(0, MOST_UNITS)])
    contested = RadioField("是哪一种", choices=choices_of(ContestKind), validators=[InputRequired("请选一种。")])
    result = RadioField(
        "结果",
        choices=choices_of((ContestResult.UPHELD, ContestResult.OTHER)),
        validators=[InputRequired("请选结果。")],
    )

    def keep_fields(self, action: ApplicationAction) -> None:
        """Remove the fields that ``action`` has no use for."""
        kept = {*FIELDS[action], "version", "csrf_token"}
        for name in [field.name for field in self]:
            if name not in kept:
                del self[name]

    def typed_day(self, today: date) -> date:
        """The day of the step; ``today`` for a step that has no such field."""
        return self.day.data if self.day else today


class SearchForm(StaffForm):
    """A record of a search in the office's own files."""

    place = _line("在哪里查的")
    words = _line("用什么词查的")
    searched_by = _line("谁查的")
    searched_on = _day("哪天查的")
    found = _line("查到什么", 500)


class MaterialForm(StaffForm):
    """A file for the case."""

    kind = RadioField("是什么材料", choices=choices_of(MaterialKind), validators=[InputRequired("请选是什么材料。")])
    file = FileField("文件", validators=[FileRequired("请选一个文件。")])


class SlipReceivedForm(StaffForm):
    received_on = _day("对方哪天收到的")


class OpinionForm(StaffForm):
    opinion = RadioField(
        "意见",
        choices=choices_of(one for one in Opinion if one not in SILENCE.values()),
        validators=[InputRequired("请选对方的意见。")],
    )
    answered_on = _day("哪天答复的")
    reasons = _text("对方的理由")


class FileCheckForm(StaffForm):
    files = MultipleFileField("要给申请人的文件")


class WithheldForm(Form):  # type: ignore[misc]
    """A passage that is withheld; an empty row is none."""

    class Meta(InChinese):
        pass

    passage = _line("哪一部分", 500)
    reason = SelectField(
        "为什么", choices=choices_of(one for one in ReplyOutcome if one in PARTS_NOT_GIVEN), default="THIRD_PARTY"
    )
    facts = _line("事实和理由", 500)


class ReplyForm(StepForm):
    """The outcome of the five questions, and what the letter needs beside it."""

    outcome = RadioField(
        "答复",
        choices=choices_of(one for one in ReplyOutcome if one not in OUTCOME_OF.values()),
        validators=[InputRequired("请在五步里选一个答复。")],
    )
    reasons = _text("事实和理由")
    given = _text("提供什么，或者在哪里查到")
    withheld = NumberedFieldList(FormField(WithheldForm), "不提供的部分", max_entries=MOST_PASSAGES)
    remedy_words = _text("救济途径")
    preview = SubmitField("看看信是什么样")

    def add_spare_rows(self) -> None:
        """Add empty rows for more passages."""
        for _ in range(min(SPARE_ROWS, MOST_PASSAGES - len(self.withheld))):
            self.withheld.append_entry()

    def to_draft(self) -> DraftReply:
        """The form must be valid."""
        rows = [row.form for row in self.withheld if row.form.passage.data or row.form.facts.data]
        return DraftReply(
            ReplyOutcome[self.outcome.data],
            reasons=self.reasons.data or "",
            given=self.given.data or "",
            withheld=tuple(
                WithheldPart(row.passage.data or "", ReplyOutcome[row.reason.data], row.facts.data or "")
                for row in rows
            ),
            remedy_words=self.remedy_words.data or "",
        )
