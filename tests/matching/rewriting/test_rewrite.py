"""Rewriting of questions as they really arrive, put to the sample content: the first entry must be the one meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.matching.decision import Kind
from hotline.matching.match import match
from hotline.matching.rewriting.rewrite import rewrite
from hotline.matching.rewriting.spelling import correct
from hotline.matching.text.normalise import normalise
from hotline.matching.text.pinyin import spellings_of
from hotline.matching.text.terms import word_test

FEE = 105
STORY = (
    "是这样的，我家住在乡下，来一趟城里要坐两个小时的车，前段时间家里忙，一直没顾得上这个事。我文化不高，上网那些我"
    "也不会弄，儿子在外地打工，过年才回得来。昨天邻居跟我说，可以打电话问一问，我记性不好，讲得不清楚的地方请多包涵。"
)


def first(knowledge, said):
    return match(said, knowledge).matches[0].entry.number


@pytest.mark.parametrize(
    "said",
    [
        *("行政复义收费吗", "行政付议收费吗", "行政父议要不要交钱", "新政复议收费吗", "申请刑政复议收费吗"),
        *("生请行政复议收费吗", "行政复复议收费吗", "行政复议收收费吗", "行政議復收费吗"),
        *(
            "申請行政複議收費嗎",
            "申请行政复议　收费吗？？",
            "那个，我想问一下哈，行政复议收费不",
            "是这样的，行政复议要交钱吗",
        ),
        *("xingzheng fuyi 收费吗", "xingzhengfuyi收费吗", "xing zheng fu yi shou fei ma", "xzfy收费吗", "XZFY要钱不"),
        *("行政复议要好多钱嘛", "喂你好，听得到不，行政复议要不要给钱噻", "行政复议要交啥子钱不"),
        STORY + "我就是想问，行政复议收费吗？谢谢哈",
        STORY + "行政复议到底收不收费？我等你们回话。",
    ],
)
def test_the_entry_on_the_fee_is_found_whatever_the_errors_dialect_or_story_in_the_question(knowledge, said):
    assert first(knowledge, said) == FEE


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("法綠援助怎么申请", 501),
        ("falvyuanzhu zenme shenqing", 501),
        ("flyz怎么申请", 501),
        ("法律援住咋个申请", 501),
        ("莫得钱请律师咋个整", 501),
    ],
)
def test_the_entry_on_legal_aid_is_found_whatever_the_errors_or_dialect_in_the_question(knowledge, said, number):
    assert first(knowledge, said) == number


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("复义", "复议"),
        ("付议", "复议"),
        ("法绿援助", "法律援助"),
        ("xingzheng fuyi", "行政复议"),
        ("xzfy", "行政复议"),
        ("xxgk", "信息公开"),
        ("gongzheng", "公证"),
    ],
)
def test_homophones_pinyin_and_first_letters_are_corrected_to_published_words(knowledge, written, meant):
    assert correct(written, knowledge, word_test()).question == meant
    assert rewrite(written, knowledge).reasons


@pytest.mark.parametrize("word", ["wifi", "iphone", "qq", "abc", "a", "ok"])
def test_words_in_latin_letters_that_are_no_pinyin_of_published_words_are_kept(knowledge, word):
    assert correct(f"{word}坏了", knowledge, word_test()).question == f"{word}坏了"


@pytest.mark.parametrize(
    "word",
    [
        *(
            "and",
            "or",
            "not",
            "the",
            "any",
            "all",
            "pdf",
            "html",
            "http",
            "gps",
            "gdp",
            "nba",
            "led",
            "etc",
            "doc",
            "app",
        ),
        *(
            "help",
            "system",
            "change",
            "class",
            "line",
            "www",
            "xml",
            "usb",
            "atm",
            "address",
            "get",
            "send",
            "type",
            "why",
        ),
    ],
)
def test_words_of_other_languages_and_abbreviations_are_not_read_as_pinyin_or_first_letters(knowledge, word):
    assert correct(f"{word}怎么弄", knowledge, word_test(knowledge.dictionary)).parts == ()
    assert correct(word, knowledge, word_test(knowledge.dictionary)).parts == ()


@pytest.mark.parametrize("asked", ["复议 {} 收费", "复议{}收费吗"])
@pytest.mark.parametrize("operator", [" AND ", " and ", " OR ", " Or ", "&&", "+", " ＡＮＤ "])
def test_operators_of_other_search_boxes_are_ignored(knowledge, asked, operator):
    plain, with_operator = (match(asked.format(each), knowledge) for each in (" ", operator))
    assert with_operator.matches[0].entry == plain.matches[0].entry
    assert with_operator.kind is plain.kind
    assert "按读音" not in "".join(with_operator.reasons)


def test_a_message_that_is_an_operator_alone_finds_nothing(knowledge):
    assert match("AND", knowledge).kind is Kind.NOTHING


@pytest.mark.parametrize(
    ("asked", "colloquial"),
    [
        ("要求公正处理征地纠纷", "公正处"),
        ("请领导公正处理", "公正处"),
        ("处罚单位不收我的分期申请", "处罚单"),
        ("查律师事务所是不是正规的", "查律师"),
        ("今年报名什么时候开始", "年报"),
        ("要律师证明才行吗", "律师证"),
        ("怎样撤回政府信息公开申请", "公开申请"),
    ],
)
def test_a_colloquial_word_that_is_a_part_of_other_words_is_not_replaced(knowledge, asked, colloquial):
    assert colloquial in {pair[0] for pair in knowledge.synonyms}
    assert not any(f"“{colloquial}”" in reason for reason in rewrite(normalise(asked), knowledge).reasons)


@pytest.mark.parametrize(
    ("asked", "colloquial"),
    [
        ("公正处在哪里", "公正处"),
        ("去公正处要带什么", "公正处"),
        ("收到罚单不服", "罚单"),
        ("律所有哪些", "律所"),
        ("年报在哪里看", "年报"),
        ("我想打官司多久能有结果", "多久"),
        ("法援咋申请", "法援"),
    ],
)
def test_a_colloquial_word_that_stands_for_itself_is_replaced(knowledge, asked, colloquial):
    assert any(f"“{colloquial}”" in reason for reason in rewrite(normalise(asked), knowledge).reasons)


def test_fair_treatment_is_not_taken_for_a_notary(knowledge):
    found = match("要求公正处理征地纠纷", knowledge).matches
    assert 503 not in [each.entry.number for each in found if each.entry]


def test_published_questions_are_not_corrected(knowledge):
    for entry in knowledge.list_entries():
        assert correct(normalise(entry.question), knowledge, word_test()).parts == ()


def test_a_short_question_is_not_reduced_to_its_last_sentence(knowledge):
    assert rewrite("我想问问，复议收费吗", knowledge).wordings[0] == "我想问问，复议收费吗"


@pytest.mark.parametrize("said", ["今天天气怎么样", "我要买火车票去北京看长城", "手机充电发热怎么回事", "爸爸去哪儿"])
def test_words_about_other_subjects_are_not_corrected(knowledge, said):
    assert correct(said, knowledge, word_test()).parts == ()


@pytest.mark.parametrize("said", ["xingwen baodao", "tianqi yubao", "aabbccdd", "zzzzzz"])
def test_pinyin_about_other_subjects_is_not_answered(knowledge, said):
    assert match(said, knowledge).kind is not Kind.ANSWER


@given(question=st.text(st.sampled_from("复付义议行政法绿律援助吗 xzfyuigne'ab1？"), max_size=30))
def test_the_first_wording_of_a_rewritten_question_is_the_question_itself(knowledge, question):
    normalised = normalise(question)
    assert rewrite(normalised, knowledge).wordings[0] == normalised


def test_a_text_is_indexed_under_its_sounds_its_first_letters_and_its_latin_words():
    assert spellings_of("复议a1") == (("fuyi", "复议"), ("=fy", "复议"), ('"a', ""))


def test_a_correction_never_cuts_a_word_that_was_written(knowledge):
    assert rewrite("法律是什么", knowledge).wordings[0] == "法律是什么"
    assert all("律师" not in wording for wording in rewrite("法律是什么", knowledge).wordings)
