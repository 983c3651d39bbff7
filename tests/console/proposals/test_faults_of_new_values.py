"""Something new that is sent for review with a fault: it is saved, and its form mends that very draft."""

import pytest

from tests.support.console_desk import Form
from tests.support.html_pages import check_page, parse

CONTENT = "/console/content"
NOTICE = {"title": "路灯改造公示", "matter": "换灯。", "department": "GFK", "place": "大厅"}
NOTICE |= {"how_to_comment": "打电话。", "starts_on": "2026-11-24", "ends_on": "2026-12-04"}
ITEM = {"title": "新的通知", "summary": "说一件事。", "body": "第一段。", "genre": "通知", "department": "GKB"}
DEPARTMENT = {"code": "BGS", "name": "办公室", "duties": "收发文件。", "telephone": "0000-80000109"}


@pytest.mark.parametrize(
    ("kind", "key", "typed", "field"),
    [
        ("public_notices", "2026006", NOTICE, "title"),
        ("public_notices", "2026006", NOTICE, "ends_on"),
        ("catalogue", "00000000-0/2026-00041", ITEM, "summary"),
        ("departments", "BGS", DEPARTMENT, "telephone"),
    ],
)
def test_the_form_that_comes_back_mends_the_draft_that_was_saved(publisher, reviewer, kind, key, typed, field):
    form = publisher.forms(f"{CONTENT}/{kind}/new")[-1]
    refused = publisher.post(form.action, form.fields | typed | {field: "", "then": "submit"})
    assert (refused.status_code, "草稿已经保存" in refused.text) == (400, True)
    check_page(refused.text)
    back = Form(list(parse(refused.text).iter("form"))[-1], f"{CONTENT}/{kind}/new")
    assert back.action == f"{CONTENT}/{kind}/edit/{key}"
    mended = publisher.post(back.action, back.fields | {field: typed[field], "then": "submit"})
    assert mended.status_code == 303, mended.text
    assert "等审核" in publisher.get(f"{CONTENT}/{kind}/of/{key}").text
    assert "等您审核（1）" in reviewer.get("/console/").text
