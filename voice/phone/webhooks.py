"""The webhooks of the telephone: each is verified, handled as one step of a call, and answered in TwiML."""

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
from hotline.http.context import current_line, note_failure
from hotline.services.calls import journal, recordings
from hotline.services.calls.journal import StepReply, StepRequest
from voice.flask_context import current_gateways, current_settings, refuse_in_plain_text, refuse_unsigned
from voice.phone import call_flow, call_log, operator_leg, recording_links, voicemail
from voice.phone.call_state import CallState
from voice.phone.context import CallContext
from voice.phone.leg_urls import read_leg
from voice.phone.plain_voice import is_marked, plainly, turn_to_plain_voice
from voice.phone.responses import apology, recorded_prompts, respond, write
from voice.phrases import PHONE
from voice.speech.recorded_prompts import silence, version_of

if TYPE_CHECKING:
    from hotline.services.line import Line
    from voice.gateways.protocol import CallWebhook
    from voice.gateways.twilio.webhooks import Twilio
    from voice.phone.actions import Step

log = logging.getLogger(__name__)
phone = Blueprint("phone", __name__)
phone.register_error_handler(HTTPException, refuse_in_plain_text)
REPORTS = frozenset({"phone.recording", "phone.status", "phone.leg", "phone.debugger"})
"""Endpoints that only take a report. No caller hears their answer."""
WHISPERS = frozenset({"phone.whisper", "phone.accepted"})
"""Endpoints of an operator's leg that is not connected to the caller yet."""
OPEN_TO_ALL = frozenset({"phone.fallback", "phone.audio", "phone.message"})
"""Endpoints without the provider's signature. What they tell is public, or needs a name that we have signed."""
AUDIO_SECONDS = 30 * 24 * 3600
"""How long the provider may cache a recorded prompt. A new recording has a new URL."""


@phone.before_request
def verify() -> None:
    """Refuse what the provider did not sign, before anything in it is read."""
    gateway = _gateway()
    if request.endpoint not in OPEN_TO_ALL and not gateway.verify(request):
        refuse_unsigned()


@phone.post("/")
def incoming() -> Response:
    """A call comes in."""
    began = CallState(began=int(current_line().now().timestamp()))
    return _answer("incoming", began, _call(), lambda context: call_flow.greet(context, began))


@phone.post("/<place>")
def step(place: str) -> Response:
    """The caller did something at ``place``. A step that this version does not know is the main menu.

    A # pressed out of habit has cut off what was being said, so that is said again from its start."""
    state, call = CallState.from_query(place, request.args.to_dict()), _call()
    if call_flow.is_habit(_context(current_line(), call), state):
        return _repeat(state.place.value, state, call, lambda context: call_flow.say_again(context, state))
    return _answer(state.place.value, state, call, lambda context: call_flow.carry_on(context, state))


@phone.post("/recording")
def recording() -> Response:
    """A recording is finished, perhaps because its caller hung up: save it as a message, once. 503 when that fails.

    Where it failed, only the caller's number is saved, so that staff can call back."""
    state = CallState.from_query("recorded", request.args.to_dict())
    call = _call()

    def produce(line: Line) -> StepReply:
        if call.recording:
            voicemail.save_recording(_context(line, call), state)
            return StepReply("", call_log.KEPT)
        voicemail.keep_caller(_context(line, call), state)
        return StepReply("", call_log.LOST)

    if call.recording or call.recording_failed:
        journal.record_step(current_line(), _step_request("recording", state, call), produce)
    return Response(status=204)


@phone.post("/status")
def status() -> Response:
    """The provider reports the progress of a call: record how it ended, once."""
    ended = _gateway().read_end(request)
    if ended and ended.id:
        ended_call = {"gateway": _gateway().name, "caller": ended.caller, "status": ended.status}
        journal.record_end(current_line(), ended.id, **ended_call, seconds=ended.seconds)
    return Response(status=204)


@phone.post("/whisper")
def whisper() -> Response:
    """An operator or liaison officer has picked up."""
    return _answer_leg(operator_leg.whisper)


@phone.post("/accepted")
def accepted() -> Response:
    """They have pressed a key."""
    return _answer_leg(operator_leg.handle_key)


@phone.post("/room")
def room() -> Response:
    """The provider has moved their leg into a conference."""
    return _answer_leg(operator_leg.join_room)


@phone.post("/leg")
def leg() -> Response:
    """Their leg is over, picked up or not."""
    operator_leg.record_end(_context(current_line(), _call()), read_leg(request.args))
    return Response(status=204)


@phone.post("/fallback")
def fall_back() -> Response:
    """The provider could not play a document. Where it refused our voice, say the same in the provider's voice, once.

    For any other failure apologise. A whisper is left out, so that operator and caller are connected."""
    failure = _gateway().read_failure(request)
    log.error("call %s: the provider could not play %s: %s", failure.call[:64], failure.url[:500], failure.code[:20])
    if _is_whisper(failure.url):
        return respond(write([]))
    if not failure.voice_refused:
        return respond(apology())
    if is_marked(failure.url) or failure.url.endswith(request.path):  # it was in the provider's voice already
        return respond(plainly(apology()))
    return _repeat_plainly("fallback")


@phone.post("/unheard")
def unheard() -> Response:
    """The provider refused our voice, and ``turn_to_plain_voice`` moved the call here: say the same in its voice."""
    return _repeat_plainly("unheard")


@phone.post("/debugger")
def debugger() -> Response:
    """The provider reports errors and warnings of the account. An operator's leg is never moved."""
    warning = _gateway().read_warning(request)
    if not _is_whisper(warning.url):
        turn_to_plain_voice(current_line(), warning)
    return Response(status=204)


@phone.route("/fallback.xml", methods=["GET", "POST"])
def fallback() -> Response:
    """What callers hear when the application fails. The provider should hold a copy of it (see voice/README.md)."""
    return respond(apology(alone=True))


@phone.get("/audio/<key>.wav")
def audio(key: str) -> Response:
    """A recorded prompt, by its key in the phrases; 404 when there is none.

    A URL with ``changed`` may come from a host that has a newer recording than this one, or one that this host does not
    have yet: the provider must neither keep what it gets here under that URL, nor end the call because it gets none."""
    changed = request.args.get("changed")
    recorded = recorded_prompts().find(key)
    if recorded:
        keep = changed in (None, version_of(recorded))
        return send_file(recorded, mimetype="audio/wav", max_age=AUDIO_SECONDS if keep else 0)
    if not (changed and PHONE.recordable(key)):
        abort(404)
    return Response(silence(), mimetype="audio/wav", headers={"Cache-Control": "no-store"})


@phone.get("/message/<sealed>")
def message(sealed: str) -> Response:
    """The recording of a message, for the caller who has just left it; a short silence when it is unavailable."""
    line = current_line()
    tracking = recording_links.unseal(sealed, current_settings().secret_key, line.now()) or abort(404)
    try:
        recording = recordings.fetch_for_caller(line, tracking)
    except Exception:  # an error would end the call: https://www.twilio.com/docs/api/errors/11200
        log.warning("the recording of message %s cannot be played to its caller", tracking, exc_info=True)
        recording = Recording(silence(), "audio/wav")
    return Response(recording.content, mimetype=recording.mimetype, headers={"Cache-Control": "no-store"})


@phone.errorhandler(Exception)
def apologise(error: Exception) -> Response:
    """Apologise and connect the caller to the office, with status 200: the provider plays no other document.

    A report that could not be recorded gets 503, which the provider shows, since no caller hears the answer."""
    note_failure()
    log.error("call %s failed at %s", request.form.get("CallSid", "?")[:64], request.path, exc_info=error)
    if request.endpoint in WHISPERS:
        return respond(write([]))  # an empty document connects operator and caller
    if request.endpoint in REPORTS:
        lost = request.form.get("RecordingUrl", "")[:500]
        log.error("what it told could not be kept: %s", lost, extra={"kept": True})
        return Response("503 Service Unavailable\n", 503, mimetype="text/plain")
    return respond(apology())


def _answer(place: str, state: CallState, call: CallWebhook, act: Callable[[CallContext], list[Step]]) -> Response:
    """Answer the caller's step at ``state`` with what ``act`` does, and record it. A repeated webhook gets the same."""

    def produce(line: Line) -> StepReply:
        steps = act(_context(line, call))
        return StepReply(write(steps), call_log.name_destination(steps), call_log.find_outcome(state, steps))

    document = journal.answer_step(current_line(), _step_request(place, state, call), produce)
    return respond(document)


def _is_whisper(url: str) -> bool:
    """Whether ``url`` is a step of an operator's leg before it is connected."""
    return urlsplit(url).path in {url_for(endpoint) for endpoint in WHISPERS}


def _repeat_plainly(place: str) -> Response:
    """Say the last reply of the call again in the provider's voice; the greeting when no reply is recorded."""
    began = CallState(began=int(current_line().now().timestamp()))
    return _repeat(place, began, _call(), lambda context: call_flow.greet(context, began), plainly)


def _repeat(
    place: str,
    state: CallState,
    call: CallWebhook,
    otherwise: Callable[[CallContext], list[Step]],
    change: Callable[[str], str] = lambda document: document,
) -> Response:
    """Say the last reply of the call again, as ``change`` makes it; do ``otherwise`` when no reply is recorded."""

    def produce(line: Line) -> StepReply:
        last = journal.find_last_reply(line, call.id)
        if last is None:
            steps = otherwise(_context(line, call))
            last = StepReply(write(steps), call_log.name_destination(steps))
        return StepReply(change(last.document), last.destination)

    return respond(journal.answer_step(current_line(), _step_request(place, state, call), produce))


def _answer_leg(act: Callable[[CallContext, OutboundLeg], list[Step]]) -> Response:
    """Answer a step of an operator's leg. It is no step of the caller, so the journal records only the attempt."""
    steps = act(_context(current_line(), _call()), read_leg(request.args))
    return respond(write(steps))


def _step_request(place: str, state: CallState, call: CallWebhook) -> StepRequest:
    now = current_line().now()
    began_at = datetime.fromtimestamp(state.began, now.tzinfo) if state.began else now
    caller_input = call.keys or call.speech
    return StepRequest(call.id, call.delivery, _gateway().name, call.caller, began_at, place, caller_input)


def _context(line: Line, call: CallWebhook) -> CallContext:
    settings = current_settings()
    return CallContext(line, call, settings.operator_lines, settings.max_call_minutes)


def _call() -> CallWebhook:
    return _gateway().read_call(request)


def _gateway() -> Twilio:
    return current_gateways().voice
