"""登录记录: chosen by month, person and kind, paged, and downloaded as a table."""

import csv

import pytest

from hotline.core.permissions import Role
from hotline.core.staff_log import StaffEvent, StaffEventKind
from tests.support.html_pages import check_page, text


@pytest.fixture
def administrator(desk):
    return desk(Role.ADMINISTRATOR)


def rows(administrator, query=""):
    downloaded = administrator.get(f"/console/sign-ins.csv{query}")
    assert downloaded.mimetype == "text/csv"
    return list(csv.reader(downloaded.data.decode("utf-8-sig").splitlines()))


def test_the_log_shows_who_signed_in_and_who_failed_to(administrator, desk):
    desk().sign_in("reviewer", "my wrong password")
    desk().sign_in("my password in the wrong field", "x")
    page = administrator.get("/console/sign-ins")
    check_page(page.text)
    told = text(page.text)
    assert "登录失败 测试reviewer" in told
    assert "没有这个用户名" in told
    assert "my" not in told
    assert ["登录失败", "reviewer"] in [row[1:3] for row in rows(administrator)]


def test_it_is_chosen_by_month_person_and_kind(administrator, desk, clock):
    desk(Role.REVIEWER)
    clock.advance(40 * 86400)
    administrator = desk(Role.ADMINISTRATOR)
    desk(Role.OPERATOR)
    page = administrator.get("/console/sign-ins").text
    assert "2026年11月" in page
    assert "2027年1月" in page
    assert {row[2] for row in rows(administrator, "?month=2026-11")[1:]} == {"administrator", "reviewer"}
    assert {row[2] for row in rows(administrator, "?month=2027-01&kind=signed_in")[1:]} == {"administrator", "operator"}
    assert len(rows(administrator, "?person=operator")) == 2
    assert rows(administrator, "?kind=closed")[1:] == []


@pytest.mark.parametrize("query", ["month=9999-99", "month=x", "kind=nothing", "page=0", "page=99999", "person=%00"])
def test_a_filter_that_makes_no_sense_still_shows_a_page(administrator, query):
    check_page(administrator.get(f"/console/sign-ins?{query}").text)
    administrator.get(f"/console/sign-ins.csv?{query}")


def test_a_long_log_is_paged_and_formulas_in_it_are_harmless(administrator, line):
    with line.records.writing() as unit:
        for number in range(150):
            event = StaffEvent(line.now(), StaffEventKind.CLOSED, "reviewer", "administrator", "", f"=1+{number}")
            unit.staff_events.add(event)
    assert "第1页，共2页" in administrator.get("/console/sign-ins").text
    assert "第2页，共2页" in administrator.get("/console/sign-ins?page=2&kind=").text
    assert all(row[5].startswith("'=") for row in rows(administrator, "?kind=closed")[1:])
    assert len(rows(administrator, "?kind=closed")) == 151
