"""Questions the line had no answer for, each once, with how often it came."""

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
    return render(
        UnansweredQuestionsPage(
            title="没答上的问题", asked=group_enquiries(messages.list_unanswered(current_line(), actor()))
        )
    )


def group_enquiries(enquiries: Sequence[Enquiry]) -> list[UnansweredQuestion]:
    """Each different question once, by its latest enquiry, most often asked first, then latest first."""
    times = Counter(_same(enquiry) for enquiry in enquiries)
    latest: dict[str, Enquiry] = {}
    for enquiry in sorted(enquiries, key=lambda enquiry: enquiry.asked_at, reverse=True):
        latest.setdefault(_same(enquiry), enquiry)
    asked = [UnansweredQuestion(latest=enquiry, times=times[question]) for question, enquiry in latest.items()]
    return sorted(asked, key=lambda one: -one.times)


def _same(enquiry: Enquiry) -> str:
    """What two enquiries share when they ask the same: their letters and digits."""
    return "".join(sign for sign in enquiry.question.casefold() if sign.isalnum()) or enquiry.question
