"""An application from receipt to each outcome, with its letter checked word for word on remedy and last day."""

from dataclasses import replace
from datetime import date

import pytest

from hotline.core.disclosure.applications import ApplicantKind, ApplicationAction, ApplicationChannel, ApplicationState
from hotline.core.disclosure.case_files import SearchDone, WithheldPart
from hotline.core.disclosure.outcomes import RULES, Remedy, ReplyOutcome
from hotline.core.errors import Conflict, InvalidInput, NotAllowed
from hotline.services.disclosure import case_files
from hotline.services.disclosure.steps import OUTCOME_OF
from tests.support.disclosure_desk import CLERK, HEAD, OPERATOR, VILLAGER

A = ApplicationAction
REVIEW_FIRST = (
    "根据《中华人民共和国行政复议法》第二十三条第一款第四项和《中华人民共和国行政复议法实施条例》第三十一条的规定，"
    "对本机关不予公开的决定不服的，应当自收到本告知书之日起60日内，先向示例市人民政府申请行政复议"
    "（行政复议机构：示例市司法局，示例市示例区法治路1号，电话0000-80000201；网上申请：https://fuyi.sifaju.example）；对行政复议决定不服的，"
    "可以自收到行政复议决定书之日起15日内，依法向人民法院提起行政诉讼。"
)
FREE_CHOICE = (
    "对本告知书不服的，可以自收到本告知书之日起60日内向示例市人民政府申请行政复议"
    "（行政复议机构：示例市司法局，示例市示例区法治路1号，电话0000-80000201；网上申请：https://fuyi.sifaju.example），"
    "或者自收到本告知书之日起6个月内依法向示例市示例区人民法院提起行政诉讼。"
)
NOT_FILED = (
    "对本告知书不服的，可以自收到本告知书之日起60日内向示例市人民政府申请行政复议"
    "（行政复议机构：示例市司法局，示例市示例区法治路1号，电话0000-80000201；网上申请：https://fuyi.sifaju.example）。"
)
SENTENCES = {Remedy.REVIEW_FIRST: REVIEW_FIRST, Remedy.FREE_CHOICE: FREE_CHOICE, Remedy.NOT_FILED: NOT_FILED}
WRITTEN = sorted(set(ReplyOutcome) - set(OUTCOME_OF.values()) - {ReplyOutcome.CONFIRMATION}, key=lambda one: one.value)


def search(case):
    done = SearchDone("档案室、公文系统", "复议 统计", "张敏", date(2026, 11, 20), "没有")
    case_files.add_search(case.line, CLERK, case.number, done)


@pytest.mark.parametrize("outcome", WRITTEN)
def test_each_outcome_ends_in_a_letter_with_its_article_and_its_remedy_word_for_word(register, outcome):
    case = register()
    search(case)
    parts = (WithheldPart("第3页的身份证号码", ReplyOutcome.THIRD_PARTY),)
    withheld = parts if outcome is ReplyOutcome.PARTLY_DISCLOSED else ()
    letter = case.answer(outcome, reasons="经核对，情况属实。", given="统计表一份，附后。", withheld=withheld)
    assert letter.letter_number == "示司公复〔2026〕1号"
    assert letter.body.startswith("赵大山：\n\n本机关于2026年11月20日收到您提出的政府信息公开申请，编号2026-00001。")
    assert "2025年行政复议案件统计表" in letter.body
    assert RULES[outcome].article in letter.body
    assert letter.body.endswith("特此告知。\n\n" + SENTENCES[RULES[outcome].remedy])
    assert not {"{", "}"} & set(letter.body)
    assert case.now.application.state is ApplicationState.SENT
    assert case.file.reply.report_row == RULES[outcome].report_row


def test_a_part_withheld_for_another_reason_than_articles_14_to_16_leaves_a_free_choice(register):
    case = register()
    parts = (WithheldPart("第2页的不动产登记", ReplyOutcome.OTHER_RECORDS),)
    letter = case.answer(ReplyOutcome.PARTLY_DISCLOSED, reasons="另有规定。", given="其余部分。", withheld=parts)
    free, not_filed = against(FREE_CHOICE, "提供的内容"), against(NOT_FILED, "上列第（1）处的答复")
    assert letter.body.endswith(f"特此告知。\n\n{free}\n\n{not_filed}")
    assert "第三十六条第（七）项" in letter.body
    assert case.file.reply.remedy is Remedy.FREE_CHOICE


def against(sentence, what):
    """The sentence of a remedy about another object than the whole letter."""
    return sentence.replace("对本机关不予公开的决定不服", f"对{what}不服").replace("对本告知书不服", f"对{what}不服")


def test_parts_withheld_for_unlike_reasons_have_their_remedies_told_apart_by_place(register):
    case = register()
    search(case)
    parts = (
        WithheldPart("第3页的身份证号码", ReplyOutcome.THIRD_PARTY, "属于个人隐私。"),
        WithheldPart("第5页的产权登记", ReplyOutcome.OTHER_RECORDS, "由不动产登记机构提供查询"),
        WithheldPart("第7页的讨论记录", ReplyOutcome.IN_PROCESS, "会议讨论中形成"),
        WithheldPart("2024年的统计表", ReplyOutcome.NOT_HELD, "当年没有制作"),
    )
    letter = case.answer(ReplyOutcome.PARTLY_DISCLOSED, given="其余部分，5页。", withheld=parts)
    first = against(REVIEW_FIRST, "上列第（1）、（3）处不予公开的决定")
    free = against(FREE_CHOICE, "上列第（4）处的答复和提供的内容")
    not_filed = against(NOT_FILED, "上列第（2）处的答复")
    assert letter.body.endswith(f"特此告知。\n\n{first}\n\n{free}\n\n{not_filed}")
    rule = "《中华人民共和国政府信息公开条例》"
    assert f"（1）第3页的身份证号码：保护第三方合法权益。依据：{rule}第十五条。理由：属于个人隐私。\n" in letter.body
    assert f"（3）第7页的讨论记录：属于过程性信息。依据：{rule}第十六条第二款。理由：会议讨论中形成。\n" in letter.body
    assert "\n\n\n" not in letter.body
    assert case.file.reply.remedy is Remedy.REVIEW_FIRST
    assert case.file.reply.report_row == "3.2"


def test_parts_withheld_under_unlike_articles_of_14_to_16_share_one_sentence_that_review_comes_first(register):
    case = register()
    parts = (
        WithheldPart("第3页", ReplyOutcome.THIRD_PARTY, "属于个人隐私"),
        WithheldPart("第4页", ReplyOutcome.STATE_SECRET, "密级为秘密"),
    )
    letter = case.answer(ReplyOutcome.PARTLY_DISCLOSED, given="其余部分。", withheld=parts)
    assert letter.body.endswith(f"特此告知。\n\n{REVIEW_FIRST}")


def test_each_of_several_passages_has_its_own_facts_and_names_its_place(register):
    case = register()
    parts = (WithheldPart("第3页", ReplyOutcome.THIRD_PARTY, "隐私"), WithheldPart("第4页", ReplyOutcome.INTERNAL))
    case.draft(ReplyOutcome.PARTLY_DISCLOSED, reasons="见清单。", given="其余部分。", withheld=parts)
    with pytest.raises(InvalidInput, match="每一处都要写事实和理由，还没有写的是第2处"):
        case.do(A.SUBMIT)
    parts = (WithheldPart("", ReplyOutcome.THIRD_PARTY, "隐私"),)
    case.draft(ReplyOutcome.PARTLY_DISCLOSED, given="其余部分。", withheld=parts)
    with pytest.raises(InvalidInput, match="请写明不公开的是哪一部分"):
        case.do(A.SUBMIT)


def test_a_part_that_does_not_exist_needs_a_record_of_the_search(register):
    case = register()
    parts = (WithheldPart("2024年的", ReplyOutcome.NOT_HELD, "没有制作"),)
    case.draft(ReplyOutcome.PARTLY_DISCLOSED, given="2025年的。", withheld=parts)
    with pytest.raises(Conflict, match="检索记录"):
        case.do(A.SUBMIT)


def test_an_outcome_without_a_settled_remedy_waits_for_the_words_of_the_lawyers(register):
    case = register()
    case.draft(ReplyOutcome.CONFIRMATION, reasons="要求盖章确认。")
    case.do(A.SUBMIT)
    with pytest.raises(Conflict, match="救济途径没有现成的写法"):
        case.do(A.APPROVE, HEAD)
    case.do(A.RETURN, HEAD)
    letter = case.answer(ReplyOutcome.CONFIRMATION, reasons="要求盖章确认。", remedy_words="律师写的话。")
    assert letter.body.endswith("律师写的话。")


def test_a_remedy_of_the_lawyers_may_not_leave_out_that_review_comes_first(register):
    case = register()
    case.draft(ReplyOutcome.INTERNAL, reasons="属于工作流程。", remedy_words="可以起诉。")
    with pytest.raises(InvalidInput, match="这种答复必须先复议"):
        case.do(A.SUBMIT)


@pytest.mark.parametrize(
    ("outcome", "words", "said"),
    [
        (
            "INTERNAL",
            "自收到之日起60日内先向示例市人民政府申请行政复议，或者六个月内向法院提起诉讼。",
            "不能写“或者……提起诉讼”",
        ),
        ("INTERNAL", "请先向示例市人民政府申请行政复议。", "60日的期限"),
        ("DISCLOSED", "可以自收到之日起6个月内向法院提起行政诉讼。", "写明向哪里申请行政复议"),
        ("PETITION", "不得申请复议。", "写明向哪里申请行政复议"),
    ],
)
def test_a_remedy_of_the_lawyers_names_the_review_and_its_sixty_days(register, outcome, words, said):
    case = register()
    case.draft(ReplyOutcome[outcome], reasons="已经核对。", given="一份。", remedy_words=words)
    with pytest.raises(InvalidInput, match=said):
        case.do(A.SUBMIT)


def test_a_right_remedy_of_the_lawyers_stands_in_the_letter_as_they_wrote_it(register):
    words = "自收到之日起六十日内先向示例市人民政府申请行政复议；对复议决定不服的，可以在15日内向法院提起诉讼。"
    letter = register().answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。", remedy_words=words)
    assert letter.body.endswith(f"特此告知。\n\n{words}")


def test_parts_are_withheld_only_by_a_reply_that_discloses_a_part(register):
    case = register()
    parts = (WithheldPart("第2页", ReplyOutcome.STATE_SECRET),)
    case.draft(ReplyOutcome.DISCLOSED, given="一份。", withheld=parts)
    with pytest.raises(InvalidInput, match="结论要选“部分公开”"):
        case.do(A.SUBMIT)


def test_a_draft_without_a_reply_cannot_be_made(register):
    case = register()
    with pytest.raises(Conflict, match="要和它的内容一起登记"):
        case.do(A.DRAFT)


def test_who_wrote_the_reply_may_not_approve_it_and_an_operator_may_not_write_it(register):
    case = register()
    both = case.now.application
    assert both.state is ApplicationState.RECEIVED
    with pytest.raises(NotAllowed):
        case.draft(ReplyOutcome.DISCLOSED, actor=OPERATOR, given="一份。")
    case.draft(ReplyOutcome.DISCLOSED, given="一份。")
    case.do(A.SUBMIT)
    with pytest.raises(NotAllowed):
        case.do(A.APPROVE, CLERK)


def test_a_reply_that_lacks_its_mandatory_part_cannot_be_submitted(register):
    case = register()
    case.draft(ReplyOutcome.INTERNAL)
    with pytest.raises(InvalidInput, match="要写明事实和理由"):
        case.do(A.SUBMIT)
    case.draft(ReplyOutcome.PARTLY_DISCLOSED, reasons="涉及隐私。", given="其余部分。")
    with pytest.raises(InvalidInput, match="部分公开要列出"):
        case.do(A.SUBMIT)


def test_does_not_exist_needs_a_record_of_the_search(register):
    case = register()
    case.draft(ReplyOutcome.NOT_HELD, reasons="查了档案室和公文系统。")
    with pytest.raises(Conflict, match="要先登记检索记录"):
        case.do(A.SUBMIT)
    search(case)
    case.do(A.SUBMIT)


def test_two_clerks_on_one_case_cannot_overwrite_each_other(register):
    case = register()
    version = case.now.application.version
    case.draft(ReplyOutcome.DISCLOSED, given="一份。")
    with pytest.raises(Conflict, match="刚刚被别人办过"):
        case_files.write_reply(case.line, CLERK, case.number, version, case_files.DraftReply(ReplyOutcome.INTERNAL))
    assert case.file.reply.outcome is ReplyOutcome.DISCLOSED


def test_a_frozen_letter_keeps_its_words_when_the_desk_changes(register):
    case = register()
    letter = case.answer(ReplyOutcome.DISCLOSED, given="一份。")
    with case.line.records.writing() as unit:
        desk = unit.office.disclosure_desk()
        changed = type(desk)(**{**vars(desk), "review_body": "另一个机关"})
        unit.office.rows_of_disclosure_desk.put(changed, 0, "li", case.line.now())
    assert case.file.letters[-1] == letter


def test_letters_of_a_year_are_numbered_one_after_another(register):
    numbers = [register().answer(ReplyOutcome.DISCLOSED, given="一份。").letter_number for _ in range(3)]
    assert numbers == [f"示司公复〔2026〕{place}号" for place in (1, 2, 3)]


@pytest.mark.parametrize(("kind", "addressed"), [(ApplicantKind.COMPANY, "贵单位"), (ApplicantKind.PERSON, "您")])
def test_a_letter_addresses_an_organisation_and_a_person_each_in_its_own_way(register, kind, addressed):
    case = register(ApplicationChannel.IN_PERSON, replace(VILLAGER, kind=kind), actor=CLERK)
    letter = case.answer(ReplyOutcome.DISCLOSED, given="一份。").body
    assert f"收到{addressed}提出的政府信息公开申请" in letter
    assert f"现向{addressed}提供：一份。" in letter
    assert "（单位）" not in letter
