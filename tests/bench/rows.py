"""The rows as every other ranker gets them: one text an entry or item, cut into jieba's words or into characters.

An engine is a module with ``build(folder, contents)`` and ``open_index(folder)``; the latter gives a function from a
question to the keys of the best entries, best first. Each searches two collections for every question, entries and
catalogue items, as ours does, and imports nothing of the others: a process holds only what that engine needs."""

from __future__ import annotations

import logging
import re
import unicodedata
from typing import TYPE_CHECKING

import jieba

if TYPE_CHECKING:
    from hotline.core.contents import Contents

DEPTH = 10
COLLECTIONS = ("entries", "items")
_NOT_WORD = re.compile(r"[\W_]+")
jieba.setLogLevel(logging.WARNING)


def texts_of(contents: Contents) -> dict[str, tuple[list[int], list[str]]]:
    """Keys and texts of each collection that has any, by its name."""
    entries, items = contents.entries, contents.items
    told = ["。".join((e.question, *e.similar_questions, *e.keywords, e.web_answer)) for e in entries]
    titled = ["。".join((i.title, i.summary, i.document_number, i.genre, i.body)) for i in items]
    both = {"entries": ([e.number for e in entries], told), "items": (list(range(1, len(items) + 1)), titled)}
    return {name: rows for name, rows in both.items() if rows[0]}


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def cut_words(text: str) -> list[str]:
    return [word for word in jieba.lcut_for_search(_fold(text)) if not _NOT_WORD.fullmatch(word)] or ["<>"]


def cut_characters(text: str) -> list[str]:
    folded = _NOT_WORD.sub("", _fold(text))
    return [folded[i : i + 2] for i in range(len(folded) - 1)] + list(folded) or ["<>"]
