"""Registering applications for disclosure, and finding them again: by staff, and by who applied."""

from __future__ import annotations

import hashlib
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hotline.core.disclosure.answer_clock import clock_events
from hotline.core.disclosure.application_life import require_own
from hotline.core.disclosure.applications import (
    CODE_DIGITS,
    CONFIRMED_BY_RECEIPT,
    Applicant,
    ApplicantKind,
    Application,
    ApplicationAction,
    ApplicationChannel,
    ApplicationEvent,
    ApplicationState,
    Wanted,
)
from hotline.core.disclosure.case_files import has_words
from hotline.core.disclosure.clocks import ClockReading, read_clock
from hotline.core.disclosure.limits import ANSWER
from hotline.core.errors import Conflict, InvalidInput, NotFound
from hotline.core.member_offices import LINE_OFFICE, offices_of
from hotline.core.permissions import Permission, Staff
from hotline.core.text_length import tidy
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

DESCRIPTION_LIMIT = 2_000
FIELD_LIMIT = 200
"""Characters of every other text of an application."""
OLDEST = timedelta(days=366)
"""An application may be registered so long after it came."""
_MASKED = "●●●"
_NUMBER_TRIES = 20
_TYPED = ("channel", "arrived_on", "applicant", "wanted", "department", "office_code")
"""What of an application its form holds."""


@dataclass(frozen=True)
class Registered:
    """A registered application and its query code, which is told once and then only kept as a digest.

    ``is_changed``: the form came before, with something else in it, so that what it holds now is not registered."""

    application: Application
    query_code: str
    is_changed: bool = False


@dataclass(frozen=True)
class OpenApplication:
    """An application with the clock of its answer; ``clock`` is None while its receipt is not confirmed.

    ``strict_last_day`` is the last day if a payment did not begin the period again; None where nothing was paid."""

    application: Application
    clock: ClockReading | None
    strict_last_day: date | None = None


def register(
    line: Line,
    *,
    channel: ApplicationChannel,
    applicant: Applicant,
    wanted: Wanted,
    actor: Staff | None = None,
    arrived_on: date | None = None,
    department: str = "",
    office_code: str = LINE_OFFICE,
    submission: str | None = None,
    code: str = "",
    split_from: str = "",
    unit: Unit | None = None,
) -> Registered:
    """Register an application under the next number; ``actor`` is None for the web form.

    On the web, at the desk and on the phone the applicant learns number and query code at once, which fixes the day of
    receipt; what comes by ordinary mail, e-mail or fax waits to be confirmed. ``code`` is the query code where the
    caller has chosen one, else it is random. A ``submission`` that came before returns its application, without a code:
    that was told the first time. ``split_from`` is the number of another one from the same paper. Where a ``unit`` is
    given, the application joins its transaction. Raises InvalidInput for what is missing, NotAllowed, NotFound."""
    if actor is not None:
        actor.require(Permission.REGISTER_APPLICATIONS)
        actor.require_department(department, office_code)
    today, code = line.now().date(), code or draw_code(line)
    arrived_on, applicant, wanted = arrived_on or today, applicant.with_texts(_one_line), wanted.with_texts(tidy)
    if problems := check_application(applicant, wanted, arrived_on, today):
        raise InvalidInput(problems)
    application = replace(_unnumbered(channel, applicant, wanted, arrived_on, department), office_code=office_code)
    with line.records.writing() if unit is None else nullcontext(unit) as writing:
        _require_addressee(writing, office_code, department)
        if submission and (first := writing.applications.find_submission(submission)):
            is_changed = any(getattr(first, name) != getattr(application, name) for name in _TYPED)
            return Registered(replace(first, applicant=None), "", is_changed)
        linked = replace(application, split_from=_first_of(writing, split_from))
        application = _add(writing, linked, today.year, code, submission)
        if channel in CONFIRMED_BY_RECEIPT:
            application = confirm(line, writing, application, arrived_on, actor.name if actor else "")
    return Registered(application, code)


def list_addressees(line: Line, actor: Staff | None = None) -> dict[str, str]:
    """Code -> name of the offices that take applications here: the one that runs the line, under "", and each member
    with a disclosure desk. Staff of a member office register for their own alone."""
    with line.records.reading() as unit:
        members = {office.code: office.name for office in unit.office.member_offices() if office.desk is not None}
        if actor is not None and actor.office_code:
            return {code: name for code, name in members.items() if code == actor.office_code}
        return {LINE_OFFICE: unit.office.office().name, **members}


def _require_addressee(unit: Unit, office_code: str, department: str) -> None:
    """Raise InvalidInput where the office takes no applications here, or the department is another office's."""
    if office_code:
        row = unit.office.rows_of_member_offices.find_key(office_code)
        if row is None or row.value.desk is None:
            raise InvalidInput({"office_code": "这个单位不在这里收公开申请，请换一个。"})
    if department and offices_of(unit.office.departments()).get(department, office_code) != office_code:
        raise InvalidInput({"department": "这个部门不是那个单位的，请换一个。"})


def draw_code(line: Line) -> str:
    """A random query code."""
    return f"{line.draw(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def _unnumbered(
    channel: ApplicationChannel, applicant: Applicant, wanted: Wanted, arrived_on: date, department: str
) -> Application:
    return Application(
        number="",
        channel=channel,
        arrived_on=arrived_on,
        received_on=None,
        applicant=applicant,
        applicant_kind=applicant.kind,
        wanted=wanted,
        department=department,
        state=ApplicationState.REGISTERED,
        version=0,
    )


def _first_of(unit: Unit, number: str) -> str:
    """The number of the application that was registered first of those from one paper; "" for none."""
    return get_by_number(unit, number).split_from or number if number else ""


def _add(unit: Unit, application: Application, year: int, code: str, submission: str | None) -> Application:
    """Add ``application`` under the next number of ``year``, which another process may take meanwhile."""
    for _ in range(_NUMBER_TRIES):
        numbered = replace(application, number=unit.applications.next_number(year))
        if unit.applications.add(numbered, digest_code(numbered.number, code), submission):
            return numbered
    raise Conflict("这件申请刚刚登记过，请刷新页面再看。")


def confirm(line: Line, unit: Unit, application: Application, received_on: date, by: str) -> Application:
    """Fix the day of receipt, which starts the clock of the answer."""
    event = ApplicationEvent(
        serial=application.version + 1,
        action=ApplicationAction.CONFIRM,
        state=ApplicationState.RECEIVED,
        day=received_on,
        at=line.now(),
        by=by,
        working_days=ANSWER.working_days,
    )
    return unit.applications.add_event(application, event, received_on)


def list_open_applications(
    line: Line,
    actor: Staff,
    states: tuple[ApplicationState, ...] = (),
    words: str = "",
    *,
    limit: int,
    skip: int = 0,
) -> tuple[list[OpenApplication], int]:
    """Applications in these ``states`` (all of them where none is named), the newest first, and how many there are.

    A liaison officer gets those of the own department alone. Who may not see applicants finds nobody by name: what a
    search finds would tell who applied."""
    actor.require(Permission.READ_APPLICATIONS)
    with line.records.reading() as unit:
        found, total = unit.applications.list_applications(
            states=states,
            own=actor.own_part,
            words=words.strip(),
            by_name=actor.may(Permission.SEE_APPLICANTS),
            limit=limit,
            skip=skip,
        )
    return [with_clock(line, seen_by(actor, application)) for application in found], total


def get_application(line: Line, actor: Staff, number: str) -> OpenApplication:
    """One application with its clock. Raises NotFound, and NotAllowed for a liaison officer of another department."""
    actor.require(Permission.READ_APPLICATIONS)
    with line.records.reading() as unit:
        application = get_by_number(unit, number)
    require_own(actor, application)
    return with_clock(line, seen_by(actor, application))


def get_by_number(unit: Unit, number: str, version: int | None = None) -> Application:
    """The application with this number. Raises NotFound, and Conflict where it is no longer of ``version``."""
    application = unit.applications.find(number)
    if application is None:
        raise NotFound("没有这个编号的申请。")
    if version is not None and application.version != version:
        raise Conflict("这件申请刚刚被别人办过，请刷新页面再看。")
    return application


def list_earlier(line: Line, actor: Staff, number: str) -> list[Application]:
    """The other applications of the same applicant to the same office, the oldest first; none where the proof of
    identity was erased."""
    actor.require(Permission.SEE_APPLICANTS)
    with line.records.reading() as unit:
        application = unit.applications.find(number)
        if application is None or application.applicant is None or not application.applicant.identity:
            return []
        require_own(actor, application)
        applicant = application.applicant
        of_applicant = unit.applications.list_of_applicant(applicant.name, applicant.identity, application.office_code)
    return [other for other in of_applicant if other.number != number]


def list_siblings(line: Line, actor: Staff, number: str) -> list[Application]:
    """The other applications from the same paper, the oldest first, of those that ``actor`` may read."""
    actor.require(Permission.READ_APPLICATIONS)
    with line.records.reading() as unit:
        family = unit.applications.list_split(_first_of(unit, number))
    own = actor.own_department
    return [seen_by(actor, one) for one in family if one.number != number and own in (None, one.department)]


def seen_by(actor: Staff, application: Application) -> Application:
    """``application`` as ``actor`` may see it: who applied is masked for who may not see applicants."""
    if actor.may(Permission.SEE_APPLICANTS) or application.applicant is None:
        return application
    return replace(application, applicant=application.applicant.with_texts(lambda _: _MASKED))


def digest_code(number: str, query_code: str) -> str:
    """What is stored of a query code: SHA-256 of the application's number and the code."""
    return hashlib.sha256(f"{number}:{query_code}".encode()).hexdigest()


def with_clock(line: Line, application: Application) -> OpenApplication:
    """``application`` with the clock of its answer."""
    clock = read_answer_clock(line, application, line.now().date())
    return OpenApplication(application, clock, _strict_last_day(line, application))


def read_answer_clock(line: Line, application: Application, until: date | None = None) -> ClockReading | None:
    """The clock of the answer; None while the day of receipt is not confirmed. ``until`` is that of ``read_clock``."""
    events = clock_events(application)
    return read_clock(events, line.describe_day, until) if events else None


def _strict_last_day(line: Line, application: Application) -> date | None:
    if not application.has_done(ApplicationAction.PAY):
        return None
    try:
        return read_clock(clock_events(application, pay_restarts=False), line.describe_day).last_day
    except Conflict:  # a later step, such as an extension, came after the last day of that reading
        return None


def _one_line(text: str) -> str:
    """``text`` without line ends: a name becomes part of a sentence in letters."""
    return " ".join(tidy(text).split())


def check_application(applicant: Applicant, wanted: Wanted, arrived_on: date, today: date) -> dict[str, str]:
    """What 第二十九条 asks and is missing, and a day that cannot be: field name -> message."""
    problems = _check_applicant(applicant)
    if not has_words(wanted.description):
        problems["description"] = "请写要什么信息：名称、文号，或者能让人找到它的描述。"
    elif len(wanted.description) > DESCRIPTION_LIMIT:
        problems["description"] = f"最多{DESCRIPTION_LIMIT}个字，现在有{len(wanted.description)}个字。"
    if arrived_on > today:
        problems["arrived_on"] = "收到的日期不能在今天之后。"
    elif arrived_on < today - OLDEST:
        problems["arrived_on"] = "收到的日期在一年以前，请检查。"
    rest = {**vars(applicant), **{name: text for name, text in vars(wanted).items() if name != "description"}}
    for name, text in rest.items():
        if isinstance(text, str) and len(text) > FIELD_LIMIT:
            problems.setdefault(name, f"最多{FIELD_LIMIT}个字，现在有{len(text)}个字。")
    return problems


def _check_applicant(applicant: Applicant) -> dict[str, str]:
    problems = {}
    if not has_words(applicant.name):
        problems["name"] = "请写姓名。" if applicant.kind is ApplicantKind.PERSON else "请写单位名称。"
    if not has_words(applicant.identity):
        problems["identity"] = "请写身份证明：证件名称和号码，或者登记说明谁看过什么证件。"
    if not any(map(has_words, (applicant.telephone, applicant.email, applicant.address))):
        problems["telephone"] = "请至少写一种联系方式：电话、电子邮箱或者地址。"
    return problems
