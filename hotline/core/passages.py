"""The passages of an entry's answer: the sentences of its spoken wording, and the items of its web answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from hotline.core.entries import Entry

LONGEST = 110
"""Characters of a list item or paragraph that is one passage; a longer one is cut into its sentences. Read aloud, these
take 25 seconds."""
SHORT = 45
"""Characters of a list item that is told together with those beside it."""
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|<(https?://[^>]+)>")
_MARKS = re.compile(r"[*_`]{1,3}|\\(?=[^\w\s])")
_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]*")
_LEANS = re.compile("^(?:这|那|它|其|否则|不然|但|也|还|另外|此外|同样|一并|再)")
"""A sentence that begins so leans on the one before it, and is not told without it."""
_NAME = re.compile(r"^([^：，。；]{2,12})：(?=.)")
"""What an item is about, before its colon: 不服怎么办：..."""


@dataclass(frozen=True)
class Passage:
    """A piece of an answer that can be told alone, and the heading it stands under ("" for none).

    ``is_spoken`` is set for the sentences of the spoken wording, which the caller has heard or is about to hear."""

    text: str
    heading: str = ""
    is_spoken: bool = False


@lru_cache(maxsize=512)
def list_passages(entry: Entry) -> tuple[Passage, ...]:
    """The sentences of the spoken wording of ``entry``, then the passages of its web answer."""
    spoken = [Passage(sentence, is_spoken=True) for sentence in _SENTENCE.findall(entry.spoken or entry.text)]
    return (*spoken, *_join_short(_read(entry.web_answer)))


def _join_short(passages: Iterable[Passage]) -> list[Passage]:
    """``passages``; short items that follow each other under one heading become one, so that a list is told whole."""
    joined: list[Passage] = []
    for passage in passages:
        before = joined[-1] if joined else None
        is_short = len(passage.text) <= SHORT and not passage.text.endswith(("。", "！", "？"))
        if before and is_short and before.heading == passage.heading and len(before.text + passage.text) < LONGEST:
            joined[-1] = Passage(f"{before.text.rstrip('；;，,')}；{passage.text}", passage.heading)
        else:
            joined.append(passage)
    return joined


def _read(web_answer: str) -> Iterator[Passage]:
    heading = ""
    for line in web_answer.splitlines():
        found = _HEADING.match(line)
        if found:
            heading = _plain(found[1])
        elif text := _plain(_ITEM.sub("", line)):
            name = _NAME.match(text)
            over = f"{heading}，{name[1]}" if name else heading
            yield from (Passage(piece, over) for piece in _pieces(text))


def _plain(markdown: str) -> str:
    """One line of CommonMark without its marks; the cells of a table's row are joined."""
    text = _MARKS.sub("", _LINK.sub(lambda link: link[1] or link[2] or "", markdown))
    cells = [cell.strip() for cell in text.strip().strip("|").split("|")]
    return "，".join(cell for cell in cells if cell.strip("-: "))


def _pieces(text: str) -> list[str]:
    """``text`` in pieces of at most LONGEST characters where its sentences allow it, none of which leans on another."""
    if len(text) <= LONGEST:
        return [text]
    pieces: list[str] = []
    for sentence in _SENTENCE.findall(text):
        if pieces and _LEANS.match(sentence) and len(pieces[-1]) + len(sentence) <= LONGEST:
            pieces[-1] += sentence
        else:
            pieces.append(sentence)
    return pieces
