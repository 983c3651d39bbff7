"""Matters of other offices: sent on by a referral, and neither answered nor mixed with choices of our own."""

import pytest

from hotline.matching.decision import Kind
from hotline.matching.match import match
from hotline.matching.subject.frame_words import is_content_word

SENT_ON = {
    "残疾证在哪里办": "残疾证",
    "养老金几号发": "养老金",
    "低保取消了怎么办": "低保",
    "宅基地被占": "宅基地",
    "居住证怎么办": "居住证",
    "社保卡不见了": "社保卡",
    "身份证到期了去哪里换": "身份证",
    "公积金贷款能贷多少": "公积金",
    "娃儿上户口要带什么": "户口",
    "快递丢了不赔": "快递",
    "我要上访": "信访",
    "想去当兵怎么报名": "征兵",
}
"""Question -> a word of the matter, of which the referral tells."""


def own_numbers(decision):
    return [found.entry.number for found in decision.matches if found.entry and not found.entry.is_referral]


@pytest.mark.parametrize(("question", "matter"), SENT_ON.items())
def test_a_matter_of_another_office_is_sent_on_and_never_answered(knowledge, question, matter):
    decision = match(question, knowledge)
    assert decision.kind in (Kind.REFERRAL, Kind.CHOICES)
    assert matter in decision.matches[0].entry.question
    assert not own_numbers(decision)


def test_nearly_all_of_them_are_sent_on_at_once(knowledge):
    kinds = [match(question, knowledge).kind for question in SENT_ON]
    assert kinds.count(Kind.REFERRAL) >= 10


@pytest.mark.parametrize("question", ["今天猪肉多少钱一斤", "怎么做红烧肉", "附近哪里有好吃的", "我想学开挖掘机"])
def test_what_is_nobody_s_matter_stays_an_honest_nothing(knowledge, question):
    assert match(question, knowledge).kind is Kind.NOTHING


@pytest.mark.parametrize(
    ("question", "number"),
    [("申请行政复议收费吗", 105), ("什么人能享受法律援助", 502), ("想做伤残鉴定去哪里", 505), ("你们几点上班", 901)],
)
def test_our_own_matters_are_answered_as_before(knowledge, question, number):
    decision = match(question, knowledge)
    assert (decision.kind, decision.matches[0].entry.number) == (Kind.ANSWER, number)


def test_a_referral_is_found_for_the_name_of_its_office(knowledge):
    decision = match("公积金管理中心打哪个号能打通", knowledge)
    assert decision.kind is Kind.REFERRAL
    assert "公积金" in decision.matches[0].entry.office


def test_two_matters_of_one_office_are_no_choice(knowledge):
    decision = match("个人所得税退税怎么弄", knowledge)
    assert decision.kind is Kind.REFERRAL
    offices = [(found.entry.office, found.entry.telephone) for found in decision.matches if found.entry.is_referral]
    assert len({*offices}) == len(offices)


def test_a_question_that_names_the_matter_of_a_referral_is_not_offered_our_own_entries(knowledge):
    decision = match("养老院收费贵不贵", knowledge)
    assert decision.matches[0].entry.is_referral
    assert not own_numbers(decision)


@pytest.mark.parametrize("question", ["养老院收费贵不贵", "宅基地被占", "复议申请书怎么写", "低保", "拖欠工资"])
def test_every_choice_shares_a_content_word_with_the_question(knowledge, question):
    decision = match(question, knowledge)
    for found in decision.matches if decision.kind is Kind.CHOICES else ():
        words = [word for reason in found.reasons for word in reason.terms if is_content_word(word)]
        assert words, found.title


@pytest.mark.parametrize("question", ["怎么申请", "要带什么材料", "多久能办下来"])
def test_a_question_without_a_content_word_is_not_sent_anywhere(knowledge, question):
    assert not any(found.entry and found.entry.is_referral for found in match(question, knowledge).matches)


def test_a_question_that_goes_on_after_a_referral_is_sent_to_the_same_office(knowledge):
    referral = match("残疾证在哪里办", knowledge).matches[0].entry.number
    decision = match("那要带什么材料", knowledge, context=referral)
    assert decision.matches[0].entry.number == referral


def test_the_number_of_a_referral_leads_to_it(knowledge):
    assert match("900001", knowledge).kind is Kind.REFERRAL
