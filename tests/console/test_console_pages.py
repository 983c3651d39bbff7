import pytest

from hotline.console.labels import STANDING
from hotline.core.permissions import Role
from hotline.services.content.embed import EmbeddingReadiness
from tests.support.console_work import SCREENS, leave_work
from tests.support.html_pages import check_page, text
from tests.support.routes import routes


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.LIAISON])
def test_every_screen_is_valid_html_with_labels_and_one_heading(app, line, desk, role):
    leave_work(line)
    signed_in = desk(role)
    for screen in SCREENS:
        page = signed_in.client.get(f"/console/{screen}")
        check_page(page.text)
    for _, method, path in routes(app, "console"):
        page = signed_in.client.get(path) if method == "GET" else None
        if page and page.status_code != 302 and page.mimetype == "text/html":
            check_page(page.text)


def test_screens_that_only_an_error_shows_are_valid_html_too(line, desk, publisher, history):
    check_page(desk().get("/console/sign-in").text)
    check_page(desk().sign_in("", "").text)
    check_page(publisher.post("/console/entries/102/edit", {"spoken": "写了很久"}).text)
    check_page(publisher.send("/console/entries/102/edit", "/edit", review_date="").text)
    form = next(form for form in publisher.forms("/console/entries/102/edit") if "question" in form.fields)
    publisher.post("/console/entries/102/edit", form.fields | {"spoken": "先写的。"})
    conflict = publisher.post("/console/entries/102/edit", form.fields | {"spoken": "后写的。"})
    assert conflict.status_code == 409
    check_page(conflict.text)


def test_the_first_screen_says_whether_words_or_meaning_are_matched(publisher):
    assert "只按词句查找：这台机器没有装按意思查找的组件" in text(publisher.get("/console/").text)
    assert set(STANDING) == set(EmbeddingReadiness)
