"""The console's desk with an office whose disclosure desk is set up, and applications in some states."""

from dataclasses import dataclass

import pytest

from hotline.core.disclosure.applications import ApplicationChannel
from hotline.core.permissions import Role
from tests.support.disclosure_desk import DESK, register_case
from tests.support.html_pages import check_page, text


@pytest.fixture
def desk_line(line):
    with line.records.writing() as unit:
        unit.office.rows_of_disclosure_desk.put(DESK, 0, "seed", line.now())
    return line


@pytest.fixture
def register(desk_line):
    def register(channel=ApplicationChannel.IN_PERSON, *given, **named):
        return register_case(desk_line, channel, *given, **named)

    return register


@dataclass
class Person:
    """Somebody at the console who opens pages of applications and sends their forms; signs in anew every day."""

    browser: object
    role: Role
    clock: object
    signed_in_on: object = None

    @property
    def desk(self):
        if self.signed_in_on != self.clock().date():
            self.browser.client.delete_cookie("session", domain="hotline.example")
            assert self.browser.sign_in(self.role.value).status_code == 303
            self.signed_in_on = self.clock().date()
        return self.browser

    def see(self, path="", status=200):
        """The page at ``path`` below the list, checked, as a reader sees it."""
        page = self.desk.get(f"/console/applications{path}", status).text
        check_page(page)
        return text(page)

    def html(self, path=""):
        return self.desk.get(f"/console/applications{path}").text

    def fill(self, path, **fields):
        """Send the form of the page at ``path`` that posts to it."""
        whole = f"/console/applications{path}"
        form = next(form for form in self.desk.forms(whole) if form.method == "post" and form.action == whole)
        return self.desk.post(whole, form.fields | fields)

    def take(self, case, step, **fields):
        """Take a step by its form; returns the response."""
        return self.fill(f"/{case.number}/steps/{step}", **fields)

    def refused(self, response, status):
        """What is read in the page of a refusal."""
        assert response.status_code == status, response.text
        check_page(response.text)
        return text(response.text)


@pytest.fixture
def clerk(desk, desk_line, clock):
    return Person(desk(), Role.PUBLISHER, clock)


@pytest.fixture
def head(desk, desk_line, clock):
    return Person(desk(), Role.REVIEWER, clock)


@pytest.fixture
def operator(desk, desk_line, clock):
    return Person(desk(), Role.OPERATOR, clock)


@pytest.fixture
def liaison(desk, desk_line, clock):
    return Person(desk(), Role.LIAISON, clock)


@pytest.fixture
def on_day(clock):
    """Move the clock to ten in the morning of a day."""

    def on_day(day):
        year, month, day_of_month = map(int, day.split("-"))
        clock.now = clock.now.replace(year=year, month=month, day=day_of_month)

    return on_day
