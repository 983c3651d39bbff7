"""我的账号 and the second step of signing in, in the browser."""

import re
from dataclasses import replace

import pyotp
import pytest

from hotline.app import create_app
from hotline.core.permissions import Role
from tests.support.fixed_values import PASSWORD
from tests.support.html_pages import check_page, heading, text

NEW_PASSWORD = "seven grey herons at noon"


def enrol(one, clock, path="/console/account/second-factor"):
    """Show the QR code's page, type the first code; returns the app and the recovery codes."""
    page = one.get(path).text
    check_page(page)
    assert 'src="data:image/svg+xml' in page
    app = pyotp.TOTP(re.search(r"密钥：<code[^>]*>([A-Z2-7]{32})<", page)[1])
    shown = one.send(path, "second-factor" if "account" in path else path, code=app.at(clock()))
    assert shown.status_code == 200, shown.text
    check_page(shown.text)
    return app, re.findall(r"<code>([A-Z2-7-]{19})</code>", shown.text)


@pytest.fixture
def enrolled(reviewer, clock):
    reviewer.send("/console/account", "/second-factor/begin")
    app, codes = enrol(reviewer, clock)
    clock.advance(60)
    return app, codes


@pytest.fixture
def demanding(settings, line):
    """The app of an office that demands a second factor of reviewers."""
    return create_app(replace(settings, second_factor=frozenset({Role.REVIEWER})), line=line)


def test_own_name_and_telephone_are_changed(reviewer):
    check_page(reviewer.get("/console/account").text)
    fields = {"full_name": "张三", "telephone": "0871-63100001"}
    assert reviewer.send("/console/account", "/account", **fields).status_code == 303
    page = reviewer.get("/console/account").text
    assert "张三" in page
    assert 'value="0871-63100001"' in page
    refused = reviewer.send("/console/account", "/account", full_name="张三", telephone="请打电话")
    assert refused.status_code == 400
    assert 'value="请打电话"' in refused.text
    check_page(refused.text)


def test_an_own_new_password_ends_the_sessions_elsewhere(reviewer, desk):
    other = desk(Role.REVIEWER)
    fields = {"old_password": PASSWORD, "password": NEW_PASSWORD, "again": NEW_PASSWORD}
    wrong = reviewer.send("/console/account", "/password", **(fields | {"old_password": "not it"}))
    assert wrong.status_code == 400
    assert "现在的密码不对" in wrong.text
    assert NEW_PASSWORD not in wrong.text
    weak = reviewer.send("/console/account", "/password", **(fields | dict.fromkeys(("password", "again"), "a" * 12)))
    assert "重复" in weak.text
    assert reviewer.send("/console/account", "/password", **fields).status_code == 303
    reviewer.get("/console/")
    other.get("/console/", 302)
    assert desk().sign_in("reviewer").status_code == 403
    assert desk().sign_in("reviewer", NEW_PASSWORD).status_code == 303


def test_own_sessions_are_listed_and_ended(reviewer, desk):
    others = [desk(Role.REVIEWER), desk(Role.REVIEWER)]
    page = text(reviewer.get("/console/account").text)
    assert page.count("还在用") == 3
    assert page.count("现在这里") == 1
    assert reviewer.send("/console/account", "/sessions/end").status_code == 303
    assert sum(one.client.get("/console/").status_code == 302 for one in others) == 1
    reviewer.send("/console/account", "/end-others")
    assert all(one.client.get("/console/").status_code == 302 for one in others)
    reviewer.get("/console/")
    unknown = reviewer.post("/console/account/sessions/end", {"csrf_token": reviewer.token(), "key": "nobody's"})
    assert unknown.status_code == 404


def test_with_a_second_factor_signing_in_takes_a_code_too(enrolled, desk, clock):
    app, codes = enrolled
    assert len(codes) == 10
    visitor = desk()
    sent = visitor.sign_in("reviewer", path="/console/sign-in?next=/console/entries")
    assert sent.location == "/console/sign-in/code?next=/console/entries"
    visitor.get("/console/", 302)
    check_page(visitor.get(sent.location).text)
    empty = visitor.send(sent.location, 0, code="")
    assert empty.status_code == 400
    wrong = visitor.send(sent.location, 0, code="000000")
    assert wrong.status_code == 403
    assert "验证码不对" in wrong.text
    check_page(wrong.text)
    assert visitor.send(sent.location, 0, code=app.at(clock())).location == "/console/entries"
    visitor.get("/console/entries")


def test_a_recovery_code_signs_in_and_fewer_are_left(enrolled, desk):
    _, codes = enrolled
    visitor = desk()
    visitor.sign_in("reviewer")
    assert visitor.send("/console/sign-in/code", 0, code=codes[3].lower()).location == "/console/"
    page = visitor.get("/console/account").text
    check_page(page)
    assert "备用码还剩9个" in page


def test_a_sign_in_that_waited_too_long_begins_again(enrolled, desk, clock):
    visitor = desk()
    visitor.sign_in("reviewer")
    clock.advance(601)
    sent = visitor.get("/console/sign-in/code", 302)
    assert sent.location.startswith("/console/sign-in?")
    assert "等得太久" in visitor.get(sent.location).text


@pytest.mark.parametrize("path", ["code", "set-up"])
def test_the_second_step_opens_to_nobody_without_the_first(desk, path):
    assert desk().get(f"/console/sign-in/{path}?next=//evil.example", 302).location == "/console/sign-in?next=/console/"


def test_it_is_switched_off_and_codes_are_renewed_with_the_password(enrolled, reviewer):
    form = next(form for form in reviewer.forms("/console/account") if form.action.endswith("/recovery-codes"))
    (asked,) = set(form.fields) - {"csrf_token"}
    off = "/console/account/second-factor/off"
    refused = reviewer.post(off, form.fields | {asked: "not it"})
    assert refused.status_code == 400
    assert "现在的密码不对" in refused.text
    check_page(refused.text)
    assert reviewer.post(off, form.fields).status_code == 400
    shown = reviewer.post(form.action, form.fields | {asked: PASSWORD})
    assert heading(shown.text) == "备用码"
    assert not set(enrolled[1]) & set(re.findall(r"<code>([A-Z2-7-]{19})</code>", shown.text))
    assert reviewer.post(off, form.fields | {asked: PASSWORD}).status_code == 303
    assert "没有打开" in reviewer.get("/console/account").text


def test_a_role_of_which_it_is_demanded_sets_it_up_before_anything_else(demanding, desk_of, clock):
    visitor = desk_of(demanding)
    sent = visitor.sign_in("reviewer", path="/console/sign-in?next=/console/entries")
    assert sent.location == "/console/sign-in/set-up?next=/console/entries"
    for page in ("/console/", "/console/entries", "/console/account"):
        visitor.get(page, 302)
    wrong = visitor.send(sent.location, 0, code="000000")
    assert wrong.status_code == 400
    check_page(wrong.text)
    _, codes = enrol(visitor, clock, sent.location)
    assert len(codes) == 10
    visitor.get("/console/entries")
    page = visitor.get("/console/account").text
    assert "关掉两步验证" not in page
    other = desk_of(demanding)
    assert other.sign_in("publisher").location == "/console/"


def test_an_administrator_takes_it_away_and_the_log_says_so(enrolled, desk, reviewer):
    administrator = desk(Role.ADMINISTRATOR)
    link = re.search(r"/console/people/\d+", administrator.get("/console/people?q=reviewer").text)[0]
    administrator.send(link, "/no-second-factor")
    reviewer.get("/console/", 302)
    assert desk().sign_in("reviewer").location == "/console/"
    page = text(administrator.get("/console/sign-ins?kind=second_factor_off").text)
    assert "取消两步验证" in page
    assert "1条。" in page
