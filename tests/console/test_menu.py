"""The menu marks the item of every page, and what cannot be undone is asked for once more."""

import re

from hotline.console.menu import find_section
from hotline.core.permissions import Role
from tests.support.html_pages import check_page, text
from tests.support.routes import routes

WITHOUT_MENU = {"console.sign_in", "console.sign_in_code", "console.sign_in_set_up", "console.use_link"}
FILES = re.compile(r"/console/files/|\.(csv|xlsx|docx|pdf|zip)$")


def marked(html):
    menu = re.search(r'<nav class="site-nav".*?</nav>', html, re.S)[0]
    return re.findall(r'aria-current="page">([^<]+)<', menu)


def test_every_page_of_the_console_belongs_to_a_section(app):
    pages = {
        endpoint: path
        for endpoint, method, path in routes(app, "console")
        if method == "GET" and endpoint not in WITHOUT_MENU and not FILES.search(path)
    }
    assert {endpoint: path for endpoint, path in pages.items() if not find_section(path)} == {}


def test_the_menu_marks_one_item_on_lists_and_on_what_is_below_them(desk):
    administrator = desk(Role.ADMINISTRATOR)
    for path, label in (
        ("", "要做的事"),
        ("entries", "问答"),
        ("entries/101/edit", "问答"),
        ("laws", "问答"),
        ("applications/new", "依申请公开"),
        ("documents/new", "文件登记"),
        ("people/new", "人员"),
        ("line/quarter", "热线情况"),
        ("content/announcements/new", "放假和通知"),
        ("content/departments", "目录和单位"),
        ("content/synonyms/new", "词表"),
        ("library-list", "公开栏"),
    ):
        assert marked(administrator.get(f"/console/{path}").text) == [label], path


def test_on_a_persons_page_closing_the_account_and_resetting_the_password_are_asked_for_once_more(desk, staff):
    """In the list they take one press: closing is undone there with another."""
    person = staff(Role.OPERATOR)
    html = desk(Role.ADMINISTRATOR).get(f"/console/people/{person.id}").text
    check_page(html)
    for step in ("close", "reset"):
        before = html[: html.index(f'action="/console/people/{person.id}/{step}"')]
        assert before.rindex('<details class="ask-again">') > before.rfind("</details>"), step
    assert "以后也不能登录。写过的东西还在，可以再启用。" in text(html)
