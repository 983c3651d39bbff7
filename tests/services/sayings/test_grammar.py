"""Everyday words mean what a person would take them to mean; real questions stay questions."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.services.sayings.automaton import PhraseAutomaton
from hotline.services.sayings.emergencies import Emergency, find_emergencies
from hotline.services.sayings.grammar import LONGEST, Act
from hotline.services.sayings.recognition import recognise
from tests.support.fixed_values import ROOT

SYLLABLES = ("没", "有", "了", "好", "的", "我", "一", "个", "人工", "谢谢", "问题", "嗯", "啊", "第")
QUESTIONS = [
    "人工智能的问题",
    "人工费怎么算",
    "没有身份证怎么办",
    "不是本人能办吗",
    "你们在哪里",
    "谢谢信怎么写",
    "一次罚款",
    "不服怎么办",
    "没有工资",
    "听到枪声怎么办",
    "找人打官司",
    "你好你们电话",
]


@pytest.mark.parametrize("words", QUESTIONS)
def test_a_question_is_no_saying(words):
    assert recognise(words) is None


def test_no_published_wording_is_a_saying_or_an_emergency():
    with (ROOT / "faq_data" / "similar_questions.csv").open(encoding="utf-8", newline="") as file:
        wordings = [row["question"] for row in csv.DictReader(file)]
    assert [wording for wording in wordings if recognise(wording) or find_emergencies(wording)] == []


def test_several_acts_in_one_saying_are_all_recognised():
    assert recognise("谢谢你，没得问题了，再见").acts == {Act.THANKS, Act.NO_MORE, Act.GOODBYE}


def test_traditional_characters_and_full_width_letters_are_read():
    assert recognise("謝謝，ＯＫ").acts == {Act.THANKS, Act.YES}


@pytest.mark.parametrize("words", ["", "。。", "那个就", "谢" * (LONGEST + 1)])
def test_nothing_fillers_alone_and_long_texts_are_no_saying(words):
    assert recognise(words) is None


@given(
    st.lists(
        st.sampled_from(SYLLABLES),
        max_size=20,
    ).map("".join)
)
def test_any_row_of_such_words_is_one_saying_or_none(words):
    saying = recognise(words)
    assert saying is None or saying.acts


@given(st.text(max_size=60))
def test_any_text_at_all_is_read_without_an_error(words):
    recognise(words)
    assert set(find_emergencies(words)) <= set(Emergency)


def test_brackets_that_do_not_match_are_refused():
    with pytest.raises(ValueError, match="brackets"):
        PhraseAutomaton().add("谢谢(你|您))", "thanks")


@pytest.mark.parametrize(
    "words",
    [
        "消防罚款在哪里交",
        "火灾事故认定不服",
        "被打伤了怎么鉴定",
        "城管打人怎么办",
        "想死你了",
        "我不想活动了",
        "想不开公司了怎么注销",
        "自杀保险赔不赔",
        "孩子户口丢了怎么补",
        "拿刀具上火车可以吗",
        "快要生了可以休产假吗",
        "家暴可以申请法律援助吗",
    ],
)
def test_paperwork_and_complaints_are_no_emergency(words):
    assert find_emergencies(words) == ()


@pytest.mark.parametrize(
    "words",
    [
        "我不想活了，打官司打输了",
        "活着没意思",
        "不想活了怎么办",
        "法院判得不公，我不想活了",
        "离婚判了，我活不下去了",
        "工伤不赔，我想死了",
        "老板不给钱我就跳楼",
        "我要死给他们看",
    ],
)
def test_the_wish_to_die_is_heard_beside_paperwork_too(words):
    assert find_emergencies(words)[0] is Emergency.SUICIDE


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (
            "喂你好我这里是大河村我老公喝醉了酒现在正在打我他手里还拿着一把菜刀我把门锁起来了他在外面砸门我好害怕"
            "你们快点来人救救我我两个娃娃都在屋里头哭",
            Emergency.VIOLENCE,
        ),
        (
            "我去年被公司辞退了一分钱没有赔我去仲裁也不受理去法院也判我输我现在老婆也走了房子也没了我真的是活不下去了"
            "我今天就是打个电话跟你们说一声",
            Emergency.SUICIDE,
        ),
    ],
)
def test_a_cry_for_help_is_heard_in_a_long_sentence_too(words, kind):
    assert find_emergencies(words)[0] is kind


def test_characters_that_no_phrase_has_leave_nothing_in_memory():
    automaton = PhraseAutomaton()
    automaton.add("谢谢(你|您|)", "thanks")
    kept = []
    for character in "鼍龘麤":
        list(automaton.find_all(f"谢{character}", 0))
        kept.append(len(automaton._steps))
    assert kept == [kept[0]] * 3
