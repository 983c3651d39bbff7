"""Public notices and the quarterly sheet in a real browser: no accessibility fault, nothing sideways, both sizes."""

import pytest

from hotline.app import open_line
from hotline.core.enquiries import Channel
from hotline.services import public_notices
from tests.support.browser_serving import LAUNCH
from tests.support.checked_screens import SIZE_NAMES, SIZES, check_screens, signed_in_browser
from tests.support.fixed_values import NOW, places_in
from tests.support.records_database import clone_line
from tests.support.traffic import leave_busy_month

pytestmark = pytest.mark.browser
SCREENS = {
    "list": "/notices",
    "archive": "/notices?archive=yes",
    "notice": "/notices/2026005",
    "hearing": "/notices/2026004",
    "over": "/notices/2026001",
    "console-home": "/console/",
    "console-notices": "/console/notices",
    "console-replies": "/console/notices/2026004",
    "console-values": "/console/content/public_notices",
    "console-new-hearing": "/console/content/public_notices/new?genre=听证",
    "console-value": "/console/content/public_notices/of/2026005",
    "console-quarter": "/console/line/quarter?quarter=2026-4",
}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, **LAUNCH}


@pytest.fixture(scope="module")
def line(published_var, tmp_path_factory):
    var = tmp_path_factory.mktemp("notices") / "var"
    clone_line(published_var, var)
    line = open_line(places_in(var), now=lambda: NOW)
    leave_busy_month(line)
    for code, body in (("2026004", "姓名：张三\n住幸福路，开小饭馆"), ("2026005", "同意。")):
        public_notices.take_part(line, code, channel=Channel.WEB, body=body, caller="13800138000")
    yield line
    line.records.close()


@pytest.fixture(scope="module")
def signed_in(browser, line):
    with signed_in_browser(browser, line) as (page, address):
        yield page, address


@pytest.mark.parametrize("size", SIZES, ids=SIZE_NAMES)
def test_no_screen_has_an_accessibility_fault_or_scrolls_sideways(signed_in, size):
    page, address = signed_in
    check_screens(page, address, SCREENS, size)


def test_a_citizen_registers_and_reads_the_number(signed_in):
    page, address = signed_in
    page.goto(f"{address}/notices/2026004")
    page.get_by_label("您的姓名").fill("李四")
    page.get_by_label("手机或者电话").fill("13800138001")
    page.get_by_role("button", name="报名").click()
    page.get_by_text("您的报名已经收到，请记下查询号。").wait_for()
    assert page.locator(".big-number").first.is_visible()
