"""Staff accounts with their password hashes, and failed sign-ins."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hotline.core.permissions import Role, Staff
from hotline.storage.records.models.staff import SignInFailureRow, StaffRow
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

    def set_password_hash(self, name: str, password_hash: str) -> bool:
        """Store a new password hash. Returns False when there is no account of that name."""
        row = self._session.scalars(select(StaffRow).where(StaffRow.name == name)).one_or_none()
        if row is None:
            return False
        row.password_hash = password_hash
        self._session.flush()
        return True

    def count_failures(self, address: str, since: datetime, until: datetime, name: str | None = None) -> int:
        """The number of failed sign-ins from ``address`` between two times, under one name or under any."""
        query = select(func.count()).select_from(SignInFailureRow)
        query = query.where(SignInFailureRow.address == address, SignInFailureRow.failed_at.between(since, until))
        if name is not None:
            query = query.where(SignInFailureRow.name == name)
        return self._session.scalars(query).one()

    def add_failure(self, name: str, address: str, at: datetime) -> None:
        self._session.add(SignInFailureRow(name=name, address=address, failed_at=at))
        self._session.flush()

    def forget_failures(self, name: str, address: str) -> None:
        same = (SignInFailureRow.name == name, SignInFailureRow.address == address)
        self._session.execute(delete(SignInFailureRow).where(*same))

    def erase_failures(self, before: datetime) -> int:
        query = delete(SignInFailureRow).where(SignInFailureRow.failed_at < before).returning(SignInFailureRow.id)
        return len(self._session.scalars(query).all())


def _staff(row: StaffRow) -> Staff:
    return to_dataclass(Staff, row, credential=sha256(row.password_hash.encode()).hexdigest()[:32])
