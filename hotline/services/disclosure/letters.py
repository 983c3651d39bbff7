"""The letters of an application: composed from the templates, the file and the rules of law, then frozen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from hotline.core.disclosure.applications import ApplicantKind, Application, ApplicationAction, ApplicationEvent
from hotline.core.disclosure.case_files import OPINION_LIMITS, ConsultedKind, Letter, LetterKind, Reply, WithheldPart
from hotline.core.disclosure.desk import DisclosureDesk
from hotline.core.disclosure.letter_templates import (
    LetterTemplate,
    code_of,
    fill,
    read_shipped,
)
from hotline.core.disclosure.outcomes import Remedy, remedies_of_parts
from hotline.core.errors import Conflict, NotFound
from hotline.core.member_offices import LINE_OFFICE
from hotline.core.proposals import ProposalKind
from hotline.services.disclosure.applications import read_answer_clock
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

_A = ApplicationAction
LETTER_OF = {
    _A.ASK_CORRECTION: LetterKind.CORRECTION_NOTICE,
    _A.ASK_REASONS: LetterKind.REASONS_NOTICE,
    _A.EXTEND: LetterKind.EXTENSION_NOTICE,
    _A.DELAY: LetterKind.DELAY_NOTICE,
    _A.CONSULT: LetterKind.CONSULTATION_NOTICE,
    _A.CHARGE: LetterKind.FEE_NOTICE,
    _A.APPROVE: LetterKind.REPLY,
}
"""The step that a letter goes with. A request for an opinion goes with its slip."""


@dataclass(frozen=True)
class TemplateVersion:
    """A template as letters are made from it now; the shipped text is version 1."""

    template: LetterTemplate
    version: int


EITHER = "您（单位）"
"""How the templates address the applicant; a letter says which of the two it is."""
ReadTemplate = Callable[[str], TemplateVersion]
"""Reads the template with a code."""


@dataclass(frozen=True)
class Composed:
    """The body of a letter without its title and signature, and the templates that it was made from."""

    body: str
    made_from: tuple[tuple[str, int], ...]


def read_template(unit: Unit, code: str) -> TemplateVersion:
    """What was approved last under ``code``, or else the shipped text."""
    row = unit.office.rows_of_letter_templates.find_key(code)
    if row is None:
        raise NotFound("没有这一种文书。")
    approved = unit.proposals.count_published(ProposalKind.LETTER_TEMPLATES, code)
    return TemplateVersion(row.value, max(1, approved))


def compose(
    line: Line,
    read: ReadTemplate,
    desk: DisclosureDesk,
    application: Application,
    kind: LetterKind,
    event: ApplicationEvent | None = None,
    reply: Reply | None = None,
) -> Composed:
    """The letter as it would go out now.

    Raises Conflict that names what is missing: no letter goes out with an empty mandatory part."""
    values = _values(line, desk, application, event)
    used = [read(code_of(kind))]
    if reply is not None:
        values |= _values_of_reply(reply)
        used.append(read(code_of(reply.outcome)))
        values["答复"] = fill(used[1].template.text.strip(), values)
        values["救济途径"] = _remedy(reply, values)
    body = re.sub(r"\n{3,}", "\n\n", fill(used[0].template.text.strip(), values)).strip()
    body = body.replace(EITHER, "您" if application.applicant_kind is ApplicantKind.PERSON else "贵单位")
    return Composed(body, tuple((one.template.code, one.version) for one in used))


def compose_opinion_request(
    line: Line, read: ReadTemplate, desk: DisclosureDesk, application: Application, kind: ConsultedKind, whom: str
) -> Composed:
    """The letter that asks ``whom`` for an opinion; it does not say who applied."""
    shipped = read_shipped()
    values = _values(line, desk, application, None) | {
        "申请人": "",
        "被征求人": whom,
        "征求原因": shipped.opinions[kind.value],
        "逾期后果": shipped.silences[kind.value],
        "征求依据": OPINION_LIMITS[kind].article,
    }
    used = read(code_of(LetterKind.OPINION_REQUEST))
    body = fill(used.template.text.strip(), values).strip()
    return Composed(body, ((used.template.code, used.version),))


def issue_opinion_request(
    line: Line, unit: Unit, application: Application, kind: ConsultedKind, whom: str, by: str
) -> Letter:
    """Freeze the letter that asks ``whom`` for an opinion."""
    read, desk = partial(read_template, unit), unit.office.disclosure_desk(application.office_code)
    composed = compose_opinion_request(line, read, desk, application, kind, whom)
    return _freeze(line, unit, application, LetterKind.OPINION_REQUEST, composed, by)


def find_desk(line: Line, office_code: str = LINE_OFFICE) -> DisclosureDesk | None:
    """The particulars of an office's disclosure desk; None before they are published."""
    with line.records.reading() as unit:
        try:
            return unit.office.disclosure_desk(office_code)
        except NotFound:
            return None


def issue_letter(line: Line, unit: Unit, application: Application, event: ApplicationEvent, by: str) -> Letter | None:
    """Freeze the letter that goes with a step under the office's next number; None where none goes with it."""
    kind = LETTER_OF.get(event.action)
    if kind is None:
        return None
    desk = unit.office.disclosure_desk(application.office_code)
    reply = unit.case_files.find_reply(application.number) if kind is LetterKind.REPLY else None
    composed = compose(line, partial(read_template, unit), desk, application, kind, event, reply)
    return _freeze(line, unit, application, kind, composed, by)


def list_letters(line: Line, unit: Unit, number: str) -> list[Letter]:
    """The letters of an application, the oldest first, each with its moment on the office's clock: a letter of seven in
    the morning is of that day, although the records keep its moment in UTC."""
    letters = unit.case_files.list_letters(number)
    return [replace(letter, made_at=line.at_office(letter.made_at)) for letter in letters]


def _freeze(line: Line, unit: Unit, application: Application, kind: LetterKind, composed: Composed, by: str) -> Letter:
    """Keep a letter as it goes out: with the head of today, under the office's next number."""
    desk = unit.office.disclosure_desk(application.office_code)
    return unit.case_files.add_letter(
        application.number,
        desk.letter_mark,
        kind=kind,
        body=composed.body,
        made_from=composed.made_from,
        office_code=application.office_code,
        head=(unit.office.office_name(application.office_code), desk.address, desk.telephone),
        made_by=by,
        made_at=line.now(),
    )


def _values(
    line: Line, desk: DisclosureDesk, application: Application, event: ApplicationEvent | None
) -> dict[str, str]:
    applicant = application.applicant
    values = {
        "申请人": applicant.name if applicant else "",
        "编号": application.number,
        "收到日期": written_day(application.received_on),
        "申请内容": application.wanted.description.rstrip("。"),
        "最后一天": _last_day(line, application),
        "公开机构": desk.name,
        "公开机构地址": desk.address,
        "公开机构电话": desk.telephone,
        "复议机关": desk.review_body,
        "复议机构地址": desk.review_address,
        "法院": desk.court,
        "网上复议": desk.review_online,
        "缴费方式": desk.payment,
        "告知补正日期": _day_of(application, _A.ASK_CORRECTION),
        "通知缴费日期": _day_of(application, _A.CHARGE),
    }
    if event is not None:
        values |= {"事由": event.words.rstrip("。"), "期限天数": str(event.working_days), "金额": str(event.yuan)}
        values["办理日期"] = written_day(event.day)
    return values


def _values_of_reply(reply: Reply) -> dict[str, str]:
    withheld = "".join(_line_of(place, part) for place, part in enumerate(reply.withheld, 1))
    return {"依据": reply.article, "理由": reply.reasons, "提供内容": reply.given, "不公开部分": withheld}


def _remedy(reply: Reply, values: Mapping[str, str]) -> str:
    """The lawyers' own sentence where there is one, else that of the rule."""
    if reply.remedy_words:
        return reply.remedy_words
    if reply.remedy is Remedy.UNSETTLED:
        raise Conflict("这种答复的救济途径没有现成的写法，请先请法律顾问写好，填在“救济途径”里。")
    if reply.remedy is Remedy.NONE:
        return ""
    if parts := remedies_of_parts([part.outcome for part in reply.withheld]):
        return "\n\n".join(_remedy_sentence(remedy, against, values) for remedy, against in _tell_apart(parts))
    return _remedy_sentence(reply.remedy, _AGAINST[reply.remedy], values)


_AGAINST = {
    Remedy.REVIEW_FIRST: "本机关不予公开的决定",
    Remedy.FREE_CHOICE: "本告知书",
    Remedy.NOT_FILED: "本告知书",
}
"""What the one sentence of a letter is about."""


def _remedy_sentence(remedy: Remedy, against: str, values: Mapping[str, str]) -> str:
    return fill(read_shipped().remedies[remedy.value], {**values, "不服什么": against})


def _tell_apart(parts: Mapping[Remedy, tuple[int, ...]]) -> list[tuple[Remedy, str]]:
    """Each remedy with what it is for. What is given leaves a free choice, as a reply that gives all does."""
    named = {remedy: f"上列第{'、'.join(f'（{place}）' for place in places)}处" for remedy, places in parts.items()}
    told = [(Remedy.REVIEW_FIRST, named.get(Remedy.REVIEW_FIRST, ""), "不予公开的决定")]
    free = f"{named[Remedy.FREE_CHOICE]}的答复和" if Remedy.FREE_CHOICE in named else ""
    told.append((Remedy.FREE_CHOICE, f"{free}提供的内容", ""))
    told.append((Remedy.NOT_FILED, named.get(Remedy.NOT_FILED, ""), "的答复"))
    return [(remedy, where + what) for remedy, where, what in told if where]


def _line_of(place: int, part: WithheldPart) -> str:
    """A line of the redaction list."""
    facts = f"理由：{part.facts.rstrip('。')}。" if part.facts else ""
    return f"\n（{place}）{part.passage}：{part.outcome.value}。依据：{part.article}。{facts}"


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
