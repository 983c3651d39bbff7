"""What the templates about unanswered questions, relevance feedback and the match tester show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from hotline.console.pages import ConsolePage

if TYPE_CHECKING:
    from hotline.console.enquiries.forms import LinkForm
    from hotline.core.enquiries import Enquiry
    from hotline.core.relevance_feedback import Evidence
    from hotline.services.questions.explain import Explanation


@dataclass(frozen=True, kw_only=True)
class MatchTesterPage(ConsolePage):
    """``explanation`` is None before a question was asked."""

    template: ClassVar[str] = "console/tester.html"
    question: str
    explanation: Explanation | None


@dataclass(frozen=True, kw_only=True)
class EvidencePage(ConsolePage):
    """``questions`` maps the number of each entry in the lists to its question."""

    template: ClassVar[str] = "console/evidence.html"
    evidence: list[Evidence]
    failures: list[Evidence]
    questions: dict[int, str]


@dataclass(frozen=True, kw_only=True)
class LinkEnquiryPage(ConsolePage):
    """The form that says which entry answers an unanswered ``question``."""

    template: ClassVar[str] = "console/link.html"
    form: LinkForm
    question: str


@dataclass(frozen=True, kw_only=True)
class UnansweredQuestion:
    """A question that the line had no answer for: its latest enquiry, and how often it was asked."""

    latest: Enquiry
    times: int


@dataclass(frozen=True, kw_only=True)
class UnansweredQuestionsPage(ConsolePage):
    template: ClassVar[str] = "console/enquiries.html"
    asked: list[UnansweredQuestion]
    emergencies: list[Enquiry]
    """What citizens in danger said in the last week."""
