"""The match tester: staff ask a question as a citizen would and see the answer with the reasons for it."""

from __future__ import annotations

from flask import request

from hotline.console.blueprint import actor, console
from hotline.console.enquiries.pages import MatchTesterPage
from hotline.core.permissions import Permission
from hotline.core.typed_text import clean_line
from hotline.http.context import current_line, render
from hotline.services.questions import explain

QUESTION_LIMIT = 200
"""Characters; the rest of a longer question is cut off."""


@console.get("/tester")
def test_question() -> str:
    actor().require(Permission.READ_ENTRIES)
    question = clean_line(request.args.get("q"))[:QUESTION_LIMIT]
    explanation = explain.try_question(current_line(), actor(), question) if question else None
    return render(MatchTesterPage(title="试问", question=question, explanation=explanation))
