"""Signing in and out, and the look-up of who is signed in."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask import flash, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from hotline.console.blueprint import console
from hotline.console.forms import SignInForm
from hotline.console.pages import SignInPage
from hotline.core.errors import NotAllowed
from hotline.core.permissions import Staff
from hotline.http.context import current_line, render
from hotline.http.rate_limits import limiter
from hotline.services import staff_accounts

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

TOKEN_BYTES = 32
"""Random bytes of a session's token."""
login_manager = LoginManager()
login_manager.session_protection = "strong"


class SignedInStaff(UserMixin):  # type: ignore[misc]
    """The member of staff who is signed in, as Flask-Login asks for them. ``token`` identifies the session."""

    def __init__(self, staff: Staff, token: str) -> None:
        self.staff = staff
        self.token = token

    @property
    def is_active(self) -> bool:
        return self.staff.active

    def get_id(self) -> str:
        return self.token


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load_staff(token: str) -> SignedInStaff | None:
    """Find whose session this is. Runs on every request, so that signing out, closing an account or changing its
    password ends a session at once, also for whoever copied its cookie."""
    staff = staff_accounts.find_signed_in(current_line(), token)
    return None if staff is None else SignedInStaff(staff, token)


@console.route("/sign-in", methods=["GET", "POST"])
@limiter.limit("20/minute")  # failures are counted in the records besides
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    after = local_path(request.args.get("next", ""))
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(after)
    if not form.validate_on_submit():
        return render(SignInPage(title="登录", form=form)), 400 if form.is_submitted() else 200
    try:
        token, address = secrets.token_urlsafe(TOKEN_BYTES), request.remote_addr or ""
        staff = staff_accounts.sign_in(current_line(), form.name.data, form.password.data, address, token)
    except NotAllowed as refusal:
        return render(SignInPage(title="登录", form=form, problem=str(refusal))), 403
    # A new session against session fixation: somebody else may have planted the one from before signing in.
    session.clear()
    login_user(SignedInStaff(staff, token))
    return redirect(after, 303)


@console.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    staff_accounts.sign_out(current_line(), current_user.token)
    logout_user()
    session.clear()
    flash("您已经退出。", "success")
    return redirect(url_for("console.sign_in"), 303)


def local_path(path: str) -> str:
    """``path`` if it is a page of this console, else the console's home: anybody can write a link with a ``next``."""
    home = url_for("console.home")
    is_console_page = path.startswith(home) and path.isprintable() and not set(path) & set("\\ ")
    return path if is_console_page else home
