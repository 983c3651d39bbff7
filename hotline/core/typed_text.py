"""Cleans what people type into a field, before it is checked, stored or shown again."""


def clean_text(text: str | None) -> str:
    r"""``text`` without control characters and surrounding space; every space but a line break becomes a plain one.

    >>> clean_text("复\x00议\r\n收\t费\x1b "), clean_text(None)
    ('复议\n收 费', '')
    """
    lines = (text or "").replace("\r\n", "\n")
    return "".join(
        character if character == "\n" or character.isprintable() else " " * character.isspace() for character in lines
    ).strip()


def clean_line(text: str | None) -> str:
    r"""``text`` cleaned and on one line: runs of space and line breaks become one space.

    >>> clean_line("  复议\t\n收费 ")
    '复议 收费'
    """
    return " ".join(clean_text(text).split())
