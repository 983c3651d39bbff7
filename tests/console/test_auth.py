import pytest

from hotline.core.permissions import Role
from hotline.services.staff import accounts
from tests.support.fixed_values import PASSWORD
from tests.support.records_database import close_account


def test_a_visitor_is_sent_to_sign_in_and_then_to_where_they_wanted(desk):
    visitor = desk()
    sent = visitor.get("/console/entries?q=%E5%A4%8D%E8%AE%AE", 302)
    assert sent.location == "/console/sign-in?next=/console/entries?q%3D%25E5%25A4%258D%25E8%25AE%25AE"
    signed_in = visitor.sign_in("reviewer", path=sent.location)
    assert signed_in.location == "/console/entries?q=%E5%A4%8D%E8%AE%AE"
    assert "找到" in visitor.get(signed_in.location).text


def test_a_wrong_password_and_an_unknown_name_get_the_same_message(desk):
    wrong = desk().sign_in("reviewer", "not the right password")
    unknown = desk().sign_in("nobody", "not the right password")
    assert wrong.status_code == unknown.status_code == 403
    assert "用户名或密码不对。" in wrong.text
    assert (
        wrong.text.replace("reviewer", "").split("<main")[1].split("csrf")[0]
        == (unknown.text.replace("nobody", "").split("<main")[1].split("csrf")[0])
    )
    assert "not the right password" not in wrong.text


def test_after_five_failures_even_the_right_password_must_wait(desk):
    visitor = desk()
    for _ in range(5):
        visitor.sign_in("reviewer", "not the right password")
    refused = visitor.sign_in("reviewer")
    assert refused.status_code == 403
    assert "15分钟后再试" in refused.text


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/",
        "//evil.example",
        "/console\\evil",
        "/consoles",
        "javascript:alert(1)",
        "/",
        "/console/ x",
    ],
)
def test_a_forged_next_link_does_not_lead_out_of_the_console(desk, path):
    assert desk().sign_in("reviewer", path=f"/console/sign-in?next={path}").location == "/console/"


def test_a_session_from_before_signing_in_is_discarded(desk):
    visitor = desk()
    with visitor.client.session_transaction() as session:
        session["planted"] = True
    visitor.sign_in("reviewer")
    with visitor.client.session_transaction() as session:
        assert "planted" not in session


def test_the_session_cookie_is_for_https_and_not_for_scripts(desk):
    cookie = desk().sign_in("reviewer").headers["Set-Cookie"]
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_stolen_cookie_does_not_work_in_another_browser(reviewer):
    assert reviewer.client.get("/console/", headers={"User-Agent": "another"}).status_code == 302


def test_signing_out_ends_the_session_and_needs_a_post(reviewer):
    assert reviewer.client.get("/console/sign-out").status_code == 405
    assert reviewer.send("/console/", "/sign-out").location == "/console/sign-in"
    reviewer.get("/console/", 302)


def test_a_copied_cookie_opens_nothing_once_its_owner_signed_out(reviewer, desk):
    thief = desk()
    thief.client.set_cookie("hotline", reviewer.client.get_cookie("hotline").value)
    thief.get("/console/")
    reviewer.send("/console/", "/sign-out")
    thief.get("/console/", 302)


def test_a_cookie_from_before_sessions_were_kept_must_sign_in_again(reviewer):
    with reviewer.client.session_transaction() as session:
        session["_user_id"] = "1-0123456789abcdef0123456789abcdef"
    reviewer.get("/console/", 302)


def test_closing_an_account_ends_its_sessions_at_once(reviewer, line):
    close_account(line, "reviewer")
    reviewer.get("/console/", 302)


def test_pages_of_the_console_are_not_kept_in_caches(reviewer):
    assert reviewer.get("/console/").headers["Cache-Control"] == "no-store"


def test_an_empty_sign_in_form_is_refused_with_what_to_fill_in(desk):
    empty = desk().sign_in("", "")
    assert empty.status_code == 400
    assert "请填写用户名" in empty.text
    assert PASSWORD not in empty.text


def test_every_role_signs_in_and_sees_its_work(desk):
    for role in Role:
        assert "要做的事" in desk(role).get("/console/").text


def test_a_new_password_ends_the_sessions_of_the_old_one(reviewer, desk, line):
    accounts.set_password(line, "reviewer", "another long password")
    reviewer.get("/console/", 302)
    again = desk()
    again.sign_in("reviewer", "another long password")
    again.get("/console/")


def test_failures_from_one_ipv6_network_are_counted_together(desk):
    visitor = desk()
    for number in range(1, 6):
        visitor.client.environ_base["REMOTE_ADDR"] = f"2001:db8::{number}"
        visitor.sign_in("reviewer", "not the right password")
    visitor.client.environ_base["REMOTE_ADDR"] = "2001:db8::77"
    assert "15分钟后再试" in visitor.sign_in("reviewer").text
