"""Everyday words mean what a person would take them to mean; real questions stay questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.utterances import Saying, ordinal, recognise

SAID = {
    Saying.PERSON: "人工 转人工。 帮我找人工服务 我要找工作人员 麻烦您帮我转接一下客服吧 找个人 零 按零 0 按０",
    Saying.HELLO: "喂 喂喂喂 喂，你好！ 您好 嗯 好的 知道了 在吗 有人吗 听得到吗 "
    "喂喂听得到不 喂，听得见没有？ 能听到吗 你听得到我说话吗 听到没得 听不听得到 能不能听到",
    Saying.GOODBYE: "谢谢 没有了 没有了，谢谢您 好的谢谢 再见 不用了 没有问题了 没别的问题了谢谢啊 没有",
    Saying.NONE_OF_THESE: "都不是 这些都不是 不是 不对 都没有 都不是我想问的",
}
QUESTIONS = [
    "人工智能的问题",
    "人工费怎么算",
    "没有身份证怎么办",
    "不是本人能办吗",
    "找谁",
    "你们在哪里",
    "谢谢信怎么写",
    "好人好事",
    "一次罚款",
    "一",
    "不服怎么办",
    "复议收费吗",
    "有人打我",
    "没有工资",
    "102",
    "听到枪声怎么办",
    "听不到",
    "找人打官司",
]


@pytest.mark.parametrize(("saying", "words"), [(saying, words) for saying in SAID for words in SAID[saying].split()])
def test_everyday_words_are_understood_as_a_person_would(saying, words):
    assert recognise(words) is saying


@pytest.mark.parametrize("words", QUESTIONS)
def test_a_question_is_no_everyday_utterance(words):
    assert recognise(words) is None


def test_a_bare_no_after_a_list_is_none_of_these():
    assert recognise("没有", choosing=True) is Saying.NONE_OF_THESE


@pytest.mark.parametrize("words", ["1", "１", "①", "一", "第一个", "选1", "按一吧", "回复1", "1、"])
def test_the_first_of_a_list_is_picked_in_many_ways(words):
    assert ordinal(words) == "1"


@pytest.mark.parametrize("words", ["", "0", "10", "102", "一百零二", "一年", "第一审"])
def test_other_words_with_numbers_pick_nothing(words):
    assert ordinal(words) == ""


@given(st.lists(st.sampled_from(["没", "有", "了", "好", "的", "我", "一", "个", "人工", "谢谢", "问题"])).map("".join))
def test_any_row_of_such_words_is_one_saying_or_none(words):
    assert recognise(words) in {None, *Saying}
