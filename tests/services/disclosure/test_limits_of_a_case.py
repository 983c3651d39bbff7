"""Whole cases whose clock restarts, pauses, is extended or lapses."""

from dataclasses import replace
from datetime import date

import pytest

from hotline.core.disclosure.application_life import list_allowed_actions
from hotline.core.disclosure.applications import ApplicationAction, ApplicationChannel, ApplicationState
from hotline.core.disclosure.case_files import ConsultedKind, ContestKind, ContestResult, LetterKind, Opinion
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.errors import Conflict, InvalidInput, NotAllowed
from hotline.core.work_calendar import CalendarDay, DayKind
from hotline.services.disclosure import case_files
from tests.support.disclosure_desk import CLERK, HEAD

A = ApplicationAction


def day(text):
    return date.fromisoformat(text)


def consult(case, whom):
    version = case.now.application.version
    sent_on = case.line.now().date()
    case_files.consult(case.line, CLERK, case.number, version, ConsultedKind.THIRD_PARTY, whom, sent_on)


def test_ordinary_mail_is_received_on_the_day_on_which_it_is_confirmed(register, on_day):
    case = register(ApplicationChannel.ORDINARY_MAIL, actor=CLERK, arrived_on=day("2026-11-18"))
    on_day("2026-11-23")
    case.do(A.CONFIRM, day=day("2026-11-19"))
    assert str(case.now.application.received_on) == "2026-11-19"
    assert case.last_day == "2026-12-17"


@pytest.mark.parametrize(
    ("confirmed", "said"), [("2026-11-17", "日期不能早于2026-11-18"), ("2026-11-21", "不能在今天之后")]
)
def test_a_day_of_receipt_before_the_arrival_or_in_the_future_is_refused(register, confirmed, said):
    case = register(ApplicationChannel.ORDINARY_MAIL, actor=CLERK, arrived_on=day("2026-11-18"))
    with pytest.raises(InvalidInput, match=said):
        case.do(A.CONFIRM, day=day(confirmed))


def test_a_correction_begins_the_twenty_days_again_and_is_asked_once(register, on_day):
    case = register()
    case.do(A.ASK_CORRECTION, words="请写明是哪一年的统计表", working_days=10)
    assert case.now.clock.is_paused
    letter = case.file.letters[-1]
    assert letter.kind is LetterKind.CORRECTION_NOTICE
    assert "请写明是哪一年的统计表" in letter.body
    assert "自收到本告知书之日起10个工作日内补正" in letter.body
    assert "视为放弃申请" in letter.body
    on_day("2026-11-30")
    case.do(A.CORRECT)
    assert case.last_day == "2026-12-28"
    with pytest.raises(Conflict, match="只能做一次"):
        case.do(A.ASK_CORRECTION)


def test_a_correction_cannot_be_asked_after_seven_working_days(register, on_day):
    case = register()
    on_day("2026-12-02")
    with pytest.raises(Conflict, match="告知补正要在收到之日起7个工作日内，已在2026-12-01届满"):
        case.do(A.ASK_CORRECTION)


def test_who_does_not_correct_is_told_that_the_application_is_given_up_and_a_late_correction_reopens_it(
    register, on_day
):
    case = register()
    case.do(A.ASK_CORRECTION, working_days=5)
    on_day("2026-11-27")
    with pytest.raises(Conflict, match="期限到2026-11-27，还没有过"):
        case.do(A.LAPSE_CORRECTION, served_on=day("2026-11-20"))
    on_day("2026-11-30")
    case.do(A.LAPSE_CORRECTION, served_on=day("2026-11-20"))
    assert case.file.reply.outcome is ReplyOutcome.NOT_CORRECTED
    with pytest.raises(Conflict, match="已经按“逾期不补正”处理"):
        case.draft(ReplyOutcome.DISCLOSED, given="一份。")
    case.do(A.CORRECT)
    assert case.now.application.state is ApplicationState.RECEIVED


def test_the_letter_of_a_lapsed_correction_says_when_it_was_asked_for(register, on_day):
    case = register()
    case.do(A.ASK_CORRECTION, working_days=5)
    on_day("2026-11-30")
    case.do(A.LAPSE_CORRECTION, served_on=day("2026-11-20"))
    case.do(A.SUBMIT)
    case.do(A.APPROVE, HEAD)
    body = case.file.letters[-1].body
    assert "本机关于2026年11月20日告知您补正，您无正当理由逾期没有补正。" in body
    assert "或者自收到本告知书之日起6个月内" in body


def test_a_silent_third_party_leaves_the_decision_to_the_office_and_a_silent_co_maker_consents(register, on_day):
    case = register()
    version = case.now.application.version
    case_files.consult(case.line, CLERK, case.number, version, ConsultedKind.THIRD_PARTY, "示例公司", day("2026-11-20"))
    version = case.now.application.version
    case_files.consult(
        case.line, CLERK, case.number, version, ConsultedKind.CO_MAKER, "示例市财政局", day("2026-11-20")
    )
    first, second = case.file.consultations
    to_third_party, to_co_maker = (one.body for one in case.file.letters if one.kind is LetterKind.OPINION_REQUEST)
    assert to_third_party.startswith("示例公司：")
    assert "第三十二条" in to_third_party
    assert "由本机关依照规定决定是否公开" in to_third_party
    assert "第三十四条" in to_co_maker
    assert "视为同意公开" in to_co_maker
    assert "赵大山" not in to_third_party + to_co_maker
    assert case.now.clock.is_paused
    with pytest.raises(Conflict, match="先登记对方收到"):
        case_files.record_silence(case.line, CLERK, case.number, first.id)
    on_day("2026-11-23")
    for slip in (first, second):
        case_files.record_slip_received(case.line, CLERK, case.number, slip.id, day("2026-11-23"))
    on_day("2026-12-14")
    with pytest.raises(Conflict, match="期限到2026-12-14，还没有过"):
        case_files.record_silence(case.line, CLERK, case.number, first.id)
    with pytest.raises(Conflict, match="还在等候示例公司、示例市财政局的意见"):
        case.do(A.END_CONSULTATION)
    on_day("2026-12-15")
    for slip in (first, second):
        case_files.record_silence(case.line, CLERK, case.number, slip.id)
    assert [slip.opinion for slip in case.file.consultations] == [Opinion.SILENT_DECIDE, Opinion.SILENT_CONSENT]
    case.do(A.END_CONSULTATION)
    assert case.last_day == "2027-01-11"  # paused from the day it was sent to the day the last slip lapsed


def test_the_period_of_a_notice_runs_from_the_day_on_which_the_applicant_got_it(register, on_day):
    case = register()
    case.do(A.ASK_CORRECTION, working_days=5)
    on_day("2026-11-30")
    with pytest.raises(InvalidInput, match="请登记申请人收到通知的日期"):
        case.do(A.LAPSE_CORRECTION)
    with pytest.raises(Conflict, match="期限到2026-12-02，还没有过"):
        case.do(A.LAPSE_CORRECTION, served_on=day("2026-11-25"))


def test_nobody_has_given_up_while_the_days_off_of_the_period_are_not_decreed(register, on_day, desk_line):
    case = register()
    provisional = replace(desk_line, known_days=lambda one: CalendarDay(one, DayKind.WORKING, is_provisional=True))
    case.do(A.CHARGE, yuan=100)
    on_day("2027-02-26")
    case.line = provisional
    with pytest.raises(Conflict, match="放假安排还没有公布，不能按逾期处理"):
        case.do(A.LAPSE_PAYMENT, served_on=day("2026-11-20"))


def test_the_pause_ends_with_the_last_opinion_however_late_it_is_entered(register, on_day):
    case = register()
    consult(case, "示例公司")
    (slip,) = case.file.consultations
    on_day("2026-12-31")
    case_files.record_opinion(case.line, CLERK, case.number, slip.id, Opinion.CONSENTS, day("2026-11-24"), "")
    case.do(A.END_CONSULTATION, day=day("2026-12-31"))
    assert case.last_day == "2026-12-22"


def test_a_slip_that_is_entered_after_its_answer_came_still_ends_the_consultation(register, on_day):
    case = register()
    on_day("2026-11-27")
    version, kind = case.now.application.version, ConsultedKind.THIRD_PARTY
    case_files.consult(case.line, CLERK, case.number, version, kind, "示例公司", day("2026-11-24"))
    (slip,) = case.file.consultations
    case_files.record_opinion(case.line, CLERK, case.number, slip.id, Opinion.CONSENTS, day("2026-11-26"), "")
    case.do(A.END_CONSULTATION)
    assert case.last_day == "2026-12-18"


def test_a_pause_cannot_be_entered_for_a_day_that_has_passed(register, on_day):
    case = register()
    on_day("2026-12-21")
    with pytest.raises(Conflict, match="期限已在2026-12-18届满，不能再暂停"):
        case.do(A.CHARGE, day=day("2026-12-01"), yuan=100)


def test_a_late_correction_reopens_only_the_draft_that_says_it_never_came(register, on_day):
    case = register()
    case.do(A.ASK_CORRECTION, working_days=5)
    on_day("2026-11-30")
    case.do(A.LAPSE_CORRECTION, served_on=day("2026-11-20"))
    case.do(A.CORRECT, day=day("2026-11-27"))
    assert case.last_day == "2026-12-25"
    case.draft(ReplyOutcome.DISCLOSED, given="一份。")
    with pytest.raises(Conflict, match="没有在等“收到补正”"):
        case.do(A.CORRECT)


def test_a_reply_in_person_counts_on_the_day_of_the_signature_and_one_by_post_on_that_of_posting(register, on_day):
    in_person, by_post = register(), register()
    for case, way in ((in_person, "当面，赵大山来取"), (by_post, "邮寄 XA1")):
        case.draft(ReplyOutcome.DISCLOSED, given="一份。")
        case.do(A.SUBMIT)
        case.do(A.APPROVE, HEAD)
        case.do(A.SEND, words=way)
    on_day("2026-12-28")
    for case in (in_person, by_post):
        case.do(A.DELIVER, day=day("2026-12-28"))
    assert str(in_person.now.clock.stopped_on) == "2026-12-28"
    assert in_person.now.clock.is_overdue(day("2026-12-28"))
    assert str(by_post.now.clock.stopped_on) == "2026-11-20"


def test_what_a_third_party_refuses_is_given_out_only_for_the_public_interest(register):
    case = register()
    consult(case, "示例公司")
    (slip,) = case.file.consultations
    case_files.record_opinion(case.line, CLERK, case.number, slip.id, Opinion.REFUSES, day("2026-11-20"), "商业秘密")
    case.do(A.END_CONSULTATION)
    case.draft(ReplyOutcome.DISCLOSED, given="合同一份。")
    with pytest.raises(InvalidInput, match="写明对公共利益的重大影响"):
        case.do(A.SUBMIT)


def test_a_review_body_sets_the_period_of_its_decision_and_nobody_extends_it(register, on_day):
    case = register()
    case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    version = case.now.application.version
    case_files.add_contest(case.line, CLERK, case.number, version, ContestKind.REVIEW, day("2026-11-20"))
    (contest,) = case.file.contests
    version = case.now.application.version
    decided = (case.line, CLERK, case.number, version, contest.id, ContestResult.CORRECTED, day("2026-11-20"))
    with pytest.raises(InvalidInput, match="复议决定书定的期限"):
        case_files.end_contest(*decided)
    case_files.end_contest(*decided, working_days=10)
    assert case.last_day == "2026-12-04"
    with pytest.raises(Conflict, match="定的期限不能延长"):
        case.do(A.EXTEND, HEAD, working_days=5)
    with pytest.raises(Conflict):
        case.do(A.SUBMIT)


def test_an_ordered_period_is_neither_begun_again_nor_paused(register, on_day):
    case = register()
    case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    case.contest(ContestKind.REVIEW)
    case.end_contest(ContestResult.CORRECTED, working_days=10)
    assert not {A.ASK_CORRECTION, A.CHARGE} & set(list_allowed_actions(case.now.application, CLERK))
    for action in (A.ASK_CORRECTION, A.CHARGE):
        with pytest.raises(Conflict, match="定的期限不能暂停，也不能重新计算"):
            case.do(action, working_days=5, yuan=100)
    consult(case, "示例公司")
    (slip,) = case.file.consultations
    assert case.now.application.state is ApplicationState.CONSULTING
    assert case.last_day == "2026-12-04"
    on_day("2026-12-07")
    assert case.now.clock.is_overdue(day("2026-12-07"))
    case_files.record_opinion(case.line, CLERK, case.number, slip.id, Opinion.CONSENTS, day("2026-12-07"), "")
    case.do(A.END_CONSULTATION)
    assert case.last_day == "2026-12-04"
    case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    assert case.now.clock.is_overdue(day("2026-12-07"))


def test_a_reply_that_was_upheld_goes_back_to_where_it_was(register):
    case = register()
    case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    version = case.now.application.version
    case_files.add_contest(case.line, CLERK, case.number, version, ContestKind.SUIT, day("2026-11-20"))
    (contest,) = case.file.contests
    version = case.now.application.version
    case_files.end_contest(case.line, CLERK, case.number, version, contest.id, ContestResult.UPHELD, day("2026-11-20"))
    assert case.now.application.state is ApplicationState.SENT


def test_an_opinion_against_disclosure_needs_reasons_and_is_noted_once(register):
    case = register()
    version = case.now.application.version
    case_files.consult(case.line, CLERK, case.number, version, ConsultedKind.THIRD_PARTY, "示例公司", day("2026-11-20"))
    (slip,) = case.file.consultations
    with pytest.raises(InvalidInput, match="要写明理由"):
        case_files.record_opinion(case.line, CLERK, case.number, slip.id, Opinion.REFUSES, day("2026-11-20"), "")
    refusal = (case.line, CLERK, case.number, slip.id, Opinion.REFUSES, day("2026-11-20"), "商业秘密")
    case_files.record_opinion(*refusal)
    with pytest.raises(Conflict, match="已经登记了答复"):
        case_files.record_opinion(*refusal)
    assert [one.reasons for one in case.file.consultations] == ["商业秘密"]


def test_the_head_extends_once_before_the_end_and_the_letter_tells_the_new_last_day(register, on_day):
    case = register()
    with pytest.raises(NotAllowed):
        case.do(A.EXTEND, CLERK, working_days=20)
    on_day("2026-12-18")
    with pytest.raises(InvalidInput, match="延期最多20个工作日"):
        case.do(A.EXTEND, HEAD, working_days=21)
    case.do(A.EXTEND, HEAD, words="要调阅的档案很多", working_days=20)
    assert case.last_day == "2027-01-15"
    letter = case.file.letters[-1]
    assert "因要调阅的档案很多，无法按期答复" in letter.body
    assert "延期20个工作日答复，延期后的最后一天是2027年1月15日" in letter.body
    with pytest.raises(Conflict, match="只能做一次"):
        case.do(A.EXTEND, HEAD, working_days=5)


def test_a_reasonable_reason_that_cannot_be_answered_in_time_delays_the_last_day_once(register, on_day):
    case = register()
    with pytest.raises(Conflict, match="申请人说明了理由、本机关认为合理的，才能延迟答复"):
        case.do(A.DELAY, HEAD, working_days=30)
    case.do(A.ASK_REASONS, words="一个月里申请了45件")
    with pytest.raises(Conflict, match="不能“延迟答复”"):
        case.do(A.DELAY, HEAD, working_days=30)
    case.do(A.EXPLAIN)
    assert case.last_day == "2026-12-18"
    with pytest.raises(NotAllowed):
        case.do(A.DELAY, CLERK, working_days=30)
    for days in (0, -1, 61):
        with pytest.raises(InvalidInput, match="延迟的期限要在1到60个工作日之间"):
            case.do(A.DELAY, HEAD, working_days=days)
    with pytest.raises(InvalidInput, match="为什么无法按期答复"):
        case.do(A.DELAY, HEAD, words="。", working_days=30)
    case.do(A.DELAY, HEAD, words="45件要分别检索。", working_days=10)
    assert case.last_day == "2027-01-01"
    letter = case.file.letters[-1]
    assert letter.kind is LetterKind.DELAY_NOTICE
    assert "因45件要分别检索，无法在" in letter.body
    assert "第三十五条的规定，确定延迟10个工作日答复，答复的最后一天是2027年1月1日。" in letter.body
    assert any("第三十五条" in event.article for day in case.now.clock.days for event in day.events)
    with pytest.raises(Conflict, match="只能做一次"):
        case.do(A.DELAY, HEAD, working_days=5)


def test_a_delay_after_the_last_day_is_refused(register, on_day):
    case = register()
    case.do(A.ASK_REASONS)
    case.do(A.EXPLAIN)
    on_day("2026-12-21")
    with pytest.raises(Conflict, match="期限已在2026-12-18届满，不能再延长"):
        case.do(A.DELAY, HEAD, working_days=5)


def test_an_extension_after_the_end_is_refused(register, on_day):
    case = register()
    on_day("2026-12-21")
    with pytest.raises(Conflict, match="期限已在2026-12-18届满，不能再延长"):
        case.do(A.EXTEND, HEAD, working_days=5)


def test_a_fee_is_notified_paid_and_begins_the_period_again(register, on_day):
    case = register()
    with pytest.raises(InvalidInput, match="不收费的不用通知缴费"):
        case.do(A.CHARGE)
    case.do(A.CHARGE, words="按件第11到37件", yuan=3_400)
    body = case.file.letters[-1].body
    assert "收取信息处理费3400元" in body
    assert "自收到本通知次日起20个工作日内缴纳" in body
    assert "不能单独申请行政复议或者提起行政诉讼" in body
    on_day("2026-12-01")
    case.do(A.PAY)
    assert case.last_day == "2026-12-29"


def test_beside_the_last_day_after_a_payment_stands_the_one_of_the_stricter_reading(register, on_day):
    case = register()
    assert case.now.strict_last_day is None
    on_day("2026-11-27")
    case.do(A.CHARGE, yuan=100)
    on_day("2026-12-01")
    case.do(A.PAY)
    assert (case.last_day, str(case.now.strict_last_day)) == ("2026-12-29", "2026-12-22")
    on_day("2026-12-28")
    case.do(A.EXTEND, HEAD, working_days=10)
    assert case.now.strict_last_day is None


def test_who_does_not_pay_within_twenty_working_days_has_given_up(register, on_day):
    case = register()
    case.do(A.CHARGE, yuan=100)
    on_day("2026-12-18")
    with pytest.raises(Conflict, match="还没有过"):
        case.do(A.LAPSE_PAYMENT, served_on=day("2026-11-20"))
    on_day("2026-12-21")
    case.do(A.LAPSE_PAYMENT, served_on=day("2026-11-20"))
    assert case.file.reply.report_row == "3.6.2"


def test_who_withdraws_gets_no_remedy_and_counts_under_other(register):
    case = register()
    case.do(A.WITHDRAW, words="来电撤回")
    case.do(A.SUBMIT)
    case.do(A.APPROVE, HEAD)
    assert case.file.letters[-1].body.endswith("本机关终止办理。\n\n特此告知。")
    assert case.file.reply.report_row == "3.6.3"
    assert not case.now.clock.is_overdue(day("2027-12-01"))


def test_a_court_order_begins_twenty_working_days_and_another_answer(register, on_day):
    case = register()
    case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    on_day("2026-12-01")
    version = case.now.application.version
    case_files.add_contest(case.line, CLERK, case.number, version, ContestKind.SUIT_AFTER_REVIEW, day("2026-12-01"))
    (contest,) = case.file.contests
    on_day("2026-12-07")
    version = case.now.application.version
    case_files.end_contest(
        case.line, CLERK, case.number, version, contest.id, ContestResult.CORRECTED, day("2026-12-07")
    )
    assert case.now.application.state is ApplicationState.RECEIVED
    assert case.last_day == "2027-01-04"
    letter = case.answer(ReplyOutcome.DISCLOSED, given="全文。")
    assert letter.letter_number == "示司公复〔2026〕2号"


def test_a_letter_to_a_case_that_is_over_cannot_be_made(register):
    case = register()
    case.answer(ReplyOutcome.DISCLOSED, given="一份。")
    for action in (A.ASK_CORRECTION, A.EXTEND, A.CHARGE, A.WITHDRAW):
        with pytest.raises(Conflict, match="不能"):
            case.do(action, HEAD if action is A.EXTEND else CLERK, yuan=1, working_days=1)
