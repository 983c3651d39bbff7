"""An entry about the right matter is no answer where its short wordings do not tell what is asked for."""

from dataclasses import replace

import pytest

from hotline.matching.decision import Kind
from hotline.matching.match import match
from hotline.matching.subject.asked_for import find_untold
from hotline.storage.knowledge.versions import VersionStore
from tests.support import small_contents as small
from tests.support.small_contents import publish

WORDINGS = {
    "price": "公证费由各省定，先问公证处。",
    "place": "到住所地的公证处办。",
    "duration": "自受理之日起十五个工作日出证。",
    "papers": "身份证和有关证明。",
    "phone": "电话是0000-80000106。",
}
ASKED = {
    "price": ("公证要多少钱", "公证收费吗", "公证多少钱一次"),
    "place": ("公证在哪里办", "公证去哪办"),
    "duration": ("公证要多久", "公证几天能办好"),
    "papers": ("公证要什么材料", "公证带什么"),
    "phone": ("公证电话是多少",),
}


def published(folder, wording, **wordings):
    """A small base whose entry 501 on notaries is told by ``wording`` alone."""
    contents = small.small_contents()
    asked = ("公证", "公证怎么弄", *(question for questions in ASKED.values() for question in questions))
    notary = replace(
        small.entry(501, "怎样办理公证？", "5"),
        web_answer=wording,
        spoken=wording,
        text=wording,
        similar_questions=asked,
    )
    notary = replace(notary, **wordings)
    versions = VersionStore(folder)
    publish(versions, replace(contents, entries=(*contents.entries, notary)))
    return versions.current()


@pytest.mark.parametrize("told", list(WORDINGS))
def test_what_the_wordings_tell_is_answered_and_nothing_else(tmp_path, told):
    knowledge = published(tmp_path, WORDINGS[told])
    for kind, questions in ASKED.items():
        for question in questions:
            decision = match(question, knowledge)
            assert decision.matches[0].entry.number == 501
            is_short = kind == told or _also_tells(told, kind)
            assert (decision.kind is Kind.ANSWER) == (is_short or decision.passage is not None), (question, told)
            assert not (is_short and decision.passage), (question, told)


def _also_tells(told, kind):
    """Where to ask for the price is told with it, and so on: patterns overlap in favour of an answer."""
    return find_untold(ASKED[kind][0], [WORDINGS[told]]) == ""


@pytest.mark.parametrize("asked", ["公证要多少钱", "公证一次多少钱", "公证收费吗", "公证费用"])
def test_the_price_of_a_notary_is_not_answered_with_where_to_go(knowledge, asked):
    entry = knowledge.find_entry(503)
    decision = match(asked, knowledge)
    told = decision.passage.text if decision.passage else entry.spoken + entry.text
    assert "费" in told or decision.kind is not Kind.ANSWER


@pytest.mark.parametrize(
    ("question", "answer", "untold"),
    [
        ("公证要多少钱", "到公证处办。", "多少钱"),
        ("复议要多久", "复议不收费。", "多久"),
        ("复议在哪里申请", "六十日内。", "在哪里"),
        ("复议带什么材料", "六十日。", "要什么材料"),
        ("这件事找谁", "六十日。", "找谁"),
        ("法律援助电话是多少", "到窗口办。", "电话"),
        ("复议要多久在哪里办", "不收费。", ""),
        ("我家的地被征了想问一下复议要多少钱才行呢", "六十日。", ""),
        ("怎么申请复议", "六十日。", ""),
    ],
)
def test_a_plain_question_is_untold_where_no_wording_speaks_of_it(question, answer, untold):
    assert find_untold(question, [answer, ""]) == untold


def test_an_entry_without_short_wordings_is_judged_by_its_long_one(tmp_path):
    answered = published(tmp_path / "told", WORDINGS["price"], spoken="", text="")
    assert match("公证要多少钱", answered).kind is Kind.ANSWER
    unanswered = published(tmp_path / "untold", WORDINGS["place"], spoken="", text="")
    assert match("公证要多少钱", unanswered).kind is Kind.CHOICES


def test_an_entry_without_any_answer_is_not_judged(tmp_path):
    empty = published(tmp_path, "", spoken="", text="")
    assert match("公证要多少钱", empty).kind is Kind.ANSWER
