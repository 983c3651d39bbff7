"""What each does with their own account, and the race of a sign-in with a change of the password."""

import pytest

from hotline.core.errors import InvalidInput, NotAllowed, NotFound
from hotline.services.staff import accounts, authentication, own_account, password_check
from tests.support.fixed_values import PASSWORD

HERE = "10.0.0.1"
NEW_PASSWORD = "seven grey herons at noon"


@pytest.fixture
def li(add):
    return add("li", full_name="李明")


def sign_in(line, token, address=HERE, password=PASSWORD):
    authentication.sign_in(line, "li", password, address, token)


def test_an_own_new_password_ends_the_other_sessions_and_keeps_this_one(small_line, li):
    for token in ("here", "there"):
        sign_in(small_line, token)
    own_account.change_password(small_line, li, PASSWORD, NEW_PASSWORD, HERE, "here")
    assert authentication.find_signed_in(small_line, "here") == li
    assert authentication.find_signed_in(small_line, "there") is None
    with pytest.raises(NotAllowed):
        sign_in(small_line, "old")
    sign_in(small_line, "new", password=NEW_PASSWORD)


def test_the_old_password_is_asked_for_and_wrong_ones_count_as_failures(small_line, li):
    for _ in range(5):
        with pytest.raises(InvalidInput) as caught:
            own_account.change_password(small_line, li, "wrong", NEW_PASSWORD, HERE, "here")
        assert caught.value.fields == {"old_password": "现在的密码不对。"}
    with pytest.raises(InvalidInput, match="15分钟"):
        own_account.change_password(small_line, li, PASSWORD, NEW_PASSWORD, HERE, "here")


@pytest.mark.parametrize("bad", ["short", PASSWORD, "lilililililili", "我叫李明我叫李明我叫李明"])
def test_a_bad_new_password_is_refused(small_line, li, bad):
    with pytest.raises(InvalidInput) as caught:
        own_account.change_password(small_line, li, PASSWORD, bad, HERE, "here")
    assert set(caught.value.fields) == {"password"}


def test_a_password_that_is_changed_while_it_is_checked_lets_nobody_in(small_line, li, monkeypatch):
    """The old password was right when it was looked at; it is changed before the session is added."""
    is_right = password_check.passwords.is_right

    def changed_meanwhile(password_hash, password):
        answer = is_right(password_hash, password)
        monkeypatch.setattr(password_check.passwords, "is_right", is_right)
        accounts.set_password(small_line, "li", NEW_PASSWORD)
        return answer

    monkeypatch.setattr(password_check.passwords, "is_right", changed_meanwhile)
    with pytest.raises(NotAllowed):
        sign_in(small_line, "late")
    assert authentication.find_signed_in(small_line, "late") is None


def test_own_sessions_are_listed_and_ended_one_by_one(small_line, li, add, set_clock):
    sign_in(small_line, "office", "10.0.0.1")
    set_clock.pass_by(minutes=10)
    sign_in(small_line, "home", "10.9.0.1")
    other = add("other")
    listed = own_account.list_sessions(small_line, li)
    assert [one.network for one in listed] == ["10.9.0.1", "10.0.0.1"]
    with pytest.raises(NotFound):
        own_account.end_session(small_line, other, listed[0].key)
    own_account.end_session(small_line, li, listed[0].key)
    assert authentication.find_signed_in(small_line, "home") is None
    assert authentication.find_signed_in(small_line, "office") == li
    with pytest.raises(NotFound):
        own_account.end_session(small_line, li, listed[0].key)


def test_all_other_sessions_end_at_once(small_line, li):
    for token in ("here", "there", "elsewhere"):
        sign_in(small_line, token)
    assert own_account.end_other_sessions(small_line, li, "here") == 2
    assert [one.key for one in own_account.list_sessions(small_line, li)] == [own_account.own_session_key("here")]


def test_a_session_that_expired_is_not_listed(small_line, li, set_clock):
    sign_in(small_line, "here")
    set_clock.pass_by(hours=8)
    assert own_account.list_sessions(small_line, li) == []


def test_own_name_and_telephone_are_changed_and_nothing_else(small_line, li):
    own_account.change_person(small_line, li, "李小明", "0871-63100001")
    account, _ = own_account.get_account(small_line, li)
    assert (account.staff.full_name, account.staff.telephone) == ("李小明", "0871-63100001")
    assert account.staff.roles == li.roles
    with pytest.raises(InvalidInput) as caught:
        own_account.change_person(small_line, li, "", "javascript:alert(1)")
    assert set(caught.value.fields) == {"full_name", "telephone"}
