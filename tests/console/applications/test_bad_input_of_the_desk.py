"""Whatever a form of the disclosure desk carries, it answers in Chinese and never fails, and logs no applicant."""

import logging

import pytest

from hotline.core.disclosure.applications import ApplicationAction
from hotline.core.permissions import Role

WORDS = ["", "字" * 6_000, "\x00\x1b[31m\u202e", "<b>&amp;</b>", "\ud800", "{name}", "=1+1"]
ODD = ["-1", "9" * 25, "9" * 5_000, "null", "1.5", ""]


@pytest.fixture
def administrator(app, desk, desk_line):
    app.config["WTF_CSRF_ENABLED"] = False
    return desk(Role.ADMINISTRATOR)


@pytest.mark.parametrize("words", WORDS, ids=range(len(WORDS)))
def test_any_text_in_any_field_is_accepted_or_refused_with_a_page_in_chinese(administrator, register, words):
    number, encoded = register().number, words.encode("utf-8", "surrogatepass")
    steps = [f"{number}/steps/{action.name.lower()}" for action in ApplicationAction]
    names = ("day", "words", "whom", "consulted", "basis", "result", "name", "identity", "telephone", "description")
    names += ("channel", "kind", "arrived_on", "department", "submission", "outcome", "reasons", "withheld-0-passage")
    for path in (f"{number}/judging", f"{number}/searches/new", f"{number}/slips/1/opinion", "new", *steps):
        fields = dict.fromkeys(names, encoded) | {"version": "1"}
        response = administrator.post(f"/console/applications/{path}", fields)
        assert response.status_code < 500, path
        assert 'lang="zh-CN"' in response.text or response.status_code == 303, path


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_numbers_and_versions_are_refused_without_a_crash(administrator, register, odd):
    number = register().number
    for path in (f"{number}/steps/charge", f"{number}/steps/ask_correction", f"{number}/steps/extend"):
        fields = {"version": odd, "day": odd, "units": odd, "earlier": odd, "working_days": odd, "basis": "PAGES"}
        response = administrator.post(f"/console/applications/{path}", fields | {"words": "说明"})
        assert 400 <= response.status_code < 500, path
        good = {"version": "1", "day": "2026-11-23", "basis": "PAGES", "words": "说明"}
        assert administrator.post(f"/console/applications/{path}", fields | good).status_code == 400, path
    for path in (f"{odd or 0}", f"report?year={odd}", f"?page={odd}&state={odd}", f"report/cases?row=new&kind={odd}"):
        assert administrator.client.get(f"/console/applications/{path}").status_code in (200, 404, 308), path


def test_a_reply_with_braces_reaches_the_letter_as_it_was_typed(administrator, register):
    case = register()
    fields = {"version": "1", "outcome": "INTERNAL", "reasons": "见{name}和{0}。", "preview": "1"}
    shown = administrator.post(f"/console/applications/{case.number}/judging", fields).text
    assert "理由：见{name}和{0}。" in shown


def test_nothing_of_an_applicant_is_logged(clerk, caplog):
    written = {"channel": "IN_PERSON", "arrived_on": "2026-11-23", "kind": "PERSON", "name": "赵大山"}
    written |= {"identity": "532331196001010011", "telephone": "13800138000", "description": "我家的征地补偿"}
    with caplog.at_level(logging.DEBUG):
        assert clerk.fill("/new", **written).status_code == 200
        clerk.see("/2026-00001")
        clerk.see("?q=赵大山")
    logged = "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    for private in ("赵大山", "532331196001010011", "13800138000", "征地补偿"):
        assert private not in logged


@pytest.mark.parametrize("year", ["0", "2018", "2027", "10000", "9" * 25])
def test_a_year_that_can_have_no_report_is_not_found(administrator, year):
    for path in ("steps/submit", "steps/return", "steps/freeze", "steps/reopen", "item", "edit"):
        for fields in ({"version": "0"}, {"version": "1", "comment": "请改一改。"}):
            response = administrator.post(f"/console/applications/report/{year}/{path}", fields)
            assert response.status_code == 404, path
