"""The register of documents in a real browser: no accessibility fault, nothing sideways, on a phone and on a desk."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from hotline.app import open_line
from hotline.core.disclosure.applications import Applicant, ApplicantKind, ApplicationChannel, Wanted
from hotline.core.permissions import Role
from hotline.services.disclosure.sample_documents import add_sample_documents
from tests.support.browser_serving import LAUNCH, serving
from tests.support.disclosure_desk import register_case
from tests.support.fixed_values import NOW, PASSWORD, places_in
from tests.support.records_database import clone_line

pytestmark = pytest.mark.browser
SIZES = [(360, 740), (1280, 800)]
PICTURES = os.environ.get("PICTURES_OF_THE_REGISTER", "")
"""A folder for a picture of every screen, for who wants to look at them."""
SCREENS = {
    "list": "/documents",
    "found-nothing": "/documents?q=没有这个词",
    "published": "/documents/1",
    "withheld": "/documents/2",
    "late": "/documents/4",
    "consulted": "/documents/5",
    "calendar": "/documents/4/calendar",
    "new": "/documents/new",
    "edit": "/documents/8/edit",
    "step-sign": "/documents/4/steps/sign",
    "step-keep": "/documents/2/steps/keep",
    "consult": "/documents/5/consultations/new",
    "opinion": "/documents/5/consultations/1",
    "often-asked": "/documents/often-asked",
    "guide": "/guide",
}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, **LAUNCH}


@pytest.fixture(scope="module")
def line(published_var, tmp_path_factory):
    var = tmp_path_factory.mktemp("register") / "var"
    clone_line(published_var, var)
    line = open_line(places_in(var), now=lambda: NOW)
    add_sample_documents(line)
    for name in "甲乙":
        person = Applicant(ApplicantKind.PERSON, name, "身份证", telephone="13800138000")
        register_case(line, ApplicationChannel.WEB, person, wanted=Wanted("2025年度部门决算公开表"))
    yield line
    line.records.close()


@pytest.fixture(scope="module")
def signed_in(browser, line):
    with serving(line, places_in(line.folder)) as address:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{address}/console/")
        page.get_by_label("用户名").fill(Role.ADMINISTRATOR.value)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.get_by_role("heading", name="要做的事", level=1).wait_for()
        yield page, f"{address}/console"
        context.close()


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desktop"])
def test_no_screen_of_the_register_has_an_accessibility_fault_or_scrolls_sideways(signed_in, size):
    page, console = signed_in
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for name, path in SCREENS.items():
        page.goto(console + path)
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{size[0]}.png", full_page=True)
        found = Axe().run(page).response["violations"]
        assert not found, f"{name}: " + "; ".join(
            f"{fault['id']} {[node['target'] for node in fault['nodes']]}" for fault in found
        )
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size[0], f"{name} at {size} is {width} wide"
