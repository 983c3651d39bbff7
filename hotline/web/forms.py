"""The forms of the public site, and how long a search may be."""

from __future__ import annotations

import re

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from hotline.core.departments import fold_width
from hotline.core.messages import MESSAGE_LIMIT
from hotline.core.texts import is_whole_number
from hotline.core.typed_text import clean_line, clean_text
from hotline.http.form_messages import InChinese

QUESTION_LIMIT = 200
"""Characters of a search. Anything longer is a letter, which belongs in a message to staff."""
TELEPHONE = re.compile(r"^[+(]?[0-9][0-9 ()-]{3,18}[0-9](转[0-9]{1,6})?$")


def clean_telephone(typed: str | None) -> str:
    """A telephone number as people write it, on one line and with digits and signs in half width.

    >>> clean_telephone("（０８７１）６３１００００１　转 ８０１")
    '(0871)63100001转801'
    """
    return re.sub(" *转 *", "转", fold_width(clean_line(typed)).strip())


class PublicForm(FlaskForm):  # type: ignore[misc]
    """A form of the public site, with all its messages in Chinese."""

    class Meta(InChinese, FlaskForm.Meta):  # type: ignore[misc]
        pass


class NoticeForm(PublicForm):
    """A comment on a public notice, or a registration for a hearing, which has a ``name``."""

    name = StringField("您的姓名", filters=[clean_line])
    words = TextAreaField("您的意见", filters=[clean_text])
    telephone = StringField(
        "手机或者电话",
        filters=[clean_telephone],
        validators=[
            Optional(),
            Regexp(TELEPHONE, message="电话号码请只写数字，例如13800000000；有分机的，写0871-63100000转801。"),
        ],
    )

    def find_missing(self, *, registers: bool) -> dict[str, str]:
        """What is missing for a registration, or else for a comment: field name -> message."""
        missing: dict[str, str] = {}
        if registers and not self.name.data:
            missing["name"] = "请写您的姓名。"
        if registers and not self.telephone.data and not self.telephone.errors:
            missing["telephone"] = "请写电话，有没有选上要告诉您。"
        if registers and self.telephone.data and not self.telephone.errors and not is_whole_number(self.telephone.data):
            missing["telephone"] = "这个号码不全，打不通。请写11位的手机号码，或者带区号的电话。"
        if not registers and not self.words.data:
            missing["words"] = "请写下您的意见。"
        if len(self.words.data) > MESSAGE_LIMIT:
            missing["words"] = f"最多{MESSAGE_LIMIT}个字，现在有{len(self.words.data)}个字。"
        return missing


class MessageForm(PublicForm):
    """A question for staff to answer; the telephone number is optional and serves for calling back only."""

    question = TextAreaField(
        "您要问的事",
        filters=[clean_text],
        validators=[
            InputRequired("请写下您要问的事。"),
            Length(min=2, max=MESSAGE_LIMIT, message=f"请用2到{MESSAGE_LIMIT}个字写下您要问的事。"),
        ],
    )
    telephone = StringField(
        "联系电话（可以不填）",
        filters=[clean_telephone],
        validators=[
            Optional(),
            Regexp(TELEPHONE, message="电话号码请只写数字，例如13800000000；有分机的，写0871-63100000转801。"),
        ],
    )
