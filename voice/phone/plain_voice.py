"""Says a TwiML document again without what the provider has refused: our voice, its language and SSML.

Recordings in it are played as before. Text in zh-CN without a voice is read by the provider's own Chinese voice:
https://www.twilio.com/docs/voice/twiml/say (read 2026-11-23)"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit
from xml.etree import ElementTree

from hotline.core.errors import NotFound
from hotline.services import idempotency

if TYPE_CHECKING:
    from hotline.services.line import Line
    from voice.gateways.protocol import PlaybackFailure

log = logging.getLogger(__name__)

LANGUAGE = "zh-CN"
MARK = "plain"
"""A query parameter in every URL of a plain document, so that the rest of the call stays plain."""
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_URL_ATTRIBUTES = ("action", "url")


def plainly(document: str) -> str:
    """``document`` with each Say as plain words in the provider's own voice, and with its URLs marked.

    >>> plainly('<Response><Say voice="x" language="y"><prosody rate="80%">你好</prosody></Say></Response>')[38:]
    '<Response><Say language="zh-CN">你好</Say></Response>'
    """
    root = ElementTree.fromstring(document)  # noqa: S314 (our own document)
    for say in list(root.iter("Say")):
        words, tail = "".join(say.itertext()), say.tail
        say.clear()
        say.text, say.tail = words, tail
        say.set("language", LANGUAGE)
    for verb in root.iter():
        for name in _URL_ATTRIBUTES:
            if name in verb.attrib:
                verb.set(name, _marked(verb.attrib[name]))
        if verb.tag == "Redirect" and verb.text:
            verb.text = _marked(verb.text)
    return _DECLARATION + ElementTree.tostring(root, encoding="unicode")


def is_marked(url: str) -> bool:
    """Whether the document at ``url`` is plain already.

    >>> is_marked("https://x/voice/menu?turns=1&plain=1"), is_marked("https://x/voice/menu?turns=1")
    (True, False)
    """
    return f"{MARK}=1" in urlsplit(url).query.split("&")


def _marked(url: str) -> str:
    """
    >>> _marked("https://x/voice/menu"), _marked("https://x/voice/menu?turns=1")
    ('https://x/voice/menu?plain=1', 'https://x/voice/menu?turns=1&plain=1')
    """
    if is_marked(url):
        return url
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query=f"{parts.query}&{MARK}=1".lstrip("&")))


def turn_to_plain_voice(line: Line, failure: PlaybackFailure) -> None:
    """Move the call in which our voice was refused to ``/voice/unheard``, once for each call.

    Does nothing after any other failure, or without an account through which to move calls.
    To Twilio a refused voice is a warning (https://www.twilio.com/docs/api/errors/13511), and the fallback URL is for
    errors only. Warnings are sent to a webhook of the account (both read 2026-11-23):
    https://www.twilio.com/docs/usage/troubleshooting/debugging-event-webhooks

    Raises Unavailable when the provider cannot be asked."""
    log.warning("call %s: the provider tells of %s in %s", failure.call, failure.code, failure.url[:500])
    if failure.call and failure.voice_refused and not is_marked(failure.url) and line.telephony:
        idempotency.answer_once(line, f"refused:{failure.call}", lambda: _move(line, failure.call))


def _move(line: Line, call: str) -> str:
    try:
        if line.telephony:
            line.telephony.redirect(call, f"{line.public_url}/voice/unheard")
    except NotFound:
        log.info("call %s was over before it could be turned", call)
    return "turned"
