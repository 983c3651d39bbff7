"""Dial attempts: whom the line dialled for a caller, in which order, and how each attempt ended."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hotline.core.calls import Attempt, AttemptKind, AttemptResult
from hotline.storage.records.models.calls_and_texts import AttemptRow
from hotline.storage.records.stores.row_mapping import to_dataclass


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
        telephone: str,
        enquiry_id: int | None,
        at: datetime,
    ) -> Attempt:
        """Record an attempt that is ringing; ``telephone`` must be masked.

        Idempotent: if the call has an attempt with this ``serial``, that one is returned."""
        row = AttemptRow(
            call_id=call_id, serial=serial, kind=kind, department=department, name=name, telephone=telephone
        )
        row.leg, row.enquiry_id, row.rung_at = "", enquiry_id, at
        row.result, row.answered_at, row.ended_at = AttemptResult.RINGING, None, None
        first = self._find(call_id, serial)
        if first is None:
            try:
                with self._session.begin_nested():
                    self._session.add(row)
            except IntegrityError:
                first = self._find(call_id, serial)
        return to_dataclass(Attempt, first or row)

    def set_leg(self, call_id: str, serial: int, leg: str) -> None:
        """Record the provider's id of the outbound leg, once it is known."""
        row = self._find(call_id, serial, for_update=True)
        if row is not None and not row.leg:
            row.leg = leg
            self._session.flush()

    def answer(self, call_id: str, serial: int, leg: str, at: datetime) -> bool:
        """Record that the person answered. Returns False when the attempt is unknown or has ended."""
        row = self._find(call_id, serial, for_update=True)
        if row is None or row.result not in (AttemptResult.RINGING, AttemptResult.ANSWERED):
            return False
        row.result, row.leg, row.answered_at = AttemptResult.ANSWERED, row.leg or leg, row.answered_at or at
        self._session.flush()
        return True

    def settle(self, call_id: str, serial: int, result: AttemptResult, at: datetime) -> None:
        """Record that an attempt has ended, with its ``result`` unless the person answered or declined.

        DECLINED does not replace a result that was recorded before."""
        row = self._find(call_id, serial, for_update=True)
        if row is None:
            return
        decided = {AttemptResult.ANSWERED, AttemptResult.DECLINED}
        if row.result is AttemptResult.RINGING or not {row.result, result} & decided:
            row.result = result
        row.ended_at = row.ended_at or at
        self._session.flush()

    def undo_answer(self, call_id: str, serial: int, result: AttemptResult, at: datetime) -> None:
        """Record that the person answered but could not be connected to the caller."""
        row = self._find(call_id, serial, for_update=True)
        if row is not None:
            row.result, row.answered_at, row.ended_at = result, None, at
            self._session.flush()

    def next_serial(self, call_id: str) -> int:
        """The serial number of a call's next attempt, from 0."""
        last = self._session.scalar(select(func.max(AttemptRow.serial)).where(AttemptRow.call_id == call_id))
        return 0 if last is None else last + 1

    def list_talking(self, since: datetime) -> list[Attempt]:
        """The attempts answered since ``since`` that have not ended, the latest first."""
        ongoing = AttemptRow.result == AttemptResult.ANSWERED, AttemptRow.ended_at.is_(None)
        latest_first = AttemptRow.answered_at.desc()
        query = select(AttemptRow).where(*ongoing, AttemptRow.answered_at >= since).order_by(latest_first)
        return [to_dataclass(Attempt, row) for row in self._session.scalars(query)]

    def list_attempts(self, call_id: str) -> list[Attempt]:
        """The attempts of a call, in order."""
        query = select(AttemptRow).where(AttemptRow.call_id == call_id).order_by(AttemptRow.serial)
        return [to_dataclass(Attempt, row) for row in self._session.scalars(query)]

    def find(self, call_id: str, serial: int) -> Attempt | None:
        row = self._find(call_id, serial)
        return None if row is None else to_dataclass(Attempt, row)

    def erase(self, before: datetime) -> None:
        """Delete the attempts that began before ``before``."""
        self._session.execute(delete(AttemptRow).where(AttemptRow.rung_at < before))

    def _find(self, call_id: str, serial: int, *, for_update: bool = False) -> AttemptRow | None:
        query = select(AttemptRow).filter_by(call_id=call_id, serial=serial)
        query = query.with_for_update() if for_update else query
        return self._session.scalars(query).one_or_none()
