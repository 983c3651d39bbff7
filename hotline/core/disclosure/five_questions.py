"""The five questions that lead to the outcome of an application: 补不补, 该不该, 有没有, 给不给, 当不当.

They are those of 苏政办函〔2019〕98号, which 国办公开办函〔2020〕2号 sent to the whole country (read of in excerpts on
2026-11-28); which outcome belongs to which question is our reading of the regulation's articles."""

from __future__ import annotations

from dataclasses import dataclass

from hotline.core.disclosure.limits import REGULATION
from hotline.core.disclosure.outcomes import ReplyOutcome

_O = ReplyOutcome


@dataclass(frozen=True)
class JudgingQuestion:
    """One of the five: its ``name``, what to ask oneself, the ``law``, and the ``outcomes`` of who stops there."""

    name: str
    question: str
    law: str
    outcomes: tuple[ReplyOutcome, ...] = ()


QUESTIONS = (
    JudgingQuestion(
        "补不补",
        "申请的内容明确吗？找得到是哪一份信息吗？不明确的，先告知补正；补正以后还是不明确的，选下面这一项。",
        f"{REGULATION}第二十九条、第三十条",
        (_O.STILL_UNCLEAR,),
    ),
    JudgingQuestion(
        "该不该",
        "这是政府信息公开申请吗？该由本机关按这部条例办吗？是的，接着看下一问。",
        f"{REGULATION}第十条、第三十五条、第三十六条第（五）（六）（七）项、第三十九条",
        (
            *(_O.NOT_OURS, _O.PETITION, _O.REPEATED, _O.REPEATED_REFUSAL, _O.PUBLICATION),
            *(_O.EXCESSIVE, _O.CONFIRMATION, _O.OTHER_RECORDS),
        ),
    ),
    JudgingQuestion(
        "有没有",
        "本机关有现成的信息吗？已经公开了吗？有而没有公开的，接着看下一问。答“信息不存在”以前，先登记检索记录。",
        f"{REGULATION}第三十六条第（一）（四）项、第三十八条",
        (_O.ALREADY_PUBLIC, _O.NOT_HELD, _O.NEEDS_PROCESSING),
    ),
    JudgingQuestion(
        "给不给",
        "公开是常态，不公开是例外。不公开的，要落在下面的一条上；能分开的，其余的要给。涉及第三方的，先征求意见。",
        f"{REGULATION}第十四条至第十六条、第三十二条、第三十六条第（二）（三）项、第三十七条",
        (
            *(_O.DISCLOSED, _O.PARTLY_DISCLOSED, _O.STATE_SECRET, _O.FORBIDDEN_BY_LAW, _O.ENDANGERS_SAFETY),
            *(_O.THIRD_PARTY, _O.INTERNAL, _O.IN_PROCESS, _O.ENFORCEMENT_FILE),
        ),
    ),
    JudgingQuestion(
        "当不当",
        "写好以后再看一遍：理由写明了吗？依据、救济途径对吗？在期限以内吗？检索、征求意见有记录吗？",
        f"{REGULATION}第三十三条、第四十条，《中华人民共和国行政复议法》第二十三条",
    ),
)
"""In the order in which they are asked. The last one looks at the reply as a whole and has no outcome of its own."""
