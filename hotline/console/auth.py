"""Signing in and out, and the look-up of who is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from hotline.console.blueprint import console
from hotline.console.forms import CodeForm, SignInForm
from hotline.console.pages import RecoveryCodesPage, SecondFactorPage, SignInCodePage, SignInPage
from hotline.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from hotline.core.permissions import Staff
from hotline.http.context import current_line, render
from hotline.http.rate_limits import limiter
from hotline.services.staff import authentication, second_factor
from hotline.services.staff.authentication import Stage
from hotline.services.staff.tokens import draw_token

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

HALF_DONE = "half_done"
"""The key in the cookie of a sign-in that waits for its second step. Its token opens no screen."""
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
    staff = authentication.find_signed_in(current_line(), token)
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
        token, address = draw_token(current_line()), request.remote_addr or ""
        begun = authentication.sign_in(current_line(), form.name.data, form.password.data, address, token)
    except NotAllowed as refusal:
        return render(SignInPage(title="登录", form=form, problem=str(refusal))), 403
    if begun.stage is Stage.SIGNED_IN:
        open_session(begun.staff, token)
        return redirect(after, 303)
    session.clear()
    session[HALF_DONE] = token
    if begun.stage is Stage.SET_UP:
        second_factor.begin(current_line(), begun.staff)
        return redirect(url_for("console.sign_in_set_up", next=after), 303)
    return redirect(url_for("console.sign_in_code", next=after), 303)


@console.route("/sign-in/code", methods=["GET", "POST"])
@limiter.limit("20/minute")
def sign_in_code() -> ResponseReturnValue:
    """The second step of a sign-in: a code of the app, or a recovery code."""
    step, form = session.get(HALF_DONE, ""), CodeForm()
    found = authentication.find_half_done(current_line(), step)
    if found is None or found.stage is not Stage.CODE:
        return _begin_again()
    if not form.validate_on_submit():
        return render(SignInCodePage(title="两步验证", form=form)), 400 if form.is_submitted() else 200
    token, address = draw_token(current_line()), request.remote_addr or ""
    try:
        staff = authentication.finish_with_code(current_line(), step, form.code.data, address, token)
    except NotFound:
        return _begin_again()
    except NotAllowed as refusal:
        form.code.errors = [str(refusal)]
        return render(SignInCodePage(title="两步验证", form=form)), 403
    open_session(staff, token)
    return redirect(local_path(request.args.get("next", "")), 303)


@console.route("/sign-in/set-up", methods=["GET", "POST"])
@limiter.limit("20/minute")
def sign_in_set_up() -> ResponseReturnValue:
    """Where the office demands a second factor of somebody who has none: it is set up before anything else."""
    step, form = session.get(HALF_DONE, ""), CodeForm()
    found = authentication.find_half_done(current_line(), step)
    enrolment = second_factor.find_enrolment(current_line(), found.staff) if found else None
    if found is None or found.stage is not Stage.SET_UP or enrolment is None:
        return _begin_again()
    page = SecondFactorPage(title="设置两步验证", form=form, enrolment=enrolment, is_demanded=True)
    if not form.validate_on_submit():
        return render(page), 400 if form.is_submitted() else 200
    token, address = draw_token(current_line()), request.remote_addr or ""
    try:
        staff, codes = authentication.finish_with_set_up(current_line(), step, form.code.data, address, token)
    except (NotFound, Conflict):
        return _begin_again()
    except InvalidInput as error:
        form.code.errors = [error.fields["code"]]
        return render(page), 400
    open_session(staff, token)
    g.staff = staff
    return render(RecoveryCodesPage(title="备用码", codes=codes, after=local_path(request.args.get("next", ""))))


def open_session(staff: Staff, token: str) -> None:
    """Sign ``staff`` in, with a new session: somebody else may have planted the one from before signing in."""
    session.clear()
    login_user(SignedInStaff(staff, token))


def _begin_again() -> ResponseReturnValue:
    session.pop(HALF_DONE, None)
    flash(authentication.TOO_LATE, "error")
    sign_in_page = url_for("console.sign_in", next=local_path(request.args.get("next", "")))
    return redirect(sign_in_page, 303 if request.method == "POST" else 302)


@console.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    authentication.sign_out(current_line(), current_user.token, request.remote_addr or "")
    logout_user()
    session.clear()
    flash("您已经退出。", "success")
    return redirect(url_for("console.sign_in"), 303)


def local_path(path: str) -> str:
    """``path`` if it is a page of this console, else the console's home: anybody can write a link with a ``next``."""
    home = url_for("console.home")
    is_console_page = path.startswith(home) and path.isprintable() and not set(path) & set("\\ ")
    return path if is_console_page else home
