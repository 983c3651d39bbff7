"""Whatever a form or an address carries, the console answers in Chinese and never fails."""

import pytest

from hotline.core.enquiries import Channel
from hotline.core.permissions import Role
from hotline.services import messages
from tests.support.records_database import lose_database

WORDS = [
    "",
    " ",
    "字" * 3400,
    "😀" * 40,
    "\x00\x1b[31m\u202e",
    "<b>&amp;</b>",
    "'; DROP TABLE staff; --",
    "\ud800",
    "１０２",
]
ODD = ["-1", "9" * 25, "9" * 5000, "null", "1.5", ""]


@pytest.fixture
def administrator(app, desk):
    app.config["WTF_CSRF_ENABLED"] = False
    return desk(Role.ADMINISTRATOR)


@pytest.mark.parametrize("words", WORDS, ids=range(len(WORDS)))
def test_any_text_in_any_field_is_accepted_or_refused_with_a_page_in_chinese(administrator, line, words):
    message = messages.leave_message(line, channel=Channel.WEB, body="问一件事")
    form = next(form for form in administrator.forms("/console/entries/102/edit") if "question" in form.fields)
    encoded = words.encode("utf-8", "surrogatepass")
    for path, fields in {
        "/console/entries/102/edit": {name: form.fields.get(name, "") for name in ("version", "number")}
        | {name: encoded for name in form.fields if name not in ("version", "number")},
        "/console/entries/new": dict.fromkeys(form.fields, encoded),
        "/console/entries/102/return": {"version": "1", "comment": encoded},
        "/console/entries/102/withdraw": {"version": "77", "comment": encoded},
        f"/console/messages/{message.tracking_number}": {"answer": encoded},
        "/console/words/synonyms": {"colloquial": encoded, "official": encoded},
        "/console/content/synonyms/edit/告政府": {"version": "0", "official": encoded},
        "/console/words/stop_words": {"word": encoded},
        "/console/content/dictionary/new": {"word": encoded, "then": "submit"},
        "/console/evidence/add": {"number": "101", "wording": encoded},
        "/console/evidence/dismiss": {"number": "101", "wording": encoded},
        "/console/sign-in": {"name": encoded, "password": encoded},
    }.items():
        response = administrator.post(path, fields)
        assert response.status_code < 500, path
        assert 'lang="zh-CN"' in response.text or response.status_code in (302, 303), path


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_numbers_and_versions_are_refused_without_a_crash(administrator, odd):
    for path in ("submit", "approve", "return", "withdraw", "edit"):
        response = administrator.post(f"/console/entries/102/{path}", {"version": odd, "number": odd, "comment": "改"})
        assert 400 <= response.status_code < 500, path
    for path in (
        f"/console/entries/{odd or 0}",
        f"/console/entries/102/preview?serial={odd}",
        f"/console/messages/{odd}x",
        f"/console/enquiries/{odd or 0}/link",
    ):
        assert administrator.client.get(path).status_code in (200, 404), path
    for path in ("enquiries/1/link", "evidence/add", "evidence/dismiss"):
        response = administrator.post(f"/console/{path}", {"number": odd, "wording": odd, "back": odd})
        assert response.status_code in (303, 400, 404), path


def test_a_draft_far_over_the_limits_is_saved_uncut(administrator, history):
    form = next(form for form in administrator.forms("/console/entries/102/edit") if "question" in form.fields)
    long = {"web_answer": "字" * 20_000, "spoken": "字" * 20_000, "similar_questions": "字" * 20_000}
    assert administrator.post("/console/entries/102/edit", form.fields | long).status_code == 303
    assert len(history(102).open.entry.web_answer) == 20_000


@pytest.mark.parametrize("number", ["0", "900", "9" * 25, "9" * 5000], ids=len)
def test_an_impossible_entry_number_is_refused(administrator, number):
    for step in ("submit", "approve", "return", "withdraw", "edit"):
        response = administrator.post(f"/console/entries/{number}/{step}", {"version": "1", "comment": "改"})
        assert 400 <= response.status_code < 500, step


@pytest.mark.parametrize("row", ["²", "9" * 20, "9" * 5000, "", "-1", "x"], ids=range(6))
def test_a_row_of_legal_bases_with_an_odd_number_is_ignored(administrator, history, row):
    form = next(form for form in administrator.forms("/console/entries/102/edit") if "question" in form.fields)
    fields = form.fields | {f"legal_bases-{row}-title": "没有的法"}
    assert administrator.post("/console/entries/102/edit", fields).status_code == 303
    assert history(102).open.entry == history(102).published.entry


def test_a_form_is_shown_again_with_its_text_while_the_records_database_is_down(administrator, line):
    form = next(form for form in administrator.forms("/console/entries/102/edit") if "question" in form.fields)
    message = messages.leave_message(line, channel=Channel.WEB, body="问一件事")
    line.records.close()
    lose_database(line)
    for path, fields in {
        "/console/entries/102/edit": form.fields | {"spoken": "写了很久的话"},
        f"/console/messages/{message.tracking_number}": {"answer": "写了很久的话"},
        "/console/entries/102/return": {"version": "1", "comment": "写了很久的话"},
    }.items():
        refused = administrator.post(path, fields)
        assert refused.status_code == 503, path
        assert "写了很久的话" in refused.text, path
        assert "再提交一次" in refused.text, path


def test_a_missing_entry_has_no_link_to_its_page(publisher):
    page = publisher.get("/console/entries/888", 404).text
    assert "没有编号为888的问答" in page
    assert "看888现在的状态" not in page
