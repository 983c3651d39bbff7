"""A letter of an invented case, to look at a template before it is approved."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from hotline.core.disclosure.applications import (
    Applicant,
    ApplicantKind,
    Application,
    ApplicationAction,
    ApplicationChannel,
    ApplicationEvent,
    ApplicationState,
    Wanted,
)
from hotline.core.disclosure.case_files import GIVES, ConsultedKind, LetterKind, WithheldPart, reply_by_rule
from hotline.core.disclosure.desk import DisclosureDesk
from hotline.core.disclosure.letter_templates import LetterTemplate, part_of
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.errors import NotFound
from hotline.core.permissions import Permission, Staff
from hotline.services.disclosure.letters import (
    LETTER_OF,
    TemplateVersion,
    compose,
    compose_opinion_request,
    read_template,
)
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.core.disclosure.case_files import Reply
    from hotline.storage.records.unit_of_work import Unit

INVENTED_DESK = DisclosureDesk(
    name="某某市某某局政府信息公开办公室",
    address="某某市某某路1号",
    telephone="0000-80000000",
    letter_mark="某公复",
    review_body="某某市人民政府",
    review_address="行政复议机构：某某市司法局",
    review_online="某某市行政复议网上渠道",
    court="某某市某某区人民法院",
    payment="到某某窗口缴纳",
)
"""Where the office has not entered its own."""
_DAY = date(2026, 1, 5)
"""A Monday in a year whose days off are decreed."""
_AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
_WORDS = "（这里是工作人员写的内容）"


def preview_template(line: Line, actor: Staff, template: LetterTemplate) -> str:
    """The body of a letter that ``template`` would make of an invented case, with this office's particulars.

    Raises Conflict where the text cannot be filled in."""
    actor.require(Permission.READ_ENTRIES)
    part = part_of(template.code)
    kind, outcome = (part, ReplyOutcome.INTERNAL) if isinstance(part, LetterKind) else (LetterKind.REPLY, part)
    application = _invent_application(outcome)
    with line.records.reading() as unit:

        def read(code: str) -> TemplateVersion:
            return TemplateVersion(template, 0) if code == template.code else read_template(unit, code)

        desk = _read_desk(unit)
        if kind is LetterKind.OPINION_REQUEST:
            whom = "某某公司（预览）"
            return compose_opinion_request(line, read, desk, application, ConsultedKind.THIRD_PARTY, whom).body
        if kind is LetterKind.REPLY:
            return compose(line, read, desk, application, kind, reply=_invent_reply(outcome)).body
        event = _invent_event(kind)
        changed = replace(application, events=(*application.events, event))
        return compose(line, read, desk, changed, kind, event).body


def _read_desk(unit: Unit) -> DisclosureDesk:
    try:
        return unit.office.disclosure_desk()
    except NotFound:
        return INVENTED_DESK


def _invent_application(outcome: ReplyOutcome) -> Application:
    """An application that was received, and of which everything was asked that a letter may quote."""
    steps = (ApplicationAction.CONFIRM, ApplicationAction.ASK_CORRECTION, ApplicationAction.CHARGE)
    events = tuple(_step(action, serial) for serial, action in enumerate(steps, 1))
    return Application(
        number="2026-00000",
        channel=ApplicationChannel.WEB,
        arrived_on=_DAY,
        received_on=_DAY,
        applicant=Applicant(ApplicantKind.PERSON, "张某某（预览）", ""),
        applicant_kind=ApplicantKind.PERSON,
        wanted=Wanted("2025年行政复议案件统计表（预览）"),
        department="",
        state=ApplicationState.RECEIVED,
        version=len(events),
        events=events if outcome in (ReplyOutcome.NOT_CORRECTED, ReplyOutcome.NOT_PAID) else events[:1],
    )


def _step(action: ApplicationAction, serial: int, days: int = 20) -> ApplicationEvent:
    return ApplicationEvent(serial, action, ApplicationState.RECEIVED, _DAY, _AT, "", _WORDS, days, 100)


def _invent_event(kind: LetterKind) -> ApplicationEvent:
    return _step(next(action for action, letter in LETTER_OF.items() if letter is kind), 2, 10)


def _invent_reply(outcome: ReplyOutcome) -> Reply:
    withheld = (WithheldPart("第3页第2段", ReplyOutcome.THIRD_PARTY),)
    return reply_by_rule(
        outcome,
        "",
        _AT,
        reasons=_WORDS,
        given=_WORDS if outcome in (*GIVES, ReplyOutcome.ALREADY_PUBLIC) else "",
        withheld=withheld if outcome is ReplyOutcome.PARTLY_DISCLOSED else (),
        remedy_words="（这里是法律顾问写的救济途径）" if outcome is ReplyOutcome.CONFIRMATION else "",
    )
