"""Makes the README's pictures: `python -m tests.browser.take_pictures` (a new picture is a new row of PICTURES)."""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import sync_playwright

from hotline.app import open_line
from hotline.core.enquiries import Channel
from hotline.core.permissions import Role
from hotline.services import messages
from hotline.services.content import csv_import, publish, workflow
from hotline.services.staff import accounts
from tests.support.browser_serving import LAUNCH, serving
from tests.support.fixed_values import NOW, PASSWORD, ROOT, places_in
from tests.support.traffic import leave_busy_month

FOLDER = Path(__file__).parent / "pictures"
PHONE = (360, 740)
DESKTOP = (1280, 800)


@dataclass(frozen=True)
class Picture:
    """``name`` is the file's, ``whole`` takes the page to its end, ``staff`` signs in first."""

    name: str
    path: str
    size: tuple[int, int]
    whole: bool = False
    staff: bool = False


PICTURES = [
    Picture("home-phone", "/", (360, 1100)),
    Picture("home-desktop", "/", DESKTOP),
    Picture("search-phone", "/search?q=复议要钱吗", PHONE),
    Picture("search-desktop", "/search?q=复议要钱吗", DESKTOP),
    Picture("choices-phone", "/search?q=复议", PHONE),
    Picture("nothing-phone", "/search?q=红烧肉怎么做才好吃", PHONE, whole=True),
    Picture("entry-phone", "/entries/102", PHONE, whole=True),
    Picture("entry-desktop", "/entries/102", DESKTOP),
    Picture("catalogue-desktop", "/catalogue", DESKTOP),
    Picture("item-desktop", "/guide", DESKTOP),
    Picture("messages-phone", "/messages", PHONE, whole=True),
    Picture("console-entries-desktop", "/console/entries", DESKTOP, staff=True),
    Picture("console-entry-desktop", "/console/entries/102/edit", (1280, 1960), staff=True),
    Picture("console-entry-phone", "/console/entries/102/edit#spoken-hint", PHONE, staff=True),
    Picture("console-home-desktop", "/console/", DESKTOP, staff=True),
    Picture("console-difference-desktop", "/console/entries/105/review", DESKTOP, staff=True),
    Picture("console-line-desktop", "/console/line?days=30", DESKTOP, whole=True, staff=True),
    Picture("console-line-phone", "/console/line?days=30", (360, 1500), staff=True),
]


def open_sample(var):
    """A line with the sample content published and somebody to sign in as."""
    line = open_line(places_in(var), now=lambda: NOW)
    line.records.migrate()
    csv_import.import_tables(line, ROOT / "faq_data")
    publish.publish(line)
    accounts.add_staff(line, "picture", "演示管理员", Role.ADMINISTRATOR, PASSWORD)
    author = accounts.add_staff(line, "author", "演示联络员", Role.LIAISON, PASSWORD)
    submit_change(line, author)
    leave_busy_month(line)
    messages.leave_message(line, channel=Channel.WEB, body="宅基地的证一直不发怎么办？")
    return line


def submit_change(line, author):
    """One entry rewritten and waiting for review, so that there is a difference to show."""
    published = workflow.get_entry(line, author, 105).published
    entry = replace(
        published.entry,
        spoken=published.entry.spoken.replace("不收费，", "不收费，一分钱也不用交，"),
        similar_questions=(*published.entry.similar_questions, "申请复议要先交押金不"),
    )
    draft = workflow.save_draft(line, author, entry, published.version)
    workflow.submit(line, author, 105, version=draft.version)


def sign_in(page, site):
    page.goto(f"{site}/console/")
    page.get_by_label("用户名").fill("picture")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def take(page, site, picture):
    page.set_viewport_size(dict(zip(("width", "height"), picture.size, strict=True)))
    page.goto(site + picture.path)
    page.screenshot(path=FOLDER / f"{picture.name}.png", full_page=picture.whole)
    print(FOLDER / f"{picture.name}.png")


def main():
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        line = open_sample(Path(folder))
        with serving(line, places_in(line.folder)) as site:
            browser = playwright.chromium.launch(**LAUNCH)
            citizen, staff = browser.new_page(), browser.new_page()
            sign_in(staff, site)
            for picture in PICTURES:
                take(staff if picture.staff else citizen, site, picture)
            browser.close()
        line.records.close()


if __name__ == "__main__":
    main()
