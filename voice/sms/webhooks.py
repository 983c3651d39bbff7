"""The text line's webhooks: texts and delivery receipts from the gateways."""

from __future__ import annotations

import logging
from typing import cast

from flask import Blueprint, Response, abort, g, request
from werkzeug.exceptions import HTTPException

from hotline.http.context import current_line, note_failure
from hotline.services import outbox
from hotline.services.outbox import REPLY_KEY
from hotline.services.texts.inbound import InboundText
from voice.flask_context import current_gateways, refuse_in_plain_text, refuse_unsigned
from voice.gateways.protocol import ReceivedText, TextGateway
from voice.phrases import TEXT
from voice.sms.replies import reply_to

log = logging.getLogger(__name__)
sms = Blueprint("sms", __name__)
sms.register_error_handler(HTTPException, refuse_in_plain_text)


@sms.before_request
def verify() -> None:
    """Refuse a request that its gateway did not sign (403), or that names no gateway (404), before reading it."""
    gateway = current_gateways().texts.get((request.view_args or {}).get("gateway", ""))
    if gateway is None:
        abort(404)
    if not gateway.verify(request):
        refuse_unsigned()
    g.text_gateway = gateway


@sms.post("/<gateway>")
def incoming(gateway: str) -> Response:
    """Take in texts. A text that is delivered again gets the same reply and is kept once.

    Where the response does not carry the reply, it is in the outbox by then."""
    replies = [(text, _reply(gateway, text)) for text in _gateway().read_texts(request)]
    if not replies or not _gateway().inline:
        return _gateway().build_response("", "")
    ((text, reply),) = replies
    return _gateway().build_response(reply, REPLY_KEY + text.delivery)


@sms.route("/<gateway>/receipt", methods=["GET", "POST"])
def receipt(gateway: str) -> Response:
    """Take in delivery receipts; a repeated one changes nothing. GET, because Kannel sends them so."""
    for told in _gateway().read_receipts(request):
        outbox.receive(current_line(), gateway, told)
    return Response("", mimetype="text/plain")  # 200, because Kannel sends the receipt again after 204


@sms.errorhandler(Exception)
def tell_crash(error: Exception) -> Response:
    """Answer a crash: with an apology to the citizen where the response carries the reply, else with 503.

    The apology has status 200, because the gateway forwards no other response. After 503 the gateway delivers again."""
    note_failure()
    log.error("a request to %s failed", request.path, exc_info=error)
    if request.endpoint != "sms.incoming" or not _gateway().inline:
        return Response("503 Service Unavailable\n", 503, mimetype="text/plain")
    return _gateway().build_response(TEXT("trouble.sorry"), "")


def _reply(gateway: str, text: ReceivedText) -> str:
    is_inline = _gateway().inline
    inbound = InboundText(gateway, text.delivery, text.caller, text.body, is_inline, text.is_service, text.pictures)
    return reply_to(current_line(), inbound)


def _gateway() -> TextGateway:
    """The gateway of this request, after its signature was checked."""
    return cast(TextGateway, g.text_gateway)
