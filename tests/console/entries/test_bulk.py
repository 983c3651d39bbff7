"""Several entries get another department or review date at once; each is a submission of its own."""

from datetime import date

from hotline.core.permissions import Role
from tests.support.html_pages import links, parse, text

BULK = "/entries/bulk"


def test_two_entries_get_a_review_date_and_wait_for_approval(publisher, reviewer, history):
    sent = publisher.send("/console/entries", BULK, numbers=["102", "103"], review_date="2027-10-01")
    assert sent.location == "/console/entries"
    assert "2条已经提交" in publisher.get("/console/entries").text
    for number in (102, 103):
        assert history(number).open.entry.review_date == date(2027, 10, 1)
        assert history(number).published.entry.review_date != date(2027, 10, 1)
    assert "等您审核（2）" in reviewer.get("/console/").text


def test_what_cannot_be_changed_is_named_with_the_reason_and_nothing_of_it_is_saved(publisher, history):
    publisher.send("/console/entries/102/edit", "/entries/102/edit", then="submit", spoken="改了。")
    publisher.send("/console/entries", BULK, numbers=["102", "103"], department="LFK")
    page = publisher.get("/console/entries").text
    assert "1条已经提交" in page
    assert "102没有改：正在等待审核" in page
    publisher.send("/console/entries", BULK, numbers=["104"], review_date="2020-01-01")
    assert "104没有改" in publisher.get("/console/entries").text
    assert history(104).open is None


def test_without_a_choice_or_with_no_date_nothing_happens_and_the_reason_is_told(publisher, history):
    publisher.send("/console/entries", BULK)
    assert "请选几条问答" in publisher.get("/console/entries").text
    publisher.send("/console/entries", BULK, numbers=["102"], review_date="明年")
    assert "不是日期" in publisher.get("/console/entries").text
    publisher.send("/console/entries", BULK, numbers=["102"], department="XXX")
    assert "102没有改：没有这个部门" in publisher.get("/console/entries").text
    assert history(102).open is None


def test_several_entries_are_withdrawn_at_once_for_one_reason(reviewer, history, line):
    before = line.knowledge.version.number
    sent = reviewer.send("/console/entries", "/entries/bulk", numbers=["102", "103"])
    assert sent.status_code == 403, "who only reviews changes nothing"
    form = next(form for form in reviewer.forms("/console/entries") if form.action.endswith("/entries/bulk"))
    fields = form.fields | {"numbers": ["102", "103"], "comment": "新法施行"}
    sent = reviewer.post("/console/entries/bulk-withdrawal", fields)
    assert sent.location == "/console/entries"
    assert "2条已经撤回" in reviewer.get("/console/entries").text
    assert line.knowledge.version.number == before + 1, "published once"
    for number in (102, 103):
        assert history(number).published is None
        assert history(number).revisions[0].comment == "新法施行"


def test_withdrawing_needs_entries_and_a_reason_and_names_what_was_not_published(reviewer, history):
    form = next(form for form in reviewer.forms("/console/entries") if form.action.endswith("/entries/bulk"))
    for fields, told in (
        ({"comment": "新法施行"}, "请选几条问答"),
        ({"numbers": "102", "comment": " "}, "请写明撤回的原因"),
        ({"numbers": "899", "comment": "新法施行"}, "899没有撤回：现在没有对外发布"),
    ):
        reviewer.post("/console/entries/bulk-withdrawal", form.fields | fields)
        assert told in reviewer.get("/console/entries").text
    assert history(102).published is not None


def test_all_entries_of_a_page_are_ticked_with_one_link(publisher):
    page = publisher.get("/console/entries?q=证明").text
    [link] = [link for link in links(page) if "all=1" in link]
    ticked = parse(publisher.get(link).text)
    boxes = [box for box in ticked.iter("input") if box.get("name") == "numbers"]
    assert len(boxes) > 5
    assert all(box.get("checked") is not None for box in boxes)
    assert f"找到{len(boxes)}条" in text(publisher.get(link).text)


def test_who_may_neither_write_nor_withdraw_is_offered_no_choice(desk, reviewer):
    assert "改选中的几条" not in desk(Role.OPERATOR).get("/console/entries").text
    page = reviewer.get("/console/entries").text
    assert "改好并提交审核" not in page
    assert "撤回选中的几条" in page
