"""Normalisation: every spelling of a text comes to one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.matching.text.normalise import LONGEST, fold, fold_for_search, normalise, plain, read_number


def test_traditional_full_width_and_capital_characters_are_brought_to_one_form():
    assert plain("身份證　ＡＢＣ") == "身份证 abc"


def test_polite_phrases_around_a_question_are_removed():
    assert normalise("您好，我想咨询一下，复议收费吗？谢谢您！") == "复议收费吗"
    assert normalise("喂，那个，请问一下法律援助咋申请") == "法律援助怎么申请"


STANDARD = """
    复议咋个整 复议怎么办|复议啷个办 复议怎么办|这事哪个办嘛？ 这事怎么办嘛?|咋弄 怎么办|啥子人可以申请 什么人可以申请
    莫得钱 没有钱|搞哪样 做什么|为啥子 为什么|你们在哪点 你们在哪里|要好多钱 要多少钱
    要好久？ 要多久?|代办要得不 代办可以吗
    我想问一下哈，收费不，谢谢哈 收费不|是这样的，那个，收费不噻 收费不|喂，听得到不，收费不 收费不
"""


@pytest.mark.parametrize("case", STANDARD.strip().replace("\n", "|").split("|"))
def test_dialect_words_become_standard_ones_and_fillers_are_removed(case):
    said, standard = case.split()
    assert normalise(said) == standard


@pytest.mark.parametrize("said", ["好多人在等", "好久没有下雨了", "哪个办公室管这事", "由哪个办证", "令人咋舌"])
def test_standard_words_that_look_like_dialect_are_kept(said):
    assert normalise(said) == said


@pytest.mark.parametrize(
    ("one", "other"),
    [("30天", "三十天"), ("15日内", "十五日内"), ("第20条", "第二十条"), ("2个月", "两个月"), ("３个人", "三个人")],
)
def test_a_small_number_is_the_same_in_digits_and_in_chinese_numerals(one, other):
    assert fold_for_search(one) == fold_for_search(other)


@pytest.mark.parametrize("said", ["一次", "星期三", "十分", "2024年", "12345热线", "3.5万", "a4纸", "13800138000号"])
def test_years_codes_and_telephone_numbers_are_not_spelt(said):
    assert fold_for_search(said) == said.replace(".", "")


def test_a_question_that_is_only_a_polite_phrase_is_kept():
    assert normalise("你好") == "你好"


def test_control_and_zero_width_characters_are_removed():
    assert normalise("复\u200b议\x00收费\ufeff吗\ud800") == "复议 收费吗"


def test_only_the_beginning_of_a_ten_kilobyte_question_is_read():
    assert len(normalise("复议" * 5_000)) <= LONGEST
    assert len(normalise("\ufdfa" * LONGEST)) <= LONGEST


def test_an_entry_number_is_read_in_digits_and_in_every_form_of_chinese_numeral():
    forms = ("102", "１０２", "一百零二", "一零二", "幺零二", "102号", "编号102", "第102号。", "102 ")
    for said in (*forms, "一〇二", "壹零二", "壹佰零贰", "第102条问题", "102 号 问题", "No.102"):
        assert read_number(normalise(said)) == 102, said


def test_a_telephone_number_is_not_truncated_to_another_number():
    assert read_number("13800138000") == 13800138000


def test_a_number_among_other_words_is_no_entry_number():
    for said in ("102怎么办", "六十天", "一", "十五日内", ""):
        assert read_number(normalise(said)) in (None, 1), said


@given(st.text(st.characters(), max_size=300))
def test_any_text_is_normalised_to_valid_unicode_whose_folded_form_is_stable(text):
    normalised = normalise(text)
    normalised.encode("utf-8")
    assert fold(fold(normalised)) == fold(normalised)
    assert normalised or not fold(text)
    read_number(normalised)


@given(st.text(st.sampled_from("喂那个我想问一下哈，。谢谢好久莫得咋啷个整啥子晓不要得行收费30两天 "), max_size=25))
def test_normalising_a_normalised_question_changes_nothing(text):
    normalised = normalise(text)
    assert bool(fold(normalised)) == bool(fold(text))
    assert normalise(normalised) == normalised


@pytest.mark.parametrize("laughter", ["哈" * 1_000, "谢谢哈" * 600, "谢谢哈,哈。" * 300])
def test_a_long_run_of_laughter_around_a_question_is_read_in_time(laughter):
    assert normalise(laughter + "复议收费吗") == laughter + "复议收费吗"
    assert normalise("复议收费吗" + laughter) == "复议收费吗"
