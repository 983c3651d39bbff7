"""Catalogue items are found by the numbers that people read on paper, however they are written."""

import pytest

from hotline.core.item_numbers import find_document_number, read_index_number
from hotline.matching.decision import Kind
from hotline.matching.match import match

GUIDE = "00000000-0/2026-00009"
OLD_GUIDE = "00000000-0/2025-00001"


def offered(question, knowledge):
    return [found.item.index_number for found in match(question, knowledge).matches if found.item]


@pytest.mark.parametrize(
    "asked",
    [
        *("示司发〔2026〕11号", "示司发[2026]11号", "示司发［2026］11号", "示司发（2026）11号", "示司发(2026)11号"),
        *("示司发【2026】11号", "示司发﹝2026﹞11号", "示司发「2026」11号", "示司发《2026》11号"),
        *(
            "示司发2026 11号",
            "示司发202611号",
            "示司发 〔 2026 〕 11 号",
            "示司发〔2026〕第11号",
            "示司发〔2026〕011号",
        ),
        *("示司发［２０２６］１１号", "示司發〔2026〕11號", "〔2026〕11号", "司发〔2026〕11号", "示司发〔2026〕11"),
        "您好，请问示司发〔2026〕11号？",
    ],
)
def test_a_document_number_alone_finds_its_item_alone_in_any_brackets(knowledge, asked):
    decision = match(asked, knowledge)
    assert [found.item.index_number for found in decision.matches] == [GUIDE]
    assert decision.matches[0].is_numbered


@pytest.mark.parametrize(
    "asked", ["示司发〔2026〕11号是什么文件", "我想看示司发（2026）11号的全文", "示司发2026年11号收费吗"]
)
def test_a_document_number_in_a_sentence_offers_its_item_first(knowledge, asked):
    decision = match(asked, knowledge)
    assert decision.kind is Kind.CHOICES
    assert decision.matches[0].item.index_number == GUIDE


@pytest.mark.parametrize(
    "asked", ["示司发〔2026〕99号", "示司发〔2025〕11号", "示司规〔2026〕11号", "云政办发〔2026〕11号"]
)
def test_another_document_number_does_not_find_an_item_that_only_resembles_it(knowledge, asked):
    assert not any(found.is_numbered for found in match(asked, knowledge).matches)


def test_items_with_the_same_year_and_serial_number_are_told_apart_by_their_issuers():
    wanted = find_document_number("示政办发〔2026〕12号")[0]
    other = find_document_number("示司发〔2026〕12号")[0]
    unnamed = find_document_number("我想看〔2026〕12号")[0]
    assert wanted.likeness(wanted) > unnamed.likeness(wanted) > other.likeness(wanted) == 0


@pytest.mark.parametrize("asked", ["我2026年11号去过你们那里", "2026年11月", "2026 11", "罚款2000元", "第11号"])
def test_a_date_or_an_amount_is_no_document_number(knowledge, asked):
    assert not any(found.is_numbered for found in match(asked, knowledge).matches)


@pytest.mark.parametrize(
    "asked",
    [
        *(
            "2026-00009",
            "２０２６－００００９",
            "2026—00009",
            "2026 00009",
            "202600009",
            "2026杠00009",
            "00009",
            "０００09",
        ),
        *(
            "索引号2026-00009",
            "索引号是00009",
            "00000000-0/2026-00009",
            "00000000－0／2026－00009",
            "000000000/2026-00009",
        ),
    ],
)
def test_an_index_number_or_its_last_digits_find_the_item(knowledge, asked):
    assert offered(asked, knowledge) == [GUIDE]


def test_the_last_digits_of_several_index_numbers_offer_all_of_them_those_in_force_first(knowledge):
    assert offered("00001", knowledge) == ["00000000-0/2026-00001", OLD_GUIDE]


@pytest.mark.parametrize(
    "text", ["102", "1020", "102345", "12345678", "2026年的", "13800138000", "00000000-0/00009", ""]
)
def test_other_numbers_are_no_index_numbers(text):
    assert read_index_number(text) == ""


@pytest.mark.parametrize("asked", ["102", "一百零二", "102号", "１０２"])
def test_a_number_of_an_entry_is_still_that_entry(knowledge, asked):
    assert match(asked, knowledge).matches[0].entry.number == 102


@pytest.mark.parametrize("asked", ["公开指南", "2026年公开指南", "示例市司法局政府信息公开指南（2026年版）"])
def test_a_repealed_item_is_offered_after_the_one_in_force(knowledge, asked):
    found = offered(asked, knowledge)
    assert found.index(GUIDE) < found.index(OLD_GUIDE)
    assert found[-1] == OLD_GUIDE


def test_a_repealed_item_whose_very_title_is_asked_for_comes_first(knowledge):
    assert offered("示例市司法局政府信息公开指南（2025年版）", knowledge)[0] == OLD_GUIDE
