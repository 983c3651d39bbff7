"""A changed law is entered on one page and lists the entries that cite it."""

from hotline.core.permissions import Role
from tests.support.html_pages import check_page, links, text

PAGE = "/console/laws"


def test_a_changed_law_lists_its_entries_there_and_on_the_first_screen(publisher):
    sent = publisher.send(PAGE, 1, title="《行政复议法》", changed_on="2026年12月1日")
    assert sent.location == PAGE
    page = publisher.get(PAGE).text
    check_page(page)
    assert "《行政复议法》，2026年12月1日起有变化" in text(page)
    assert "/console/entries/102" in links(page)
    assert "《行政复议法》，2026年12月1日" in text(publisher.get("/console/").text)


def test_a_fault_is_told_at_the_field_and_what_was_typed_stays(publisher):
    for title, day, reason in (
        ("", "2026-12-01", "请写法律的名称"),
        ("律师法", "", "请填写变化的日期"),
        ("《》", "2026-12-01", "名称"),
    ):
        refused = publisher.send(PAGE, 1, title=title, changed_on=day)
        assert refused.status_code == 400
        check_page(refused.text)
        assert reason in refused.text
    assert 'value="《》"' in refused.text


def test_who_may_not_publish_sees_the_list_without_the_form(desk):
    liaison = desk(Role.LIAISON)
    assert "列出要复核的问答" not in liaison.get(PAGE).text
    assert (
        liaison.post(PAGE, {"csrf_token": liaison.token(), "title": "律师法", "changed_on": "2026-12-01"}).status_code
        == 403
    )
