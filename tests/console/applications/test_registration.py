"""Registering an application at the desk: two minutes, one slip, and nothing lost where something is missing."""

import re

import pytest

from hotline.services.disclosure import applications
from hotline.services.disclosure.public_status import find_status
from tests.support.disclosure_desk import CLERK

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
