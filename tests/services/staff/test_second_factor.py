"""The second factor: codes of an app, recovery codes, and roles of which the office demands one."""

from contextlib import suppress
from dataclasses import replace
from threading import Barrier, Thread

import pyotp
import pytest

from hotline.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from hotline.core.permissions import Role
from hotline.services.staff import accounts, attempts, authentication, own_account, people, second_factor
from hotline.services.staff.authentication import Stage
from tests.support.fixed_values import PASSWORD
from tests.support.records_database import dumped

HERE = "10.0.0.1"


def begin(line, name="li", step="step"):
    return authentication.sign_in(line, name, PASSWORD, HERE, step).stage


def finish(line, code, step="step", token="token"):
    return authentication.finish_with_code(line, step, code, HERE, token)


def test_with_a_second_factor_the_password_alone_opens_nothing(small_line, add, telephone, set_clock):
    li = add("li")
    app, _ = telephone(li)
    set_clock.pass_by(minutes=1)
    assert begin(small_line) is Stage.CODE
    assert authentication.find_signed_in(small_line, "step") is None
    assert finish(small_line, app.at(set_clock())) == li
    assert authentication.find_signed_in(small_line, "token") == li
    assert authentication.find_signed_in(small_line, "step") is None


def test_a_code_works_once_and_the_one_of_the_setting_up_counts(small_line, add, telephone, set_clock):
    app, _ = telephone(add("li"))
    begin(small_line)
    with pytest.raises(NotAllowed):
        finish(small_line, app.at(set_clock()))
    set_clock.pass_by(seconds=30)
    finish(small_line, app.at(set_clock()))
    begin(small_line, step="again")
    with pytest.raises(NotAllowed):
        finish(small_line, app.at(set_clock()), step="again")


def test_of_two_uses_of_one_code_at_the_same_moment_one_is_refused(small_line, add, telephone, set_clock):
    app, _ = telephone(add("li"))
    set_clock.pass_by(minutes=1)
    start, opened = Barrier(2), []
    for step in ("one", "two"):
        begin(small_line, step=step)

    def use(step):
        start.wait()
        with suppress(NotAllowed):
            opened.append(finish(small_line, app.at(set_clock()), step=step, token=f"token {step}"))

    threads = [Thread(target=use, args=(step,)) for step in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 1


@pytest.mark.parametrize(("late", "accepted"), [(-1, True), (1, True), (-3, False), (3, False)])
def test_a_telephone_whose_clock_is_half_a_minute_off_will_do(small_line, add, telephone, set_clock, late, accepted):
    app, _ = telephone(add("li"))
    set_clock.pass_by(minutes=5)
    begin(small_line)
    code = app.at(set_clock(), counter_offset=late)
    if accepted:
        finish(small_line, code)
    else:
        with pytest.raises(NotAllowed):
            finish(small_line, code)


def test_a_recovery_code_stands_in_once_however_it_is_written(small_line, add, telephone, logged):
    _, codes = telephone(add("li"))
    assert len(set(codes)) == 10
    begin(small_line)
    finish(small_line, f" {codes[0].lower().replace('-', ' ')} ")
    assert ("RECOVERY_CODE_USED", "li", "li") in logged()
    begin(small_line, step="again")
    with pytest.raises(NotAllowed):
        finish(small_line, codes[0], step="again")
    finish(small_line, codes[1], step="again", token="other")


def test_recovery_codes_are_not_in_the_records(small_line, add, telephone):
    _, codes = telephone(add("li"))
    told = dumped(small_line)
    assert not any(code in told or code.replace("-", "") in told for code in codes)


def test_wrong_codes_count_as_failures_and_the_right_password_wins_no_new_tries(small_line, add, telephone, set_clock):
    app, _ = telephone(add("li"))
    set_clock.pass_by(minutes=1)
    for number in range(4):
        begin(small_line, step=f"step {number}")
        with pytest.raises(NotAllowed, match="验证码"):
            finish(small_line, "000000", step=f"step {number}")
    begin(small_line, step="last")
    with pytest.raises(NotAllowed, match="验证码"):
        finish(small_line, "000000", step="last")
    with pytest.raises(NotAllowed) as caught:
        finish(small_line, app.at(set_clock()), step="last")
    assert str(caught.value) == attempts.WAIT
    set_clock.pass_by(minutes=16)
    begin(small_line, step="later")
    finish(small_line, app.at(set_clock()), step="later")


def test_a_half_done_sign_in_ends_after_ten_minutes(small_line, add, telephone, set_clock):
    app, _ = telephone(add("li"))
    begin(small_line)
    set_clock.pass_by(minutes=10)
    with pytest.raises(NotFound):
        finish(small_line, app.at(set_clock()))
    assert authentication.find_half_done(small_line, "step") is None


@pytest.mark.parametrize(
    "change",
    [
        lambda line, boss, li: people.close(line, boss, li.id),
        lambda line, boss, li: people.reset(line, boss, li.id),
        lambda line, boss, li: accounts.set_password(line, "li", "seven grey herons at noon"),
    ],
)
def test_a_half_done_sign_in_ends_with_the_password(small_line, boss, add, telephone, set_clock, change):
    li = add("li")
    app, _ = telephone(li)
    set_clock.pass_by(minutes=1)
    begin(small_line)
    change(small_line, boss, li)
    with pytest.raises(NotFound):
        finish(small_line, app.at(set_clock()))


def test_it_counts_only_once_a_first_code_was_shown(small_line, add):
    li = add("li")
    secret = second_factor.begin(small_line, li).secret
    assert second_factor.begin(small_line, li).secret == secret, "a second look shows the same"
    with pytest.raises(InvalidInput):
        second_factor.confirm(small_line, li, "000000", HERE)
    assert begin(small_line) is Stage.SIGNED_IN


def test_whoever_has_the_password_alone_cannot_replace_it(small_line, add, telephone):
    li = add("li")
    telephone(li)
    with pytest.raises(Conflict):
        second_factor.begin(small_line, li)


def test_a_role_of_which_it_is_demanded_sets_it_up_before_anything_else(small_line, add, set_clock):
    line = replace(small_line, second_factor_roles=frozenset({Role.REVIEWER}))
    li, other = add("li", Role.PUBLISHER, Role.REVIEWER), add("other", Role.PUBLISHER)
    assert begin(line, "other", "o") is Stage.SIGNED_IN
    assert begin(line) is Stage.SET_UP
    assert authentication.find_signed_in(line, "step") is None
    app = pyotp.TOTP(second_factor.begin(line, li).secret)
    with pytest.raises(NotFound):
        finish(line, app.at(set_clock()))
    with pytest.raises(InvalidInput):
        authentication.finish_with_set_up(line, "step", "000000", HERE, "token")
    staff, codes = authentication.finish_with_set_up(line, "step", app.at(set_clock()), HERE, "token")
    assert (staff, len(codes)) == (li, 10)
    assert authentication.find_signed_in(line, "token") == li
    assert begin(line, step="next") is Stage.CODE
    with pytest.raises(Conflict):
        second_factor.switch_off(line, li, PASSWORD, HERE)
    assert not second_factor.is_demanded(line, other)


def test_it_is_switched_off_with_the_password(small_line, add, telephone, logged):
    li = add("li")
    _, codes = telephone(li)
    with pytest.raises(InvalidInput):
        second_factor.switch_off(small_line, li, "not the password", HERE)
    second_factor.switch_off(small_line, li, PASSWORD, HERE)
    assert begin(small_line) is Stage.SIGNED_IN
    assert own_account.get_account(small_line, li)[1] == 0
    assert codes
    assert ("SECOND_FACTOR_OFF", "li", "li") in logged()


def test_new_recovery_codes_make_the_old_ones_void(small_line, add, telephone):
    li = add("li")
    _, old = telephone(li)
    new = second_factor.draw_recovery_codes(small_line, li, PASSWORD, HERE)
    assert not set(new) & set(old)
    begin(small_line)
    with pytest.raises(NotAllowed):
        finish(small_line, old[0])
    finish(small_line, new[0])


def test_an_administrator_takes_it_away_from_who_lost_their_telephone(small_line, boss, add, telephone, logged):
    li = add("li")
    telephone(li)
    people.remove_second_factor(small_line, boss, li.id)
    assert begin(small_line) is Stage.SIGNED_IN
    assert ("SECOND_FACTOR_OFF", "li", "boss") in logged()


def test_a_secret_that_somebody_read_and_never_confirmed_goes_with_the_password(small_line, boss, add):
    li = add("li")
    read = second_factor.begin(small_line, li).secret
    assert second_factor.begin(small_line, li).secret == read
    people.reset(small_line, boss, li.id)
    assert second_factor.begin(small_line, li).secret != read


def test_who_gets_a_role_that_demands_one_must_sign_in_again_and_set_one_up(small_line, boss, add):
    line = replace(small_line, second_factor_roles=frozenset({Role.REVIEWER}))
    li = add("li")
    authentication.sign_in(line, "li", PASSWORD, HERE, "token")
    people.change(line, boss, li.id, people.Person("李", (Role.LIAISON,), "", ""))
    assert authentication.find_signed_in(line, "token") is not None
    people.change(line, boss, li.id, people.Person("李", (Role.LIAISON, Role.REVIEWER), "", ""))
    assert authentication.find_signed_in(line, "token") is None
    assert begin(line) is Stage.SET_UP
