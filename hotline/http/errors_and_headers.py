"""What every response has in common: security headers, and error pages in Chinese; and the health probe."""

from __future__ import annotations

import logging

from flask import Flask, Response, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from hotline.core.attachments import LARGEST_FILE, size_in_words
from hotline.core.departments import Office
from hotline.core.errors import HotlineError
from hotline.http.context import current_line, note_failure

log = logging.getLogger(__name__)

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
TITLES = {
    400: ("没有看懂这次提交", "请返回上一页，检查后再试一次。"),
    403: ("没有权限", "您没有权限打开这个页面。"),
    404: ("没有这个页面", "网址可能写错了，或者内容已经撤回。您可以从首页查找。"),
    405: ("不能这样打开", "请从首页重新进入。"),
    409: ("内容已经变了", "请刷新页面，看过最新的内容再操作。"),
    410: ("已经撤回", "这一页的内容已经撤回。您可以从首页查找，或者打电话问。"),
    413: ("内容太长", "请缩短后再提交。"),
    414: ("问题太长", "请用200个字以内写下您要问的事，再查一次。"),
    429: ("请稍等一下", "刚才的操作太频繁了。请返回上一页，过一会儿再试；您写的内容还在那里。"),
    500: ("系统出了问题", "我们已经记下了这个问题。请稍后再试，或者拨打电话咨询。"),
    503: ("暂时不能使用", "请稍后再试，或者拨打电话咨询。"),
}
FILES_TOO_LARGE = (
    "文件太大",
    f"附件每个最大{size_in_words(LARGEST_FILE)}，几个一起传也不要超过这么多。请返回上一页，压缩或者分开再传。",
)
"""What a form of staff is answered with that is too long: only files make it so."""


def add_errors_and_headers(app: Flask) -> None:
    """Add the security headers to every response, and register the error pages."""
    app.after_request(_add_headers)
    app.register_error_handler(HotlineError, _show_hotline_error)
    app.register_error_handler(CSRFError, _show_stale_form)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(Exception, _show_unexpected_error)


def _add_headers(response: Response) -> Response:
    present = {name.lower() for name in dict(response.headers)}
    response.headers.extend({name: value for name, value in HEADERS.items() if name.lower() not in present})
    if response.location and response.location.startswith(request.host_url):
        # Werkzeug's routing redirects to an absolute URL, with the host of a request header that anybody can set.
        response.location = "/" + response.location.removeprefix(request.host_url).lstrip("/")
    if current_app.config["SETTINGS"].https:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def raw_error_response(app: Flask, status: int, path: str = "/") -> bytes:
    """The error page as the bytes of an HTTP response, for a request that never became one of Flask's: the server could
    not parse it, for example because its URL is too long."""
    with app.test_request_context(path):
        response = _add_headers(app.make_response(error_page(status)))
    body = response.get_data()
    response.headers["Connection"] = "close"
    response.content_length = len(body)
    return f"HTTP/1.1 {response.status}\r\n{response.headers}".encode() + body


def error_page(status: int, message: str = "") -> tuple[str, int]:
    """The page of an error, with the ``message`` in place of the usual advice, and its status."""
    title, advice = TITLES.get(status, TITLES[500 if status >= 500 else 400])
    if status == 413 and request.path.startswith("/console"):
        title, advice = FILES_TOO_LARGE
    office = _find_office()
    return render_template("error.html", status=status, title=title, message=message or advice, office=office), status


def _find_office() -> Office | None:
    """The office, whose name and telephone every error page tells; None while nothing can be read.

    The console's error pages are for staff, who have other menus."""
    if request.path.startswith("/console"):
        return None
    try:
        return current_line().knowledge.office
    except Exception:  # an error page must never fail itself
        log.warning("an error page goes without the office", exc_info=True)
        return None


def _show_hotline_error(error: HotlineError) -> tuple[str, int]:
    return error_page(error.status, str(error))


def _show_stale_form(error: CSRFError) -> tuple[str, int]:
    return error_page(400, "页面打开太久，已经失效。请返回上一页，刷新后再提交一次。")


def _show_http_error(error: HTTPException) -> tuple[str, int] | AnyResponse:
    if error.code is None or error.code < 400:
        return error.get_response()
    return error_page(error.code)


def _show_unexpected_error(error: Exception) -> tuple[str, int]:
    log.exception("a request failed unexpectedly")
    note_failure()
    return error_page(500)
