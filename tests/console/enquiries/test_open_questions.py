"""A clerk's way from what citizens asked to an entry, a similar question, a referral or a reason to leave it."""

import pytest

from hotline.core.enquiries import Channel, Outcome
from hotline.core.permissions import Role
from tests.support.html_pages import check_page, links, text

LIST = "/console/enquiries"
ASKED = "居住证怎么办"


@pytest.fixture
def ask(line):
    def ask(question=ASKED, outcome=Outcome.OFFERED, entries=(101, 105), channel=Channel.PHONE):
        with line.records.writing() as unit:
            return unit.enquiries.add(
                channel=channel,
                question=question,
                outcome=outcome,
                confidence=0.3,
                entries=entries,
                caller="+86138****8000",
                asked_at=line.now(),
                knowledge_version=1,
            )

    return ask


def test_what_nobody_picked_is_one_click_from_the_first_screen_with_its_figures(ask, publisher):
    for channel in Channel:
        ask(channel=channel)
    home = publisher.get("/console/").text
    assert "给了选择没人选（1）" in text(home)
    assert f"{LIST}?list=unpicked" in links(home)
    page = publisher.get(f"{LIST}?list=unpicked").text
    check_page(page)
    shown = text(page)
    assert f"{ASKED} 3次：网页1次、电话1次、短信1次。" in " ".join(shown.split())
    assert "没答上的问题 给了选择没人选（1） 答了没解决 转办最多" in shown


def test_an_entry_is_written_from_a_question_in_three_clicks_and_its_publication_closes_it(
    ask, publisher, reviewer, clock
):
    enquiry = ask()
    clock.advance(60)
    opened = f"/console/entries/new?enquiry={enquiry}"
    assert opened in links(publisher.get(f"{LIST}?list=unpicked").text)
    form = next(form for form in publisher.forms(opened) if "question" in form.fields)
    assert form.action == opened
    assert (form.fields["question"], form.fields["similar_questions"]) == (ASKED, ASKED)
    number = form.fields["number"]
    assert number.isdecimal()
    whole = {"web_answer": "到派出所办。", "spoken": "到派出所办。", "text": "到派出所办。", "department": "LFK"}
    basis = {"legal_bases-0-title": "居住证暂行条例", "legal_bases-0-article": "第九条"}
    told = publisher.post(opened, form.fields | whole | basis | {"then": "submit"})
    assert told.status_code == 400
    assert "请写施行日期" in told.text
    sent = publisher.post(
        opened, form.fields | whole | basis | {"legal_bases-0-in_force": "2016-01-01", "then": "submit"}
    )
    assert sent.location == f"/console/entries/{number}"
    assert f"这一条是为群众的这些问题写的或者加的：“{ASKED}”。" in text(publisher.get(sent.location).text)
    page = text(publisher.get(f"{LIST}?list=unpicked").text)
    assert f"已经在写 {number}的草稿，测试publisher" in page
    assert "给了选择没人选（" not in page
    clock.advance(60)
    assert reviewer.send(f"/console/entries/{number}/review", "/approve").status_code == 303
    assert ASKED not in publisher.get(f"{LIST}?list=unpicked").text


def test_a_question_is_added_to_an_entry_in_a_draft_of_it(ask, publisher, history):
    path = f"{LIST}/{ask()}/link"
    assert path in links(publisher.get(f"{LIST}?list=unpicked").text)
    sent = publisher.send(path, 1, number="102")
    assert sent.location == "/console/entries/102"
    assert history(102).open.entry.similar_questions[-1] == ASKED
    assert "已经加进102的草稿" in publisher.get(sent.location).text
    refused = publisher.send(path, 1, number="102")
    assert refused.status_code == 409
    check_page(refused.text)
    assert "102里已经有这一句了" in refused.text


def test_a_referral_is_written_from_a_question_and_keeps_the_link(ask, publisher, history):
    enquiry = ask("社保卡归谁管", Outcome.UNANSWERED, ())
    opened = f"/console/entries/new?kind=referral&enquiry={enquiry}"
    assert opened in links(publisher.get(LIST).text)
    form = next(form for form in publisher.forms(opened) if "question" in form.fields)
    number = int(form.fields["number"])
    assert number > 900_000
    sent = publisher.post(opened, form.fields | {"office": "市人社局", "source": "社会保险法第八条", "then": "submit"})
    assert sent.location == f"/console/entries/{number}"
    assert history(number).open.entry.question == "社保卡归谁管"
    assert f"{number}的草稿" in publisher.get(LIST).text


def test_junk_is_dismissed_with_a_reason_and_is_gone(ask, publisher):
    enquiry = ask("@SUM(1+1)", Outcome.UNANSWERED, ())
    path = f"{LIST}/{enquiry}/dismiss"
    assert f"{path}?list=unanswered" in links(publisher.get(LIST).text)
    refused = publisher.send(path, 1)
    assert refused.status_code == 400
    check_page(refused.text)
    assert "请选一个原因" in refused.text
    other = publisher.send(path, 1, reason="other", note="")
    assert (other.status_code, "请写明为什么不用处理" in other.text) == (400, True)
    long = publisher.send(path, 1, reason="not_ours", note="字" * 501)
    assert long.status_code == 400
    assert "字" * 501 in long.text
    sent = publisher.send(f"{path}?list=unanswered", 1, reason="harassment")
    assert sent.location == f"{LIST}?list=unanswered"
    page = publisher.get(sent.location).text
    assert "以后不会再列出来" in page
    assert "@SUM" not in page


@pytest.mark.parametrize("path", [f"{LIST}/99/dismiss", f"{LIST}/99/link", "/console/entries/new?enquiry=99"])
def test_an_enquiry_that_is_not_there_is_no_page(publisher, path):
    publisher.get(path, 404)


@pytest.mark.parametrize("id", ["x", "", "9" * 30, "-1", "１"])
def test_an_impossible_id_of_an_enquiry_is_no_page(publisher, id):
    publisher.get(f"/console/entries/new?enquiry={id}", 404)


def test_a_draft_is_saved_although_its_enquiry_is_gone(publisher, history):
    form = next(form for form in publisher.forms("/console/entries/new") if "question" in form.fields)
    sent = publisher.post("/console/entries/new?enquiry=99", form.fields | {"question": "居住证", "then": "save"})
    assert sent.status_code == 303
    assert history(int(form.fields["number"])).open.entry.question == "居住证"


def test_odd_lists_and_pages_are_ignored(ask, publisher):
    ask(outcome=Outcome.UNANSWERED, entries=())
    for query in ("list=nonsense", "page=99", "page=x", "list=unanswered&page=-1"):
        assert ASKED in publisher.get(f"{LIST}?{query}").text


def test_a_number_in_a_question_is_masked_on_every_page_of_the_way(ask, publisher):
    enquiry = ask("我是13800138000，居住证怎么办")
    for path in (f"{LIST}?list=unpicked", f"{LIST}/{enquiry}/link", f"{LIST}/{enquiry}/dismiss"):
        page = publisher.get(path).text
        assert "138****8000" in page
        assert "13800138000" not in page
    assert "13800138000" not in publisher.get(f"/console/entries/new?enquiry={enquiry}").text
    sent = publisher.send(f"{LIST}/{enquiry}/link", 1, number="102")
    assert sent.location.startswith("/console/entries/102/edit?similar=")
    saved = publisher.send(sent.location, 1, then="save", similar_questions="居住证怎么办")
    assert (saved.status_code, saved.location) == (303, "/console/entries/102/edit")
    assert "102的草稿" in publisher.get(f"{LIST}?list=unpicked").text


def test_staff_who_may_not_edit_see_the_lists_without_buttons(ask, desk):
    ask(outcome=Outcome.UNANSWERED, entries=())
    page = desk(Role.OPERATOR).get(LIST).text
    assert ASKED in page
    assert "写一条问答" not in page
    assert "/dismiss" not in page
