"""The register of documents in a real browser: no accessibility fault, nothing sideways, on a phone and on a desk."""

import pytest

from hotline.app import open_line
from hotline.core.disclosure.applications import Applicant, ApplicantKind, ApplicationChannel, Wanted
from hotline.services.disclosure.sample_documents import add_sample_documents
from tests.support.browser_serving import LAUNCH
from tests.support.checked_screens import SIZE_NAMES, SIZES, check_screens, signed_in_browser
from tests.support.disclosure_desk import register_case
from tests.support.fixed_values import NOW, places_in
from tests.support.records_database import clone_line

pytestmark = pytest.mark.browser
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
    with signed_in_browser(browser, line) as (page, address):
        yield page, f"{address}/console"


@pytest.mark.parametrize("size", SIZES, ids=SIZE_NAMES)
def test_no_screen_of_the_register_has_an_accessibility_fault_or_scrolls_sideways(signed_in, size):
    page, console = signed_in
    check_screens(page, console, SCREENS, size)
