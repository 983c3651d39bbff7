"""What the templates of the screens that make matching better are given: word lists, match tester, evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from hotline.console.pages import ConsolePage

if TYPE_CHECKING:
    from hotline.console.forms import LinkForm
    from hotline.core.relevance_feedback import Evidence
    from hotline.services.questions.explain import Explanation


if TYPE_CHECKING:
    from hotline.core.enquiries import Enquiry
    from hotline.core.relevance_feedback import Evidence


@dataclass(frozen=True, kw_only=True)
class MatchTesterPage(ConsolePage):
    """``explanation`` is None before anything was asked."""

    template: ClassVar[str] = "console/tester.html"
    question: str
    explanation: Explanation | None


@dataclass(frozen=True, kw_only=True)
class EvidencePage(ConsolePage):
    """``questions`` are those of the entries, by number."""

    template: ClassVar[str] = "console/evidence.html"
    evidence: list[Evidence]
    failures: list[Evidence]
    questions: dict[int, str]


@dataclass(frozen=True, kw_only=True)
class LinkEnquiryPage(ConsolePage):
    """Which entry an unanswered ``question`` belongs to."""

    template: ClassVar[str] = "console/link.html"
    form: LinkForm
    question: str


@dataclass(frozen=True, kw_only=True)
class UnansweredQuestion:
    """One question that went unanswered: its latest enquiry and how many asked the same."""

    latest: Enquiry
    times: int


@dataclass(frozen=True, kw_only=True)
class UnansweredQuestionsPage(ConsolePage):
    template: ClassVar[str] = "console/enquiries.html"
    asked: list[UnansweredQuestion]
