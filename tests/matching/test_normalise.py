from hypothesis import given
from hypothesis import strategies as st

from hotline.matching.normalise import LONGEST, fold, normalise, plain, read_number


def test_traditional_full_width_and_capital_letters_are_brought_to_one_form():
    assert plain("身份證　ＡＢＣ") == "身份证 abc"


def test_frames_of_politeness_are_left_out():
    assert normalise("您好，我想咨询一下，复议收费吗？谢谢您！") == "复议收费吗"
    assert normalise("喂，那个，请问一下法律援助咋申请") == "法律援助咋申请"


def test_a_question_that_is_all_politeness_stays():
    assert normalise("你好") == "你好"


def test_controls_and_zero_width_characters_disappear():
    assert normalise("复\u200b议\x00收费\ufeff吗\ud800") == "复议 收费吗"


def test_a_ten_kilobyte_question_is_read_from_its_beginning():
    assert len(normalise("复议" * 5_000)) <= LONGEST
    assert len(normalise("\ufdfa" * LONGEST)) <= LONGEST


def test_numbers_are_read_in_every_script():
    forms = ("102", "１０２", "一百零二", "一零二", "幺零二", "102号", "编号102", "第102号。", "102 ")
    for said in (*forms, "一〇二", "壹零二", "壹佰零贰", "第102条问题", "102 号 问题", "No.102"):
        assert read_number(normalise(said)) == 102, said


def test_a_telephone_number_is_not_cut_to_another_number():
    assert read_number("13800138000") == 13800138000


def test_a_number_among_words_is_not_an_entry_number():
    for said in ("102怎么办", "六十天", "一", "十五日内", ""):
        assert read_number(normalise(said)) in (None, 1), said


@given(st.text(st.characters(), max_size=300))
def test_any_text_is_normalised_to_something_storable_that_normalises_to_itself_when_folded(text):
    normalised = normalise(text)
    normalised.encode("utf-8")
    assert fold(fold(normalised)) == fold(normalised)
    read_number(normalised)
