"""What the form of an entry starts from: a citizen's question, or the answer to a message. The URL names it, also when
the form is sent, so that the link back is kept with the saved draft."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field

from flask import request

from hotline.console.blueprint import actor
from hotline.core.entries import SIMILAR_LIMIT
from hotline.core.errors import NotFound
from hotline.core.typed_text import clean_line
from hotline.http.context import current_line
from hotline.http.converters import LARGEST_INTEGER
from hotline.services import message_deeds
from hotline.services.questions import open_questions


@dataclass(frozen=True)
class Source:
    """The ``question`` that an entry is written for, and what else the form's ``fields`` start with."""

    question: str = ""
    fields: dict[str, object] = field(default_factory=dict)


def read_source() -> Source:
    """What the URL names: an ``enquiry`` by its id, a ``message`` by its tracking number, or just a ``question``.

    Raises NotFound. Whatever comes from citizens has its numbers masked."""
    line = current_line()
    if "enquiry" in request.args:
        asked = open_questions.get_enquiry(line, actor(), _read_enquiry_id()).question
        return Source(clean_line(asked)[:SIMILAR_LIMIT])
    if "message" in request.args:
        question, answer = message_deeds.suggest_entry(line, actor(), request.args["message"])
        return Source(clean_line(question)[:SIMILAR_LIMIT], {"web_answer": answer})
    return Source(clean_line(request.args.get("question"))[:SIMILAR_LIMIT])


def keep_source(number: int) -> None:
    """Record that entry ``number`` was saved as a draft for what the URL names, if it names anything."""
    line = current_line()
    with suppress(NotFound):  # the draft is saved, whatever the URL says
        if "enquiry" in request.args:
            open_questions.record_entry(line, actor(), _read_enquiry_id(), number)
        elif "message" in request.args:
            message_deeds.record_entry(line, actor(), request.args["message"], number)


def _read_enquiry_id() -> int:
    digits = request.args["enquiry"]
    if not re.fullmatch("[0-9]{1,10}", digits) or int(digits) > LARGEST_INTEGER:
        raise NotFound("没有这个咨询。")
    return int(digits)
