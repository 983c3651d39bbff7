"""The forms of one's own account."""

from __future__ import annotations

from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from hotline.console.forms import NewPasswordForm, StaffForm
from hotline.core.typed_text import clean_line


class OwnAccountForm(StaffForm):
    full_name = StringField("姓名", filters=[clean_line])
    telephone = StringField("自己的电话", filters=[clean_line])


class OwnPasswordForm(NewPasswordForm):
    old_password = PasswordField("现在的密码", validators=[InputRequired("请填写现在的密码。")])


class ConfirmForm(StaffForm):
    """The own password, before something that makes the account less safe."""

    confirmed_password = PasswordField("现在的密码", validators=[InputRequired("请填写现在的密码。")])
