"""From a citizen's choice to a published similar question: one click, then the usual review."""

import pytest

from hotline.core.enquiries import Channel
from hotline.core.permissions import Role
from hotline.matching.decision import Kind
from hotline.services.questions import ask
from tests.support.html_pages import check_page, text

SCREEN = "/console/evidence"
ASKED = "复议能拖到啥时候嘛"


@pytest.fixture
def choose(line):
    """A citizen asks, is offered choices, and takes one."""

    def choose(question, number, helpful=None):
        with line.records.writing() as unit:
            enquiry = unit.enquiries.add(
                channel=Channel.WEB,
                question=question,
                outcome=ask.OUTCOMES[Kind.CHOICES],
                confidence=0.4,
                entries=[number, 105],
                caller="",
                asked_at=line.now(),
                knowledge_version=1,
            )
        ask.record_pick(line, enquiry, number)
        if helpful is not None:
            ask.record_rating(line, number, helpful, enquiry)

    return choose


def test_a_citizens_choice_becomes_a_similar_question_after_one_click_and_a_review(choose, publisher, reviewer, line):
    for _ in range(3):
        choose(ASKED, 102)
    shown = text(publisher.get(SCREEN).text)
    assert f"问过“{ASKED}”的人 选了 102 申请行政复议的期限是多久？ 3次选了这一条，" in shown
    added = publisher.send(SCREEN, "/evidence/add")
    assert added.location == SCREEN
    page = publisher.get(SCREEN).text
    assert f"“{ASKED}”已经加进102的草稿。" in page
    assert "没有新的问法要加。" in page
    before = line.shelf.current().version.number
    publisher.send("/console/entries/102", "/submit")
    reviewer.send("/console/entries/102/review", "/approve")
    assert line.shelf.current().version.number == before + 1
    decision = ask.decide(line, ASKED).decision
    assert (decision.kind, decision.matches[0].entry.number) == (Kind.ANSWER, 102)


def test_the_page_of_an_entry_shows_the_questions_that_led_to_it_and_the_votes(choose, publisher):
    choose(ASKED, 102, helpful=True)
    choose("随便问一问", 102, helpful=False)
    page = publisher.get("/console/entries/102").text
    check_page(page)
    shown = text(page)
    assert "1人说有帮助，1人说没有帮助。" in shown
    assert f"这些话的人选了这一条，可是它们还不在相似问里： “{ASKED}”" in shown
    assert "“随便问一问”，1次选了这一条，1人说没有帮助，" in shown
    assert publisher.send("/console/entries/102", "/evidence/add").location == "/console/entries/102"
    assert "提交审核" in publisher.get("/console/entries/102").text


def test_a_dismissed_question_is_no_longer_offered(choose, publisher):
    choose(ASKED, 102)
    publisher.send(SCREEN, "/evidence/dismiss")
    page = publisher.get(SCREEN).text
    assert "以后不再提示" in page
    assert "没有新的问法要加。" in page


def test_the_notice_quotes_only_the_beginning_of_a_very_long_question(publisher):
    wording = "".join(map(chr, range(0x4E00, 0x4E00 + 2_000)))  # one that does not pack well
    sent = publisher.post(f"{SCREEN}/dismiss", {"number": "102", "wording": wording, "csrf_token": publisher.token()})
    assert sent.status_code == 303
    assert f"以后不再提示“{wording[:60]}…”。" in publisher.get(SCREEN).text


def test_a_question_is_not_added_while_a_colleague_has_a_draft_and_stays_in_the_list(choose, publisher, desk, history):
    choose(ASKED, 102)
    publisher.send("/console/entries/102/edit", "/edit", spoken="正在写的话。")
    liaison = desk(Role.LIAISON)
    refused = liaison.send(SCREEN, "/evidence/add")
    page = liaison.get(refused.location).text
    assert "没有办成。测试publisher正在写102的草稿。" in page
    assert f"问过“{ASKED}”" in page
    assert ASKED not in history(102).open.entry.similar_questions


def test_a_question_with_a_telephone_number_must_be_rewritten_first(choose, publisher):
    choose("我是13800138000，复议能拖到啥时候", 102)
    page = publisher.get(SCREEN).text
    check_page(page)
    assert "13800138000" not in page
    assert "要改写以后才能加" in page
    assert "/evidence/add" not in page
    rewriting = next(a for a in page.split('"') if "/102/edit?similar=" in a)
    left = publisher.send(rewriting, 1, then="submit")
    assert left.status_code == 400
    assert "相似问里还有用星号遮住的号码" in left.text
    again = publisher.send("/console/entries/102/edit", "/edit", similar_questions="复议能拖到啥时候", then="submit")
    assert again.status_code == 303


def test_staff_who_may_not_edit_see_the_evidence_without_buttons(choose, desk):
    choose(ASKED, 102)
    page = desk(Role.OPERATOR).get(SCREEN).text
    assert ASKED in page
    assert "/evidence/" not in page


def test_an_unanswered_question_is_linked_to_an_entry_that_exists_and_added_to_a_draft_of_it(publisher, line, history):
    with line.records.writing() as unit:
        enquiry = unit.enquiries.add(
            channel=Channel.SMS,
            question="复议能拖多久",
            outcome=ask.OUTCOMES[Kind.NOTHING],
            confidence=0.0,
            entries=[],
            caller="",
            asked_at=line.now(),
            knowledge_version=1,
        )
    path = f"/console/enquiries/{enquiry}/link"
    assert path in publisher.get("/console/enquiries").text
    for number, reason in (("", "请填写问答的编号。"), ("99", "100到899"), ("899", "没有编号为899的问答。")):
        refused = publisher.send(path, 1, number=number)
        assert refused.status_code == 400
        check_page(refused.text)
        assert reason in refused.text
    publisher.send(path, 1, number="102")
    assert history(102).open.entry.similar_questions[-1] == "复议能拖多久"
    with line.records.reading() as unit:
        assert unit.enquiries.list_unanswered(5) == []
    assert "复议能拖多久" not in publisher.get(SCREEN).text


@pytest.mark.parametrize(
    "fields", [{}, {"number": "102"}, {"number": "x", "wording": "字"}, {"number": "999", "wording": "字"}]
)
def test_an_incomplete_evidence_form_changes_nothing(publisher, fields):
    for step in ("add", "dismiss"):
        sent = publisher.post(f"{SCREEN}/{step}", fields | {"csrf_token": publisher.token()})
        assert sent.location == SCREEN
        assert "没有办成" in publisher.get(SCREEN).text
