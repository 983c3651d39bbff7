"""Questions the line had no answer for, and the short ways from one to an entry that answers it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flask import redirect, request, url_for

from hotline.console.forms import AddWordingForm
from hotline.console.pages import AddWordingPage, AskedOften, EnquiriesPage
from hotline.console.site import actor, console, current_line, render
from hotline.core.permissions import Permission
from hotline.services import triaging

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from hotline.core.enquiries import Enquiry


@console.get("/enquiries")
def list_enquiries() -> str:
    return render(
        EnquiriesPage(title="没答上的问题", asked=group_enquiries(triaging.list_unanswered(current_line(), actor())))
    )


def group_enquiries(enquiries: Sequence[Enquiry]) -> list[AskedOften]:
    """Each different question once, by its latest enquiry, most often asked first, then latest first."""
    times = Counter(_same(enquiry) for enquiry in enquiries)
    latest: dict[str, Enquiry] = {}
    for enquiry in sorted(enquiries, key=lambda enquiry: enquiry.asked_at, reverse=True):
        latest.setdefault(_same(enquiry), enquiry)
    asked = [AskedOften(latest=enquiry, times=times[question]) for question, enquiry in latest.items()]
    return sorted(asked, key=lambda one: -one.times)


def _same(enquiry: Enquiry) -> str:
    """What two enquiries share when they ask the same: their letters and digits."""
    return "".join(sign for sign in enquiry.question.casefold() if sign.isalnum()) or enquiry.question


@console.get("/enquiries/add")
def add_wording() -> ResponseReturnValue:
    """Choose the entry that a question belongs to; its form then opens with the question as a similar question."""
    actor().require(Permission.EDIT_ENTRIES)
    form = AddWordingForm(request.args)
    question = form.question.data or ""
    if "number" not in request.args:
        return render(AddWordingPage(title="加到已有的问答", form=form, question=question))
    if not form.validate():
        return render(AddWordingPage(title="加到已有的问答", form=form, question=question)), 400
    return redirect(url_for("console.edit_entry", number=form.number.data, similar=question))
