"""Whatever a form of the register carries, it answers in Chinese and never fails; other departments stay closed."""

from dataclasses import replace

import pytest

from hotline.core.disclosure.documents import DocumentAction
from hotline.core.permissions import Role
from tests.support.document_register import AUDITOR, OPEN

WORDS = ["", "字" * 6_000, "\x00\x1b[31m\u202e", "<b>&amp;</b>", "\ud800", "{name}", "=1+1"]
ODD = ["-1", "9" * 25, "9" * 5_000, "null", "1.5", ""]
NAMES = (
    *("title", "document_number", "made_on", "department", "attribute", "disclosure_class", "ground", "reason"),
    *("asked_for", "submission", "words", "changed_on", "review_on", "kind", "whom", "asked_on", "opinion"),
    "answered_on",
)


@pytest.fixture
def administrator(app, desk):
    app.config["WTF_CSRF_ENABLED"] = False
    return desk(Role.ADMINISTRATOR)


def paths():
    steps = [f"1/steps/{action.name.lower()}" for action in DocumentAction]
    return ("new", "1/edit", "1/consultations/new", "1/consultations/1", *steps)


@pytest.mark.parametrize("words", WORDS, ids=range(len(WORDS)))
def test_any_text_in_any_field_is_accepted_or_refused_with_a_page_in_chinese(administrator, register, words):
    register()
    encoded = words.encode("utf-8", "surrogatepass")
    for path in paths():
        fields = dict.fromkeys(NAMES, encoded) | {"version": "1"}
        response = administrator.post(f"/console/documents/{path}", fields)
        assert response.status_code < 500, path
        assert 'lang="zh-CN"' in response.text or response.status_code == 303, path


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_numbers_and_versions_are_refused_without_a_crash(administrator, register, odd):
    register()
    for path in paths():
        response = administrator.post(f"/console/documents/{path}", {"version": odd, "title": "标题"})
        assert response.status_code < 500, path
    assert administrator.client.get(f"/console/documents/{odd or 'x'}").status_code in (404, 405)


def test_a_future_day_is_refused_with_its_sentence(administrator):
    sent = administrator.post("/console/documents/new", {"title": "标题", "made_on": "2999-01-01"})
    assert sent.status_code == 400
    assert "成文日期不能在今天之后" in sent.text


def test_a_liaison_officer_of_another_department_neither_reads_nor_changes(desk, line, register):
    with line.records.writing() as unit:
        officer = unit.staff.find_by_name(Role.LIAISON.value)
        unit.staff.change(replace(officer, department="FYK"))
    registered = register(replace(OPEN, department="GKB"), actor=AUDITOR)
    stranger = desk(Role.LIAISON)
    for path in ("1", "1/edit", "1/calendar", "1/steps/propose", "1/consultations/new"):
        stranger.get(f"/console/documents/{path}", 403)
    assert registered.now.version == 1
