"""Several entries get another department or review date at once; each is a submission of its own."""

from datetime import date

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


def test_who_may_not_write_is_offered_no_choice(reviewer):
    assert "改选中的几条" not in reviewer.get("/console/entries").text
