"""Reviewing with two keys: A approves, R goes to the comment; neither acts while somebody types or has them off."""

import pytest

from hotline.app import open_line
from hotline.core.permissions import Role
from tests.support.browser_serving import LAUNCH, serving
from tests.support.fixed_values import NOW, PASSWORD, places_in
from tests.support.office_day import submit
from tests.support.records_database import clone_line

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, **LAUNCH}


@pytest.fixture(scope="module")
def site(published_var, tmp_path_factory):
    """A console where four entries wait for review."""
    var = tmp_path_factory.mktemp("keys") / "var"
    clone_line(published_var, var)
    line = open_line(places_in(var), now=lambda: NOW)
    with line.records.reading() as unit:
        publisher = unit.staff.find_by_name(Role.PUBLISHER.value)
    for number in (101, 102, 103, 104):
        submit(line, publisher, number, spoken="请打电话问。")
    with serving(line, places_in(line.folder)) as address:
        yield f"{address}/console/"
    line.records.close()


@pytest.fixture
def reviewer(page, site):
    page.goto(site)
    page.get_by_label("用户名").fill(Role.REVIEWER.value)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("heading", name="要做的事", level=1).wait_for()
    return page


def test_a_goes_to_the_button_enter_approves_and_the_next_one_comes(reviewer, site):
    reviewer.goto(f"{site}entries/101/review")
    assert reviewer.get_by_text("用键盘").is_visible()
    reviewer.keyboard.press("a")
    reviewer.keyboard.press("a")
    assert reviewer.evaluate("document.activeElement.id") == "approve"
    assert reviewer.url.endswith("/entries/101/review")
    reviewer.keyboard.press("Enter")
    reviewer.wait_for_url("**/entries/102/review")
    assert reviewer.get_by_text("101已经通过审核").is_visible()


def test_r_goes_to_the_comment_and_letters_typed_there_stay_letters(reviewer, site):
    reviewer.goto(f"{site}entries/103/review")
    reviewer.keyboard.press("r")
    reviewer.keyboard.type("a bar")
    assert reviewer.get_by_label("哪里要改").input_value() == "a bar"
    assert reviewer.url.endswith("/entries/103/review")


def test_a_key_that_is_held_or_pressed_with_another_does_nothing(reviewer, site):
    reviewer.goto(f"{site}entries/104/review")
    for held in ("repeat", "ctrlKey", "altKey", "metaKey"):
        pressed = f"new KeyboardEvent('keydown', {{key: 'a', bubbles: true, {held}: true}})"
        reviewer.evaluate(f"document.body.dispatchEvent({pressed})")
    reviewer.keyboard.press("b")
    assert reviewer.url.endswith("/entries/104/review")


def test_who_switches_the_keys_off_keeps_them_off_on_the_next_page(reviewer, site):
    reviewer.goto(f"{site}entries/103/review")
    reviewer.get_by_label("用键盘").uncheck()
    reviewer.goto(f"{site}entries/104/review")
    reviewer.keyboard.press("a")
    reviewer.keyboard.press("r")
    assert reviewer.evaluate("document.activeElement.tagName") != "TEXTAREA"
    assert reviewer.url.endswith("/entries/104/review")
    reviewer.get_by_label("用键盘").check()
    reviewer.keyboard.press("r")
    assert reviewer.evaluate("document.activeElement.tagName") == "TEXTAREA"
