"""Questions that contradict a published one (golden/turned.csv), and those that only seem to (golden/innocent.csv).

A row of turned.csv with a number contradicts the question of that entry of the office, and ``right`` lists the entries
that would answer it. A row without a number contradicts a question that is published for the test only."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.contents import Contents
from hotline.core.departments import Office
from hotline.core.entries import Entry
from hotline.matching.confidence import CONTRADICTED_CONFIDENCE
from hotline.matching.contradiction.detect import Contradiction, ParsedText, find_contradiction, find_difference
from hotline.matching.decision import Kind
from hotline.matching.indexing import analyse_for_index
from hotline.matching.match import match
from hotline.matching.text.normalise import normalise
from hotline.storage.knowledge.versions import VersionStore

GOLDEN = Path(__file__).parents[2] / "golden"


def rows(name):
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


OFFICE = [row for row in rows("turned.csv") if row["number"]]
SMALL = [row for row in rows("turned.csv") if not row["number"]]
INNOCENT = rows("innocent.csv")


@pytest.fixture(scope="session")
def publish(tmp_path_factory):
    """Publish questions, numbered from 1, each an entry without an answer."""

    def published(questions):
        entries = tuple(
            Entry(number, question, "", "", "", (), (), "", "", (), date.min, date.max)
            for number, question in enumerate(questions, start=1)
        )
        nowhere = Office(*[""] * len(Office.__dataclass_fields__))
        shelf = VersionStore(tmp_path_factory.mktemp("small"))
        contents = Contents(nowhere, (), (), entries, (), (), (), (), ())
        with shelf.publishing(), shelf.draft(contents, datetime(2026, 11, 23, tzinfo=UTC), analyse_for_index) as draft:
            return shelf.install(draft)

    return published


@pytest.fixture(scope="module")
def one_side(publish):
    return publish([row["published"] for row in SMALL])


@pytest.fixture(scope="module")
def both_sides(publish):
    return publish([question for row in SMALL for question in (row["published"], row["question"])])


def test_there_are_enough_contradicting_questions_and_none_is_listed_twice():
    assert len(OFFICE) >= 60
    assert len(SMALL) >= 60
    assert len(INNOCENT) >= 60
    asked = [row["question"] for row in OFFICE + SMALL]
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize("row", OFFICE, ids=lambda row: row["question"])
def test_a_question_that_contradicts_an_entry_of_the_office_is_not_answered_by_it(knowledge, row):
    assert knowledge.find_entry(int(row["number"])).question == row["published"]
    decision = match(row["question"], knowledge)
    if decision.kind is Kind.ANSWER and decision.passage is None:  # a passage that tells it contradicts nothing
        assert str(decision.matches[0].entry.number) in row["right"].split()


def test_a_question_that_contradicts_a_published_one_is_not_answered(one_side):
    answered = [row["question"] for row in SMALL if match(row["question"], one_side).kind is Kind.ANSWER]
    assert not answered


def test_a_question_that_contradicts_the_only_published_one_is_not_answered(publish):
    alone = [row for row in SMALL[::4] if match(row["question"], publish([row["published"]])).kind is Kind.ANSWER]
    assert not alone


def test_where_both_opposites_are_published_each_question_gets_its_own_entry(both_sides):
    for question in (row[side] for row in SMALL for side in ("published", "question")):
        decision = match(question, both_sides)
        assert decision.kind is Kind.ANSWER, question
        assert decision.matches[0].title == question


def test_a_question_that_only_seems_to_contradict_is_no_contradiction():
    seemed = {row["question"]: find_contradiction(normalise(row["question"]), (row["published"],)) for row in INNOCENT}
    assert not {question: found for question, found in seemed.items() if found}


def test_a_question_that_only_seems_to_contradict_is_mostly_answered(publish):
    published = publish(list(dict.fromkeys(row["published"] for row in INNOCENT)))
    decided = [(match(row["question"], published), row["published"]) for row in INNOCENT]
    right = [d.kind is Kind.ANSWER and d.matches[0].title == published for d, published in decided]
    assert sum(right) / len(right) >= 0.9


@pytest.mark.parametrize("name", ["questions.csv", "heldout.csv"])
def test_hardly_any_of_the_office_s_test_questions_is_taken_for_a_contradiction(knowledge, name):
    decided = [match(row["question"], knowledge) for row in rows(name)]
    held = [d for d in decided if any("意思可能不同" in reason for reason in d.reasons)]
    assert len(held) <= len(decided) / 100


def test_entries_that_a_question_does_not_contradict_are_offered_before_one_that_it_contradicts(knowledge):
    decision = match("行政诉讼多久能出结果", knowledge)
    assert decision.kind is Kind.CHOICES
    assert decision.confidence <= CONTRADICTED_CONFIDENCE
    numbers = [found.entry.number for found in decision.matches if found.entry]
    assert numbers.index(202) < numbers.index(106)
    assert any("“行政诉讼”" in reason and "“行政复议”" in reason for reason in decision.reasons)


def test_an_entry_with_one_wording_that_says_the_same_is_not_contradicted():
    wordings = ("什么情况下可以申请行政复议？", "哪种情况不能申请行政复议")
    assert find_contradiction("什么情况不能申请行政复议", wordings) is None
    assert find_contradiction("什么情况不能申请行政复议", wordings[:1])


def test_what_a_wording_leaves_unsaid_is_taken_from_the_entry_s_own_question():
    assert find_contradiction("打官司多久出结果", ("行政复议多久能出结果？", "多久出结果")) == Contradiction(
        "打官司", "行政复议"
    )


def test_an_entry_without_wordings_contradicts_no_question():
    assert find_contradiction("怎么撤回申请", ()) is None


@pytest.mark.parametrize(
    ("contradiction", "reason"),
    [
        (Contradiction("被申请人", "申请人"), "问题里是“被申请人”，这条写的是“申请人”。"),
        (Contradiction("撤回", ""), "问题里有“撤回”，这条没有。"),
        (Contradiction("", "撤回"), "这条写的是“撤回”，问题里没有。"),
    ],
)
def test_a_contradiction_gives_a_reason_in_words_for_staff(contradiction, reason):
    assert contradiction.reason == reason


WORDS = st.sampled_from(
    (
        "复议",
        "诉讼",
        "申请",
        "撤回",
        "可以",
        "不可以",
        "能不能",
        "没有",
        "三十天",
        "60日",
        "开通",
        "关闭",
        "吗",
        "不",
        "被",
        "，",
    )
)
TEXTS = st.one_of(st.text(max_size=30), st.lists(WORDS, max_size=8).map("".join)).map(normalise)


def difference(one, other):
    first, second = ParsedText(one), ParsedText(other)
    return find_difference(first, second, second, near=first.similarity(second) >= 0.5)


@given(TEXTS)
def test_no_text_contradicts_itself(text):
    assert difference(text, text) is None
    assert find_contradiction(text, (text,)) is None


@given(TEXTS, TEXTS)
def test_a_contradiction_between_two_texts_is_symmetric(one, other):
    assert (difference(one, other) is None) == (difference(other, one) is None)


@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=4))
def test_an_entry_with_the_question_among_its_wordings_is_not_contradicted(question, wordings):
    assert find_contradiction(question, (*wordings, question)) is None
