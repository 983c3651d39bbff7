"""A caller who says something that is no question: the line does what is meant, and keeps no question of it."""

import pytest

from hotline.core.enquiries import Outcome
from tests.support.heard import last_heard, said, spoken_answer
from voice.phone.call_state import CallState, Place
from voice.phone.intents import CallerInput, Intent, Understood
from voice.phone.spoken_intents import understand
from voice.phrases import PHONE
from voice.speech.numbers import tracking

ASKED = "say:申请行政复议收费吗"


@pytest.mark.parametrize("words", ["晓得了", "要得", "多谢你家", "好的，收到", "哦，原来是这样"])
def test_thanks_after_an_answer_get_a_kind_word_and_the_offer_of_another_question(dial, kept, words):
    assert last_heard(dial(ASKED, f"say:{words}"))[:1] == [PHONE("trouble.welcome")]
    assert not kept("unanswered")


def test_three_polite_words_in_a_row_ring_no_operator(dial):
    transcript = dial(ASKED, "say:晓得了", "say:谢谢", "say:好的")
    assert "正在为您接通人工" not in "".join(words for turn in transcript.turns for words in turn.heard)


@pytest.mark.parametrize("words", ["人工客服", "转人工客服", "我不想跟机器说话"])
def test_a_wish_for_a_person_rings_one(dial, words):
    assert PHONE("operator.ringing") in last_heard(dial(f"say:{words}"))


@pytest.mark.parametrize("words", ["再说一次", "啥子", "没听清楚，再说一遍", "你说哪样"])
def test_the_answer_is_said_again(dial, line, words):
    assert spoken_answer(line, 105) in last_heard(dial(ASKED, f"say:{words}"))


@pytest.mark.parametrize(
    ("words", "lead"), [("你说得太快了", "slowly"), ("大声点嘛", "louder"), ("我耳朵背", "louder")]
)
def test_the_answer_is_said_again_slowly(dial, line, words, lead):
    heard = last_heard(dial(ASKED, f"say:{words}"))
    assert heard[:2] == [PHONE(f"trouble.{lead}"), spoken_answer(line, 105)]


@pytest.mark.parametrize("words", ["等一下", "我找支笔", "莫挂，我记一下"])
def test_the_line_waits_for_a_caller_who_asks_it_to(dial, line, words):
    transcript = dial(ASKED, f"say:{words}", "say:再说一遍")
    assert transcript.turns[-2].heard == [PHONE("trouble.take_your_time")]
    assert spoken_answer(line, 105) in last_heard(transcript)


def test_opening_words_are_waited_on_and_the_question_is_answered(dial, line, kept):
    transcript = dial("say:我想咨询一个问题", ASKED)
    assert transcript.turns[1].heard == [PHONE("trouble.go_on")]
    assert last_heard(transcript)[0] == spoken_answer(line, 105)
    assert not kept("unanswered")


@pytest.mark.parametrize("words", ["我不会按", "我眼睛看不见", "我是个盲人，按不了键"])
def test_who_cannot_press_keys_is_told_the_way_without_them(dial, words):
    assert last_heard(dial(f"say:{words}")) == [PHONE("trouble.keyless")]


def test_swearing_is_answered_calmly_and_a_person_is_offered(dial, kept):
    assert last_heard(dial("say:你妈的什么破电话"))[0] == PHONE("trouble.calm")
    assert not kept("unanswered")


@pytest.mark.parametrize("words", ["老头子你把电视关小点", "都不是请换个说法再说一遍"])
def test_what_was_not_meant_for_the_line_is_asked_for_again_and_not_kept(dial, kept, words):
    assert last_heard(dial(*[f"say:{words}"] * 4))[0] == PHONE("again.unclear")
    assert not kept("unanswered")


@pytest.mark.parametrize(("words", "place"), [("就第一个", 0), ("第二个吧", 1), ("最后一个", -1)])
def test_a_choice_can_be_picked_by_its_place(dial, line, words, place):
    offered = dial("say:不服怎么办").turns[1].heard[0]
    title = offered.split("；")[place]
    heard = last_heard(dial("say:不服怎么办", f"say:{words}"))[0]
    numbers = [entry.number for entry in line.knowledge.list_entries() if entry.question.rstrip("？") in title]
    assert heard in [spoken_answer(line, number) for number in numbers]


@pytest.mark.parametrize("words", ["一零二", "编号 1 0 2", "请查一零二", "1 0 2"])
def test_an_entry_is_found_by_its_number_at_any_place(dial, line, words):
    assert last_heard(dial(f"say:{words}"))[0] == spoken_answer(line, 102)


def test_two_numbers_are_both_offered(dial):
    heard = last_heard(dial("say:102和103"))[0]
    assert heard.startswith("您是不是想问：")
    assert "请按2" in heard


def test_a_tracking_number_said_at_any_place_tells_the_progress_or_that_there_is_none(dial):
    assert "没有找到查询号" in last_heard(dial("say:查询号是一二三四五六七八"))[0]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("我不想活了", "12356"),
        ("着火了", "119"),
        ("我妈晕倒了", "120"),
        ("我老公打我", "12338"),
        ("有人拿刀砍人", "110"),
    ],
)
def test_a_caller_in_danger_hears_the_number_to_ring_is_offered_a_person_and_is_kept_for_staff(
    dial, line, words, number
):
    transcript = dial(ASKED, f"say:{words}", "press:0")
    heard = transcript.turns[2].heard
    assert digits_in(heard[0], number)
    assert heard[1].startswith("找人工")
    assert PHONE("operator.ringing") in last_heard(transcript)
    with line.records.reading() as unit:
        (kept,) = unit.enquiries.list_emergencies(since=line.now().replace(year=2000), limit=5)
    assert (kept.outcome, kept.question) == (Outcome.EMERGENCY, words)


def test_a_question_about_a_fine_is_no_emergency(dial):
    assert said("emergency.fire") not in last_heard(dial("say:消防罚款在哪里交"))


def test_a_question_that_leaves_its_subject_out_is_understood_within_the_last_answer(dial, line):
    asked = dial("say:申请行政复议的期限是多久", "say:那要交多少钱呢")
    assert last_heard(asked)[0] == spoken_answer(line, 105)


def digits_in(heard, number):
    """Whether ``number`` is said in ``heard``, in figures or digit by digit."""
    spoken = number.translate(str.maketrans("0123456789", "零幺二三四五六七八九"))
    return number in heard or spoken in heard or spoken.replace("幺", "一") in heard


@pytest.mark.parametrize("then", ["press:4", "say:第二个问题"])
def test_of_two_questions_in_one_the_first_is_answered_and_the_second_offered(dial, line, then):
    transcript = dial("say:申请行政复议收费吗？多久能出结果", then)
    assert transcript.turns[1].heard[0] == spoken_answer(line, 105)
    assert transcript.turns[1].heard[1].startswith("您还问了：")
    assert last_heard(transcript)[0] == spoken_answer(line, 106)


def test_key_4_after_one_question_is_no_option(dial):
    assert last_heard(dial(ASKED, "press:4"))[0] == PHONE("trouble.wrong_key")


LEFT = ("press:6", "record:请给我回电话")


@pytest.mark.parametrize("words", ["再说一遍", "没听清楚", "说慢一点"])
def test_the_tracking_number_is_said_again_to_who_asks_in_words(dial_twice, kept, words):
    told = last_heard(dial_twice(*LEFT, "press:3", f"say:{words}"))
    assert PHONE("saved.told", tracking=tracking(kept("messages")[0].tracking_number)) in told


@pytest.mark.parametrize("words", ["谢谢", "等一下", "他妈的", "你好", "老头子你把电视关小点", "第一个", "发短信给我"])
def test_a_saying_after_the_tracking_number_does_not_lose_it(dial, kept, words):
    told = last_heard(dial(*LEFT, "press:3", f"say:{words}", "press:*"))
    assert PHONE("saved.told", tracking=tracking(kept("messages")[0].tracking_number)) in told
    assert not kept("unanswered")


def test_who_has_no_more_to_say_after_the_tracking_number_hears_goodbye(dial):
    assert last_heard(dial(*LEFT, "press:3", "say:没有了")) == [PHONE("message.goodbye")]


@pytest.mark.parametrize("words", ["再说一遍", "没听清楚", "大声点"])
def test_the_review_of_a_message_is_said_again_to_who_asks_in_words(dial, words):
    assert last_heard(dial(*LEFT, f"say:{words}"))[-1] == PHONE("review.full")


def test_the_review_of_a_message_waits_for_who_asks_it_to(dial):
    transcript = dial(*LEFT, "say:等一下", "press:2", "record:请明天给我回电话")
    assert PHONE("trouble.take_your_time") in transcript.heard()
    assert PHONE("review.again") in transcript.heard()


@pytest.mark.parametrize(("path", "number"), [(["press:2"], "102"), (["press:4"], "12345678")])
@pytest.mark.parametrize("words", ["等一下", "我想问一下", "我不会按", "谢谢", "第一个", "他妈的"])
def test_a_saying_where_a_number_is_asked_for_keeps_the_prompt_and_all_its_keys(dial_twice, kept, path, number, words):
    same = last_heard(dial_twice(*path, f"press:{number}#"))
    assert last_heard(dial_twice(*path, f"say:{words}", f"press:{number}#"))[0] == same[0]
    assert not kept("unanswered")


def test_a_place_in_a_list_that_was_left_neither_rates_the_answer_nor_ends_the_call(dial, line):
    transcript = dial("say:不服怎么办", "press:1", "say:第二个", "press:*")
    assert PHONE("trouble.wrong_key") in transcript.heard()
    assert PHONE("trouble.thanks") not in transcript.heard()


def test_the_list_of_topics_can_be_asked_for_in_words(dial, kept):
    assert last_heard(dial("say:有哪些分类"))[0].startswith("常见问题分这几类")
    assert not kept("unanswered")


@pytest.mark.parametrize("words", ["那要带什么", "那要多少钱呢", "好久能办好"])
def test_a_question_that_goes_on_about_a_referral_is_not_answered_by_our_own(dial, words):
    referred = last_heard(dial("say:残疾证在哪里办"))[0]
    assert last_heard(dial("say:残疾证在哪里办", f"say:{words}"))[0] == referred


def test_two_numbers_are_both_offered_where_a_number_is_asked_for_too(dial):
    assert last_heard(dial("press:2", "say:102和103"))[0].startswith("您是不是想问：")


@pytest.mark.parametrize("words", ["索引号二零二六零零零零九", "二零二六杠零零零零九", "索引号202600009"])
def test_an_index_number_said_in_words_finds_its_item_at_any_place(dial, kept, words):
    assert last_heard(dial(f"say:{words}"))[0].startswith("您是不是想问：示例市司法局政府信息公开指南，二〇二六年版")
    assert not kept("unanswered")


@pytest.mark.parametrize("words", ["转嘛", "好，帮我转", "转人工"])
def test_a_caller_in_danger_who_agrees_is_put_through(dial, words):
    assert PHONE("operator.ringing") in last_heard(dial("say:我不想活了", f"say:{words}"))


@pytest.mark.parametrize("words", ["我想说一下", "老头子你把电视关小点", "谢谢你"])
def test_a_caller_in_danger_who_is_not_understood_hears_the_number_again(dial, words):
    transcript = dial("say:我不想活了", f"say:{words}")
    assert transcript.turns[2].heard[0] == transcript.turns[1].heard[0]


def test_a_farewell_after_words_to_a_child_ends_the_call(dial):
    assert last_heard(dial(ASKED, "say:晓得了晓得了，娃娃乖，再见啊")) == [PHONE("trouble.thanks")]


def test_yes_takes_the_only_choice():
    only = CallState(Place.CHOICES, choices=("101",))
    assert understand(only, CallerInput(speech="是的，就是这个")) == Understood(Intent.PICK, pick="1")


def test_the_wish_to_hear_it_again_weighs_more_than_the_text_that_nobody_can_read():
    state = CallState(Place.ANSWER, subject="105")
    assert understand(state, CallerInput(speech="你发短信来我也看不到，你再念一遍")).intent is Intent.REPEAT
