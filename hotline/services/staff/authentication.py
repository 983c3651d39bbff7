"""Signing in, in one step or two, without revealing which names exist; and looking up and ending sessions."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from hotline.core.errors import NotAllowed, NotFound, Unavailable
from hotline.core.ip_addresses import networks_of
from hotline.core.permissions import Staff
from hotline.core.staff_accounts import Credentials, SignInStep
from hotline.core.staff_log import StaffEvent, StaffEventKind
from hotline.services.staff import second_factor
from hotline.services.staff.attempts import begin_attempt
from hotline.services.staff.password_check import check_password
from hotline.services.staff.tokens import hash_token

if TYPE_CHECKING:
    from hotline.services.line import Line
    from hotline.storage.records.unit_of_work import Unit

_log = logging.getLogger(__name__)

SESSION = timedelta(hours=8)
"""A session ends this long after it was last seen; the cookie's own signature lasts as long."""
SEEN_EVERY = timedelta(minutes=5)
"""A session's time is written at most this often, so that most pages of the console write nothing for it."""
STEP = timedelta(minutes=10)
"""How long a sign-in may take between the password and the code."""
TOO_LATE = "登录等得太久了，请重新登录。"


class Stage(Enum):
    """How far a sign-in has come after the password."""

    SIGNED_IN = "signed_in"
    CODE = "code"
    """A code of the second factor is asked for."""
    SET_UP = "set_up"
    """The office demands a second factor of this person, who has none yet."""


@dataclass(frozen=True)
class SignIn:
    staff: Staff
    stage: Stage


def sign_in(line: Line, name: str, password: str, address: str, token: str) -> SignIn:
    """Check name and password, and begin a session under ``token``; or, where a second factor is asked for, a half-done
    sign-in that opens nothing. Raises NotAllowed, as ``check_password`` does."""
    checked, networks, now = check_password(line, name, password, address), networks_of(address), line.now()
    with line.records.writing() as unit:
        credentials = checked.lock(unit)
        staff, stage = credentials.staff, _stage_of(line, credentials)
        unit.failures.remove(checked.failure)
        if stage is Stage.SIGNED_IN:
            _begin_session(unit, staff, token, networks.subscriber, now)
        else:
            # Failures are not forgotten yet, or the right password would win new tries for the code.
            unit.staff_secrets.add_step(hash_token(token), staff.id, networks.subscriber, now)
    return SignIn(staff, stage)


def authenticate(line: Line, name: str, password: str, address: str) -> Staff:
    """The member of staff with this name and password. Begins no session and asks for no code. Raises NotAllowed."""
    checked = check_password(line, name, password, address)
    with line.records.writing() as unit:
        staff = checked.lock(unit).staff
        unit.failures.forget(staff.name, networks_of(address).subscriber)
    return staff


def find_half_done(line: Line, step_token: str) -> SignIn | None:
    """Whose half-done sign-in has this token, and what it waits for; None once it is too late."""
    with line.records.reading() as unit:
        step = unit.staff_secrets.find_step(hash_token(step_token))
        staff = unit.staff.find(step.staff_id) if step and _is_in_time(step, line.now()) else None
        credentials = unit.staff.find_credentials(staff.name) if staff and staff.active else None
    return SignIn(credentials.staff, _stage_of(line, credentials)) if credentials else None


def finish_with_code(line: Line, step_token: str, code: str, address: str, token: str) -> Staff:
    """Begin a session under ``token`` with the code of the second factor, or a recovery code.

    Raises NotAllowed when the code is wrong or was used before, or after too many failures; NotFound when the half-done
    sign-in is too old, or the account was changed meanwhile."""
    half_done, networks, now = find_half_done(line, step_token), networks_of(address), line.now()
    if half_done is None or half_done.stage is not Stage.CODE:
        raise NotFound(TOO_LATE)
    begin_attempt(line, half_done.staff.name, networks)
    with line.records.writing() as unit:
        credentials = _take_step(unit, step_token, now, Stage.CODE, line)
        if accepted := second_factor.accept(unit, line, credentials, code, networks.subscriber):
            unit.staff_secrets.forget_step(hash_token(step_token))
            _begin_session(unit, credentials.staff, token, networks.subscriber, now)
        else:
            kind, name = StaffEventKind.SIGN_IN_FAILED, credentials.staff.name
            unit.staff_events.add(StaffEvent(now, kind, name, "", networks.subscriber, "验证码不对"))
    if not accepted:
        raise NotAllowed(second_factor.WRONG)
    return credentials.staff


def finish_with_set_up(line: Line, step_token: str, code: str, address: str, token: str) -> tuple[Staff, list[str]]:
    """Switch the demanded second factor on with its first code and begin a session; returns the recovery codes too.

    Raises InvalidInput when the code is wrong, and NotFound as ``finish_with_code`` does."""
    networks, now = networks_of(address), line.now()
    with line.records.writing() as unit:
        credentials = _take_step(unit, step_token, now, Stage.SET_UP, line)
        codes = second_factor.confirm_within(unit, line, credentials, code, networks.subscriber)
        unit.staff_secrets.forget_step(hash_token(step_token))
        _begin_session(unit, credentials.staff, token, networks.subscriber, now)
    return credentials.staff, codes


def find_signed_in(line: Line, token: str) -> Staff | None:
    """The member of staff whose session has ``token``; None once it has ended or expired, or the account is closed.

    Raises Unavailable while the records cannot be read."""
    token_hash, now = hash_token(token), line.now()
    with line.records.reading() as unit:
        found = unit.sign_ins.find(token_hash)
        if found is None:
            return None
        staff_id, seen_at = found
        staff = unit.staff.find(staff_id)
    if staff is None or not staff.active or abs(now - seen_at) >= SESSION:
        return None
    if abs(now - seen_at) >= SEEN_EVERY:
        _note_seen(line, token_hash, now)
    return staff


def sign_out(line: Line, token: str, address: str = "") -> None:
    """End the session with ``token``: a copy of its cookie opens nothing any more."""
    token_hash = hash_token(token)
    with line.records.writing() as unit:
        found = unit.sign_ins.find(token_hash)
        staff = unit.staff.find(found[0]) if found else None
        unit.sign_ins.end(token_hash, line.now())
        if staff:
            network, kind = networks_of(address).subscriber, StaffEventKind.SIGNED_OUT
            unit.staff_events.add(StaffEvent(line.now(), kind, staff.name, staff.name, network))


def _stage_of(line: Line, credentials: Credentials) -> Stage:
    if credentials.totp_since is not None:
        return Stage.CODE
    return Stage.SET_UP if second_factor.is_demanded(line, credentials.staff) else Stage.SIGNED_IN


def _is_in_time(step: SignInStep, now: datetime) -> bool:
    return abs(now - step.created_at) < STEP


def _take_step(unit: Unit, step_token: str, now: datetime, stage: Stage, line: Line) -> Credentials:
    """The account of a half-done sign-in, locked. A new password, a reset and closing the account delete the step in
    the same transaction, so it is looked up again behind the lock."""
    token_hash = hash_token(step_token)
    step = unit.staff_secrets.find_step(token_hash)
    credentials = unit.staff.lock_credentials(step.staff_id) if step and _is_in_time(step, now) else None
    if credentials is None or unit.staff_secrets.find_step(token_hash) is None or not credentials.staff.active:
        raise NotFound(TOO_LATE)
    if _stage_of(line, credentials) is not stage:
        raise NotFound(TOO_LATE)
    return credentials


def _begin_session(unit: Unit, staff: Staff, token: str, network: str, now: datetime) -> None:
    unit.failures.forget(staff.name, network)
    unit.sign_ins.add(hash_token(token), staff.id, network, now)
    unit.staff_events.add(StaffEvent(now, StaffEventKind.SIGNED_IN, staff.name, staff.name, network))


def _note_seen(line: Line, token_hash: str, now: datetime) -> None:
    try:
        with line.records.writing() as unit:
            unit.sign_ins.touch(token_hash, now)
    except Unavailable:  # the page can be shown all the same
        _log.warning("it could not be kept that a session is in use", exc_info=True)
