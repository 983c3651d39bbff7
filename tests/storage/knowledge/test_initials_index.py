"""Entries are found by the telephone keys of first letters, as they are keyed."""

from dataclasses import replace

import pytest

from hotline.storage.knowledge.versions import VersionStore
from tests.support.small_contents import entry, publish, small_contents

FEE = replace(entry(101, "申请行政复议收费吗？"), keywords=("复议收费", "律师费"), similar_questions=("告状要不要钱",))
TIME = replace(entry(102, "行政复议多久出结果？"), keywords=("复议多久", "延长"), similar_questions=("啥时候有信",))
HOUSEHOLD = replace(
    entry(900_001, "户口怎么迁"), topic="", keywords=("复议收费", "户口"), similar_questions=("娃儿上户",)
)


@pytest.fixture
def store(tmp_path):
    return VersionStore(tmp_path)


def publish_entries(store, *entries):
    return publish(store, replace(small_contents(), entries=entries, items=()))


def test_a_keyword_a_question_its_end_and_a_similar_question_are_each_found_by_how_they_begin(store):
    found = publish_entries(store, FEE, TIME)
    for keyed in ("3973", "397", "7799397", "99397", "499297"):
        assert found.find_by_initials(keyed, 3)[0] == 101, keyed
    assert found.find_by_initials("28", 3) == []
    assert found.find_by_initials("3979", 3) == []


def test_who_keys_the_whole_of_a_word_means_it_rather_than_one_that_begins_so(store):
    longer = replace(TIME, keywords=("律师费用", "复议"), question="期限")
    assert publish_entries(store, FEE, longer).find_by_initials("573", 3) == [101, 102]


def test_our_own_entries_come_before_referrals(store):
    assert publish_entries(store, HOUSEHOLD, FEE).find_by_initials("3973", 3) == [101, 900_001]


def test_more_keys_than_any_text_has_are_looked_for_in_pieces(store):
    found = publish_entries(store, FEE, TIME)
    assert found.find_by_initials("96" + "3973" + "25", 3)[0] == 101
    assert found.find_by_initials("39" * 10, 3) == []


def test_an_entry_that_changes_is_found_by_its_new_words_alone(store):
    others = [entry(number, f"第{number}问") for number in range(103, 140)]
    publish_entries(store, FEE, TIME, *others)
    changed = publish_entries(store, replace(FEE, question="律师怎么请", keywords=("请律师",)), TIME, *others)
    assert changed.changed
    assert changed.find_by_initials("757", 3) == [101]
    assert changed.find_by_initials("3973", 3) == []
