"""A citizen asks by web: a sure answer, choices, nothing found, odd questions, and votes."""

import pytest

from hotline.core.permissions import Role
from hotline.services import messages
from hotline.services.questions import ask
from tests.support.html_pages import heading, links, parse, text

ODD = [
    "",
    "   ",
    "？",
    "😀" * 20,
    "复议\x00收费\x1b[31m\ufffe吗",
    "问" * 10_240,
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)> ' onfocus=alert(1)",
    "'; DROP TABLE entries; --",
    'NEAR(复议 OR *) AND "',
    "{{ 7*7 }} %s %(x)s",
    "999",
    "-1",
    "９" * 150,
]


def test_a_sure_question_gets_the_answer_first(citizen):
    html = citizen.get("/search", q="复议收费吗")
    assert "申请行政复议收费吗" in text(html)
    assert "不收费" in text(html)
    assert "/entries/105" in links(html)


def test_a_number_alone_leads_to_its_entry(citizen):
    assert "/entries/102" in links(citizen.get("/search", q="１０２"))


@pytest.fixture
def unclear(line):
    """A question that matching is not sure of, whatever its thresholds are."""
    words = ("复议", "申请", "行政复议", "材料", "多久", "公开")
    return next(word for word in words if ask.decide(line, word).decision.kind.value == "choices")


def test_an_unclear_question_gets_choices(citizen, unclear):
    html = citizen.get("/search", q=unclear)
    assert heading(html) == "您要问的是哪一条？"
    assert len({link for link in links(html) if link.startswith(("/entries/", "/catalogue/items/"))}) >= 2


def test_a_question_nothing_answers_can_be_left_for_staff(citizen, line):
    page = "/search?q=红烧肉怎么做才好吃"
    assert heading(citizen.get(page)) == "没有找到现成的答复"
    html = citizen.send(page, "/messages", telephone="138 0013 8000")
    assert "等待答复" in text(html)
    with line.records.reading() as unit:
        person = unit.staff.find_by_name(Role.ADMINISTRATOR.value)
    [message] = messages.list_messages(line, person)
    assert message.body == "红烧肉怎么做才好吃"
    assert message.tracking_number in text(html)
    with line.records.reading() as unit:
        assert {enquiry.question for enquiry in unit.enquiries.list_unanswered(5)} == {"红烧肉怎么做才好吃"}


@pytest.mark.parametrize("question", ODD, ids=range(len(ODD)))
def test_an_odd_question_gets_a_page_with_a_heading(citizen, question):
    assert heading(citizen.get("/search", q=question))


def test_a_question_in_broken_utf8_gets_a_page(citizen):
    assert heading(citizen.get("/search?q=%ff%fe%e5%a4"))


def test_an_empty_or_too_long_question_is_refused_with_the_reason(citizen):
    assert "请先写下您要问的事" in text(citizen.get("/search"))
    assert "太长" in text(citizen.get("/search", q="问" * 201))


def test_a_question_is_shown_again_as_text_and_not_as_html(citizen):
    attack = '"><script>alert(1)</script><b id=x onclick=1>天气'
    tree = parse(citizen.get("/search", q=attack))
    assert not [e for e in tree.iter("b")]
    [box] = [e for e in tree.iter("input") if e.get("name") == "q"]
    assert box.get("value") == attack


def test_the_entry_opened_after_a_search_is_recorded_as_the_choice(citizen, line, unclear):
    html = citizen.get("/search", q=unclear)
    [first, *_] = sorted(link for link in links(html) if link.startswith("/entries/"))
    citizen.get(first)
    with citizen.client.session_transaction() as session:
        enquiry_id, _ = session["enquiry"]
    with line.records.reading() as unit:
        enquiry = unit.enquiries.find(enquiry_id)
    assert enquiry.picked == int(first.rpartition("/")[2])


@pytest.mark.parametrize("vote", ["yes", "no"])
def test_a_vote_is_thanked_for_and_recorded_once(citizen, vote):
    html = citizen.send("/entries/102", "/entries/102/rating", helpful=vote)
    assert "谢谢您的评价" in text(html)
    assert "已经评价过" in text(citizen.get("/entries/102"))
    assert not [form for form in parse(citizen.get("/entries/102")).iter("form") if form.get("method") == "post"]


def test_a_vote_that_cannot_be_recorded_is_not_thanked_for(citizen, without_records):
    html = citizen.send("/entries/102", "/entries/102/rating", helpful="yes", status=503)
    assert "谢谢" not in text(html)
    assert "已经评价过" not in text(citizen.get("/entries/102"))


def test_a_vote_other_than_yes_or_no_is_refused(citizen):
    citizen.send("/entries/102", "/entries/102/rating", helpful="maybe", status=400)


def test_a_vote_without_the_pages_token_is_refused(citizen):
    assert citizen.client.post("/entries/102/rating", data={"helpful": "yes"}).status_code == 400


def test_what_is_no_question_gets_a_kind_word_and_is_not_kept(citizen, line):
    assert "不客气" in text(citizen.get("/search", q="谢谢，知道了"))
    with line.records.reading() as unit:
        assert not unit.enquiries.list_unanswered(5)


def test_a_visitor_in_danger_is_told_the_number_to_ring_and_is_kept_for_staff(citizen, line):
    html = citizen.get("/search", q="我不想活了")
    assert heading(html) == "请先打电话求助"
    assert 'href="tel:12356"' in html
    with line.records.reading() as unit:
        assert len(unit.enquiries.list_emergencies(line.now().replace(year=2000), 5)) == 1


def test_a_question_from_an_entrys_page_may_leave_its_subject_out(citizen):
    html = citizen.get("/search", q="要多少钱", about=102)
    assert heading(html) == "查到的答复"
    assert "/entries/105" in links(html)
    assert 'name="about" value="105"' in html


def test_two_numbers_are_both_offered(citizen):
    assert {"/entries/102", "/entries/103"} <= {*links(citizen.get("/search", q="102和１０３"))}


def test_a_matter_of_another_office_shows_who_is_responsible_and_how_to_reach_them(citizen, line):
    html = citizen.get("/search", q="公积金贷款能贷多少")
    assert heading(html) == "这件事要找别的单位"
    assert "示例市住房公积金管理中心" in text(html)
    assert 'href="tel:12329"' in html
    assert "编号9" not in text(html)
    with line.records.reading() as unit:
        assert unit.enquiries.find(1).outcome.value == "referred"


def test_a_referral_has_a_page_without_a_topic_a_number_or_a_vote(citizen, line):
    numbers = [number for number in line.knowledge.list_numbers() if number > 900_000]
    for number in numbers:
        html = citizen.get(f"/entries/{number}")
        assert line.knowledge.find_entry(number).office in text(html)
        assert "有帮助" not in text(html)
        assert "要找我们的工作人员" in text(html)


@pytest.mark.parametrize("words", ["第一个", "1", "最后一个"])
def test_a_place_in_a_list_is_no_question_and_is_not_kept(citizen, line, words):
    assert "请写下您要问的事" in text(citizen.get("/search", q=words))
    with line.records.reading() as unit:
        assert not unit.enquiries.list_unanswered(10)
