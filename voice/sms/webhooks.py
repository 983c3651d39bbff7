"""The text line's webhook: a question, a number or a reply to choices comes in, and one reply goes out."""

from __future__ import annotations

import logging
from typing import cast

from flask import Blueprint, Response, abort, g, request
from werkzeug.exceptions import HTTPException

from hotline.http.context import current_line
from hotline.services import outbox
from hotline.services.outbox import REPLY_KEY
from hotline.services.texts.inbound import InboundText
from voice.flask_context import current_gateways, tell_refusal
from voice.gateways.protocol import Text, TextGateway
from voice.phrases import TEXT
from voice.sms.replies import reply_to

log = logging.getLogger(__name__)
sms = Blueprint("sms", __name__)
sms.register_error_handler(HTTPException, tell_refusal)


@sms.before_request
def verify() -> None:
    """Refuse what the provider did not sign, before anything in it is looked at; without one, 404."""
    gateway = current_gateways().texts.get((request.view_args or {}).get("gateway", ""))
    if gateway is None:
        abort(404)
    if not gateway.verify(request):
        log.warning("refused an unsigned or wrongly signed request to %s", request.path)
        abort(403)
    g.text_gateway = gateway


@sms.post("/<gateway>")
def incoming(gateway: str) -> Response:
    """Texts come in; one that is delivered again gets the same reply and is kept once.

    A reply that the answer does not carry is in the outbox by then."""
    replies = [(text, _reply(gateway, text)) for text in _gateway().read_texts(request)]
    if not replies or not _gateway().inline:
        return _gateway().answer("", "")
    ((text, reply),) = replies
    return _gateway().answer(reply, REPLY_KEY + text.delivery)


@sms.route("/<gateway>/receipt", methods=["GET", "POST"])
def receipt(gateway: str) -> Response:
    """How far texts got; a repetition changes nothing. GET, for so Kannel tells it."""
    for told in _gateway().read_receipts(request):
        outbox.receive(current_line(), gateway, told)
    return Response("", mimetype="text/plain")  # 200: Kannel asks again after 204


@sms.errorhandler(Exception)
def tell_crash(error: Exception) -> Response:
    """Where the answer is the reply, the citizen gets an apology; 200, for the provider sends no other answer on.

    Elsewhere, and for a receipt, 503: the provider delivers it again."""
    log.error("a request to %s failed", request.path, exc_info=error)
    if request.endpoint != "sms.incoming" or not _gateway().inline:
        return Response("503 Service Unavailable\n", 503, mimetype="text/plain")
    return _gateway().answer(TEXT("trouble.sorry"), "")


def _reply(gateway: str, text: Text) -> str:
    return reply_to(
        current_line(), InboundText(gateway, text.delivery, text.caller, text.body, inline=_gateway().inline)
    )


def _gateway() -> TextGateway:
    """The one whose request this is, once it is known to be its own."""
    return cast(TextGateway, g.text_gateway)
