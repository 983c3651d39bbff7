"""The letters of an application: composed from the templates, the file and the rules of law, then frozen."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import TYPE_CHECKING

from hotline.core.disclosure.applications import (
    Application,
    ApplicationAction,
    ApplicationEvent,
)
from hotline.core.disclosure.case_files import OPINION_LIMITS, ConsultedKind, Letter, LetterKind, Reply
from hotline.core.disclosure.desk import DisclosureDesk
from hotline.core.disclosure.outcomes import Remedy
from hotline.core.errors import Conflict, NotFound
from hotline.services.disclosure.applications import read_answer_clock
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

_A = ApplicationAction
LETTER_OF = {
    _A.ASK_CORRECTION: LetterKind.CORRECTION_NOTICE,
    _A.ASK_REASONS: LetterKind.REASONS_NOTICE,
    _A.EXTEND: LetterKind.EXTENSION_NOTICE,
    _A.CONSULT: LetterKind.CONSULTATION_NOTICE,
    _A.CHARGE: LetterKind.FEE_NOTICE,
    _A.APPROVE: LetterKind.REPLY,
}
"""The step that a letter goes with. A request for an opinion goes with its slip."""
_FIELDS = {
    "name": "申请人的姓名或者名称",
    "received_on": "收到申请的日期",
    "last_day": "答复的最后一天",
    "desk_name": "公开工作机构",
    "desk_telephone": "公开工作机构的电话",
    "review_body": "复议机关",
    "review_address": "复议机关的地址",
    "court": "法院",
    "review_online": "网上申请复议的渠道",
    "payment": "收费怎样缴纳",
    "given": "提供的内容",
    "reasons": "理由",
    "articles": "依据",
    "withheld": "不公开的部分",
    "remedy": "救济途径",
    "words": "这一步要写的内容",
}
"""What staff read in place of a placeholder that could not be filled."""
_MAY_BE_EMPTY = frozenset({"description", "remedy", "reasons", "articles"})


@dataclass(frozen=True)
class Templates:
    """The texts of ``letter_templates.toml``, by the value of the enum that they belong to."""

    letters: Mapping[str, str]
    decisions: Mapping[str, str]
    remedies: Mapping[str, str]
    opinions: Mapping[str, str]
    silences: Mapping[str, str]


@cache
def read_templates() -> Templates:
    text = files("hotline.services.disclosure").joinpath("letter_templates.toml").read_text("utf-8")
    return Templates(**tomllib.loads(text))


def compose(
    line: Line,
    desk: DisclosureDesk,
    application: Application,
    kind: LetterKind,
    event: ApplicationEvent | None = None,
    reply: Reply | None = None,
) -> str:
    """The body of a letter, without its title and signature.

    Raises Conflict that names what is missing: no letter goes out with an empty mandatory part."""
    values = _values(line, desk, application, event)
    templates = read_templates()
    if reply is not None:
        values |= _values_of_reply(reply)
        values["decision"] = _fill(templates.decisions[reply.outcome.value], values)
        values["remedy"] = _remedy(templates, reply, values)
    return _fill(templates.letters[kind.value].strip(), values).strip()


def issue_opinion_request(
    line: Line, unit: Unit, application: Application, kind: ConsultedKind, whom: str, by: str
) -> Letter:
    """Freeze the letter that asks ``whom`` for an opinion; it does not say who applied."""
    desk, templates = unit.office.disclosure_desk(), read_templates()
    values = _values(line, desk, application, None) | {
        "whom": whom,
        "why": templates.opinions[kind.value],
        "silence": templates.silences[kind.value],
        "opinion_article": OPINION_LIMITS[kind].article,
    }
    letter = LetterKind.OPINION_REQUEST
    body = _fill(templates.letters[letter.value].strip(), values)
    return unit.case_files.add_letter(application.number, letter, desk.letter_mark, body, by, line.now())


def find_desk(line: Line) -> DisclosureDesk | None:
    """The particulars of the disclosure desk; None before they are published."""
    with line.records.reading() as unit:
        try:
            return unit.office.disclosure_desk()
        except NotFound:
            return None


def issue_letter(line: Line, unit: Unit, application: Application, event: ApplicationEvent, by: str) -> Letter | None:
    """Freeze the letter that goes with a step under the office's next number; None where none goes with it."""
    kind = LETTER_OF.get(event.action)
    if kind is None:
        return None
    desk = unit.office.disclosure_desk()
    reply = unit.case_files.find_reply(application.number) if kind is LetterKind.REPLY else None
    body = compose(line, desk, application, kind, event, reply)
    return unit.case_files.add_letter(application.number, kind, desk.letter_mark, body, by, line.now())


def _values(
    line: Line, desk: DisclosureDesk, application: Application, event: ApplicationEvent | None
) -> dict[str, str]:
    applicant = application.applicant
    values = {
        "name": applicant.name if applicant else "",
        "number": application.number,
        "received_on": written_day(application.received_on),
        "description": application.wanted.description,
        "last_day": _last_day(line, application),
        "desk_name": desk.name,
        "desk_address": desk.address,
        "desk_telephone": desk.telephone,
        "review_body": desk.review_body,
        "review_address": desk.review_address,
        "court": desk.court,
        "review_online": desk.review_online,
        "payment": desk.payment,
        "asked_on": _day_of(application, _A.ASK_CORRECTION),
        "charged_on": _day_of(application, _A.CHARGE),
    }
    if event is not None:
        values |= {"words": event.words.rstrip("。"), "period": str(event.working_days), "yuan": str(event.yuan)}
        values["day"] = written_day(event.day)
    return values


def _values_of_reply(reply: Reply) -> dict[str, str]:
    withheld = "".join(
        f"\n（{place}）{part.passage}：{part.outcome.value}" for place, part in enumerate(reply.withheld, 1)
    )
    return {"articles": reply.article, "reasons": reply.reasons, "given": reply.given, "withheld": withheld}


def _remedy(templates: Templates, reply: Reply, values: Mapping[str, str]) -> str:
    """The lawyers' own sentence where there is one, else that of the rule."""
    if reply.remedy_words:
        return reply.remedy_words
    if reply.remedy is Remedy.UNSETTLED:
        raise Conflict("这种答复的救济途径没有现成的写法，请先请法律顾问写好，填在“救济途径”里。")
    return "" if reply.remedy is Remedy.NONE else _fill(templates.remedies[reply.remedy.value], values)


def _fill(template: str, values: Mapping[str, str]) -> str:
    """``template`` with its placeholders filled; raises Conflict for those that stay empty and must not."""
    names = [name for _, name, _, _ in Formatter().parse(template) if name]
    used = {name: values.get(name, "") for name in names}
    missing = [_FIELDS.get(name, name) for name, text in used.items() if not text and name not in _MAY_BE_EMPTY]
    if missing:
        raise Conflict(f"文书还缺：{'、'.join(missing)}。")
    return template.format_map(used)


def _last_day(line: Line, application: Application) -> str:
    reading = read_answer_clock(line, application)
    if reading is None or reading.last_day is None:
        return ""
    return written_day(reading.last_day) + ("（暂定）" if reading.is_provisional else "")


def _day_of(application: Application, action: ApplicationAction) -> str:
    event = application.find_last(action)
    return written_day(event.day if event else None)


def written_day(day: date | None) -> str:
    """
    >>> written_day(date(2026, 11, 29)), written_day(None)
    ('2026年11月29日', '')
    """
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
