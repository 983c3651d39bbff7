"""What administrators do with accounts, and that nobody is locked out by it."""

from dataclasses import replace
from threading import Barrier, Thread

import pytest

from hotline.core.errors import Conflict, HotlineError, InvalidInput, NotAllowed, NotFound
from hotline.core.permissions import Permission, Role
from hotline.core.review import Status
from hotline.core.staff_accounts import AccountState
from hotline.core.staff_log import LogFilter
from hotline.services.content import workflow
from hotline.services.staff import accounts, authentication, links, people
from hotline.services.staff.people import Person
from tests.support.fixed_values import PASSWORD
from tests.support.records_database import dumped

NEW_PASSWORD = "seven grey herons at noon"
WANG = Person("王芳", (Role.PUBLISHER, Role.OPERATOR), "FYK", "0871-63100000")


def sign_in(line, name, password=PASSWORD, token="token"):
    return authentication.sign_in(line, name, password, "10.0.0.1", token)


def test_an_invited_person_sets_their_own_password_and_signs_in(small_line, boss, logged):
    link = people.invite(small_line, boss, "Wang", WANG)
    account = people.get_account(small_line, boss, link.staff.id)
    assert account.state is AccountState.INVITED
    assert account.link_until == link.expires_at
    assert links.use_link(small_line, link.token, NEW_PASSWORD, "10.0.0.1").name == "wang"
    signed_in = sign_in(small_line, "wang", NEW_PASSWORD).staff
    assert signed_in.roles == (Role.PUBLISHER, Role.OPERATOR)
    assert (signed_in.department, signed_in.telephone) == ("FYK", "0871-63100000")
    assert logged() == [("INVITED", "wang", "boss"), ("LINK_USED", "wang", "wang"), ("SIGNED_IN", "wang", "wang")]


def test_who_has_several_roles_may_do_what_any_of_them_may(add):
    both = add("both", Role.REVIEWER, Role.OPERATOR)
    assert both.may(Permission.APPROVE_ENTRIES)
    assert both.may(Permission.SEE_NUMBERS)
    assert not both.may(Permission.EDIT_ENTRIES)
    assert not replace(both, active=False).may(Permission.SEE_NUMBERS)


def test_a_link_works_once_and_for_three_days_and_is_nowhere_in_the_records(small_line, boss, set_clock):
    link = people.invite(small_line, boss, "wang", WANG)
    assert link.token not in dumped(small_line)
    links.use_link(small_line, link.token, NEW_PASSWORD, "")
    with pytest.raises(NotFound):
        links.use_link(small_line, link.token, "another good one, said he", "")
    late = people.invite(small_line, boss, "li", WANG)
    set_clock.pass_by(days=3)
    with pytest.raises(NotFound):
        links.get_link(small_line, late.token)


def test_a_refused_password_does_not_use_the_link_up(small_line, boss):
    link = people.invite(small_line, boss, "wangfang", WANG)
    for bad in ("short", "wangfang at the office", "passwordpassword"):
        with pytest.raises(InvalidInput):
            links.use_link(small_line, link.token, bad, "")
    assert links.use_link(small_line, link.token, NEW_PASSWORD, "").name == "wangfang"


def test_a_second_invitation_makes_the_first_void(small_line, boss):
    first = people.invite(small_line, boss, "wang", WANG)
    second = people.reset(small_line, boss, first.staff.id)
    with pytest.raises(NotFound):
        links.get_link(small_line, first.token)
    assert links.get_link(small_line, second.token).kind is second.kind is first.kind


def test_a_reset_ends_the_old_password_and_the_sessions_at_once(small_line, boss, add):
    li = add("li")
    sign_in(small_line, "li")
    link = people.reset(small_line, boss, li.id)
    assert authentication.find_signed_in(small_line, "token") is None
    with pytest.raises(NotAllowed):
        sign_in(small_line, "li")
    links.use_link(small_line, link.token, NEW_PASSWORD, "")
    assert sign_in(small_line, "li", NEW_PASSWORD, "another token").staff == li


def test_a_leaver_is_shut_out_at_once_and_what_is_open_is_told(small_line, boss, add, logged):
    li = add("li", Role.PUBLISHER)
    sign_in(small_line, "li")
    revision = workflow.get_entry(small_line, li, 102).published
    workflow.save_draft(small_line, li, replace(revision.entry, question="怎么申请行政复议呢"), revision.version)
    link = people.invite(small_line, boss, "wang", WANG)
    assert [one.entry.number for one in people.close(small_line, boss, li.id).entries] == [102]
    assert people.close(small_line, boss, link.staff.id).written == 0
    assert authentication.find_signed_in(small_line, "token") is None
    with pytest.raises(NotAllowed):
        sign_in(small_line, "li")
    with pytest.raises(NotFound):
        links.get_link(small_line, link.token)
    assert ("CLOSED", "li", "boss") in logged()


def test_open_work_is_handed_to_somebody_who_then_may_not_approve_it(small_line, boss, add):
    li, heir, reader = add("li"), add("heir", Role.ADMINISTRATOR), add("reader", Role.OPERATOR)
    revision = workflow.get_entry(small_line, li, 102).published
    workflow.save_draft(small_line, li, replace(revision.entry, question="怎么申请行政复议呢"), revision.version)
    for nobody in (reader.id, li.id, 999):
        with pytest.raises(InvalidInput):
            people.hand_over(small_line, boss, li.id, nobody)
    assert people.hand_over(small_line, boss, li.id, heir.id) == 1
    handed = workflow.get_entry(small_line, li, 102).open
    assert handed.status is Status.DRAFT
    assert set(handed.writers) == {"li", "heir"}
    assert [one.entry.number for one in people.list_open_work(small_line, boss, heir.id).entries] == [102]


def test_an_account_that_is_opened_again_has_its_old_password(small_line, boss, add):
    li = add("li")
    people.close(small_line, boss, li.id)
    people.reopen(small_line, boss, li.id)
    assert sign_in(small_line, "li").staff == li


def test_nobody_shuts_themselves_out(small_line, boss, add):
    add("other", Role.ADMINISTRATOR)
    for change in (people.close, people.reset, people.remove_second_factor):
        with pytest.raises(Conflict):
            change(small_line, boss, boss.id)
    with pytest.raises(Conflict):
        people.change(small_line, boss, boss.id, Person("老板", (Role.REVIEWER,)))
    people.change(small_line, boss, boss.id, Person("老板", (Role.ADMINISTRATOR, Role.REVIEWER)))


@pytest.mark.parametrize("change", [people.close, people.reset])
def test_the_last_administrator_who_can_sign_in_stays_one_even_at_the_terminal(small_line, boss, change):
    invited = people.invite(small_line, boss, "next", Person("下一位", (Role.ADMINISTRATOR,)))
    with pytest.raises(Conflict):
        change(small_line, accounts.TERMINAL, boss.id)
    with pytest.raises(Conflict):
        people.change(small_line, accounts.TERMINAL, boss.id, Person("老板", (Role.REVIEWER,)))
    assert sign_in(small_line, "boss").staff == boss, "what was refused has changed nothing"
    links.use_link(small_line, invited.token, NEW_PASSWORD, "")
    change(small_line, accounts.TERMINAL, boss.id)


def test_of_two_administrators_who_close_each_other_at_once_one_stays(small_line, boss, add):
    other, start, refusals = add("other", Role.ADMINISTRATOR), Barrier(2), []

    def close(actor, whom):
        start.wait()
        try:
            people.close(small_line, actor, whom.id)
        except HotlineError as refusal:
            refusals.append(refusal)

    threads = [Thread(target=close, args=pair) for pair in ((boss, other), (other, boss))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refusals) == 1
    with small_line.records.reading() as unit:
        assert sum(staff.active for staff in unit.staff.list_staff()) == 1


def test_an_administrator_who_was_closed_a_moment_ago_changes_nothing_more(small_line, boss, add):
    other, li = add("other", Role.ADMINISTRATOR), add("li")
    people.close(small_line, boss, other.id)
    with pytest.raises(NotAllowed):
        people.close(small_line, other, li.id)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_manage_staff(small_line, boss, add, role):
    other = add("other", role)
    calls = [
        lambda: people.list_accounts(small_line, other),
        lambda: people.get_account(small_line, other, boss.id),
        lambda: people.invite(small_line, other, "wang", WANG),
        lambda: people.change(small_line, other, boss.id, WANG),
        lambda: people.reset(small_line, other, boss.id),
        lambda: people.close(small_line, other, boss.id),
        lambda: people.reopen(small_line, other, boss.id),
        lambda: people.remove_second_factor(small_line, other, boss.id),
        lambda: people.list_open_work(small_line, other, boss.id),
        lambda: people.hand_over(small_line, other, boss.id, other.id),
    ]
    for call in calls:
        with pytest.raises(NotAllowed):
            call()


@pytest.mark.parametrize(
    ("name", "person", "field"),
    [
        ("", WANG, "name"),
        ("seed", WANG, "name"),
        ("终端", WANG, "name"),
        ("wang", replace(WANG, full_name=" "), "full_name"),
        ("wang", replace(WANG, roles=()), "roles"),
        ("wang", replace(WANG, telephone="请打电话"), "telephone"),
    ],
)
def test_bad_input_is_told_at_its_field(small_line, boss, name, person, field):
    with pytest.raises(InvalidInput) as caught:
        people.invite(small_line, boss, name, person)
    assert set(caught.value.fields) == {field}


def test_a_name_that_is_taken_is_refused(small_line, boss):
    with pytest.raises(Conflict):
        people.invite(small_line, boss, "BOSS", WANG)


def test_the_log_tells_which_roles_were_changed_and_nothing_when_nothing_was(small_line, boss, add):
    li = add("li", full_name="李明")
    same = Person("李明", (Role.PUBLISHER,))
    people.change(small_line, boss, li.id, same)
    people.change(small_line, boss, li.id, replace(same, roles=(Role.PUBLISHER, Role.OPERATOR)))
    with small_line.records.reading() as unit:
        (event,) = unit.staff_events.list_events(LogFilter(person="li"), 0, 10)
    assert (event.kind.name, event.by, event.detail) == ("ROLES_CHANGED", "boss", "发布员 → 发布员、话务员")


def test_people_are_found_by_name_state_and_telephone(small_line, boss, add):
    add("li")
    people.invite(small_line, boss, "wang", WANG)

    def names(*asked):
        return [one.staff.name for one in people.list_accounts(small_line, boss, *asked)]

    assert names() == ["boss", "li", "wang"]
    assert names("王芳") == names("63100") == names("", AccountState.INVITED) == ["wang"]
    assert names("测试", AccountState.CLOSED) == []
