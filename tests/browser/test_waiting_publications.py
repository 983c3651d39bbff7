"""Days of publication, words in review, a leaver's work and the page of a link in a real browser, on a phone too."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.app import open_line
from hotline.core.enquiries import Channel
from hotline.core.permissions import Role
from hotline.core.proposals import ProposalKind
from hotline.core.word_lists import StopWord, Synonym
from hotline.services import message_deeds, messages
from hotline.services.content import proposals, workflow
from tests.support.browser_serving import LAUNCH
from tests.support.checked_screens import SIZE_NAMES, SIZES, check_screen, check_screens, signed_in_browser
from tests.support.fixed_values import NOW, places_in
from tests.support.records_database import clone_line

pytestmark = pytest.mark.browser
SCREENS = {
    "home": "/",
    "entry-submitted": "/entries/102",
    "entry-approved": "/entries/104",
    "review-submitted": "/entries/102/review",
    "review-approved": "/entries/104/review",
    "entries": "/entries?status=approved",
    "topic-approved": "/content/topics/of/3",
    "announcement": "/content/announcements/of/20261123-1",
    "words": "/words/synonyms",
    "word-review": "/content/synonyms/review/告政府",
    "word-published": "/content/stop_words/of/怎么办",
    "word-withdraw": "/content/stop_words/withdraw/怎么办",
    "changes": "/changes",
    "revisions": "/entries/104/revisions",
}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, **LAUNCH}


@pytest.fixture(scope="module")
def line(published_var, tmp_path_factory):
    var = tmp_path_factory.mktemp("waiting") / "var"
    clone_line(published_var, var)
    line = open_line(places_in(var), now=lambda: NOW)
    leave_work(line)
    yield replace(line, senders={"twilio": object()})
    line.records.close()


def leave_work(line):
    """Of a publisher who leaves: an entry that asks for a day, one and a topic approved for one, words, a message."""
    with line.records.writing() as unit:
        writer, head = (unit.staff.find_by_name(role.value) for role in (Role.PUBLISHER, Role.REVIEWER))
        boss = unit.staff.find_by_name(Role.ADMINISTRATOR.value)
        unit.staff.change(replace(writer, department="FYK"))
    day = NOW.date() + timedelta(days=40)
    asked = workflow.choose_day(line, writer, 102, version=submit(line, writer, 102).version, day=day)
    assert asked.publish_on == day
    workflow.approve(line, head, 104, version=submit(line, writer, 104).version, day=day)
    topic = proposals.get_history(line, writer, ProposalKind.TOPICS, "3")
    sent = propose(line, writer, replace(topic.published, name="行政诉讼和赔偿"), topic.version)
    proposals.approve(line, head, sent.kind, sent.key, version=sent.version, day=day)
    propose(line, writer, Synonym("告政府", "行政复议"), 0)
    propose(line, writer, StopWord("帮帮忙"), None)
    left = messages.leave_message(line, channel=Channel.WEB, body="复议多久？", caller="")
    message_deeds.assign(line, boss, left.tracking_number, "FYK")


def submit(line, writer, number):
    revision = workflow.get_entry(line, writer, number).published
    draft = workflow.save_draft(line, writer, replace(revision.entry, spoken="改过以后的答复。"), revision.version)
    return workflow.submit(line, writer, number, version=draft.version)


def propose(line, writer, value, version):
    draft = proposals.save_draft(line, writer, value, version)
    return proposals.submit(line, writer, draft.kind, draft.key, version=draft.version)


@pytest.fixture(scope="module")
def signed_in(browser, line):
    with signed_in_browser(browser, line) as (page, address):
        yield page, f"{address}/console"


@pytest.mark.parametrize("size", SIZES, ids=SIZE_NAMES)
def test_no_screen_of_what_waits_has_an_accessibility_fault_or_scrolls_sideways(signed_in, line, size):
    page, console = signed_in
    with line.records.reading() as unit:
        leaver = unit.staff.find_by_name(Role.PUBLISHER.value).id
    check_screens(page, console, {**SCREENS, "leaver": f"/people/{leaver}"}, size)


@pytest.mark.parametrize("size", SIZES, ids=SIZE_NAMES)
def test_a_day_is_chosen_and_a_link_is_texted_by_who_has_only_the_page(signed_in, size):
    page, console = signed_in
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{console}/entries/102/review")
    page.get_by_label("从哪一天起对外").fill("2020-01-01")
    page.get_by_role("button", name="通过").click()
    page.get_by_text("这一天已经过了").first.wait_for()
    check_screen(page, "review-refused", size)
    page.goto(f"{console}/people/new")
    page.get_by_label("用户名").fill(f"wang{size[0]}")
    page.get_by_label("姓名").fill("王芳")
    page.get_by_label("话务员").check()
    page.get_by_label("自己的电话").fill("13800138000")
    page.get_by_role("button", name="做一个邀请链接").click()
    check_screen(page, "link", size)
    page.get_by_role("button", name="用短信发").click()
    page.get_by_text("短信正在发到138****8000").wait_for()
    check_screen(page, "link-texted", size)
