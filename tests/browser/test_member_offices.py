"""A line of two offices in a real browser: no accessibility fault and nothing sideways, on a phone and on a desk."""

from dataclasses import replace

import pytest

from hotline.app import open_line
from hotline.core.departments import Department
from hotline.core.entries import Topic
from hotline.core.member_offices import MemberOffice
from hotline.services.content import proposals, workflow
from tests.support.browser_serving import LAUNCH
from tests.support.checked_screens import SIZE_NAMES, SIZES, check_screens, signed_in_browser
from tests.support.disclosure_desk import CLERK, DESK, HEAD
from tests.support.fixed_values import NOW, places_in
from tests.support.records_database import clone_line

pytestmark = pytest.mark.browser
CIVIL = MemberOffice(
    code="MZJ",
    name="示例市民政局",
    other_names="民政局、民政",
    address="示例市幸福路8号",
    telephone="0000-80008888",
    morning_hours="09:00-12:00",
    afternoon_hours="13:30-17:00",
    hours_note="周末不上班。",
    **{name: text for name, text in vars(DESK).items() if name not in ("name", "address", "telephone", "letter_mark")},
    desk_name="示例市民政局政府信息公开办公室",
    desk_address="示例市幸福路8号101室",
    desk_telephone="0000-80008800",
    letter_mark="示民公复",
)
AID = Department("JZK", "救助科", "办理低保。", "101", "0000-80008801", "", "", "MZJ")
SCREENS = {
    "offices": "/console/content/member_offices",
    "office-new": "/console/content/member_offices/new",
    "office": "/console/content/member_offices/of/MZJ",
    "office-edit": "/console/content/member_offices/edit/MZJ",
    "department-edit": "/console/content/departments/edit/JZK",
    "department": "/console/content/departments/of/JZK",
    "person-new": "/console/people/new",
    "application-new": "/console/applications/new",
    "entry": "/console/entries/801",
    "apply": "/apply",
    "which-office": "/search?q=几点上班",
    "its-answer": "/search?q=申请低保收费吗",
    "how-to-reach": "/entries/999000",
    "its-entry": "/entries/801",
}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, **LAUNCH}


@pytest.fixture(scope="module")
def line(published_var, tmp_path_factory):
    var = tmp_path_factory.mktemp("offices") / "var"
    clone_line(published_var, var)
    line = open_line(places_in(var), now=lambda: NOW)
    with line.records.writing() as unit:
        unit.office.rows_of_disclosure_desk.put(DESK, 0, "seed", line.now())
    for value in (CIVIL, AID, Topic("8", "民政", "低保和救助。")):
        saved = proposals.save_draft(line, CLERK, value, None)
        submitted = proposals.submit(line, CLERK, saved.kind, saved.key, version=saved.version)
        proposals.approve(line, HEAD, saved.kind, saved.key, version=submitted.version)
    publish_entry(line)
    yield line
    line.records.close()


def publish_entry(line):
    example = workflow.get_entry(line, CLERK, 105).published.entry
    said = {"question": "申请低保收费吗？", "similar_questions": ("低保要交钱吗",), "department": "JZK"}
    saved = workflow.save_draft(line, CLERK, replace(example, number=801, topic="8", **said), None)
    submitted = workflow.submit(line, CLERK, 801, version=saved.version)
    workflow.approve(line, HEAD, 801, version=submitted.version)


@pytest.fixture(scope="module")
def signed_in(browser, line):
    with signed_in_browser(browser, line) as found:
        yield found


@pytest.mark.parametrize("size", SIZES, ids=SIZE_NAMES)
def test_no_screen_of_a_line_of_two_offices_has_an_accessibility_fault_or_scrolls_sideways(signed_in, size):
    page, address = signed_in
    check_screens(page, address, SCREENS, size)
