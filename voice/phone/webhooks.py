"""The telephone's webhooks: each verifies, reads one step of a call and answers it in TwiML, whatever happens."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, request, send_file, url_for
from werkzeug.exceptions import HTTPException

from hotline.core.calls import OutboundLeg
from hotline.core.providers import Recording
from hotline.http.context import current_line
from hotline.services.calls import journal, recordings
from hotline.services.calls.journal import StepReply, StepRequest
from voice.flask_context import current_gateways, current_settings, refuse_in_plain_text
from voice.phone import call_flow, call_log, operator_leg, recording_links, voicemail
from voice.phone.call_state import CallState
from voice.phone.context import CallContext
from voice.phone.leg_urls import read_leg
from voice.phone.plain_voice import is_marked, plainly, turn_to_plain_voice
from voice.phone.responses import apology, recorded_prompts, respond, write
from voice.speech.recorded_prompts import silence

if TYPE_CHECKING:
    from hotline.services.line import Line
    from voice.gateways.protocol import CallWebhook
    from voice.gateways.twilio.webhooks import Twilio
    from voice.phone.actions import Step

log = logging.getLogger(__name__)
phone = Blueprint("phone", __name__)
phone.register_error_handler(HTTPException, refuse_in_plain_text)
REPORTS = frozenset({"phone.recording", "phone.status", "phone.leg", "phone.debugger"})
"""Endpoints whose answer no caller hears."""
WHISPERS = frozenset({"phone.whisper", "phone.accepted"})
"""Endpoints of somebody who was rung and is not connected yet."""
OPEN_TO_ALL = frozenset({"phone.fallback", "phone.audio", "phone.message"})
"""Endpoints that need no signature of the provider: they tell what is public, or open to a seal of our own alone."""
AUDIO_SECONDS = 30 * 24 * 3600
"""How long the provider may play a prompt without asking again; a new recording has a new address."""


@phone.before_request
def verify() -> None:
    """Refuse what the provider did not sign, before anything in it is looked at."""
    gateway = _gateway()
    if request.endpoint not in OPEN_TO_ALL and not gateway.verify(request):
        log.warning("refused an unsigned or wrongly signed request to %s", request.path)
        abort(403)


@phone.post("/")
def incoming() -> Response:
    """A call comes in."""
    began = CallState(began=int(current_line().now().timestamp()))
    return _answer("incoming", began, lambda context: call_flow.greet(context, began))


@phone.post("/<place>")
def step(place: str) -> Response:
    """What the caller did at ``place``; a step this version does not know is the main menu."""
    state = CallState.from_query(place, request.args)
    return _answer(state.place.value, state, lambda context: call_flow.carry_on(context, state))


@phone.post("/recording")
def recording() -> Response:
    """A recording is finished, also when its caller has hung up: it is kept as a message, once; else 503."""
    state = CallState.from_query("recorded", request.args)
    call = _call()

    def produce(line: Line) -> StepReply:
        voicemail.save_recording(_context(line, call), state)
        return StepReply("", call_log.KEPT)

    if call.recording:
        journal.record_step(current_line(), _webhook("recording", state, call), produce)
    return Response(status=204)


@phone.post("/status")
def status() -> Response:
    """The provider reports how a call goes on; how it ended is kept, once."""
    ended = _gateway().read_end(request)
    if ended and ended.id:
        told = {"gateway": _gateway().name, "caller": ended.caller, "status": ended.status}
        journal.record_end(current_line(), ended.id, **told, seconds=ended.seconds)
    return Response(status=204)


@phone.post("/whisper")
def whisper() -> Response:
    """Somebody who was rung for a caller has picked up."""
    return _answer_leg(operator_leg.whisper)


@phone.post("/accepted")
def accepted() -> Response:
    """They pressed a key."""
    return _answer_leg(operator_leg.accepted)


@phone.post("/room")
def room() -> Response:
    """They were turned into a conference."""
    return _answer_leg(operator_leg.room)


@phone.post("/leg")
def leg() -> Response:
    """Their telephone is on the hook again, or was never lifted."""
    operator_leg.ended(_context(current_line(), _call()), read_leg(request.args))
    return Response(status=204)


@phone.post("/fallback")
def fall_back() -> Response:
    """The provider could not play a document: one whose voice it refused is said again in its own, once; whatever else
    failed is an apology, or nothing to who was rung, so that the two are connected."""
    failure = _gateway().read_failure(request)
    log.error("call %s: the provider could not play %s: %s", failure.call[:64], failure.url[:500], failure.code[:20])
    if _is_whisper(failure.url):
        return respond(write([]))
    if not failure.voice_refused:
        return respond(apology())
    if is_marked(failure.url) or failure.url.endswith(request.path):  # it was plain, and refused all the same
        return respond(plainly(apology()))
    return _tell_plainly("fallback")


@phone.post("/unheard")
def unheard() -> Response:
    """Where ``turn_to_plain_voice`` turned the call, because the provider refused our voice and said nothing."""
    return _tell_plainly("unheard")


@phone.post("/debugger")
def debugger() -> Response:
    """The provider tells of errors and warnings in the account; who was rung for a caller is never turned away."""
    warning = _gateway().read_warning(request)
    if not _is_whisper(warning.url):
        turn_to_plain_voice(current_line(), warning)
    return Response(status=204)


@phone.route("/fallback.xml", methods=["GET", "POST"])
def fallback() -> Response:
    """What callers hear when the application fails; the provider should hold a copy (see voice/README.md)."""
    return respond(apology(alone=True))


@phone.get("/audio/<key>.wav")
def audio(key: str) -> Response:
    """A recorded prompt; only what stands in the phrases has a key."""
    recorded = recorded_prompts().find(key) or abort(404)
    return send_file(recorded, mimetype="audio/wav", max_age=AUDIO_SECONDS)


@phone.get("/message/<sealed>")
def message(sealed: str) -> Response:
    """The recording of a message, for the caller who has just left it; silence when it cannot be had."""
    line = current_line()
    tracking = recording_links.unseal(sealed, current_settings().secret_key, line.now()) or abort(404)
    try:
        recording = recordings.fetch_for_caller(line, tracking)
    except Exception:  # an error would end the call: https://www.twilio.com/docs/api/errors/11200
        log.warning("the recording of message %s cannot be played to its caller", tracking, exc_info=True)
        recording = Recording(silence(), "audio/wav")
    return Response(recording.content, mimetype=recording.mimetype, headers={"Cache-Control": "no-store"})


@phone.errorhandler(Exception)
def tell_crash(error: Exception) -> Response:
    """The caller hears an apology and is connected to the office; 200, for the provider reads no other document.

    What is reported while nobody listens is never acknowledged unless it was kept: the provider shows the 503."""
    log.error("call %s failed at %s", request.form.get("CallSid", "?")[:64], request.path, exc_info=error)
    if request.endpoint in WHISPERS:
        return respond(write([]))  # whoever was rung picked up: the two are connected without a word
    if request.endpoint in REPORTS:
        log.error("what it told could not be kept: %s", request.form.get("RecordingUrl", "")[:500])
        return Response("503 Service Unavailable\n", 503, mimetype="text/plain")
    return respond(apology())


def _answer(place: str, state: CallState, act: Callable[[CallContext], list[Step]]) -> Response:
    """What ``act`` says to what the caller did at ``state``, the same when the webhook comes again; it is kept."""
    call = _call()

    def produce(line: Line) -> StepReply:
        steps = act(_context(line, call))
        return StepReply(write(steps), call_log.told(steps), call_log.came_to(state, steps))

    document = journal.answer_step(current_line(), _webhook(place, state, call), produce)
    return respond(document)


def _is_whisper(url: str) -> bool:
    """Whether ``url`` is what somebody asks for who was rung."""
    return urlsplit(url).path in {url_for(endpoint) for endpoint in WHISPERS}


def _tell_plainly(place: str) -> Response:
    """What the call was told last, in the provider's own voice; the greeting where that is not known."""
    call, began = _call(), CallState(began=int(current_line().now().timestamp()))

    def produce(line: Line) -> StepReply:
        last = journal.find_last_reply(line, call.id)
        if last is None:
            steps = call_flow.greet(_context(line, call), began)
            last = StepReply(write(steps), call_log.told(steps))
        return StepReply(plainly(last.document), last.destination)

    return respond(journal.answer_step(current_line(), _webhook(place, began, call), produce))


def _answer_leg(act: Callable[[CallContext, OutboundLeg], list[Step]]) -> Response:
    """What ``act`` says to somebody who was rung; no step of the caller's, so that it stands among the attempts."""
    steps = act(_context(current_line(), _call()), read_leg(request.args))
    return respond(write(steps))


def _webhook(place: str, state: CallState, call: CallWebhook) -> StepRequest:
    now = current_line().now()
    began_at = datetime.fromtimestamp(state.began, now.tzinfo) if state.began else now
    did = call.keys or call.speech
    return StepRequest(call.id, call.delivery, _gateway().name, call.caller, began_at, place, did)


def _context(line: Line, call: CallWebhook) -> CallContext:
    settings = current_settings()
    return CallContext(line, call, settings.operator_lines, settings.max_call_minutes)


def _call() -> CallWebhook:
    return _gateway().read_call(request)


def _gateway() -> Twilio:
    return current_gateways().voice
