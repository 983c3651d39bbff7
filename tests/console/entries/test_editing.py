import pytest
from werkzeug.datastructures import MultiDict

from hotline.console.entries.forms import EntryForm, fields_of
from hotline.core.permissions import Role
from hotline.core.review import Status
from tests.support.html_pages import text as main_text

EDIT = "/console/entries/102/edit"
EDIT_FORM = "/entries/102/edit"


def test_saving_a_draft_does_not_change_the_public_page(publisher, client, history):
    before = main_text(client.get("/entries/102").text)
    saved = publisher.send(EDIT, EDIT_FORM, question="复议最多等多久？")
    assert saved.status_code == 303
    assert history(102).open.entry.question == "复议最多等多久？"
    assert history(102).published.status is Status.PUBLISHED
    assert main_text(client.get("/entries/102").text) == before  # the rest has a token that tells the time


def test_opening_and_saving_an_entry_changes_nothing_in_it(publisher, history):
    publisher.send(EDIT, EDIT_FORM)
    assert history(102).open.entry == history(102).published.entry


def test_no_sample_entry_changes_by_passing_through_the_form(app, line):
    with line.records.reading() as unit:
        entries = unit.entries.list_published()
    with app.test_request_context():
        for entry in entries:
            shown = EntryForm(formdata=None, data=fields_of(entry))
            sent = MultiDict(
                (field.name, field._value() if hasattr(field, "_value") else field.data)
                for field in [*shown, *(cell for row in shown.legal_bases for cell in row.form)]
                if field.type != "FieldList"
            )
            assert EntryForm(formdata=sent).to_entry() == entry


def test_saving_an_entry_submitted_meanwhile_is_refused_and_its_text_stays(publisher, desk, history):
    colleague = desk(Role.LIAISON)
    opened = next(form for form in colleague.forms(EDIT) if "question" in form.fields)
    publisher.send(EDIT, EDIT_FORM, then="submit")
    refused = colleague.post(EDIT, opened.fields | {"spoken": "来不及保存的话。", "then": "save"})
    assert refused.status_code == 409
    assert "来不及保存的话。</textarea>" in refused.text
    assert history(102).open.status is Status.SUBMITTED


def test_a_draft_may_be_incomplete_and_its_page_says_what_it_lacks(publisher):
    saved = publisher.send(EDIT, EDIT_FORM, spoken="", similar_questions="")
    text = publisher.get(saved.location).text
    assert "提交审核以前还要写好" in text
    assert "语音答复不能为空" in text
    assert "请至少写一个群众的问法" in text


def test_wordings_that_are_too_long_are_saved_in_a_draft_and_counted(publisher):
    saved = publisher.send(EDIT, EDIT_FORM, spoken="字" * 130, text="字" * 140)
    text = publisher.get(saved.location).text
    assert "超出10个字：现在130个字，最多120个字，约念33秒。" in text
    assert "超出6个字：现在140个字，最多134个字，分3条短信。" in text


def test_the_form_keeps_what_was_typed_when_it_cannot_be_saved(publisher, history):
    refused = publisher.send(
        EDIT, EDIT_FORM, **{"web_answer": "写了很久的答复", "review_date": "", "legal_bases-0-in_force": "去年"}
    )
    assert refused.status_code == 400
    assert "写了很久的答复" in refused.text
    assert "请填写复核日期" in refused.text
    assert 'value="去年"' in refused.text
    assert history(102).open is None


def test_submitting_too_long_a_wording_keeps_it_as_a_draft_and_says_why(publisher, history):
    refused = publisher.send(EDIT, EDIT_FORM, then="submit", text="字" * 140)
    assert refused.status_code == 400
    assert "短信答复最多134个字，现在有140个字。" in refused.text
    assert history(102).open.status is Status.DRAFT
    # The form on the refusal page goes on from the draft just saved.
    assert f'value="{history(102).open.version}"' in refused.text


def test_of_two_editors_the_second_sees_what_the_first_wrote_and_loses_nothing(publisher, desk, history):
    colleague = desk(Role.LIAISON)
    opened = next(form for form in colleague.forms(EDIT) if "question" in form.fields)
    publisher.send(EDIT, EDIT_FORM, spoken="先保存的人写的说法。")
    refused = colleague.post(EDIT, opened.fields | {"spoken": "后保存的人写的说法。", "then": "save"})
    assert refused.status_code == 409
    assert "没有保存：别人刚刚也改了这一条" in refused.text
    assert "测试publisher" in refused.text
    assert "后保存的人写的说法。</textarea>" in refused.text
    assert history(102).open.entry.spoken == "先保存的人写的说法。"
    version = history(102).open.version
    again = colleague.post(
        EDIT, opened.fields | {"spoken": "后保存的人写的说法。", "version": str(version), "then": "save"}
    )
    assert again.status_code == 303
    assert history(102).open.entry.spoken == "后保存的人写的说法。"


def test_a_new_entry_begins_with_an_unanswered_question(publisher, history):
    path = "/console/entries/new?question=复议要不要请律师"
    form = next(form for form in publisher.forms(path) if "question" in form.fields)
    assert form.fields["similar_questions"] == "复议要不要请律师"
    saved = publisher.post("/console/entries/new", form.fields | {"number": "109", "then": "save"})
    assert saved.location == "/console/entries/109/edit"
    assert history(109).open.entry.topic == "1"


@pytest.mark.parametrize(("number", "words"), [("102", "编号102已经有问答了"), ("99", "100到899"), ("九", "整数")])
def test_a_new_entry_needs_a_number_of_its_own(publisher, history, number, words):
    refused = publisher.send("/console/entries/new", "/new", number=number, question="新问题？")
    assert refused.status_code == 400 if number != "102" else 409
    assert words in refused.text
    assert "新问题？" in refused.text
    assert history(102).open is None


def test_legal_bases_left_empty_are_dropped_and_half_filled_ones_explained(publisher, history):
    half = publisher.send(EDIT, EDIT_FORM, **{"legal_bases-0-title": "", "legal_bases-1-in_force": ""})
    assert half.status_code == 400
    assert "请写法律名称，或者把这一行清空。" in half.text
    before = len(history(102).published.entry.legal_bases)
    empty = {"legal_bases-0-title": "", "legal_bases-0-article": "", "legal_bases-0-in_force": ""}
    assert publisher.send(EDIT, EDIT_FORM, **empty).status_code == 303
    assert len(history(102).open.entry.legal_bases) == before - 1


def test_html_in_an_answer_is_shown_as_text_and_never_run(publisher):
    saved = publisher.send(EDIT, EDIT_FORM, then="preview", web_answer="<script>alert(1)</script>\n\n**要紧**")
    text = publisher.get(saved.location).text
    assert "<script>alert" not in text
    assert "<strong>要紧</strong>" in text


def test_a_form_sent_after_the_session_ended_is_shown_again_with_its_text(publisher, desk, history):
    form = next(form for form in publisher.forms(EDIT) if "question" in form.fields)
    publisher.send("/console/", "/sign-out")
    late = publisher.post(EDIT, form.fields | {"spoken": "写了一上午的话。", "then": "save"})
    assert late.status_code == 400
    assert "写了一上午的话。" in late.text
    assert "没有保存" in late.text
    assert history(102).open is None


def test_text_from_a_form_of_another_site_is_not_shown_again(publisher):
    sent = publisher.client.post(EDIT, data={"spoken": "外面来的话"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert sent.status_code == 400
    assert "外面来的话" not in sent.text


def test_a_submitted_entry_cannot_be_edited(publisher):
    publisher.send(EDIT, EDIT_FORM, then="submit")
    assert publisher.get(EDIT, 302).location == "/console/entries/102"


def test_staff_who_may_not_edit_get_no_form(desk):
    operator = desk(Role.OPERATOR)
    assert "您的角色没有这项权限" in operator.get(EDIT, 403).text
    assert "/edit" not in operator.get("/console/entries/102").text
