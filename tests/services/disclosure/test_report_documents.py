"""The annual report's life: written, reviewed by another person, frozen, reopened; and what the records say since."""

import pytest

from hotline.core.disclosure.annual_report import NEW, TOTAL_RESULTS
from hotline.core.disclosure.applications import ApplicantKind
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.disclosure.report_documents import ReportAction, ReportState
from hotline.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from hotline.core.permissions import Role, Staff
from hotline.services.disclosure.report_documents import (
    LONGEST_PROSE,
    read_report,
    save_report,
    take_report_step,
)
from tests.support.annual_reports import WHOLE_FIGURES, WHOLE_PROSE, freeze_report, step_report, write_report
from tests.support.disclosure_desk import CLERK, HEAD, OPERATOR

A = ReportAction
SECOND = Staff(id=7, name="sun", full_name="孙静", role=Role.PUBLISHER, active=True)
CHIEF = Staff(id=8, name="zhao", full_name="赵刚", role=Role.ADMINISTRATOR, active=True)


@pytest.fixture
def year_over(desk_line, register, on_day):
    """A January in which 2026 had one case that was answered and one that is open."""
    answered, still_open = register(), register()
    answered.answer(ReplyOutcome.DISCLOSED, given="一份。")
    on_day("2027-01-08")
    return answered, still_open


def test_a_report_is_written_reviewed_by_another_person_and_frozen(desk_line, year_over):
    assert read_report(desk_line, CLERK, 2026).state is None
    write_report(desk_line, 2026)
    submitted = step_report(desk_line, 2026, A.SUBMIT)
    assert submitted.tables.applications.total(NEW) == 2
    with pytest.raises(NotAllowed):  # the clerk may write and not approve
        step_report(desk_line, 2026, A.FREEZE, CLERK)
    frozen = step_report(desk_line, 2026, A.FREEZE, HEAD)
    assert frozen.state is ReportState.FROZEN
    assert [step.action for step in read_report(desk_line, HEAD, 2026).steps] == [A.FREEZE, A.SUBMIT, A.SAVE]
    with pytest.raises(Conflict, match="已定稿"):
        write_report(desk_line, 2026)


def test_who_wrote_or_submitted_the_report_may_not_freeze_it_whatever_the_role(desk_line, year_over):
    write_report(desk_line, 2026, actor=CHIEF)
    step_report(desk_line, 2026, A.SUBMIT)
    with pytest.raises(NotAllowed, match="不能审核自己写的报告"):
        step_report(desk_line, 2026, A.FREEZE, CHIEF)
    step_report(desk_line, 2026, A.RETURN, HEAD, "第五部分写具体些")
    step_report(desk_line, 2026, A.SUBMIT, CHIEF)
    with pytest.raises(NotAllowed):
        step_report(desk_line, 2026, A.FREEZE, CHIEF)
    step_report(desk_line, 2026, A.FREEZE, HEAD)


def test_later_changes_of_cases_do_not_change_a_frozen_report_and_are_told(desk_line, year_over, register, on_day):
    freeze_report(desk_line, 2026)
    assert read_report(desk_line, HEAD, 2026).changed == []
    on_day("2026-12-30")
    late = register()
    on_day("2027-01-09")
    opened = read_report(desk_line, HEAD, 2026)
    assert opened.tables.applications.total(NEW) == 2
    assert {cell.label: cell.added for cell in opened.changed} == {
        "一、本年新收政府信息公开申请数量，自然人": [late.number],
        "四、结转下年度继续办理，自然人": [late.number],
    }


def test_a_reopened_report_counts_the_records_again_and_takes_two_people_again(desk_line, year_over, register, on_day):
    freeze_report(desk_line, 2026)
    on_day("2026-12-30")
    register()
    on_day("2027-01-09")
    with pytest.raises(InvalidInput):
        step_report(desk_line, 2026, A.REOPEN, HEAD)
    with pytest.raises(NotAllowed):
        step_report(desk_line, 2026, A.REOPEN, CLERK, "漏了一件")
    step_report(desk_line, 2026, A.REOPEN, CHIEF, "漏了一件")
    assert read_report(desk_line, HEAD, 2026).tables.applications.total(NEW) == 3
    step_report(desk_line, 2026, A.SUBMIT, CHIEF)
    with pytest.raises(NotAllowed):
        step_report(desk_line, 2026, A.FREEZE, CHIEF)
    assert step_report(desk_line, 2026, A.FREEZE, HEAD).tables.applications.total(NEW) == 3


def test_what_was_carried_over_joins_the_frozen_report_of_last_year(desk_line, year_over, on_day):
    freeze_report(desk_line, 2026)
    on_day("2028-01-05")
    findings = read_report(desk_line, CLERK, 2027).findings
    assert [one.rule for one in findings] == []
    frozen = read_report(desk_line, CLERK, 2026).tables.applications
    assert frozen.cell(TOTAL_RESULTS, ApplicantKind.PERSON) == 1


def test_a_report_that_is_not_whole_is_saved_and_not_submitted(desk_line, year_over):
    write_report(desk_line, 2026, prose={"platform": ""}, figures={"penalties": ""})
    with pytest.raises(Conflict, match=r"有2处要改正.*行政处罚.*政府信息公开平台建设"):
        step_report(desk_line, 2026, A.SUBMIT)
    assert read_report(desk_line, CLERK, 2026).state is ReportState.DRAFT
    write_report(desk_line, 2026, prose={"problems": "无"})
    step_report(desk_line, 2026, A.SUBMIT)  # a warning does not block


def test_the_report_of_a_year_that_is_not_over_is_written_and_not_submitted(desk_line):
    write_report(desk_line, 2026)
    with pytest.raises(Conflict, match="2026年还没有过完"):
        step_report(desk_line, 2026, A.SUBMIT)
    for year in (2018, 2027):
        with pytest.raises(NotFound):
            save_report(desk_line, CLERK, year, 0, WHOLE_PROSE, WHOLE_FIGURES)
    with pytest.raises(NotFound):
        take_report_step(desk_line, CLERK, 2025, 0, A.SUBMIT)


def test_the_second_of_two_clerks_is_told_who_changed_the_report(desk_line):
    write_report(desk_line, 2026)
    with pytest.raises(Conflict, match="刚刚改过这份报告"):
        save_report(desk_line, SECOND, 2026, 0, WHOLE_PROSE, WHOLE_FIGURES)


def test_each_figure_keeps_who_typed_it(desk_line):
    write_report(desk_line, 2026, figures={"licences": " 1，234 ", "charges": "3.50"})
    write_report(desk_line, 2026, figures={"licences": "1234", "charges": "4"}, actor=SECOND)
    figures = read_report(desk_line, CLERK, 2026).prepared.figures
    assert [(figures[key].value, figures[key].typed_by) for key in ("licences", "charges", "rules_made")] == [
        ("1234", "zhang"),
        ("4", "sun"),
        ("0", "zhang"),
    ]


def test_what_is_no_number_or_too_long_is_refused_by_field_and_nothing_is_saved(desk_line):
    figures = WHOLE_FIGURES | {"licences": "约五十", "penalties": "1.5", "charges": "1,5万"}
    prose = WHOLE_PROSE | {"other": "字" * (LONGEST_PROSE + 1)}
    with pytest.raises(InvalidInput) as refused:
        save_report(desk_line, CLERK, 2026, 0, prose, figures)
    assert set(refused.value.fields) == {"licences", "penalties", "charges", "other"}
    assert read_report(desk_line, CLERK, 2026).prepared is None


def test_who_may_not_write_neither_saves_nor_reads(desk_line):
    with pytest.raises(NotAllowed):
        save_report(desk_line, HEAD, 2026, 0, WHOLE_PROSE, WHOLE_FIGURES)
    with pytest.raises(NotAllowed):
        read_report(desk_line, OPERATOR, 2026)


def test_a_submission_is_recalled_and_a_return_says_why(desk_line, year_over):
    write_report(desk_line, 2026)
    step_report(desk_line, 2026, A.SUBMIT)
    recalled = step_report(desk_line, 2026, A.RECALL)
    assert (recalled.state, recalled.tables) == (ReportState.DRAFT, None)
    step_report(desk_line, 2026, A.SUBMIT)
    with pytest.raises(InvalidInput):
        step_report(desk_line, 2026, A.RETURN, HEAD, " 。")
    returned = step_report(desk_line, 2026, A.RETURN, HEAD, "数字对不上")
    assert (returned.state, returned.comment) == (ReportState.DRAFT, "数字对不上")
