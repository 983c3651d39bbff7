"""Whoever asks for a department or a public line gets it by web, by phone and by SMS."""

import pytest

from tests.support.html_pages import text as read


@pytest.mark.parametrize("asked", ["法律援助中心电话", "信息公开办公室电话"])
def test_the_telephone_of_a_department_is_told_in_every_channel(client, dial, text, line, asked):
    department = next(each for each in line.knowledge.departments() if asked.removesuffix("电话") in each.name)
    assert department.telephone in read(client.get("/search", query_string={"q": asked}).text)
    assert department.telephone in text(asked)[0]
    heard = "".join("".join(turn.heard) for turn in dial(f"say:{asked}", "hangup").turns)
    assert department.name in heard
    assert "请按1。都不是" not in heard


@pytest.mark.parametrize("asked", ["12348", "12345管什么", "96128是什么"])
def test_a_public_line_is_told_in_every_channel(client, dial, text, asked):
    name = {"12348": "公共法律服务热线", "12345": "政务服务便民热线", "96128": "政务信息查询专线"}[asked[:5]]
    assert name in read(client.get("/search", query_string={"q": asked}).text)
    assert name in text(asked)[0]
    assert name in "".join("".join(turn.heard) for turn in dial(f"say:{asked}", "hangup").turns)


def test_a_departments_entry_has_a_page_with_its_number(client, line):
    department = line.knowledge.departments()[6]
    assert department.telephone in read(client.get("/entries/927").text)
