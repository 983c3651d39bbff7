"""Cleans what people type into a field, before it is checked, stored or shown again."""

import re

_LINE_ENDS = re.compile("[\v\f\u2028\u2029]")
"""What a word processor ends a line within a paragraph with, and a page."""
_BULLETS = "·•●▪■◆◇○◦‣\uf06c\uf06e\uf076\uf0a7\uf0b7\uf0d8\uf0fc"
"""Bullets as they stand in pasted text; those from U+F000 on are letters of the fonts Symbol and Wingdings."""
_BULLET = re.compile(f"^([ \t\u3000]*)[{_BULLETS}][ \t\u00a0\u3000]*(?=\\S)", re.MULTILINE)
_INNER_BULLET = re.compile("^([ \t\u3000]*)o[\t\u00a0][ \t\u00a0]*(?=\\S)", re.MULTILINE)
"""The bullet of the second level in Word: the letter o."""
_IDEOGRAPHS = range(0x20000, 0x3FFFE)
"""Planes 2 and 3, which Unicode keeps for ideographs. GB 18030-2022 has some that came after the Unicode of this Python
(extensions H and I), which then takes them for unassigned; they stand in names."""
_NUMBER = re.compile("^([ \t]*)([0-9０-９]{1,2})[．、][ \t\u00a0\u3000]*(?=[^\\s0-9０-９])", re.MULTILINE)


def clean_text(text: str | None) -> str:
    r"""``text`` without control characters and surrounding space; every space but a line break becomes a plain one.

    >>> clean_text("复\x00议\r\n收\t费\x1b "), clean_text(None)
    ('复议\n收 费', '')
    >>> clean_text("李\U0002ebf0") == "李\U0002ebf0"
    True
    """
    lines = (text or "").replace("\r\n", "\n")
    return "".join(
        character if _is_kept(character) or is_rare_ideograph(character) else " " * character.isspace()
        for character in lines
    ).strip()


def _is_kept(character: str) -> bool:
    return character == "\n" or character.isprintable()


def is_rare_ideograph(character: str) -> bool:
    """Whether ``character`` is in one of the planes of ideographs, also where this Python does not know it yet.

    >>> is_rare_ideograph("𠮷"), is_rare_ideograph("\U0002ebf0"), is_rare_ideograph("议")
    (True, True, False)
    """
    return ord(character) in _IDEOGRAPHS


def clean_line(text: str | None) -> str:
    r"""``text`` cleaned and on one line: runs of space and line breaks become one space.

    >>> clean_line("  复议\t\n收费 ")
    '复议 收费'
    """
    return " ".join(clean_text(text).split())


def clean_commonmark(text: str | None) -> str:
    r"""``clean_text`` of a text in CommonMark that may have been pasted from a word processor: its bullets and numbers
    become those of CommonMark, and every kind of line end becomes one.

    >>> clean_commonmark("要带：\v·\u00a0申请书\n\uf0b7\t身份证\no\t复印件")
    '要带：\n- 申请书\n- 身份证\n   - 复印件'
    >>> clean_commonmark("１．先申请\n2、再等\n1．5倍工资\n3.14")
    '1. 先申请\n2. 再等\n1．5倍工资\n3.14'
    """
    lines = _LINE_ENDS.sub("\n", text or "")
    lines = _INNER_BULLET.sub(r"\g<1>   - ", _BULLET.sub(r"\g<1>- ", lines))
    return clean_text(_NUMBER.sub(lambda found: f"{found[1]}{int(found[2])}. ", lines))
