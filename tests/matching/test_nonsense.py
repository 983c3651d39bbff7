"""Nonsense and stories are never answered outright at any length; a question after a story is answered as if alone.

The thresholds were chosen with tests/golden/stories.txt at hand, by the author of the stories."""

import csv
from pathlib import Path
from random import Random

import pytest

from hotline.evaluation.noise import ramble
from hotline.matching.decision import Kind
from hotline.matching.match import match

GOLDEN = Path(__file__).parents[1] / "golden"
COMMON = (
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学"
)
LATIN = (
    "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna "
    "aliqua enim ad minim veniam quis nostrud exercitation ullamco laboris nisi aliquip ex ea commodo consequat duis"
)


def drawn_from(characters):
    return lambda rng, length: "".join(rng.choice(characters) for _ in range(length))


@pytest.fixture(scope="module")
def nonsense(knowledge):
    """Kind of nonsense -> a function that makes it, of a random source and a length."""
    entries = knowledge.list_entries()
    ours = [c for entry in entries for c in entry.question + entry.web_answer if c.isalnum()]
    words = [word for entry in entries for word in entry.keywords]
    return {
        "digits and commas": drawn_from("0123456789,，"),
        "common characters": drawn_from(COMMON),
        "characters of our own": drawn_from(ours),
        "one word again and again": lambda rng, length: (rng.choice(words) * length)[:length],
        "latin": lambda rng, length: " ".join(rng.choice(LATIN.split()) for _ in range(length))[:length],
    }


def unrelated():
    return [line for line in (GOLDEN / "unrelated.txt").read_text("utf-8-sig").split("\n") if line.strip()]


def stories():
    """Stories of 80 to 90 characters, then longer ones of three joined."""
    short = (GOLDEN / "stories.txt").read_text("utf-8").split()
    return [*short, *map("".join, zip(short[::3], short[1::3], short[2::3], strict=True))]


@pytest.mark.parametrize("length", [50, 100, 200, 500, 2_000])
def test_nonsense_of_any_length_is_not_answered(knowledge, nonsense, length):
    for kind, make in nonsense.items():
        for seed in range(4 if length < 2_000 else 1):  # a long one takes long
            said = make(Random(seed), length)
            assert match(said, knowledge).kind is not Kind.ANSWER, (kind, seed)


def test_a_long_run_of_digits_gets_nothing(knowledge, nonsense):
    kinds = [match(nonsense["digits and commas"](Random(seed), 500), knowledge).kind for seed in range(4)]
    assert set(kinds) == {Kind.NOTHING}


def test_an_unrelated_story_is_not_answered_and_mostly_gets_nothing(knowledge):
    kinds = [match(story, knowledge).kind for story in stories()]
    assert Kind.ANSWER not in kinds
    assert kinds.count(Kind.NOTHING) / len(kinds) >= 0.7


def test_an_unrelated_question_after_a_story_is_not_answered(knowledge):
    for seed, question in enumerate(unrelated()):
        assert match(ramble(question, Random(seed)), knowledge).kind is not Kind.ANSWER, question


def test_a_question_after_a_story_is_answered_almost_as_often_as_alone(knowledge):
    with (GOLDEN / "questions.csv").open(encoding="utf-8-sig", newline="") as file:
        asked = [(int(row["number"]), row["question"]) for row in csv.DictReader(file)][::5]
    alone = [match(question, knowledge).kind is Kind.ANSWER for _, question in asked]
    decided = [(n, match(ramble(question, Random(seed)), knowledge)) for seed, (n, question) in enumerate(asked)]
    answers = [decision.matches[0].entry.number == n for n, decision in decided if decision.kind is Kind.ANSWER]
    assert len(answers) >= 0.95 * sum(alone)
    assert sum(answers) >= 0.97 * len(answers)


@pytest.mark.parametrize("times", [2, 3, 4])
def test_a_question_repeated_a_few_times_is_still_answered(knowledge, times):
    decision = match("申请行政复议收费吗？" * times, knowledge)
    assert decision.kind is Kind.ANSWER
    assert decision.matches[0].entry.number == 105


def test_a_word_repeated_many_times_gets_choices_and_a_reason_for_staff(knowledge):
    decision = match("法律援助，" * 40, knowledge)
    assert decision.kind is Kind.CHOICES
    assert "翻来覆去" in decision.reasons[-1]
