"""Whom the line rang for a caller, in order, and how each ringing went."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hotline.core.calls import Attempt, AttemptKind, AttemptResult
from hotline.storage.line_records import AttemptRow


class AttemptStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(
        self,
        call_id: str,
        serial: int,
        *,
        kind: AttemptKind,
        department: str,
        name: str,
        line: str,
        enquiry_id: int | None,
        at: datetime,
    ) -> Attempt:
        """Keep that somebody is being rung (``line`` masked by the caller of this); the first one when it is told
        again under the same ``serial``."""
        row = AttemptRow(call_id=call_id, serial=serial, kind=kind, department=department, name=name, line=line)
        row.leg, row.enquiry_id, row.rung_at = "", enquiry_id, at
        row.result, row.answered_at, row.ended_at = AttemptResult.RINGING, None, None
        first = self._find(call_id, serial)
        if first is None:
            try:
                with self._session.begin_nested():
                    self._session.add(row)
            except IntegrityError:
                first = self._find(call_id, serial)
        return _attempt(first or row)

    def list_attempts(self, call_id: str) -> list[Attempt]:
        """The attempts of a call in their order."""
        query = select(AttemptRow).where(AttemptRow.call_id == call_id).order_by(AttemptRow.serial)
        return [_attempt(row) for row in self._session.scalars(query)]

    def find(self, call_id: str, serial: int) -> Attempt | None:
        row = self._find(call_id, serial)
        return None if row is None else _attempt(row)

    def erase(self, before: datetime) -> None:
        """Forget whom the line rang before that time."""
        self._session.execute(delete(AttemptRow).where(AttemptRow.rung_at < before))

    def _find(self, call_id: str, serial: int) -> AttemptRow | None:
        query = select(AttemptRow).filter_by(call_id=call_id, serial=serial)
        return self._session.scalars(query).one_or_none()


def _attempt(row: AttemptRow) -> Attempt:
    return Attempt(
        call_id=row.call_id,
        serial=row.serial,
        kind=row.kind,
        department=row.department,
        name=row.name,
        line=row.line,
        leg=row.leg,
        rung_at=row.rung_at,
        result=row.result,
        answered_at=row.answered_at,
        ended_at=row.ended_at,
    )
