"""What author and reviewer see of a draft: what another entry answers today, and all that will be public."""

from tests.support.html_pages import check_page

EDIT, FORM = "/console/entries/102/edit", "/entries/102/edit"


def test_a_similar_question_that_another_entry_answers_is_shown_to_author_and_reviewer(publisher, reviewer):
    publisher.send(EDIT, FORM, then="submit", similar_questions="复议多久以内提\n申请行政复议收费吗")
    for desk, page in ((publisher, "/console/entries/102"), (reviewer, "/console/entries/102/review")):
        shown = desk.get(page).text
        check_page(shown)
        told = shown.split("这些问法现在由别的问答来答")[1].split("</div>")[0]
        assert "“申请行政复议收费吗”" in told
        assert 'href="/console/entries/105"' in told
        assert "复议多久以内提" not in told


def test_an_entry_without_an_open_draft_is_not_compared(publisher):
    assert "现在由别的问答来答" not in publisher.get("/console/entries/102").text


def test_a_reviewer_sees_everything_that_will_be_public_also_what_did_not_change(publisher, reviewer, history):
    publisher.send(EDIT, FORM, then="submit", spoken="只改了这一句，六十日。")
    entry = history(102).open.entry
    page = reviewer.get("/console/entries/102/review").text
    check_page(page)
    whole = page.split("通过以后公众得到的全部内容")[1]
    assert entry.legal_bases[0].title in whole
    assert entry.legal_bases[0].article in whole
    assert entry.text in whole
    assert "网页答复" in whole
