"""The one place that joins the layers: makes the Flask application from the settings."""

from __future__ import annotations

import importlib
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from hotline import workday_calendar
from hotline.console import auth
from hotline.console.routes import console
from hotline.core.texts import hash_number
from hotline.core.work_calendar import DescribeDay
from hotline.http.converters import DatabaseInteger, DatabaseText
from hotline.http.errors_and_headers import add_errors_and_headers
from hotline.http.health import add_health_pages
from hotline.http.rate_limits import limiter
from hotline.http.sessions import CookieSessions
from hotline.matching.ranking.embeddings import SentenceEncoder, find_sentence_encoder
from hotline.services.decision_cache import DIGEST_KEY_BYTES, DecisionCache
from hotline.services.line import Line
from hotline.services.questions import ask
from hotline.settings import Places, Settings
from hotline.settings.checks import UnsafeSettings
from hotline.storage.files.open_store import open_attachments
from hotline.storage.knowledge.versions import VersionStore
from hotline.storage.records.database import Records
from hotline.web.application_confirmation import confirm_application
from hotline.web.applications import application_status, apply_for_disclosure
from hotline.web.messages import leave_message
from hotline.web.public_notices import take_part
from hotline.web.routes import web
from voice.gateways.registry import Gateways, open_gateways
from voice.outgoing_texts import word_answer, word_application, word_confirmation, word_tracking
from voice.phone.leg_urls import goodbye_url, leg_url
from voice.phone.webhooks import phone
from voice.sms.webhooks import sms

OFFICE_TIME = ZoneInfo("Asia/Shanghai")
LARGEST_REQUEST = 64 * 1024
"""Bytes; a citizen's longest form, a message, takes less than a third of it. Staff may send longer forms."""
NO_ONNXRUNTIME = (
    "HOTLINE_EMBEDDINGS：读模型需要onnxruntime和tokenizers，请先安装：pip install 'hotline[onnx]' "
    "(reading the model needs the extra onnx)"
)


def open_line(
    places: Places,
    *,
    now: Callable[[], datetime] | None = None,
    known_days: DescribeDay = workday_calendar.describe_day,
    draw: Callable[[int], int] = secrets.randbelow,
) -> Line:
    """Open the records and the knowledge file and join them with clock, calendar and randomness.

    Makes the var folder when it is missing. Raises UnsafeSettings when the database URL or the folder of the sentence
    encoder cannot be used."""
    places.var.mkdir(parents=True, exist_ok=True, mode=0o750)
    try:
        records = Records.open(places.database_url)
    except ValueError as error:
        raise UnsafeSettings(f"HOTLINE_DATABASE_URL cannot be used: {error}.") from error
    return Line(
        records=records,
        shelf=VersionStore(places.knowledge),
        now=now or (lambda: datetime.now(OFFICE_TIME)),
        known_days=known_days,
        draw=draw,
        folder=places.var,
        attachments=open_attachments(places.files, places.attachments),
        host=places.host,
        keep_words_days=places.keep_words_days,
        encoder=open_encoder(places) if places.by_meaning else None,
    )


def open_encoder(places: Places) -> SentenceEncoder | None:
    """The model in the folder ``places.embeddings`` or, where none is named, that of the extra ``semantic``, if it is
    installed. It is loaded when it is first used.

    Raises UnsafeSettings when the folder or the extra lacks something. Importing onnxruntime takes 0.4 s and is needed
    only for a model of the office's own, so the module that reads it is imported here and not above."""
    if places.embeddings is None:
        return find_sentence_encoder()
    try:
        onnx_encoder = importlib.import_module("hotline.matching.ranking.onnx_encoder")
        encoder: SentenceEncoder = onnx_encoder.open_encoder(places.embeddings)
    except ModuleNotFoundError as error:
        raise UnsafeSettings(NO_ONNXRUNTIME) from error
    except ValueError as error:
        raise UnsafeSettings(f"HOTLINE_EMBEDDINGS：{error}") from error
    return encoder


def connect(line: Line, settings: Settings) -> tuple[Line, Gateways]:
    """Open the gateways of ``settings``; returns them and a ``line`` that sends texts and controls calls by them.

    Senders and telephony that ``line`` already has stay: tests put their own there."""
    gateways = open_gateways(settings, line.now)
    joined = replace(
        line,
        public_url=settings.public_url,
        senders=line.senders or gateways.senders,
        text_gateway=settings.text_gateway,
        owner_of=partial(hash_number, key=settings.secret_key),
        telephony=line.telephony or gateways.telephony,
        leg_url=partial(leg_url, settings.public_url),
        goodbye_url=goodbye_url(settings.public_url),
        second_factor_roles=settings.second_factor,
        decisions=DecisionCache(secrets.token_bytes(DIGEST_KEY_BYTES)),
    )
    return joined, gateways


def create_app(settings: Settings, *, line: Line | None = None) -> Flask:
    """The whole service. ``line`` replaces the records, the clock and the other dependencies in tests."""
    here = Path(__file__).parent
    app = Flask("hotline", root_path=str(here), template_folder="templates", static_folder="static")
    app.url_map.converters |= {"int": DatabaseInteger, "default": DatabaseText, "string": DatabaseText}
    app.config.update(_configuration(settings))
    app.config["SETTINGS"] = settings
    app.session_interface = CookieSessions()
    line, app.extensions["gateways"] = connect(line or open_line(settings.places), settings)
    app.extensions["hotline"] = line
    app.extensions["application_wording"] = word_application
    app.extensions["confirmation_wording"] = word_confirmation
    app.extensions["tracking_wording"] = word_tracking
    app.extensions["answer_wording"] = partial(word_answer, zone=OFFICE_TIME)
    app.extensions["correction_wording"] = partial(word_answer, zone=OFFICE_TIME, lead="更正：")
    ask.warm(line)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    auth.login_manager.init_app(app, add_context_processor=False)  # a public page must not look for a member of staff
    for blueprint, prefix in ((web, None), (console, "/console"), (phone, "/voice"), (sms, "/sms")):
        app.register_blueprint(blueprint, url_prefix=prefix)
    if settings.metrics_token:
        # prometheus_client reads when it is imported where worker processes share their counts, so nobody imports it
        # before the server has said where that is.
        importlib.import_module("hotline.http.metrics").add_metrics(app, settings.metrics_token)
    _protect(app)
    add_errors_and_headers(app)
    add_health_pages(app)
    return app


@limiter.request_filter
def _is_webhook() -> bool:
    """Whether no limit is looked for. To exempt the blueprints would have Flask-Limiter look for theirs each time."""
    return request.blueprint in (phone.name, sms.name)


def _protect(app: Flask) -> None:
    """Check form tokens and limit rates, except for webhooks.

    A webhook carries no session that a forged form could misuse, and all of them come from a few addresses of the
    provider: it is refused unless the provider signed it. Only those that are not signed are counted."""
    csrf = CSRFProtect(app)
    for view in (leave_message, apply_for_disclosure, application_status, confirm_application, take_part):
        csrf.exempt(view)  # the view checks its form's token itself, to show again what was typed
    for webhooks in (phone, sms):
        csrf.exempt(webhooks)
    limiter.init_app(app)


def _configuration(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "hotline",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": 8 * 3600,
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": LARGEST_REQUEST,
        "WTF_CSRF_TIME_LIMIT": 8 * 3600,
        "TEMPLATES_AUTO_RELOAD": False,
    }
