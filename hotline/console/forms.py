"""The base of the console's forms, and the short forms: signing in, answers, links to an entry, call transfers."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.i18n import get_translations
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from hotline.core.entries import NUMBER_RULE, is_entry_number
from hotline.core.messages import MESSAGE_LIMIT
from hotline.core.typed_text import clean_line, clean_text

COMMENT_LIMIT = 500
"""Characters of a reviewer's comment."""


def entry_number(form: object, field: Field) -> None:
    """A validator: the number is one that an entry may have."""
    if not is_entry_number(field.data):
        raise ValidationError(NUMBER_RULE)


class InChinese:
    """Translates the error messages of WTForms itself into Chinese; a form's Meta inherits from it."""

    def get_translations(self, form: object) -> object:
        return get_translations(["zh"])


class StaffForm(FlaskForm):  # type: ignore[misc]
    """A form of the console, with all its messages in Chinese."""

    class Meta(InChinese, FlaskForm.Meta):  # type: ignore[misc]
        pass


class SignInForm(StaffForm):
    name = StringField(
        "用户名",
        filters=[clean_line],
        validators=[InputRequired("请填写用户名。"), Length(max=100, message="用户名太长。")],
    )
    password = PasswordField(
        "密码", validators=[InputRequired("请填写密码。"), Length(max=200, message="密码最多200个字符。")]
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
        """A telephone number, or a department's code and an officer's place, as ``warm_transfer.bring_in`` reads it."""
        return self.number.data or self.officer.data or ""
