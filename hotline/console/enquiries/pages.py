"""What the templates about unanswered questions, relevance feedback and the match tester show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from hotline.console.pages import ConsolePage

if TYPE_CHECKING:
    from hotline.console.enquiries.forms import DismissalForm, LinkForm
    from hotline.core.enquiries import Enquiry
    from hotline.core.open_questions import OpenQuestion, QuestionList
    from hotline.core.pagination import Paging
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
    """The form that says which entry answers the question of an ``enquiry``."""

    template: ClassVar[str] = "console/link.html"
    form: LinkForm
    enquiry: Enquiry


@dataclass(frozen=True, kw_only=True)
class DismissQuestionPage(ConsolePage):
    """The form that asks why the question of an ``enquiry`` needs no work."""

    template: ClassVar[str] = "console/dismiss.html"
    form: DismissalForm
    enquiry: Enquiry


@dataclass(frozen=True, kw_only=True)
class OpenQuestionsPage(ConsolePage):
    """One of the lists of open questions, a page of it; ``counts`` say how many questions of each list wait."""

    template: ClassVar[str] = "console/enquiries.html"
    asked: QuestionList
    questions: list[OpenQuestion]
    counts: dict[QuestionList, int]
    paging: Paging
    emergencies: list[Enquiry]
    """What citizens in danger said in the last week."""
