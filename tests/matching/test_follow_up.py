"""A second sentence that leaves its subject out, understood from the entry that was answered before."""

import pytest

from hotline.matching.decision import Kind, match
from tests.support.golden_sets import read_golden_rows


def first_of(decision):
    return decision.matches[0].entry.number if decision.matches and decision.matches[0].entry else None


def ask_follow_ups(knowledge, half, kind, *, in_context):
    """(decision, whether its first entry is right) of each row of follow_ups.csv of this half and kind.

    The held half was written by somebody who had not seen the code. A row may have several right entries."""
    outcomes = []
    for row in read_golden_rows("follow_ups", half):
        if row["kind"] == kind:
            decision = match(row["question"], knowledge, context=int(row["context"]) if in_context else None)
            outcomes.append((decision, first_of(decision) in {int(number) for number in row["number"].split()}))
    return outcomes


def count_right(outcomes):
    return sum(is_right for _, is_right in outcomes)


@pytest.mark.parametrize("half", ["fit", "held"])
def test_three_of_four_sentences_without_a_subject_find_their_entry_first(knowledge, half):
    """Measured 2026-11-29: 37 of 42 and 47 of 60; without the context 19 and 25."""
    with_context = ask_follow_ups(knowledge, half, "goes_on", in_context=True)
    without = ask_follow_ups(knowledge, half, "goes_on", in_context=False)
    assert count_right(with_context) >= 0.75 * len(with_context)
    assert count_right(with_context) >= count_right(without) + 0.3 * len(without)


@pytest.mark.parametrize("half", ["fit", "held"])
def test_a_new_subject_is_understood_nearly_as_often_as_without_context(knowledge, half):
    """Measured 2026-11-29: 10 of 12 (12 without the context) and 30 of 30."""
    with_context = ask_follow_ups(knowledge, half, "new_subject", in_context=True)
    without = ask_follow_ups(knowledge, half, "new_subject", in_context=False)
    assert count_right(with_context) >= count_right(without) - 2


@pytest.mark.parametrize("half", ["fit", "held"])
def test_a_subject_that_is_not_ours_is_not_taken_for_the_one_before(knowledge, half):
    """Measured 2026-11-29: answered outright 0 of 10 and 1 of 20, the same without the context."""
    outcomes = ask_follow_ups(knowledge, half, "not_ours", in_context=True)
    assert sum(decision.kind is Kind.ANSWER for decision, _ in outcomes) <= 0.1 * len(outcomes)


@pytest.mark.parametrize(
    ("context", "said", "answered"),
    [(503, "那要交多少钱呢", 503), (101, "多久能出结果", 106), (501, "要什么条件", 502), (301, "收费不", 303)],
)
def test_a_question_without_a_subject_goes_on_about_what_was_answered(knowledge, context, said, answered):
    assert first_of(match(said, knowledge, context=context)) == answered


def test_the_reasons_say_what_was_searched_for(knowledge):
    assert match("那多久能出结果", knowledge, context=101).reasons[0] == "接着上一条问的，按“复议多久能出结果”查找。"


@pytest.mark.parametrize("said", ["法律援助怎么申请", "你们几点上班", "102", "怎样办理公证", "护照要多少钱", ""])
def test_a_question_that_says_it_all_is_decided_as_without_context(knowledge, said):
    decision = match(said, knowledge, context=504)
    assert (decision.kind, decision.matches) == (match(said, knowledge).kind, match(said, knowledge).matches)


@pytest.mark.parametrize("context", [999, 0, -1, 10**30])
def test_a_context_that_is_no_entry_changes_nothing(knowledge, context):
    assert match("要收费吗", knowledge, context=context) == match("要收费吗", knowledge)
