"""What a question asks for, beside its subject."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.matching.subject.asked_for import ASKED_FOR, agreement, find_asked_for, pack_asked_for


@pytest.mark.parametrize(
    ("said", "asked_for"),
    [
        ("公证要多少钱", "price"),
        ("好久能办下来要几天", "duration"),
        ("周末开门不", "hours"),
        ("法律援助中心在哪儿", "place"),
        ("办公证带些什么证件", "papers"),
        ("这事归哪个部门管", "who"),
        ("够不够格申请法援", "condition"),
        ("复议咋个申请", "how"),
        ("不交罚款有什么后果", "result"),
        ("给我个电话", "phone"),
        ("仲裁和诉讼有什么区别", "meaning"),
        ("为啥不受理", "reason"),
    ],
)
def test_each_kind_is_told_by_its_phrases(said, asked_for):
    assert asked_for in find_asked_for(said)


def test_a_bare_subject_asks_for_nothing():
    assert not find_asked_for("法律援助")


def test_an_entry_that_answers_something_else_agrees_less_than_one_of_which_nothing_is_known():
    price = find_asked_for("公证要多少钱")
    place, nothing = pack_asked_for(find_asked_for("公证处在哪里")), pack_asked_for(frozenset())
    assert agreement(price, place) < agreement(price, nothing) < agreement(price, pack_asked_for(price))


@given(st.sets(st.sampled_from(sorted(ASKED_FOR))), st.sets(st.sampled_from(sorted(ASKED_FOR))))
def test_agreement_is_a_share(question, answered):
    assert 0 <= agreement(question, pack_asked_for(answered)) <= 1
