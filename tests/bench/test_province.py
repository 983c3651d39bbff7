"""The made-up province is the same in every run, and its questions know their answers."""

import random

from hotline.core.catalogue import check_item
from hotline.core.entries import check_entry
from tests.bench.province import ask, build_province
from tests.bench.writing import SEED, list_matters
from tests.bench.yunnan import PREFECTURES, places, spoken_name


def test_the_same_seed_gives_the_same_province():
    first, second = (build_province(50, 50, random.Random(SEED)) for _ in range(2))
    assert first == second
    assert first != build_province(50, 50, random.Random(SEED + 1))


def test_all_of_yunnan_is_there():
    assert len(PREFECTURES) == 16
    assert len(set(places())) == 16 + 129
    assert all(2 <= len(spoken_name(place)) <= 5 for place in places())


def test_entries_and_items_are_fit_to_publish_but_for_numbers_beyond_a_keypad():
    contents = build_province(300, 300, random.Random(SEED)).contents
    assert {field for entry in contents.entries for field in check_entry(entry)} <= {"number", "topic"}
    assert not any(check_item(item) for item in contents.items)
    assert len({entry.number for entry in contents.entries}) == 300
    assert len({item.index_number for item in contents.items}) == 300


def test_a_question_is_about_what_its_entries_say():
    province = build_province(300, 0, random.Random(SEED))
    matter_of = {e.number: c.matter for e, c in zip(province.contents.entries, province.cases, strict=True)}
    for asked in ask(province, 200, random.Random(1)):
        assert asked.relevant
        assert all(matter_of[number] in asked.question for number in asked.relevant)


def test_there_are_matters_enough_for_a_province():
    assert len(set(list_matters())) == len(list_matters()) > 1_000
