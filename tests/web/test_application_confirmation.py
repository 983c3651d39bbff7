"""Who applied by mail, e-mail or fax confirms it with a link: the day of the press is the day of receipt."""

from datetime import date
from urllib.parse import urlencode

import pytest

from hotline.core.disclosure.applications import ApplicationAction, ApplicationChannel, ApplicationState
from hotline.core.errors import NotFound
from hotline.services.disclosure import confirmations
from tests.support.disclosure_desk import CLERK, DESK, HEAD, register_case
from tests.support.html_pages import form_fields, text

A = ApplicationAction


@pytest.fixture
def case(line):
    with line.records.writing() as unit:
        unit.office.rows_of_disclosure_desk.put(DESK, 0, "seed", line.now())
    return register_case(line, ApplicationChannel.EMAIL, actor=CLERK, arrived_on=date(2026, 11, 20))


@pytest.fixture
def link(app, case):
    token = confirmations.link_token(app.extensions["hotline"], case.now.application)
    return f"/apply/confirm?{urlencode({'number': case.number, 'token': token})}"


def press(citizen, link, html=""):
    """Press the button of the page behind the link, or of ``html``, which was opened before."""
    fields = form_fields(html or citizen.get(link), link, link)
    page = citizen.client.post(link, data=fields, headers={"Referer": "https://hotline.example/"})
    assert page.status_code == 200
    return text(page.text)


def test_opening_the_link_changes_nothing_and_names_nobody(citizen, case, link):
    for _ in range(2):
        told = text(citizen.get(link))
    assert f"申请编号{case.number}" in told
    assert "电子邮件，2026年11月20日到我们这里" in told
    for private in ("赵大山", "13800138000", "统计表"):
        assert private not in told
    assert case.now.application.state is ApplicationState.REGISTERED


def test_the_button_fixes_the_day_of_receipt_and_a_second_press_changes_nothing(citizen, case, link, clock):
    clock.now = clock.now.replace(day=24)
    assert "这件申请已经确认收到" in press(citizen, link)
    application = case.now.application
    assert (application.state, application.received_on) == (ApplicationState.RECEIVED, date(2026, 11, 24))
    assert (application.events[-1].by, case.last_day) == ("", "2026-12-22")
    clock.now = clock.now.replace(day=25)
    assert "不用再按了" in text(citizen.get(link))
    citizen.client.post(link)
    assert len(case.now.application.events) == 1


def test_a_form_that_was_open_while_staff_confirmed_changes_nothing(citizen, case, link):
    html = citizen.get(link)
    case.do(A.CONFIRM, day=date(2026, 11, 21))
    assert "已经确认收到" in press(citizen, link, html)
    assert case.now.application.received_on == date(2026, 11, 21)


@pytest.mark.parametrize("wrong", ["", "0" * 32, "é", "0" * 10_000])
def test_a_wrong_link_confirms_nothing_and_says_so(citizen, case, wrong):
    for number in (case.number, "2026-99999", "", "\0"):
        path = f"/apply/confirm?{urlencode({'number': number, 'token': wrong})}"
        assert "这个链接不对" in text(citizen.get(path, 404))
    assert case.now.application.state is ApplicationState.REGISTERED


def test_the_link_of_one_application_does_not_open_another(citizen, case, link, line):
    other = register_case(line, ApplicationChannel.FAX, actor=CLERK)
    assert "这个链接不对" in text(citizen.get(link.replace(case.number, other.number), 404))


def test_a_press_without_its_token_is_refused_and_nothing_is_confirmed(client, case, link):
    page = client.post(link, headers={"Referer": "https://hotline.example/"})
    assert page.status_code == 400
    assert "页面打开太久" in text(page.text)
    assert "这是我的申请，确认" in text(page.text)
    assert case.now.application.state is ApplicationState.REGISTERED


def test_without_the_records_the_page_asks_to_press_later(citizen, link, without_records):
    assert "现在确认不了" in text(citizen.get(link, 503))


def test_a_line_without_a_key_gives_no_link_and_accepts_none(case):
    assert confirmations.link_token(case.line, case.now.application) == ""
    with pytest.raises(NotFound):
        confirmations.confirm_by_link(case.line, case.number, "")


def test_what_is_confirmed_has_no_link_any_more(app, case):
    case.do(A.CONFIRM)
    assert confirmations.link_token(app.extensions["hotline"], case.now.application) == ""
    assert confirmations.can_text(case.line, HEAD, case.now.application) is False
