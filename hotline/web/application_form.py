"""The web form of an application for disclosure: what 《政府信息公开条例》第二十九条 lets an office ask, no more.

The purpose (用途) is not asked. 第四十三条 (help with reading, hearing and sight) is."""

from __future__ import annotations

import re
import unicodedata

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, NoneOf, Optional, Regexp

from hotline.core.disclosure.applications import Applicant, ApplicantKind, Wanted
from hotline.core.typed_text import clean_line, clean_text
from hotline.web.forms import TELEPHONE, PublicForm

SHOWN_LATER = "号码未填，以后当面出示证件"
_EMAIL = re.compile(r"^[^@\s]{1,64}@[^@\s]+\.[^@\s]+$")
_KINDS = {
    "个人": ApplicantKind.PERSON,
    "公司、企业": ApplicantKind.COMPANY,
    "科研机构": ApplicantKind.RESEARCH,
    "社会公益组织": ApplicantKind.SOCIAL,
    "法律服务机构": ApplicantKind.LEGAL,
    "其他单位": ApplicantKind.OTHER,
}
_NO_PROOF = "请选一种"
_PROOFS = ("居民身份证", "户口簿", "护照", "营业执照", "单位的登记证书", "其他证件")
_FORMS = ("纸质的", "电子文件", "都可以")
_IN_PERSON, _BY_POST, _BY_EMAIL = "我自己来取", "寄给我", "发到电子邮箱"
_DELIVERIES = (_IN_PERSON, _BY_POST, _BY_EMAIL, "到现场看")
_HELPS = {"help_reading": "看不懂、不会写", "help_sight": "看不清", "help_hearing": "听不清"}


def _narrow_line(text: str | None) -> str:
    """One line of cleaned text with full-width letters and digits made plain."""
    return clean_line(unicodedata.normalize("NFKC", text or ""))


class ApplicationForm(PublicForm):
    """``submission`` is the form's own number, so that sending it twice makes one application."""

    submission = HiddenField()
    office_code = SelectField("向哪个单位申请", default="")
    kind = RadioField("谁来申请", choices=list(_KINDS), default=next(iter(_KINDS)))
    name = StringField("姓名，或者单位名称", filters=[clean_line])
    identity = SelectField(
        "用哪种证件证明身份",
        choices=[_NO_PROOF, *_PROOFS],
        validators=[NoneOf([_NO_PROOF], "请选一种证件。")],
    )
    identity_number = StringField("证件号码（可以不填）", filters=[_narrow_line])
    telephone = StringField(
        "电话",
        filters=[_narrow_line],
        validators=[Optional(), Regexp(TELEPHONE, message="电话号码请只写数字，例如13800000000。")],
    )
    email = StringField(
        "电子邮箱",
        filters=[_narrow_line],
        validators=[Optional(), Regexp(_EMAIL, message="电子邮箱写得不对，例如 name@example.cn。")],
    )
    address = StringField("收信的地址", filters=[clean_line])
    description = TextAreaField("您要什么信息", filters=[clean_text])
    document_number = StringField("文号（知道的话写，可以不填）", filters=[clean_line])
    form = RadioField("要什么样的", choices=list(_FORMS), default=_FORMS[-1])
    delivery = RadioField("怎样给您", choices=list(_DELIVERIES), default=_IN_PERSON)
    help_reading = BooleanField("看不懂、不会写")
    help_sight = BooleanField("看不清")
    help_hearing = BooleanField("听不清")

    def applicant(self) -> Applicant:
        number = self.identity_number.data
        return Applicant(
            kind=_KINDS.get(self.kind.data, ApplicantKind.OTHER),
            name=self.name.data,
            identity=f"{self.identity.data} {number}" if number else f"{self.identity.data}（{SHOWN_LATER}）",
            telephone=self.telephone.data,
            email=self.email.data,
            address=self.address.data,
        )

    def wanted(self) -> Wanted:
        """What is asked for. The help that somebody needs stands with the way in which they want it."""
        needed = "、".join(label for name, label in _HELPS.items() if self[name].data)
        return Wanted(
            description=self.description.data,
            document_number=self.document_number.data,
            form=self.form.data or "",
            delivery=f"{self.delivery.data or ''}{f'；需要帮助：{needed}' if needed else ''}",
        )

    def find_contradictions(self) -> dict[str, str]:
        """A way of delivery without what it needs: field name -> message."""
        if self.delivery.data == _BY_POST and not self.address.data:
            return {"address": "要寄给您，请写收信的地址；或者在“怎样给您”里选别的。"}
        if self.delivery.data == _BY_EMAIL and not self.email.data:
            return {"email": "要发到电子邮箱，请写电子邮箱；或者在“怎样给您”里选别的。"}
        return {}

    def add_problems(self, problems: dict[str, str]) -> None:
        """Show each of ``problems`` at its field, unless the field has one already."""
        for name, message in problems.items():
            if not self[name].errors:
                self[name].errors = [message]


class StatusForm(PublicForm):
    """Both together open one application; ``calendar`` is the button that asks for each day."""

    number = StringField("申请编号", filters=[_narrow_line], validators=[InputRequired("请写申请编号。")])
    code = StringField("查询码（8位数字）", filters=[_narrow_line], validators=[InputRequired("请写查询码。")])
    calendar = SubmitField("看每一天是怎样算的")
