"""Whatever a form or an address carries, the console answers in Chinese and never fails."""

import pytest

from hotline.core.enquiries import Channel
from hotline.core.permissions import Role
from hotline.services import triaging

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
def test_any_words_in_any_field_are_taken_or_refused_kindly(administrator, line, words):
    message = triaging.leave_message(line, channel=Channel.WEB, body="问一件事")
    form = next(form for form in administrator.forms("/console/entries/102/edit") if "question" in form.fields)
    encoded = words.encode("utf-8", "surrogatepass")
    for path, fields in {
        "/console/entries/102/edit": {name: form.fields.get(name, "") for name in ("version", "number")}
        | {name: encoded for name in form.fields if name not in ("version", "number")},
        "/console/entries/new": dict.fromkeys(form.fields, encoded),
        "/console/entries/102/return": {"version": "1", "comment": encoded},
        "/console/entries/102/withdraw": {"version": "77", "comment": encoded},
        f"/console/messages/{message.tracking_number}": {"answer": encoded},
        "/console/sign-in": {"name": encoded, "password": encoded},
    }.items():
        response = administrator.post(path, fields)
        assert response.status_code < 500, path
        assert 'lang="zh-CN"' in response.text or response.status_code in (302, 303), path


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_numbers_and_states_are_refused_kindly(administrator, odd):
    for path in ("submit", "approve", "return", "withdraw", "edit"):
        response = administrator.post(f"/console/entries/102/{path}", {"version": odd, "number": odd, "comment": "改"})
        assert 400 <= response.status_code < 500, path
    for path in (
        f"/console/entries/{odd or 0}",
        f"/console/entries/102/preview?serial={odd}",
        f"/console/messages/{odd}x",
    ):
        assert administrator.client.get(path).status_code in (200, 404), path
    administrator.get(f"/console/enquiries/add?question=x&number={odd}", 400)


def test_a_draft_far_over_the_limits_is_saved_before_it_is_cut(administrator, history):
    form = next(form for form in administrator.forms("/console/entries/102/edit") if "question" in form.fields)
    long = {"web_answer": "字" * 20_000, "spoken": "字" * 20_000, "similar_questions": "字" * 20_000}
    assert administrator.post("/console/entries/102/edit", form.fields | long).status_code == 303
    assert len(history(102).open.entry.web_answer) == 20_000
