"""Referrals in the console: listed apart from the entries, written with the office they send to, and approved."""

import pytest

from hotline.core.permissions import Role
from hotline.core.review import Status

NEW = "/console/entries/new?kind=referral"
TYPED = {
    "question": "狗证在哪里办",
    "similar_questions": "养狗要办什么证\n狗证怎么办",
    "keywords": "狗证、养犬登记",
    "office": "示例市公安局",
    "telephone": "110",
    "note": "到住的地方的派出所办",
    "source": "示例市养犬管理条例",
}


def write(author, **changes):
    form = next(form for form in author.forms(NEW) if "question" in form.fields)
    return author.post(NEW, form.fields | TYPED | {"then": "submit"} | changes)


def test_referrals_are_listed_apart_from_the_entries(publisher):
    assert "残疾证在哪里办" in publisher.get("/console/referrals").text
    assert "残疾证在哪里办" not in publisher.get("/console/entries").text
    assert "共31条" in publisher.get("/console/entries").text
    assert "申请行政复议收费吗" not in publisher.get("/console/referrals").text
    assert "残疾证在哪里办" in publisher.get("/console/referrals?q=残疾人联合会").text


def test_a_new_referral_has_the_next_free_number_and_the_fields_of_another_office(publisher, line):
    highest = max(line.knowledge.list_numbers())
    form = next(form for form in publisher.forms(NEW) if "question" in form.fields)
    assert form.fields["number"] == str(highest + 1)
    assert {"office", "telephone", "note", "source"} <= form.fields.keys()
    assert form.fields["topic"] == ""
    assert "office" not in next(f for f in publisher.forms("/console/entries/new") if "question" in f.fields).fields


def test_a_referral_approved_by_a_colleague_is_told_on_the_public_page(publisher, reviewer, client, history, line):
    sent = write(publisher)
    assert sent.status_code == 303, sent.text
    number = max(line.knowledge.list_numbers()) + 1
    assert client.get(f"/entries/{number}").status_code == 404
    review = reviewer.get(f"/console/entries/{number}/review").text
    assert all(words in review for words in ("归哪个单位管", "示例市公安局", "在哪里查到的", "示例市养犬管理条例"))
    assert reviewer.send(f"/console/entries/{number}/review", "/approve").status_code == 303
    assert history(number).published.entry.office == "示例市公安局"
    page = client.get("/search?q=狗证在哪里办").text
    assert "示例市公安局" in page
    assert "tel:110" in page


def test_nobody_approves_a_referral_that_they_wrote(desk, line):
    administrator = desk(Role.ADMINISTRATOR)
    write(administrator)
    number = max(line.knowledge.list_numbers()) + 1
    assert "不能由您自己审核通过" in administrator.get(f"/console/entries/{number}/review").text


@pytest.mark.parametrize("missing", ["office", "source", "similar_questions"])
def test_what_a_referral_lacks_is_shown_beside_its_field_and_the_draft_is_kept(publisher, history, line, missing):
    refused = write(publisher, **{missing: ""})
    assert refused.status_code == 400
    assert "草稿已经保存，但还不能提交" in refused.text
    assert history(max(line.knowledge.list_numbers()) + 1).open.status is Status.DRAFT


def test_a_referral_is_withdrawn_as_an_entry_is(reviewer, client, history):
    withdrawn = reviewer.send("/console/entries/900001/withdraw", 1, comment="改归别的单位了")
    assert withdrawn.status_code == 303
    assert history(900001).published is None
    assert client.get("/entries/900001").status_code == 404


def test_saving_a_referral_changes_nothing_that_was_not_typed(publisher, history):
    edit = "/console/entries/900001/edit"
    assert publisher.send(edit, "/900001/edit").status_code == 303
    assert history(900001).open.entry == history(900001).published.entry


def test_the_preview_says_what_the_channels_make_of_the_fields(publisher):
    preview = publisher.get("/console/entries/900001/preview").text
    assert "归哪个单位管" in preview
    assert "没有另写" in preview
