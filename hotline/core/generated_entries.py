"""Entries that the hotline writes itself, from the tables on the office and its departments."""

from __future__ import annotations

from datetime import date

from hotline.core.entries import OFFICE_TOPIC, QUESTION_LIMIT, WEB_LIMIT, Entry
from hotline.core.text_length import SPOKEN_LIMIT, TEXT_LIMIT, cut_sentences


def make_entry(
    number: int,
    day: date,
    *,
    question: str,
    web: str,
    spoken: str,
    text: str,
    similar: tuple[str, ...] = (),
    department: str = "",
) -> Entry:
    """An entry that holds from ``day`` on for ever, each wording cut to its limit at the end of a sentence."""
    return Entry(
        number=number,
        question=question[:QUESTION_LIMIT],
        web_answer=web.strip()[:WEB_LIMIT],
        spoken=cut_sentences(spoken, SPOKEN_LIMIT),
        text=cut_sentences(text, TEXT_LIMIT),
        similar_questions=similar,
        keywords=(),
        topic=OFFICE_TOPIC,
        department=department,
        legal_bases=(),
        effective_date=day,
        review_date=date.max,
    )
