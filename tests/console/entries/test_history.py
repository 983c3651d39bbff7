"""A clerk discards, recalls and restores; a head reviews one after the other; anybody sees who changed what."""

from hotline.core.review import Status

EDIT, FORM = "/console/entries/102/edit", "/entries/102/edit"


def submit(author, number=102, **changes):
    page = f"/console/entries/{number}/edit"
    sent = author.send(page, f"/entries/{number}/edit", then="submit", **{"web_answer": "六十日。"} | changes)
    assert sent.status_code == 303


def test_a_draft_is_discarded_and_restored_in_the_browser(publisher, history):
    publisher.send(EDIT, FORM, spoken="不要了。")
    assert publisher.send("/console/entries/102", "/discard").status_code == 303
    assert history(102).open is None
    page = publisher.get("/console/entries/102/revisions").text
    assert "已作废" in page
    assert "作废了草稿" in page
    assert publisher.send("/console/entries/102/revisions", "/restore").location == EDIT
    assert history(102).open.entry.spoken == "不要了。"


def test_a_submission_is_recalled_in_the_browser(publisher, reviewer, history):
    submit(publisher)
    assert "收回" not in reviewer.get("/console/entries/102").text
    assert publisher.send("/console/entries/102", "/recall").location == EDIT
    assert history(102).open.status is Status.DRAFT


def test_a_returned_wording_can_be_compared_with_what_was_written_after_it(publisher, reviewer):
    submit(publisher, web_answer="先前写错了。")
    reviewer.send("/console/entries/102/review", "/return", comment="错了。")
    submit(publisher, web_answer="后来写对了。")
    page = publisher.get("/console/entries/102/revisions").text
    assert "测试reviewer退回修改" in page
    link = page.split('">和当时提交的比较')[0].rsplit('href="', 1)[1].replace("&amp;", "&")
    compared = publisher.get(link).text
    assert "先前" in compared
    assert "后来" in compared
    publisher.get("/console/entries/102/revisions?sent=99999", status=404)
    publisher.get("/console/entries/102/revisions?sent=x", status=404)


def test_the_next_submission_comes_by_itself_after_a_decision(publisher, reviewer):
    submit(publisher, 102)
    submit(publisher, 103)
    first = reviewer.send("/console/entries/102/review", "/approve")
    assert first.location == "/console/entries/103/review"
    assert "还有1条等您审核" in reviewer.get(first.location).text
    last = reviewer.send("/console/entries/103/review", "/return", comment="再改。")
    assert last.location == "/console/"


def test_who_changed_what_is_a_page_and_a_table(publisher, reviewer, client):
    submit(publisher)
    reviewer.send("/console/entries/102/review", "/return", comment="=1+1 要改")
    page = reviewer.get("/console/changes").text
    assert "测试reviewer" in page
    assert "退回修改" in page
    assert "没有人改过内容" in reviewer.get("/console/changes?month=2020-01").text
    only = reviewer.get("/console/changes?person=publisher&kind=entry&month=nonsense").text
    assert "提交审核" in only
    assert "=1+1" not in only
    table = reviewer.get("/console/changes.csv").data.decode("utf-8-sig")
    assert table.splitlines()[1].endswith(",102,2,'=1+1 要改")


def test_a_reason_that_ends_in_a_full_stop_is_shown_with_one(reviewer):
    reviewer.send("/console/entries/102/withdraw", "/withdraw", comment="先撤回。")
    page = reviewer.get("/console/entries/102").text
    assert "原因：先撤回。要重新发布" in page


def test_a_version_longer_than_any_number_is_a_conflict_and_no_crash(publisher):
    assert publisher.send(EDIT, FORM, version="9" * 5_000).status_code == 409
    page = "/console/content/departments/edit/FYK"
    assert publisher.send(page, "/edit/FYK", version="9" * 5_000).status_code < 500
