"""A phrase that stands only in the answer of one entry finds that entry, although no wording of it has the phrase."""

import pytest

from hotline.matching.decision import Kind
from hotline.matching.match import match
from hotline.matching.text.normalise import fold_for_search


def holders(texts, phrase):
    """The entries of ``texts`` that have ``phrase`` in their answers, and those that have it in a wording."""
    folded = fold_for_search(phrase)
    return [t.key for t in texts if folded in t.body], [t.key for t in texts if folded in t.wordings]


@pytest.mark.parametrize(
    ("phrase", "number"),
    [
        *(("进城务工人员", 502), ("通行采光", 504), ("司法确认", 504), ("事实发生地", 503)),
        *(("遗弃", 502), ("询问", 106), ("进入复议", 402), ("外汇管理", 104), ("替别人", 502), ("工资欠条", 507)),
    ],
)
def test_the_entry_whose_answer_has_the_phrase_comes_first(knowledge, phrase, number):
    assert match(phrase, knowledge).matches[0].entry.number == number


def test_most_phrases_that_one_answer_alone_has_find_it_first(knowledge):
    rows = {}
    texts = knowledge.entries.read_texts([number for number in knowledge.list_numbers() if number < 900])
    for entry in knowledge.list_entries():
        for sentence in entry.web_answer.replace("\n", "，").replace("。", "，").split("，"):
            if 2 <= len(fold_for_search(sentence)) <= 8:
                rows[sentence] = holders(texts, sentence)
    own = {phrase: bodies[0] for phrase, (bodies, wordings) in rows.items() if len(bodies) == 1 and not wordings}
    right = sum(_first(knowledge, phrase) == number for phrase, number in own.items())
    assert len(own) > 50
    assert right / len(own) >= 0.9


def _first(knowledge, phrase):
    found = match(phrase, knowledge).matches
    return found[0].entry.number if found and found[0].entry else None


def test_a_phrase_of_an_items_title_offers_the_item_first(knowledge):
    assert match("考核结果", knowledge).matches[0].item is not None


@pytest.mark.parametrize("asked", ["红烧肉", "今天", "的", "了吗", "天气"])
def test_words_that_no_answer_has_find_nothing_more_than_before(knowledge, asked):
    assert match(asked, knowledge).kind is not Kind.ANSWER
