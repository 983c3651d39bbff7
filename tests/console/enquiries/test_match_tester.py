"""Staff ask a question as a citizen would and see the reasons for the decision."""

from hotline.core.permissions import Role
from hotline.matching.ranking.scoring import WEIGHTS
from hotline.services.questions import explain
from tests.support.html_pages import text


def test_the_match_tester_shows_what_a_citizen_would_get_and_why(publisher):
    shown = text(publisher.get("/console/tester?q=您好，复议要钱吗").text)
    assert "会直接回答：105" in shown
    assert "同义词：“要钱吗”按“收费”查找。" in shown
    assert "问题读作：“复议要钱吗”" in shown
    assert "对上的词：" in shown
    assert "直接回答。" in shown
    assert all(explain.PARTS[part] in shown for part in WEIGHTS)


def test_the_match_tester_shows_choices_and_nothing_found_and_tells_readers_who_may_write(desk):
    operator = desk(Role.OPERATOR)
    assert "条里选" in operator.get("/console/tester?q=复议").text
    nothing = text(operator.get("/console/tester?q=红烧肉怎么做才好吃").text)
    assert "会说没有找到" in nothing
    assert "不会给提问的人看" in nothing
    assert "请联络员或者发布员写一条" in nothing


def test_an_unanswered_question_links_to_the_reasons_in_the_match_tester(desk, line):
    from_list = "/console/tester?q=%E5%A4%8D"
    assert "只有一个字" in desk(Role.LIAISON).get(from_list).text
