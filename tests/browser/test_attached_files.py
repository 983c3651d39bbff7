"""Attachments in a real browser: added without a fault on a phone, shown to the public, and saved under their name."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from hotline.app import open_line
from hotline.core.permissions import Role
from tests.support.attached_files import WORKBOOK, xlsx
from tests.support.browser_serving import LAUNCH, serving
from tests.support.fixed_values import NOW, PASSWORD, places_in
from tests.support.records_database import clone_line

pytestmark = pytest.mark.browser
ITEM = "00000000-0/2026-00001"
PHONE = {"width": 360, "height": 740}
LONG = "关于2025年度行政复议和行政应诉工作情况的统计表（按月份、按部门、按案由分列）最终修改稿.xlsx"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, **LAUNCH}


@pytest.fixture(scope="module")
def site(published_var, tmp_path_factory):
    var = tmp_path_factory.mktemp("attached") / "var"
    clone_line(published_var, var)
    line = open_line(places_in(var), now=lambda: NOW)
    with serving(line, places_in(var)) as address:
        yield address
    line.records.close()


@pytest.fixture
def sent(tmp_path):
    """A picture that is wider than a phone, and a workbook with a long name and a hidden sheet."""
    picture, workbook = tmp_path / "大厅.png", tmp_path / LONG
    Image.new("RGB", (2_000, 600), "teal").save(picture)
    workbook.write_bytes(xlsx(WORKBOOK.replace("<sheet ", '<sheet state="hidden" ')))
    return [picture, workbook]


def sign_in(browser, site, role):
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(f"{site}/console/")
    page.get_by_label("用户名").fill(role.value)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("heading", name="要做的事", level=1).wait_for()
    return page


def check(page):
    found = Axe().run(page).response["violations"]
    assert not found, [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url


def test_a_picture_and_a_table_go_from_the_clerk_to_the_public_on_a_phone(browser, site, sent):
    clerk = sign_in(browser, site, Role.PUBLISHER)
    clerk.goto(f"{site}/console/content/catalogue/edit/{ITEM}")
    clerk.get_by_label("加附件").set_input_files(sent)
    clerk.locator(".actions").get_by_role("button", name="保存草稿").click()
    clerk.get_by_text("有隐藏的工作表：表。").wait_for()
    check(clerk)
    clerk.get_by_label("图片里是什么").fill("办事大厅一楼")
    clerk.get_by_role("button", name="保存并提交审核").click()
    clerk.get_by_text("已经提交，等审核员审核").wait_for()
    check(clerk)
    head = sign_in(browser, site, Role.REVIEWER)
    head.goto(f"{site}/console/content/catalogue/review/{ITEM}")
    check(head)
    head.get_by_role("button", name="通过，对外发布").click()
    head.get_by_text("已经通过审核，网页").wait_for()
    public = browser.new_context(viewport=PHONE).new_page()
    public.goto(f"{site}/catalogue/items/{ITEM}")
    check(public)
    picture = public.get_by_role("img", name="办事大厅一楼")
    picture.scroll_into_view_if_needed()
    # Decoding waits until the picture is there; the page's policy forbids code that the browser would have to poll.
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 2000
    with public.expect_download() as saved:
        public.get_by_role("link", name=LONG).click()
    assert saved.value.suggested_filename == LONG
