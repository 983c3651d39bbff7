"""Staff accounts with their password hashes and second factors."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hotline.core.permissions import Role, Staff
from hotline.core.staff_accounts import Credentials, StaffAccount
from hotline.storage.records.models.content import DepartmentRow
from hotline.storage.records.models.staff import SignInRow, StaffLinkRow, StaffRow
from hotline.storage.records.stores.named_lock import lock_name
from hotline.storage.records.stores.row_mapping import to_dataclass


class StaffStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def lock(self) -> None:
        """Let nobody else change accounts until the transaction ends: two administrators may close each other's."""
        lock_name(self._session, "staff")

    def add(
        self,
        *,
        name: str,
        full_name: str,
        role: Role,
        password_hash: str,
        at: datetime,
        further_roles: tuple[Role, ...] = (),
        department: str = "",
        telephone: str = "",
        office_code: str = "",
    ) -> Staff | None:
        """Add an active account. Returns None when the name is taken."""
        row = StaffRow(name=name, full_name=full_name, role=role, active=True, password_hash=password_hash)
        row.created_at, row.department, row.telephone, row.office_code = at, department, telephone, office_code
        row.further_roles = [one.value for one in further_roles]
        row.totp_secret, row.totp_step = "", 0
        try:
            with self._session.begin_nested():
                self._session.add(row)
        except IntegrityError:
            return None
        return self._staff(row)

    def find(self, staff_id: int) -> Staff | None:
        row = self._session.get(StaffRow, staff_id)
        return None if row is None else self._staff(row)

    def find_by_name(self, name: str) -> Staff | None:
        row = self._session.scalars(select(StaffRow).where(StaffRow.name == name)).one_or_none()
        return None if row is None else self._staff(row)

    def list_staff(self) -> list[Staff]:
        return [self._staff(row) for row in self._session.scalars(select(StaffRow).order_by(StaffRow.name))]

    def find_credentials(self, name: str) -> Credentials | None:
        """What a sign-in under this name is checked against."""
        row = self._session.scalars(select(StaffRow).where(StaffRow.name == name)).one_or_none()
        return None if row is None else self._credentials(row)

    def lock_credentials(self, staff_id: int) -> Credentials | None:
        """The same by the id, as they are now; nobody changes them until the transaction ends."""
        row = self._session.get(StaffRow, staff_id, with_for_update=True, populate_existing=True)
        return None if row is None else self._credentials(row)

    def find_account(self, staff_id: int, now: datetime) -> StaffAccount | None:
        found = self._accounts(now, StaffRow.id == staff_id)
        return found[0] if found else None

    def list_accounts(self, now: datetime) -> list[StaffAccount]:
        """Every account, by its login name."""
        return self._accounts(now)

    def change(self, staff: Staff) -> None:
        """Store everything of an account that ``staff`` tells, but not its login name."""
        row = self._get(staff.id)
        row.full_name, row.role, row.active = staff.full_name, staff.role, staff.active
        row.further_roles = [role.value for role in staff.further_roles]
        row.department, row.telephone, row.office_code = staff.department, staff.telephone, staff.office_code
        self._session.flush()

    def set_password_hash(self, name: str, password_hash: str) -> int | None:
        """Store a new password hash. Returns the id of the account, None when there is none of that name."""
        row = self._session.scalars(select(StaffRow).where(StaffRow.name == name).with_for_update()).one_or_none()
        if row is None:
            return None
        row.password_hash = password_hash
        self._session.flush()
        return row.id

    def set_second_factor(self, staff_id: int, secret: str, since: datetime | None, step: int) -> None:
        """Store the secret of a second factor, since when it counts and the last time step that was used."""
        row = self._get(staff_id)
        row.totp_secret, row.totp_since, row.totp_step = secret, since, step
        self._session.flush()

    def forget_unconfirmed_secret(self, staff_id: int) -> None:
        """Forget a second factor that was begun and never confirmed: who knew the old password may have read it."""
        row = self._get(staff_id)
        if row.totp_since is None:
            row.totp_secret = ""
            self._session.flush()

    def _staff(self, row: StaffRow) -> Staff:
        """The account; a role that only a newer version of the program knows is left out."""
        roles = tuple(role for role in Role if role.value in row.further_roles)
        departments = self._departments_of(row.office_code)
        return to_dataclass(Staff, row, further_roles=roles, office_departments=departments)

    def _departments_of(self, office_code: str) -> frozenset[str]:
        """The codes of a member office's departments, withdrawn ones too: their old entries are still its own."""
        if not office_code:
            return frozenset()
        codes = select(DepartmentRow.code).where(DepartmentRow.office_code == office_code)
        return frozenset(self._session.scalars(codes))

    def _credentials(self, row: StaffRow) -> Credentials:
        return to_dataclass(Credentials, row, staff=self._staff(row))

    def _get(self, staff_id: int) -> StaffRow:
        return self._session.get_one(StaffRow, staff_id)

    def _accounts(self, now: datetime, *where: Any) -> list[StaffAccount]:  # noqa: ANN401 — an SQL condition
        seen = select(func.max(SignInRow.last_seen_at)).where(SignInRow.staff_id == StaffRow.id).scalar_subquery()
        is_open = (StaffLinkRow.staff_id == StaffRow.id, StaffLinkRow.used_at.is_(None), StaffLinkRow.expires_at > now)
        link = select(func.max(StaffLinkRow.expires_at)).where(*is_open).scalar_subquery()
        query = select(StaffRow, seen, link).where(*where).order_by(StaffRow.name)
        return [
            StaffAccount(self._staff(row), bool(row.password_hash), row.created_at, seen_at, link_until, row.totp_since)
            for row, seen_at, link_until in self._session.execute(query)
        ]
