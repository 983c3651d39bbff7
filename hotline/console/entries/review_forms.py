"""The forms of a review: submit or approve, return, withdraw."""

from __future__ import annotations

from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from hotline.console.forms import COMMENT_LIMIT, StaffForm
from hotline.core.typed_text import clean_text


class StepForm(StaffForm):
    """A step of a review without a comment; ``version`` is the version of the entry that the person saw."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired("请刷新页面再操作。")])


class ReturnForm(StepForm):
    comment = TextAreaField(
        "哪里要改",
        filters=[clean_text],
        validators=[
            InputRequired("退回时请写明哪里要改，作者才知道怎么办。"),
            Length(max=COMMENT_LIMIT, message=f"意见最多{COMMENT_LIMIT}个字。"),
        ],
    )


class WithdrawForm(StepForm):
    comment = TextAreaField(
        "撤回的原因",
        filters=[clean_text],
        validators=[
            InputRequired("请写明撤回的原因，以后查得到。"),
            Length(max=COMMENT_LIMIT, message=f"原因最多{COMMENT_LIMIT}个字。"),
        ],
    )
