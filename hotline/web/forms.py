"""What a citizen fills in on the public site, and how a typed line is cleaned before it is used or shown again."""

from __future__ import annotations

import re

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from hotline.core.messages import MESSAGE_LIMIT

QUESTION_LIMIT = 200
"""Characters of a search; what is longer is a letter, and belongs in a message."""
TELEPHONE = re.compile(r"^\+?[0-9][0-9 ()-]{4,18}[0-9]$")


def clean_text(text: str | None) -> str:
    """``text`` without control characters, line breaks kept, and without space at its ends.

    >>> clean_text("复\\x00议\\r\\n收费\\x1b吗 "), clean_text(None)
    ('复议\\n收费吗', '')
    """
    lines = (text or "").replace("\r\n", "\n")
    return "".join(sign for sign in lines if sign == "\n" or sign.isprintable()).strip()


def clean_line(text: str | None) -> str:
    """``text`` on one line: control characters and runs of space become one space.

    >>> clean_line("  复议\\t\\n收费\\x00吗 ")
    '复议 收费 吗'
    """
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text or "").split())


class MessageForm(FlaskForm):  # type: ignore[misc]
    """A question left for staff; the telephone is optional and only for calling back."""

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
        filters=[clean_line],
        validators=[Optional(), Regexp(TELEPHONE, message="电话号码请只写数字，例如13800000000。")],
    )
