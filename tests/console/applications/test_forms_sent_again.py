"""A form of the desk that is sent twice, or sent again after Back: done once, and what was typed is not lost."""

import pytest

from hotline.core.disclosure.applications import ApplicationState
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.services.disclosure import applications
from tests.support.disclosure_desk import CLERK
from tests.support.html_pages import form_fields

WRITTEN = {
    "channel": "IN_PERSON",
    "arrived_on": "2026-11-23",
    "kind": "PERSON",
    "name": "赵大山",
    "identity": "身份证 532331196001010011",
    "telephone": "13800138000",
    "description": "2025年行政复议案件统计表",
}


@pytest.fixture
def send_twice():
    """Open the form at ``path``, and send it twice as a double click does; both responses."""

    def send_twice(person, path, **fields):
        whole = f"/console/applications{path}"
        form = next(form for form in person.desk.forms(whole) if form.method == "post" and form.action == whole)
        return [person.desk.post(whole, form.fields | fields) for _ in range(2)]

    return send_twice


@pytest.mark.parametrize(
    ("step", "fields", "letters"),
    [
        ("ask_correction", {"words": "请写明年份"}, 1),
        ("charge", {"basis": "PAGES", "units": "120"}, 1),
        ("consult", {"consulted": "THIRD_PARTY", "whom": "示例公司"}, 2),
        ("withdraw", {"words": "来电撤回"}, 0),
    ],
)
def test_a_step_sent_twice_is_taken_once_and_makes_its_letters_once(clerk, register, send_twice, step, fields, letters):
    case = register()
    first, second = send_twice(clerk, f"/{case.number}/steps/{step}", **fields)
    assert first.status_code == 303
    assert "刚刚被别人办过" in clerk.refused(second, 409)
    assert len(case.file.letters) == letters
    assert all(words in second.text for words in fields.values() if words.isdecimal() or "请" in words)


def test_a_further_slip_sent_twice_is_one_slip_and_one_letter(clerk, register, send_twice):
    case = register()
    clerk.take(case, "consult", consulted="THIRD_PARTY", whom="示例公司")
    fields = {"consulted": "CO_MAKER", "whom": "示例市财政局"}
    first, second = send_twice(clerk, f"/{case.number}/steps/consult", **fields)
    assert first.status_code == 303
    assert "已经征求示例市财政局的意见，还没有答复，不用再送一份。" in clerk.refused(second, 409)
    assert [slip.whom for slip in case.file.consultations] == ["示例公司", "示例市财政局"]
    assert len(case.file.letters) == 3


def test_a_search_sent_twice_is_one_record(clerk, register, send_twice):
    case = register()
    fields = {"place": "档案室", "words": "复议 统计", "found": "没有"}
    assert [one.status_code for one in send_twice(clerk, f"/{case.number}/searches/new", **fields)] == [303, 303]
    assert len(case.file.searches) == 1


def test_a_reply_approved_twice_is_one_letter_under_one_number(clerk, head, register):
    case = register()
    case.draft(ReplyOutcome.DISCLOSED, given="统计表一份。")
    clerk.desk.send(f"/console/applications/{case.number}/reply", "/steps/submit")
    form = next(
        form
        for form in head.desk.forms(f"/console/applications/{case.number}/reply")
        if form.action.endswith("/steps/approve")
    )
    first, second = (head.desk.post(form.action, form.fields) for _ in range(2))
    assert first.status_code == 303
    assert "刚刚被别人办过" in head.refused(second, 409)
    assert [letter.letter_number for letter in case.file.letters] == ["示司公复〔2026〕1号"]


def test_two_clerks_who_write_the_same_reply_keep_both_texts(clerk, desk, register):
    case = register()
    path = f"/console/applications/{case.number}/judging"
    opened = clerk.desk.forms(path)[-1].fields
    assert clerk.fill(f"/{case.number}/judging", outcome="DISCLOSED", given="先写的。").status_code == 303
    late = clerk.desk.post(path, opened | {"outcome": "INTERNAL", "reasons": "后写的，写了很久。"})
    assert "刚刚被别人办过" in clerk.refused(late, 409)
    assert "后写的，写了很久。</textarea>" in late.text
    assert case.file.reply.given == "先写的。"


def test_back_and_another_applicant_typed_over_the_form_loses_nobody(clerk, line):
    form = next(form for form in clerk.desk.forms("/console/applications/new") if "submission" in form.fields)
    clerk.desk.post("/console/applications/new", form.fields | WRITTEN)
    over = form.fields | WRITTEN | {"name": "李小河", "description": "公证收费文件"}
    response = clerk.desk.post("/console/applications/new", over)
    shown = clerk.refused(response, 409)
    assert "没有登记。这张表先前登记成了2026-00001，现在写的不一样。" in shown
    assert "公证收费文件" in response.text
    path = "/console/applications/new"
    again = form_fields(response.text, path, path)
    assert again["submission"] != form.fields["submission"]
    slip = clerk.refused(clerk.desk.post(path, again), 200)
    assert "2026-00002" in slip
    assert applications.get_application(line, CLERK, "2026-00001").application.applicant.name == "赵大山"


@pytest.mark.parametrize("changed", [{"channel": "POST"}, {"arrived_on": "2026-11-20"}, {"agent": "李小河"}])
def test_back_and_one_field_changed_is_told_and_the_first_stays_as_it_was(clerk, line, changed):
    form = next(form for form in clerk.desk.forms("/console/applications/new") if "submission" in form.fields)
    clerk.desk.post("/console/applications/new", form.fields | WRITTEN)
    response = clerk.desk.post("/console/applications/new", form.fields | WRITTEN | changed)
    assert "先前登记成了2026-00001，现在写的不一样。" in clerk.refused(response, 409)
    assert applications.list_open_applications(line, CLERK, limit=9)[1] == 1


def test_back_to_a_step_that_was_taken_says_so(clerk, register):
    case = register()
    clerk.take(case, "ask_correction", words="请写明年份")
    case.do(applications.ApplicationAction.CORRECT)
    again = clerk.see(f"/{case.number}/steps/ask_correction", 409)
    assert "“告知补正”只能做一次，已经做过了。" in again
    assert case.now.application.state is ApplicationState.RECEIVED
