"""The forms of what proposals are about: an item, days off, an announcement, a text of letters, a word, a public
notice. Those of offices and what belongs to them stand in ``office_forms``.

A draft may leave all but its key empty."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import ClassVar

from wtforms import HiddenField, SelectField
from wtforms.widgets import DateInput, DateTimeLocalInput

from hotline.console.attachments import AttachedForm, rows_of
from hotline.console.labels import PROPOSAL_FIELD
from hotline.console.proposals.form_fields import (
    Choices,
    ProposalForm,
    include,
    make_date,
    make_line,
    make_picked,
    make_text,
)
from hotline.console.proposals.office_forms import (
    DepartmentForm,
    DisclosureDeskForm,
    MemberOfficeForm,
    OfficeForm,
    TopicForm,
)
from hotline.core.catalogue import EXPIRED, IN_FORCE, REPEALED, CatalogueItem, Section
from hotline.core.disclosure.statutory_classes import STATUTORY_CLASSES
from hotline.core.office_announcements import TEXT_LIMIT as TOLD_LIMIT
from hotline.core.proposals import ProposalKind, Proposed, texts_of
from hotline.core.public_notices import NoticeKind, fields_of_others
from hotline.core.typed_text import clean_commonmark

_C, _H, _L = ProposalKind.CATALOGUE, ProposalKind.HOLIDAY_DECREES, ProposalKind.LOCAL_DAYS_OFF
_A, _N, _LT = ProposalKind.ANNOUNCEMENTS, ProposalKind.PUBLIC_NOTICES, ProposalKind.LETTER_TEMPLATES
_SYN, _DICT, _STOP = ProposalKind.SYNONYMS, ProposalKind.DICTIONARY, ProposalKind.STOP_WORDS


class CatalogueForm(AttachedForm, ProposalForm):
    kind = _C
    hints: ClassVar[dict[str, str]] = {
        "index_number": "机构代码、年份和五位数字，用过的号码不能再用；以前编的号码照原样写。",
        "document_number": "没有就空着。",
        "body": "可以从Word里粘贴，标题、条目、加粗和表格会留下来。",
        "genre": "例如通知、公告、公示、意见、规定、指南、报告。",
        "validity": "到期的公示和听证公告会自动显示失效，不用改。",
    }
    index_number = make_line(_C, "index_number")
    section = SelectField(PROPOSAL_FIELD[_C]["section"], coerce=Section)
    title = make_line(_C, "title")
    summary = make_text(_C, "summary")
    body = make_text(_C, "body", rows=14, clean=clean_commonmark)
    document_number = make_line(_C, "document_number")
    issuing_body = make_line(_C, "issuing_body")
    made_date = make_date(_C, "made_date")
    published_date = make_date(_C, "published_date")
    topic = SelectField(PROPOSAL_FIELD[_C]["topic"])
    genre = make_line(_C, "genre")
    mode = make_line(_C, "mode")
    validity = SelectField(PROPOSAL_FIELD[_C]["validity"])
    department = SelectField(PROPOSAL_FIELD[_C]["department"])
    disclosure_class = SelectField(PROPOSAL_FIELD[_C]["disclosure_class"])

    def to_value(self) -> Proposed:
        typed = super().to_value()
        return replace(typed, attachments=self.chosen_files()) if isinstance(typed, CatalogueItem) else typed

    def set_choices(self, choices: Choices) -> None:
        """The item's own codes stay choices even if they no longer exist, so that saving it never changes them."""
        self.section.choices = [(one.value, one.value) for one in Section]
        self.validity.choices = [("", "不写"), *((one, one) for one in (IN_FORCE, EXPIRED, REPEALED))]
        self.topic.choices = include([("", "不属于哪个分类"), *choices.topics], self.topic.data)
        self.department.choices = include([("", "请选择"), *choices.departments.items()], self.department.data)
        classes = [(one.number, one.label) for one in STATUTORY_CLASSES.values()]
        self.disclosure_class.choices = [("", "不属于哪一项"), *classes]


class HolidayDecreeForm(ProposalForm):
    kind = _H
    hints: ClassVar[dict[str, str]] = {
        "year": "四位数字，例如2027。",
        "document_number": "国务院办公厅放假通知的文号，例如国办发明电〔2025〕7号。",
        "days_off": "一个假一行，全年一次写全，例如“2027-10-01 至 2027-10-07 国庆节”。写“10月1日至7日 国庆节”也可以。",
        "make_up_days": "调休要上班的周末，一天一行，例如“2027-10-09 国庆节”。没有就空着。",
    }
    year = make_line(_H, "year")
    document_number = make_line(_H, "document_number")
    days_off = make_text(_H, "days_off", rows=8)
    make_up_days = make_text(_H, "make_up_days", rows=7)


class LocalDayOffForm(ProposalForm):
    kind = _L
    hints: ClassVar[dict[str, str]] = {
        "last_day": "只放一天就空着。",
        "reason": "例如州庆。群众和同事会看到。",
    }
    first_day = make_picked(_L, "first_day", DateInput())
    last_day = make_picked(_L, "last_day", DateInput())
    reason = make_line(_L, "reason")


class AnnouncementForm(ProposalForm):
    kind = _A
    hints: ClassVar[dict[str, str]] = {
        "text": f"最多{TOLD_LIMIT}个字。每个电话一接通就念，网页最上面显示，例如“今天下午停电，三点起不办公”。",
        "ends_at": "到了这个时候自动不再说，不用撤回。",
        "closed_from": "提前下班就填那一天几点起不办公；全天不办公填那一天的00:00；照常上班就空着。",
    }
    code = make_line(_A, "code")
    text = make_text(_A, "text", rows=2)
    starts_at = make_picked(_A, "starts_at", DateTimeLocalInput())
    ends_at = make_picked(_A, "ends_at", DateTimeLocalInput())
    closed_from = make_picked(_A, "closed_from", DateTimeLocalInput())


class LetterTemplateForm(ProposalForm):
    kind = _LT
    hints: ClassVar[dict[str, str]] = {
        "text": "两个大括号里的，出信的时候自动填；能用的和一定要有的，看下面的表。空一行就是另起一段。",
    }
    code = HiddenField()
    text = make_text(_LT, "text", rows=18)


class SynonymForm(ProposalForm):
    kind = _SYN
    hints: ClassVar[dict[str, str]] = {
        "colloquial": "例如“告政府”",
        "official": "答复里用的词，例如“行政诉讼”",
    }
    colloquial = make_line(_SYN, "colloquial")
    official = make_line(_SYN, "official")


class TermForm(ProposalForm):
    kind = _DICT
    hints: ClassVar[dict[str, str]] = {"word": "一次写一个词；整句话没有用。"}
    word = make_line(_DICT, "word")


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
    code = make_line(_N, "code")
    genre = SelectField(PROPOSAL_FIELD[_N]["genre"], choices=[kind.value for kind in NoticeKind])
    title = make_line(_N, "title")
    matter = make_text(_N, "matter", rows=6)
    department = SelectField(PROPOSAL_FIELD[_N]["department"])
    starts_on = make_picked(_N, "starts_on", DateInput())
    ends_on = make_picked(_N, "ends_on", DateInput())
    place = make_line(_N, "place")
    how_to_comment = make_text(_N, "how_to_comment", rows=2)
    held_at = make_picked(_N, "held_at", DateTimeLocalInput())
    seats = make_line(_N, "seats")
    chosen_how = make_text(_N, "chosen_how", rows=2)
    register_until = make_picked(_N, "register_until", DateInput())
    quarter = make_line(_N, "quarter")
    result = make_text(_N, "result", rows=4)
    result_item = make_line(_N, "result_item")

    def set_choices(self, choices: Choices) -> None:
        self.department.choices = include([("", "请选择"), *choices.departments.items()], self.department.data)

    @property
    def left_out(self) -> frozenset[str]:
        """The fields of other kinds of notices, which are not shown and so are emptied."""
        return fields_of_others(next((kind for kind in NoticeKind if kind.value == self.genre.data), NoticeKind.NOTICE))


FORMS: dict[ProposalKind, type[ProposalForm]] = {
    form.kind: form
    for form in (
        *(CatalogueForm, DepartmentForm, TopicForm, OfficeForm, DisclosureDeskForm),
        *(HolidayDecreeForm, LocalDayOffForm, AnnouncementForm, LetterTemplateForm),
        *(SynonymForm, TermForm, StopWordForm, PublicNoticeForm, MemberOfficeForm),
    )
}


def form_of(value: Proposed, kind: ProposalKind, version: int) -> ProposalForm:
    """The form filled with ``value``."""
    named = {field.name: getattr(value, field.name) for field in fields(value)}
    named |= rows_of(value.attachments) if isinstance(value, CatalogueItem) else {}
    return FORMS[kind](formdata=None, data=named | {"version": str(version)} | texts_of(value))
