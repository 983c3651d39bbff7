"""Registering an application at the desk: two minutes, one slip, and nothing lost where something is missing."""

import re
from datetime import date

import pytest

from hotline.core.disclosure.applications import ApplicationChannel, Wanted
from hotline.services.disclosure import applications
from hotline.services.disclosure.public_status import find_status
from tests.support.disclosure_desk import CLERK, Case
from tests.support.html_pages import text

WRITTEN = {
    "channel": "ORDINARY_MAIL",
    "arrived_on": "2026-11-20",
    "kind": "PERSON",
    "name": "赵大山",
    "identity": "身份证 532331196001010011",
    "telephone": "13800138000",
    "description": "2025年行政复议案件统计表",
}


def test_a_letter_is_registered_and_its_slip_has_number_code_and_telephone(clerk, line):
    response = clerk.fill("/new", **WRITTEN)
    slip = clerk.refused(response, 200)
    assert "编号2026-00001" in slip.replace(" ", "")
    code = re.search(r"查询码(\d{8})", slip.replace(" ", ""))[1]
    assert find_status(line, "2026-00001", code)
    assert "收到日期等待确认" in slip
    assert "0000-80000100" in slip
    assert code not in clerk.see("/2026-00001/slip")


def test_what_is_brought_in_person_is_received_at_once_and_the_slip_tells_the_last_day(clerk):
    slip = clerk.refused(clerk.fill("/new", **WRITTEN | {"channel": "IN_PERSON", "arrived_on": "2026-11-23"}), 200)
    assert "收到日期2026年11月23日" in slip
    assert "最后一天2026年12月21日" in slip


def test_a_form_that_is_sent_twice_makes_one_application(clerk, line):
    form = next(form for form in clerk.desk.forms("/console/applications/new") if "submission" in form.fields)
    first, second = (clerk.desk.post("/console/applications/new", form.fields | WRITTEN) for _ in range(2))
    assert "2026-00001" in second.text
    assert "查询码登记的时候给过一次" in second.text
    assert applications.list_open_applications(line, CLERK, limit=9)[1] == 1
    assert first.status_code == second.status_code == 200


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "请写姓名。"),
        ({"kind": "COMPANY", "name": ""}, "请写单位名称。"),
        ({"identity": ""}, "请写身份证明"),
        ({"telephone": ""}, "请至少写一种联系方式"),
        ({"description": " "}, "请写要什么信息"),
        ({"description": "字" * 2001}, "最多2000个字，现在有2001个字。"),
        ({"arrived_on": "2026-11-24"}, "收到的日期不能在今天之后。"),
        ({"arrived_on": "昨天"}, "哪天收到的"),
        ({"address": "路" * 201}, "最多200个字。"),
    ],
)
def test_what_is_missing_is_told_at_its_field_and_nothing_is_lost(clerk, changed, said):
    response = clerk.fill("/new", **WRITTEN | {"agent": "代理人甲"} | changed)
    assert said in clerk.refused(response, 400)
    assert "代理人甲" in response.text


def test_an_operator_may_register_and_a_reviewer_may_not(operator, head):
    assert operator.fill("/new", **WRITTEN | {"channel": "PHONE"}).status_code == 200
    assert "登记申请" not in head.see()
    head.see("/new", 403)


def split(clerk, case, **fields):
    """Register a part of an application from the link on its page."""
    path = f"/new?split_from={case.number}"
    filled = next(form for form in clerk.desk.forms(f"{clerk.place}{path}") if "submission" in form.fields).fields
    page = clerk.desk.post(f"{clerk.place}/new", filled | fields)
    return re.search(r"20\d\d-\d{5}", text(page.text))[0], page


def test_a_part_is_registered_from_the_first_and_each_shows_the_others(clerk, register):
    case = register(ApplicationChannel.WEB, wanted=Wanted("2025年统计表和收费标准"))
    assert "另外登记一件" in clerk.see(f"/{case.number}")
    assert f"从申请 {case.number} 拆出来的" in clerk.see(f"/new?split_from={case.number}")
    second, _ = split(clerk, case, description="收费标准")
    third, _ = split(clerk, Case(case.line, second), description="2024年统计表")
    numbers = {case.number, second, third}
    for number in numbers:
        shown = clerk.see(f"/{number}").partition("同一份申请拆开办的")[2].partition("申请人 类别")[0]
        assert {one for one in numbers if one in shown} == numbers - {number}
    part = Case(case.line, third).now.application
    assert (part.split_from, part.channel, part.arrived_on) == (case.number, ApplicationChannel.WEB, date(2026, 11, 23))
    assert part.applicant == case.now.application.applicant


def test_a_part_of_an_application_that_does_not_exist_is_not_registered_and_nothing_typed_is_lost(clerk, register):
    case = register()
    path = f"/new?split_from={case.number}"
    filled = next(form for form in clerk.desk.forms(f"{clerk.place}{path}") if "submission" in form.fields).fields
    page = clerk.desk.post(f"{clerk.place}/new", filled | {"split_from": "2026-99999", "description": "收费标准"})
    assert page.status_code == 404
    assert "没有这个编号的申请" in text(page.text)
    assert "收费标准" in page.text
    assert clerk.desk.get(f"{clerk.place}/new?split_from=2026-99999", 404)


def test_an_application_that_was_not_split_names_no_others(clerk, register):
    case, other = register(), register()
    assert "同一份申请拆开办的" not in clerk.see(f"/{case.number}")
    assert applications.list_siblings(case.line, CLERK, other.number) == []
