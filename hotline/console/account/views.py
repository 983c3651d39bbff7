"""我的账号: own name and telephone, password, sessions and second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for
from flask_login import current_user

from hotline.console.account.forms import ConfirmForm, OwnAccountForm, OwnPasswordForm
from hotline.console.account.pages import OwnAccountPage
from hotline.console.blueprint import actor, console
from hotline.console.forms import CodeForm
from hotline.console.pages import RecoveryCodesPage, SecondFactorPage
from hotline.core.errors import InvalidInput
from hotline.http.context import current_line, render
from hotline.services.staff import own_account, second_factor

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from hotline.console.forms import StaffForm


@console.get("/account")
def show_own_account() -> str:
    return _page()


@console.post("/account")
def save_own_account() -> ResponseReturnValue:
    form = OwnAccountForm()
    if not form.validate():
        return _page(form=form), 400
    try:
        own_account.change_person(current_line(), actor(), form.full_name.data or "", form.telephone.data or "")
    except InvalidInput as error:
        _show_errors(form, error)
        return _page(form=form), 400
    flash("已经保存。", "success")
    return redirect(url_for("console.show_own_account"), 303)


@console.post("/account/password")
def change_own_password() -> ResponseReturnValue:
    form = OwnPasswordForm()
    if not form.validate():
        return _page(password_form=form), 400
    old, new, address = form.old_password.data, form.password.data, request.remote_addr or ""
    try:
        own_account.change_password(current_line(), actor(), old, new, address, current_user.token)
    except InvalidInput as error:
        _show_errors(form, error)
        return _page(password_form=form), 400
    flash("密码改好了。您在其他地方的登录都已经结束。", "success")
    return redirect(url_for("console.show_own_account"), 303)


@console.post("/account/sessions/end")
def end_own_session() -> ResponseReturnValue:
    own_account.end_session(current_line(), actor(), request.form.get("key", ""))
    flash("那一处的登录已经结束。", "success")
    return redirect(url_for("console.show_own_account"), 303)


@console.post("/account/sessions/end-others")
def end_other_sessions() -> ResponseReturnValue:
    ended = own_account.end_other_sessions(current_line(), actor(), current_user.token)
    flash(f"结束了其他{ended}处的登录。" if ended else "没有其他地方的登录。", "success")
    return redirect(url_for("console.show_own_account"), 303)


@console.post("/account/second-factor/begin")
def begin_second_factor() -> ResponseReturnValue:
    second_factor.begin(current_line(), actor())
    return redirect(url_for("console.set_up_second_factor"), 303)


@console.get("/account/second-factor")
def set_up_second_factor() -> ResponseReturnValue:
    enrolment = second_factor.find_enrolment(current_line(), actor())
    if enrolment is None:
        return redirect(url_for("console.show_own_account"))
    return render(SecondFactorPage(title="设置两步验证", form=CodeForm(), enrolment=enrolment, is_demanded=False))


@console.post("/account/second-factor")
def confirm_second_factor() -> ResponseReturnValue:
    form, enrolment = CodeForm(), second_factor.find_enrolment(current_line(), actor())
    if enrolment is None:
        return redirect(url_for("console.show_own_account"), 303)
    page = SecondFactorPage(title="设置两步验证", form=form, enrolment=enrolment, is_demanded=False)
    if not form.validate():
        return render(page), 400
    try:
        codes = second_factor.confirm(current_line(), actor(), form.code.data, request.remote_addr or "")
    except InvalidInput as error:
        _show_errors(form, error)
        return render(page), 400
    return _show_codes(codes)


@console.post("/account/second-factor/off")
def switch_second_factor_off() -> ResponseReturnValue:
    form = ConfirmForm()
    if not form.validate():
        return _page(confirm_form=form), 400
    try:
        second_factor.switch_off(current_line(), actor(), form.confirmed_password.data, request.remote_addr or "")
    except InvalidInput as error:
        _show_errors(form, error)
        return _page(confirm_form=form), 400
    flash("两步验证已经关掉，以后登录只要密码。", "success")
    return redirect(url_for("console.show_own_account"), 303)


@console.post("/account/recovery-codes")
def draw_recovery_codes() -> ResponseReturnValue:
    form = ConfirmForm()
    if not form.validate():
        return _page(confirm_form=form), 400
    address = request.remote_addr or ""
    try:
        codes = second_factor.draw_recovery_codes(current_line(), actor(), form.confirmed_password.data, address)
    except InvalidInput as error:
        _show_errors(form, error)
        return _page(confirm_form=form), 400
    return _show_codes(codes)


def _show_codes(codes: list[str]) -> str:
    return render(RecoveryCodesPage(title="备用码", codes=codes, after=url_for("console.show_own_account")))


def _show_errors(form: StaffForm, error: InvalidInput) -> None:
    for field, reason in error.fields.items():
        form[field].errors = [reason]


def _page(
    form: OwnAccountForm | None = None,
    password_form: OwnPasswordForm | None = None,
    confirm_form: ConfirmForm | None = None,
) -> str:
    line, staff = current_line(), actor()
    account, left = own_account.get_account(line, staff)
    person = {"full_name": account.staff.full_name, "telephone": account.staff.telephone}
    return render(
        OwnAccountPage(
            title="我的账号",
            account=account,
            recovery_codes=left,
            is_demanded=second_factor.is_demanded(line, staff),
            sessions=own_account.list_sessions(line, staff),
            own_key=own_account.own_session_key(current_user.token),
            form=form or OwnAccountForm(formdata=None, data=person),
            password_form=password_form or OwnPasswordForm(formdata=None),
            confirm_form=confirm_form or ConfirmForm(formdata=None),
        )
    )
