"""What staff see before they begin: the applicant's month, the same words answered, and the fee by each scale."""

import pytest

from hotline.core.disclosure.application_life import list_allowed_actions
from hotline.core.disclosure.applications import Applicant, ApplicantKind, ApplicationAction, Wanted
from hotline.core.disclosure.fees import FeeBasis
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.errors import Conflict, InvalidInput, NotAllowed
from hotline.core.permissions import Role, Staff
from hotline.services.disclosure import case_files, similar_cases, steps
from hotline.services.disclosure.case_files import DraftReply
from tests.support.disclosure_desk import CLERK, HEAD, OPERATOR

OTHER = Applicant(ApplicantKind.PERSON, "钱小河", "身份证 532331196001010038", telephone="13900139000")
LIAISON = Staff(4, "lian", "联络员", Role.LIAISON, True, department="FYK")


def test_the_eleventh_application_of_a_month_would_cost_a_hundred_yuan(register, on_day):
    cases = [register() for _ in range(11)]
    register(applicant=OTHER)
    first, last = (similar_cases.count_month(case.line, CLERK, case.number) for case in (cases[0], cases[-1]))
    assert (first.place, first.total, first.fee.yuan) == (1, 11, 0)
    assert (last.place, last.fee.yuan) == (11, 100)
    on_day("2026-12-01")
    assert similar_cases.count_month(cases[0].line, CLERK, register().number).place == 1


def test_the_same_words_answered_before_are_found_without_the_applicants_name(register):
    words = Wanted("2025年度财政决算表")
    before, open_one = register(applicant=OTHER, wanted=words), register(wanted=words)
    before.answer(ReplyOutcome.DISCLOSED, given="一份。")
    this = register(wanted=words)
    found = similar_cases.list_answered_alike(this.line, CLERK, this.now.application)
    assert [one.number for one in found] == [before.number]
    assert open_one.number not in [one.number for one in found]


def test_a_liaison_officer_is_shown_no_case_of_another_department(register):
    words = Wanted("2025年度财政决算表")
    register(wanted=words, department="LFK").answer(ReplyOutcome.DISCLOSED, given="一份。")
    own = register(wanted=words, department="FYK")
    assert similar_cases.list_answered_alike(own.line, LIAISON, own.now.application) == []
    with pytest.raises(NotAllowed):
        similar_cases.count_month(own.line, LIAISON, "2026-00001")


def test_a_fee_by_items_tells_how_it_was_counted(register):
    case = register()
    version = case.now.application.version
    steps.charge(case.line, CLERK, case.number, version, FeeBasis.ITEMS, 1, earlier=30)
    assert "信息处理费200元。计算方式：按件计收：第31件，每件200元，计200元" in case.file.letters[-1].body


def test_a_fee_that_comes_to_nothing_is_not_notified(register):
    case = register()
    with pytest.raises(InvalidInput, match="不收费"):
        steps.charge(case.line, CLERK, case.number, case.now.application.version, FeeBasis.PAGES, 30)
    assert not case.file.letters


def test_a_preview_is_the_letter_that_is_frozen_afterwards(register):
    case = register()
    draft = DraftReply(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    shown = case_files.preview_reply(case.line, CLERK, case.number, draft)
    assert case.file.reply is None
    assert case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。").body == shown


def test_a_preview_is_for_who_handles_or_approves_and_names_what_is_missing(register):
    case = register()
    with pytest.raises(Conflict, match="还没有拟答复"):
        case_files.preview_reply(case.line, HEAD, case.number)
    case.draft(ReplyOutcome.DISCLOSED, given="一份。")
    assert "现向您提供：一份。" in case_files.preview_reply(case.line, HEAD, case.number)
    with pytest.raises(NotAllowed):
        case_files.preview_reply(case.line, OPERATOR, case.number)
    with pytest.raises(Conflict, match="文书还缺：提供的内容"):
        case_files.preview_reply(case.line, CLERK, case.number, DraftReply(ReplyOutcome.DISCLOSED))


def test_a_preview_for_who_may_not_see_applicants_is_masked(register):
    case = register(department="FYK")
    case.draft(ReplyOutcome.DISCLOSED, given="一份。")
    shown = case_files.preview_reply(case.line, LIAISON, case.number)
    assert "赵大山" not in shown
    assert shown.startswith("●●●：")


def test_the_actions_of_a_person_are_those_that_the_table_of_life_allows(register):
    application = register().now.application
    assert ApplicationAction.ASK_CORRECTION in list_allowed_actions(application, CLERK)
    assert list_allowed_actions(application, HEAD) == [ApplicationAction.EXTEND]
    assert list_allowed_actions(application, OPERATOR) == []
