"""Third parties and co-makers are asked: the clock stands still, and the two silences end differently."""

import pytest

TO_THIRD_PARTY = (
    "示例公司：\n\n本机关收到一件政府信息公开申请，编号2026-00001，申请公开的内容是：2025年行政复议案件统计表。\n\n"
    "公开这些信息可能损害你（单位）的合法权益。根据《中华人民共和国政府信息公开条例》第三十二条的规定，"
    "现书面征求你（单位）的意见。请自收到本征求意见书之日起15个工作日内答复：同意公开、同意部分公开或者不同意公开；"
    "不同意公开的，请说明理由。逾期未提出意见的，由本机关依照规定决定是否公开。\n\n"
    "答复请寄送或者送到示例市司法局政府信息公开办公室：示例市示例区法治路1号，电话0000-80000100。"
)
TO_CO_MAKER = (
    "示例市财政局：\n\n本机关收到一件政府信息公开申请，编号2026-00001，申请公开的内容是：2025年行政复议案件统计表。\n\n"
    "这些信息是你单位和本机关共同制作的。根据《中华人民共和国政府信息公开条例》第三十四条的规定，"
    "现书面征求你（单位）的意见。请自收到本征求意见书之日起15个工作日内答复：同意公开、同意部分公开或者不同意公开；"
    "不同意公开的，请说明理由。逾期未答复的，视为同意公开。\n\n"
    "答复请寄送或者送到示例市司法局政府信息公开办公室：示例市示例区法治路1号，电话0000-80000100。"
)
TO_APPLICANT = (
    "赵大山：\n\n本机关于2026年11月23日收到您提出的政府信息公开申请，编号2026-00001。"
    "申请的内容是：2025年行政复议案件统计表。\n\n申请公开的信息涉及其他单位或者个人，本机关已于2026年11月24日征求意见。"
    "根据《中华人民共和国政府信息公开条例》第三十三条第三款的规定，征求意见所需时间不计算在答复期限内。"
)
WHO = {"THIRD_PARTY": ("示例公司", TO_THIRD_PARTY), "CO_MAKER": ("示例市财政局", TO_CO_MAKER)}


@pytest.fixture
def silent(arrive, clerk, on_day, ask):
    """A case in which ``kind`` was asked on 24 November, got the slip on the 26th, and is silent until it lapses."""

    def silent(kind):
        whom, letter = WHO[kind]
        case = arrive("WEB")
        on_day("2026-11-24")
        assert clerk.take(case, "consult", consulted=kind, whom=whom).status_code == 303
        assert sorted(one.body for one in case.file.letters) == sorted([TO_APPLICANT, letter])
        for told in ask(case):
            assert "正在征求其他人或者单位的意见" in told
            assert "等的时间不算在答复的期限里" in told
        on_day("2026-11-26")
        assert clerk.fill(f"/{case.number}/slips/1/received").status_code == 303
        page = f"/console/applications/{case.number}"
        on_day("2026-12-17")
        clerk.desk.send(page, "/silence")
        assert "答复意见的期限到2026-12-17，还没有过。" in clerk.see(f"/{case.number}")
        on_day("2026-12-18")
        clerk.desk.send(page, "/silence")
        assert clerk.take(case, "end_consultation").status_code == 303
        return case

    return silent


def test_a_silent_third_party_leaves_it_to_the_office_which_discloses(silent, clerk, send_reply, ask):
    case = silent("THIRD_PARTY")
    assert "逾期未答复，由本机关决定" in clerk.see(f"/{case.number}")
    # One day before the pause, none in it, nineteen from 18 December: 2027-01-01 is a holiday.
    assert "最晚答复2027年1月14日（暂定）" in ask(case).web
    letter = send_reply(case, "DISCLOSED", given="统计表一份。")
    assert "现向您提供：统计表一份。" in letter


def test_a_silent_third_party_leaves_it_to_the_office_which_refuses(silent, send_reply):
    letter = send_reply(silent("THIRD_PARTY"), "THIRD_PARTY", reasons="公开会损害示例公司的商业秘密。")
    assert "第十五条的规定，决定不予公开。理由：公开会损害示例公司的商业秘密。" in letter
    assert "先向示例市人民政府申请行政复议" in letter


def test_a_silent_co_maker_consents(silent, clerk, send_reply, ask):
    case = silent("CO_MAKER")
    assert "逾期未答复，视为同意" in clerk.see(f"/{case.number}")
    assert "最晚2027年1月14日答复（暂定）。" in ask(case).text
    assert "统计表一份。" in send_reply(case, "DISCLOSED", given="统计表一份。")


def test_what_a_third_party_refuses_is_given_out_only_with_the_public_interest_told(arrive, do, clerk, send_reply):
    case = arrive("POST")
    steps = [("consult", {"consulted": "THIRD_PARTY", "whom": "示例公司"}), ("slips/1/received", {})]
    steps += [("slips/1/opinion", {"opinion": "REFUSES", "reasons": "商业秘密"}), ("end_consultation", {})]
    do(case, [("clerk", *step) for step in steps])
    clerk.fill(f"/{case.number}/judging", outcome="DISCLOSED", given="合同一份。")
    refused = clerk.desk.send(f"/console/applications/{case.number}/reply", "/steps/submit")
    assert "要写明对公共利益的重大影响（第三十二条）" in clerk.refused(refused, 400)
    letter = send_reply(case, "DISCLOSED", given="合同一份。", reasons="饮用水安全关系公共利益。")
    assert "合同一份。" in letter


def test_a_slip_that_was_posted_before_it_is_entered_holds_nobody_up(arrive, do, clerk, on_day, ask):
    case = arrive("WEB")
    on_day("2026-11-27")
    consulted = {"consulted": "THIRD_PARTY", "whom": "示例公司", "day": "2026-11-24"}
    answered = {"opinion": "CONSENTS", "answered_on": "2026-11-26"}
    do(case, [("clerk", "consult", consulted), ("clerk", "slips/1/opinion", answered)])
    assert clerk.take(case, "end_consultation").status_code == 303
    assert "最晚2026年12月21日答复" in ask(case).text
