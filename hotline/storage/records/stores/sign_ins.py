"""Sessions of staff, and failed sign-ins."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.orm import Session

from hotline.core.ip_addresses import Networks
from hotline.core.staff_accounts import StaffSession
from hotline.storage.records.models.staff import SignInFailureRow, SignInRow

_UNSYNCHRONIZED = {"synchronize_session": False}


class SignInStore:
    """Sessions by the hash of the token in their cookie."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, token_hash: str, staff_id: int, network: str, at: datetime) -> None:
        times = {"created_at": at, "last_seen_at": at}
        self._session.add(SignInRow(token_hash=token_hash, staff_id=staff_id, network=network, **times))
        self._session.flush()

    def find(self, token_hash: str) -> tuple[int, datetime] | None:
        """The id of the member of staff whose session this is, and when it was last seen; None once it has ended."""
        query = select(SignInRow.staff_id, SignInRow.last_seen_at)
        found = self._session.execute(
            query.where(SignInRow.token_hash == token_hash, SignInRow.ended_at.is_(None))
        ).one_or_none()
        return None if found is None else (found.staff_id, found.last_seen_at)

    def touch(self, token_hash: str, at: datetime) -> None:
        """Record that the session was seen at ``at``."""
        query = update(SignInRow).where(SignInRow.token_hash == token_hash).values(last_seen_at=at)
        self._session.execute(query, execution_options=_UNSYNCHRONIZED)

    def end(self, token_hash: str, at: datetime) -> None:
        """End one session, unless it has ended."""
        query = update(SignInRow).where(SignInRow.token_hash == token_hash, SignInRow.ended_at.is_(None))
        self._session.execute(query.values(ended_at=at), execution_options=_UNSYNCHRONIZED)

    def end_all(self, staff_id: int, at: datetime) -> None:
        """End every session of a member of staff."""
        query = update(SignInRow).where(SignInRow.staff_id == staff_id, SignInRow.ended_at.is_(None))
        self._session.execute(query.values(ended_at=at), execution_options=_UNSYNCHRONIZED)

    def end_others(self, staff_id: int, token_hash: str, at: datetime) -> int:
        """End every session of a member of staff but this one. Returns how many were open."""
        others = (SignInRow.staff_id == staff_id, SignInRow.ended_at.is_(None), SignInRow.token_hash != token_hash)
        query = update(SignInRow).where(*others).values(ended_at=at).returning(SignInRow.token_hash)
        return len(self._session.scalars(query, execution_options=_UNSYNCHRONIZED).all())

    def list_open(self, staff_id: int, seen_after: datetime) -> list[StaffSession]:
        """The open sessions of a member of staff that were seen since, the last one first."""
        is_open = (SignInRow.staff_id == staff_id, SignInRow.ended_at.is_(None), SignInRow.last_seen_at > seen_after)
        rows = self._session.scalars(select(SignInRow).where(*is_open).order_by(SignInRow.last_seen_at.desc()))
        return [StaffSession(row.token_hash, row.network, row.created_at, row.last_seen_at) for row in rows]

    def is_known(self, staff_id: int, network: str, since: datetime) -> bool:
        """Whether this member of staff signed in from ``network`` since then."""
        same = (SignInRow.staff_id == staff_id, SignInRow.network == network, SignInRow.created_at >= since)
        return self._session.scalars(select(SignInRow.staff_id).where(*same).limit(1)).first() is not None

    def erase(self, before: datetime) -> int:
        """Delete the sessions last seen before ``before``. Returns how many."""
        query = delete(SignInRow).where(SignInRow.last_seen_at < before).returning(SignInRow.token_hash)
        return len(self._session.scalars(query).all())


class FailureStore:
    """Failed sign-ins, counted by name and by both sizes of the network that they came from."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, name: str, networks: Networks, at: datetime) -> int:
        """Store a failure; returns its id."""
        row = SignInFailureRow(name=name, address=networks.subscriber, wide_network=networks.wide, failed_at=at)
        self._session.add(row)
        self._session.flush()
        return row.id

    def count(
        self,
        since: datetime,
        until: datetime,
        *,
        name: str | None = None,
        subscriber: str | None = None,
        wide: str | None = None,
    ) -> int:
        """The number of failures between two times: under one name or any, from one network or any."""
        row = SignInFailureRow
        query = select(func.count()).select_from(row).where(row.failed_at.between(since, until))
        asked = ((row.name, name), (row.address, subscriber), (row.wide_network, wide))
        query = query.where(*(column == value for column, value in asked if value is not None))
        return self._session.scalars(query).one()

    def remove(self, failure_id: int) -> None:
        self._session.execute(delete(SignInFailureRow).where(SignInFailureRow.id == failure_id))

    def forget(self, name: str, subscriber: str) -> None:
        """Delete the failures of one name from one network."""
        same = (SignInFailureRow.name == name, SignInFailureRow.address == subscriber)
        self._session.execute(delete(SignInFailureRow).where(*same))

    def erase(self, before: datetime) -> int:
        result = self._session.execute(delete(SignInFailureRow).where(SignInFailureRow.failed_at < before))
        return result.rowcount if isinstance(result, CursorResult) else 0
