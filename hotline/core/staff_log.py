"""The log of what concerns accounts: sign-ins, changes of roles and secrets, who heard which recording, and
who took which case out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class StaffEventKind(Enum):
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_IN_BLOCKED = "sign_in_blocked"
    SESSIONS_ENDED = "sessions_ended"
    INVITED = "invited"
    ADDED = "added"
    RESET = "reset"
    LINK_USED = "link_used"
    LINK_TEXTED = "link_texted"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 — a kind of event, no password
    PERSON_CHANGED = "person_changed"
    ROLES_CHANGED = "roles_changed"
    CLOSED = "closed"
    REOPENED = "reopened"
    HANDED_OVER = "handed_over"
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
    RECOVERY_CODES_DRAWN = "recovery_codes_drawn"
    RECOVERY_CODE_USED = "recovery_code_used"
    HEARD_RECORDING = "heard_recording"
    TOOK_CASE_OUT = "took_case_out"
    ERASED_CASE_FILE = "erased_case_file"


@dataclass(frozen=True)
class StaffEvent:
    """``name`` is the login name of whom it is about, "" for a name that no account has; ``by`` who did it.

    What somebody typed at the sign-in page is never in it: a password typed into the field of the name would be kept.
    ``network`` is where it came from, "" at the terminal; ``detail`` is more in words that staff read."""

    at: datetime
    kind: StaffEventKind
    name: str
    by: str
    network: str = ""
    detail: str = ""


@dataclass(frozen=True)
class LogFilter:
    """Which events to list: from ``first`` until before ``end``; None and "" stand for any."""

    first: datetime | None = None
    end: datetime | None = None
    person: str = ""
    kind: StaffEventKind | None = None
