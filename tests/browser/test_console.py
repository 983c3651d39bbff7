"""The console in a real browser: signing in, writing, counters, and no accessibility fault on any screen."""

import shutil
import threading
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from werkzeug.serving import make_server

from hotline.app import create_app, open_line
from hotline.core.enquiries import Channel, Outcome
from hotline.core.permissions import Role
from hotline.core.wordings import SPOKEN_LIMIT, TEXT_LIMIT, sms_parts, speech_seconds, utf16_units
from hotline.services import curating, triaging
from hotline.settings import Settings
from tests.conftest import NOW, PASSWORD, places_in

pytestmark = pytest.mark.browser

SIZES = [(360, 740), (1280, 800)]
SCREENS = [
    "",
    "entries",
    "entries?q=复议&status=published",
    "entries?q=没有这个词",
    "entries/101",
    "entries/102",
    "entries/104",
    "entries/new",
    "entries/101/edit",
    "entries/102/edit",
    "entries/104/preview",
    "entries/104/review",
    "entries/104/revisions",
    "entries/101/withdraw",
    "entries/999",
    "enquiries",
    "enquiries/add?question=复议能拖多久",
    "messages",
    "messages?state=answered",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": ["--no-sandbox"]}


@pytest.fixture(scope="module")
def line(published_var, tmp_path_factory):
    """A line with something waiting on every screen."""
    var = tmp_path_factory.mktemp("console") / "var"
    shutil.copytree(published_var, var, symlinks=True)
    line = open_line(places_in(var), now=lambda: NOW)
    fill(line)
    yield line
    line.records.close()


def fill(line):
    with line.records.writing() as unit:
        author = unit.staff.find_by_name(Role.PUBLISHER.value)
        for question in ("怎么开无犯罪记录证明", "怎么开无犯罪记录证明？", "村里征地找谁"):
            unit.enquiries.add(
                channel=Channel.SMS,
                question=question,
                outcome=Outcome.UNANSWERED,
                confidence=0.0,
                entries=[],
                caller="+86138****8000",
                asked_at=NOW,
                knowledge_version=1,
            )
    triaging.leave_message(line, channel=Channel.PHONE, body="宅基地的证一直不发怎么办", caller="+8613800138000")
    write(line, author, 102, spoken="", text="字" * 140)
    draft = write(line, author, 104, spoken="先看决定书，上面写着向谁申请。", department="LFK")
    curating.submit(line, author, 104, version=draft.version)


def write(line, author, number, **changes):
    published = curating.get_entry(line, author, number).published
    return curating.save_draft(line, author, replace(published.entry, **changes), published.version)


@pytest.fixture(scope="module")
def console(line):
    """The console's address on a server of this process."""
    server = make_server("127.0.0.1", 0, lambda *call: app(*call), threaded=True)
    settings = Settings(
        places=places_in(line.folder),
        public_url=f"http://127.0.0.1:{server.port}",
        secret_key="a secret key that only the tests know, 0123456789",
        twilio_auth_token="0123456789abcdef0123456789abcdef",
    )
    app = create_app(settings, line=line)
    app.config["RATELIMIT_ENABLED"] = False
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"{settings.public_url}/console/"
    server.shutdown()


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
