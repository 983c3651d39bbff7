"""What an application may end with, and what follows from it: article, row of the annual report, remedy.

Four fields and not one, because they do not coincide: what is refused as 行政查询事项 (《政府信息公开条例》第三十六条
第（七）项) is counted under 不予公开 in the annual report and yet needs no review before a suit. Articles were read in
a public copy on 2026-11-28; rows follow the form of 国办公开办函〔2021〕30号."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from hotline.core.disclosure.limits import REGULATION


class Remedy(Enum):
    """Which way is open to an applicant who disagrees; the value is what staff read."""

    REVIEW_FIRST = "先复议，再诉讼"
    """Whom all or a part is refused under articles 14 to 16 must ask for review first: 《行政复议法》第二十三条第一款
    第（四）项, 《行政复议法实施条例》（2026）第三十一条."""
    FREE_CHOICE = "复议或者诉讼"
    NOT_FILED = "可以复议；法院一般不立案"
    """法释〔2025〕8号第十条第二款 names kinds for which the court files no suit. The letter tells the review, as
    《行政复议法实施条例》（2026）第二十五条 demands, and is silent on the court: to promise a suit would send people
    to a closed door."""
    UNSETTLED = "由法律顾问确定"
    """No rule was found. The letter waits until staff have written the remedy that the office's lawyers name."""
    NONE = "没有"
    """Nothing was decided over the applicant's head."""


class ReplyOutcome(Enum):
    """The value is what staff read."""

    ALREADY_PUBLIC = "已主动公开"
    DISCLOSED = "予以公开"
    PARTLY_DISCLOSED = "部分公开"
    STATE_SECRET = "属于国家秘密"  # noqa: S105 — an outcome, no password
    FORBIDDEN_BY_LAW = "其他法律、行政法规禁止公开"
    ENDANGERS_SAFETY = "危及“三安全一稳定”"
    THIRD_PARTY = "保护第三方合法权益"
    INTERNAL = "属于内部事务信息"
    IN_PROCESS = "属于过程性信息"
    ENFORCEMENT_FILE = "属于行政执法案卷"
    OTHER_RECORDS = "属于行政查询事项"
    NOT_HELD = "信息不存在"
    NOT_OURS = "不属于本机关负责公开"
    NEEDS_PROCESSING = "没有现成信息，需要另行制作"
    STILL_UNCLEAR = "补正后仍不明确"
    PETITION = "信访、投诉、举报"
    REPEATED = "重复申请"
    REPEATED_REFUSAL = "重复申请，原答复没有公开"
    PUBLICATION = "要求提供公开出版物"
    EXCESSIVE = "无正当理由大量反复申请"
    CONFIRMATION = "要求确认或者重新出具已获取的信息"
    NOT_CORRECTED = "逾期不补正"
    NOT_PAID = "逾期不缴费"
    WITHDRAWN = "申请人撤回"


@dataclass(frozen=True)
class OutcomeRule:
    """What follows from an outcome by rule: the ``article`` of the regulation that the letter cites, the ``report_row``
    of the annual report's table 三 ("3.3.4"), the ``remedy``, and whether the letter must give reasons or a place."""

    article: str
    report_row: str
    remedy: Remedy
    needs_reasons: bool = True


def _rule(article: str, row: str, remedy: Remedy, needs_reasons: bool = True) -> OutcomeRule:
    return OutcomeRule(f"{REGULATION}{article}" if article.startswith("第") else article, row, remedy, needs_reasons)


_FIRST, _FREE, _NOT_FILED, _NONE = Remedy.REVIEW_FIRST, Remedy.FREE_CHOICE, Remedy.NOT_FILED, Remedy.NONE

# 法释〔2025〕8号第十条第二款第（四）项 keeps from the court only who asks again for what was disclosed; whoever was
# refused before has the free choice.
RULES: dict[ReplyOutcome, OutcomeRule] = {
    ReplyOutcome.ALREADY_PUBLIC: _rule("第三十六条第（一）项", "3.1", _FREE),
    ReplyOutcome.DISCLOSED: _rule("第三十六条第（二）项", "3.1", _FREE, needs_reasons=False),
    ReplyOutcome.PARTLY_DISCLOSED: _rule("第三十七条", "3.2", _FIRST),
    ReplyOutcome.STATE_SECRET: _rule("第十四条", "3.3.1", _FIRST),
    ReplyOutcome.FORBIDDEN_BY_LAW: _rule("第十四条", "3.3.2", _FIRST),
    ReplyOutcome.ENDANGERS_SAFETY: _rule("第十四条", "3.3.3", _FIRST),
    ReplyOutcome.THIRD_PARTY: _rule("第十五条", "3.3.4", _FIRST),
    ReplyOutcome.INTERNAL: _rule("第十六条第一款", "3.3.5", _FIRST),
    ReplyOutcome.IN_PROCESS: _rule("第十六条第二款", "3.3.6", _FIRST),
    ReplyOutcome.ENFORCEMENT_FILE: _rule("第十六条第二款", "3.3.7", _FIRST),
    ReplyOutcome.OTHER_RECORDS: _rule("第三十六条第（七）项", "3.3.8", _NOT_FILED),
    ReplyOutcome.NOT_HELD: _rule("第三十六条第（四）项", "3.4.1", _FREE),
    ReplyOutcome.NOT_OURS: _rule("第三十六条第（五）项", "3.4.1", _FREE),
    ReplyOutcome.NEEDS_PROCESSING: _rule("第三十八条", "3.4.2", _NOT_FILED),
    ReplyOutcome.STILL_UNCLEAR: _rule("第三十条", "3.4.3", _FREE),
    ReplyOutcome.PETITION: _rule("第三十九条第一款", "3.5.1", _NOT_FILED),
    ReplyOutcome.REPEATED: _rule("第三十六条第（六）项", "3.5.2", _NOT_FILED),
    ReplyOutcome.REPEATED_REFUSAL: _rule("第三十六条第（六）项", "3.5.2", _FREE),
    ReplyOutcome.PUBLICATION: _rule("第三十九条第二款", "3.5.3", _NOT_FILED),
    ReplyOutcome.EXCESSIVE: _rule("第三十五条", "3.5.4", _FREE),
    ReplyOutcome.CONFIRMATION: _rule("", "3.5.5", Remedy.UNSETTLED),
    ReplyOutcome.NOT_CORRECTED: _rule("第三十条", "3.6.1", _FREE, needs_reasons=False),
    ReplyOutcome.NOT_PAID: _rule(
        "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）", "3.6.2", _FREE, needs_reasons=False
    ),
    ReplyOutcome.WITHDRAWN: _rule("", "3.6.3", _NONE, needs_reasons=False),
}

WITHHOLDING = frozenset(outcome for outcome, rule in RULES.items() if rule.report_row.startswith("3.3."))
"""The outcomes that may be the reason for withholding a part."""
PARTS_NOT_GIVEN = WITHHOLDING | {ReplyOutcome.NOT_HELD, ReplyOutcome.NOT_OURS, ReplyOutcome.NEEDS_PROCESSING}
"""The outcomes that a part may have in a reply that gives the rest: it is withheld, or it cannot be provided."""


def remedy_of(outcome: ReplyOutcome, withheld_under: frozenset[ReplyOutcome] = frozenset()) -> Remedy:
    """The remedy that a letter with ``outcome`` names; ``withheld_under`` are the reasons for the parts withheld.

    Where a part is withheld under articles 14 to 16, review comes first; else a part disclosed leaves a free choice.

    >>> remedy_of(ReplyOutcome.PARTLY_DISCLOSED, frozenset({ReplyOutcome.THIRD_PARTY}))
    <Remedy.REVIEW_FIRST: '先复议，再诉讼'>
    >>> remedy_of(ReplyOutcome.PARTLY_DISCLOSED, frozenset({ReplyOutcome.OTHER_RECORDS}))
    <Remedy.FREE_CHOICE: '复议或者诉讼'>
    """
    if outcome is not ReplyOutcome.PARTLY_DISCLOSED:
        return RULES[outcome].remedy
    review_first = any(RULES[reason].remedy is Remedy.REVIEW_FIRST for reason in withheld_under)
    return Remedy.REVIEW_FIRST if review_first or not withheld_under else Remedy.FREE_CHOICE


def remedies_of_parts(outcomes: Sequence[ReplyOutcome]) -> dict[Remedy, tuple[int, ...]]:
    """Each remedy with the places, from 1, of the parts that it is for, where a reply gives the rest and the reasons
    for the parts are unlike: a part under articles 14 to 16 needs a review first, another one does not.

    Empty where every part needs a review first, so that one sentence is right for all.

    >>> remedies_of_parts([ReplyOutcome.THIRD_PARTY, ReplyOutcome.OTHER_RECORDS, ReplyOutcome.INTERNAL])
    {<Remedy.REVIEW_FIRST: '先复议，再诉讼'>: (1, 3), <Remedy.NOT_FILED: '可以复议；法院一般不立案'>: (2,)}
    """
    remedies = [RULES[outcome].remedy for outcome in outcomes]
    if all(remedy is Remedy.REVIEW_FIRST for remedy in remedies):
        return {}
    order = (Remedy.REVIEW_FIRST, Remedy.FREE_CHOICE, Remedy.NOT_FILED)
    places = {one: tuple(place for place, remedy in enumerate(remedies, 1) if remedy is one) for one in order}
    return {remedy: found for remedy, found in places.items() if found}
