"""What staff hold only once, by its hash: links that set a password, half-done sign-ins and recovery codes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.orm import Session

from hotline.core.staff_accounts import LinkKind, SignInStep
from hotline.storage.records.models.staff import RecoveryCodeRow, SignInStepRow, StaffLinkRow
from hotline.storage.records.stores.row_mapping import to_dataclass


class StaffSecretStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add_link(self, token_hash: str, staff_id: int, kind: LinkKind, at: datetime, expires_at: datetime) -> None:
        """Store a link; the earlier ones of the same person are void."""
        self.void_links(staff_id, at)
        times = {"created_at": at, "expires_at": expires_at}
        self._session.add(StaffLinkRow(token_hash=token_hash, staff_id=staff_id, kind=kind, **times))
        self._session.flush()

    def find_link(self, token_hash: str, now: datetime, *, for_update: bool = False) -> StaffLinkRow | None:
        """The link with this hash that is neither used nor expired."""
        row = self._session.get(StaffLinkRow, token_hash, with_for_update=for_update, populate_existing=True)
        return row if row is not None and row.used_at is None and now < row.expires_at else None

    def void_links(self, staff_id: int, at: datetime) -> None:
        is_open = (StaffLinkRow.staff_id == staff_id, StaffLinkRow.used_at.is_(None))
        self._session.execute(update(StaffLinkRow).where(*is_open).values(used_at=at))

    def add_step(self, token_hash: str, staff_id: int, network: str, at: datetime) -> None:
        self._session.add(SignInStepRow(token_hash=token_hash, staff_id=staff_id, network=network, created_at=at))
        self._session.flush()

    def find_step(self, token_hash: str) -> SignInStep | None:
        row = self._session.get(SignInStepRow, token_hash, populate_existing=True)
        return None if row is None else to_dataclass(SignInStep, row)

    def forget_step(self, token_hash: str) -> bool:
        """Delete a half-done sign-in. Returns whether it was there."""
        query = delete(SignInStepRow).where(SignInStepRow.token_hash == token_hash)
        return _count(self._session.execute(query)) > 0

    def forget_steps(self, staff_id: int) -> None:
        self._session.execute(delete(SignInStepRow).where(SignInStepRow.staff_id == staff_id))

    def replace_recovery_codes(self, staff_id: int, hashes: list[str]) -> None:
        """Have these recovery codes and no others; an empty list leaves none."""
        self._session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.staff_id == staff_id))
        self._session.add_all(RecoveryCodeRow(staff_id=staff_id, code_hash=one) for one in hashes)
        self._session.flush()

    def use_recovery_code(self, staff_id: int, code_hash: str) -> bool:
        """Delete this code of this person. Returns whether it was there: of two uses at once, one finds it."""
        same = (RecoveryCodeRow.staff_id == staff_id, RecoveryCodeRow.code_hash == code_hash)
        return _count(self._session.execute(delete(RecoveryCodeRow).where(*same))) > 0

    def count_recovery_codes(self, staff_id: int) -> int:
        query = select(func.count()).select_from(RecoveryCodeRow).where(RecoveryCodeRow.staff_id == staff_id)
        return self._session.scalars(query).one()

    def erase(self, links_before: datetime, steps_before: datetime) -> int:
        """Delete links that expired and half-done sign-ins that began before these times. Returns how many."""
        links = self._session.execute(delete(StaffLinkRow).where(StaffLinkRow.expires_at < links_before))
        steps = self._session.execute(delete(SignInStepRow).where(SignInStepRow.created_at < steps_before))
        return _count(links) + _count(steps)


def _count(result: object) -> int:
    return result.rowcount if isinstance(result, CursorResult) else 0
