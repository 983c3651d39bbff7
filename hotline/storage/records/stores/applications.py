"""Applications for disclosure: read whole, and written step by step under a version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hotline.core.disclosure.applications import Applicant, Application, ApplicationEvent, ApplicationState, Wanted
from hotline.core.errors import Conflict
from hotline.core.permissions import OwnPart
from hotline.storage.records.models.applications import ApplicationEventRow, ApplicationRow
from hotline.storage.records.stores.row_mapping import field_names, to_dataclass


class ApplicationStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, number: str) -> Application | None:
        row = self._session.scalars(select(ApplicationRow).filter_by(number=number)).one_or_none()
        return None if row is None else self._read([row])[0]

    def find_by_code(self, number: str, code_digest: str) -> Application | None:
        """The application with this number and this digest of its query code."""
        found = select(ApplicationRow).filter_by(number=number, code_digest=code_digest)
        row = self._session.scalars(found).one_or_none()
        return None if row is None else self._read([row])[0]

    def find_submission(self, submission: str) -> Application | None:
        """The application that a web form with this number has made."""
        row = self._session.scalars(select(ApplicationRow).filter_by(submission=submission)).one_or_none()
        return None if row is None else self._read([row])[0]

    def add(self, application: Application, code_digest: str, submission: str | None) -> bool:
        """Add an application without events. Returns False where its number or submission is taken."""
        row = ApplicationRow(code_digest=code_digest, submission=submission, **vars(application.wanted))
        for name in (
            "number",
            "channel",
            "arrived_on",
            "received_on",
            "applicant_kind",
            "department",
            "office_code",
            "state",
            "split_from",
        ):
            setattr(row, name, getattr(application, name))
        for name in ("name", "identity", "telephone", "email", "address", "agent"):
            setattr(row, name, getattr(application.applicant, name))
        row.version = application.version
        try:
            with self._session.begin_nested():
                self._session.add(row)
        except IntegrityError:
            return False
        return True

    def next_number(self, year: int) -> str:
        """The number after the highest of ``year``: "2026-00012"."""
        of_year = select(ApplicationRow.number).where(ApplicationRow.number.startswith(f"{year}-"))
        highest = (func.length(ApplicationRow.number).desc(), ApplicationRow.number.desc())
        last = self._session.scalars(of_year.order_by(*highest).limit(1)).first()
        return f"{year}-{int(last.partition('-')[2]) + 1 if last else 1:05d}"

    def add_event(
        self, application: Application, event: ApplicationEvent, received_on: date | None = None
    ) -> Application:
        """Add a step, and return the application as it is then. ``received_on`` is the day of receipt that it fixes.

        Raises Conflict where somebody else took a step since ``application`` was read."""
        columns: dict[str, object] = {"state": event.state, "version": application.version + 1}
        if received_on is not None:
            columns["received_on"] = received_on
        is_same = (ApplicationRow.number == application.number, ApplicationRow.version == application.version)
        changed = update(ApplicationRow).where(*is_same).values(**columns).returning(ApplicationRow.id)
        if self._session.scalars(changed, execution_options={"synchronize_session": False}).first() is None:
            raise Conflict("这件申请刚刚被别人办过，请刷新页面再看。")
        step = {name: getattr(event, name) for name in field_names(ApplicationEvent)}
        self._session.add(ApplicationEventRow(number=application.number, **step))
        self._session.flush()
        return replace(application, **columns, events=(*application.events, event))  # type: ignore[arg-type]

    def note_reply_shown(self, number: str, at: datetime) -> None:
        """Keep when a reply was shown to the applicant; no step, so that no open form of staff becomes stale."""
        self._session.execute(update(ApplicationRow).where(ApplicationRow.number == number).values(reply_shown_at=at))

    def list_applications(
        self,
        *,
        states: Sequence[ApplicationState] = (),
        own: OwnPart | None = None,
        words: str = "",
        by_name: bool = False,
        limit: int,
        skip: int = 0,
    ) -> tuple[list[Application], int]:
        """Applications, the newest first, and how many there are in all; ``words`` are looked for in number and
        text, with ``by_name`` in the applicant's name too."""
        found: list[ColumnElement[bool]] = []
        if states:
            found.append(ApplicationRow.state.in_(states))
        if own is not None:
            found.append(_belongs_to(own))
        if words:
            columns = [ApplicationRow.number, ApplicationRow.description]
            columns += [ApplicationRow.name] if by_name else []
            found.append(or_(*(column.contains(words, autoescape=True) for column in columns)))
        total = self._session.scalars(select(func.count()).select_from(ApplicationRow).where(*found)).one()
        rows = select(ApplicationRow).where(*found).order_by(ApplicationRow.number.desc()).limit(limit).offset(skip)
        return self._read(self._session.scalars(rows).all()), total

    def list_open_of_office(self, office_code: str) -> list[str]:
        """The numbers of the applications to an office that are not archived."""
        of_office = (ApplicationRow.office_code == office_code, ApplicationRow.state != ApplicationState.ARCHIVED)
        return list(self._session.scalars(select(ApplicationRow.number).where(*of_office)))

    def list_of_applicant(self, name: str, identity: str, office_code: str) -> list[Application]:
        """The applications of one applicant to one office, the oldest first."""
        found = select(ApplicationRow).filter_by(name=name, identity=identity, office_code=office_code)
        return self._read(self._session.scalars(found.order_by(ApplicationRow.number)).all())

    def list_split(self, number: str) -> list[Application]:
        """The application with this number and those that were split from it, the oldest first."""
        found = select(ApplicationRow).where(or_(ApplicationRow.number == number, ApplicationRow.split_from == number))
        return self._read(self._session.scalars(found.order_by(ApplicationRow.number)).all())

    def list_received_until(self, last_day: date, office_code: str = "") -> list[Application]:
        """Every application to an office whose receipt is confirmed on or before ``last_day``, the oldest first."""
        received = (ApplicationRow.received_on <= last_day, ApplicationRow.office_code == office_code)
        found = select(ApplicationRow).where(*received).order_by(ApplicationRow.number)
        return self._read(self._session.scalars(found).all())

    def erase_identities(self, archived_before: datetime) -> int:
        """Remove the proofs of identity of applications archived before then, and return how many."""
        later = select(ApplicationEventRow.number).where(ApplicationEventRow.at >= archived_before)
        still = (ApplicationRow.state == ApplicationState.ARCHIVED, ApplicationRow.identity != "")
        rows = update(ApplicationRow).where(*still, ApplicationRow.number.not_in(later)).values(identity="")
        returned = rows.returning(ApplicationRow.id)
        erased = self._session.scalars(returned, execution_options={"synchronize_session": False}).all()
        self._session.expire_all()
        return len(erased)

    def _read(self, rows: Sequence[ApplicationRow]) -> list[Application]:
        numbers = [row.number for row in rows]
        steps = select(ApplicationEventRow).where(ApplicationEventRow.number.in_(numbers))
        events: dict[str, list[ApplicationEvent]] = {number: [] for number in numbers}
        for step in self._session.scalars(steps.order_by(ApplicationEventRow.serial)):
            events[step.number].append(to_dataclass(ApplicationEvent, step))
        return [_application(row, tuple(events[row.number])) for row in rows]


def _belongs_to(own: OwnPart) -> ColumnElement[bool]:
    """As ``OwnPart.has`` says: an application names its office itself."""
    if own.office_code:
        return ApplicationRow.office_code == own.office_code
    return ApplicationRow.department.in_(own.departments)


def _application(row: ApplicationRow, events: tuple[ApplicationEvent, ...]) -> Application:
    applicant = to_dataclass(Applicant, row, kind=row.applicant_kind)
    return to_dataclass(Application, row, applicant=applicant, wanted=to_dataclass(Wanted, row), events=events)
