"""The disclosure desk in a real browser: no accessibility fault and nothing sideways, on a phone and on a desk."""

from datetime import date

import pytest

from hotline.app import open_line
from hotline.core.disclosure.applications import ApplicationAction, ApplicationChannel, Wanted
from hotline.core.disclosure.case_files import ConsultedKind, ContestKind, SearchDone, WithheldPart
from hotline.core.disclosure.letter_templates import LetterTemplate
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.proposals import ProposalKind
from hotline.services.content import proposals
from hotline.services.disclosure import applications, case_files, report_documents, report_items
from tests.support.annual_reports import freeze_report, write_report
from tests.support.browser_serving import LAUNCH
from tests.support.checked_screens import SIZE_NAMES, SIZES, check_screen, check_screens, signed_in_browser
from tests.support.disclosure_desk import CLERK, DESK, HEAD, VILLAGER, Case
from tests.support.fixed_values import NOW, places_in
from tests.support.records_database import clone_line

pytestmark = pytest.mark.browser
SCREENS = {
    "list": "",
    "found-nothing": "?q=没有这个词&state=sent",
    "register": "/new",
    "slip": "/2026-00001/slip",
    "case": "/2026-00001",
    "case-answered": "/2026-00002",
    "case-unconfirmed": "/2026-00005",
    "register-part": "/new?split_from=2026-00001",
    "step-take-back-contest": "/2026-00002/steps/take_back_contest",
    "step-declare-unlawful": "/2026-00002/steps/declare_unlawful",
    "calendar": "/2026-00001/calendar",
    "calendar-extended": "/2026-00004/calendar",
    "judging": "/2026-00003/judging",
    "reply": "/2026-00004/reply",
    "letter": "/2026-00002/letters/1",
    "step-charge": "/2026-00003/steps/charge",
    "step-consult": "/2026-00003/steps/consult",
    "search": "/2026-00003/searches/new",
    "opinion": "/2026-00001/slips/1/opinion",
    "report": "/report",
    "report-cases": "/report/cases?row=new",
    "report-edit": "/report/2026/edit",
    "report-frozen": "/report?year=2025",
    "report-document": "/report/document?year=2025",
    "file-check": "/2026-00003/file-check",
    "templates": "/../content/letter_templates",
    "template": "/../content/letter_templates/of/reply",
    "template-edit": "/../content/letter_templates/edit/extension_notice",
    "template-review": "/../content/letter_templates/review/reply-internal",
    "template-steps": "/../content/letter_templates/steps/reply-internal",
}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, **LAUNCH}


@pytest.fixture(scope="module")
def line(published_var, tmp_path_factory):
    var = tmp_path_factory.mktemp("desk") / "var"
    clone_line(published_var, var)
    line = open_line(places_in(var), now=lambda: NOW)
    leave_applications(line)
    yield line
    line.records.close()


def leave_applications(line):
    """One that consults, one answered and contested, one at work, one to be reviewed, one to be confirmed."""
    with line.records.writing() as unit:
        unit.office.rows_of_disclosure_desk.put(DESK, 0, "seed", line.now())
    consulting, answered, _, submitted = (register(line, day) for day in ("11-02", "11-09", "11-12", "10-26"))
    register(line, "11-20", ApplicationChannel.ORDINARY_MAIL)
    version = consulting.now.application.version
    sent_on = date(2026, 11, 9)
    case_files.consult(line, CLERK, consulting.number, version, ConsultedKind.THIRD_PARTY, "示例公司", sent_on)
    search = SearchDone("档案室、公文系统", "复议 统计", "张敏", sent_on, "没有")
    case_files.add_search(line, CLERK, answered.number, search)
    withheld = (WithheldPart("第3页的身份证号码", ReplyOutcome.THIRD_PARTY),)
    given = {"given": "统计表一份，2页。", "reasons": "涉及个人隐私。", "withheld": withheld}
    answered.answer(ReplyOutcome.PARTLY_DISCLOSED, **given)
    version = answered.now.application.version
    case_files.add_contest(line, CLERK, answered.number, version, ContestKind.REVIEW, NOW.date())
    propose_text(line)
    submitted.draft(ReplyOutcome.INTERNAL, reasons="属于本机关的工作流程。")
    submitted.do(ApplicationAction.EXTEND, HEAD, words="要调阅的档案很多", working_days=10)
    submitted.do(ApplicationAction.SUBMIT)
    freeze_report(line, 2025, figures={"norms_valid": "17", "charges": "1.25"})
    write_report(line, 2026, figures={"licences": ""})


def propose_text(line):
    """A text of letters that waits for approval, with a remedy typed by hand."""
    text = "经审查，您要的是内部事务信息，按{{依据}}不予公开。{{理由}}不服的，60日内申请行政复议。"
    saved = proposals.save_draft(line, CLERK, LetterTemplate("reply-internal", text), 0)
    proposals.submit(line, CLERK, saved.kind, saved.key, version=saved.version)


def register(line, day, channel=ApplicationChannel.IN_PERSON):
    wanted = Wanted("2025年度示例镇征地补偿方案和补偿款发放明细，包括每户的面积和金额", "示政发〔2025〕3号", "纸质")
    arrived_on = date.fromisoformat(f"2026-{day}")
    made = applications.register(line, channel=channel, applicant=VILLAGER, wanted=wanted, arrived_on=arrived_on)
    return Case(line, made.application.number)


@pytest.fixture(scope="module")
def signed_in(browser, line):
    with signed_in_browser(browser, line) as (page, address):
        yield page, f"{address}/console/applications"


@pytest.mark.parametrize("size", SIZES, ids=SIZE_NAMES)
def test_no_screen_of_the_desk_has_an_accessibility_fault_or_scrolls_sideways(signed_in, size):
    page, desk = signed_in
    check_screens(page, desk, SCREENS, size)


@pytest.mark.parametrize("size", SIZES, ids=SIZE_NAMES)
def test_the_page_behind_the_link_that_confirms_can_be_read_on_a_phone(signed_in, size):
    page, desk = signed_in
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{desk}/2026-00005")
    link = page.locator(".typed", has_text="/apply/confirm").inner_text()
    page.goto(desk.removesuffix("/console/applications") + link[link.index("/apply/") :])
    check_screen(page, "confirmation", size)
    assert page.get_by_role("button", name="这是我的申请，确认").is_visible()


@pytest.mark.parametrize("size", SIZES, ids=SIZE_NAMES)
def test_closing_an_account_is_asked_for_once_more_without_a_script(signed_in, size):
    page, desk = signed_in
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{desk}/../people")
    check_screen(page, "people", size)
    page.get_by_role("link", name="测试operator").click()
    first = page.locator("details.ask-again", has_text="停用").first
    assert not first.get_by_role("button").is_visible()
    first.locator("summary").click()
    assert first.get_by_role("button").is_visible()
    check_screen(page, "person", size)
    page.goto(f"{desk}/../line")
    check_screen(page, "charts", size)


@pytest.mark.parametrize("size", SIZES, ids=SIZE_NAMES)
def test_the_public_page_of_the_report_can_be_read_on_a_phone(signed_in, line, size):
    page, desk = signed_in
    site = desk.removesuffix("/console/applications")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(site + publish_report(line))
    check_screen(page, "public-report", size)
    cell = page.locator(".official-form-10 td").first
    assert cell.is_visible()
    label = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label == ('"自然人"' if size[0] < 700 else "none")


def publish_report(line):
    """The path of the public page of the report of 2025, which the first call publishes."""
    opened = report_documents.read_report(line, CLERK, 2025)
    number = opened.prepared.item
    if not number:
        number = report_items.propose_item(line, CLERK, 2025, opened.version)
        history = proposals.get_history(line, CLERK, ProposalKind.CATALOGUE, number)
        submitted = proposals.submit(line, CLERK, ProposalKind.CATALOGUE, number, version=history.version)
        proposals.approve(line, HEAD, ProposalKind.CATALOGUE, number, version=submitted.version)
    return f"/catalogue/items/{number}"
