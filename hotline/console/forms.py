"""What all forms of the console share, and the forms to sign in and of what is done with a message."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import EqualTo, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from hotline.console.labels import CLOSING_REASON
from hotline.core.entries import NUMBER_RULE, is_entry_number
from hotline.core.messages import MESSAGE_LIMIT, ClosingReason
from hotline.core.typed_text import clean_line, clean_text
from hotline.http.form_messages import InChinese
from hotline.services.message_deeds import NOTE_LIMIT

DATE_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]


def entry_number(form: object, field: Field) -> None:
    """A validator: the number is one that an entry may have."""
    if not is_entry_number(field.data):
        raise ValidationError(NUMBER_RULE)


class StaffForm(FlaskForm):  # type: ignore[misc]
    """A form of the console, with all its messages in Chinese."""

    class Meta(InChinese, FlaskForm.Meta):  # type: ignore[misc]
        pass


def read_version(typed: str | None) -> int | None:
    """The version that a hidden field carries: None where it is empty, and 0, which nothing has, where it is no number
    that the records could hold.

    >>> read_version(""), read_version("12"), read_version("9" * 5_000)
    (None, 12, 0)
    """
    if not typed:
        return None
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 10 else 0


class StepForm(StaffForm):
    """A step of a review without a comment; ``version`` is the version that the person saw."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired("请刷新页面再操作。")])


class PublicationDayForm(StepForm):
    """The day from which something is to be public, in the office's time; empty for as soon as it is approved."""

    publish_on = DateField("从哪一天起对外", format=DATE_FORMATS, validators=[Optional()])


class SignInForm(StaffForm):
    name = StringField(
        "用户名",
        filters=[clean_line],
        validators=[InputRequired("请填写用户名。"), Length(max=100, message="用户名太长。")],
    )
    password = PasswordField(
        "密码", validators=[InputRequired("请填写密码。"), Length(max=200, message="密码最多200个字符。")]
    )


class CodeForm(StaffForm):
    """The code of the second factor, or a recovery code."""

    code = StringField(
        "验证码",
        filters=[clean_line],
        validators=[InputRequired("请填写验证码。"), Length(max=40, message="验证码太长。")],
    )


class NewPasswordForm(StaffForm):
    """A new password, typed twice because nobody sees what they type."""

    password = PasswordField("新密码", validators=[InputRequired("请填写新密码。")])
    again = PasswordField(
        "再写一遍新密码", validators=[InputRequired("请再写一遍新密码。"), EqualTo("password", "两遍写得不一样。")]
    )


class AnswerForm(StaffForm):
    answer = TextAreaField(
        "答复",
        filters=[clean_text],
        validators=[
            InputRequired("请写下答复。"),
            Length(max=MESSAGE_LIMIT, message=f"答复最多{MESSAGE_LIMIT}个字。"),
        ],
    )


class CorrectionForm(AnswerForm):
    """``seen`` is the event that gave the answer which the page showed."""

    seen = HiddenField()

    def seen_event(self) -> int:
        digits = self.seen.data or ""
        return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 10 else 0


class AssignmentForm(StaffForm):
    department = SelectField("交给哪个部门", validate_choice=False)


class ForwardForm(StaffForm):
    number = IntegerField("转介的编号", validators=[InputRequired("请填写转介的编号，例如900001。")])


class ClosingForm(StaffForm):
    reason = RadioField(
        "为什么不用答复",
        choices={reason.value: label for reason, label in CLOSING_REASON.items()},
        validators=[InputRequired("请选一个原因。")],
    )
    words = StringField(
        "说明", filters=[clean_line], validators=[Length(max=NOTE_LIMIT, message=f"说明最多{NOTE_LIMIT}个字。")]
    )

    def chosen_reason(self) -> ClosingReason:
        """The form must be valid."""
        return ClosingReason(self.reason.data)


class NoteForm(StaffForm):
    note = TextAreaField(
        "内部备注",
        filters=[clean_text],
        validators=[
            InputRequired("请写下备注。"),
            Length(max=NOTE_LIMIT, message=f"备注最多{NOTE_LIMIT}个字。"),
        ],
    )
