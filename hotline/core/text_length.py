"""The length of a wording in the units of its channel: SMS parts for texts, seconds for speech."""

SPOKEN_LIMIT = 120
"""Characters of a spoken wording, which take about half a minute."""
TEXT_LIMIT = 134
"""UTF-16 code units of a text wording: two parts of 67 (3GPP TS 23.040, concatenated UCS-2 messages)."""
CHARACTERS_A_SECOND = 4.0
"""Speed of a synthetic voice that reads Mandarin."""

_SINGLE = 70
"""UTF-16 code units of a text that is sent in one part."""
_PART = 67
"""The same of each part of a longer one: the rest is its header."""
_CLOSING = "。，、；：！？）》〉」』】〕］”’…—.,;:!?)]"
"""Marks that no line begins with (GB/T 15834-2011, 5.1.10)."""


def utf16_units(text: str) -> int:
    """Length of ``text`` in UTF-16 code units, by which UCS-2 messages are counted.

    >>> utf16_units("复议"), utf16_units("𠮷")
    (2, 2)
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def sms_parts(text: str) -> int:
    """How many SMS a UCS-2 ``text`` takes: one up to 70 code units, longer ones a part for every 67.

    >>> sms_parts(""), sms_parts("字" * 70), sms_parts("字" * 71), sms_parts("字" * 134)
    (0, 1, 2, 2)
    """
    units = utf16_units(text)
    if units <= _SINGLE:
        return 1 if units else 0
    return -(-units // _PART)


def speech_seconds(text: str) -> int:
    """About how many seconds it takes to read ``text`` aloud, rounded up.

    >>> speech_seconds("字" * 120)
    30
    """
    return -(-len(text) // int(CHARACTERS_A_SECOND))


def tidy(text: str) -> str:
    """``text`` stripped and with \\n for newlines, so that texts from a form, a table and the records compare equal.

    >>> tidy(" 一\\r\\n二\\r三　 ")
    '一\\n二\\n三'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def segments(text: str) -> tuple[str, ...]:
    """The parts in which ``text`` is sent: one of up to 70 code units, or several of up to 67.

    A surrogate pair is never split.

    >>> [utf16_units(part) for part in segments("字" * 71)], segments("")
    ([67, 4], ())
    """
    return _split(text, "")


def legible_segments(text: str) -> tuple[str, ...]:
    """The parts of ``text`` where they are shown one by one: none begins with a punctuation mark, unless that took one
    part more, because such a part looks broken.

    >>> [part[0] for part in legible_segments("字" * 67 + "。" + "字" * 3)]
    ['字', '字']
    """
    sent, legible = segments(text), _split(text, _CLOSING)
    return legible if len(legible) == len(sent) else sent


def _split(text: str, never_first: str) -> tuple[str, ...]:
    """Parts of ``text`` as long as may be, which do not begin with any of the characters of ``never_first``."""
    if utf16_units(text) <= _SINGLE:
        return (text,) if text else ()
    parts: list[str] = []
    start = units = 0
    for place, character in enumerate(text):
        width = utf16_units(character)
        if units + width > _PART:
            end = place
            while text[end] in never_first and end - 1 > start:
                end -= 1
            parts.append(text[start:end])
            start, units = end, utf16_units(text[end:place])
        units += width
    return (*parts, text[start:])


def cut_sentences(text: str, limit: int) -> str:
    """As many whole sentences from the beginning of ``text`` as fit in ``limit`` UTF-16 units. A first sentence that is
    too long is cut.

    >>> cut_sentences("九点上班。周末休息。", 7), cut_sentences("九点上班。", 3)
    ('九点上班。', '九点上')
    """
    while utf16_units(text) > limit:
        shorter = text.rstrip("。").rpartition("。")[0]
        text = shorter + "。" if shorter else text[: min(limit, len(text) - 1)]
    return text
