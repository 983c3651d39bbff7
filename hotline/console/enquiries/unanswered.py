"""The questions that the line had no answer for, each listed once with how often it was asked."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hotline.console.blueprint import actor, console
from hotline.console.enquiries.pages import UnansweredQuestion, UnansweredQuestionsPage
from hotline.http.context import current_line, render
from hotline.services import messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline.core.enquiries import Enquiry


@console.get("/enquiries")
def list_enquiries() -> str:
    line, staff = current_line(), actor()
    return render(
        UnansweredQuestionsPage(
            title="没答上的问题",
            asked=group_enquiries(messages.list_unanswered(line, staff)),
            emergencies=messages.list_emergencies(line, staff),
        )
    )


def group_enquiries(enquiries: Sequence[Enquiry]) -> list[UnansweredQuestion]:
    """Each different question once, with its latest enquiry; sorted by how often it was asked, then latest first."""
    times = Counter(_question_key(enquiry) for enquiry in enquiries)
    latest: dict[str, Enquiry] = {}
    for enquiry in sorted(enquiries, key=lambda enquiry: enquiry.asked_at, reverse=True):
        latest.setdefault(_question_key(enquiry), enquiry)
    questions = [UnansweredQuestion(latest=enquiry, times=times[key]) for key, enquiry in latest.items()]
    return sorted(questions, key=lambda question: -question.times)


def _question_key(enquiry: Enquiry) -> str:
    """The letters and digits of the question: enquiries in which they agree count as the same question."""
    return "".join(character for character in enquiry.question.casefold() if character.isalnum()) or enquiry.question
