"""A referral: an entry that sends people on to another office, and what it must have to be published."""

from dataclasses import replace
from datetime import date

import pytest

from hotline.core.entries import (
    NOTE_LIMIT,
    REFERRED_OFFICE_LIMIT,
    REFERRED_TELEPHONE_LIMIT,
    Entry,
    check_entry,
)
from hotline.core.text_length import SPOKEN_LIMIT, TEXT_LIMIT
from tests.support.small_contents import entry
from voice.content import text_of
from voice.phone.read_aloud import spoken_of

REFERRAL = Entry(
    number=900001,
    question="残疾证在哪里办",
    web_answer="",
    spoken="",
    text="",
    similar_questions=("残疾证怎么办",),
    keywords=("残联",),
    topic="",
    department="",
    legal_bases=(),
    effective_date=date(2026, 11, 29),
    review_date=date(2027, 5, 30),
    office="示例市残疾人联合会",
    telephone="12385",
    note="也可以到便民服务中心问",
    source="残疾人证管理办法",
)


def test_a_referral_needs_no_answer_no_department_and_no_law():
    assert check_entry(REFERRAL) == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("question", ""),
        ("similar_questions", ()),
        ("office", ""),
        ("office", "部" * (REFERRED_OFFICE_LIMIT + 1)),
        ("telephone", "打12385"),
        ("telephone", "1" * (REFERRED_TELEPHONE_LIMIT + 1)),
        ("note", "问" * (NOTE_LIMIT + 1)),
        ("source", ""),
        ("topic", "9"),
        ("spoken", "说" * (SPOKEN_LIMIT + 1)),
        ("text", "写" * (TEXT_LIMIT + 1)),
    ],
)
def test_what_keeps_a_referral_from_being_submitted_is_named(field, value):
    assert list(check_entry(replace(REFERRAL, **{field: value}))) == [field]


def test_an_entry_of_our_own_names_no_other_office():
    assert check_entry(entry(105)) == {}
    assert list(check_entry(replace(entry(105), office="示例市民政局"))) == ["office"]


def test_the_wordings_made_of_the_longest_fields_fit_into_the_limits_of_their_channels():
    longest = replace(
        REFERRAL,
        office="部" * REFERRED_OFFICE_LIMIT,
        telephone="0871-6310" + "0" * (REFERRED_TELEPHONE_LIMIT - 9),
        note="问" * NOTE_LIMIT,
    )
    assert not check_entry(longest)
    assert len(spoken_of(longest)) <= SPOKEN_LIMIT
    assert len(text_of(longest)) <= TEXT_LIMIT


def test_the_wordings_are_made_of_the_fields_unless_they_are_written():
    assert spoken_of(REFERRAL) == (
        "这件事归示例市残疾人联合会管，电话是幺二三八五。也可以到便民服务中心问。要找我们的工作人员，请按0。"
    )
    assert text_of(REFERRAL) == (
        "这件事归示例市残疾人联合会管，电话12385。也可以到便民服务中心问。要找我们的工作人员，回复“人工”。"
    )
    bare = replace(REFERRAL, telephone="", note="")
    assert spoken_of(bare) == "这件事归示例市残疾人联合会管。要找我们的工作人员，请按0。"
    written = replace(REFERRAL, spoken="请找残联。", text="找残联。")
    assert (spoken_of(written), text_of(written)) == ("请找残联。", "找残联。")
