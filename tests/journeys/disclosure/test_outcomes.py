"""An application to each outcome of the fact sheet's table, with the whole letter word for word.

The expected sentences were written by hand from ../shared/disclosure.md, head 2, "Outcome to report row, article and
remedy", and not taken from the program: article, remedy (review first, free choice or review alone), the body that
reviews, days and months."""

from dataclasses import dataclass, field

import pytest

from hotline.core.disclosure.applications import ApplicationState
from hotline.core.disclosure.outcomes import ReplyOutcome

REGULATION = "《中华人民共和国政府信息公开条例》"
REVIEW_FIRST = (
    "根据《中华人民共和国行政复议法》第二十三条第一款第四项和《中华人民共和国行政复议法实施条例》第三十一条的规定，"
    "对本机关不予公开的决定不服的，应当自收到本告知书之日起60日内，先向示例市人民政府申请行政复议"
    "（行政复议机构：示例市司法局，示例市示例区法治路1号，电话0000-80000201；网上申请：https://fuyi.sifaju.example）；"
    "对行政复议决定不服的，可以自收到行政复议决定书之日起15日内，依法向人民法院提起行政诉讼。"
)
REVIEW_ALONE = (
    "对本告知书不服的，可以自收到本告知书之日起60日内向示例市人民政府申请行政复议"
    "（行政复议机构：示例市司法局，示例市示例区法治路1号，电话0000-80000201；网上申请：https://fuyi.sifaju.example）。"
)
FREE_CHOICE = REVIEW_ALONE.rstrip("。") + "，或者自收到本告知书之日起6个月内依法向示例市示例区人民法院提起行政诉讼。"
OF_THE_LAWYERS = "对本告知书不服的，可以自收到本告知书之日起60日内向示例市人民政府申请行政复议。"
HEAD = (
    "赵大山：\n\n本机关于2026年11月23日收到您提出的政府信息公开申请，编号2026-00001。"
    "申请的内容是：2025年行政复议案件统计表。\n\n"
)
CORRECTION = ("clerk", "ask_correction", {"words": "请写明是哪个科室的统计表", "working_days": "10"})
"""Asked for on 23 November: the tenth working day is 7 December."""


@dataclass(frozen=True)
class Way:
    """How a case comes and goes: its ``channel``, the steps ``before`` the reply, what the clerk types, and what must
    stand in the letter (``decision``, ``remedy``) and in the annual report (``row``)."""

    channel: str
    decision: str
    remedy: str
    row: str
    typed: dict[str, str] = field(default_factory=dict)
    before: tuple = ()


def refused(channel, article, sentence, row, before=()):
    decision = f"{sentence}根据{REGULATION}{article}的规定，决定不予公开。理由：保密审查的结论是不能公开。"
    return Way(channel, decision, REVIEW_FIRST, row, {"reasons": "保密审查的结论是不能公开。"}, before)


OUTCOMES = {
    "ALREADY_PUBLIC": Way(
        "WEB",
        f"经查，您申请公开的信息已经主动公开。根据{REGULATION}第三十六条第（一）项的规定，"
        "现告知获取的方式、途径：本机关网站“统计”栏目。",
        FREE_CHOICE,
        "3.1",
        {"given": "本机关网站“统计”栏目。", "reasons": "2026年3月1日已经公布。"},
    ),
    "DISCLOSED": Way(
        "POST",
        f"经审查，您申请公开的信息可以公开。根据{REGULATION}第三十六条第（二）项的规定，现向您提供：统计表一份，2页。",
        FREE_CHOICE,
        "3.1",
        {"given": "统计表一份，2页。"},
    ),
    "PARTLY_DISCLOSED": Way(
        "IN_PERSON",
        "经审查，您申请公开的信息中，有一部分不应当公开或者不能提供，可以区分处理。"
        f"根据{REGULATION}第三十七条、第十五条的规定，现提供其余部分：统计表一份。\n\n"
        "不提供的部分、依据和理由：\n"
        f"（1）第2页的姓名：保护第三方合法权益。依据：{REGULATION}第十五条。理由：公开会让人认出当事人。\n\n"
        "其余部分不涉及第三方。",
        REVIEW_FIRST,
        "3.2",
        {
            "given": "统计表一份。",
            "reasons": "其余部分不涉及第三方。",
            "withheld-0-passage": "第2页的姓名",
            "withheld-0-reason": "THIRD_PARTY",
            "withheld-0-facts": "公开会让人认出当事人",
        },
    ),
    "STATE_SECRET": refused("ORDINARY_MAIL", "第十四条", "经审查，您申请公开的信息属于国家秘密。", "3.3.1"),
    "FORBIDDEN_BY_LAW": refused(
        "EMAIL", "第十四条", "经审查，您申请公开的信息属于法律、行政法规禁止公开的政府信息。", "3.3.2"
    ),
    "ENDANGERS_SAFETY": refused(
        "FAX",
        "第十四条",
        "经审查，您申请公开的信息公开后可能危及国家安全、公共安全、经济安全、社会稳定。",
        "3.3.3",
    ),
    "THIRD_PARTY": refused(
        "PHONE",
        "第十五条",
        "经审查，您申请公开的信息涉及商业秘密、个人隐私等，公开会对第三方合法权益造成损害。",
        "3.3.4",
        before=(
            ("clerk", "consult", {"consulted": "THIRD_PARTY", "whom": "示例公司"}),
            ("clerk", "slips/1/received", {}),
            ("clerk", "slips/1/opinion", {"opinion": "REFUSES", "reasons": "商业秘密"}),
            ("clerk", "end_consultation", {}),
        ),
    ),
    "INTERNAL": refused("WEB", "第十六条第一款", "经审查，您申请公开的信息属于本机关的内部事务信息。", "3.3.5"),
    "IN_PROCESS": refused("POST", "第十六条第二款", "经审查，您申请公开的信息属于过程性信息。", "3.3.6"),
    "ENFORCEMENT_FILE": refused("PHONE", "第十六条第二款", "经审查，您申请公开的信息属于行政执法案卷信息。", "3.3.7"),
    "OTHER_RECORDS": Way(
        "WEB",
        "经查，您申请公开的信息，有关法律、行政法规对信息的获取有特别规定。"
        f"根据{REGULATION}第三十六条第（七）项的规定，请依照有关规定办理：请带身份证到不动产登记中心查询。",
        REVIEW_ALONE,
        "3.3.8",
        {"reasons": "请带身份证到不动产登记中心查询。"},
    ),
    "NOT_HELD": Way(
        "POST",
        f"经检索，没有您申请公开的信息。根据{REGULATION}第三十六条第（四）项的规定，现告知该政府信息不存在。"
        "检索的情况：2026年11月23日在档案室、公文系统查“复议 统计”，没有查到。",
        FREE_CHOICE,
        "3.4.1",
        {"reasons": "2026年11月23日在档案室、公文系统查“复议 统计”，没有查到。"},
        before=(("clerk", "searches/new", {"place": "档案室、公文系统", "words": "复议 统计", "found": "没有"}),),
    ),
    "NOT_OURS": Way(
        "PHONE",
        f"经查，您申请公开的信息不属于本机关负责公开。根据{REGULATION}第三十六条第（五）项的规定，"
        "现告知并说明理由：由示例市统计局制作，电话0000-80000301。",
        FREE_CHOICE,
        "3.4.1",
        {"reasons": "由示例市统计局制作，电话0000-80000301。"},
    ),
    "NEEDS_PROCESSING": Way(
        "IN_PERSON",
        "经查，您申请公开的信息没有现成的，需要本机关加工、分析。"
        f"根据{REGULATION}第三十八条的规定，本机关不予提供。理由：要把300份案卷逐份汇总。",
        REVIEW_ALONE,
        "3.4.2",
        {"reasons": "要把300份案卷逐份汇总。"},
    ),
    "STILL_UNCLEAR": Way(
        "POST",
        "您补正后，申请的内容仍不明确，本机关无法按照申请提供信息。"
        f"依据{REGULATION}第三十条。理由：补正只写了“全部材料”。",
        FREE_CHOICE,
        "3.4.3",
        {"reasons": "补正只写了“全部材料”。"},
        before=(CORRECTION, ("day", "2026-11-26"), ("clerk", "correct", {"words": "全部材料"})),
    ),
    "PETITION": Way(
        "FAX",
        "经审查，您是以政府信息公开申请的形式进行信访、投诉、举报等活动。"
        f"根据{REGULATION}第三十九条第一款的规定，本机关不作为政府信息公开申请处理。可以这样反映：到示例市信访局反映。",
        REVIEW_ALONE,
        "3.5.1",
        {"reasons": "到示例市信访局反映。"},
    ),
    "REPEATED": Way(
        "EMAIL",
        "经查，本机关已经就您申请公开的信息作出答复，您重复申请公开相同信息。"
        f"根据{REGULATION}第三十六条第（六）项的规定，本机关不予重复处理。原答复：2025年已经提供。",
        REVIEW_ALONE,
        "3.5.2",
        {"reasons": "2025年已经提供。"},
    ),
    "REPEATED_REFUSAL": Way(
        "WEB",
        "经查，本机关已经就您申请公开的信息作出答复，您重复申请公开相同信息。"
        f"根据{REGULATION}第三十六条第（六）项的规定，本机关不予重复处理。原答复：2025年告知不存在。",
        FREE_CHOICE,
        "3.5.2",
        {"reasons": "2025年告知不存在。"},
    ),
    "PUBLICATION": Way(
        "ORDINARY_MAIL",
        "经审查，您申请提供的是政府公报、报刊、书籍等公开出版物。"
        f"根据{REGULATION}第三十九条第二款的规定，现告知获取的途径：市图书馆二楼。",
        REVIEW_ALONE,
        "3.5.3",
        {"reasons": "市图书馆二楼。"},
    ),
    "EXCESSIVE": Way(
        "WEB",
        "您申请公开政府信息的数量、频次明显超过合理范围，说明的理由不合理。"
        f"根据{REGULATION}第三十五条的规定，本机关不予处理。理由：一个月里申请了60件同样的信息。",
        FREE_CHOICE,
        "3.5.4",
        {"reasons": "一个月里申请了60件同样的信息。"},
        before=(
            ("clerk", "ask_reasons", {"words": "一个月里申请了60件"}),
            ("day", "2026-11-26"),
            ("clerk", "explain", {"words": "想看"}),
        ),
    ),
    "CONFIRMATION": Way(
        "IN_PERSON",
        "经审查，您要求本机关对已经获取的信息进行确认或者重新出具。本机关不予处理。理由：2025年已经提供过。",
        OF_THE_LAWYERS,
        "3.5.5",
        {"reasons": "2025年已经提供过。", "remedy_words": OF_THE_LAWYERS},
    ),
    "NOT_CORRECTED": Way(
        "WEB",
        "本机关于2026年11月23日告知您补正，您无正当理由逾期没有补正。"
        f"根据{REGULATION}第三十条的规定，视为放弃申请，本机关不再处理该申请。",
        FREE_CHOICE,
        "3.6.1",
        before=(CORRECTION, ("day", "2026-12-08"), ("clerk", "lapse_correction", {"served_on": "2026-11-23"})),
    ),
    "NOT_PAID": Way(
        "PHONE",
        "本机关于2026年11月23日通知您缴纳信息处理费，您逾期没有缴纳。"
        "根据《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）的规定，视为放弃申请，本机关不再处理该申请。",
        FREE_CHOICE,
        "3.6.2",
        before=(
            ("clerk", "charge", {"basis": "PAGES", "units": "120"}),
            ("day", "2026-12-22"),
            ("clerk", "lapse_payment", {"served_on": "2026-11-23"}),
        ),
    ),
    "WITHDRAWN": Way(
        "POST",
        "您已经撤回该申请。本机关终止办理。",
        "",
        "3.6.3",
        before=(("clerk", "withdraw", {"words": "来电撤回，张敏接的"}),),
    ),
}
STEPS_ALONE = {"NOT_CORRECTED", "NOT_PAID", "WITHDRAWN"}
"""Their reply follows from the step, so nobody writes it."""


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_an_application_ends_in_the_letter_that_the_fact_sheet_says(outcome, arrive, do, ask, clerk, send_reply):
    way = OUTCOMES[outcome]
    case = arrive(way.channel)
    waiting = ask(case)
    assert "正在办理" in waiting.web
    assert "2026年12月21日" in waiting.web
    assert waiting.text == "申请2026-00001：正在办理。11月23日收到。最晚2026年12月21日答复。"
    assert "您的申请，正在办理。" in waiting.phone
    assert "最后一天是十二月二十一号。" in waiting.phone

    do(case, way.before)
    letter = send_reply.finish(case) if outcome in STEPS_ALONE else send_reply(case, outcome, **way.typed)
    remedy = f"\n\n{way.remedy}" if way.remedy else ""
    assert letter == f"{HEAD}{way.decision}\n\n特此告知。{remedy}"

    assert clerk.take(case, "deliver", words="签收单").status_code == 303
    assert clerk.take(case, "archive").status_code == 303
    assert case.now.application.state is ApplicationState.ARCHIVED
    told = ask(case, "press:2")
    assert "答复已经送到。" in told.web
    assert "".join(letter.split()) in "".join(told.web.split())
    assert told.text.startswith("申请2026-00001：答复已经送到。赵大山：")
    assert "您的申请，答复已经送到。" in told.phone
    assert case.number in clerk.see(f"/report/cases?year=2026&row={way.row}&kind=PERSON")
    assert case.number in clerk.see("/report/cases?year=2026&row=3.7")


def test_parts_withheld_for_unlike_reasons_each_have_their_remedy(arrive, send_reply):
    parts = [("第2页的姓名", "THIRD_PARTY", "公开会让人认出当事人"), ("第3页的登记", "OTHER_RECORDS", "到登记中心查")]
    typed = {"given": "统计表一份。"}
    for place, row in enumerate(parts):
        typed |= dict(zip((f"withheld-{place}-{name}" for name in ("passage", "reason", "facts")), row, strict=True))
    letter = send_reply(arrive("WEB"), "PARTLY_DISCLOSED", **typed)
    first, free, alone = letter.partition("特此告知。\n\n")[2].split("\n\n")
    assert first == REVIEW_FIRST.replace("本机关不予公开的决定", "上列第（1）处不予公开的决定")
    assert free == FREE_CHOICE.replace("对本告知书不服", "对提供的内容不服")
    assert alone == REVIEW_ALONE.replace("对本告知书不服", "对上列第（2）处的答复不服")


def test_every_outcome_has_a_journey():
    assert set(OUTCOMES) == {outcome.name for outcome in ReplyOutcome}
