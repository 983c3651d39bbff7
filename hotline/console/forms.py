"""What all forms of the console share, and the forms to sign in and to answer a message."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import Field, PasswordField, StringField, TextAreaField
from wtforms.i18n import get_translations
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from hotline.core.entries import NUMBER_RULE, is_entry_number
from hotline.core.messages import MESSAGE_LIMIT
from hotline.core.typed_text import clean_line, clean_text


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
