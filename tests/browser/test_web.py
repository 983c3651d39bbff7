"""The public site in a real browser: no accessibility fault, small phones, keyboard only, no script, print."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from hotline.app import open_line
from hotline.core.enquiries import Channel
from hotline.services import messages
from tests.support.browser_serving import LAUNCH, serving
from tests.support.fixed_values import NOW, places_in
from tests.support.records_database import clone_line

pytestmark = pytest.mark.browser

SIZES = {"phone": (360, 740), "desktop": (1280, 800)}
PAGES = [
    "/",
    "/search?q=复议要钱吗",
    "/search?q=复议",
    "/search?q=红烧肉怎么做才好吃",
    "/search?q=",
    "/entries/102",
    "/entries/901",
    "/topics/5",
    "/disclosure",
    "/disclosure/classes/5",
    "/catalogue",
    "/catalogue/sections/业务与服务",
    "/catalogue/search?q=听证",
    "/catalogue/search?q=没有这个词",
    "/catalogue/search?q=公开指南",
    "/catalogue/search?q=法",
    "/catalogue/items/00000000-0/2025-00001",
    "/guide",
    "/annual-report",
    "/messages",
    "/messages?number=1",
    "/apply",
    "/apply/status",
    "/entries/999",
    "/nowhere",
]
# What a hand must hit: links within running text are exempt, as in WCAG 2.2, 2.5.8.
TARGETS = "main .button, main button, main .row, main .breadcrumb a, .site-nav a, .brand, .line-number, .foot-links a"
SMALL = f"""[...document.querySelectorAll("{TARGETS}")]
    .filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, **LAUNCH}


@pytest.fixture(scope="module")
def line(published_var, tmp_path_factory):
    var = tmp_path_factory.mktemp("web") / "var"
    clone_line(published_var, var)
    line = open_line(places_in(var), now=lambda: NOW)
    yield line
    line.records.close()


@pytest.fixture(scope="module")
def site(line):
    with serving(line, places_in(line.folder)) as address:
        yield address


@pytest.mark.parametrize("size", SIZES)
def test_no_page_has_an_accessibility_fault(page, site, line, size):
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    left = messages.leave_message(line, channel=Channel.WEB, body="征地找谁")
    for path in [*PAGES, f"/messages?number={left.tracking_number}"]:
        page.goto(site + path)
        faults = Axe().run(page).response["violations"]
        assert not faults, f"{path}: " + "; ".join(
            f"{fault['id']} {[node['html'] for node in fault['nodes']]}" for fault in faults
        )


def test_every_page_fits_a_narrow_phone_with_large_targets_and_readable_text(page, site):
    page.set_viewport_size({"width": 320, "height": 640})
    for path in PAGES:
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        assert not page.evaluate(SMALL), path
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 18


def test_nothing_violates_the_content_security_policy_or_is_fetched_from_another_site(page, site):
    told, fetched = [], []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: fetched.append(request.url))
    for path in PAGES[:-2]:
        page.goto(site + path)
    assert not told
    assert not [url for url in fetched if not url.startswith(site)]


def test_a_citizen_asks_reads_votes_and_leaves_a_question_without_javascript(browser, site):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(site)
    page.get_by_role("searchbox").fill("复议收费吗")
    page.get_by_role("button", name="查一查").click()
    page.get_by_role("link", name="看完整答复").click()
    assert page.get_by_role("heading", level=1).inner_text() == "申请行政复议收费吗？"
    page.get_by_role("button", name="有帮助").click()
    assert page.get_by_text("谢谢您的评价。").is_visible()
    page.goto(f"{site}/search?q=红烧肉怎么做才好吃")
    page.get_by_role("button", name="交给工作人员").click()
    assert page.get_by_role("heading", name="查询号").is_visible()
    context.close()


def test_the_search_can_be_reached_by_keyboard_with_visible_focus(page, site):
    page.goto(site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    assert page.locator(".skip-link").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "q"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    page.keyboard.type("102")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=102")


def test_the_print_view_hides_navigation_and_forms(page, site):
    page.goto(f"{site}/entries/102")
    assert page.get_by_role("button", name="打印这一页").is_visible()
    page.emulate_media(media="print")
    for gone in (".site-nav", ".rating", ".breadcrumb", ".skip-link", "button"):
        assert not any(element.is_visible() for element in page.locator(gone).all()), gone
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.get_by_role("heading", name="依据").is_visible()


@pytest.mark.parametrize("path", ["/messages?number=99999999", "/search?q=", "/catalogue/search?q="])
def test_an_error_is_on_the_first_screen_of_a_phone_with_the_focus_on_it(page, site, path):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(site + path)
    assert page.title().startswith("错误：")
    box = page.locator(".notice-error").bounding_box()
    assert 0 <= box["y"] < box["y"] + box["height"] <= 740
    assert page.evaluate("document.activeElement.className") == "notice notice-error"


def test_the_error_of_a_wrong_tracking_number_leads_to_its_field(page, site):
    page.goto(f"{site}/messages?number=99999999")
    page.locator(".notice-error a").click()
    assert page.evaluate("location.hash") == "#number"


APPLICATION = {"您要什么信息": "公开指南", "姓名，或者单位名称": "赵大山", "电话": "13800138000"}


def apply_on(page, site):
    page.goto(f"{site}/apply")
    for label, words in APPLICATION.items():
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("我自己来取").check()
    page.get_by_label("用哪种证件证明身份").select_option("居民身份证")
    page.get_by_role("button", name="交申请").click()


def look_up(page, site, number, code):
    page.goto(f"{site}/apply/status")
    page.get_by_label("申请编号").fill(number)
    page.get_by_label("查询码（8位数字）").fill(code)
    page.get_by_role("button", name="查办理情况").click()


def check_small_page(page):
    assert not Axe().run(page).response["violations"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not page.evaluate(SMALL)


def test_a_citizen_applies_on_a_small_phone_and_reads_how_the_last_day_was_counted(page, site):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{site}/apply")
    page.get_by_role("button", name="交申请").click()
    check_small_page(page)
    apply_on(page, site)
    check_small_page(page)
    number, code = (one.inner_text() for one in page.locator(".keep-numbers .big-number").all())
    look_up(page, site, number, code)
    check_small_page(page)
    page.get_by_role("button", name="最后一天是怎样算的").click()
    assert page.get_by_text("收到当天不计").is_visible()
    check_small_page(page)


def test_the_whole_way_of_an_application_works_without_javascript(browser, site):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    apply_on(page, site)
    number, code = (one.inner_text() for one in page.locator(".keep-numbers .big-number").all())
    look_up(page, site, number, code)
    assert page.get_by_text("正在办理。").is_visible()
    context.close()
