"""The demonstration: secrets and two staff accounts made on this machine, kept readable by their owner alone."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from hotline.core.errors import NotAllowed
from hotline.core.permissions import Role
from hotline.services import staff_accounts
from hotline.services.line import Line
from hotline.settings.checks import UnsafeSettings

ACCOUNTS = (("admin", "演示管理员", Role.ADMINISTRATOR), ("reviewer", "演示审核员", Role.REVIEWER))


@dataclass(frozen=True)
class Account:
    """A demo account; ``password`` is empty when staff changed it, so that we no longer know it."""

    name: str
    role: Role
    password: str


def secrets_file(var: Path) -> Path:
    return var / "demo.json"


def load_secrets(var: Path) -> dict[str, str] | None:
    """The secrets an earlier demo left in ``var``; None when there was none, UnsafeSettings when they are damaged."""
    path = secrets_file(var)
    if not path.exists():
        return None
    try:
        return dict(json.loads(path.read_text("utf-8")))
    except ValueError:
        raise UnsafeSettings(f"{path} is damaged. Delete it and the demo makes new secrets and passwords.") from None


def make_secrets(var: Path) -> dict[str, str]:
    """Load the demo's secrets or draw new ones: signing keys and one password an account."""
    known = load_secrets(var)
    if known is not None:
        return known
    drawn = {"HOTLINE_SECRET_KEY": secrets.token_hex(32), "HOTLINE_TWILIO_AUTH_TOKEN": secrets.token_hex(16)}
    drawn.update({f"password of {name}": secrets.token_urlsafe(12) for name, _, _ in ACCOUNTS})
    var.mkdir(parents=True, exist_ok=True, mode=0o750)
    beside = secrets_file(var).with_suffix(".part")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(drawn, file, indent=1)
    beside.replace(secrets_file(var))  # whole or not at all: half a file would stop every later demo
    return drawn


def open_accounts(line: Line, drawn: dict[str, str]) -> list[Account]:
    """Add the accounts that are missing; those that staff changed stay as they are."""
    return [_open_account(line, name, title, role, drawn[f"password of {name}"]) for name, title, role in ACCOUNTS]


def _open_account(line: Line, name: str, full_name: str, role: Role, password: str) -> Account:
    if not staff_accounts.has_staff(line, name):
        staff_accounts.add_staff(line, name, full_name, role, password)
        return Account(name, role, password)
    try:
        staff_accounts.sign_in(line, name, password, "demo")
    except NotAllowed:
        return Account(name, role, "")
    return Account(name, role, password)
