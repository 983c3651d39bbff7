"""An author and a reviewer see which wordings of a draft another entry answers today."""

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
