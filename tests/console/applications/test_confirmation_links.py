"""Staff hand the applicant a link that confirms an application: copied into a mail, or sent by SMS."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.app import create_app
from hotline.core.disclosure.applications import Applicant, ApplicantKind, ApplicationAction, ApplicationChannel
from hotline.core.permissions import Role
from tests.support.console_desk import Desk
from tests.support.console_person import Person
from tests.support.disclosure_desk import CLERK, VILLAGER
from tests.support.html_pages import text

BY_MAIL = Applicant(ApplicantKind.PERSON, "钱小河", "身份证", address="示例镇1号")


class TakesTexts:
    inline = True

    def send(self, number, body, key):
        raise AssertionError("not in this test")


@pytest.fixture
def texting_clerk(settings, desk_line, clock):
    app = create_app(settings, line=replace(desk_line, senders={"twilio": TakesTexts()}))
    return Person(Desk(app), Role.PUBLISHER, clock)


def queued(line):
    with line.records.writing() as unit:
        return unit.texts.claim(line.now(), line.now() + timedelta(minutes=1), line.now() + timedelta(days=1))


def test_who_neither_registers_nor_handles_applications_does_not_get_the_link(head, register):
    case = register(ApplicationChannel.EMAIL, actor=CLERK)
    assert "/apply/confirm" not in head.html(f"/{case.number}")


def test_the_page_of_an_unconfirmed_email_has_the_link_to_copy_and_a_confirmed_one_has_none(clerk, register):
    case = register(ApplicationChannel.EMAIL, actor=CLERK)
    shown = clerk.see(f"/{case.number}")
    link = re.search(r"https://hotline\.example/apply/confirm\?number=2026-00001&token=[0-9a-f]{32}", shown)[0]
    assert clerk.desk.client.get(link).status_code == 200
    assert "把链接发到申请人的手机" not in shown
    case.do(ApplicationAction.CONFIRM)
    assert "请申请人确认" not in clerk.see(f"/{case.number}")


def test_the_link_is_sent_once_a_day_to_the_mobile_number(texting_clerk, register, desk_line):
    case = register(ApplicationChannel.FAX, VILLAGER, actor=CLERK)
    path = f"/console/applications/{case.number}"
    for _ in range(2):
        assert texting_clerk.desk.send(path, "/confirmation").status_code == 303
    assert "确认的链接已经发到" in texting_clerk.see(f"/{case.number}")
    text_sent = queued(desk_line)
    assert text_sent.number == "+8613800138000"
    assert f"/apply/confirm?number={case.number}&token=" in text_sent.body
    assert queued(desk_line) is None


def test_without_a_mobile_number_or_a_gateway_there_is_no_button_and_a_press_says_why(
    texting_clerk, clerk, register, desk_line
):
    by_mail = register(ApplicationChannel.ORDINARY_MAIL, BY_MAIL, actor=CLERK)
    assert "把链接发到申请人的手机" not in texting_clerk.see(f"/{by_mail.number}")
    villager = register(ApplicationChannel.FAX, VILLAGER, actor=CLERK)
    path = f"/console/applications/{villager.number}"
    assert "把链接发到申请人的手机" not in clerk.see(f"/{villager.number}")
    token = clerk.desk.forms(path)[0].fields["csrf_token"]
    clerk.desk.post(f"{path}/confirmation", {"csrf_token": token})
    assert "没有发。这个号码发不了短信" in text(clerk.desk.get(path).text)
    assert queued(desk_line) is None
