"""What the office found out and decided about an application: searches, opinions of others, the reply, contests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from hotline.core.disclosure.limits import CO_MAKER_OPINION, OPINION, OTHER_ORGAN_OPINION, REGULATION
from hotline.core.disclosure.outcomes import PARTS_NOT_GIVEN, RULES, Remedy, ReplyOutcome, remedy_of
from hotline.core.typed_text import is_rare_ideograph

SEARCHED_FOR = frozenset({ReplyOutcome.NOT_HELD})
"""Outcomes that a court believes only with a record of the search: 法释〔2025〕8号第六条 (合理检索义务)."""


GIVES = frozenset({ReplyOutcome.DISCLOSED, ReplyOutcome.PARTLY_DISCLOSED})
"""Outcomes that give something out."""


@dataclass(frozen=True)
class SearchDone:
    """One search: where, for which words, by whom, on which day, and what was found."""

    place: str
    words: str
    searched_by: str
    searched_on: date
    found: str


class ConsultedKind(Enum):
    """Who is asked for an opinion; the value is what staff read."""

    THIRD_PARTY = "第三方"
    CO_MAKER = "共同制作机关"
    OTHER_ORGAN = "其他机关"


class Opinion(Enum):
    """The answer of who was asked. Silence of a third party leaves the decision to the office (第三十二条); silence of
    a co-maker is consent (第三十四条)."""

    CONSENTS = "同意公开"
    REFUSES = "不同意公开"
    PARTLY = "同意部分公开"
    SILENT_DECIDE = "逾期未答复，由本机关决定"
    SILENT_CONSENT = "逾期未答复，视为同意"


OPINION_LIMITS = {
    ConsultedKind.THIRD_PARTY: OPINION,
    ConsultedKind.CO_MAKER: CO_MAKER_OPINION,
    ConsultedKind.OTHER_ORGAN: OTHER_ORGAN_OPINION,
}
SILENCE = {
    ConsultedKind.THIRD_PARTY: Opinion.SILENT_DECIDE,
    ConsultedKind.CO_MAKER: Opinion.SILENT_CONSENT,
    ConsultedKind.OTHER_ORGAN: Opinion.SILENT_DECIDE,
}


@dataclass(frozen=True)
class Consultation:
    """A slip that asks somebody for their opinion. ``received_on`` is the day on which they got it, which starts their
    fifteen working days; None where it is not known. ``opinion`` is None while it is waited for."""

    id: int
    kind: ConsultedKind
    whom: str
    sent_on: date
    received_on: date | None
    opinion: Opinion | None
    answered_on: date | None
    reasons: str


@dataclass(frozen=True)
class WithheldPart:
    """A line of the redaction list: the passage that is not given, why by law, and the facts that make it so."""

    passage: str
    outcome: ReplyOutcome
    facts: str = ""

    @property
    def article(self) -> str:
        """The article on which it rests."""
        return RULES[self.outcome].article


@dataclass(frozen=True)
class Reply:
    """The answer to an application. ``article``, ``report_row`` and ``remedy`` follow from ``outcome`` by rule and are
    kept as they were on that day. ``reasons`` stand in the letter, ``given`` is what is disclosed or where it is found.

    ``remedy_words`` replace the rule's sentence where the office's lawyers wrote one."""

    outcome: ReplyOutcome
    article: str
    report_row: str
    remedy: Remedy
    reasons: str
    given: str
    withheld: tuple[WithheldPart, ...]
    remedy_words: str
    written_by: str
    written_at: datetime


def reply_by_rule(
    outcome: ReplyOutcome,
    by: str,
    at: datetime,
    *,
    reasons: str = "",
    given: str = "",
    withheld: tuple[WithheldPart, ...] = (),
    remedy_words: str = "",
) -> Reply:
    """A reply with ``outcome`` whose articles, report row and remedy are those of the rule."""
    return Reply(
        outcome=outcome,
        article=articles_of(outcome, withheld),
        report_row=RULES[outcome].report_row,
        remedy=remedy_of(outcome, frozenset(part.outcome for part in withheld)),
        reasons=reasons,
        given=given,
        withheld=withheld,
        remedy_words=remedy_words,
        written_by=by,
        written_at=at,
    )


def has_words(text: str) -> bool:
    """Whether there is something to read in ``text``: spaces, marks and characters without a width are nothing.

    >>> has_words("统计表"), has_words(" \u200b。")
    (True, False)
    """
    return any(character.isalnum() or is_rare_ideograph(character) for character in text)


_SETTLED = (Remedy.REVIEW_FIRST, Remedy.FREE_CHOICE, Remedy.NOT_FILED)
_PERIODS_OF_REVIEW = ("60日", "六十日", "60天", "六十天")
_CHOICE = re.compile("先向[^。；]*或者[^。；]*(?:起诉|诉讼)")
"""The court beside the review, in one clause."""


def check_remedy_words(remedy: Remedy, words: str) -> str:
    """What is wrong with a remedy that the office's lawyers wrote; "" when nothing is.

    A letter names the review and its sixty days (行政复议法 第二十条, 实施条例 第二十五条). Where review comes first it
    must say so and may not offer the court beside it (行政复议法 第二十三条第二款)."""
    if not words or remedy not in _SETTLED:
        return ""
    if remedy is Remedy.REVIEW_FIRST and not ("先向" in words and "行政复议" in words):
        return "这种答复必须先复议：救济途径里要写“先向……申请行政复议”（行政复议法第二十三条）。"
    if remedy is Remedy.REVIEW_FIRST and _CHOICE.search(words):
        return "这种答复必须先复议：不能写“或者……提起诉讼”，要写对复议决定不服的，再起诉（行政复议法第二十三条）。"
    if "行政复议" not in words or not any(period in words for period in _PERIODS_OF_REVIEW):
        return "救济途径里要写明向哪里申请行政复议、60日的期限（行政复议法第二十条，实施条例第二十五条）。"
    return ""


def check_reply(outcome: ReplyOutcome, reasons: str, given: str, withheld: tuple[WithheldPart, ...]) -> dict[str, str]:
    """What is missing from a reply: field name -> message; empty when nothing is."""
    problems = {}
    told_by_part = bool(withheld) and all(has_words(part.facts) for part in withheld)
    if RULES[outcome].needs_reasons and not has_words(reasons) and not told_by_part:
        problems["reasons"] = f"“{outcome.value}”要写明事实和理由。"
    if outcome in (
        ReplyOutcome.DISCLOSED,
        ReplyOutcome.PARTLY_DISCLOSED,
        ReplyOutcome.ALREADY_PUBLIC,
    ) and not has_words(given):
        problems["given"] = "请写明提供什么，或者在哪里、怎样查到。"
    if withheld and outcome is not ReplyOutcome.PARTLY_DISCLOSED:
        problems["withheld"] = "写了不提供的部分，结论要选“部分公开”。"
    if not all(has_words(part.passage) for part in withheld):
        problems["withheld"] = "请写明不公开的是哪一部分。"
    if outcome is ReplyOutcome.PARTLY_DISCLOSED and not withheld:
        problems["withheld"] = "部分公开要列出不公开的是哪些内容、为什么。"
    unexplained = [place for place, part in enumerate(withheld, 1) if not has_words(part.facts)]
    if len(withheld) > 1 and unexplained:
        problems["withheld"] = f"每一处都要写事实和理由，还没有写的是第{'、'.join(map(str, unexplained))}处。"
    if any(part.outcome not in PARTS_NOT_GIVEN for part in withheld):
        problems["withheld"] = "一部分不给的理由，只能是不予公开的几种情形，或者没有、不归本机关、要另行制作。"
    return problems


def articles_of(outcome: ReplyOutcome, withheld: tuple[WithheldPart, ...]) -> str:
    """The articles that the reply rests on, those of the parts withheld too; the regulation is named once.

    >>> articles_of(ReplyOutcome.PARTLY_DISCLOSED, (WithheldPart("第3页", ReplyOutcome.THIRD_PARTY),))
    '《中华人民共和国政府信息公开条例》第三十七条、第十五条'
    """
    articles = [RULES[outcome].article, *(part.article for part in withheld)]
    first, *rest = dict.fromkeys(article for article in articles if article) or ("",)
    return "、".join((first, *(article.removeprefix(REGULATION) for article in rest)))


class ContestKind(Enum):
    """The three blocks of the annual report's table 四."""

    REVIEW = "行政复议"
    SUIT = "未经复议直接起诉"
    SUIT_AFTER_REVIEW = "复议后起诉"


class ContestResult(Enum):
    """The columns of table 四."""

    UPHELD = "结果维持"
    CORRECTED = "结果纠正"
    OTHER = "其他结果"
    PENDING = "尚未审结"


@dataclass(frozen=True)
class Contest:
    """A review or a suit about the reply. ``decided_on`` is None while ``result`` is PENDING."""

    id: int
    kind: ContestKind
    taken_on: date
    result: ContestResult
    decided_on: date | None

    @property
    def told(self) -> str:
        """Which it is and how it ended, as the history of the application has it."""
        return f"{self.kind.value}：{self.result.value}"


class LetterKind(Enum):
    """The letters of an application, by the titles of 宿政办函〔2021〕21号 (read in an excerpt on 2026-11-29)."""

    CORRECTION_NOTICE = "政府信息公开申请补正告知书"
    REASONS_NOTICE = "政府信息公开申请说明理由告知书"
    EXTENSION_NOTICE = "政府信息公开申请延期答复告知书"
    DELAY_NOTICE = "政府信息公开申请延迟答复告知书"
    OPINION_REQUEST = "政府信息公开申请征求意见书"
    CONSULTATION_NOTICE = "政府信息公开申请征求意见告知书"
    FEE_NOTICE = "政府信息公开申请收费通知书"
    REPLY = "政府信息公开告知书"


@dataclass(frozen=True)
class Letter:
    """A letter as it went out, which never changes. ``letter_number`` is the office's own (文号), "" on a letter
    without one. ``made_from`` are the templates by their codes and versions, ``head`` the office's name, address and
    telephone; both are empty in letters from before they were kept."""

    kind: LetterKind
    letter_number: str
    body: str
    made_by: str
    made_at: datetime
    made_from: tuple[tuple[str, int], ...] = ()
    head: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> list[str]:
        """The body paragraph by paragraph; the first names who it is for."""
        return [part.strip() for part in self.body.split("\n") if part.strip()]
