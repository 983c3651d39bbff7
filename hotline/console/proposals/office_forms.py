"""The forms of the offices of a line and what belongs to them: particulars, departments, topics, disclosure desks."""

from __future__ import annotations

from typing import ClassVar

from wtforms import SelectField

from hotline.console.labels import PROPOSAL_FIELD
from hotline.console.proposals.form_fields import Choices, ProposalForm, include, make_line, make_text
from hotline.core.member_offices import LINE_OFFICE
from hotline.core.proposals import ProposalKind

_D, _T, _O = ProposalKind.DEPARTMENTS, ProposalKind.TOPICS, ProposalKind.OFFICE
_DESK, _M = ProposalKind.DISCLOSURE_DESK, ProposalKind.MEMBER_OFFICES

_IN_LETTERS = {
    "review_body": "部门作出的答复，由本级人民政府复议（行政复议法第二十四条）。",
    "review_address": "告诉申请人到哪里、打哪个电话申请复议。",
    "review_online": "网上送达的答复，必须同时告诉网上申请复议的渠道（行政复议法第二十二条）。",
    "court": "申请人直接起诉时管辖的法院。",
    "payment": "收费通知里要写的：到哪里、用什么方式缴，缴进哪个账户。",
}
"""What the letters of every office name."""


class DepartmentForm(ProposalForm):
    kind = _D
    hints: ClassVar[dict[str, str]] = {
        "code": "几个字母，例如FYK；定了以后不改。",
        "duties": "群众问“哪个科管”的时候，照这里写的说。",
        "telephone": "告诉群众的号码，例如0871-63100000或者0871-63100000转801。",
        "liaison_officer": "转人工的时候按这个次序拨，几位之间用顿号隔开。",
        "liaison_line": "和名字一一对应，几个号码之间用顿号隔开。群众看不到。",
    }
    code = make_line(_D, "code")
    name = make_line(_D, "name")
    duties = make_text(_D, "duties")
    room = make_line(_D, "room")
    telephone = make_line(_D, "telephone")
    liaison_officer = make_line(_D, "liaison_officer")
    liaison_line = make_line(_D, "liaison_line")
    office_code = SelectField(PROPOSAL_FIELD[_D]["office_code"], default="")

    def set_choices(self, choices: Choices) -> None:
        """Staff of a member office have that one alone to choose, which the form then begins with."""
        if not self.office_code.data and LINE_OFFICE not in choices.offices:
            self.office_code.data = next(iter(choices.offices), "")
        self.office_code.choices = include([*choices.offices.items()], self.office_code.data)

    @property
    def left_out(self) -> frozenset[str]:
        """On a line of one office nobody is asked which."""
        return frozenset() if self._asks_which() else frozenset({"office_code"})

    def _asks_which(self) -> bool:
        return any(code != LINE_OFFICE for code, _ in self.office_code.choices or ())


class TopicForm(ProposalForm):
    kind = _T
    hints: ClassVar[dict[str, str]] = {"digit": "1到8：群众打电话按的键，也是问答编号的第一位。"}
    digit = make_line(_T, "digit")
    name = make_line(_T, "name")
    description = make_text(_T, "description")


class OfficeForm(ProposalForm):
    kind = _O
    hints: ClassVar[dict[str, str]] = {
        "line_name": "电话一接通就念，最多20个字。",
        "postcode": "六位数字，没有就空着。",
        "morning_hours": "例如08:30-12:00。",
        "afternoon_hours": "例如14:00-17:30。",
        "telephone": "例如0871-63100000。",
        "website": "https://开头，没有就空着。",
        "sample_notice": "只有演示用的样本才写；真的单位空着。",
    }
    name = make_line(_O, "name")
    city = make_line(_O, "city")
    line_name = make_line(_O, "line_name")
    line_number = make_line(_O, "line_number")
    line_description = make_text(_O, "line_description")
    address = make_line(_O, "address")
    directions = make_text(_O, "directions")
    postcode = make_line(_O, "postcode")
    morning_hours = make_line(_O, "morning_hours")
    afternoon_hours = make_line(_O, "afternoon_hours")
    hours_note = make_text(_O, "hours_note")
    telephone = make_line(_O, "telephone")
    fax = make_line(_O, "fax")
    email = make_line(_O, "email")
    website = make_line(_O, "website")
    sample_notice = make_text(_O, "sample_notice")


class DisclosureDeskForm(ProposalForm):
    kind = _DESK
    hints: ClassVar[dict[str, str]] = {
        "name": "每份文书上写的公开工作机构，例如某某市司法局政府信息公开办公室。",
        "letter_mark": "文号的开头，例如示司公复；后面的年份和号数自动排。",
        **_IN_LETTERS,
    }
    name = make_line(_DESK, "name")
    address = make_line(_DESK, "address")
    telephone = make_line(_DESK, "telephone")
    letter_mark = make_line(_DESK, "letter_mark")
    review_body = make_line(_DESK, "review_body")
    review_address = make_text(_DESK, "review_address")
    review_online = make_text(_DESK, "review_online")
    court = make_line(_DESK, "court")
    payment = make_text(_DESK, "payment")


class MemberOfficeForm(ProposalForm):
    kind = _M
    hints: ClassVar[dict[str, str]] = {
        "code": "几个字母，例如MZJ；定了以后不改。",
        "name": "全称，例如某某市民政局。",
        "other_names": "群众平时的叫法，用顿号隔开，例如民政局、民政。问题里有这些叫法，就只答这个单位的。",
        "telephone": "告诉群众的号码，例如0871-63100000。",
        "morning_hours": "例如08:30-12:00。",
        "afternoon_hours": "例如14:00-17:30。",
        "desk_name": "从这里往下，填了才能用这条热线收给这个单位的公开申请；要填就全部填。",
        "letter_mark": "文号的开头，每个单位用自己的，例如示民公复；后面的年份和号数自动排。",
        **_IN_LETTERS,
    }
    code = make_line(_M, "code")
    name = make_line(_M, "name")
    other_names = make_line(_M, "other_names")
    address = make_line(_M, "address")
    telephone = make_line(_M, "telephone")
    morning_hours = make_line(_M, "morning_hours")
    afternoon_hours = make_line(_M, "afternoon_hours")
    hours_note = make_text(_M, "hours_note")
    desk_name = make_line(_M, "desk_name")
    desk_address = make_line(_M, "desk_address")
    desk_telephone = make_line(_M, "desk_telephone")
    letter_mark = make_line(_M, "letter_mark")
    review_body = make_line(_M, "review_body")
    review_address = make_text(_M, "review_address")
    review_online = make_text(_M, "review_online")
    court = make_line(_M, "court")
    payment = make_text(_M, "payment")
