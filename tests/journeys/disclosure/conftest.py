"""An office whose disclosure desk is set up, its people at the console, and an applicant on all three channels."""

import re
from dataclasses import dataclass

import pytest

from hotline.core.permissions import Role
from tests.support.console_desk import Desk
from tests.support.console_person import Person
from tests.support.disclosure_desk import DESK, Case
from tests.support.html_pages import form_fields
from tests.support.html_pages import text as text_of

TABLE = "2025年行政复议案件统计表"
WRITTEN = {
    "kind": "PERSON",
    "name": "赵大山",
    "identity": "身份证 532331196001010011",
    "telephone": "13800138000",
    "description": TABLE,
}


@pytest.fixture
def desk_line(line):
    with line.records.writing() as unit:
        unit.office.rows_of_disclosure_desk.put(DESK, 0, "seed", line.now())
    return line


@pytest.fixture
def person(app, desk_line, clock):
    return lambda role: Person(Desk(app), role, clock)


@pytest.fixture
def clerk(person):
    """Writes and sends the letters."""
    return person(Role.PUBLISHER)


@pytest.fixture
def head(person):
    """Approves what the clerk wrote, and extends."""
    return person(Role.REVIEWER)


@pytest.fixture
def operator(person):
    return person(Role.OPERATOR)


@pytest.fixture
def on_day(clock):
    """Move the clock to ten in the morning of a day."""

    def on_day(day):
        year, month, day_of_month = map(int, day.split("-"))
        clock.now = clock.now.replace(year=year, month=month, day=day_of_month)

    return on_day


@pytest.fixture
def bring(clerk, operator, desk_line):
    """Register at the desk what came by ``channel``; whoever takes calls fills in for who telephones."""

    def bring(channel, arrived_on=None, **changed):
        someone = operator if channel == "PHONE" else clerk
        day = arrived_on or str(desk_line.now().date())
        slip = text_of(someone.fill("/new", channel=channel, arrived_on=day, **WRITTEN | changed).text)
        number, code = re.search(r"编号\s*(20\d\d-\d{5})\s*查询码\s*(\d{8})", slip).groups()
        return Case(desk_line, number, code)

    return bring


@pytest.fixture
def apply_on_web(client, desk_line):
    """Fill in the form of the website; the application with what its page told."""

    def apply_on_web(**changed):
        fields = {
            "name": "赵大山",
            "identity": "居民身份证",
            "telephone": "13800138000",
            "description": TABLE,
        } | changed
        page = client.post("/apply", data=form_fields(client.get("/apply").text, "/apply") | fields)
        told = text_of(page.text)
        number = re.search(r"20\d\d-\d{5}", told)[0]
        code = re.search(r"(\d{4}) (\d{4})", told)
        case = Case(desk_line, number, code[1] + code[2])
        case.told = told
        return case

    return apply_on_web


@pytest.fixture
def arrive(apply_on_web, bring, clerk):
    """An application received on 23 November, whichever way it came."""

    def arrive(channel):
        if channel == "WEB":
            return apply_on_web()
        if channel not in ("ORDINARY_MAIL", "EMAIL", "FAX"):
            return bring(channel)
        case = bring(channel, arrived_on="2026-11-20")
        assert clerk.take(case, "confirm").status_code == 303
        return case

    return arrive


@pytest.fixture
def do(clerk, head, on_day):
    """Take the steps that come before a reply, each by its form."""

    def do(case, steps):
        for who, where, *fields in steps:
            if who == "day":
                on_day(where)
            else:
                path = f"/{case.number}/{where if '/' in where else f'steps/{where}'}"
                assert {"clerk": clerk, "head": head}[who].fill(path, **fields[0]).status_code == 303, where

    return do


@dataclass(frozen=True)
class Told:
    """What an applicant is told of one application on the web, by text and by telephone."""

    web: str
    text: str
    phone: str

    def __iter__(self):
        return iter((self.web, self.text, self.phone))


@pytest.fixture
def ask(client, text, dial):
    """Ask how an application stands with number and query code, on all three channels."""

    def ask(case, *keys):
        path = "/apply/status"
        fields = form_fields(client.get(path).text, path) | {"number": case.number, "code": case.query_code}
        web = client.post(path, data=fields)
        assert web.status_code == 200
        bare = case.number.replace("-", "")
        heard = dial("press:4", f"press:{bare}#", f"press:{case.query_code}#", *keys).heard()
        return Told(text_of(web.text), text(f"申请查询 {case.number} {case.query_code}")[0], heard)

    return ask


@pytest.fixture
def send_reply(clerk, head):
    """Write the reply by the five questions, have another person approve it, and send it by post; the letter."""

    def send_reply(case, outcome, way="邮寄 XA12345678953", **fields):
        assert clerk.fill(f"/{case.number}/judging", outcome=outcome, **fields).status_code == 303
        return finish(case, way)

    def finish(case, way="邮寄 XA12345678953"):
        page = f"/console/applications/{case.number}/reply"
        assert clerk.desk.send(page, "/steps/submit").status_code == 303
        assert head.desk.send(page, "/steps/approve").status_code == 303
        assert clerk.take(case, "send", words=way).status_code == 303
        return case.file.letters[-1].body

    send_reply.finish = finish
    return send_reply
