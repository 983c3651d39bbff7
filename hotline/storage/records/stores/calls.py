"""Telephone calls and their steps, and recordings that are to be deleted at the provider."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from hotline.core.calls import CallOutcome, CallRecord, CallStep
from hotline.storage.records.models.calls_and_texts import CallRow, CallStepRow, DiscardedRecordingRow
from hotline.storage.records.stores.insert_once import insert_once
from hotline.storage.records.stores.row_mapping import to_dataclass

_SET_OUTCOME = (
    update(CallRow)
    .where(CallRow.id == bindparam("call_id"))
    .values(outcome=bindparam("new_outcome"))
    .execution_options(synchronize_session=False)
)
"""Built once, because most webhooks run it and building a query takes longer than running it."""


class CallStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def begin(self, call_id: str, *, gateway: str, caller: str, at: datetime) -> None:
        """Record an incoming call; ``caller`` must be masked. Idempotent."""
        unknown = {"ended_at": None, "seconds": None, "status": "", "outcome": CallOutcome.NONE}
        insert_once(self._session, CallRow, id=call_id, gateway=gateway, caller=caller, began_at=at, **unknown)

    def add_step(self, call_id: str, step: CallStep, *, delivery: str | None) -> bool:
        """Record a step. Returns False when a step of this ``delivery`` is recorded already."""
        columns = {"at": step.at, "place": step.place, "did": step.did, "told": step.told}
        return insert_once(self._session, CallStepRow, call_id=call_id, delivery=delivery, **columns)

    def set_outcome(self, call_id: str, outcome: CallOutcome) -> None:
        """Record the outcome of the call so far. An unknown call is ignored."""
        self._session.execute(_SET_OUTCOME, {"call_id": call_id, "new_outcome": outcome})

    def end(self, call_id: str, *, status: str, seconds: int | None, at: datetime) -> bool:
        """Record how the call ended; only the first report counts. Returns False when the call is unknown."""
        row = self._session.get(CallRow, call_id, with_for_update=True)
        if row is None:
            return False
        if row.ended_at is None:
            row.status, row.seconds, row.ended_at = status, seconds, at
            self._session.flush()
        return True

    def find(self, call_id: str) -> CallRecord | None:
        row = self._session.get(CallRow, call_id)
        return None if row is None else to_dataclass(CallRecord, row)

    def list_steps(self, call_id: str) -> list[CallStep]:
        """The steps of a call, in order."""
        rows = self._session.scalars(
            select(CallStepRow).where(CallStepRow.call_id == call_id).order_by(CallStepRow.at, CallStepRow.id)
        )
        return [to_dataclass(CallStep, row) for row in rows]

    def list_deliveries(self, call_id: str) -> list[tuple[str, str]]:
        """(delivery, told) of the steps that came from a webhook, the last one first."""
        rows = self._session.execute(
            select(CallStepRow.delivery, CallStepRow.told)
            .where(CallStepRow.call_id == call_id, CallStepRow.delivery.is_not(None))
            .order_by(CallStepRow.at.desc(), CallStepRow.id.desc())
        )
        return [(delivery, told) for delivery, told in rows if delivery is not None]

    def erase(self, before: datetime) -> int:
        """Delete the calls that began before ``before``, with their steps. Returns the number of calls."""
        self._session.execute(delete(CallStepRow).where(CallStepRow.at < before))
        query = delete(CallRow).where(CallRow.began_at < before).returning(CallRow.id)
        return len(self._session.scalars(query).all())


class RecordingStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def discard(self, url: str, at: datetime) -> None:
        """Queue a recording for deletion at the provider, behind those that wait already."""
        if not insert_once(self._session, DiscardedRecordingRow, url=url, at=at):
            waiting = DiscardedRecordingRow.url == url
            self._session.execute(update(DiscardedRecordingRow).where(waiting).values(at=at))

    def list_discarded(self) -> list[str]:
        """The URLs of the recordings to be deleted, the longest waiting first."""
        return list(self._session.scalars(select(DiscardedRecordingRow.url).order_by(DiscardedRecordingRow.at)))

    def forget(self, url: str) -> None:
        """Take a recording out of the queue, once the provider has deleted it."""
        self._session.execute(delete(DiscardedRecordingRow).where(DiscardedRecordingRow.url == url))
