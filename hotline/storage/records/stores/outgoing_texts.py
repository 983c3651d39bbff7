"""The outbox of texts: those that wait and those that were sent, and the delivery receipts of providers."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from hotline.core.texts import OutgoingText, Receipt, TextPurpose, TextState
from hotline.storage.records.models.calls_and_texts import OutgoingTextRow, ReceiptRow
from hotline.storage.records.stores.insert_once import insert_once
from hotline.storage.records.stores.named_lock import lock_name
from hotline.storage.records.stores.row_mapping import to_dataclass

_UNSETTLED = (TextState.WAITING, TextState.SENDING)
_FAILED_TEMPORARILY = "failed for now"
"""The stored state of a receipt that reports a failure which may pass."""


_SECRETS = (TextPurpose.STAFF_LINK, TextPurpose.QUERY_CODE, TextPurpose.CONFIRMATION)
"""Texts whose words open something."""


class OutgoingTextStore:
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
        """Queue ``body`` for ``number`` (E.164), to be sent at ``due_at`` or else at once.

        Idempotent: if ``key`` was queued before, that text is returned. ``refused`` is a reason why the text must not
        be sent; then it is stored as failed, without the number, and never tried."""
        state, ended_at = (TextState.FAILED, at) if refused else (TextState.WAITING, None)
        text = {"gateway": gateway, "number": "" if refused else number, "body": body, "purpose": purpose}
        times = {"queued_at": at, "due_at": due_at or at, "sent_at": None, "ended_at": ended_at}
        progress = {"state": state, "tries": 0, "provider_id": "", "error": refused}
        insert_once(
            self._session.connection(), OutgoingTextRow, key=key, tracking=tracking, **text, **times, **progress
        )
        row = self._session.scalars(select(OutgoingTextRow).where(OutgoingTextRow.key == key)).one()
        return to_dataclass(OutgoingText, row)

    def list_tracking(self, tracking: str) -> list[OutgoingText]:
        """The texts about the message with this tracking number, in the order they were queued."""
        query = select(OutgoingTextRow).where(OutgoingTextRow.tracking == tracking).order_by(OutgoingTextRow.id)
        return [to_dataclass(OutgoingText, row) for row in self._session.scalars(query)]

    def list_keys(self, beginning: str) -> list[OutgoingText]:
        """The texts whose keys begin with ``beginning``, in the order they were queued."""
        matches = OutgoingTextRow.key.startswith(beginning, autoescape=True)
        query = select(OutgoingTextRow).where(matches).order_by(OutgoingTextRow.id)
        return [to_dataclass(OutgoingText, row) for row in self._session.scalars(query)]

    def is_any_due(self, now: datetime, latest: datetime) -> bool:
        """Whether a text is due that has not been sent; ``latest`` as for ``claim``."""
        due = select(OutgoingTextRow.id).where(*_is_due(now, latest))
        return self._session.scalars(due.limit(1)).first() is not None

    def measure_waiting(self) -> tuple[int, datetime | None]:
        """How many texts wait to be sent, and when the oldest of them was queued."""
        waiting = OutgoingTextRow.state.in_(_UNSETTLED)
        row = self._session.execute(select(func.count(), func.min(OutgoingTextRow.queued_at)).where(waiting)).one()
        return row[0], row[1]

    def claim(
        self, now: datetime, until: datetime, latest: datetime, but_not: Collection[str] = ()
    ) -> OutgoingText | None:
        """Claim the text that has been due longest, and count one more try. Nobody else can claim it before ``until``.

        No text waits beyond ``latest``: one that seems to was queued while a clock was wrong, and is due now. Texts of
        the gateways ``but_not`` are not claimed."""
        due = select(OutgoingTextRow).where(*_is_due(now, latest))
        due = due.where(OutgoingTextRow.gateway.not_in(but_not))
        first = due.order_by(OutgoingTextRow.due_at, OutgoingTextRow.id).limit(1)
        row = self._session.scalars(first.with_for_update(skip_locked=True)).one_or_none()
        if row is None:
            return None
        row.state, row.tries, row.due_at = TextState.SENDING, row.tries + 1, until
        self._session.flush()
        return to_dataclass(OutgoingText, row)

    def mark_sent(self, text: OutgoingText, provider_id: str, at: datetime) -> bool:
        """Record that the provider accepted ``text``. Returns False when another try has claimed it since.

        A receipt that comes meanwhile waits until the transaction ends, and so finds the text."""
        _lock_text(self._session, text.gateway, provider_id)
        row = self._find_claimed(text)
        if row is None:
            return False
        row.state, row.provider_id, row.sent_at, row.error = TextState.SENT, provider_id, at, ""
        if row.purpose is TextPurpose.STAFF_LINK:
            row.body = ""
        self._session.flush()
        return True

    def mark_delivered(self, text: OutgoingText, at: datetime) -> None:
        row = self._session.get_one(OutgoingTextRow, text.id)
        row.state, row.error, row.ended_at = TextState.DELIVERED, "", at
        _erase_secret(row)
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
            _erase_secret(row)
        else:
            row.state, row.due_at = TextState.WAITING, again
        self._session.flush()

    def give_up(self, tracking: str, reason: str, at: datetime) -> None:
        """Try those texts about a message no more that have not gone out."""
        unsent = (OutgoingTextRow.tracking == tracking, OutgoingTextRow.state == TextState.WAITING)
        query = update(OutgoingTextRow).where(*unsent).values(state=TextState.FAILED, error=reason, ended_at=at)
        self._session.execute(query, execution_options={"synchronize_session": False})

    def add_receipt(self, gateway: str, receipt: Receipt, at: datetime) -> bool:
        """Record a delivery receipt. Returns False when the provider reported the same before."""
        _lock_text(self._session, gateway, receipt.provider_id)
        columns = {"gateway": gateway, "provider_id": receipt.provider_id, "status": _stored_status(receipt)}
        return insert_once(self._session.connection(), ReceiptRow, received_at=at, **columns)

    def list_receipts(self, gateway: str, provider_id: str) -> list[Receipt]:
        """The receipts of a text, in the order they came."""
        query = select(ReceiptRow).filter_by(gateway=gateway, provider_id=provider_id).order_by(ReceiptRow.id)
        return [_receipt(row) for row in self._session.scalars(query)]

    def find_sent(self, gateway: str, provider_id: str) -> OutgoingText | None:
        """The text that the provider accepted under this id, locked until the transaction ends."""
        sent = select(OutgoingTextRow).filter_by(gateway=gateway, provider_id=provider_id)
        row = self._session.scalars(sent.with_for_update()).first()
        return None if row is None else to_dataclass(OutgoingText, row)

    def erase_numbers(self, *, ended_before: datetime, queued_before: datetime) -> int:
        """Remove the number, and words that are secret, from texts that ended or were queued before these times.

        Returns the number of texts that lost their number."""
        old = or_(OutgoingTextRow.ended_at < ended_before, OutgoingTextRow.queued_at < queued_before)
        is_secret = (OutgoingTextRow.purpose.in_(_SECRETS), OutgoingTextRow.body != "")
        secrets = update(OutgoingTextRow).where(old, *is_secret).values(body="")
        self._session.execute(secrets, execution_options={"synchronize_session": False})
        query = update(OutgoingTextRow).where(old, OutgoingTextRow.number != "").values(number="")
        erased = self._session.scalars(
            query.returning(OutgoingTextRow.id), execution_options={"synchronize_session": False}
        )
        return len(erased.all())

    def erase_words(self, before: datetime) -> int:
        """Remove the words of texts queued before ``before``. Returns the number of texts."""
        old = (OutgoingTextRow.queued_at < before, OutgoingTextRow.body != "")
        query = update(OutgoingTextRow).where(*old).values(body="").returning(OutgoingTextRow.id)
        return len(self._session.scalars(query, execution_options={"synchronize_session": False}).all())

    def erase_receipts(self, before: datetime) -> int:
        """Delete the receipts that came before ``before``. Returns how many."""
        query = delete(ReceiptRow).where(ReceiptRow.received_at < before).returning(ReceiptRow.id)
        return len(self._session.scalars(query).all())

    def _find_claimed(self, text: OutgoingText) -> OutgoingTextRow | None:
        """The row of ``text``, locked; None when another try has claimed it since."""
        row = self._session.get_one(OutgoingTextRow, text.id, with_for_update=True)
        return row if (row.state, row.tries) == (TextState.SENDING, text.tries) else None


def _erase_secret(row: OutgoingTextRow) -> None:
    """Erase the words of a text that must not be kept once nobody sends it any more."""
    if row.purpose in _SECRETS:
        row.body = ""


def _lock_text(session: Session, gateway: str, provider_id: str) -> None:
    lock_name(session, f"text {gateway} {provider_id}")


def _stored_status(receipt: Receipt) -> str:
    """The state, then the provider's own status. The state is stored because a receipt may come before the text is
    recorded as sent, and is applied later."""
    state = _FAILED_TEMPORARILY if receipt.state is TextState.FAILED and receipt.passing else receipt.state.value
    return f"{state}: {receipt.status}"


def _receipt(row: ReceiptRow) -> Receipt:
    """The receipt whose status ``_stored_status`` stored."""
    stored, _, status = row.status.partition(": ")
    is_temporary = stored == _FAILED_TEMPORARILY
    state = TextState.FAILED if is_temporary else TextState(stored)
    return Receipt(row.provider_id, state, status, passing=is_temporary)


def _is_due(now: datetime, latest: datetime) -> tuple[ColumnElement[bool], ...]:
    in_time = or_(OutgoingTextRow.due_at <= now, OutgoingTextRow.due_at > latest)
    return OutgoingTextRow.state.in_(_UNSETTLED), in_time
