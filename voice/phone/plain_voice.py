"""A TwiML document said once more without what the provider may refuse: our voice, its language, and SSML.

Recordings in it are played as before. Without a voice, language zh-CN is read by the provider's own Chinese one:
https://www.twilio.com/docs/voice/twiml/say (read 2026-11-23)"""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit
from xml.etree import ElementTree

LANGUAGE = "zh-CN"
MARK = "plain"
"""The rest of the call stays plain: this stands in the query of every URL that the document leads to."""
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_LEADING = ("action", "url")


def plainly(document: str) -> str:
    """``document`` with each Say as mere words in the provider's own voice, and its URLs marked.

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
        for name in _LEADING:
            if name in verb.attrib:
                verb.set(name, _marked(verb.attrib[name]))
        if verb.tag == "Redirect" and verb.text:
            verb.text = _marked(verb.text)
    return _DECLARATION + ElementTree.tostring(root, encoding="unicode")


def is_marked(url: str) -> bool:
    """Whether what ``url`` answers is plain already.

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
