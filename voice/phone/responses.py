"""Responses to the provider of calls: TwiML in the voice that the settings name, with URLs that lead back to us."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Response, request, url_for

from hotline.http.context import current_line
from hotline.services.content import published
from voice.flask_context import current_settings
from voice.phone import prompts
from voice.phone.leg_urls import leg_url
from voice.phone.plain_voice import is_marked, plainly
from voice.phone.recording_links import seal
from voice.phone.twiml import TwimlWriter, with_hints
from voice.speech.recorded_prompts import PromptRecordings, version_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voice.phone.actions import Step
    from voice.phone.call_state import CallState


def write(steps: Sequence[Step], *, alone: bool = False) -> str:
    """The TwiML document of ``steps``, in the provider's voice where it has refused ours earlier in the call.

    ``alone``: without recorded prompts, because the provider plays this document when our server does not answer."""
    settings = current_settings()
    link = partial(_link, settings.public_url)
    writer = TwimlWriter(
        voice=settings.voice,
        voice_language=settings.voice_language,
        speech_language=settings.speech_language,
        speech_pause_seconds=settings.speech_pause_seconds,
        link=lambda state: link(f"/voice/{state.place.value}", state),
        leg_link=partial(leg_url, settings.public_url),
        recording_link=lambda state: link("/voice/recording", state),
        prompt_link=(lambda key: "") if alone else partial(_prompt_link, recorded_prompts()),
        message_link=_message_link,
        version=_version,
        hears=settings.hears,
    )
    document = writer.write(steps)
    return plainly(document) if is_marked(request.full_path) else document


def apology(*, alone: bool = False) -> str:
    """What a caller hears when the program has failed. It works even when the knowledge file cannot be read."""
    settings = current_settings()
    try:
        telephone = current_line().knowledge.office.telephone
    except Exception:  # the knowledge file may be what failed
        telephone = ""
    return write(prompts.apology(telephone, settings.operator_line or telephone), alone=alone)


def respond(document: str) -> Response:
    """The HTTP response with ``document``, which gets the speech hints wherever it listens."""
    return Response(with_hints(document, _hints), mimetype="text/xml")


def recorded_prompts() -> PromptRecordings:
    """The prompts that the office has recorded, and those that come with the program."""
    return PromptRecordings(current_settings().places.audio)


def _link(public_url: str, path: str, state: CallState) -> str:
    """An absolute URL. The provider resolves relative ones against the address it called, which we do not know."""
    query = urlencode(state.to_query())
    return public_url + path + (f"?{query}" if query else "")


def _prompt_link(recordings: PromptRecordings, key: str) -> str:
    recorded = recordings.find(key)
    version = version_of(recorded) if recorded else ""
    return current_settings().public_url + url_for("phone.audio", key=key, changed=version) if version else ""


def _message_link(tracking: str) -> str:
    sealed = seal(tracking, current_settings().secret_key, current_line().now())
    return current_settings().public_url + url_for("phone.message", sealed=sealed)


def _version() -> int:
    """The number of the published version, 0 when it cannot be read: callers are understood without hints too."""
    try:
        return current_line().knowledge.version.number
    except Exception:  # an unreadable knowledge file must not lose a caller's message
        return 0


def _hints(version: int) -> tuple[str, ...]:
    try:
        return published.list_hints(current_line(), version)
    except Exception:
        return ()
