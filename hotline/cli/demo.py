"""The secrets and the two staff accounts of ``hotline demo``, kept in a file that only its owner can read."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from hotline.core.errors import NotAllowed
from hotline.core.permissions import Role
from hotline.services.disclosure import sample_cases, sample_documents, sample_report
from hotline.services.line import Line
from hotline.services.staff import accounts, authentication
from hotline.settings.checks import UnsafeSettings

ACCOUNTS = (("admin", "演示管理员", Role.ADMINISTRATOR), ("reviewer", "演示审核员", Role.REVIEWER))


@dataclass(frozen=True)
class Account:
    """A demo account; ``password`` is empty when somebody changed it in the meantime."""

    name: str
    role: Role
    password: str


def secrets_file(var: Path) -> Path:
    return var / "demo.json"


def load_secrets(var: Path) -> dict[str, str] | None:
    """The secrets of an earlier demo in ``var``, or None. Raises UnsafeSettings when the file is damaged."""
    path = secrets_file(var)
    if not path.exists():
        return None
    try:
        return dict(json.loads(path.read_text("utf-8")))
    except ValueError:
        raise UnsafeSettings(f"{path} is damaged. Delete it and the demo makes new secrets and passwords.") from None


def make_secrets(var: Path) -> dict[str, str]:
    """Load the secrets of an earlier demo, or draw and save new ones: two keys, and a password for each account."""
    saved = load_secrets(var)
    if saved is not None:
        return saved
    drawn = {"HOTLINE_SECRET_KEY": secrets.token_hex(32), "HOTLINE_TWILIO_AUTH_TOKEN": secrets.token_hex(16)}
    drawn.update({f"password of {name}": secrets.token_urlsafe(12) for name, _, _ in ACCOUNTS})
    var.mkdir(parents=True, exist_ok=True, mode=0o750)
    part_file = secrets_file(var).with_suffix(".part")
    part_file.unlink(missing_ok=True)
    descriptor = os.open(part_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(drawn, file, indent=1)
    part_file.replace(secrets_file(var))  # at once, because half a file would stop every later demo
    return drawn


def open_accounts(line: Line, demo_secrets: dict[str, str]) -> list[Account]:
    """Add the accounts that are missing; existing ones stay as they are."""
    return [
        _open_account(line, name, full_name, role, demo_secrets[f"password of {name}"])
        for name, full_name, role in ACCOUNTS
    ]


def add_sample_applications(line: Line) -> int:
    """Fill the empty disclosure desk with the sample of faq_data, with a report of last year, and return how many
    applications were added."""
    clerk, head = (accounts.find_by_name(line, name) for name, _, _ in ACCOUNTS)
    if clerk is None or head is None:
        return 0
    added = sample_cases.add_sample_cases(line, clerk, head)
    if added:
        sample_report.add_sample_report(line, clerk, head)
    return added


def add_sample_register(line: Line) -> int:
    """Fill the empty register of documents with the sample of faq_data, and return how many were added."""
    return sample_documents.add_sample_documents(line)


def _open_account(line: Line, name: str, full_name: str, role: Role, password: str) -> Account:
    if not accounts.has_staff(line, name):
        accounts.add_staff(line, name, full_name, role, password)
        return Account(name, role, password)
    try:
        authentication.authenticate(line, name, password, "demo")
    except NotAllowed:
        return Account(name, role, "")
    return Account(name, role, password)
