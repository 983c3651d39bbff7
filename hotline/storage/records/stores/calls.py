"""Telephone calls and their steps, and recordings that are to be deleted at the provider."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.orm import Session

from hotline.core.calls import CallOutcome, CallRecord, CallStep
from hotline.storage.records.models.calls_and_texts import CallRow, CallStepRow, DiscardedRecordingRow
from hotline.storage.records.stores.insert_once import insert_once, insert_or_update
from hotline.storage.records.stores.row_mapping import to_dataclass

_CALL = CallRow.__table__.select().where(CallRow.id == bindparam("call_id"))
_SET_OUTCOME = update(CallRow).where(CallRow.id == bindparam("call_id")).values(outcome=bindparam("new_outcome"))
_END = (
    update(CallRow)
    .where(CallRow.id == bindparam("call_id"), CallRow.ended_at.is_(None))
    .values(status=bindparam("new_status"), seconds=bindparam("new_seconds"), ended_at=bindparam("new_end"))
)
"""Built once, because each call runs them and building a query takes longer than running it."""


class CallStore:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(
        self, call_id: str, *, gateway: str, caller: str, at: datetime, outcome: CallOutcome | None = None
    ) -> None:
        """Record an incoming call; of one that is recorded, the ``outcome`` so far, unless that is None.

        ``caller`` must be masked. Idempotent."""
        columns = {"gateway": gateway, "caller": caller, "began_at": at, "outcome": outcome or CallOutcome.NONE}
        unknown = {"id": call_id, "ended_at": None, "seconds": None, "status": ""}
        if outcome is None:
            insert_once(self._connection, CallRow, **columns, **unknown)
        else:
            insert_or_update(self._connection, CallRow, key="id", changed="outcome", **columns, **unknown)

    def add_step(self, call_id: str, step: CallStep, *, delivery: str | None) -> bool:
        """Record a step. Returns False when a step of this ``delivery`` is recorded already."""
        columns = {"at": step.at, "place": step.place, "did": step.did, "told": step.told}
        return insert_once(self._connection, CallStepRow, call_id=call_id, delivery=delivery, **columns)

    def set_outcome(self, call_id: str, outcome: CallOutcome) -> None:
        """Record the outcome of the call so far. An unknown call is ignored."""
        self._connection.execute(_SET_OUTCOME, {"call_id": call_id, "new_outcome": outcome})

    def end(self, call_id: str, *, status: str, seconds: int | None, at: datetime) -> bool:
        """Record how the call ended; only the first report counts. Returns False when the call is unknown."""
        ended = {"new_status": status, "new_seconds": seconds, "new_end": at}
        if self._connection.execute(_END, {"call_id": call_id} | ended).rowcount:
            return True
        return self.find(call_id) is not None

    def find(self, call_id: str) -> CallRecord | None:
        row = self._connection.execute(_CALL, {"call_id": call_id}).one_or_none()
        return None if row is None else to_dataclass(CallRecord, row)

    def list_steps(self, call_id: str) -> list[CallStep]:
        """The steps of a call, in order."""
        of_call = CallStepRow.__table__.select().where(CallStepRow.call_id == call_id)
        rows = self._connection.execute(of_call.order_by(CallStepRow.at, CallStepRow.id))
        return [to_dataclass(CallStep, row) for row in rows]

    def list_deliveries(self, call_id: str) -> list[tuple[str, str]]:
        """(delivery, told) of the steps that came from a webhook, the last one first."""
        rows = self._connection.execute(
            select(CallStepRow.delivery, CallStepRow.told)
            .where(CallStepRow.call_id == call_id, CallStepRow.delivery.is_not(None))
            .order_by(CallStepRow.at.desc(), CallStepRow.id.desc())
        )
        return [(delivery, told) for delivery, told in rows if delivery is not None]

    def erase(self, before: datetime) -> int:
        """Delete the calls that began before ``before``, with their steps. Returns the number of calls."""
        self._connection.execute(delete(CallStepRow).where(CallStepRow.at < before))
        query = delete(CallRow).where(CallRow.began_at < before).returning(CallRow.id)
        return len(self._connection.scalars(query).all())


class RecordingStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def discard(self, url: str, at: datetime) -> None:
        """Queue a recording for deletion at the provider, behind those that wait already."""
        if not insert_once(self._session.connection(), DiscardedRecordingRow, url=url, at=at):
            waiting = DiscardedRecordingRow.url == url
            self._session.execute(update(DiscardedRecordingRow).where(waiting).values(at=at))

    def list_discarded(self) -> list[str]:
        """The URLs of the recordings to be deleted, the longest waiting first."""
        return list(self._session.scalars(select(DiscardedRecordingRow.url).order_by(DiscardedRecordingRow.at)))

    def forget(self, url: str) -> None:
        """Take a recording out of the queue, once the provider has deleted it."""
        self._session.execute(delete(DiscardedRecordingRow).where(DiscardedRecordingRow.url == url))
