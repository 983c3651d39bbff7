"""The text line's webhook: a question, a number or a reply to choices comes in, and one reply goes out."""

from __future__ import annotations

import hashlib
import hmac
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import Blueprint, Response, abort, g, request
from werkzeug.exceptions import HTTPException

from hotline.core.catalogue import CatalogueItem
from hotline.core.enquiries import Channel, Outcome
from hotline.core.entries import Entry
from hotline.core.errors import NotFound, Unavailable
from hotline.core.texting import TextPurpose
from hotline.services import asking, browsing, receiving, sending, texting_context
from hotline.services.line import Line
from voice import texting
from voice.gateways import Text, TextGateway
from voice.phrases import TEXT
from voice.position import is_entry
from voice.webhooks import current_gateways, current_line, current_settings, tell_refusal

if TYPE_CHECKING:
    from hotline.matching.findings import Match

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
    """Texts come in; one that is delivered again gets the same reply and is kept once."""
    answered = [(text, _reply(text)) for text in _gateway().read_texts(request)]
    if not _gateway().inline:
        for text, reply in answered:
            _queue(gateway, text, reply)
        return _gateway().answer("", "")
    return _gateway().answer(answered[0][1], _key(answered[0][0])) if answered else _gateway().answer("", "")


@sms.route("/<gateway>/receipt", methods=["GET", "POST"])
def receipt(gateway: str) -> Response:
    """How far texts got; a repetition changes nothing. GET, for so Kannel tells it."""
    for told in _gateway().read_receipts(request):
        sending.receive(current_line(), gateway, told)
    return Response("", mimetype="text/plain")  # 200: Kannel asks again after 204


@sms.errorhandler(Exception)
def tell_crash(error: Exception) -> Response:
    """Where the answer is the reply, the citizen gets an apology; 200, for the provider sends no other answer on.

    Elsewhere, and for a receipt, 503: the provider delivers it again."""
    log.error("a request to %s failed", request.path, exc_info=error)
    if request.endpoint != "sms.incoming" or not _gateway().inline:
        return Response("503 Service Unavailable\n", 503, mimetype="text/plain")
    return _gateway().answer(TEXT("trouble.sorry"), "")


def _reply(text: Text) -> str:
    exchange = Exchange(current_line(), text, _owner(text.caller))
    return receiving.once(current_line(), text.delivery, exchange.reply)


def _queue(gateway: str, text: Text, reply: str) -> None:
    """Have ``reply`` sent, once however often the text is delivered; a withheld number cannot be replied to."""
    if not reply or not text.caller:
        return
    line = current_line()
    with line.records.writing() as unit:
        unit.texts.queue(
            _key(text), gateway=gateway, number=text.caller, body=reply, purpose=TextPurpose.REPLY, at=line.now()
        )


def _key(text: Text) -> str:
    return f"reply:{text.delivery}"


@dataclass(frozen=True)
class Exchange:
    """One text and its reply; ``owner`` names its writer's choices without telling the number ("" when withheld)."""

    line: Line
    text: Text
    owner: str

    def reply(self) -> str:
        wanted = texting.understand(self.text.body)
        if wanted.aim is texting.Aim.HELP:
            return self._help()
        if wanted.aim is texting.Aim.PERSON:
            return TEXT("help.person", number=browsing.office(self.line).line_number)
        if wanted.aim is texting.Aim.THANKS:
            return TEXT("help.thanks")
        if wanted.aim is texting.Aim.PICK:
            return self._pick(wanted.pick)
        return self._ask(wanted.question)

    def _help(self) -> str:
        office = browsing.office(self.line)
        return texting.fit(TEXT("help.text", line=office.line_name, number=office.line_number))

    def _pick(self, pick: int) -> str:
        offered = self._recall()
        if offered is None or pick > len(offered.choices):
            return TEXT("help.no_choice")
        subject = offered.choices[pick - 1]
        try:
            reply = _told(browsing.get_entry(self.line, int(subject)) if is_entry(subject) else self._item(subject))
        except NotFound:  # withdrawn since it was offered
            return TEXT("help.gone")
        if is_entry(subject):
            asking.pick(self.line, offered.enquiry_id, int(subject))
        return reply

    def _item(self, index_number: str) -> CatalogueItem:
        return browsing.get_item(self.line, index_number)

    def _ask(self, question: str) -> str:
        asked = asking.ask(
            self.line,
            question,
            channel=Channel.SMS,
            caller=self.text.caller,
            conversation=self.owner,
            delivery=self.text.delivery,
        )
        matches = asked.decision.matches
        if asked.outcome is Outcome.ANSWERED:
            return _told(matches[0].entry or matches[0].item)
        if asked.outcome is Outcome.OFFERED:
            return self._offer(matches, asked.enquiry_id)
        return self._nothing(question, kept=asked.enquiry_id is not None)

    def _offer(self, matches: tuple[Match, ...], enquiry_id: int | None) -> str:
        titles = [TEXT("choices.choice", key=key, name=match.title) for key, match in enumerate(matches, start=1)]
        reply, shown = texting.list_choices(TEXT("choices.intro"), titles)
        subjects = [str(match.entry.number) if match.entry else _index_number(match.item) for match in matches]
        try:
            if self.owner:
                texting_context.remember(self.line, self.owner, tuple(subjects[:shown]), enquiry_id)
        except Unavailable:
            log.warning("the choices of a text could not be kept; a reply with a digit will not find them")
        return reply

    def _recall(self) -> texting_context.Offered | None:
        try:
            return texting_context.recall(self.line, self.owner) if self.owner else None
        except Unavailable:
            return None

    def _nothing(self, question: str, *, kept: bool) -> str:
        number = browsing.office(self.line).line_number
        if is_entry(question):
            return TEXT("nothing.number", asked=question, number=number)
        return TEXT("nothing.kept" if kept else "nothing.text", number=number)


def _told(subject: Entry | CatalogueItem | None) -> str:
    if isinstance(subject, Entry):
        return texting.fit(subject.text)
    if subject is None:
        raise NotFound("没有这个条目。")
    told = TEXT("answer.item", title=subject.title, index_number=subject.index_number, summary=subject.summary)
    return texting.fit(told)


def _index_number(item: CatalogueItem | None) -> str:
    return item.index_number if item else ""


def _owner(number: str) -> str:
    """A keyed hash of ``number``: without the key the few numbers there are could be tried one by one."""
    if not number:
        return ""
    return hmac.new(current_settings().secret_key.encode(), number.encode(), hashlib.sha256).hexdigest()


def _gateway() -> TextGateway:
    """The one whose request this is, once it is known to be its own."""
    return cast(TextGateway, g.text_gateway)
