"""Registering applications on every way in, and who may see what of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hotline.core.disclosure.applications import (
    Applicant,
    ApplicantKind,
    ApplicationAction,
    ApplicationChannel,
    ApplicationState,
    Wanted,
)
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.errors import InvalidInput, NotAllowed, NotFound
from hotline.core.permissions import Role, Staff
from hotline.services import retention
from hotline.services.disclosure import applications
from hotline.services.disclosure.applications import get_application, list_open_applications
from tests.support.disclosure_desk import CLERK, HEAD, OPERATOR, VILLAGER

LIAISON = Staff(id=9, name="chen", full_name="陈", role=Role.LIAISON, active=True)


def test_an_application_on_the_web_is_received_the_same_day_and_its_last_day_is_known(register):
    case = register()
    application = case.now.application
    assert application.number == "2026-00001"
    assert application.state is ApplicationState.RECEIVED
    assert str(application.received_on) == "2026-11-20"
    assert case.last_day == "2026-12-18"


def test_the_second_application_of_a_year_gets_the_next_number(register, on_day):
    assert [register().number, register().number] == ["2026-00001", "2026-00002"]
    on_day("2027-01-04")
    assert register().number == "2027-00001"


@pytest.mark.parametrize(
    "channel", [ApplicationChannel.ORDINARY_MAIL, ApplicationChannel.EMAIL, ApplicationChannel.FAX]
)
def test_what_comes_by_ordinary_mail_email_or_fax_waits_to_be_confirmed_and_has_no_clock(register, channel):
    case = register(channel, actor=CLERK)
    assert case.now.application.state is ApplicationState.REGISTERED
    assert case.now.clock is None


def test_a_letter_that_was_signed_for_counts_from_the_day_of_the_signature(register):
    case = register(ApplicationChannel.POST, actor=CLERK, arrived_on=date(2026, 11, 18))
    assert str(case.now.application.received_on) == "2026-11-18"
    assert case.last_day == "2026-12-16"


def test_a_liaison_officer_gets_no_applicant_back_from_a_step_and_cannot_search_by_name(register):
    case = register()
    assert list_open_applications(case.line, LIAISON, words="赵大山", limit=10) == ([], 0)
    assert list_open_applications(case.line, CLERK, words="赵大山", limit=10)[1] == 1
    changed = case.draft(ReplyOutcome.DISCLOSED, actor=LIAISON, given="一份。")
    assert changed.applicant.name == "●●●"


def test_a_name_of_spaces_without_width_is_none_and_line_ends_do_not_get_into_letters(register, desk_line):
    with pytest.raises(InvalidInput, match="请写姓名"):
        register(applicant=replace(VILLAGER, name="\u200b "))
    case = register(applicant=replace(VILLAGER, name="赵\n大山"))
    assert case.now.application.applicant.name == "赵 大山"


def test_after_the_last_number_of_five_digits_comes_one_of_six(register, desk_line):
    first = register().now.application
    with desk_line.records.writing() as unit:
        for number in ("2026-99999", "2026-100000"):
            unit.applications.add(replace(first, number=number), "", None)
    assert register().number == "2026-100001"


def test_an_operator_fills_in_for_who_calls_and_a_liaison_officer_may_not(register):
    case = register(ApplicationChannel.PHONE, actor=OPERATOR)
    assert case.now.application.events[0].by == "wang"
    with pytest.raises(NotAllowed):
        register(ApplicationChannel.PHONE, actor=LIAISON)


def test_the_same_form_sent_twice_makes_one_application(register):
    first, second = register(submission="a1"), register(submission="a1")
    assert second.number == first.number
    assert second.query_code == ""


def test_everything_that_is_missing_is_told_at_once_and_the_purpose_is_not_asked(desk_line):
    with pytest.raises(InvalidInput) as refused:
        applications.register(
            desk_line,
            channel=ApplicationChannel.WEB,
            applicant=Applicant(ApplicantKind.PERSON, " ", ""),
            wanted=Wanted(""),
            arrived_on=date(2026, 11, 21),
        )
    assert set(refused.value.fields) == {"name", "identity", "telephone", "description", "arrived_on"}


def test_ten_thousand_characters_are_refused_with_the_limit(desk_line):
    with pytest.raises(InvalidInput, match="最多2000个字，现在有10000个字"):
        applications.register(
            desk_line, channel=ApplicationChannel.WEB, applicant=VILLAGER, wanted=Wanted("公" * 10_000)
        )


def test_who_may_not_see_applicants_sees_them_masked(register):
    case = register()
    seen = get_application(case.line, LIAISON, case.number).application
    assert seen.applicant.name == "●●●"
    assert seen.applicant.email == ""
    assert get_application(case.line, CLERK, case.number).application.applicant == VILLAGER


def test_a_liaison_officer_sees_the_own_department_alone(register):
    case = register(department="FYK")
    elsewhere = Staff(id=8, name="sun", full_name="孙", role=Role.LIAISON, active=True, department="GLK")
    assert list_open_applications(case.line, elsewhere, limit=10) == ([], 0)
    with pytest.raises(NotAllowed):
        get_application(case.line, elsewhere, case.number)


def test_lists_are_narrowed_by_state_and_words_newest_first(register):
    first, second = register(), register(ApplicationChannel.ORDINARY_MAIL, actor=CLERK, wanted=Wanted("公证费用文件"))
    found, total = list_open_applications(first.line, HEAD, limit=10)
    assert ([one.application.number for one in found], total) == ([second.number, first.number], 2)
    found, _ = list_open_applications(first.line, HEAD, (ApplicationState.REGISTERED,), limit=10)
    assert [one.application.number for one in found] == [second.number]
    found, _ = list_open_applications(first.line, HEAD, words="公证", limit=10)
    assert [one.application.number for one in found] == [second.number]


def test_an_unknown_number_is_not_found(desk_line):
    with pytest.raises(NotFound):
        get_application(desk_line, CLERK, "2026-00077")


def test_earlier_applications_of_the_same_applicant_are_listed(register):
    first = register()
    other = Applicant(ApplicantKind.COMPANY, "示例公司", "统一社会信用代码 91530000000000000X", email="a@b.example")
    register(applicant=other)
    second = register()
    assert [one.number for one in applications.list_earlier(first.line, CLERK, second.number)] == [first.number]


def test_an_application_is_overdue_from_the_day_after_its_last_day(register, on_day):
    case = register()
    last_day = case.now.clock.last_day
    assert not case.now.clock.is_overdue(last_day)
    assert case.now.clock.is_overdue(last_day + timedelta(days=1))


def test_the_proof_of_identity_goes_180_days_after_the_archiving_and_nothing_else(register, set_clock):
    case, open_case = register(), register()
    case.answer(ReplyOutcome.DISCLOSED, given="一份。")
    case.do(ApplicationAction.DELIVER)
    case.do(ApplicationAction.ARCHIVE)
    set_clock.pass_by(days=179)
    retention.erase_expired(case.line)
    assert case.now.application.applicant == VILLAGER
    set_clock.pass_by(days=2)
    retention.erase_expired(case.line)
    assert case.now.application.applicant.identity == ""
    assert case.now.application.applicant.name == VILLAGER.name
    assert open_case.now.application.applicant == VILLAGER
