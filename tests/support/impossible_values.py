"""Requests with values that no database or calendar holds, to every route of an app; none may fail with a 500."""

import json
import logging
import re
from contextlib import contextmanager
from dataclasses import replace
from itertools import product
from urllib.parse import quote_from_bytes, urlencode

from twilio.request_validator import RequestValidator

from hotline.app import create_app
from hotline.settings.gateways import AndroidAccess, KannelAccess
from tests.support.fixed_values import PASSWORD, TOKEN
from tests.support.gateway_requests import (
    KANNEL_PASSWORD,
    KANNEL_SECRET,
    SIGNING_KEY,
    android_envelope,
    post_from_android,
    post_kannel_text,
)
from tests.support.routes import SAMPLES
from tests.support.twiml_checker import RefusedTwiml

VALUES = {
    "beyond 64 bits": b"9" * 25,
    "beyond 32 bits": b"9999999999",
    "below 64 bits": b"-9223372036854775809",
    "more digits than Python reads": b"9" * 5000,
    "no day": b"0000-00-00",
    "the first day": b"0001-01-01",
    "the last day": b"9999-12-31",
    "NUL": "复\x00议".encode(),
    "lone surrogate": b"\xed\xa0\x80",
    "no UTF-8": b"\xff\xfe",
}
IN_PATHS = ("beyond 64 bits", "beyond 32 bits", "more digits than Python reads", "NUL", "no UTF-8")
QUERY = (
    "q page number about state next new old question similar kind serial status topic word days first last hour "
    "in_time outcome key id subject passage choices enquiry silences wrong_keys repeats attempt tracking keyed turns "
    "began call place name department from to leg"
)
FORM = (
    "name password number version serial comment answer then back wording similar_questions question web_answer spoken "
    "text topic department review_date office telephone note source legal_bases-0-title legal_bases-0-article helpful "
    "index_number section title summary body document_number issuing_body made_date published_date genre mode validity "
    "code duties room liaison_officer liaison_line "
    "colloquial official word seen_key to officer Body From To CallSid MessageSid Digits SpeechResult Confidence "
    "DialCallStatus DialCallSid CallStatus CallDuration RecordingUrl RecordingDuration RecordingStatus RecordingSid "
    "MessageStatus ErrorCode ErrorUrl Payload NumMedia"
)
HOST = "https://hotline.example"
FITTING = {"console.line_rows": {"name": "calls"}, "phone.step": {"place": "menu"}}
"""Values in the path that lead into the view, where those of other tests do not."""
MINUTES = 10
"""Between two requests: no limit of an hour is as low as six."""


class Crashes(logging.Handler):
    """The errors that were logged: webhooks apologise with status 200 after one."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.told = []

    def emit(self, record):
        if record.exc_info:
            self.told.append(repr(record.exc_info[1])[:200])


@contextmanager
def _crashes():
    crashes = Crashes()
    logging.getLogger().addHandler(crashes)
    try:
        yield crashes.told
    finally:
        logging.getLogger().removeHandler(crashes)


def open_app(settings, line, templates):
    """An app with every gateway, whose forms need no token."""
    gateways = {
        "kannel": KannelAccess(KANNEL_SECRET, "http://127.0.0.1:9/cgi-bin/sendsms", "hotline", KANNEL_PASSWORD),
        "android": AndroidAccess(SIGNING_KEY, "http://127.0.0.1:9", "SMS", "a password of its own"),
    }
    app = create_app(replace(settings, text_gateway="kannel", **gateways), line=line)
    app.jinja_env.bytecode_cache = templates
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def failures(app, clock, blueprint):
    """Every request to ``blueprint`` that crashed, as a line that tells which it was and how.

    ``app`` asks for no form tokens. ``clock`` goes on between requests, so that no limit is reached."""
    found = []
    assert _signed_in(app).get("/console/").status_code == 200
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith(f"{blueprint}.") or rule.endpoint == "console.sign_out":
            continue
        browser = _signed_in(app)
        for kind, value in VALUES.items():
            paths = {_path(rule, None), _path(rule, value if kind in IN_PATHS else None)}
            for path, method in product(paths, rule.methods & {"GET", "POST"}):
                clock.advance(MINUTES * 60)
                with _crashes() as told:
                    try:
                        status = _open(browser, method, path, value)
                    except RefusedTwiml as refused:
                        status, told = 200, [*told, str(refused)]
                if told or status == 500:
                    found.append(f"{method} {path[:80]} with {kind}: {status} {told}")
    return found


def _signed_in(app):
    browser = app.test_client()
    browser.environ_base.update({"HTTP_HOST": "hotline.example", "wsgi.url_scheme": "https", "HTTP_REFERER": HOST})
    assert browser.post("/console/sign-in", data={"name": "administrator", "password": PASSWORD}).status_code == 303
    return browser


def gateway_failures(app, clock):
    """The same of texts by Kannel and by the Android app, which carry no form."""
    client, found = app.test_client(), []
    for kind, value in VALUES.items():
        for caller in ("8613800138000", value.decode("latin-1").replace("\x00", "")[:200]):
            with _crashes() as told:
                post_kannel_text(client, value, charset="UTF-8", caller=caller, text_id=kind)
            found += [f"kannel with {kind}: {crash}" for crash in told]
    for words, field in product(("\ud800", "复\x00议", "9" * 25, "9999-12-31"), ("words", "sender", "receivedAt")):
        envelope = json.dumps(android_envelope(**{"words": "102", field: words})).encode()
        for path in ("/sms/android", "/sms/android/receipt"):
            with _crashes() as told:
                post_from_android(client, envelope, clock(), path)
            found += [f"android {field} with {words!r}: {crash}" for crash in told]
    return found


def _path(rule, value):
    """The path of ``rule``: with sample values, or with ``value`` in place of each variable, as an address has it."""

    def fill(variable):
        if value is not None:
            return quote_from_bytes(value)
        return str((SAMPLES | FITTING.get(rule.endpoint, {})).get(variable["name"], "1"))

    return re.sub(r"<(?:[^<>]+:)?(?P<name>[a-z_]+)>", fill, rule.rule)


def _open(browser, method, path, value):
    query = urlencode(dict.fromkeys(QUERY.split(), value))
    form = {name: value.decode("utf-8", "replace") for name in FORM.split()}
    signature = RequestValidator(TOKEN).compute_signature(f"{HOST}{path}?{query}", form)
    body = {"data": urlencode(form), "content_type": "application/x-www-form-urlencoded"} if method == "POST" else {}
    return browser.open(f"{path}?{query}", method=method, headers={"X-Twilio-Signature": signature}, **body).status_code
