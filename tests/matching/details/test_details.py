"""Follow-up questions on a detail that the long answer of an entry tells: tests/golden/details.csv.

The rows were written by somebody who had read the entries and no code. A needle stands in the passage that answers; a
row without one asks what the entry does not tell."""

from dataclasses import replace

import pytest

from hotline.core.passages import Passage, list_passages
from hotline.matching.details.aspects import find_aspects
from hotline.matching.details.reading import read_entry
from hotline.matching.follow_up import find_subject
from hotline.matching.match import match
from hotline.matching.text.normalise import normalise
from tests.support.golden_sets import read_golden_rows


@pytest.fixture(scope="module")
def outcomes(knowledge):
    """Of each row of the held half: told (rightly), wrong, missed, honest (not told, rightly) or false."""
    counts = dict.fromkeys(("told", "wrong", "missed", "honest", "false"), 0)
    for row in read_golden_rows("details", "held"):
        number, question = int(row["context"]), normalise(row["question"])
        entry, subject = knowledge.find_entry(number), find_subject(number, knowledge)
        reading = read_entry(question, subject, entry, knowledge)
        needles = [needle for needle in row["needle"].split("|") if needle]
        is_told = reading.is_likely
        if needles and is_told:
            counts["told" if any(needle in reading.passage.text for needle in needles) else "wrong"] += 1
        else:
            counts[
                {(True, False): "missed", (False, True): "false", (False, False): "honest"}[bool(needles), is_told]
            ] += 1
    return counts


def test_a_third_of_the_details_is_told_by_words_and_few_wrongly(outcomes):
    """Measured 2026-11-29 by words: 23 told, 5 wrong, 57 missed of 85; 25 honest, 10 false of 35."""
    assert outcomes["told"] >= 21
    assert outcomes["wrong"] <= 7


def test_most_of_what_an_entry_does_not_tell_is_not_told(outcomes):
    assert outcomes["honest"] >= outcomes["false"] * 1.5


@pytest.mark.parametrize(
    ("context", "said", "needle"),
    [
        (203, "申请书我不会写字，可不可以口头说", "口头申请"),
        (203, "那我要带些哪样材料去", "身份证明"),
        (301, "网上可以交吗", "网上"),
        (502, "那个困难说明哪个开", "诚信承诺"),
        (102, "那是从哪一天开始算的呢", "起算"),
    ],
)
def test_a_detail_is_answered_by_the_passage_that_tells_it(knowledge, context, said, needle):
    decision = match(said, knowledge, context=context)
    assert decision.is_sure
    assert decision.matches[0].entry.number == context
    assert needle in decision.passage.text


@pytest.mark.parametrize(
    ("context", "said", "number"), [(102, "那要带些什么", 103), (103, "多久有结果", 106), (101, "要钱不", 105)]
)
def test_an_entry_of_its_own_on_what_is_asked_comes_before_a_passage(knowledge, context, said, number):
    decision = match(said, knowledge, context=context)
    assert decision.matches[0].entry.number == number
    assert decision.passage is None


def test_who_was_not_answered_within_a_subject_may_go_on_about_it(knowledge):
    missed = match("那给不给喝水嘛", knowledge, context=503)
    assert not missed.is_sure
    assert missed.next_context in (503, None)
    assert match("怎样办理公证", knowledge).next_context == 503
    assert match("今天天气怎么样", knowledge, context=503).next_context is None


def test_what_asks_for_an_aspect_is_taken_out_of_the_question():
    found, rest = find_aspects("不识字口头申请要带什么")
    assert {aspect.name for aspect in found} == {"writing", "papers"}
    assert "什么" not in rest


def test_passages_are_sentences_without_marks_under_their_headings(knowledge):
    passages = list_passages(knowledge.find_entry(203))
    assert Passage("申请书、身份证明；替受害人申请的，另带关系证明", "需要的材料") in passages
    assert not [passage for passage in passages if set(passage.text) & set("*#|")]
    assert all(len(passage.text) <= 200 for passage in passages)


def test_the_cells_of_a_table_and_the_words_of_a_link_are_kept(knowledge):
    written = "### 费用\n| 事项 | 元 |\n|---|---|\n| 公证 | 200 |\n\n见[办法](https://a.example)。"
    texts = [
        passage.text for passage in list_passages(replace(knowledge.find_entry(503), web_answer=written, spoken="好。"))
    ]
    assert texts == ["好。", "事项，元；公证，200", "见办法。"]
