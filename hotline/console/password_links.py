"""The page of a link that an administrator handed over, where somebody sets their own password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for

from hotline.console.blueprint import console
from hotline.console.forms import NewPasswordForm
from hotline.console.pages import SetPasswordPage
from hotline.core.errors import InvalidInput, NotFound
from hotline.http.context import current_line, render
from hotline.http.rate_limits import limiter
from hotline.services.staff import links

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@console.route("/set-password", methods=["GET", "POST"])
@limiter.limit("20/minute")
def use_link() -> ResponseReturnValue:
    """The token is in the query, which no log keeps. Looking at the page uses nothing up: mail programs do it too."""
    token, form = request.args.get("token", ""), NewPasswordForm()
    try:
        link = links.get_link(current_line(), token)
        if not form.validate_on_submit():
            page = SetPasswordPage(title="设置密码", form=form, link=link)
            return render(page), 400 if form.is_submitted() else 200
        links.use_link(current_line(), token, form.password.data, request.remote_addr or "")
    except InvalidInput as error:
        form.password.errors = [error.fields["password"]]
        return render(SetPasswordPage(title="设置密码", form=form, link=link)), 400
    except NotFound as gone:
        return render(SetPasswordPage(title="设置密码", form=form, link=None, problem=str(gone))), 404
    flash("密码设好了，请登录。", "success")
    return redirect(url_for("console.sign_in"), 303)
