"""The forms of what proposals are about: an item, a department, a topic, the office, days off, an announcement,
a text of letters, a word, a public notice.

A draft may leave all but its key empty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, ClassVar

from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import DateInput, DateTimeLocalInput, Input

from hotline.console.attachments import AttachedForm, rows_of
from hotline.console.forms import DATE_FORMATS, StaffForm, read_version
from hotline.console.labels import PROPOSAL_FIELD
from hotline.core.catalogue import EXPIRED, IN_FORCE, REPEALED, CatalogueItem, Section
from hotline.core.disclosure.statutory_classes import STATUTORY_CLASSES
from hotline.core.office_announcements import TEXT_LIMIT as TOLD_LIMIT
from hotline.core.proposals import KEY_FIELD, SINGLE_KINDS, VALUE_TYPES, ProposalKind, Proposed, texts_of
from hotline.core.public_notices import NoticeKind, fields_of_others
from hotline.core.typed_text import clean_commonmark, clean_line, clean_text

LINE_LIMIT, TEXT_LIMIT = 600, 60_000
"""Characters typed into a field. Above every limit for publishing, so that a draft that is too long can be saved."""


def _line(kind: ProposalKind, name: str) -> StringField:
    too_long = Length(max=LINE_LIMIT, message=f"最多{LINE_LIMIT}个字。")
    return StringField(PROPOSAL_FIELD[kind][name], filters=[clean_line], validators=[too_long])


def _text(
    kind: ProposalKind, name: str, rows: int = 3, clean: Callable[[str | None], str] = clean_text
) -> TextAreaField:
    too_long = Length(max=TEXT_LIMIT, message=f"最多{TEXT_LIMIT}个字。")
    label = PROPOSAL_FIELD[kind][name]
    return TextAreaField(label, filters=[clean], validators=[too_long], render_kw={"rows": rows})


def _date(kind: ProposalKind, name: str) -> DateField:
    label = PROPOSAL_FIELD[kind][name]
    return DateField(label, format=DATE_FORMATS, validators=[InputRequired(f"请填写{label}，例如2026-11-23。")])


class ProposalForm(StaffForm):
    """``version`` is that of the history when the form was opened, empty for something new."""

    kind: ClassVar[ProposalKind]
    hints: ClassVar[dict[str, str]] = {}
    version = HiddenField()

    @property
    def left_out(self) -> frozenset[str]:
        """Fields that are not shown for what is typed in the others."""
        return frozenset()

    def version_number(self) -> int | None:
        return read_version(self.version.data)

    def fill_in_key(self, key: str) -> None:
        """Take the key from the URL: it is not typed into the form of something that there is already."""
        if self.kind not in SINGLE_KINDS:
            self[KEY_FIELD[self.kind]].data = key

    def set_choices(self, topics: list[tuple[str, str]], departments: dict[str, str]) -> None:
        """Set what there is to choose from, where the form has something to choose."""

    def add_errors(self, problems: dict[str, str]) -> None:
        """Show the reasons for which a service refused the value beside the fields they are about."""
        for name, message in problems.items():
            self[name].errors = [message]

    def to_value(self) -> Proposed:
        """The value as typed; the form must be valid."""
        make: Any = VALUE_TYPES[self.kind]
        names = [field.name for field in fields(make) if field.name != "attachments"]
        typed = {name: self[name].data if name in self else "" for name in names}
        made: Proposed = make(**{name: "" if one is None else one for name, one in typed.items()})
        return made


def _picked(kind: ProposalKind, name: str, widget: Input) -> StringField:
    """A day or a moment that the browser helps to pick. It is kept as typed, and checked when it is submitted."""
    too_long = Length(max=LINE_LIMIT, message=f"最多{LINE_LIMIT}个字。")
    return StringField(PROPOSAL_FIELD[kind][name], filters=[clean_line], validators=[too_long], widget=widget)


_C, _D, _T, _O, _DESK, _H, _L, _A, _LT, _SYN, _DICT, _STOP, _N = ProposalKind


class CatalogueForm(AttachedForm, ProposalForm):
    kind = _C
    hints: ClassVar[dict[str, str]] = {
        "index_number": "机构代码、年份和五位数字，用过的号码不能再用；以前编的号码照原样写。",
        "document_number": "没有就空着。",
        "body": "可以从Word里粘贴，标题、条目、加粗和表格会留下来。",
        "genre": "例如通知、公告、公示、意见、规定、指南、报告。",
        "validity": "到期的公示和听证公告会自动显示失效，不用改。",
    }
    index_number = _line(_C, "index_number")
    section = SelectField(PROPOSAL_FIELD[_C]["section"], coerce=Section)
    title = _line(_C, "title")
    summary = _text(_C, "summary")
    body = _text(_C, "body", rows=14, clean=clean_commonmark)
    document_number = _line(_C, "document_number")
    issuing_body = _line(_C, "issuing_body")
    made_date = _date(_C, "made_date")
    published_date = _date(_C, "published_date")
    topic = SelectField(PROPOSAL_FIELD[_C]["topic"])
    genre = _line(_C, "genre")
    mode = _line(_C, "mode")
    validity = SelectField(PROPOSAL_FIELD[_C]["validity"])
    department = SelectField(PROPOSAL_FIELD[_C]["department"])
    disclosure_class = SelectField(PROPOSAL_FIELD[_C]["disclosure_class"])

    def to_value(self) -> Proposed:
        typed = super().to_value()
        return replace(typed, attachments=self.chosen_files()) if isinstance(typed, CatalogueItem) else typed

    def set_choices(self, topics: list[tuple[str, str]], departments: dict[str, str]) -> None:
        """The item's own codes stay choices even if they no longer exist, so that saving it never changes them."""
        self.section.choices = [(one.value, one.value) for one in Section]
        self.validity.choices = [("", "不写"), *((one, one) for one in (IN_FORCE, EXPIRED, REPEALED))]
        self.topic.choices = _include([("", "不属于哪个分类"), *topics], self.topic.data)
        self.department.choices = _include([("", "请选择"), *departments.items()], self.department.data)
        classes = [(one.number, one.label) for one in STATUTORY_CLASSES.values()]
        self.disclosure_class.choices = [("", "不属于哪一项"), *classes]


class DepartmentForm(ProposalForm):
    kind = _D
    hints: ClassVar[dict[str, str]] = {
        "code": "几个字母，例如FYK；定了以后不改。",
        "duties": "群众问“哪个科管”的时候，照这里写的说。",
        "telephone": "告诉群众的号码，例如0871-63100000或者0871-63100000转801。",
        "liaison_officer": "转人工的时候按这个次序拨，几位之间用顿号隔开。",
        "liaison_line": "和名字一一对应，几个号码之间用顿号隔开。群众看不到。",
    }
    code = _line(_D, "code")
    name = _line(_D, "name")
    duties = _text(_D, "duties")
    room = _line(_D, "room")
    telephone = _line(_D, "telephone")
    liaison_officer = _line(_D, "liaison_officer")
    liaison_line = _line(_D, "liaison_line")


class TopicForm(ProposalForm):
    kind = _T
    hints: ClassVar[dict[str, str]] = {"digit": "1到8：群众打电话按的键，也是问答编号的第一位。"}
    digit = _line(_T, "digit")
    name = _line(_T, "name")
    description = _text(_T, "description")


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
    name = _line(_O, "name")
    city = _line(_O, "city")
    line_name = _line(_O, "line_name")
    line_number = _line(_O, "line_number")
    line_description = _text(_O, "line_description")
    address = _line(_O, "address")
    directions = _text(_O, "directions")
    postcode = _line(_O, "postcode")
    morning_hours = _line(_O, "morning_hours")
    afternoon_hours = _line(_O, "afternoon_hours")
    hours_note = _text(_O, "hours_note")
    telephone = _line(_O, "telephone")
    fax = _line(_O, "fax")
    email = _line(_O, "email")
    website = _line(_O, "website")
    sample_notice = _text(_O, "sample_notice")


class DisclosureDeskForm(ProposalForm):
    kind = _DESK
    hints: ClassVar[dict[str, str]] = {
        "name": "每份文书上写的公开工作机构，例如某某市司法局政府信息公开办公室。",
        "letter_mark": "文号的开头，例如示司公复；后面的年份和号数自动排。",
        "review_body": "部门作出的答复，由本级人民政府复议（行政复议法第二十四条）。",
        "review_address": "告诉申请人到哪里、打哪个电话申请复议。",
        "review_online": "网上送达的答复，必须同时告诉网上申请复议的渠道（行政复议法第二十二条）。",
        "court": "申请人直接起诉时管辖的法院。",
        "payment": "收费通知里要写的：到哪里、用什么方式缴，缴进哪个账户。",
    }
    name = _line(_DESK, "name")
    address = _line(_DESK, "address")
    telephone = _line(_DESK, "telephone")
    letter_mark = _line(_DESK, "letter_mark")
    review_body = _line(_DESK, "review_body")
    review_address = _text(_DESK, "review_address")
    review_online = _text(_DESK, "review_online")
    court = _line(_DESK, "court")
    payment = _text(_DESK, "payment")


class HolidayDecreeForm(ProposalForm):
    kind = _H
    hints: ClassVar[dict[str, str]] = {
        "year": "四位数字，例如2027。",
        "document_number": "国务院办公厅放假通知的文号，例如国办发明电〔2025〕7号。",
        "days_off": "一个假一行，全年一次写全，例如“2027-10-01 至 2027-10-07 国庆节”。写“10月1日至7日 国庆节”也可以。",
        "make_up_days": "调休要上班的周末，一天一行，例如“2027-10-09 国庆节”。没有就空着。",
    }
    year = _line(_H, "year")
    document_number = _line(_H, "document_number")
    days_off = _text(_H, "days_off", rows=8)
    make_up_days = _text(_H, "make_up_days", rows=7)


class LocalDayOffForm(ProposalForm):
    kind = _L
    hints: ClassVar[dict[str, str]] = {
        "last_day": "只放一天就空着。",
        "reason": "例如州庆。群众和同事会看到。",
    }
    first_day = _picked(_L, "first_day", DateInput())
    last_day = _picked(_L, "last_day", DateInput())
    reason = _line(_L, "reason")


class AnnouncementForm(ProposalForm):
    kind = _A
    hints: ClassVar[dict[str, str]] = {
        "text": f"最多{TOLD_LIMIT}个字。每个电话一接通就念，网页最上面显示，例如“今天下午停电，三点起不办公”。",
        "ends_at": "到了这个时候自动不再说，不用撤回。",
        "closed_from": "提前下班就填那一天几点起不办公；全天不办公填那一天的00:00；照常上班就空着。",
    }
    code = _line(_A, "code")
    text = _text(_A, "text", rows=2)
    starts_at = _picked(_A, "starts_at", DateTimeLocalInput())
    ends_at = _picked(_A, "ends_at", DateTimeLocalInput())
    closed_from = _picked(_A, "closed_from", DateTimeLocalInput())


class LetterTemplateForm(ProposalForm):
    kind = _LT
    hints: ClassVar[dict[str, str]] = {
        "text": "两个大括号里的，出信的时候自动填；能用的和一定要有的，看下面的表。空一行就是另起一段。",
    }
    code = HiddenField()
    text = _text(_LT, "text", rows=18)


class SynonymForm(ProposalForm):
    kind = _SYN
    hints: ClassVar[dict[str, str]] = {
        "colloquial": "例如“告政府”",
        "official": "答复里用的词，例如“行政诉讼”",
    }
    colloquial = _line(_SYN, "colloquial")
    official = _line(_SYN, "official")


class TermForm(ProposalForm):
    kind = _DICT
    hints: ClassVar[dict[str, str]] = {"word": "一次写一个词；整句话没有用。"}
    word = _line(_DICT, "word")


class StopWordForm(TermForm):
    kind = _STOP


class PublicNoticeForm(ProposalForm):
    """``announced_on`` is not typed: the service writes the day on which the notice is published."""

    kind = _N
    hints: ClassVar[dict[str, str]] = {
        "code": "年份加三位数。群众打电话、发短信用这个号。",
        "genre": "公示：把事情亮出来，请大家提意见。听证：开会听意见。通报：每个季度讲工作。"
        "换一种，先按“保存草稿”，下面就换成那一种要填的。",
        "title": "最多60个字，电话里照着念。",
        "matter": "说清楚是什么事。电话里照着念，网页上也照着写。",
        "starts_on": "公示多少天，法规没有统一规定，由单位定。",
        "ends_on": "过了这一天不再收意见，自动转到“已经结束”里。",
        "place": "公示：材料在哪里看。听证：在哪里开。",
        "how_to_comment": "例如：在网上、打电话、发短信提，或者到材料所在的地方当面说。",
        "held_at": "公告以后要隔满10个工作日，早了会告诉您最早哪一天。",
        "seats": "写一个数，例如15。",
        "chosen_how": "例如：从报名的人里抽签，受影响的群众不少于一半。",
        "register_until": "过了这一天不再收报名。",
        "quarter": "例如2026-3就是2026年第三季度。下个季度第一个月10日以前要发出来。",
        "result": "有了结果再填：听取了什么意见、最后怎样定的。",
        "result_item": "结果在公开目录里的，填那一条的索引号；没有就空着。",
    }
    code = _line(_N, "code")
    genre = SelectField(PROPOSAL_FIELD[_N]["genre"], choices=[kind.value for kind in NoticeKind])
    title = _line(_N, "title")
    matter = _text(_N, "matter", rows=6)
    department = SelectField(PROPOSAL_FIELD[_N]["department"])
    starts_on = _picked(_N, "starts_on", DateInput())
    ends_on = _picked(_N, "ends_on", DateInput())
    place = _line(_N, "place")
    how_to_comment = _text(_N, "how_to_comment", rows=2)
    held_at = _picked(_N, "held_at", DateTimeLocalInput())
    seats = _line(_N, "seats")
    chosen_how = _text(_N, "chosen_how", rows=2)
    register_until = _picked(_N, "register_until", DateInput())
    quarter = _line(_N, "quarter")
    result = _text(_N, "result", rows=4)
    result_item = _line(_N, "result_item")

    def set_choices(self, topics: list[tuple[str, str]], departments: dict[str, str]) -> None:
        self.department.choices = _include([("", "请选择"), *departments.items()], self.department.data)

    @property
    def left_out(self) -> frozenset[str]:
        """The fields of other kinds of notices, which are not shown and so are emptied."""
        return fields_of_others(next((kind for kind in NoticeKind if kind.value == self.genre.data), NoticeKind.NOTICE))


FORMS: dict[ProposalKind, type[ProposalForm]] = {
    form.kind: form
    for form in (
        *(CatalogueForm, DepartmentForm, TopicForm, OfficeForm, DisclosureDeskForm),
        *(HolidayDecreeForm, LocalDayOffForm, AnnouncementForm, LetterTemplateForm),
        *(SynonymForm, TermForm, StopWordForm, PublicNoticeForm),
    )
}


def form_of(value: Proposed, kind: ProposalKind, version: int) -> ProposalForm:
    """The form filled with ``value``."""
    named = {field.name: getattr(value, field.name) for field in fields(value)}
    named |= rows_of(value.attachments) if isinstance(value, CatalogueItem) else {}
    return FORMS[kind](formdata=None, data=named | {"version": str(version)} | texts_of(value))


def _include(choices: list[tuple[str, str]], current: str | None) -> list[tuple[str, str]]:
    return [*choices, (current, current)] if current and current not in dict(choices) else choices
