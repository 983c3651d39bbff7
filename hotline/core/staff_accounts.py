"""Accounts of staff as an administrator sees them, their links and their open sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from hotline.core.permissions import Staff


class AccountState(Enum):
    ACTIVE = "active"
    INVITED = "invited"
    """Without a password: somebody was invited, or their password was reset, and they have not set a new one yet."""
    CLOSED = "closed"


class LinkKind(Enum):
    INVITATION = "invitation"
    RESET = "reset"


@dataclass(frozen=True)
class StaffAccount:
    """One account. ``seen_at`` is when a session of theirs was last used, None for none in the last 90 days.

    ``link_until`` is when a link expires that they have not used yet; ``second_factor_since`` is None without one."""

    staff: Staff
    has_password: bool
    created_at: datetime
    seen_at: datetime | None = None
    link_until: datetime | None = None
    second_factor_since: datetime | None = None

    @property
    def state(self) -> AccountState:
        if not self.staff.active:
            return AccountState.CLOSED
        return AccountState.ACTIVE if self.has_password else AccountState.INVITED


@dataclass(frozen=True)
class Credentials:
    """What a sign-in is checked against. ``totp_step`` is the last time step whose code was used.

    ``totp_secret`` is "" for none; it counts only once ``totp_since`` is set, when the first code was shown."""

    staff: Staff
    password_hash: str
    totp_secret: str
    totp_since: datetime | None
    totp_step: int


@dataclass(frozen=True)
class StaffLink:
    """A link with which somebody sets their own password, once."""

    staff: Staff
    kind: LinkKind
    expires_at: datetime


@dataclass(frozen=True)
class SignInStep:
    """A sign-in whose password was right and that waits for a code, or for the second factor to be set up."""

    staff_id: int
    network: str
    created_at: datetime


@dataclass(frozen=True)
class StaffSession:
    """An open session of a member of staff; ``key`` names it on their own page and opens nothing."""

    key: str
    network: str
    created_at: datetime
    last_seen_at: datetime
