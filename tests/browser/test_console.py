"""The console in a real browser: signing in, writing, counters, and no accessibility fault on any screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from hotline.app import open_line
from hotline.core.permissions import Role
from hotline.core.text_length import SPOKEN_LIMIT, TEXT_LIMIT, sms_parts, speech_seconds, utf16_units
from tests.support.browser_serving import LAUNCH, serving
from tests.support.console_work import SCREENS, leave_work
from tests.support.fixed_values import NOW, PASSWORD, places_in
from tests.support.records_database import clone_line

pytestmark = pytest.mark.browser

WIDER_THAN_THE_SCREEN = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > innerWidth + 1)
        .map(one => `${one.tagName}.${one.className} ${Math.round(one.getBoundingClientRect().right)}`)"""
"""Names the elements that make a page scroll sideways."""
SIZES = [(360, 740), (1280, 800)]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, **LAUNCH}


@pytest.fixture(scope="module")
def line(published_var, tmp_path_factory):
    """A line with something waiting on every screen."""
    var = tmp_path_factory.mktemp("console") / "var"
    clone_line(published_var, var)
    line = open_line(places_in(var), now=lambda: NOW)
    leave_work(line)
    yield line
    line.records.close()


@pytest.fixture(scope="module")
def console(line):
    with serving(line, places_in(line.folder)) as address:
        yield f"{address}/console/"


@pytest.fixture(scope="module")
def cookies(browser, console):
    """One sign-in for all tests of this module."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(console)
    page.get_by_label("用户名").fill(Role.ADMINISTRATOR.value)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("heading", name="要做的事", level=1).wait_for()
    kept = context.cookies()
    context.close()
    return kept


@pytest.fixture
def signed_in(context, cookies):
    context.add_cookies(cookies)
    return context.new_page()


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desktop"])
def test_no_screen_has_an_accessibility_fault_or_scrolls_sideways(signed_in, console, size):
    signed_in.set_viewport_size({"width": size[0], "height": size[1]})
    for screen in SCREENS:
        signed_in.goto(console + screen)
        check(signed_in, screen, size)


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desktop"])
def test_signing_in_has_no_accessibility_fault(page, console, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(console + "sign-in")
    check(page, "sign-in", size)
    page.get_by_role("button", name="登录").click()
    check(page, "sign-in refused", size)


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desktop"])
def test_inviting_and_a_second_factor_have_no_fault_and_the_qr_code_is_drawn(context, signed_in, console, size):
    signed_in.set_viewport_size({"width": size[0], "height": size[1]})
    signed_in.goto(console + "people/new")
    signed_in.get_by_label("用户名").fill(f"wang{size[0]}")
    signed_in.get_by_label("姓名").fill("王芳")
    signed_in.get_by_role("button", name="做一个邀请链接").click()
    check(signed_in, "people/new refused", size)
    signed_in.get_by_label("话务员").check()
    signed_in.get_by_role("button", name="做一个邀请链接").click()
    check(signed_in, "invitation", size)
    link = signed_in.get_by_label("链接").input_value()
    signed_in.goto(console + link.split("/console/")[1])
    check(signed_in, "set-password", size)
    signed_in.goto(console + "account")
    signed_in.get_by_role("button", name="打开两步验证").click()
    check(signed_in, "account/second-factor", size)
    assert signed_in.locator("img.qr-code").evaluate("image => image.complete && image.naturalWidth > 0")


def check(page, screen, size):
    found = Axe().run(page).response["violations"]
    assert not found, f"{screen} at {size}: " + "; ".join(
        f"{fault['id']} {[node['target'] for node in fault['nodes']]}" for fault in found
    )
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size[0], f"{screen} at {size} is {width} wide"


def test_the_counters_move_while_typing_and_count_as_the_server_does(signed_in, console):
    signed_in.goto(console + "entries/101/edit")
    for wording in ("", "字", "𠮷" * 36, "字" * 70, "字" * 71, "一\n二", "字" * 134, "字" * 140):
        signed_in.get_by_label("语音答复").fill(wording)
        signed_in.get_by_label("短信答复").fill(wording)
        spoken = signed_in.locator("#spoken-count").inner_text()
        text = signed_in.locator("#text-count").inner_text()
        assert f"现在{len(wording)}个字，最多{SPOKEN_LIMIT}个字，约念{speech_seconds(wording)}秒。" in spoken
        assert f"现在{utf16_units(wording)}个字，最多{TEXT_LIMIT}个字，分{sms_parts(wording)}条短信。" in text
    assert "超出6个字" in text
    assert signed_in.locator("#count-news").inner_text() == "短信答复超出了134个字。"


def test_an_entry_is_edited_and_previewed(signed_in, console):
    signed_in.goto(console + "entries/105/edit")
    signed_in.get_by_label("语音答复").fill("不收费，一分钱也不用交。")
    signed_in.get_by_role("button", name="保存并预览").click()
    assert signed_in.get_by_role("heading", level=1).inner_text() == "预览 105"
    assert signed_in.get_by_text("不收费，一分钱也不用交。").is_visible()


def test_the_form_works_without_javascript(browser, console, cookies):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(console + "entries/106/edit")
    page.get_by_label("语音答复").fill("六十天。")
    page.get_by_role("button", name="保存草稿").last.click()
    assert page.get_by_text("草稿已经保存").is_visible()
    assert page.locator("#spoken-count").inner_text().startswith("现在4个字")
    context.close()


def test_enter_in_a_field_saves_and_never_submits(signed_in, console):
    signed_in.goto(console + "entries/107/edit")
    signed_in.get_by_label("关键词").press("Enter")
    assert signed_in.get_by_text("草稿已经保存").is_visible()


def test_the_menu_is_folded_on_a_phone_and_stands_open_on_a_desk(signed_in, console):
    signed_in.set_viewport_size({"width": 360, "height": 740})
    signed_in.goto(console)
    words = signed_in.get_by_role("link", name="词表")
    assert not words.is_visible()
    assert signed_in.locator("main h1").bounding_box()["y"] < 250
    signed_in.get_by_text("菜单", exact=True).click()
    assert words.is_visible()
    signed_in.set_viewport_size({"width": 1280, "height": 800})
    signed_in.goto(console)
    assert words.is_visible()
    assert not signed_in.get_by_text("菜单", exact=True).is_visible()


def test_leaving_with_unsaved_text_warns_and_sending_it_does_not(signed_in, console):
    asked = []
    signed_in.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    signed_in.goto(f"{console}entries/102/edit")
    signed_in.get_by_label("语音答复").press_sequentially("没有保存的话。")
    signed_in.goto(f"{console}entries")
    assert asked == ["beforeunload"]
    signed_in.goto(f"{console}entries/102/edit")
    signed_in.get_by_label("语音答复").press_sequentially("保存的话。")
    signed_in.get_by_role("button", name="保存草稿").last.click()
    signed_in.get_by_text("草稿已经保存").wait_for()
    signed_in.goto(f"{console}entries")
    assert asked == ["beforeunload"]


def test_with_forced_colours_one_item_of_the_menu_looks_current(signed_in, console):
    signed_in.emulate_media(forced_colors="active")
    signed_in.goto(f"{console}entries")
    lined = "items => items.filter(item => getComputedStyle(item).borderBottomStyle !== 'none').length"
    assert signed_in.locator(".site-nav a").evaluate_all(lined) == 1


@pytest.mark.parametrize("screen", ["", "entries", "entries/102/edit", "entries/104/review", "changes", "line"])
def test_text_at_twice_its_size_does_not_scroll_sideways_on_a_phone(signed_in, console, screen):
    signed_in.set_viewport_size({"width": 360, "height": 740})
    signed_in.goto(f"{console}{screen}")
    signed_in.evaluate("document.documentElement.style.fontSize = '200%'")
    assert signed_in.evaluate(WIDER_THAN_THE_SCREEN) == []
