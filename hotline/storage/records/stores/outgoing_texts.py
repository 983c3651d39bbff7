"""Texts that wait to go out or went, and what providers reported of them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from hotline.core.texts import OutgoingText, Receipt, TextPurpose, TextState
from hotline.storage.records.models.calls_and_texts import OutgoingTextRow, ReceiptRow
from hotline.storage.records.stores.insert_once import insert_once
from hotline.storage.records.stores.row_mapping import to_dataclass

_UNSETTLED = (TextState.WAITING, TextState.SENDING)
_FOR_NOW = "failed for now"


class TextStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def queue(
        self,
        key: str,
        *,
        gateway: str,
        number: str,
        body: str,
        purpose: TextPurpose,
        tracking: str = "",
        at: datetime,
        due_at: datetime | None = None,
        refused: str = "",
    ) -> OutgoingText:
        """Have ``body`` sent to ``number`` (E.164), at once or when it is ``due_at``; the text queued first when
        ``key`` was queued before.

        With ``refused``, why it must not be sent, it is kept as failed, without a number, and never tried."""
        state, ended_at = (TextState.FAILED, at) if refused else (TextState.WAITING, None)
        text = {"gateway": gateway, "number": "" if refused else number, "body": body, "purpose": purpose}
        when = {"queued_at": at, "due_at": due_at or at, "sent_at": None, "ended_at": ended_at}
        begun = {"state": state, "tries": 0, "provider_id": "", "error": refused}
        insert_once(self._session, OutgoingTextRow, key=key, tracking=tracking, **text, **when, **begun)
        row = self._session.scalars(select(OutgoingTextRow).where(OutgoingTextRow.key == key)).one()
        return to_dataclass(OutgoingText, row)

    def list_tracking(self, tracking: str) -> list[OutgoingText]:
        """The texts about a message, the first queued first."""
        query = select(OutgoingTextRow).where(OutgoingTextRow.tracking == tracking).order_by(OutgoingTextRow.id)
        return [to_dataclass(OutgoingText, row) for row in self._session.scalars(query)]

    def list_keys(self, beginning: str) -> list[OutgoingText]:
        """The texts whose keys begin so, the first queued first."""
        begun = OutgoingTextRow.key.startswith(beginning, autoescape=True)
        query = select(OutgoingTextRow).where(begun).order_by(OutgoingTextRow.id)
        return [to_dataclass(OutgoingText, row) for row in self._session.scalars(query)]

    def is_any_due(self, now: datetime) -> bool:
        due = select(OutgoingTextRow.id).where(OutgoingTextRow.state.in_(_UNSETTLED), OutgoingTextRow.due_at <= now)
        return self._session.scalars(due.limit(1)).first() is not None

    def claim(self, now: datetime, until: datetime, but_not: Collection[str] = ()) -> OutgoingText | None:
        """Take the text that has been due longest, so that nobody else has it before ``until``; one try more.

        Texts of the gateways ``but_not`` are left where they are."""
        due = select(OutgoingTextRow).where(OutgoingTextRow.state.in_(_UNSETTLED), OutgoingTextRow.due_at <= now)
        due = due.where(OutgoingTextRow.gateway.not_in(but_not))
        first = due.order_by(OutgoingTextRow.due_at, OutgoingTextRow.id).limit(1)
        row = self._session.scalars(first.with_for_update(skip_locked=True)).one_or_none()
        if row is None:
            return None
        row.state, row.tries, row.due_at = TextState.SENDING, row.tries + 1, until
        self._session.flush()
        return to_dataclass(OutgoingText, row)

    def mark_sent(self, text: OutgoingText, provider_id: str, at: datetime) -> bool:
        """The provider took ``text``; False when it is another try's by now."""
        row = self._claimed(text)
        if row is None:
            return False
        row.state, row.provider_id, row.sent_at, row.error = TextState.SENT, provider_id, at, ""
        self._session.flush()
        return True

    def mark_delivered(self, text: OutgoingText, at: datetime) -> None:
        row = self._session.get_one(OutgoingTextRow, text.id)
        row.state, row.error, row.ended_at = TextState.DELIVERED, "", at
        self._session.flush()

    def mark_failed(self, text: OutgoingText, error: str, at: datetime, *, again: datetime | None) -> None:
        """``text`` did not get there; it is tried ``again`` then, never when that is None.

        Nothing changes when it is another try's by now."""
        row = self._session.get_one(OutgoingTextRow, text.id, with_for_update=True)
        if (row.state, row.tries) != (text.state, text.tries):
            return
        row.error = error
        if again is None:
            row.state, row.ended_at = TextState.FAILED, at
        else:
            row.state, row.due_at = TextState.WAITING, again
        self._session.flush()

    def keep_receipt(self, gateway: str, receipt: Receipt, at: datetime) -> bool:
        """Keep what a provider reported; False when it had reported the same before."""
        told = {"gateway": gateway, "provider_id": receipt.provider_id, "status": _written(receipt)}
        return insert_once(self._session, ReceiptRow, received_at=at, **told)

    def list_receipts(self, gateway: str, provider_id: str) -> list[Receipt]:
        """What was reported of a text, in the order it came."""
        kept = select(ReceiptRow).filter_by(gateway=gateway, provider_id=provider_id).order_by(ReceiptRow.id)
        return [_receipt(row) for row in self._session.scalars(kept)]

    def find_sent(self, gateway: str, provider_id: str) -> OutgoingText | None:
        """The text that the provider took under this id."""
        sent = select(OutgoingTextRow).filter_by(gateway=gateway, provider_id=provider_id)
        row = self._session.scalars(sent.with_for_update()).first()
        return None if row is None else to_dataclass(OutgoingText, row)

    def erase_numbers(self, *, ended_before: datetime, queued_before: datetime) -> int:
        """Forget whom the texts went to that ended or were queued before those times; the number of texts."""
        old = or_(OutgoingTextRow.ended_at < ended_before, OutgoingTextRow.queued_at < queued_before)
        query = update(OutgoingTextRow).where(old, OutgoingTextRow.number != "").values(number="")
        erased = self._session.scalars(
            query.returning(OutgoingTextRow.id), execution_options={"synchronize_session": False}
        )
        return len(erased.all())

    def erase_receipts(self, before: datetime) -> int:
        query = delete(ReceiptRow).where(ReceiptRow.received_at < before).returning(ReceiptRow.id)
        return len(self._session.scalars(query).all())

    def _claimed(self, text: OutgoingText) -> OutgoingTextRow | None:
        row = self._session.get_one(OutgoingTextRow, text.id, with_for_update=True)
        return row if (row.state, row.tries) == (TextState.SENDING, text.tries) else None


def _written(receipt: Receipt) -> str:
    """How far, then the provider's own word: a receipt may be here before the text is known to be sent."""
    far = _FOR_NOW if receipt.state is TextState.FAILED and receipt.passing else receipt.state.value
    return f"{far}: {receipt.status}"


def _receipt(row: ReceiptRow) -> Receipt:
    far, _, status = row.status.partition(": ")
    state = TextState.FAILED if far == _FOR_NOW else TextState(far)
    return Receipt(row.provider_id, state, status, passing=far == _FOR_NOW)
