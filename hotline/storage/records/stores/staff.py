"""Staff accounts with their password hashes."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hotline.core.permissions import Role, Staff
from hotline.storage.records.models.staff import StaffRow
from hotline.storage.records.stores.row_mapping import to_dataclass


class StaffStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, *, name: str, full_name: str, role: Role, password_hash: str, at: datetime) -> Staff | None:
        """Add an active account. Returns None when the name is taken."""
        row = StaffRow(name=name, full_name=full_name, role=role, active=True, password_hash=password_hash)
        row.created_at = at
        try:
            with self._session.begin_nested():
                self._session.add(row)
        except IntegrityError:
            return None
        return _staff(row)

    def find(self, staff_id: int) -> Staff | None:
        row = self._session.get(StaffRow, staff_id)
        return None if row is None else _staff(row)

    def find_by_name(self, name: str) -> Staff | None:
        row = self._session.scalars(select(StaffRow).where(StaffRow.name == name)).one_or_none()
        return None if row is None else _staff(row)

    def list_staff(self) -> list[Staff]:
        return [_staff(row) for row in self._session.scalars(select(StaffRow).order_by(StaffRow.name))]

    def find_password_hash(self, name: str) -> str | None:
        return self._session.scalars(select(StaffRow.password_hash).where(StaffRow.name == name)).one_or_none()

    def set_password_hash(self, name: str, password_hash: str) -> int | None:
        """Store a new password hash. Returns the id of the account, None when there is none of that name."""
        row = self._session.scalars(select(StaffRow).where(StaffRow.name == name)).one_or_none()
        if row is None:
            return None
        row.password_hash = password_hash
        self._session.flush()
        return row.id


def _staff(row: StaffRow) -> Staff:
    return to_dataclass(Staff, row)
